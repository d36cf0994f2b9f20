import { ARN_ACCOUNT, ARN_PARTITION, ARN_REGION, partitionOfRegion } from "../policy/arn";
import { hasHole } from "./holes";

/** Where a provider works, as far as the source tells. */
export interface Place {
  readonly accountId?: string;
  readonly partition?: string;
  readonly region?: string;
}

const ACCOUNT = /^\d{12}$/;

/** A place from what is known of it. What is no account and no plain name is left out. */
export const placeOf = (region: unknown, accountId: unknown, partition?: unknown): Place => {
  const known = (value: unknown): value is string => typeof value === "string" && value !== "" && !hasHole(value);
  return {
    ...(known(accountId) && ACCOUNT.test(accountId) ? { accountId } : {}),
    ...(known(partition) ? { partition } : known(region) ? { partition: partitionOfRegion(region) } : {}),
    ...(known(region) ? { region } : {}),
  };
};

/** Partition, account and Region that an ARN names. */
export const placeOfArn = (arn: string): Place => {
  if (!arn.startsWith("arn:")) return {};
  const fields = arn.split(":", 6);
  return placeOf(fields[ARN_REGION], fields[ARN_ACCOUNT], fields[ARN_PARTITION]);
};

/** Holes for what is not known of a place. */
export const filledPlace = (place: Place): Required<Place> => ({
  accountId: place.accountId ?? "${account}",
  partition: place.partition ?? "${partition}",
  region: place.region ?? "${region}",
});

/**
 * ARN of an IAM role or policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const iamArn = (kind: "role" | "policy", path: string, name: string, place: Place): string => {
  const { partition, accountId } = filledPlace(place);
  return `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;
};

/** ARN of a bucket. */
export const bucketArn = (name: string, place: Place): string => `arn:${filledPlace(place).partition}:s3:::${name}`;

/** ARN of a key that is given by its id; an ARN stays as it is. */
export const keyArn = (key: string, place: Place): string => {
  if (!/^(mrk-)?[0-9a-f-]{32,36}$/i.test(key)) return key;
  const { partition, region, accountId } = filledPlace(place);
  return `arn:${partition}:kms:${region}:${accountId}:key/${key}`;
};
