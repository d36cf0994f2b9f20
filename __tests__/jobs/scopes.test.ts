import fc from "fast-check";
import { parseUri } from "../../lib/jobs/s3-uri";
import {
  covers,
  destinationScope,
  literalStart,
  literalText,
  objectScope,
  prefixScope,
  seriesScope,
  widened,
  withoutCovered,
} from "../../lib/jobs/scopes";
import { linesOf, matchesInIam, reading, roleOf, writing } from "../support/jobs";

describe("from a destination to a pattern", () => {
  test.each([
    // R-DEST-ROOT, R-DEST-DIR, R-DEST-BASE
    ["", "*", "R-DEST-ROOT"],
    ["dir/", "dir/*", "R-DEST-DIR"],
    ["dir/base", "dir/base*", "R-DEST-BASE"],
    ["base", "base*", "R-DEST-BASE"],
    ["/", "/*", "R-DEST-DIR"],
    ["a//b/", "a//b/*", "R-DEST-DIR"],
    // R-DEST-VAR
    ["$fn$/hls/", "*/hls/*", "R-DEST-DIR R-DEST-VAR"],
    ["out/$dt$", "out/*", "R-DEST-BASE R-DEST-VAR"],
    ["out/$dt$x", "out/*x*", "R-DEST-BASE R-DEST-VAR"],
    ["out/$d$$t$/", "out/*/*", "R-DEST-DIR R-DEST-VAR"],
    ["$d$/$t$/$fn$", "*/*/*", "R-DEST-BASE R-DEST-VAR"],
    ["a$$b/x", "a*", "R-DEST-BASE R-DEST-VAR"],
    ["a/$b/x", "a/*", "R-DEST-BASE R-DEST-VAR"],
    ["a/$dt/x", "a/*", "R-DEST-BASE R-DEST-VAR"],
    ["a/$DT$/x", "a/*", "R-DEST-BASE R-DEST-VAR"],
    ["a/$w$x$h$/", "a/*", "R-DEST-DIR R-DEST-VAR"],
    ["a/$x/$dt$/b", "a/*", "R-DEST-BASE R-DEST-VAR"],
    ["$x/$dt$/b", "*", "R-DEST-BASE R-DEST-VAR"],
    ["a/$d$$x/$dt$/b", "a/*", "R-DEST-BASE R-DEST-VAR"],
    ["$dt$a$b", "*a*", "R-DEST-BASE R-DEST-VAR"],
    ["$", "*", "R-DEST-BASE R-DEST-VAR"],
    ["${aws:username}/", "*", "R-DEST-DIR R-DEST-VAR"],
    // R-ARN-ESCAPE: an asterisk of the text beside one that stands for an identifier
    ["a*$dt$/", "a${*}*/*", "R-DEST-DIR R-DEST-VAR"],
    ["a*", "a${*}*", "R-DEST-BASE"],
    ["a?/", "a${?}/*", "R-DEST-DIR"],
    // R-ARN-CHARSET
    ["動画/", "*", "R-DEST-DIR R-ARN-CHARSET"],
    ["v/é–x/$dt$/y", "v/é*", "R-DEST-BASE R-DEST-VAR R-ARN-CHARSET"],
    ["v/$dt$/動", "v/*/*", "R-DEST-BASE R-DEST-VAR R-ARN-CHARSET"],
  ])("%s is %s", (key, pattern, rules) => {
    expect(destinationScope(key)).toEqual({ pattern, rules: rules.split(" ") });
  });

  test.each([
    // R-DEST-SUBDIR
    ["dir/base", "dir/*", "R-DEST-SUBDIR"],
    ["a/b/base", "a/b/*", "R-DEST-SUBDIR"],
    ["base", "*", "R-DEST-SUBDIR"],
    ["$fn$/base", "*/*", "R-DEST-SUBDIR R-DEST-VAR"],
    ["a/$x", "a/*", "R-DEST-SUBDIR R-DEST-VAR"],
    // Without a base name they make no difference
    ["dir/", "dir/*", "R-DEST-DIR"],
    ["", "*", "R-DEST-ROOT"],
  ])("%s with subdirectories of other names is %s", (key, pattern, rules) => {
    expect(destinationScope(key, true)).toEqual({ pattern, rules: rules.split(" ") });
  });
});

