import { type Problem, inQuotes, problem } from "../problem";

/** Every message about how the program was called. */

export const noJobs = (): Problem =>
  problem("", "names no job; give files, patterns such as jobs/*.json, folders, or - for standard input");

export const otherMode = (mode: string): Problem =>
  problem("", `the role is in mode ${inQuotes(mode)}, which names no jobs; name them in the call`);

export const whichStack = (names: readonly string[], wanted: string | undefined): Problem =>
  problem(
    "",
    wanted === undefined
      ? `has ${String(names.length)} stacks; name one by --stack: ${names.join(", ")}`
      : `has no stack ${inQuotes(wanted)}; it has ${names.join(", ")}`,
  );

export const accountNeeded = (): Problem =>
  problem("", "the policy names the role's account, which no job tells; say it by --account");

export const regionNeeded = (): Problem =>
  problem("", "the policy names the Region of the jobs, which no job tells; say it by --region");

export const explainFormat = (format: string): Problem =>
  problem("", `--explain prints text or JSON, not ${inQuotes(format)}; drop one of the two`);

export const granularityAlone = (): Problem =>
  problem(
    "",
    "--granularity says nothing without --least: requests are always checked exactly; add --least or drop it",
  );

export const stackAlone = (): Problem =>
  problem("", "--stack names a stack of a settings file; name the file by --settings, or drop it");

export const stdinTwice = (): Problem =>
  problem("", "- stands for standard input more than once, which can be read only once; give files for the others");

export const noPlan = (): Problem =>
  problem("", "names no plan; give terraform show -json of a plan, a plan file, -, or two stacks with --from and --to");

export const planAndStacks = (): Problem =>
  problem("", "names a plan and stacks; a plan has both sides, so drop --from and --to");

export const oneStack = (): Problem => problem("", "names one stack; --from and --to belong together");

export const synthOfStacks = (): Problem =>
  problem("", "--synth completes a plan; with --from and --to the stacks are all there is, so drop it");

export const sensitiveStacks = (): Problem =>
  problem("", "--show-sensitive is for plans; nothing in a synthesized stack is marked sensitive, so drop it");

export const savedPlan = (path: string): Problem =>
  problem(path, "is a saved plan; it can only stand in the plan's place, as a file");

export const preflightJobs = (): Problem =>
  problem(
    "",
    "--preflight looks at names of roles and policies, and not at jobs; check the jobs by a call of their own",
  );

export const preflightSources = (): Problem =>
  problem("", "--preflight looks at one plan or stack; call it once for each");

export const preflightFormat = (format: string): Problem =>
  problem("", `--preflight prints text or JSON, not ${inQuotes(format)}; choose one of the two`);

export const preflightFlag = (flag: string): Problem =>
  problem(
    "",
    `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} has no effect with --preflight; drop one`,
  );
