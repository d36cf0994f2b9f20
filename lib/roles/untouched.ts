import { type JsonObject, isObject, memberOf, textOf } from "./json-value";

/**
 * Roles of a plan that nothing in it touches: neither they nor anything that belongs to them changes. They do what they
 * did, so there is no need to look at them.
 */
export interface Touched {
  /** The items without those of untouched roles. */
  readonly items: readonly JsonObject[];
  /** How many roles were left out. */
  readonly untouched: number;
}

/** Types whose items belong to the one role that they name. */
const OF_A_ROLE: { readonly [type: string]: string } = {
  aws_iam_role: "name",
  aws_iam_role_policy: "role",
  aws_iam_role_policy_attachment: "role",
};

const argumentOf = (item: JsonObject): string | undefined => {
  const type = String(item["type"]);
  return item["mode"] === "managed" && Object.hasOwn(OF_A_ROLE, type) ? OF_A_ROLE[type] : undefined;
};

const isChanged = (item: JsonObject): boolean => {
  if (item["previous_address"] !== undefined || item["deposed"] !== undefined) return true;
  const { change } = item;
  const actions = memberOf(change, "actions");
  const isKept = Array.isArray(actions) && actions.every((action) => action === "no-op");
  return !isKept || isObject(memberOf(change, "importing"));
};

/** Name of the role that an item belongs to, on all sides; undefined: it cannot be told. */
const rolesOf = (item: JsonObject): readonly string[] | undefined => {
  const argument = argumentOf(item);
  if (argument === undefined) return undefined;
  const names: string[] = [];
  for (const side of SIDES) {
    const values = memberOf(item["change"], side);
    if (!isObject(values)) continue;
    const name = textOf(values[argument]);
    if (name === undefined) return undefined;
    if (!names.includes(name)) names.push(name);
  }
  return names.length > 0 ? names : undefined;
};

const SIDES = ["before", "after"] as const;

/**
 * Leaves out what belongs to untouched roles.
 *
 * Where anything else changes that may reach several roles, or it cannot be told what belongs to whom, nothing is left
 * out.
 *
 * @param drift what was changed outside Terraform
 */
export const touchedIn = (items: readonly JsonObject[], drift: readonly JsonObject[]): Touched => {
  const touched = new Set<string>();
  const roles = new Set<string>();
  const named = new Map(items.map((item) => [item, rolesOf(item)]));
  for (const item of [...items, ...drift]) {
    const names = named.get(item) ?? rolesOf(item);
    if (item["type"] === "aws_iam_role" && names !== undefined) for (const name of names) roles.add(name);
    if (!isChanged(item)) continue;
    if (names === undefined) return { items, untouched: 0 };
    for (const name of names) touched.add(name);
  }
  const isLeft = (item: JsonObject): boolean =>
    named.get(item)?.every((name) => !touched.has(name) && roles.has(name)) !== true;
  const left = items.filter(isLeft);
  // These name roles, too; without the role they would be taken for somebody else's.
  const namesRoles = left.some(({ type }) => type === "aws_kms_grant" || type === "aws_iam_policy_attachment");
  if (namesRoles || left.length === items.length) return { items, untouched: 0 };
  const count = (list: readonly JsonObject[]): number =>
    list.filter(({ type, mode }) => type === "aws_iam_role" && mode === "managed").length;
  return { items: left, untouched: count(items) - count(left) };
};
