import { hole } from "./holes";
import { mapOf } from "./json-value";
import { endOfExpression, partsOf } from "./template";

/**
 * Reads the expressions that a synthesized stack has in its arguments: literals, lists, objects, references, and the few
 * functions that this package writes. Nothing is run; whatever else stands there becomes a hole.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions
 */

/** Value of a reference such as `aws_s3_bucket.media.arn`, where it is known. */
export type Lookup = (reference: string) => string | undefined;

/** Deepest nesting of lists, objects, calls and templates. */
const DEEPEST = 50;

/** What cannot be read. */
const UNREADABLE = Symbol("unreadable");
type Read = unknown;

/** The value of an expression, with holes for what is not known; a hole alone where nothing of it can be read. */
export const readExpression = (text: string, lookup: Lookup, depth = 0): unknown => {
  const value = new Reader(text, lookup, depth).whole();
  return value === UNREADABLE ? hole(text) : value;
};

/** A value that stands behind `jsonencode(…)`, or undefined. */
export const readEncoded = (text: string, lookup: Lookup): unknown => {
  const [, argument] = /^\s*jsonencode\(([^]*)\)\s*$/.exec(text) ?? [];
  return argument === undefined ? undefined : readExpression(argument, lookup);
};

/**
 * The text of a template, with holes for what is not known.
 *
 * @param inserted how the value of an expression stands in the text around it
 */
export const templateText = (
  template: string,
  lookup: Lookup,
  inserted: (value: string) => string = (value) => value,
  depth = 0,
): string => {
  const parts = partsOf(template);
  if (parts === undefined) return hole(template);
  return parts
    .map((part) => {
      if ("text" in part) return part.text;
      const value = readExpression(part.expression, lookup, depth + 1);
      if (typeof value === "string") return inserted(value);
      return typeof value === "number" || typeof value === "boolean" ? String(value) : hole(part.expression);
    })
    .join("");
};

const REFERENCE = /[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\d+|\*)|\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])*/y;
const SPACE = /\s*(?:(?:#|\/\/)[^\n]*\s*)*/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const NAME = /[A-Za-z_][\w-]*/y;

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
    private readonly depth: number,
  ) {}

  whole(): Read {
    const value = this.value(this.depth);
    this.match(SPACE);
    return this.at === this.text.length ? value : UNREADABLE;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private takes(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private value(depth: number): Read {
    if (depth > DEEPEST) return UNREADABLE;
    this.match(SPACE);
    switch (this.text[this.at]) {
      case '"':
        return this.string(depth);
      case "[":
        this.at += 1;
        return this.items("]", depth);
      case "{":
        this.at += 1;
        return this.object(depth);
    }
    const number = this.match(NUMBER);
    if (number !== undefined) return Number(number);
    const start = this.at;
    const name = this.match(REFERENCE);
    if (name === undefined) return UNREADABLE;
    if (this.text[this.at] === "(") {
      this.at += 1;
      const values = this.items(")", depth);
      return Array.isArray(values) ? this.call(name, values, this.text.slice(start, this.at)) : UNREADABLE;
    }
    if (name === "true" || name === "false") return name === "true";
    if (name === "null") return null;
    return this.lookup(name) ?? hole(name);
  }

  private string(depth: number): Read {
    const start = this.at + 1;
    const end = endOfString(this.text, start);
    if (end === undefined) return UNREADABLE;
    this.at = end + 1;
    return templateText(unquoted(this.text.slice(start, end)), this.lookup, undefined, depth);
  }

  private items(end: string, depth: number): Read {
    const values: unknown[] = [];
    while (!this.takes(end)) {
      const value = this.value(depth + 1);
      if (value === UNREADABLE) return UNREADABLE;
      values.push(value);
      if (!this.takes(",")) return this.takes(end) ? values : UNREADABLE;
    }
    return values;
  }

  private object(depth: number): Read {
    const entries: [string, unknown][] = [];
    while (!this.takes("}")) {
      const key = this.text[this.at] === '"' ? this.string(depth) : this.match(NAME);
      if (typeof key !== "string" || !(this.takes("=") || this.takes(":"))) return UNREADABLE;
      const value = this.value(depth + 1);
      if (value === UNREADABLE) return UNREADABLE;
      entries.push([key, value]);
      this.takes(",");
    }
    return mapOf(entries);
  }

  private call(name: string, values: readonly unknown[], written: string): unknown {
    const [first, second] = values;
    const isKnown = (value: unknown): value is string => typeof value === "string" && !value.includes("${");
    switch (name) {
      case "trimprefix":
        if (!isKnown(first) || !isKnown(second)) break;
        return first.startsWith(second) ? first.slice(second.length) : first;
      case "split":
        if (!isKnown(first) || !isKnown(second)) break;
        return second.split(first);
      case "element":
        if (!Array.isArray(first) || typeof second !== "number" || first.length === 0) break;
        return first[second % first.length];
    }
    return hole(written);
  }
}

/** Position of the quote that ends a string. */
const endOfString = (text: string, start: number): number | undefined => {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
    else if (text.startsWith("$${", at) || text.startsWith("%%{", at)) at += 2;
    else if (text.startsWith("${", at)) {
      const end = endOfExpression(text, at + 2);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
};

const ESCAPES: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t" };

/** Undoes the backslashes of a string, outside the expressions in it. */
const unquoted = (text: string): string => {
  let made = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      made += text.slice(at, at + 3);
      at += 2;
    } else if (text.startsWith("${", at)) {
      const end = endOfExpression(text, at + 2) ?? text.length;
      made += text.slice(at, end + 1);
      at = end;
    } else if (character !== "\\") {
      made += character;
    } else {
      const [whole = "", , hexadecimal] = /^\\(u([0-9a-fA-F]{4})|[^])/.exec(text.slice(at, at + 6)) ?? [];
      made +=
        hexadecimal === undefined
          ? (ESCAPES[whole.charAt(1)] ?? whole.charAt(1))
          : String.fromCharCode(Number.parseInt(hexadecimal, 16));
      at += Math.max(whole.length, 1) - 1;
    }
  }
  return made;
};
