import { IMPORT_BLOCKS } from "./adoption";
import { type Condition, evaluated, noneOfRole } from "./problems";
import {
  BUCKET_POLICIES,
  FOREIGN_BUCKET_POLICIES,
  FOREIGN_KEY_POLICIES,
  KEY_POLICIES,
  PASS_ROLE_POLICY,
} from "./policies";
import { SETTINGS_PROBLEMS } from "./settings-problems";

/** An output of the module. */
export interface Output {
  readonly description: string;
  readonly value: string;
  readonly depends_on?: readonly string[];
  readonly precondition?: readonly Condition[];
}

/** The documents name the role by its ARN; where AWS checks that it exists, they must come after it. */
const AFTER_ROLE = { depends_on: ["aws_iam_role.this"] } as const;

const grantIds = (kind: string, key: string): string =>
  `{for key, grant in aws_kms_grant.${kind} : "${key}" => grant.grant_id}`;

export const OUTPUTS: { readonly [name: string]: Output } = {
  role_arn: { description: "ARN of the MediaConvert service role.", value: "${aws_iam_role.this.arn}" },
  role_name: { description: "Name of the role.", value: "${aws_iam_role.this.name}" },
  role_unique_id: {
    description: "Unique id of the role (`AROA…`), which another role of the same name would not have.",
    value: "${aws_iam_role.this.unique_id}",
  },
  policy_arns: {
    description: "ARNs of the policies made for the role; empty where there is nothing to grant.",
    value: "${aws_iam_policy.this[*].arn}",
    // Problems between variables: outputs are checked whatever resources there are, and nothing waits for them.
    precondition: Object.keys(SETTINGS_PROBLEMS).map((name) => noneOfRole(`local.problems_of_${name}`)),
  },
  grant_ids: {
    description:
      "KMS grants of the role: `key/NAME`, `client_side/NAME`, `inputs/NAME`, `outputs/NAME` or `secrets/NAME` → grant id.",
    value: evaluated(
      `merge(${[
        grantIds("key", "key/${key}"),
        grantIds("client_side", "client_side/${key}"),
        grantIds("bucket", "${key}"),
        grantIds("secret", "secrets/${key}"),
      ].join(", ")})`,
    ),
  },
  pass_role_policy_json: {
    description: "Policy for those who submit jobs with the role: `iam:PassRole` on it, for MediaConvert only.",
    value: evaluated(PASS_ROLE_POLICY),
    ...AFTER_ROLE,
  },
  import_blocks: {
    description:
      "With `adopt`: `import` blocks for the role, the attachments of its managed policies and its inline policies, to be put into the root module. Else empty.",
    value: evaluated(IMPORT_BLOCKS),
  },
  bucket_policy_statements: {
    description:
      "Name of a bucket → statements for the bucket's own policy, needed where another account owns the bucket.",
    value: evaluated(BUCKET_POLICIES),
    ...AFTER_ROLE,
  },
  key_policy_statements: {
    description:
      "Name in `kms_keys` → statements for the key's own policy, needed where another account owns the key and there is no grant.",
    value: evaluated(KEY_POLICIES),
    ...AFTER_ROLE,
  },
  bucket_policies_json: {
    description:
      "Name of each bucket with `owner_account` of another account → policy for it that admits the role, to give to `aws_s3_bucket_policy` with that account's provider.",
    value: evaluated(FOREIGN_BUCKET_POLICIES),
    ...AFTER_ROLE,
  },
  key_policies_json: {
    description:
      'Name in `kms_keys` of each key of another account → statements for the key\'s own policy, as a document for `source_policy_documents`; empty unless `kms_authorization` is "policy".',
    value: evaluated(FOREIGN_KEY_POLICIES),
    ...AFTER_ROLE,
  },
};
