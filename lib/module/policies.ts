import { hclValue } from "../hcl";
import { ARN_ACCOUNT } from "../policy/arn";
import {
  CREATE_FEED,
  INVOKE_API,
  KEY_RULES,
  LOCATION_STATEMENTS,
  READ_CONNECTION_SECRET,
  READ_FEED,
  READ_SECRET,
  SERVICE_PRINCIPAL,
  USE_CONNECTION,
  USE_FEED,
} from "../policy/permissions";
import { KEY_STATEMENTS } from "./keys";
import { type Locals, inHcl, locationStatements, resourceLocals, resourcesOf, sortedSet } from "./locations";
import { type Hcl, evaluated } from "./problems";
import { CANONICAL_STATEMENTS, EXTRA_STATEMENTS, STATEMENTS_GIVEN, STATEMENT_ITEMS } from "./statement-variable";

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

const allow = (
  { sid, actions }: { readonly sid: string; readonly actions: readonly string[] },
  resources: Hcl,
): object => ({
  Sid: sid,
  Effect: "Allow",
  Action: actions,
  Resource: evaluated(resources),
});

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
  trust_policy: evaluated(
    "var.trust.policy != null ? var.trust.policy : var.trust.confused_deputy_protection == false ? local.open_trust : local.protected_trust",
  ),
  statements_given: evaluated(STATEMENTS_GIVEN),
  canonical_statements: evaluated(CANONICAL_STATEMENTS),
  extra_statements: evaluated(
    `[for text in sort([for statement in ${EXTRA_STATEMENTS} : jsonencode(statement)]) : jsondecode(text)]`,
  ),
  ...resourceLocals({
    ...Object.fromEntries(LOCATION_STATEMENTS.map((rule) => [rule.sid, resourcesOf(rule)])),
    [INVOKE_API.sid]: "local.endpoints",
  }),
  table_statements: [
    ...[...LOCATION_STATEMENTS, INVOKE_API].map((rule) => allow(rule, `local.uncovered.${rule.sid}`)),
    allow(READ_SECRET, sortedSet("values(local.secrets)")),
    allow(USE_CONNECTION, sortedSet("[for item in var.tams_connections : item.connection_arn]")),
    allow(READ_CONNECTION_SECRET, sortedSet("values(local.connection_secrets)")),
    allow(CREATE_FEED, '[for any in ["*"] : any if var.elemental_inference]'),
    allow(USE_FEED, "local.feeds"),
    allow(READ_FEED, sortedSet("values(var.inference_feeds)")),
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
      "length(var.tams_connections) > 0",
      "var.elemental_inference",
      "length(var.inference_feeds) > 0",
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

const documentJson = (statements: Hcl): Hcl => `jsonencode(${inHcl(document(evaluated(statements)))})`;

/** What the policy of `bucket` needs. */
const BUCKET_STATEMENTS: Hcl = `[for statement in ${inHcl(locationStatements("place.bucket == bucket", { Principal: PRINCIPAL }))} : statement if length(statement.Resource) > 0]`;

/** R-XA-BUCKET: bucket → statements. */
export const BUCKET_POLICIES: Hcl =
  `{for bucket in distinct([for place in concat(values(var.inputs), values(var.outputs)) : place.bucket]) : bucket => ` +
  `${BUCKET_STATEMENTS}}`;

/** R-XA-BUCKET: bucket of another account → policy. */
export const FOREIGN_BUCKET_POLICIES: Hcl = `{for bucket in keys(local.bucket_owners) : bucket => ${documentJson(BUCKET_STATEMENTS)}}`;

/** What the policy of the key `name` needs. In a key policy `*` is the key itself. */
const KEY_STATEMENTS_OF_ONE: Hcl = `[for purpose in ${hclValue(Object.keys(KEY_RULES))} : merge(local.key_statements[purpose][name], ${inHcl(
  { Principal: PRINCIPAL, Resource: ["*"] },
)}) if contains(keys(local.key_statements[purpose]), name)]`;

/** R-XA-KEY: name of a key → statements. */
export const KEY_POLICIES: Hcl = `{for name, item in var.kms_keys : name => ${KEY_STATEMENTS_OF_ONE}}`;

/** R-XA-KEY: name of a key of another account → what its policy has to add, where the role has no grant. */
export const FOREIGN_KEY_POLICIES: Hcl = `{for name, item in var.kms_keys : name => ${documentJson(KEY_STATEMENTS_OF_ONE)} if var.kms_authorization == "policy" && split(":", item.arn)[${String(ARN_ACCOUNT)}] != local.account_id}`;
