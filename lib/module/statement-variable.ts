import * as errors from "../errors";
import { hclValue } from "../hcl";
import type { Problem } from "../problem";
import * as patterns from "../policy/patterns";
import {
  type Hcl,
  type Rule,
  type Shown,
  firstOf,
  forEach,
  found,
  match,
  nested,
  noneOf,
  notLike,
  notOneOf,
  problems,
  said,
} from "./problems";
import { type Variable, variable } from "./variable";

const isObject = (value: Hcl): Hcl => `can(keys(${value}))`;

/** What was given, one by one: statements as objects, and JSON. Its length is known even where the JSON is not. */
export const STATEMENT_ITEMS: Hcl = "flatten([var.statements])";

/** A whole document, of which the statements are taken. */
const isDocument = (value: Hcl): Hcl => `contains(try(keys(${value}), []), "Statement")`;

const inJson = (item: Hcl): Hcl => `try(flatten([jsondecode(${item}).Statement]), jsondecode(${item}))`;

/** All statements as objects. A key that is null is the same as none. */
export const STATEMENTS_GIVEN: Hcl = `[for statement in concat(${[
  `[for item in ${STATEMENT_ITEMS} : item if ${isObject("item")} && !${isDocument("item")}]`,
  `flatten([for item in ${STATEMENT_ITEMS} : item.Statement if ${isDocument("item")}])`,
  `flatten([for item in ${STATEMENT_ITEMS} : ${inJson("item")} if !${isObject("item")}])`,
].join(", ")}) : try({for key, value in statement : key => value if value != null}, statement)]`;

/** Keys that hold one text or several. */
export const LIST_KEYS = ["Action", "NotAction", "Resource", "NotResource"] as const;
const KEYS = ["Sid", "Effect", ...LIST_KEYS, "Condition"] as const;

const at = (value: Shown, more = ""): string => `statements[${value("index")}]${more}`;

const has = (key: string): Hcl => `can(statement.${key})`;

const exactlyOne = (one: string, other: string): Rule => ({
  wrong: `${isObject("statement")} && ${has(one)} == ${has(other)}`,
  says: said((value) => errors.oneOfTwo(at(value), one, other)),
});

const textRule = (key: string, pattern: RegExp, problem: (path: string, value: string) => Problem): Rule =>
  notLike(
    pattern,
    "text",
    said((value) => problem(at(value, `.${key}[${value("position")}]`), value("text"))),
  );

const foreignCharacter = (path: (value: Shown) => string): Rule => ({
  wrong: found(patterns.NOT_IN_POLICY, "text"),
  says: said((value) => errors.policyCharacter(path(value), value(match(patterns.NOT_IN_POLICY, "text")))),
});

const texts = (key: (typeof LIST_KEYS)[number], ...rules: readonly Rule[]): Hcl =>
  forEach(`position, text in try(flatten([statement.${key}]), [])`, ...rules);

const resource = (key: "Resource" | "NotResource"): Hcl =>
  texts(
    key,
    foreignCharacter((value) => at(value, `.${key}[${value("position")}]`)),
    textRule(key, patterns.RESOURCE, errors.resourceMalformed),
  );

const CONDITION_AS_LISTS: Hcl =
  "{for operator, tests in statement.Condition : operator => {for key, value in tests : key => [for one in flatten([value]) : tostring(one)]}}";

const CONDITION_TEXTS: Hcl =
  "try(flatten([for operator, tests in statement.Condition : [operator, [for key, value in tests : [key, value]]]]), [])";

