import * as errors from "../document-errors";
import { leftOver, writeDocuments } from "../files/document-files";
import { jobFilesIn } from "../files/job-files";
import { readRolesFile } from "../files/settings-file";
import { WRITTEN_OUT } from "../placeholders";
import { ownerDocuments } from "../policy/owners";
import { type Problem, SettingsError, childPath, problemLine } from "../problem";
import { type Report, newReport } from "../settings/check";
import { describeRole } from "../settings/describe";
import { type DocumentFile, roleFiles } from "../settings/role-files";
import { ANYWHERE } from "../settings/roles-file";
import { surroundingsOfStack } from "../settings/stack";
import type { MediaConvertRoleStackProps } from "../stack-props";
import { EXIT, type Output } from "./output";

export interface DocumentFlags {
  readonly settings?: string;
  /** Names or patterns. */
  readonly stack?: readonly string[];
  readonly account?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/**
 * The documents of roles, for those who do not use Terraform: the role's own, and what other accounts must add.
 *
 * @returns the exit code: 0 written or printed
 * @throws SettingsError with every problem; then nothing is written
 */
export const documents = (flags: DocumentFlags, output: Output, env: NodeJS.ProcessEnv): number => {
  const { out, force = false } = flags;
  if (force && out === undefined) throw new SettingsError("the call", [errors.forceAlone()]);
  const settings = flags.settings ?? env["MEDIACONVERT_ROLES"] ?? "roles.json";
  const { file, warnings } = readRolesFile(settings, flags.stack);
  const report = newReport(WRITTEN_OUT);
  const files = Object.entries(file.stacks).flatMap(([name, stack]) => filesOf(name, stack, flags.account, report));
  if (report.problems.length > 0) throw new SettingsError(settings, report.problems);
  if (out === undefined) {
    output.log(json(Object.fromEntries(files.map(({ name, content }) => [name, content]))));
  } else {
    write(out, files, force, output);
  }
  for (const warning of together(warnings, report.warnings)) output.error(`warning: ${problemLine(warning)}`);
  return EXIT.clean;
};

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const write = (folder: string, files: readonly DocumentFile[], force: boolean, output: Output): void => {
  const texts = files.map(({ name, content }) => ({ name, text: `${json(content)}\n` }));
  writeDocuments(folder, texts, force);
  for (const { name } of files) output.log(`${folder}/${name}`);
  for (const name of leftOver(folder, texts)) {
    output.error(`warning: ${problemLine(errors.fileLeft(`${folder}/${name}`))}`);
  }
};

const filesOf = (
  name: string,
  { region, role }: MediaConvertRoleStackProps,
  given: string | undefined,
  report: Report,
): readonly DocumentFile[] => {
  const path = childPath(childPath("stacks", name), "role");
  const accountId = role.accountId ?? given;
  if (accountId === undefined) {
    report.problem(errors.accountUnknown(path));
    return [];
  }
  if (given !== undefined && given !== accountId) report.problem(errors.otherAccount(path, accountId, given));
  const place = surroundingsOfStack(region);
  const described = describeRole(
    { ...role, accountId },
    path,
    { ...place, jobFiles: jobFilesIn(""), grantsIn: ANYWHERE },
    { partition: () => place.partition, accountId: () => accountId, region: () => region },
    report,
  );
  if (described === undefined) return [];
  const { settings, policies } = described;
  const owners = ownerDocuments(settings, policies, WRITTEN_OUT);
  return roleFiles(name, policies, described.documents, settings.inlinePolicies, owners);
};

/** Warnings of the file that still hold once the account is known, where the file has them; and those that come then. */
const together = (ofFile: readonly Problem[], now: readonly Problem[]): readonly Problem[] => {
  const messages = (found: readonly Problem[]): ReadonlySet<string> => new Set(found.map(({ message }) => message));
  const [said, holding] = [messages(ofFile), messages(now)];
  return [...ofFile.filter(({ message }) => holding.has(message)), ...now.filter(({ message }) => !said.has(message))];
};
