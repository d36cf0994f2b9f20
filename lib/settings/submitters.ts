import * as errors from "../errors";
import { ROLE_NAME } from "../policy/patterns";
import { characterCount, itemPath } from "../problem";
import { type Check, type Rule, list, reportRepeats, text } from "./check";
import { DEFAULT_ROLE_NAME } from "./defaults";

/** R-CALLER-PASS: the name of a role that submits jobs with the role of the given name. */
export const submitter =
  (roleName: unknown = DEFAULT_ROLE_NAME): Rule<string> =>
  (value, path, report) => {
    if (value.startsWith("arn:")) report.problem(errors.roleArnForName(path, value));
    else if (!ROLE_NAME.test(value)) report.problem(errors.roleName(path, value, characterCount(value)));
    else if (isSameName(value, roleName)) report.problem(errors.submitsByItself(path, value));
  };

/** L-NAME-UNIQUE: names of roles that differ in capitals only are the same. */
const isSameName = (name: string, other: unknown): boolean =>
  typeof other === "string" && name.toLowerCase() === other.toLowerCase();

/** Reads `submitters`. */
export const submitters =
  (roleName: unknown): Check<readonly string[]> =>
  (value, path, report) => {
    const { isKnown, identity } = report.placeholders;
    const names = list(text(submitter(roleName)))(value, path, report);
    reportRepeats(
      (names ?? []).map((name, index) => ({ name, at: itemPath(path, index) })),
      ({ name }) => (isKnown(name) ? name.toLowerCase() : identity(name)),
      ({ name, at }, first) => errors.duplicate(at, name, first.at),
      report,
    );
    return names;
  };
