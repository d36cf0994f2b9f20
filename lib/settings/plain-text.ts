import * as errors from "../errors";
import { isNumberPlaceholder, looksLikePlaceholder } from "../placeholders";
import { type Problem, childPath, itemPath } from "../problem";
import type { Report } from "./check";

/** Nesting of lists and objects; the deepest setting stands at about ten. */
const DEEPEST = 40;

/** Characters. The longest texts are session policies and ARNs of 2,048; CDKTF takes quadratic time for each text. */
const LONGEST = 4096;

/**
 * Whether a parsed file holds only text of sensible length, and nothing that CDKTF could take for a placeholder of its
 * own: `${TfToken[…]}` in strings and keys, and certain numbers, also where they are written in a text.
 */
export const hasOnlyPlainText = (value: unknown, report: Report): boolean => {
  const found: Problem[] = [];
  const checkText = (text: string, path: string): void => {
    if (text.length > LONGEST) found.push(errors.textTooLong(path, text.length, LONGEST));
    else if (looksLikePlaceholder(text)) found.push(errors.placeholderInFile(path));
  };
  const visit = (item: unknown, path: string, depth: number): void => {
    if (typeof item === "string") checkText(item, path);
    else if (typeof item === "number" && isNumberPlaceholder(item)) found.push(errors.placeholderInFile(path));
    else if (typeof item !== "object" || item === null) return;
    else if (depth > DEEPEST) found.push(errors.tooDeep(path, DEEPEST));
    else if (Array.isArray(item)) item.forEach((entry, index) => visit(entry, itemPath(path, index), depth + 1));
    else {
      for (const [key, entry] of Object.entries(item)) {
        checkText(key, childPath(path, key));
        visit(entry, childPath(path, key), depth + 1);
      }
    }
  };
  visit(value, "", 0);
  for (const problem of found) report.problem(problem);
  return found.length === 0;
};
