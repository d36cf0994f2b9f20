import type { Inquiry } from "../access/budget";
import { type Usually, existence } from "../access/difference";
import { type Formula, TRUE, and, not, opaquesOf } from "../access/formula";
import type { Witness } from "../access/solve";
import type { Body } from "./body";
import { type Cause, wasIn } from "./cause";
import { type Looking, inParts, rectangles } from "./parts";
import { plainlyNew, withoutPlainlyAllowed } from "./plain";
import type { Examples } from "./readable";
import { type Unit, isUnread } from "./units";

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

const NO_GAINS: Gains = { found: [], undecided: false };

/** What is asked beside two bodies. */
export interface Question {
  /** Requests outside do not count. */
  readonly among: (unit: Unit) => Formula;
  readonly examples: (unit: Unit) => Examples;
  readonly inquiry: Inquiry;
}

/** What one body allows and the other does not, by the statements and grants that allow it. */
export const gainsBetween = (from: Body, to: Body, question: Question): Gains => {
  const isKept = ({ key }: Unit): boolean => from.allowKeys.has(key);
  const changed = limitsFallen(from, to) ? to.allows : to.allows.filter((unit) => !isKept(unit));
  if (changed.length === 0) return NO_GAINS;
  const usually = alikeUnknown(from, to);
  const around: Looking = {
    from,
    question,
    usually,
    isKept: ({ key }) => to.allowKeys.has(key),
  };
  const found: Gain[] = [];
  let undecided = false;
  for (const whole of readableFirst(changed)) {
    if (question.inquiry.isSpent) {
      undecided = true;
      break;
    }
    const unit = withoutPlainlyAllowed(whole, from, to);
    if (unit === undefined) continue;
    const plain = plainGains(unit, from, to, around);
    if (plain !== undefined) {
      found.push(...plain);
      continue;
    }
    const newly = and(unit.applies, question.among(unit), to.limits(unit), not(from.around(unit)));
    const example = existence(newly, question.inquiry, { usually });
    if (example.kind === "no") continue;
    if (example.kind === "undecided") undecided = true;
    else {
      const parts = inParts(unit, newly, example, around);
      found.push(...parts.found);
      undecided ||= parts.undecided;
    }
  }
  return { found, undecided };
};

/** What can be told for certain goes before what cannot be read. */
const readableFirst = (units: readonly Unit[]): readonly Unit[] => [
  ...units.filter((unit) => !isUnread(unit)),
  ...units.filter(isUnread),
];

/** Gains that texts show, for each resource pattern of the unit, without a look at formulas. */
const plainGains = (unit: Unit, from: Body, to: Body, looking: Looking): readonly Gain[] | undefined => {
  const { targets } = unit;
  const parts = targets.length < 2 ? [unit] : targets.map(({ text }) => unit.withTargets?.([text]) ?? unit);
  const gains: Gain[] = [];
  for (const part of parts) {
    const gain = plainGain(part, from, to, looking);
    if (gain === undefined) return undefined;
    gains.push(gain);
  }
  return rectangles(gains.map((gain) => ({ ...gain, unit })));
};

/** A gain that texts show, without a look at formulas. */
const plainGain = (unit: Unit, from: Body, to: Body, { question, isKept }: Looking): Gain | undefined => {
  const witness = plainlyNew(unit, from);
  if (witness === undefined || to.limits(unit) !== TRUE || question.among(unit) !== TRUE) return undefined;
  const told = { unit, actions: unit.actions.map(({ text }) => text), targets: unit.targets.map(({ text }) => text) };
  return { ...told, certain: true, cause: { kind: "nothing", ...wasIn(told, from, isKept) }, witness };
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
