import { DEFAULT_BUDGET, Inquiry } from "../../lib/access/budget";
import { compare } from "../../lib/access/compare";
import { type ContextValue, NOTHING_KNOWN, contextOf } from "../../lib/access/context";
import { type AccessInput, type Layer, possibleGaps } from "../../lib/access/decide";
import { type Request, blame, explain, explainWitness, holdsAt } from "../../lib/access/explain";
import { ACTION, type Formula, TRUE, matches, not } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { contributions } from "../../lib/access/policies";
import { ACCOUNT, ROLE, allow, deny, namedPolicy, policy } from "./support";

const action = (pattern: string): Formula => matches(ACTION, globOf(parsePattern(pattern, "2012-10-17")));

const request = (keys: { readonly [key: string]: ContextValue } = {}): Request => ({
  action: "s3:GetObject",
  resource: "arn:aws:s3:::in/a",
  context: contextOf(keys),
});

const IN_RANGE = { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
const TLS = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

describe("which statements speak about a request", () => {
  const documents = () => [
    namedPolicy("a", allow("s3:*", "*"), allow("s3:*", "*", TLS), allow("s3:*", "*", IN_RANGE), allow("kms:*", "*")),
    namedPolicy("b", deny("s3:*", "*", TLS), deny("s3:*", "*", IN_RANGE), deny("kms:*", "*")),
  ];
  const all = { document: "a", index: 0 };
  const [allowTls, allowRange] = [1, 2].map((index) => ({ document: "a", index }));
  const [denyTls, denyRange] = [0, 1].map((index) => ({ document: "b", index }));

  test("those that may be met are apart from those that are", () => {
    expect(explain(documents(), request())).toEqual({
      allowedBy: [all],
      deniedBy: [],
      possiblyAllowedBy: [allowTls, allowRange],
      possiblyDeniedBy: [denyTls, denyRange],
    });
  });

  test("once the keys are known, none may be", () => {
    const keys = { "aws:SecureTransport": { value: "true" }, "aws:SourceIp": { value: "192.168.0.1" } };
    expect(explain(documents(), request(keys))).toEqual({
      allowedBy: [all, allowTls],
      deniedBy: [denyTls],
      possiblyAllowedBy: [],
      possiblyDeniedBy: [],
    });
  });

  test("of a witness, by what it assumes", () => {
    const statements = contributions(documents(), NOTHING_KNOWN);
    const values = { action: "s3:GetObject", resource: "arn:aws:s3:::in/a", "context:aws:securetransport": null };
    expect(explainWitness(statements, { values, assumed: [] })).toEqual({
      allowedBy: [all],
      deniedBy: [],
      possiblyAllowedBy: [allowRange],
      possiblyDeniedBy: [denyRange],
    });
  });

  test("in a policy of a resource, for who calls", () => {
    const bucket = namedPolicy(
      "bucket",
      allow("s3:*", "*", { Principal: { AWS: ROLE.roleArn } }),
      allow("s3:*", "*", { Principal: { AWS: "${aws_iam_role.x.arn}" } }),
      allow("s3:*", "*", { Principal: { AWS: "444455556666" } }),
    );
    expect(explain([bucket], request(), { ...ROLE, session: "job" })).toMatchObject({
      allowedBy: [{ document: "bucket", index: 0 }],
      possiblyAllowedBy: [{ document: "bucket", index: 1 }],
    });
  });
});

test("what newly allows a request may depend on what is not known", () => {
  const { widened } = compare({ identity: [] }, { identity: [policy(allow("s3:GetObject", "*", IN_RANGE))] });
  const cells = widened.kind === "some" ? widened.cells : [];
  expect(cells.map(({ allowedBy }) => allowedBy)).toEqual([[{ document: "policy", index: 0 }]]);
});

test("what is no longer allowed may be denied by the role's policies and by its boundary", () => {
  const read = policy(allow("s3:GetObject", "*"));
  const { narrowed } = compare(
    { identity: [read] },
    {
      identity: [read, namedPolicy("own", deny("s3:*", "*"))],
      boundary: namedPolicy("limit", allow("*", "*"), deny("s3:Get*", "*")),
    },
  );
  const cells = narrowed.kind === "some" ? narrowed.cells : [];
  expect(cells.map(({ deniedBy }) => deniedBy)).toEqual([
    [
      { document: "own", index: 0 },
      { document: "limit", index: 1 },
    ],
  ]);
});

test("what is plain from a witness needs no budget", () => {
  const spent = new Inquiry({ steps: 0 });
  spent.ask((work) => work.spend(1));
  expect(spent.isSpent).toBe(true);
  const witness = { values: { action: "s3:GetObject" }, assumed: [] };
  expect(holdsAt(action("s3:get*"), witness, spent)).toBe("yes");
  expect(holdsAt(action("s3:put*"), witness, spent)).toBe("no");
  expect(holdsAt(TRUE, witness, spent)).toBe("yes");
  expect(holdsAt(not(TRUE), witness, new Inquiry(DEFAULT_BUDGET))).toBe("no");
});

describe("sets of layers that could be missing", () => {
  test.each<[kind: AccessInput["kind"], layers: readonly Layer[]]>([
    ["plain", ["identity", "boundary", "resource", "account"]],
    ["kms", ["identity", "boundary", "resource", "account", "grants"]],
  ])("%s: each set of %j once, the smallest first", (kind, layers) => {
    const gaps = possibleGaps(kind).map((gap) => [...gap]);
    expect(gaps.slice(0, layers.length)).toEqual(layers.map((layer) => [layer]));
    expect(gaps.at(-1)).toEqual(layers);
    expect(new Set(gaps.map((gap) => gap.join()))).toHaveProperty("size", 2 ** layers.length - 1);
    expect(gaps).toHaveLength(2 ** layers.length - 1);
    const sizes = gaps.map((gap) => gap.length);
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  });

  test("one layer is named before two", () => {
    const input: AccessInput = {
      kind: "kms",
      caller: ROLE,
      identity: [],
      resourcePolicy: { documents: [], sameAccount: true },
    };
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
    expect(blame(input, { action: "kms:Decrypt", resource: key, context: NOTHING_KNOWN }).missing).toEqual([
      ["resource"],
      ["grants"],
      ["identity", "account"],
    ]);
  });
});
