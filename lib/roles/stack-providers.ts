import { type JsonObject, isObject, listOf, memberOf, oneOrMore, textOf, without } from "./json-value";
import { placeOf } from "./place";
import { type Provider, assumedAccount } from "./provider-places";

/** Arguments that say nothing of the account. */
const SAME_ACCOUNT = ["alias", "region", "default_tags", "ignore_tags"];

/** A stack's providers: the Region, and the account where it allows only one or assumes a role. */
export const stackProviders = (stack: JsonObject): ((provider: unknown) => Provider) => {
  const made = new Map<string, Provider>();
  for (const provider of oneOrMore(memberOf(stack["provider"], "aws")).filter(isObject)) {
    const alias = textOf(provider["alias"]);
    const allowed = listOf(provider["allowed_account_ids"]);
    const account = allowed.length === 1 ? allowed[0] : assumedAccount(provider["assume_role"], (value) => value);
    made.set(alias === undefined ? "aws" : `aws.${alias}`, {
      place: placeOf(provider["region"], account),
      credentials: JSON.stringify(without(provider, ...SAME_ACCOUNT)),
    });
  }
  return (provider) => {
    const key = textOf(provider)?.replace(/^\$\{(.*)\}$/, "$1") ?? "aws";
    return made.get(key) ?? { place: {}, credentials: key === "aws" ? "{}" : key };
  };
};
