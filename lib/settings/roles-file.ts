import * as errors from "../errors";
import { WRITTEN_OUT } from "../placeholders";
import { type Problem, SettingsError, childPath } from "../problem";
import type { MediaConvertRoleStackProps, RolesFile } from "../stack-props";
import type { Surroundings } from "./arns";
import { type Report, isObject, map, newReport, record, reportRepeats, text } from "./check";
import { DEFAULT_ROLE_NAME } from "./defaults";
import { describeRole } from "./describe";
import type { ReadJobFiles } from "../jobs/job-file";
import { jsonFault, repeatedKeys } from "../json-text";
import { hasOnlyPlainText } from "./plain-text";
import { checkStack, surroundingsOfStack } from "./stack";

/** Bytes. Ten thousand locations fit; reading and checking them takes well under a second. */
export const LARGEST_FILE = 2_000_000;

/** Twelve digits for checks that only count them. */
const SOME_ACCOUNT = "000000000000";

/**
 * Reads the text of a settings file.
 *
 * Every string in it is text: nothing in the file can become a Terraform expression or one of CDKTF's placeholders.
 *
 * @param name the file's name, for the message
 * @param jobFiles reads the files that mode `jobs` names; left out, naming any is a problem
 * @throws SettingsError with every problem of the file
 */
export const parseRolesFile = (
  content: string,
  name: string,
  jobFiles?: ReadJobFiles,
): { readonly file: RolesFile; readonly warnings: readonly Problem[] } => {
  const report = newReport(WRITTEN_OUT);
  const file = parseJson(content, report);
  if (file !== undefined && hasOnlyPlainText(file, report))
    checkFile(file, jobFiles === undefined ? {} : { jobFiles }, report);
  if (report.problems.length > 0) throw new SettingsError(name, report.problems);
  return { file: file as RolesFile, warnings: report.warnings };
};

const parseJson = (content: string, report: Report): unknown => {
  const bytes = Buffer.byteLength(content);
  if (bytes > LARGEST_FILE) {
    report.problem(errors.fileTooLarge(bytes, LARGEST_FILE));
    return undefined;
  }
  try {
    const parsed = JSON.parse(content.replace(/^\uFEFF/, "")) as unknown;
    for (const { key, line } of repeatedKeys(content)) report.problem(errors.repeatedKey(key, line));
    return parsed;
  } catch (error) {
    report.problem(errors.notJson(jsonFault(content, error)));
    return undefined;
  }
};

const checkFile = (value: unknown, files: Pick<Surroundings, "jobFiles">, report: Report): void => {
  const file = record<{ $schema: string; stacks: { readonly [name: string]: unknown } }>(
    { $schema: text(), stacks: map<unknown>((entry) => entry ?? {}) },
    ["stacks"],
  )(value, "", report);
  if (file?.stacks === undefined) return;
  if (Object.keys(file.stacks).length === 0) report.problem(errors.noStacks("stacks"));
  for (const [stack, props] of Object.entries(file.stacks)) {
    const path = childPath("stacks", stack);
    if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(stack)) report.problem(errors.stackName(path, stack));
    checkEntry(props, path, files, report);
  }
  checkRoleNames(file.stacks, report);
};

/** L-NAME-UNIQUE, for the stacks that say their account. */
const checkRoleNames = (stacks: { readonly [name: string]: unknown }, report: Report): void => {
  const named = Object.entries(stacks).flatMap(([stack, props]) => {
    const role: unknown = isObject(props) ? props["role"] : undefined;
    const { accountId, roleName = DEFAULT_ROLE_NAME } = isObject(role) ? role : {};
    if (typeof accountId !== "string" || typeof roleName !== "string") return [];
    return [{ path: childPath(childPath("stacks", stack), "role"), accountId, roleName }];
  });
  reportRepeats(
    named,
    ({ accountId, roleName }) => `${accountId} ${roleName.toLowerCase()}`,
    ({ path, accountId, roleName }, first) => errors.roleTwice(path, roleName, accountId, first.path),
    report,
  );
};

const checkEntry = (props: unknown, path: string, files: Pick<Surroundings, "jobFiles">, report: Report): void => {
  const stack = checkStack(props, path, report);
  const role = isObject(props) ? (props as Partial<MediaConvertRoleStackProps>).role : undefined;
  if (role === undefined) return;
  const around: Surroundings = { ...(stack === undefined ? {} : surroundingsOfStack(stack.region)), ...files };
  const deployment = {
    partition: () => around.partition ?? "aws",
    accountId: () => SOME_ACCOUNT,
    region: () => around.region ?? "us-east-1",
  };
  describeRole(role, childPath(path, "role"), around, deployment, report);
};
