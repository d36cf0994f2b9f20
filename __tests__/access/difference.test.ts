import { DEFAULT_BUDGET, Inquiry } from "../../lib/access/budget";
import { existence } from "../../lib/access/difference";
import { holdsAt, requestOf } from "../../lib/access/explain";
import {
  ACTION,
  FALSE,
  type Formula,
  RESOURCE,
  TRUE,
  and,
  contextDimension,
  matches,
  not,
  opaque,
  opaquePerRequest,
  or,
} from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { solve } from "../../lib/access/solve";

const text = (dimension: string, pattern: string): Formula =>
  matches(dimension, globOf(parsePattern(pattern, "2012-10-17")));
const get = text(ACTION, "s3:getobject");
const put = text(ACTION, "s3:putobject");
const fact = opaque("fact", "what a policy says");
const other = opaque("other", "what another says");
const varies = opaquePerRequest("varies", "where the request comes from");

const ask = (formula: Formula, usually: readonly (readonly [string, boolean])[] = []) =>
  existence(formula, new Inquiry(DEFAULT_BUDGET), { usually: new Map(usually) });

describe("whether there is a request", () => {
  test("none", () => {
    expect(ask(FALSE)).toEqual({ kind: "no" });
    expect(ask(and(get, not(get)))).toEqual({ kind: "no" });
    expect(ask(and(get, fact, not(fact)))).toEqual({ kind: "no" });
  });

  test("one, whatever the facts are", () => {
    expect(ask(get)).toEqual({ kind: "yes", witness: { values: { action: "s3:getobject" }, assumed: [] } });
    expect(ask(or(and(get, fact), and(put, not(fact)), put))).toMatchObject({
      kind: "yes",
      witness: { values: { action: "s3:putobject" } },
    });
  });

  test("what differs from request to request is part of it", () => {
    expect(ask(and(get, varies))).toEqual({
      kind: "yes",
      witness: {
        values: { action: "s3:getobject" },
        assumed: [{ id: "varies", about: "where the request comes from", holds: true }],
      },
    });
  });

  test("one only if a fact is so", () => {
    expect(ask(and(get, fact))).toEqual({
      kind: "maybe",
      witness: {
        values: { action: "s3:getobject" },
        assumed: [{ id: "fact", about: "what a policy says", holds: true }],
      },
    });
    expect(ask(and(get, not(fact), varies))).toMatchObject({ kind: "maybe" });
  });

  test("a certain one is looked for beyond an uncertain one", () => {
    expect(ask(or(and(get, fact), put))).toMatchObject({
      kind: "yes",
      witness: { values: { action: "s3:putobject" } },
    });
  });

  test("of several uncertain ones it is the first", () => {
    expect(ask(and(or(get, put), fact))).toMatchObject({
      kind: "maybe",
      witness: { values: { action: "s3:getobject" } },
    });
  });

  test("a fact that is usually so is taken to be so, and said", () => {
    expect(ask(and(get, fact), [["fact", true]])).toEqual({
      kind: "yes",
      witness: {
        values: { action: "s3:getobject" },
        assumed: [{ id: "fact", about: "what a policy says", holds: true }],
      },
    });
    expect(ask(and(get, fact), [["fact", false]])).toMatchObject({ kind: "maybe" });
    expect(ask(and(get, fact, other), [["fact", true]])).toMatchObject({ kind: "maybe" });
    expect(
      ask(and(get, not(other), fact), [
        ["fact", true],
        ["other", false],
      ]),
    ).toMatchObject({
      kind: "yes",
      witness: {
        assumed: expect.arrayContaining([
          { id: "fact", about: "what a policy says", holds: true },
          { id: "other", about: "what another says", holds: false },
        ]) as unknown,
      },
    });
    expect(ask(get, [["fact", true]])).toEqual({
      kind: "yes",
      witness: { values: { action: "s3:getobject" }, assumed: [] },
    });
  });

  test("of what is usually so, only what it takes is said", () => {
    expect(ask(and(get, or(varies, fact)), [["fact", true]])).toEqual({
      kind: "yes",
      witness: {
        values: { action: "s3:getobject" },
        assumed: [{ id: "varies", about: "where the request comes from", holds: true }],
      },
    });
    expect(ask(and(get, varies, fact), [["fact", true]])).toEqual({
      kind: "yes",
      witness: {
        values: { action: "s3:getobject" },
        assumed: [
          { id: "varies", about: "where the request comes from", holds: true },
          { id: "fact", about: "what a policy says", holds: true },
        ],
      },
    });
  });

  test("one of the examples, where one will do", () => {
    const examples = { [ACTION]: ["s3:PutObject", "s3:GetObject"] };
    const found = { values: { action: "s3:GetObject" }, assumed: [] };
    const getting = text(ACTION, "s3:get*");
    expect(existence(getting, new Inquiry(DEFAULT_BUDGET), { examples })).toEqual({ kind: "yes", witness: found });
    expect(solve(getting, DEFAULT_BUDGET, examples)).toEqual({ kind: "some", witness: found });
  });

  test("too much to ask", () => {
    expect(existence(get, new Inquiry({ steps: 0 }))).toEqual({ kind: "undecided" });
  });
});

