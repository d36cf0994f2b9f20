import { hclText, hclValue, inHclQuotes, withoutTemplates } from "../lib/hcl";
import type { TerraformModule } from "../lib/module/module";
import { aligned, endOfTemplate, laidOut } from "./hcl-layout";

/** What stands in blocks of its own, not behind `=`. */
const BLOCKS = new Set(["required_providers", "lifecycle", "precondition", "validation", "assert", "constraints"]);

/**
 * The files of the module in Terraform's own syntax, as `terraform fmt` leaves them. Terraform plans them in half the
 * time that JSON takes it: there it parses each expression anew for each call.
 *
 * @see https://developer.hashicorp.com/terraform/language/modules/develop/structure
 */
export const moduleFiles = (written: TerraformModule): { readonly [file: string]: string } => {
  const { terraform, variable, locals, data, resource, check, output } = written;
  return {
    "versions.tf": text([block("terraform", terraform)]),
    "variables.tf": text(named("variable", variable)),
    "locals.tf": text([block("locals", locals)]),
    "main.tf": text([...typed("data", data), ...typed("resource", resource), ...named("check", check)]),
    "outputs.tf": text(named("output", output)),
  };
};

const text = (blocks: readonly string[]): string =>
  aligned(["# Written by npm run module.\n", ...blocks.map((one) => `${one}\n`)].join("\n"));

type Named = { readonly [name: string]: unknown };

const named = (kind: string, blocks: Named): readonly string[] =>
  Object.entries(blocks).map(([name, body]) => block(`${kind} "${name}"`, body as Named));

const typed = (kind: string, types: { readonly [type: string]: Named }): readonly string[] =>
  Object.entries(types).flatMap(([type, blocks]) => named(`${kind} "${type}"`, blocks));

const block = (head: string, body: Named, indent = 0): string => {
  const start = " ".repeat(indent + 2);
  const items = Object.entries(body).flatMap(([name, value]) =>
    BLOCKS.has(name)
      ? [value].flat().map((one) => `${start}${block(name, one as Named, indent + 2)}`)
      : [`${start}${name} = ${argument(head, name, value, indent + 2)}`],
  );
  return `${head} {\n${items.join("\n")}\n${" ".repeat(indent)}}`;
};

const argument = (head: string, name: string, value: unknown, indent: number): string => {
  const column = indent + name.length + 3;
  if (name === "type") return String(value).replace(/\n/g, `\n${" ".repeat(indent)}`);
  if (name === "depends_on") return `[${(value as readonly string[]).join(", ")}]`;
  if (name === "description" && String(value).includes("\n")) return hereText(String(value), indent);
  return laidOut(hclValue(value, isPlain(name, head) ? hclText : evaluatedText, nameText), indent, column);
};

/** Terraform evaluates neither what describes a variable or an output, nor defaults. */
const isPlain = (name: string, head: string): boolean =>
  name === "default" || (name === "description" && /^(variable|output) /.test(head));

const nameText = (name: string): string => (/^[a-z]\w*$/.test(name) ? name : hclText(name));

/** Text of several lines. It ends with a line break. */
const hereText = (text: string, indent: number): string => {
  const lines = withoutTemplates(text).split("\n");
  const start = " ".repeat(indent + 2);
  return ["<<-EOT", ...lines.map((line) => start + line), `${" ".repeat(indent)}EOT`].join("\n");
};

/** What Terraform makes of a string in JSON: an expression, or text with expressions in it. */
const evaluatedText = (text: string): string => {
  if (text.startsWith("${") && endOfTemplate(text, 0) === text.length) return text.slice(2, -1);
  let written = "";
  let at = 0;
  while (at < text.length) {
    const isEscape = text.startsWith("$${", at) || text.startsWith("%%{", at);
    const isTemplate = !isEscape && text.startsWith("${", at);
    const end = isEscape ? at + 3 : isTemplate ? endOfTemplate(text, at) : at + 1;
    const piece = text.slice(at, end);
    written += isEscape || isTemplate ? piece : inHclQuotes(piece);
    at = end;
  }
  return `"${written}"`;
};
