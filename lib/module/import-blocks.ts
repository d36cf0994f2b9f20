import { hclText } from "../hcl";
import { FULL_ACCESS_POLICIES } from "../policy/permissions";
import type { MediaConvertRoleProps } from "../props";
import { DEFAULT_ROLE_NAME } from "../settings/defaults";
import { moduleValues } from "./tfvars";

/**
 * `import` blocks by which the module takes over what settings name, for the root module.
 *
 * @param role settings without tokens
 * @param address the module's: `module.NAME`
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export const importBlocks = (role: MediaConvertRoleProps, address: string): string => {
  const { roleName = DEFAULT_ROLE_NAME, partition = "aws", access, inlinePolicies = {}, exclusive = false } = role;
  const managed = Object.entries(
    (moduleValues(role)["managed_policy_arns"] ?? {}) as { readonly [key: string]: string },
  );
  const full = access.mode === "full" ? FULL_ACCESS_POLICIES : [];
  const inModule: readonly (readonly [string, string])[] = [
    ["aws_iam_role.this", roleName],
    ...full.map(
      (name) =>
        [
          `aws_iam_role_policy_attachment.full_access[${hclText(name)}]`,
          `${roleName}/arn:${partition}:iam::aws:policy/${name}`,
        ] as const,
    ),
    ...managed.map(
      ([key, arn]) => [`aws_iam_role_policy_attachment.managed[${hclText(key)}]`, `${roleName}/${arn}`] as const,
    ),
    ...Object.keys(inlinePolicies).map(
      (name) => [`aws_iam_role_policy.this[${hclText(name)}]`, `${roleName}:${name}`] as const,
    ),
    ...(exclusive
      ? ["aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive"].map(
          (type) => [`${type}.this[0]`, roleName] as const,
        )
      : []),
  ];
  return inModule.map(([to, id]) => `import {\n  to = ${address}.${to}\n  id = ${hclText(id)}\n}\n`).join("\n");
};