describe("whether a formula is true for a witness", () => {
  const key = text(contextDimension("a:k"), "v*");
  const holds = (
    formula: Formula,
    values: { readonly [dimension: string]: string | null },
    assumed: readonly boolean[] = [],
  ) =>
    holdsAt(
      formula,
      { values, assumed: assumed.map((one) => ({ id: "fact", about: "", holds: one })) },
      new Inquiry(DEFAULT_BUDGET),
    );

  test.each<
    [
      name: string,
      formula: Formula,
      values: { readonly [dimension: string]: string | null },
      assumed: readonly boolean[],
      result: string,
    ]
  >([
    ["it is", get, { action: "s3:getobject" }, [], "yes"],
    ["in any case", get, { action: "s3:GetObject" }, [], "yes"],
    ["it is not", get, { action: "s3:putobject" }, [], "no"],
    ["a key", key, { "context:a:k": "v1" }, [], "yes"],
    ["another value, in capitals", key, { "context:a:k": "V1" }, [], "no"],
    ["an absent key", key, { "context:a:k": null }, [], "no"],
    ["left open", get, {}, [], "maybe"],
    ["left open, and impossible", and(get, put), {}, [], "no"],
    ["left open, and true whatever", or(get, not(get)), {}, [], "yes"],
    ["a fact", and(get, fact), { action: "s3:getobject" }, [], "maybe"],
    ["a fact that is taken to be so", and(get, fact), { action: "s3:getobject" }, [true], "yes"],
    ["a fact that is taken not to be so", and(get, fact), { action: "s3:getobject" }, [false], "no"],
    ["always", TRUE, {}, [], "yes"],
  ])("%s", (_, formula, values, assumed, result) => {
    expect(holds(formula, values, assumed)).toBe(result);
  });

  test("where that is too much to ask, it may be", () => {
    const spent = new Inquiry({ steps: 0 });
    expect(holdsAt(or(get, text(RESOURCE, "arn:a")), { values: {}, assumed: [] }, spent)).toBe("maybe");
  });
});

describe("the request that a witness is", () => {
  test("with its keys, and what it assumes", () => {
    const request = requestOf(
      {
        values: { action: "s3:getobject", resource: "arn:a", "context:a:k": "v", "context:a:n": null },
        assumed: [{ id: "fact", about: "", holds: false }],
      },
      { keys: { "a:k": "unknown", "a:z": { value: "z" } }, others: "absent" },
    );
    expect(request).toEqual({
      action: "s3:getobject",
      resource: "arn:a",
      context: { keys: { "a:k": { value: "v" }, "a:n": "absent", "a:z": { value: "z" } }, others: "absent" },
      assumed: new Map([["fact", false]]),
    });
  });

  test("what a witness leaves open", () => {
    expect(requestOf({ values: {}, assumed: [] })).toEqual({
      action: "service:Action",
      resource: "*",
      context: { keys: {}, others: "unknown" },
      assumed: new Map(),
    });
  });
});
