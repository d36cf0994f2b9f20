import { type BranchOptions, branches, modelOf } from "../../lib/access/branches";
import { DEFAULT_BUDGET, Work } from "../../lib/access/budget";
import {
  ACTION,
  FALSE,
  type Formula,
  RESOURCE,
  TRUE,
  absent,
  and,
  implies,
  matches,
  not,
  opaque,
  opaquePerRequest,
  or,
} from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";

const KEY = "context:a:k";
const OTHER_KEY = "context:b:k";
const text = (dimension: string, pattern: string): Formula =>
  matches(dimension, globOf(parsePattern(pattern, "2012-10-17")));

const walk = (formulas: readonly Formula[], options: BranchOptions = {}) => [
  ...branches(formulas, new Work(DEFAULT_BUDGET), options),
];

describe("the ways in which a formula can be true", () => {
  test("one for each combination, with what is left of every formula", () => {
    const fact = opaque("fact", "a fact");
    const found = walk([text(ACTION, "s3:*"), or(text(ACTION, "s3:get*"), fact)]);
    expect(found.map(({ formulas }) => formulas)).toEqual(
      expect.arrayContaining([
        [TRUE, TRUE],
        [TRUE, fact],
      ]),
    );
    expect(found).toHaveLength(2);
  });

  test("none where it is false, whatever the others say", () => {
    expect(walk([FALSE])).toEqual([]);
    expect(walk([FALSE, text(ACTION, "s3:*")])).toEqual([]);
  });

  test("one where nothing is asked", () => {
    expect(walk([])).toEqual([{ formulas: [], values: new Map() }]);
    expect(walk([TRUE, FALSE])).toEqual([{ formulas: [TRUE, FALSE], values: new Map() }]);
  });

  test("a condition key may be absent, an action may not", () => {
    const values = (dimension: string) =>
      walk([not(text(dimension, "a*"))]).map((branch) => branch.values.get(dimension));
    expect(values(ACTION)).toEqual([expect.any(String)]);
    expect(values(KEY)).toEqual([expect.any(String), null]);
  });

  test.each<[name: string, given: readonly string[]]>([
    ["in one order", [KEY, OTHER_KEY, RESOURCE, ACTION]],
    ["in another", [OTHER_KEY, ACTION, KEY, RESOURCE]],
    ["in a third", [ACTION, RESOURCE, OTHER_KEY, KEY]],
    ["as they are looked at", [ACTION, RESOURCE, KEY, OTHER_KEY]],
  ])("the action goes first, then the resource, then keys by name: %s", (_, given) => {
    const [found] = walk([and(...given.map((dimension) => text(dimension, "a")))]);
    expect([...(found?.values.keys() ?? [])]).toEqual([ACTION, RESOURCE, KEY, OTHER_KEY]);
  });

  test("only dimensions that are asked for are branched on", () => {
    const key = text(KEY, "v");
    const found = walk([and(text(ACTION, "s3:x"), key)], { only: new Set([ACTION]) });
    expect(found.map(({ formulas, values }) => [formulas, [...values]])).toEqual([[[key], [[ACTION, "s3:x"]]]]);
  });
});

describe("values that are preferred", () => {
  const valueOf = (formula: Formula, examples: NonNullable<BranchOptions["examples"]>, dimension: string) =>
    walk([formula], { examples }).map(({ values }) => values.get(dimension));

  test("an action in whatever case it is written", () => {
    expect(valueOf(text(ACTION, "s3:get*"), { [ACTION]: ["s3:PutObject", "s3:GetObject"] }, ACTION)).toEqual([
      "s3:GetObject",
    ]);
    expect(valueOf(text(ACTION, "s3:getobject"), { [ACTION]: ["s3:GetObject"] }, ACTION)).toEqual(["s3:GetObject"]);
  });

  test("a resource as it is written only", () => {
    const examples = { [RESOURCE]: ["arn:aws:s3:::In/a", "arn:aws:s3:::in/b"] };
    expect(valueOf(text(RESOURCE, "arn:aws:s3:::In/*"), examples, RESOURCE)).toEqual(["arn:aws:s3:::In/a"]);
    expect(valueOf(text(RESOURCE, "arn:aws:s3:::in/*"), examples, RESOURCE)).toEqual(["arn:aws:s3:::in/b"]);
  });

  test("not for a dimension that is called like something of JavaScript's own", () => {
    expect(valueOf(text("constructor", "v*"), {}, "constructor")).toEqual(["v"]);
  });
});

describe("values of what is not known that make a formula true", () => {
  const [a, b] = ["a", "b"];
  const about = (id: string) => `about ${id}`;
  const fact = (id: string): Formula => opaque(id, about(id));
  const model = (formula: Formula) => modelOf(formula, new Work(DEFAULT_BUDGET));
  const holds = (id: string, value: boolean) => ({ id, about: about(id), holds: value });

  test("none are needed", () => {
    expect(model(TRUE)).toEqual([]);
  });

  test("there are none", () => {
    expect(model(FALSE)).toBeUndefined();
    expect(model(and(fact(a), implies(fact(a), fact(b)), not(fact(b))))).toBeUndefined();
  });

  test("as few as it takes", () => {
    expect(model(fact(a))).toEqual([holds(a, true)]);
    expect(model(not(fact(a)))).toEqual([holds(a, false)]);
    expect(model(or(fact(a), fact(b)))).toEqual([holds(a, true)]);
    expect(model(and(fact(a), not(fact(b))))).toEqual([holds(a, true), holds(b, false)]);
  });

  test("what only follows from them is not said", () => {
    const inRange = (id: string, range: string): Formula =>
      opaquePerRequest(id, about(id), {
        subject: "ip",
        values: [range],
        longer: "easier",
        implies: (value, other) => value.startsWith(other),
      });
    // Who is in the narrow range is in the wide one.
    const [narrow, wide] = [inRange(a, "10.1."), inRange(b, "10.")];
    expect(model(or(narrow, wide))).toEqual([holds(a, true)]);
    expect(model(and(narrow, not(wide)))).toBeUndefined();
    expect(model(and(wide, not(narrow)))).toEqual([holds(b, true), holds(a, false)]);
  });

  test("that a key is absent is a value of the key, and no assumption", () => {
    expect(walk([absent(KEY)])).toEqual([{ formulas: [TRUE], values: new Map([[KEY, null]]) }]);
  });
});
