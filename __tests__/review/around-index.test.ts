import { type GovernedResource, indexOf } from "../../lib/review/around";
import type { FoundPolicy } from "../../lib/roles/facts";
import { governedOf } from "./sides-of";
import { ACCOUNT, KEY, KEY_ID } from "./names";

const policyOf = (...statements: readonly object[]): FoundPolicy => ({
  name: "p",
  document: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});

const reading = (principal: object | string): FoundPolicy =>
  policyOf({ Effect: "Allow", Principal: principal, Action: "s3:GetObject", Resource: "*" });

const POLICY = reading("*");
const OTHER_POLICY = reading({ AWS: ACCOUNT });

describe("which buckets and keys are looked at with a role", () => {
  const names = (all: readonly GovernedResource[], role: string, ...documents: readonly unknown[]): readonly string[] =>
    indexOf(all)
      .around(role, documents)
      .map(({ name }) => name);
  const allowing = (...resources: readonly string[]): string =>
    policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: resources }).document as string;

  test("those whose policies change are told apart", () => {
    const [kept, changed] = [governedOf("kept", POLICY, POLICY), governedOf("changed", POLICY, OTHER_POLICY)];
    expect(indexOf([kept, changed])).toMatchObject({ all: [kept, changed], changed: [changed] });
  });

  test.each<[principal: string]>([
    [`arn:aws:iam::${ACCOUNT}:role/media`],
    [`arn:aws:iam::${ACCOUNT}:role/a/path/of/parts/media`],
    [`arn:aws:iam::${ACCOUNT}:role/x/media`],
    [`arn:aws:iam::${ACCOUNT}:role/team!1/~video:4k/media`],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/media/job-1`],
  ])("those that name the role, before or after: %s", (principal) => {
    const naming = reading({ AWS: principal });
    const [before, after, other] = [
      governedOf("before", naming),
      governedOf("after", undefined, naming),
      governedOf("o", POLICY, POLICY),
    ];
    expect(names([before, after, other], "media", allowing("arn:aws:sns:::x"))).toStrictEqual(["before", "after"]);
    expect(names([before, after, other], "other", allowing("arn:aws:sns:::x"))).toStrictEqual([]);
  });

  test("a folder of roles, or a part of a name, is not the role", () => {
    const naming = reading({ AWS: `arn:aws:iam::${ACCOUNT}:role/media/other` });
    expect(names([governedOf("in", naming, naming)], "media")).toStrictEqual([]);
    expect(names([governedOf("in", naming, naming)], "othe")).toStrictEqual([]);
  });

  test.each<[resource: string, found: readonly string[]]>([
    ["arn:aws:s3:::acme-in/*", ["acme-in"]],
    ["arn:aws:s3:::acme-in", ["acme-in"]],
    ["arn:aws-cn:s3:::acme.out/a/b", ["acme.out"]],
    ["arn:aws:s3:::acme-input/*", []],
    [KEY, [KEY]],
    [`arn:aws:kms:*:*:key/${KEY_ID}`, [KEY]],
    ["arn:aws:kms:eu-west-1:111122223333:alias/media", []],
  ])("of those that stay as they are only what the role's policies name: %s", (resource, found) => {
    const all = ["acme-in", "acme.out", KEY].map((name) => governedOf(name, POLICY, POLICY));
    expect(names(all, "media", allowing(resource))).toStrictEqual(found);
  });

  test("a key of several Regions is meant in each of them", () => {
    const replicas = ["eu-west-1", "us-east-1"].map((region) => `arn:aws:kms:${region}:${ACCOUNT}:key/mrk-${KEY_ID}`);
    const all = replicas.map((arn) => governedOf(arn, POLICY, POLICY));
    expect(names(all, "media", [replicas[0]])).toStrictEqual(replicas);
  });

  test("each is told once", () => {
    const naming = reading({ AWS: `arn:aws:iam::${ACCOUNT}:role/media` });
    const all = [governedOf("acme-in", naming, POLICY)];
    expect(
      names(all, "media", allowing("arn:aws:s3:::acme-in/*", "*"), allowing("arn:aws:s3:::acme-in")),
    ).toStrictEqual(["acme-in"]);
  });

  test("one whose name is known only after apply is told of itself", () => {
    const all = [governedOf("${aws_s3_bucket.in.bucket}", POLICY, OTHER_POLICY)];
    expect(names(all, "media", allowing("*"))).toStrictEqual([]);
  });

  describe("of those that change also what a wildcard may reach", () => {
    const all = [governedOf("acme-in", POLICY, OTHER_POLICY), governedOf("kept", POLICY, POLICY)];

    test.each<[resource: string]>([
      ["*"],
      ["?*"],
      ["arn:*"],
      ["arn:aws:*"],
      ["arn:aws:s*:::x"],
      ["arn:${Partition}:s3:::other/*"],
      ["arn:aws:s3:::*"],
      ["arn:aws:s3:::acme-*/*"],
      ["arn:aws:s3:::acme-?n"],
      ["arn:aws:s3:::${aws:username}/*"],
      ["arn:aws:s3:*::other"],
      ["arn:aws:s3::*:other"],
      ["arn:aws:kms:eu-west-1:111122223333:key/*"],
      ["${aws_s3_bucket.new.arn}/*"],
    ])("%s", (resource) => {
      expect(names(all, "media", allowing(resource))).toStrictEqual(["acme-in"]);
    });

    test.each<[resource: string]>([
      ["arn:aws:s3:::other/*"],
      ["arn:aws:s3:::other/a/?/${aws:username}"],
      ["arn:aws:s3:::other"],
      ["arn:aws:sns:*:111122223333:topic-*"],
      ["arn:aws:execute-api:*:*:*"],
      [`arn:aws:kms:*:*:key/${KEY_ID}`],
    ])("not %s", (resource) => {
      expect(names(all, "media", allowing(resource))).toStrictEqual([]);
    });

    test("one pattern of all policies is enough", () => {
      expect(names(all, "media", allowing("arn:aws:s3:::other"), allowing("arn:aws:s3:::other", "*"))).toStrictEqual([
        "acme-in",
      ]);
    });

    test("everything but a list reaches what is not in it, also where escapes hide the word", () => {
      const but = policyOf({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::other/*" });
      const text = but.document as string;
      expect(names(all, "media", text)).toStrictEqual(["acme-in"]);
      expect(names(all, "media", text.replace("NotResource", "NotR\\u0065source"))).toStrictEqual(["acme-in"]);
    });

    test("all actions but some reach no other bucket", () => {
      const but = policyOf({ Effect: "Allow", NotAction: "s3:DeleteObject", Resource: "arn:aws:s3:::other/*" });
      expect(names(all, "media", but.document)).toStrictEqual([]);
    });
  });

  test.each<[title: string, document: unknown]>([
    ["an object", { Statement: [{ Resource: "arn:aws:s3:::acme-in/*" }] }],
    [
      "a text with escapes",
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::acme\\u002din"}}',
    ],
    [
      "a text in URL encoding",
      encodeURIComponent(
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::acme-in"}}',
      ),
    ],
    ["a text with escapes that is no policy", '{"Resource":"arn:aws:s3:::acme-in", \\}'],
  ])("%s is read for what it names", (_, document) => {
    expect(names([governedOf("acme-in", POLICY, POLICY)], "media", document)).toStrictEqual(["acme-in"]);
  });
});