/** Lists of problems of one statement. */
const RULES: readonly Hcl[] = [
  `[${[
    firstOf({
      wrong: `!${isObject("statement")}`,
      says: said((value) => errors.wrongType(at(value), "an object", value("statement"))),
    }),
    firstOf(
      {
        wrong: `${isObject("statement")} && !${has("Effect")}`,
        says: said((value) => errors.missing(at(value), "Effect")),
      },
      {
        wrong: `${has("Effect")} && !try(contains(${hclValue(["Allow", "Deny"])}, statement.Effect), false)`,
        says: notOneOf("statement.Effect", ["Allow", "Deny"], (value) => at(value, ".Effect")).says,
      },
    ),
    firstOf(exactlyOne("Action", "NotAction")),
    firstOf(exactlyOne("Resource", "NotResource")),
    firstOf({
      wrong: `${has("Sid")} && !${found(patterns.SID, "statement.Sid")}`,
      says: said((value) => errors.sidMalformed(at(value, ".Sid"), value("statement.Sid"))),
    }),
    firstOf({
      wrong: `${has("Condition")} && !(${isObject("statement.Condition")} && can(${CONDITION_AS_LISTS}))`,
      says: said((value) =>
        errors.wrongType(at(value, ".Condition"), "operator → key → value or values", value("statement.Condition")),
      ),
    }),
    ...LIST_KEYS.map((key) =>
      firstOf({
        wrong: `${has(key)} && length(try(flatten([statement.${key}]), [])) == 0`,
        says: said((value) => errors.emptyList(at(value, `.${key}`))),
      }),
    ),
  ].join(", ")}]`,
  forEach(`key in try(keys(statement), [])`, {
    wrong: `!contains(${hclValue(KEYS)}, key)`,
    says: said((value) => errors.unknownKey(at(value), value("key"), undefined, KEYS)),
  }),
  texts("Action", textRule("Action", patterns.ACTION, errors.actionMalformed)),
  texts("NotAction", textRule("NotAction", patterns.ACTION, errors.actionMalformed)),
  resource("Resource"),
  resource("NotResource"),
  forEach(
    `text in ${CONDITION_TEXTS}`,
    foreignCharacter((value) => at(value, ".Condition")),
  ),
];

const NOT_STATEMENTS = problems(
  forEach(
    `index, item in ${STATEMENT_ITEMS}`,
    {
      wrong: `!${isObject("item")} && !can(jsondecode(item))`,
      says: said((value) => errors.notJsonStatements(at(value))),
    },
    {
      wrong: `try(length(flatten([item.Statement])), length(${inJson("item")}), 1) == 0`,
      says: said((value) => errors.noStatement(at(value))),
    },
  ),
);

const WRONG_STATEMENTS = problems(nested(`index, statement in ${STATEMENTS_GIVEN}`, `concat(${RULES.join(", ")})`));

/** Extra statements. */
export const STATEMENT_VARIABLES: { readonly [name: string]: Variable } = {
  statements: variable(
    "any",
    [],
    "Statements to add to the role's policy, in any mode: a list of objects as IAM writes them (`Effect`, `Action` or `NotAction`, `Resource` or `NotResource`, and if wanted `Sid` and `Condition`), a document of them, or the JSON of one, such as `data.aws_iam_policy_document.extra.json`. IAM variables are written `$${aws:PrincipalTag/team}`. Left out: none.",
    noneOf(`(length(${NOT_STATEMENTS}) > 0 ? ${NOT_STATEMENTS} : ${WRONG_STATEMENTS})`),
  ),
};

/** Statements in the one form that policies have: lists sorted, condition values as text. */
export const CANONICAL_STATEMENTS: Hcl = `[for statement in local.statements_given : merge(${[
  '{for key, value in statement : key => value if contains(["Sid", "Effect"], key)}',
  `{for key, value in statement : key => sort(distinct([for text in flatten([value]) : tostring(text)])) if contains(${hclValue(LIST_KEYS)}, key)}`,
  `{for condition in [for key, value in statement : value if key == "Condition"] : "Condition" => {for operator, tests in condition : operator => {for key, value in tests : key => sort(distinct([for text in flatten([value]) : tostring(text)]))}} if length(condition) > 0}`,
].join(", ")})]`;

/** {@link CANONICAL_STATEMENTS}, in order; those that say the same about several resources as one, but for a Sid. */
export const EXTRA_STATEMENTS: Hcl =
  "[for same in {for statement in local.canonical_statements : jsonencode({for key, value in statement : key => value " +
  'if key != "Resource" || can(statement.Sid)}) => statement...} : ' +
  'merge(same[0], {for key in ["Resource"] : key => sort(distinct(flatten([for statement in same : statement.Resource]))) ' +
  "if can(same[0].Resource)})]";
