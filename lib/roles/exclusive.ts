import { contentsOf, managedAt } from "./attachments";
import type { Draft, Drafts } from "./draft";
import { hasHole } from "./holes";
import { listOf, textOf } from "./json-value";
import type { Directory } from "./link";
import { idOfPolicy, inlineId, managedId } from "./policy-ids";
import { type Argument, type Inventory, type Resource, argumentAt, becauseOf, isUnknown } from "./resource";

/**
 * Resources that say which policies a role has and take away all others.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
 */

/** A resource's list, as far as it is known. */
interface Listed {
  readonly ids: readonly string[];
  /** Policies of the source in it. */
  readonly own: readonly Resource[];
  /** ARNs of others. */
  readonly others: readonly string[];
  readonly isWhole: boolean;
}

/** Takes away what is not listed, and adds listed policies that nothing else attaches. */
export const keepExclusive = (inventory: Inventory, policies: Directory, drafts: Drafts): void => {
  for (const resource of inventory.resources) {
    if (resource.mode !== "managed" || resource.isForgotten) continue;
    const kind = KINDS.get(resource.type);
    if (kind === undefined) continue;
    const target = drafts.roles.find(argumentAt(resource, ["role_name"]));
    const listed = kind === "inline" ? inlineNames(resource) : managedArns(resource, policies);
    if (target.one === undefined || !listed.isWhole) {
      const whose = target.one === undefined ? "whose policies these are" : "which policies the role keeps";
      const path = [target.one === undefined ? "role_name" : ARGUMENTS[kind]];
      const what = `it is known only after apply ${whose}${becauseOf(resource.origin(path))}`;
      drafts.mayConcern(target, { where: resource.address, of: "identity", what });
      continue;
    }
    const draft = drafts.of(target.one);
    draft.only[kind] = listed.ids;
    keepOnly(draft, kind, listed.ids);
    if (kind === "managed") attachListed(draft, listed, inventory);
  }
};

type Kind = "inline" | "managed";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["aws_iam_role_policies_exclusive", "inline"],
  ["aws_iam_role_policy_attachments_exclusive", "managed"],
]);

const ARGUMENTS = { inline: "policy_names", managed: "policy_arns" } as const;

const inlineNames = ({ values, unknown }: Resource): Listed => {
  const path = ARGUMENTS.inline;
  const items = listOf(values[path]).map(textOf);
  const names = items.filter((name) => name !== undefined && !hasHole(name)) as readonly string[];
  const isWhole = !isUnknown(unknown, [path]) && Array.isArray(values[path]) && names.length === items.length;
  return { ids: names.map(inlineId), own: [], others: [], isWhole };
};

const managedArns = (resource: Resource, policies: Directory): Listed => {
  const path = ARGUMENTS.managed;
  const isOpen = isUnknown(resource.unknown, [path]) || !Array.isArray(resource.values[path]);
  const follow = policiesBehind(policies);
  const targets = isOpen ? [] : listOf(resource.values[path]).map((_, at) => follow(argumentAt(resource, [path, at])));
  const found = targets.map((argument) => policies.find(argument));
  const open = found.filter(({ one, outside }) => one === undefined && outside === undefined);
  // As many references as items that are not known: each is one of them.
  const whole = follow({ isKnown: false, origin: resource.origin([path]) });
  const referred = whole.origin.resources.filter((one) => policies.all.includes(one));
  const others = found.flatMap(({ outside }) => outside ?? []);
  const known = found.flatMap(({ one }) => one ?? []);
  const rest = referred.filter((one) => !known.includes(one));
  const isEach = open.length > 0 && rest.length === open.length;
  const own = isEach ? [...known, ...rest] : known;
  return {
    ids: [...others.map(managedId), ...own.map(idOfPolicy)],
    own,
    others,
    isWhole: !isOpen && (open.length === 0 || isEach),
  };
};

/** The argument with policies in place of the attachments that it refers to, whose ARNs are those of the policies. */
const policiesBehind =
  (policies: Directory) =>
  (argument: Argument): Argument => {
    const { resources } = argument.origin;
    if (!resources.some(({ type }) => type === ATTACHMENT)) return argument;
    const behind = resources.flatMap((one) =>
      one.type === ATTACHMENT ? (policies.find(argumentAt(one, ["policy_arn"])).one ?? []) : one,
    );
    return { ...argument, origin: { ...argument.origin, resources: behind } };
  };

const ATTACHMENT = "aws_iam_role_policy_attachment";

const keepOnly = (draft: Draft, kind: Kind, ids: readonly string[]): void => {
  const isKept = (id: string | undefined): boolean => id?.startsWith(`${kind}:`) !== true || ids.includes(id);
  const kept = draft.identity.filter(({ id }) => isKept(id));
  draft.identity.splice(0, draft.identity.length, ...kept);
  if (kind === "inline") return;
  for (const arn of draft.attached) if (!ids.includes(managedId(arn))) draft.attached.delete(arn);
  const gaps = draft.gaps.filter(
    ({ of, closedBy }) => of !== "identity" || closedBy === undefined || ids.includes(managedId(closedBy)),
  );
  draft.gaps.splice(0, draft.gaps.length, ...gaps);
};

/** Listed policies are attached where they are not yet. */
const attachListed = (draft: Draft, { own, others }: Listed, { called }: Inventory): void => {
  const has = (where: string): boolean =>
    draft.identity.some(({ name }) => name === where) || draft.gaps.some((gap) => gap.where === where);
  const found = [
    ...own.filter(({ address }) => !has(address)).map(managedAt),
    ...others.filter((arn) => !has(arn)).map((arn) => contentsOf(arn, `the ${called}`, "identity")),
  ];
  for (const arn of others) draft.attached.add(arn);
  for (const { policy, gap } of found) {
    if (policy !== undefined) draft.identity.push(policy);
    if (gap !== undefined) draft.gaps.push(gap);
  }
};
