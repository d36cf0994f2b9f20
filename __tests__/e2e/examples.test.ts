import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeployedRole } from "../../tools/aws";
import { Cloud, type StateResource, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(400_000);

/** The emulator's own account. */
const HOME = "123456789012";

const ROOT = resolve(__dirname, "../..");

/** Roles that each example makes. */
const EXAMPLES: { readonly [folder: string]: readonly string[] } = {
  minimal: ["MediaConvert_Default_Role"],
  keys: ["MediaConvert_Default_Role"],
  "cross-account": ["MediaConvert_Default_Role"],
  "two-accounts": ["MediaConvert_Default_Role"],
  environments: ["MediaConvert_prod", "MediaConvert_test"],
  "cdktf-construct": ["MediaConvert_Default_Role"],
  "cdktf-module": ["MediaConvert_Default_Role"],
};

interface Run {
  readonly afterApply: readonly DeployedRole[];
  readonly outputs: { readonly [name: string]: { readonly value: unknown } };
  readonly planAgain: number;
  readonly state: readonly StateResource[];
  readonly afterDestroy: unknown;
}

/** The repository as a person finds it after `npm ci`, with the package under its name. */
const copyOfRepository = (): string => {
  const copy = newFolder("examples");
  for (const folder of ["examples", "modules"]) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
  for (const left of ["cdktf.out", "dist", ".terraform"]) {
    for (const example of Object.keys(EXAMPLES)) {
      rmSync(join(copy, "examples", example, left), { recursive: true, force: true });
    }
  }
  mkdirSync(join(copy, "node_modules"));
  for (const name of [".bin", "@cdktf", "@types", "cdktf", "constructs", "typescript"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(copy, "node_modules", name));
  }
  symlinkSync(ROOT, join(copy, "node_modules", "cdktf-mediaconvert-role"));
  return copy;
};

const run = async (cloud: Cloud, folder: string, roles: readonly string[]): Promise<Run> => {
  let stack = folder;
  if (readdirSync(folder).includes("cdktf.json")) {
    const { code, out } = await runCommand("npx", ["cdktf", "synth"], { cwd: folder, env: cloud.env });
    if (code !== 0) throw new Error(out);
    stack = join(folder, "cdktf.out/stacks/media");
  }
  await cloud.terraform(stack, ["init", "-input=false"]);
  await cloud.terraform(stack, ["apply", "-input=false", "-auto-approve"]);
  const afterApply: DeployedRole[] = [];
  for (const name of roles) afterApply.push(await cloud.aws.role(name));
  const outputs = JSON.parse(await cloud.terraform(stack, ["output", "-json"])) as Run["outputs"];
  const { code: planAgain } = await cloud.run(stack, ["plan", "-input=false", "-detailed-exitcode"]);
  const state = await cloud.state(stack);
  await cloud.terraform(stack, ["destroy", "-input=false", "-auto-approve"]);
  return { afterApply, outputs, planAgain, state, afterDestroy: await cloud.aws.names() };
};

const READ = (Resource: string): object => ({
  Sid: "ReadInputs",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: [Resource],
});
const LIST = (Resource: string): object => ({
  Sid: "ListInputBuckets",
  Effect: "Allow",
  Action: ["s3:ListBucket"],
  Resource: [Resource],
});
const WRITE = (Resource: string): object => ({
  Sid: "WriteOutputs",
  Effect: "Allow",
  Action: ["s3:PutObject"],
  Resource: [Resource],
});

describeE2e("examples", () => {
  const runs = new Map<string, Run>();

  beforeAll(async () => {
    const copy = copyOfRepository();
    // Two at a time, each with an emulator of its own: they make roles of the same name.
    const left = Object.keys(EXAMPLES);
    const worker = async (): Promise<void> => {
      const cloud = await Cloud.start({ accounts: "several" });
      try {
        for (let name = left.shift(); name !== undefined; name = left.shift())
          runs.set(name, await run(cloud, join(copy, "examples", name), EXAMPLES[name] ?? []));
      } finally {
        await cloud.stop();
      }
    };
    await Promise.all([worker(), worker()]);
  });

  const examples = Object.keys(EXAMPLES);
  const statements = (name: string, role = 0): unknown =>
    Object.values(runs.get(name)?.afterApply[role]?.policies ?? {}).flatMap(
      (document) => (document as { readonly Statement: unknown[] }).Statement,
    );
  const output = (name: string, key: string): unknown => runs.get(name)?.outputs[key]?.value;
  const resources = (name: string, type: string): readonly { readonly [key: string]: unknown }[] =>
    (runs.get(name)?.state ?? []).filter((resource) => resource.type === type).map(({ values }) => values);

  test("every example is formatted", async () => {
    const folders = examples
      .map((name) => join(ROOT, "examples", name))
      .filter((folder) => !readdirSync(folder).includes("cdktf.json"));
    expect(folders).toHaveLength(4);
    for (const cwd of folders) {
      expect(await runCommand("terraform", ["fmt", "-check", "-diff"], { cwd, env: process.env })).toMatchObject({
        code: 0,
      });
    }
  });

  test("every example is run", () => {
    expect(
      readdirSync(join(ROOT, "examples"))
        .filter((name) => !["README.md", "accounts", "jobs", "pipelines", "plans", "policies"].includes(name))
        .sort(),
    ).toEqual([...examples].sort());
    expect([...runs.keys()].sort()).toEqual([...examples].sort());
  });

  test.each(examples)("%s: the plan after apply is empty, and destroy leaves nothing", (name) => {
    expect(runs.get(name)).toMatchObject({ planAgain: 0, afterDestroy: { roles: [], policies: [] } });
  });

  test.each(["minimal", "cdktf-construct", "cdktf-module"])("%s: masters in, vod out", (name) => {
    expect(statements(name)).toEqual([
      READ("arn:aws:s3:::amzn-s3-demo-source-bucket/masters/*"),
      LIST("arn:aws:s3:::amzn-s3-demo-source-bucket"),
      WRITE("arn:aws:s3:::amzn-s3-demo-destination-bucket/vod/*"),
    ]);
    expect(output(name, "role_arn")).toBe(`arn:aws:iam::${HOME}:role/MediaConvert_Default_Role`);
  });

  test.each(["cdktf-construct", "cdktf-module"])("%s: a grant on the key", (name) => {
    const [key] = resources(name, "aws_kms_key");
    expect(resources(name, "aws_kms_grant")).toEqual([
      expect.objectContaining({ key_id: key?.["arn"], operations: ["Decrypt"], constraints: [] }),
    ]);
  });

  test("keys: each key has its grant, the one with Bucket Keys only for its bucket", () => {
    const key = (bucket: string): unknown =>
      resources("keys", "aws_kms_key").find(({ description }) => description === `Objects of the ${bucket} bucket`)?.[
        "arn"
      ];
    const grants = resources("keys", "aws_kms_grant");
    expect(grants).toHaveLength(2);
    expect(grants).toContainEqual(
      expect.objectContaining({ key_id: key("masters"), operations: ["Decrypt"], constraints: [] }),
    );
    expect(grants).toContainEqual(
      expect.objectContaining({
        key_id: key("vod"),
        operations: ["Decrypt", "GenerateDataKey"],
        constraints: [
          expect.objectContaining({
            encryption_context_subset: { "aws:s3:arn": "arn:aws:s3:::amzn-s3-demo-vod-bucket" },
          }),
        ],
      }),
    );
    expect(output("keys", "grant_ids")).toEqual({
      "key/masters": expect.any(String),
      "outputs/vod": expect.any(String),
    });
  });

  test("cross-account: bucket and key of the other account admit the role", () => {
    const role = `arn:aws:iam::${HOME}:role/MediaConvert_Default_Role`;
    const [bucket] = resources("cross-account", "aws_s3_bucket_policy");
    expect(JSON.parse(String(bucket?.["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ ...WRITE("arn:aws:s3:::amzn-s3-demo-archive-bucket/vod/*"), Principal: { AWS: [role] } }],
    });
    const [key] = resources("cross-account", "aws_kms_key");
    expect(key?.["arn"]).toMatch(/^arn:aws:kms:eu-west-1:444455556666:key\//);
    const [policy] = resources("cross-account", "aws_kms_key_policy");
    const condition = {
      StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [
          "arn:aws:s3:::amzn-s3-demo-archive-bucket",
          "arn:aws:s3:::amzn-s3-demo-archive-bucket/vod/*",
        ],
      },
    };
    const action = ["kms:Decrypt", "kms:GenerateDataKey"];
    expect((JSON.parse(String(policy?.["policy"])) as { readonly Statement: unknown[] }).Statement[1]).toEqual({
      Sid: expect.stringMatching(/^EncryptOutputs[0-9a-f]{8}$/),
      Effect: "Allow",
      Principal: { AWS: [role] },
      Action: action,
      Resource: ["*"],
      Condition: condition,
    });
    expect(statements("cross-account")).toContainEqual({
      Sid: expect.stringMatching(/^EncryptOutputs[0-9a-f]{8}$/),
      Effect: "Allow",
      Action: action,
      Resource: [key?.["arn"]],
      Condition: condition,
    });
  });

  test("two-accounts: the owner makes the bucket's policy and the grant, of its own bucket and key", () => {
    const role = `arn:aws:iam::${HOME}:role/MediaConvert_Default_Role`;
    const [bucket] = resources("two-accounts", "aws_s3_bucket_policy");
    expect(bucket?.["bucket"]).toBe("amzn-s3-demo-archive-bucket");
    expect(JSON.parse(String(bucket?.["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ ...WRITE("arn:aws:s3:::amzn-s3-demo-archive-bucket/vod/*"), Principal: { AWS: [role] } }],
    });
    const [key] = resources("two-accounts", "aws_kms_key");
    expect(key?.["arn"]).toMatch(/^arn:aws:kms:eu-west-1:444455556666:key\//);
    expect(resources("two-accounts", "aws_kms_grant")).toEqual([
      expect.objectContaining({
        key_id: key?.["arn"],
        grantee_principal: role,
        operations: ["Decrypt", "GenerateDataKey"],
        constraints: [],
      }),
    ]);
    expect(statements("two-accounts")).toContainEqual(
      expect.objectContaining({ Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: [key?.["arn"]] }),
    );
  });

  test("environments: a role each, with its queues, buckets and tags", () => {
    const [prod, testing] = runs.get("environments")?.afterApply ?? [];
    expect(prod?.tags).toEqual({ Environment: "prod" });
    expect(prod?.trust).toMatchObject({
      Statement: [
        {
          Condition: {
            ArnLike: {
              "aws:SourceArn": [
                `arn:aws:mediaconvert:*:${HOME}:queues/Default`,
                `arn:aws:mediaconvert:*:${HOME}:queues/prod-*`,
              ],
            },
          },
        },
      ],
    });
    expect(testing?.tags).toEqual({ Environment: "test" });
    expect(statements("environments", 1)).toContainEqual({
      Sid: "WriteOutputAcls",
      Effect: "Allow",
      Action: ["s3:PutObjectAcl"],
      Resource: ["arn:aws:s3:::amzn-s3-demo-test-vod/*"],
    });
    const pass = resources("environments", "aws_iam_policy").find(({ name }) => name === "pass-MediaConvert_prod");
    expect(JSON.parse(String(pass?.["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PassMediaConvertRole",
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: [`arn:aws:iam::${HOME}:role/MediaConvert_prod`],
          Condition: { StringEquals: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
        },
      ],
    });
  });
});
