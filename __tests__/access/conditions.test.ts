import { conditionFormula } from "../../lib/access/conditions";
import { type ContextValue, contextOf } from "../../lib/access/context";
import { type Formula, TRUE, and, not, opaquesOf } from "../../lib/access/formula";
import { cells, solve } from "../../lib/access/solve";
import { read } from "./support";

type Condition = { readonly [operator: string]: { readonly [key: string]: unknown } };

const formula = (
  condition: Condition,
  keys: { readonly [key: string]: ContextValue },
  others: "absent" | "unknown" = "absent",
  Version = "2012-10-17",
): Formula => {
  const document = read({
    Version,
    Statement: { Effect: "Allow", Action: "x:y", Resource: "*", Condition: condition },
  });
  return conditionFormula(document.statements[0]?.tests ?? [], {
    context: contextOf(keys, others),
    version: document.version,
  });
};

const verdict = (one: Formula): "yes" | "no" | "maybe" => {
  if (one.kind === "constant") return one.value ? "yes" : "no";
  if (solve(one).kind === "none") return "no";
  return solve(not(one)).kind === "none" ? "yes" : "maybe";
};

/** Whether the first implies the second. */
const within = (one: Formula, other: Formula): boolean => solve(and(one, not(other))).kind === "none";

describe("known values, operator by operator", () => {
  test.each<[operator: string, wanted: unknown, value: string | null, expected: boolean]>([
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", "a*", "ab", false],
    ["StringEquals", "a*", "a*", true],
    ["StringEquals", "a${*}", "a*", true],
    ["StringEquals", "a", null, false],
    ["StringNotEquals", "a", "b", true],
    ["StringNotEquals", "a", "a", false],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringNotEquals", "a", null, true],
    ["StringEqualsIgnoreCase", "aB", "Ab", true],
    ["StringEqualsIgnoreCase", "a", "b", false],
    // A letter whose lower case is two characters is another than its first.
    ["StringEqualsIgnoreCase", "İ", "İ", true],
    ["StringEqualsIgnoreCase", "İ", "i", false],
    ["StringNotEqualsIgnoreCase", "aB", "Ab", false],
    ["StringNotEqualsIgnoreCase", "aB", null, true],
    ["StringLike", "a*", "abc", true],
    ["StringLike", "a?", "abc", false],
    ["StringLike", "a*", "Abc", false],
    ["StringLike", "a${*}", "abc", false],
    ["StringLike", "*", null, false],
    ["StringNotLike", "a*", "abc", false],
    ["StringNotLike", "a*", "b", true],
    ["StringNotLike", "*", null, true],
    ["stringlike", "a*", "abc", true],
    ["ArnEquals", "arn:aws:s3:::in*", "arn:aws:s3:::in-1", true],
    ["ArnLike", "arn:aws:s3:::in", "arn:aws:s3:::in", true],
    ["ArnLike", "arn:aws:s3:::in/*", "arn:aws:s3:::in/a:b", true],
    ["ArnLike", "arn:*:s3:::in", "arn:aws:s3:::in", true],
    // Each of the six fields is compared by itself.
    ["ArnLike", "arn:aws:*:::in", "arn:aws:s3:x:y:in", false],
    ["ArnLike", "arn:aws:sns:*:111122223333:t", "arn:aws:sns:eu-west-1:111122223333:t", true],
    ["ArnLike", "arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:111122223333:u", false],
    ["ArnLike", "arn:aws:*:*:*:in", "arn:aws:s3:x:y:in", true],
    ["ArnLike", "arn:aws:*:*:*:in", "arn:aws:s3:x:y:z:in", false],
    ["ArnLike", "arn:aws:s3:*:*:in*", "arn:aws:s3:x:y:in:z", true],
    ["ArnNotLike", "arn:aws:*:*:*:in", "arn:aws:s3:x:y:z:in", true],
    // A text has no fields.
    ["StringLike", "arn:aws:*:*:*:in", "arn:aws:s3:x:y:z:in", true],
    ["StringLike", "a*c:d", "ab:bc:d", true],
    ["ArnLike", "*", "arn:aws:s3:::in", true],
    ["ArnLike", "arn:aws:s3:::in", null, false],
    ["ArnNotEquals", "arn:aws:s3:::in", "arn:aws:s3:::in", false],
    ["ArnNotEquals", "arn:aws:s3:::in*", "arn:aws:s3:::in-1", false],
    ["ArnNotLike", "arn:aws:s3:::in", "arn:aws:s3:::out", true],
    ["ArnNotLike", "arn:aws:s3:::in", null, true],
    ["Bool", "true", "true", true],
    ["Bool", true, "true", true],
    ["Bool", "TRUE", "true", true],
    ["Bool", "false", "False", true],
    ["Bool", "true", "false", false],
    ["Bool", "false", null, false],
    ["Null", "true", null, true],
    ["Null", "true", "x", false],
    ["Null", false, "x", true],
    ["Null", "false", null, false],
    ["NumericEquals", 10, "10.0", true],
    ["NumericEquals", "10", "11", false],
    ["NumericNotEquals", "10", "11", true],
    ["NumericNotEquals", "10", null, true],
    ["NumericLessThan", "10", "9", true],
    ["NumericLessThan", "10", "10", false],
    // As texts, 9 would be the greater one.
    ["NumericLessThanEquals", "10", "9", true],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericGreaterThan", "10", "10", false],
    ["NumericGreaterThan", "-1.5", "-1.25", true],
    ["NumericGreaterThanEquals", "9007199254740993", "9007199254740992", false],
    ["NumericGreaterThan", ["100", "5"], "10", true],
    ["NumericLessThan", "10", null, false],
    ["DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", true],
    ["DateLessThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", false],
    ["DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", true],
    ["DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", true],
    ["DateEquals", "1767225600", "2026-01-01T00:00:00Z", true],
    ["DateNotEquals", "2026-01-01", "2026-01-02", true],
    ["DateLessThanEquals", "2026-01-01", null, false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.7", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.7", false],
    ["IpAddress", "203.0.113.7", "203.0.113.7", true],
    ["IpAddress", "0.0.0.0/0", "8.8.8.8", true],
    ["IpAddress", ["10.0.0.0/8", "203.0.113.0/25"], "203.0.113.128", false],
    ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:1::2", true],
    ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5679::2", false],
    ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
    ["IpAddress", "10.0.0.0/8", null, false],
    ["NotIpAddress", "10.0.0.0/8", "10.1.2.3", false],
    ["NotIpAddress", "10.0.0.0/8", "11.1.2.3", true],
    ["NotIpAddress", "10.0.0.0/8", null, true],
    ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJz", false],
    // …IfExists: true where the key is absent, the operator itself where it is not.
    ["StringEqualsIfExists", "a", null, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["StringEqualsIfExists", "a", "a", true],
    ["StringNotEqualsIfExists", "a", "a", false],
    ["StringNotEqualsIfExists", "a", null, true],
    ["NumericLessThanIfExists", "10", null, true],
    ["NumericLessThanIfExists", "10", "11", false],
    ["BoolIfExists", "true", null, true],
    ["BoolIfExists", "true", "false", false],
    ["IpAddressIfExists", "10.0.0.0/8", null, true],
    ["ArnLikeIfExists", "arn:aws:s3:::in", null, true],
  ])("%s %j of %j: %s", (operator, wanted, value, expected) => {
    const keys: { readonly [key: string]: ContextValue } = value === null ? {} : { "x:K": { value } };
    expect(verdict(formula({ [operator]: { "X:k": wanted } }, keys))).toBe(expected ? "yes" : "no");
  });

  test("what IAM does not define is unknown, not a guess", () => {
    expect(verdict(formula({ NumericLessThan: { k: "ten" } }, { k: { value: "3" } }))).toBe("maybe");
    expect(verdict(formula({ IpAddress: { k: "10.0.0.0/33" } }, { k: { value: "10.0.0.1" } }))).toBe("maybe");
    expect(verdict(formula({ DateLessThan: { k: "2026-01-01" } }, { k: { value: "yesterday" } }))).toBe("maybe");
    expect(verdict(formula({ ArnLike: { k: "arn:aws:s3*" } }, { k: { value: "arn:aws:s3:::in" } }))).toBe("maybe");
    // Fewer than six fields.
    const TOPIC = { k: { value: "arn:aws:sns:eu-west-1:111122223333:t" } };
    expect(verdict(formula({ ArnLike: { k: "arn:aws:sns:*:t" } }, TOPIC))).toBe("maybe");
    expect(verdict(formula({ StringEquals: { k: "a" } }, { k: { values: ["a", "b"] } }))).toBe("maybe");
    // Whichever counts, the answer is the same.
    expect(verdict(formula({ StringLike: { k: "a*" } }, { k: { values: ["a", "ab"] } }))).toBe("yes");
  });
});

describe("keys with several values", () => {
  test.each<[operator: string, wanted: readonly string[], values: readonly string[], expected: boolean]>([
    ["ForAnyValue:StringEquals", ["a", "b"], ["b", "c"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], false],
    ["ForAnyValue:StringEquals", ["a"], [], false],
    ["ForAllValues:StringEquals", ["a", "b"], ["b", "a"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["b", "c"], false],
    // Without a value, all of them match.
    ["ForAllValues:StringEquals", ["a"], [], true],
    // Some value is none of those listed.
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "c"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], false],
    ["ForAnyValue:StringNotEquals", ["a"], [], false],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], true],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], false],
    ["ForAnyValue:StringLike", ["a*"], ["b", "ab"], true],
    ["ForAllValues:StringLike", ["a*"], ["b", "ab"], false],
    ["ForAllValues:NumericLessThan", ["10"], ["1", "2"], true],
    ["ForAnyValue:ArnLike", ["arn:aws:s3:::in*"], ["arn:aws:s3:::in-1"], true],
    ["ForAnyValue:StringEqualsIfExists", ["a"], [], true],
    ["FORALLVALUES:stringequals", ["a"], ["a"], true],
  ])("%s %j of %j: %s", (operator, wanted, values, expected) => {
    expect(verdict(formula({ [operator]: { k: wanted } }, { k: { values } }))).toBe(expected ? "yes" : "no");
  });

  test("kms:EncryptionContextKeys", () => {
    const condition = { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["aws:s3:arn"] } };
    expect(verdict(formula(condition, { "kms:EncryptionContextKeys": { values: ["aws:s3:arn"] } }))).toBe("yes");
    expect(verdict(formula(condition, { "kms:EncryptionContextKeys": { values: ["aws:s3:arn", "x"] } }))).toBe("no");
  });
});

