import { WRITTEN_OUT } from "../placeholders";
import { ARN_ACCOUNT, ARN_REGION, partitionOfRegion } from "../policy/arn";
import { parseEndpoint } from "../policy/endpoint";
import type { Question } from "../jobs/open-questions";
import type { JobNeed } from "../jobs/derive";
import { type Need, union } from "../jobs/need";
import type { Problem } from "../problem";
import type { JobsAccess, MediaConvertRoleProps } from "../props";
import type { Surroundings } from "../settings/arns";
import { newReport } from "../settings/check";
import { type RoleDescription, describeUnpacked, packRole } from "../settings/describe";
import { jobNeeds } from "../settings/jobs";
import { factsOf } from "./facts";
import type { JobRequest } from "./request";
import { type Site, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from "./site";
import { type RequestFacts, requestsOf } from "./requests";

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

/** What is known from elsewhere, and counts where neither the settings nor the jobs say it. */
export interface Elsewhere {
  readonly region?: string;
  /** Facts about buckets, as settings of mode `jobs` give them. */
  readonly buckets?: JobsAccess["buckets"];
  /** Whether new objects of a bucket are written with a Bucket Key. */
  readonly bucketKeyNow?: (name: string) => boolean | undefined;
}

/**
 * Describes the role of jobs.
 *
 * A policy that is too large for IAM is a warning here: what the jobs need is the same.
 *
 * @param given a role in mode `jobs`
 * @param around what is known of the place; the jobs' own ARNs say the rest
 */
export const describeJobs = (
  given: MediaConvertRoleProps,
  around: Surroundings,
  elsewhere: Elsewhere = {},
): JobsOutcome => {
  const report = newReport(WRITTEN_OUT);
  const needs = given.access.mode === "jobs" ? jobNeeds(around)(given.access.jobs, "access.jobs", report) : undefined;
  if (needs === undefined || report.problems.length > 0) {
    return { problems: report.problems, warnings: report.warnings };
  }
  const own = given.accountId === undefined ? {} : { accountId: given.accountId };
  const need = union(needs.map((job) => job.need));
  const site = siteOf({ ...around, ...own }, need, elsewhere);
  const props = { ...roleOfJobs(needs, site), ...withBuckets(given, need, elsewhere) };
  const known: Surroundings = {
    ...around,
    jobNeeds: needs,
    partition: site.partition,
    ...(site.region === UNKNOWN_REGION ? {} : { region: site.region }),
  };
  return describedOf(props, known, site, elsewhere.bucketKeyNow);
};

/** Facts about buckets that the jobs name, under what was said by hand. */
const withBuckets = (props: MediaConvertRoleProps, need: Need, { buckets = {} }: Elsewhere): MediaConvertRoleProps => {
  const named = new Set([...need.reads, ...need.writes].map(({ bucket }) => bucket));
  const known = Object.fromEntries(Object.entries(buckets).filter(([name]) => named.has(name)));
  if (props.access.mode !== "jobs" || Object.keys(known).length === 0) return props;
  return { ...props, access: { ...props.access, buckets: { ...known, ...props.access.buckets } } };
};

const describedOf = (
  props: MediaConvertRoleProps,
  around: Surroundings,
  site: Site,
  bucketKeyNow: RequestFacts["bucketKeyNow"] = () => undefined,
): JobsOutcome => {
  const questions: Question[] = [];
  const report = { ...newReport(WRITTEN_OUT), ask: (question: Question) => void questions.push(question) };
  const deployment = {
    partition: () => site.partition,
    accountId: () => site.accountId,
    region: () => site.region,
  };
  const description = describeUnpacked(props, "", around, deployment, report);
  const { problems, warnings } = report;
  if (description === undefined) return { problems, warnings };
  const sizes = newReport(WRITTEN_OUT);
  packRole(description, "", sizes);
  const requests = requestsOf(around.jobNeeds ?? [], factsOf(description.checked, site, bucketKeyNow), site);
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

/** Where the role is: what is said, and else what the jobs' own ARNs say. */
export const siteOf = ({ partition, accountId, region }: Surroundings, need: Need, elsewhere: Elsewhere): Site => {
  const ownRegion = region ?? regionIn(need) ?? elsewhere.region;
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

/** The Region of what has to be in the job's: its queue, or else its endpoints and secrets, where they agree. */
const regionIn = (need: Need): string | undefined => {
  const regionOf = (arn: string): readonly string[] =>
    arn.startsWith("arn:") ? [arn.split(":")[ARN_REGION] ?? ""] : [];
  const queues = new Set(need.queues.flatMap(({ queue = "" }) => regionOf(queue)));
  const others = new Set([
    ...need.secrets.flatMap(({ secret }) => regionOf(secret)),
    ...need.connections.flatMap(({ connectionArn }) => regionOf(connectionArn)),
    ...need.endpoints.flatMap(({ url }) => {
      const parsed = parseEndpoint(url);
      return typeof parsed === "string" ? [] : [parsed.region];
    }),
  ]);
  const [only, ...more] = queues.size > 0 ? queues : others;
  return more.length > 0 || only === "" ? undefined : only;
};
