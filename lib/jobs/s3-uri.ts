import * as errors from "../job-errors";
import type { Problem } from "../problem";
import { BUCKET_RULES, OTHER_BUCKET_KINDS, keeps } from "../policy/patterns";

/** What a field names. */
export type Uri =
  | { readonly kind: "s3"; readonly bucket: string; readonly key: string; readonly bucketKind?: string }
  | { readonly kind: "http" }
  | { readonly kind: "wrong"; readonly problem: Problem };

/**
 * Reads `s3://bucket/key` or an http(s) address, literally: nothing in a key is decoded or normalised.
 *
 * @param where the field, for the problem
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export const parseUri = (text: string, where: string, s3Only: boolean): Uri => {
  if (/^https?:\/\/./.test(text) && !s3Only) return { kind: "http" };
  if (!text.startsWith("s3://")) {
    const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text);
    return { kind: "wrong", problem: (scheme ? errors.noUri : errors.noScheme)(where, text, s3Only) };
  }
  const rest = text.slice("s3://".length);
  const slash = rest.indexOf("/");
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const broken = BUCKET_RULES.find((rule) => !keeps(bucket, rule));
  const kind = OTHER_BUCKET_KINDS.find(({ pattern }) => pattern.test(bucket))?.kind;
  if (broken !== undefined && kind === undefined) {
    return { kind: "wrong", problem: errors.bucketName(where, bucket, broken.rule) };
  }
  return {
    kind: "s3",
    bucket,
    key: slash < 0 ? "" : rest.slice(slash + 1),
    ...(kind === undefined ? {} : { bucketKind: kind }),
  };
};
