import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { MediaConvertRole, type MediaConvertRoleProps, type MediaConvertRoleStackProps } from "../../lib";
import { KEY } from "../support/pure";
import { synthesize, synthesizeStack } from "../support/synth";

const THEIRS = "444455556666";
const HERE = { partition: "aws", accountId: "111122223333", region: "eu-west-1" };
const THEIR_KEY = KEY.replace("111122223333", THEIRS);
const in_ = (region: string): string => KEY.replace("eu-west-1", region);
const ROLE = "arn:aws:iam::111122223333:role/MediaConvert_Default_Role";

const stackOf = (role: Partial<MediaConvertRoleProps>, more: Partial<MediaConvertRoleStackProps> = {}) =>
  synthesizeStack({
    region: "eu-west-1",
    ...more,
    role: { accountId: "111122223333", access: { mode: "custom" }, ...role },
  });

describe("what other accounts must add", () => {
  test("with tokens for bucket, key and account", () => {
    const { output } = synthesize((stack) => {
      const owner = new TerraformVariable(stack, "owner", { type: "string" }).stringValue;
      const bucket = new S3Bucket(stack, "b", { bucket: "acme-b" });
      const key = new KmsKey(stack, "k", {});
      const role = new MediaConvertRole(stack, "role", {
        ...HERE,
        kmsAuthorization: "policy",
        access: {
          mode: "configured",
          inputs: [{ bucket: bucket.bucket, ownerAccount: owner, kmsKeyArn: key.arn, bucketKey: true }],
          outputs: [{ bucket: "acme-c", pattern: "${*}/x", ownerAccount: owner, acl: true }],
        },
      });
      const [one, ...others] = role.ownerDocuments;
      expect(others).toEqual([]);
      expect(one?.buckets.map(({ statements }) => statements.map(({ Sid }) => Sid))).toEqual([
        ["ReadInputs", "ListInputBuckets"],
        ["WriteOutputs", "WriteOutputAcls"],
      ]);
      const show = (id: string, value: unknown) => new TerraformOutput(stack, id, { value });
      show("account", one?.accountId);
      one?.buckets.forEach(({ bucket: name, statements }, index) => {
        show(`bucket_${String(index)}`, name);
        show(`policy_${String(index)}`, role.policyJson(statements));
      });
      for (const { keyArn, grants, isNeeded } of one?.keys ?? []) {
        show("key", keyArn);
        show("needed", isNeeded);
        show("context", grants[0]?.constraint?.context["aws:s3:arn"]);
      }
    });
    const values = Object.fromEntries(Object.entries(output ?? {}).map(([name, { value }]) => [name, value]));
    expect(values).toMatchObject({
      account: "${var.owner}",
      bucket_1: "acme-c",
      key: "${aws_kms_key.k.arn}",
      needed: true,
    });
    expect(values["bucket_0"]).toContain("aws_s3_bucket.b.bucket");
    expect(values["context"]).toContain("aws_s3_bucket.b.bucket");
    expect(values["policy_0"]).toMatch(/^\$\{jsonencode\(.*aws_s3_bucket\.b\.bucket.*\)\}$/);
    expect(JSON.parse(String(values["policy_1"]))).toMatchObject({
      Version: "2012-10-17",
      // `${` of IAM's own, as Terraform wants it.
      Statement: [{ Resource: ["arn:aws:s3:::acme-c/$${*}/x"] }, { Sid: "WriteOutputAcls" }],
    });
  });

  test("a stack has outputs for them where there is something to add, and only then", () => {
    const access = (more: object) =>
      ({ mode: "configured", inputs: [{ location: "s3://acme-in/", ...more }] }) as MediaConvertRoleProps["access"];
    const outputsOf = (role: Partial<MediaConvertRoleProps>) =>
      Object.keys(stackOf(role).output ?? {}).filter((name) => name.endsWith("_policies_json"));
    expect(outputsOf({ access: access({}) })).toEqual([]);
    expect(outputsOf({ access: access({ ownerAccount: "111122223333" }) })).toEqual([]);
    expect(outputsOf({ access: access({ kmsKeyArn: THEIR_KEY }) })).toEqual([]);
    expect(outputsOf({ access: access({ ownerAccount: THEIRS }) })).toEqual(["bucket_policies_json"]);
    expect(outputsOf({ access: access({ kmsKeyArn: THEIR_KEY }), kmsAuthorization: "policy" })).toEqual([
      "key_policies_json",
    ]);
  });

  test("their values are policies", () => {
    const { output } = stackOf({
      kmsAuthorization: "policy",
      access: {
        mode: "configured",
        inputs: [{ location: "s3://acme-in/", kmsKeyArn: THEIR_KEY, ownerAccount: THEIRS }],
      },
    });
    const policies = (name: string) =>
      Object.entries(output?.[name]?.value as { [key: string]: string }).map(
        ([key, json]) => [key, JSON.parse(json)] as [string, object],
      );
    expect(policies("bucket_policies_json")).toEqual([
      [
        "acme-in",
        {
          Version: "2012-10-17",
          Statement: [
            expect.objectContaining({ Principal: { AWS: [ROLE] }, Action: ["s3:GetObject"] }),
            expect.objectContaining({ Principal: { AWS: [ROLE] }, Action: ["s3:ListBucket"] }),
          ],
        },
      ],
    ]);
    expect(policies("key_policies_json")).toEqual([
      [THEIR_KEY, { Version: "2012-10-17", Statement: [expect.objectContaining({ Action: ["kms:Decrypt"] })] }],
    ]);
  });
});

