import type { RuleId } from "./catalogue";
import type { Gain } from "./gains";
import type { Severity } from "./report";
import { accessLevelOf, escalationsOf, levelsOfPattern, resourcePatternsOf } from "./service-model";
import { mayHaveShape } from "./shape";

/** Which rule a gain falls under, and how dangerous it is. */
export interface Class {
  readonly rule: RuleId;
  readonly severity: Severity;
}

/** What is the source's own, and whose the role is. */
export interface Neighbourhood {
  /** Names of buckets and ARNs of keys that the source makes. */
  readonly own: ReadonlySet<string>;
  /** Account of the role, where it is known. */
  readonly accountId?: string;
  /** The role is new: a service that it trusts is what it is for. */
  readonly isNew?: boolean;
}

const MEDIACONVERT = "mediaconvert.amazonaws.com";

/** A gain of what the role may do, or of who may assume it. */
export const classOf = (gain: Gain, neighbourhood: Neighbourhood): Class => {
  if (gain.unit.kind !== "trust") return permissionClass(gain, neighbourhood);
  return gain.unit.isOfResource ? resourceClass(gain) : trustClass(gain, neighbourhood);
};

const resourceClass = ({ unit, targets, cause }: Gain): Class => {
  const isOpen = unit.statement?.principals?.not === true || targets.includes("*");
  if (cause.kind === "deny") return { rule: "deny-removed", severity: "critical" };
  return { rule: "resource-policy-opened", severity: isOpen ? "critical" : "high" };
};

const trustClass = ({ unit, cause, targets }: Gain, { accountId, isNew = false }: Neighbourhood): Class => {
  if (cause.kind === "condition") return { rule: "trust-condition-dropped", severity: "critical" };
  if (cause.kind === "deny") return { rule: "deny-removed", severity: "critical" };
  const principals = unit.statement?.principals;
  const isNamed = principals !== undefined && !principals.not;
  if (isNamed && targets.every((text) => text === MEDIACONVERT)) {
    // A service acts for whoever calls it, unless a condition holds it to one account.
    const isHeld = unit.tests.some(({ test }) => /^aws:source(?:account|arn|orgid|orgpaths)$/i.test(test.key));
    return isHeld ? { rule: "access-widened", severity: "low" } : { rule: "trust-opened", severity: "high" };
  }
  const isService = isNamed && principals.entries.every(({ kind }) => kind === "Service");
  if (isNew && isService) return { rule: "access-widened", severity: "low" };
  const isOwn = isNamed && targets.every((text) => accountId !== undefined && isOfAccount(text, accountId));
  return { rule: "trust-opened", severity: isOwn ? "high" : "critical" };
};

/** A principal that is an account, or has its ARN there. A name may have any digits. */
const isOfAccount = (principal: string, accountId: string): boolean =>
  principal === accountId || principal.split(":")[4] === accountId;

const permissionClass = (gain: Gain, neighbourhood: Neighbourhood): Class => {
  const { unit, cause, actions, targets } = gain;
  if (cause.kind === "deny") return { rule: "deny-removed", severity: "critical" };
  if (cause.kind === "boundary") return { rule: "boundary-removed", severity: "critical" };
  if (unit.kind === "grant") {
    return actions.some((action) => action.toLowerCase() === "kms:creategrant")
      ? { rule: "privilege-escalation", severity: "critical" }
      : { rule: "grant-widened", severity: "high" };
  }
  const { statement } = unit;
  if (statement?.actions.not === true || statement?.resources?.not === true) {
    return { rule: "allow-all-but", severity: "critical" };
  }
  if (escalationsIn(gain).length > 0) return { rule: "privilege-escalation", severity: "critical" };
  if (cause.kind === "condition") {
    const isKms = actions.every((action) => action.toLowerCase().startsWith("kms:"));
    return { rule: isKms ? "kms-condition-dropped" : "condition-dropped", severity: "high" };
  }
  // In the policy of a key, `*` is that key.
  if (unit.kind === "identity" && targets.includes("*") && actions.some(namesResources))
    return { rule: "wildcard-resource", severity: "high" };
  const levels = new Set(actions.flatMap((action) => [...levelsOf(action)]));
  const isInside = targets.length > 0 && targets.every((target) => isOwn(target, neighbourhood.own));
  if (isInside) return { rule: "access-widened", severity: "low" };
  if (levels.has("write") || levels.has("delete") || levels.has("permissions"))
    return { rule: "write-widened", severity: "high" };
  return levels.has("read")
    ? { rule: "read-widened", severity: "medium" }
    : { rule: "access-widened", severity: "low" };
};

/** Actions of a gain by which the role can get more rights, as far as its resources can be named with them. */
export const escalationsIn = ({ actions, targets }: Gain): readonly string[] =>
  actions.flatMap((pattern) => {
    // Nobody gives an action of one service on what no request for it can name.
    const isNamed = /^[^*?:]+:/.test(pattern);
    return escalationsOf(pattern).filter((action) => canName(action, targets, isNamed));
  });

const canName = (action: string, targets: readonly string[], isNamed: boolean): boolean => {
  if (targets.length === 0 || targets.includes("*")) return true;
  const arns = resourcePatternsOf(action);
  if (arns === undefined) return isNamed;
  return arns.some((arn) => arn !== "*" && targets.some((target) => mayHaveShape(target, arn)));
};

const hasWildcard = (action: string): boolean => /[*?]/.test(action);

/** What AWS calls writing, though it gives the caller something to read and changes nothing. */
const READING: ReadonlySet<string> = new Set(["kms:decrypt"]);

const levelsOf = (action: string): Iterable<string> =>
  READING.has(action.toLowerCase())
    ? ["read"]
    : hasWildcard(action)
      ? levelsOfPattern(action)
      : [accessLevelOf(action)];

/** Whether a resource could be named where `*` stands. What is not known can. */
const namesResources = (action: string): boolean =>
  hasWildcard(action) || resourcePatternsOf(action)?.includes("*") !== true;

const isOwn = (target: string, own: ReadonlySet<string>): boolean => {
  const bucket = /^arn:[\w*-]+:s3:::([^/*?]+)(?:\/.*)?$/s.exec(target)?.[1];
  return own.has(bucket ?? target);
};
