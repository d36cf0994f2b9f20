import type { Placeholders } from "../placeholders";
import { LARGEST_POLICY, type PolicyDocument } from "../policy/model";
import { type Group, arrange } from "./arrange";
import { condensed } from "./condense";
import { type Statements, allOf } from "../policy/role-policies";
import { type Entry, documentOf, entriesOf, sizeOf } from "./entry";
import { prove } from "./prove";

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

/**
 * Packs statements into documents that IAM takes, as few as {@link arrange} needs; where those are more than there are
 * places, fuller ones.
 *
 * - the documents allow exactly what the statements do, which is proven before they are returned
 * - the order of the input never shows
 *
 * @param places how many documents the role can have
 * @throws PackingError where the proof fails
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const pack = (given: Statements, places: number, placeholders: Placeholders): Packing => {
  const entries = entriesOf(condensed(given, placeholders), placeholders);
  const size = sizeOf(entries);
  const tooLarge = entries
    .map((entry) => ({ what: nameOf(entry), size: sizeOf([entry]) }))
    .filter((one) => one.size > LARGEST_POLICY);
  const least = Math.ceil(size / LARGEST_POLICY);
  const nothing = { documents: [], needed: least, size, tooLarge, isTight: false };
  if (entries.length === 0) return { ...nothing, needed: 0 };
  if (tooLarge.length > 0 || least > places) return nothing;
  const { documents, isTight } = documentsFrom(entries, places, LARGEST_POLICY);
  if (documents.length > places) return { ...nothing, needed: documents.length };
  const before = allOf(given);
  const after = documents.map(({ document }) => document);
  if (!isVerbatim(before, after)) prove(before, after, placeholders);
  return { documents, needed: documents.length, size, tooLarge, isTight };
};

/**
 * Documents in the usual arrangement, or in the first fuller one that has places enough.
 *
 * @param largest characters of a document
 */
export const documentsFrom = (
  entries: readonly Entry[],
  places: number,
  largest: number,
): Pick<Packing, "documents" | "isTight"> => {
  const arranged = (together: 1 | 2 | 4): readonly Group[] => arrange(entries, { largest, together });
  const usual = arranged(1);
  const isTight = usual.length > places;
  const halves = isTight ? arranged(2) : usual;
  const groups = halves.length > places ? arranged(4) : halves;
  return { documents: groups.map((group, index) => documentFrom(group, index === groups.length - 1)), isTight };
};

/** The last document always holds what is left, wherever that is, and takes from all others: its address stays. */
const documentFrom = ({ place, range, entries }: Group, isLast: boolean): RoleDocument => ({
  place: isLast ? "" : place,
  suffix: isLast ? "" : `-${place}${range}`,
  document: documentOf(entries),
  size: sizeOf(entries),
});

/** Whether one document holds the statements as they are: nothing was merged, left out or spread. */
const isVerbatim = (statements: PolicyDocument["Statement"], [first, ...others]: readonly PolicyDocument[]): boolean =>
  others.length === 0 && JSON.stringify(first?.Statement) === JSON.stringify(statements);

const nameOf = ({ body, value }: Entry): string => {
  const { Sid, Action, NotAction } = body.statement([]);
  return value ?? Sid ?? (Action ?? NotAction ?? []).join(", ");
};
