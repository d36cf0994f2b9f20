import * as errors from "../errors";
import { characterCount, childPath } from "../problem";
import { type Check, type Rule, anyText, map } from "./check";

/** L-NAME. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleName: Rule<string> = (value, path, report) => {
  if (!/^[\w+=,.@-]{1,64}$/.test(value)) report.problem(errors.roleName(path, value));
};

/** L-PATH and R-PATH (DEC-07). */
export const rolePath: Rule<string> = (value, path, report) => {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(value) || value.length > 512) report.problem(errors.rolePath(path, value));
  else if (value !== "/" && value !== "/service-role/") report.warn(errors.unusualRolePath(path, value));
};

/** L-POLICY-PATH. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const isPolicyPath = (value: string): boolean =>
  /^(\/[A-Za-z0-9.,+@=_-]+)*\/$/.test(value) && value.length <= 512;

export const policyPath: Rule<string> = (value, path, report) => {
  if (!isPolicyPath(value)) report.problem(errors.policyPath(path, value));
};

/** L-DESC. */
export const description: Rule<string> = (value, path, report) => {
  const length = characterCount(value);
  const foreign = /[^\t\n\r\x20-\x7e\xa1-\xff]/u.exec(value)?.[0];
  if (length > 1000) report.problem(errors.descriptionLength(path, length));
  if (foreign !== undefined) report.problem(errors.descriptionCharacter(path, foreign));
};

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** L-TAGS. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export const tags: Check<{ readonly [key: string]: string }> = (value, path, report) => {
  const { isKnown } = report.placeholders;
  const checked = map(anyText())(value, path, report);
  const entries = Object.entries(checked ?? {});
  if (entries.length > 50) report.problem(errors.tooManyTags(path, entries.length));
  for (const [key, tag] of entries) {
    const at = childPath(path, key);
    if (isKnown(key)) {
      if (key.toLowerCase().startsWith("aws:")) report.problem(errors.tagReserved(at, key));
      else if (!isTagText(key, 1, 128)) report.problem(errors.tagText(at, key, "key"));
    }
    if (isKnown(tag) && !isTagText(tag, 0, 256)) report.problem(errors.tagText(at, key, "value"));
  }
  return checked;
};

const isTagText = (text: string, shortest: number, longest: number): boolean =>
  TAG_TEXT.test(text) && characterCount(text) >= shortest && characterCount(text) <= longest;
