import { type Entry, Weight, sizeOf } from "./entry";
import { compareRanks, placeBetween, quarterOf, sharedBits } from "./rank";

/** One document's entries, and what it is called by. */
export interface Group {
  /** The same for the document that stands in the same place of another arrangement. */
  readonly place: string;
  /**
   * The bound of a document that passed entries on: with another bound it is another document. Left out: it holds
   * whatever is left of its quarters.
   */
  readonly bound?: string;
  readonly entries: readonly Entry[];
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
 * - the order of the input never shows
 * - an entry that comes or goes touches its quarter only: the document where it is, and where that is full, the one that
 *   takes what it passes on
 *
 * @returns documents in an order in which each takes entries only from later ones, or from ones whose bound changes
 */
export const arrange = (entries: readonly Entry[], limits: Limits): readonly Group[] => {
  let quarters: readonly (readonly Entry[])[] = inQuarters(entries);
  const groups: Group[] = [];
  for (let level = 0; quarters.some(({ length }) => length > 0); level += 1) {
    const filled = fillLevel(quarters, level, limits);
    groups.push(...filled.groups);
    quarters = filled.rest;
  }
  return groups;
};

const inQuarters = (entries: readonly Entry[]): readonly (readonly Entry[])[] => {
  const inOrder = [...entries].sort((a, b) => compareRanks(a.rank, b.rank) || a.body.order - b.body.order);
  return Array.from({ length: QUARTERS }, (_, quarter) => inOrder.filter(({ rank }) => quarterOf(rank) === quarter));
};

interface Filled {
  /** The last of the line first. */
  readonly groups: readonly Group[];
  /** What each quarter passes on. */
  readonly rest: readonly (readonly Entry[])[];
}

const NOTHING: readonly Entry[] = [];

const fillLevel = (quarters: readonly (readonly Entry[])[], level: number, limits: Limits): Filled => {
  const rest: (readonly Entry[])[] = quarters.map(() => NOTHING);
  const fill = (from: number, to: number): readonly Group[] => {
    const entries = quarters.slice(from, to).flat();
    if (entries.length === 0) return [];
    const place = String(level * QUARTERS + from + 1);
    if (sizeOf(entries) <= limits.largest) return [{ place, entries }];
    if (to - from > limits.together) {
      const middle = (from + to) / 2;
      return [...fill(middle, to), ...fill(from, middle)];
    }
    const { kept, passed, bound } = filledFrom(level % 2 === 0 ? entries : [...entries].reverse(), limits);
    rest[from] = level % 2 === 0 ? passed : [...passed].reverse();
    return [{ place: limits.together === 1 ? place : `${place}x${String(limits.together)}`, bound, entries: kept }];
  };
  return { groups: fill(0, QUARTERS), rest };
};

/**
 * As many entries as fit, up to a bound: the coarsest place between two entries near the end, so that it is the same for
 * most other sets of entries.
 */
const filledFrom = (
  entries: readonly Entry[],
  { largest, together }: Limits,
): { readonly kept: readonly Entry[]; readonly passed: readonly Entry[]; readonly bound: string } => {
  const smallest = together === 1 ? largest * (1 - LEEWAY) : largest;
  const weight = new Weight();
  let cut = 0;
  let coarsest = Infinity;
  for (const [index, entry] of entries.entries()) {
    if (weight.with(entry) > largest) break;
    weight.add(entry);
    const next = entries[index + 1];
    if (next === undefined) break;
    const isLast = weight.with(next) > largest;
    const bits = sharedBits(entry.rank, next.rank);
    if (weight.size < smallest && !isLast) continue;
    if (together === 1 ? bits < coarsest : isLast) {
      coarsest = bits;
      cut = index + 1;
    }
  }
  const [last, next] = [entries[cut - 1], entries[cut]];
  const bound = last === undefined || next === undefined ? "" : placeBetween(last.rank, next.rank);
  return { kept: entries.slice(0, cut), passed: entries.slice(cut), bound };
};
