import * as errors from "../errors";
import { policyJson, policySize } from "../policy/model";
import { INLINE_NAME } from "../policy/patterns";
import type { InlinePolicy } from "../policy/role-settings";
import { characterCount, childPath } from "../problem";
import { type Check, map } from "./check";
import { LARGEST_INLINE } from "./defaults";
import { identityPolicy } from "./whole-policy";

/** Reads `inlinePolicies`. L-POLICY-NAME, L-INLINE. */
export const inlinePolicies: Check<readonly InlinePolicy[]> = (value, path, report) => {
  const { isKnown } = report.placeholders;
  const documents = map(identityPolicy)(value, path, report);
  if (documents === undefined) return undefined;
  const policies = Object.entries(documents).map(([name, document]) => ({ name, document }));
  for (const { name } of policies.filter((policy) => isKnown(policy.name))) {
    if (!INLINE_NAME.test(name)) report.problem(errors.inlineName(childPath(path, name), name, characterCount(name)));
  }
  const written = policies.filter(({ document }) => isKnown(policyJson(document)));
  const size = written.reduce((sum, { document }) => sum + policySize(document), 0);
  if (size > LARGEST_INLINE) report.problem(errors.inlineTooLarge(path, size, LARGEST_INLINE));
  return policies;
};
