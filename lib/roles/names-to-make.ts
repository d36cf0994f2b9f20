import type { Problem } from "../problem";
import { hasHole } from "./holes";
import { type JsonObject, isObject, listOf, objectOf, partAt, textOf } from "./json-value";
import type { Resource } from "./resource";
import { isPlanOrState, isStack } from "./source";
import { stackInventory } from "./stack";

/** A role or policy that a plan or stack of Terraform is about to make, or to import. */
export interface NameToMake {
  readonly kind: "role" | "policy";
  /** Address in Terraform. */
  readonly address: string;
  /** Left out: it is not known yet. */
  readonly name?: string;
  readonly path?: string;
  /** `make`: the plan creates it. `import`: it must be there. `perhaps`: a stack does not tell what its state has. */
  readonly how: "make" | "import" | "perhaps";
}

const KINDS: ReadonlyMap<unknown, NameToMake["kind"]> = new Map([
  ["aws_iam_role", "role"],
  ["aws_iam_policy", "policy"],
]);

/**
 * Names of the IAM roles and policies that must be free, or taken.
 *
 * What a plan imports it has found already; a name that Terraform makes up from a prefix is free.
 *
 * @param value parsed JSON of a plan or a synthesized stack
 * @param source where it came from, for messages
 */
export const namesToMake = (
  value: unknown,
  source: string,
): { readonly names: readonly NameToMake[]; readonly problems: readonly Problem[] } => {
  const object = objectOf(value);
  if (isStack(object)) return { names: inStack(object), problems: [] };
  if (isPlanOrState(object) && Array.isArray(object["resource_changes"]))
    return { names: inPlan(object), problems: [] };
  const message = `${source} is neither a plan (terraform show -json) nor a synthesized stack (cdk.tf.json); give one of them`;
  return { names: [], problems: [{ path: "", message }] };
};

const inPlan = (plan: JsonObject): readonly NameToMake[] =>
  listOf(plan["resource_changes"])
    .filter(isObject)
    .flatMap((item): readonly NameToMake[] => {
      const kind = KINDS.get(item["type"]);
      const change = objectOf(item["change"]);
      const actions = listOf(change["actions"]);
      const after = objectOf(change["after"]);
      if (kind === undefined || item["mode"] === "data" || !actions.includes("create")) return [];
      const isImported = isObject(change["importing"]);
      const goesFirst = actions[0] === "delete" && partAt(change, ["before", "name"]) === after["name"];
      if (isImported || goesFirst) return [];
      return named({ kind, address: textOf(item["address"]) ?? "", values: after, how: "make" });
    });

const inStack = (stack: JsonObject): readonly NameToMake[] => {
  const imported = new Set(listOf(stack["import"]).map((block) => textOf(partAt(block, ["to"]))));
  return stackInventory(stack).resources.flatMap(({ type, mode, address, values }: Resource) => {
    const kind = KINDS.get(type);
    if (kind === undefined || mode !== "managed") return [];
    return named({ kind, address, values, how: imported.has(address) ? "import" : "perhaps" });
  });
};

const named = ({
  values,
  ...rest
}: Pick<NameToMake, "kind" | "address" | "how"> & { readonly values: JsonObject }): readonly NameToMake[] => {
  const name = textOf(values["name"]);
  const path = textOf(values["path"]);
  if (name === undefined && textOf(values["name_prefix"]) !== undefined) return [];
  return [
    {
      ...rest,
      ...(name === undefined || hasHole(name) ? {} : { name }),
      ...(path === undefined || hasHole(path) ? {} : { path }),
    },
  ];
};
