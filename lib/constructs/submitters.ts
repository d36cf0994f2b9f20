import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { policyDocument } from "../policy/model";
import { passRolePolicyName } from "../policy/role-policies";
import type { RoleDescription } from "../settings/describe";
import { inlinePolicy } from "./inline-policy";
import { terraformPolicy, terraformText } from "./terraform-text";
import { tokensIn } from "./tokens";

/**
 * R-CALLER-PASS: an inline policy by which a role may pass the described one to MediaConvert; once for each role.
 *
 * Its address depends on the name alone, as it was given; its name on the described role.
 */
export const passRolePolicy = (
  scope: Construct,
  { settings, policies }: Pick<RoleDescription, "settings" | "policies">,
  principalRoleName: string,
): IamRolePolicy => {
  const { digest, identity } = tokensIn(scope);
  const id = `pass-role-${digest([identity(principalRoleName)]).slice(0, 8)}`;
  return inlinePolicy(scope, id, {
    name: terraformText(passRolePolicyName(settings.roleName), scope),
    role: terraformText(principalRoleName, scope),
    policy: terraformPolicy(policyDocument([policies.passRole], identity), scope),
  });
};
