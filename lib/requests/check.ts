import { DEFAULT_BUDGET } from "../access/budget";
import { type Context, type ContextValue, contextOf } from "../access/context";
import { covers } from "../access/covers";
import { type AccessInput, accessFormula, trustFormula } from "../access/decide";
import { blame, explain, requestOf } from "../access/explain";
import { type Formula, and, not } from "../access/formula";
import { grantFormula } from "../access/grants";
import { needFormula } from "../access/need";
import type { PolicySource, StatementRef } from "../access/policies";
import { solve } from "../access/solve";
import { ARN_ACCOUNT } from "../policy/arn";
import { SERVICE_PRINCIPAL } from "../policy/permissions";
import type { JobRequest } from "./request";
import type { RoleView } from "./role-view";
import type { Part, Verdict } from "./verdict";

/** The answer for one request. */
export interface CheckedRequest {
  readonly request: JobRequest;
  readonly verdict: Verdict;
  /** What allows it: statements, grants. */
  readonly allowedBy: readonly string[];
  /** Statements that deny it. */
  readonly deniedBy: readonly string[];
  /** What is missing: one of these sets of parts would be enough. */
  readonly missing: readonly (readonly Part[])[];
  /** What the answer hangs on. */
  readonly about: readonly string[];
  /** One resource for which it is so. */
  readonly example?: string;
}

/** What is taken for granted where the source does not tell. */
export interface Assumptions {
  /** Accounts that own buckets, by name. */
  readonly owners: { readonly [bucket: string]: string };
  /** Key policies that are not in the source delegate to the account, as AWS makes them. */
  readonly keysDelegate: boolean;
}

/** Whether the role can make each request. */
export const checkRequests = (
  requests: readonly JobRequest[],
  view: RoleView,
  assumptions: Assumptions,
): readonly CheckedRequest[] => requests.map((request) => checkRequest(request, view, assumptions));

const checkRequest = (request: JobRequest, view: RoleView, assumptions: Assumptions): CheckedRequest =>
  request.action === ASSUME_ROLE ? checkTrust(request, view) : checkAccess(request, view, assumptions);

export const ASSUME_ROLE = "sts:AssumeRole";

const checkAccess = (request: JobRequest, view: RoleView, assumptions: Assumptions): CheckedRequest => {
  const input = inputOf(request, view, assumptions);
  const context = contextOfRequest(request, view, assumptions);
  const need = needFormula({ actions: [request.action], resources: [request.resource], context });
  const none = { request, allowedBy: [], deniedBy: [], missing: [], about: [] };
  const silent = withSilentPolicy(input);
  if (silent !== undefined && covers(need, accessFormula(silent, context).formula).verdict === "allowed") {
    return { ...none, verdict: "allowed", allowedBy: allowing(silent, need, context) };
  }
  const coverage = covers(need, accessFormula(input, context).formula);
  switch (coverage.verdict) {
    case "undecided":
      return { ...none, verdict: "undecided" };
    case "allowed":
      return { ...none, verdict: "allowed", allowedBy: allowing(input, need, context) };
    case "denied": {
      const one = requestOf(coverage.witness, context);
      const { deniedBy, missing } = blame(input, one);
      return { ...none, verdict: "denied", deniedBy: deniedBy.map(named), missing, example: one.resource };
    }
    case "unknown": {
      const one = requestOf(coverage.witness, context);
      return { ...none, verdict: "unknown", about: coverage.about, example: one.resource };
    }
  }
};

/** Where the key's policy is not in the source: as if it said nothing, so that a grant alone can do. */
const withSilentPolicy = (input: AccessInput): AccessInput | undefined => {
  const { kind, resourcePolicy } = input;
  if (kind !== "kms" || resourcePolicy?.documents.some((document) => "unread" in document) !== true) return undefined;
  return { ...input, resourcePolicy: { ...resourcePolicy, documents: [] } };
};

const checkTrust = (request: JobRequest, view: RoleView): CheckedRequest => {
  const caller = { service: SERVICE_PRINCIPAL };
  const context = contextOf(request.context, "unknown");
  const need = needFormula({ actions: [request.action], resources: ["*"], context });
  const coverage = covers(need, trustFormula(view.trust, context, caller));
  const none = { request, allowedBy: [], deniedBy: [], missing: [], about: [] };
  switch (coverage.verdict) {
    case "undecided":
      return { ...none, verdict: "undecided" };
    case "allowed": {
      const found = explain(view.trust, exampleOf(need, context), caller);
      return { ...none, verdict: "allowed", allowedBy: found.allowedBy.map(named) };
    }
    case "denied": {
      const found = explain(view.trust, requestOf(coverage.witness, context), caller);
      return { ...none, verdict: "denied", deniedBy: found.deniedBy.map(named), missing: [["trust"]] };
    }
    case "unknown":
      return { ...none, verdict: "unknown", about: coverage.about };
  }
};

/** One request of the need, to look up who allows it. */
const exampleOf = (need: Formula, context: Context): ReturnType<typeof requestOf> => {
  const found = solve(need);
  return requestOf(found.kind === "some" ? found.witness : { values: {}, assumed: [] }, context);
};

const allowing = (input: AccessInput, need: Formula, context: Context): readonly string[] => {
  const one = exampleOf(need, context);
  const resource = explain(input.resourcePolicy?.documents ?? [], one, input.caller);
  const grants = (input.grants ?? []).filter(
    (grant) => solve(and(need, not(grantFormula(grant, context, input.caller))), DEFAULT_BUDGET).kind === "none",
  );
  return [
    ...explain(input.identity, one).allowedBy.map(named),
    ...resource.allowedBy.map(named),
    ...grants.map(({ name }) => `grant ${name}`),
  ];
};

