import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import * as errors from "../errors";
import { type Problem, SettingsError } from "../problem";
import type { MediaConvertRoleProps } from "../props";
import type { ReadJobFiles } from "../jobs/job-file";
import type { MediaConvertRoleStackProps, Stacks } from "../stack-props";
import { warnOfTaken } from "../requests/refinement";
import { LARGEST_FILE, parseRolesFile } from "../settings/roles-file";

/**
 * Reads a settings file. Names of job files in it are relative to its folder; in the result they are relative to the
 * working directory. What `defaults` say is filled in.
 *
 * @param only names or patterns (`prod-*`) of the stacks that are wanted; left out: all
 * @throws SettingsError with every problem of the file, or that it cannot be read
 */
export const readRolesFile = (
  path: string,
  only?: readonly string[],
): { readonly file: Stacks; readonly warnings: readonly Problem[] } => {
  const folder = dirname(path);
  const jobFiles: ReadJobFiles = (pattern) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only where jobs are named
    const { jobFilesIn } = require("./job-files") as typeof import("./job-files");
    return jobFilesIn(folder)(pattern);
  };
  const { file, warnings } = parseRolesFile(readText(path), path, {
    jobFiles,
    look: warnOfTaken,
    ...(only === undefined ? {} : { only }),
  });
  const stacks = Object.entries(file.stacks).map(([name, stack]) => [name, inFolder(folder, stack)] as const);
  return { file: { stacks: Object.fromEntries(stacks) }, warnings };
};

const inFolder = (folder: string, stack: MediaConvertRoleStackProps): MediaConvertRoleStackProps => {
  const { access } = stack.role;
  if (access.mode !== "jobs" || folder === ".") return stack;
  const jobs = access.jobs.map((job) => (typeof job === "string" && !isAbsolute(job) ? join(folder, job) : job));
  const role: MediaConvertRoleProps = { ...stack.role, access: { ...access, jobs } };
  return { ...stack, role };
};

const readText = (path: string): string => {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new SettingsError(path, [errors.notAFile(path)]);
    if (stat.size > LARGEST_FILE) throw new SettingsError(path, [errors.fileTooLarge(stat.size, LARGEST_FILE)]);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(path, [code === "ENOENT" ? errors.fileMissing(path) : errors.fileUnreadable(path, reason)]);
  }
};
