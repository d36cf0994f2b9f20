import { type Drafts, forgottenGap } from "./draft";
import type { FoundGrant, Gap } from "./facts";
import { hasHole, hole } from "./holes";
import { isObject, mapOf, oneOrMore, partAt, textOf, textsOf } from "./json-value";
import { arnOfKey } from "./kms";
import { type Directory, type Target, arnOf, mayBe } from "./link";
import { keyArn, placeOfArn } from "./place";
import { type Argument, type Inventory, type Resource, argumentAt, becauseOf, isUnknown, namedBy } from "./resource";

/** Grants that may be anyone's. More than these are gaps. */
const MOST_SHARED = 100;

/** Grants of the roles. */
export const addGrants = ({ resources }: Inventory, keys: Directory, drafts: Drafts): void => {
  for (const resource of resources) {
    if (resource.mode !== "managed" || resource.type !== "aws_kms_grant") continue;
    const grantee = argumentAt(resource, ["grantee_principal"]);
    const target = granteesOf(grantee, drafts);
    if (target.one === undefined) {
      mayGrant(resource, target, keys, drafts, becauseOf(grantee.origin));
      continue;
    }
    const draft = drafts.of(target.one);
    const { grant, gap } = grantOf(resource, keys, { isKnown: true });
    const about = gap === undefined ? grant.keyArn : undefined;
    if (resource.isForgotten) draft.gaps.push(forgottenGap(resource, "grants", about));
    draft.grants.push(grant);
    if (gap !== undefined) draft.gaps.push(gap);
  }
};

/** A grant of which it is not known who gets it. */
const mayGrant = (resource: Resource, target: Target, keys: Directory, drafts: Drafts, because: string): void => {
  const { among, outside } = target;
  if (outside !== undefined) return;
  const { grant, gap } = grantOf(resource, keys, { isKnown: false });
  if (gap !== undefined || (among === undefined && drafts.sharedGrants.length >= MOST_SHARED)) {
    const what = `may be a grant to the role; its grantee is known only after apply${because}`;
    const about = gap === undefined ? { about: grant.keyArn } : {};
    drafts.mayConcern(target, { where: resource.address, of: "grants", what, content: [grant, gap?.what], ...about });
  } else if (among === undefined) drafts.sharedGrants.push(grant);
  else for (const role of among) drafts.of(role).grants.push(grant);
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

/** All grants of a source whose grantee it tells. */
export const grantsIn = ({ resources }: Inventory, keys: Directory): readonly FoundGrant[] =>
  resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_kms_grant")
    .flatMap((resource) => {
      const { text } = argumentAt(resource, ["grantee_principal"]);
      if (text === undefined || hasHole(text)) return [];
      return [{ ...grantOf(resource, keys, { isKnown: true }).grant, grantee: text }];
    });

/** What MediaConvert may need of a key. */
const ALL_OPERATIONS = ["Decrypt", "GenerateDataKey", "Sign"];

/** @param who whether it is known who gets the grant */
const grantOf = (
  resource: Resource,
  keys: Directory,
  who: { readonly isKnown: boolean },
): { readonly grant: FoundGrant; readonly gap?: Gap } => {
  const key = argumentAt(resource, ["key_id"]);
  const { one, among, outside } = keys.find(key);
  const { operations, isKnown } = operationsOf(resource);
  const constraint = constraintOf(resource);
  const open = [
    ...(who.isKnown ? [] : ["who gets it"]),
    ...(isKnown ? [] : ["which operations it allows"]),
    ...(constraint === undefined ? ["which encryption context it asks for"] : []),
  ];
  const named = one === undefined ? outside : arnOfKey(one);
  const grant: FoundGrant = {
    name: resource.address,
    keyArn: named === undefined ? hole(`${resource.address}.key_id`) : keyArn(named, resource.place),
    operations,
    ...constraint,
    ...(open.length === 0 ? {} : { uncertain: `it is not known before apply ${open.join(" and ")}` }),
  };
  if (named !== undefined) return { grant };
  const candidates = (among ?? []).map(({ address }) => address).slice(0, 5);
  const which = candidates.length > 0 ? `: one of ${candidates.join(", ")}` : becauseOf(key.origin);
  const what = `the grant's key is known only after apply${which}`;
  return { grant, gap: { where: resource.address, of: "grants", what } };
};

const operationsOf = ({
  values,
  unknown,
}: Resource): { readonly operations: readonly string[]; readonly isKnown: boolean } => {
  const given = values["operations"];
  const operations = textsOf(given).filter((operation) => !hasHole(operation));
  const isOpen =
    isUnknown(unknown, ["operations"]) || operations.length < oneOrMore(given).length || isUnknownIn(unknown);
  return isOpen
    ? { operations: [...new Set([...operations, ...ALL_OPERATIONS])], isKnown: false }
    : { operations, isKnown: true };
};

const isUnknownIn = (unknown: unknown): boolean => oneOrMore(partAt(unknown, ["operations"])).includes(true);

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
