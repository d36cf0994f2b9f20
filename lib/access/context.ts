import { type Formula, TRUE, absent, and, contextDimension, matches, not } from "./formula";
import { globOf } from "./glob";
import { type VariableValue, parsePattern } from "./pattern";

/** What is known of one condition key. */
export type ContextValue =
  | { readonly value: string }
  /** A key that can have several values; none: it is absent. */
  | { readonly values: readonly string[] }
  /** Some value that matches; the question is asked for every one. */
  | { readonly glob: string }
  | "absent"
  | "unknown";

/** What is known of a request beside its action and resource. */
export interface Context {
  /** Condition keys in lower case. */
  readonly keys: { readonly [key: string]: ContextValue };
  /** What holds for keys that are not listed. */
  readonly others: "absent" | "unknown";
}

export const NOTHING_KNOWN: Context = { keys: {}, others: "unknown" };

/** A context of keys in any case. */
export const contextOf = (
  keys: { readonly [key: string]: ContextValue },
  others: Context["others"] = "unknown",
): Context => ({
  keys: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value])),
  others,
});

/** The context with keys added that it says nothing of. */
export const withDefaults = (context: Context, defaults: Context["keys"]): Context => ({
  keys: { ...defaults, ...context.keys },
  others: context.others,
});

export const contextValue = ({ keys, others }: Context, key: string): ContextValue => {
  const name = key.toLowerCase();
  const found = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (found === undefined) return others;
  return typeof found === "object" && "values" in found && found.values.length === 0 ? "absent" : found;
};

/** Values for the variables in patterns. */
export const variablesOf =
  (context: Context): VariableValue =>
  (key) => {
    const found = contextValue(context, key);
    if (found === "absent") return "absent";
    if (found === "unknown" || "glob" in found) return undefined;
    if ("value" in found) return found;
    const [only, ...more] = found.values;
    return only === undefined || more.length > 0 ? undefined : { value: only };
  };

/**
 * What the context says in terms of dimensions: a key that has some value of a pattern has one, and it matches. Part of
 * every question that is asked with this context.
 */
export const given = ({ keys }: Context): Formula =>
  and(
    TRUE,
    ...Object.entries(keys).flatMap(([key, value]) => {
      if (typeof value === "string" || !("glob" in value)) return [];
      const dimension = contextDimension(key);
      return [not(absent(dimension)), matches(dimension, globOf(parsePattern(value.glob, "2012-10-17")))];
    }),
  );
