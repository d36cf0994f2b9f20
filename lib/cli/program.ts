import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { SettingsError } from "../problem";
import { GRANULARITIES } from "../settings/granularity";
import type { AdoptFlags } from "./adopt";
import type { CheckFlags } from "./check";
import type { DeriveFlags } from "./derive";
import type { DocumentFlags } from "./documents";
import { ADOPT_FORMATS, CHECK_FORMATS, DERIVE_FORMATS, REVIEW_FORMATS, THRESHOLDS } from "./formats";
import { EXIT, type Output } from "./output";
import type { ReviewFlags } from "./review";

/** What the program is run with. */
export interface Surroundings {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
}

const several = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

const named =
  (pattern: RegExp, example: string) =>
  (value: string): string => {
    if (!pattern.test(value)) throw new InvalidArgumentError(`Write it as ${example}.`);
    return value;
  };

const pairs =
  (example: string) =>
  (value: string, earlier: readonly string[] = []): readonly string[] => {
    if (!/^[^=]+=[^=]/.test(value)) throw new InvalidArgumentError(`Write it as ${example}.`);
    return [...earlier, value];
  };

/** The same for accounts of buckets. */
const owners = (value: string, earlier: readonly string[] = []): readonly string[] => {
  if (!/^[^=]+=\d{12}$/.test(value)) throw new InvalidArgumentError("Write it as BUCKET=111122223333.");
  return [...earlier, value];
};

const REGION_FLAG = named(/^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/, "eu-west-1");

/** Flags that say what jobs leave open. */
const withAnswers = (command: Command): Command =>
  command
    .option("--settings <file>", "settings file with the answers (and the jobs, where none are named)")
    .option("--stack <name>", "the stack in it; for derive without a settings file, the name of the stack")
    .option("--region <region>", "Region of the jobs", REGION_FLAG)
    .option("--account <id>", "account of the role", named(/^\d{12}$/, "111122223333"))
    .option(
      "--bucket <name=key>",
      "key of a bucket's objects: none, ARN or ARN,ARN; * is any bucket",
      pairs("NAME=none or NAME=KEY-ARN"),
    )
    .option(
      "--secret <name=key>",
      "key of a secret or TAMS connection: none or ARN",
      pairs("NAME=none or NAME=KEY-ARN"),
    )
    .option("--client-side-key <arn>", "key of client-side encrypted inputs", several)
    .option("--input <location>", "where jobs read beside what they name, or none", several)
    .option("--output <location>", "where jobs write beside what they name", several)
    .option("--api <url-or-arn>", "API Gateway endpoint beside those that jobs name, or none", several);

/* eslint-disable @typescript-eslint/no-require-imports -- each command loads only what it needs: a pipeline waits for it */
const load = {
  adopt: () => (require("./adopt") as typeof import("./adopt")).adopt,
  derive: () => (require("./derive") as typeof import("./derive")).derive,
  check: () => (require("./check") as typeof import("./check")).check,
  preflight: () => (require("./preflight") as typeof import("./preflight")).preflight,
  review: () => (require("./review") as typeof import("./review")).review,
  documents: () => (require("./documents") as typeof import("./documents")).documents,
};
/* eslint-enable @typescript-eslint/no-require-imports */

const EXIT_CODES = `
Exit codes: 0 clean, 1 findings, 2 wrong input or call, 3 cannot decide.`;

/** `--explain jobs/film.json` means the file: its value is optional, and no file is named like an action. */
const withoutAction = (jobs: readonly string[], flags: DeriveFlags): readonly [readonly string[], DeriveFlags] =>
  typeof flags.explain !== "string" || /^[a-z0-9-]+:[A-Za-z*?]+$/i.test(flags.explain)
    ? [jobs, flags]
    : [[flags.explain, ...jobs], { ...flags, explain: true }];

