import type { AskId } from "../../lib/jobs/need";
import { QUESTIONS } from "../../lib/jobs/questions";

/** What a question says of its subject, the setting that answers it, and the flag. */
type Row = readonly [ask: AskId, subject: string, asks: string, setting: string, flag: string];

const API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/keys";
const SERVER = "https://keys.example/speke";
const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-0000-4000-8000-000000000000";

const MORE_INPUTS = 'list it in "inputs", or write "inputs": [] where there is nothing more';
const INPUT_FLAG = "--input s3://BUCKET/PREFIX or --input none";
const API_SETTING = 'name the API in "apiGateway" (its ARN, or its URL with "accountId" or "stage"), or write "none"';
const API_FLAG = "--api API-ARN or --api none";
const CIPHERTEXT = "a client-side encrypted input needs its KMS key, and the job holds only a ciphertext";
const CLIENT_SIDE_KEY = '"kmsKeys": [{ "keyArn": "…", "use": ["client-side"] }]';

const TEXTS: readonly Row[] = [
  [
    "ASK-01",
    "acme-in",
    'bucket "acme-in" may keep its objects under a KMS key, which no job names',
    '"buckets": { "acme-in": {} } for no key, or { "kmsKeyArn": "…" }',
    "--bucket acme-in=none or --bucket acme-in=KEY-ARN",
  ],
  ["ASK-03", "", CIPHERTEXT, CLIENT_SIDE_KEY, "--client-side-key KEY-ARN"],
  ["ASK-03", "us-east-1", `${CIPHERTEXT} and the Region us-east-1`, CLIENT_SIDE_KEY, "--client-side-key KEY-ARN"],
  [
    "ASK-06",
    "s3://acme-in/a/m.m3u8",
    'manifest "s3://acme-in/a/m.m3u8" may name files elsewhere than beside it or below',
    MORE_INPUTS,
    INPUT_FLAG,
  ],
  [
    "ASK-07",
    "s3://acme-in/a/cpl.xml",
    'IMF package "s3://acme-in/a/cpl.xml" may name files elsewhere than beside it',
    MORE_INPUTS,
    INPUT_FLAG,
  ],
  [
    "ASK-09",
    API,
    `the API behind "${API}" is taken for one of the role's account, with the first segment of the path as its stage`,
    API_SETTING,
    API_FLAG,
  ],
  [
    "ASK-09",
    SERVER,
    `"${SERVER}" is a custom domain of an API, whose ARN the role needs, or no API at all`,
    API_SETTING,
    API_FLAG,
  ],
  [
    "ASK-10",
    "kantar",
    'the secret of "kantar" may be under a customer key, which no job names',
    '"secrets": ["kantar"] for none, or { "secret": "…", "kmsKeyArn": "…" }',
    "--secret kantar=none or --secret kantar=KEY-ARN",
  ],
  [
    "ASK-10",
    CONNECTION,
    `the secret of "${CONNECTION}" may be under a customer key, which no job names`,
    `"tamsConnections": ["${CONNECTION}"] for none, or { "connectionArn": "…", "kmsKeyArn": "…" }`,
    `--secret ${CONNECTION}=none or --secret ${CONNECTION}=KEY-ARN`,
  ],
  [
    "ASK-11",
    "burn-in",
    'template or preset "burn-in" is not at hand, and what it names is not covered',
    'give its JSON in "jobs" too (aws mediaconvert get-job-template, get-preset)',
    "give its JSON beside the job",
  ],
  [
    "ASK-DESTINATION",
    "job.json: Settings.OutputGroups[0]",
    "has no destination, so it cannot be known where it writes",
    'list where it writes in "outputs", or give the jobs that say it',
    "--output s3://BUCKET/PREFIX",
  ],
  [
    "ASK-INPUT",
    "job.json: Settings.Inputs[0]",
    "names no input file, so it cannot be known what it reads",
    'list where it reads in "inputs", or give the jobs that say it',
    INPUT_FLAG,
  ],
  [
    "ASK-BUCKET-KIND",
    "media-abc-s3alias",
    '"media-abc-s3alias" is the name of an access point, a directory bucket or a table bucket, and AWS does not say whether MediaConvert can use one',
    'give what it needs in "statements", and write "buckets": { "media-abc-s3alias": {} }',
    "--bucket media-abc-s3alias=none",
  ],
  [
    "ASK-FIELD",
    "job.json: Settings.Novelty",
    "holds an s3:// address, and no rule says whether the role needs it",
    MORE_INPUTS,
    INPUT_FLAG,
  ],
];

describe("what a question says", () => {
  test.each(TEXTS)("%s of %j", (ask, subject, asks, setting, flag) => {
    const text = QUESTIONS[ask];
    expect([text.asks(subject), text.setting(subject), text.flag(subject)]).toEqual([asks, setting, flag]);
  });

  test("every question has its words here", () => {
    expect([...new Set(TEXTS.map(([ask]) => ask))].sort()).toEqual(Object.keys(QUESTIONS).sort());
  });
});
