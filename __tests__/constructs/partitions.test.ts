import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { type MediaConvertRoleProps, MediaConvertRoleStack } from "../../lib";
import { reviewPlan } from "../review/plan-of";
import { cli, folderWith } from "../support/cli";
import { newFolder } from "../support/e2e";
import { problemsOf, warningsOf } from "../support/pure";
import { synthesizeStack } from "../support/synth";

/** Everything that is written differently from partition to partition, by hand. */
interface Row {
  readonly region: string;
  readonly roleArn: string;
  readonly sourceArn: string;
  readonly managed: readonly string[];
  readonly bucket: string;
  readonly objects: string;
  readonly url: string;
  readonly api: string;
  readonly anyApi: string;
  readonly secret: string;
  readonly connection: string;
  readonly connectionSecret: string;
  readonly feeds: string;
  readonly feed: string;
  readonly key: string;
  readonly viaS3: readonly string[];
  readonly viaSecrets: readonly string[];
  readonly queue: string;
  /** A URL, and an ARN, of another partition. */
  readonly foreign: readonly [url: string, arn: string];
}

const ROWS: readonly (readonly [partition: string, row: Row])[] = [
  [
    "aws",
    {
      region: "eu-west-1",
      roleArn: "arn:aws:iam::111122223333:role/MediaConvert_Default_Role",
      sourceArn: "arn:aws:mediaconvert:*:111122223333:queues/*",
      managed: [
        "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
        "arn:aws:iam::aws:policy/AmazonS3FullAccess",
      ],
      bucket: "arn:aws:s3:::acme-in",
      objects: "arn:aws:s3:::acme-in/masters/*",
      url: "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/speke",
      api: "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/speke",
      anyApi: "arn:aws:execute-api:*:*:*",
      secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-??????",
      connection: "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab",
      connectionSecret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams/*",
      feeds: "arn:aws:elemental-inference:eu-west-1:111122223333:feed/*",
      feed: "arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc",
      key: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      viaS3: ["s3.eu-west-1.amazonaws.com"],
      viaSecrets: ["secretsmanager.eu-west-1.amazonaws.com"],
      queue: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default",
      foreign: [
        "https://abc123.execute-api.us-gov-west-1.amazonaws.com/prod/speke",
        "arn:aws-us-gov:iam::111122223333:policy/p",
      ],
    },
  ],
  [
    "aws-cn",
    {
      region: "cn-northwest-1",
      roleArn: "arn:aws-cn:iam::111122223333:role/MediaConvert_Default_Role",
      sourceArn: "arn:aws-cn:mediaconvert:*:111122223333:queues/*",
      managed: [
        "arn:aws-cn:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
        "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess",
      ],
      bucket: "arn:aws-cn:s3:::acme-in",
      objects: "arn:aws-cn:s3:::acme-in/masters/*",
      url: "https://abc123.execute-api.cn-northwest-1.amazonaws.com.cn/prod/speke",
      api: "arn:aws-cn:execute-api:cn-northwest-1:111122223333:abc123/prod/POST/speke",
      anyApi: "arn:aws-cn:execute-api:*:*:*",
      secret: "arn:aws-cn:secretsmanager:cn-northwest-1:111122223333:secret:kantar-??????",
      connection: "arn:aws-cn:events:cn-northwest-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab",
      connectionSecret: "arn:aws-cn:secretsmanager:cn-northwest-1:111122223333:secret:events!connection/tams/*",
      feeds: "arn:aws-cn:elemental-inference:cn-northwest-1:111122223333:feed/*",
      feed: "arn:aws-cn:elemental-inference:cn-northwest-1:111122223333:feed/abc",
      key: "arn:aws-cn:kms:cn-northwest-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      // DEC-12: both, since the value is not documented.
      viaS3: ["s3.cn-northwest-1.amazonaws.com", "s3.cn-northwest-1.amazonaws.com.cn"],
      viaSecrets: ["secretsmanager.cn-northwest-1.amazonaws.com", "secretsmanager.cn-northwest-1.amazonaws.com.cn"],
      queue: "arn:aws-cn:mediaconvert:cn-northwest-1:111122223333:queues/Default",
      foreign: [
        "https://abc123.execute-api.cn-northwest-1.amazonaws.com/prod/speke",
        "arn:aws:iam::111122223333:policy/p",
      ],
    },
  ],
  [
    "aws-us-gov",
    {
      region: "us-gov-west-1",
      roleArn: "arn:aws-us-gov:iam::111122223333:role/MediaConvert_Default_Role",
      sourceArn: "arn:aws-us-gov:mediaconvert:*:111122223333:queues/*",
      managed: [
        "arn:aws-us-gov:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
        "arn:aws-us-gov:iam::aws:policy/AmazonS3FullAccess",
      ],
      bucket: "arn:aws-us-gov:s3:::acme-in",
      objects: "arn:aws-us-gov:s3:::acme-in/masters/*",
      url: "https://abc123.execute-api.us-gov-west-1.amazonaws.com/prod/speke",
      api: "arn:aws-us-gov:execute-api:us-gov-west-1:111122223333:abc123/prod/POST/speke",
      anyApi: "arn:aws-us-gov:execute-api:*:*:*",
      secret: "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:kantar-??????",
      connection:
        "arn:aws-us-gov:events:us-gov-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab",
      connectionSecret: "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:events!connection/tams/*",
      feeds: "arn:aws-us-gov:elemental-inference:us-gov-west-1:111122223333:feed/*",
      feed: "arn:aws-us-gov:elemental-inference:us-gov-west-1:111122223333:feed/abc",
      key: "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      viaS3: ["s3.us-gov-west-1.amazonaws.com"],
      viaSecrets: ["secretsmanager.us-gov-west-1.amazonaws.com"],
      queue: "arn:aws-us-gov:mediaconvert:us-gov-west-1:111122223333:queues/Default",
      foreign: ["https://abc123.execute-api.us-east-1.amazonaws.com/prod/speke", "arn:aws:iam::111122223333:policy/p"],
    },
  ],
];

/** A stack of the Region that names nothing of the partition but in keys and connections. */
const made = (region: string, role: Omit<MediaConvertRoleProps, "accountId">) => {
  const outdir = newFolder("partition");
  const stack = new MediaConvertRoleStack(new App({ outdir }), "media", {
    region,
    role: { accountId: "111122223333", ...role },
  });
  return stack.role;
};

const CONFIGURED = (row: Row): Omit<MediaConvertRoleProps, "accountId"> => ({
  access: {
    mode: "configured",
    inputs: [{ location: "s3://acme-in/masters/", kmsKeyArn: row.key }],
    outputs: ["s3://acme-out/"],
    apiGateway: [row.url],
  },
  kmsAuthorization: "policy",
  secrets: ["kantar"],
  tamsConnections: [{ connectionArn: row.connection, kmsKeyArn: row.key }],
  elementalInference: true,
  inferenceFeeds: [row.feed],
});

describe.each(ROWS)("partition %s", (partition, row) => {
  const others = ROWS.filter(([other]) => other !== partition).map(([other]) => `arn:${other}:`);

  test("of the stack is that of its Region; trust, pass role, full access", () => {
    const role = { access: { mode: "full" }, submitters: ["submit"] } as const;
    const stack = synthesizeStack({ region: row.region, role: { accountId: "111122223333", ...role } });
    expect(stack.provider?.aws[0]?.["region"]).toBe(row.region);
    expect(stack.data).toBeUndefined();
    const attached = Object.values(stack.resource?.["aws_iam_role_policy_attachment"] ?? {});
    expect(attached.map(({ policy_arn }) => policy_arn).sort()).toEqual(row.managed);
    const { trustDocument, passRoleStatement } = made(row.region, role);
    expect(trustDocument.Statement).toEqual([
      {
        Sid: "MediaConvert",
        Effect: "Allow",
        Principal: { Service: ["mediaconvert.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
        Condition: {
          ArnLike: { "aws:SourceArn": [row.sourceArn] },
          StringEquals: { "aws:SourceAccount": ["111122223333"] },
        },
      },
    ]);
    expect(passRoleStatement).toMatchObject({
      Resource: [row.roleArn],
      Condition: { StringEquals: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
    });
    const [submitter] = Object.values(stack.resource?.["aws_iam_role_policy"] ?? {});
    expect(JSON.parse(String(submitter?.["policy"]))).toMatchObject({ Statement: [{ Resource: [row.roleArn] }] });
  });

  test("statements, with keys as statements too", () => {
    const role = made(row.region, CONFIGURED(row));
    const statements = role.documents.flatMap(({ Statement }) => Statement);
    const resources = Object.fromEntries(
      statements.map(({ Sid = "", Resource }) => [Sid.replace(/[0-9a-f]{8}$/, ""), Resource]),
    );
    expect(resources).toEqual({
      ReadInputs: [row.objects],
      ListInputBuckets: [row.bucket],
      WriteOutputs: [`arn:${partition}:s3:::acme-out/*`],
      InvokeApis: [row.api],
      ReadSecrets: [row.secret],
      UseConnections: [row.connection],
      ReadConnectionSecrets: [row.connectionSecret],
      CreateFeeds: ["*"],
      UseFeeds: [row.feeds],
      ReadFeeds: [row.feed],
      DecryptInputs: [row.key],
      DecryptSecrets: [row.key],
    });
    const conditions = statements.filter(({ Sid = "" }) => Sid.startsWith("Decrypt")).map(({ Condition }) => Condition);
    expect(conditions).toEqual([
      {
        StringEquals: { "kms:ViaService": row.viaS3 },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [row.bucket, row.objects] },
      },
      {
        StringEquals: { "kms:ViaService": row.viaSecrets },
        StringLike: { "kms:EncryptionContext:SecretARN": [row.connectionSecret] },
      },
    ]);
    expect(role.bucketPolicyStatements("acme-in")).toMatchObject([
      { Principal: { AWS: [row.roleArn] }, Resource: [row.objects] },
      { Principal: { AWS: [row.roleArn] }, Resource: [row.bucket] },
    ]);
    expect(role.keyPolicyStatements(row.key)).toMatchObject([
      { Principal: { AWS: [row.roleArn] }, Condition: { StringEquals: { "kms:ViaService": row.viaS3 } } },
      { Principal: { AWS: [row.roleArn] }, Condition: { StringEquals: { "kms:ViaService": row.viaSecrets } } },
    ]);
    const text = JSON.stringify(role.documents);
    for (const other of others) expect(text).not.toContain(other);
  });

  test("any API, and grants", () => {
    const access = {
      mode: "configured",
      outputs: [{ bucket: "acme-out", kmsKeyArn: row.key, bucketKey: true }],
    } as const;
    const role = { access: { ...access, apiGateway: "all" } } as const;
    const stack = synthesizeStack({ region: row.region, role: { accountId: "111122223333", ...role } });
    expect(Object.values(stack.resource?.["aws_kms_grant"] ?? {})).toEqual([
      expect.objectContaining({
        key_id: row.key,
        constraints: [{ encryption_context_subset: { "aws:s3:arn": `arn:${partition}:s3:::acme-out` } }],
      }),
    ]);
    const statements = made(row.region, role).documents.flatMap(({ Statement }) => Statement);
    expect(statements.find(({ Sid }) => Sid === "InvokeApis")?.Resource).toEqual([row.anyApi]);
  });

  test("a URL, an ARN and a location of another partition are wrong", () => {
    const around = { partition, region: row.region, accountId: "111122223333" };
    const [url, arn] = row.foreign;
    const access = { mode: "configured", inputs: ["s3://acme-in/"], apiGateway: [url] };
    expect(problemsOf({ access, permissionsBoundary: arn }, around)).toEqual([
      `access.apiGateway[0]: ${JSON.stringify(url)} is not in partition "${partition}"; give the address of an API there`,
      `permissionsBoundary: "${arn}" is not in partition "${partition}"; give an ARN that begins with "arn:${partition}:"`,
    ]);
    expect(problemsOf({ access: { ...access, apiGateway: [row.url] } }, around)).toEqual([]);
    expect(warningsOf({ access: { ...access, apiGateway: [row.url] } }, around)).toEqual([]);
  });

  const JOB = {
    Queue: row.queue,
    Role: row.roleArn,
    Settings: {
      Inputs: [{ FileInput: "s3://acme-in/masters/film.mov" }],
      OutputGroups: [
        {
          OutputGroupSettings: {
            HlsGroupSettings: {
              Destination: "s3://acme-out/vod/",
              Encryption: { SpekeKeyProvider: { Url: row.url, ResourceId: "r", SystemIds: ["s"] } },
            },
          },
        },
      ],
    },
  };

  test("derive tells Region and account by the job's queue, and its settings give the role", () => {
    const folder = folderWith({ "job.json": JOB });
    const answers = ["--bucket", `acme-in=${row.key}`, "--bucket", "*=none", "--api", "none"];
    const { code, stdout, stderr } = cli(folder, ["derive", "job.json", ...answers]);
    expect([code, stderr]).toEqual([0, ""]);
    const [stack] = Object.values((JSON.parse(stdout) as { stacks: object }).stacks) as [
      { readonly region: string; readonly role: MediaConvertRoleProps },
    ];
    expect(stack.region).toBe(row.region);
    const statements = made(stack.region, stack.role).documents.flatMap(({ Statement }) => Statement);
    expect(Object.fromEntries(statements.map(({ Sid = "", Resource }) => [Sid, Resource]))).toEqual({
      ReadInputs: [row.objects],
      ListInputBuckets: [row.bucket],
      WriteOutputs: [`arn:${partition}:s3:::acme-out/vod/*`],
      InvokeApis: [row.api],
    });
  });

  test.each([["grant"], ["policy"]] as const)(
    "check: the stack's role lets the job run, keys by %s",
    (kmsAuthorization) => {
      const access: MediaConvertRoleProps["access"] = {
        mode: "jobs",
        jobs: [JOB],
        buckets: { "acme-in": { kmsKeyArn: row.key }, "*": {} },
        apiGateway: "none",
      };
      const stack = synthesizeStack({
        region: row.region,
        role: { accountId: "111122223333", kmsAuthorization, access },
      });
      const folder = folderWith({ "job.json": JOB });
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
      const flags = ["--bucket", `acme-in=${row.key}`, "--bucket", "*=none", "--api", "none", "--keys-delegate"];
      const { code, stdout } = cli(folder, ["check", "job.json", "--role", "cdk.tf.json", ...flags]);
      expect([code, stdout.split("\n")[0]]).toEqual([0, "yes: the role lets the jobs run"]);
      expect(stdout).toContain(row.roleArn);
    },
  );

  test("review: what a plan of the partition newly allows", () => {
    const document = (...Resource: readonly string[]): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource }] });
    const trust = (...AWS: readonly string[]): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" },
          ...(AWS.length === 0 ? [] : [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }]),
        ],
      });
    const role = {
      name: "media",
      path: "/",
      arn: `arn:${partition}:iam::111122223333:role/media`,
      permissions_boundary: null,
    };
    const policy = { name: "p", role: "media" };
    const change = (address: string, before: object, after: object): object => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      name: address.split(".")[1],
      change: { actions: ["update"], before, after, after_unknown: {} },
    });
    const friend = `arn:${partition}:iam::444455556666:role/friend`;
    const { roles } = reviewPlan({
      format_version: "1.2",
      terraform_version: "1.11.4",
      resource_changes: [
        change(
          "aws_iam_role.media",
          { ...role, assume_role_policy: trust() },
          { ...role, assume_role_policy: trust(friend) },
        ),
        change(
          "aws_iam_role_policy.p",
          { ...policy, policy: document(row.objects) },
          { ...policy, policy: document(row.objects, `${row.bucket}/proxies/*`) },
        ),
      ],
      configuration: { root_module: {} },
    });
    const [only] = roles;
    expect(only?.changes.map(({ says }) => says).sort()).toEqual([
      `\`${friend}\` can now assume the role`,
      "can now `s3:PutObject` on `acme-in/proxies/*`",
    ]);
    const text = JSON.stringify(only);
    for (const other of others) expect(text).not.toContain(other);
  });
});

test("unknown Regions, and partitions apart, are taken as they are", () => {
  for (const [region, partition] of [
    ["xx-south-9", "aws"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eusc-de-east-1", "aws-eusc"],
  ] as const) {
    const { documents, passRoleStatement } = made(region, {
      access: { mode: "configured", inputs: ["s3://acme-in/"] },
    });
    expect(passRoleStatement.Resource).toEqual([`arn:${partition}:iam::111122223333:role/MediaConvert_Default_Role`]);
    expect(documents[0]?.Statement[0]?.Resource).toEqual([`arn:${partition}:s3:::acme-in/*`]);
  }
  // A partition that nobody knows yet, with a Region of a name that nobody knows.
  const next = { region: "next-east-1", partition: "aws-next", access: { mode: "full" }, accountId: "111122223333" };
  expect(problemsOf(next, {})).toEqual([]);
  expect(problemsOf({ ...next, region: "eu-west-1", partition: "aws-cn" }, {})).toEqual([
    expect.stringMatching(/^partition: partition "aws-cn" is not that of Region "eu-west-1"/),
  ]);
  expect(problemsOf({ ...next, region: "cn-north-1", partition: "aws-next" }, {})).toHaveLength(1);
});
