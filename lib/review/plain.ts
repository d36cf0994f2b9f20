import { ACTION, RESOURCE, TRUE } from "../access/formula";
import type { Witness } from "../access/solve";
import { covers } from "../jobs/scopes";
import { type Body, near } from "./body";
import { sample } from "./sample";
import { inCapitals } from "./service-model";
import type { Test, Unit } from "./units";

/**
 * Questions about units that can be answered by their texts. Most edits widen or narrow one pattern, and plans have many
 * roles: an answer from here is sure, and much cheaper than one from formulas. Without one, formulas are asked.
 */

/**
 * Whether one statement of a side plainly allows all that a unit of another side does, and nothing limits it.
 *
 * The same condition says another thing of another role: conditions are compared only where the role is the same.
 */
export const isPlainlyAllowed = (unit: Unit, side: Body, ofUnit: Body): boolean => {
  const isSameRole = side.composition === ofUnit.composition;
  return near(side.allows, unit).some(
    (one) => (isSameRole || one.tests.length === 0) && isContained(unit, one) && side.limits(one) === TRUE,
  );
};

/**
 * The unit without the resource patterns that statements of a side plainly allow, one by one; undefined where none is
 * left. A role of many policies has its statements spread over them, and another spread is no change.
 */
export const withoutPlainlyAllowed = (unit: Unit, side: Body, ofUnit: Body): Unit | undefined => {
  if (isPlainlyAllowed(unit, side, ofUnit)) return undefined;
  if (unit.withTargets === undefined || unit.targets.length < 2 || !isPlain(unit)) return unit;
  const left = unit.targets
    .map(({ text }) => text)
    .filter((text) => !isPlainlyAllowed(unit.withTargets?.([text]) ?? unit, side, ofUnit));
  if (left.length === unit.targets.length) return unit;
  return left.length === 0 ? undefined : unit.withTargets(left);
};

/** A unit of a role's own policies that names actions and resources without variables or escapes. */
const isPlain = ({ kind, statement }: Unit): boolean =>
  kind === "identity" &&
  statement?.resources !== undefined &&
  !statement.actions.not &&
  !statement.resources.not &&
  statement.actions.patterns.every(isPlainText) &&
  statement.resources.patterns.every(isPlainText);

const isPlainText = (text: string): boolean => !text.includes("${");

/** Each pattern is the same as one of the other's, or begins as one of them does; and the conditions are the same or more. */
const isContained = (unit: Unit, other: Unit): boolean =>
  isPlain(unit) &&
  isPlain(other) &&
  unit.actions.every(({ text }) =>
    other.actions.some((wide) => isWithin(text.toLowerCase(), wide.text.toLowerCase())),
  ) &&
  unit.targets.every(({ text }) => other.targets.some((wide) => isWithin(text, wide.text))) &&
  other.tests.every(
    ({ test }) => test.values.every(isPlainText) && unit.tests.some((held) => testText(held) === testText({ test })),
  );

const testText = ({ test: { operator, key, values } }: Pick<Test, "test">): string =>
  JSON.stringify([operator, key, values]);

/** Whether a pattern is the same as another one, or begins as one that ends with its only wildcard. */
const isWithin = (text: string, wide: string): boolean => {
  if (text === wide) return true;
  const start = wide.slice(0, -1);
  return wide.endsWith("*") && !/[*?]/.test(start) && text.startsWith(start);
};

/**
 * A request that a unit plainly allows, and no statement of the other side: none is about its action and resource.
 *
 * Only for a unit of one action, one resource pattern and no condition, which nothing limits.
 */
export const plainlyNew = (unit: Unit, from: Body): Witness | undefined => {
  const [action, target] = [unit.actions[0], unit.targets[0]];
  if (action === undefined || target === undefined || /[*?]/.test(action.text)) return undefined;
  if (!isPlain(unit) || unit.actions.length > 1 || unit.targets.length > 1 || unit.tests.length > 0) return undefined;
  const request = { action: action.text, resource: sample(target.text) };
  // What a Deny, a boundary or a Condition held back as well has to be told, too.
  if (from.boundary !== undefined || near(from.denies, unit).length > 0) return undefined;
  const isElsewhere = (one: Unit): boolean => isPlain(one) && one.tests.length === 0 && !isAbout(one, request);
  if (!near(from.allows, unit).every(isElsewhere)) return undefined;
  return { values: { [ACTION]: inCapitals(request.action), [RESOURCE]: request.resource }, assumed: [] };
};

/** Whether a unit may be about a request, in the wider reading of its patterns. */
const isAbout = (unit: Unit, request: { readonly action: string; readonly resource: string }): boolean =>
  unit.actions.some(({ text }) => covers(text.toLowerCase(), request.action.toLowerCase())) &&
  unit.targets.some(({ text }) => covers(text, request.resource));
