import { readFileSync, statSync } from "node:fs";
import * as errors from "../errors";
import { type Problem, SettingsError } from "../problem";
import type { RolesFile } from "../stack-props";
import { LARGEST_FILE, parseRolesFile } from "../settings/roles-file";

/**
 * Reads a settings file.
 *
 * @throws SettingsError with every problem of the file, or that it cannot be read
 */
export const readRolesFile = (path: string): { readonly file: RolesFile; readonly warnings: readonly Problem[] } =>
  parseRolesFile(readText(path), path);

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
