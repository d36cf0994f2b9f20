import { DEFAULT_BUDGET } from "../access/budget";
import { type Context, contextOf } from "../access/context";
import { covers } from "../access/covers";
import { type AccessInput, accessFormula, trustFormula, withCaller } from "../access/decide";
import { blame, explain, requestOf } from "../access/explain";
import { type Formula, and, not } from "../access/formula";
import { grantFormula } from "../access/grants";
import { needFormula } from "../access/need";
import type { StatementRef } from "../access/policies";
import { solve } from "../access/solve";
import { SERVICE_PRINCIPAL } from "../policy/permissions";
import type { JobRequest } from "./request";
import { type Assumptions, bucketUnderAwsKey, contextOfRequest, inputOf } from "./access-input";
import type { RoleView } from "./role-view";
import { variantsOf } from "./variants";
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

/** Whether the role can make each request. */
export const checkRequests = (
  requests: readonly JobRequest[],
  view: RoleView,
  assumptions: Assumptions,
): readonly CheckedRequest[] => requests.map((request) => checkRequest(request, view, assumptions));

export const ASSUME_ROLE = "sts:AssumeRole";

const checkRequest = (request: JobRequest, view: RoleView, assumptions: Assumptions): CheckedRequest => {
  const found = variantsOf(request).map((variant) => {
    const isTrust = variant.action === ASSUME_ROLE;
    const checked = isTrust ? checkTrust(variant, view) : checkAccess(variant, view, assumptions);
    return { ...checked, request };
  });
  return joined(found, request.either?.about);
};

/** One answer of several: all of them, or what the difference hangs on. */
const joined = ([first, ...others]: readonly CheckedRequest[], about: string | undefined): CheckedRequest => {
  if (first === undefined) throw new Error("a request has at least one variant");
  const different = others.find(({ verdict }) => verdict !== first.verdict);
  if (different === undefined) return first;
  const open = [first, ...others].find(({ verdict }) => verdict === "undecided" || verdict === "unknown");
  return open ?? unknown(first, [about ?? "which of several values the request has"]);
};

const unknown = (checked: CheckedRequest, about: readonly string[]): CheckedRequest => ({
  ...checked,
  verdict: "unknown",
  allowedBy: [],
  deniedBy: [],
  missing: [],
  about,
});

const checkAccess = (request: JobRequest, view: RoleView, assumptions: Assumptions): CheckedRequest => {
  const input = inputOf(request, view, assumptions);
  const context = withCaller(contextOfRequest(request, view, assumptions), input);
  const need = needFormula({ actions: [request.action], resources: [request.resource], context });
  const none = { request, allowedBy: [], deniedBy: [], missing: [], about: [] };
  const silent = withSilentPolicy(request, view, input);
  if (silent !== undefined && covers(need, accessFormula(silent, context).formula).verdict === "allowed") {
    return { ...none, verdict: "allowed", allowedBy: allowing(silent, need, context) };
  }
  const coverage = covers(need, accessFormula(input, context).formula);
  switch (coverage.verdict) {
    case "undecided":
      return { ...none, verdict: "undecided" };
    case "allowed": {
      const allowed = { ...none, verdict: "allowed" as const, allowedBy: allowing(input, need, context) };
      const bucket = bucketUnderAwsKey(request, view, assumptions);
      return bucket === undefined
        ? allowed
        : unknown(allowed, [`${bucket} is under aws/s3, which serves no other account`]);
    }
    case "denied": {
      const one = requestOf(coverage.witness, context);
      const { deniedBy, missing } = blame(input, one);
      const denied = {
        ...none,
        verdict: "denied" as const,
        deniedBy: deniedBy.map(named),
        missing,
        example: one.resource,
      };
      return isPartlyAllowed(request, need, accessFormula(input, context).formula)
        ? unknown(denied, [request.bounds ?? ""])
        : denied;
    }
    case "unknown": {
      const one = requestOf(coverage.witness, context);
      return { ...none, verdict: "unknown", about: coverage.about, example: one.resource };
    }
  }
};

/** A pattern that bounds one resource is denied only where all that it matches is. */
const isPartlyAllowed = ({ bounds }: JobRequest, need: Formula, allowed: Formula): boolean =>
  bounds !== undefined && solve(and(need, allowed)).kind !== "none";

/** Where the key's policy is not in the source: as if it said nothing, so that a grant alone can do. */
const withSilentPolicy = ({ resource }: JobRequest, view: RoleView, input: AccessInput): AccessInput | undefined =>
  input.kind !== "kms" || input.resourcePolicy === undefined || view.key(resource) !== undefined
    ? undefined
    : { ...input, resourcePolicy: { ...input.resourcePolicy, documents: [] } };

const checkTrust = (request: JobRequest, view: RoleView): CheckedRequest => {
  const caller = { service: SERVICE_PRINCIPAL };
  const context = withCaller(contextOf(request.context, "unknown"), { caller });
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
      const denied = {
        ...none,
        verdict: "denied" as const,
        deniedBy: found.deniedBy.map(named),
        missing: [["trust" as const]],
      };
      return isPartlyAllowed(request, need, trustFormula(view.trust, context, caller))
        ? unknown(denied, [request.bounds ?? ""])
        : denied;
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
