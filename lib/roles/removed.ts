import { isObject, memberOf, oneOrMore, textOf, textsOf } from "./json-value";
import { grantId, inlineId, managedId } from "./policy-ids";
import type { Inventory, Resource } from "./resource";

/** What a plan changes or takes away, as it is before. */

/** Names that a resource had in an argument, of those of one type that change or go. */
export const namesReplaced = ({ replaced }: Inventory, type: string, argument: string): ReadonlySet<string> =>
  new Set(replaced.flatMap(({ type: one, values }) => (one === type ? (textOf(values[argument]) ?? []) : [])));

/** Whether any of a resource's names is among others. */
export const isAmong = (names: ReadonlySet<string>, resource: Resource, attributes: readonly string[]): boolean =>
  attributes.some((attribute) => names.has(textOf(resource.values[attribute]) ?? ""));

/** Ids of what changes or goes: policies by the role's name, and what concerns every role. */
export interface Removed {
  readonly byRole: ReadonlyMap<string, readonly string[]>;
  readonly everywhere: readonly string[];
}

/** @see RoleFacts.removed */
export const removedIn = ({ replaced }: Inventory): Removed => {
  const byRole = new Map<string, string[]>();
  const everywhere: string[] = [];
  const add = (roles: unknown, id: string): void => {
    for (const role of textsOf(roles)) byRole.set(role, [...(byRole.get(role) ?? []), id]);
  };
  for (const { type, values } of replaced) {
    const text = (argument: string): string => textOf(values[argument]) ?? "";
    if (type === "aws_iam_role_policy") add(values["role"], inlineId(text("name")));
    else if (type === "aws_iam_role_policy_attachment") add(values["role"], managedId(text("policy_arn")));
    else if (type === "aws_iam_policy_attachment") add(values["roles"], managedId(text("policy_arn")));
    else if (type === "aws_iam_policy") everywhere.push(managedId(text("arn")));
    else if (type === "aws_kms_grant") {
      for (const name of [text("name"), text("grant_id")]) everywhere.push(grantId(text("key_id"), name));
    }
  }
  return { byRole, everywhere };
};

/** Ids that the role itself lists before, where its configuration says what it lists afterwards. */
export const listedBefore = ({ replaced }: Inventory, role: Resource): readonly string[] => {
  const isGiven = (argument: string): boolean => role.isGiven(argument) === true;
  if (!isGiven("inline_policy") && !isGiven("managed_policy_arns")) return [];
  const isRole = (one: Inventory["replaced"][number]): boolean =>
    one.type === "aws_iam_role" && one.values["name"] === role.values["name"];
  const values = replaced.find(isRole)?.values;
  const inline = isGiven("inline_policy") ? oneOrMore(values?.["inline_policy"]) : [];
  const managed = isGiven("managed_policy_arns") ? textsOf(values?.["managed_policy_arns"]) : [];
  return [
    ...inline.filter(isObject).map((block) => inlineId(textOf(memberOf(block, "name")) ?? "")),
    ...managed.map(managedId),
  ];
};