describe("from a key to a pattern", () => {
  test.each([
    ["a/b.mp4", "a/b.mp4"],
    // R-ARN-ESCAPE
    ["what?.mp4", "what${?}.mp4"],
    ["a*b", "a${*}b"],
    ["${aws:username}.mp4", "${$}{aws:username}.mp4"],
    ["${*}", "${$}{${*}}"],
    ["$5.mp4", "$5.mp4"],
    ["a$", "a$"],
    // R-ARN-CHARSET
    ["médias/ÿ.mp4", "médias/ÿ.mp4"],
    ["v/動画.mp4", "v/*"],
    ["v/\u0001.mp4", "v/*"],
    ["\u{1f3ac}.mp4", "*"],
    // never normalised
    ["//a/../b/./c", "//a/../b/./c"],
    ["a%20b.mp4", "a%20b.mp4"],
    [" a\tb ", " a\tb "],
  ])("%j is %j", (key, pattern) => {
    expect(objectScope(key).pattern).toBe(pattern);
    expect(prefixScope(key).pattern).toBe(pattern.endsWith("*") ? pattern : `${pattern}*`);
  });

  test.each([
    // R-S3-READ-SERIES
    ["g/overlay_000.png", "g/overlay_???.png"],
    ["007.png", "???.png"],
    ["2024/11/v2_09.png", "2024/11/v2_??.png"],
    ["g/a?*_1.png", "g/a${?}${*}_?.png"],
    ["g/動_000.png", "g/*"],
    ["g/overlay.png", undefined],
    ["g/000.mov", undefined],
    ["g/000a.png", undefined],
    ["g/000.png/", undefined],
    ["g/000.png.bak", undefined],
  ])("series %s is %s", (key, pattern) => {
    expect(seriesScope(key)?.pattern).toBe(pattern);
  });

  test("a million digits are no trap", () => {
    const before = Date.now();
    expect(seriesScope(`${"1".repeat(1_000_000)}x`)).toBeUndefined();
    expect(seriesScope(`${"1".repeat(1000)}.png`)?.pattern).toBe(`${"?".repeat(1000)}.png`);
    expect(Date.now() - before).toBeLessThan(2000);
  });

  test.each([
    ["a/b/c.mp4", "a/b/*", "*"],
    ["c.mp4", "*", "*"],
    ["a/b*", "a/*", "*"],
    ["a/b/*", "a/b/*", "*"],
    ["*/hls/*", "*/hls/*", "*"],
    ["a/*/x*", "a/*/*", "*"],
    ["g/o_???.png", "g/*", "*"],
    ["a${*}/b${?}", "a${*}/*", "*"],
  ])("%s is %s by directory and %s by bucket", (pattern, prefix, bucket) => {
    expect(widened(pattern, "object")).toBe(pattern);
    expect(widened(pattern, "prefix")).toBe(prefix);
    expect(widened(pattern, "bucket")).toBe(bucket);
  });

  test.each([
    ["a/*", "a/", undefined],
    ["*", "", undefined],
    ["a${*}/*", "a${*}/", undefined],
    ["a/b", undefined, "a/b"],
    ["a${*}${?}${$}{", undefined, "a*?${"],
    ["a${*}", undefined, "a*"],
    ["*/a*", undefined, undefined],
    ["a?", undefined, undefined],
    ["?*", undefined, undefined],
    ["", undefined, ""],
  ])("%s begins with %s and is the text %s", (pattern, start, text) => {
    expect(literalStart(pattern)).toBe(start);
    expect(literalText(pattern)).toBe(text);
  });
});

