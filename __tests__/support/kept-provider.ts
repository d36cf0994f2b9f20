import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Result, runCommand } from "./command";

/**
 * A provider process for many Terraform commands. Each command configures it anew, as it would configure its own, but
 * need not start it: that takes longer than most of what is asked of it.
 *
 * It has one configuration at a time. A workspace with several (`alias`), and commands side by side that configure it
 * differently, need providers of their own.
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

/** https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode */
export const keepProvider = async (file: string, env: NodeJS.ProcessEnv): Promise<KeptProvider> => {
  const child = spawn(file, ["-debug"], {
    // The second configuration of a process fails where certificates are named, and the emulator has none.
    env: { ...process.env, ...env, ...SHORT_LIVED, AWS_CA_BUNDLE: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const reattach = await new Promise<string>((resolve, reject) => {
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
  return {
    env: { TF_REATTACH_PROVIDERS: reattach },
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};
