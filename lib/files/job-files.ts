import { readFileSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import * as errors from "../job-errors";
import type { Problem } from "../problem";
import { type JobFile, LARGEST_JOB_FILE, type ReadJobFiles } from "../jobs/job-file";

const IS_PATTERN = /[*?[\]{}!]/;

/**
 * Reads the files that patterns such as `jobs/*.json` name, relative to a folder. A folder means every `.json` file in
 * it and below.
 */
export const jobFilesIn =
  (folder: string): ReadJobFiles =>
  (pattern) => {
    try {
      return filesOf(pattern, folder);
    } catch (error) {
      return { files: [], problems: [errors.unreadable(pattern, reasonOf(error))] };
    }
  };

const filesOf = (pattern: string, folder: string): ReturnType<ReadJobFiles> => {
  const path = isAbsolute(pattern) ? pattern : join(folder, pattern);
  const isFolder = kindOf(path) === "folder";
  const names = isFolder ? jsonFilesIn(path) : kindOf(path) === undefined ? matching(pattern, folder) : [path];
  if (names.length === 0) return { files: [], problems: [(isFolder ? errors.noJobIn : errors.noFile)("", pattern)] };
  const read = names.map(readJob);
  return {
    files: read.flatMap((one) => ("content" in one ? [one] : [])),
    problems: read.flatMap((one) => ("content" in one ? [] : [one])),
  };
};

const kindOf = (path: string): "folder" | "file" | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : stat.isDirectory() ? "folder" : "file";
};

/** Hidden folders and those of packages hold no jobs. */
const isSkipped = (name: string): boolean => name.startsWith(".") || name === "node_modules";

/** Linked files count; linked folders do not, since they can lead in a circle. */
const jsonFilesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isSkipped(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return jsonFilesIn(path);
      return entry.name.endsWith(".json") && kindOf(path) === "file" ? [path] : [];
    })
    .sort();

/** https://www.npmjs.com/package/tinyglobby */
const matching = (pattern: string, folder: string): readonly string[] => {
  if (!IS_PATTERN.test(pattern)) return [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only where a name is a pattern
  const { globSync } = require("tinyglobby") as typeof import("tinyglobby");
  // The folder is no part of the pattern: its own name may hold brackets.
  const found = globSync([pattern], {
    cwd: folder,
    absolute: isAbsolute(pattern),
    expandDirectories: false,
    ignore: ["**/node_modules/**"],
  });
  return found.map((name) => (isAbsolute(name) ? name : join(folder, name))).sort();
};

const readJob = (path: string): JobFile | Problem => {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return errors.unreadable(path, "it is no ordinary file");
    if (stat.size > LARGEST_JOB_FILE) return errors.tooLarge(path, stat.size, LARGEST_JOB_FILE);
    return { name: path, content: readFileSync(path, "utf8") };
  } catch (error) {
    return errors.unreadable(path, reasonOf(error));
  }
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
