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
  const [, start, digits, end] = /^([^]*?)(?<!\d)(\d+)(\.png)$/i.exec(key) ?? [];
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

/** Wildcards as characters that no policy can hold, so that a pattern can be compared character by character. */
const ANY_TEXT = "\uE000";
const ANY_CHARACTER = "\uE001";

/** The pattern with escapes undone, and wildcards as {@link ANY_TEXT} and {@link ANY_CHARACTER}. */
const decoded = (pattern: string): string =>
  pattern.includes("${")
    ? pattern.replace(
        /\$\{([*?$])\}|[*?]/g,
        (symbol, escaped?: string) => escaped ?? (symbol === MANY ? ANY_TEXT : ANY_CHARACTER),
      )
    : pattern.replaceAll(MANY, ANY_TEXT).replaceAll("?", ANY_CHARACTER);

/** Position of the first wildcard, or -1. */
const firstWildcard = (text: string): number => text.search(/[\uE000\uE001]/);

/** The pattern's beginning, if it is literal text and a star: what {@link widened} and most destinations make. */
export const literalStart = (pattern: string): string | undefined => {
  const text = decoded(pattern);
  return text.endsWith(ANY_TEXT) && firstWildcard(text) === text.length - 1 ? pattern.slice(0, -1) : undefined;
};

/** The text that a literal pattern stands for; undefined where it has wildcards. */
export const literalText = (pattern: string): string | undefined => {
  const text = decoded(pattern);
  return firstWildcard(text) < 0 ? text : undefined;
};

/**
 * Whether every key that matches `narrow` matches `wide`.
 *
 * Exact for patterns made here, in which no `?` stands beside a `*`: a star of `narrow` can only be taken by a star.
 */
export const covers = (wide: string, narrow: string): boolean => takes(decoded(wide), decoded(narrow));

/** {@link covers}: each star takes as little as it can, and more where the rest does not fit. */
const takes = (wide: string, narrow: string): boolean => {
  let [over, under, star, taken] = [0, 0, -1, 0];
  while (under < narrow.length) {
    const symbol = wide[over];
    if (symbol === ANY_TEXT) {
      star = over;
      taken = under;
      over += 1;
    } else if (symbol === narrow[under] || (symbol === ANY_CHARACTER && narrow[under] !== ANY_TEXT)) {
      over += 1;
      under += 1;
    } else if (star >= 0) {
      taken += 1;
      under = taken;
      over = star + 1;
    } else {
      return false;
    }
  }
  while (wide[over] === ANY_TEXT) over += 1;
  return over === wide.length;
};

/** Tells which of the patterns cover another one, without comparing it with each. */
const coveringAmong = (patterns: readonly string[]): ((narrow: string) => readonly string[]) => {
  const texts = new Map<string, string>();
  const starts = new Map<string, string>();
  const others: { readonly head: string; readonly text: string; readonly pattern: string }[] = [];
  for (const pattern of patterns) {
    const text = decoded(pattern);
    const wildcard = firstWildcard(text);
    if (wildcard < 0) texts.set(text, pattern);
    else if (literalStart(pattern) !== undefined) starts.set(text.slice(0, -1), pattern);
    else others.push({ head: text.slice(0, wildcard), text, pattern });
  }
  const lengths = [...new Set([...starts.keys()].map(({ length }) => length))];
  return (narrow) => {
    const text = decoded(narrow);
    return [
      texts.get(text),
      ...lengths.map((length) => (length <= text.length ? starts.get(text.slice(0, length)) : undefined)),
      ...others.map((other) => (text.startsWith(other.head) && takes(other.text, text) ? other.pattern : undefined)),
    ].filter((pattern) => pattern !== undefined);
  };
};

/** The patterns without those that another one covers, in order. */
export const withoutCovered = (patterns: readonly string[]): readonly string[] => {
  const all = [...new Set(patterns)].sort();
  const covering = coveringAmong(all);
  return all.filter((pattern) => covering(pattern).every((other) => other === pattern));
};
