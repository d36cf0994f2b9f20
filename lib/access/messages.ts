import { type Problem, inQuotes } from "../problem";

/** What can be wrong with a policy document, one function each: what, which value, what to do. */

const problem = (path: string, message: string): Problem => ({ path, message });

/** Longer texts are cut before they are quoted. */
const LONGEST_TEXT = 200;

/** A value in a message. Objects are named by kind only: they may be too deep to print. */
const shown = (value: unknown): string => {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function") return typeof value;
  return inQuotes(typeof value === "string" ? value.slice(0, LONGEST_TEXT) : value);
};

const listed = (values: readonly string[]): string => values.map((value) => inQuotes(value)).join(", ");

// Text

export const notPolicyJson = (path: string): Problem =>
  problem(path, `is no JSON text; give the policy as JSON, as URL-encoded JSON or as an object`);

export const policyTooLong = (path: string, length: number, limit: number): Problem =>
  problem(path, `has ${String(length)} characters, more than ${String(limit)}; no policy of IAM is this long`);

export const policyTooLarge = (path: string, limit: number): Problem =>
  problem(path, `has more than ${String(limit)} values; no policy of IAM is this large`);

export const notADocument = (path: string, value: unknown): Problem =>
  problem(path, `expected a policy document, got ${shown(value)}; give { "Version": …, "Statement": … }`);

// Elements

export const notPossible = (path: string, value: unknown, allowed: readonly string[]): Problem =>
  problem(path, `${shown(value)} is not possible; write ${allowed.map((one) => inQuotes(one)).join(" or ")}`);

export const unknownElement = (path: string, key: string, known: readonly string[]): Problem =>
  problem(path, `${shown(key)} is no element of a policy here; known are ${listed(known)}`);

export const elementMissing = (path: string, elements: readonly string[]): Problem =>
  problem(path, `has no ${elements.map((one) => inQuotes(one)).join(" or ")}; add it`);

export const bothElements = (path: string, one: string, other: string): Problem =>
  problem(path, `has both ${inQuotes(one)} and ${inQuotes(other)}; keep one`);

export const elementNotHere = (path: string, element: string, kind: string): Problem =>
  problem(path, `${inQuotes(element)} has no place in ${kind}; remove it`);

export const noStatement = (path: string): Problem => problem(path, `has no statement; add one or drop the policy`);

export const wrongShape = (path: string, expected: string, value: unknown): Problem =>
  problem(path, `expected ${expected}, got ${shown(value)}`);

export const emptyList = (path: string): Problem => problem(path, `is an empty list; add a value or drop the element`);

export const emptyValue = (path: string): Problem => problem(path, `is empty; give a value or drop it`);

export const sidTwice = (path: string, sid: string): Problem =>
  problem(path, `${shown(sid)} names another statement of this policy already; rename one`);

// Principal

export const unknownPrincipalKind = (path: string, kind: string, known: readonly string[]): Problem =>
  problem(path, `${shown(kind)} is no kind of principal; known are ${listed(known)}`);

export const partialWildcard = (path: string, value: string): Problem =>
  problem(path, `${shown(value)} has a wildcard in part of it, which a principal cannot; write it in full, or "*"`);

// Condition

export const unknownOperator = (path: string, operator: string): Problem =>
  problem(path, `${shown(operator)} is no condition operator; what it allows is taken for unknown`);
