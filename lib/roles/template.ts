/**
 * Strings of Terraform's JSON syntax are templates: `${…}` is an expression, `$${` and `%%{` are text.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 */

/** A part of a template. */
export type Part = { readonly text: string } | { readonly expression: string };

/** The parts of a template. `undefined`: it has directives, or an expression without an end. */
export const partsOf = (template: string): readonly Part[] | undefined => {
  const parts: Part[] = [];
  const special = /\$\$\{|%%\{|\$\{|%\{/g;
  let text = "";
  let at = 0;
  for (let match = special.exec(template); match !== null; match = special.exec(template)) {
    const [start] = match;
    text += template.slice(at, match.index);
    at = special.lastIndex;
    if (start === "%{") return undefined;
    if (start.length === 3) {
      text += start.slice(1);
      continue;
    }
    const end = endOfExpression(template, at);
    if (end === undefined) return undefined;
    if (text !== "") parts.push({ text });
    text = "";
    parts.push({ expression: template.slice(at, end) });
    at = end + 1;
    special.lastIndex = at;
  }
  text += template.slice(at);
  if (text !== "") parts.push({ text });
  return parts;
};

/** Position of the `}` that ends the expression which begins at `start`. */
export const endOfExpression = (text: string, start: number): number | undefined => {
  // What is open: a brace of an expression, or a string in one. Expressions stand in strings as well.
  const open: ("brace" | "string")[] = ["brace"];
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (open.at(-1) === "string") {
      if (character === "\\") at += 1;
      else if (character === '"') open.pop();
      else if (text.startsWith("$${", at) || text.startsWith("%%{", at)) at += 2;
      else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
        open.push("brace");
        at += 1;
      }
    } else if (character === '"') open.push("string");
    else if (character === "{") open.push("brace");
    else if (character === "}") {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  return undefined;
};

/** A template that is nothing but one expression. */
export const onlyExpression = (template: string): string | undefined => {
  const [first, ...others] = partsOf(template) ?? [];
  return first !== undefined && "expression" in first && others.length === 0 ? first.expression : undefined;
};
