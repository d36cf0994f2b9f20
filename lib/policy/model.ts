import type { WholePolicy } from "../props";

/**
 * Policies as data, in IAM's own JSON form.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** Operator → condition key → values. */
export type Condition = { readonly [operator: string]: { readonly [key: string]: readonly string[] } };

/** Who a resource policy or trust policy is about. */
export type Principal = { readonly Service: readonly string[] } | { readonly AWS: readonly string[] };

/** One statement. Lists are sorted and without duplicates after {@link canonicalStatement}. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Condition;
}

/** A policy document. Version 2012-10-17 is the one in which `${…}` variables and escapes have a meaning. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A document of ours, or one that was given whole. */
export type AnyPolicy = PolicyDocument | WholePolicy;

/** What a text is ordered by: itself, unless it holds placeholders. */
export type Identity = (text: string) => string;

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by identity, each identity once. The input stays as it is. */
export const sortedSet = (values: readonly string[], identity: Identity): readonly string[] => {
  const byIdentity = new Map(values.map((value) => [identity(value), value]));
  return [...byIdentity].sort(([a], [b]) => byCodePoint(a, b)).map(([, value]) => value);
};

/** Items in the order of their keys. */
export const sortedBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => byCodePoint(key(a), key(b)));

const canonicalCondition = (condition: Condition, identity: Identity): Condition =>
  Object.fromEntries(
    sortedBy(Object.entries(condition), ([operator]) => operator).map(([operator, tests]) => [
      operator,
      Object.fromEntries(
        sortedBy(Object.entries(tests), ([key]) => key).map(([key, values]) => [key, sortedSet(values, identity)]),
      ),
    ]),
  );

const canonicalPrincipal = (principal: Principal, identity: Identity): Principal =>
  "AWS" in principal
    ? { AWS: sortedSet(principal.AWS, identity) }
    : { Service: sortedSet(principal.Service, identity) };

/**
 * The one form of a statement.
 *
 * - it means the same as the statement given
 * - the order of lists and keys in the input never shows in the output
 * - keys stand in IAM's customary order, lists are sorted sets
 */
export const canonicalStatement = (statement: Statement, identity: Identity): Statement => {
  const { Sid, Effect, Principal, Action, NotAction, Resource, NotResource, Condition } = statement;
  return {
    ...(Sid === undefined ? {} : { Sid }),
    Effect,
    ...(Principal === undefined ? {} : { Principal: canonicalPrincipal(Principal, identity) }),
    ...(Action === undefined ? {} : { Action: sortedSet(Action, identity) }),
    ...(NotAction === undefined ? {} : { NotAction: sortedSet(NotAction, identity) }),
    ...(Resource === undefined ? {} : { Resource: sortedSet(Resource, identity) }),
    ...(NotResource === undefined ? {} : { NotResource: sortedSet(NotResource, identity) }),
    ...(Condition === undefined || Object.keys(Condition).length === 0
      ? {}
      : { Condition: canonicalCondition(Condition, identity) }),
  };
};

/** A document of these statements, each in canonical form, in the order given. */
export const policyDocument = (statements: readonly Statement[], identity: Identity): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements.map((statement) => canonicalStatement(statement, identity)),
});

/** The document as one line of JSON. */
export const policyJson = (document: AnyPolicy): string => JSON.stringify(document);

/** JSON as Terraform's `jsonencode` writes it: keys in order, `<`, `>` and `&` as six characters each. */
export const terraformJson = (value: unknown): string => {
  const inOrder = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(inOrder);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(sortedBy(Object.entries(item), ([key]) => key).map(([key, one]) => [key, inOrder(one)]));
  };
  return JSON.stringify(inOrder(value)).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
};

/** L-MANAGED: characters of a customer managed policy. */
export const LARGEST_POLICY = 6144;

/**
 * The document's size as IAM counts it: characters, without white space between them. The provider writes `<`, `>`
 * and `&` as six characters each.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policySize = (document: AnyPolicy): number => terraformJson(document).length;
