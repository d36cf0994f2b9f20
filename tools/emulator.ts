import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** An AWS emulator that answers on this machine. */
export interface Emulator {
  readonly url: string;
  /** What answers, for a message. */
  readonly name: string;
  /** Environment variables that make AWS clients and the provider talk to it, and to nothing else. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends it, if it was started here. */
  stop(): Promise<void>;
}

/**
 * The emulator that AWS_EMULATOR_URL names (moto or LocalStack, in a container for instance), or a `moto_server` of our
 * own on a free port of the loopback address.
 *
 * @param accountId the account it plays, where it is our own; undefined: moto's own, and roles of other accounts can be
 * assumed
 * @param work folder for its log
 */
export const startEmulator = async (
  accountId: string | undefined,
  work: string,
): Promise<Emulator | { readonly missing: string }> => {
  const named = process.env["AWS_EMULATOR_URL"];
  if (named !== undefined && named !== "") {
    return (await respondsWithin(named, 5_000))
      ? { url: named, name: named, env: clientEnv(named), stop: () => Promise.resolve() }
      : { missing: `AWS_EMULATOR_URL names ${named}, which does not answer` };
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  // Straight into a file: a pipe that nobody reads for a while would stop the emulator.
  const log = openSync(join(work, `emulator-${String(port)}.log`), "w");
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const failed = new Promise<false>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", () => resolve(false));
  });
  if (!(await Promise.race([failed, respondsWithin(url, 60_000)]))) {
    await stop(child);
    return {
      missing: "an AWS emulator: moto_server is not on PATH or does not start; install moto, or set AWS_EMULATOR_URL",
    };
  }
  return { url, name: "moto_server", env: clientEnv(url), stop: () => stop(child) };
};

const clientEnv = (url: string): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: "true",
});

const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const respondsWithin = async (url: string, milliseconds: number): Promise<boolean> => {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      () => true,
      () => false,
    );
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
};
