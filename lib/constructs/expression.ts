import { type IResolvable, type IResolveContext, Token } from "cdktf";
import { hclValue, inHclQuotes } from "../hcl";

/** A token as CDKTF writes it into a string. */
const TOKEN = /\$\{TfToken\[[\w.:-]+\]\}/g;

/** Part of a text: written out, or a token. */
export interface Piece {
  readonly written: boolean;
  readonly text: string;
}

/** A text in pieces. */
export const pieces = (text: string): readonly Piece[] => {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) found.push({ written: true, text: text.slice(end, match.index) });
    found.push({ written: false, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ written: true, text: text.slice(end) });
  return found;
};

/** Writes a part of an expression, once tokens can be looked up. */
export interface Writer {
  /** Text, numbers, lists and objects as HCL; tokens in strings become `${…}` there. */
  readonly hcl: (value: unknown) => string;
  /** Text as an argument of a function: a token alone needs no quotes. */
  readonly argument: (text: string) => string;
  /** Pieces as a template: what is written out goes through `escape`. */
  readonly template: (parts: readonly Piece[], escape: (text: string) => string) => string;
}

/**
 * A token for a text that is put together when the stack is written.
 *
 * CDKTF's own functions escape neither `%{`, quotes nor backslashes, and miscount braces where text has `$${`; hence
 * expressions are written here.
 */
export const expression = (write: (writer: Writer) => string): string => Token.asString(new Expression(write));

class Expression implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly write: (writer: Writer) => string) {}

  resolve(context: IResolveContext): string {
    return this.write(writerIn(context));
  }

  toString(): string {
    return Token.asString(this);
  }
}

const writerIn = (context: IResolveContext): Writer => {
  const template: Writer["template"] = (parts, escape) =>
    parts.map(({ written, text }) => (written ? escape(text) : `\${${bare(text, context)}}`)).join("");
  const hcl = (value: unknown): string => hclValue(value, (text) => `"${template(pieces(text), inHclQuotes)}"`);
  const argument = (text: string): string => {
    const [first, ...others] = pieces(text);
    return first?.written === false && others.length === 0 ? bare(text, context) : hcl(text);
  };
  return { hcl, argument, template };
};

/** A token's expression without `${…}` around it. */
const bare = (token: string, context: IResolveContext): string => {
  const outer = context.suppressBraces ?? false;
  context.suppressBraces = true;
  const resolved = String(context.resolve(token));
  context.suppressBraces = outer;
  return /^\$\{(.*)\}$/s.exec(resolved)?.[1] ?? resolved;
};
