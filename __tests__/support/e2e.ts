import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Aws } from "../../tools/aws";
import { type Emulator, startEmulator } from "../../tools/emulator";

/** What global-setup found: the environment for Terraform, or what is missing. */
export type E2eSetup = { readonly env: NodeJS.ProcessEnv; readonly provider: string } | { readonly missing: string };

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

const setup = JSON.parse(process.env["E2E_SETUP"] ?? '{"missing":"global-setup"}') as E2eSetup;

/** `describe`, skipped where Terraform, the provider or the emulator is missing (global-setup says which). */
export const describeE2e = "missing" in setup ? describe.skip : describe;

/** An empty folder for a test, removed at the end of the run. */
export const newFolder = (name: string): string => mkdtempSync(join(process.env["TEST_WORK"] ?? ".", `${name}-`));

export interface Result {
  readonly code: number;
  readonly out: string;
}

/** A command with its output. */
export const runCommand = async (
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly onOutput?: (soFar: string, child: ChildProcess) => void;
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

/** The emulator, AWS clients for it, and Terraform set up to talk to it. One per test file. */
export class Cloud {
  private constructor(
    private readonly emulator: Emulator,
    readonly aws: Aws,
  ) {}

  /** @param accounts one account, or several: the default one of the emulator, and those of roles that are assumed */
  static async start(accounts: "one" | "several" = "one"): Promise<Cloud> {
    const emulator = await startEmulator(accounts === "one" ? ACCOUNT : undefined, process.env["TEST_WORK"] ?? ".");
    if ("missing" in emulator) throw new Error(emulator.missing);
    return new Cloud(emulator, new Aws(emulator.url, REGION));
  }

  get env(): NodeJS.ProcessEnv {
    return { ...("missing" in setup ? {} : setup.env), ...this.emulator.env };
  }

  /** Clients for another Region; whoever asks closes them. */
  inRegion(region: string): Aws {
    return new Aws(this.emulator.url, region);
  }

  async stop(): Promise<void> {
    this.aws.close();
    await this.emulator.stop();
  }

  /** Runs terraform in a folder and expects this exit code. */
  async terraform(
    cwd: string,
    args: readonly string[],
    options: { readonly code?: number; readonly onOutput?: (soFar: string, child: ChildProcess) => void } = {},
  ): Promise<string> {
    const { code, out } = await runCommand("terraform", args, {
      cwd,
      env: this.env,
      ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
    });
    if (code !== (options.code ?? 0))
      throw new Error(`terraform ${args.join(" ")} ended with ${String(code)}:\n${out}`);
    return out;
  }

  /** The plan as JSON, saved as `file`. Needs an initialized folder. */
  async plan(cwd: string, file = "p.tfplan"): Promise<Plan> {
    await this.terraform(cwd, ["plan", "-input=false", `-out=${file}`]);
    return JSON.parse(await this.terraform(cwd, ["show", "-json", file])) as Plan;
  }
}

/** The parts of `terraform show -json` that tests read. */
export interface Plan {
  readonly planned_values: { readonly outputs: { readonly [name: string]: { readonly value?: unknown } } };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: { readonly [key: string]: unknown } | null;
      readonly after: { readonly [key: string]: unknown } | null;
      readonly after_unknown: { readonly [key: string]: unknown };
    };
  }[];
}

/** Address → actions, without those that change nothing. */
export const changes = (plan: Plan): { readonly [address: string]: readonly string[] } =>
  Object.fromEntries(
    (plan.resource_changes ?? [])
      .filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read")
      .map(({ address, change }) => [address, change.actions]),
  );

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
