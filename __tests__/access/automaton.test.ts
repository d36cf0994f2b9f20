import { Automata, DEAD } from "../../lib/access/automaton";
import { type Glob, type GlobOptions, globMatches, globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";

const glob = (text: string, options?: GlobOptions): Glob => globOf(parsePattern(text, "2012-10-17"), options);

/** Automata that note what each piece of work costs. */
const counting = (): { readonly automata: Automata; readonly costs: number[] } => {
  const costs: number[] = [];
  return { automata: new Automata((steps) => costs.push(steps)), costs };
};

const walk = (automata: Automata, start: number, text: string): number =>
  Array.from(text).reduce((state, character) => automata.next(state, character), start);

describe("a walk over a glob's automaton", () => {
  test.each<[pattern: string, text: string, expected: boolean]>([
    ["", "", true],
    ["", "a", false],
    ["abc", "abc", true],
    ["abc", "ab", false],
    ["a*", "a", true],
    ["a*", "abc:d", true],
    ["*ab", "aab", true],
    ["*ab", "aba", false],
    ["a?b", "a:b", true],
    ["*a*b", "xaxb", true],
  ])("%j: %j", (pattern, text, expected) => {
    const automata = new Automata(() => undefined);
    expect(automata.accepts(walk(automata, automata.start(glob(pattern)), text))).toBe(expected);
  });

  test("it can begin behind the first characters", () => {
    const automata = new Automata(() => undefined);
    expect(automata.accepts(walk(automata, automata.start(glob("arn:a*"), 4), "abc"))).toBe(true);
    expect(automata.accepts(walk(automata, automata.start(glob("arn:a*"), 4), "b"))).toBe(false);
  });

  test("places that read alike once they are written in a row are different states", () => {
    const automata = new Automata(() => undefined);
    const long = `aa${"b".repeat(20)}`;
    const state = walk(automata, automata.start(glob(`*${long}c`)), long);
    expect(automata.accepts(automata.next(state, "c"))).toBe(true);
  });

  test("a wildcard that stays in its segment tells a colon from all else, whichever comes first", () => {
    for (const order of ["b:", ":b"]) {
      const automata = new Automata(() => undefined);
      const inside = walk(automata, automata.start(glob("x:a?c:y", { reading: "segments" })), "x:a");
      const dead = Array.from(order).filter((character) => automata.next(inside, character) === DEAD);
      expect(dead).toEqual([":"]);
    }
  });

  test("upper and lower case lead to the same where case is ignored", () => {
    const automata = new Automata(() => undefined);
    const start = automata.start(glob("k", { ignoresCase: true }));
    // The sign of Kelvin is a capital K of its own.
    for (const character of ["k", "K", "\u212a"]) expect(automata.accepts(automata.next(start, character))).toBe(true);
    expect(automata.next(start, "x")).toBe(DEAD);
    expect(automata.next(automata.start(glob("k")), "K")).toBe(DEAD);
  });
});

describe("a state", () => {
  test("from which nothing matches any more", () => {
    const automata = new Automata(() => undefined);
    expect(automata.next(automata.start(glob("a")), "b")).toBe(DEAD);
    expect(walk(automata, automata.start(glob("a")), "aa")).toBe(DEAD);
    expect(automata.next(DEAD, "a")).toBe(DEAD);
    expect(automata.accepts(DEAD)).toBe(false);
    expect([...automata.live(DEAD)]).toEqual([]);
    expect([automata.globKey(DEAD), automata.globNumber(DEAD)]).toEqual(["", DEAD]);
  });

  test("is the same for the same places, and belongs to its glob", () => {
    const automata = new Automata(() => undefined);
    const one = automata.start(glob("*a"));
    const other = automata.start(glob("*b"));
    expect(automata.start(glob("*a"))).toBe(one);
    expect(other).not.toBe(one);
    expect(walk(automata, one, "xx")).toBe(walk(automata, one, "y"));
    expect(automata.globKey(other)).toBe(glob("*b").key);
    expect(automata.globNumber(one)).not.toBe(automata.globNumber(other));
    expect(automata.globNumber(walk(automata, one, "a"))).toBe(automata.globNumber(one));
  });

  test.each<[name: string, pattern: string, options: GlobOptions, live: readonly string[]]>([
    ["a character", "a", {}, ["a"]],
    ["a letter in any case", "a", { ignoresCase: true }, ["A", "a"]],
    ["a letter given in upper case", "A", { ignoresCase: true }, ["A", "a"]],
    ["a sign without case", "1", { ignoresCase: true }, ["1"]],
    // Its upper case is SS, two letters that are another text.
    ["a letter without upper case of its own", "ß", { ignoresCase: true }, ["ß"]],
    ["any text", "*", {}, []],
    ["any character", "?", {}, []],
    ["any text, then a character", "*a", {}, ["a"]],
    ["any character within a segment", "?a:b", { reading: "segments" }, [":"]],
    ["any text within a segment", "*a:b", { reading: "segments" }, [":", "a"]],
    ["the end", "", {}, []],
  ])("tells apart what it has to: %s", (_, pattern, options, live) => {
    const automata = new Automata(() => undefined);
    expect([...automata.live(automata.start(glob(pattern, options)))].sort()).toEqual(live);
  });
});

describe("the work", () => {
  test("each step costs something, a dead end too", () => {
    const { automata, costs } = counting();
    walk(automata, automata.start(glob("ab")), "ax");
    expect(costs).toHaveLength(3);
    expect(Math.min(...costs)).toBeGreaterThan(0);
  });

  test("where one was before costs nothing, nor does another character that is told from none", () => {
    const { automata, costs } = counting();
    const start = automata.start(glob("*a"));
    walk(automata, start, "xa");
    const before = costs.length;
    walk(automata, start, "xa");
    walk(automata, start, "za");
    expect(costs).toHaveLength(before);
  });
});

test("of a text that only shares its first characters nothing is left", () => {
  const automata = new Automata(() => undefined);
  const one = glob("arn:aws:s3:::in/*");
  for (const text of ["arn:aws:s3:::in/", "arn:aws:s3:::in/a", "arn:aws:s3:::in", "arn:aws:s3:::out/a", ""]) {
    expect(automata.accepts(walk(automata, automata.start(one), text))).toBe(globMatches(one, text));
  }
});
