import { hclValue } from "../hcl";
import { INVOKE_API, KEY_RULES, READ_SECRET, SERVICE_PRINCIPAL } from "../policy/permissions";
import { KEY_STATEMENTS } from "./keys";
import { type Locals, inHcl, locationStatements, sortedSet } from "./locations";
import { type Hcl, evaluated } from "./problems";
import { CANONICAL_STATEMENTS, STATEMENTS_GIVEN, STATEMENT_ITEMS } from "./statement-variable";

const document = (statements: unknown): object => ({ Version: "2012-10-17", Statement: statements });

/** R-TRUST. */
const trust = (condition: object): string =>
  evaluated(
    `jsonencode(${inHcl(
      document([
        {
          Sid: "MediaConvert",
          Effect: "Allow",
          Principal: { Service: [SERVICE_PRINCIPAL] },
          Action: ["sts:AssumeRole"],
          ...condition,
        },
      ]),
    )})`,
  );

/** The role's documents. */
export const POLICY_LOCALS: Locals = {
  // R-TRUST-SOURCE. https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
  protected_trust: trust({
    Condition: {
      ArnLike: { "aws:SourceArn": evaluated("local.source_arns") },
      StringEquals: { "aws:SourceAccount": [evaluated("local.source_account")] },
    },
  }),
  open_trust: trust({}),
  trust_policy: evaluated("var.trust.confused_deputy_protection ? local.protected_trust : local.open_trust"),
  statements_given: evaluated(STATEMENTS_GIVEN),
  extra_statements: evaluated(
    `[for text in sort([for statement in ${CANONICAL_STATEMENTS} : jsonencode(statement)]) : jsondecode(text)]`,
  ),
  table_statements: [
    ...locationStatements(),
    { Sid: INVOKE_API.sid, Effect: "Allow", Action: INVOKE_API.actions, Resource: evaluated("local.endpoints") },
    {
      Sid: READ_SECRET.sid,
      Effect: "Allow",
      Action: READ_SECRET.actions,
      Resource: evaluated(sortedSet("values(local.secrets)")),
    },
  ],
  statements: evaluated(
    `concat(${[
      "[for statement in local.table_statements : statement if length(statement.Resource) > 0]",
      `[for statement in ${KEY_STATEMENTS} : statement if var.kms_authorization != "grant"]`,
      "local.extra_statements",
    ].join(", ")})`,
  ),
  policy: evaluated(`jsonencode(${inHcl(document(evaluated("local.statements")))})`),
  // Known before the statements are: from it the number of resources follows.
  makes_policy: evaluated(
    [
      'var.access_mode == "configured"',
      `length(${STATEMENT_ITEMS}) > 0`,
      "length(var.secrets) > 0",
      '(var.kms_authorization != "grant" && length(var.kms_keys) > 0)',
    ].join(" || "),
  ),
};

/** R-CALLER-PASS. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export const PASS_ROLE_POLICY: Hcl = `jsonencode(${inHcl(
  document([
    {
      Sid: "PassMediaConvertRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [evaluated("local.role_arn")],
      Condition: { StringEquals: { "iam:PassedToService": [SERVICE_PRINCIPAL] } },
    },
  ]),
)})`;

const PRINCIPAL = { AWS: [evaluated("local.role_arn")] };

/** R-XA-BUCKET: bucket → statements. */
export const BUCKET_POLICIES: Hcl =
  `{for bucket in distinct([for place in concat(values(var.inputs), values(var.outputs)) : place.bucket]) : bucket => ` +
  `[for statement in ${inHcl(locationStatements("place.bucket == bucket", { Principal: PRINCIPAL }))} : statement if length(statement.Resource) > 0]}`;

/** R-XA-KEY: name of a key → statements. In a key policy `*` is the key itself. */
export const KEY_POLICIES: Hcl = `{for name, item in var.kms_keys : name => [for purpose in ${hclValue(Object.keys(KEY_RULES))} : merge(local.key_statements[purpose][name], ${inHcl(
  { Principal: PRINCIPAL, Resource: ["*"] },
)}) if contains(keys(local.key_statements[purpose]), name)]}`;
