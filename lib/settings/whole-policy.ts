import * as errors from "../errors";
import { NOT_IN_POLICY } from "../policy/patterns";
import { childPath, itemPath } from "../problem";
import type { WholePolicy } from "../props";
import { type Check, type Report, anyText, isObject, list, oneOf, record } from "./check";

/**
 * Whole policy documents. IAM has taken them before, or will say what it thinks of them: only what no policy can have
 * is refused here.
 */

type Statement = { readonly [element: string]: unknown };

/** Any JSON whose texts a policy can hold. */
const anything: Check<unknown> = (value, path, report) => {
  if (typeof value === "string") checkText(value, path, report);
  if (Array.isArray(value)) return value.map((item, index) => anything(item, itemPath(path, index), report));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => {
      checkText(key, path, report);
      return [key, anything(item, childPath(path, key), report)];
    }),
  );
};

const checkText = (text: string, path: string, report: Report): void => {
  if (!report.placeholders.isKnown(text)) return;
  const foreign = NOT_IN_POLICY.exec(text)?.[0];
  if (foreign !== undefined) report.problem(errors.policyCharacter(path, foreign));
};

/** Elements of which a statement has exactly one. */
type Pair = readonly [one: string, other: string];

const statementOf = (pairs: readonly Pair[], ...others: readonly string[]): Check<Statement> => {
  const elements = [...pairs.flat(), ...others];
  const fields = { Effect: oneOf("Allow", "Deny"), ...Object.fromEntries(elements.map((name) => [name, anything])) };
  return (value, path, report) => {
    const given = record<Statement>({ Sid: anyText(), ...fields }, ["Effect"])(value, path, report);
    if (given === undefined || !isObject(value)) return undefined;
    for (const [one, other] of pairs) {
      if ((value[one] === undefined) === (value[other] === undefined)) {
        report.problem(errors.oneOfTwo(path, one, other));
      }
    }
    return given;
  };
};

const policyOf = (statement: Check<Statement>): Check<WholePolicy> =>
  record<WholePolicy>(
    {
      Version: oneOf("2012-10-17", "2008-10-17"),
      Id: anyText((text, path, report) => checkText(text, path, report)),
      Statement: (value, path, report) =>
        Array.isArray(value)
          ? list(statement, { nonEmpty: true })(value, path, report)
          : statement(value, path, report),
    },
    ["Statement"],
  ) as Check<WholePolicy>;

const ACTIONS: Pair = ["Action", "NotAction"];

/** A policy that says what the role may do. */
export const identityPolicy = policyOf(statementOf([ACTIONS, ["Resource", "NotResource"]], "Condition"));

/** A policy that says who may assume the role. */
export const trustPolicy = policyOf(statementOf([["Principal", "NotPrincipal"], ACTIONS], "Condition"));
