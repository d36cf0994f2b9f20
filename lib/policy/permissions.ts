/**
 * What MediaConvert needs, as tables. Each row is one rule: exact actions, no wildcard.
 *
 * A reviewer who knows IAM can read this file alone; everything else only puts resources and conditions to it.
 */

/** R-S3-READ. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
export const READ_INPUT = ["s3:GetObject"] as const;

/** R-S3-LIST-IN, R-S3-LIST-OUT. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const LIST_BUCKET = ["s3:ListBucket"] as const;

/** R-S3-WRITE. https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html (1517) */
export const WRITE_OUTPUT = ["s3:PutObject"] as const;

/** R-S3-ACL. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const WRITE_OUTPUT_ACL = ["s3:PutObjectAcl"] as const;

/** R-INVOKE. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
export const INVOKE_API = ["execute-api:Invoke"] as const;

/** R-SECRET. https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-secrets-manager-secret.html */
export const READ_SECRET = ["secretsmanager:GetSecretValue"] as const;

/** What a key can serve: the uses that a person names, and secrets. */
export type KeyPurpose = "input" | "output" | "client-side" | "signing" | "secret";

/** KMS operations, as a grant names them. A policy writes `kms:` before each. */
export const KEY_OPERATIONS: { readonly [purpose in KeyPurpose]: readonly string[] } = {
  /** R-KMS-IN. https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html */
  input: ["Decrypt"],
  /** R-KMS-OUT, DEC-01: multipart uploads decrypt too. https://repost.aws/knowledge-center/s3-large-file-encryption-kms-key */
  output: ["Decrypt", "GenerateDataKey"],
  /** R-KMS-CLIENT. https://docs.aws.amazon.com/mediaconvert/latest/ug/implementing-client-side-encryption.html */
  "client-side": ["Decrypt"],
  /** R-KMS-SIGN. https://docs.aws.amazon.com/mediaconvert/latest/ug/c2pa-manifest.html */
  signing: ["Sign"],
  /** R-KMS-SECRET. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
  secret: ["Decrypt"],
};

/** R-KMS-OUT-ENCRYPT, opt-in. */
export const OUTPUT_ENCRYPT_OPERATION = "Encrypt";

/** R-KMS-CTX client: the encryption context that MediaConvert sends with `DecryptionSettings`. */
export const CLIENT_SIDE_CONTEXT = { service: "mediaconvert.amazonaws.com" } as const;

/** R-TRUST: one principal in every partition. */
export const SERVICE_PRINCIPAL = "mediaconvert.amazonaws.com";

/** DEC-11: the managed policies of the console's full permissions. */
export const FULL_ACCESS_POLICIES = ["AmazonS3FullAccess", "AmazonAPIGatewayInvokeFullAccess"] as const;
