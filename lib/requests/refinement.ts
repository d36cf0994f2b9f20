import type { Surroundings } from "../settings/arns";
import type { Report } from "../settings/check";
import type { RoleDescription } from "../settings/describe";

/** Warns where refinements of a role in mode `jobs` take from it what the jobs need. Other roles load nothing for it. */
export const warnOfTaken = (role: RoleDescription, around: Surroundings, path: string, report: Report): void => {
  const { jobs, statements = [], inlinePolicies = [], permissionsBoundary, trust } = role.checked;
  const mayTake =
    trust?.policy !== undefined ||
    permissionsBoundary !== undefined ||
    inlinePolicies.length > 0 ||
    statements.some(({ Effect }) => Effect === "Deny");
  if (jobs === undefined || !mayTake) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- few roles need it
  const { takenFromJobs } = require("./taken") as typeof import("./taken");
  for (const warning of takenFromJobs(role, around, path, report.placeholders)) report.warn(warning);
};
