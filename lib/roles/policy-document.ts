import type { RoleFacts } from "./facts";
import { type JsonObject, isObject, isTooDeep, memberOf, oneOrMore, textOf, textsOf } from "./json-value";

/** A policy document by itself, and documents in the forms in which AWS hands them out. */

/** Largest document that is looked into; IAM's own limits are below 11,000 characters, S3's is 20 KB. */
const LARGEST = 1_000_000;

/** The document as JSON text or object; the API gives it also URL-encoded (RFC 3986). */
export const givenDocument = (value: unknown): unknown => {
  const text = textOf(value);
  if (text === undefined || !/^\s*%7B/i.test(text)) return value;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The document as an object, where it is one. */
export const parsedDocument = (document: unknown): JsonObject | undefined => {
  const text = textOf(document);
  if (text === undefined) return isObject(document) && !isTooDeep(document) ? document : undefined;
  if (text.length > LARGEST) return undefined;
  try {
    const parsed = JSON.parse(text) as unknown;
    return isObject(parsed) && !isTooDeep(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const statementsOf = (document: unknown): readonly unknown[] =>
  oneOrMore(memberOf(parsedDocument(document), "Statement"));

/** Whether a value looks like a policy document. */
export const isPolicyDocument = (value: unknown): boolean => {
  const statements = oneOrMore(memberOf(value, "Statement"));
  return isObject(value) && statements.length > 0 && statements.every((one) => memberOf(one, "Effect") !== undefined);
};

/** Whether a document says who may assume a role. */
const isTrustPolicy = (document: unknown): boolean =>
  statementsOf(document).some(
    (statement) =>
      memberOf(statement, "Principal") !== undefined &&
      textsOf(memberOf(statement, "Action")).some((action) => /^sts:/i.test(action)),
  );

/** Whether a document belongs to a bucket, a key or the like. */
const isResourcePolicy = (document: unknown): boolean =>
  statementsOf(document).some(
    (statement) => memberOf(statement, "Principal") !== undefined || memberOf(statement, "NotPrincipal") !== undefined,
  );

/** Names of the buckets in a document's resources. */
export const bucketsIn = (document: unknown): readonly string[] => [
  ...new Set(
    statementsOf(document)
      .flatMap((statement) => [
        ...textsOf(memberOf(statement, "Resource")),
        ...textsOf(memberOf(statement, "NotResource")),
      ])
      .flatMap((arn) => /^arn:[^:]+:s3:::([^/*?$]+)(?:\/|$)/.exec(arn)?.[1] ?? []),
  ),
];

/** Services whose actions a document names, `s3` for instance. */
export const servicesIn = (document: unknown): ReadonlySet<string> =>
  new Set(
    statementsOf(document)
      .flatMap((statement) => [...textsOf(memberOf(statement, "Action")), ...textsOf(memberOf(statement, "NotAction"))])
      .map((action) => action.split(":", 1)[0]?.toLowerCase() ?? ""),
  );

/** Facts without anything in them. */
export const emptyFacts = (where: string): RoleFacts => ({
  where,
  identity: [],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
});

/** What a bare document tells of a role. `undefined`: it is the policy of a bucket or a key. */
export const factsOfDocument = (document: JsonObject, name: string): RoleFacts | undefined => {
  const facts = emptyFacts(name);
  if (isTrustPolicy(document)) {
    const what = "the role's identity policies are not in the source, which is a trust policy alone";
    const gaps = [{ where: name, of: "identity", what, closedBy: "identity" }] as const;
    return { ...facts, trust: { name, document }, gaps };
  }
  if (isResourcePolicy(document)) return undefined;
  const what = "the role's trust policy is not in the source, which is a policy alone";
  const gaps = [{ where: name, of: "trust", what, closedBy: "trust" }] as const;
  return { ...facts, identity: [{ name, document }], gaps };
};
