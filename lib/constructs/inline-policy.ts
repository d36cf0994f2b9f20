import type { IamRolePolicy, IamRolePolicyConfig } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";

/** The inline policy of that id, made where there is none yet. Its module is loaded on demand: most roles have none. */
export const inlinePolicy = (scope: Construct, id: string, config: IamRolePolicyConfig): IamRolePolicy => {
  const { IamRolePolicy: Policy } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
    require("@cdktf/provider-aws/lib/iam-role-policy") as typeof import("@cdktf/provider-aws/lib/iam-role-policy");
  const made = scope.node.tryFindChild(id);
  return made instanceof Policy ? made : new Policy(scope, id, config);
};
