import { type Context, contextValue, variablesOf } from "./context";
import type { ConditionTest } from "./document";
import {
  FALSE,
  type Formula,
  TRUE,
  absent,
  and,
  constant,
  contextDimension,
  not,
  opaquePerRequest,
  or,
  present,
} from "./formula";
import { type GlobOptions, globMatches, globOf, isEverything } from "./glob";
import { type Comparison, type Operator, parseOperator } from "./operators";
import { type Piece, type Version, fillHoles, hasHoles, parsePattern, patternText, variesByRequest } from "./pattern";
import { patternFormula } from "./patterns";
import { compareValues, valueImplies } from "./values";

/** What a statement is read with. */
export interface Scope {
  readonly context: Context;
  readonly version: Version;
}

/**
 * A statement's condition: every operator and every key has to hold.
 *
 * Keys with a known value are evaluated. Of the others, texts, ARNs, Booleans and absence are exact, as dimensions of
 * their own; the rest is opaque.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export const conditionFormula = (tests: readonly ConditionTest[], scope: Scope): Formula =>
  and(...tests.map((test) => testFormula(test, scope)));

const testFormula = (test: ConditionTest, scope: Scope): Formula => {
  const operator = parseOperator(test.operator);
  const key = test.key.toLowerCase();
  if (operator === undefined) {
    const id = `condition:${test.operator.toLowerCase()}:${key}:${JSON.stringify([...test.values].sort())}`;
    return opaquePerRequest(id, aboutTest(test));
  }
  const value = contextValue(scope.context, key);
  if (operator.comparison.family === "null")
    return nullFormula(test, value === "unknown" ? undefined : value !== "absent");
  if (value === "absent") return constant(holdsWhenAbsent(operator));
  if (value === "unknown") return unknownFormula(operator, test, scope, present(contextDimension(key)));
  if ("glob" in value) {
    const pieces = parsePattern(value.glob, "2012-10-17");
    // A pattern without wildcards is a value.
    return pieces.every(({ kind }) => kind === "literal")
      ? knownFormula(operator, [literalText(pieces)], test, scope)
      : unknownFormula(operator, test, scope, TRUE);
  }
  return knownFormula(operator, "value" in value ? [value.value] : value.values, test, scope);
};

const literalText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === "literal" ? piece.character : "")).join("");

const aboutTest = ({ operator, key, values }: ConditionTest): string =>
  `condition ${operator} on ${key} (${values.join(", ")})`;

const holdsWhenAbsent = ({ comparison, ifExists, set }: Operator): boolean => {
  if (ifExists || set === "all") return true;
  return set === undefined && comparison.negated;
};

/** `Null` is the one operator about absence itself. */
const nullFormula = ({ operator, key, values }: ConditionTest, isPresent: boolean | undefined): Formula => {
  const dimension = contextDimension(key);
  const missing = isPresent === undefined ? absent(dimension) : constant(!isPresent);
  return or(
    ...values.map((value) => {
      if (/^true$/i.test(value)) return missing;
      if (/^false$/i.test(value)) return not(missing);
      return opaquePerRequest(
        `condition:null:${key.toLowerCase()}:${value}`,
        aboutTest({ operator, key, values: [value] }),
      );
    }),
  );
};

const knownFormula = (operator: Operator, values: readonly string[], test: ConditionTest, scope: Scope): Formula => {
  const results = values.map((value) => oneValue(operator.comparison, value, test, scope));
  if (operator.set === "any") return or(...results);
  if (operator.set === "all") return and(...results);
  const [first = FALSE, ...more] = results;
  if (more.length === 0) return first;
  // Several values for an operator without a set prefix: IAM does not say which counts.
  const which = opaquePerRequest(`several:${test.key.toLowerCase()}`, `which of several values of ${test.key} counts`);
  return or(and(...results), and(or(...results), which));
};

/** One value of the request against the values of the policy: any of them, or for a negated operator none. */
const oneValue = (comparison: Comparison, value: string, test: ConditionTest, scope: Scope): Formula => {
  const matched = or(...test.values.map((wanted) => oneMatch(comparison, value, wanted, test, scope)));
  return comparison.negated ? not(matched) : matched;
};

