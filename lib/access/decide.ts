import { type Context, withDefaults } from "./context";
import { FALSE, type Formula, TRUE, and, not, opaque, or } from "./formula";
import { type KeyGrant, grantsFormula } from "./grants";
import { type Effects, type PolicySource, type ResourceEffects, effects, resourceEffects } from "./policies";
import type { Caller } from "./principals";

/** Everything that decides what a caller may do with a resource. */
export interface AccessInput {
  /** kms: nobody has access to a key unless its policy, or a grant, gives it. */
  readonly kind: "plain" | "kms";
  readonly caller: Caller;
  readonly identity: readonly PolicySource[];
  /** Left out: there is none. */
  readonly boundary?: PolicySource;
  /** Left out: for a key, its policy is not known; for anything else, there is none and the account is the same. */
  readonly resourcePolicy?: ResourcePolicy;
  readonly grants?: readonly KeyGrant[];
}

export interface ResourcePolicy {
  /** Empty: the resource has none. */
  readonly documents: readonly PolicySource[];
  /** Whether the resource is in the caller's account. */
  readonly sameAccount: boolean | "unknown";
}

/** What each part says by itself. */
export interface Layers {
  /** Identity policies allow. */
  readonly identity: Formula;
  /** The boundary allows; true without one. */
  readonly boundary: Formula;
  /** The resource's policy gives the caller access. */
  readonly resource: Formula;
  /** The resource's policy passes access on to the caller's account. */
  readonly account: Formula;
  readonly grants: Formula;
  /** Explicit denies, which always win. */
  readonly denies: Formula;
}

export type Layer = keyof Layers;

/** The layers, and what of the resource's policy a boundary does not limit. */
interface Parts extends Layers {
  readonly unlimited: Formula;
  readonly sameAccount: Formula;
}

export interface Access {
  readonly formula: Formula;
  readonly layers: Layers;
}

/**
 * What the caller may do, as a formula over action, resource and unknown condition keys.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const accessFormula = (input: AccessInput, context: Context): Access => {
  const parts = partsOf(input, withCaller(context, input));
  const { identity, boundary, resource, account, grants, denies } = parts;
  return { formula: compose(input, parts), layers: { identity, boundary, resource, account, grants, denies } };
};

/** Who calls, and what; left out: no key of KMS. */
interface Calling {
  readonly caller: Caller;
  readonly kind?: AccessInput["kind"];
}

/** The context with the condition keys that follow from who calls. */
export const withCaller = (context: Context, calling: Calling): Context => withDefaults(context, callerKeys(calling));

/**
 * Condition keys that follow from who calls.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const callerKeys = ({ caller, kind }: Calling): Context["keys"] => {
  if ("service" in caller) {
    return { "aws:principalisawsservice": { value: "true" }, "aws:principalservicename": { value: caller.service } };
  }
  return {
    "aws:principalarn": { value: caller.roleArn },
    "aws:principalaccount": { value: caller.accountId },
    "aws:principaltype": { value: "AssumedRole" },
    "aws:principalisawsservice": { value: "false" },
    ...(kind === "kms" ? { "kms:calleraccount": { value: caller.accountId } } : {}),
  };
};

const NO_POLICY: ResourceEffects = {
  allowRole: FALSE,
  allowSession: FALSE,
  allowEveryone: FALSE,
  allowAccount: FALSE,
  deny: FALSE,
};

const UNKNOWN_KEY_POLICY: ResourcePolicy = {
  documents: [{ name: "of the key", unread: true }],
  sameAccount: "unknown",
};

const partsOf = (input: AccessInput, context: Context): Parts => {
  const { caller, kind, grants = [] } = input;
  const isRole = !("service" in caller);
  const identity = isRole ? effects(input.identity, context) : { allow: FALSE, deny: FALSE };
  const boundary: Effects =
    input.boundary === undefined || !isRole ? { allow: TRUE, deny: FALSE } : effects([input.boundary], context);
  const policy = input.resourcePolicy ?? (kind === "kms" ? UNKNOWN_KEY_POLICY : undefined);
  const resource = policy === undefined ? NO_POLICY : resourceEffects(policy.documents, context, caller);
  return {
    identity: identity.allow,
    boundary: boundary.allow,
    resource: or(resource.allowRole, resource.allowSession, resource.allowEveryone),
    account: resource.allowAccount,
    grants: grantsFormula(grants, context, caller),
    denies: or(identity.deny, boundary.deny, resource.deny),
    unlimited: or(resource.allowSession, and(resource.allowEveryone, EVERYONE_UNLIMITED)),
    sameAccount: sameAccountFormula(policy),
  };
};

/** IAM's reference says it for a role's ARN and for a session's, not for `*`. */
const EVERYONE_UNLIMITED = opaque(
  "everyone-unlimited",
  "whether a resource policy for * gives access that the permissions boundary does not allow",
);

