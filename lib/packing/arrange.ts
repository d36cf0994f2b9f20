import { type Entry, Weight, sizeOf } from "./entry";
import { type Rank, compareRanks, hexOf, placeBetween, placeOf, quarterOf, sharedBits } from "./rank";

/** One document's entries, and what it is called by. */
export interface Group {
  /** The same for the document that stands in the same place of another arrangement. */
  readonly place: string;
  /**
   * What else tells which entries belong there: how many quarters it is for, the bound beyond which it passes entries
   * on, and subjects whose entries are not kept together. Documents that differ in it never exchange entries: one goes
   * after the other has come.
   */
  readonly range: string;
  readonly entries: readonly Entry[];
}

/** An entry and its place on the line. */
interface Ranked {
  readonly entry: Entry;
  readonly rank: Rank;
}

const QUARTERS = 4;

/** A document that passes entries on may stay so much emptier than full, for the sake of a bound that stays. */
const LEEWAY = 0.05;

export interface Limits {
  /** Characters of a document. */
  readonly largest: number;
  /** Quarters that are never parted: 1, or 2 or 4 for fewer documents that change more often. */
  readonly together: 1 | 2 | 4;
}

/**
 * Entries in as few documents as the rules below give.
 *
 * The line of ranks has four quarters. Quarters share a document as long as they fit into one; else they are parted. A
 * quarter that has outgrown a document fills it from one of its ends, and passes the rest on to another level of
 * documents, where quarters share again. Levels fill from the beginning and from the end of the quarter by turns, so
 * that what one passes on lies between the two and is in neither.
 *
 * Entries about one subject stand side by side, unless they fill a document by themselves: then they are spread over the
 * line like any others.
 *
 * - the order of the input never shows
 * - an entry that comes or goes touches its quarter only: the document where it is, and where that is full, the one that
 *   takes what it passes on
 *
 * @returns documents in an order in which each takes entries only from later ones, or from ones whose bound changes
 */
export const arrange = (entries: readonly Entry[], limits: Limits): readonly Group[] => {
  const wide = wideSubjects(entries, limits.largest);
  const mark = wide.size === 0 ? "" : `-${hexOf(placeOf([...wide].sort().join("\n")))}`;
  let quarters: Quarters = inQuarters(entries.map((entry) => ranked(entry, wide)));
  const groups: Group[] = [];
  for (let level = 0; quarters.some(({ length }) => length > 0); level += 1) {
    const filled = fillLevel(quarters, level, limits);
    groups.push(...filled.groups.map((group) => ({ ...group, range: group.range + mark })));
    quarters = filled.rest;
  }
  return groups;
};

/** Subjects whose entries fill a document by themselves. */
const wideSubjects = (entries: readonly Entry[], largest: number): ReadonlySet<string> => {
  const bySubject = new Map<string, Entry[]>();
  for (const entry of entries) {
    const same = bySubject.get(entry.subject);
    if (same === undefined) bySubject.set(entry.subject, [entry]);
    else same.push(entry);
  }
  return new Set([...bySubject].filter(([, same]) => sizeOf(same) > largest).map(([subject]) => subject));
};

const ranked = (entry: Entry, wide: ReadonlySet<string>): Ranked => ({
  entry,
  rank: {
    high: placeOf(wide.has(entry.subject) ? `${entry.subject}\n${entry.detail}` : entry.subject),
    low: placeOf(entry.detail),
  },
});

type Quarters = readonly (readonly Ranked[])[];

const inQuarters = (items: readonly Ranked[]): Quarters => {
  const inOrder = [...items].sort((a, b) => compareRanks(a.rank, b.rank) || a.entry.body.order - b.entry.body.order);
  return Array.from({ length: QUARTERS }, (_, quarter) => inOrder.filter(({ rank }) => quarterOf(rank) === quarter));
};

interface Filled {
  /** The last of the line first. */
  readonly groups: readonly Group[];
  /** What each quarter passes on. */
  readonly rest: Quarters;
}

const NOTHING: readonly Ranked[] = [];

const entriesOf = (items: readonly Ranked[]): readonly Entry[] => items.map(({ entry }) => entry);

const fillLevel = (quarters: Quarters, level: number, limits: Limits): Filled => {
  const rest = quarters.map(() => NOTHING);
  const fill = (from: number, to: number): readonly Group[] => {
    const items = quarters.slice(from, to).flat();
    if (items.length === 0) return [];
    const place = String(level * QUARTERS + from + 1);
    const width = to - from === 1 ? "" : `x${String(to - from)}`;
    const all = entriesOf(items);
    if (sizeOf(all) <= limits.largest) return [{ place, range: width, entries: all }];
    if (to - from > limits.together) {
      const middle = (from + to) / 2;
      return [...fill(middle, to), ...fill(from, middle)];
    }
    const { kept, passed, bound } = filledFrom(level % 2 === 0 ? items : [...items].reverse(), limits);
    rest[from] = level % 2 === 0 ? passed : [...passed].reverse();
    return [{ place, range: `${width}-${bound}`, entries: entriesOf(kept) }];
  };
  return { groups: fill(0, QUARTERS), rest };
};

/**
 * As many entries as fit, up to a bound: the coarsest place between two entries near the end, so that it is the same for
 * most other sets of entries.
 */
const filledFrom = (
  items: readonly Ranked[],
  { largest, together }: Limits,
): { readonly kept: readonly Ranked[]; readonly passed: readonly Ranked[]; readonly bound: string } => {
  const smallest = together === 1 ? largest * (1 - LEEWAY) : largest;
  const weight = new Weight();
  let cut = 0;
  let coarsest = Infinity;
  let bound = "";
  for (const [index, { entry, rank }] of items.entries()) {
    const next = items[index + 1];
    if (weight.with(entry) > largest || next === undefined) break;
    weight.add(entry);
    const isLast = weight.with(next.entry) > largest;
    const bits = sharedBits(rank, next.rank);
    if (isLast ? bits >= coarsest : weight.size < smallest || bits >= coarsest) continue;
    coarsest = bits;
    cut = index + 1;
    bound = placeBetween(rank, next.rank);
  }
  return { kept: items.slice(0, cut), passed: items.slice(cut), bound };
};
