import { documentAt } from "./documents";
import { aboutEach, forgottenGap } from "./draft";
import { encryptionBy, hasBucketKey } from "./encryption";
import type { FoundBucket, Gap } from "./facts";
import { hasHole, hole } from "./holes";
import { type Path, mapOf, oneOrMore, partAt, textOf, without } from "./json-value";
import { arnOfKey } from "./kms";
import { type Directory, directoryOf } from "./link";
import { isAmong, namesReplaced } from "./removed";
import { type Inventory, type Resource, argumentAt, becauseOf, isUnknown, namedBy } from "./resource";

/** Buckets of a source. */
export interface Buckets {
  readonly found: { readonly [name: string]: FoundBucket };
  /** With whose credentials each is made, where its account is not known. */
  readonly credentials: ReadonlyMap<string, string>;
}

/** A source while its buckets are gathered. */
interface Reading {
  readonly inventory: Inventory;
  readonly keys: Directory;
  readonly gaps: Gap[];
  /** Buckets whose policy or default encryption a resource sets before the plan is applied. */
  readonly replaced: { readonly policy: ReadonlySet<string>; readonly encryption: ReadonlySet<string> };
}

const POLICY = "aws_s3_bucket_policy";
const ENCRYPTION = "server_side_encryption_configuration";
const SSE_S3: FoundBucket = { encryption: "none", bucketKey: false };

/** A bucket's name, or a hole that stands for it. */
const nameOf = (bucket: Resource): string => textOf(bucket.values["bucket"]) ?? hole(`${bucket.address}.bucket`);

const managed = ({ resources }: Inventory, type: string): readonly Resource[] =>
  resources.filter((resource) => resource.mode === "managed" && resource.type === type);

/** Buckets of a source, by name, with their policies and their default encryption. */
export const foundBuckets = (inventory: Inventory, keys: Directory, gaps: Gap[]): Buckets => {
  const replaced = {
    policy: namesReplaced(inventory, POLICY, "bucket"),
    encryption: namesReplaced(inventory, `aws_s3_bucket_${ENCRYPTION}`, "bucket"),
  };
  const reading: Reading = { inventory, keys, gaps, replaced };
  const buckets = directoryOf(managed(inventory, "aws_s3_bucket"), ({ values }) => [
    textOf(values["bucket"]),
    textOf(values["id"]),
    textOf(values["arn"]),
  ]);
  const found = new Map<string, FoundBucket>();
  const add = (name: string, more: FoundBucket): void => {
    found.set(name, { ...found.get(name), ...more });
  };
  const isForeign = (name: string): boolean => buckets.find(namedBy(name)).one === undefined;
  for (const bucket of buckets.all) add(nameOf(bucket), ownFacts(bucket, reading));
  for (const name of replaced.policy) if (isForeign(name)) add(name, { hasNoPolicy: true });
  for (const name of replaced.encryption) if (isForeign(name)) add(name, SSE_S3);
  for (const resource of managed(inventory, POLICY)) {
    const name = bucketNamed(resource, buckets, "bucket", gaps);
    if (name === undefined) continue;
    const { policy } = policyAt(resource, name, gaps);
    const rest = without(found.get(name) ?? {}, "policy", "hasNoPolicy");
    found.set(name, { ...rest, ...(policy === undefined ? {} : { policy }) });
  }
  for (const resource of managed(inventory, `aws_s3_bucket_${ENCRYPTION}`)) {
    const name = bucketNamed(resource, buckets, "encryption", gaps);
    if (name === undefined) continue;
    const rest = without(found.get(name) ?? {}, "encryption", "bucketKey");
    found.set(name, { ...rest, ...encryptionAt(resource, ["rule"], name, reading) });
  }
  const open = buckets.all.filter(({ place }) => place.accountId === undefined);
  return { found: mapOf(found), credentials: new Map(open.map((bucket) => [nameOf(bucket), bucket.credentials])) };
};

/** The buckets as a role has to take them: those that others make may be in another account. */
export const bucketsSeenBy = ({ found, credentials }: Buckets, own: string): Buckets["found"] =>
  [...credentials.values()].every((one) => one === own)
    ? found
    : mapOf(
        Object.entries(found).map(([name, bucket]) => {
          const isOwn = (credentials.get(name) ?? own) === own;
          return [name, isOwn ? bucket : { ...bucket, accountUncertain: true as const }];
        }),
      );

/** The bucket that a resource belongs to. */
const bucketNamed = (
  resource: Resource,
  buckets: Directory,
  of: "bucket" | "encryption",
  gaps: Gap[],
): string | undefined => {
  const argument = argumentAt(resource, ["bucket"]);
  const { one, outside, among } = buckets.find(argument);
  if (one !== undefined) return nameOf(one);
  if (outside === undefined && among?.length !== 0) {
    const whose = "is known only after apply whose this is";
    const what = of === "encryption" ? `encryption by default: it ${whose}` : `it ${whose}`;
    gaps.push(...aboutEach({ where: resource.address, of, what }, among?.map(nameOf), argument.text));
  }
  return outside;
};

