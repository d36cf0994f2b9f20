import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Ended, cli } from "../support/cli";
import { Cloud, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(240_000);

const ROOT = resolve(__dirname, "../..");
const ANSWERS = ["--bucket", "*=none", "--api", "none"];
const MP4 = ["jobs/mp4.json", "jobs/mp4-template.json"];
const LINES = [
  "execute-api:Invoke on arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/speke",
  "kms:Decrypt on",
  "kms:GenerateDataKey on",
  "s3:GetObject on arn:aws:s3:::amzn-s3-demo-source-bucket/clips/clip.mov",
  "s3:PutObject on arn:aws:s3:::amzn-s3-demo-destination-bucket/vod/*/hls/*",
  "s3:PutObjectAcl on arn:aws:s3:::amzn-s3-demo-destination-bucket/vod/*/hls/*",
  "sts:AssumeRole on",
];

/** Derives a stack of the example jobs, and synthesizes it. */
const derivedStack = async (folder: string, name: string, jobs: readonly string[]): Promise<string> => {
  const { stdout } = cli(folder, ["derive", ...jobs, ...ANSWERS, "--region", "eu-west-1", "--stack", name]);
  writeFileSync(join(folder, "roles.json"), stdout);
  const synth = await runCommand("node", [join(ROOT, "dist/main.js")], { cwd: folder });
  return join(folder, dirname(synth.out.trim()));
};

/** The example jobs, derived as settings and as module variables, planned, applied, and checked against what came of it. */
describeE2e("from jobs to a plan and back", () => {
  const checks = new Map<string, Ended>();

  beforeAll(async () => {
    const folder = newFolder("jobs");
    cpSync(join(ROOT, "examples/jobs"), join(folder, "jobs"), { recursive: true });
    const cloud = await Cloud.start();
    const plan = async (cwd: string): Promise<string> => {
      await cloud.terraform(cwd, ["init", "-input=false"]);
      writeFileSync(join(cwd, "plan.json"), JSON.stringify(await cloud.plan(cwd)));
      return join(cwd, "plan.json");
    };
    const check = (name: string, jobs: readonly string[], source: string, ...more: readonly string[]): void =>
      void checks.set(
        name,
        cli(folder, ["check", ...jobs, "--role", source, ...ANSWERS, "--region", "eu-west-1", ...more]),
      );
    try {
      const stack = await plan(await derivedStack(folder, "all", ["jobs"]));
      check("stack", ["jobs"], stack, "--least", "--granularity", "prefix");

      const caller = join(folder, "caller");
      mkdirSync(caller);
      cpSync(join(ROOT, "modules/mediaconvert-role"), join(caller, "module"), { recursive: true });
      const values = cli(folder, ["derive", "jobs", "--format", "tfvars", ...ANSWERS]).stdout;
      writeFileSync(
        join(caller, "main.tf"),
        `provider "aws" {\n  region = "eu-west-1"\n}\nmodule "role" {\n  source = "./module"\n${values}\n}\n`,
      );
      const module = await plan(caller);
      check("module", ["jobs"], module);

      const applied = await derivedStack(folder, "mp4", MP4);
      await plan(applied);
      await cloud.terraform(applied, ["apply", "-input=false", "p.tfplan"]);
      writeFileSync(join(folder, "details.json"), JSON.stringify(await cloud.aws.accountDetails()));
      check("applied", MP4, "details.json", "--least", "--granularity", "prefix");
      check("another job", ["jobs"], "details.json");
    } finally {
      await cloud.stop();
    }
  });

  const ended = (name: string): Ended => checks.get(name) ?? { code: null, stdout: "", stderr: "" };

  test("the plan of the derived stack lets the jobs run, and allows nothing more", () => {
    const { code, stdout, stderr } = ended("stack");
    expect([code, stderr, stdout.split("\n")[0]]).toEqual([0, "", "yes: the role lets the jobs run"]);
    for (const line of LINES) expect(stdout).toContain(`allowed   ${line}`);
  });

  test("so does the plan of the module", () => {
    const { code, stdout } = ended("module");
    expect(stdout.split("\n")[0]).toBe("yes: the role lets the jobs run");
    for (const line of LINES) expect(stdout).toContain(`allowed   ${line}`);
    expect(code).toBe(0);
  });

  test("and the role that was applied, as the API returns it", () => {
    const { code, stdout, stderr } = ended("applied");
    expect([code, stderr, stdout.split("\n")[0]]).toEqual([0, "", "yes: the role lets the jobs run"]);
  });

  test("which is not enough for other jobs", () => {
    const { code, stdout } = ended("another job");
    expect([code, stdout.split("\n")[0]]).toEqual([1, "no: the role does not let the jobs run"]);
    expect(stdout).toContain("denied    s3:GetObject on arn:aws:s3:::amzn-s3-demo-source-bucket/masters/film.mov");
    expect(stdout).toContain("allowed   s3:GetObject on arn:aws:s3:::amzn-s3-demo-source-bucket/clips/clip.mov");
  });
});
