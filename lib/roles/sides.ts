import type { Problem } from "../problem";
import { managedAt } from "./attachments";
import { withOwnNames } from "./definitions";
import type { DocumentFound } from "./documents";
import type { FoundGrant } from "./facts";
import { grantsIn } from "./grants";
import { hasHole } from "./holes";
import {
  type JsonObject,
  isObject,
  listOf,
  memberOf,
  objectOf,
  oneOrMore,
  partAt,
  textOf,
  textsOf,
} from "./json-value";
import { keyDirectory } from "./kms";
import { keptBeside } from "./listed-resource";
import { keyArn } from "./place";
import { bears, planSides } from "./plan";
import { NO_SECRETS, type Secrets, secretsOf } from "./secrets";
import type { Inventory, Resource } from "./resource";
import { incompleteBecause, isPlanOrState, isStack, versionFault } from "./source";
import { modulesOf, stackInventory } from "./stack";
import { type SourceFacts, factsIn } from "./terraform-roles";
import { unreadInPlan, unreadInStacks } from "./unread";

/** All that a source says of roles and what is around them, at one moment. */
export interface Moment extends SourceFacts {
  /** Names of buckets and ARNs of keys that the source makes or looks after. */
  readonly own: ReadonlySet<string>;
  /** Names of buckets in which all objects belong to the bucket's owner, so that there are no ACLs. */
  readonly withoutAcls: ReadonlySet<string>;
  /** Managed policies that the source makes or looks after. */
  readonly policies: readonly DocumentFound[];
  /** Grants whose grantees the source tells. */
  readonly grants: readonly FoundGrant[];
  /** Addresses of resources that say which policies a role keeps. */
  readonly exclusive: readonly { readonly address: string; readonly roleName: string | undefined }[];
}

/** What becomes of an object of Terraform. */
export interface ObjectFate {
  readonly actions: readonly string[];
  readonly movedFrom?: string;
  readonly isImported: boolean;
}

/** A change, before and after. */
export interface Sides {
  readonly before: Moment;
  readonly after: Moment;
  /** As Terraform last knew it, where somebody has changed something outside Terraform. */
  readonly known?: Moment;
  /** Number of roles that are on neither side, since nothing touches them. */
  readonly untouched: number;
  /** By address. */
  readonly fates: ReadonlyMap<string, ObjectFate>;
  /** Addresses of what Terraform no longer looks after. */
  readonly forgotten: readonly { readonly address: string; readonly type: string }[];
  /** What the source marks sensitive. */
  readonly secrets: Secrets;
  /** Addresses of policies of users and groups that change: nothing is told of them. */
  readonly ofOthers: readonly string[];
  /** Addresses of resources that change, decide on access, and are not read. */
  readonly unread: readonly string[];
  /** Modules whose contents are not in the source. */
  readonly unseenModules: readonly string[];
  /** Why the source is not the whole. */
  readonly incomplete?: string;
}

export type ReadSides = { readonly sides: Sides } | { readonly problems: readonly Problem[] };

const fault = (message: string): ReadSides => ({ problems: [{ path: "", message }] });

/**
 * Both sides of a plan.
 *
 * @param value parsed JSON, nested no deeper than 200 levels
 * @param name where it came from, for messages
 * @param stack the synthesized stack of the plan, for what the plan does not know yet
 */
export const planSidesOf = (
  value: unknown,
  name: string,
  stack?: { readonly value: unknown; readonly name: string },
): ReadSides => {
  const plan = objectOf(value);
  if (!isPlanOrState(plan))
    return fault(
      `${name} ${isStack(plan) ? STACK_ALONE : `${isObject(value) ? "is no plan" : "is no object"}; ${GIVE}`}`,
    );
  const version = versionFault(plan);
  if (version !== undefined) return fault(`${name} ${version}`);
  if (plan["resource_changes"] === undefined && plan["planned_values"] === undefined) {
    return fault(`${name} is a state, which does not say what will change; give terraform show -json of a plan`);
  }
  const malformed = ["resource_changes", "resource_drift"].flatMap((part) => malformedIn(plan[part], part));
  const [wrong] = malformed;
  if (wrong !== undefined) return fault(`${name} is no plan as Terraform writes it: ${wrong}`);
  if (stack !== undefined && !isStack(objectOf(stack.value)))
    return fault(`${stack.name} is no synthesized stack (cdk.tf.json)`);
  const found = planSides(plan, stack === undefined ? undefined : objectOf(stack.value));
  const items = listOf(plan["resource_changes"]).filter(isObject);
  const incomplete = incompleteBecause(plan);
  return {
    sides: {
      untouched: found.untouched,
      before: momentOf(found.before),
      after: momentOf(found.after),
      ...(found.known === undefined ? {} : { known: momentOf(found.known) }),
      fates: fatesOf(items),
      forgotten: items
        .filter(isForgotten)
        .map((item) => ({ address: String(item["address"]), type: String(item["type"]) })),
      secrets: secretsOf(plan, bears),
      ofOthers: items.filter(isOfOthers).map((item) => String(item["address"])),
      unread: unreadInPlan(items),
      unseenModules: [],
      ...(incomplete === undefined ? {} : { incomplete }),
    },
  };
};

