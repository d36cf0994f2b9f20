import type { FoundPolicy, Gap } from "./facts";
import { hole } from "./holes";
import { type JsonObject, type Path, isObject, listOf, mapOf, oneOrMore, partAt, textOf, textsOf } from "./json-value";
import { type Origin, type Resource, becauseOf, isUnknown } from "./resource";

/** What stands where a policy document should be: the document, a gap, or nothing. */
export interface DocumentFound {
  readonly policy?: FoundPolicy;
  readonly gap?: Gap;
}

/**
 * The policy document in an argument.
 *
 * Where there must be one and is none, something has taken it out: a gap. A document that is not known yet can still be read where it comes from a single `aws_iam_policy_document`.
 */
export const documentAt = (
  resource: Resource,
  path: Path,
  of: Gap["of"],
  {
    name = resource.address,
    isRequired = true,
    ...more
  }: {
    readonly name?: string;
    readonly isRequired?: boolean;
    readonly id?: string;
    readonly about?: string;
  } = {},
): DocumentFound => {
  const found = (document: unknown): DocumentFound => ({
    policy: { name, document, ...(more.id === undefined ? {} : { id: more.id }) },
  });
  const open = (what: string): DocumentFound => ({
    gap: { where: name, of, what, ...(more.about === undefined ? {} : { about: more.about }) },
  });
  const value = partAt(resource.values, path);
  if (isObject(value) || textOf(value) !== undefined) return found(value);
  if (!isUnknown(resource.unknown, path)) {
    return isRequired ? open("the policy is not in the source") : {};
  }
  const origin = resource.origin(path);
  const document = documentOfData(origin);
  if (document !== undefined) return found(document);
  return open(`the policy is known only after apply${becauseOf(origin)}`);
};

const documentOfData = ({ resources, isDirect }: Origin): unknown => {
  const [only, ...others] = resources;
  const isData = only?.mode === "data" && only.type === "aws_iam_policy_document";
  // An expression that takes anything else as well may change the text.
  return isData && others.length === 0 && isDirect ? policyDocumentData(only) : undefined;
};

/** Arguments by which a document takes in others. */
const TAKES_IN = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];

/**
 * The document that an `aws_iam_policy_document` makes, with holes where its arguments are not known.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
const policyDocumentData = (data: Resource): JsonObject | undefined => {
  const takesIn = TAKES_IN.some((key) => oneOrMore(data.values[key]).length > 0 || isUnknown(data.unknown, [key]));
  if (takesIn || isUnknown(data.unknown, ["statement"])) return undefined;
  const statements = oneOrMore(data.values["statement"]);
  if (!statements.every(isObject) || statements.length === 0) return undefined;
  const written = data.values["statement"];
  const made = statements.map((statement, at) =>
    statementOf(data, statement, Array.isArray(written) ? ["statement", at] : ["statement"]),
  );
  return { Version: textOf(data.values["version"]) ?? "2012-10-17", Statement: made };
};

const statementOf = (data: Resource, statement: JsonObject, path: Path): JsonObject => {
  const texts = (source: JsonObject, key: string, at: Path): readonly string[] => textsWithHoles(data, source, key, at);
  const some = (key: string, argument: string): JsonObject => {
    const found = texts(statement, argument, path);
    return found.length === 0 ? {} : { [key]: found };
  };
  const blocks = (key: string): readonly (readonly [JsonObject, Path])[] => {
    const value = statement[key];
    return oneOrMore(value)
      .filter(isObject)
      .map((item, at) => [item, Array.isArray(value) ? [...path, key, at] : [...path, key]]);
  };
  const principal = (key: string, block: string): JsonObject => {
    const found = blocks(block);
    if (found.length === 0) return isUnknown(data.unknown, [...path, block]) ? { [key]: hole(data.address) } : {};
    const byType = new Map<string, string[]>();
    for (const [item, at] of found) {
      const type = textOf(item["type"]) ?? hole(data.address);
      byType.set(type, [...(byType.get(type) ?? []), ...texts(item, "identifiers", at)]);
    }
    return { [key]: byType.has("*") ? "*" : mapOf(byType) };
  };
  const tests = new Map<string, [string, readonly string[]][]>();
  for (const [item, at] of blocks("condition")) {
    const test = textOf(item["test"]) ?? hole(data.address);
    const variable = textOf(item["variable"]) ?? hole(data.address);
    tests.set(test, [...(tests.get(test) ?? []), [variable, texts(item, "values", at)]]);
  }
  const conditions = mapOf([...tests].map(([test, keys]) => [test, mapOf(keys)]));
  const hiddenCondition = tests.size === 0 && isUnknown(data.unknown, [...path, "condition"]);
  return {
    Effect:
      textOf(statement["effect"]) ?? (isUnknown(data.unknown, [...path, "effect"]) ? hole(data.address) : "Allow"),
    ...principal("Principal", "principals"),
    ...principal("NotPrincipal", "not_principals"),
    ...some("Action", "actions"),
    ...some("NotAction", "not_actions"),
    ...some("Resource", "resources"),
    ...some("NotResource", "not_resources"),
    ...(tests.size > 0 ? { Condition: conditions } : {}),
    ...(hiddenCondition ? { Condition: hole(data.address) } : {}),
  };
};

/** The texts of a list, with a hole for each that is not known. `&{` stands for IAM's own `${`. */
const textsWithHoles = (data: Resource, source: JsonObject, key: string, at: Path): readonly string[] => {
  const path = [...at, key];
  const value = source[key];
  const holeAt = (index: number): string => hole(`${data.address}.${path.slice(0).join(".")}.${String(index)}`);
  if (isUnknown(data.unknown, path)) return [holeAt(0)];
  if (!Array.isArray(value)) return textsOf(value).map((text) => text.replaceAll("&{", "${"));
  return listOf(value).flatMap((item, index) => {
    if (typeof item === "string") return [item.replaceAll("&{", "${")];
    return isUnknown(data.unknown, [...path, index]) ? [holeAt(index)] : [];
  });
};
