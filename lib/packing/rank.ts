import { createHash } from "node:crypto";

/**
 * A place on a line of 2^64 places, in two halves. What an entry is about gives the first half, the entry itself the
 * second: entries about one thing stand side by side, and things stand evenly over the line whatever they are called.
 */
export interface Rank {
  readonly high: number;
  readonly low: number;
}

const HALF = 32;

/** Where a text stands, on half of the line. */
export const placeOf = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0);

/** Negative where the first comes first. */
export const compareRanks = (one: Rank, other: Rank): number => one.high - other.high || one.low - other.low;

/** Which quarter of the line, from 0. */
export const quarterOf = ({ high }: Rank): number => high >>> (HALF - 2);

/** How many leading bits two ranks share. */
export const sharedBits = (one: Rank, other: Rank): number => {
  const high = Math.clz32(one.high ^ other.high);
  return high < HALF ? high : HALF + Math.clz32(one.low ^ other.low);
};

const leading = (value: number, bits: number): number => (bits <= 0 ? 0 : (value >>> (HALF - bits)) << (HALF - bits));

/** Eight hexadecimal digits. */
export const hexOf = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

/** The coarsest place between two ranks, as hexadecimal digits: the beginning of the second, up to where they part. */
export const placeBetween = (one: Rank, other: Rank): string => {
  const later = compareRanks(one, other) < 0 ? other : one;
  const bits = sharedBits(one, other) + 1;
  const place =
    hexOf(leading(later.high, Math.min(bits, HALF))) + hexOf(leading(later.low, Math.min(bits - HALF, HALF)));
  return place.replace(/0+$/, "");
};
