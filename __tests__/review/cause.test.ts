/** Why something was not allowed before, and what was allowed in place of it, in the sentence that is told. */
import type { Change } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import type { FoundGrant, RoleFacts } from "../../lib/roles/facts";
import type { Moment } from "../../lib/roles/sides";
import { documentOf, roleOf, roleWith, sidesOf } from "./sides-of";
import { ACCOUNT, KEY } from "./names";

const OTHER_KEY = KEY.replace("1234", "4321");

const toldOf = (before: Partial<Moment>, after: Partial<Moment>, direction: Change["direction"]): readonly string[] => {
  const compared = { kind: "plan", before: "", after: "" } as const;
  const { roles } = reviewOf(sidesOf(before, after), { compared, suppressions: [], showSensitive: false });
  return roles.flatMap(({ changes }) =>
    changes.filter((change) => change.direction === direction).map(({ says }) => says),
  );
};

const gains = (before: RoleFacts, after: RoleFacts): readonly string[] =>
  toldOf({ roles: [before] }, { roles: [after] }, "gain");

/** A statement about objects: `vod/*` of the bucket `acme-out`, unless it is a whole ARN. */
const on = (Action: string | readonly string[], ...objects: readonly string[]): object => ({
  Action,
  Resource: objects.map((one) => (one.startsWith("arn:") ? one : `arn:aws:s3:::acme-out/${one}`)),
});

