/**
 * Terraform's own language as text.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 */

/** Text in which neither `${…}` nor `%{…}` has a meaning for Terraform. */
export const withoutTemplates = (text: string): string =>
  text.replace(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`);

/** The text as it stands between quotes in HCL. */
export const inHclQuotes = (text: string): string =>
  withoutTemplates(text).replace(
    /["\\\n\r\t]/g,
    (character) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[character] ?? `\\${character}`,
  );

/** A string of HCL that is this text. */
export const hclText = (text: string): string => `"${inHclQuotes(text)}"`;

/** A value in HCL. `text` writes its strings, `name` the names in its objects. */
export const hclValue = (value: unknown, text = hclText, name = text): string => {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map((item) => hclValue(item, text, name)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${name(key)} = ${hclValue(item, text, name)}`)
    .join(", ")}}`;
};
