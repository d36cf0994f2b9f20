import type { PolicyDocument, Statement } from "../policy/model";

/**
 * AWS managed policies that are often found on a MediaConvert role, as of their default versions on 2026-11-24.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */

/** One of them. */
export interface ManagedPolicy {
  readonly document: PolicyDocument;
  /** Default version at that date. */
  readonly version: string;
  /** When that version was made. */
  readonly since: string;
}

const allow = (actions: readonly string[], resource = "*"): Statement => ({
  Effect: "Allow",
  Action: actions,
  Resource: [resource],
});

const policy = (version: string, since: string, ...statements: readonly Statement[]): ManagedPolicy => ({
  version,
  since,
  document: { Version: "2012-10-17", Statement: statements },
});

/** Path and name → policy. */
const POLICIES: ReadonlyMap<string, ManagedPolicy> = new Map([
  ["AdministratorAccess", policy("v1", "2015-02-06", allow(["*"]))],
  [
    "PowerUserAccess",
    policy(
      "v12",
      "2026-02-12",
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: ["*"] },
      allow([
        "account:GetAccountInformation",
        "account:GetGovCloudAccountInformation",
        "account:GetPrimaryEmail",
        "account:ListRegions",
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:ListRoles",
        "organizations:DescribeEffectivePolicy",
        "organizations:DescribeOrganization",
      ]),
    ),
  ],
  ["AmazonS3FullAccess", policy("v2", "2021-09-27", allow(["s3:*", "s3-object-lambda:*"]))],
  [
    "AmazonS3ReadOnlyAccess",
    policy(
      "v3",
      "2023-08-10",
      allow(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"]),
    ),
  ],
  [
    // Its resource names the partition `aws` in every partition.
    "AmazonAPIGatewayInvokeFullAccess",
    policy(
      "v2",
      "2018-12-18",
      allow(["execute-api:Invoke", "execute-api:ManageConnections"], "arn:aws:execute-api:*:*:*"),
    ),
  ],
  ["AmazonAPIGatewayAdministrator", policy("v1", "2015-07-09", allow(["apigateway:*"], "arn:aws:apigateway:*::/*"))],
  [
    "AWSElementalMediaConvertFullAccess",
    policy("v2", "2019-06-10", allow(["mediaconvert:*", "s3:ListAllMyBuckets", "s3:ListBucket"]), {
      ...allow(["iam:PassRole"]),
      Condition: { StringLike: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
    }),
  ],
  [
    "AWSElementalMediaConvertReadOnly",
    policy(
      "v2",
      "2019-06-10",
      allow([
        "mediaconvert:Get*",
        "mediaconvert:List*",
        "mediaconvert:DescribeEndpoints",
        "s3:ListAllMyBuckets",
        "s3:ListBucket",
      ]),
    ),
  ],
  [
    "CloudWatchLogsFullAccess",
    policy(
      "v8",
      "2026-02-12",
      allow([
        "logs:*",
        "cloudwatch:GenerateQuery",
        "cloudwatch:GenerateQueryResultsSummary",
        "observabilityadmin:GetS3TableIntegration",
        "observabilityadmin:ListS3TableIntegrations",
        "observabilityadmin:ListTelemetryPipelines",
      ]),
    ),
  ],
  [
    "AWSKeyManagementServicePowerUser",
    policy(
      "v2",
      "2017-03-07",
      allow([
        "kms:CreateAlias",
        "kms:CreateKey",
        "kms:DeleteAlias",
        "kms:Describe*",
        "kms:GenerateRandom",
        "kms:Get*",
        "kms:List*",
        "kms:TagResource",
        "kms:UntagResource",
        "iam:ListGroups",
        "iam:ListRoles",
        "iam:ListUsers",
      ]),
    ),
  ],
  [
    "AWSLambdaExecute",
    policy(
      "v1",
      "2015-02-06",
      allow(["logs:*"], "arn:aws:logs:*:*:*"),
      allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::*"),
    ),
  ],
  [
    "service-role/AWSLambdaBasicExecutionRole",
    policy("v1", "2015-04-09", allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])),
  ],
]);

/** The contents of the AWS managed policy with this ARN. `undefined`: not among those known here. */
export const managedPolicy = (arn: string): ManagedPolicy | undefined => {
  const [, partition, name] = /^arn:([^:]+):iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  if (partition === undefined || name === undefined) return undefined;
  const found = POLICIES.get(name);
  // Where the document names a partition, other partitions may have another document.
  const named = found?.document.Statement.some(({ Resource }) => Resource?.some((one) => one.startsWith("arn:")));
  return partition !== "aws" && named === true ? undefined : found;
};
