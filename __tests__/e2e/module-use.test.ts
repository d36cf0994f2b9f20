import { execFileSync } from "node:child_process";
import { App } from "cdktf";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MediaConvertRoleStack } from "../../lib";
import type { DeployedRole } from "../../tools/aws";
import { ACCOUNT, Cloud, type Plan, REGION, changes, describeE2e, newFolder } from "../support/e2e";

jest.setTimeout(400_000);

const MODULE = resolve(__dirname, "../../modules/mediaconvert-role");

/** A repository with the module, as a team would name it by tag. */
const repository = (): string => {
  const folder = newFolder("repository");
  cpSync(MODULE, join(folder, "modules/mediaconvert-role"), { recursive: true });
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: "ignore",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "module");
  git("tag", "v1.2.3");
  return folder;
};

const places = { inputs: { masters: { bucket: "acme-in" } }, outputs: { vod: { bucket: "acme-out" } } };

const grant = (name: string): object => ({ [name]: { arn: `\${aws_kms_key.${name}.arn}`, use: ["input"] } });

/** A call with the provider of another Region, which the module itself does not name. */
const elsewhere = {
  provider: { aws: [{ region: REGION }, { alias: "west", region: "us-west-2" }] },
  resource: { aws_kms_key: { west: { provider: "aws.west", deletion_window_in_days: 7 } } },
  module: {
    west: {
      source: "./mediaconvert-role",
      providers: { aws: "aws.west" },
      role_name: "west",
      access_mode: "full",
      kms_keys: grant("west"),
      secrets: { credentials: { secret: "credentials" } },
    },
  },
};

/** Every other way to call the module, in one workspace. */
const workspace = (git: string, more: object = {}): object => ({
  terraform: { required_version: ">= 1.5.0" },
  provider: { aws: { region: REGION } },
  resource: {
    aws_kms_key: {
      shared: { deletion_window_in_days: 7 },
      // A key that names the role, which has a grant on it.
      naming: {
        deletion_window_in_days: 7,
        policy:
          '${jsonencode({Version = "2012-10-17", Statement = [{Effect = "Allow", Action = "kms:*", Resource = "*", Principal = {AWS = [module.unknown.role_arn, "arn:aws:iam::111122223333:root"]}}]})}',
      },
    },
    terraform_data: {
      connection: { input: "arn:aws:events:us-east-2:444455556666:connection/tams/0a1b2c3d" },
      feed: { input: "arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123" },
    },
    aws_s3_bucket: { generated: { bucket_prefix: "acme-generated-", force_destroy: true } },
    aws_secretsmanager_secret: { credentials: { name: "credentials", recovery_window_in_days: 0 } },
    aws_iam_policy: {
      extra: { name: "extra", policy: "${data.aws_iam_policy_document.extra.json}" },
      boundary: { name: "boundary", policy: "${data.aws_iam_policy_document.extra.json}" },
    },
  },
  data: {
    aws_iam_policy_document: {
      extra: { statement: [{ actions: ["s3:GetObject"], resources: ["${aws_s3_bucket.generated.arn}/*"] }] },
    },
  },
  module: {
    counted: { source: "./mediaconvert-role", count: 2, role_name: "counted-${count.index}", access_mode: "full" },
    each: {
      source: "./mediaconvert-role",
      for_each: { a: "acme-a", b: "acme-b" },
      role_name: "each-${each.key}",
      access_mode: "configured",
      inputs: { one: { bucket: "${each.value}" } },
    },
    after: {
      source: "./mediaconvert-role",
      depends_on: ["aws_s3_bucket.generated"],
      role_name: "after",
      access_mode: "configured",
      ...places,
      trust: { queues: ["Default"] },
      kms_keys: grant("shared"),
    },
    after_here: {
      source: "./mediaconvert-role",
      depends_on: ["aws_s3_bucket.generated"],
      role_name: "after-here",
      account_id: "111122223333",
      partition: "aws",
      access_mode: "configured",
      ...places,
    },
    first: {
      source: "./mediaconvert-role",
      role_name: "first",
      access_mode: "configured",
      ...places,
      kms_keys: grant("shared"),
    },
    second: {
      source: "./mediaconvert-role",
      role_name: "second",
      access_mode: "configured",
      ...places,
      kms_keys: grant("shared"),
      ...more,
    },
    from_git: {
      source: `git::file://${git}//modules/mediaconvert-role?ref=v1.2.3`,
      role_name: "from-git",
      access_mode: "full",
    },
    unknown: {
      source: "./mediaconvert-role",
      role_name: "unknown",
      access_mode: "configured",
      inputs: { generated: { bucket: "${aws_s3_bucket.generated.bucket}", kms_key: "naming", bucket_key: true } },
      secrets: { credentials: { secret: "${aws_secretsmanager_secret.credentials.arn}", kms_key: "naming" } },
      kms_keys: { naming: { arn: "${aws_kms_key.naming.arn}", use: ["output", "client-side"] } },
      kms_authorization: "both",
      tams_connections: { tams: { connection_arn: "${terraform_data.connection.output}" } },
      elemental_inference: true,
      inference_feeds: { captions: "${terraform_data.feed.output}" },
      statements: "${data.aws_iam_policy_document.extra.json}",
      managed_policy_arns: { extra: "${aws_iam_policy.extra.arn}" },
      permissions_boundary: "${aws_iam_policy.boundary.arn}",
    },
  },
  output: {
    grants: { value: "${module.unknown.grant_ids}" },
    buckets: { value: "${keys(module.unknown.bucket_policy_statements)}" },
    policies: { value: "${module.unknown.policy_arns}" },
    unique_id: { value: "${module.first.role_unique_id}" },
  },
});

