/**
 * What MediaConvert needs, as tables. Each row is one rule: exact actions, no wildcard.
 *
 * A reviewer who knows IAM can read this file alone; everything else only puts resources and conditions to it. The
 * construct and the Terraform module are both made from it.
 */

/** One statement about locations. */
export interface LocationStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly of: "inputs" | "outputs";
  readonly resource: "objects" | "bucketArn";
  /** Only for locations that ask for it; left out: for all. */
  readonly where?: "listBucket" | "acl";
}

/** In the order in which they stand in a policy. */
export const LOCATION_STATEMENTS: readonly LocationStatement[] = [
  /** R-S3-READ. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
  { sid: "ReadInputs", actions: ["s3:GetObject"], of: "inputs", resource: "objects" },
  /** R-S3-LIST-IN. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
  { sid: "ListInputBuckets", actions: ["s3:ListBucket"], of: "inputs", resource: "bucketArn", where: "listBucket" },
  /** R-S3-WRITE. https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html (1517) */
  { sid: "WriteOutputs", actions: ["s3:PutObject"], of: "outputs", resource: "objects" },
  /** R-S3-ACL. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
  { sid: "WriteOutputAcls", actions: ["s3:PutObjectAcl"], of: "outputs", resource: "objects", where: "acl" },
  /** R-S3-LIST-OUT. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
  { sid: "ListOutputBuckets", actions: ["s3:ListBucket"], of: "outputs", resource: "bucketArn", where: "listBucket" },
];

/** R-INVOKE. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
export const INVOKE_API = { sid: "InvokeApis", actions: ["execute-api:Invoke"] } as const;

/** R-SECRET. https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-secrets-manager-secret.html */
export const READ_SECRET = { sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"] } as const;

/** R-TAMS: the connection, and the secret that EventBridge keeps for it. https://docs.aws.amazon.com/mediaconvert/latest/ug/tams-input-requirements.html */
export const USE_CONNECTION = { sid: "UseConnections", actions: ["events:RetrieveConnectionCredentials"] } as const;
export const READ_CONNECTION_SECRET = {
  sid: "ReadConnectionSecrets",
  actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
} as const;

/** R-INFERENCE (DEC-15): making a feed knows no resource. https://docs.aws.amazon.com/mediaconvert/latest/ug/smart-cropping.html */
export const CREATE_FEED = { sid: "CreateFeeds", actions: ["elemental-inference:CreateFeed"] } as const;
export const USE_FEED = {
  sid: "UseFeeds",
  actions: [
    "elemental-inference:AssociateFeed",
    "elemental-inference:DeleteFeed",
    "elemental-inference:GetMetadata",
    "elemental-inference:PutMedia",
    "elemental-inference:TagResource",
  ],
} as const;

/** R-INFERENCE-FEED. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalinference.html */
export const READ_FEED = { sid: "ReadFeeds", actions: ["elemental-inference:GetFeed"] } as const;

/** What a key can serve: the uses that a person names, and secrets. */
export type KeyPurpose = "input" | "output" | "client-side" | "signing" | "secret";

/** What one purpose of a key needs. */
export interface KeyRule {
  /** Begins the statement's Sid; eight digits of the key follow. */
  readonly sid: string;
  /** KMS operations, as a grant names them. A policy writes `kms:` before each. */
  readonly operations: readonly string[];
  /** R-KMS-VIA: the service that uses the key for MediaConvert. */
  readonly via?: "s3" | "secretsmanager";
  /** R-KMS-CTX: the key of the encryption context whose value is an ARN of the settings. */
  readonly contextKey?: "aws:s3:arn" | "SecretARN";
  /** R-KMS-CTX: the encryption context that is always the same. */
  readonly context?: { readonly [key: string]: string };
}

/** In the order in which they stand in a policy. */
export const KEY_RULES: { readonly [purpose in KeyPurpose]: KeyRule } = {
  /** R-KMS-IN. https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html */
  input: { sid: "DecryptInputs", operations: ["Decrypt"], via: "s3", contextKey: "aws:s3:arn" },
  /** R-KMS-OUT, DEC-01: multipart uploads decrypt too. https://repost.aws/knowledge-center/s3-large-file-encryption-kms-key */
  output: { sid: "EncryptOutputs", operations: ["Decrypt", "GenerateDataKey"], via: "s3", contextKey: "aws:s3:arn" },
  /** R-KMS-CLIENT. https://docs.aws.amazon.com/mediaconvert/latest/ug/implementing-client-side-encryption.html */
  "client-side": {
    sid: "DecryptClientSideInputs",
    operations: ["Decrypt"],
    context: { service: "mediaconvert.amazonaws.com" },
  },
  /** R-KMS-SIGN. https://docs.aws.amazon.com/mediaconvert/latest/ug/c2pa-manifest.html */
  signing: { sid: "SignManifests", operations: ["Sign"] },
  /** R-KMS-SECRET. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
  secret: { sid: "DecryptSecrets", operations: ["Decrypt"], via: "secretsmanager", contextKey: "SecretARN" },
};

/** R-KMS-OUT-ENCRYPT, opt-in. */
export const OUTPUT_ENCRYPT_OPERATION = "Encrypt";

/** R-TRUST: one principal in every partition. */
export const SERVICE_PRINCIPAL = "mediaconvert.amazonaws.com";

/** DEC-11: the managed policies of the console's full permissions. */
export const FULL_ACCESS_POLICIES = ["AmazonS3FullAccess", "AmazonAPIGatewayInvokeFullAccess"] as const;

/** R-INVOKE: any API of any account that admits the role; what stands behind `arn:PARTITION:`. */
export const ANY_API = "execute-api:*:*:*";

/** R-INVOKE-SPEKE, DEC-02: key requests are POST. */
export const DEFAULT_API_METHOD = "POST";