const oneMatch = (
  comparison: Comparison,
  value: string,
  wanted: string,
  test: ConditionTest,
  scope: Scope,
): Formula => {
  const pieces = piecesOf(comparison, wanted, scope);
  const unclear = opaquePerRequest(
    `value:${comparison.name}:${JSON.stringify([value, patternText(pieces)])}`,
    `whether ${test.key} ${JSON.stringify(value)} passes ${test.operator} ${JSON.stringify(wanted)}`,
  );
  if (isTextual(comparison)) {
    if (!globMatches(globOf(pieces, globOptions(comparison, pieces)), value)) return FALSE;
    return isExact(comparison, pieces) ? TRUE : unclear;
  }
  if (hasHoles(pieces)) return unclear;
  const result = compareValues(comparison.family, comparison.relation, value, literalText(pieces));
  return result === undefined ? unclear : constant(result);
};

const isTextual = ({ family }: Comparison): boolean => family === "string" || family === "arn" || family === "bool";

const piecesOf = ({ wildcards }: Comparison, text: string, { version, context }: Scope): readonly Piece[] =>
  fillHoles(parsePattern(text, version, wildcards), variablesOf(context));

const ARN_COLONS = 5;

/** An ARN pattern that can be compared field by field. `*` alone is every ARN. */
const hasAllFields = (pieces: readonly Piece[]): boolean =>
  isEverything(globOf(pieces)) ||
  pieces.filter((piece) => piece.kind === "literal" && piece.character === ":").length >= ARN_COLONS;

/** Whether the glob says all that the pattern does; otherwise it only bounds it. */
const isExact = ({ family }: Comparison, pieces: readonly Piece[]): boolean =>
  !hasHoles(pieces) && (family !== "arn" || hasAllFields(pieces));

const globOptions = (comparison: Comparison, pieces: readonly Piece[]): GlobOptions => ({
  ignoresCase: comparison.ignoresCase,
  reading:
    comparison.family === "arn" && isExact(comparison, pieces) && !isEverything(globOf(pieces))
      ? "components"
      : "whole",
});

/** A key whose value is not known, or known by a pattern only (`isPresent` is then true). */
const unknownFormula = (operator: Operator, test: ConditionTest, scope: Scope, isPresent: Formula): Formula => {
  const { comparison, ifExists, set } = operator;
  const isMissing = not(isPresent);
  // With one value, `ForAnyValue` and `ForAllValues` ask the same.
  const single = set === undefined || isPresent === TRUE;
  if (single && isTextual(comparison)) {
    const matched = or(...test.values.map((wanted) => textMatch(comparison, wanted, test, scope)));
    const passed = comparison.negated ? and(isPresent, not(matched)) : matched;
    return holdsWhenAbsent(operator) ? or(isMissing, passed) : passed;
  }
  if (single) {
    const passed = opaqueTest("", comparison, false, test, scope);
    const result = comparison.negated ? not(passed) : passed;
    return holdsWhenAbsent(operator) ? or(isMissing, result) : and(isPresent, result);
  }
  // All values pass if there is none that fails.
  const { negated } = comparison;
  if (set === "all") return or(isMissing, not(opaqueTest("any", comparison, !negated, test, scope)));
  const some = opaqueTest("any", comparison, negated, test, scope);
  return ifExists ? or(isMissing, some) : and(isPresent, some);
};

const textMatch = (comparison: Comparison, wanted: string, test: ConditionTest, scope: Scope): Formula => {
  const pieces = piecesOf(comparison, wanted, scope);
  const dimension = contextDimension(test.key);
  return patternFormula(dimension, globOf(pieces, globOptions(comparison, pieces)), {
    exact: isExact(comparison, pieces),
    // The comparison is part of it: StringLike and ArnLike read one text differently.
    id: `${comparison.name}:${patternText(pieces)}`,
    about: `whether ${test.key} matches ${wanted}`,
    varies: variesByRequest(pieces),
  });
};

const opaqueTest = (
  set: "" | "any",
  comparison: Comparison,
  negated: boolean,
  test: ConditionTest,
  scope: Scope,
): Formula => {
  const values = test.values.map((value) => patternText(piecesOf(comparison, value, scope)));
  const sorted = [...new Set(values)].sort();
  const subject = [set, negated ? "not" : "", comparison.name, test.key.toLowerCase()].join(":");
  const { family, relation } = comparison;
  return opaquePerRequest(`condition:${subject}:${JSON.stringify(sorted)}`, aboutTest(test), {
    subject,
    values: sorted,
    longer: negated ? "harder" : "easier",
    implies: (value, other) => !isTextual(comparison) && valueImplies(family, relation, value, other),
  });
};
