import { DEFAULT_BUDGET, Work, within } from "../../lib/access/budget";
import { type Glob, type GlobOptions, globMatches, globOf } from "../../lib/access/glob";
import { type Minterm, minterms } from "../../lib/access/minterms";
import { parsePattern } from "../../lib/access/pattern";

const glob = (text: string, options?: GlobOptions): Glob => globOf(parsePattern(text, "2012-10-17"), options);

const ways = (globs: readonly Glob[]): readonly Minterm[] => minterms(globs, new Work(DEFAULT_BUDGET));

/** Which of the globs a text is in. */
const keysOf = (globs: readonly Glob[], text: string): readonly string[] =>
  globs.filter((one) => globMatches(one, text)).map(({ key }) => key);

/** Each way has a text of its own that shows it. */
const expectTrue = (globs: readonly Glob[], found: readonly Minterm[]): void => {
  for (const { matching, witness } of found) expect([...matching].sort()).toEqual([...keysOf(globs, witness)].sort());
  expect(new Set(found.map(({ matching }) => [...matching].sort().join("\n"))).size).toBe(found.length);
};

const segments: GlobOptions = { reading: "segments" };
const folded: GlobOptions = { ignoresCase: true };

describe("the ways in which a text can match", () => {
  test.each<[name: string, globs: readonly (readonly [pattern: string, options?: GlobOptions])[], count: number]>([
    ["no glob", [], 1],
    ["a letter that would stand for any other", [["x"]], 2],
    ["several of them", [["x"], ["y"], ["z"]], 4],
    ["one that begins with it", [["x*"]], 2],
    ["one text that another begins with", [["abc"], ["a"]], 3],
    ["and the other way round", [["a"], ["abc"]], 3],
    // `a?c:y` with and without a colon for its wildcard.
    ["two readings of one pattern", [["a?c:y", segments], ["a?c:y"]], 3],
    ["two readings of a star", [["x:a*c:y", segments], ["x:a*c:y"]], 3],
    ["a letter in any case, and in one", [["k", folded], ["K"]], 3],
    ["in any case, a letter whose upper case is two", [["ß", folded], ["?"]], 3],
  ])("%s", (_, patterns, count) => {
    const globs = patterns.map(([pattern, options]) => glob(pattern, options));
    const found = ways(globs);
    expectTrue(globs, found);
    expect(found).toHaveLength(count);
  });

  test("of a text in any case, with texts for it", () => {
    expect(ways([glob("aB", folded)]).map(({ witness }) => witness)).toEqual(["x", "ab"]);
  });

  test("where every readable character is told apart, a rare one stands for all others", () => {
    const readable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    // Two rare ones, too.
    const globs = Array.from(`${readable}ĀĂ`, (character) => glob(character));
    const found = ways(globs);
    expectTrue(globs, found);
    expect(found).toHaveLength(globs.length + 1);
    const none = found.find(({ matching }) => matching.size === 0);
    expect(Array.from(none?.witness ?? "")).toHaveLength(1);
  });

  test("in any case, a letter of which three forms are one is no other one", () => {
    const rare = Array.from({ length: 0x1c5 - 0x100 }, (_, index) => String.fromCodePoint(0x100 + index));
    const letters = [...Array.from("abcdefghijklmnopqrstuvwxyz0123456789-_./"), ...rare, "ǆ"];
    const all = letters.map((character) => glob(character, folded));
    const globs = [...new Map(all.map((one) => [one.key, one])).values()];
    const found = ways(globs);
    expectTrue(globs, found);
    expect(found).toHaveLength(globs.length + 1);
  });
});

describe("texts that have to match something", () => {
  const [get, all] = ["s3:get*", "s3:*"];
  const needing = (needed: readonly (readonly string[])[], examples: readonly string[] = []): readonly string[] =>
    minterms(
      [glob(get), glob(all)],
      new Work(DEFAULT_BUDGET),
      examples,
      undefined,
      needed.map((keys) => new Set(keys.map((text) => glob(text).key))),
    ).map(({ witness }) => witness);

  test("others are left out", () => {
    const found = needing([[all]]);
    for (const text of found) expect("s3:get".startsWith(text) || text.startsWith("s3:")).toBe(true);
    expect(found).toContain("s3:get");
    expect(needing([])).toContain("x");
  });

  test("an example that matches nothing of it is no example", () => {
    for (const example of ["kms:decrypt", "s3:putobject"]) expect(needing([[get]], [example])).not.toContain(example);
    expect(needing([[get]], ["s3:getobject"])).toContain("s3:getobject");
  });

  test("what matches another glob only is not looked for", () => {
    const [one, other] = [glob(get), glob("s3:put*")];
    const found = minterms([one, other], new Work(DEFAULT_BUDGET), [], undefined, [new Set([one.key])]);
    expect(found.filter(({ matching }) => matching.has(one.key))).toHaveLength(1);
    expect(found.filter(({ matching }) => matching.has(other.key))).toEqual([]);
  });

  test("one of each set", () => {
    expect(needing([[all], [get]], ["s3:putobject"])).not.toContain("s3:putobject");
    expect(needing([[all, get]], ["s3:putobject"])).toContain("s3:putobject");
  });
});

describe("the work", () => {
  test("is paid for, also where there is no glob", () => {
    const work = new Work(DEFAULT_BUDGET);
    minterms([], work);
    expect(work.spent).toBeGreaterThan(0);
    const before = work.spent;
    work.automata.start(glob("a"));
    expect(work.spent).toBeGreaterThan(before);
  });

  test("patterns of which one character tells cost about as much as one after the other", () => {
    const globs = Array.from("abcdefghijklmnopqrst", (letter) => glob(letter.repeat(40)));
    expect(within({ steps: 20_000 }, (work) => minterms(globs, work).length)).toBe(globs.length + 1);
  });
});
