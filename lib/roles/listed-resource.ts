import { indexText, moduleCalls } from "./address";
import type { Configuration, Located, ResourceIndex } from "./configuration";
import { type JsonObject, memberOf, textOf } from "./json-value";
import type { Change } from "./planned-change";
import type { Provider } from "./provider-places";
import { NO_ORIGIN, type Resource } from "./resource";

const baseOf = (item: JsonObject): string => {
  const moduleAddress = textOf(item["module_address"]);
  const data = item["mode"] === "data" ? "data." : "";
  return `${moduleAddress === undefined ? "" : `${moduleAddress}.`}${data}${String(item["type"])}.${String(item["name"])}`;
};

/** Where an item of a plan or of a state stands. */
export const locatedOf = (item: JsonObject): Located => {
  const index = item["index"];
  return {
    base: baseOf(item),
    moduleAddress: textOf(item["module_address"]) ?? "",
    ...(typeof index === "string" || typeof index === "number" ? { index } : {}),
  };
};

/** An item of a plan or of a state, as it is at one moment. */
export const resourceOf = (
  item: JsonObject,
  { values, unknown, isNew, isForgotten, isKeptBeside = false }: Change,
  configuration: Configuration,
  providers: (located: Located) => Provider,
  known: ResourceIndex,
): Resource => {
  const located = locatedOf(item);
  const deposed = textOf(item["deposed"]);
  const address = textOf(item["address"]) ?? located.base;
  return {
    address: isKeptBeside
      ? keptBeside(address)
      : deposed === undefined
        ? address
        : `${address} (deposed object ${deposed})`,
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

/** What an object is called that stays where a new one takes its address. */
export const keptBeside = (address: string): string => `${address} (object that stays)`;

/** Takes a resource down as an instance, and the instances of modules that its address tells of. */
export const addTo = (
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
