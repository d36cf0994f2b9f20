import { type Existence, type Usually, existence } from "../access/difference";
import { ACTION, type Formula, TRUE, and } from "../access/formula";
import type { Witness } from "../access/solve";
import { covers } from "../jobs/scopes";
import type { Body } from "./body";
import { causeOf, reasonsFor } from "./cause";
import type { Gain, Gains, Question } from "./gains";
import { readable } from "./readable";
import type { Part, Unit } from "./units";

/** What a unit's patterns are looked at with. */
export interface Looking {
  /** The side that does not allow what the unit does. */
  readonly from: Body;
  readonly question: Question;
  readonly usually: Usually;
  /** Whether a unit of that side stands on the other side, too. */
  readonly isKept: (unit: Unit) => boolean;
}

/** Pairs of patterns that are asked about one by one. */
const MOST_PAIRS = 40;

type Found = Extract<Existence, { readonly witness: Witness }>;

/**
 * Which of the unit's patterns are concerned, and for what reasons: what a Deny held back is told beside what nothing
 * allowed, however much else the unit gives.
 *
 * @param newly what the unit newly allows, of which `whole` is an example
 */
export const inParts = (unit: Unit, newly: Formula, whole: Found, looking: Looking): Gains => {
  const { question, usually, from } = looking;
  const reasons = reasonsFor(unit, from);
  const found: Gain[] = [];
  let undecided = false;
  for (const { rows, columns, formula } of pairsOf(unit, newly)) {
    const ofPair: Gain[] = [];
    for (const reason of reasons) {
      const asked = reason.formula === TRUE ? formula : and(formula, reason.formula);
      const one = asked === newly ? whole : existence(asked, question.inquiry, { usually });
      if (one.kind === "undecided") undecided = true;
      else if (one.kind !== "no")
        ofPair.push(gainOf(unit, { rows, columns, formula: asked }, { found: one, by: reason.by }, looking));
    }
    found.push(...worthTelling(ofPair));
  }
  if (found.length > 0) return { found: rectangles(found), undecided };
  const { actions, targets } = unit;
  const pair: Pair = { rows: actions, columns: targets, formula: newly };
  return { found: [gainOf(unit, pair, { found: whole }, looking)], undecided };
};

/**
 * Who can assume a role at all, and could not, is told; that a condition went for some of them says nothing more. It
 * does where they could assume it, and can newly do something beside.
 */
const worthTelling = (gains: readonly Gain[]): readonly Gain[] => {
  const isOpen = gains.some(
    ({ unit, cause, witness }) =>
      unit.kind === "trust" && cause.kind === "nothing" && (unit.isOfResource || isAssuming(witness)),
  );
  return isOpen ? gains.filter(({ cause }) => cause.kind !== "condition") : gains;
};

const isAssuming = ({ values }: Witness): boolean => values[ACTION]?.toLowerCase() === "sts:assumerole";

interface Pair {
  readonly rows: readonly Part[];
  readonly columns: readonly Part[];
  readonly formula: Formula;
}

/** Each action pattern with each resource pattern; all together where they are too many. */
const pairsOf = ({ actions, targets }: Unit, newly: Formula): readonly Pair[] => {
  const rows = actions.length === 0 ? [undefined] : actions;
  const columns = targets.length === 0 ? [undefined] : targets;
  if (rows.length * columns.length === 1 || rows.length * columns.length > MOST_PAIRS) {
    return [{ rows: actions, columns: targets, formula: newly }];
  }
  return rows.flatMap((row) =>
    columns.map((column) => ({
      rows: row === undefined ? [] : [row],
      columns: column === undefined ? [] : [column],
      formula: and(newly, row?.formula ?? TRUE, column?.formula ?? TRUE),
    })),
  );
};

const gainOf = (
  unit: Unit,
  { rows, columns, formula }: Pair,
  { found: { witness, kind }, by }: { readonly found: Found; readonly by?: Unit | undefined },
  { from, question, isKept }: Looking,
): Gain => {
  const shown = readable(witness, formula, question.examples(unit), question.inquiry);
  const told = { unit, actions: rows.map(({ text }) => text), targets: columns.map(({ text }) => text), by };
  return {
    unit,
    actions: within(rows, by?.actions, (text) => text.toLowerCase()),
    targets: within(columns, by?.targets, (text) => text),
    certain: kind === "yes",
    cause: causeOf(told, shown, from, isKept, question.inquiry),
    witness: shown,
  };
};

/** The patterns, or where those of a statement that held something back all lie within them, those. */
const within = (
  parts: readonly Part[],
  held: readonly Part[] = [],
  read: (text: string) => string,
): readonly string[] => {
  const own = parts.map(({ text }) => text);
  // A statement without patterns of the kind is about all but some.
  const isWithin = ({ text }: Part): boolean => own.some((one) => covers(read(one), read(text)));
  return held.length > 0 && held.every(isWithin) ? held.map(({ text }) => text) : own;
};

/** Gains that differ in one pattern put together: first the targets of an action, then actions with the same targets. */
export const rectangles = (gains: readonly Gain[]): readonly Gain[] =>
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
    groups.set(key, same === undefined ? gain : { ...same, [list]: [...new Set([...same[list], ...gain[list]])] });
  }
  return [...groups.values()];
};
