import fc from "fast-check";
import { overlaps } from "../../lib/review/overlap";
import { mayHaveShape } from "../../lib/review/shape";

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
  ])("%s and %s: %s", (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
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

test.each([
  ["*", "arn:*:iam::*:role/*", true],
  ["arn:*", "arn:*:iam::*:role/*", true],
  ["arn:aws:iam::*", "arn:*:iam::*:role/*", true],
  ["arn:aws:iam::*:*", "arn:*:iam::*:role/*", true],
  ["arn:aws:iam::111122223333:role/media", "arn:*:iam::*:role/*", true],
  ["arn:aws:iam::111122223333:user/media", "arn:*:iam::*:role/*", false],
  ["arn:aws:iam::111122223333", "arn:*:iam::*:role/*", false],
  ["arn:aws:s3:::acme/*", "arn:*:iam::*:role/*", false],
  ["arn:aws:s3:::acme/*", "arn:*:s3:::*", false],
  ["arn:aws:s3:::acme*", "arn:*:s3:::*", true],
  ["arn:aws:s3:::acme/*", "arn:*:s3:*:*:accesspoint/*", false],
])("%s may have the shape %s: %s", (text, arn, expected) => {
  expect(mayHaveShape(text, arn)).toBe(expected);
});
