import { type Cause, EXACTLY, type ReadableTest } from "./cause";
import type { Gain } from "./gains";
import { plainCode } from "./code";
import { inCapitals } from "./service-model";
import type { Change, StatementPlace } from "./report";
import type { Unit } from "./units";

/** Sentences about what is gained and lost, without a full stop; code stands in backticks. */

/** Texts of a list that are written out. */
const MOST_LISTED = 4;

/** `` `a`, `b` and 3 more ``. */
export const listed = (
  texts: readonly string[],
  write: (text: string) => string = plainCode,
  conjunction: "and" | "or" = "and",
): string => {
  const some = texts.slice(0, MOST_LISTED).map(write);
  const more = texts.length - some.length;
  if (more > 0) return `${some.join(", ")} ${conjunction} ${String(more)} more`;
  const last = some.pop() ?? "";
  return some.length === 0 ? last : `${some.join(", ")} ${conjunction} ${last}`;
};

/** An ARN as people write it: a bucket's objects without `arn:aws:s3:::`. */
export const shortArn = (arn: string): string => arn.replace(/^arn:[\w*-]+:s3:::(?=.*[^*])/s, "");

const resource = (arn: string): string => plainCode(shortArn(arn));

const actionsWords = ({ unit: { statement }, actions }: Gain): string =>
  statement?.actions.not === true
    ? `do everything but ${listed(statement.actions.patterns)}`
    : listed(actions.map(inCapitals));

const targetsWords = ({ unit: { statement }, targets }: Gain): string =>
  statement?.resources?.not === true
    ? `everything but ${listed(statement.resources.patterns, resource)}`
    : listed(targets, resource);

/** Principals as they stand in the trust policy. */
const principalsWords = ({ unit: { statement }, targets }: Gain): string => {
  if (statement?.principals?.not === true)
    return `everyone but ${listed(statement.principals.entries.map(({ value }) => value))}`;
  return targets
    .map((text) => (text === "*" ? "everyone (`*`)" : plainCode(text)))
    .slice(0, MOST_LISTED)
    .join(", ");
};

/** `` `kms:ViaService` = `s3.*.amazonaws.com` ``; the operator is left out where `=` says it. */
const testWords = ({ operator, key, values }: ReadableTest): string => {
  const sign = /^(?:String|Arn)(?:Equals|Like)$|^Bool$|^encryption_context_/i.test(operator)
    ? "="
    : plainCode(operator);
  return `${plainCode(key)} ${sign} ${listed(values, plainCode, "or")}`;
};

const testsWords = (tests: readonly ReadableTest[]): string => {
  if (tests.length === 0) return "its condition";
  const words = tests.slice(0, MOST_LISTED).map(testWords).join(" and ");
  return tests[0]?.operator === EXACTLY ? `an encryption context of exactly ${words}` : words;
};

/** `statement Out of aws_iam_role_policy.p`. */
export const placeWords = ({ document, index, sid }: StatementPlace): string => {
  const where = plainCode(document);
  if (sid !== undefined) return `statement ${plainCode(sid)} of ${where}`;
  return index === undefined ? where : `statement ${String(index + 1)} of ${where}`;
};

const wasWords = (
  { wasTargets, wasActions, wasBoth }: Extract<Cause, { readonly kind: "nothing" }>,
  word: "was" | "now only",
): string => {
  if (wasTargets.length > 0) return ` (${word} ${listed(wasTargets, resource)})`;
  if (wasActions.length > 0) return ` (${word} ${listed(wasActions)})`;
  return wasBoth === undefined
    ? ""
    : ` (${word} ${listed(wasBoth.actions.map(inCapitals))} on ${listed(wasBoth.targets, resource)})`;
};

const byGrant = ({ kind }: Unit): string => (kind === "grant" ? " by a grant" : "");

/** What somebody newly can, or no longer can. */
export const says = (gain: Gain, direction: Change["direction"]): string =>
  gain.unit.kind === "trust" && !gain.unit.isOfResource ? trustSays(gain, direction) : permissionSays(gain, direction);

const permissionSays = (gain: Gain, direction: Change["direction"]): string => {
  const { cause, unit } = gain;
  const who = unit.kind === "trust" ? `${principalsWords(gain)} ` : "";
  const what = `${actionsWords(gain)} on ${unit.kind === "trust" ? resourcesOf(unit) : targetsWords(gain)}`;
  const isGain = direction === "gain";
  const can = isGain ? "can now" : "can no longer";
  switch (cause.kind) {
    case "condition": {
      const requires = isGain ? "no longer requires" : "now requires";
      return `${who === "" ? "" : `for ${who}`}${what}${byGrant(unit)} ${requires} ${testsWords(cause.tests)}`;
    }
    case "deny": {
      const by = cause.by.slice(0, MOST_LISTED).map(placeWords).join(" and ");
      return `${who}${can} ${what}: ${isGain ? `no longer denied by ${by}` : `now denied by ${by}`}`;
    }
    case "boundary": {
      const limit = cause.by === "" ? "the permissions boundary" : `the permissions boundary ${plainCode(cause.by)}`;
      return `${who}${can} ${what}, which ${limit} ${isGain ? "did" : "does"} not allow`;
    }
    case "nothing":
      return `${who}${can} ${what}${byGrant(unit)}${wasWords(cause, isGain ? "was" : "now only")}`;
  }
};

const resourcesOf = ({ statement }: Unit): string => {
  const { patterns = [], not = false } = statement?.resources ?? {};
  return not ? `everything but ${listed(patterns, resource)}` : listed(patterns, resource);
};

const trustSays = (gain: Gain, direction: Change["direction"]): string => {
  const { cause } = gain;
  const who = principalsWords(gain);
  const can = direction === "gain" ? "can now assume the role" : "can no longer assume the role";
  const how = gain.actions.every((action) => action.toLowerCase() === "sts:assumerole")
    ? ""
    : ` (${actionsWords(gain)})`;
  switch (cause.kind) {
    case "condition":
      return direction === "gain"
        ? `${who} ${can} without ${testsWords(cause.tests)}${how}`
        : `${who} can assume the role only with ${testsWords(cause.tests)}${how}`;
    case "deny": {
      const by = cause.by.slice(0, MOST_LISTED).map(placeWords).join(" and ");
      return `${who} ${can}${how}: ${direction === "gain" ? "no longer" : "now"} denied by ${by}`;
    }
    default:
      return `${who} ${can}${how}`;
  }
};
