import { type Group, arrange } from "./arrange";
import { type Entry, sizeOf, statementsOf } from "./entry";
import type { RoleDocument } from "./pack";
import { hexOf, placeOf } from "./rank";

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
  const arranged = (together: 1 | 2 | 4): readonly RoleDocument[] => named(arrange(entries, { largest, together }));
  const usual = arranged(1);
  if (usual.length <= places) return { documents: usual, isTight: false };
  const halves = arranged(2);
  return { documents: halves.length <= places ? halves : arranged(4), isTight: true };
};

const named = (groups: readonly Group[]): readonly RoleDocument[] => {
  const marks = coverMarks(groups);
  const made = groups.filter(({ entries }) => entries.some(({ coveredBy }) => coveredBy === undefined));
  return made.map((group, index) => documentFrom(group, marks.get(group) ?? "", index === made.length - 1));
};

/**
 * What ends the names of documents between which one entry covers another: where that begins or ends, both documents are
 * made anew, so that what is allowed by the one entry or the other is allowed all the time.
 */
const coverMarks = (groups: readonly Group[]): ReadonlyMap<Group, string> => {
  const home = new Map(groups.flatMap((group) => group.entries.map(({ identity }) => [identity, group] as const)));
  const across = new Map<Group, string[]>(groups.map((group) => [group, []]));
  for (const group of groups) {
    for (const { identity, coveredBy } of group.entries) {
      const cover = coveredBy === undefined ? undefined : home.get(coveredBy);
      if (cover === undefined || cover === group) continue;
      across.get(group)?.push(identity);
      across.get(cover)?.push(identity);
    }
  }
  return new Map(
    [...across].flatMap(([group, names]) =>
      names.length === 0 ? [] : [[group, `-${hexOf(placeOf(names.sort().join("\n")))}`]],
    ),
  );
};

/** The last document always holds what is left, wherever that is, and takes from all others: its address stays. */
const documentFrom = ({ place, range, entries }: Group, mark: string, isLast: boolean): RoleDocument => ({
  place: isLast ? "" : place,
  suffix: isLast ? "" : `-${place}${range}${mark}`,
  document: { Version: "2012-10-17", Statement: statementsOf(entries) },
  size: sizeOf(entries),
});

/** What an entry is called in a message. */
export const nameOf = ({ body, value }: Entry): string => {
  const { Sid, Action, NotAction } = body.statement([]);
  return value ?? Sid ?? (Action ?? NotAction ?? []).join(", ");
};
