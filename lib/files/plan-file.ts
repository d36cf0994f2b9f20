import { readFileSync, statSync } from "node:fs";
import { hasMoreKeys, keysOf, repeatedKeys } from "../json-text";
import { type Problem, inQuotes, problem } from "../problem";
import { DEEPEST } from "../roles/json-value";
import { LARGEST_SOURCE, parseJson } from "./json-file";

/** What is in a file: JSON, or a plan as Terraform saves it. */
export type SourceFile =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "saved plan" }
  | { readonly kind: "wrong"; readonly problem: Problem };

/** A plan file of Terraform is a zip archive; this is how one begins. */
const ZIP = "PK\u0003\u0004";

/** Reads a plan, a stack or suppressions. */
export const readSource = (path: string): SourceFile => {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return wrong(problem(path, "is no ordinary file; name one with JSON"));
    if (stat.size > LARGEST_SOURCE) {
      return wrong(problem(path, `has ${String(stat.size)} bytes, more than ${String(LARGEST_SOURCE)}`));
    }
    return sourceIn(readFileSync(path, "utf8"), path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(problem("", `${inQuotes(path)} cannot be read: ${reason}`));
  }
};

const wrong = (found: Problem): SourceFile => ({ kind: "wrong", problem: found });

/** The JSON in a text, nested no deeper than is read. Nobody knows which of two values of one key was meant. */
export const sourceIn = (content: string, name: string): SourceFile => {
  if (content.startsWith(ZIP)) return { kind: "saved plan" };
  if (content.trim() === "") return wrong(problem(name, "is empty; it should be JSON"));
  const parsed = parseJson(content, name);
  if ("problem" in parsed) return wrong(parsed.problem);
  const kept = keysOf(parsed.value, DEEPEST);
  if (kept === undefined) return wrong(problem(name, `is nested deeper than ${String(DEEPEST)} levels; no plan is`));
  if (!hasMoreKeys(content, kept)) return { kind: "json", value: parsed.value };
  const [twice] = repeatedKeys(content);
  if (twice === undefined) return { kind: "json", value: parsed.value };
  const where = `line ${String(twice.line)}`;
  return wrong(problem(name, `has the key ${inQuotes(twice.key)} twice in one object (${where}); give it once`));
};
