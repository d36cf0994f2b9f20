import { type Group, arrange } from "./arrange";
import { type Entry, documentOf, sizeOf } from "./entry";
import type { RoleDocument } from "./pack";

/**
 * Documents in the usual arrangement, or in the first fuller one that has places enough.
 *
 * @param largest characters of a document
 */
export const documentsFrom = (
  entries: readonly Entry[],
  places: number,
  largest: number,
): { readonly documents: readonly RoleDocument[]; readonly isTight: boolean } => {
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

/** What an entry is called in a message. */
export const nameOf = ({ body, value }: Entry): string => {
  const { Sid, Action, NotAction } = body.statement([]);
  return value ?? Sid ?? (Action ?? NotAction ?? []).join(", ");
};
