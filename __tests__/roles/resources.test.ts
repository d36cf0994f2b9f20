import { assembleRoles } from "../../lib/roles/choose";
import type { FoundBucket } from "../../lib/roles/facts";
import { readRoles } from "../../lib/roles/source";
import { type Item, KEY, READS, TRUST, WRITES, change, configured, only, read, references, role } from "./plans";

const ID = KEY.slice(-36);
const SSE = "aws_s3_bucket_server_side_encryption_configuration";
const DEFAULT = { name: "default policy of aws_kms_key.k" };

const stays = (address: string, values: object): Item =>
  change(address, values, {}, { actions: ["no-op"], before: values });
const goes = (address: string, before: object): Item => change(address, null, {}, { actions: ["delete"], before });
const changes = (address: string, before: object, after: object): Item =>
  change(address, after, {}, { actions: ["update"], before });

const rule = (algorithm: string, key?: string, enabled = false): object => ({
  bucket_key_enabled: enabled,
  apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: key ?? null }],
});

const media = role("aws_iam_role.r", "media");
const live = {
  bucket: "acme-in",
  id: "acme-in",
  policy: WRITES,
  server_side_encryption_configuration: [{ rule: [rule("aws:kms", KEY)] }],
};

describe("what a bucket tells of itself is from before the plan", () => {
  const encryption = { encryption: { keyArn: KEY }, bucketKey: false };
  const policy = { policy: { name: "aws_s3_bucket.in", document: WRITES } };

  test.each<[string, readonly Item[], object, object]>([
    ["nothing changes", [], {}, { ...policy, ...encryption }],
    [
      "its policy goes",
      [goes("aws_s3_bucket_policy.in", { bucket: "acme-in", policy: WRITES })],
      {},
      { hasNoPolicy: true, ...encryption },
    ],
    [
      "its policy goes to another bucket",
      [changes("aws_s3_bucket_policy.in", { bucket: "acme-in" }, { bucket: "other", policy: WRITES })],
      {},
      { hasNoPolicy: true, ...encryption },
    ],
    [
      "its policy is replaced by another",
      [
        goes("aws_s3_bucket_policy.in", { bucket: "acme-in", policy: WRITES }),
        change("aws_s3_bucket_policy.new", { bucket: "acme-in", policy: READS }),
      ],
      {},
      { policy: { name: "aws_s3_bucket_policy.new", document: READS }, ...encryption },
    ],
    [
      "another bucket's policy goes",
      [goes("aws_s3_bucket_policy.in", { bucket: "other" })],
      {},
      { ...policy, ...encryption },
    ],
    [
      "its policy stands in its own arguments",
      [goes("aws_s3_bucket_policy.in", { bucket: "acme-in" })],
      { policy: references("var.policy") },
      { ...policy, ...encryption },
    ],
    [
      "its encryption goes",
      [goes(`${SSE}.in`, { bucket: "acme-in", rule: [rule("aws:kms", KEY)] })],
      {},
      { ...policy, encryption: "none", bucketKey: false },
    ],
  ])("%s", (_, items, expressions, expected) => {
    const facts = only(
      read([media, stays("aws_s3_bucket.in", live), ...items], [configured("aws_s3_bucket.in", expressions)]),
    );
    expect(facts.buckets["acme-in"]).toEqual(expected);
  });

  test("what goes from a bucket that is not in the plan", () => {
    const items = [goes("aws_s3_bucket_policy.in", { bucket: "x" }), goes(`${SSE}.in`, { bucket: "x" })];
    expect(only(read([media, ...items])).buckets["x"]).toEqual({
      hasNoPolicy: true,
      encryption: "none",
      bucketKey: false,
    });
  });
});

