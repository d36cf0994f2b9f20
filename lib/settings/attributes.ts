import * as errors from "../errors";
import { characterCount, childPath } from "../problem";
import { type Check, type Rule, anyText, map } from "./check";
import {
  NOT_IN_DESCRIPTION,
  POLICY_PATH,
  RESERVED_TAG_KEY,
  ROLE_NAME,
  ROLE_PATH,
  TAG_KEY,
  TAG_VALUE,
  USUAL_ROLE_PATH,
} from "../policy/patterns";

/** How long a path can be (L-PATH, L-POLICY-PATH), a description (L-DESC), and how many tags there can be (L-TAGS). */
export const LONGEST_PATH = 512;
export const LONGEST_DESCRIPTION = 1000;
export const MOST_TAGS = 50;

export const roleName: Rule<string> = (value, path, report) => {
  if (!ROLE_NAME.test(value)) report.problem(errors.roleName(path, value, characterCount(value)));
};

export const rolePath: Rule<string> = (value, path, report) => {
  if (!ROLE_PATH.test(value) || value.length > LONGEST_PATH) report.problem(errors.rolePath(path, value));
  else if (!USUAL_ROLE_PATH.test(value)) report.warn(errors.unusualRolePath(path, value));
};

export const isPolicyPath = (value: string): boolean => POLICY_PATH.test(value) && value.length <= LONGEST_PATH;

export const policyPath: Rule<string> = (value, path, report) => {
  if (!isPolicyPath(value)) report.problem(errors.policyPath(path, value));
};

export const description: Rule<string> = (value, path, report) => {
  const length = characterCount(value);
  const foreign = NOT_IN_DESCRIPTION.exec(value)?.[0];
  if (length > LONGEST_DESCRIPTION) report.problem(errors.descriptionLength(path, length));
  if (foreign !== undefined) report.problem(errors.descriptionCharacter(path, foreign));
};

export const tags: Check<{ readonly [key: string]: string }> = (value, path, report) => {
  const { isKnown } = report.placeholders;
  const checked = map(anyText())(value, path, report);
  const entries = Object.entries(checked ?? {});
  if (entries.length > MOST_TAGS) report.problem(errors.tooManyTags(path, entries.length));
  for (const [key, tag] of entries) {
    const at = childPath(path, key);
    if (isKnown(key)) {
      if (RESERVED_TAG_KEY.test(key)) report.problem(errors.tagReserved(at, key));
      else if (!TAG_KEY.test(key)) report.problem(errors.tagText(at, key, "key"));
    }
    if (isKnown(tag) && !TAG_VALUE.test(tag)) report.problem(errors.tagText(at, key, "value"));
  }
  return checked;
};
