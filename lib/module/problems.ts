import * as errors from "../errors";
import { hclText, hclValue, inHclQuotes } from "../hcl";
import { type Problem, problemLine } from "../problem";

/** An expression of Terraform's language, without `${…}` around it. */
export type Hcl = string;

/** A string that Terraform evaluates: an expression where JSON wants a string. */
export const evaluated = (expression: Hcl): string => `\${${expression}}`;

/** Whether the pattern is found in the text. False for null. */
export const found = (pattern: RegExp, text: Hcl): Hcl => `can(regex(${inRe2(pattern)}, ${text}))`;

/** What the pattern finds first. */
export const match = (pattern: RegExp, text: Hcl): Hcl => `regex(${inRe2(pattern)}, ${text})`;

/** The pattern as an argument of Terraform's functions. */
export const inRe2 = (pattern: RegExp): Hcl => hclText(`${pattern.flags.includes("i") ? "(?i)" : ""}${pattern.source}`);

/** Stands for the value of an expression in a message. */
export type Shown = (expression: Hcl) => string;

const START = "\ue000";
const END = "\ue001";

/** Settings are written in camelCase, variables in snake_case. */
const inSnakeCase = (text: string): string =>
  text.replace(/"([a-z]+(?:[A-Z][a-z]+)+)"/g, (word) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/**
 * A message of the settings as a string of HCL, so that both say the same.
 *
 * @param message gets a function that stands for the value of an expression in the message
 */
export const said = (message: (value: Shown) => Problem): Hcl => {
  const expressions: Hcl[] = [];
  const line = problemLine(message((expression) => `${START}${String(expressions.push(expression) - 1)}${END}`));
  const written = (text: string): string => inHclQuotes(inSnakeCase(text));
  const marks = new RegExp(`("?)${START}(\\d+)${END}\\1`, "g");
  let text = "";
  let end = 0;
  for (const { 0: mark, 1: quote, 2: number, index } of line.matchAll(marks)) {
    const expression = expressions[Number(number)] ?? "";
    text += written(line.slice(end, index));
    text += evaluated(quote === "" ? expression : `jsonencode(${expression})`);
    end = index + mark.length;
  }
  return `"${text}${written(line.slice(end))}"`;
};

/** What is wrong, and what is then said. */
export interface Rule {
  readonly wrong: Hcl;
  readonly says: Hcl;
}

/** Wrong where the pattern is not found in the text. */
export const notLike = (pattern: RegExp, text: Hcl, says: Hcl): Rule => ({ wrong: `!${found(pattern, text)}`, says });

/** Wrong where the value is none of the words. */
export const notOneOf = (value: Hcl, words: readonly string[], path: (value: Shown) => string): Rule => ({
  wrong: `!contains(${hclValue(words)}, ${value})`,
  says: said((shown) => errors.notOneOf(path(shown), shown(value), words)),
});

/** The rule, for values that are not null. */
export const ifGiven = (value: Hcl, rule: Rule): Rule => ({
  ...rule,
  wrong: `(${value} == null ? false : ${rule.wrong})`,
});

/** What the first rule says that finds something wrong; `""` where none does. */
export const firstOf = (...rules: readonly Rule[]): Hcl =>
  rules.reduceRight((otherwise, { wrong, says }) => `${wrong} ? ${says} : ${otherwise}`, '""');

/** A list of {@link firstOf}, over the items of a collection. */
export const forEach = (items: string, ...rules: readonly Rule[]): Hcl => `[for ${items} : ${firstOf(...rules)}]`;

/** A list of lists. */
export const nested = (items: string, list: Hcl): Hcl => `flatten([for ${items} : ${list}])`;

/**
 * Problems of each entry of a map or list that is no null, a {@link firstOf} for each list of rules.
 *
 * @param items `key, item in var.name`
 */
export const ofEntries = (
  items: string,
  path: (value: Shown) => string,
  ...lists: readonly (readonly Rule[])[]
): Hcl => {
  const item = /, (\w+) in /.exec(items)?.[1] ?? "";
  const isNull = said((value) => errors.nullEntry(path(value)));
  return nested(items, `${item} == null ? [${isNull}] : [${lists.map((rules) => firstOf(...rules)).join(", ")}]`);
};

/**
 * A problem for each entry of a map that is the same as an earlier one. One look at each entry: comparing each with each
 * takes seconds for some hundred.
 *
 * @param identity text of `item` by which two are the same; null: like no other
 */
export const repeats = (
  collection: Hcl,
  identity: Hcl,
  problem: (key: string, first: string, identity: string) => Problem,
): Hcl => {
  const keys = `{for key, item in ${collection} : ${identity} => key... if (item == null ? null : ${identity}) != null}`;
  const says = said((value) => problem(value("key"), value("same[0]"), value("identity")));
  return nested(`identity, same in ${keys}`, `[for key in slice(same, 1, length(same)) : ${says}]`);
};

/** A list of one. */
export const once = (...rules: readonly Rule[]): Hcl => `[${firstOf(...rules)}]`;

/** All that is wrong, as a list of lines. */
export const problems = (...lists: readonly Hcl[]): Hcl =>
  `compact(${lists.length === 1 ? lists.join() : `concat(${lists.join(", ")})`})`;

/** What is wrong with a map of ARNs, each of which stands there once. */
export const arnProblems = (name: string, pattern: RegExp, example: string): Hcl =>
  problems(
    forEach(
      `key, arn in var.${name}`,
      notLike(
        pattern,
        "arn",
        said((value) => errors.notAnArn(entry(name, value("key")), value("arn"), example)),
      ),
    ),
    repeats(`var.${name}`, "item", (key, first, arn) => errors.duplicate(entry(name, key), arn, entry(name, first))),
  );

/** A `validation`, `precondition` or `assert` block. */
export interface Condition {
  readonly condition: string;
  readonly error_message: string;
}

/** A block of a variable that fails where there are problems, and says them all. */
export const noneOf = (list: Hcl): Condition => ({
  condition: evaluated(`length(${list}) == 0`),
  error_message: evaluated(`join("\\n", ${list})`),
});

/** The same for other blocks. Terraform does not say of which call of the module it speaks, so the message does. */
export const noneOfRole = (list: Hcl): Condition => ({
  condition: evaluated(`length(${list}) == 0`),
  error_message: evaluated(`join("\\n", concat(["Role \${jsonencode(var.role_name)}:"], ${list}))`),
});

/** The path of an entry of a map. */
export const entry = (collection: string, key: string): string => `${collection}[${JSON.stringify(key)}]`;
