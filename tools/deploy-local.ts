import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readRolesFile } from "../lib/cli/settings-file";
import { parseArn } from "../lib/policy/arn";
import type { MediaConvertRoleStackProps, RolesFile } from "../lib/props";
import { DEFAULT_ROLE_NAME } from "../lib/settings/defaults";
import { Aws } from "./aws";
import { startEmulator } from "./emulator";
import { setUpTerraform } from "./terraform";

/**
 * Deploys the settings file to an AWS emulator on this machine and shows what came of it: no AWS account, no state and
 * no file stays behind.
 */
const deployLocally = async (file: RolesFile, work: string): Promise<number> => {
  const terraform = await setUpTerraform(work);
  if ("missing" in terraform) return complain(terraform.missing);
  const account = Object.values(file.stacks).find(({ role }) => role.accountId !== undefined)?.role.accountId;
  const emulator = await startEmulator(account ?? "111122223333", work);
  if ("missing" in emulator) return complain(emulator.missing);
  say(`emulator: ${emulator.name} at ${emulator.url}; provider: ${terraform.provider}`);
  try {
    const stacks: [string, MediaConvertRoleStackProps][] = [];
    for (const [name, stack] of Object.entries(file.stacks)) {
      const aws = new Aws(emulator.url, stack.region);
      stacks.push([name, await withPlaces(stack, aws)]);
      aws.close();
    }
    writeFileSync(join(work, "roles.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
    const app = `node ${JSON.stringify(resolve(__dirname, "../main.js"))}`;
    writeFileSync(join(work, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
    const cdktf = (...args: string[]): boolean => {
      say(`cdktf ${args.join(" ")}`);
      const env = { ...process.env, ...terraform.env, ...emulator.env, MEDIACONVERT_ROLES: "roles.json" };
      const command = resolve(__dirname, "../../node_modules/.bin/cdktf");
      return spawnSync(command, args, { cwd: work, env, stdio: "inherit" }).status === 0;
    };
    if (!cdktf("deploy", "*", "--auto-approve", "--skip-provider-lock")) return 1;
    for (const [, stack] of stacks) await show(stack, emulator.url);
    return cdktf("destroy", "*", "--auto-approve") ? 0 : 1;
  } finally {
    await emulator.stop();
  }
};

const say = (line: string): void => console.log(`\n== ${line}`);

const complain = (missing: string): number => {
  console.error(`cannot deploy here; missing: ${missing}`);
  return 2;
};

/** The stack with the state kept in the work folder, and with buckets and keys of those names in the emulator. */
const withPlaces = async (stack: MediaConvertRoleStackProps, aws: Aws): Promise<MediaConvertRoleStackProps> => {
  const text = JSON.stringify({ ...stack, backend: undefined });
  const buckets = new Set(
    [...text.matchAll(/(?:s3:\/\/|arn:aws[a-z-]*:s3:::|"bucket":")([a-z0-9.-]+)/g)].map(([, name = ""]) => name),
  );
  for (const bucket of buckets) {
    await aws.createBucket(bucket);
    say(`bucket ${bucket}`);
  }
  let replaced = text;
  for (const key of new Set(keysOf(stack))) {
    const made = await aws.createKey();
    say(`key ${made}\n   in place of ${key}: an emulator chooses the id itself`);
    replaced = replaced.replaceAll(key, made);
  }
  return JSON.parse(replaced) as MediaConvertRoleStackProps;
};

const keysOf = (value: unknown): readonly string[] => {
  if (typeof value === "string") return parseArn(value)?.service === "kms" ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(keysOf) : [];
};

const show = async ({ region, role }: MediaConvertRoleStackProps, url: string): Promise<void> => {
  const aws = new Aws(url, region);
  say(`the role, as the AWS API returns it`);
  console.log(JSON.stringify(await aws.role(role.roleName ?? DEFAULT_ROLE_NAME), null, 2));
  for (const key of new Set(keysOf(role))) {
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