describe("several tests", () => {
  test("all operators and all keys have to hold", () => {
    const condition = { StringEquals: { a: "1", b: "2" }, Bool: { c: "true" } };
    const all = { a: { value: "1" }, b: { value: "2" }, c: { value: "true" } };
    expect(verdict(formula(condition, all))).toBe("yes");
    for (const key of ["a", "b", "c"])
      expect(verdict(formula(condition, { ...all, [key]: { value: "0" } }))).toBe("no");
  });
});

describe("the encryption context, where iam-simulate 0.1.173 is wrong", () => {
  const ARN = "arn:aws:s3:::acme-in";
  test.each<[operator: string, key: string, wanted: string, value: string | null, expected: boolean]>([
    ["StringEquals", "kms:EncryptionContext:aws:s3:arn", ARN, ARN, true],
    ["StringEquals", "kms:EncryptionContext:aws:s3:arn", ARN, "arn:aws:s3:::other", false],
    ["StringLike", "kms:EncryptionContext:aws:s3:arn", `${ARN}/*`, `${ARN}/a/b`, true],
    ["StringEquals", "kms:EncryptionContext:project", "x", "x", true],
    ["StringNotEquals", "kms:EncryptionContext:project", "x", "x", false],
    ["StringNotEquals", "kms:EncryptionContext:project", "x", null, true],
    ["StringEquals", "KMS:encryptioncontext:PROJECT", "x", "x", true],
    ["Null", "kms:EncryptionContext:project", "true", "x", false],
  ])("%s %s %s of %j: %s", (operator, key, wanted, value, expected) => {
    const name = /project/i.test(key) ? "kms:EncryptionContext:project" : "kms:EncryptionContext:aws:s3:arn";
    const keys: { readonly [key: string]: ContextValue } = value === null ? {} : { [name]: { value } };
    expect(verdict(formula({ [operator]: { [key]: wanted } }, keys))).toBe(expected ? "yes" : "no");
  });
});

