import type { JobNeed } from "../jobs/derive";
import type { JobRequest } from "./request";
import type { Site } from "./site";
import { ASSUME_ROLE } from "./check";

/**
 * R-TRUST, R-TRUST-SOURCE: MediaConvert assumes the role on behalf of each queue that the jobs run in or can hop to.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
 */
export const trustRequests = (jobs: readonly JobNeed[], roleArn: string, site: Site): readonly JobRequest[] => {
  const queues = new Map<string, { readonly jobs: Set<string>; readonly because: JobRequest["because"][number][] }>();
  for (const { document, need } of jobs) {
    for (const { queue = "Default", origin } of need.queues) {
      const arn = queueArn(queue, site);
      const found = queues.get(arn) ?? { jobs: new Set<string>(), because: [] };
      found.jobs.add(document.node.place.source);
      found.because.push(origin);
      queues.set(arn, found);
    }
  }
  return [...queues]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([arn, found]) => ({
      action: ASSUME_ROLE,
      resource: roleArn,
      context: { "aws:SourceAccount": { value: site.accountId }, "aws:SourceArn": { value: arn } },
      advised: false,
      errorCode: "1434",
      jobs: [...found.jobs].sort(),
      because: found.because,
    }));
};

const queueArn = (queue: string, { partition, region, accountId }: Site): string =>
  queue.startsWith("arn:") ? queue : `arn:${partition}:mediaconvert:${region}:${accountId}:queues/${queue}`;
