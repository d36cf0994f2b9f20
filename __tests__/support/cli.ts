import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { run } from "../../lib/cli/program";
import { newFolder } from "./e2e";

const ROOT = resolve(__dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with these files: text as it is, anything else as JSON. */
export const folderWith = (files: { readonly [name: string]: unknown }): string => {
  const folder = newFolder("cli");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
};

/** The environment as it is, but for the Region that it may name. */
export const withoutRegion = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_(DEFAULT_)?REGION$/.test(name)));

/** Runs the command line in a folder, without a Region from the environment. */
export const cli = (folder: string, words: readonly string[], input?: string): Ended =>
  input === undefined && !words.includes("-") ? here(folder, words) : compiled(folder, words, input ?? "");

/** In this process: the same program, without the time that a process needs. */
const here = (folder: string, words: readonly string[]): Ended => {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const output = {
    log: (line: string) => void stdout.push(`${line}\n`),
    error: (line: string) => void stderr.push(`${line}\n`),
  };
  const before = process.cwd();
  process.chdir(folder);
  try {
    const code = run(words, { output, env: withoutRegion() });
    if (typeof code !== "number") throw new Error("it asks AWS: await it");
    return { code, stdout: stdout.join(""), stderr: stderr.join("") };
  } finally {
    process.chdir(before);
  }
};

/** The compiled command line, as users run it. */
export const compiled = (folder: string, words: readonly string[], input = ""): Ended => {
  const { status, stdout, stderr } = spawnSync("node", [join(ROOT, "dist/lib/cli/main.js"), ...words], {
    cwd: folder,
    env: withoutRegion(),
    input,
    encoding: "utf8",
    maxBuffer: 50_000_000,
  });
  return { code: status, stdout, stderr };
};
