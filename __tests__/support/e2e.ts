import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Aws } from "../../tools/aws";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { type OnOutput, type Result, runCommand } from "./command";
import { type KeptProvider, keepProvider } from "./kept-provider";

export { type Result, runCommand };

/** What global-setup found: the environment for Terraform, or what is missing. */
export type E2eSetup =
  { readonly env: NodeJS.ProcessEnv; readonly providerFile: string } | { readonly missing: string };

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

const setup = JSON.parse(process.env["E2E_SETUP"] ?? '{"missing":"global-setup"}') as E2eSetup;

/** `describe`, skipped where Terraform, the provider or the emulator is missing (global-setup says which). */
export const describeE2e = "missing" in setup ? describe.skip : describe;

/** An empty folder for a test, removed at the end of the run. */
export const newFolder = (name: string): string => mkdtempSync(join(process.env["TEST_WORK"] ?? ".", `${name}-`));

/** The emulator, AWS clients for it, and Terraform set up to talk to it. One per test file. */
export class Cloud {
  private constructor(
    private readonly emulator: Emulator,
    private readonly kept: KeptProvider,
    private readonly configures: "kept" | "own",
    readonly aws: Aws,
  ) {}

  /**
   * `accounts`: one, or several: the default one of the emulator, and those of roles that are assumed. `provider`: one
   * that is kept serves all commands; an own one is started by each command, which may then interrupt it.
   */
  static async start({
    accounts = "one",
    provider = "kept",
  }: { readonly accounts?: "one" | "several"; readonly provider?: "kept" | "own" } = {}): Promise<Cloud> {
    const emulator = await startEmulator(accounts === "one" ? ACCOUNT : undefined, process.env["TEST_WORK"] ?? ".");
    if ("missing" in emulator) throw new Error(emulator.missing);
    try {
      if ("missing" in setup) throw new Error(setup.missing);
      const kept = await keepProvider(setup.providerFile, emulator.env, process.env["TEST_WORK"] ?? ".");
      return new Cloud(emulator, kept, provider, new Aws(emulator.url, REGION));
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** For commands that start a provider of their own. */
  get env(): NodeJS.ProcessEnv {
    return { ...("missing" in setup ? {} : setup.env), ...this.emulator.env };
  }

  /** For commands that use the provider that is kept. */
  get keptEnv(): NodeJS.ProcessEnv {
    return { ...this.env, ...this.kept.env };
  }

  /** Clients for another Region; whoever asks closes them. */
  inRegion(region: string): Aws {
    return new Aws(this.emulator.url, region);
  }

  async stop(): Promise<void> {
    this.aws.close();
    await Promise.all([this.emulator.stop(), this.kept.stop()]);
  }

  /** Runs terraform in a folder. `init` installs the provider, and `show` and `validate` configure none. */
  async run(cwd: string, args: readonly string[], onOutput?: OnOutput): Promise<Result> {
    const [command] = args;
    const kept = this.configures === "kept" || command === "show" || command === "validate";
    const env = kept && command !== "init" ? this.keptEnv : this.env;
    return runCommand("terraform", args, { cwd, env, ...(onOutput === undefined ? {} : { onOutput }) });
  }

  /** Runs terraform in a folder and expects this exit code. */
  async terraform(
    cwd: string,
    args: readonly string[],
    { code: expected = 0, onOutput }: { readonly code?: number; readonly onOutput?: OnOutput } = {},
  ): Promise<string> {
    const { code, out } = await this.run(cwd, args, onOutput);
    if (code !== expected) throw new Error(`terraform ${args.join(" ")} ended with ${String(code)}:\n${out}`);
    return out;
  }

  /** The plan as JSON, saved as `file`. Needs an initialized folder. */
  async plan(cwd: string, file = "p.tfplan"): Promise<Plan> {
    await this.terraform(cwd, ["plan", "-input=false", `-out=${file}`]);
    return JSON.parse(await this.terraform(cwd, ["show", "-json", file])) as Plan;
  }

  /** The resources of the state, in all modules. Unlike `terraform show`, it needs no provider to be read. */
  async state(cwd: string): Promise<readonly StateResource[]> {
    const { resources } = JSON.parse(await this.terraform(cwd, ["state", "pull"])) as State;
    return resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, module, instances }) =>
        instances.map(({ attributes }) => ({ type, name, module, values: attributes })),
      );
  }
}

interface State {
  readonly resources: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly { readonly attributes: { readonly [key: string]: unknown } }[];
  }[];
}

export interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly module: string | undefined;
  readonly values: { readonly [key: string]: unknown };
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
