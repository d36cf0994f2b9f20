import { type DocumentFound, documentAt } from "./documents";
import { type Drafts, forgottenGap } from "./draft";
import type { FoundPolicy, Gap } from "./facts";
import { isObject, listOf, memberOf, oneOrMore, textOf, textsOf } from "./json-value";
import { type Directory, type Target, withSameCredentials } from "./link";
import { managedPolicy } from "./managed-policies";
import { idOfInline, idOfPolicy, managedId } from "./policy-ids";
import { type Inventory, type Resource, argumentAt, becauseOf, isUnknown } from "./resource";

/** Identity policies of the roles: inline, attached, and those that the role itself lists. */
export const addPolicies = (inventory: Inventory, policies: Directory, drafts: Drafts): void => {
  const isStale = staleIn(inventory);
  for (const resource of inventory.resources) {
    switch (resource.mode === "managed" ? resource.type : "") {
      case "aws_iam_role_policy":
        addInline(resource, drafts);
        break;
      case "aws_iam_role_policy_attachment":
        attach(
          resource,
          withSameCredentials(drafts.roles.find(argumentAt(resource, ["role"])), resource),
          policies,
          drafts,
          inventory,
        );
        break;
      case "aws_iam_policy_attachment":
        for (const target of rolesNamed(resource, drafts)) attach(resource, target, policies, drafts, inventory);
        break;
    }
  }
  // Last: what a role lists repeats its other parts, as they were before.
  for (const role of drafts.roles.all) {
    addOwnInline(role, drafts, isStale);
    addOwnAttached(role, policies, drafts, inventory, isStale);
  }
};

const addInline = (resource: Resource, drafts: Drafts): void => {
  const target = withSameCredentials(drafts.roles.find(argumentAt(resource, ["role"])), resource);
  const { policy, gap } = documentAt(resource, ["policy"], "identity", idOfInline(resource.values["name"]));
  if (target.one === undefined) {
    const what = `may be an inline policy of the role; its role is known only after apply`;
    drafts.mayConcern(target, { where: resource.address, of: "identity", what, content: policy ?? gap });
    return;
  }
  const draft = drafts.of(target.one);
  if (policy !== undefined) draft.identity.push(policy);
  if (gap !== undefined) draft.gaps.push(gap);
  if (resource.isForgotten) draft.gaps.push(forgottenGap(resource, "identity"));
};

/** The roles in a list of names. */
const rolesNamed = (resource: Resource, drafts: Drafts): readonly Target[] => {
  if (isUnknown(resource.unknown, ["roles"])) return [drafts.roles.find(argumentAt(resource, ["roles"]))];
  const names = listOf(resource.values["roles"]);
  const targets = names.map((_, at) => drafts.roles.find(argumentAt(resource, ["roles", at])));
  const open = targets.filter(({ one, outside }) => one === undefined && outside === undefined);
  const [first] = open;
  // As many references as names that are not known: each is one of them.
  if (first?.among?.length === open.length) {
    return [...targets.filter((target) => !open.includes(target)), ...first.among.map((one): Target => ({ one }))];
  }
  return targets;
};

const attach = (
  resource: Resource,
  target: Target,
  policies: Directory,
  drafts: Drafts,
  { called }: Inventory,
): void => {
  if (target.outside !== undefined) return;
  const argument = argumentAt(resource, ["policy_arn"]);
  const policy = policies.find(argument);
  if (target.one === undefined) {
    const named = policy.outside ?? policy.one?.address ?? "a policy";
    const what = `may attach ${named} to the role; its role is known only after apply`;
    const unknown = argument.text ?? becauseOf(argument.origin);
    const content = policy.one === undefined ? (policy.outside ?? unknown) : managedAt(policy.one);
    drafts.mayConcern(target, { where: resource.address, of: "identity", what, content });
    return;
  }
  const draft = drafts.of(target.one);
  if (resource.isForgotten) draft.gaps.push(forgottenGap(resource, "identity"));
  const arn = policy.outside ?? textOf(policy.one?.values["arn"]);
  if (arn !== undefined) draft.attached.add(arn);
  if (policy.one !== undefined) addOnce(draft, managedAt(policy.one));
  else if (policy.outside !== undefined) addOnce(draft, contentsOf(policy.outside, `the ${called}`, "identity"));
  else {
    const what = argument.isKnown
      ? `which policy this attaches is not in the ${called}`
      : `it is known only after apply which policy this attaches${becauseOf(argument.origin)}`;
    draft.gaps.push({ where: resource.address, of: "identity", what });
  }
};

/** What an `aws_iam_policy` says. */
export const managedAt = (policy: Resource): DocumentFound =>
  documentAt(policy, ["policy"], "identity", { id: idOfPolicy(policy) });

