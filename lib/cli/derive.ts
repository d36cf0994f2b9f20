import { tfvars } from "../module/tfvars";
import { WRITTEN_OUT } from "../placeholders";
import { type PolicyDocument, policyDocument, policyJson } from "../policy/model";
import { allOf } from "../policy/role-policies";
import { SettingsError, problemLine } from "../problem";
import { UNKNOWN_ACCOUNT, UNKNOWN_REGION } from "../requests/site";
import { deriveReport, explanationText, questionLine } from "../requests/report";
import { warnOfTaken } from "../requests/refinement";
import { newReport } from "../settings/check";
import { entryOf } from "../settings/entry";
import * as errors from "./errors";
import type { DERIVE_FORMATS } from "./formats";
import { type JobFlags, type ReadJobs, readJobs } from "./jobs-input";
import { EXIT, type Output } from "./output";

export type DeriveFormat = (typeof DERIVE_FORMATS)[number];

/** Stands in a settings file where nothing tells the Region; a line on standard error says so. */
const SOME_REGION = "us-east-1";

export interface DeriveFlags extends JobFlags {
  /** @default "settings", and text with `explain` */
  readonly format?: DeriveFormat;
  /** True, or one action. */
  readonly explain?: string | true;
  /** Every open question counts, not only those by which a job fails for certain. */
  readonly strict?: boolean;
}

/**
 * Which role do these jobs need?
 *
 * @returns the exit code: 0 derived, 2 wrong input, 3 a question is open by which a job fails for certain
 */
export const derive = (
  patterns: readonly string[],
  flags: DeriveFlags,
  output: Output,
  env: NodeJS.ProcessEnv,
): number => {
  const jobs = readJobs(patterns, policyFlags(flags), env);
  output.log(textOf(jobs, flags));
  if (flags.format !== "json") complain(jobs, output);
  const report = newReport(WRITTEN_OUT);
  warnOfTaken(jobs.description, jobs.site, "role", report);
  for (const warning of report.warnings) output.error(`warning: ${problemLine(warning)}`);
  if (writesSettings(flags) && jobs.site.region === UNKNOWN_REGION) {
    output.error(`open: no job tells the Region of its role; ${SOME_REGION} is written; answer: --region REGION`);
  }
  const open = flags.strict === true ? jobs.questions : jobs.questions.filter(({ blocks }) => blocks);
  return open.length > 0 ? EXIT.undecided : EXIT.clean;
};

const writesSettings = ({ format = "settings", explain }: DeriveFlags): boolean =>
  format === "settings" && explain === undefined;

/** Warnings and open questions, which never mix with the result. */
export const complain = ({ questions, warnings }: Pick<ReadJobs, "questions" | "warnings">, output: Output): void => {
  for (const warning of warnings) output.error(`warning: ${problemLine(warning)}`);
  for (const question of questions) {
    output.error(`${question.blocks ? "open, and a job fails without" : "open"}: ${questionLine(question)}`);
  }
};

const textOf = (jobs: ReadJobs, { format, explain }: DeriveFlags): string => {
  const action = typeof explain === "string" ? explain : undefined;
  if (explain !== undefined) {
    if (format !== undefined && format !== "json") throw new SettingsError("the call", [errors.explainFormat(format)]);
    const report = deriveReport(jobs, roleOf(jobs), action);
    return format === "json" ? json(report) : explanationText(report);
  }
  switch (format) {
    case "json":
      return json(deriveReport(jobs, roleOf(jobs)));
    case "policy":
      return json(policyOf(jobs));
    case "tfvars":
      return tfvars(roleOf(jobs));
    default:
      return json(rolesFile(jobs));
  }
};

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const roleOf = ({ description, site, props }: ReadJobs): ReturnType<typeof entryOf> =>
  entryOf(description.checked, {
    partition: site.partition,
    keyArn: (id) => `arn:${site.partition}:kms:${site.region}:${site.accountId}:key/${id}`,
    given: props,
  });

/** A whole settings file, so that it can be written as it is. */
const rolesFile = (jobs: ReadJobs): object => {
  const region = jobs.site.region === UNKNOWN_REGION ? SOME_REGION : jobs.site.region;
  return {
    $schema: "./roles.schema.json",
    stacks: { [jobs.stack]: { ...jobs.stackProps, region, role: roleOf(jobs) } },
  };
};

/** One identity policy, key permissions included: a policy cannot hold a grant. */
const policyOf = ({ description }: ReadJobs): PolicyDocument => {
  const document = policyDocument(allOf(description.policies.statements), (text) => text);
  const text = policyJson(document);
  const unknown = [
    ...(text.includes(`:${UNKNOWN_ACCOUNT}:`) ? [errors.accountNeeded()] : []),
    ...(text.includes(`:${UNKNOWN_REGION}:`) ? [errors.regionNeeded()] : []),
  ];
  if (unknown.length > 0) throw new SettingsError("the call", unknown);
  return document;
};

const policyFlags = (flags: DeriveFlags): JobFlags =>
  flags.format === "policy" ? { ...flags, kmsAuthorization: "policy" } : flags;
