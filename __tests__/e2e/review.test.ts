import { CreatePolicyVersionCommand, IAMClient } from "@aws-sdk/client-iam";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { MediaConvertRoleProps, RolesFile } from "../../lib";
import type { Finding, Review } from "../../lib/review/report";
import { type Ended, cli } from "../support/cli";
import { ACCOUNT, Cloud, REGION, type Result, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(300_000);

const ROOT = resolve(__dirname, "../..");
const ROLE_NAME = "MediaConvert_Default_Role";

/** Beside the synthesized stack, as whoever sets boundaries for a team would write it. */
const BOUNDARY = `
resource "aws_iam_policy" "boundary" {
  name = "media-boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket", "s3:PutObject", "kms:*"]
      Resource = "*"
    }]
  })
}
`;

const puts = (Sid: string, prefix: string, more: object = {}) => ({
  Sid,
  Effect: "Allow" as const,
  Action: "s3:PutObject",
  Resource: `arn:aws:s3:::${prefix}*`,
  ...more,
});
const CLEAN = { ...puts("Clean", "acme-out/vod/"), Action: "s3:DeleteObject" };
const GLACIER = { Condition: { StringEquals: { "s3:x-amz-storage-class": "GLACIER" } } };

interface Keys {
  readonly first: string;
  readonly second: string;
}

const inputs = ({ first }: Keys) => [{ location: "s3://acme-in/masters/", kmsKeyArn: first }, "s3://acme-in/fonts/"];
const outputs = ({ first }: Keys, prefix: string) => [
  { location: `s3://acme-out/${prefix}`, kmsKeyArn: first },
  "s3://acme-thumbs/",
];

/** The role as it is applied. */
const applied = (keys: Keys): MediaConvertRoleProps => ({
  accountId: ACCOUNT,
  permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/media-boundary`,
  access: { mode: "configured", inputs: inputs(keys), outputs: outputs(keys, "vod/") },
  statements: [CLEAN, puts("Archive", "acme-archive/", GLACIER)],
});

/** Each is planned on the role as it is applied. */
const EDITS = {
  widen: (keys) => ({
    ...applied(keys),
    access: { mode: "configured", inputs: inputs(keys), outputs: outputs(keys, "") },
  }),
  conditions: (keys) => ({
    ...applied(keys),
    trust: { confusedDeputyProtection: false },
    statements: [CLEAN, puts("Archive", "acme-archive/")],
  }),
  key: (keys) => ({ ...applied(keys), kmsKeys: [{ keyArn: keys.second, use: ["input"] }] }),
  boundary: (keys) => {
    const { permissionsBoundary, ...rest } = applied(keys);
    return permissionsBoundary === undefined ? applied(keys) : rest;
  },
  rename: (keys) => ({ ...applied(keys), roleName: "Media" }),
  // Terraform plans nothing for another order alone; a statement that others cover makes it write the policy.
  reorder: (keys) => ({
    ...applied(keys),
    access: { mode: "configured", inputs: inputs(keys).reverse(), outputs: outputs(keys, "vod/").reverse() },
    statements: [puts("Trailers", "acme-out/vod/trailers/"), puts("Archive", "acme-archive/", GLACIER), CLEAN],
  }),
} as const satisfies { readonly [name: string]: (keys: Keys) => MediaConvertRoleProps };

type PlanName = "create" | keyof typeof EDITS | "after" | "drift";

/** One role in one folder: applied, planned with each edit, edited, changed outside Terraform. */
describeE2e("plans of a role, reviewed", () => {
  let keys: Keys;
  let folder: string;
  let saved: Result;

  beforeAll(async () => {
    const cloud = await Cloud.start();
    const app = newFolder("review");
    folder = join(app, "cdktf.out/stacks/media");
    const write = async (role: MediaConvertRoleProps): Promise<void> => {
      const backend = { local: { path: "terraform.tfstate" } };
      const file: RolesFile = { stacks: { media: { region: REGION, backend, role } } };
      writeFileSync(join(app, "roles.json"), JSON.stringify(file));
      const { code, out } = await runCommand("node", [join(ROOT, "dist/main.js")], { cwd: app });
      if (code !== 0) throw new Error(out);
    };
    const plan = async (name: PlanName): Promise<unknown> =>
      cloud.terraform(folder, ["plan", "-input=false", `-out=${name}.tfplan`]);
    const apply = async (name: PlanName): Promise<unknown> =>
      cloud.terraform(folder, ["apply", "-input=false", `${name}.tfplan`]);
    const show = async (name: PlanName): Promise<void> =>
      writeFileSync(join(folder, `${name}.json`), await cloud.terraform(folder, ["show", "-json", `${name}.tfplan`]));
    try {
      keys = { first: await cloud.aws.createKey(), second: await cloud.aws.createKey() };
      await write(applied(keys));
      writeFileSync(join(folder, "boundary.tf"), BOUNDARY);
      copyFileSync(join(folder, "cdk.tf.json"), join(folder, "before.tf.json.txt"));
      await cloud.terraform(folder, ["init", "-input=false"]);
      await plan("create");
      await Promise.all([show("create"), apply("create")]);
      let shown: Promise<unknown> = Promise.resolve();
      for (const name of Object.keys(EDITS) as (keyof typeof EDITS)[]) {
        await write(EDITS[name](keys));
        await Promise.all([plan(name), shown]);
        shown = show(name);
      }
      await write(EDITS.widen(keys));
      copyFileSync(join(folder, "cdk.tf.json"), join(folder, "after.tf.json.txt"));
      await Promise.all([apply("widen"), shown]);
      await plan("after");
      await openOutside(cloud);
      await Promise.all([plan("drift"), show("after")]);
      saved = await runCommand("node", [join(ROOT, "dist/lib/cli/main.js"), "review", "widen.tfplan"], {
        cwd: folder,
        env: cloud.keptEnv,
      });
      await show("drift");
    } finally {
      await cloud.stop();
    }
  });

  /** Somebody lets the role read another bucket, in the policy that Terraform looks after. */
  const openOutside = async (cloud: Cloud): Promise<void> => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const endpoint = cloud.env["AWS_ENDPOINT_URL"] ?? "";
    const iam = new IAMClient({ endpoint, region: REGION, credentials });
    const [[arn, document] = []] = Object.entries((await cloud.aws.role(ROLE_NAME)).policies);
    const { Statement, ...rest } = document as { readonly Statement: readonly object[] };
    const more = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-secrets/*" };
    const changed = JSON.stringify({ ...rest, Statement: [...Statement, more] });
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: changed, SetAsDefault: true }));
    iam.destroy();
  };

  const review = (name: PlanName, ...words: readonly string[]): Ended =>
    cli(folder, ["review", `${name}.json`, ...words]);
  const jsonOf = (name: PlanName): Review => JSON.parse(review(name, "--format", "json").stdout) as Review;
  const short = ({ rule, severity }: Finding): string => `${severity} ${rule}`;

  test.each<
    [name: PlanName, code: number, head: string, role: object, findings: readonly string[], says: readonly string[]]
  >([
    [
      "widen",
      1,
      "wider: 1 of 1 role can newly do something",
      { fate: "unchanged", verdict: "wider", gains: "yes", losses: "no" },
      ["high write-widened"],
      ["can now s3:PutObject on acme-out/* (was acme-out/vod/*)"],
    ],
    [
      "conditions",
      1,
      "wider: 1 of 1 role can newly do something",
      { fate: "updated", verdict: "wider", gains: "yes", losses: "no" },
      ["critical trust-condition-dropped", "high condition-dropped"],
      [
        `mediaconvert.amazonaws.com can now assume the role without aws:SourceArn = arn:aws:mediaconvert:*:${ACCOUNT}:queues/* and aws:SourceAccount = ${ACCOUNT}\n`,
        "s3:PutObject on acme-archive/* no longer requires s3:x-amz-storage-class = GLACIER",
      ],
    ],
    [
      "key",
      1,
      "wider: 1 of 1 role can newly do something",
      { fate: "unchanged", verdict: "wider", gains: "yes", losses: "no" },
      ["high grant-widened"],
      ["can now kms:Decrypt on SECOND by a grant"],
    ],
    [
      "boundary",
      1,
      "wider: 1 of 1 role can newly do something",
      { fate: "updated", verdict: "wider", gains: "yes", losses: "no" },
      ["critical boundary-removed"],
      [
        "can now s3:DeleteObject on acme-out/vod/*, which the permissions boundary aws_iam_policy.boundary did not allow",
      ],
    ],
    [
      "rename",
      0,
      "same: the role can do what it could",
      { fate: "replaced", verdict: "same", gains: "no", losses: "no", name: "Media", nameBefore: ROLE_NAME },
      ["high default-role-renamed", "high role-replaced"],
      ["MediaConvert_Default_Role becomes Media", "the role MediaConvert_Default_Role is deleted and made again"],
    ],
    [
      "reorder",
      0,
      "same: the role can do what it could",
      { fate: "unchanged", verdict: "same", gains: "no", losses: "no", changes: [] },
      ["info same-in-other-words"],
      ["say the same in other words"],
    ],
    [
      "drift",
      0,
      "narrower: 1 of 1 role can no longer do something",
      { fate: "unchanged", verdict: "narrower", gains: "no", losses: "yes" },
      ["medium access-lost", "medium changed-outside"],
      [
        "can no longer s3:GetObject on acme-secrets/*",
        "outside Terraform, the role was changed: can now s3:GetObject on acme-secrets/*",
      ],
    ],
  ])("%s", (name, code, head, role, findings, says) => {
    const { code: ended, stdout, stderr } = review(name);
    expect([ended, stderr, stdout.split("\n")[0]]).toEqual([code, "", `${head} (${name}.json)`]);
    for (const one of says) expect(stdout).toContain(one.replace("SECOND", keys.second));
    const found = jsonOf(name);
    expect(found.roles).toEqual([expect.objectContaining({ ...role, isMediaConvert: true, unknown: [] })]);
    expect(found.findings.map(short)).toEqual(findings);
  });

  test("create: everything is new, and nothing of it unknown, although the role has no ARN yet", () => {
    const found = jsonOf("create");
    expect(review("create").code).toBe(1);
    expect(found.roles).toEqual([
      expect.objectContaining({ name: ROLE_NAME, fate: "created", verdict: "wider", gains: "yes", unknown: [] }),
    ]);
    expect(found.findings.filter(({ effect }) => effect !== "widens")).toEqual([]);
    const says = found.findings.map((finding) => finding.says);
    for (const one of [
      "can now `s3:PutObject` on `acme-archive/*`",
      `can now \`kms:Decrypt\` and \`kms:GenerateDataKey\` on \`${keys.first}\` by a grant`,
    ])
      expect(says).toContain(one);
    expect(says.join("\n")).not.toContain("s3:DeleteObject");
  });

  test("what may stop jobs fails where it is asked for", () => {
    const codes = (["rename", "drift", "reorder"] as const).map((name) => review(name, "--fail-on-loss").code);
    expect(codes).toEqual([1, 1, 0]);
  });

  test("after the apply there is nothing to tell", () => {
    const { code, stdout, stderr } = review("after");
    expect([code, stdout, stderr]).toEqual([0, "same: the role can do what it could (after.json)\n", ""]);
    expect(jsonOf("after")).toMatchObject({
      verdict: "same",
      roles: [],
      resources: [],
      findings: [],
      unchangedRoles: 1,
    });
    expect(review("after", "--only-if-changed").stdout).toBe("");
  });

  test("a saved plan in its folder, and one that is piped, say the same", () => {
    const { stdout } = review("widen");
    expect(saved).toEqual({ code: 1, out: stdout.replace("(widen.json)", "(widen.tfplan)") });
    const piped = cli(folder, ["review", "-"], readFileSync(join(folder, "widen.json"), "utf8"));
    expect(piped).toEqual({ code: 1, stdout: stdout.replace("(widen.json)", "(stdin)"), stderr: "" });
  });

  test("so do the synthesized stacks alone", () => {
    const { code, stdout, stderr } = cli(folder, [
      "review",
      "--from",
      "before.tf.json.txt",
      "--to",
      "after.tf.json.txt",
    ]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("can now s3:PutObject on acme-out/* (was acme-out/vod/*)");
    expect(stdout).toMatch(/\nFindings: 1 high\n/);
  });
});
