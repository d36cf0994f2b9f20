import { documentAt } from "./documents";
import { type Drafts, forgottenGap } from "./draft";
import type { FoundGrant, FoundKey, FoundPolicy, Gap } from "./facts";
import { hasHole, hole } from "./holes";
import { isObject, mapOf, oneOrMore, partAt, textOf, textsOf } from "./json-value";
import { type Directory, type Target, arnOf, directoryOf, mayBe } from "./link";
import { filledPlace, keyArn, placeOfArn } from "./place";
import { type Argument, type Inventory, type Resource, argumentAt, becauseOf, isUnknown, namedBy } from "./resource";

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
const defaultPolicy = (key: Resource): FoundPolicy => {
  const { partition, accountId } = filledPlace(key.place);
  return {
    name: `default policy of ${key.address}`,
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

/** Keys of a source, by ARN, with their policies. */
export const foundKeys = (
  { resources }: Inventory,
  keys: Directory,
  gaps: Gap[],
): { readonly [arn: string]: FoundKey } => {
  const policies = new Map<Resource, Resource>();
  for (const resource of resources) {
    if (resource.mode !== "managed" || resource.type !== "aws_kms_key_policy") continue;
    const { one, among, outside } = keys.find(argumentAt(resource, ["key_id"]));
    if (one !== undefined) policies.set(one, resource);
    else if (outside === undefined && among?.length !== 0) {
      gaps.push({ where: resource.address, of: "key", what: "it is known only after apply whose policy this is" });
    }
  }
  const found = keys.all.map((key): [string, FoundKey] => {
    const arn = arnOfKey(key);
    const accountId = placeOfArn(arn).accountId ?? key.place.accountId;
    const policy = policyOfKey(key, policies.get(key), gaps);
    return [arn, { ...(accountId === undefined ? {} : { accountId }), ...(policy === undefined ? {} : { policy }) }];
  });
  const foreign = resources
    .filter(({ type, mode }) => mode === "managed" && type === "aws_kms_key_policy")
    .flatMap((resource): readonly (readonly [string, FoundKey])[] => {
      const { outside } = keys.find(argumentAt(resource, ["key_id"]));
      const { policy } = documentAt(resource, ["policy"], "key");
      return outside === undefined || policy === undefined ? [] : [[keyArn(outside, resource.place), { policy }]];
    });
  return mapOf([...foreign, ...found]);
};

const policyOfKey = (key: Resource, resource: Resource | undefined, gaps: Gap[]): FoundPolicy | undefined => {
  if (key.isForgotten) gaps.push(forgottenGap(key, "key"));
  const isDefault = isUnknown(key.unknown, ["policy"])
    ? key.isGiven("policy") === false
    : key.isGiven("policy") === false && key.values["policy"] === undefined;
  if (resource === undefined && isDefault) return defaultPolicy(key);
  const { policy, gap } = documentAt(resource ?? key, ["policy"], "key", { isRequired: false });
  if (gap !== undefined) gaps.push(gap);
  else if (policy === undefined)
    gaps.push({ where: key.address, of: "key", what: "the key's policy is not in the source" });
  return policy;
};

/** Grants of the roles. */
export const addGrants = ({ resources }: Inventory, keys: Directory, drafts: Drafts): void => {
  for (const resource of resources) {
    if (resource.mode !== "managed" || resource.type !== "aws_kms_grant") continue;
    const grantee = argumentAt(resource, ["grantee_principal"]);
    const target = granteesOf(grantee, drafts);
    if (target.one === undefined) {
      const what = `may be a grant to the role; its grantee is known only after apply${becauseOf(grantee.origin)}`;
      drafts.mayConcern(target, { where: resource.address, of: "grants", what });
      continue;
    }
    const draft = drafts.of(target.one);
    if (resource.isForgotten) draft.gaps.push(forgottenGap(resource, "grants"));
    const { grant, gap } = grantOf(resource, keys);
    if (grant !== undefined) draft.grants.push(grant);
    if (gap !== undefined) draft.gaps.push(gap);
  }
};

/** Roles that an ARN with holes is compared with. */
const MOST_COMPARED = 200;

/** The role that has a grant. An ARN with holes may be any role that it fits. */
const granteesOf = (grantee: Argument, { roles }: Drafts): Target => {
  const target = roles.find(grantee);
  const { text } = grantee;
  if (text === undefined || target.one !== undefined) return target;
  if (hasHole(text)) {
    if (roles.all.length > MOST_COMPARED) return {};
    return { among: roles.all.filter((role) => mayBe(text, arnOf(role, "role") ?? "${name}")) };
  }
  // The role's own ARN may have holes, where the source does not tell its account.
  const { one, among = [] } = roles.find(namedBy(text.slice(text.lastIndexOf("/") + 1)));
  const fitting = (one === undefined ? among : [one]).filter((role) => fitsRole(text, role));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return { one: only };
  return fitting.length > 0 ? { among: fitting } : target;
};

const fitsRole = (arn: string, role: Resource): boolean => {
  const ending = `:role${textOf(role.values["path"]) ?? "/"}${textOf(role.values["name"]) ?? ""}`;
  const { accountId } = placeOfArn(arn);
  return arn.endsWith(ending) && (role.place.accountId ?? accountId) === accountId;
};

const grantOf = (resource: Resource, keys: Directory): { readonly grant?: FoundGrant; readonly gap?: Gap } => {
  const key = argumentAt(resource, ["key_id"]);
  const { one, among, outside } = keys.find(key);
  const open = (what: string): Gap => ({ where: resource.address, of: "grants", what });
  const { values, unknown } = resource;
  const operations = textsOf(values["operations"]);
  if (
    isUnknown(unknown, ["operations"]) ||
    (Array.isArray(values["operations"]) && values["operations"].includes(null))
  ) {
    return { gap: open("the grant's operations are known only after apply") };
  }
  const constraint = constraintOf(resource);
  if (constraint === undefined) return { gap: open("the grant's constraint is known only after apply") };
  const named = one === undefined ? outside : arnOfKey(one);
  const arn = named === undefined ? hole(`${resource.address}.key_id`) : keyArn(named, resource.place);
  const grant = { name: resource.address, keyArn: arn, operations, ...constraint };
  if (named !== undefined) return { grant };
  const candidates = (among ?? []).map(({ address }) => address).slice(0, 5);
  const which = candidates.length > 0 ? `: one of ${candidates.join(", ")}` : becauseOf(key.origin);
  return { grant, gap: open(`the grant's key is known only after apply${which}`) };
};

/** The grant's encryption context; undefined where it cannot be told. */
const constraintOf = (resource: Resource): Pick<FoundGrant, "equals" | "subset"> | undefined => {
  if (isUnknown(resource.unknown, ["constraints"])) return undefined;
  const blocks = resource.values["constraints"];
  const [block] = oneOrMore(blocks);
  const path = Array.isArray(blocks) ? ["constraints", 0] : ["constraints"];
  const made: { equals?: { readonly [key: string]: string }; subset?: { readonly [key: string]: string } } = {};
  for (const [form, argument] of [
    ["equals", "encryption_context_equals"],
    ["subset", "encryption_context_subset"],
  ] as const) {
    if (isUnknown(resource.unknown, [...path, argument])) return undefined;
    const context = partAt(block, [argument]);
    if (typeof context === "string") return undefined;
    const open = Object.keys(partAt(resource.unknown, [...path, argument]) ?? {});
    if (!isObject(context) || Object.keys(context).length + open.length === 0) continue;
    made[form] = mapOf(
      [...new Set([...Object.keys(context), ...open])].map((key) => [
        key,
        textOf(context[key]) ?? hole(`${resource.address}.constraints.${argument}.${key}`),
      ]),
    );
  }
  return made;
};
