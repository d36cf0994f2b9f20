import { createHash } from "node:crypto";

/**
 * Text that may hold placeholders for values known only when Terraform runs.
 *
 * The pure code never looks inside a placeholder; it asks this interface. The framework's own placeholders (tokens)
 * are behind an implementation in `constructs/`; settings files and job files have none.
 */
export interface Placeholders {
  /** Whether the value is all there, so that it can be checked. */
  readonly isKnown: (value: unknown) => boolean;
  /** The same text for the same value in every run, whatever else the program makes: for order, names and ids. */
  readonly identity: (text: string) => string;
  /** Applies `change` to what is written out, and leaves the placeholders as they are. */
  readonly mapWritten: (text: string, change: (written: string) => string) => string;
  /** Field `index` of an ARN, counted from 0 (`arn`); with `/` what stands between slashes. */
  readonly arnField: (arn: string, index: number, separator?: ":" | "/") => string;
  /** A bucket's name, from its name or its ARN. */
  readonly bucketName: (nameOrArn: string, partition: string) => string;
  /** Sixteen hexadecimal digits that depend on the value of every part. */
  readonly digest: (parts: readonly string[]) => string;
  /** The text with other text in place of each placeholder, which gets what stands before it, filled in as well. */
  readonly fill: (text: string, by: (before: string, placeholder: string) => string) => string;
  /** Whether the text begins with a placeholder. */
  readonly beginsUnknown: (text: string) => boolean;
}

/** The name in a bucket's ARN, or the text itself. */
const withoutArn = (text: string, partition: string): string => {
  const start = `arn:${partition}:s3:::`;
  return text.startsWith(start) ? text.slice(start.length) : text;
};

/** Text without placeholders. */
export const WRITTEN_OUT: Placeholders = {
  isKnown: () => true,
  identity: (text) => text,
  mapWritten: (text, change) => change(text),
  arnField: (arn, index, separator = ":") => arn.split(separator)[index] ?? "",
  bucketName: withoutArn,
  digest: (parts) => digest(parts),
  fill: (text) => text,
  beginsUnknown: () => false,
};

/** Sixteen hexadecimal digits of SHA-256 over the parts. */
export const digest = (parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);

/** Whether text from a file could be taken for a placeholder by CDKTF: `TfToken[…]`, or a certain number. */
export const looksLikePlaceholder = (text: string): boolean => text.includes("TfToken[") || holdsNumberToken(text);

/** CDKTF hides tokens in doubles from -1.9375 × 2^960 to -2 × 2^960; a little more is refused. */
export const isNumberPlaceholder = (value: number): boolean => value <= -1.8e289 && value >= -2e289;

/** Whether a text holds such a number, with digits before and after an `e` as CDKTF looks for them. */
const holdsNumberToken = (text: string): boolean => {
  for (let e = text.indexOf("e"); e >= 0; e = text.indexOf("e", e + 1)) {
    let start = e;
    while (start > 0 && isNumeral(text[start - 1])) start -= 1;
    let end = e + 1;
    while (end < text.length && isNumeral(text[end])) end += 1;
    if (isNumberPlaceholder(Number.parseFloat(text.slice(start, end)))) return true;
  }
  return false;
};

const isNumeral = (character: string | undefined): boolean => character !== undefined && /[-|\d.+]/.test(character);
