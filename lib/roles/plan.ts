import { indexText, moduleCalls } from "./address";
import { type Configuration, type Located, type ResourceIndex, configurationOf } from "./configuration";
import { hole } from "./holes";
import { type JsonObject, isObject, listOf, memberOf, objectOf, partAt, textOf, textsOf } from "./json-value";
import { type Provider, providersOf } from "./provider-places";
import { type Inventory, NO_ORIGIN, type Resource } from "./resource";
import { synthesizedFrom } from "./synthesized";
import { touchedIn } from "./untouched";

/**
 * What a plan or a state of Terraform holds.
 *
 * - what the plan leaves as it is counts as well: a role is the sum of all its parts
 * - what it deletes does not count; what it forgets stays
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export const planInventory = (plan: JsonObject): Inventory =>
  inventoryAt(readingOf(plan, listOf(plan["resource_changes"]).filter(isObject)), AFTER);

/** A plan at both moments: as things are now, and as they will be. What Terraform forgets stays as it is. */
export interface PlanSides {
  readonly before: Inventory;
  readonly after: Inventory;
  /** Number of roles that are not in the inventories, since nothing touches them. */
  readonly untouched: number;
  /** As Terraform last knew it; left out: nobody has changed anything since. */
  readonly known?: Inventory;
}

/** What a role's access can depend on. */
const BEARS_ON_ACCESS = /^aws_(?:iam_|kms_|s3_bucket|caller_identity$|partition$|region$)/;

/** Whether a role's access can depend on an item of a plan. */
export const bears = (item: JsonObject): boolean =>
  typeof item["type"] === "string" && BEARS_ON_ACCESS.test(item["type"]);

/** @param stack the synthesized stack of the plan, for what the plan does not know yet */
export const planSides = (plan: JsonObject, stack?: JsonObject): PlanSides => {
  const drift = listOf(plan["resource_drift"]).filter(isObject).filter(bears);
  const { items, untouched } = touchedIn(listOf(plan["resource_changes"]).filter(isObject).filter(bears), drift);
  const read = readingOf(plan, items, bears);
  const reading = { ...read, data: [...read.data, ...rolesElsewhere(read)] };
  return {
    untouched,
    before: inventoryAt(reading, BEFORE),
    after: inventoryAt(reading, { changesOf: completed(reading, stack), origins: true }),
    ...(drift.length === 0
      ? {}
      : { known: inventoryAt({ ...reading, changes: asKnown(reading.changes, drift) }, BEFORE) }),
  };
};

/** ARN of a role. */
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role(\/(?:.*\/)?)([\w+=,.@-]+)$/;

/**
 * Roles that a plan gives something and does not have itself, as data sources would have them: all that they have
 * elsewhere is not known.
 */
const rolesElsewhere = ({ changes, data }: Reading): readonly JsonObject[] => {
  const known = new Set<string>();
  const named = new Map<string, string | undefined>();
  for (const item of [...changes, ...data]) {
    const values = [item["values"], partAt(item, ["change", "before"]), partAt(item, ["change", "after"])];
    for (const value of values) {
      if (item["type"] === "aws_iam_role") for (const name of textsOf(memberOf(value, "name"))) known.add(name);
      else for (const { name, path } of rolesIn(String(item["type"]), value)) named.set(name, path ?? named.get(name));
    }
  }
  return [...named]
    .filter(([name]) => name !== "" && !known.has(name))
    .map(([name, path = hole("path")]) => ({
      address: `role ${name}`,
      mode: "data",
      type: "aws_iam_role",
      name,
      values: { name, path },
    }));
};

/** A role by its name; its path is known from an ARN only. */
interface NamedRole {
  readonly name: string;
  readonly path?: string;
}

/** Roles to which a resource gives something. */
const rolesIn = (type: string, values: unknown): readonly NamedRole[] => {
  const named = (argument: string): readonly NamedRole[] =>
    textsOf(memberOf(values, argument)).map((name) => ({ name }));
  switch (type) {
    case "aws_iam_role_policy":
    case "aws_iam_role_policy_attachment":
      return named("role");
    case "aws_iam_policy_attachment":
      return named("roles");
    case "aws_kms_grant":
      return textsOf(memberOf(values, "grantee_principal")).flatMap((arn) => {
        const [, path, name] = ROLE_ARN.exec(arn) ?? [];
        return name === undefined || path === undefined ? [] : [{ name, path }];
      });
    default:
      return [];
  }
};

const completed = ({ changes, data }: Reading, stack: JsonObject | undefined): Moment["changesOf"] => {
  if (stack === undefined) return (item) => afterOf(item);
  const known = new Map([
    ...changes.map((item) => [String(item["address"]), objectOf(partAt(item, ["change", "after"]))] as const),
    ...data.map((item) => [String(item["address"]), objectOf(item["values"])] as const),
  ]);
  const complete = synthesizedFrom(stack, (address) => known.get(address));
  return (item) => afterOf(item).map((change) => ({ ...change, ...complete(String(item["address"]), change) }));
};

