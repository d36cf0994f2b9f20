import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MediaConvertRole, type MediaConvertRoleProps, type RolesFile } from "../../lib";
import { run } from "../../lib/cli/program";
import type { Review } from "../../lib/review/report";
import { ACCOUNT, Cloud, type Plan, REGION, changes, describeE2e, newFolder } from "../support/e2e";
import { type HandMade, OF_CONSOLE, RoleMaker, handMadeRoles } from "../support/live-roles";

jest.setTimeout(600_000);

const seed = Number(process.env["LAW_SEED"] ?? Date.now() % 2_147_483_647);
const GENERATED = handMadeRoles(50, seed);

/** Taken over and guarded: the console's roles, and some of the others. */
const GUARDED: readonly HandMade[] = [...OF_CONSOLE, ...handMadeRoles(4, seed + 1)].map((role) => ({
  ...role,
  name: role.name.replace("By.hand", "Guarded"),
}));

/** Added by hand once the roles are Terraform's. */
const ADDED = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };

const JOB = {
  Settings: {
    Inputs: [{ FileInput: "s3://acme-in/film.mov" }],
    OutputGroups: [
      {
        OutputGroupSettings: { Type: "FILE_GROUP_SETTINGS", FileGroupSettings: { Destination: "s3://acme-out/vod/" } },
      },
    ],
  },
};

interface Ended {
  readonly code: number;
  readonly out: string;
}

/** The command line, in this process. */
const cli = async (...words: readonly string[]): Promise<Ended> => {
  const printed: string[] = [];
  const output = { log: (line: string) => void printed.push(line), error: () => undefined };
  return { code: await run(words, { output, env: process.env }), out: printed.join("\n") };
};

/** The settings that it writes for a role. */
const adopted = async ({ name }: HandMade): Promise<MediaConvertRoleProps> => {
  const { code, out } = await cli("adopt", "--role", name, "--region", REGION);
  if (code !== 0) throw new Error(`adopt ended with ${String(code)}`);
  return (JSON.parse(out) as RolesFile).stacks["mediaconvert-role"]?.role as MediaConvertRoleProps;
};

/** @returns the folder of a stack with these roles */
const synthesize = (outdir: string, roles: readonly MediaConvertRoleProps[]): string => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "adopted");
  new LocalBackend(stack, { path: "../../terraform.tfstate" });
  new AwsProvider(stack, "aws", { region: REGION });
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  for (const { roleName = "MediaConvert_Default_Role", ...role } of roles) {
    new MediaConvertRole(stack, roleName, { ...role, roleName, partition: "aws", region: REGION });
  }
  app.synth();
  return join(outdir, "stacks", "adopted");
};

/** Roles whose list of policies a plan changes. */
const cleaned = (plan: Plan, type: string): readonly unknown[] =>
  (plan.resource_changes ?? [])
    .filter((change) => change.type === type && change.change.actions.join() === "update")
    .map(({ change }) => change.after?.["role_name"])
    .sort();

const policiesOf = (roles: readonly HandMade[]): number =>
  roles.reduce((sum, role) => sum + Object.keys(role.inline).length + role.attached.length, 0);

