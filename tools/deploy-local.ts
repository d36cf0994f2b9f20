import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readRolesFile } from "../lib/files/settings-file";
import { KEY_ARN } from "../lib/policy/patterns";
import type { MediaConvertRoleStackProps, Stacks } from "../lib/stack-props";
import { DEFAULT_ROLE_NAME } from "../lib/settings/defaults";
import { Aws } from "./aws";
import { startEmulator } from "./emulator";
import { setUpTerraform } from "./terraform";

/**
 * `npm run deploy:local`: deploys the settings file to an AWS emulator on this machine, shows what came of it, and takes
 * everything away again. It needs no AWS account.
 */

const say = (line: string): void => console.log(`\n== ${line}`);

/** The provider comes from where this machine has it; asking the registry for other platforms would fail offline. */
const ALL = ["*", "--auto-approve", "--skip-provider-lock"];

const deployLocally = async (file: Stacks, work: string): Promise<number> => {
  const terraform = await setUpTerraform(work);
  if ("missing" in terraform) return complain(terraform.missing);
  const account = Object.values(file.stacks).find(({ role }) => role.accountId !== undefined)?.role.accountId;
  const emulator = await startEmulator(account ?? "111122223333", work);
  if ("missing" in emulator) return complain(emulator.missing);
  say(`emulator: ${emulator.name} at ${emulator.url}; provider: ${terraform.provider}`);
  const env = { ...process.env, ...terraform.env, ...emulator.env };
  const places = new Places(emulator.url);
  try {
    const stacks = await places.makeFor(file);
    writeApp(work, { stacks });
    try {
      if (!(await cdktf(["deploy", ...ALL], work, env, "shown"))) return 1;
      for (const stack of Object.values(stacks)) await show(stack, emulator.url);
      return 0;
    } finally {
      say("taking it all away");
      if (!(await cdktf(["destroy", ...ALL], work, env, "silent"))) {
        console.error("cdktf destroy did not succeed: the emulator may still hold the role");
      }
    }
  } finally {
    await places.remove().finally(() => emulator.stop());
  }
};

const complain = (missing: string): number => {
  console.error(`cannot deploy here; missing: ${missing}`);
  return 2;
};

/** A CDKTF project of its own, so that no state and no output of this one is touched. */
const writeApp = (work: string, file: Stacks): void => {
  writeFileSync(join(work, "roles.json"), JSON.stringify(file, null, 2));
  const app = `node ${JSON.stringify(resolve(__dirname, "../main.js"))}`;
  writeFileSync(join(work, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
};

const cdktf = async (
  args: readonly string[],
  work: string,
  env: NodeJS.ProcessEnv,
  shown: "shown" | "silent",
): Promise<boolean> => {
  if (shown === "shown") say(`cdktf ${args.join(" ")}`);
  const child = spawn(resolve(__dirname, "../../node_modules/.bin/cdktf"), [...args], {
    cwd: work,
    env: { ...env, MEDIACONVERT_ROLES: "roles.json" },
    stdio: ["ignore", shown === "shown" ? "inherit" : "ignore", "inherit"],
  });
  const code = await new Promise((done, failed) => child.once("close", done).once("error", failed));
  return code === 0;
};

/** The buckets and keys that settings name, made in the emulator. */
class Places {
  private readonly clients: Aws[] = [];
  private readonly made: { readonly aws: Aws; readonly undo: (aws: Aws) => Promise<void> }[] = [];

  constructor(private readonly url: string) {}

  /** @returns the stacks with the state kept in their folder, and with the keys that the emulator made */
  async makeFor(file: Stacks): Promise<Stacks["stacks"]> {
    const stacks: [string, MediaConvertRoleStackProps][] = [];
    for (const [name, { region, role, provider = {} }] of Object.entries(file.stacks)) {
      const stack = { region, role, provider };
      const aws = new Aws(this.url, stack.region);
      this.clients.push(aws);
      for (const bucket of bucketsOf(stack.role)) await this.makeBucket(bucket, aws);
      let text = JSON.stringify(stack);
      const signing = new Set(
        (stack.role.kmsKeys ?? []).filter(({ use }) => use.includes("signing")).map(({ keyArn }) => keyArn),
      );
      for (const key of keysOf(stack.role)) {
        const made = await aws.createKey(signing.has(key) ? "ECC_NIST_P256" : "SYMMETRIC_DEFAULT");
        this.made.push({ aws, undo: () => aws.deleteKey(made) });
        say(`key ${made}\n   stands for ${key}, since an emulator chooses the id itself`);
        text = text.replaceAll(key, made);
      }
      stacks.push([name, JSON.parse(text) as MediaConvertRoleStackProps]);
    }
    return Object.fromEntries(stacks);
  }

  async remove(): Promise<void> {
    for (const { aws, undo } of this.made.reverse()) await undo(aws);
    for (const aws of this.clients) aws.close();
  }

  private async makeBucket(bucket: string, aws: Aws): Promise<void> {
    try {
      await aws.createBucket(bucket);
      this.made.push({ aws, undo: () => aws.deleteBucket(bucket) });
      say(`bucket ${bucket}`);
    } catch (error) {
      if (!(error instanceof Error) || !error.name.startsWith("BucketAlready")) throw error;
      say(`bucket ${bucket}, which was there already`);
    }
  }
}

const bucketsOf = (role: MediaConvertRoleStackProps["role"]): ReadonlySet<string> => {
  const { access } = role;
  if (access.mode !== "configured") return new Set();
  const names = [...(access.inputs ?? []), ...(access.outputs ?? [])].map((place) => {
    const location = typeof place === "string" ? place : place.location;
    return location === undefined
      ? (place as { readonly bucket?: string }).bucket
      : /^(?:s3:\/\/|arn:.*:::)([^/]+)/.exec(location)?.[1];
  });
  return new Set(names.filter((name) => name !== undefined));
};

const keysOf = (value: unknown): ReadonlySet<string> => {
  if (typeof value === "string") return new Set(KEY_ARN.test(value) ? [value] : []);
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((item) => [...keysOf(item)]));
};

const show = async ({ region, role }: MediaConvertRoleStackProps, url: string): Promise<void> => {
  const aws = new Aws(url, region);
  say("the role, as the AWS API returns it");
  console.log(JSON.stringify(await aws.role(role.roleName ?? DEFAULT_ROLE_NAME), null, 2));
  for (const key of keysOf(role)) {
    say(`grants of ${key}`);
    for (const { Name, GranteePrincipal, Operations, Constraints } of await aws.grants(key)) {
      console.log(JSON.stringify({ Name, GranteePrincipal, Operations, Constraints }, null, 2));
    }
  }
  aws.close();
};

const main = async (): Promise<number> => {
  const { file } = readRolesFile(process.env["MEDIACONVERT_ROLES"] ?? "roles.json");
  const work = mkdtempSync(join(tmpdir(), "mediaconvert-role-local-"));
  try {
    return await deployLocally(file, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
