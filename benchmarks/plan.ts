/** Plans as `terraform show -json` prints them, of many roles for MediaConvert. */

const ACCOUNT = "111122223333";
const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** Go escapes what HTML gives a meaning. */
const asTerraformWrites = (plan: object): string =>
  JSON.stringify(plan).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/**
 * The plan as text, of some 4 kB for each role: the role, its inline policy, and what is configured of them.
 *
 * @param isChanged whether the policy of the role of this number is changed, by one output that becomes wider
 */
export const planOf = (roles: number, isChanged: (index: number) => boolean): string => {
  const numbers = Array.from({ length: roles }, (_, index) => index);
  return asTerraformWrites({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: numbers.flatMap((index) => [roleOf(index), policyOf(index, isChanged(index))]),
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          full_name: PROVIDER,
          version_constraint: ">= 5.100.0, < 7.0.0",
          expressions: { region: { constant_value: "eu-west-1" } },
        },
      },
      root_module: { resources: numbers.flatMap(configured) },
    },
    timestamp: "2026-11-26T10:00:00Z",
    applyable: true,
    complete: true,
    errored: false,
  });
};

const changed = (type: string, index: number, before: object, after: object): object => ({
  address: `${type}.media_${String(index)}`,
  mode: "managed",
  type,
  name: `media_${String(index)}`,
  provider_name: PROVIDER,
  change: {
    actions: [before === after ? "no-op" : "update"],
    before,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
});

const nameOf = (index: number): string => `MediaConvert_Role_${String(index)}`;

const roleOf = (index: number): object => {
  const values = {
    arn: `arn:aws:iam::${ACCOUNT}:role/${nameOf(index)}`,
    assume_role_policy: document({
      Action: "sts:AssumeRole",
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:aws:mediaconvert:*:${ACCOUNT}:queues/*` },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
      Effect: "Allow",
      Principal: { Service: "mediaconvert.amazonaws.com" },
    }),
    create_date: "2026-11-02T09:30:00Z",
    description: "",
    force_detach_policies: false,
    id: nameOf(index),
    inline_policy: [],
    managed_policy_arns: [],
    max_session_duration: 3600,
    name: nameOf(index),
    name_prefix: "",
    path: "/",
    permissions_boundary: "",
    tags: {},
    tags_all: {},
    unique_id: `AROA${String(index).padStart(17, "0")}`,
  };
  return changed("aws_iam_role", index, values, values);
};

const policyOf = (index: number, isWider: boolean): object => {
  const values = {
    id: `${nameOf(index)}:media`,
    name: "media",
    name_prefix: "",
    policy: mediaPolicy(index, "vod/"),
    role: nameOf(index),
  };
  return changed(
    "aws_iam_role_policy",
    index,
    values,
    isWider ? { ...values, policy: mediaPolicy(index, "") } : values,
  );
};

const mediaPolicy = (index: number, prefix: string): string =>
  document(
    {
      Action: "s3:GetObject",
      Effect: "Allow",
      Resource: `arn:aws:s3:::acme-in-${String(index)}/masters/*`,
      Sid: "ReadInputs",
    },
    { Action: "s3:ListBucket", Effect: "Allow", Resource: `arn:aws:s3:::acme-in-${String(index)}`, Sid: "ListInputs" },
    {
      Action: "s3:PutObject",
      Effect: "Allow",
      Resource: `arn:aws:s3:::acme-out-${String(index)}/${prefix}*`,
      Sid: "WriteOutputs",
    },
    {
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      Effect: "Allow",
      Resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-${String(index).padStart(12, "0")}`,
      Sid: "UseKeys",
    },
  );

const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Statement: statements, Version: "2012-10-17" });

const configured = (index: number): readonly object[] =>
  (
    [
      ["aws_iam_role", { assume_role_policy: {}, name: { constant_value: nameOf(index) } }],
      [
        "aws_iam_role_policy",
        {
          name: { constant_value: "media" },
          policy: {},
          role: {
            references: [`aws_iam_role.media_${String(index)}.name`, `aws_iam_role.media_${String(index)}`],
          },
        },
      ],
    ] as const
  ).map(([type, expressions]) => ({
    address: `${type}.media_${String(index)}`,
    mode: "managed",
    type,
    name: `media_${String(index)}`,
    provider_config_key: "aws",
    expressions,
    schema_version: 0,
  }));
