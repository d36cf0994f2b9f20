import type { Inquiry } from "../access/budget";
import { holdsAt } from "../access/explain";
import type { Witness } from "../access/solve";
import { covers } from "../jobs/scopes";
import { type Body, near } from "./body";
import type { StatementPlace } from "./report";
import type { Part, Unit } from "./units";

/** Why a request was not allowed on the other side. */
export type Cause =
  /** Nothing allowed it. These patterns did for the same action, or for the same resource. */
  | { readonly kind: "nothing"; readonly wasTargets: readonly string[]; readonly wasActions: readonly string[] }
  /** A statement denied it. */
  | { readonly kind: "deny"; readonly by: readonly StatementPlace[] }
  /** Policies allowed it, and the boundary did not. */
  | { readonly kind: "boundary"; readonly by: string }
  /** A statement or a grant allowed it under a condition that it does not meet. */
  | { readonly kind: "condition"; readonly by: StatementPlace; readonly tests: readonly ReadableTest[] };

/** A condition as it is written. */
export interface ReadableTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Patterns of before that are named. */
const MOST_NAMED = 5;

/**
 * @param from the side that does not allow the request of the witness
 * @param isKept whether a unit of that side stands on the other side, too
 */
export const causeOf = (
  unit: Unit,
  witness: Witness,
  from: Body,
  isKept: (unit: Unit) => boolean,
  inquiry: Inquiry,
): Cause => {
  const holds = (formula: Unit["applies"]): boolean => holdsAt(formula, witness, inquiry) === "yes";
  const allows = near(from.allows, unit);
  const giving = allows.filter(({ applies }) => holds(applies));
  const denying = near(from.denies, unit).filter(({ applies }) => holds(applies));
  if (giving.length > 0 && denying.length > 0) return { kind: "deny", by: denying.map(({ place }) => place) };
  const isOwn = giving.some(({ kind }) => kind === "identity");
  if (isOwn && from.boundary !== undefined && !holds(from.boundary.allow)) {
    return { kind: "boundary", by: from.boundary.units[0]?.place.document ?? "" };
  }
  const [held] = allows.filter((one) => sameKind(one, unit) && holds(one.reach) && !holds(one.applies));
  if (held !== undefined) return { kind: "condition", by: held.place, tests: failedTests(held, unit, holds) };
  return nothingAllowed(unit, from, isKept, ({ formula }) => holds(formula));
};

/** Nothing allowed it. @param matches whether a pattern is about the request */
export const nothingAllowed = (
  unit: Unit,
  from: Body,
  isKept: (unit: Unit) => boolean,
  matches: (part: Part, of: "actions" | "targets") => boolean,
): Extract<Cause, { readonly kind: "nothing" }> => {
  // A policy of a resource names others, too.
  const same = from.allows.filter((one) => one.kind === unit.kind && !one.isOfResource);
  const isWithin = (text: string): boolean =>
    unit.statement?.resources?.not === true || unit.targets.some((target) => covers(target.text, text));
  const replaced = same.filter((one) => !isKept(one));
  // What stays beside the new statement is a predecessor only if it was the same in small.
  const smaller = same.filter((one) => isKept(one) && one.targets.every(({ text }) => isWithin(text)));
  return {
    kind: "nothing",
    wasTargets: wasOf([...replaced, ...smaller], unit, "targets", (one) =>
      one.actions.some((part) => matches(part, "actions")),
    ),
    wasActions: wasOf(replaced, unit, "actions", (one) => one.targets.some((part) => matches(part, "targets"))),
  };
};

/** Access by a grant and access by a policy are told apart: a new grant is new access to the key. */
const sameKind = (one: Unit, other: Unit): boolean => (one.kind === "trust") === (other.kind === "trust");

/** An encryption context that has these pairs and no other. */
export const EXACTLY = "encryption_context_only";

const failedTests = (
  unit: Unit,
  other: Unit,
  holds: (formula: Unit["applies"]) => boolean,
): readonly ReadableTest[] => {
  const { constraint } = unit.grant ?? {};
  if (constraint !== undefined) {
    const pairs = Object.entries(constraint.context);
    const kept = new Map(Object.entries(other.grant?.constraint?.context ?? {}));
    const isKept = pairs.every(([key, value]) => kept.get(key) === value);
    const operator = isKept ? EXACTLY : `encryption_context_${constraint.kind}`;
    return pairs.map(([key, value]) => ({ operator, key, values: [value] }));
  }
  const kept = new Set(other.tests.map(({ test }) => testKey(test)));
  const dropped = unit.tests.filter(({ test }) => !kept.has(testKey(test)));
  if (dropped.length > 0) return dropped.map(({ test: { operator, key, values } }) => ({ operator, key, values }));
  return unit.tests
    .filter(({ formula }) => !holds(formula))
    .map(({ test: { operator, key, values } }) => ({ operator, key, values }));
};

const testKey = ({ operator, key, values }: ReadableTest): string =>
  JSON.stringify([operator.toLowerCase(), key.toLowerCase(), [...values].sort()]);

/** Patterns of units that match the request in the other respect. */
const wasOf = (
  units: readonly Unit[],
  unit: Unit,
  wanted: "targets" | "actions",
  matches: (one: Unit) => boolean,
): readonly string[] => {
  const own = new Set(unit[wanted].map(({ text }) => text));
  const found = new Set<string>();
  for (const one of units) {
    if (!matches(one)) continue;
    for (const { text } of one[wanted]) if (!own.has(text)) found.add(text);
    if (found.size > MOST_NAMED) break;
  }
  return [...found].slice(0, MOST_NAMED + 1);
};
