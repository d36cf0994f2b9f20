import { type Configuration, type Located, configurationOf } from "./configuration";
import { rolesElsewhere } from "./elsewhere";
import { type JsonObject, isObject, listOf, objectOf, partAt } from "./json-value";
import { addTo, locatedOf, resourceOf } from "./listed-resource";
import { type Change, NOTHING_UNKNOWN, afterOf, beforeOf, replacedBy } from "./planned-change";
import { type Provider, providersOf } from "./provider-places";
import { type Inventory, NO_ORIGIN, type Resource } from "./resource";
import { stateResources } from "./state";
import { synthesizedFrom } from "./synthesized";
import { touchedIn } from "./untouched";

/**
 * What a plan of Terraform holds.
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
  const reading = { ...read, data: [...read.data, ...rolesElsewhere([...read.changes, ...read.data])] };
  return {
    untouched,
    before: inventoryAt(reading, BEFORE),
    after: inventoryAt(reading, { changesOf: completed(reading, stack), origins: true }),
    ...(drift.length === 0
      ? {}
      : { known: inventoryAt({ ...reading, changes: asKnown(reading.changes, drift) }, BEFORE) }),
  };
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
