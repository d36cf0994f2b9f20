import type { Inquiry } from "../access/budget";
import { type Existence, type Usually, existence } from "../access/difference";
import { ACTION, type Formula, RESOURCE, TRUE, and, not, opaquesOf } from "../access/formula";
import type { Witness } from "../access/solve";
import type { Body } from "./body";
import { type Cause, causeOf, nothingAllowed } from "./cause";
import { covers } from "../jobs/scopes";
import { isPlainlyAllowed, matchesPlainly, plainlyNew } from "./plain";
import { type Examples, readable } from "./readable";
import type { Part, Unit } from "./units";

/** What one unit allows on one side and nothing on the other, with one reason. */
export interface Gain {
  readonly unit: Unit;
  /** Patterns of the unit for which it is so; all of them where it has none of the kind. */
  readonly actions: readonly string[];
  readonly targets: readonly string[];
  readonly certain: boolean;
  readonly cause: Cause;
  readonly witness: Witness;
}

export interface Gains {
  readonly found: readonly Gain[];
  /** Too intricate to decide whether there are more. */
  readonly undecided: boolean;
}

/** What can be told for certain goes before what cannot be read. */
const readableFirst = (units: readonly Unit[]): readonly Unit[] => [
  ...units.filter((unit) => !isUnread(unit)),
  ...units.filter(isUnread),
];

const NO_GAINS: Gains = { found: [], undecided: false };

/** What is asked beside two bodies. */
export interface Question {
  /** Requests outside do not count. */
  readonly among: (unit: Unit) => Formula;
  readonly examples: (unit: Unit) => Examples;
  readonly inquiry: Inquiry;
}

/** What a unit's patterns are looked at with. */
interface Surroundings {
  /** The side that does not allow what the unit does. */
  readonly from: Body;
  readonly question: Question;
  readonly usually: Usually;
  /** Whether a unit of that side stands on the other side, too. */
  readonly isKept: (unit: Unit) => boolean;
  /** Denies that are gone, for a unit that nothing else can have kept from taking effect. */
  readonly deniesGone: (unit: Unit) => readonly Unit[];
}

/** What one body allows and the other does not, by the statements and grants that allow it. */
export const gainsBetween = (from: Body, to: Body, question: Question): Gains => {
  const isKept = ({ key }: Unit): boolean => from.allowKeys.has(key);
  const changed = limitsFallen(from, to) ? to.allows : to.allows.filter((unit) => !isKept(unit));
  if (changed.length === 0) return NO_GAINS;
  const usually = alikeUnknown(from, to);
  const gone = from.denies.filter(({ key }) => !to.denyKeys.has(key));
  const isLimitKept = from.boundary?.key === to.boundary?.key && from.composition === to.composition;
  const around: Surroundings = {
    from,
    question,
    usually,
    isKept: ({ key }) => to.allowKeys.has(key),
    deniesGone: (unit) => (isLimitKept && isKept(unit) ? gone : []),
  };
  const found: Gain[] = [];
  let undecided = false;
  for (const unit of readableFirst(changed)) {
    if (question.inquiry.isSpent) {
      undecided = true;
      break;
    }
    if (isPlainlyAllowed(unit, from)) continue;
    const plain = plainGain(unit, from, to, around);
    if (plain !== undefined) {
      found.push(plain);
      continue;
    }
    const newly = and(unit.applies, question.among(unit), to.limits(unit), not(from.around(unit)));
    const whole = existence(newly, question.inquiry, { usually });
    if (whole.kind === "no") continue;
    if (whole.kind === "undecided") undecided = true;
    else found.push(...inParts(unit, newly, whole, around));
  }
  return { found, undecided };
};

/** A gain that texts show, without a look at formulas. */
const plainGain = (
  unit: Unit,
  from: Body,
  to: Body,
  { question, isKept }: Pick<Surroundings, "question" | "isKept">,
): Gain | undefined => {
  const witness = plainlyNew(unit, from);
  if (witness === undefined || to.limits(unit) !== TRUE || question.among(unit) !== TRUE) return undefined;
  const asked = { actions: witness.values[ACTION]?.toLowerCase() ?? "", targets: witness.values[RESOURCE] ?? "" };
  const [actions, targets] = [unit.actions.map(({ text }) => text), unit.targets.map(({ text }) => text)];
  const cause = nothingAllowed(unit, from, isKept, ({ text }, of) =>
    matchesPlainly(of === "actions" ? text.toLowerCase() : text, asked[of]),
  );
  return { unit, actions, targets, certain: true, cause, witness };
};

/**
 * Whether something may have become allowed by a statement that stays as it is: a deny is gone, the boundary is another
 * one, or the policies of resources take part in another way. Otherwise each newly allowed request is allowed by a
 * statement that is new.
 */
