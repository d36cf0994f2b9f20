/**
 * Condition operators.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** What two values are compared as. */
export type Family = "string" | "arn" | "bool" | "null" | "numeric" | "date" | "ip" | "binary";

export type Relation = "equal" | "less" | "lessOrEqual" | "greater" | "greaterOrEqual";

/** An operator without prefix and suffix. */
export interface Comparison {
  readonly family: Family;
  /** The operator that is true where this one is not, if this one is of the negated kind: `StringNotLike`. */
  readonly negated: boolean;
  /** Its positive form, in lower case. */
  readonly name: string;
  readonly wildcards: boolean;
  readonly ignoresCase: boolean;
  readonly relation: Relation;
}

export interface Operator {
  readonly comparison: Comparison;
  /** True also where the key is absent. */
  readonly ifExists: boolean;
  /** For a key with several values. */
  readonly set?: "any" | "all";
}

const comparison = (
  family: Family,
  name: string,
  more: Partial<Omit<Comparison, "family" | "name">> = {},
): Comparison => ({ family, name, negated: false, wildcards: false, ignoresCase: false, relation: "equal", ...more });

const withNegation = (one: Comparison, negation: string): readonly (readonly [string, Comparison])[] => [
  [one.name, one],
  [negation, { ...one, negated: true }],
];

const ordered = (family: "numeric" | "date"): readonly (readonly [string, Comparison])[] => [
  ...withNegation(comparison(family, `${family}equals`), `${family}notequals`),
  ...(
    [
      ["lessthan", "less"],
      ["lessthanequals", "lessOrEqual"],
      ["greaterthan", "greater"],
      ["greaterthanequals", "greaterOrEqual"],
    ] as const
  ).map(([name, relation]) => [`${family}${name}`, comparison(family, `${family}${name}`, { relation })] as const),
];

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...withNegation(comparison("string", "stringequals"), "stringnotequals"),
  ...withNegation(comparison("string", "stringequalsignorecase", { ignoresCase: true }), "stringnotequalsignorecase"),
  ...withNegation(comparison("string", "stringlike", { wildcards: true }), "stringnotlike"),
  // ArnEquals and ArnLike behave alike.
  ...withNegation(comparison("arn", "arnlike", { wildcards: true }), "arnnotlike"),
  ["arnequals", comparison("arn", "arnlike", { wildcards: true })],
  ["arnnotequals", comparison("arn", "arnlike", { wildcards: true, negated: true })],
  ["bool", comparison("bool", "bool", { ignoresCase: true })],
  ["null", comparison("null", "null", { ignoresCase: true })],
  ...ordered("numeric"),
  ...ordered("date"),
  ...withNegation(comparison("ip", "ipaddress"), "notipaddress"),
  ["binaryequals", comparison("binary", "binaryequals")],
]);

const NAME = /^(?:for(any|all)values?:)?(.*?)(ifexists)?$/;

/** Reads an operator's name, in any case; undefined: there is none such. */
export const parseOperator = (name: string): Operator | undefined => {
  const [, set, base = "", ifExists] = NAME.exec(name.toLowerCase()) ?? [];
  const found = COMPARISONS.get(base);
  if (found === undefined || (found.family === "null" && ifExists !== undefined)) return undefined;
  const operator = { comparison: found, ifExists: ifExists !== undefined };
  return set === undefined ? operator : { ...operator, set: set === "any" ? "any" : "all" };
};