/** Addresses are a contract: a renamed one would replace a role. */
const ADDRESSES = [
  "module.after.aws_iam_policy.this[0]",
  "module.after.aws_iam_role.this",
  "module.after.aws_iam_role_policy_attachment.this[0]",
  'module.after.aws_kms_grant.key["shared"]',
  "module.after_here.aws_iam_policy.this[0]",
  "module.after_here.aws_iam_role.this",
  "module.after_here.aws_iam_role_policy_attachment.this[0]",
  "module.counted[0].aws_iam_role.this",
  'module.counted[0].aws_iam_role_policy_attachment.full_access["AmazonAPIGatewayInvokeFullAccess"]',
  'module.counted[0].aws_iam_role_policy_attachment.full_access["AmazonS3FullAccess"]',
  "module.counted[1].aws_iam_role.this",
  'module.counted[1].aws_iam_role_policy_attachment.full_access["AmazonAPIGatewayInvokeFullAccess"]',
  'module.counted[1].aws_iam_role_policy_attachment.full_access["AmazonS3FullAccess"]',
  'module.each["a"].aws_iam_policy.this[0]',
  'module.each["a"].aws_iam_role.this',
  'module.each["a"].aws_iam_role_policy_attachment.this[0]',
  'module.each["b"].aws_iam_policy.this[0]',
  'module.each["b"].aws_iam_role.this',
  'module.each["b"].aws_iam_role_policy_attachment.this[0]',
  "module.first.aws_iam_policy.this[0]",
  "module.first.aws_iam_role.this",
  "module.first.aws_iam_role_policy_attachment.this[0]",
  'module.first.aws_kms_grant.key["shared"]',
  "module.from_git.aws_iam_role.this",
  'module.from_git.aws_iam_role_policy_attachment.full_access["AmazonAPIGatewayInvokeFullAccess"]',
  'module.from_git.aws_iam_role_policy_attachment.full_access["AmazonS3FullAccess"]',
  "module.second.aws_iam_policy.this[0]",
  "module.second.aws_iam_role.this",
  "module.second.aws_iam_role_policy_attachment.this[0]",
  'module.second.aws_kms_grant.key["shared"]',
  "module.unknown.aws_iam_policy.this[0]",
  "module.unknown.aws_iam_role.this",
  'module.unknown.aws_iam_role_policy_attachment.managed["extra"]',
  "module.unknown.aws_iam_role_policy_attachment.this[0]",
  'module.unknown.aws_kms_grant.bucket["inputs/generated"]',
  'module.unknown.aws_kms_grant.client_side["naming"]',
  'module.unknown.aws_kms_grant.key["naming"]',
  'module.unknown.aws_kms_grant.secret["credentials"]',
];

