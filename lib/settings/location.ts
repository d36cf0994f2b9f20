import * as errors from "../errors";
import { ARN_PARTITION, cutAtForeignCharacter, escapeInArn } from "../policy/arn";
import { childPath } from "../problem";
import type { InputLocation, OutputLocation } from "../props";
import { type Surroundings, accountId, keyArn } from "./arns";
import { type Check, type Report, type Rule, flag, record, text, textOr } from "./check";
import {
  ARN_OR_URI,
  BUCKET_RULES,
  BUCKET_WILDCARD,
  NOT_AN_ESCAPE,
  NOT_IN_POLICY,
  OTHER_BUCKET_KINDS,
  PERCENT_SEQUENCE,
  TRAILING_WILDCARD,
  WILDCARD,
  keeps,
} from "../policy/patterns";

/** A location taken apart. */
export interface CheckedLocation {
  /** Where it stands in the input. */
  readonly path: string;
  /** Name of the bucket; where `bucketMayBeArn`, a placeholder for its name or its ARN. */
  readonly bucket: string;
  readonly bucketMayBeArn: boolean;
  /** IAM pattern of the object keys. */
  readonly pattern: string;
  readonly kmsKeyArn?: string;
  readonly bucketKey: boolean;
  readonly listBucket: boolean;
  readonly acl: boolean;
  /** The settings say of an output whether it has an ACL. */
  readonly aclIsSaid?: boolean;
  readonly ownerAccount?: string;
  /** Another place covers it: it counts only for its ACL and its key. */
  readonly covered?: boolean;
}

/** A location that jobs read from: text or an object. */
export const inputLocation = (surroundings: Surroundings): Check<CheckedLocation> =>
  locationCheck(
    record<InputLocation>({ ...commonFields(surroundings), listBucket: flag }),
    { listBucket: true, acl: false },
    surroundings,
  );

/** A location that jobs write to: text or an object. */
export const outputLocation = (surroundings: Surroundings): Check<CheckedLocation> =>
  locationCheck(
    record<OutputLocation>({ ...commonFields(surroundings), listBucket: flag, acl: flag }),
    { listBucket: false, acl: false },
    surroundings,
  );

/** A pattern is exact: nothing is cut off, and nothing is escaped. */
const keyPattern: Rule<string> = (value, path, report) => {
  const [foreign] = NOT_IN_POLICY.exec(value) ?? [];
  if (foreign !== undefined) report.problem(errors.foreignCharacterInPattern(path, foreign));
  if (NOT_AN_ESCAPE.test(value)) report.problem(errors.variableInPattern(path, value));
};

const commonFields = (surroundings: Surroundings) => ({
  location: text(),
  bucket: text(),
  prefix: text(),
  pattern: text(keyPattern),
  kmsKeyArn: keyArn(surroundings),
  bucketKey: flag,
  ownerAccount: text(accountId),
});

const locationCheck = (
  object: Check<OutputLocation>,
  defaults: { readonly listBucket: boolean; readonly acl: boolean },
  surroundings: Surroundings,
): Check<CheckedLocation> =>
  textOr(
    (value, path, report) => {
      const place = splitLocation(String(value), path, surroundings, report);
      return place && { path, ...place, ...defaults, bucketKey: false };
    },
    (value, path, report) => {
      const given = object(value, path, report);
      const place = given && placeOf(given, path, surroundings, report);
      if (given === undefined || place === undefined) return undefined;
      if (given.bucketKey === true && given.kmsKeyArn === undefined)
        report.problem(errors.bucketKeyAlone(path, "kmsKeyArn"));
      return {
        path,
        ...place,
        ...(given.kmsKeyArn === undefined ? {} : { kmsKeyArn: given.kmsKeyArn }),
        bucketKey: given.bucketKey ?? false,
        listBucket: given.listBucket ?? defaults.listBucket,
        acl: given.acl ?? defaults.acl,
        ...(given.acl === undefined ? {} : { aclIsSaid: true }),
        ...(given.ownerAccount === undefined ? {} : { ownerAccount: given.ownerAccount }),
      };
    },
  );

type BucketAndPattern = Pick<CheckedLocation, "bucket" | "bucketMayBeArn" | "pattern">;