describe("variables", () => {
  const condition = { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } };

  test("a value of the request is filled in", () => {
    const tags = (resource: string) => ({
      "aws:PrincipalTag/team": { value: "a" },
      "aws:ResourceTag/team": { value: resource },
    });
    expect(verdict(formula(condition, tags("a")))).toBe("yes");
    expect(verdict(formula(condition, tags("b")))).toBe("no");
  });

  test("a star in a value is no wildcard", () => {
    const like = { StringLike: { k: "${aws:PrincipalTag/team}" } };
    expect(verdict(formula(like, { "aws:PrincipalTag/team": { value: "*" }, k: { value: "x" } }))).toBe("no");
  });

  test("a default counts where the key is absent", () => {
    const withDefault = { StringEquals: { k: "${aws:PrincipalTag/team, 'none'}" } };
    expect(verdict(formula(withDefault, { k: { value: "none" } }))).toBe("yes");
    expect(verdict(formula(withDefault, { k: { value: "some" } }))).toBe("no");
  });

  test("an unknown value is unknown; in 2008-10-17 there are no variables", () => {
    const keys: { readonly [key: string]: ContextValue } = { "aws:ResourceTag/team": { value: "a" } };
    expect(verdict(formula(condition, keys, "unknown"))).toBe("maybe");
    expect(verdict(formula(condition, keys, "unknown", "2008-10-17"))).toBe("no");
  });
});

