import type { Granularity } from "./scopes";

/** What a person knows of a bucket and no job says. */
export interface BucketFacts {
  /** Keys of its objects, SSE-KMS; none: SSE-S3, or the key `aws/s3`. */
  readonly keyArns: readonly string[];
  readonly bucketKey: boolean;
  readonly listBucket: boolean;
}

/** Answers to what jobs leave open. */
export interface Answers {
  readonly granularity: Granularity;
  /** By bucket; undefined: not said. */
  readonly bucket: (name: string) => BucketFacts | undefined;
  /** Further inputs are listed, or it is said that there are none. */
  readonly inputsListed: boolean;
  readonly outputsListed: boolean;
  /** URLs of endpoints that are listed; undefined: nothing was said of endpoints. */
  readonly endpoints?: ReadonlySet<string>;
  /** Secrets and connections of which the key is said. */
  readonly secrets: ReadonlySet<string>;
  /** Regions of the keys that are named for client-side encrypted inputs. */
  readonly clientSideRegions: ReadonlySet<string>;
}
