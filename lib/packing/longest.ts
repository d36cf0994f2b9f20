import type { Placeholders } from "../placeholders";
import { terraformJson } from "../policy/model";

/**
 * How many characters a placeholder can stand for at most, by what stands before it in its text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const LONGEST: readonly { readonly behind: RegExp; readonly characters: number }[] = [
  /** A partition: `aws-us-gov`. */
  { behind: /^arn:$/, characters: 10 },
  /** A Region: `ap-southeast-1`. */
  { behind: /^arn:[^:]*:[^:]*:$/, characters: 14 },
  { behind: /^(s3|secretsmanager)\.$/, characters: 14 },
  /** An account. */
  { behind: /^arn:([^:]*:){3}$/, characters: 12 },
  /** A bucket's name. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  { behind: /^arn:[^:]*:s3:::$/, characters: 63 },
  /** A key's id. */
  { behind: /^arn:[^:]*:kms:[^/]*:key\/$/, characters: 36 },
];

/**
 * Reckoned with where a placeholder can stand for much more, and hardly ever does: ARNs have up to 2,048 characters, keys
 * of objects up to 1,024. Terraform measures the policy as soon as it knows the value.
 */
const LONG = 256;

/** The ARN of a KMS key, for placeholders that stand for all of it. */
const LONGEST_KEY_ARN = "arn:aws-us-gov:kms:ap-southeast-1:123456789012:key/".length + 36;

/** The text with each placeholder as long as it can be. */
export const atItsLongest = (text: string, { fill }: Placeholders, isKey: boolean): string =>
  fill(text, (before) => {
    const known = LONGEST.find(({ behind }) => behind.test(before))?.characters;
    return "x".repeat(known ?? (isKey ? LONGEST_KEY_ARN : LONG));
  });

const namesKey = (value: unknown): boolean => JSON.stringify(value).includes('"kms:');

/**
 * Characters of a part of a policy, as IAM counts them. A placeholder counts as much as it can stand for, or
 * {@link LONG} where that is not known.
 */
export const longestSize = (part: unknown, placeholders: Placeholders): number => {
  const isKey = namesKey(part);
  const filled = (item: unknown): unknown => {
    if (typeof item === "string") return atItsLongest(item, placeholders, isKey);
    if (Array.isArray(item)) return item.map(filled);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, filled(one)]));
  };
  return terraformJson(placeholders.isKnown(JSON.stringify(part)) ? part : filled(part)).length;
};