/** What is wrong with a list of changes: what is not read as one would be taken for nothing. */
const malformedIn = (list: unknown, part: string): readonly string[] => {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [`${part} is no list`];
  // The first Terraform that told of drift did not say where.
  const hasAddress = (item: unknown): boolean =>
    part === "resource_drift" || textOf(memberOf(item, "address")) !== undefined;
  const at = list.findIndex((item: unknown) => !isChange(item) || !hasAddress(item));
  return at < 0 ? [] : [`${part}[${String(at)}] is no change of a resource, with address, type and actions`];
};

const isChange = (item: unknown): boolean =>
  isObject(item) &&
  textOf(item["type"]) !== undefined &&
  isObject(item["change"]) &&
  Array.isArray(item["change"]["actions"]);

const STACK_ALONE = "is a synthesized stack, which says nothing of before; give two, with --from and --to";

const GIVE = "give terraform show -json of a plan, or two synthesized stacks with --from and --to";

/** Two synthesized stacks as the two sides. */
export const stackSidesOf = (
  from: { readonly value: unknown; readonly name: string },
  to: { readonly value: unknown; readonly name: string },
): ReadSides => {
  const problems = [from, to].flatMap(({ value, name }): readonly Problem[] => {
    if (isStack(objectOf(value))) return [];
    const what = isPlanOrState(objectOf(value))
      ? "is a plan, which has both sides; give it alone"
      : "is no synthesized stack (cdk.tf.json)";
    return [{ path: "", message: `${name} ${what}` }];
  });
  if (problems.length > 0) return { problems };
  const before = stackInventory(objectOf(from.value));
  const after = stackInventory(objectOf(withOwnNames(objectOf(from.value), objectOf(to.value))));
  return {
    sides: {
      untouched: 0,
      before: momentOf(before),
      after: momentOf(after),
      fates: new Map(),
      forgotten: [],
      secrets: NO_SECRETS,
      ofOthers: [],
      unread: unreadInStacks(before, after),
      unseenModules: [...new Set([from, to].flatMap(({ value }) => modulesOf(objectOf(value))))],
    },
  };
};

const momentOf = (inventory: Inventory): Moment => ({
  ...factsIn(inventory),
  own: ownOf(inventory),
  withoutAcls: withoutAclsOf(inventory),
  policies: managed(inventory, ["aws_iam_policy"]).map(managedAt),
  grants: grantsIn(inventory, keyDirectory(inventory)),
  exclusive: inventory.resources
    .filter(
      ({ type }) => type === "aws_iam_role_policies_exclusive" || type === "aws_iam_role_policy_attachments_exclusive",
    )
    .map(({ address, values }) => ({ address, roleName: textOf(values["role_name"]) })),
});

const managed = ({ resources }: Inventory, types: readonly string[]): readonly Resource[] =>
  resources.filter(({ mode, type }) => mode === "managed" && types.includes(type));

const ownOf = (inventory: Inventory): ReadonlySet<string> =>
  new Set([
    ...managed(inventory, ["aws_s3_bucket"]).flatMap(({ values }) => textOf(values["bucket"]) ?? []),
    ...managed(inventory, ["aws_kms_key", "aws_kms_replica_key"]).flatMap(({ values, place }) => {
      const key = textOf(values["arn"]) ?? textOf(values["key_id"]);
      return key === undefined ? [] : [keyArn(key, place)];
    }),
  ]);

const withoutAclsOf = (inventory: Inventory): ReadonlySet<string> =>
  new Set(
    managed(inventory, ["aws_s3_bucket_ownership_controls"]).flatMap((resource) => {
      const { values } = resource;
      const isEnforced = oneOrMore(values["rule"]).some(
        (rule) => memberOf(rule, "object_ownership") === "BucketOwnerEnforced",
      );
      const named = textOf(values["bucket"]);
      if (!isEnforced) return [];
      if (named !== undefined && !hasHole(named)) return [named];
      return resource.origin(["bucket"]).resources.flatMap((bucket) => textOf(bucket.values["bucket"]) ?? []);
    }),
  );

const fatesOf = (items: readonly JsonObject[]): ReadonlyMap<string, ObjectFate> => {
  const fates = new Map<string, ObjectFate>();
  for (const item of items) {
    const address = String(item["address"]);
    const deposed = textOf(item["deposed"]);
    const movedFrom = textOf(item["previous_address"]);
    const { change } = item;
    const actions = textsOf(memberOf(change, "actions"));
    const importing = memberOf(change, "importing");
    const fate: ObjectFate = {
      actions,
      ...(movedFrom === undefined ? {} : { movedFrom }),
      isImported: importing !== undefined && importing !== null,
    };
    fates.set(deposed === undefined ? address : `${address} (deposed object ${deposed})`, fate);
    if (actions.includes("create") && actions.includes("forget"))
      fates.set(keptBeside(address), { ...fate, actions: ["forget"] });
  }
  return fates;
};

const isOfOthers = (item: JsonObject): boolean =>
  (/^aws_iam_(?:user|group)/.test(String(item["type"])) || givesToOthers(item)) &&
  textsOf(partAt(item, ["change", "actions"])).some((action) => ["create", "update"].includes(action));

/** An attachment that lists users or groups beside roles. */
const givesToOthers = (item: JsonObject): boolean =>
  item["type"] === "aws_iam_policy_attachment" &&
  ["users", "groups"].some((key) => oneOrMore(partAt(item, ["change", "after", key])).length > 0);

const isForgotten = (item: JsonObject): boolean => textsOf(partAt(item, ["change", "actions"])).includes("forget");
