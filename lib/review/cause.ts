import type { Inquiry } from "../access/budget";
import { holdsAt } from "../access/explain";
import { FALSE, type Formula, and, not, or } from "../access/formula";
import type { Witness } from "../access/solve";
import { covers } from "../jobs/scopes";
import { type Body, near } from "./body";
import type { StatementPlace } from "./report";
import type { Part, Unit } from "./units";

/** Why a request was not allowed on the other side. */
export type Cause =
  /** Nothing allowed it. These patterns did for the same action, for the same resource, or for less of both. */
  | ({ readonly kind: "nothing" } & Was)
  /** A statement denied it. */
  | { readonly kind: "deny"; readonly by: readonly StatementPlace[] }
  /** Policies allowed it, and the boundary did not. */
  | { readonly kind: "boundary"; readonly by: string }
  /** A statement or a grant allowed it under a condition that it does not meet. */
  | { readonly kind: "condition"; readonly by: StatementPlace; readonly tests: readonly ReadableTest[] };

/** What was allowed in place of what is; at most one of the three has something. */
export interface Was {
  readonly wasTargets: readonly string[];
  readonly wasActions: readonly string[];
  readonly wasBoth?: { readonly actions: readonly string[]; readonly targets: readonly string[] };
}

/** A condition as it is written. */
export interface ReadableTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A unit, and which of its patterns are told of. */
export interface Told {
  readonly unit: Unit;
  readonly actions: readonly string[];
  readonly targets: readonly string[];
  /** The statement that is known to hold it back. */
  readonly by?: Unit | undefined;
}

/**
 * @param from the side that does not allow the request of the witness
 * @param isKept whether a unit of that side stands on the other side, too
 */
export const causeOf = (
  told: Told,
  witness: Witness,
  from: Body,
  isKept: (unit: Unit) => boolean,
  inquiry: Inquiry,
): Cause => {
  const { unit } = told;
  const holds = (formula: Unit["applies"]): boolean => holdsAt(formula, witness, inquiry) === "yes";
  const allows = near(from.allows, unit);
  const giving = allows.filter(({ applies }) => holds(applies));
  const denying = near(from.denies, unit).filter(({ applies }) => holds(applies));
  if (giving.length > 0 && denying.length > 0) {
    return { kind: "deny", by: denying.map(({ place }) => place) };
  }
  const isOwn = giving.some(({ kind }) => kind === "identity");
  if (isOwn && from.boundary !== undefined && !holds(from.boundary.allow)) {
    return { kind: "boundary", by: from.boundary.units[0]?.place.document ?? "" };
  }
  const holding = allows.filter((one) => holds(one.reach) && !holds(one.applies));
  const held = holding.find((one) => one === told.by) ?? holding[0];
  if (held !== undefined) {
    return { kind: "condition", by: held.place, tests: failedTests(held, unit, holds) };
  }
  return { kind: "nothing", ...wasIn(told, from, isKept) };
};

/** Requests that another side does not allow for one reason, and the statement that holds them back. */
export interface Reason {
  readonly formula: Formula;
  readonly by?: Unit;
}

/** Statements of a side that are looked at one by one. */
const MOST_HOLDING = 20;

/**
 * The requests of a unit by why another side does not allow them, as {@link causeOf} tells it: each kind of cause apart,
 * and each statement that holds something back, so that none hides another.
 */
export const reasonsFor = (unit: Unit, from: Body): readonly Reason[] => {
  const allows = near(from.allows, unit);
  const denies = near(from.denies, unit);
  const applying = (units: readonly Unit[]): Formula => or(...units.map(({ applies }) => applies));
  const given = denies.length === 0 ? FALSE : applying(allows);
  const denied = reasonsBy(denies, ({ applies }) => and(given, applies));
  const limited =
    from.boundary === undefined
      ? FALSE
      : and(applying(allows.filter(({ kind }) => kind === "identity")), not(from.boundary.allow));
  const held = allows.filter(hasConditions);
  const conditional = reasonsBy(held, ({ reach, applies }) => and(reach, not(applies)));
  const anyOf = (reasons: readonly Reason[]): Formula => or(...reasons.map(({ formula }) => formula));
  const isDenied = anyOf(denied);
  const reasons: readonly Reason[] = [
    ...denied,
    { formula: and(limited, not(isDenied)) },
    ...conditional.map((one) => ({ ...one, formula: and(one.formula, not(isDenied), not(limited)) })),
    { formula: not(or(isDenied, limited, anyOf(conditional))) },
  ];
  return reasons.filter(({ formula }) => formula !== FALSE);
};

