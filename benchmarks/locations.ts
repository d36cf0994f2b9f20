import { createHash } from "node:crypto";
import type { ConfiguredAccess } from "../lib";

/** Settings with many locations: what packing and synthesis are measured with. */

/** Eight characters that look like part of a name, the same in every run. */
const word = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);

const bucketName = (index: number, length: number): string =>
  `acme-media-${word(`bucket ${String(index)}`)}`.padEnd(length, "0");

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** What locations there are, from their number. */
export const LOCATION_SETS: { readonly [name: string]: (count: number) => ConfiguredAccess } = {
  "inputs in buckets of their own": (count) => ({
    mode: "configured",
    inputs: numbers(count).map((index) => `s3://${bucketName(index, 32)}/`),
  }),
  "inputs and outputs in buckets of their own": (count) => ({
    mode: "configured",
    inputs: numbers(Math.ceil(count / 2)).map((index) => `s3://${bucketName(index, 28)}/masters/`),
    outputs: numbers(Math.floor(count / 2)).map((index) => `s3://${bucketName(index, 24)}/vod/`),
  }),
  "outputs in one bucket": (count) => ({
    mode: "configured",
    outputs: numbers(count).map((index) => `s3://acme-vod/titles/${word(`title ${String(index)}`)}/hls/`),
  }),
  "inputs in one bucket": (count) => ({
    mode: "configured",
    inputs: numbers(count).map((index) => `s3://acme-masters/${word(`studio ${String(index)}`)}/`),
  }),
};

export const LOCATION_COUNTS = [1, 10, 100, 500] as const;
