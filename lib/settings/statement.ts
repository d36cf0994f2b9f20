import * as errors from "../errors";
import type { Condition, Statement } from "../policy/model";
import { childPath } from "../problem";
import type { ConditionValue, ExtraStatement } from "../props";
import { type Check, type Report, type Rule, list, map, oneOf, oneOrMany, record, text } from "./check";
import { ACTION, NOT_IN_POLICY, RESOURCE, SID } from "../policy/patterns";

const policyText: Rule<string> = (value, path, report) => {
  const foreign = NOT_IN_POLICY.exec(value)?.[0];
  if (foreign !== undefined) report.problem(errors.policyCharacter(path, foreign));
};

const action: Rule<string> = (value, path, report) => {
  if (!ACTION.test(value)) report.problem(errors.actionMalformed(path, value));
};

const resource: Rule<string> = (value, path, report) => {
  policyText(value, path, report);
  if (!RESOURCE.test(value)) report.problem(errors.resourceMalformed(path, value));
};

const sid: Rule<string> = (value, path, report) => {
  if (!SID.test(value)) report.problem(errors.sidMalformed(path, value));
};

const conditionValue: Check<string> = (value: unknown, path: string, report: Report) => {
  if (typeof value === "string") {
    if (report.placeholders.isKnown(value)) policyText(value, path, report);
    return value;
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value satisfies ConditionValue);
  report.problem(errors.wrongType(path, "text, a number, true or false", value));
  return undefined;
};

const conditionKeys: Check<Condition> = (value, path, report) => {
  const condition = map(map(oneOrMany(conditionValue)))(value, path, report);
  for (const [operator, tests] of Object.entries(condition ?? {})) {
    policyText(operator, path, report);
    for (const key of Object.keys(tests)) policyText(key, childPath(path, operator), report);
  }
  return condition;
};

interface StatementParts {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly NotAction: readonly string[];
  readonly Resource: readonly string[];
  readonly NotResource: readonly string[];
  readonly Condition: Condition;
}

/** One statement in IAM's JSON form, without a principal. Its lists may be single values. */
export const statement: Check<Statement> = (value, path, report) => {
  const given = record<StatementParts>(
    {
      Sid: text(sid),
      Effect: oneOf<ExtraStatement["Effect"]>("Allow", "Deny"),
      Action: oneOrMany(text(action)),
      NotAction: oneOrMany(text(action)),
      Resource: oneOrMany(text(resource)),
      NotResource: oneOrMany(text(resource)),
      Condition: conditionKeys,
    },
    ["Effect"],
  )(value, path, report);
  if (given === undefined) return undefined;
  const exactlyOne = (one: keyof StatementParts, other: keyof StatementParts): void => {
    const has = (key: string): boolean => (value as { readonly [key: string]: unknown })[key] !== undefined;
    if (has(one) === has(other)) report.problem(errors.oneOfTwo(path, one, other));
  };
  exactlyOne("Action", "NotAction");
  exactlyOne("Resource", "NotResource");
  return given.Effect === undefined ? undefined : { ...given, Effect: given.Effect };
};

/** Reads `statements`. Whether a Sid is taken shows once the whole policy is at hand. */
export const statements: Check<readonly Statement[]> = list(statement);