const sameAccountFormula = (policy: ResourcePolicy | undefined): Formula => {
  if (policy === undefined) return TRUE;
  if (policy.sameAccount === "unknown") return opaque("same-account", "whether the resource is in the role's account");
  return policy.sameAccount ? TRUE : FALSE;
};

/**
 * The parts put together.
 *
 * - an explicit deny wins over everything
 * - in one account, the identity's policies or the resource's are enough; a boundary limits both, except for what the
 *   resource's policy gives to the session by its ARN
 * - across accounts, both have to allow
 * - a key's policy has to allow the role, or pass access on to the account; a grant works without either
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
const compose = ({ kind, caller }: Pick<AccessInput, "kind" | "caller">, parts: Parts): Formula => {
  const { identity, boundary, resource, account, grants, denies, unlimited, sameAccount } = parts;
  if ("service" in caller) return and(or(resource, grants), not(denies));
  const own = and(identity, boundary);
  const byResource = or(and(resource, boundary), unlimited);
  const withinAccount = kind === "kms" ? or(byResource, and(account, own)) : or(own, byResource);
  const acrossAccounts = and(own, or(resource, account));
  const allowed = or(and(sameAccount, withinAccount), and(not(sameAccount), acrossAccounts), grants);
  return and(allowed, not(denies));
};

/** Layers that can be missing, in the order in which one looks for the cause. */
const GIVING: readonly Layer[] = ["identity", "boundary", "resource", "account", "grants"];

/** A layer by itself, and what the whole would be if some layers allowed. */
export const whatIf = (input: AccessInput, context: Context, allowing: ReadonlySet<Layer>): Formula => {
  const parts = partsOf(input, withCaller(context, input));
  const changed = Object.fromEntries(
    GIVING.filter((layer) => allowing.has(layer)).map((layer) => [layer, TRUE]),
  ) as Partial<Layers>;
  return compose(input, { ...parts, ...changed });
};

/** All sets of layers that could be missing, the smallest first. */
export const possibleGaps = (kind: AccessInput["kind"]): readonly ReadonlySet<Layer>[] => {
  const layers = GIVING.filter((layer) => kind === "kms" || layer !== "grants");
  const sets = layers.reduce<readonly (readonly Layer[])[]>(
    (all, layer) => [...all, ...all.map((some) => [...some, layer])],
    [[]],
  );
  return sets
    .filter((some) => some.length > 0)
    .sort((a, b) => a.length - b.length)
    .map((some) => new Set(some));
};

/**
 * Who may assume a role: what its trust policy allows the caller.
 *
 * `*` in an Allow reaches a service only if IAM takes services for part of everyone, which is not written down.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
 */
export const trustFormula = (documents: readonly PolicySource[], context: Context, caller: Caller): Formula => {
  const known = withCaller(context, { caller });
  const { allowRole, allowSession, allowEveryone, allowAccount, deny } = resourceEffects(documents, known, caller);
  if (!("service" in caller)) return and(or(allowRole, allowSession, allowEveryone, allowAccount), not(deny));
  const everyone = opaque("everyone-service", "whether * in a trust policy includes services");
  return and(or(allowRole, and(allowEveryone, everyone)), not(deny));
};
