import { type Problem, childPath, itemPath } from "../problem";
import * as messages from "./messages";
import { parseOperator } from "./operators";
import type { Version } from "./pattern";
import { PRINCIPAL_KINDS, type PrincipalEntry, type PrincipalKind, type Principals } from "./principals";
import { Reader } from "./reader";

/** What a policy is attached to; some elements have a place in one kind only. */
export type DocumentKind = "identity" | "resource" | "trust";

/** A list that holds, or all that it leaves out (`NotAction`, `NotResource`). */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** One operator on one key. */
export interface ConditionTest {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface ParsedStatement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly principals?: Principals;
  readonly actions: Patterns;
  /** Left out: the statement has no resource, as in a trust policy. */
  readonly resources?: Patterns;
  /** All of them have to hold. */
  readonly tests: readonly ConditionTest[];
}

/** A policy document, read. */
export interface ParsedDocument {
  readonly name: string;
  readonly version: Version;
  readonly statements: readonly ParsedStatement[];
}

export interface Parsed {
  /** Left out where the document cannot be used. Problems beside it do not stand in the way. */
  readonly document?: ParsedDocument;
  readonly problems: readonly Problem[];
}

const VERSIONS: readonly Version[] = ["2012-10-17", "2008-10-17"];
const DOCUMENT_ELEMENTS = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** IAM's own limits are at most some ten thousand characters without white space. */
const LONGEST_TEXT = 1_000_000;

/** Statements that were read before, by their text: nearly all of a policy that changes stays as it is. */
export type KnownStatements = Map<string, ParsedStatement>;

/**
 * Reads a policy document: JSON text, JSON text in URL encoding as IAM's API returns it, or an object.
 *
 * Every problem at once. An operator that IAM does not have is a problem that leaves the document usable: what it
 * allows is unknown.
 *
 * @param name what the document is called in problems and in answers
 * @param kind checks that elements stand where they have a place; left out: not checked
 * @param known is looked up, and gets the statements of documents without problems
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parseDocument = (value: unknown, name: string, kind?: DocumentKind, known?: KnownStatements): Parsed => {
  const reader = new Reader();
  const data = typeof value === "string" ? fromText(value, name, reader) : value;
  const document = reader.failed ? undefined : readDocument(data, name, reader, kind, known);
  return document === undefined || reader.failed
    ? { problems: reader.problems }
    : { document, problems: reader.problems };
};

const fromText = (text: string, name: string, reader: Reader): unknown => {
  if (text.length > LONGEST_TEXT) {
    reader.fail(messages.policyTooLong(name, text.length, LONGEST_TEXT));
    return undefined;
  }
  try {
    return JSON.parse(/^\s*%7b/i.test(text) ? decodeURIComponent(text) : text) as unknown;
  } catch {
    reader.fail(messages.notPolicyJson(name));
    return undefined;
  }
};

const readDocument = (
  value: unknown,
  path: string,
  reader: Reader,
  kind: DocumentKind | undefined,
  earlier: KnownStatements | undefined,
): ParsedDocument | undefined => {
  const elements = reader.elements(value, path, DOCUMENT_ELEMENTS, messages.notADocument);
  if (elements === undefined) return undefined;
  const version = elements.get("Version") ?? "2008-10-17";
  const knownVersion = VERSIONS.find((one) => one === version);
  if (knownVersion === undefined) reader.fail(messages.notPossible(childPath(path, "Version"), version, VERSIONS));
  const given = elements.get("Statement");
  if (given === undefined) reader.fail(messages.elementMissing(path, ["Statement"]));
  const list = Array.isArray(given) ? (given as readonly unknown[]) : given === undefined ? [] : [given];
  if (Array.isArray(given) && list.length === 0) reader.note(messages.noStatement(childPath(path, "Statement")));
  const sids = new Set<string>();
  const statements: ParsedStatement[] = [];
  for (const [index, one] of list.entries()) {
    if (reader.full) break;
    const at = childPath(path, "Statement");
    const text = earlier === undefined ? undefined : writtenOut([index, kind, one]);
    const known = text === undefined ? undefined : earlier?.get(text);
    const statement = known ?? readStatement(one, index, Array.isArray(given) ? itemPath(at, index) : at, reader, kind);
    if (statement === undefined) continue;
    if (text !== undefined && reader.problems.length === 0) earlier?.set(text, statement);
    const { sid } = statement;
    if (sid !== undefined) {
      if (sids.has(sid)) reader.note(messages.sidTwice(itemPath(at, index), sid));
      sids.add(sid);
    }
    statements.push(statement);
  }
  return { name: path, version: knownVersion ?? "2008-10-17", statements };
};

/** Parsed JSON as text; undefined where it is nested too deep for JavaScript, which parses more than it writes. */
const writtenOut = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
};

