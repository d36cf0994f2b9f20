import { type Problem, inQuotes, problem } from "./problem";

/** Messages about locations; `errors.ts` has them too. */

export const noLocations = (path: string): Problem =>
  problem(path, `names no location in "inputs" or "outputs"; add one, or choose mode "custom"`);

export const locationForm = (path: string): Problem =>
  problem(
    path,
    `gives neither or both of "location" and "bucket"; write { "location": "s3://bucket/prefix" } or { "bucket": "…", "prefix": "…" }`,
  );

export const prefixWithLocation = (path: string): Problem =>
  problem(path, `"prefix" goes with "bucket"; put it into "location" instead: "s3://bucket/prefix"`);

export const notALocation = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is not an S3 location; write "s3://bucket/prefix" or "arn:aws:s3:::bucket/prefix"`);

export const bucketIsArn = (path: string, value: string): Problem =>
  problem(path, `expected a bucket name, got the ARN ${inQuotes(value)}; write the name alone`);

export const bucketWildcard = (path: string, bucket: string): Problem =>
  problem(path, `bucket ${inQuotes(bucket)} has a wildcard; name each bucket, or choose mode "full"`);

export const bucketName = (path: string, bucket: string, rule: string): Problem =>
  problem(path, `${inQuotes(bucket)} is no bucket name: ${rule}; correct it`);

export const bucketKind = (path: string, bucket: string, kind: string): Problem =>
  problem(
    path,
    `${inQuotes(bucket)} is the name of ${kind}, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give "statements"`,
  );

export const trailingWildcard = (path: string, prefix: string): Problem =>
  problem(path, `prefix ${inQuotes(prefix)} ends with "*"; drop it: a prefix covers all keys that begin with it`);

export const wildcardInPrefix = (path: string, prefix: string): Problem =>
  problem(
    path,
    `prefix ${inQuotes(prefix)} has "*" or "?", which are taken literally here; drop them unless the keys really hold them`,
  );

export const percentInPrefix = (path: string, prefix: string): Problem =>
  problem(
    path,
    `prefix ${inQuotes(prefix)} has a percent sequence, which is taken literally; write the character itself if the keys hold that`,
  );

export const foreignCharacterInPrefix = (path: string, prefix: string): Problem =>
  problem(
    path,
    `prefix ${inQuotes(prefix)} has a character that no policy can hold (above U+00FF); the role covers all keys that begin with what stands before it`,
  );

export const patternWithLocation = (path: string): Problem =>
  problem(path, `"pattern" goes with "bucket"; give that in place of "location"`);

export const patternWithPrefix = (path: string): Problem =>
  problem(path, `gives both "prefix" and "pattern"; drop one: the prefix "vod/" is the pattern "vod/*"`);

export const foreignCharacterInPattern = (path: string, character: string): Problem =>
  problem(path, `holds ${inQuotes(character)}, which a policy cannot hold; write "*" in its place`);

export const variableInPattern = (path: string, pattern: string): Problem =>
  problem(
    path,
    `pattern ${inQuotes(pattern)} has "\${", which begins neither "\${*}", "\${?}" nor "\${$}": IAM variables are not possible here; for the characters "\${" write "\${$}{"`,
  );

export const duplicateLocation = (path: string, first: string): Problem =>
  problem(path, `is the same location as ${first}; drop one (a second key goes into "kmsKeys")`);

export const bucketKeyAlone = (path: string, keySetting: string): Problem =>
  problem(path, `"bucketKey" says nothing without "${keySetting}"; give the key or drop it`);

export const ownerDiffers = (path: string, bucket: string, owner: string, first: string): Problem =>
  problem(
    path,
    `says that account ${inQuotes(owner)} owns bucket ${inQuotes(bucket)}, and ${first} says another; correct one of them`,
  );

export const foreignOutput = (path: string, bucket: string, owner: string): Problem =>
  problem(
    path,
    `unless bucket ${inQuotes(bucket)} enforces its owner's ownership, account ${owner} cannot read outputs without the canned ACL BUCKET_OWNER_FULL_CONTROL: set "acl": true and the ACL in jobs, or "acl": false if it does`,
  );
