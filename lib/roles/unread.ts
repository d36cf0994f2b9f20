import { type JsonObject, memberOf, objectOf, textsOf } from "./json-value";
import type { Inventory } from "./resource";

/**
 * Resources that decide on access and are not read: the same objects of AWS by its Cloud Control API, which writes them
 * in its own way.
 *
 * @see https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
 */
const TYPES = /^awscc_(?:iam_(?:role|managed_policy|policy)|kms_key$|kms_replica_key$|s3_bucket_policy$)/;
const CLOUD_CONTROL = "aws_cloudcontrolapi_resource";
const TYPE_NAMES = /^AWS::(?:IAM::(?:Role|ManagedPolicy|Policy)|KMS::(?:Replica)?Key$|S3::BucketPolicy$)/;

const isUnread = (type: unknown, values: unknown): boolean =>
  typeof type === "string" &&
  (TYPES.test(type) ||
    (type === CLOUD_CONTROL && textsOf(memberOf(values, "type_name")).some((name) => TYPE_NAMES.test(name))));

/** Addresses of those that a plan changes. */
export const unreadInPlan = (items: readonly JsonObject[]): readonly string[] =>
  items
    .filter(({ type, mode, change }) => {
      if (mode === "data" || !["before", "after"].some((side) => isUnread(type, memberOf(change, side)))) return false;
      return textsOf(memberOf(change, "actions")).some((action) => action !== "no-op");
    })
    .map((item) => String(item["address"]));

/** Addresses of those that are not the same in two stacks. */
export const unreadInStacks = (before: Inventory, after: Inventory): readonly string[] => {
  const texts = ({ resources }: Inventory): ReadonlyMap<string, string> =>
    new Map(
      resources
        .filter(({ type, mode, values }) => mode === "managed" && isUnread(type, values))
        .map(({ address, values }) => [address, JSON.stringify(objectOf(values))]),
    );
  const [was, is] = [texts(before), texts(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((address) => was.get(address) !== is.get(address));
};
