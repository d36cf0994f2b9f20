/** Findings that are about the source as a whole. */
import { ruleOf } from "../../lib/review/catalogue";
import type { Finding } from "../../lib/review/report";
import { wholeFindings } from "../../lib/review/whole-findings";
import type { Gap } from "../../lib/roles/facts";
import { sidesOf } from "./sides-of";

const inWords = ({ rule, subject, where, says }: Finding): string => `${rule} | ${subject} | ${where} | ${says}`;

describe("findings about the whole", () => {
  test("are none where everything is known", () => {
    expect(wholeFindings(sidesOf({}, {}))).toEqual([]);
  });

  test("are told with what their rule says, and of no role", () => {
    const [finding] = wholeFindings(sidesOf({}, {}, { incomplete: "it has errors" }));
    const { severity, effect, title, advice } = ruleOf("incomplete-plan");
    expect(finding).toStrictEqual({
      rule: "incomplete-plan",
      severity,
      effect,
      title,
      advice,
      subject: "the plan",
      where: "the plan",
      says: "it has errors",
    });
    expect(effect).toBe("unknown");
  });

  test("name modules of which the contents are not there", () => {
    expect(wholeFindings(sidesOf({}, {}, { unseenModules: ["module.a", "module.b"] })).map(inWords)).toEqual([
      "unknown-policy | module.a | module.a | what `module.a` makes is not in the stack",
      "unknown-policy | module.b | module.b | what `module.b` makes is not in the stack",
    ]);
  });

  test("name what decides on access and is not read", () => {
    expect(wholeFindings(sidesOf({}, {}, { unread: ["awscc_iam_role.r"] })).map(inWords)).toEqual([
      "unknown-policy | awscc_iam_role.r | awscc_iam_role.r | `awscc_iam_role.r` decides on access by AWS's Cloud Control API, which is not read",
    ]);
  });

  test.each([
    ["aws_iam_role", true],
    ["aws_iam_role_policy", true],
    ["aws_kms_grant", true],
    ["aws_kms_key", true],
    ["aws_s3_bucket", true],
    ["aws_s3_bucket_policy", true],
    ["aws_s3_object", false],
    ["aws_sqs_queue", false],
    ["my_aws_iam_role", false],
  ])("tell that %s is no longer looked after: %s", (type, isTold) => {
    const address = `${type}.x`;
    expect(wholeFindings(sidesOf({}, {}, { forgotten: [{ address, type }] })).map(inWords)).toEqual(
      isTold
        ? [
            `no-longer-managed | ${address} | ${address} | \`${address}\` stays in AWS as it is, and Terraform no longer looks after it`,
          ]
        : [],
    );
  });

  describe("about policies of which it is not known where they belong", () => {
    const gap = (of: Gap["of"], more: Partial<Gap> = {}): Gap => ({
      where: "aws_s3_bucket_policy.p",
      what: "its bucket is known only after apply",
      of,
      ...more,
    });
    const TOLD =
      "unknown-policy | aws_s3_bucket_policy.p: its bucket is known only after apply | aws_s3_bucket_policy.p | `aws_s3_bucket_policy.p`: its bucket is known only after apply";

    test.each<[string, readonly Gap[], readonly Gap[], readonly string[]]>([
      ["one of a bucket, newly", [], [gap("bucket")], [TOLD]],
      ["one of a key, newly", [], [gap("key")], [TOLD]],
      ["one that is there before as well", [gap("bucket")], [gap("bucket")], []],
      ["one that was about another bucket", [gap("bucket", { about: "acme" })], [gap("bucket")], [TOLD]],
      ["one beside another", [gap("bucket", { where: "aws_s3_bucket_policy.q" })], [gap("bucket")], [TOLD]],
      ["one of a known bucket", [], [gap("bucket", { about: "acme-out" })], []],
      ["what is not known of a bucket's encryption", [], [gap("encryption")], []],
      ["one that is gone", [gap("key")], [], []],
    ])("told once, where it is new: %s", (_, before, after, expected) => {
      expect(wholeFindings(sidesOf({ gaps: before }, { gaps: after })).map(inWords)).toEqual(expected);
    });
  });

  describe("about what begins to take away policies that it does not list", () => {
    const ADDRESS = "aws_iam_role_policies_exclusive.x";
    const says = (role: string): string =>
      `unlisted-removed | ${ADDRESS} | ${ADDRESS} | \`${ADDRESS}\` takes away whatever policies ${role} has beside those that it lists`;

    test.each([
      ["new", undefined, "media", [says("`media`")]],
      ["of a role whose name is not known", undefined, null, [says("the role")]],
      ["of another role than before", "old", "media", [says("`media`")]],
      ["as before", "media", "media", []],
    ])("told where it begins: %s", (_, before, after, expected) => {
      const one = (roleName: string | undefined) => ({ address: ADDRESS, roleName });
      const was = before === undefined ? [] : [one(before)];
      const sides = sidesOf({ exclusive: was }, { exclusive: [one(after ?? undefined)] });
      expect(wholeFindings(sides).map(inWords)).toEqual(expected);
    });

    test("not where it ends", () => {
      const ended = sidesOf({ exclusive: [{ address: ADDRESS, roleName: "media" }] }, {});
      expect(wholeFindings(ended)).toEqual([]);
    });
  });

  test("stand in one order, what is unknown first", () => {
    const all = sidesOf(
      {},
      {
        gaps: [{ where: "w", what: "x", of: "key" }],
        exclusive: [{ address: "e", roleName: "r" }],
      },
      {
        incomplete: "because",
        unseenModules: ["m"],
        unread: ["u"],
        forgotten: [{ address: "aws_iam_role.f", type: "aws_iam_role" }],
      },
    );
    expect(wholeFindings(all).map(({ where }) => where)).toEqual(["the plan", "m", "u", "w", "aws_iam_role.f", "e"]);
  });
});