describe("what an s3:// address names", () => {
  test.each([
    ["s3://acme-in", "acme-in", ""],
    ["s3://acme-in/", "acme-in", ""],
    ["s3://acme-in//a", "acme-in", "/a"],
    ["s3://acme-in/a?b#c%20d", "acme-in", "a?b#c%20d"],
    ["s3://acme-in/s3://other/x", "acme-in", "s3://other/x"],
    ["s3://acme-in/../other/x", "acme-in", "../other/x"],
    ["s3://acme.in-1/a ", "acme.in-1", "a "],
  ])("%s", (uri, bucket, key) => {
    expect(parseUri(uri, "x", true)).toEqual({ kind: "s3", bucket, key });
  });

  test.each([
    "s3://",
    "s3://ab/x",
    "s3://acme_in/x",
    "s3://*/x",
    "s3://acme-in?/x",
    "s3://acme-in\n/x",
    "s3://-acme/x",
    "s3://a..b/x",
    "s3://10.0.0.1/x",
    "s3://acme-in:other/x",
    "s3:/acme-in/x",
    " s3://acme-in/x",
    "arn:aws:s3:::acme-in/x",
    "https://",
  ])("%j is none", (uri) => {
    expect(parseUri(uri, "x", false).kind).toBe("wrong");
  });
});

/** Every text over two letters of up to five characters. */
const TEXTS: readonly string[] = [0, 1, 2, 3, 4, 5].flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    (length === 0 ? "" : bits.toString(2).padStart(length, "0")).replaceAll("0", "a").replaceAll("1", "b"),
  ),
);

/** Patterns over one of the letters, in which no `?` stands beside a `*`. */
const pattern = fc
  .array(fc.constantFrom("a", "a", "*", "?"), { maxLength: 4 })
  .map((symbols) => symbols.join("").replace(/\*+/g, "*"))
  .filter((text) => !/\*\?|\?\*/.test(text));

