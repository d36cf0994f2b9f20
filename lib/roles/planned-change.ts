import { type JsonObject, isObject, memberOf, objectOf, partAt, textsOf } from "./json-value";
import type { Inventory } from "./resource";

/** What becomes of a resource. */
export interface Change {
  readonly values: JsonObject;
  readonly unknown: unknown;
  readonly isNew: boolean;
  readonly isForgotten: boolean;
  /** It stays while a new object takes its address. */
  readonly isKeptBeside?: boolean;
}

export const NOTHING_UNKNOWN: unknown = {};

/** What was there, and stays or is still to be changed. */
export const beforeOf = (item: JsonObject): readonly Change[] => {
  const before = memberOf(item["change"], "before");
  // A data source that is read at apply reads what is there already.
  if (item["mode"] === "data" && !isObject(before)) return afterOf(item);
  return isObject(before) ? [{ values: before, unknown: NOTHING_UNKNOWN, isNew: false, isForgotten: false }] : [];
};

/** What will be there. An object that is forgotten stays, beside one that takes its place. */
export const afterOf = (
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

/** Values of objects that do not stay as they are. */
export const replacedBy = (changes: readonly JsonObject[]): Inventory["replaced"] =>
  changes.flatMap((item) => {
    const actions = textsOf(partAt(item, ["change", "actions"]));
    const before = partAt(item, ["change", "before"]);
    const stays = actions.length === 0 || actions.every((action) => ["no-op", "read", "forget"].includes(action));
    return stays || !isObject(before) ? [] : [{ type: String(item["type"]), values: before }];
  });
