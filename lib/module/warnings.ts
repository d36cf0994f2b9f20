import * as errors from "../errors";
import type { Problem } from "../problem";
import { DEFAULT_ATTACHED, TRUST_QUOTA } from "../settings/defaults";
import * as patterns from "../policy/patterns";
import { ADOPTION_WARNINGS } from "./adoption";
import { FOREIGN_OUTPUTS } from "./owners";
import { type Hcl, type Rule, entry, forEach, found, once, problems, said } from "./problems";
import { ATTACHED, sizeOf } from "./settings-problems";

const prefixes = (name: "inputs" | "outputs"): Hcl => {
  const rule = (pattern: RegExp, problem: (path: string, prefix: string) => Problem): Rule => ({
    wrong: `!endswith(place.prefix, "*") && ${found(pattern, "place.prefix")}`,
    says: said((value) => problem(`${entry(name, value("key"))}.prefix`, value("place.prefix"))),
  });
  return forEach(
    `key, place in var.${name}`,
    rule(patterns.WILDCARD, errors.wildcardInPrefix),
    rule(patterns.PERCENT_SEQUENCE, errors.percentInPrefix),
    rule(patterns.NOT_IN_POLICY, errors.foreignCharacterInPrefix),
  );
};

/** Whether the trust policy has to be measured, for which the account must be known: a queue's ARN has 60 characters beside its name. */
const MAY_BE_LONG: Hcl = `length(join("", coalesce(var.trust.queues, []))) + 60 * length(coalesce(var.trust.queues, [])) > ${String(TRUST_QUOTA - 500)}`;

/**
 * What is worth a look, as `check` blocks: Terraform prints them and goes on.
 *
 * None looks at an ARN: where it is not known yet, Terraform would warn of that instead.
 *
 * @see https://developer.hashicorp.com/terraform/language/checks
 */
export const WARNINGS: { readonly [name: string]: Hcl } = {
  adoption: ADOPTION_WARNINGS,
  access: problems(
    once({
      wrong: `var.access_mode == "custom" && ${ATTACHED} + length(var.kms_keys) + length(var.inline_policies) == 0`,
      says: said(() => errors.nothingGranted("access_mode")),
    }),
  ),
  attached_policies: problems(
    once({
      wrong: `${ATTACHED} > ${String(DEFAULT_ATTACHED)}`,
      says: said((value) => errors.manyPolicies("managed_policy_arns", value(ATTACHED))),
    }),
  ),
  path: problems(
    once({
      wrong: `!${found(patterns.USUAL_ROLE_PATH, "local.path")}`,
      says: said((value) => errors.unusualRolePath("path", value("local.path"))),
    }),
  ),
  prefixes: problems(prefixes("inputs"), prefixes("outputs")),
  foreign_outputs: FOREIGN_OUTPUTS,
  trust: problems(
    once({
      wrong: `(${MAY_BE_LONG} ? ${sizeOf("local.trust_policy")} > ${String(TRUST_QUOTA)} : false)`,
      says: said((value) => errors.trustNeedsQuota("trust", value(sizeOf("local.trust_policy")), TRUST_QUOTA)),
    }),
  ),
  endpoints: problems(
    forEach("index, url in local.urls", {
      wrong: "(var.region == null ? false : url.host[2] != var.region)",
      says: said((value) =>
        errors.endpointRegion(`api_gateway.endpoints[${value("index")}]`, value("url.url"), value("var.region")),
      ),
    }),
  ),
};
