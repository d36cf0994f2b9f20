/** Policies by hand as the comparison takes them, and what formulas say of single requests. */
import { Inquiry } from "../../lib/access/budget";
import { type Context, NOTHING_KNOWN } from "../../lib/access/context";
import { existence } from "../../lib/access/difference";
import { type DocumentKind, type ParsedDocument, parseDocument } from "../../lib/access/document";
import { ACTION, type Formula, PRINCIPAL, RESOURCE, and, contextDimension, matches } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import type { Around } from "../../lib/review/body";
import { type About, type Unit, unitsOf } from "../../lib/review/units";
import { KEY } from "./names";

export type Statement = { readonly [key: string]: unknown };

/** A policy that can be read. */
export const documentOf = (statements: readonly Statement[], kind?: DocumentKind, name = "policy"): ParsedDocument => {
  const { document, problems } = parseDocument({ Version: "2012-10-17", Statement: statements }, name, kind);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return document;
};

/** The only unit of a statement. */
export const unitOf = (
  statement: Statement,
  about: About = { kind: "identity" },
  context: Context = NOTHING_KNOWN,
): Unit => {
  const [unit, ...more] = unitsOf([documentOf([statement])], about, context);
  if (unit === undefined || more.length > 0) throw new Error("not one unit");
  return unit;
};

type Texts = string | readonly string[];

export const allow = (Action: Texts, Resource: Texts, more: object = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const deny = (action: Texts, resource: Texts, more: object = {}): Statement => ({
  ...allow(action, resource, more),
  Effect: "Deny",
});

/** The bucket `acme-in`, whose policy takes part. */
export const bucketAround = (statements: readonly Statement[], sameAccount: Around["sameAccount"] = true): Around => ({
  kind: "plain",
  arns: ["arn:*:s3:::acme-in", "arn:*:s3:::acme-in/*"],
  documents: statements.length === 0 ? [] : [documentOf(statements, "resource", "of the bucket")],
  sameAccount,
});

/** The key, whose policy takes part. */
export const keyAround = (...statements: readonly Statement[]): Around => ({
  kind: "kms",
  arns: [KEY],
  documents: [documentOf(statements, "resource", "of the key")],
  sameAccount: true,
});

export const plenty = (): Inquiry => new Inquiry({ steps: 1_000_000 });

/** One that has no step left. */
export const spent = (): Inquiry => {
  const inquiry = new Inquiry({ steps: 0 });
  inquiry.ask((work) => {
    work.spend(1);
  });
  return inquiry;
};

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly principal?: string;
  readonly context?: { readonly [key: string]: string };
}

/** Whether a formula is true for a request: perhaps, where it depends on what nobody knows. */
export const holdsFor = (
  formula: Formula,
  { action, resource, principal, context = {} }: Request,
): "yes" | "maybe" | "no" | "undecided" => {
  const is = (dimension: string, text: string): Formula =>
    matches(dimension, globOf(parsePattern(text, "2008-10-17", false)));
  const request = [
    is(ACTION, action.toLowerCase()),
    is(RESOURCE, resource),
    ...(principal === undefined ? [] : [is(PRINCIPAL, principal)]),
    ...Object.entries(context).map(([key, value]) => is(contextDimension(key), value)),
  ];
  return existence(and(formula, ...request), plenty()).kind;
};
