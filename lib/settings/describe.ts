import * as errors from "../errors";
import { type RoleDocument, pack } from "../packing/pack";
import type { Placeholders } from "../placeholders";
import { type AnyPolicy, LARGEST_POLICY, policyJson, policySize } from "../policy/model";
import { type RolePolicies, allOf, rolePolicies } from "../policy/role-policies";
import type { RoleSettings } from "../policy/role-settings";
import { childPath } from "../problem";
import type { Surroundings } from "./arns";
import type { Report } from "./check";
import { DEFAULT_ATTACHED, LARGEST_TRUST, MOST_ATTACHED, TRUST_QUOTA } from "./defaults";
import { type Deployment, resolveRole } from "./resolve";
import { type CheckedRole, checkRole } from "./role";

/** A role as data: its settings and what follows from them. */
export interface RoleDescription {
  readonly checked: CheckedRole;
  readonly settings: RoleSettings;
  readonly policies: RolePolicies;
}

/** A role with its statements in policies that IAM takes. */
export interface PackedRole extends RoleDescription {
  /** Customer managed policies to make and attach; none where there is nothing to grant. */
  readonly documents: readonly RoleDocument[];
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
): PackedRole | undefined => {
  const description = describeUnpacked(props, path, around, deployment, report);
  return description && { ...description, documents: packRole(description, path, report) };
};

/** {@link describeRole} without IAM's limits on the size of policies. */
export const describeUnpacked = (
  props: unknown,
  path: string,
  around: Surroundings,
  deployment: Deployment,
  report: Report,
): RoleDescription | undefined => {
  const checked = checkRole(around)(props, path, report);
  if (checked === undefined) return undefined;
  const settings = resolveRole(checked, deployment, report.placeholders);
  const policies = rolePolicies(settings, report.placeholders);
  checkSids(policies, path, report);
  return { checked, settings, policies };
};

/** L-MANAGED, L-ATTACH, L-TRUST: the role's statements in policies, and what of them does not fit. */
export const packRole = (
  { settings, policies }: RoleDescription,
  path: string,
  report: Report,
): readonly RoleDocument[] => {
  checkTrust(policies.trust, path, report);
  const others = policies.managedPolicies.length;
  const most = settings.maxAttachedPolicies;
  const packing = pack(policies.statements, most - others, report.placeholders);
  const { documents, needed, size, tooLarge, isTight } = packing;
  const at = childPath(path, "access");
  for (const { what, size: characters } of tooLarge) {
    report.problem(errors.entryTooLarge(at, what, characters, LARGEST_POLICY));
  }
  // A single policy was counted with the settings.
  if (tooLarge.length > 0 || needed < 2) return documents;
  if (others + needed > most) {
    report.problem(
      errors.tooManyDocuments(at, {
        size,
        largest: LARGEST_POLICY,
        documents: needed,
        others,
        most,
        ever: MOST_ATTACHED,
      }),
    );
    return documents;
  }
  const count = documents.length + others;
  if (isTight || count === most) report.warn(errors.noFreePolicy(at, count, MOST_ATTACHED));
  if (count > DEFAULT_ATTACHED && others < DEFAULT_ATTACHED) report.warn(errors.manyPolicies(at, count));
  return documents;
};

const isWritten = (document: AnyPolicy, { isKnown }: Placeholders): boolean => isKnown(policyJson(document));

/** The length of a placeholder says nothing about its value. */
const checkTrust = (trust: AnyPolicy, path: string, report: Report): void => {
  if (!isWritten(trust, report.placeholders)) return;
  const size = policySize(trust);
  const at = childPath(path, "trust");
  if (size > LARGEST_TRUST) report.problem(errors.trustTooLarge(at, size, LARGEST_TRUST));
  else if (size > TRUST_QUOTA) report.warn(errors.trustNeedsQuota(at, size, TRUST_QUOTA));
};

/** A Sid stands once in a document, whichever document that will be. */
const checkSids = ({ statements }: RolePolicies, path: string, report: Report): void => {
  const sids = allOf(statements).flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));
  for (const sid of new Set(sids.filter((one, index) => sids.indexOf(one) !== index))) {
    report.problem(errors.sidTaken(childPath(path, "statements"), sid));
  }
};