/** A statement in words. */
export const named = ({ document, sid, index }: StatementRef): string =>
  sid !== undefined
    ? `${sid} of ${document}`
    : index !== undefined
      ? `statement ${String(index)} of ${document}`
      : document;

const BUCKET = /^arn:[^:]*:s3:::([^/]+)/;

/** The policies that decide about the request's resource. */
const inputOf = (request: JobRequest, view: RoleView, assumptions: Assumptions): AccessInput => {
  const { caller, identity, boundary, grants } = view;
  const kind = request.action.startsWith("kms:") ? "kms" : "plain";
  const policy = kind === "kms" ? keyPolicy(request, view, assumptions) : resourcePolicy(request, view, assumptions);
  return {
    kind,
    caller,
    identity,
    ...(boundary === undefined ? {} : { boundary }),
    ...(policy === undefined ? {} : { resourcePolicy: policy }),
    ...(kind === "kms" ? { grants } : {}),
  };
};

/**
 * A key's policy that passes access on to the key's account, as AWS makes it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const delegating = (request: JobRequest, partition: string): PolicySource => ({
  name: "the key's policy, taken for AWS's default",
  version: "2012-10-17",
  statements: [
    {
      index: 0,
      effect: "Allow",
      principals: {
        not: false,
        entries: [{ kind: "AWS", value: `arn:${partition}:iam::${request.owner ?? ""}:root` }],
      },
      actions: { not: false, patterns: ["kms:*"] },
      resources: { not: false, patterns: ["*"] },
      tests: [],
    },
  ],
});

const keyPolicy = (
  request: JobRequest,
  view: RoleView,
  { keysDelegate }: Assumptions,
): AccessInput["resourcePolicy"] => {
  const sameAccount = request.owner === undefined ? ("unknown" as const) : request.owner === view.caller.accountId;
  const documents = view.key(request.resource);
  if (documents !== undefined) return { documents, sameAccount };
  if (keysDelegate && sameAccount === true)
    return { documents: [delegating(request, view.caller.partition)], sameAccount };
  return { documents: [{ name: "of the key", unread: true }], sameAccount };
};

/** The account that owns a bucket, as far as it was said or the source tells. */
const ownerOf = (bucket: string, view: RoleView, { owners }: Assumptions): string | undefined =>
  Object.hasOwn(owners, bucket) ? owners[bucket] : view.bucket(bucket)?.accountId;

/** Whether a bucket is known to belong to another account than the role. */
export const isForeignBucket = (bucket: string, view: RoleView, assumptions: Assumptions): boolean => {
  const owner = ownerOf(bucket, view, assumptions);
  return owner !== undefined && owner !== view.caller.accountId;
};

/** Buckets of the source have what it says of them; any other is taken for one of the role's account, without a policy. */
const resourcePolicy = (
  { resource }: JobRequest,
  view: RoleView,
  assumptions: Assumptions,
): AccessInput["resourcePolicy"] => {
  const bucket = BUCKET.exec(resource)?.[1];
  if (bucket !== undefined) {
    const found = view.bucket(bucket);
    const isForeign = isForeignBucket(bucket, view, assumptions);
    if (found === undefined && !isForeign) return undefined;
    const documents = found?.documents ?? [{ name: `of bucket ${bucket}`, unread: true as const }];
    return { documents, sameAccount: !isForeign };
  }
  const owner = resource.split(":")[ARN_ACCOUNT] ?? "";
  return owner === "" || owner === "*" || owner === view.caller.accountId
    ? undefined
    : { documents: [{ name: `of ${resource}`, unread: true }], sameAccount: false };
};

/** Condition keys that calls of a role's session do not carry, or always carry so. */
const ALWAYS: { readonly [key: string]: ContextValue } = {
  "aws:SecureTransport": { value: "true" },
  "aws:SourceArn": "absent",
  "aws:SourceAccount": "absent",
  "aws:SourceOrgID": "absent",
  "kms:GrantIsForAWSResource": "absent",
  "kms:GrantOperations": "absent",
  "kms:RecipientAttestation:ImageSha384": "absent",
};

/** Headers that an upload carries only where the job asks for it. */
const HEADERS = [
  "s3:x-amz-acl",
  "s3:x-amz-storage-class",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:x-amz-grant-full-control",
  "s3:x-amz-grant-read",
  "s3:x-amz-grant-write-acp",
  "s3:ExistingObjectTag",
];

const contextOfRequest = (request: JobRequest, view: RoleView, assumptions: Assumptions): Context => {
  const bucket = BUCKET.exec(request.resource)?.[1];
  const owner =
    bucket === undefined
      ? (request.owner ?? view.caller.accountId)
      : (ownerOf(bucket, view, assumptions) ?? view.caller.accountId);
  return contextOf(
    {
      ...ALWAYS,
      ...Object.fromEntries(HEADERS.map((key) => [key, "absent" as const])),
      "aws:ViaAWSService": { value: request.context["kms:ViaService"] === undefined ? "false" : "true" },
      "aws:ResourceAccount": { value: owner },
      ...(bucket === undefined ? {} : { "s3:ResourceAccount": { value: owner } }),
      ...request.context,
    },
    "unknown",
  );
};
