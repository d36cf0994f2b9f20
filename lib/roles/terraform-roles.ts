import { addPolicies, contentsOf } from "./attachments";
import { bucketsSeenBy, foundBuckets } from "./buckets";
import { documentAt } from "./documents";
import { type Draft, draftsOf, forgottenGap } from "./draft";
import { keepExclusive } from "./exclusive";
import type { FoundGrant, FoundPolicy, Gap, RoleFacts } from "./facts";
import { addGrants } from "./grants";
import { hasHole, markOf } from "./holes";
import { textOf } from "./json-value";
import { foundKeys, keyDirectory } from "./kms";
import { type Directory, arnOf, directoryOf } from "./link";
import { placeOfArn } from "./place";
import { listedBefore, removedIn } from "./removed";
import { type Inventory, type Resource, argumentAt, becauseOf, isUnknown, namedBy } from "./resource";

/** Gaps that every role repeats. More than these are told by their number. */
const MOST_SHARED = 100;

/** The roles of a plan, a state or a stack, with all that the source says of them. */
export const rolesOf = (inventory: Inventory): readonly RoleFacts[] => factsIn(inventory).roles;

/** What a source says of roles, buckets and keys. */
export interface SourceFacts extends Pick<RoleFacts, "buckets" | "keys"> {
  readonly roles: readonly RoleFacts[];
  /** Gaps that are not about one role. */
  readonly gaps: readonly Gap[];
}

export const factsIn = (inventory: Inventory): SourceFacts => {
  const iam = (type: string, kind: "role" | "policy"): Directory =>
    directoryOf(ownFirst(inventory.resources.filter((resource) => resource.type === type)), (resource) => [
      textOf(resource.values["name"]),
      textOf(resource.values["id"]),
      arnOf(resource, kind),
    ]);
  const policies = iam("aws_iam_policy", "policy");
  const keys = keyDirectory(inventory);
  const drafts = draftsOf(iam("aws_iam_role", "role"));
  addPolicies(inventory, policies, drafts);
  keepExclusive(inventory, policies, drafts);
  addGrants(inventory, keys, drafts);
  const foundInKeys = foundKeys(inventory, keys, drafts.shared);
  const buckets = foundBuckets(inventory, keys, drafts.shared);
  const seenBy = new Map<string, Around["buckets"]>();
  const removed = removedIn(inventory);
  const around = (role: Resource): Around => {
    const seen = seenBy.get(role.credentials) ?? bucketsSeenBy(buckets, role.credentials);
    seenBy.set(role.credentials, seen);
    const own = removed.byRole.get(textOf(role.values["name"]) ?? "") ?? [];
    const lists = [own, listedBefore(inventory, role), removed.everywhere].filter(({ length }) => length > 0);
    return { buckets: seen, keys: foundInKeys, removed: lists };
  };
  const shared = { gaps: fewOf(drafts.shared), grants: drafts.sharedGrants };
  const roles = drafts.roles.all.map((role) => factsOf(drafts.of(role), policies, around(role), shared, inventory));
  return { roles, buckets: buckets.found, keys: foundInKeys, gaps: shared.gaps };
};

/** What stands around a role. */
type Around = Pick<RoleFacts, "buckets" | "keys"> & { readonly removed: readonly (readonly string[])[] };

/** Without the data sources that read what the source also manages. */
const ownFirst = (resources: readonly Resource[]): readonly Resource[] => {
  const arns = new Set(resources.filter(({ mode }) => mode === "managed").map(({ values }) => textOf(values["arn"])));
  return resources.filter(({ mode, values }) => {
    const arn = textOf(values["arn"]);
    return mode === "managed" || arn === undefined || !arns.has(arn);
  });
};

/** The first gaps, and for the others one of each kind. */
const fewOf = (gaps: readonly Gap[]): readonly Gap[] => {
  const kinds = new Map<Gap["of"], Gap[]>();
  for (const gap of gaps.slice(MOST_SHARED)) {
    const same = kinds.get(gap.of);
    if (same === undefined) kinds.set(gap.of, [gap]);
    else same.push(gap);
  }
  const more = [...kinds].map(([of, same]) => ({
    where: same[0]?.where ?? "",
    of,
    what: `${of === "encryption" ? "encryption: " : ""}this and ${String(same.length - 1)} more parts are known only after apply${markOf(JSON.stringify(same))}`,
  }));
  return [...gaps.slice(0, MOST_SHARED), ...more];
};

const factsOf = (
  { role, identity, grants, gaps, attached, only }: Draft,
  policies: Directory,
  { removed, ...around }: Around,
  shared: { readonly gaps: readonly Gap[]; readonly grants: readonly FoundGrant[] },
  inventory: Inventory,
): RoleFacts => {
  const name = textOf(role.values["name"]);
  const path = textOf(role.values["path"]) ?? (isUnknown(role.unknown, ["path"]) ? undefined : "/");
  const trust = documentAt(role, ["assume_role_policy"], "trust");
  const boundary = boundaryOf(role, policies, inventory);
  const own = [trust.gap, boundary.gap, ...roleGaps(role, inventory)].filter((gap) => gap !== undefined);
  return {
    where: role.address,
    ...(name === undefined || hasHole(name) ? {} : { roleName: name }),
    ...(path === undefined || hasHole(path) ? {} : { path }),
    ...role.place,
    ...placeOfArn(textOf(role.values["arn"]) ?? ""),
    ...(trust.policy === undefined ? {} : { trust: trust.policy }),
    identity,
    ...(boundary.policy === undefined ? {} : { boundary: boundary.policy }),
    grants: [...grants, ...shared.grants],
    ...around,
    gaps: [...own, ...gaps, ...shared.gaps],
    attached: [...attached].filter((arn) => policies.find(namedBy(arn)).one === undefined),
    inline: [],
    ...(removed.length === 0 ? {} : { removed }),
    ...(Object.keys(only).length === 0 ? {} : { only }),
  };
};

const roleGaps = (role: Resource, { called }: Inventory): readonly Gap[] => {
  const where = role.address;
  if (role.isForgotten) return [forgottenGap(role, "role")];
  if (role.mode === "managed") return [];
  const what = `the role is only read in the ${called}: policies that it has elsewhere are not in it`;
  return [{ where, of: "identity", what }];
};

const boundaryOf = (
  role: Resource,
  policies: Directory,
  { called }: Inventory,
): { readonly policy?: FoundPolicy; readonly gap?: Gap } => {
  const argument = argumentAt(role, ["permissions_boundary"]);
  if (argument.isKnown && argument.text === undefined) return {};
  const { one, outside } = policies.find(argument);
  if (one !== undefined) return documentAt(one, ["policy"], "boundary");
  if (outside !== undefined) return contentsOf(outside, `the ${called}`, "boundary");
  const what = `it is known only after apply which policy the permissions boundary is${becauseOf(argument.origin)}`;
  return { gap: { where: role.address, of: "boundary", what } };
};
