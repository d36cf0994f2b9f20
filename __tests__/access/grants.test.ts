import { type ContextValue, contextOf } from "../../lib/access/context";
import {
  ACTION,
  type Formula,
  RESOURCE,
  and,
  atomsOf,
  dimensionsOf,
  matches,
  not,
  opaquesOf,
} from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { type KeyGrant, grantFormula, grantsFormula } from "../../lib/access/grants";
import { parsePattern } from "../../lib/access/pattern";
import { solve } from "../../lib/access/solve";
import { ROLE } from "./support";

type Keys = { readonly [key: string]: ContextValue };

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER = KEY.replace("1234abcd", "99999999");

const grant = (more: Partial<KeyGrant>): KeyGrant => ({
  name: "g",
  grantee: ROLE.roleArn,
  operations: ["Decrypt"],
  keyArn: KEY,
  ...more,
});

const text = (dimension: string, value: string): Formula =>
  matches(dimension, globOf(parsePattern(value, "2012-10-17")));

/** Whether one call is allowed. */
const answer = (
  one: KeyGrant,
  keys: Keys = {},
  {
    others = "absent",
    operation = "decrypt",
    resource = KEY,
  }: { others?: "absent" | "unknown"; operation?: string; resource?: string } = {},
): "yes" | "no" | "maybe" => {
  const call = and(text(ACTION, `kms:${operation}`), text(RESOURCE, resource));
  const formula = grantFormula(one, contextOf(keys, others), ROLE);
  if (solve(and(call, formula)).kind === "none") return "no";
  return solve(and(call, not(formula))).kind === "none" ? "yes" : "maybe";
};

const abouts = (one: KeyGrant, keys: Keys = {}): readonly string[] =>
  atomsOf(grantFormula(one, contextOf(keys), ROLE)).flatMap((atom) => (atom.kind === "opaque" ? [atom.about] : []));

/** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
describe("what a grant allows", () => {
  test.each([
    ["its operations", grant({}), {}, "yes"],
    ["in any case", grant({ operations: ["DECRYPT"] }), {}, "yes"],
    ["no others", grant({ operations: ["Encrypt", "Sign"] }), {}, "no"],
    ["no other key", grant({ keyArn: OTHER }), {}, "no"],
    ["a key that is not known", grant({ keyArn: "${aws_kms_key.k.arn}" }), {}, "maybe"],
    ["nobody else", grant({ grantee: `${ROLE.roleArn}s` }), {}, "no"],
    ["a name has no wildcards", grant({ grantee: ROLE.roleArn.replace("convert", "*") }), {}, "no"],
    ["nor has a key", grant({ keyArn: KEY.replace(/key.*/, "key/*") }), {}, "no"],
    ["nor has an operation", grant({ operations: ["De*"] }), {}, "no"],
    ["where it may give less", grant({ uncertain: "it may be retired" }), {}, "maybe"],
  ] as const)("%s", (_, one, keys, result) => {
    expect(answer(one, keys)).toBe(result);
  });

  test("the key of the question, where it names none", () => {
    const any: KeyGrant = { name: "g", grantee: ROLE.roleArn, operations: ["Decrypt"] };
    expect(answer(any, {}, { resource: OTHER })).toBe("yes");
  });

  test("any of several", () => {
    const call = and(text(ACTION, "kms:sign"), text(RESOURCE, KEY));
    const both = grantsFormula([grant({}), grant({ operations: ["Sign"] })], contextOf({}, "absent"), ROLE);
    expect(solve(and(call, not(both))).kind).toBe("none");
    expect(grantsFormula([], contextOf({}), ROLE)).toEqual({ kind: "constant", value: false });
  });
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html */
describe("what a constraint leaves", () => {
  const A = { "kms:EncryptionContext:a": { value: "1" } };
  const AB = { ...A, "kms:EncryptionContext:b": { value: "2" } };
  const subset = grant({ constraint: { kind: "subset", context: { A: "1" } } });
  const equals = grant({ constraint: { kind: "equals", context: { A: "1" } } });

  test.each<[name: string, one: KeyGrant, keys: Keys, others: "absent" | "unknown", result: string]>([
    ["the pair", subset, A, "absent", "yes"],
    ["the pair and another", subset, AB, "absent", "yes"],
    ["another value", subset, { "kms:EncryptionContext:a": { value: "2" } }, "absent", "no"],
    ["a longer value", subset, { "kms:EncryptionContext:a": { value: "11" } }, "absent", "no"],
    ["no pair", subset, {}, "absent", "no"],
    ["nothing known", subset, {}, "unknown", "maybe"],
    ["the value among several", subset, { "kms:EncryptionContext:a": { values: ["1", "2"] } }, "absent", "no"],
    ["the value as the only one of a list", subset, { "kms:EncryptionContext:a": { values: ["1"] } }, "absent", "yes"],
    ["a pattern that holds it", subset, { "kms:EncryptionContext:a": { glob: "1*" } }, "absent", "maybe"],
    [
      "a value that is not known",
      grant({ constraint: { kind: "subset", context: { a: "${var.x}" } } }),
      A,
      "absent",
      "maybe",
    ],
    [
      "a value that looks like a variable: grants have none",
      grant({ constraint: { kind: "subset", context: { a: "${aws:username}" } } }),
      { "kms:EncryptionContext:a": { value: "${aws:username}" } },
      "absent",
      "yes",
    ],
    [
      "another value than one that looks like a variable",
      grant({ constraint: { kind: "subset", context: { a: "${aws:username}" } } }),
      A,
      "absent",
      "no",
    ],
    ["exactly the pair", equals, A, "absent", "yes"],
    ["exactly, and another", equals, AB, "absent", "no"],
    ["exactly, and another that has no value", equals, { ...A, "kms:EncryptionContext:b": "absent" }, "absent", "yes"],
    ["exactly, and perhaps another", equals, { ...A, "kms:EncryptionContext:b": "unknown" }, "absent", "maybe"],
    ["exactly, and perhaps the pair", equals, { "kms:EncryptionContext:a": "unknown" }, "absent", "maybe"],
    ["exactly, with others unknown", equals, A, "unknown", "maybe"],
    ["exactly, and an unknown key of another kind", equals, { ...A, "kms:ViaService": "unknown" }, "absent", "yes"],
    ["exactly, the keys listed", equals, { ...A, "kms:EncryptionContextKeys": { values: ["a"] } }, "unknown", "yes"],
    [
      "exactly, the keys listed in capitals",
      equals,
      { ...A, "kms:EncryptionContextKeys": { value: "A" } },
      "unknown",
      "yes",
    ],
    [
      "exactly, another key listed",
      equals,
      { ...A, "kms:EncryptionContextKeys": { values: ["a", "b"] } },
      "unknown",
      "no",
    ],
    [
      "exactly, only another key listed",
      equals,
      { ...A, "kms:EncryptionContextKeys": { value: "b" } },
      "unknown",
      "no",
    ],
  ])("%s", (_, one, keys, others, result) => {
    expect(answer(one, keys, { others })).toBe(result);
  });

  test("where the pair is perhaps carried and nothing else can be, the value alone is open", () => {
    const formula = grantFormula(equals, contextOf({ "kms:EncryptionContext:a": "unknown" }, "absent"), ROLE);
    expect(opaquesOf(formula)).toEqual([]);
    expect(dimensionsOf(formula)).toContain("context:kms:encryptioncontext:a");
  });

  test.each(["describekey", "retiregrant"])("it does not bind %s", (operation) => {
    const one = grant({
      operations: ["DescribeKey", "RetireGrant"],
      constraint: { kind: "subset", context: { a: "1" } },
    });
    expect(answer(one, {}, { operation })).toBe("yes");
  });
});

describe("what is not known is said", () => {
  test.each<[one: KeyGrant, abouts: readonly string[]]>([
    [grant({ uncertain: "it may be retired" }), ["it may be retired"]],
    [grant({ keyArn: "${aws_kms_key.k.arn}" }), ["what ${aws_kms_key.k.arn} is"]],
    [
      grant({ constraint: { kind: "equals", context: { b: "1", A: "2" } } }),
      ["whether the encryption context has keys beside a, b"],
    ],
  ])("%j", (one, expected) => {
    expect(abouts(one)).toEqual(expected);
  });

  test("two grants of which one is uncertain are not one", () => {
    const idsOf = (one: KeyGrant): readonly string[] =>
      atomsOf(grantFormula(one, contextOf({}), ROLE)).flatMap((atom) => (atom.kind === "opaque" ? [atom.id] : []));
    const all = [
      grant({ name: "a", uncertain: "x" }),
      grant({ name: "b", uncertain: "x" }),
      grant({ keyArn: "${var.a}" }),
      grant({ keyArn: "${var.b}" }),
      grant({ constraint: { kind: "equals", context: { a: "1" } } }),
      grant({ constraint: { kind: "equals", context: { b: "1" } } }),
    ].flatMap(idsOf);
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
  });
});
