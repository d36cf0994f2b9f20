/** Longer texts are found by their beginning. */
const LONGEST_HEAD = 8;

/**
 * Tells whether any of many texts stands in another one: in one pass over it, however many they are.
 *
 * @param texts none is empty
 */
export const anyOf = (texts: Iterable<string>): ((text: string) => boolean) => {
  const byLength = new Map<number, Map<string, string[]>>();
  for (const text of texts) {
    const length = Math.min(text.length, LONGEST_HEAD);
    const heads = byLength.get(length) ?? new Map<string, string[]>();
    byLength.set(length, heads);
    const head = text.slice(0, length);
    const same = heads.get(head);
    if (same === undefined) heads.set(head, [text]);
    else same.push(text);
  }
  const indexes = [...byLength];
  return (text) =>
    indexes.some(([length, heads]) => {
      for (let at = 0; at + length <= text.length; at += 1) {
        if (heads.get(text.slice(at, at + length))?.some((one) => text.startsWith(one, at)) === true) return true;
      }
      return false;
    });
};