describeE2e("the module in a workspace", () => {
  let first: Plan;
  let warnings = "";
  let planAgain = -1;
  let oneMore: Plan;
  let outputs: { readonly [name: string]: { readonly value: unknown } };
  let grantNames: readonly (string | undefined)[];
  let afterDestroy: unknown;
  let inWest: { readonly role: DeployedRole; readonly grants: readonly { readonly Name?: string | undefined }[] };

  /** A folder with the module, for a workspace that calls it. */
  const folderOf = (name: string): string => {
    const folder = newFolder(name);
    cpSync(MODULE, join(folder, "mediaconvert-role"), { recursive: true });
    return folder;
  };

  beforeAll(async () => {
    const folder = folderOf("use");
    const git = repository();
    const write = (root: object): void => writeFileSync(join(folder, "main.tf.json"), JSON.stringify(root, null, 1));
    const cloud = await Cloud.start();
    try {
      write(workspace(git));
      await cloud.terraform(folder, ["init", "-input=false"]);
      warnings = await cloud.terraform(folder, ["plan", "-input=false", "-out=p.tfplan"]);
      first = JSON.parse(await cloud.terraform(folder, ["show", "-json", "p.tfplan"])) as Plan;
      await cloud.terraform(folder, ["apply", "-input=false", "p.tfplan"]);
      outputs = JSON.parse(await cloud.terraform(folder, ["output", "-json"])) as typeof outputs;
      planAgain = (await cloud.run(folder, ["plan", "-input=false", "-detailed-exitcode"])).code;
      const key = (first.resource_changes ?? []).find(({ address }) => address === "aws_kms_key.shared");
      expect(key?.change.actions).toEqual(["create"]);
      const shared = (await cloud.state(folder)).find(({ type, name }) => type === "aws_kms_key" && name === "shared");
      grantNames = (await cloud.aws.grants(String(shared?.values["arn"]))).map(({ Name }) => Name);
      write(
        workspace(git, {
          inputs: { ...places.inputs, extra: { bucket: "acme-extra" } },
          kms_keys: { another: { arn: "${aws_kms_key.naming.arn}", use: ["output"] }, ...grant("shared") },
        }),
      );
      oneMore = await cloud.plan(folder);
      write(workspace(git));
      await cloud.terraform(folder, ["destroy", "-input=false", "-auto-approve"]);
      afterDestroy = await cloud.aws.names();
      const west = folderOf("west");
      writeFileSync(join(west, "main.tf.json"), JSON.stringify(elsewhere));
      await cloud.terraform(west, ["init", "-input=false"]);
      await cloud.terraform(west, ["apply", "-input=false", "-auto-approve"]);
      const aws = cloud.inRegion("us-west-2");
      const made = (await cloud.state(west)).find(({ type }) => type === "aws_kms_key");
      inWest = { role: await aws.role("west"), grants: await aws.grants(String(made?.values["arn"])) };
      aws.close();
    } finally {
      await cloud.stop();
    }
  });

  test("count, for_each, depends_on, two copies, git: every address", () => {
    const created = Object.entries(changes(first)).filter(([address]) => address.startsWith("module."));
    expect(created.map(([address]) => address).sort()).toEqual([...ADDRESSES].sort());
    expect(new Set(created.map(([, actions]) => actions.join()))).toEqual(new Set(["create"]));
  });

  test("values that are not known yet give no warning", () => {
    expect(warnings).not.toContain("Warning:");
  });

  test("with account and partition said, the plan shows the policies in spite of depends_on", () => {
    const policy = (module: string): unknown =>
      first.resource_changes?.find(({ address }) => address === `module.${module}.aws_iam_policy.this[0]`)?.change
        .after?.["policy"];
    expect(policy("after")).toBeUndefined();
    expect(String(policy("after_here"))).toContain("arn:aws:s3:::acme-in/*");
  });

  test("the plan after apply is empty", () => {
    expect(planAgain).toBe(0);
  });

  test("one grant for each role on a key that they share", () => {
    expect(grantNames).toHaveLength(3);
    expect(new Set(grantNames).size).toBe(3);
    expect(grantNames.map((name) => name?.split("/")[0]).sort()).toEqual(["after", "first", "second"]);
  });

  test("no two grants have one name", () => {
    const names = (first.resource_changes ?? [])
      .filter(({ type, address }) => type === "aws_kms_grant" && !address.startsWith("module.after."))
      .map(({ change }) => change.after?.["name"]);
    expect(names).toHaveLength(6);
    for (const name of names) expect(name).toMatch(/^(first|second|unknown)\/[0-9a-f]{16}$/);
    expect(new Set(names).size).toBe(6);
  });

  test("outputs", () => {
    expect(Object.keys(outputs["grants"]?.value as object).sort()).toEqual([
      "client_side/naming",
      "inputs/generated",
      "key/naming",
      "secrets/credentials",
    ]);
    expect(outputs["buckets"]?.value).toEqual([expect.stringMatching(/^acme-generated-/)]);
    expect(outputs["policies"]?.value).toEqual(["arn:aws:iam::111122223333:policy/unknown-access"]);
    expect(outputs["unique_id"]?.value).toMatch(/^AROA/);
  });

  test("one location and one key more change one policy and add one grant", () => {
    expect(changes(oneMore)).toEqual({
      "module.second.aws_iam_policy.this[0]": ["update"],
      'module.second.aws_kms_grant.key["another"]': ["create"],
    });
  });

  test("with another Region's provider, grants and secrets are of that Region", () => {
    expect(inWest.grants).toMatchObject([
      { Name: expect.stringMatching(/^west\/[0-9a-f]{16}$/), GranteePrincipal: inWest.role.arn },
    ]);
    expect(Object.values(inWest.role.policies)).toContainEqual({
      Version: "2012-10-17",
      Statement: [
        expect.objectContaining({
          Resource: [`arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:credentials-??????`],
        }),
      ],
    });
  });

  test("destroy leaves nothing", () => {
    expect(afterDestroy).toEqual({ roles: [], policies: [] });
  });
});

