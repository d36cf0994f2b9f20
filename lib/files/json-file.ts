import { readFileSync, statSync } from "node:fs";
import { jsonFault } from "../json-text";
import { type Problem, inQuotes, problem } from "../problem";

/** Bytes. Plans of large workspaces have some ten megabytes. */
export const LARGEST_SOURCE = 100_000_000;

/** The JSON in a file. */
export const readJsonFile = (path: string): { readonly value: unknown } | { readonly problem: Problem } => {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { problem: problem(path, "is no ordinary file; name one with JSON") };
    if (stat.size > LARGEST_SOURCE) return { problem: tooLarge(path, stat.size) };
    return parseJson(readFileSync(path, "utf8"), path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: problem("", `${inQuotes(path)} cannot be read: ${reason}`) };
  }
};

/** The JSON in a text. */
export const parseJson = (
  content: string,
  name: string,
): { readonly value: unknown } | { readonly problem: Problem } => {
  if (content.length > LARGEST_SOURCE) return { problem: tooLarge(name, content.length) };
  try {
    return { value: JSON.parse(content.replace(/^\uFEFF/, "")) as unknown };
  } catch (error) {
    return { problem: problem(name, `is not JSON: ${jsonFault(content, error)}`) };
  }
};

const tooLarge = (name: string, bytes: number): Problem =>
  problem(name, `has ${String(bytes)} bytes, more than ${String(LARGEST_SOURCE)}; give a part of it`);
