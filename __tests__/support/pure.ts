import type { ReadJobFiles } from "../../lib/jobs/job-file";
import { WRITTEN_OUT } from "../../lib/placeholders";
import type { PolicyDocument, Statement } from "../../lib/policy/model";
import type { RoleSettings } from "../../lib/policy/role-settings";
import type { RolePolicies } from "../../lib/policy/role-policies";
import { SettingsError, type Problem } from "../../lib/problem";
import type { MediaConvertRoleProps } from "../../lib/props";
import type { Surroundings } from "../../lib/settings/arns";
import { newReport } from "../../lib/settings/check";
import { type PackedRole, describeRole } from "../../lib/settings/describe";
import { parseRolesFile } from "../../lib/settings/roles-file";

export const IRELAND: Surroundings = { partition: "aws", accountId: "111122223333", region: "eu-west-1" };

export const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const OTHER_KEY = "arn:aws:kms:eu-west-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef";

/** Policies with their statements in documents. */
export interface PackedPolicies extends RolePolicies {
  readonly documents: readonly PolicyDocument[];
}

interface Outcome {
  readonly described: PackedRole | undefined;
  readonly settings: RoleSettings | undefined;
  readonly policies: PackedPolicies | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Checks and arranges the settings of a role, without the framework. */
export const outcomeOf = (props: unknown, around: Surroundings = IRELAND): Outcome => {
  const report = newReport(WRITTEN_OUT);
  const deployment = {
    partition: () => around.partition ?? "aws",
    accountId: () => around.accountId ?? "111122223333",
    region: () => around.region ?? "eu-west-1",
  };
  const described = describeRole(props, "", around, deployment, report);
  return {
    described,
    settings: described?.settings,
    policies: described && packedPolicies(described),
    problems: report.problems,
    warnings: report.warnings,
  };
};

/** What comes of settings that are right. */
export const describedOf = (props: MediaConvertRoleProps, around: Surroundings = IRELAND): PackedRole => {
  const { described, problems } = outcomeOf(props, around);
  if (described === undefined || problems.length > 0) throw new SettingsError("test", problems);
  return described;
};

/** The policies of settings that are right. */
export const policiesOf = (props: MediaConvertRoleProps, around: Surroundings = IRELAND): PackedPolicies =>
  packedPolicies(describedOf(props, around));

const packedPolicies = ({ policies, documents }: PackedRole): PackedPolicies => ({
  ...policies,
  documents: documents.map(({ document }) => document),
});

/** The statements of the role's own policy. */
export const statementsOf = (props: MediaConvertRoleProps, around: Surroundings = IRELAND): readonly Statement[] =>
  policiesOf(props, around).documents.flatMap(({ Statement }) => Statement);

/** Problems of a role's settings as lines. */
export const problemsOf = (props: unknown, around: Surroundings = IRELAND): readonly string[] =>
  outcomeOf(props, around).problems.map(({ path, message }) => `${path}: ${message}`);

/** Warnings about a role's settings as lines. */
export const warningsOf = (props: unknown, around: Surroundings = IRELAND): readonly string[] =>
  outcomeOf(props, around).warnings.map(({ path, message }) => `${path}: ${message}`);

/** Problems of a settings file as lines. */
export const fileProblemsOf = (content: unknown, jobFiles?: ReadJobFiles): readonly string[] => {
  try {
    parseRolesFile(typeof content === "string" ? content : JSON.stringify(content), "roles.json", {
      ...(jobFiles === undefined ? {} : { jobFiles }),
    });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
};
