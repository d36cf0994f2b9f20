import { type ChildProcess, spawn } from "node:child_process";

export interface Result {
  readonly code: number;
  readonly out: string;
}

export type OnOutput = (soFar: string, child: ChildProcess) => void;

/** A command with its output. */
export const runCommand = async (
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly onOutput?: OnOutput;
  },
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    const onData = (data: Buffer): void => {
      out += data.toString();
      options.onOutput?.(out, child);
    };
    child.stdout.on("data", onData);
    child.stderr.on("data", onData);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? -1, out }));
  });
