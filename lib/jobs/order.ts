import type { Needed, Origin } from "./need";
import { at } from "./tree";

/** By UTF-16 units, so that the order is the same everywhere. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const originKey = ({ place, rules }: Origin): string => `${at(place)}\n${rules.join()}`;

/** In the order of their files and paths, each once. */
export const inOrder = <T extends Needed>(needs: readonly T[], what: (need: T) => string = () => ""): readonly T[] =>
  needs.length < 2
    ? needs
    : [...new Map(needs.map((need) => [`${originKey(need.origin)}\n${what(need)}`, need]))]
        .sort(([a], [b]) => compare(a, b))
        .map(([, need]) => need);

/** Origins in that order. */
export const ordered = (origins: readonly Origin[]): readonly Origin[] =>
  inOrder(origins.map((origin) => ({ origin }))).map(({ origin }) => origin);

/** Items by their key, in the order of the keys. */
export const groupsOf = <T>(
  items: readonly T[],
  key: (item: T) => string,
): readonly (readonly [string, readonly [T, ...T[]]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => compare(a, b));
};
