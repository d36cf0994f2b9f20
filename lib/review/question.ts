import type { Inquiry } from "../access/budget";
import { ACTION, type Formula, PRINCIPAL, RESOURCE, and, contextDimension } from "../access/formula";
import { parsePattern } from "../access/pattern";
import { actionFormula } from "../access/patterns";
import type { Examples } from "../access/solve";
import type { Body } from "./body";
import type { Question } from "./gains";
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
  const all = bodies.flatMap(({ allows, denies }) => [...allows, ...denies]);
  const told = new Set(all.flatMap(({ targets }) => targets.map(({ text }) => text)).slice(0, MOST_TOLD));
  const context = new Map<string, Set<string>>();
  for (const { tests } of all.slice(0, MOST_TOLD)) {
    for (const { test } of tests) {
      const dimension = contextDimension(test.key);
      const values = context.get(dimension) ?? new Set<string>();
      for (const value of test.values.slice(0, MOST_EXAMPLES)) values.add(sample(value));
      context.set(dimension, values);
    }
  }
  const keys = [...context].map(([dimension, values]): readonly [string, readonly string[]] => [
    dimension,
    [...values, OTHER_VALUES.get(dimension.replace("context:", "")) ?? "other"],
  ]);
  return ({ actions, targets, kind }) => ({
    [ACTION]: [
      ...actions
        .slice(0, MOST_TOLD)
        .flatMap(({ text }) => (hasWildcard(text) ? fitting(text, targets) : [inCapitals(text)])),
      ...KNOWN_ACTIONS,
    ],
    [RESOURCE]: [...targets.slice(0, MOST_EXAMPLES).map(({ text }) => text), ...told]
      .filter((text) => text !== "*")
      .map(sample)
      .concat(KNOWN_RESOURCES),
    [PRINCIPAL]:
      kind === "trust"
        ? [...targets.flatMap(({ text }) => accountIn(text)), SOME_ACCOUNT].map(
            (account) => `aws/${account}/role/some-role`,
          )
        : [],
    ...Object.fromEntries(keys),
  });
};

/** Known actions of a pattern that can name one of the targets. */
const fitting = (pattern: string, targets: Unit["targets"]): readonly string[] => {
  const samples = targets.slice(0, MOST_EXAMPLES).map(({ text }) => sample(text));
  const isPossible = (action: string): boolean =>
    samples.length === 0 ||
    (resourcePatternsOf(action) ?? ["*"]).some((arn) =>
      samples.some((text) => (arn === "*" ? text === sample("*") : hasShape(text, arn))),
    );
  return actionsOf(pattern, MOST_TOLD).filter(isPossible).slice(0, MOST_EXAMPLES);
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
