import type { FoundBucket, FoundKey, Gap, RoleFacts } from "./facts";
import { hasHole } from "./holes";
import { mapOf, without } from "./json-value";
import { isSameKey } from "./names";

/**
 * Buckets and keys out of several sources.
 *
 * Each part comes from the first source that says something of it, be it that it is not known before apply: what a
 * later source has is then from before.
 */

type Kind = Extract<Gap["of"], "bucket" | "encryption" | "key">;

/** What the sources before leave open, for good. */
const openBefore = (sources: readonly RoleFacts[], kind: Kind): ReadonlySet<string> =>
  new Set(
    sources.flatMap(({ gaps }) =>
      gaps.flatMap(({ of, about, closedBy }) => (of === kind && closedBy === undefined ? (about ?? []) : [])),
    ),
  );

export const bucketsOf = (sources: readonly RoleFacts[]): RoleFacts["buckets"] => {
  const found = new Map<string, FoundBucket>();
  sources.forEach(({ buckets }, at) => {
    const before = sources.slice(0, at);
    const noPolicy = openBefore(before, "bucket");
    const noEncryption = openBefore(before, "encryption");
    for (const [name, bucket] of Object.entries(buckets)) {
      const { policy, hasNoPolicy, encryption } = found.get(name) ?? {};
      const isPolicySaid = policy !== undefined || hasNoPolicy === true || noPolicy.has(name);
      const isEncryptionSaid = encryption !== undefined || noEncryption.has(name);
      const rest = isPolicySaid ? without(bucket, "policy", "hasNoPolicy") : bucket;
      const more = isEncryptionSaid ? without(rest, "encryption", "bucketKey") : rest;
      found.set(name, certain({ ...more, ...found.get(name) }));
    }
  });
  return mapOf(found);
};

/** Without a doubt about the account, where a source tells it. */
const certain = (bucket: FoundBucket): FoundBucket =>
  bucket.accountId === undefined ? bucket : without(bucket, "accountUncertain");

/** The only key there is that a key without account and Region may be. */
const knownAs = (arn: string, found: ReadonlyMap<string, FoundKey>): string => {
  if (!arn.startsWith("arn:") || !hasHole(arn)) return arn;
  const [only, ...others] = [...found.keys()].filter((one) => isSameKey(arn, one));
  return only !== undefined && others.length === 0 ? only : arn;
};

export const keysOf = (sources: readonly RoleFacts[]): RoleFacts["keys"] => {
  const found = new Map<string, FoundKey>();
  sources.forEach(({ keys }, at) => {
    const open = openBefore(sources.slice(0, at), "key");
    for (const [filed, key] of Object.entries(keys)) {
      const arn = knownAs(filed, found);
      found.set(arn, { ...(open.has(arn) ? without(key, "policy") : key), ...found.get(arn) });
    }
  });
  return mapOf(found);
};
