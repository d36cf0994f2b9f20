import fc from "fast-check";
import { overlaps } from "../../lib/review/overlap";

describe("overlaps", () => {
  test.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "ab", false],
    ["", "", true],
    ["", "*", true],
    ["", "?", false],
    ["*", "*", true],
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["a*c", "ab?", true],
    ["a*c", "a?b", false],
    ["??", "*a", true],
    ["?", "ab", false],
    ["a*b*c", "*x*", true],
    ["a${aws:username}c", "abc", true],
    ["a${aws:username}c", "abd", false],
    ["${a}${b}", "", true],
    ["a${b", "a", false],
    ["*?", "", false],
    ["?*", "a", true],
    ["**", "a*b", true],
  ])("%s and %s: %s", (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });

  test.each<[length: number, expected: boolean]>([
    [2_048, false],
    [2_049, true],
  ])("a pattern of %d characters is taken to overlap with everything: %s", (length, expected) => {
    const [long, other] = ["a".repeat(length), "b"];
    expect(overlaps(long, other)).toBe(expected);
    expect(overlaps(other, long)).toBe(expected);
  });

  test("as every short text tells", () => {
    const texts = [""];
    for (const text of texts) if (text.length < 6) texts.push(`${text}a`, `${text}b`);
    const matches = (pattern: string, text: string): boolean =>
      new RegExp(`^${pattern.replaceAll("?", ".").replaceAll("*", ".*")}$`).test(text);
    const pattern = fc.array(fc.constantFrom("a", "b", "?", "*"), { maxLength: 3 }).map((signs) => signs.join(""));
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        expect(overlaps(one, other)).toBe(texts.some((text) => matches(one, text) && matches(other, text)));
      }),
      { numRuns: 500 },
    );
  });
});
