import { type JsonObject, isObject, mapOf, memberOf, objectOf } from "./json-value";

/**
 * What tokens of two stacks stand for.
 *
 * The same token in both is taken for the same value. That is so only if both define it alike: a local value, a
 * variable's default, a data source. Where they do not, the later stack's token gets another name.
 */

/** Data sources whose contents are read, so that their tokens are not compared. */
const READ: ReadonlySet<string> = new Set(["aws_iam_policy_document"]);

/** What stands behind the name of a token that is defined in another way. */
const MARK = "_of_the_later_stack";

/** References that begin a token: `local.x`, `var.x`, `data.type.x`. */
const REFERENCE = /\b(local|var)\.([A-Za-z_][\w-]*)|\bdata\.([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)/g;

/** The later stack with other names for what it defines in another way than the earlier one. */
export const withOwnNames = (earlier: JsonObject, later: JsonObject): unknown => {
  const differs = (block: string, ...path: readonly string[]): boolean => {
    const at = (stack: JsonObject): unknown => path.reduce<unknown>(memberOf, stack[block]);
    return JSON.stringify(at(earlier)) !== JSON.stringify(at(later));
  };
  const blocks = ["locals", "variable", "data"];
  if (blocks.every((block) => JSON.stringify(earlier[block]) === JSON.stringify(later[block]))) return later;
  const renamed = (text: string): string =>
    text.replace(REFERENCE, (reference: string, ...[kind, name = "", type = "", label = ""]: readonly string[]) => {
      const isOther =
        kind === "local"
          ? differs("locals", name)
          : kind === "var"
            ? differs("variable", name)
            : READ.has(type)
              ? takesIn(later, type, label) && differs("data", type)
              : differs("data", type, label);
      return isOther ? `${reference}${MARK}` : reference;
    });
  const resources = mapped(later["resource"], renamed);
  return mapOf([...Object.entries(objectOf(later)).filter(([key]) => key !== "resource"), ["resource", resources]]);
};

/** Whether a document takes in others, so that it cannot be read by itself. */
const takesIn = (stack: JsonObject, type: string, name: string): boolean =>
  ["source_policy_documents", "override_policy_documents", "source_json", "override_json"].some(
    (key) => memberOf(memberOf(memberOf(stack["data"], type), name), key) !== undefined,
  );

const mapped = (value: unknown, map: (text: string) => string): unknown => {
  if (typeof value === "string") return value.includes("${") ? map(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapped(item, map));
  return isObject(value) ? mapOf(Object.entries(value).map(([key, item]) => [key, mapped(item, map)])) : value;
};
