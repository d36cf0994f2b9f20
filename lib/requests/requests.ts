import type { BucketFacts } from "../jobs/answers";
import type { JobNeed } from "../jobs/derive";
import type { ConnectionNeed, EndpointNeed, Need, Origin, ReadNeed, SecretNeed, WriteNeed } from "../jobs/need";
import type { RuleId } from "../jobs/rules";
import { pathOf } from "../jobs/tree";
import { WRITTEN_OUT } from "../placeholders";
import { ARN_REGION, connectionSecret, secretResource } from "../policy/arn";
import { endpointArn, parseEndpoint } from "../policy/endpoint";
import { WILDCARD } from "../policy/patterns";
import {
  CREATE_FEED,
  INVOKE_API,
  READ_CONNECTION_SECRET,
  READ_FEED,
  READ_SECRET,
  USE_CONNECTION,
  USE_FEED,
} from "../policy/permissions";
import { sortedBy } from "../policy/model";
import { keyRequests } from "./key-requests";
import type { JobRequest, RequestValue } from "./request";
import type { Site } from "./site";

/** What jobs do not say and requests depend on. */
export interface RequestFacts {
  readonly bucket: (name: string) => BucketFacts | undefined;
  /** Whether the bucket's setting for new objects is known, and what it is. */
  readonly bucketKeyNow: (name: string) => boolean | undefined;
  /** The customer key of a secret or connection. */
  readonly secretKey: (secret: string) => string | undefined;
  readonly clientSideKeys: readonly string[];
  /** The ARN of an endpoint that the settings name by this URL. */
  readonly endpoint: (url: string) => string | undefined;
}

/** A request without what joining adds. */
export type Asked = Omit<JobRequest, "jobs" | "because" | "advised"> & {
  readonly advised?: true;
  readonly origin: Origin;
};

/**
 * Every request that the jobs make with their role, each once, with the jobs and fields that need it.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html
 */
export const requestsOf = (jobs: readonly JobNeed[], facts: RequestFacts, site: Site): readonly JobRequest[] =>
  joined(
    jobs.flatMap(({ document, need }) =>
      requestsOfNeed(need, facts, site).map((asked) => ({ job: document.node.place.source, asked })),
    ),
  );

const requestsOfNeed = (need: Need, facts: RequestFacts, site: Site): readonly Asked[] => [
  ...need.reads.flatMap((read) => readRequests(read, facts, site)),
  ...need.writes.flatMap((write) => writeRequests(write, facts, site)),
  ...need.endpoints.flatMap((endpoint) => endpointRequests(endpoint, facts, site)),
  ...need.secrets.flatMap((secret) => secretRequests(secret, facts, site)),
  ...need.signing.flatMap(({ key, origin }) => {
    const keyArn = key.startsWith("arn:")
      ? key
      : `arn:${site.partition}:kms:${site.region}:${site.accountId}:key/${key}`;
    return keyRequests({ keyArn, purpose: "signing", contexts: [], origin, site });
  }),
  ...need.clientSide.flatMap(({ origin, region }) =>
    facts.clientSideKeys
      .filter((keyArn) => region === undefined || keyArn.split(":")[ARN_REGION] === region)
      .flatMap((keyArn) =>
        keyRequests({ keyArn, purpose: "client-side", contexts: [], origin, site, errorCode: "1401" }),
      ),
  ),
  ...need.connections.flatMap((connection) => connectionRequests(connection, facts, site)),
  ...need.inference.flatMap(({ origin }) => inferenceRequests(origin, site)),
  ...need.feeds.map(({ feedArn, origin }) => asked(READ_FEED.actions[0], feedArn, origin)),
];

const asked = (action: string, resource: string, origin: Origin, errorCode?: string): Asked => ({
  action,
  resource,
  context: {},
  origin,
  ...(errorCode === undefined ? {} : { errorCode }),
});

const withRule = ({ place }: Origin, rule: RuleId): Origin => ({ place, rules: [rule] });

