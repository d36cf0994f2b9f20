import { inQuotes } from "../problem";
import type { AskId } from "./need";

/** A question that jobs leave open, in words. */
export interface AskText {
  /** What is not known, and what hangs on it. */
  readonly asks: (subject: string) => string;
  /** The setting that answers it. */
  readonly setting: (subject: string) => string;
  /** What answers it on the command line. */
  readonly flag: (subject: string) => string;
}

const inputs = { setting: `list it in "inputs", or write "inputs": [] where there is nothing more`, flag: "--input" };

/**
 * What a job cannot tell, and how to say it. Silence here is how a role passes a review and fails with error 1401.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */
export const QUESTIONS: { readonly [ask in AskId]: AskText } = {
  "ASK-01": {
    asks: (bucket) => `bucket ${inQuotes(bucket)} may keep its objects under a KMS key, which no job names`,
    setting: (bucket) => `"buckets": { ${JSON.stringify(bucket)}: {} } for no key, or { "kmsKeyArn": "…" }`,
    flag: (bucket) => `--bucket ${bucket}=none or --bucket ${bucket}=KEY-ARN`,
  },
  "ASK-03": {
    asks: (region) =>
      `a client-side encrypted input needs its KMS key, and the job holds only a ciphertext${region === "" ? "" : ` and the Region ${region}`}`,
    setting: () => `"kmsKeys": [{ "keyArn": "…", "use": ["client-side"] }]`,
    flag: () => "--client-side-key KEY-ARN",
  },
  "ASK-06": {
    asks: (manifest) => `manifest ${inQuotes(manifest)} may name files elsewhere than beside it or below`,
    setting: () => inputs.setting,
    flag: () => "--input s3://BUCKET/PREFIX or --input none",
  },
  "ASK-07": {
    asks: (composition) => `IMF package ${inQuotes(composition)} may name files elsewhere than beside it`,
    setting: () => inputs.setting,
    flag: () => "--input s3://BUCKET/PREFIX or --input none",
  },
  "ASK-09": {
    asks: (url) =>
      url.includes(".execute-api.")
        ? `the API behind ${inQuotes(url)} is taken for one of the role's account, with the first segment of the path as its stage`
        : `${inQuotes(url)} is a custom domain of an API, whose ARN the role needs, or no API at all`,
    setting: () => `name the API in "apiGateway" (its ARN, or its URL with "accountId" or "stage"), or write "none"`,
    flag: () => "--api API-ARN or --api none",
  },
  "ASK-10": {
    asks: (secret) => `the secret of ${inQuotes(secret)} may be under a customer key, which no job names`,
    setting: (secret) =>
      isConnection(secret)
        ? `"tamsConnections": [${JSON.stringify(secret)}] for none, or { "connectionArn": "…", "kmsKeyArn": "…" }`
        : `"secrets": [${JSON.stringify(secret)}] for none, or { "secret": "…", "kmsKeyArn": "…" }`,
    flag: (secret) => `--secret ${secret}=none or --secret ${secret}=KEY-ARN`,
  },
  "ASK-11": {
    asks: (name) => `template or preset ${inQuotes(name)} is not at hand, and what it names is not covered`,
    setting: () => `give its JSON in "jobs" too (aws mediaconvert get-job-template, get-preset)`,
    flag: () => "give its JSON beside the job",
  },
  "ASK-DESTINATION": {
    asks: () => "has no destination, so it cannot be known where it writes",
    setting: () => `list where it writes in "outputs", or give the jobs that say it`,
    flag: () => "--output s3://BUCKET/PREFIX",
  },
  "ASK-INPUT": {
    asks: () => "names no input file, so it cannot be known what it reads",
    setting: () => `list where it reads in "inputs", or give the jobs that say it`,
    flag: () => "--input s3://BUCKET/PREFIX or --input none",
  },
  "ASK-BUCKET-KIND": {
    asks: (bucket) =>
      `${inQuotes(bucket)} is the name of an access point, a directory bucket or a table bucket, and AWS does not say whether MediaConvert can use one`,
    setting: (bucket) => `give what it needs in "statements", and write "buckets": { ${JSON.stringify(bucket)}: {} }`,
    flag: (bucket) => `--bucket ${bucket}=none`,
  },
  "ASK-FIELD": {
    asks: () => "holds an s3:// address, and no rule says whether the role needs it",
    setting: () => inputs.setting,
    flag: () => "--input s3://BUCKET/PREFIX or --input none",
  },
};

const isConnection = (secret: string): boolean => secret.includes(":connection/");
