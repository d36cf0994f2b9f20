/** Reading of parsed JSON that nobody has checked. Only a value's own members count, so no key is special. */

export type JsonObject = { readonly [key: string]: unknown };

/** Keys and indexes from a value to a part of it. */
export type Path = readonly (string | number)[];

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value itself, or an object without members. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The value itself, or a list without items. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A list, or one item without a list around it, as Terraform and IAM both write it. */
export const oneOrMore = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A text that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The texts of a list. */
export const textsOf = (value: unknown): readonly string[] =>
  oneOrMore(value).filter((item): item is string => typeof item === "string");

/** A member that is the value's own. */
export const memberOf = (value: unknown, key: string | number): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as { readonly [key: string | number]: unknown })[key]
    : undefined;

/** What stands at a path. */
export const partAt = (value: unknown, path: Path): unknown => path.reduce(memberOf, value);

/** Entries whose keys are data. The result has no prototype, so `__proto__` is a key like others. */
export const mapOf = <T>(entries: Iterable<readonly [string, T]>): { readonly [key: string]: T } => {
  const made = Object.create(null) as { [key: string]: T };
  for (const [key, value] of entries) made[key] = value;
  return made;
};

/** The object without some of its members. */
export const without = <T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;

/** Deepest nesting that is read; plans reach about 20. */
export const DEEPEST = 200;

/** Whether lists and objects stand in each other deeper than {@link DEEPEST}. */
export const isTooDeep = (value: unknown): boolean => reachesBelow(value, DEEPEST);

const reachesBelow = (value: unknown, levels: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  // What JSON.parse makes has no members but its own, and this is much the fastest way through them.
  for (const key in value) {
    if (reachesBelow((value as { readonly [key: string]: unknown })[key], levels - 1)) return true;
  }
  return false;
};
