import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeployedRole } from "../../tools/aws";
import { ACCOUNT, Cloud, type Plan, type Result, changes, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(400_000);

const ROOT = resolve(__dirname, "../..");
const KEY_IN_EXAMPLE = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const environment = (roleName: string, role: object): object => ({
  region: "eu-west-1",
  role: { roleName, accountId: ACCOUNT, ...role },
});
const FULL = { access: { mode: "full" } };
const CUSTOM = {
  access: { mode: "custom" },
  statements: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-in/${aws:PrincipalTag/team}/*" },
  ],
};
/** Stacks, one of which uses keys of two Regions. */
const environments = (here: string, elsewhere: string): object => ({
  stacks: {
    "prod-a": environment("prod-a", FULL),
    "prod-b": environment("prod-b", {
      ...CUSTOM,
      kmsKeys: [here, elsewhere].map((keyArn) => ({ keyArn, use: ["input"] })),
    }),
    "test-a": environment("test-a", FULL),
  },
});

/** A pipeline's life with the committed example: each step once, in order; the tests look at what was seen. */
describeE2e("the cdktf command line with roles.json", () => {
  let key: string;
  const seen: { [step: string]: Result } = {};
  let deployed: DeployedRole;
  let grants: Awaited<ReturnType<Cloud["aws"]["grants"]>>;
  let edited: Plan;
  let hclPlan: Plan;
  let jsonPlan: Plan;
  let stackFile: string;
  let afterDestroy: unknown;
  let project: string;
  let rolesByPattern: readonly string[];
  let grantsByRegion: { readonly here: typeof grants; readonly elsewhere: typeof grants };

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      key = await cloud.aws.createKey();
      project = newFolder("project");
      writeFileSync(
        join(project, "cdktf.json"),
        JSON.stringify({
          language: "typescript",
          app: `node ${join(ROOT, "dist/main.js")}`,
          sendCrashReports: "false",
        }),
      );
      const example = readFileSync(join(ROOT, "roles.json"), "utf8");
      const roles = example.replace(KEY_IN_EXAMPLE, key);
      expect(roles).not.toBe(example);
      const writeRoles = (content: string): void => writeFileSync(join(project, "roles.json"), content);
      writeRoles(roles);
      const cdktf = async (step: string, ...args: string[]): Promise<void> => {
        const command = join(ROOT, "node_modules/.bin/cdktf");
        seen[step] = await runCommand(command, args, { cwd: project, env: cloud.keptEnv });
      };
      const unlocked = "--skip-provider-lock";
      await cdktf("hcl", "synth", "--hcl", "--output", "hcl.out");
      const hclFolder = join(project, "hcl.out/stacks/mediaconvert-role");
      await cloud.terraform(hclFolder, ["init", "-input=false"]);
      await cloud.terraform(hclFolder, ["validate"]);
      hclPlan = await cloud.plan(hclFolder);
      await cdktf("diff", "diff", unlocked);
      jsonPlan = await cloud.plan(join(project, "cdktf.out/stacks/mediaconvert-role"));
      await cdktf("deploy", "deploy", "mediaconvert-role", "--auto-approve", unlocked);
      deployed = await cloud.aws.role("MediaConvert_Default_Role");
      grants = await cloud.aws.grants(key);
      await cdktf("diff again", "diff", unlocked);
      stackFile = readFileSync(join(project, "cdktf.out/stacks/mediaconvert-role/cdk.tf.json"), "utf8");
      writeRoles(roles.replace('"outputs": [', '"outputs": ["s3://amzn-s3-demo-destination-bucket/previews/", '));
      await runCommand("node", [join(ROOT, "dist/main.js")], { cwd: project });
      edited = await cloud.plan(join(project, "cdktf.out/stacks/mediaconvert-role"));
      writeRoles(roles);
      await cdktf("destroy", "destroy", "mediaconvert-role", "--auto-approve", unlocked);
      const farAway = cloud.inRegion("us-west-2");
      const farKey = await farAway.createKey();
      writeRoles(JSON.stringify(environments(key, farKey)));
      await cdktf("deploy by pattern", "deploy", "prod-*", "--parallelism", "5", "--auto-approve", unlocked);
      rolesByPattern = (await cloud.aws.names()).roles;
      grantsByRegion = { here: await cloud.aws.grants(key), elsewhere: await farAway.grants(farKey) };
      await cdktf("destroy by pattern", "destroy", "prod-*", "--auto-approve", unlocked);
      afterDestroy = {
        ...(await cloud.aws.names()),
        grants: [await cloud.aws.grants(key), await farAway.grants(farKey)].flat().length,
      };
      farAway.close();
    } finally {
      await cloud.stop();
    }
  });

  test.each(["hcl", "diff", "deploy", "diff again", "destroy", "deploy by pattern", "destroy by pattern"])(
    "%s succeeds",
    (step) => {
      expect(seen[step]).toMatchObject({ code: 0 });
    },
  );

  test("the first diff creates four resources, the second none", () => {
    expect(seen["diff"]?.out).toContain("4 to add, 0 to change, 0 to destroy");
    expect(seen["diff again"]?.out).toContain("No changes");
  });

  test("HCL validates and plans to the same resources and outputs as JSON", () => {
    const planned = ({ resource_changes = [], planned_values }: Plan): unknown => ({
      resources: resource_changes.map(({ address, change }) => [address, change.actions, change.after]),
      outputs: planned_values.outputs,
    });
    expect(planned(hclPlan)).toEqual(planned(jsonPlan));
  });

  test("deploy shows the outputs", () => {
    expect(seen["deploy"]?.out).toContain(`arn:aws:iam::${ACCOUNT}:role/MediaConvert_Default_Role`);
  });

  test("each grant is made in the Region of its key", () => {
    const grant = {
      GranteePrincipal: `arn:aws:iam::${ACCOUNT}:role/prod-b`,
      Operations: ["Decrypt"],
    };
    expect(grantsByRegion).toMatchObject({ here: [grant], elsewhere: [grant] });
  });

  test("the role reads back as the example says", () => {
    expect(deployed).toMatchObject({
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "MediaConvert",
            Effect: "Allow",
            Principal: { Service: ["mediaconvert.amazonaws.com"] },
            Action: ["sts:AssumeRole"],
            Condition: {
              ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:111122223333:queues/*"] },
              StringEquals: { "aws:SourceAccount": ["111122223333"] },
            },
          },
        ],
      },
      policies: {
        "arn:aws:iam::111122223333:policy/MediaConvert_Default_Role-access": {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "ReadInputs",
              Effect: "Allow",
              Action: ["s3:GetObject"],
              Resource: ["arn:aws:s3:::amzn-s3-demo-source-bucket/masters/*"],
            },
            {
              Sid: "ListInputBuckets",
              Effect: "Allow",
              Action: ["s3:ListBucket"],
              Resource: ["arn:aws:s3:::amzn-s3-demo-source-bucket"],
            },
            {
              Sid: "WriteOutputs",
              Effect: "Allow",
              Action: ["s3:PutObject"],
              Resource: ["arn:aws:s3:::amzn-s3-demo-destination-bucket/vod/*"],
            },
          ],
        },
      },
    });
    expect(grants).toMatchObject([{ GranteePrincipal: deployed.arn, Operations: ["Decrypt"] }]);
  });

  test("one edit in roles.json changes one resource", () => {
    expect(Object.entries(changes(edited)).map(([address, actions]) => [address.split(".")[0], actions])).toEqual([
      ["aws_iam_policy", ["update"]],
    ]);
  });

  test("the synthesized stack names no folder of this machine", () => {
    expect(stackFile).not.toContain(project);
    expect(stackFile).not.toContain(ROOT);
  });

  test("the state lies beside the settings, not in the output folder", () => {
    expect(existsSync(join(project, "terraform.mediaconvert-role.tfstate"))).toBe(true);
  });

  test("a pattern deploys the stacks that it matches", () => {
    expect(rolesByPattern).toEqual(["prod-a", "prod-b"]);
  });

  test("destroy leaves nothing", () => {
    expect(afterDestroy).toEqual({ roles: [], policies: [], grants: 0 });
  });
});
