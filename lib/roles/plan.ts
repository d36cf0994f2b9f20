import { indexText, moduleCalls } from "./address";
import { type Configuration, type Located, type ResourceIndex, configurationOf } from "./configuration";
import { type JsonObject, isObject, listOf, memberOf, objectOf, partAt, textOf, textsOf } from "./json-value";
import { type Provider, providersOf } from "./provider-places";
import { type Inventory, NO_ORIGIN, type Resource } from "./resource";

/**
 * What a plan or a state of Terraform holds.
 *
 * - what the plan leaves as it is counts as well: a role is the sum of all its parts
 * - what it deletes does not count; what it forgets stays
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export const planInventory = (plan: JsonObject): Inventory => {
  const changes = listOf(plan["resource_changes"]).filter(isObject);
  const configuration = configurationOf(plan["configuration"]);
  const prior = stateResources(partAt(plan, ["prior_state", "values", "root_module"]));
  const providers = providersOf(plan, configuration, [...prior, ...changes], locatedOf);
  const index = { instances: new Map<string, Resource[]>(), modules: new Map<string, Set<string>>() };
  const make = (item: JsonObject, change: Change): Resource => {
    const resource = resourceOf(item, change, configuration, providers, index);
    addTo(index, item, resource);
    return resource;
  };
  const planned = changes.flatMap((item) => {
    const change = changeOf(item);
    return change === undefined ? [] : [make(item, change)];
  });
  // Data sources that were read while planning stand in the prior state alone.
  const listed = new Set(planned.map(({ address }) => address));
  const read = prior
    .filter((item) => item["mode"] === "data" && !listed.has(String(item["address"])))
    .map((item) => make(item, { values: objectOf(item["values"]), unknown: {}, isNew: false, isForgotten: false }));
  return { resources: [...planned, ...read], replaced: replacedBy(changes), called: "plan" };
};

export const stateInventory = (state: JsonObject): Inventory => {
  const items = stateResources(partAt(state, ["values", "root_module"]));
  const configuration = configurationOf(undefined);
  const providers = providersOf(state, configuration, items, locatedOf);
  const index = { instances: new Map<string, Resource[]>(), modules: new Map<string, Set<string>>() };
  const resources = items.map((item) =>
    resourceOf(
      item,
      { values: objectOf(item["values"]), unknown: {}, isNew: false, isForgotten: false },
      configuration,
      providers,
      index,
    ),
  );
  return { resources, replaced: [], called: "state" };
};

/** Resources of a module and of the modules in it. */
const stateResources = (root: unknown): readonly JsonObject[] => {
  const found: JsonObject[] = [];
  const modules: unknown[] = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    const address = textOf(memberOf(module, "address"));
    for (const item of listOf(memberOf(module, "resources")).filter(isObject)) {
      found.push(address === undefined ? item : { ...item, module_address: address });
    }
    for (const child of listOf(memberOf(module, "child_modules"))) modules.push(child);
  }
  return found;
};

/** What becomes of a resource. */
interface Change {
  readonly values: JsonObject;
  readonly unknown: unknown;
  readonly isNew: boolean;
  readonly isForgotten: boolean;
}

const changeOf = (item: JsonObject): Change | undefined => {
  const change = item["change"];
  const actions = textsOf(memberOf(change, "actions"));
  const after = memberOf(change, "after");
  if (actions.includes("forget") && !actions.includes("create")) {
    return { values: objectOf(memberOf(change, "before")), unknown: {}, isNew: false, isForgotten: true };
  }
  if (actions.includes("delete") && !actions.includes("create")) return undefined;
  // An object that was put aside and is not forgotten will be deleted.
  if (item["deposed"] !== undefined) return undefined;
  return {
    values: objectOf(after),
    unknown: memberOf(change, "after_unknown"),
    isNew: actions.includes("create"),
    isForgotten: false,
  };
};

const replacedBy = (changes: readonly JsonObject[]): Inventory["replaced"] =>
  changes.flatMap((item) => {
    const actions = textsOf(partAt(item, ["change", "actions"]));
    const before = partAt(item, ["change", "before"]);
    const stays = actions.length === 0 || actions.every((action) => ["no-op", "read", "forget"].includes(action));
    return stays || !isObject(before) ? [] : [{ type: String(item["type"]), values: before }];
  });

const baseOf = (item: JsonObject): string => {
  const moduleAddress = textOf(item["module_address"]);
  const data = item["mode"] === "data" ? "data." : "";
  return `${moduleAddress === undefined ? "" : `${moduleAddress}.`}${data}${String(item["type"])}.${String(item["name"])}`;
};

const locatedOf = (item: JsonObject): Located => {
  const index = item["index"];
  return {
    base: baseOf(item),
    moduleAddress: textOf(item["module_address"]) ?? "",
    ...(typeof index === "string" || typeof index === "number" ? { index } : {}),
  };
};

const resourceOf = (
  item: JsonObject,
  { values, unknown, isNew, isForgotten }: Change,
  configuration: Configuration,
  providers: (located: Located) => Provider,
  known: ResourceIndex,
): Resource => {
  const located = locatedOf(item);
  const deposed = textOf(item["deposed"]);
  const address = textOf(item["address"]) ?? located.base;
  return {
    address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
    mode: item["mode"] === "data" ? "data" : "managed",
    type: String(item["type"]),
    ...(located.index === undefined ? {} : { index: located.index }),
    values,
    unknown,
    origin: (path) => (isForgotten ? NO_ORIGIN : configuration.origin(located, path, known)),
    isGiven: (argument) => {
      const expressions = memberOf(configuration.resource(located), "expressions");
      const configured = configuration.resource(located) !== undefined;
      return configured ? memberOf(expressions, argument) !== undefined : undefined;
    },
    ...providers(located),
    isNew,
    isForgotten,
  };
};

const addTo = (
  { instances, modules }: { readonly instances: Map<string, Resource[]>; readonly modules: Map<string, Set<string>> },
  item: JsonObject,
  resource: Resource,
): void => {
  if (item["deposed"] !== undefined) return;
  const base = baseOf(item);
  const same = instances.get(base);
  if (same === undefined) instances.set(base, [resource]);
  else same.push(resource);
  const moduleAddress = textOf(item["module_address"]);
  if (moduleAddress === undefined) return;
  let prefix = "";
  for (const { name, index } of moduleCalls(moduleAddress)) {
    const call = `${prefix}module.${name}`;
    const one = `${call}${indexText(index)}`;
    modules.set(call, (modules.get(call) ?? new Set()).add(one));
    prefix = `${one}.`;
  }
};
