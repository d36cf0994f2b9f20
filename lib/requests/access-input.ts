import type { AccessInput } from "../access/decide";
import { type Context, type ContextValue, contextOf } from "../access/context";
import type { PolicySource } from "../access/policies";
import { ARN_ACCOUNT } from "../policy/arn";
import type { JobRequest } from "./request";
import type { RoleView } from "./role-view";
import { UNKNOWN_ACCOUNT } from "./site";

/** What is taken for granted where the source does not tell. */
export interface Assumptions {
  /** Accounts that own buckets, by name. */
  readonly owners: { readonly [bucket: string]: string };
  /** Key policies that are not in the source delegate to the account, as AWS makes them. */
  readonly keysDelegate: boolean;
}

const BUCKET = /^arn:[^:]*:s3:::([^/]+)/;

/** The policies that decide about the request's resource. */
export const inputOf = (request: JobRequest, view: RoleView, assumptions: Assumptions): AccessInput => {
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

/** The bucket of another account whose objects are under that account's `aws/s3`, if the request is about one. */
export const bucketUnderAwsKey = (
  { action, resource, context }: JobRequest,
  view: RoleView,
  assumptions: Assumptions,
): string | undefined => {
  const bucket = BUCKET.exec(resource)?.[1];
  const isAboutObjects = action === "s3:GetObject" || action === "s3:PutObject";
  const saysEncryption = context["s3:x-amz-server-side-encryption"] !== undefined;
  if (bucket === undefined || !isAboutObjects || saysEncryption) return undefined;
  const isForeign = isForeignBucket(bucket, view, assumptions);
  return isForeign && view.bucket(bucket)?.isUnderAwsKey === true ? `bucket ${bucket}` : undefined;
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
    return { documents, sameAccount: isForeign ? false : found?.accountUncertain === true ? "unknown" : true };
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
  // MediaConvert calls KMS itself for client-side decryption and signing; a request through a service says so.
  "kms:ViaService": "absent",
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

/** The role's account is not known. */
const NOBODY_KNOWN: { readonly [key: string]: ContextValue } = {
  "aws:PrincipalAccount": "unknown",
  "aws:PrincipalArn": "unknown",
  "kms:CallerAccount": "unknown",
};

/** The account in the resource's ARN. */
const accountOf = ({ owner, resource }: JobRequest): string | undefined => {
  const account = owner ?? resource.split(":")[ARN_ACCOUNT] ?? "";
  return /^\d{12}$/.test(account) ? account : undefined;
};

export const contextOfRequest = (request: JobRequest, view: RoleView, assumptions: Assumptions): Context => {
  const bucket = BUCKET.exec(request.resource)?.[1];
  const owner = bucket === undefined ? accountOf(request) : ownerOf(bucket, view, assumptions);
  const account = owner ?? view.caller.accountId;
  const isKnown = account !== UNKNOWN_ACCOUNT;
  return contextOf(
    {
      ...ALWAYS,
      ...Object.fromEntries(HEADERS.map((key) => [key, "absent" as const])),
      "aws:ViaAWSService": { value: request.context["kms:ViaService"] === undefined ? "false" : "true" },
      "aws:ResourceAccount": isKnown ? { value: account } : "unknown",
      ...(bucket === undefined ? {} : { "s3:ResourceAccount": isKnown ? { value: account } : ("unknown" as const) }),
      ...(view.caller.accountId === UNKNOWN_ACCOUNT ? NOBODY_KNOWN : {}),
      ...request.context,
    },
    "unknown",
  );
};
