import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** The policies that a role keeps. */
export interface KeptPolicies {
  readonly inline: readonly IamRolePolicy[];
  readonly attachments: readonly IamRolePolicyAttachment[];
  /** What must be done before others are taken away. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Takes every other policy away from the role: inline ones, and attachments.
 *
 * @returns the two resources that do; imported, they show in the first plan what else the role has
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 */
export const keepOnly = (
  scope: Construct,
  role: IamRole,
  { inline, attachments, after }: KeptPolicies,
): readonly TerraformResource[] => {
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded on demand: most roles have none */
  const { IamRolePoliciesExclusive } =
    require("@cdktf/provider-aws/lib/iam-role-policies-exclusive") as typeof import("@cdktf/provider-aws/lib/iam-role-policies-exclusive");
  const { IamRolePolicyAttachmentsExclusive } =
    require("@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive") as typeof import("@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive");
  /* eslint-enable @typescript-eslint/no-require-imports */
  const dependsOn = after.length === 0 ? {} : { dependsOn: [...after] };
  const policies = new IamRolePoliciesExclusive(scope, "only-inline", {
    roleName: role.name,
    policyNames: inline.map(({ name }) => name),
    ...dependsOn,
  });
  const attached = new IamRolePolicyAttachmentsExclusive(scope, "only-attached", {
    roleName: role.name,
    policyArns: attachments.map(({ policyArn }) => policyArn),
    ...dependsOn,
  });
  return [policies, attached];
};
