import { App, Token } from "cdktf";
import type { Construct } from "constructs";
import { type AnyPolicy, policyJson } from "../policy/model";
import { inHclQuotes, withoutTemplates } from "../hcl";
import { expression, pieces } from "./expression";

/**
 * From text to what Terraform reads, in one place.
 *
 * - written-out text arrives in AWS as those characters, whatever they are: `${`, `%{`, quotes, backslashes, newlines
 * - only CDKTF tokens become expressions
 * - the same holds in JSON and in HCL (`cdktf synth --hcl`), where CDKTF itself escapes less than it must
 */

const writesHcl = (scope: Construct): boolean => App.isApp(scope.node.root) && scope.node.root.hclOutput;

/** A string argument that holds this text. Strings without tokens stay readable strings. */
export const terraformText = (text: string, scope: Construct): string => {
  const escape = writesHcl(scope) ? inHclQuotes : withoutTemplates;
  if (!Token.isUnresolved(text)) return escape(text);
  const parts = pieces(text);
  const plain = parts.every((piece) => !piece.written || escape(piece.text) === piece.text);
  return plain ? text : expression(({ template }) => template(parts, escape));
};

/**
 * Text for a place that has no type in CDKTF: outputs and backends. In HCL it would write text that looks like a list, an
 * object or a number as an expression; an interpolation in front makes it write a string.
 */
export const untypedText = (text: string, scope: Construct): string => {
  const escaped = terraformText(text, scope);
  const looksTyped = /^[[{]/.test(escaped) || String(Number.parseInt(escaped, 10)) === escaped;
  return writesHcl(scope) && looksTyped && !escaped.includes("${")
    ? `\${"${escaped.charAt(0)}"}${escaped.slice(1)}`
    : escaped;
};

/**
 * The same value with every string in it written by `write`. Keys are left alone: they are names of arguments, or
 * were checked to be harmless.
 */
export const terraformValue = <T>(value: T, scope: Construct, write = terraformText): T => {
  const escaped = (item: unknown): unknown => {
    if (typeof item === "string") return write(item, scope);
    if (Array.isArray(item)) return item.map(escaped);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, escaped(entry)]));
  };
  return escaped(value) as T;
};

/**
 * A policy argument.
 *
 * A document that is all known becomes literal JSON, which people and scanners can read. One with tokens becomes
 * `jsonencode(…)`, so that no value can break out of its JSON string.
 */
export const terraformPolicy = (document: AnyPolicy, scope: Construct, write = terraformText): string => {
  const json = policyJson(document);
  return Token.isUnresolved(json) ? expression(({ hcl }) => `\${jsonencode(${hcl(document)})}`) : write(json, scope);
};