/** Fields whose file is fetched before the job begins, which fails by a code of its own. */
const FETCHED_FIRST =
  /(ImageInserterInput|AvailBlankingImage|FontFile\w*|ColorConversion3DLUTSettings\[\d+\]\.FileInput)$/i;

const readRequests = ({ bucket, pattern, origin }: ReadNeed, facts: RequestFacts, site: Site): readonly Asked[] => {
  const bucketArn = `arn:${site.partition}:s3:::${bucket}`;
  const objects = `${bucketArn}/${pattern}`;
  const known = facts.bucket(bucket);
  const code = FETCHED_FIRST.test(pathOf(origin.place)) ? "1010" : "1401";
  return [
    asked("s3:GetObject", objects, origin, code),
    ...(known?.listBucket === false
      ? []
      : [{ ...asked("s3:ListBucket", bucketArn, withRule(origin, "R-S3-LIST-IN"), "1401"), advised: true as const }]),
    ...(known?.keyArns ?? []).flatMap((keyArn) =>
      keyRequests({
        keyArn,
        purpose: "input",
        contexts: known?.bucketKey === true ? [bucketArn] : [bucketArn, objects],
        ...(known?.bucketKey === true ? {} : { about: aboutBucketKey(bucket) }),
        origin: withRule(origin, "R-KMS-IN"),
        site,
        errorCode: "1401",
      }),
    ),
  ];
};

const aboutBucketKey = (bucket: string): string => `whether S3 Bucket Keys are on for the objects in ${bucket}`;

const writeRequests = (write: WriteNeed, facts: RequestFacts, site: Site): readonly Asked[] => {
  const { bucket, pattern, origin, acl, encryption } = write;
  const bucketArn = `arn:${site.partition}:s3:::${bucket}`;
  const objects = `${bucketArn}/${pattern}`;
  const known = facts.bucket(bucket);
  const keys =
    encryption === undefined
      ? (known?.keyArns ?? []).map((keyArn) => ({ keyArn, from: withRule(origin, "R-KMS-OUT") }))
      : typeof encryption === "string"
        ? []
        : [{ keyArn: encryption.keyArn, from: encryption.origin }];
  const usual = encryption === undefined && known?.bucketKey === true ? true : undefined;
  const bucketKey = facts.bucketKeyNow(bucket) ?? usual;
  return [
    { ...asked("s3:PutObject", objects, origin, "1401 or 1517"), context: putContext(write) },
    ...(acl === undefined
      ? []
      : [{ ...asked("s3:PutObjectAcl", objects, acl.origin, "1401"), context: putContext(write) }]),
    ...keys.flatMap(({ keyArn, from }) =>
      keyRequests({
        keyArn,
        purpose: "output",
        ...(bucketKey === undefined
          ? { contexts: [bucketArn, objects], about: aboutBucketKey(bucket) }
          : { contexts: [bucketKey ? bucketArn : objects] }),
        origin: from,
        site,
        errorCode: "1401",
      }),
    ),
  ];
};

/**
 * What an upload says in its headers.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const putContext = ({ acl, encryption, storageClass }: WriteNeed): JobRequest["context"] => {
  const text = (key: string, value: string | undefined): { readonly [key: string]: RequestValue } =>
    value === undefined ? {} : { [key]: { value } };
  return {
    ...text("s3:x-amz-acl", acl?.value.toLowerCase().replaceAll("_", "-")),
    ...text("s3:x-amz-storage-class", storageClass),
    ...text(
      "s3:x-amz-server-side-encryption",
      encryption === undefined ? undefined : encryption === "none" ? "AES256" : "aws:kms",
    ),
    ...(typeof encryption === "object"
      ? text("s3:x-amz-server-side-encryption-aws-kms-key-id", encryption.keyArn)
      : {}),
  };
};

const endpointRequests = (
  { url, method, of, origin }: EndpointNeed,
  facts: RequestFacts,
  site: Site,
): readonly Asked[] => {
  const parsed = parseEndpoint(url);
  if (typeof parsed === "string") return [];
  const arn =
    facts.endpoint(url) ?? endpointArn(parsed, { partition: site.partition, account: site.accountId, method });
  const open = of === "speke" ? {} : { bounds: "which HTTP method the service uses" };
  return [{ ...asked(INVOKE_API.actions[0], arn, origin, of === "speke" ? "1091" : "1601"), ...open }];
};

const WHICH_SECRET = "which secret it is: its ARN ends in characters that no job tells";

/** A pattern stands for the one secret whose ARN it bounds. */
const boundOf = (resource: string): Pick<Asked, "bounds"> => (WILDCARD.test(resource) ? { bounds: WHICH_SECRET } : {});