const readStatement = (
  value: unknown,
  index: number,
  path: string,
  reader: Reader,
  kind: DocumentKind | undefined,
): ParsedStatement | undefined => {
  const elements = reader.elements(value, path, STATEMENT_ELEMENTS, (at, other) =>
    messages.wrongShape(at, "a statement", other),
  );
  if (elements === undefined) return undefined;
  const effect = elements.get("Effect");
  if (effect === undefined) reader.fail(messages.elementMissing(path, ["Effect"]));
  else if (effect !== "Allow" && effect !== "Deny") {
    reader.fail(messages.notPossible(childPath(path, "Effect"), effect, ["Allow", "Deny"]));
  }
  const sid = elements.get("Sid");
  if (sid !== undefined && typeof sid !== "string") {
    reader.fail(messages.wrongShape(childPath(path, "Sid"), "text", sid));
  }
  const actions = readPatterns(elements, "Action", path, reader);
  if (actions === undefined) reader.fail(messages.elementMissing(path, ["Action", "NotAction"]));
  const resources = readPatterns(elements, "Resource", path, reader);
  const principals = readPrincipals(elements, path, reader);
  checkPlaces(
    { elements, kind, hasResources: resources !== undefined, hasPrincipals: principals !== undefined },
    path,
    reader,
  );
  return {
    index,
    ...(typeof sid === "string" && sid !== "" ? { sid } : {}),
    effect: effect === "Allow" ? "Allow" : "Deny",
    ...(principals === undefined ? {} : { principals }),
    actions: actions ?? { not: false, patterns: [] },
    ...(resources === undefined ? {} : { resources }),
    tests: readCondition(elements.get("Condition"), childPath(path, "Condition"), reader),
  };
};

interface Places {
  readonly elements: ReadonlyMap<string, unknown>;
  readonly kind: DocumentKind | undefined;
  readonly hasResources: boolean;
  readonly hasPrincipals: boolean;
}

/** Elements that this kind of policy needs, or has no place for. */
const checkPlaces = ({ elements, kind, hasResources, hasPrincipals }: Places, path: string, reader: Reader): void => {
  if (kind === undefined) return;
  const misplaced = (names: readonly string[], what: string): void => {
    for (const name of names) {
      if (elements.has(name)) reader.fail(messages.elementNotHere(childPath(path, name), name, what));
    }
  };
  if (kind === "identity") misplaced(["Principal", "NotPrincipal"], "an identity policy");
  else if (!hasPrincipals) reader.fail(messages.elementMissing(path, ["Principal", "NotPrincipal"]));
  if (kind === "trust") misplaced(["Resource", "NotResource"], "a trust policy");
  else if (!hasResources) reader.fail(messages.elementMissing(path, ["Resource", "NotResource"]));
};

/** The element or its `Not…`; undefined: neither. */
const either = (
  elements: ReadonlyMap<string, unknown>,
  name: string,
  path: string,
  reader: Reader,
): { readonly key: string; readonly not: boolean; readonly value: unknown } | undefined => {
  const other = `Not${name}`;
  if (elements.has(name) && elements.has(other)) reader.fail(messages.bothElements(path, name, other));
  if (elements.has(name)) return { key: name, not: false, value: elements.get(name) };
  return elements.has(other) ? { key: other, not: true, value: elements.get(other) } : undefined;
};

const readPatterns = (
  elements: ReadonlyMap<string, unknown>,
  name: "Action" | "Resource",
  path: string,
  reader: Reader,
): Patterns | undefined => {
  const found = either(elements, name, path, reader);
  if (found === undefined) return undefined;
  return { not: found.not, patterns: reader.texts(found.value, childPath(path, found.key)) };
};

const readPrincipals = (
  elements: ReadonlyMap<string, unknown>,
  path: string,
  reader: Reader,
): Principals | undefined => {
  const found = either(elements, "Principal", path, reader);
  if (found === undefined) return undefined;
  const at = childPath(path, found.key);
  if (found.value === "*") return { not: found.not, entries: [{ kind: "AWS", value: "*" }] };
  const kinds = reader.elements(found.value, at, undefined, (where, value) =>
    messages.wrongShape(where, `"*" or an object such as { "AWS": … }`, value),
  );
  const entries = [...(kinds ?? [])].flatMap(([kind, value]): readonly PrincipalEntry[] => {
    const known = PRINCIPAL_KINDS.find((one) => one === kind);
    if (known === undefined) {
      reader.fail(messages.unknownPrincipalKind(at, kind, PRINCIPAL_KINDS));
      return [];
    }
    return principalEntries(known, reader.texts(value, childPath(at, kind)), childPath(at, kind), reader);
  });
  if (kinds?.size === 0) reader.fail(messages.emptyList(at));
  return { not: found.not, entries };
};

const principalEntries = (
  kind: PrincipalKind,
  values: readonly string[],
  path: string,
  reader: Reader,
): readonly PrincipalEntry[] => {
  for (const value of values) {
    // A hole may have anything in it, and `*` alone is everyone.
    if (value !== "*" && /[*?]/.test(value.replace(/\$\{.*\}/s, "")))
      reader.note(messages.partialWildcard(path, value));
  }
  return values.map((value) => ({ kind, value }));
};

const readCondition = (value: unknown, path: string, reader: Reader): readonly ConditionTest[] => {
  if (value === undefined) return [];
  const operators = reader.elements(value, path, undefined, (at, other) =>
    messages.wrongShape(at, "an object of operators", other),
  );
  return [...(operators ?? [])].flatMap(([operator, tests]) => {
    if (parseOperator(operator) === undefined) reader.note(messages.unknownOperator(path, operator));
    const at = childPath(path, operator);
    const keys = reader.elements(tests, at, undefined, (where, other) =>
      messages.wrongShape(where, "an object of condition keys", other),
    );
    return [...(keys ?? [])].map(([key, values]) => ({
      operator,
      key,
      values: reader.values(values, childPath(at, key)),
    }));
  });
};
