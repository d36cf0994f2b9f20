import { configurationOf } from "./configuration";
import { type JsonObject, isObject, listOf, memberOf, objectOf, partAt, textOf } from "./json-value";
import { locatedOf, resourceOf } from "./listed-resource";
import { providersOf } from "./provider-places";
import type { Inventory, Resource } from "./resource";

/** What a state of Terraform holds. */
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
export const stateResources = (root: unknown): readonly JsonObject[] => {
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
