import { type Problem, SettingsError } from "../problem";
import { LARGEST_SOURCE } from "../files/json-file";
import { lineFinder } from "../files/line-finder";
import { type SourceFile, readSource, sourceIn } from "../files/plan-file";
import { type Outcome, outcomeOf } from "../review/outcome";
import type { Review, Suppression } from "../review/report";
import { reviewOf } from "../review/review";
import { readSuppressions } from "../review/suppressions";
import { planSidesOf, stackSidesOf } from "../roles/sides";
import * as errors from "./errors";
import type { REVIEW_FORMATS, THRESHOLDS } from "./formats";
import { EXIT, type Output } from "./output";
import { readStdin } from "./stdin";
import { terraformShow } from "./terraform-show";

export interface ReviewFlags {
  /** The stacks before and after, in place of a plan. */
  readonly from?: string;
  readonly to?: string;
  /** The plan's own stack. */
  readonly synth?: string;
  readonly format?: (typeof REVIEW_FORMATS)[number];
  readonly failOn?: (typeof THRESHOLDS)[number];
  readonly failOnLoss?: boolean;
  /** A file of suppressions. */
  readonly suppressions?: string;
  readonly onlyIfChanged?: boolean;
  readonly showSensitive?: boolean;
}

/**
 * What can roles newly do, and what not any more?
 *
 * @returns the exit code: 0 nothing of the kind that fails, 1 somebody can do more, 2 wrong input, 3 it cannot be told
 */
export const review = (
  plan: string | undefined,
  flags: ReviewFlags,
  output: Output,
  env: NodeJS.ProcessEnv,
): number => {
  const wrong = faultsOf(plan, flags);
  if (wrong.length > 0) throw new SettingsError("the call", wrong);
  const found = reviewed(plan, flags, env);
  if (flags.onlyIfChanged !== true || hasNews(found)) {
    output.log(rendered(found, flags, output.color === true));
  }
  return EXIT_CODES[outcomeOf(found, flags)];
};

const EXIT_CODES: { readonly [outcome in Outcome]: number } = {
  clean: EXIT.clean,
  findings: EXIT.findings,
  undecided: EXIT.undecided,
};

/** Flags that say nothing, or two things at once. */
const faultsOf = (
  plan: string | undefined,
  { from, to, synth, suppressions, showSensitive }: ReviewFlags,
): readonly Problem[] => {
  const hasStacks = from !== undefined || to !== undefined;
  const sources = [plan, from, to, synth, suppressions].filter((source) => source === "-");
  return [
    ...(plan === undefined && !hasStacks ? [errors.noPlan()] : []),
    ...(plan !== undefined && hasStacks ? [errors.planAndStacks()] : []),
    ...((from === undefined) !== (to === undefined) ? [errors.oneStack()] : []),
    ...(synth !== undefined && hasStacks ? [errors.synthOfStacks()] : []),
    ...(showSensitive === true && hasStacks ? [errors.sensitiveStacks()] : []),
    ...(sources.length > 1 ? [errors.stdinTwice()] : []),
  ];
};

interface NamedValue {
  readonly value: unknown;
  readonly name: string;
}

const reviewed = (plan: string | undefined, flags: ReviewFlags, env: NodeJS.ProcessEnv): Review => {
  const names = [plan, flags.from, flags.to, flags.synth].filter((name) => name !== undefined);
  const problems: Problem[] = [];
  const read = (name: string): NamedValue => ({
    value: valueOf(sourceNamed(name), name, problems),
    name: nameOf(name),
  });
  const suppressions = suppressionsIn(flags.suppressions, problems);
  const isPlan = plan !== undefined;
  const first = isPlan
    ? { value: valueOf(planNamed(plan, env), plan, problems), name: nameOf(plan) }
    : read(flags.from ?? "");
  const second = isPlan ? (flags.synth === undefined ? undefined : read(flags.synth)) : read(flags.to ?? "");
  if (problems.length > 0) throw new SettingsError(names.map(nameOf).join(" and "), problems);
  const found =
    isPlan || second === undefined ? planSidesOf(first.value, first.name, second) : stackSidesOf(first, second);
  if ("problems" in found) throw new SettingsError(isPlan ? first.name : "the stacks", found.problems);
  return reviewOf(found.sides, {
    compared: {
      kind: isPlan ? "plan" : "stacks",
      before: first.name,
      after: isPlan ? first.name : (second?.name ?? first.name),
    },
    suppressions,
    showSensitive: flags.showSensitive === true,
  });
};