/** A stack of each partition, the module beside it, and a role that submits jobs. */
describeE2e("other partitions on real Terraform", () => {
  const PARTITIONS = [
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const;
  const seen = new Map<string, { readonly stack: DeployedRole; readonly module: DeployedRole }>();
  let outputs: { readonly [name: string]: { readonly value: unknown } } = {};

  const workspace = (region: string): string => {
    const folder = newFolder(region);
    const app = new App({ outdir: folder });
    new MediaConvertRoleStack(app, "media", {
      region,
      backend: { local: { path: "terraform.tfstate" } },
      role: {
        accountId: ACCOUNT,
        access: { mode: "configured", inputs: ["s3://acme-in/"], apiGateway: "all" },
        secrets: ["kantar"],
      },
    });
    app.synth();
    const cwd = join(folder, "stacks/media");
    cpSync(MODULE, join(cwd, "module"), { recursive: true });
    const submit = { name: "submit", assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };
    const role = {
      source: "./module",
      role_name: "Module",
      access_mode: "configured",
      inputs: { masters: { bucket: "acme-in", kms_key: "media" } },
      kms_keys: { media: { arn: "${aws_kms_key.media.arn}" } },
      kms_authorization: "both",
      secrets: { kantar: { secret: "kantar" } },
      submitters: { app: "${aws_iam_role.submit.name}" },
    };
    const more = {
      module: { role },
      resource: { aws_iam_role: { submit }, aws_kms_key: { media: {} } },
      output: { pass: { value: "${module.role.pass_role_policy_json}" }, key: { value: "${aws_kms_key.media.arn}" } },
    };
    writeFileSync(join(cwd, "more.tf.json"), JSON.stringify(more));
    return cwd;
  };

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      for (const [partition, region] of PARTITIONS) {
        const cwd = workspace(region);
        await cloud.terraform(cwd, ["init", "-input=false"]);
        await cloud.terraform(cwd, ["apply", "-input=false", "-auto-approve"]);
        const aws = cloud.inRegion(region);
        const [stack, module] = [await aws.role("MediaConvert_Default_Role"), await aws.role("Module")];
        aws.close();
        seen.set(partition, { stack, module });
        if (partition === "aws-cn")
          outputs = JSON.parse(await cloud.terraform(cwd, ["output", "-json"])) as typeof outputs;
      }
    } finally {
      await cloud.stop();
    }
  });

  test.each(PARTITIONS)("%s in %s", (partition, region) => {
    const { stack, module } = seen.get(partition) ?? {};
    expect([stack?.arn, module?.arn]).toEqual([
      `arn:${partition}:iam::${ACCOUNT}:role/MediaConvert_Default_Role`,
      `arn:${partition}:iam::${ACCOUNT}:role/Module`,
    ]);
    const trust = { ArnLike: { "aws:SourceArn": [`arn:${partition}:mediaconvert:*:${ACCOUNT}:queues/*`] } };
    expect([stack?.trust, module?.trust]).toMatchObject([
      { Statement: [{ Condition: trust }] },
      { Statement: [{ Condition: trust }] },
    ]);
    const resources = (role: DeployedRole | undefined): object =>
      Object.fromEntries(
        (Object.values(role?.policies ?? {}) as { Statement: { Sid: string; Resource: unknown }[] }[])
          .flatMap(({ Statement }) => Statement)
          .map(({ Sid, Resource }) => [Sid, Resource] as const),
      );
    expect(resources(stack)).toEqual({
      ReadInputs: [`arn:${partition}:s3:::acme-in/*`],
      ListInputBuckets: [`arn:${partition}:s3:::acme-in`],
      InvokeApis: [`arn:${partition}:execute-api:*:*:*`],
      ReadSecrets: [`arn:${partition}:secretsmanager:${region}:${ACCOUNT}:secret:kantar-??????`],
    });
    expect(resources(module)).toMatchObject({
      ReadInputs: [`arn:${partition}:s3:::acme-in/*`],
      ReadSecrets: [`arn:${partition}:secretsmanager:${region}:${ACCOUNT}:secret:kantar-??????`],
    });
    const via = partition === "aws-cn" ? [".amazonaws.com", ".amazonaws.com.cn"] : [".amazonaws.com"];
    expect(JSON.stringify(module?.policies)).toContain(
      `"kms:ViaService":${JSON.stringify(via.map((suffix) => `s3.${region}${suffix}`))}`,
    );
  });

  test("who submits jobs", () => {
    expect(JSON.parse(String(outputs["pass"]?.value))).toMatchObject({
      Statement: [{ Resource: [`arn:aws-cn:iam::${ACCOUNT}:role/Module`] }],
    });
    expect(outputs["key"]?.value).toMatch(/^arn:aws-cn:kms:cn-northwest-1:/);
  });
});