const policyAt = (resource: Resource, name: string, gaps: Gap[]): Pick<FoundBucket, "policy"> => {
  if (resource.isForgotten) gaps.push(forgottenGap(resource, "bucket", name));
  const { policy, gap } = documentAt(resource, ["policy"], "bucket", { about: name });
  if (gap !== undefined) gaps.push(gap);
  return policy === undefined ? {} : { policy };
};

/** What the bucket itself tells. What Terraform does not set is seen only where the bucket exists, or is made. */
const ownFacts = (bucket: Resource, reading: Reading): FoundBucket => {
  const { gaps, inventory, replaced } = reading;
  const about = nameOf(bucket);
  if (bucket.isForgotten) gaps.push(forgottenGap(bucket, "bucket", about));
  const { accountId } = bucket.place;
  const isGiven = bucket.isGiven("policy") === true;
  // What a bucket tells of its policy is from before, where another resource sets it.
  const hasNone = !isGiven && (bucket.isNew || isOf(bucket, replaced.policy));
  const { policy, gap } = hasNone ? {} : documentAt(bucket, ["policy"], "bucket", { isRequired: false, about });
  if (gap !== undefined) gaps.push(gap);
  const isSeen = inventory.called !== "stack" && gap === undefined;
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(policy === undefined ? (isSeen ? { hasNoPolicy: true } : {}) : { policy }),
    ...ownEncryption(bucket, reading),
  };
};

const isOf = (bucket: Resource, names: ReadonlySet<string>): boolean => isAmong(names, bucket, ["bucket", "id", "arn"]);

const ownEncryption = (bucket: Resource, reading: Reading): FoundBucket => {
  const { inventory, replaced } = reading;
  const isGiven = bucket.isGiven(ENCRYPTION) === true;
  const blocks = bucket.values[ENCRYPTION];
  if (!isGiven && isOf(bucket, replaced.encryption)) return SSE_S3;
  if (oneOrMore(blocks).length > 0) {
    const rules: Path = Array.isArray(blocks) ? [ENCRYPTION, 0, "rule"] : [ENCRYPTION, "rule"];
    return encryptionAt(bucket, rules, nameOf(bucket), reading);
  }
  // A new bucket without a configuration of its own has SSE-S3, as every bucket since January 2023.
  return inventory.called === "plan" && bucket.isNew && !isGiven ? SSE_S3 : {};
};

/**
 * The first rule's default encryption.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
const encryptionAt = (resource: Resource, rules: Path, about: string, { keys, gaps }: Reading): FoundBucket => {
  const block = (path: Path): Path => (Array.isArray(partAt(resource.values, path)) ? [...path, 0] : path);
  const rule = block(rules);
  const inner = block([...rule, "apply_server_side_encryption_by_default"]);
  const algorithm = argumentAt(resource, [...inner, "sse_algorithm"]);
  const bucketKey = bucketKeyAt(resource, [...rule, "bucket_key_enabled"], algorithm.text);
  const open = (what: string): void => {
    gaps.push({ where: resource.address, of: "encryption", what: `encryption by default${what}`, about });
  };
  if (!algorithm.isKnown) {
    open(" is known only after apply");
    return bucketKey.bucketKey === true ? {} : bucketKey;
  }
  if (algorithm.text?.startsWith("aws:kms") !== true) return { encryption: "none", ...bucketKey };
  const key = argumentAt(resource, [...inner, "kms_master_key_id"]);
  const { one, outside } = keys.find(key);
  if (one !== undefined) return { encryption: { keyArn: arnOfKey(one) }, ...bucketKey };
  const text = outside ?? key.text;
  if (outside !== undefined || key.isKnown || /(?:^|:)alias\//.test(text ?? "")) {
    const encryption = encryptionBy(algorithm.text, text, resource.place);
    if (encryption !== undefined) return { encryption, ...bucketKey };
    open(`: it is not in the source which key ${text ?? "it"} is`);
    return bucketKey;
  }
  open(`: its key is known only after apply${becauseOf(key.origin)}`);
  const keyArn = text !== undefined && hasHole(text) ? text : hole(`${resource.address}.kms_master_key_id`);
  return { encryption: { keyArn }, ...bucketKey };
};

const bucketKeyAt = (
  { values, unknown }: Resource,
  path: Path,
  algorithm: string | undefined,
): Pick<FoundBucket, "bucketKey"> => {
  if (isUnknown(unknown, path) && algorithm !== "aws:kms:dsse") return {};
  return { bucketKey: hasBucketKey(algorithm, partAt(values, path)) };
};
