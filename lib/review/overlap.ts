import { HOLE } from "../roles/holes";

/** Longer patterns than any ARN are taken to overlap with everything. */
const LONGEST = 2_048;

/** Whether some text matches both of two patterns. `${…}` may be any text. */
export const overlaps = (one: string, other: string): boolean => {
  const [a, b] = [withoutHoles(one), withoutHoles(other)];
  if (a.length > LONGEST || b.length > LONGEST) return true;
  // `row[at]`: whether what is left of the first pattern and of the second from `at` on can be one text.
  let row = rowAt(a, a.length, b);
  for (let left = a.length - 1; left >= 0; left -= 1) row = rowAt(a, left, b, row);
  return row[0] === true;
};

const withoutHoles = (pattern: string): string => pattern.replace(HOLE, "*");

/** @param next the row of one character more of the first pattern */
const rowAt = (a: string, left: number, b: string, next: readonly boolean[] = []): readonly boolean[] => {
  const row = new Array<boolean>(b.length + 1).fill(false);
  const sign = a[left];
  for (let at = b.length; at >= 0; at -= 1) {
    const other = b[at];
    const isOver = sign === undefined && other === undefined;
    const skips = (sign === "*" && next[at] === true) || (other === "*" && row[at + 1] === true);
    row[at] = isOver || skips || (canBeOne(sign, other) && takesOne(sign, other, { row, next, at }));
  }
  return row;
};

const canBeOne = (sign: string | undefined, other: string | undefined): boolean =>
  sign !== undefined && other !== undefined && (sign === other || /[*?]/.test(sign) || /[*?]/.test(other));

/** Both stand for one character, after which a star may stand for more. */
const takesOne = (
  sign: string | undefined,
  other: string | undefined,
  { row, next, at }: { readonly row: readonly boolean[]; readonly next: readonly boolean[]; readonly at: number },
): boolean => {
  if (sign === "*") return row[at + 1] === true;
  return other === "*" ? next[at] === true : next[at + 1] === true;
};
