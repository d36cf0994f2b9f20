import * as errors from "../errors";
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
    else if (text.includes("TfToken[") || holdsNumberToken(text)) found.push(errors.placeholderInFile(path));
  };
  const visit = (item: unknown, path: string, depth: number): void => {
    if (typeof item === "string") checkText(item, path);
    else if (typeof item === "number" && isNumberToken(item)) found.push(errors.placeholderInFile(path));
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

/** CDKTF hides tokens in doubles from -1.9375 × 2^960 to -2 × 2^960; a little more is refused. */
const isNumberToken = (value: number): boolean => value <= -1.8e289 && value >= -2e289;

/** Whether a text holds such a number, with digits before and after an `e` as CDKTF looks for them. */
const holdsNumberToken = (text: string): boolean => {
  for (let e = text.indexOf("e"); e >= 0; e = text.indexOf("e", e + 1)) {
    let start = e;
    while (start > 0 && isNumeral(text[start - 1])) start -= 1;
    let end = e + 1;
    while (end < text.length && isNumeral(text[end])) end += 1;
    if (isNumberToken(Number.parseFloat(text.slice(start, end)))) return true;
  }
  return false;
};

const isNumeral = (character: string | undefined): boolean => character !== undefined && /[-|\d.+]/.test(character);
