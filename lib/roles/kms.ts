import { documentAt } from "./documents";
import { aboutEach, forgottenGap } from "./draft";
import type { FoundKey, FoundPolicy, Gap } from "./facts";
import { hole } from "./holes";
import { mapOf, textOf } from "./json-value";
import { type Directory, type Target, directoryOf } from "./link";
import { type Place, filledPlace, keyArn, placeOfArn } from "./place";
import { isAmong, namesReplaced } from "./removed";
import { type Argument, type Inventory, type Resource, argumentAt, isUnknown, namedBy } from "./resource";

/** A key's ARN, or a hole that stands for it. */
export const arnOfKey = (key: Resource): string => textOf(key.values["arn"]) ?? hole(`${key.address}.arn`);

/** The keys of a source, found by ARN, id and reference, also through an alias. */
export const keyDirectory = ({ resources }: Inventory): Directory => {
  const keys = directoryOf(
    resources.filter(
      ({ type, mode }) => mode === "managed" && (type === "aws_kms_key" || type === "aws_kms_replica_key"),
    ),
    ({ values }) => [textOf(values["arn"]), textOf(values["key_id"]), textOf(values["id"])],
  );
  const aliases = directoryOf(
    resources.filter(({ type, mode }) => mode === "managed" && type === "aws_kms_alias"),
    ({ values }) => [textOf(values["arn"]), textOf(values["name"])],
  );
  const find = (argument: Argument): Target => {
    const { one } = aliases.find(argument);
    return keys.find(one === undefined ? argument : argumentAt(one, ["target_key_id"]));
  };
  return { all: keys.all, find };
};

/**
 * The policy that KMS gives a key which is made without one: it leaves the key to the account's own policies.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const defaultPolicy = (key: string, place: Place): FoundPolicy => {
  const { partition, accountId } = filledPlace(place);
  return {
    name: `default policy of ${key}`,
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    },
  };
};

const ofType = ({ resources }: Inventory, type: string): readonly Resource[] =>
  resources.filter((resource) => resource.mode === "managed" && resource.type === type);

/** Keys of a source, by ARN, with their policies. */
export const foundKeys = (inventory: Inventory, keys: Directory, gaps: Gap[]): { readonly [arn: string]: FoundKey } => {
  const policies = new Map<Resource, Resource>();
  const foreign = new Map<string, FoundKey>();
  const gone = namesReplaced(inventory, "aws_kms_key_policy", "key_id");
  for (const arn of gone) {
    const isForeign = arn.startsWith("arn:") && keys.find(namedBy(arn)).one === undefined;
    if (isForeign) foreign.set(arn, { policy: defaultPolicy(arn, placeOfArn(arn)) });
  }
  for (const resource of ofType(inventory, "aws_kms_key_policy")) {
    const argument = argumentAt(resource, ["key_id"]);
    const { one, among, outside } = keys.find(argument);
    if (one !== undefined) policies.set(one, resource);
    else if (outside !== undefined) foreign.set(keyArn(outside, resource.place), foreignKey(resource, outside, gaps));
    else if (among?.length !== 0) {
      const what = "it is known only after apply whose policy this is";
      gaps.push(...aboutEach({ where: resource.address, of: "key", what }, among?.map(arnOfKey), argument.text));
    }
  }
  const found = keys.all.map((key): [string, FoundKey] => {
    const arn = arnOfKey(key);
    const accountId = placeOfArn(arn).accountId ?? key.place.accountId;
    const policy = policyOfKey(key, policies.get(key), gone, gaps);
    return [arn, { ...(accountId === undefined ? {} : { accountId }), ...(policy === undefined ? {} : { policy }) }];
  });
  return mapOf([...foreign, ...found]);
};

/** A key that is not in the source, whose policy is. */
const foreignKey = (resource: Resource, key: string, gaps: Gap[]): FoundKey => {
  const about = keyArn(key, resource.place);
  const { policy, gap } = documentAt(resource, ["policy"], "key", { about });
  if (gap !== undefined) gaps.push(gap);
  if (resource.isForgotten) gaps.push(forgottenGap(resource, "key", about));
  return policy === undefined ? {} : { policy };
};

const policyOfKey = (
  key: Resource,
  resource: Resource | undefined,
  gone: ReadonlySet<string>,
  gaps: Gap[],
): FoundPolicy | undefined => {
  const about = arnOfKey(key);
  if (key.isForgotten) gaps.push(forgottenGap(key, "key", about));
  const isGiven = key.isGiven("policy");
  const isDefault = isUnknown(key.unknown, ["policy"])
    ? isGiven === false
    : isGiven === false && key.values["policy"] === undefined;
  // What a key tells of its policy is from before, where another resource sets it.
  const isStale = isGiven !== true && isAmong(gone, key, ["arn", "key_id", "id"]);
  if (resource === undefined && (isDefault || isStale)) {
    return defaultPolicy(key.address, { ...key.place, ...placeOfArn(about) });
  }
  const { policy, gap } = documentAt(resource ?? key, ["policy"], "key", { isRequired: false, about });
  if (gap !== undefined) gaps.push(gap);
  else if (policy === undefined) {
    const what = "the key's policy is not in the source";
    gaps.push({ where: key.address, of: "key", what, about, closedBy: `key:${about}` });
  }
  return policy;
};