const addOnce = (
  draft: { readonly identity: FoundPolicy[]; readonly gaps: Gap[] },
  { policy, gap }: DocumentFound,
): void => {
  if (policy !== undefined && !draft.identity.some(({ name }) => name === policy.name)) draft.identity.push(policy);
  if (gap !== undefined && !draft.gaps.some(({ where }) => where === gap.where)) draft.gaps.push(gap);
};

/** Contents of a policy that only its ARN names: known for some of AWS's own, else a gap. */
export const contentsOf = (arn: string, source: string, of: "identity" | "boundary"): DocumentFound => {
  const known = managedPolicy(arn);
  if (known !== undefined) return { policy: { name: arn, document: known.document, id: managedId(arn) } };
  const role = of === "boundary" ? "permissions boundary" : "attached policy";
  return { gap: { where: arn, of, what: `contents of the ${role} are not in ${source}`, closedBy: arn } };
};

/** Whether an inline policy or an attachment is one that the plan changes or takes away. */
type Stale = (type: string, role: string | undefined, value: string) => boolean;

const staleIn = ({ replaced, resources }: Inventory): Stale => {
  const id = (type: string, role: unknown, value: unknown): string => JSON.stringify([type, role, value]);
  const stale = new Set<string>();
  for (const { type, values } of [...replaced, ...resources.filter(({ mode }) => mode === "managed")]) {
    if (type === "aws_iam_role_policy") stale.add(id(type, values["role"], values["name"]));
    if (type === "aws_iam_role_policy_attachment") stale.add(id(type, values["role"], values["policy_arn"]));
    if (type === "aws_iam_policy_attachment") {
      const attachment = "aws_iam_role_policy_attachment";
      for (const role of textsOf(values["roles"])) stale.add(id(attachment, role, values["policy_arn"]));
    }
  }
  return (type, role, value) => stale.has(id(type, role, value));
};

/** Whether a list is not known only because the role is new and its configuration leaves the list out. */
const hasNoneYet = (role: Resource, argument: string): boolean => role.isNew && role.isGiven(argument) !== true;

/** `inline_policy` blocks of the role. */
const addOwnInline = (role: Resource, drafts: Drafts, isStale: Stale): void => {
  const draft = drafts.of(role);
  const roleName = textOf(role.values["name"]);
  const blocks = role.values["inline_policy"];
  oneOrMore(blocks).forEach((block, at) => {
    if (!isObject(block)) return;
    const name = textOf(block["name"]);
    // A block without anything in it says that there are no inline policies.
    if (name === undefined && block["policy"] !== undefined && textOf(block["policy"]) === undefined) return;
    if (name !== undefined && isStale("aws_iam_role_policy", roleName, name)) return;
    const path = Array.isArray(blocks) ? ["inline_policy", at, "policy"] : ["inline_policy", "policy"];
    const where = `${role.address}.inline_policy[${String(at)}]`;
    const { policy, gap } = documentAt(role, path, "identity", { name: where, ...idOfInline(name) });
    if (policy !== undefined) draft.identity.push(policy);
    if (gap !== undefined) draft.gaps.push(gap);
  });
  if (isUnknown(role.unknown, ["inline_policy"]) && !hasNoneYet(role, "inline_policy")) {
    const because = becauseOf(role.origin(["inline_policy"]));
    const what = `inline policies are known only after apply${because}`;
    draft.gaps.push({ where: `${role.address}.inline_policy`, of: "identity", what });
  }
};

/** `managed_policy_arns` of the role. */
const addOwnAttached = (
  role: Resource,
  policies: Directory,
  drafts: Drafts,
  { called }: Inventory,
  isStale: Stale,
): void => {
  const draft = drafts.of(role);
  const roleName = textOf(role.values["name"]);
  const path = ["managed_policy_arns"] as const;
  const open = isUnknown(role.unknown, path)
    ? !hasNoneYet(role, "managed_policy_arns")
    : listOf(role.values["managed_policy_arns"]).some((_, at) => isUnknown(role.unknown, [...path, at]));
  textsOf(role.values["managed_policy_arns"]).forEach((arn, at) => {
    if (draft.attached.has(arn) || isStale("aws_iam_role_policy_attachment", roleName, arn)) return;
    const { one } = policies.find(argumentAt(role, [...path, at]));
    const found = one === undefined ? contentsOf(arn, `the ${called}`, "identity") : managedAt(one);
    addOnce(draft, found);
  });
  if (!open) return;
  const origin = role.origin(path);
  const referred = origin.resources.filter((one) => policies.all.includes(one));
  for (const one of referred) addOnce(draft, managedAt(one));
  const items = memberOf(role.values, "managed_policy_arns");
  const isAll = referred.length === listOf(items).filter((item) => item === null).length;
  if (isAll) return;
  const what = `it is known only after apply which policies are attached${becauseOf(origin)}`;
  draft.gaps.push({ where: `${role.address}.managed_policy_arns`, of: "identity", what });
};
