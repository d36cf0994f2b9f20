import { type Stats, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as errors from "../document-errors";
import { type Problem, SettingsError } from "../problem";

/** A file to write: its name, relative and with `/`, and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Parts of a name that stay in their folder on any system. */
const SAFE_PART = /^[A-Za-z0-9][A-Za-z0-9._+=,@-]*$/;

/**
 * Writes files into a folder, which is made where it is missing.
 *
 * - nothing is written where anything stands in the way of one of them
 * - a file that says something else is overwritten only by force; links are never followed below the folder
 *
 * @throws SettingsError with everything that stands in the way
 */
export const writeDocuments = (folder: string, files: readonly TextFile[], isForced: boolean): void => {
  const obstacles = [...folderFaults(folder), ...nameFaults(files)];
  if (obstacles.length === 0) obstacles.push(...files.flatMap((file) => faultsOf(folder, file, isForced)));
  if (obstacles.length > 0) throw new SettingsError("the documents", obstacles);
  for (const { name, text } of files) {
    const path = join(folder, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SettingsError("the documents", [errors.notWritten(path, reason)]);
    }
  }
};

/** Files with JSON in the documents' folders that are none of them: of settings that have gone. */
export const leftOver = (folder: string, files: readonly TextFile[]): readonly string[] => {
  const written = new Set(files.map(({ name }) => name));
  const below = (name: string): readonly string[] =>
    readdirSync(join(folder, name), { withFileTypes: true }).flatMap((entry) => {
      const inner = `${name}/${entry.name}`;
      if (entry.isDirectory()) return entry.name.startsWith("owner-") ? below(inner) : [];
      return entry.name.endsWith(".json") && !written.has(inner) ? [inner] : [];
    });
  const stacks = new Set(files.map(({ name }) => name.split("/")[0] ?? ""));
  return [...stacks].flatMap(below).sort();
};

const folderFaults = (folder: string): readonly Problem[] => {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || found.isDirectory() ? [] : [errors.notAFolder(folder)];
};

const nameFaults = (files: readonly TextFile[]): readonly Problem[] => {
  const seen = new Map<string, string>();
  return files.flatMap(({ name }) => {
    const first = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (!name.split("/").every((part) => SAFE_PART.test(part))) return [errors.unsafeName(name)];
    return first === undefined ? [] : [errors.sameFile(name, first)];
  });
};

const faultsOf = (folder: string, { name, text }: TextFile, isForced: boolean): readonly Problem[] => {
  const parts = name.split("/");
  const parents = parts.slice(0, -1).map((_, index) => join(folder, ...parts.slice(0, index + 1)));
  const odd = parents.find((path) => at(path)?.isDirectory() === false);
  if (odd !== undefined) return [errors.notAFolder(odd)];
  const path = join(folder, name);
  const found = at(path);
  if (found === undefined) return [];
  if (!found.isFile()) return [errors.notAFile(path)];
  return isForced || readFileSync(path, "utf8") === text ? [] : [errors.otherContent(path)];
};

const at = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });
