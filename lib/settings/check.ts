import * as errors from "../errors";
import type { Question } from "../jobs/open-questions";
import type { Placeholders } from "../placeholders";
import { type Problem, childPath, itemPath } from "../problem";
import { nearest } from "./nearest";

/** Where checks write down what they find. One report serves a whole file, so that every problem comes at once. */
export interface Report {
  readonly placeholders: Placeholders;
  problem(found: Problem): void;
  warn(found: Problem): void;
  /** What jobs leave open; left out: a problem where a job would fail for certain, else a warning. */
  ask?(question: Question): void;
}

/** An empty report, and what was written into it. */
export const newReport = (
  placeholders: Placeholders,
): Report & { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } => {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  return {
    placeholders,
    problems,
    warnings,
    problem: (found) => void problems.push(found),
    warn: (found) => void warnings.push(found),
  };
};

/** Reads a value at a path; reports what is wrong and returns undefined, or returns the value. */
export type Check<T> = (value: unknown, path: string, report: Report) => T | undefined;

/** A further look at a value of the right type. Not called for values that hold placeholders. */
export type Rule<T> = (value: T, path: string, report: Report) => void;

export const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const scalar =
  <T extends string | number | boolean>(name: string, is: (value: unknown) => value is T) =>
  (rule: Rule<T> = () => undefined): Check<T> =>
  (value, path, report) => {
    if (!is(value)) {
      report.problem(errors.wrongType(path, name, value));
      return undefined;
    }
    if (report.placeholders.isKnown(value)) rule(value, path, report);
    return value;
  };

const isString = (value: unknown): value is string => typeof value === "string";

/** Text of any length, empty included. */
export const anyText = scalar("text", isString);

/** Text that is not empty. */
export const text = (rule: Rule<string> = () => undefined): Check<string> =>
  anyText((value, path, report) => {
    if (value === "") report.problem(errors.emptyText(path));
    else rule(value, path, report);
  });

export const flag = scalar("true or false", (value): value is boolean => typeof value === "boolean")();

/** A whole number from `low` to `high`; `unit` stands behind the range in the message. */
export const wholeNumber = (low: number, high: number, unit = ""): Check<number> =>
  scalar(
    "a number",
    (value): value is number => typeof value === "number",
  )((value, path, report) => {
    if (!Number.isInteger(value) || value < low || value > high) {
      report.problem(errors.outOfRange(path, value, low, high, unit));
    }
  });

/** One of the words given. */
export const oneOf =
  <T extends string>(...allowed: readonly T[]): Check<T> =>
  (value, path, report) => {
    const found = allowed.find((word) => word === value);
    if (found === undefined) report.problem(errors.notOneOf(path, value, allowed));
    return found;
  };

/** A list; items that fail their check are left out. */
export const list =
  <T>(item: Check<T>, options: { readonly nonEmpty?: boolean } = {}): Check<readonly T[]> =>
  (value, path, report) => {
    if (!Array.isArray(value)) {
      report.problem(errors.wrongType(path, "a list", value));
      return undefined;
    }
    if (value.length === 0 && options.nonEmpty === true) report.problem(errors.emptyList(path));
    return value.flatMap((entry: unknown, index) => {
      const checked = item(entry, itemPath(path, index), report);
      return checked === undefined ? [] : [checked];
    });
  };

/** An object with keys of the user's choice. */
export const map =
  <T>(item: Check<T>): Check<{ readonly [key: string]: T }> =>
  (value, path, report) => {
    if (!isObject(value)) {
      report.problem(errors.wrongType(path, "an object", value));
      return undefined;
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) => {
        const checked = item(entry, childPath(path, key), report);
        return checked === undefined ? [] : [[key, checked] as const];
      }),
    );
  };

type Fields<T> = { readonly [K in keyof T]-?: Check<T[K]> };
type Checked<T> = { readonly [K in keyof T]?: T[K] };

/**
 * An object with these keys only. An unknown key is reported with the nearest known one; a key whose value fails its
 * check is left out of the result.
 *
 * `undefined` counts as absent, as it does in TypeScript.
 */
export const record =
  <T>(fields: Fields<T>, required: readonly (keyof T & string)[] = []): Check<Checked<T>> =>
  (value, path, report) => {
    if (!isObject(value)) {
      report.problem(errors.wrongType(path, "an object", value));
      return undefined;
    }
    const known = Object.keys(fields);
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) report.problem(errors.unknownKey(path, key, nearest(key, known), known));
    }
    for (const key of required) {
      if (value[key] === undefined) report.problem(errors.missing(path, key));
    }
    const result: Checked<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      if (!Object.hasOwn(value, key) || value[key] === undefined) continue;
      const checked = fields[key](value[key], childPath(path, key), report);
      if (checked !== undefined) Object.assign(result, { [key]: checked });
    }
    return result;
  };

/**
 * {@link record} for objects that are of no use in part: a required key that is missing was reported, and a report with
 * problems is never used.
 */
export const completeRecord = <T>(fields: Fields<T>, required: readonly (keyof T & string)[]): Check<T> =>
  record(fields, required) as Check<T>;

/** Text is read by one check, everything else by another. */
export const textOr =
  <A, B>(ofText: Check<A>, other: Check<B>): Check<A | B> =>
  (value, path, report) =>
    typeof value === "string" ? ofText(value, path, report) : other(value, path, report);

/** Reports each item that has the key of an earlier one. */
export const reportRepeats = <T>(
  items: readonly T[],
  key: (item: T) => string,
  repeat: (item: T, first: T) => Problem,
  report: Report,
): void => {
  const seen = new Map<string, T>();
  for (const item of items) {
    const first = seen.get(key(item));
    if (first === undefined) seen.set(key(item), item);
    else report.problem(repeat(item, first));
  }
};

/** One value or a list of them, as a list. */
export const oneOrMany =
  <T>(item: Check<T>): Check<readonly T[]> =>
  (value, path, report) =>
    list(item, { nonEmpty: true })(Array.isArray(value) ? value : [value], path, report);
