import type { JobNeed } from "../jobs/derive";
import type { WriteNeed } from "../jobs/need";
import { at } from "../jobs/tree";

/**
 * R-XA-ACL, R-KMS-OUT: what holds for outputs in buckets of other accounts, beside permissions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export const foreignRemarks = (jobs: readonly JobNeed[], isForeign: (bucket: string) => boolean): readonly string[] => {
  const writes = jobs.flatMap(({ need }) => need.writes).filter(({ bucket }) => isForeign(bucket));
  return [...new Set(writes.flatMap(remarksOf))].sort();
};

const FULL_CONTROL = "BUCKET_OWNER_FULL_CONTROL";

const remarksOf = ({ bucket, acl, encryption, origin }: WriteNeed): readonly string[] => [
  ...(acl?.value === FULL_CONTROL
    ? []
    : [
        `${at(origin.place)}: unless bucket ${bucket} enforces its owner's ownership, the owner cannot read outputs without CannedAcl ${FULL_CONTROL}`,
      ]),
  ...(acl === undefined || acl.value === FULL_CONTROL
    ? []
    : [`${at(acl.origin.place)}: a bucket that enforces its owner's ownership rejects CannedAcl ${acl.value}`]),
  ...(encryption === "aws/s3"
    ? [`${at(origin.place)}: the key aws/s3 does not serve bucket ${bucket} of another account; name a customer key`]
    : []),
];
