import { FULL_ACCESS_POLICIES, KEY_RULES } from "../policy/permissions";
import { LONGEST_PATH } from "../settings/attributes";
import { POLICY_DESCRIPTION } from "../settings/defaults";
import { POLICY_PATH } from "../policy/patterns";
import { GUARDS, INLINE } from "./adoption";
import { passRolePolicyName } from "../policy/role-policies";
import { PASS_ROLE_POLICY } from "./policies";
import { type Hcl, evaluated, found, noneOfRole } from "./problems";

/** Arguments of a resource, data source or output. */
type Block = { readonly [argument: string]: unknown };

const checkedBy = (problems: Hcl): Block => ({ lifecycle: { precondition: [noneOfRole(`local.${problems}`)] } });

const attachment = (policyArn: string, more: Block): Block => ({
  ...more,
  role: "${aws_iam_role.this.name}",
  policy_arn: policyArn,
});

/**
 * One kind of grants.
 *
 * L-GRANT-NAME: no two roles and no two grants of a role share a name, since KMS answers a second CreateGrant of the
 * same name with the first grant.
 */
const grants = (
  kind: string,
  items: Hcl,
  grant: { readonly key: Hcl; readonly operations: unknown; readonly constraint?: Block },
): Block => ({
  for_each: evaluated(items),
  name:
    '${replace(var.role_name, "/[^A-Za-z0-9_-]/", "-")}/' +
    `\${substr(sha256(join("\\n", [local.partition, local.account_id, var.role_name, "${kind}", each.key])), 0, 16)}`,
  key_id: evaluated(`var.kms_keys[${grant.key}].arn`),
  grantee_principal: "${aws_iam_role.this.arn}",
  operations: grant.operations,
  ...(grant.constraint === undefined ? {} : { constraints: [grant.constraint] }),
  ...checkedBy(`problems_of_each_key[${grant.key}]`),
});

export const DATA: Block = {
  aws_partition: { this: { count: "${var.partition == null ? 1 : 0}" } },
  aws_caller_identity: { this: { count: "${var.account_id == null ? 1 : 0}" } },
  aws_region: {
    this: {
      count:
        "${var.region == null && (length(var.secrets) + length(var.kms_keys) > 0 || var.elemental_inference) ? 1 : 0}",
    },
  },
};

export const RESOURCES: Block = {
  aws_iam_role: {
    this: {
      name: "${var.role_name}",
      path: "${local.path}",
      description: "${var.description}",
      assume_role_policy: "${local.trust_policy}",
      max_session_duration: "${var.max_session_duration}",
      permissions_boundary: "${var.permissions_boundary}",
      force_detach_policies: "${var.force_detach_policies}",
      tags: "${var.tags}",
      ...checkedBy("problems_of_trust"),
    },
  },
  aws_iam_policy: {
    this: {
      count: "${local.makes_policy ? 1 : 0}",
      name: "${var.role_name}-access",
      path: `\${var.policy_path != null ? var.policy_path : ${found(POLICY_PATH, "local.path")} && length(local.path) <= ${String(LONGEST_PATH)} ? local.path : "/"}`,
      description: POLICY_DESCRIPTION,
      policy: "${local.policy}",
      tags: "${var.tags}",
      ...checkedBy("problems_of_policy"),
    },
  },
  aws_iam_role_policy_attachment: {
    this: attachment("${aws_iam_policy.this[0].arn}", { count: "${local.makes_policy ? 1 : 0}" }),
    full_access: attachment("arn:${local.partition}:iam::aws:policy/${each.key}", {
      for_each: `\${toset(var.access_mode == "full" ? ${JSON.stringify(FULL_ACCESS_POLICIES)} : [])}`,
    }),
    managed: attachment("${each.value}", { for_each: "${var.managed_policy_arns}" }),
  },
  ...GUARDS,
  aws_iam_role_policy: {
    this: INLINE,
    submitter: {
      for_each: "${var.submitters}",
      name: passRolePolicyName("${var.role_name}"),
      role: "${each.value}",
      policy: evaluated(PASS_ROLE_POLICY),
      ...checkedBy("problems_of_submitters"),
    },
  },
  aws_kms_grant: {
    key: grants("key", "local.key_grants", { key: "each.key", operations: "${each.value}" }),
    client_side: grants("client_side", "local.client_side_grants", {
      key: "each.key",
      operations: KEY_RULES["client-side"].operations,
      constraint: { encryption_context_equals: KEY_RULES["client-side"].context },
    }),
    bucket: grants("bucket", "local.bucket_grants", {
      key: "each.value.kms_key",
      operations: "${each.value.operations}",
      constraint: { encryption_context_subset: { "aws:s3:arn": "${each.value.bucket_arn}" } },
    }),
    secret: grants("secret", "local.secret_grants", {
      key: "each.value",
      operations: KEY_RULES.secret.operations,
      constraint: { encryption_context_subset: { SecretARN: "${local.secrets[each.key]}" } },
    }),
  },
};
