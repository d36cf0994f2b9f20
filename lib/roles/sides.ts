import type { Problem } from "../problem";
import { managedAt } from "./attachments";
import { withOwnNames } from "./definitions";
import type { DocumentFound } from "./documents";
import { hasHole } from "./holes";
import {
  DEEPEST,
  type JsonObject,
  isObject,
  isTooDeep,
  listOf,
  memberOf,
  objectOf,
  oneOrMore,
  partAt,
  textOf,
  textsOf,
} from "./json-value";
import { keyArn } from "./place";
import { keptBeside, planSides } from "./plan";
import type { Inventory, Resource } from "./resource";
import { incompleteBecause, isPlanOrState, isStack, versionFault } from "./source";
import { modulesOf, stackInventory } from "./stack";
import { type SourceFacts, factsIn } from "./terraform-roles";

/** All that a source says of roles and what is around them, at one moment. */
export interface Moment extends SourceFacts {
  /** Names of buckets and ARNs of keys that the source makes or looks after. */
  readonly own: ReadonlySet<string>;
  /** Names of buckets in which all objects belong to the bucket's owner, so that there are no ACLs. */
  readonly withoutAcls: ReadonlySet<string>;
  /** Managed policies that the source makes or looks after. */
  readonly policies: readonly DocumentFound[];
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
  /** By address. */
  readonly fates: ReadonlyMap<string, ObjectFate>;
  /** Addresses of what Terraform no longer looks after. */
  readonly forgotten: readonly { readonly address: string; readonly type: string }[];
  /**
   * Addresses of objects that have sensitive values in what is read of them; `role:` and a name for what belongs to a
   * role, `role:*` where it is not known to which.
   */
  readonly sensitive: ReadonlySet<string>;
  /** Addresses of policies of users and groups that change: nothing is told of them. */
  readonly ofOthers: readonly string[];
  /** Modules whose contents are not in the source. */
  readonly unseenModules: readonly string[];
  /** Why the source is not the whole. */
  readonly incomplete?: string;
}

export type ReadSides = { readonly sides: Sides } | { readonly problems: readonly Problem[] };

const fault = (message: string): ReadSides => ({ problems: [{ path: "", message }] });

const tooDeep = (name: string): string =>
  `${name} is nested deeper than ${String(DEEPEST)} levels, which no plan or stack is`;

/**
 * Both sides of a plan.
 *
 * @param value parsed JSON
 * @param name where it came from, for messages
 * @param stack the synthesized stack of the plan, for what the plan does not know yet
 */
export const planSidesOf = (
  value: unknown,
  name: string,
  stack?: { readonly value: unknown; readonly name: string },
): ReadSides => {
  if (isTooDeep(value)) return fault(tooDeep(name));
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
  if (stack !== undefined && isTooDeep(stack.value)) return fault(tooDeep(stack.name));
  if (stack !== undefined && !isStack(objectOf(stack.value)))
    return fault(`${stack.name} is no synthesized stack (cdk.tf.json)`);
  const found = planSides(plan, stack === undefined ? undefined : stackInventory(objectOf(stack.value)));
  const items = listOf(plan["resource_changes"]).filter(isObject);
  const incomplete = incompleteBecause(plan);
  return {
    sides: {
      before: momentOf(found.before),
      after: momentOf(found.after),
      ...(found.known === undefined ? {} : { known: momentOf(found.known) }),
      fates: fatesOf(items),
      forgotten: items
        .filter(isForgotten)
        .map((item) => ({ address: String(item["address"]), type: String(item["type"]) })),
      sensitive: sensitiveIn([...items, ...listOf(plan["resource_drift"]).filter(isObject)]),
      ofOthers: items.filter(isOfOthers).map((item) => String(item["address"])),
      unseenModules: [],
      ...(incomplete === undefined ? {} : { incomplete }),
    },
  };
};

const STACK_ALONE = "is a synthesized stack, which says nothing of before; give two, with --from and --to";

const GIVE = "give terraform show -json of a plan, or two synthesized stacks with --from and --to";

/** Two synthesized stacks as the two sides. */
export const stackSidesOf = (
  from: { readonly value: unknown; readonly name: string },
  to: { readonly value: unknown; readonly name: string },
): ReadSides => {
  const problems = [from, to].flatMap(({ value, name }): readonly Problem[] => {
    if (isTooDeep(value)) return [{ path: "", message: tooDeep(name) }];
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
      before: momentOf(before),
      after: momentOf(after),
      fates: new Map(),
      forgotten: [],
      sensitive: new Set(),
      ofOthers: [],
      unseenModules: [...new Set([from, to].flatMap(({ value }) => modulesOf(objectOf(value))))],
    },
  };
};

const momentOf = (inventory: Inventory): Moment => ({
  ...factsIn(inventory),
  own: ownOf(inventory),
  withoutAcls: withoutAclsOf(inventory),
  policies: managed(inventory, ["aws_iam_policy"]).map(managedAt),
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
    const actions = textsOf(partAt(item, ["change", "actions"]));
    const fate: ObjectFate = {
      actions,
      ...(movedFrom === undefined ? {} : { movedFrom }),
      isImported: partAt(item, ["change", "importing"]) !== undefined && partAt(item, ["change", "importing"]) !== null,
    };
    fates.set(deposed === undefined ? address : `${address} (deposed object ${deposed})`, fate);
    if (actions.includes("create") && actions.includes("forget"))
      fates.set(keptBeside(address), { ...fate, actions: ["forget"] });
  }
  return fates;
};

const isOfOthers = (item: JsonObject): boolean =>
  /^aws_iam_(?:user|group)(?:_policy|_policy_attachment)?$/.test(String(item["type"])) &&
  textsOf(partAt(item, ["change", "actions"])).some((action) => ["create", "update"].includes(action));

const isForgotten = (item: JsonObject): boolean => textsOf(partAt(item, ["change", "actions"])).includes("forget");

/** Arguments that are read of resources. */
const READ = [
  "policy",
  "assume_role_policy",
  "inline_policy",
  "managed_policy_arns",
  "permissions_boundary",
  "name",
  "path",
  "arn",
  "role",
  "roles",
  "role_name",
  "policy_arn",
  "policy_arns",
  "policy_names",
  "key_id",
  "grantee_principal",
  "operations",
  "constraints",
  "bucket",
  "statement",
  "json",
] as const;

const BELONGS_TO_A_ROLE = /^aws_iam_(?:policy_attachment|role_policy)/;

const sensitiveIn = (items: readonly JsonObject[]): ReadonlySet<string> =>
  new Set(
    items.filter(isSensitive).flatMap((item) => {
      const address = String(item["address"]);
      if (!BELONGS_TO_A_ROLE.test(String(item["type"]))) return [address];
      const sides = ["before", "after"].map((side) => partAt(item, ["change", side])).filter(isObject);
      const names = sides.flatMap((values) => ["role", "role_name", "roles"].flatMap((key) => textsOf(values[key])));
      return [address, ...(names.length === 0 ? ["*"] : names).map((name) => `role:${name}`)];
    }),
  );

const isSensitive = (item: JsonObject): boolean =>
  (["before_sensitive", "after_sensitive"] as const).some((side) => {
    const marks = partAt(item, ["change", side]);
    return marks === true || READ.some((argument) => hasMark(memberOf(marks, argument)));
  });

const hasMark = (marks: unknown): boolean =>
  marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(hasMark));