describe("what was allowed in place of what is", () => {
  const GET = "s3:GetObject";
  const many = [1, 2, 3, 4, 5, 6, 7].map((at) => `${String(at)}/*`);

  test.each<[string, readonly object[], readonly object[], string]>([
    [
      "less of the objects",
      [on(GET, "vod/*")],
      [on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/vod/*`)",
    ],
    [
      "less of the objects, in other letters",
      [on("S3:getobject", "vod/*")],
      [on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/vod/*`)",
    ],
    ["less of the actions", [on(GET, "*")], [on("s3:Get*", "*")], "`s3:Get*` on `acme-out/*` (was `s3:GetObject`)"],
    [
      "less of the actions, in other letters",
      [on("S3:getobject", "*")],
      [on("s3:Get*", "*")],
      "`s3:Get*` on `acme-out/*` (was `S3:getobject`)",
    ],
    [
      "less of both",
      [on("s3:getObject", "vod/*")],
      [on("s3:*", "*")],
      "`s3:*` on `acme-out/*` (was `s3:GetObject` on `acme-out/vod/*`)",
    ],
    [
      "less of both, beside something else",
      [on(GET, "vod/*"), on("kms:Decrypt", KEY)],
      [on("s3:*", "*")],
      "`s3:*` on `acme-out/*` (was `s3:GetObject` on `acme-out/vod/*`)",
    ],
    [
      "two things that were less of both",
      [on(GET, "a/*"), on("s3:PutObject", "b/*")],
      [on("s3:*", "*")],
      "`s3:*` on `acme-out/*`",
    ],
    [
      "more of the actions on less",
      [on("s3:*", "vod/*")],
      [on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/vod/*`)",
    ],
    [
      "what is small beside it, and stays",
      [on(GET, "vod/*")],
      [on(GET, "vod/*"), on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/vod/*`)",
    ],
    [
      "something else that stays",
      [on(GET, "vod/*")],
      [on(GET, "vod/*"), on(GET, "live/*")],
      "`s3:GetObject` on `acme-out/live/*`",
    ],
    [
      "something small that stays, beside something else",
      [on(GET, "vod/*", "arn:aws:s3:::acme-in/*")],
      [on(GET, "vod/*", "arn:aws:s3:::acme-in/*"), on(GET, "*")],
      "`s3:GetObject` on `acme-out/*`",
    ],
    [
      "something that stays, and now all but something",
      [on(GET, "vod/*")],
      [on(GET, "vod/*"), { Action: GET, NotResource: "arn:aws:s3:::acme-in/*" }],
      "`s3:GetObject` on everything but `acme-in/*` (was `acme-out/vod/*`)",
    ],
    [
      "one of two, the other stays",
      [on(GET, "a/*", "b/*")],
      [on(GET, "a/*", "c/*")],
      "`s3:GetObject` on `acme-out/c/*`",
    ],
    [
      "one of two that was smaller",
      [on(GET, "a/*", "c/1/*")],
      [on(GET, "a/*", "c/*")],
      "`s3:GetObject` on `acme-out/c/*` (was `acme-out/c/1/*`)",
    ],
    [
      "very much",
      [on(GET, ...many)],
      [on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/1/*`, `acme-out/2/*`, `acme-out/3/*`, `acme-out/4/*` and 3 more)",
    ],
    [
      "very much, one by one",
      many.map((one) => on(GET, one)),
      [on(GET, "*")],
      "`s3:GetObject` on `acme-out/*` (was `acme-out/1/*`, `acme-out/2/*`, `acme-out/3/*`, `acme-out/4/*` and 3 more)",
    ],
    [
      "objects that only differ in their letters",
      [on(GET, "VOD/*")],
      [on("s3:Get*", "vod/*")],
      "`s3:Get*` on `acme-out/vod/*`",
    ],
    ["nothing", [], [on(GET, "*")], "`s3:GetObject` on `acme-out/*`"],
  ])("is told beside it: %s", (_, before, after, words) => {
    expect(gains(roleWith(...before), roleWith(...after))).toEqual([`can now ${words}`]);
  });

  test("is told of each action apart, where it was not the same", () => {
    expect(gains(roleWith(on(GET, "vod/*")), roleWith(on([GET, "s3:PutObject"], "*")))).toEqual([
      "can now `s3:PutObject` on `acme-out/*`",
      "can now `s3:GetObject` on `acme-out/*` (was `acme-out/vod/*`)",
    ]);
  });

  test("is told the other way round as what is left", () => {
    const [wide, narrow] = [roleWith(on(GET, "*")), roleWith(on(GET, "vod/*"))];
    expect(toldOf({ roles: [wide] }, { roles: [narrow] }, "loss")).toEqual([
      "can no longer `s3:GetObject` on `acme-out/*` (now only `acme-out/vod/*`)",
    ]);
  });

  const grant = (more: Partial<FoundGrant> = {}): FoundGrant => ({
    name: "aws_kms_grant.g",
    keyArn: KEY,
    operations: ["Decrypt"],
    ...more,
  });

  test("is not told of a grant where a policy allowed it for another key", () => {
    const before = roleWith(on("kms:Decrypt", OTHER_KEY));
    expect(gains(before, roleOf({ grants: [grant()] }))).toEqual([`can now \`kms:Decrypt\` on \`${KEY}\` by a grant`]);
  });

  test("is told of a grant where another grant allowed it", () => {
    const before = roleOf({ grants: [grant({ keyArn: OTHER_KEY })] });
    expect(gains(before, roleOf({ grants: [grant()] }))).toEqual([
      `can now \`kms:Decrypt\` on \`${KEY}\` by a grant (was \`${OTHER_KEY}\`)`,
    ]);
  });

  test("is not told of a bucket's policy, which names others, too", () => {
    const sharing = (objects: string): Partial<Moment> => {
      const statement = { ...on(GET, objects), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/media` } };
      const policy = { name: "aws_s3_bucket_policy.p", document: documentOf(statement) };
      return { roles: [roleOf()], buckets: { "acme-out": { accountId: ACCOUNT, policy } } };
    };
    expect(toldOf(sharing("vod/*"), sharing("*"), "gain")).toEqual(["can now `s3:GetObject` on `acme-out/*`"]);
  });

  test.each<[string, Partial<FoundGrant>, Partial<FoundGrant>, string]>([
    [
      "all pairs stay, and others may join them",
      { equals: { a: "1" } },
      { subset: { a: "1" } },
      "an encryption context of exactly `a` = `1`",
    ],
    ["one of two pairs stays", { equals: { a: "1", b: "2" } }, { subset: { a: "1" } }, "`a` = `1` and `b` = `2`"],
    ["a pair has another value", { subset: { a: "1" } }, { subset: { a: "2" } }, "`a` = `1`"],
    ["none stays", { subset: { a: "1" } }, {}, "`a` = `1`"],
  ])("is what a grant asked for: %s", (_, before, after, words) => {
    const [was, is] = [before, after].map((one) => roleOf({ grants: [grant(one)] }));
    expect(gains(was ?? roleOf(), is ?? roleOf())).toEqual([
      `\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires ${words}`,
    ]);
  });
});

describe("what held something back", () => {
  const GET = on("s3:GetObject", "*");
  const held = (Condition: object): object => ({ ...GET, Condition });
  const TLS = { Bool: { "aws:SecureTransport": "true" } };
  const VPC = { StringEquals: { "aws:SourceVpce": ["vpce-1", "vpce-2"] } };
  const SAME_VPC = { stringequals: { "AWS:sourcevpce": ["vpce-2", "vpce-1"] } };
  const requires = (words: string): string => `\`s3:GetObject\` on \`acme-out/*\` no longer requires ${words}`;

  test.each<[string, object, object, string]>([
    ["it goes", held(TLS), GET, "`aws:SecureTransport` = `true`"],
    ["one of two goes", held({ ...TLS, ...VPC }), held(VPC), "`aws:SecureTransport` = `true`"],
    [
      "the other is the same in other words",
      held({ ...TLS, ...VPC }),
      held(SAME_VPC),
      "`aws:SecureTransport` = `true`",
    ],
    [
      "both go",
      held({ ...TLS, ...VPC }),
      GET,
      "`aws:SecureTransport` = `true` and `aws:SourceVpce` = `vpce-1` or `vpce-2`",
    ],
    [
      "both go, one of which holds without the key",
      held({ StringNotEquals: { "aws:PrincipalTag/team": "x" }, ...VPC }),
      GET,
      "`aws:PrincipalTag/team` `StringNotEquals` `x` and `aws:SourceVpce` = `vpce-1` or `vpce-2`",
    ],
    [
      "two of three go, one of which holds without the key",
      held({ StringNotEquals: { "aws:PrincipalTag/team": "x" }, ...TLS, ...VPC }),
      held(VPC),
      "`aws:PrincipalTag/team` `StringNotEquals` `x` and `aws:SecureTransport` = `true`",
    ],
    [
      "one goes, the other becomes narrower",
      held({ ...TLS, ...VPC }),
      held({ StringEquals: { "aws:SourceVpce": "vpce-1" } }),
      "`aws:SecureTransport` = `true`",
    ],
    [
      "it has more values",
      held({ StringEquals: { "aws:SourceVpce": "vpce-1" } }),
      held(VPC),
      "`aws:SourceVpce` = `vpce-1`",
    ],
  ])("is a condition: %s", (_, before, after, words) => {
    expect(gains(roleWith(before), roleWith(after))).toEqual([requires(words)]);
  });

  test("is a condition that stays, where the role is another one", () => {
    const statement = held({ ...TLS, ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/vod` } });
    expect(gains(roleWith(statement), { ...roleWith(statement), roleName: "vod" })).toEqual([
      requires(`\`aws:PrincipalArn\` \`ArnEquals\` \`arn:aws:iam::${ACCOUNT}:role/vod\``).replace("`ArnEquals`", "="),
    ]);
  });

  test("is each of the statements that held it back", () => {
    const inVpc = held({ StringEquals: { "aws:SourceVpc": "vpc-1" } });
    const told = gains(roleWith(held(TLS), held(VPC), inVpc), roleWith(GET));
    expect([...told].sort()).toEqual([
      requires("`aws:SecureTransport` = `true`"),
      requires("`aws:SourceVpc` = `vpc-1`"),
      requires("`aws:SourceVpce` = `vpce-1` or `vpce-2`"),
    ]);
  });

  test("is told of once where very many statements did", () => {
    const before = Array.from({ length: 21 }, (_, at) =>
      held({ StringEquals: { "aws:SourceVpce": `vpce-${String(at)}` } }),
    );
    expect(gains(roleWith(...before), roleWith(GET))).toEqual([requires("`aws:SourceVpce` = `vpce-0`")]);
  });

  const denies = (...objects: readonly string[]): object => ({ ...on("s3:*", ...objects), Effect: "Deny" });

  test("is the Deny that did, and no other", () => {
    const before = roleWith(GET, { ...denies("a/*"), Sid: "A" }, { ...denies("b/*"), Sid: "B" });
    const told = gains(before, roleWith(GET, { ...denies("b/*"), Sid: "B" }));
    expect(told).toEqual([
      "can now `s3:GetObject` on `acme-out/a/*`: no longer denied by statement `A` of `aws_iam_role_policy.p`",
    ]);
  });

  const limitedTo = (role: RoleFacts, ...statements: readonly object[]): RoleFacts => ({
    ...role,
    boundary: { name: "aws_iam_policy.b", document: documentOf(...statements) },
  });

  test("is the boundary", () => {
    const role = roleWith(GET);
    expect(gains(limitedTo(role, on("s3:PutObject", "*")), role)).toEqual([
      "can now `s3:GetObject` on `acme-out/*`, which the permissions boundary `aws_iam_policy.b` did not allow",
    ]);
  });

  test("is a condition, and not the boundary, for what a grant gives", () => {
    const grant = { name: "aws_kms_grant.g", keyArn: KEY, operations: ["Decrypt"] };
    const before = limitedTo(roleOf({ grants: [{ ...grant, subset: { a: "1" } }] }), GET);
    expect(gains(before, limitedTo(roleOf({ grants: [grant] }), GET))).toEqual([
      `\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires \`a\` = \`1\``,
    ]);
  });

  test("is the boundary for what the policies allow, and nothing for the rest", () => {
    const before = limitedTo(roleWith(on("s3:GetObject", "a/*")), on("s3:GetObject", "b/*"));
    expect([...gains(before, roleWith(GET))].sort()).toEqual([
      "can now `s3:GetObject` on `acme-out/*` (was `acme-out/a/*`)",
      "can now `s3:GetObject` on `acme-out/*`, which the permissions boundary `aws_iam_policy.b` did not allow",
    ]);
  });

  test("is the boundary for what the policies allow, and a condition for the rest", () => {
    const before = limitedTo(
      roleWith(on("s3:GetObject", "a/*"), { ...on("s3:GetObject", "b/*"), Condition: TLS }),
      on("s3:GetObject", "b/*"),
    );
    const after = roleWith(on("s3:GetObject", "a/*", "b/*"));
    expect([...gains(before, after)].sort()).toEqual([
      "`s3:GetObject` on `acme-out/b/*` no longer requires `aws:SecureTransport` = `true`",
      "can now `s3:GetObject` on `acme-out/a/*`, which the permissions boundary `aws_iam_policy.b` did not allow",
    ]);
  });
});