describe("keys of other Regions in a stack", () => {
  const keys = (...arns: string[]): Partial<MediaConvertRoleProps> => ({
    kmsKeys: arns.map((keyArn) => ({ keyArn, use: ["input"] })),
  });
  const grantsOf = (made: ReturnType<typeof stackOf>) =>
    Object.entries(made.resource?.["aws_kms_grant"] ?? {}).map(([address, { key_id, provider }]) => [
      address,
      key_id,
      provider,
    ]);

  test("all in the stack's Region: one provider, as ever", () => {
    const made = stackOf(keys(KEY));
    expect(made.provider?.aws).toEqual([{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }]);
    expect(grantsOf(made)).toEqual([[expect.any(String), KEY, undefined]]);
  });

  test("one provider for each other Region, with the stack's settings, and every grant where its key is", () => {
    const provider = {
      assumeRole: { roleArn: "arn:aws:iam::111122223333:role/deploy" },
      defaultTags: { Team: "video" },
      endpoints: { iam: "https://iam.example", kms: "https://vpce-1.kms.eu-west-1.vpce.amazonaws.com" },
    };
    const second = in_("us-east-1").replace("1234abcd", "99999999");
    const made = stackOf(keys(KEY, in_("us-east-1"), second, in_("us-west-2")), { provider });
    const same = {
      allowed_account_ids: ["111122223333"],
      assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/deploy" }],
      default_tags: [{ tags: { Team: "video" } }],
    };
    expect(made.provider?.aws).toHaveLength(3);
    expect(made.provider?.aws).toEqual(
      expect.arrayContaining([
        { region: "eu-west-1", ...same, endpoints: [provider.endpoints] },
        { region: "us-east-1", alias: "us-east-1", ...same, endpoints: [{ iam: "https://iam.example" }] },
        { region: "us-west-2", alias: "us-west-2", ...same, endpoints: [{ iam: "https://iam.example" }] },
      ]),
    );
    expect(grantsOf(made).map(([, key, alias]) => [key, alias])).toEqual(
      expect.arrayContaining([
        [KEY, undefined],
        [in_("us-east-1"), "aws.us-east-1"],
        [second, "aws.us-east-1"],
        [in_("us-west-2"), "aws.us-west-2"],
      ]),
    );
    // Addresses depend on the key alone.
    const [own] = grantsOf(made).filter(([, key]) => key === KEY);
    expect(grantsOf(stackOf(keys(KEY)))).toEqual([own]);
  });

  test("policy statements need no provider there, and name the key's Region", () => {
    const made = stackOf({
      kmsAuthorization: "policy",
      access: { mode: "configured", inputs: [{ location: "s3://acme-in/", kmsKeyArn: in_("us-east-1") }] },
    });
    expect(made.provider?.aws).toHaveLength(1);
    const [policy] = Object.values(made.resource?.["aws_iam_policy"] ?? {});
    expect(String(policy?.["policy"])).toContain('"kms:ViaService":["s3.us-east-1.amazonaws.com"]');
  });

  test("a grant of every key is made in its Region by the construct's providers", () => {
    const made = synthesize((stack) => {
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      const there = new AwsProvider(stack, "us", { region: "us-east-1", alias: "us" });
      const props = { ...HERE, access: { mode: "custom" } as const, ...keys(KEY, in_("us-east-1")) };
      new MediaConvertRole(stack, "role", props, { providers: { "us-east-1": there } });
      expect(() => new MediaConvertRole(stack, "without", props)).toThrow(
        /kmsKeys\[1\]\.keyArn: .* is not in eu-west-1, .*"providers" of its options/,
      );
      const west = { ...HERE, access: { mode: "custom" } as const, ...keys(in_("us-west-2")) };
      expect(() => new MediaConvertRole(stack, "other", west, { providers: { "us-east-1": there } })).toThrow(
        /is not in eu-west-1/,
      );
    });
    expect(grantsOf(made).map(([, key, provider]) => [key, provider])).toEqual(
      expect.arrayContaining([
        [KEY, undefined],
        [in_("us-east-1"), "aws.us"],
      ]),
    );
  });
});