/** The command line: one command for each question. */
const program = ({ output, env }: Surroundings, end: (code: number | Promise<number>) => void): Command => {
  const main = new Command("mediaconvert-role")
    .description("The IAM service role of AWS Elemental MediaConvert, from its jobs")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.log(text.trimEnd()),
      writeErr: (text) => output.error(text.trimEnd()),
    });
  withAnswers(
    main
      .command("derive")
      .summary("which role do these jobs need?")
      .description("Derives the role that jobs need and prints it; what they leave open goes to standard error.")
      .argument("[job...]", "files, patterns (jobs/*.json), folders, or - for standard input"),
  )
    .addOption(new Option("--format <format>", "what to print (default: settings)").choices(DERIVE_FORMATS))
    .option("--explain [action]", "print which field and rule asks for each statement, or for one action")
    .addOption(
      new Option("--granularity <granularity>", "how much of what jobs name (default: prefix)").choices(GRANULARITIES),
    )
    .option("--role-name <name>", "name of the role")
    .option("--strict", "end with 3 where any question is open")
    .addHelpText("after", EXIT_CODES)
    .action((jobs: readonly string[], flags: DeriveFlags) =>
      end(load.derive()(...withoutAction(jobs, flags), output, env)),
    );
  withAnswers(
    main
      .command("check")
      .summary("does this role let these jobs run?")
      .description(
        "Holds every request that the jobs make against a role: its policies, boundary, trust and KMS grants, and the bucket and key policies that the sources have.",
      )
      .argument("[job...]", "files, patterns (jobs/*.json), folders, or - for standard input"),
  )
    .requiredOption(
      "--role <source>",
      "plan JSON, cdk.tf.json, role or policy JSON as the AWS API returns it, or -; several are joined",
      several,
    )
    .option("--which <role>", "name, ARN or address of the role, where the sources have several")
    .addOption(new Option("--format <format>", "how to print it (default: text)").choices(CHECK_FORMATS))
    .option("--least", "list what the role allows beyond what the jobs need, too")
    .addOption(
      new Option("--granularity <granularity>", "with --least, what counts as needed (default: object)").choices(
        GRANULARITIES,
      ),
    )
    .option("--owner <bucket=account>", "account that owns a bucket", owners)
    .option("--preflight", "in place of jobs: ask IAM whether the names of roles and policies to be made are free")
    .option("--keys-delegate", "take key policies that the sources lack for AWS's default")
    .addHelpText("after", EXIT_CODES)
    .action((jobs: readonly string[], flags: CheckFlags) =>
      end(flags.preflight === true ? load.preflight()(jobs, flags, output) : load.check()(jobs, flags, output, env)),
    );
  main
    .command("review")
    .summary("what can roles newly do?")
    .description(
      "Compares what each IAM role may do before and after a plan, and shows every difference by a request. Ends with 1 where somebody can do more.",
    )
    .argument("[plan]", "terraform show -json of a plan, a plan file, or - for standard input")
    .option("--from <stack>", "in place of a plan: the synthesized stack (cdk.tf.json) before")
    .option("--to <stack>", "and the one after")
    .option("--synth <stack>", "the plan's synthesized stack, for policies that the plan does not know yet")
    .addOption(new Option("--format <format>", "how to print it (default: text)").choices(REVIEW_FORMATS))
    .addOption(
      new Option(
        "--fail-on <danger>",
        "end with 1 for what is newly allowed: any, risky (high and critical) or never (default: any)",
      ).choices(THRESHOLDS),
    )
    .option("--fail-on-loss", "end with 1 where jobs may stop working, too")
    .option("--suppressions <file>", "findings that are accepted, with reasons")
    .option("--only-if-changed", "print nothing where there is nothing to tell")
    .option("--show-sensitive", "show values that are marked sensitive")
    .addHelpText("after", EXIT_CODES)
    .action((plan: string | undefined, flags: ReviewFlags) => end(load.review()(plan, flags, output, env)));
  main
    .command("adopt")
    .summary("how is the role that is there taken over?")
    .description(
      "Reads a role from the AWS API, with the credentials that AWS tools use, and prints the settings by which Terraform imports it and changes nothing.",
    )
    .option("--role <role>", "name, path and name, or ARN (default: MediaConvert_Default_Role)")
    .addOption(new Option("--format <format>", "what to print (default: settings)").choices(ADOPT_FORMATS))
    .option("--stack <name>", "name of the stack (default: mediaconvert-role)")
    .option("--region <region>", "Region of the stack (default: the environment's)", REGION_FLAG)
    .option("--into <file>", "settings file to add the stack to, or to make, in place of printing it")
    .option(
      "--module-address <address>",
      "with --format imports: the module's address (default: module.mediaconvert_role)",
    )
    .addHelpText("after", EXIT_CODES)
    .action((flags: AdoptFlags) => end(load.adopt()(flags, output)));
  main
    .command("documents")
    .summary("the policies of roles, and what other accounts must add, as files")
    .description(
      "Writes trust policy, policies and iam:PassRole of each role of a settings file, and for each account that owns buckets or keys of the role what it must add: bucket policies, key policies, grants.",
    )
    .option("--settings <file>", "settings file (default: MEDIACONVERT_ROLES, or roles.json)")
    .option("--stack <name>", "a stack in it, or a pattern such as prod-* (default: all)", several)
    .option("--account <id>", "account of roles without accountId", named(/^\d{12}$/, "111122223333"))
    .option("--out <folder>", "where to write; left out: one JSON object of name and document is printed")
    .option("--force", "overwrite files that say something else")
    .addHelpText("after", EXIT_CODES)
    .action((flags: DocumentFlags) => end(load.documents()(flags, output, env)));
  return main;
};

/**
 * Runs the command line.
 *
 * @param words what stands behind the program's name
 * @returns the exit code; a promise where the command asks the AWS API
 */
export const run = (words: readonly string[], surroundings: Surroundings): number | Promise<number> => {
  let code: number | Promise<number> = EXIT.clean;
  const failed = (error: unknown): number => failureCode(error, surroundings.output);
  try {
    program(surroundings, (ended) => void (code = ended)).parse(words, { from: "user" });
    return typeof code === "number" ? code : (code as Promise<number>).catch(failed);
  } catch (error) {
    return failed(error);
  }
};

const failureCode = (error: unknown, output: Output): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.wrong;
  if (!(error instanceof SettingsError)) throw error;
  output.error(error.message);
  return EXIT.wrong;
};