const placeOf = (
  { location, bucket, prefix, pattern }: OutputLocation,
  path: string,
  surroundings: Surroundings,
  report: Report,
): BucketAndPattern | undefined => {
  if ((location === undefined) === (bucket === undefined)) {
    report.problem(errors.locationForm(path));
    return undefined;
  }
  if (location !== undefined) {
    if (prefix !== undefined) report.problem(errors.prefixWithLocation(path));
    if (pattern !== undefined) report.problem(errors.patternWithLocation(path));
    return splitLocation(location, childPath(path, "location"), surroundings, report);
  }
  const name = bucket ?? "";
  if (report.placeholders.isKnown(name)) {
    if (ARN_OR_URI.test(name)) {
      report.problem(errors.bucketIsArn(childPath(path, "bucket"), name));
      return undefined;
    }
    checkBucketName(name, childPath(path, "bucket"), report);
  }
  if (prefix !== undefined) checkPrefix(prefix, childPath(path, "prefix"), report);
  if (prefix !== undefined && pattern !== undefined) report.problem(errors.patternWithPrefix(path));
  return {
    bucket: name,
    bucketMayBeArn: !report.placeholders.isKnown(name),
    pattern: pattern ?? patternOf(prefix ?? "", report),
  };
};

/** `s3://bucket/prefix`, `arn:aws:s3:::bucket/prefix`, or a placeholder for a bucket with or without `/prefix`. */
const splitLocation = (
  location: string,
  path: string,
  { partition }: Surroundings,
  report: Report,
): BucketAndPattern | undefined => {
  const start = locationStart(location, report);
  if (start === undefined) {
    report.problem(errors.notALocation(path, location));
    return undefined;
  }
  if (
    location.startsWith("arn:") &&
    partition !== undefined &&
    report.placeholders.isKnown(partition) &&
    location.split(":")[ARN_PARTITION] !== partition
  ) {
    report.problem(errors.foreignPartition(path, location, partition));
  }
  const rest = location.slice(start);
  // A placeholder never holds a slash, so the first one ends the bucket.
  const slash = rest.indexOf("/");
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const prefix = slash < 0 ? "" : rest.slice(slash + 1);
  if (report.placeholders.isKnown(bucket)) checkBucketName(bucket, path, report);
  checkPrefix(prefix, path, report);
  return { bucket, bucketMayBeArn: start === 0, pattern: patternOf(prefix, report) };
};

/** Matches the keys that begin with the prefix. */
const patternOf = (prefix: string, { placeholders }: Report): string =>
  `${placeholders.mapWritten(cutAtForeignCharacter(prefix), escapeInArn)}*`;

const locationStart = (location: string, { placeholders }: Report): number | undefined => {
  const scheme = /^(s3:\/\/|arn:[a-z-]+:s3:::)/.exec(location)?.[0];
  if (scheme !== undefined) return scheme.length;
  return placeholders.beginsUnknown(location) ? 0 : undefined;
};

const checkBucketName = (bucket: string, path: string, report: Report): void => {
  if (BUCKET_WILDCARD.test(bucket)) {
    report.problem(errors.bucketWildcard(path, bucket));
    return;
  }
  const broken = BUCKET_RULES.find((rule) => !keeps(bucket, rule));
  const other = OTHER_BUCKET_KINDS.find(({ pattern }) => pattern.test(bucket));
  if (broken !== undefined) report.problem(errors.bucketName(path, bucket, broken.rule));
  else if (other !== undefined) report.problem(errors.bucketKind(path, bucket, other.kind));
};

const checkPrefix = (prefix: string, path: string, report: Report): void => {
  if (!report.placeholders.isKnown(prefix)) return;
  if (TRAILING_WILDCARD.test(prefix)) report.problem(errors.trailingWildcard(path, prefix));
  else if (WILDCARD.test(prefix)) report.warn(errors.wildcardInPrefix(path, prefix));
  if (PERCENT_SEQUENCE.test(prefix)) report.warn(errors.percentInPrefix(path, prefix));
  if (NOT_IN_POLICY.test(prefix)) report.warn(errors.foreignCharacterInPrefix(path, prefix));
};