describe("unknown values", () => {
  const unknown = (condition: Condition): Formula => formula(condition, {}, "unknown");

  test.each<[narrower: Condition, wider: Condition]>([
    [{ StringEquals: { k: "a" } }, { StringEquals: { k: ["a", "b"] } }],
    [{ StringEquals: { k: "ab" } }, { StringLike: { k: "a*" } }],
    [{ StringEquals: { k: "a" } }, { StringEqualsIfExists: { k: "a" } }],
    [{ StringEquals: { k: "a" } }, { StringEqualsIgnoreCase: { k: "A" } }],
    [{ StringEquals: { k: "a" } }, { Null: { k: "false" } }],
    [{ Null: { k: "true" } }, { StringNotEquals: { k: "a" } }],
    [{ StringNotEquals: { k: ["a", "b"] } }, { StringNotEquals: { k: "a" } }],
    [{ ArnEquals: { k: "arn:aws:s3:::in" } }, { ArnLike: { k: "arn:aws:s3:::*" } }],
    [{ StringEquals: { k: "s3.us-east-1.amazonaws.com" } }, { StringLike: { k: "s3.*" } }],
    [{ Bool: { k: "true" } }, { BoolIfExists: { k: "true" } }],
    // By the rule of longer lists, or of larger values.
    [{ NumericLessThan: { k: "5" } }, { NumericLessThan: { k: "10" } }],
    [{ NumericGreaterThan: { k: ["10"] } }, { NumericGreaterThan: { k: ["20", "5"] } }],
    [{ IpAddress: { k: "10.1.0.0/16" } }, { IpAddress: { k: ["192.168.0.0/16", "10.0.0.0/8"] } }],
    [{ NotIpAddress: { k: "10.0.0.0/8" } }, { NotIpAddress: { k: "10.1.0.0/16" } }],
    [{ DateLessThan: { k: "2026-01-01" } }, { DateLessThan: { k: "2027-01-01" } }],
    [{ IpAddress: { k: "10.0.0.0/8" } }, { IpAddressIfExists: { k: "10.0.0.0/8" } }],
    [{ "ForAnyValue:StringEquals": { k: "a" } }, { "ForAnyValue:StringEquals": { k: ["a", "b"] } }],
    [{ "ForAllValues:StringEquals": { k: "a" } }, { "ForAllValues:StringEquals": { k: ["a", "b"] } }],
    [{ "ForAllValues:StringNotEquals": { k: ["a", "b"] } }, { "ForAllValues:StringNotEquals": { k: "a" } }],
    [{ "ForAnyValue:StringEquals": { k: "a" } }, { Null: { k: "false" } }],
  ])("%j lies in %j, and not the other way", (narrower, wider) => {
    expect(within(unknown(narrower), unknown(wider))).toBe(true);
    expect(within(unknown(wider), unknown(narrower))).toBe(false);
  });

  test.each<[one: Condition, other: Condition]>([
    [{ ArnEquals: { k: "arn:aws:s3:::in*" } }, { ArnLike: { k: "arn:aws:s3:::in*" } }],
    [{ ArnNotEquals: { k: "arn:aws:s3:::${aws:x}" } }, { ArnNotLike: { k: "arn:aws:s3:::${aws:x}" } }],
    [{ ArnEquals: { k: "arn:aws:s3:::${aws:x}" } }, { ArnLike: { k: "arn:aws:s3:::${aws:x}" } }],
    [{ Bool: { k: "true" } }, { Bool: { k: "TRUE" } }],
    [{ Null: { k: "true" } }, { Null: { k: "True" } }],
  ])("%j and %j are the same", (one, other) => {
    expect(within(unknown(one), unknown(other))).toBe(true);
    expect(within(unknown(other), unknown(one))).toBe(true);
  });

  test("negations are exact", () => {
    expect(verdict(and(unknown({ StringEquals: { k: "a" } }), unknown({ StringNotEquals: { k: "a" } })))).toBe("no");
    expect(
      verdict(and(unknown({ IpAddress: { k: "10.0.0.0/8" } }), unknown({ NotIpAddress: { k: "10.0.0.0/8" } }))),
    ).toBe("no");
    const some = { "ForAnyValue:StringEquals": { k: "a" } };
    const none = { "ForAllValues:StringNotEquals": { k: "a" } };
    expect(verdict(and(unknown(some), unknown(none)))).toBe("no");
  });

  test("dropping IfExists is seen with an absent key as witness", () => {
    const found = solve(and(unknown({ StringEqualsIfExists: { k: "a" } }), not(unknown({ StringEquals: { k: "a" } }))));
    expect(found).toEqual({ kind: "some", witness: { values: { "context:k": null }, assumed: [] } });
  });

  test("a pattern of the request's values is present, and every value of it counts", () => {
    const keys: { readonly [key: string]: ContextValue } = { k: { glob: "a*" } };
    expect(formula({ Null: { k: "false" } }, keys)).toBe(TRUE);
    const found = cells(formula({ StringLike: { k: ["ab*", "c"] } }, keys));
    expect(found.kind === "listed" && found.cells.length).toBe(2);
    // One value needs no prefix.
    expect(
      verdict(
        and(
          formula({ "ForAllValues:StringLike": { k: "ab*" } }, keys),
          not(formula({ StringLike: { k: "ab*" } }, keys)),
        ),
      ),
    ).toBe("no");
  });

  test("an unknown operator may hold or not", () => {
    const document = { Effect: "Allow", Action: "x:y", Resource: "*" };
    expect(() => read({ Statement: { ...document, Condition: { StringSame: { k: "v" } } } })).toThrow("StringSame");
  });
});

