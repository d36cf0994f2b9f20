import type { Inquiry } from "../access/budget";
import { ACTION, type Formula, PRINCIPAL, RESOURCE, and, contextDimension } from "../access/formula";
import { parsePattern } from "../access/pattern";
import { actionFormula } from "../access/patterns";
import type { Body } from "./body";
import type { Question } from "./gains";
import { lazy } from "./lazy";
import type { Examples } from "./readable";
import { SOME_ACCOUNT, sample } from "./sample";
import { actionsOf, inCapitals, resourcePatternsOf } from "./service-model";
import { ANY_ACTION, hasShape, hasWildcard, possible } from "./shape";
import type { Unit } from "./units";

/** Known actions that are tried as examples for a pattern. */
const MOST_EXAMPLES = 3;

/** Texts of all units together. */
const MOST_TOLD = 6;

/** Texts that a reader knows, first those that do most harm. */
const KNOWN_ACTIONS = ["iam:PassRole", "kms:CreateGrant", "s3:DeleteObject", "s3:PutObject", "s3:GetObject"];
const KNOWN_RESOURCES = ["arn:aws:s3:::another-bucket/object", "arn:aws:s3:::another-bucket"];

/** Values that no policy names, for keys that a reader knows. */
const OTHER_VALUES: ReadonlyMap<string, string> = new Map([
  ["aws:sourceaccount", SOME_ACCOUNT],
  ["aws:principalaccount", SOME_ACCOUNT],
  ["aws:sourcearn", `arn:aws:mediaconvert:eu-west-1:${SOME_ACCOUNT}:queues/Default`],
  ["kms:viaservice", "ec2.eu-west-1.amazonaws.com"],
  ["aws:securetransport", "false"],
]);

/** Texts to show what a unit allows: its own, and what the other units of both sides tell apart. */
const examplesIn = (bodies: readonly Body[]): ((unit: Unit) => Examples) => {
  const all = lazy(() => bodies.flatMap(({ allows, denies }) => [...allows, ...denies]));
  const told = lazy(() => new Set(all().flatMap(resourcesOf).slice(0, MOST_TOLD)));
  const values = lazy(() => valuesIn(all()));
  return (unit) => (dimension) => {
    switch (dimension) {
      case ACTION:
        return actionsFor(unit);
      case RESOURCE:
        return resourcesFor(unit, told);
      case PRINCIPAL:
        return principalsFor(unit);
      default:
        return values().get(dimension) ?? [];
    }
  };
};

/** Resource patterns of a unit; none where it lists what it leaves out. A grant has one key, which needs no example. */
const resourcesOf = ({ statement }: Unit): readonly string[] =>
  statement?.resources?.not === false ? statement.resources.patterns : [];

function* actionsFor(unit: Unit): Generator<string> {
  const resources = resourcesOf(unit);
  for (const { text } of unit.actions.slice(0, MOST_TOLD)) {
    if (hasWildcard(text)) yield* fitting(text, resources);
    else yield inCapitals(text);
  }
  yield* KNOWN_ACTIONS;
}

function* resourcesFor(unit: Unit, told: () => Iterable<string>): Generator<string> {
  for (const text of resourcesOf(unit).slice(0, MOST_EXAMPLES)) if (text !== "*") yield sample(text);
  for (const text of told()) if (text !== "*") yield sample(text);
  yield* KNOWN_RESOURCES;
  for (const action of actionsFor(unit)) yield* (resourcePatternsOf(action) ?? []).map(sample);
}

/** Principals, where it is asked who is let in. */
function* principalsFor({ targets }: Unit): Generator<string> {
  for (const account of [...targets.flatMap(({ text }) => accountIn(text)), SOME_ACCOUNT]) {
    yield `aws/${account}/role/some-role`;
  }
}

/** Values of condition keys, by dimension: those that the units name, and one that none does. */
const valuesIn = (units: readonly Unit[]): ReadonlyMap<string, Iterable<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { tests } of units.slice(0, MOST_TOLD)) {
    for (const { test } of tests) {
      const dimension = contextDimension(test.key);
      const values = found.get(dimension) ?? new Set<string>();
      for (const value of test.values.slice(0, MOST_EXAMPLES)) values.add(sample(value));
      found.set(dimension, values);
    }
  }
  for (const [dimension, values] of found) values.add(OTHER_VALUES.get(dimension.replace("context:", "")) ?? "other");
  return found;
};

/** Known actions of a pattern that can name one of the resources. */
const fitting = (pattern: string, resources: readonly string[]): readonly string[] => {
  const samples = resources.slice(0, MOST_EXAMPLES).map(sample);
  const isPossible = (action: string): boolean => {
    const arns = (resourcePatternsOf(action) ?? []).filter((arn) => arn !== "*");
    return arns.some((arn) => samples.some((text) => hasShape(text, arn)));
  };
  const isAny = resources.length === 0 || resources.includes("*");
  return actionsOf(pattern, MOST_TOLD)
    .filter((action) => isAny || isPossible(action))
    .slice(0, MOST_EXAMPLES);
};

const accountIn = (principal: string): readonly string[] => principal.match(/(?<!\d)\d{12}(?!\d)/g) ?? [];

/** What is asked of the permissions of a role. */
export const permissionsQuestion = (inquiry: Inquiry, ...bodies: readonly Body[]): Question => ({
  among: possible,
  examples: examplesIn(bodies),
  inquiry,
});

/** What is asked of a trust policy. */
export const trustQuestion = (inquiry: Inquiry, ...bodies: readonly Body[]): Question => ({
  among: () => ANY_ACTION,
  examples: examplesIn(bodies),
  inquiry,
});

/** What is asked of a resource's policy: everything but what these roles may do, which is told of them. */
export const openQuestion = (inquiry: Inquiry, others: Formula, ...bodies: readonly Body[]): Question => ({
  among: (unit) => and(possible(unit), others),
  examples: examplesIn(bodies),
  inquiry,
});

/** Requests for one action. */
export const forAction = (action: string): Formula => actionFormula(ACTION, parsePattern(action, "2008-10-17", false));
