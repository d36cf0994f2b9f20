import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Environment variables for Terraform and the CDKTF command line, or what is missing to run them. */
export type TerraformSetup =
  { readonly env: NodeJS.ProcessEnv; readonly provider: string } | { readonly missing: string };

/**
 * Finds Terraform and the AWS provider, in this order: a CLI configuration that TF_CLI_CONFIG_FILE names, a filesystem
 * mirror that TF_PROVIDER_MIRROR names, Terraform's implied mirror folders, the registry, an unpacked mirror anywhere
 * on this machine.
 *
 * @param work folder for what has to be written; the caller removes it
 */
export const setUpTerraform = async (work: string): Promise<TerraformSetup> => {
  if (!(await answers("terraform", ["version"]))) return { missing: "terraform is not on PATH" };
  const common: NodeJS.ProcessEnv = {
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    NO_COLOR: "1",
    TF_CLI_ARGS: "-no-color",
  };
  const configured = process.env["TF_CLI_CONFIG_FILE"];
  if (configured !== undefined && existsSync(configured)) {
    return { env: { ...common, TF_CLI_CONFIG_FILE: configured }, provider: `as ${configured} says` };
  }
  const config = (content: string): NodeJS.ProcessEnv => {
    const file = join(work, "terraform.rc");
    writeFileSync(file, content);
    return { ...common, TF_CLI_CONFIG_FILE: file };
  };
  const fromMirror = (folder: string): TerraformSetup => ({
    env: config(`provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(folder)} }\n}\n`),
    provider: folder,
  });
  const named = process.env["TF_PROVIDER_MIRROR"];
  if (named !== undefined && named !== "") {
    return existsSync(named) ? fromMirror(named) : { missing: `TF_PROVIDER_MIRROR names ${named}, which is not there` };
  }
  const implied = impliedMirrors().find((folder) => existsSync(join(folder, PROVIDER)));
  if (implied !== undefined) return { env: config(""), provider: implied };
  if (await registryAnswers()) {
    const cache = join(work, "plugin-cache");
    mkdirSync(cache, { recursive: true });
    return { env: { ...config(""), TF_PLUGIN_CACHE_DIR: cache }, provider: "registry.terraform.io" };
  }
  const found = await mirrorOnDisk();
  return found === undefined
    ? { missing: "the provider hashicorp/aws: the registry does not answer; set TF_PROVIDER_MIRROR to a mirror of it" }
    : fromMirror(found);
};

const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const impliedMirrors = (): readonly string[] => [
  join(homedir(), ".terraform.d", "plugins"),
  join(process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "terraform", "plugins"),
  ...(process.env["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share")
    .split(":")
    .map((folder) => join(folder, "terraform", "plugins")),
];

const answers = async (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );

const registryAnswers = async (): Promise<boolean> =>
  fetch("https://registry.terraform.io/.well-known/terraform.json", { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );

/** The folder above `registry.terraform.io` of an unpacked provider. */
const mirrorOnDisk = async (): Promise<string | undefined> => {
  const search = ["/", "-xdev", "-type", "f", "-name", "terraform-provider-aws_v*", "-path", `*/${PROVIDER}/*`];
  // find exits with 1 where it may not look; what it printed counts all the same.
  const printed = await run("find", search, { timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { readonly stdout?: string }).stdout ?? "",
  );
  const [first] = printed.split("\n").filter((line) => line !== "" && !line.includes("/.terraform/"));
  return first?.slice(0, first.indexOf(`/${PROVIDER}/`));
};
