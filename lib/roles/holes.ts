/**
 * Parts of a text that are not known yet. They stand as `${…}`, as Terraform writes them; inside stand neither quotes,
 * backslashes nor braces, so that a hole ends at the first `}` and never breaks the JSON around it.
 */

/** Longest text inside a hole. */
const LONGEST = 300;

/** The hole for an expression. The same expression makes the same hole. */
export const hole = (expression: string): string => {
  const plain = expression.trim().replace(/\s+/g, " ").replace(/["\\]/g, "'").replace(/\{/g, "(").replace(/\}/g, ")");
  return `\${${plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain}}`;
};

/** Holes in a name or an ARN; none is longer than an ARN can be, so that a brace that is missing costs little time. */
export const HOLE = /\$\{[^}]{0,2048}\}/g;

/** Whether a name or an ARN has a hole. Documents also have IAM's own `${aws:…}`, which look alike. */
export const hasHole = (text: string): boolean => text.includes("${");
