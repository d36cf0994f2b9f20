import { WRITTEN_OUT } from "../placeholders";
import { ARN_ACCOUNT, ARN_PARTITION, ARN_REGION, partitionOfRegion } from "../policy/arn";
import { parseEndpoint } from "../policy/endpoint";
import type { JobNeed, Question } from "../jobs/derive";
import { type Need, union } from "../jobs/need";
import type { Problem } from "../problem";
import type { MediaConvertRoleProps } from "../props";
import type { Surroundings } from "../settings/arns";
import { newReport } from "../settings/check";
import { type RoleDescription, checkSizes, describeUnmeasured } from "../settings/describe";
import { jobNeeds } from "../settings/jobs";
import { factsOf } from "./facts";
import type { JobRequest, Site } from "./request";
import { requestsOf } from "./requests";

/** Stand for what is not known, where a policy would need it. */
export const UNKNOWN_ACCOUNT = "ACCOUNT";
export const UNKNOWN_REGION = "REGION";

/** Jobs, the role that they need, and every request that they make with it. */
export interface DescribedJobs {
  readonly props: MediaConvertRoleProps;
  readonly description: RoleDescription;
  readonly requests: readonly JobRequest[];
  readonly questions: readonly Question[];
  readonly site: Site;
}

/** What came of it; without `described` the input was too broken to go on. */
export interface JobsOutcome {
  readonly described?: DescribedJobs;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Describes the role of jobs.
 *
 * A policy that is too large for IAM is a warning here: what the jobs need is the same.
 *
 * @param given a role in mode `jobs`
 * @param around what is known of the place; the jobs' own ARNs say the rest
 */
export const describeJobs = (given: MediaConvertRoleProps, around: Surroundings): JobsOutcome => {
  const report = newReport(WRITTEN_OUT);
  const needs = given.access.mode === "jobs" ? jobNeeds(around)(given.access.jobs, "access.jobs", report) : undefined;
  if (needs === undefined || report.problems.length > 0) {
    return { problems: report.problems, warnings: report.warnings };
  }
  const own = given.accountId === undefined ? {} : { accountId: given.accountId };
  const site = siteOf({ ...around, ...own }, union(needs.map((job) => job.need)));
  const props = { ...roleOfJobs(needs, site), ...given };
  const known: Surroundings = {
    ...around,
    jobNeeds: needs,
    partition: site.partition,
    ...(site.region === UNKNOWN_REGION ? {} : { region: site.region }),
  };
  return describedOf(props, known, site);
};

const describedOf = (props: MediaConvertRoleProps, around: Surroundings, site: Site): JobsOutcome => {
  const questions: Question[] = [];
  const report = { ...newReport(WRITTEN_OUT), ask: (question: Question) => void questions.push(question) };
  const deployment = {
    partition: () => site.partition,
    accountId: () => site.accountId,
    region: () => site.region,
  };
  const description = describeUnmeasured(props, "", around, deployment, report);
  const { problems, warnings } = report;
  if (description === undefined) return { problems, warnings };
  const sizes = newReport(WRITTEN_OUT);
  checkSizes(description.policies, "", sizes);
  const requests = requestsOf(around.jobNeeds ?? [], factsOf(description.checked, site), site);
  return {
    described: { props, description, requests, questions, site },
    problems,
    warnings: [...warnings, ...sizes.problems, ...sizes.warnings],
  };
};

/** Name, path and account of the role that every job names, if they name one. */
const roleOfJobs = (needs: readonly JobNeed[], { accountId }: Site): Partial<MediaConvertRoleProps> => {
  const account = accountId === UNKNOWN_ACCOUNT ? {} : { accountId };
  const arns = needs.flatMap(({ need }) => need.roles.map(({ roleArn }) => roleArn));
  const [resource = "", ...others] = new Set(arns.map((arn) => arn.split(":").slice(5).join(":")));
  const [, path, roleName] = /^role(\/(?:[\x21-\x7e]+\/)?)([\w+=,.@-]{1,64})$/.exec(resource) ?? [];
  if (others.length > 0 || path === undefined || roleName === undefined) return account;
  return { roleName, ...(path === "/" ? {} : { path }), ...account };
};

const siteOf = ({ partition, accountId, region }: Surroundings, need: Need): Site => {
  const [ownRegion] = region === undefined ? regionsIn(need) : [region];
  return {
    region: ownRegion ?? UNKNOWN_REGION,
    partition: partition ?? (ownRegion === undefined ? "aws" : partitionOfRegion(ownRegion)),
    accountId: accountId ?? accountIn(need) ?? UNKNOWN_ACCOUNT,
  };
};

/** A job's role is in the account of its queue. */
const accountIn = (need: Need): string | undefined => {
  const arns = [...need.roles.map(({ roleArn }) => roleArn), ...need.queues.flatMap(({ queue }) => queue ?? [])];
  const accounts = new Set(
    arns.map((arn) => arn.split(":")[ARN_ACCOUNT]).filter((text) => /^\d{12}$/.test(text ?? "")),
  );
  return accounts.size === 1 ? [...accounts][0] : undefined;
};

/** Regions of what has to be in the Region of the job: its queue, its endpoints, its secrets. */
const regionsIn = (need: Need): readonly string[] => {
  const arns = [
    ...need.queues.flatMap(({ queue }) => queue ?? []),
    ...need.secrets.map(({ secret }) => secret),
    ...need.connections.map(({ connectionArn }) => connectionArn),
  ];
  const found = new Set([
    ...arns
      .filter((arn) => arn.startsWith("arn:") && arn.split(":")[ARN_PARTITION] !== "")
      .map((arn) => arn.split(":")[ARN_REGION] ?? ""),
    ...need.endpoints.flatMap(({ url }) => {
      const parsed = parseEndpoint(url);
      return typeof parsed === "string" ? [] : [parsed.region];
    }),
  ]);
  found.delete("");
  return found.size === 1 ? [...found] : [];
};
