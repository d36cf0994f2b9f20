import { App, type IResolvable, type IResolveContext, Token } from "cdktf";
import type { Construct } from "constructs";
import { type PolicyDocument, policyJson } from "../policy/model";
import { pieces } from "./tokens";

/**
 * From text to what Terraform reads, in one place.
 *
 * - written-out text arrives in AWS as those characters, whatever they are: `${`, `%{`, quotes, backslashes, newlines
 * - only CDKTF tokens become expressions
 * - the same holds in JSON and in HCL (`cdktf synth --hcl`), where CDKTF itself escapes less than it must
 */

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1 */
const withoutTemplates = (text: string): string => text.replace(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`);

const inHclQuotes = (text: string): string =>
  withoutTemplates(text).replace(
    /["\\\n\r\t]/g,
    (character) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[character] ?? `\\${character}`,
  );

const writesHcl = (scope: Construct): boolean => App.isApp(scope.node.root) && scope.node.root.hclOutput;

/** A string argument that holds this text. Strings without tokens stay readable strings. */
export const terraformText = (text: string, scope: Construct): string => {
  const escape = writesHcl(scope) ? inHclQuotes : withoutTemplates;
  if (!Token.isUnresolved(text)) return escape(text);
  const parts = pieces(text);
  // CDKTF's own handling of tokens beside `$${` counts braces, and miscounts.
  return parts.some((piece) => piece.written && escape(piece.text) !== piece.text)
    ? Token.asString(new Expression((context) => template(parts, escape, context)))
    : text;
};

/** Every value of a map as {@link terraformText}. Keys are left alone: they were checked to be harmless. */
export const terraformMap = (
  values: { readonly [key: string]: string },
  scope: Construct,
): { readonly [key: string]: string } =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, terraformText(value, scope)]));

/**
 * A policy argument.
 *
 * A document that is all known becomes literal JSON, which people and scanners can read. One with tokens becomes
 * `jsonencode(…)`, so that no value can break out of its JSON string.
 */
export const terraformPolicy = (document: PolicyDocument, scope: Construct): string => {
  const json = policyJson(document);
  if (!Token.isUnresolved(json)) return terraformText(json, scope);
  return Token.asString(new Expression((context) => `\${jsonencode(${hclValue(document, context)})}`));
};

/** A value that is known when the stack is written. */
class Expression implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly write: (context: IResolveContext) => string) {}

  resolve(context: IResolveContext): string {
    return this.write(context);
  }

  toString(): string {
    return Token.asString(this);
  }
}

type Piece = ReturnType<typeof pieces>[number];

const template = (
  parts: readonly Piece[],
  escape: (text: string) => string,
  context: IResolveContext,
): string => parts.map(({ written, text }) => (written ? escape(text) : `\${${bare(text, context)}}`)).join("");

/** A token's expression without `${…}` around it. */
const bare = (token: string, context: IResolveContext): string => {
  const outer = context.suppressBraces ?? false;
  context.suppressBraces = true;
  const expression = String(context.resolve(token));
  context.suppressBraces = outer;
  return /^\$\{(.*)\}$/s.exec(expression)?.[1] ?? expression;
};

/** A JSON-like value in HCL's syntax. */
const hclValue = (value: unknown, context: IResolveContext): string => {
  if (typeof value === "string") return `"${template(pieces(value), inHclQuotes, context)}"`;
  if (Array.isArray(value)) return `[${value.map((item) => hclValue(item, context)).join(", ")}]`;
  const entries = Object.entries(value as object);
  return `{${entries.map(([key, item]) => `${hclValue(key, context)} = ${hclValue(item, context)}`).join(", ")}}`;
};
