import type { Answers, BucketFacts } from "./answers";
import type { ReadNeed, WriteNeed } from "./need";
import { groupsOf } from "./order";
import { widened, withoutCovered } from "./scopes";

/** A key of the objects in a place. */
export interface PlaceKey {
  readonly keyArn: string;
  /** It is the bucket's default key, and Bucket Keys have been on for all that is under it. */
  readonly bucketKey: boolean;
}

/** Places in a bucket that the role must reach. */
export interface DerivedPlace {
  readonly bucket: string;
  /** IAM pattern of the object keys. */
  readonly pattern: string;
  readonly keys: readonly PlaceKey[];
  readonly listBucket: boolean;
  readonly acl: boolean;
  /** Another place covers it: it counts only for its ACL and its keys. */
  readonly covered: boolean;
}

const NO_FACTS: BucketFacts = { keyArns: [], bucketKey: false, listBucket: true };

/** Where jobs read: no place covers another. */
export const inputsOf = (reads: readonly ReadNeed[], answers: Answers): readonly DerivedPlace[] =>
  groupsOf(reads, ({ bucket }) => bucket).flatMap(([bucket, inBucket]) => {
    const { keyArns, bucketKey, listBucket } = answers.bucket(bucket) ?? NO_FACTS;
    const patterns = withoutCovered(inBucket.map(({ pattern }) => widened(pattern, answers.granularity)));
    return patterns.map((pattern) => ({
      bucket,
      pattern,
      keys: keyArns.map((keyArn) => ({ keyArn, bucketKey })),
      listBucket,
      acl: false,
      covered: false,
    }));
  });

/** The keys that one write needs: what the job says, else what is known of the bucket. */
const keysOfWrite = ({ encryption, bucket }: WriteNeed, answers: Answers): readonly PlaceKey[] => {
  if (typeof encryption === "string") return [];
  if (encryption !== undefined) return [{ keyArn: encryption.keyArn, bucketKey: false }];
  const { keyArns, bucketKey } = answers.bucket(bucket) ?? NO_FACTS;
  return keyArns.map((keyArn) => ({ keyArn, bucketKey }));
};

/** Each key once; it counts as a Bucket Key only where it always is one. */
const eachKey = (keys: readonly PlaceKey[]): readonly PlaceKey[] =>
  groupsOf(keys, ({ keyArn }) => keyArn).map(([keyArn, some]) => ({
    keyArn,
    bucketKey: some.every(({ bucketKey }) => bucketKey),
  }));

/** Where jobs write. */
export const outputsOf = (writes: readonly WriteNeed[], answers: Answers): readonly DerivedPlace[] =>
  groupsOf(writes, ({ bucket }) => bucket).flatMap(([bucket, inBucket]) => {
    const scoped = inBucket.map((write) => ({ write, pattern: widened(write.pattern, answers.granularity) }));
    const plain = new Set(withoutCovered(scoped.map(({ pattern }) => pattern)));
    const withAcl = scoped.filter(({ write }) => write.acl !== undefined);
    const acls = new Set(withoutCovered(withAcl.map(({ pattern }) => pattern)));
    return groupsOf(scoped, ({ pattern }) => pattern).flatMap(([pattern, some]): readonly DerivedPlace[] => {
      const covered = !plain.has(pattern);
      const keys = eachKey(some.flatMap(({ write }) => keysOfWrite(write, answers)));
      const acl = acls.has(pattern);
      if (covered && !acl && keys.length === 0) return [];
      return [
        {
          bucket,
          pattern,
          keys,
          listBucket: false,
          acl,
          covered,
        },
      ];
    });
  });