/** What tells one object from another. */
const objectKey = (item: JsonObject): string => JSON.stringify([item["address"], item["deposed"]]);

/** The changes as they would begin, had nobody changed anything outside Terraform. */
const asKnown = (changes: readonly JsonObject[], drift: readonly JsonObject[]): readonly JsonObject[] => {
  const drifted = new Map(drift.map((item) => [objectKey(item), item]));
  const seen = new Set<string>();
  const listed = changes.map((item) => {
    const key = objectKey(item);
    seen.add(key);
    return drifted.get(key) ?? item;
  });
  return [...listed, ...drift.filter((item) => !seen.has(objectKey(item)))];
};

/** A plan while it is read. */
interface Reading {
  readonly changes: readonly JsonObject[];
  /** Data sources that were read while planning stand in the prior state alone. */
  readonly data: readonly JsonObject[];
  readonly configuration: Configuration;
  readonly providers: (located: Located) => Provider;
}

const readingOf = (
  plan: JsonObject,
  changes: readonly JsonObject[],
  isWanted: (item: JsonObject) => boolean = () => true,
): Reading => {
  const configuration = configurationOf(plan["configuration"]);
  const prior = stateResources(partAt(plan, ["prior_state", "values", "root_module"])).filter(isWanted);
  const listed = new Set(changes.map((item) => String(item["address"])));
  return {
    changes,
    data: prior.filter((item) => item["mode"] === "data" && !listed.has(String(item["address"]))),
    configuration,
    providers: providersOf(plan, configuration, [...prior, ...changes], locatedOf),
  };
};

/** A moment of a plan: which objects there are, and whether the configuration tells what they are made of. */
interface Moment {
  readonly changesOf: (item: JsonObject) => readonly Change[];
  readonly origins: boolean;
}

const AFTER: Moment = { changesOf: (item) => afterOf(item, { isForgotten: true }), origins: true };
const BEFORE: Moment = { changesOf: (item) => beforeOf(item), origins: false };

const inventoryAt = ({ changes, data, configuration, providers }: Reading, moment: Moment): Inventory => {
  const index = { instances: new Map<string, Resource[]>(), modules: new Map<string, Set<string>>() };
  const make = (item: JsonObject, change: Change): Resource => {
    const made = resourceOf(item, change, configuration, providers, index);
    const resource =
      moment.origins || change.unknown !== NOTHING_UNKNOWN
        ? made
        : { ...made, origin: () => NO_ORIGIN, isGiven: () => undefined };
    addTo(index, item, resource);
    return resource;
  };
  const planned = changes.flatMap((item) => moment.changesOf(item).map((change) => make(item, change)));
  const read = data.map((item) =>
    make(item, { values: objectOf(item["values"]), unknown: NOTHING_UNKNOWN, isNew: false, isForgotten: false }),
  );
  const replaced = moment.origins ? replacedBy(changes) : [];
  return { resources: [...planned, ...read], replaced, called: "plan" };
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
  /** It stays while a new object takes its address. */
  readonly isKeptBeside?: boolean;
}

const NOTHING_UNKNOWN: unknown = {};

/** What was there, and stays or is still to be changed. */
const beforeOf = (item: JsonObject): readonly Change[] => {
  const before = memberOf(item["change"], "before");
  // A data source that is read at apply reads what is there already.
  if (item["mode"] === "data" && !isObject(before)) return afterOf(item);
  return isObject(before) ? [{ values: before, unknown: NOTHING_UNKNOWN, isNew: false, isForgotten: false }] : [];
};

/** What will be there. An object that is forgotten stays, beside one that takes its place. */
const afterOf = (
  item: JsonObject,
  mark: { readonly isForgotten: boolean } = { isForgotten: false },
): readonly Change[] => {
  const change = item["change"];
  const actions = textsOf(memberOf(change, "actions"));
  const isMade = actions.includes("create");
  const kept: readonly Change[] =
    actions.includes("forget") && !(isMade && mark.isForgotten)
      ? [{ values: objectOf(memberOf(change, "before")), unknown: {}, isNew: false, ...mark, isKeptBeside: isMade }]
      : [];
  const isGone = actions.includes("forget") || actions.includes("delete") || item["deposed"] !== undefined;
  // An object that was put aside and is not forgotten will be deleted.
  if (isGone && (!isMade || item["deposed"] !== undefined)) return kept;
  const after = memberOf(change, "after");
  const unknown = memberOf(change, "after_unknown");
  return [...kept, { values: objectOf(after), unknown, isNew: isMade, isForgotten: false }];
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
