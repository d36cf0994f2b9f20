import {
  ACTION,
  FALSE,
  type Formula,
  PRINCIPAL,
  RESOURCE,
  TRUE,
  absent,
  alwaysPresent,
  and,
  atomsOf,
  constant,
  contextDimension,
  dimensionsOf,
  implies,
  lower,
  matches,
  not,
  opaque,
  opaquePerRequest,
  opaquesOf,
  or,
  present,
  substitute,
  upper,
  withOpaques,
  withValue,
} from "../../lib/access/formula";
import { type Reading, globOf, isEverything, isLiteral, literalOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";

const glob = (pattern: string, ignoresCase = false) => globOf(parsePattern(pattern, "2012-10-17"), { ignoresCase });
const text = (dimension: string, pattern: string): Formula => matches(dimension, glob(pattern));
const KEY = "context:a:key";
const fact = (id: string): Formula => ({ kind: "opaque", id, about: `about ${id}` });
const [a, b, c] = [fact("a"), fact("b"), fact("c")];

describe("formulas come in their shortest form", () => {
  test.each<[name: string, both: () => readonly [formula: Formula, result: Formula]]>([
    ["not true", () => [not(TRUE), FALSE]],
    ["not false", () => [not(FALSE), TRUE]],
    ["not not", () => [not(not(a)), a]],
    ["not", () => [not(a), { kind: "not", part: a }]],
    ["and of nothing", () => [and(), TRUE]],
    ["or of nothing", () => [or(), FALSE]],
    ["and of one", () => [and(a), a]],
    ["and with true", () => [and(a, TRUE), a]],
    ["and with false", () => [and(a, FALSE, b), FALSE]],
    ["or with false", () => [or(FALSE, a), a]],
    ["or with true", () => [or(a, TRUE), TRUE]],
    ["the same twice", () => [and(a, b, a), { kind: "and", parts: [a, b] }]],
    ["and in and", () => [and(a, and(b, c)), { kind: "and", parts: [a, b, c] }]],
    ["or in or", () => [or(or(a, b), c), { kind: "or", parts: [a, b, c] }]],
    ["or in and", () => [and(a, or(b, c)), { kind: "and", parts: [a, { kind: "or", parts: [b, c] }] }]],
    ["implies", () => [implies(a, b), { kind: "or", parts: [{ kind: "not", part: a }, b] }]],
    ["a constant", () => [constant(true), TRUE]],
    ["another", () => [constant(false), FALSE]],
    ["no key is absent that every request has", () => [absent(RESOURCE), FALSE]],
    ["a key may be absent", () => [absent(KEY), { kind: "absent", dimension: "context:a:key" }]],
    ["present", () => [present(KEY), { kind: "not", part: { kind: "absent", dimension: "context:a:key" } }]],
    ["any text of a key: it is present", () => [text(KEY, "*"), present(KEY)]],
    ["any action", () => [text(ACTION, "*"), TRUE]],
  ])("%s", (_, both) => {
    const [formula, result] = both();
    expect(formula).toEqual(result);
  });

  test("the dimension of a key is the same in any case", () => {
    expect([contextDimension("A:Key"), contextDimension("a:key")]).toEqual([KEY, KEY]);
  });

  test("what every request has", () => {
    expect([ACTION, RESOURCE, PRINCIPAL, KEY].map(alwaysPresent)).toEqual([true, true, true, false]);
  });

  test("what may hold for one request and not for another", () => {
    const test = { subject: "s", values: ["v"], longer: "easier", implies: () => true } as const;
    expect(opaque("i", "x")).toEqual({ kind: "opaque", id: "i", about: "x" });
    expect(Object.keys(opaque("i", "x"))).toEqual(["kind", "id", "about"]);
    expect(Object.keys(opaquePerRequest("i", "x"))).toEqual(["kind", "id", "about", "varies"]);
    expect(opaquePerRequest("i", "x", test)).toEqual({ kind: "opaque", id: "i", about: "x", varies: true, test });
  });
});

describe("what is known is filled in", () => {
  const key = (): Formula => text(KEY, "v*");
  const action = (): Formula => text(ACTION, "s3:get*");

  test.each<[name: string, both: () => readonly [formula: Formula, result: Formula]]>([
    ["a value that matches", () => [withValue(and(action(), a), ACTION, "s3:getobject"), a]],
    ["a value that does not", () => [withValue(or(action(), a), ACTION, "s3:putobject"), a]],
    ["under a negation", () => [withValue(not(action()), ACTION, "s3:getobject"), FALSE]],
    ["an absent key", () => [withValue(or(key(), absent(KEY)), KEY, null), TRUE]],
    ["an absent key matches nothing", () => [withValue(key(), KEY, null), FALSE]],
    ["a key that is there", () => [withValue(absent(KEY), KEY, "v"), FALSE]],
    ["another dimension", () => [withValue(and(key(), action()), RESOURCE, "v"), and(key(), action())]],
    ["a fact", () => [withOpaques(and(a, b), new Map([["a", true]])), b]],
    ["a fact that is not so", () => [withOpaques(and(a, b), new Map([["a", false]])), FALSE]],
    ["under a negation, a fact", () => [withOpaques(not(a), new Map([["a", false]])), TRUE]],
    ["as much as there could be", () => [upper(and(action(), a, not(b))), action()]],
    ["as little as there must be", () => [lower(or(action(), a, not(b))), action()]],
    ["as much, of some facts", () => [upper(and(a, b), (atom) => atom.kind === "opaque" && atom.id === "a"), b]],
  ])("%s", (_, both) => {
    const [formula, result] = both();
    expect(formula).toEqual(result);
  });

  test("what does not change stays the same object", () => {
    const formula = or(and(a, not(key())), not(b));
    expect(substitute(formula, (atom) => atom)).toBe(formula);
    expect(substitute(TRUE, () => FALSE)).toBe(TRUE);
  });

  test("once the whole is decided, the rest is not looked at", () => {
    const seen: string[] = [];
    const see = (value: boolean) => (atom: Formula) => {
      if (atom.kind === "opaque") seen.push(atom.id);
      return constant(value);
    };
    expect(substitute(or(a, b), see(true))).toEqual(TRUE);
    expect(substitute(and(a, b), see(false))).toEqual(FALSE);
    expect(seen).toEqual(["a", "a"]);
  });

  test("whether an atom stands under a negation is told", () => {
    const seen: string[] = [];
    substitute(or(a, not(and(b, not(c)))), (atom, positive) => {
      if (atom.kind === "opaque") seen.push(`${atom.id} ${String(positive)}`);
      return atom;
    });
    expect(seen).toEqual(["a true", "b false", "c true"]);
  });

  test("what stands in a formula", () => {
    const formula = or(and(a, key()), not(or(action(), a)), absent(KEY));
    expect(atomsOf(formula).map((atom) => (atom.kind === "opaque" ? atom.id : atom.dimension))).toEqual([
      "a",
      KEY,
      ACTION,
      "a",
      KEY,
    ]);
    expect([...dimensionsOf(formula)]).toEqual([KEY, ACTION]);
    expect(opaquesOf(formula)).toEqual([a]);
    expect(atomsOf(TRUE)).toEqual([]);
  });
});

describe("globs that are written alike have one key", () => {
  test.each([
    ["a**", "a*", true],
    ["a*?", "a?*", true],
    ["a*?*?", "a??*", true],
    ["a*", "a?", false],
    ["a${*}", "a*", false],
    ["a${?}", "a?", false],
    ["a\\*", "a${*}", false],
    ["a\\", "a\\\\", false],
    ["A", "a", false],
    ["**", "*", true],
    ["*?", "?*", true],
    ["ab?", "ab*", false],
  ])("%s, %s", (one, other, same) => {
    expect(glob(one).key === glob(other).key).toBe(same);
  });

  test("wildcards that stay in their segment are others, and each is another", () => {
    const key = (pattern: string) => globOf(parsePattern(pattern, "2012-10-17"), { reading: "segments" }).key;
    const all = [key("x:a?c:y"), key("x:a*c:y"), key("x:ac:y"), glob("x:a?c:y").key, glob("x:a*c:y").key];
    expect(new Set(all).size).toBe(all.length);
    expect(key("x:a?c:y")).not.toBe(glob("x:a:?c:y").key);
  });

  test("text in any case is another than text that begins like its mark", () => {
    expect(glob("ab", true).key).not.toBe(glob("iab").key);
    expect(glob("ab", true).key).not.toBe(glob("\\iab").key);
  });

  test("with another reading, or in any case, they have another", () => {
    const pieces = parsePattern("arn:aws:s3:::a*c:b", "2012-10-17");
    expect(globOf(pieces).key).not.toBe(globOf(pieces, { reading: "segments" }).key);
    expect(glob("a").key).not.toBe(glob("a", true).key);
    expect(glob("A", true).key).toBe(glob("a", true).key);
  });
});

describe("a glob that is one text", () => {
  test.each([
    ["abc", "abc"],
    ["a${*}", "a*"],
    ["", ""],
    ["a\ud800b", "a\ud800b"],
    ["a*", undefined],
    ["?", undefined],
  ])("%j: %j", (pattern, one) => {
    expect(literalOf(glob(pattern))).toBe(one);
    expect(isLiteral(glob(pattern))).toBe(one !== undefined);
  });
});

describe("a glob of every text", () => {
  test.each<[pattern: string, reading: Reading, expected: boolean]>([
    ["*", "whole", true],
    ["**", "whole", true],
    ["${var.x}", "whole", true],
    ["?", "whole", false],
    ["?*", "whole", false],
    ["a", "whole", false],
    ["", "whole", false],
    ["*", "segments", true],
    // A field of an ARN has no colon.
    ["*", "components", false],
  ])("%j, read as %s: %s", (pattern, reading, expected) => {
    expect(isEverything(globOf(parsePattern(pattern, "2012-10-17"), { reading }))).toBe(expected);
  });
});
