import * as errors from "../errors";
import { childPath } from "../problem";
import type { Report } from "./check";
import { type CheckedJobs, EVERY_BUCKET } from "./jobs";
import type { CheckedLocation } from "./location";

/**
 * Gives locations of mode `jobs` the owner that the facts about their bucket say. Where a listed
 * place says it, that holds, and facts that say another are a problem.
 */
export const withOwners = (
  { path, buckets, inputs = [], outputs = [] }: CheckedJobs,
  report: Report,
): ((location: CheckedLocation) => CheckedLocation) => {
  const listed = new Map(
    [...inputs, ...outputs].flatMap((location) =>
      location.ownerAccount === undefined ? [] : [[location.bucket, location] as const],
    ),
  );
  for (const [bucket, { ownerAccount }] of Object.entries(buckets)) {
    const first = listed.get(bucket);
    if (first === undefined || ownerAccount === undefined || ownerAccount === first.ownerAccount) continue;
    const at = childPath(childPath(childPath(path, "buckets"), bucket), "ownerAccount");
    report.problem(errors.ownerDiffers(at, bucket, ownerAccount, childPath(first.path, "ownerAccount")));
  }
  return (location) => {
    const { bucket } = location;
    if (listed.has(bucket)) return location;
    const { ownerAccount } = (Object.hasOwn(buckets, bucket) ? buckets[bucket] : buckets[EVERY_BUCKET]) ?? {};
    return ownerAccount === undefined ? location : { ...location, ownerAccount };
  };
};
