import { DEFAULT_BUDGET, Work } from "../../lib/access/budget";
import { among, candidates, required } from "../../lib/access/candidates";
import {
  type Formula,
  ACTION,
  RESOURCE,
  TRUE,
  absent,
  and,
  contextDimension,
  matches,
  not,
  or,
} from "../../lib/access/formula";
import { type Glob, globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";

const glob = (text: string, ignoresCase = false): Glob => globOf(parsePattern(text, "2012-10-17"), { ignoresCase });
const action = (text: string, ignoresCase = false): Formula => matches(ACTION, glob(text, ignoresCase));
const resource = (text: string): Formula => matches(RESOURCE, glob(text));

const [GET, PUT, LIST] = ["s3:getobject", "s3:putobject", "s3:listbucket"];

describe("the only texts for which a formula can be true", () => {
  test.each<[name: string, formula: Formula, texts: readonly string[] | undefined]>([
    ["one text", action(GET), [GET]],
    ["a pattern", action("s3:get*"), undefined],
    ["in any case", action(GET, true), undefined],
    ["of another dimension", resource("arn:a"), undefined],
    ["one of two", or(action(GET), action(PUT)), [GET, PUT]],
    ["one of two of which one is a pattern", or(action(GET), action("s3:*t")), undefined],
    ["both", and(action(GET), resource("arn:a")), [GET]],
    ["the other way round", and(resource("arn:a"), action(GET)), [GET]],
    ["the fewest of two", and(or(action(GET), action(PUT)), action(LIST)), [LIST]],
    ["the fewest of two, the other way round", and(action(LIST), or(action(GET), action(PUT))), [LIST]],
    ["nothing of the dimension", and(resource("arn:a"), resource("arn:b*")), undefined],
    ["all but one", not(action(GET)), undefined],
    ["anything", TRUE, undefined],
  ])("%s", (_, formula, texts) => {
    const found = candidates(formula, ACTION);
    expect(found && [...found].sort()).toEqual(texts);
  });
});

describe("globs of which one has to match", () => {
  const key = (text: string): string => glob(text).key;

  test.each<[name: string, formula: Formula, sets: readonly (readonly string[])[]]>([
    ["one", action("s3:get*"), [[key("s3:get*")]]],
    ["of another dimension", resource("arn:a"), []],
    ["one of two", or(action("s3:get*"), action(PUT)), [[key("s3:get*"), key(PUT)]]],
    ["one of two, or another dimension", or(action("s3:get*"), resource("arn:a")), []],
    [
      "two of which both have to",
      and(action("s3:get*"), or(action(GET), action(PUT))),
      [[key("s3:get*")], [key(GET), key(PUT)]],
    ],
    [
      "within one of two, the fewest",
      or(and(or(action(GET), action(PUT)), action("s3:*")), action(LIST)),
      [[key("s3:*"), key(LIST)]],
    ],
    [
      "the fewest, the other way round",
      or(and(action("s3:*"), or(action(GET), action(PUT))), action(LIST)),
      [[key("s3:*"), key(LIST)]],
    ],
    ["both of one dimension", and(resource("arn:a"), action(GET)), [[key(GET)]]],
    [
      "within one of two, beside another dimension",
      or(and(resource("arn:a"), action(GET)), action(LIST)),
      [[key(GET), key(LIST)]],
    ],
    ["within one of two, another dimension only", or(and(resource("arn:a"), resource("arn:b*")), action(LIST)), []],
    ["all but one", not(action(GET)), []],
    ["an absent key", absent(contextDimension("a:k")), []],
  ])("%s", (_, formula, sets) => {
    const found = required(formula, ACTION).map((one) => [...one].sort());
    expect(found).toEqual(sets.map((one) => [...one].sort()));
  });
});

describe("one text for each way in which globs match", () => {
  const globs = [glob("s3:get*"), glob("s3:*object"), glob("s3:x")];
  const work = (): Work => new Work(DEFAULT_BUDGET);
  const ways = (texts: readonly string[], examples: readonly string[] = [], read?: (text: string) => string) =>
    among(new Set(texts), globs, work(), examples, read).map(({ matching, witness }) => [witness, matching.size]);

  test("the first text of each", () => {
    expect(ways([GET, PUT, "s3:getx", "s3:gety", "s3:z", "s3:q"])).toEqual([
      [GET, 2],
      [PUT, 1],
      ["s3:getx", 1],
      ["s3:z", 0],
    ]);
  });

  test("the second and third glob together are not the thirteenth", () => {
    const nine = Array.from("defghijkl", (letter) => `${letter}*`);
    const thirteen = ["a*", "?1", "m?", ...nine, "*z"].map((name) => glob(name));
    expect(among(new Set(["m1", "xz"]), thirteen, work()).map(({ witness }) => witness)).toEqual(["m1", "xz"]);
  });

  test("an example that is one of them goes first, in its own letters", () => {
    expect(ways([GET, "s3:getb"], ["s3:GetB", "s3:Other"], (text) => text.toLowerCase())).toEqual([
      ["s3:GetB", 1],
      [GET, 2],
    ]);
    expect(ways([GET, "s3:getb"], ["s3:getb"])).toEqual([
      ["s3:getb", 1],
      [GET, 2],
    ]);
  });

  test("it is paid for by the length of globs and texts", () => {
    const paid = work();
    among(new Set([GET]), [glob("abc")], paid);
    expect(paid.spent).toBe(3 + GET.length);
  });
});