describe("what is not known is said", () => {
  const opaques = (condition: Condition, keys: { readonly [key: string]: ContextValue } = {}) => {
    const tests = Object.entries(condition).flatMap(([operator, wanted]) =>
      Object.entries(wanted).map(([key, values]) => ({ operator, key, values: [values].flat() as readonly string[] })),
    );
    return opaquesOf(conditionFormula(tests, { context: contextOf(keys), version: "2012-10-17" }));
  };

  test.each<[name: string, condition: Condition, keys: { readonly [key: string]: ContextValue }, about: string]>([
    ["an operator that there is not", { Perhaps: { k: ["a", "b"] } }, {}, "condition Perhaps on k (a, b)"],
    ["an operator with a line break", { "Bool\n": { k: "true" } }, {}, "condition Bool\n on k (true)"],
    // IfExists can follow all operators but this one.
    ["Null with IfExists", { NullIfExists: { k: "true" } }, {}, "condition NullIfExists on k (true)"],
    ["a number", { NumericLessThan: { k: ["1", "2"] } }, {}, "condition NumericLessThan on k (1, 2)"],
    ["Null with what is no Boolean", { Null: { k: "perhaps" } }, {}, "condition Null on k (perhaps)"],
    [
      "a value that is no number",
      { NumericEquals: { k: "1" } },
      { k: { value: "x" } },
      'whether k "x" passes NumericEquals "1"',
    ],
    [
      "a hole, for a known number",
      { NumericEquals: { k: "${var.x}" } },
      { k: { value: "1" } },
      'whether k "1" passes NumericEquals "${var.x}"',
    ],
    [
      "a hole behind a number, for a known number",
      { NumericEquals: { k: "1${var.x}" } },
      { k: { value: "1" } },
      'whether k "1" passes NumericEquals "1${var.x}"',
    ],
    [
      "a hole, for a known text",
      { StringLike: { k: "a${var.x}" } },
      { k: { value: "ab" } },
      'whether k "ab" passes StringLike "a${var.x}"',
    ],
    ["a hole", { StringLike: { k: "a${var.x}" } }, {}, "whether k matches a${var.x}"],
    [
      "several values",
      { StringEquals: { k: "a" } },
      { k: { values: ["a", "b"] } },
      "which of several values of k counts",
    ],
    [
      "all of several",
      { "ForAllValues:StringEquals": { k: ["b", "a"] } },
      {},
      "condition ForAllValues:StringEquals on k (b, a)",
    ],
  ])("%s", (_, condition, keys, about) => {
    expect(opaques(condition, keys).map((atom) => atom.about)).toEqual([about]);
  });

  test("the same by whatever name", () => {
    const ids = (condition: Condition, keys: { readonly [key: string]: ContextValue } = {}) =>
      opaques(condition, keys).map(({ id }) => id);
    expect(ids({ PERHAPS: { K: ["b", "a"] } })).toEqual(ids({ Perhaps: { k: ["a", "b"] } }));
    expect(ids({ Null: { K: "x" } })).toEqual(ids({ Null: { k: "x" } }));
    expect(ids({ NumericLessThan: { K: ["2", "1", "1"] } })).toEqual(ids({ numericlessthan: { k: ["1", "2"] } }));
    expect(ids({ StringEquals: { K: "a" } }, { k: { values: ["a", "b"] } })).toEqual(
      ids({ StringEquals: { k: "a" } }, { k: { values: ["a", "b"] } }),
    );
    const different = [
      ids({ Perhaps: { k: "a" } }),
      ids({ Perhaps: { k: "b" } }),
      ids({ Perhaps: { l: "a" } }),
      ids({ Maybe: { k: "a" } }),
      ids({ Null: { k: "x" } }),
      ids({ Null: { k: "y" } }),
      ids({ Null: { l: "x" } }),
      ids({ NumericLessThan: { k: "1" } }),
      ids({ NumericLessThan: { k: "2" } }),
      ids({ NumericLessThan: { l: "1" } }),
      ids({ NumericGreaterThan: { k: "1" } }),
      // Operator and key, written in a row, are the same text.
      ids({ NumericLessThan: { equalsk: "1" } }),
      ids({ NumericLessThanEquals: { k: "1" } }),
      ids({ NumericEquals: { k: "1" } }),
      ids({ "ForAnyValue:NumericEquals": { k: "1" } }),
      ids({ "ForAnyValue:NumericNotEquals": { k: "1" } }),
      ids({ StringLike: { k: "a${var.x}" } }),
      ids({ ArnLike: { k: "a${var.x}" } }),
      ids({ StringLike: { k: "b${var.x}" } }),
      ids({ NumericEquals: { k: "1" } }, { k: { value: "x" } }),
      ids({ NumericEquals: { k: "2" } }, { k: { value: "x" } }),
      ids({ NumericEquals: { k: "1" } }, { k: { value: "y" } }),
      ids({ StringEquals: { k: "a" } }, { k: { values: ["a", "b"] } }),
      ids({ StringEquals: { l: "a" } }, { l: { values: ["a", "b"] } }),
    ].flat();
    expect(different).toHaveLength(24);
    expect(new Set(different).size).toBe(24);
  });

  test("a longer list is easier to pass, or harder where it must not be passed", () => {
    const longer = (condition: Condition) => opaques(condition).map(({ test }) => test?.longer);
    expect(longer({ NumericEquals: { k: "1" } })).toEqual(["easier"]);
    expect(longer({ "ForAnyValue:NumericNotEquals": { k: "1" } })).toEqual(["harder"]);
    expect(longer({ "ForAllValues:NumericEquals": { k: "1" } })).toEqual(["harder"]);
  });

  test.each([
    ["true", "yes"],
    ["TRUE", "yes"],
    ["false", "no"],
    ["False", "no"],
    ["untrue", "maybe"],
    ["trues", "maybe"],
    ["unfalse", "maybe"],
    ["falsely", "maybe"],
  ])("Null %s, for an absent key", (value, expected) => {
    expect(verdict(formula({ Null: { k: value } }, {}))).toBe(expected);
  });

  test("Null, for a key of which nothing is known", () => {
    expect(opaques({ Null: { k: "true" } })).toEqual([]);
    expect(verdict(formula({ Null: { k: "true" } }, { k: "unknown" }))).toBe("maybe");
    expect(verdict(formula({ Null: { k: "true" } }, { k: { value: "a" } }))).toBe("no");
  });

  test("a pattern without wildcards is a value", () => {
    expect(verdict(formula({ NumericEquals: { k: "1.0" } }, { k: { glob: "1" } }))).toBe("yes");
    expect(verdict(formula({ StringEquals: { k: "a*" } }, { k: { glob: "a${*}" } }))).toBe("yes");
    expect(verdict(formula({ NumericEquals: { k: "1" } }, { k: { glob: "1*" } }))).toBe("maybe");
  });
});
