import { DEFAULT_BUDGET, within } from "../../lib/access/budget";
import { globMatches, globOf, reachable, type Reading } from "../../lib/access/glob";
import { minterms } from "../../lib/access/minterms";
import { parsePattern, type Version } from "../../lib/access/pattern";
import { allTexts, matchWhole } from "./brute-force";

const glob = (text: string, reading: Reading = "whole", version: Version = "2012-10-17") =>
  globOf(parsePattern(text, version), { reading });

const witnesses = (...patterns: readonly string[]): readonly string[] =>
  within(DEFAULT_BUDGET, (work) =>
    minterms(
      patterns.map((one) => glob(one)),
      work,
    ).map(({ witness }) => witness),
  ) ?? ["undecided"];

describe("one text against one pattern", () => {
  test.each<[pattern: string, text: string, expected: boolean]>([
    ["abc", "abc", true],
    ["abc", "abcd", false],
    ["abc", "Abc", false],
    ["a*c", "ac", true],
    ["a*c", "abbc", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a?c", "aéc", true],
    ["a?c", "a🎬c", true],
    ["*", "", true],
    ["?*", "", false],
    ["**", "x", true],
    ["*?", "", false],
    ["", "", true],
    ["", "a", false],
    // Escapes are the characters themselves.
    ["a${*}c", "a*c", true],
    ["a${*}c", "abc", false],
    ["a${?}", "a?", true],
    ["a${?}", "ab", false],
    ["a${$}{x}", "a${x}", true],
    // A hole is bounded by any text.
    ["${aws_s3_bucket.in.arn}/*", "arn:aws:s3:::in/x", true],
    ["a/${aws:username}/x", "a/bob/x", true],
    ["a/${aws:username}/x", "b/bob/x", false],
    // Text that only begins like a variable.
    ["a${b", "a${b", true],
    // Half a character is no beginning of the whole.
    ["\ud83d*", "\ud83dx", true],
    ["\ud83d*", "\ud83d\ude00", false],
    ["\ud800*", "\ud800\udc00", false],
    ["a\udfff*", "a\udfffb", true],
    ["\ud83d\ude00*", "\ud83d\ude00x", true],
  ])("%s, %s", (pattern, text, expected) => {
    expect(globMatches(glob(pattern), text)).toBe(expected);
  });

  test.each<[pattern: string, text: string, expected: boolean]>([
    ["a${aws:username}", "a${aws:username}", true],
    ["a${aws:username}", "abob", false],
    // `$` and `{` are plain there, the star is a wildcard.
    ["a${*}", "a${bcd}", true],
    ["a${*}", "a*", false],
    // Terraform's own holes are nobody's plain text.
    ["${aws_s3_bucket.in.arn}/*", "arn:aws:s3:::in/x", true],
  ])("2008-10-17: %s, %s", (pattern, text, expected) => {
    expect(globMatches(glob(pattern, "whole", "2008-10-17"), text)).toBe(expected);
  });

  const JOB = "arn:aws:mediaconvert:eu-west-1:111122223333:jobs/x";
  test.each<[pattern: string, text: string, segments: boolean, whole: boolean]>([
    ["arn:aws:mediaconvert:*:111122223333:jobs/x", JOB, true, true],
    // A star that ends its segment reaches beyond.
    ["arn:aws:mediaconvert:*", JOB, true, true],
    ["arn:aws:mediaconvert:*:jobs/x", JOB, true, true],
    ["arn:aws:mediaconvert:*jobs/*", JOB, false, true],
    ["arn:aws:media*3:jobs/x", JOB, false, true],
    ["arn:aws:media*t:*:*:jobs/x", JOB, true, true],
    ["arn:aws:s3:::in/*x", "arn:aws:s3:::in/a:x", true, true],
    ["arn:aws:s3:::in/a?x", "arn:aws:s3:::in/a:x", true, true],
    ["arn:aws:logs:r:a:log-group:a*b:log-stream:*", "arn:aws:logs:r:a:log-group:a:b:log-stream:c", false, true],
    ["arn:aws:logs:r:a:log-group:a?b:*", "arn:aws:logs:r:a:log-group:a:b:c", false, true],
    // A run of wildcards is one.
    ["arn:aws:a?*b:*", "arn:aws:axx:xb:c", false, true],
    ["arn:aws:a?*:b", "arn:aws:axx:x:b", false, true],
    ["arn:aws:a**:b", "arn:aws:axx:x:b", true, true],
    // What is no ARN has no fields: behind its last colon a wildcard reaches everywhere.
    ["a?c", "a:c", true, true],
    ["x:a?c", "x:a:c", true, true],
    ["x:a?c:y", "x:a:c:y", false, true],
    ["arm:a?c", "arm:a:c", true, true],
    // In an ARN it does so behind the fifth only.
    ["arn:a?c", "arn:a:c", false, true],
    ["arn:aws:s3:::a?c", "arn:aws:s3:::a:c", true, true],
    ["*", JOB, true, true],
    // A hole may have colons wherever it stands.
    ["x:a*${aws:username}c:y", "x:a1:2c:y", true, true],
    ["x:a${aws:username}*c:y", "x:a1:2c:y", true, true],
  ])("both readings: %s, %s", (pattern, text, segments, whole) => {
    expect(globMatches(glob(pattern, "segments"), text)).toBe(segments);
    expect(globMatches(glob(pattern, "whole"), text)).toBe(whole);
  });

  test("components are compared one by one", () => {
    const pattern = glob("arn:aws:*:*:111122223333:*", "components");
    expect(globMatches(pattern, "arn:aws:s3::111122223333:a:b")).toBe(true);
    expect(globMatches(pattern, "arn:aws:s3:x:y:111122223333:a")).toBe(false);
  });

  test.each([
    ["arn:aws:s3:*:*:in*x", "arn:aws:s3:a:b:in:x", true],
    ["arn:aws:s3:*:in", "arn:aws:s3:a:b:in", false],
    ["a*c:b", "axc:b", true],
    ["a*c:b", "ax:c:b", false],
  ])("components: %s, %s", (pattern, text, expected) => {
    expect(globMatches(glob(pattern, "components"), text)).toBe(expected);
  });

  test("the same patterns have one key", () => {
    expect(glob("a**?*b").key).toBe(glob("a?*b").key);
    expect(glob("a*?").key).toBe(glob("a?*").key);
    expect(glob("a${*}").key).not.toBe(glob("a*").key);
    expect(glob("a${*}").key).not.toBe(glob("a\\*").key);
  });
});

test.each<[pattern: string, text: string, expected: boolean]>([
  ["aB", "Ab", true],
  ["a*C", "Abc", true],
  ["k", "\u212a", true],
  ["é", "É", true],
  ["ß", "SS", false],
  // Its lower case is two characters.
  ["İ", "İ", true],
  ["İ", "i", false],
])("in any case: %s, %s", (pattern, text, expected) => {
  expect(globMatches(globOf(parsePattern(pattern, "2012-10-17"), { ignoresCase: true }), text)).toBe(expected);
});

describe("places that are reached without a character", () => {
  test.each<[pattern: string, places: readonly number[], expected: readonly number[]]>([
    ["ab", [0], [0]],
    ["*a", [0], [0, 1]],
    ["*a", [0, 1], [0, 1]],
    ["*a*", [0, 2], [0, 1, 2, 3]],
    ["*", [1], [1]],
    ["*a", [], []],
  ])("%s, from %j", (pattern, places, expected) => {
    expect(reachable(glob(pattern).tokens, places)).toEqual(expected);
  });
});

describe("minterms", () => {
  test.each<[patterns: readonly string[], expected: number]>([
    [["*"], 1],
    [["a"], 2],
    [["a", "b"], 3],
    [["a*", "*b"], 4],
    // s3:get* lies in s3:*
    [["s3:*", "s3:get*"], 3],
    // *b lies in ?*: what a greedy match misses
    [["*b", "?*"], 3],
    [["a?", "ab"], 3],
    [["*a*", "*b*", "*c*"], 8],
    [[], 1],
  ])("%j: %i", (patterns, expected) => {
    expect(witnesses(...patterns)).toHaveLength(expected);
  });

  test("are those that short texts show, with a right witness each", () => {
    const all = ["a", "b", "*", "?", "a*", "*b", "a?", "?*", "*a*", "a*b", "??", "*?b"];
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1)) {
        for (const third of ["*ab*", "b?*"]) {
          const patterns = [one, other, third];
          const signature = (text: string): string => patterns.map((pattern) => matchWhole(pattern, text)).join();
          const expected = new Set(allTexts("abc", 4).map(signature));
          expect(new Set(witnesses(...patterns).map(signature))).toEqual(expected);
        }
      }
    }
  });

  test("witnesses are shortest, and empty only where nothing else matches", () => {
    expect(witnesses("abc*")).toEqual(["x", "abc"]);
    expect(witnesses("?*")).toEqual(["x", ""]);
  });

  test("examples are preferred", () => {
    const found = within(DEFAULT_BUDGET, (work) =>
      minterms([glob("s3:get*"), glob("s3:*")], work, ["s3:putobject", "s3:getobject"]),
    );
    expect(found?.map(({ witness }) => witness)).toEqual(["s3:putobject", "s3:getobject", "x"]);
  });

  test("upper and lower case together", () => {
    const folded = globOf(parsePattern("aB", "2012-10-17"), { ignoresCase: true });
    const found = within(DEFAULT_BUDGET, (work) => minterms([folded, glob("AB"), glob("K")], work, ["\u212a"]));
    expect(globMatches(folded, "Ab")).toBe(true);
    // "AB" is in both, "ab" in one.
    expect(found?.map(({ matching }) => matching.size).sort()).toEqual([0, 1, 1, 2]);
  });
});
