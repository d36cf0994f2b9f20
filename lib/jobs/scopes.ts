import { cutAtForeignCharacter, escapeInArn } from "../policy/arn";
import type { RuleId } from "./rules";

/**
 * From keys and destinations to IAM patterns: what `*` and `?` stand for, and what a policy cannot hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** A pattern of object keys, and the rules that led to it. */
export interface Scope {
  readonly pattern: string;
  readonly rules: readonly RuleId[];
}

const MANY = "*";

/** Text up to the last slash, that slash included. */
export const directoryOf = (key: string): string => key.slice(0, key.lastIndexOf("/") + 1);

/** R-ARN-ESCAPE, R-ARN-CHARSET: literal text as a pattern; cut where a policy cannot hold it. */
const literal = (text: string): Scope & { readonly cut: boolean } => {
  const start = cutAtForeignCharacter(text);
  const cut = start.length < text.length;
  return { pattern: escapeInArn(start), cut, rules: cut ? ["R-ARN-CHARSET"] : [] };
};

/** One object. */
export const objectScope = (key: string): Scope => {
  const { pattern, cut, rules } = literal(key);
  return { pattern: cut ? pattern + MANY : pattern, rules };
};

/** Everything that begins with the text. */
export const prefixScope = (prefix: string): Scope => {
  const { pattern, rules } = literal(prefix);
  return { pattern: pattern + MANY, rules };
};

/** R-S3-READ-SERIES: digits before `.png` as many `?`; undefined where the name does not end so. */
export const seriesScope = (key: string): Scope | undefined => {
  const [, start, digits, end] = /^([^]*?)(\d+)(\.png)$/i.exec(key) ?? [];
  if (start === undefined || digits === undefined || end === undefined) return undefined;
  const { pattern, cut, rules } = literal(start);
  return { pattern: cut ? pattern + MANY : pattern + "?".repeat(digits.length) + end, rules };
};

/** R-DEST-VAR: format identifiers that a destination may hold. */
const IDENTIFIER = /\$(?:dt|d|t|fn)\$/g;

/**
 * R-DEST-…: what a destination's key stands for.
 *
 * @param subdirectories outputs go to subdirectories of undocumented names
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/list-of-settings-variables-with-examples.html
 */
export const destinationScope = (key: string, subdirectories = false): Scope => {
  const base: RuleId = key === "" ? "R-DEST-ROOT" : key.endsWith("/") ? "R-DEST-DIR" : "R-DEST-BASE";
  const rule = base === "R-DEST-BASE" && subdirectories ? "R-DEST-SUBDIR" : base;
  const pieces = (rule === "R-DEST-SUBDIR" ? directoryOf(key) : key).split(IDENTIFIER);
  const rules: RuleId[] = [rule, ...(key.includes("$") ? (["R-DEST-VAR"] as const) : [])];
  let pattern = "";
  for (const [index, piece] of pieces.entries()) {
    const dollar = piece.indexOf("$");
    const known = dollar < 0 ? piece : piece.slice(0, dollar);
    const { pattern: text, cut, rules: more } = literal(known);
    pattern += text;
    rules.push(...more);
    if (cut || dollar >= 0 || index === pieces.length - 1) return { pattern: oneStar(pattern + MANY), rules };
    pattern += MANY;
  }
  return { pattern: MANY, rules };
};

/** `**` says nothing more than `*`; the escape `${*}` is no star. */
const oneStar = (pattern: string): string => pattern.replace(/(?<!\$\{)\*{2,}/g, MANY);

/** How much of what jobs name the role covers. */
export type Granularity = "object" | "prefix" | "bucket";

/** The pattern, widened: to the directory of each, or to the bucket. */
export const widened = (pattern: string, granularity: Granularity): string =>
  granularity === "object" ? pattern : granularity === "bucket" ? MANY : directoryOf(pattern) + MANY;

/** One symbol of a pattern, with escapes kept whole. */
const symbolsOf = (pattern: string): readonly string[] => pattern.match(/\$\{[*?$]\}|[^]/gu) ?? [];

/** What stands before the first wildcard. */
const headOf = (pattern: string): string => {
  const symbols = symbolsOf(pattern);
  const first = symbols.findIndex((symbol) => symbol === MANY || symbol === "?");
  return (first < 0 ? symbols : symbols.slice(0, first)).join("");
};

/** The pattern's beginning, if it is literal text and a star: what {@link widened} and most destinations make. */
export const literalStart = (pattern: string): string | undefined => {
  const symbols = symbolsOf(pattern);
  if (symbols.at(-1) !== MANY) return undefined;
  const start = symbols.slice(0, -1);
  return start.includes(MANY) || start.includes("?") ? undefined : start.join("");
};

/** The text that a literal pattern stands for; undefined where it has wildcards. */
export const literalText = (pattern: string): string | undefined => {
  const symbols = symbolsOf(pattern);
  if (symbols.includes(MANY) || symbols.includes("?")) return undefined;
  return symbols.map((symbol) => (symbol.length > 2 ? symbol.slice(2, -1) : symbol)).join("");
};

/**
 * Whether every key that matches `narrow` matches `wide`.
 *
 * Exact for patterns made here, in which no `?` stands beside a `*`: a star of `narrow` can only be taken by a star.
 */
export const covers = (wide: string, narrow: string): boolean => {
  const over = symbolsOf(wide);
  let reached = new Set(closure(over, 0));
  for (const symbol of symbolsOf(narrow)) {
    const next = new Set<number>();
    for (const position of reached) {
      const taken = over[position];
      if (taken === MANY) for (const one of closure(over, position)) next.add(one);
      else if (symbol !== MANY && (taken === "?" || taken === symbol))
        for (const one of closure(over, position + 1)) next.add(one);
    }
    reached = next;
  }
  return reached.has(over.length);
};

/** Positions that can be reached without a character: behind each star that stands there. */
const closure = (symbols: readonly string[], position: number): readonly number[] => {
  const reached = [position];
  while (symbols[reached[reached.length - 1] ?? 0] === MANY) reached.push((reached[reached.length - 1] ?? 0) + 1);
  return reached;
};

/** The patterns without those that another one covers, in order. */
export const withoutCovered = (patterns: readonly string[]): readonly string[] => {
  const all = [...new Set(patterns)].sort();
  const starts = new Set<string>();
  const odd: { readonly head: string; readonly pattern: string }[] = [];
  for (const pattern of all) {
    const start = literalStart(pattern);
    if (start !== undefined) starts.add(start);
    else if (literalText(pattern) === undefined) odd.push({ head: headOf(pattern), pattern });
  }
  return all.filter((pattern) => {
    const own = literalStart(pattern);
    let start = "";
    for (const symbol of symbolsOf(pattern)) {
      if (starts.has(start) && start !== own) return false;
      start += symbol;
    }
    if (starts.has(start) && start !== own) return false;
    return !odd.some(
      (other) => other.pattern !== pattern && pattern.startsWith(other.head) && covers(other.pattern, pattern),
    );
  });
};