const STDIN = "-";

const nameOf = (source: string): string => (source === STDIN ? "stdin" : source);

const sourceNamed = (source: string): SourceFile =>
  source === STDIN ? sourceIn(readStdin(LARGEST_SOURCE), nameOf(source)) : readSource(source);

/** Only a plan may be one that Terraform saved, and only as a file: terraform reads no standard input. */
const planNamed = (source: string, env: NodeJS.ProcessEnv): SourceFile => {
  const file = sourceNamed(source);
  return file.kind === "saved plan" && source !== STDIN ? terraformShow(source, env) : file;
};

/** The JSON of a source; undefined, and a problem more, where there is none. */
const valueOf = (file: SourceFile, source: string, problems: Problem[]): unknown => {
  if (file.kind === "json") return file.value;
  problems.push(file.kind === "wrong" ? file.problem : errors.savedPlan(nameOf(source)));
  return undefined;
};

const suppressionsIn = (path: string | undefined, problems: Problem[]): readonly Suppression[] => {
  if (path === undefined) return [];
  const before = problems.length;
  const value = valueOf(sourceNamed(path), path, problems);
  if (problems.length > before) return [];
  const found = readSuppressions(value, nameOf(path));
  problems.push(...found.problems);
  return found.suppressions;
};

const hasNews = ({ verdict, findings, roles, resources, unusedSuppressions }: Review): boolean =>
  verdict !== "same" ||
  findings.length > 0 ||
  roles.length > 0 ||
  resources.length > 0 ||
  unusedSuppressions.length > 0;

/* eslint-disable @typescript-eslint/no-require-imports -- only one of them is needed: a pipeline waits for it */
const load = {
  html: () => (require("../review/render-html") as typeof import("../review/render-html")).reviewHtml,
  markdown: () => (require("../review/render-markdown") as typeof import("../review/render-markdown")).reviewMarkdown,
  sarif: () => (require("../review/render-sarif") as typeof import("../review/render-sarif")).reviewSarif,
  text: () => (require("../review/render-text") as typeof import("../review/render-text")).reviewText,
};
/* eslint-enable @typescript-eslint/no-require-imports */

const rendered = (found: Review, flags: ReviewFlags, color: boolean): string => {
  switch (flags.format ?? "text") {
    case "json":
      return JSON.stringify(found, undefined, 2);
    case "markdown":
      return load.markdown()(found);
    case "sarif":
      return JSON.stringify(load.sarif()(found, linesIn(flags.to ?? flags.synth)), undefined, 2);
    case "html":
      return load.html()(found);
    case "text":
      return load.text()(found, { color });
  }
};

/** Lines of resources in a synthesized stack; a plan has none that anybody could look at. */
const linesIn = (stack: string | undefined): Parameters<ReturnType<(typeof load)["sarif"]>>[1] => {
  if (stack === undefined || stack === STDIN) return () => undefined;
  const find = lineFinder();
  return (address) => {
    const [, data, type, name] = /^(data\.)?([a-z][a-z0-9]*_\w+)\.([\w-]+)/.exec(address) ?? [];
    if (type === undefined || name === undefined) return undefined;
    return { file: stack, line: find(stack, `${data === undefined ? "resource" : "data"}.${type}["${name}"]`) };
  };
};