describe("what a key tells of itself is from before the plan", () => {
  const key = stays("aws_kms_key.k", { arn: KEY, key_id: ID, id: ID, policy: WRITES });

  test.each<[string, readonly Item[], object, object]>([
    ["nothing changes", [], {}, { document: WRITES }],
    ["its policy goes", [goes("aws_kms_key_policy.p", { key_id: ID, policy: WRITES })], {}, DEFAULT],
    ["its policy by ARN goes", [goes("aws_kms_key_policy.p", { key_id: KEY })], {}, DEFAULT],
    [
      "its policy is replaced",
      [
        goes("aws_kms_key_policy.p", { key_id: ID, policy: WRITES }),
        change("aws_kms_key_policy.q", { key_id: ID, policy: READS }),
      ],
      {},
      { document: READS },
    ],
    [
      "its policy is its own argument",
      [goes("aws_kms_key_policy.p", { key_id: ID })],
      { policy: references("var.policy") },
      { document: WRITES },
    ],
  ])("%s", (_, items, expressions, expected) => {
    const facts = only(read([media, key, ...items], [configured("aws_kms_key.k", expressions)]));
    expect(facts.keys[KEY]?.policy).toMatchObject(expected);
  });

  test("a key that is not in the plan has AWS's default", () => {
    const facts = only(read([media, goes("aws_kms_key_policy.p", { key_id: KEY })]));
    expect(JSON.stringify(facts.keys[KEY]?.policy)).toContain("arn:aws:iam::111122223333:root");
  });
});

const ALIAS = "arn:aws:kms:eu-west-1:111122223333:alias";
/** Algorithm, key, and what is found; nothing: a gap. */
const CASES: [algorithm: string, key: string | undefined, expected: unknown][] = [
  ["AES256", undefined, "none"],
  ["aws:kms", undefined, "aws/s3"],
  ["aws:kms", "alias/aws/s3", "aws/s3"],
  ["aws:kms", `${ALIAS}/aws/s3`, "aws/s3"],
  ["aws:kms:dsse", undefined, "aws/s3"],
  ["aws:kms", KEY, { keyArn: KEY }],
  ["aws:kms", "alias/media", undefined],
  ["aws:kms", `${ALIAS}/media`, undefined],
];

describe("default encryption of a bucket", () => {
  const planned = (item: Item, provider: object = {}) =>
    only(
      read([media, item], [], {
        configuration: { provider_config: { aws: { expressions: provider } }, root_module: {} },
      }),
    );
  const configuration = (algorithm: string, key?: string, enabled = false): Item =>
    change(`${SSE}.in`, { bucket: "acme-in", rule: [rule(algorithm, key, enabled)] });

  test.each(CASES)("of a plan: %s, %s", (algorithm, key, expected) => {
    const { buckets, gaps } = planned(configuration(algorithm, key));
    expect(buckets["acme-in"]?.encryption).toEqual(expected);
    const gap = { of: "encryption", about: "acme-in", what: expect.stringMatching(/^encryption/) as unknown };
    expect(gaps).toMatchObject(expected === undefined ? [gap] : []);
  });

  test.each(CASES)("of an answer: %s, %s", (algorithm, key, expected) => {
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: key } }];
    const answers = [
      { Role: { RoleName: "media", Arn: "arn:aws:iam::111122223333:role/media", AssumeRolePolicyDocument: TRUST } },
      { AttachedPolicies: [] },
      { PolicyNames: [] },
      { Bucket: "acme-in", ServerSideEncryptionConfiguration: { Rules } },
    ];
    const [facts] = readRoles(answers, "api.json").roles;
    expect(facts?.buckets["acme-in"]?.encryption).toEqual(expected);
    expect(facts?.gaps).toMatchObject(expected === undefined ? [{ of: "encryption", about: "acme-in" }] : []);
  });

  test("a bare id is an ARN where account and Region are known", () => {
    const allowed = { allowed_account_ids: { constant_value: ["111122223333"] } };
    const region = { region: { constant_value: "eu-west-1" } };
    const by = (provider: object) => planned(configuration("aws:kms", ID), provider).buckets["acme-in"]?.encryption;
    expect(by({ ...allowed, ...region })).toEqual({ keyArn: KEY });
    expect(by(allowed)).toBeUndefined();
    expect(by(region)).toBeUndefined();
  });

  test("an alias of the plan leads to its key", () => {
    const alias = change("aws_kms_alias.a", { name: "alias/media", target_key_id: KEY });
    const facts = only(read([media, alias, configuration("aws:kms", "alias/media")]));
    expect(facts.buckets["acme-in"]?.encryption).toEqual({ keyArn: KEY });
  });

  test.each([
    ["aws:kms", true],
    ["aws:kms:dsse", false],
  ])("an S3 Bucket Key with %s: %p", (algorithm, expected) => {
    expect(planned(configuration(algorithm, KEY, true)).buckets["acme-in"]?.bucketKey).toBe(expected);
    const found = assembleRoles(
      readRoles(
        [
          {
            Bucket: "b",
            ServerSideEncryptionConfiguration: {
              Rules: [{ BucketKeyEnabled: true, ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm } }],
            },
          },
        ],
        "api.json",
      ).roles,
    );
    expect(found.roles[0]?.buckets["b"]?.bucketKey).toBe(expected);
  });
});

