import type { Configuration, Located } from "./configuration";
import { type JsonObject, memberOf, objectOf, oneOrMore, partAt, textOf, textsOf, without } from "./json-value";
import { type Place, placeOf, placeOfArn } from "./place";

/** Where the providers of a plan or a state work, and with whose credentials. */

/** A provider, as resources see it. */
export interface Provider {
  readonly place: Place;
  /** The same text means the same account. */
  readonly credentials: string;
}

/** The account of the last role that a provider assumes. */
export const assumedAccount = (assumeRole: unknown, textAt: (value: unknown) => unknown): string | undefined => {
  const last = oneOrMore(assumeRole).at(-1);
  return placeOfArn(textOf(textAt(memberOf(last, "role_arn"))) ?? "").accountId;
};

/** Arguments that say nothing of the account. */
const SAME_ACCOUNT = ["region", "default_tags", "ignore_tags"];

/**
 * The provider of each resource.
 *
 * The Region is told by its configuration, the account by what it allows, by the role that it assumes, and by data
 * sources and ARNs.
 *
 * @param items resources with their values or changes
 * @param locate where an item stands
 */
export const providersOf = (
  source: JsonObject,
  configuration: Configuration,
  items: readonly JsonObject[],
  locate: (item: JsonObject) => Located,
): ((located: Located) => Provider) => {
  const configs = memberOf(source["configuration"], "provider_config");
  const keyOf = (located: Located): string => {
    const key = textOf(memberOf(configuration.resource(located), "provider_config_key")) ?? "aws";
    return memberOf(configs, key) === undefined ? key.replace(/^.*:/, "") : key;
  };
  const seen = new Map<string, Place>();
  for (const item of items) {
    const told = placeTold(item);
    if (told === undefined) continue;
    const key = keyOf(locate(item));
    seen.set(key, { ...told, ...seen.get(key) });
  }
  const made = new Map<string, Provider>();
  return (located) => {
    const key = keyOf(located);
    const found = made.get(key) ?? providerAt(source, key, seen.get(key));
    made.set(key, found);
    return found;
  };
};

const providerAt = (source: JsonObject, key: string, seen: Place | undefined): Provider => {
  const config = partAt(source, ["configuration", "provider_config", key]);
  const expressions = objectOf(memberOf(config, "expressions"));
  const constant = (expression: unknown): unknown => {
    const [reference = ""] = textsOf(memberOf(expression, "references"));
    const variable = /^var\.([\w-]+)$/.exec(reference)?.[1];
    // A variable of a module is not one of the root.
    if (variable !== undefined && key.includes(":")) return undefined;
    return variable === undefined
      ? memberOf(expression, "constant_value")
      : partAt(source, ["variables", variable, "value"]);
  };
  const allowed = textsOf(constant(expressions["allowed_account_ids"]));
  const account = allowed.length === 1 ? allowed[0] : assumedAccount(expressions["assume_role"], constant);
  return {
    place: { ...seen, ...placeOf(constant(expressions["region"]), account) },
    credentials: config === undefined && key !== "aws" ? key : credentialsIn(expressions, key),
  };
};

/** Providers without anything of their own take the same credentials from around Terraform. */
const credentialsIn = (expressions: JsonObject, key: string): string => {
  const text = JSON.stringify(without(expressions, ...SAME_ACCOUNT));
  return text.includes('"references"') ? `${key.replace(/[^:]*$/, "")}${text}` : text;
};

/** What a resource tells of its provider's place. */
const placeTold = (item: JsonObject): Place | undefined => {
  const values = item["values"] ?? partAt(item, ["change", "after"]) ?? partAt(item, ["change", "before"]);
  switch (item["type"]) {
    case "aws_caller_identity":
      return placeOf(undefined, memberOf(values, "account_id"));
    case "aws_partition":
      return placeOf(undefined, undefined, memberOf(values, "partition"));
    case "aws_region":
      return placeOf(memberOf(values, "name") ?? memberOf(values, "region"), undefined);
    // A role or policy that a resource looks after lies in the provider's own account.
    case "aws_iam_role":
    case "aws_iam_policy":
    case "aws_kms_key": {
      const arn = memberOf(values, "arn");
      const isOwn = item["mode"] === "managed" && typeof arn === "string" && !arn.includes("::aws:");
      return isOwn ? placeOfArn(arn) : undefined;
    }
    default:
      return undefined;
  }
};