const limitsFallen = (from: Body, to: Body): boolean => {
  if (from.allows.length === 0) return true;
  return (
    from.denies.some(({ key }) => !to.denyKeys.has(key)) ||
    (from.boundary !== undefined && from.boundary.key !== to.boundary?.key) ||
    from.composition !== to.composition
  );
};

/**
 * Policies that cannot be read on either side are taken to neither allow nor deny what changes beside them: they may,
 * and then the change has no effect; but they are no reason to call it anything else than what it is.
 */
const alikeUnknown = (from: Body, to: Body): Usually => {
  const facts = new Map<string, boolean>();
  const add = (units: (body: Body) => readonly Unit[], allows: boolean): void => {
    const unread = units(to).filter(isUnread);
    if (unread.length === 0) return;
    const keys = new Set(
      units(from)
        .filter(isUnread)
        .map(({ key }) => key),
    );
    for (const unit of unread.filter(({ key }) => keys.has(key))) {
      for (const { id } of opaquesOf(unit.applies)) facts.set(id, unit.effect === "Allow" && allows);
    }
  };
  add(({ allows, denies }) => [...allows, ...denies], false);
  add(({ boundary }) => boundary?.units ?? [], true);
  return facts;
};

const isUnread = ({ statement, grant }: Unit): boolean => statement === undefined && grant === undefined;

/** Pairs of patterns that are asked about one by one. */
const MOST_PAIRS = 40;

/** Which of the unit's patterns are concerned, with what reason. */
const inParts = (
  unit: Unit,
  newly: Formula,
  whole: Extract<Existence, { readonly witness: Witness }>,
  { from, question, usually, isKept, deniesGone }: Surroundings,
): readonly Gain[] => {
  const denied = deniesGone(unit);
  const { actions, targets } = unit;
  const gain = (
    rows: readonly Part[],
    columns: readonly Part[],
    formula: Formula,
    { witness, certain }: Pick<Gain, "witness" | "certain">,
  ): Gain => {
    const shown = readable(witness, formula, question.examples(unit), question.inquiry);
    return {
      unit,
      actions: withinDenied(
        rows,
        denied.map((one) => one.actions),
        (text) => text.toLowerCase(),
      ),
      targets: withinDenied(
        columns,
        denied.map((one) => one.targets),
        (text) => text,
      ),
      certain,
      cause: causeOf(unit, shown, from, isKept, question.inquiry),
      witness: shown,
    };
  };
  const rows = actions.length === 0 ? [undefined] : actions;
  const columns = targets.length === 0 ? [undefined] : targets;
  if (rows.length * columns.length === 1 || rows.length * columns.length > MOST_PAIRS) {
    return [gain(actions, targets, newly, { witness: whole.witness, certain: whole.kind === "yes" })];
  }
  const found: Gain[] = [];
  for (const row of rows) {
    for (const column of columns) {
      const formula = and(newly, row?.formula ?? TRUE, column?.formula ?? TRUE);
      const one = existence(formula, question.inquiry, { usually });
      if (one.kind === "no") continue;
      const { witness, kind } = one.kind === "undecided" ? { ...whole, kind: "maybe" } : one;
      found.push(gain(listOf(row), listOf(column), formula, { witness, certain: kind === "yes" }));
    }
  }
  return rectangles(found);
};

const listOf = (part: Part | undefined): readonly Part[] => (part === undefined ? [] : [part]);

/** The patterns, or where nothing but denies that are gone was in their way, those of the denies within them. */
const withinDenied = (
  parts: readonly Part[],
  denied: readonly (readonly Part[])[],
  read: (text: string) => string,
): readonly string[] => {
  const own = parts.map(({ text }) => text);
  // A deny without patterns of the kind is about all but some.
  if (denied.length === 0 || denied.some((patterns) => patterns.length === 0)) return own;
  const inner = denied.flat().map(({ text }) => text);
  const isWithin = (text: string): boolean => own.some((one) => covers(read(one), read(text)));
  return inner.every(isWithin) ? [...new Set(inner)] : own;
};

/** Gains that differ in one pattern put together: first the targets of an action, then actions with the same targets. */
const rectangles = (gains: readonly Gain[]): readonly Gain[] =>
  joined(
    joined(gains, "targets", ({ actions }) => actions),
    "actions",
    ({ targets }) => targets,
  );

const joined = (
  gains: readonly Gain[],
  list: "actions" | "targets",
  rest: (gain: Gain) => readonly string[],
): readonly Gain[] => {
  const groups = new Map<string, Gain>();
  for (const gain of gains) {
    const key = JSON.stringify([rest(gain), gain.cause, gain.certain]);
    const same = groups.get(key);
    groups.set(key, same === undefined ? gain : { ...same, [list]: [...same[list], ...gain[list]] });
  }
  return [...groups.values()];
};