/** Keys with everything that means something in a policy, a destination or a URI. */
const key = fc
  .array(
    fc.oneof(
      fc.constantFrom("*", "?", "${", "}", "$", "/", "s3://", "$dt$", "a", "b", ":", "%20", "..", "\n", " ", "é", "動"),
      fc.constantFrom("${aws:username}", "${*}", "acme-b", ".png", "00", "\\", '"', "\u007f", "\u0000"),
      fc.string({ minLength: 1, maxLength: 3, unit: "binary" }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** The part that a policy can hold. */
const possible = (text: string): string => /^[\t\n\r\x20-\xff]*/.exec(text)?.[0] ?? "";

describe("laws of patterns", () => {
  test("one covers another exactly where it matches everything that the other matches", () => {
    fc.assert(
      fc.property(pattern, pattern, (wide, narrow) => {
        // A star that stands for more letters than the other pattern has symbols.
        const long = narrow.replaceAll("*", "bbbbb").replaceAll("?", "b");
        const inside = [long, ...TEXTS].every((text) => !matchesInIam(narrow, text) || matchesInIam(wide, text));
        expect([wide, narrow, covers(wide, narrow)]).toEqual([wide, narrow, inside]);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    // A star stands for nothing, or for much
    ["a*", "a", true],
    ["*a", "a", true],
    ["*b", "aab", true],
    ["*b", "aa", false],
    ["*ab*", "aabb", true],
    ["a*b", "ab", true],
    ["a*b", "ab*", false],
    ["*", "", true],
    ["*", "*", true],
    // A question mark stands for one character
    ["?", "a", true],
    ["?", "?", true],
    ["?", "", false],
    ["?", "ab", false],
    ["?", "*", false],
    ["?b", "*b", false],
    ["a", "?", false],
    // Beside an escape too
    ["${*}?", "${*}a", true],
    ["${*}?", "${*}ab", false],
    ["${*}*", "${*}ab", true],
  ])("%s covers %s: %s", (wide, narrow, covered) => {
    expect(covers(wide, narrow)).toBe(covered);
  });

  test("escapes are characters, and characters are no wildcards", () => {
    expect(covers("a*", "a${*}b")).toBe(true);
    expect(covers("a${*}", "a*")).toBe(false);
    expect(covers("a?", "a${?}")).toBe(true);
    expect(covers("a${?}", "ab")).toBe(false);
    expect(covers("a$*", "a${$}{x}")).toBe(true);
    expect(covers("a${$}{x}", "a${x}")).toBe(true);
    expect(covers("a${*}*", "a*")).toBe(false);
  });

  test("dropping covered patterns keeps what matches, and leaves none that another covers", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 6 }), (patterns) => {
        const kept = withoutCovered(patterns);
        const matches = (some: readonly string[], text: string): boolean => some.some((one) => matchesInIam(one, text));
        expect(TEXTS.filter((text) => matches(kept, text))).toEqual(TEXTS.filter((text) => matches(patterns, text)));
        for (const one of kept) {
          expect(patterns).toContain(one);
          expect(kept.filter((other) => other !== one && covers(other, one))).toEqual([]);
        }
        expect(withoutCovered([...patterns].reverse())).toEqual(kept);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [
      ["a/*", "a/b/*", "a/b/c.mp4", "b"],
      ["a/*", "b"],
    ],
    [["*", "a", "a*", "*/b*"], ["*"]],
    [
      ["a/*/x*", "a/b/x_1", "a/b/y"],
      ["a/*/x*", "a/b/y"],
    ],
    [
      ["g/o_??.png", "g/o_00.png", "g/o_000.png"],
      ["g/o_000.png", "g/o_??.png"],
    ],
    [["a${*}*", "a*"], ["a*"]],
    [["a", "a"], ["a"]],
    [["a$*", "a${$}{b"], ["a$*"]],
    [[], []],
  ])("of %j there remain %j", (patterns, kept) => {
    expect(withoutCovered(patterns)).toEqual(kept);
  });

  test("no key adds a wildcard, a variable or another bucket: its pattern matches it and no neighbour", () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const { pattern: made } = objectScope(one);
        const start = possible(one);
        const isExact = start === one;
        expect(matchesInIam(made, one)).toBe(true);
        expect(matchesInIam(made, other)).toBe(isExact ? other === one : other.startsWith(start));
        expect(possible(made)).toBe(made);
        expect(made.replace(/\$\{[*?$]\}/g, "_")).not.toMatch(/\$\{/);
      }),
      { numRuns: 2000 },
    );
  });

  test("the same of a destination: everything that begins so, identifiers aside", () => {
    fc.assert(
      fc.property(key, key, (start, other) => {
        const { pattern: made } = destinationScope(start);
        expect(matchesInIam(made, `${start}${other}`)).toBe(true);
        expect(made.replace(/\$\{[*?$]\}/g, "_")).not.toMatch(/\$\{|\*\*/);
        if (start.includes("$") || possible(start) !== start) return;
        expect(matchesInIam(made, other)).toBe(other.startsWith(start));
      }),
      { numRuns: 2000 },
    );
  });

  test("a job's own text stays in its bucket, in the policy itself", () => {
    fc.assert(
      fc.property(key, (text) => {
        const [base = "", , ...others] = [...linesOf(roleOf([reading(`s3://acme-in/a${text}z`)]))].reverse();
        expect(base).toBe("s3:PutObject arn:aws:s3:::acme-base/*");
        expect(others).toHaveLength(1);
        expect(others[0]?.startsWith("s3:GetObject arn:aws:s3:::acme-in/a")).toBe(true);
        const [write = "", ...more] = linesOf(roleOf([writing(`s3://acme-out/a${text}`)]));
        expect(more).toEqual([]);
        expect(write.startsWith("s3:PutObject arn:aws:s3:::acme-out/a")).toBe(true);
        expect(write.endsWith("*")).toBe(true);
      }),
    );
  });
});
