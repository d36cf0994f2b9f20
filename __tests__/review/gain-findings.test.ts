/** Findings about what is newly allowed, and what tells one from another. */
import { ruleOf } from "../../lib/review/catalogue";
import type { Cause } from "../../lib/review/cause";
import { changesOf } from "../../lib/review/changes";
import { gainFindings } from "../../lib/review/gain-findings";
import type { Gain } from "../../lib/review/gains";
import type { Finding } from "../../lib/review/report";
import { type GainParts, type Place, gainOf, grantIn, unitIn } from "./gain-of";
import { ACCOUNT, KEY } from "./names";

const ADDRESS = "aws_iam_role.r";
const OUT = "arn:aws:s3:::acme-out/*";
const IN = "arn:aws:s3:::acme-in/*";

const findingsOf = (gains: readonly Gain[], losses: readonly Gain[] = []): readonly Finding[] =>
  gainFindings(
    ADDRESS,
    changesOf({ gains, losses, hasGains: "yes", hasLosses: "no" }, "permissions", { own: new Set(["acme-out"]) }),
  );

const findingOf = (gain: Gain): Finding => {
  const [only, ...others] = findingsOf([gain]);
  if (only === undefined || others.length > 0) throw new Error("not one");
  return only;
};

const subjectOf = (place: Place, statement: object, parts: GainParts = {}): string =>
  findingOf(gainOf(unitIn(place, statement), parts)).subject.replace(`${ADDRESS}: `, "");

describe("a finding about a gain", () => {
  test("has what its rule says, but for how dangerous it is", () => {
    const { title, advice } = ruleOf("write-widened");
    expect(findingOf(gainOf(unitIn("role", { Action: "s3:PutObject", Resource: IN })))).toStrictEqual({
      rule: "write-widened",
      severity: "high",
      effect: "widens",
      subject: `${ADDRESS}: s3:PutObject on ${IN}`,
      of: ADDRESS,
      where: "p",
      title,
      says: "can now `s3:PutObject` on `acme-in/*`",
      advice,
    });
  });

  test("is more dangerous than its rule usually is where everyone is let in", () => {
    const shares = (Principal: unknown): Gain =>
      gainOf(unitIn("policy of a bucket", { Action: "s3:GetObject", Resource: OUT, Principal }));
    const found = [shares({ AWS: ACCOUNT }), shares("*")].map(findingOf);
    expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      "resource-policy-opened high",
      "resource-policy-opened critical",
    ]);
  });

  test("is one that cannot be told where the gain is not certain", () => {
    const unit = unitIn("role", { Action: "s3:PutObject", Resource: IN });
    expect(findingOf(gainOf(unit, { certain: false }))).toMatchObject({
      rule: "write-widened",
      effect: "unknown",
      says: "perhaps: can now `s3:PutObject` on `acme-in/*`",
    });
  });

  test("is none about a loss", () => {
    const loss = gainOf(unitIn("role", { Action: "s3:PutObject", Resource: IN }));
    expect(findingsOf([], [loss])).toEqual([]);
  });

  test.each<[string, string | readonly string[], string]>([
    ["a pattern", "iam:PutRole*", ", among them `iam:PutRolePolicy` and `iam:PutRolePermissionsBoundary`"],
    ["a pattern beside a name", ["iam:PassRole", "iam:GetRol?"], ", among them `iam:PassRole`"],
    ["names", ["iam:PassRole", "iam:PutRolePolicy"], ""],
  ])("names the ways to more rights that stand in %s", (_, actions, more) => {
    const { rule, says } = findingOf(
      gainOf(unitIn("role", { Action: actions, Resource: `arn:aws:iam::${ACCOUNT}:role/x` })),
    );
    expect(rule).toBe("privilege-escalation");
    expect(says.replace(/^.*`arn:aws:iam::111122223333:role\/x`/, "")).toBe(more);
  });

  test("does not name them where another rule says more", () => {
    const { rule, says } = findingOf(gainOf(unitIn("role", { NotAction: "s3:*", Resource: "*" })));
    expect([rule, says]).toEqual(["allow-all-but", "can now do everything but `s3:*` on `*`"]);
  });
});

describe("the subject of a finding", () => {
  test.each<[string, Place, object, string]>([
    [
      "what",
      "role",
      { Action: ["s3:PutObject", "s3:GetObject"], Resource: OUT },
      `s3:GetObject, s3:PutObject on ${OUT}`,
    ],
    ["on what", "role", { Action: "s3:PutObject", Resource: [OUT, IN] }, `s3:PutObject on ${IN}, ${OUT}`],
    ["each once", "role", { Action: ["s3:PutObject", "s3:PutObject"], Resource: [OUT, OUT] }, `s3:PutObject on ${OUT}`],
    [
      "all actions but some",
      "role",
      { NotAction: ["s3:*", "kms:*"], Resource: "*" },
      "everything but kms:*, s3:* on *",
    ],
    [
      "all resources but some",
      "role",
      { Action: "s3:*", NotResource: [OUT, IN] },
      `s3:* on everything but ${IN}, ${OUT}`,
    ],
    ["who", "trust", { Action: "sts:AssumeRole", Principal: { AWS: ["2", "1"] } }, "sts:AssumeRole for 1, 2"],
    [
      "everyone but some",
      "trust",
      { Action: "sts:AssumeRole", NotPrincipal: { AWS: ["2", "1"] } },
      "sts:AssumeRole for everyone but 1, 2",
    ],
    [
      "who on what",
      "policy of a bucket",
      { Action: "s3:GetObject", Resource: [OUT, IN], Principal: "*" },
      `s3:GetObject on ${IN}, ${OUT} for *`,
    ],
    [
      "who on all but something",
      "policy of a bucket",
      { Action: "s3:GetObject", NotResource: OUT, Principal: "*" },
      `s3:GetObject on everything but ${OUT} for *`,
    ],
  ])("names %s", (_, place, statement, subject) => {
    expect(subjectOf(place, statement)).toBe(subject);
  });

  test.each<[Cause, string]>([
    [
      {
        kind: "condition",
        by: { document: "p" },
        tests: [
          { operator: "StringEquals", key: "kms:ViaService", values: ["b", "a"] },
          { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
        ],
      },
      " without Bool aws:SecureTransport true, StringEquals kms:ViaService a, b",
    ],
    [
      { kind: "deny", by: [{ document: "p", index: 1, sid: "Never" }, { document: "o", index: 1 }, { document: "g" }] },
      " not denied by g 1, o 2, p Never",
    ],
    [{ kind: "boundary", by: "aws_iam_policy.b" }, " beyond the boundary aws_iam_policy.b"],
    [{ kind: "nothing", wasTargets: [OUT], wasActions: [] }, ""],
  ])("names what held it back: %j", (cause, words) => {
    expect(subjectOf("role", { Action: "s3:PutObject", Resource: IN }, { cause })).toBe(
      `s3:PutObject on ${IN}${words}`,
    );
  });

  test("names the key of a grant", () => {
    expect(findingOf(gainOf(grantIn({}))).subject).toBe(`${ADDRESS}: kms:Decrypt on ${KEY}`);
  });
});
