import { Inquiry } from "../../lib/access/budget";
import { existence } from "../../lib/access/difference";
import { hasShape, hasWildcard, impossiblePairs, mayHaveShape, possible } from "../../lib/review/shape";
import { type Statement, holdsFor, unitOf } from "./formulas";
import { ACCOUNT, KEY } from "./names";

const BUCKET = "arn:*:s3:::*";
const OBJECT = "arn:*:s3:::*/*";
const ROLE = "arn:*:iam::*:role/*";
const SECRET = "arn:*:secretsmanager:*:*:secret:*";

test.each([
  ["arn:aws:s3:::acme-in", BUCKET, true],
  ["arn:aws:s3:::acme-*", BUCKET, true],
  ["arn:aws:s3:::acme-in/*", BUCKET, false],
  ["arn:aws:s3:::acme-in/*", OBJECT, true],
  ["arn:aws:s3:::acme-in", OBJECT, false],
  ["*", BUCKET, false],
  [`arn:aws:iam::${ACCOUNT}:role/a/b`, ROLE, true],
  [`arn:aws:iam::${ACCOUNT}:user/a`, ROLE, false],
])("all of %s has the shape %s: %s", (text, arn, expected) => {
  expect(hasShape(text, arn)).toBe(expected);
});

test.each([
  ["*", ROLE, true],
  ["arn:*", ROLE, true],
  ["arn:aws:iam::*", ROLE, true],
  ["arn:aws:iam::*:*", ROLE, true],
  ["arn:aws:iam::111122223333:role/media", ROLE, true],
  ["arn:aws:iam::111122223333:user/media", ROLE, false],
  ["arn:aws:iam::111122223333", ROLE, false],
  ["arn:aws:iam::1111?", ROLE, false],
  ["arn:aws:s3:::acme/*", ROLE, false],
  ["arn:aws:s3:::acme/*", BUCKET, false],
  ["arn:aws:s3:::acme*", BUCKET, true],
  ["arn:aws:s3:::acme*", OBJECT, true],
  ["arn:aws:s3:::acme/*", "arn:*:s3:*:*:accesspoint/*", false],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:media-AbCdEf", SECRET, true],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:a:b:c", SECRET, true],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:*-AbCdEf", SECRET, true],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:se*", SECRET, true],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secretary", SECRET, false],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:other:media", SECRET, false],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:media", "arn:*:secretsmanager:*:*:secret", false],
])("something of %s may have the shape %s: %s", (text, arn, expected) => {
  expect(mayHaveShape(text, arn)).toBe(expected);
});

test.each([
  ["s3:GetObject", false],
  ["s3:Get*", true],
  ["s3:?etObject", true],
  ["s3:${verb}", true],
])("%s has a wildcard: %s", (text, expected) => {
  expect(hasWildcard(text)).toBe(expected);
});

const allowing = (actions: string | readonly string[], resources: string | readonly string[]): Statement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
});

describe("which requests there can be", () => {
  test.each<[statement: Statement, action: string, resource: string, expected: "yes" | "no"]>([
    [allowing("s3:GetObject", "*"), "s3:GetObject", "arn:aws:s3:::acme-in/a", "yes"],
    [allowing("s3:GetObject", "*"), "s3:GetObject", "arn:aws:s3:::acme-in", "no"],
    [allowing("s3:GetObject", "*"), "s3:GetObject", KEY, "no"],
    [allowing("s3:ListBucket", "*"), "s3:ListBucket", "arn:aws:s3:::acme-in", "yes"],
    [allowing("s3:ListBucket", "*"), "s3:ListBucket", "arn:aws:s3:::acme-in/a", "no"],
    [allowing("s3:ListBucket", "arn:aws:s3:::acme-in"), "s3:ListBucket", "arn:aws:s3:::acme-in", "yes"],
    [allowing("s3:ListBucket", "arn:aws:s3:::acme-in*"), "s3:ListBucket", "arn:aws:s3:::acme-in-2", "yes"],
    [allowing(["s3:ListBucket", "kms:Decrypt"], "*"), "kms:Decrypt", KEY, "yes"],
    [allowing(["s3:ListBucket", "kms:Decrypt"], "*"), "kms:Decrypt", "arn:aws:s3:::acme-in", "no"],
    // Services that nobody here knows may name anything.
    [allowing("acme:Do", "*"), "acme:Do", "whatever", "yes"],
    [allowing("s3:*", "*"), "s3:GetObject", "arn:aws:s3:::acme-in", "yes"],
    [allowing("s3:ListAllMyBuckets", "*"), "s3:ListAllMyBuckets", "arn:aws:s3:::acme-in", "yes"],
    [allowing("s3:GetObject", ["arn:aws:s3:::acme-in/*", "*"]), "s3:GetObject", KEY, "no"],
    [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a/*" }, "s3:GetObject", KEY, "no"],
    [{ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::a/*" }, "s3:GetObject", "", "no"],
    [{ Effect: "Allow", NotAction: "s3:*", Resource: "*" }, "kms", KEY, "no"],
    [allowing(["s3:GetObject", "*"], "*"), "kms", KEY, "no"],
    [allowing("s3:*", ["arn:aws:s3:::acme-in", "*"]), "s3:GetObject", "", "no"],
    [allowing("*", "*"), "s3:GetObject", "", "no"],
    [allowing("*", "*"), "s3", "arn:aws:s3:::acme-in", "no"],
    [allowing("*", "*"), "s3:", "arn:aws:s3:::acme-in", "no"],
  ])("of %j: %s on %s: %s", (statement, action, resource, expected) => {
    expect(holdsFor(possible(unitOf(statement)), { action, resource })).toBe(expected);
  });
});

describe("actions with resources that no request names", () => {
  const pairsIn = (statement: Statement): readonly string[] => {
    const inquiry = new Inquiry({ steps: 1_000_000 });
    return impossiblePairs(unitOf(statement), (formula) => existence(formula, inquiry).kind !== "no").map(
      ({ action, target }) => `${action.text} on ${target.text}`,
    );
  };

  test.each<[actions: string | readonly string[], resources: string | readonly string[], expected: readonly string[]]>([
    ["s3:GetObject", "arn:aws:s3:::acme-in", ["s3:GetObject on arn:aws:s3:::acme-in"]],
    ["s3:GetObject", "arn:aws:s3:::acme-in/*", []],
    ["s3:GetObject", "arn:aws:s3:::acme-in*", []],
    ["s3:GetObject", "*", []],
    ["s3:ListBucket", "arn:aws:s3:::acme-in/*", ["s3:ListBucket on arn:aws:s3:::acme-in/*"]],
    ["s3:ListAllMyBuckets", "arn:aws:s3:::acme-in", []],
    ["s3:Get*", "arn:aws:s3:::acme-in", []],
    ["acme:Do", "arn:aws:s3:::acme-in", []],
    [
      ["s3:GetObject", "s3:ListBucket"],
      ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*"],
      ["s3:GetObject on arn:aws:s3:::acme-in", "s3:ListBucket on arn:aws:s3:::acme-in/*"],
    ],
  ])("%j on %j", (actions, resources, expected) => {
    expect(pairsIn(allowing(actions, resources))).toStrictEqual(expected);
  });
});