describe("the account of what another provider makes", () => {
  const assumed = (role_arn: object): object => ({ assume_role: [{ role_arn }] });
  const arn = "arn:aws:iam::444455556666:role/deploy";
  const other = (expressions: object | undefined, variables: object = {}): FoundBucket | undefined =>
    only(
      read([media, change("aws_s3_bucket.b", { bucket: "b" }, { policy: true })], [], {
        variables,
        configuration: {
          provider_config: {
            aws: { name: "aws", expressions: { region: { constant_value: "eu-west-1" } } },
            ...(expressions === undefined ? {} : { "aws.other": { name: "aws", alias: "other", expressions } }),
          },
          root_module: {
            resources: [
              configured("aws_iam_role.r", {}),
              { ...configured("aws_s3_bucket.b", {}), provider_config_key: "aws.other" },
            ],
          },
        },
      }),
    ).buckets["b"];

  test.each<[string, object | undefined, object]>([
    ["a role in another account", assumed({ constant_value: arn }), { accountId: "444455556666" }],
    ["the role of a variable", assumed(references("var.deploy")), { accountId: "444455556666" }],
    ["a role that is not known", assumed(references("local.deploy")), { accountUncertain: true }],
    ["other credentials", { profile: { constant_value: "other" } }, { accountUncertain: true }],
    ["an unknown configuration", undefined, { accountUncertain: true }],
    ["another Region alone", { region: { constant_value: "us-east-1" } }, {}],
  ])("%s", (_, expressions, expected) => {
    const { accountId, accountUncertain } = other(expressions, { deploy: { value: arn } }) ?? {};
    expect({ accountId, accountUncertain }).toEqual({ accountId: undefined, accountUncertain: undefined, ...expected });
  });

  test.each<[object, object]>([
    [{ assume_role: [{ role_arn: arn }] }, { accountId: "444455556666" }],
    [{ assume_role: { role_arn: "${var.deploy}" } }, { accountUncertain: true }],
    [{ region: "us-east-1" }, {}],
  ])("in a stack: %p", (provider, expected) => {
    const stack = {
      provider: { aws: [{ region: "eu-west-1" }, { alias: "other", ...provider }] },
      resource: {
        aws_iam_role: { r: { name: "media", assume_role_policy: "{}" } },
        aws_s3_bucket: { b: { bucket: "b", provider: "aws.other" } },
      },
    };
    expect(readRoles(stack, "cdk.tf.json").roles[0]?.buckets["b"]).toEqual(expected);
  });

  test("a key that another provider makes", () => {
    const facts = only(
      read([media, change("aws_kms_key.k", {}, { arn: true, policy: true })], [], {
        configuration: {
          provider_config: { "aws.other": { expressions: assumed({ constant_value: arn }) } },
          root_module: { resources: [{ ...configured("aws_kms_key.k", {}), provider_config_key: "aws.other" }] },
        },
      }),
    );
    expect(facts.keys["${aws_kms_key.k.arn}"]?.accountId).toBe("444455556666");
  });
});
