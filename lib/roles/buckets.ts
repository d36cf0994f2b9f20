import { documentAt } from "./documents";
import { forgottenGap } from "./draft";
import type { FoundBucket, Gap } from "./facts";
import { hasHole, hole } from "./holes";
import { type Path, mapOf, oneOrMore, partAt, textOf, without } from "./json-value";
import { type Directory, directoryOf } from "./link";
import { arnOfKey } from "./kms";
import { keyArn } from "./place";
import { type Inventory, type Resource, argumentAt, becauseOf, isUnknown } from "./resource";

/** A bucket's name, or a hole that stands for it. */
const nameOf = (bucket: Resource): string => textOf(bucket.values["bucket"]) ?? hole(`${bucket.address}.bucket`);

const managed = ({ resources }: Inventory, type: string): readonly Resource[] =>
  resources.filter((resource) => resource.mode === "managed" && resource.type === type);

/** Buckets of a source, by name, with their policies and their default encryption. */
export const foundBuckets = (
  inventory: Inventory,
  keys: Directory,
  gaps: Gap[],
): { readonly [name: string]: FoundBucket } => {
  const buckets = directoryOf(managed(inventory, "aws_s3_bucket"), ({ values }) => [
    textOf(values["bucket"]),
    textOf(values["id"]),
    textOf(values["arn"]),
  ]);
  const found = new Map<string, FoundBucket>();
  const add = (name: string, more: FoundBucket): void => {
    found.set(name, { ...found.get(name), ...more });
  };
  for (const bucket of buckets.all) add(nameOf(bucket), ownFacts(bucket, inventory, keys, gaps));
  const named = (resource: Resource): string | undefined => {
    const { one, outside, among } = buckets.find(argumentAt(resource, ["bucket"]));
    if (one !== undefined) return nameOf(one);
    if (outside !== undefined) return outside;
    if (among?.length !== 0) {
      gaps.push({ where: resource.address, of: "bucket", what: "it is known only after apply whose this is" });
    }
    return undefined;
  };
  for (const resource of managed(inventory, "aws_s3_bucket_policy")) {
    const name = named(resource);
    if (name === undefined) continue;
    if (resource.isForgotten) gaps.push(forgottenGap(resource, "bucket"));
    const { policy, gap } = documentAt(resource, ["policy"], "bucket");
    if (gap !== undefined) gaps.push(gap);
    const rest = without(found.get(name) ?? {}, "policy", "hasNoPolicy");
    found.set(name, { ...rest, ...(policy === undefined ? {} : { policy }) });
  }
  for (const resource of managed(inventory, "aws_s3_bucket_server_side_encryption_configuration")) {
    const name = named(resource);
    if (name === undefined) continue;
    const rest = without(found.get(name) ?? {}, "encryption", "bucketKey");
    found.set(name, { ...rest, ...encryptionAt(resource, ["rule"], keys, gaps) });
  }
  return mapOf(found);
};

/** What the bucket itself tells. What Terraform does not set is seen only where the bucket exists, or is made. */
const ownFacts = (bucket: Resource, { called }: Inventory, keys: Directory, gaps: Gap[]): FoundBucket => {
  if (bucket.isForgotten) gaps.push(forgottenGap(bucket, "bucket"));
  const { accountId } = bucket.place;
  const { policy, gap } =
    bucket.isNew && bucket.isGiven("policy") !== true
      ? {}
      : documentAt(bucket, ["policy"], "bucket", { isRequired: false });
  if (gap !== undefined) gaps.push(gap);
  const isSeen = called !== "stack" && gap === undefined;
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(policy === undefined ? (isSeen ? { hasNoPolicy: true } : {}) : { policy }),
    ...ownEncryption(bucket, called, keys, gaps),
  };
};

const ENCRYPTION = "server_side_encryption_configuration";

const ownEncryption = (bucket: Resource, called: Inventory["called"], keys: Directory, gaps: Gap[]): FoundBucket => {
  const blocks = bucket.values[ENCRYPTION];
  if (oneOrMore(blocks).length > 0) {
    return encryptionAt(bucket, Array.isArray(blocks) ? [ENCRYPTION, 0, "rule"] : [ENCRYPTION, "rule"], keys, gaps);
  }
  // A new bucket without a configuration of its own has SSE-S3, as every bucket since January 2023.
  return called === "plan" && bucket.isNew && bucket.isGiven(ENCRYPTION) !== true
    ? { encryption: "none", bucketKey: false }
    : {};
};

/**
 * The first rule's default encryption.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
const encryptionAt = (resource: Resource, rules: Path, keys: Directory, gaps: Gap[]): FoundBucket => {
  const block = (path: Path): Path => (Array.isArray(partAt(resource.values, path)) ? [...path, 0] : path);
  const rule = block(rules);
  const inner = block([...rule, "apply_server_side_encryption_by_default"]);
  const algorithm = argumentAt(resource, [...inner, "sse_algorithm"]);
  const enabled = partAt(resource.values, [...rule, "bucket_key_enabled"]);
  const bucketKey = isUnknown(resource.unknown, [...rule, "bucket_key_enabled"]) ? {} : { bucketKey: enabled === true };
  if (!algorithm.isKnown) {
    gaps.push({ where: resource.address, of: "bucket", what: "the default encryption is known only after apply" });
    return bucketKey;
  }
  const key = argumentAt(resource, [...inner, "kms_master_key_id"]);
  const isKms = algorithm.text?.startsWith("aws:kms") === true;
  if (!isKms || (key.isKnown && key.text === undefined)) return { encryption: "none", ...bucketKey };
  const { one, outside } = keys.find(key);
  if (one !== undefined) return { encryption: { keyArn: arnOfKey(one) }, ...bucketKey };
  if (outside !== undefined) return { encryption: { keyArn: keyArn(outside, resource.place) }, ...bucketKey };
  const what = `the key of the default encryption is known only after apply${becauseOf(key.origin)}`;
  gaps.push({ where: resource.address, of: "bucket", what });
  const text = key.text !== undefined && hasHole(key.text) ? key.text : hole(`${resource.address}.kms_master_key_id`);
  return { encryption: { keyArn: text }, ...bucketKey };
};
