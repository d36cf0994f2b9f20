import type { Problem } from "../problem";
import type { Answer } from "./api";
import { encryptionBy, hasBucketKey } from "./encryption";
import type { FoundGrant, RoleFacts } from "./facts";
import { type JsonObject, isObject, listOf, mapOf, memberOf, partAt, textOf, textsOf } from "./json-value";
import { keyArn, placeOfArn } from "./place";
import { bucketsIn, emptyFacts, givenDocument, servicesIn } from "./policy-document";

/** Answers about buckets and keys. Those that do not say whose they are take `Bucket` or `KeyId` beside them. */

const part = (where: string, more: Partial<RoleFacts>): Answer => ({
  facts: [{ ...emptyFacts(where), ...more }],
  problems: [],
});

const unclear = (where: string, message: string): Answer => ({
  facts: [],
  problems: [{ path: "", message: `${where} ${message}` }],
});

/** A policy with principals that is not a role's. */
export const policyOfWhat = (where: string): Problem => ({
  path: "",
  message: `${where} is the policy of a bucket or a key; give it as {"Bucket": …, "Policy": …} or {"KeyId": …, "Policy": …}`,
});

/** `list-grants`. */
export const grantsPart = (value: JsonObject, where: string): Answer | undefined => {
  if (!Array.isArray(value["Grants"])) return undefined;
  const given = textOf(value["KeyId"]);
  const grants = value["Grants"].filter(isObject).map((grant) => grantOf(grant, given, where));
  return part(where, { grants });
};

const grantOf = (grant: JsonObject, given: string | undefined, where: string): FoundGrant => {
  const grantee = textOf(grant["GranteePrincipal"]);
  const key = textOf(grant["KeyId"]) ?? given ?? "${key}";
  const context = (name: string): { readonly [key: string]: string } | undefined => {
    const found = partAt(grant, ["Constraints", name]);
    if (!isObject(found) || Object.keys(found).length === 0) return undefined;
    return mapOf(Object.entries(found).map(([one, text]) => [one, textOf(text) ?? ""]));
  };
  const equals = context("EncryptionContextEquals");
  const subset = context("EncryptionContextSubset");
  return {
    name: textOf(grant["Name"]) ?? textOf(grant["GrantId"]) ?? where,
    ...(grantee === undefined ? {} : { grantee }),
    keyArn: keyArn(key, {}),
    operations: textsOf(grant["Operations"]),
    ...(equals === undefined ? {} : { equals }),
    ...(subset === undefined ? {} : { subset }),
  };
};

/** The policy in `{"Policy": "…"}`, which `get-key-policy` and `get-bucket-policy` both print. */
const resourcePolicy = (value: JsonObject): unknown =>
  typeof value["Policy"] === "string" ? givenDocument(value["Policy"]) : undefined;

/** `get-key-policy`. */
export const keyPolicyPart = (value: JsonObject, where: string): Answer | undefined => {
  const document = resourcePolicy(value);
  const named = textOf(value["KeyId"]) ?? textOf(value["KeyArn"]);
  if (document === undefined || (named === undefined && !isOf(document, "kms"))) return undefined;
  if (named === undefined) return unclear(where, `does not say whose key policy it is; add "KeyId" with the key's ARN`);
  const arn = keyArn(named, {});
  const { accountId } = placeOfArn(arn);
  const policy = { name: `key policy of ${named}`, document };
  return part(where, { keys: mapOf([[arn, { ...(accountId === undefined ? {} : { accountId }), policy }]]) });
};

const isOf = (document: unknown, service: string): boolean => servicesIn(document).has(service);

/** `get-bucket-policy`. */
export const bucketPolicyPart = (value: JsonObject, where: string): Answer | undefined => {
  const document = resourcePolicy(value);
  if (document === undefined) return undefined;
  const given = textOf(value["Bucket"]);
  const [only, ...others] = given === undefined ? bucketsIn(document) : [given];
  if (only === undefined || others.length > 0) {
    return unclear(where, `does not say whose bucket policy it is; add "Bucket" with the bucket's name`);
  }
  return part(where, { buckets: mapOf([[only, { policy: { name: `bucket policy of ${only}`, document } }]]) });
};

/** `get-bucket-encryption`. */
export const bucketEncryptionPart = (value: JsonObject, where: string): Answer | undefined => {
  const configuration = value["ServerSideEncryptionConfiguration"];
  if (!isObject(configuration)) return undefined;
  const bucket = textOf(value["Bucket"]);
  if (bucket === undefined) {
    return unclear(where, `does not say whose encryption it is; add "Bucket" with the bucket's name`);
  }
  const [rule] = listOf(configuration["Rules"]);
  const key = textOf(partAt(rule, ["ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"]));
  const algorithm = textOf(partAt(rule, ["ApplyServerSideEncryptionByDefault", "SSEAlgorithm"]));
  const encryption = encryptionBy(algorithm, key, {});
  const bucketKey = hasBucketKey(algorithm, memberOf(rule, "BucketKeyEnabled"));
  if (encryption !== undefined) return part(where, { buckets: mapOf([[bucket, { encryption, bucketKey }]]) });
  const what = `encryption of ${bucket}: ${where} does not say which key ${key ?? "it"} is`;
  return part(where, {
    buckets: mapOf([[bucket, { bucketKey }]]),
    gaps: [{ where: bucket, of: "encryption", what, about: bucket }],
  });
};
