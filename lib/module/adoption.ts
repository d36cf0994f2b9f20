import * as errors from "../errors";
import { hclText } from "../hcl";
import { CONSOLE_PATH, LARGEST_INLINE } from "../settings/defaults";
import { INLINE_NAME } from "../policy/patterns";
import { type Hcl, entry, evaluated, forEach, noneOf, notLike, once, problems, said } from "./problems";
import { type Variable, nullable, variable } from "./variable";

/** A role that is there already, and what it keeps. */

/** IAM path of the role. */
export const PATH: Hcl = `coalesce(var.path, var.adopt ? ${hclText(CONSOLE_PATH)} : "/")`;

/** A text in quotes, as it stands in a file of Terraform: templates in it have no meaning. */
const quoted = (text: Hcl): Hcl => `replace(jsonencode(${text}), "/([$%])[{]/", "$1$1{")`;

/** Characters of all inline policies, without white space between them. */
const SIZE: Hcl =
  'length(join("", [for document in values(var.inline_policies) : jsonencode(try(jsondecode(document), ""))]))';

/** Whether a text is the JSON of a policy document. */
export const isDocument = (text: Hcl): Hcl => `contains(try(keys(jsondecode(${text})), []), "Statement")`;

const INLINE_PROBLEMS: Hcl = problems(
  forEach(
    "name, document in var.inline_policies",
    notLike(
      INLINE_NAME,
      "name",
      said((value) => errors.inlineName(entry("inline_policies", value("name")), value("name"), value("length(name)"))),
    ),
    {
      wrong: `!${isDocument("document")}`,
      says: said((value) => errors.notPolicyJson(entry("inline_policies", value("name")))),
    },
  ),
  once({
    wrong: `${SIZE} > ${String(LARGEST_INLINE)}`,
    says: said((value) => errors.inlineTooLarge("inline_policies", value(SIZE), LARGEST_INLINE)),
  }),
);

export const ADOPTION_VARIABLES: { readonly [name: string]: Variable } = {
  inline_policies: variable(
    "map(string)",
    {},
    "Inline policies of the role, in any mode: name → JSON of the document, such as `data.aws_iam_policy_document.extra.json`. Together they have up to 10,240 characters. Left out: none.",
    noneOf(INLINE_PROBLEMS),
  ),
  exclusive: variable(
    "bool",
    false,
    "Whether the role keeps only the policies that are named here. The plan shows what something else has attached or written into the role, and the apply takes it away. Left out: false, and policies that something else gives the role stay.",
  ),
  adopt: variable(
    "bool",
    false,
    `Whether the role is there already and is taken over. \`path\` is then ${CONSOLE_PATH} unless it is given, and the output \`import_blocks\` has the \`import\` blocks for the root module, where alone Terraform takes them. Left out: false.`,
  ),
  module_address: nullable(
    "string",
    'Address of this module in the root module, for `import_blocks`: `module.NAME`, `module.NAME["KEY"]`. Left out: `module.mediaconvert_role`.',
  ),
};

/** Address in the module → id, of what is taken over. */
const IMPORTS: Hcl = `merge(${[
  '{"aws_iam_role.this" = var.role_name}',
  `{for name, attachment in aws_iam_role_policy_attachment.full_access : "aws_iam_role_policy_attachment.full_access[\${${quoted("name")}}]" => "\${var.role_name}/\${attachment.policy_arn}"}`,
  `{for name, arn in var.managed_policy_arns : "aws_iam_role_policy_attachment.managed[\${${quoted("name")}}]" => "\${var.role_name}/\${arn}"}`,
  `{for name, document in var.inline_policies : "aws_iam_role_policy.this[\${${quoted("name")}}]" => "\${var.role_name}:\${name}"}`,
  '{for only in [var.exclusive] : "aws_iam_role_policies_exclusive.this[0]" => var.role_name if only}',
  '{for only in [var.exclusive] : "aws_iam_role_policy_attachments_exclusive.this[0]" => var.role_name if only}',
].join(", ")})`;

/** The blocks as text, to be put into the root module. */
export const IMPORT_BLOCKS: Hcl = `join("\\n", [for address, id in ${IMPORTS} : "import {\\n  to = \${coalesce(var.module_address, "module.mediaconvert_role")}.\${address}\\n  id = \${${quoted("id")}}\\n}\\n" if var.adopt])`;

/** A-PATH, A-ATTACH. */
export const ADOPTION_WARNINGS: Hcl = problems(
  once({
    wrong: "var.adopt && var.path == null",
    says: said(() => errors.adoptedPath("adopt", CONSOLE_PATH)),
  }),
  once({
    wrong:
      'var.adopt && !var.exclusive && var.access_mode != "full" && length(var.managed_policy_arns) + length(var.inline_policies) == 0',
    says: said(() => errors.adoptsRoleAlone("adopt")),
  }),
);

/** An inline policy. */
export const INLINE = {
  for_each: evaluated("var.inline_policies"),
  role: "${aws_iam_role.this.name}",
  name: "${each.key}",
  policy: "${each.value}",
};

/** What takes all other policies away. */
export const GUARDS = {
  aws_iam_role_policies_exclusive: {
    this: {
      count: evaluated("var.exclusive ? 1 : 0"),
      role_name: "${aws_iam_role.this.name}",
      policy_names: evaluated("[for policy in aws_iam_role_policy.this : policy.name]"),
    },
  },
  aws_iam_role_policy_attachments_exclusive: {
    this: {
      count: evaluated("var.exclusive ? 1 : 0"),
      role_name: "${aws_iam_role.this.name}",
      policy_arns: evaluated(
        `concat(${["this", "full_access", "managed"]
          .map((name) => `[for attachment in aws_iam_role_policy_attachment.${name} : attachment.policy_arn]`)
          .join(", ")})`,
      ),
    },
  },
};