const KANTAR = "KantarWatermark";

const isKantar = ({ place }: Origin): boolean =>
  String(place.parent?.step ?? "").toLowerCase() === KANTAR.toLowerCase();

const secretRequests = ({ secret, origin }: SecretNeed, facts: RequestFacts, site: Site): readonly Asked[] => {
  const resource = secretResource(secret, { partition: site.partition, region: site.region, account: site.accountId });
  const code = isKantar(origin) ? "1603" : undefined;
  return [
    { ...asked(READ_SECRET.actions[0], resource, origin, code), ...boundOf(resource) },
    ...secretKeyRequests(facts.secretKey(secret), resource, origin, site),
  ];
};

const secretKeyRequests = (
  keyArn: string | undefined,
  resource: string,
  origin: Origin,
  site: Site,
): readonly Asked[] =>
  keyArn === undefined
    ? []
    : keyRequests({
        keyArn,
        purpose: "secret",
        contexts: [resource],
        ...(WILDCARD.test(resource) ? { about: WHICH_SECRET } : {}),
        origin: withRule(origin, "R-KMS-SECRET"),
        site,
      });

const connectionRequests = (
  { connectionArn, origin }: ConnectionNeed,
  facts: RequestFacts,
  site: Site,
): readonly Asked[] => {
  const secret = connectionSecret(connectionArn, WRITTEN_OUT);
  return [
    asked(USE_CONNECTION.actions[0], connectionArn, origin),
    ...READ_CONNECTION_SECRET.actions.map((action) => ({ ...asked(action, secret, origin), ...boundOf(secret) })),
    ...secretKeyRequests(facts.secretKey(connectionArn), secret, origin, site),
  ];
};

const inferenceRequests = (origin: Origin, { partition, region, accountId }: Site): readonly Asked[] => [
  // It knows no resource, and is asked for with `*`.
  asked(CREATE_FEED.actions[0], "*", origin),
  ...USE_FEED.actions.map((action) =>
    asked(action, `arn:${partition}:elemental-inference:${region}:${accountId}:feed/*`, origin),
  ),
];

/** The same request from several fields is one. */
const joined = (all: readonly { readonly job: string; readonly asked: Asked }[]): readonly JobRequest[] => {
  const groups = new Map<string, { readonly first: Asked; readonly jobs: Set<string>; readonly because: Origin[] }>();
  for (const { job, asked: one } of all) {
    const { action, resource, context, either, bounds } = one;
    const carried = sortedBy(Object.entries(context), ([name]) => name);
    const key = JSON.stringify([action, resource, carried, either ?? null, bounds ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: one, jobs: new Set([job]), because: [one.origin] });
    else {
      group.jobs.add(job);
      group.because.push(one.origin);
    }
  }
  return sortedBy([...groups], ([key]) => key).map(([, { first, jobs, because }]) => {
    const { action, resource, bounds, context, either, owner, errorCode, advised = false } = first;
    return {
      action,
      resource,
      ...(bounds === undefined ? {} : { bounds }),
      context,
      ...(either === undefined ? {} : { either }),
      advised,
      ...(owner === undefined ? {} : { owner }),
      ...(errorCode === undefined ? {} : { errorCode }),
      jobs: [...jobs].sort(),
      because,
    };
  });
};
