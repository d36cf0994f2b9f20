import { createHash } from "node:crypto";

/**
 * Parts of a text that are not known yet. They stand as `${…}`, as Terraform writes them; inside stand neither quotes,
 * backslashes nor braces, so that a hole ends at the first `}` and never breaks the JSON around it.
 */

/** Longest text inside a hole. */
const LONGEST = 300;

/** Inside quotes, two texts that differ in these alone would look alike in a hole. */
const LOOKS_ALIKE = /['\\{}]|\s\s|[^\S ]/;

/** The hole for an expression. The same expression makes the same hole, and another one another. */
export const hole = (expression: string): string => {
  const plain = expression.trim().replace(/\s+/g, " ").replace(/["\\]/g, "'").replace(/\{/g, "(").replace(/\}/g, ")");
  const isAlike = expression.includes('"') && LOOKS_ALIKE.test(expression.trim());
  return `\${${isAlike ? marked(plain, LONGEST, expression) : cut(plain, LONGEST)}}`;
};

/** A text that is too long ends in a digest of it, so that two that differ only behind that are told apart. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? marked(text, longest, text) : text;

const marked = (text: string, longest: number, whole: string): string =>
  `${text.slice(0, longest)}${markOf(whole.trim())}`;

/** Tells apart what is shown alike. Nobody finds two texts with one mark. */
export const markOf = (text: string): string => `…${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;

/** Holes in a name or an ARN; none is longer than an ARN can be, so that a brace that is missing costs little time. */
export const HOLE = /\$\{[^}]{0,2048}\}/g;

/** Whether a name or an ARN has a hole. Documents also have IAM's own `${aws:…}`, which look alike. */
export const hasHole = (text: string): boolean => text.includes("${");
