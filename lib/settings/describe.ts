import * as errors from "../errors";
import type { Placeholders } from "../placeholders";
import { type PolicyDocument, policyJson, policySize } from "../policy/model";
import { type RolePolicies, rolePolicies } from "../policy/role-policies";
import type { RoleSettings } from "../policy/role-settings";
import { childPath } from "../problem";
import type { Surroundings } from "./arns";
import type { Report } from "./check";
import { LARGEST_POLICY, LARGEST_TRUST, TRUST_QUOTA } from "./defaults";
import { type Deployment, resolveRole } from "./resolve";
import { type CheckedRole, checkRole } from "./role";

/** A role as data: its settings and the policies made of them. */
export interface RoleDescription {
  readonly checked: CheckedRole;
  readonly settings: RoleSettings;
  readonly policies: RolePolicies;
}

/**
 * From props to policies, with every problem in the report.
 *
 * @param around what is known of the place, to check against
 * @param deployment the place itself, where values may be placeholders
 * @returns undefined where the props are too broken to go on
 */
export const describeRole = (
  props: unknown,
  path: string,
  around: Surroundings,
  deployment: Deployment,
  report: Report,
): RoleDescription | undefined => {
  const description = describeUnmeasured(props, path, around, deployment, report);
  if (description !== undefined) checkSizes(description.policies, path, report);
  return description;
};

/** {@link describeRole} without IAM's limits on the size of policies. */
export const describeUnmeasured: typeof describeRole = (props, path, around, deployment, report) => {
  const checked = checkRole(around)(props, path, report);
  if (checked === undefined) return undefined;
  const settings = resolveRole(checked, deployment, report.placeholders);
  const policies = rolePolicies(settings, report.placeholders);
  checkSids(policies, path, report);
  return { checked, settings, policies };
};

const isWritten = (document: PolicyDocument, { isKnown }: Placeholders): boolean => isKnown(policyJson(document));

/** The length of a placeholder says nothing about its value: such documents are measured at plan time, not here. */
export const checkSizes = ({ documents, trust }: RolePolicies, path: string, report: Report): void => {
  for (const document of documents.filter((one) => isWritten(one, report.placeholders))) {
    const size = policySize(document);
    if (size > LARGEST_POLICY) report.problem(errors.documentTooLarge(childPath(path, "access"), size, LARGEST_POLICY));
  }
  if (!isWritten(trust, report.placeholders)) return;
  const size = policySize(trust);
  const at = childPath(path, "trust");
  if (size > LARGEST_TRUST) report.problem(errors.trustTooLarge(at, size, LARGEST_TRUST));
  else if (size > TRUST_QUOTA) report.warn(errors.trustNeedsQuota(at, size, TRUST_QUOTA));
};

/** A Sid stands once in a document. */
const checkSids = ({ documents }: RolePolicies, path: string, report: Report): void => {
  const extra = childPath(path, "statements");
  for (const { Statement } of documents) {
    const sids = Statement.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
    for (const sid of new Set(sids.filter((one, index) => sids.indexOf(one) !== index))) {
      report.problem(errors.sidTaken(extra, sid));
    }
  }
};
