import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Result, runCommand } from "./command";
import { type ProviderProcess, ProviderProxy } from "./provider-proxy";

/**
 * Provider processes for many Terraform commands. Each command configures one anew, as it would configure its own, but
 * need not start it: that takes longer than most of what is asked of it.
 */
export interface KeptProvider {
  /** What makes Terraform use it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Terraform and its provider live for seconds: garbage is collected seldom. Never would cost more, in memory. */
export const SHORT_LIVED = { GOGC: "200" };

/** The file of the AWS provider that Terraform installs here. */
export const providerFile = async (env: NodeJS.ProcessEnv, work: string): Promise<string> => {
  const folder = join(work, "provider");
  mkdirSync(folder);
  const aws = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: { aws } } }));
  const init: Result = await runCommand("terraform", ["init", "-input=false"], { cwd: folder, env });
  const [file] = filesIn(join(folder, ".terraform/providers")).filter((path) =>
    /\/terraform-provider-aws_[^/]*$/.test(path),
  );
  if (init.code !== 0 || file === undefined) throw new Error(`terraform installs no AWS provider:\n${init.out}`);
  return file;
};

/** Mirrors are linked: `readdir` would not look behind the links by itself. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isFile() ? [path] : filesIn(path);
  });

interface Reattach {
  readonly [source: string]: { readonly Addr: { readonly Network: string; readonly String: string } };
}

/** https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode */
const startProvider = async (
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<ProviderProcess & { readonly reattach: Reattach }> => {
  const child = spawn(file, ["-debug"], {
    // The second configuration of a process fails where certificates are named, and the emulator has none.
    env: { ...process.env, ...env, ...SHORT_LIVED, AWS_CA_BUNDLE: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const printed = await new Promise<string>((resolve, reject) => {
    let out = "";
    const onData = (data: Buffer): void => {
      out += data.toString();
      const [, found] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(out) ?? [];
      if (found !== undefined) resolve(found);
    };
    // Read to the end: a pipe that nobody reads would stop the provider.
    child.stdout.on("data", onData);
    child.stderr.on("data", onData);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`the provider ended:\n${out}`)));
  });
  const reattach = JSON.parse(printed) as Reattach;
  return {
    reattach,
    socket: Object.values(reattach)[0]?.Addr.String ?? "",
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

/** Terraform's answer to where the provider is: at the proxy. */
export const keepProvider = async (file: string, env: NodeJS.ProcessEnv, work: string): Promise<KeptProvider> => {
  let reattach: Reattach = {};
  const kept = join(work, "provider-schema");
  const proxy = await ProviderProxy.start(
    async () => {
      const started = await startProvider(file, env);
      reattach = started.reattach;
      return started;
    },
    async (fetch) => {
      if (existsSync(kept)) return readFileSync(kept);
      const schema = await fetch();
      // Whole, or not there: test files run side by side.
      const written = `${kept}-${String(process.pid)}`;
      writeFileSync(written, schema);
      renameSync(written, kept);
      return schema;
    },
  );
  const Addr = { Network: "tcp", String: `127.0.0.1:${String(proxy.port)}` };
  const sources = Object.entries(reattach).map(([source, found]) => [source, { ...found, Addr }]);
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(sources)) },
    stop: async () => proxy.stop(),
  };
};