const reasonsBy = (units: readonly Unit[], formulaOf: (unit: Unit) => Formula): readonly Reason[] =>
  units.length > MOST_HOLDING
    ? [{ formula: or(...units.map(formulaOf)) }]
    : units.map((by) => ({ formula: formulaOf(by), by }));

const hasConditions = ({ tests, grant }: Unit): boolean => tests.length > 0 || grant?.constraint !== undefined;

/** What the other side allowed in place of what is told of: by statements that are no longer there. */
export const wasIn = (told: Told, from: Body, isKept: (unit: Unit) => boolean): Was => {
  const { unit } = told;
  // A policy of a resource names others, too.
  const same = from.allows.filter((one) => one.kind === unit.kind && !one.isOfResource);
  const replaced = same.filter((one) => !isKept(one));
  // What stays beside the new statement is a predecessor only if it was the same in small.
  const isAnywhere = unit.statement?.resources?.not === true;
  const smaller = same.filter(
    (one) => isKept(one) && (isAnywhere || isWithin(textsOf(one.targets), textsOf(unit.targets))),
  );
  const wasTargets = wasOf([...replaced, ...smaller], told, "targets", "actions");
  const wasActions = wasTargets.length > 0 ? [] : wasOf(replaced, told, "actions", "targets");
  const less = replaced.filter(
    ({ actions, targets }) =>
      isWithin(lower(textsOf(actions)), lower(told.actions)) && isWithin(textsOf(targets), told.targets),
  );
  const [only] = less;
  if (only === undefined || less.length > 1 || wasTargets.length > 0 || wasActions.length > 0) {
    return { wasTargets, wasActions };
  }
  return { wasTargets, wasActions, wasBoth: { actions: textsOf(only.actions), targets: textsOf(only.targets) } };
};

const textsOf = (parts: readonly Part[]): readonly string[] => parts.map(({ text }) => text);

const lower = (texts: readonly string[]): readonly string[] => texts.map((text) => text.toLowerCase());

/** Whether each pattern lies within one of the others; without patterns, nothing is known to. */
const isWithin = (texts: readonly string[], wide: readonly string[]): boolean =>
  texts.length > 0 && texts.every((text) => wide.some((one) => covers(one, text)));

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
  const keys = new Set(other.tests.map(({ test }) => test.key.toLowerCase()));
  // A test on a key that is still tested may be narrower now.
  const gone = dropped.filter(({ test, formula }) => !keys.has(test.key.toLowerCase()) || !holds(formula));
  return (gone.length > 0 ? gone : unit.tests.filter(({ formula }) => !holds(formula))).map(
    ({ test: { operator, key, values } }) => ({ operator, key, values }),
  );
};

const testKey = ({ operator, key, values }: ReadableTest): string =>
  JSON.stringify([operator.toLowerCase(), key.toLowerCase(), [...values].sort()]);

/** Patterns of units that allowed all of what is told of in the other respect. */
const wasOf = (
  units: readonly Unit[],
  told: Told,
  wanted: "targets" | "actions",
  other: "targets" | "actions",
): readonly string[] => {
  const read = (texts: readonly string[], of: "targets" | "actions"): readonly string[] =>
    of === "actions" ? lower(texts) : texts;
  const own = new Set([...textsOf(told.unit[wanted]), ...(wanted === "targets" ? (told.unit.stated ?? []) : [])]);
  const found = new Set<string>();
  for (const one of units) {
    if (!isWithin(read(told[other], other), read(textsOf(one[other]), other))) continue;
    const texts = textsOf(one[wanted]);
    // Beside what it keeps, a statement had only what lies within what is new.
    const hasKept = texts.some((text) => own.has(text));
    for (const text of texts) {
      if (own.has(text)) continue;
      if (!hasKept || isWithin(read([text], wanted), read(told[wanted], wanted))) found.add(text);
    }
  }
  return [...found];
};
