import type { Placeholders } from "../placeholders";
import { LARGEST_POLICY, type PolicyDocument, type Statement } from "../policy/model";
import { type Statements, allOf } from "../policy/role-policies";
import { condensed } from "./condense";
import { longestSize } from "./longest";

/** One policy of the role. */
export interface RoleDocument {
  /** Ends its address: `""` for the last one, else its place. */
  readonly place: string;
  /** Ends its name. Where it changes, the policy is another one, which is made before the earlier one goes. */
  readonly suffix: string;
  readonly document: PolicyDocument;
  /** Characters at most, as IAM counts them. */
  readonly size: number;
}

/** What packing comes to. */
export interface Packing {
  /** In an order in which each may be changed once those before it are; none where they do not fit. */
  readonly documents: readonly RoleDocument[];
  /** Documents that are needed, at least. */
  readonly needed: number;
  /** Characters of all statements in one document. */
  readonly size: number;
  /** Entries that are larger than a document by themselves, and their sizes. */
  readonly tooLarge: readonly { readonly what: string; readonly size: number }[];
  /** There are too few places for the usual arrangement: documents are fuller, and change more often. */
  readonly isTight: boolean;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a role of one document, as most are, is synthesized without them */
const load = {
  documents: () => require("./documents") as typeof import("./documents"),
  entries: () => require("./entry") as typeof import("./entry"),
  proof: () => require("./prove") as typeof import("./prove"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Packs statements into documents that IAM takes, as few as `arrange` needs; where those are more than there are places,
 * fuller ones.
 *
 * - the documents allow exactly what the statements do, which is proven before they are returned
 * - the order of the input never shows
 *
 * @param places how many documents the role can have
 * @throws PackingError where the proof fails
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const pack = (given: Statements, places: number, placeholders: Placeholders): Packing => {
  const few = condensed(given, placeholders);
  const whole: PolicyDocument = { Version: "2012-10-17", Statement: allOf(few) };
  const size = longestSize(whole, placeholders);
  const nothing = { documents: [], needed: 0, size, tooLarge: [], isTight: false };
  if (whole.Statement.length === 0) return nothing;
  const packing =
    size <= LARGEST_POLICY
      ? { ...nothing, documents: [{ place: "", suffix: "", document: whole, size }], needed: 1 }
      : spread(given, size, places, placeholders);
  const before = allOf(given);
  const after = packing.documents.map(({ document }) => document.Statement);
  if (after.length > 0 && !isVerbatim(before, after)) load.proof().prove(before, after, placeholders);
  return packing;
};

/** Statements that are too many for one document. */
const spread = (statements: Statements, size: number, places: number, placeholders: Placeholders): Packing => {
  const { documentsFrom, nameOf } = load.documents();
  const { entriesOf, sizeOf } = load.entries();
  const entries = entriesOf(statements, placeholders);
  const tooLarge = entries
    .map((entry) => ({ what: nameOf(entry), size: sizeOf([entry]) }))
    .filter((one) => one.size > LARGEST_POLICY);
  const least = Math.ceil(size / LARGEST_POLICY);
  const nothing = { documents: [], needed: least, size, tooLarge, isTight: false };
  if (tooLarge.length > 0 || least > places) return nothing;
  const { documents, isTight } = documentsFrom(entries, places, LARGEST_POLICY);
  return documents.length > places
    ? { ...nothing, needed: documents.length }
    : { documents, needed: documents.length, size, tooLarge, isTight };
};

/** Whether one document holds the statements as they are: nothing was merged, left out or spread. */
const isVerbatim = (statements: readonly Statement[], [first, ...others]: readonly (readonly Statement[])[]): boolean =>
  others.length === 0 && JSON.stringify(first) === JSON.stringify(statements);