describeE2e(`roles that are there already (LAW_SEED=${String(seed)})`, () => {
  let settings: readonly MediaConvertRoleProps[];
  /** What Terraform prints. */
  let law: string;
  let applied: string;
  let after: string;
  let found: Plan;
  let review: Ended;
  let check: Ended;

  beforeAll(async () => {
    const cloud = await Cloud.start();
    const before = process.env;
    const maker = new RoleMaker(String(cloud.env["AWS_ENDPOINT_URL"]), ACCOUNT);
    try {
      process.env = { ...before, ...cloud.env };
      await maker.makePolicies();
      for (const role of [...GENERATED, ...GUARDED]) await maker.make(role);
      settings = await Promise.all(GUARDED.map(adopted));
      const outdir = newFolder("adopt-some");
      const guarded = settings.map((role) => ({ ...role, exclusive: true }));
      const folder = synthesize(outdir, guarded);
      await cloud.terraform(folder, ["init", "-input=false"]);

      const many = synthesize(newFolder("adopt-many"), await Promise.all(GENERATED.map(adopted)));
      for (const file of [".terraform", ".terraform.lock.hcl"]) {
        cpSync(join(folder, file), join(many, file), { recursive: true, verbatimSymlinks: true });
      }
      law = await cloud.terraform(many, ["plan", "-input=false", "-no-color"]);

      applied = await cloud.terraform(folder, ["apply", "-input=false", "-auto-approve", "-no-color"]);
      after = await cloud.terraform(folder, ["plan", "-input=false", "-no-color"]);

      for (const { name } of GUARDED) {
        await maker.write(name, "added-by-hand", ADDED);
        await maker.attach(name, "CloudWatchLogsFullAccess");
      }
      const kept = Object.entries(guarded[0] ?? {}).filter(([key]) => key !== "adopt");
      const tight = {
        ...Object.fromEntries(kept),
        access: { mode: "configured", inputs: ["s3://acme-in/"], outputs: ["s3://acme-out/vod/"] },
      } as MediaConvertRoleProps;
      synthesize(outdir, [tight, ...guarded.slice(1)]);
      found = await cloud.plan(folder);
      const plan = join(folder, "plan.json");
      writeFileSync(plan, JSON.stringify(found));
      review = await cli("review", plan, "--format", "json");
      const job = join(folder, "job.json");
      writeFileSync(job, JSON.stringify(JOB));
      const which = ["--which", "MediaConvert_Default_Role", "--bucket", "*=none"];
      check = await cli("check", job, "--role", plan, ...which, "--format", "json");
    } finally {
      process.env = before;
      maker.close();
      await cloud.stop();
    }
  });

  test("50 generated ones: the plan imports them and changes nothing", () => {
    const count = String(GENERATED.length + policiesOf(GENERATED));
    expect(law).toContain(`Plan: ${count} to import, 0 to add, 0 to change, 0 to destroy.`);
  });

  test("the console's, full and configured: so does the apply, and then the plan is empty", () => {
    const count = String(3 * GUARDED.length + policiesOf(GUARDED));
    expect(applied).toContain(`Plan: ${count} to import, 0 to add, 0 to change, 0 to destroy.`);
    expect(applied).toContain(`Apply complete! Resources: ${count} imported, 0 added, 0 changed, 0 destroyed.`);
    expect(after).toContain("No changes. Your infrastructure matches the configuration.");
  });

  test("the console's are told as what they are", () => {
    expect(settings[0]).toMatchObject({ path: "/service-role/", access: { mode: "full" } });
    expect(settings[0]).not.toHaveProperty("managedPolicyArns");
    expect(settings[1]).toMatchObject({ access: { mode: "custom" }, inlinePolicies: OF_CONSOLE[1]?.inline });
  });

  test("what is added to a guarded role by hand is found by the next plan, inline and attached", () => {
    const names = GUARDED.map(({ name }) => name).sort();
    expect(cleaned(found, "aws_iam_role_policies_exclusive")).toEqual(names);
    expect(cleaned(found, "aws_iam_role_policy_attachments_exclusive")).toEqual(names);
  });

  test("the tightened role is one change of the plan; review says what it loses, and check that jobs still run", () => {
    const others = Object.entries(changes(found)).filter(([address]) => !address.includes("exclusive"));
    expect(others.map(([address, actions]) => [address.replace(/\..*/, ""), actions]).sort()).toEqual([
      ["aws_iam_policy", ["create"]],
      ["aws_iam_role_policy_attachment", ["create"]],
      ["aws_iam_role_policy_attachment", ["delete"]],
      ["aws_iam_role_policy_attachment", ["delete"]],
    ]);
    const { roles } = JSON.parse(review.out) as Review;
    const role = roles.find(({ name }) => name === "MediaConvert_Default_Role");
    expect(role).toMatchObject({ verdict: "narrower", gains: "no", losses: "yes", isMediaConvert: true });
    expect(role?.changes.map(({ actions }) => actions)).toContainEqual([
      "execute-api:Invoke",
      "execute-api:ManageConnections",
    ]);
    expect(JSON.parse(check.out)).toMatchObject({ answer: "yes" });
    expect(check.code).toBe(0);
  });
});
