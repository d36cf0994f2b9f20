import type { FoundBucket } from "./facts";
import { type Place, keyArn } from "./place";

/** The alias of the key that AWS keeps for S3, by name or as ARN. */
const S3_ALIAS = /^(?:arn:.*:)?alias\/aws\/s3$/s;

/** A key's ARN. An alias's ARN is none: only KMS knows which key it stands for. */
const KEY_ARN = /^arn:.*:key\/[^/]+$/s;

/**
 * A bucket's default encryption by algorithm and key. `undefined`: it cannot be told which key it is.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
 */
export const encryptionBy = (
  algorithm: string | undefined,
  key: string | undefined,
  place: Place,
): FoundBucket["encryption"] => {
  if (algorithm?.startsWith("aws:kms") !== true) return "none";
  if (key === undefined || S3_ALIAS.test(key)) return "aws/s3";
  const isPlaced = place.accountId !== undefined && place.region !== undefined;
  const arn = isPlaced ? keyArn(key, place) : key;
  return KEY_ARN.test(arn) ? { keyArn: arn } : undefined;
};

/**
 * DSSE-KMS has no S3 Bucket Keys.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
 */
export const hasBucketKey = (algorithm: string | undefined, enabled: unknown): boolean =>
  enabled === true && algorithm !== "aws:kms:dsse";
