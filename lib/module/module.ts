import { ACCESS_VARIABLES } from "./access-variables";
import { ADOPTION_VARIABLES } from "./adoption";
import { KEY_LOCALS } from "./keys";
import { KEY_VARIABLES } from "./key-variables";
import { PLACE_LOCALS } from "./locations";
import { OUTPUTS, type Output } from "./outputs";
import { POLICY_LOCALS } from "./policies";
import { type Hcl, evaluated, noneOfRole } from "./problems";
import { DATA, RESOURCES } from "./resources";
import { PROVIDER_VERSIONS } from "../settings/defaults";
import { ROLE_VARIABLES } from "./role-variables";
import { RESOURCE_PROBLEMS, SETTINGS_PROBLEMS } from "./settings-problems";
import { STATEMENT_VARIABLES } from "./statement-variable";
import type { Variable } from "./variable";
import { WARNINGS } from "./warnings";

/** A module in Terraform's JSON syntax. https://developer.hashicorp.com/terraform/language/syntax/json */
export interface TerraformModule {
  readonly terraform: {
    readonly required_version: string;
    readonly required_providers: {
      readonly [name: string]: { readonly source: string; readonly version: string };
    };
  };
  readonly variable: { readonly [name: string]: Variable };
  readonly locals: { readonly [name: string]: unknown };
  readonly data: { readonly [type: string]: { readonly [name: string]: unknown } };
  readonly resource: { readonly [type: string]: { readonly [name: string]: unknown } };
  readonly check: { readonly [name: string]: unknown };
  readonly output: { readonly [name: string]: Output };
}

const evaluatedAs = (
  prefix: string,
  expressions: { readonly [name: string]: Hcl },
): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => [`${prefix}_${name}`, evaluated(expression)]),
  );

/**
 * The role as a Terraform module: the same tables as the construct, with variables instead of values.
 *
 * - no provider, no backend: it works with `count`, `for_each`, `depends_on` and `providers`
 * - how many resources there are follows from names that are known at plan time, never from ARNs
 */
export const roleModule = (): TerraformModule => ({
  terraform: {
    // 1.5 brought `check`.
    required_version: ">= 1.5.0",
    required_providers: { aws: { source: "hashicorp/aws", version: PROVIDER_VERSIONS } },
  },
  variable: { ...ACCESS_VARIABLES, ...KEY_VARIABLES, ...STATEMENT_VARIABLES, ...ADOPTION_VARIABLES, ...ROLE_VARIABLES },
  locals: {
    ...PLACE_LOCALS,
    ...KEY_LOCALS,
    ...POLICY_LOCALS,
    ...evaluatedAs("problems_of", { ...SETTINGS_PROBLEMS, ...RESOURCE_PROBLEMS }),
    ...evaluatedAs("warnings_of", WARNINGS),
  },
  data: DATA as TerraformModule["data"],
  resource: RESOURCES as TerraformModule["resource"],
  check: Object.fromEntries(
    Object.keys(WARNINGS).map((name) => [name, { assert: noneOfRole(`local.warnings_of_${name}`) }]),
  ),
  output: OUTPUTS,
});
