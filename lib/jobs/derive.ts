import type { Problem } from "../problem";
import { needOf } from "./collect";
import type { JobDocument } from "./documents";
import { libraryOf, resolveNames } from "./merge";
import type { AskId, EndpointNeed, Need, Needed, Note, Origin, QueueNeed, RoleNeed, Unknown, WriteNeed } from "./need";
import { union } from "./need";
import { type Granularity, coveringAmong, widened, withoutCovered } from "./scopes";
import { at } from "./tree";

/** What a person knows of a bucket and no job says. */
export interface BucketFacts {
  /** Keys of its objects, SSE-KMS; none: SSE-S3, or the key `aws/s3`. */
  readonly keyArns: readonly string[];
  readonly bucketKey: boolean;
  readonly listBucket: boolean;
}

/** Answers to what jobs leave open. */
export interface Answers {
  readonly granularity: Granularity;
  /** By bucket; undefined: not said. */
  readonly bucket: (name: string) => BucketFacts | undefined;
  /** Further inputs are listed, or it is said that there are none. */
  readonly inputsListed: boolean;
  readonly outputsListed: boolean;
  /** URLs of endpoints that are listed; undefined: nothing was said of endpoints. */
  readonly endpoints?: ReadonlySet<string>;
  /** Secrets and connections of which the key is said. */
  readonly secrets: ReadonlySet<string>;
  /** Regions of the keys that are named for client-side encrypted inputs. */
  readonly clientSideRegions: ReadonlySet<string>;
}

/** A key of the objects in a place. */
export interface PlaceKey {
  readonly keyArn: string;
  /** It is the bucket's default key, and Bucket Keys have been on for all that is under it. */
  readonly bucketKey: boolean;
}

/** Places in a bucket that the role must reach, and why. */
export interface DerivedPlace {
  readonly bucket: string;
  /** IAM pattern of the object keys. */
  readonly pattern: string;
  readonly keys: readonly PlaceKey[];
  readonly listBucket: boolean;
  readonly acl: boolean;
  /** Another place covers it: it counts only for its ACL and its keys. */
  readonly covered: boolean;
  readonly because: readonly Origin[];
  readonly aclBecause: readonly Origin[];
}

/** A question, with every field that raises it. */
export interface Question {
  readonly ask: AskId;
  readonly subject: string;
  readonly blocks: boolean;
  readonly because: readonly Origin[];
}

/** Something named by jobs, and where. */
export interface Because<T> {
  readonly what: T;
  readonly because: readonly Origin[];
}

/** What the role must be able to do for the jobs, as far as they tell. */
export interface Derived {
  readonly inputs: readonly DerivedPlace[];
  readonly outputs: readonly DerivedPlace[];
  readonly endpoints: readonly Because<Pick<EndpointNeed, "url" | "method">>[];
  readonly secrets: readonly Because<string>[];
  readonly signing: readonly Because<string>[];
  readonly connections: readonly Because<string>[];
  readonly inference: readonly Origin[];
  readonly feeds: readonly Because<string>[];
  readonly clientSide: readonly Origin[];
  readonly queues: readonly QueueNeed[];
  readonly roles: readonly RoleNeed[];
  readonly questions: readonly Question[];
  readonly notes: readonly Note[];
}

/** One job, template or preset with what it needs by itself. */
export interface JobNeed {
  readonly document: JobDocument;
  readonly need: Need;
}

/**
 * What each of the documents needs, with what they name of each other filled in.
 *
 * A template or preset that a job names counts as part of that job only; any other counts by itself.
 */
export const needsOf = (
  documents: readonly JobDocument[],
): { readonly jobs: readonly JobNeed[]; readonly problems: readonly Problem[] } => {
  const library = libraryOf(documents);
  const used = new Set<JobDocument>();
  const resolved = documents.map((document) => resolveNames(document, library, (named) => used.add(named)));
  const found = resolved
    .filter((_, index) => {
      const document = documents[index];
      return document !== undefined && !used.has(document);
    })
    .map((one) => ({ document: one.document, ...needOf(one) }));
  return { jobs: found, problems: eachOnce([...resolved, ...found].flatMap(({ problems }) => problems)) };
};

/** A template is merged into each job that names it, with what is wrong in it. */
const eachOnce = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.path}\n${problem.message}`, problem])).values(),
];

/**
 * What the role needs for all of them.
 *
 * - the same jobs in another order give the same
 * - more jobs never need less
 * - no place covers another of its kind
 */
export const derive = (jobs: readonly JobNeed[], answers: Answers): Derived => {
  const need = union(jobs.map((job) => job.need));
  return {
    inputs: inputsOf(need, answers),
    outputs: outputsOf(need.writes, answers),
    endpoints: grouped(
      need.endpoints.filter(({ url }) => answers.endpoints?.has(url) !== true),
      ({ url, method }) => `${url} ${method}`,
      ({ url, method }) => ({ url, method }),
    ),
    secrets: grouped(need.secrets, ({ secret }) => secret),
    signing: grouped(need.signing, ({ key }) => key),
    connections: grouped(need.connections, ({ connectionArn }) => connectionArn),
    inference: ordered(need.inference.map(({ origin }) => origin)),
    feeds: grouped(need.feeds, ({ feedArn }) => feedArn),
    clientSide: ordered(need.clientSide.map(({ origin }) => origin)),
    queues: inOrder(need.queues),
    roles: inOrder(need.roles),
    questions: questionsOf(need, answers),
    notes: inOrder(need.notes, ({ says }) => says),
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const originKey = ({ place, rules }: Origin): string => `${at(place)}\n${rules.join()}`;

/** In the order of their files and paths, each once. */
const inOrder = <T extends Needed>(needs: readonly T[], what: (need: T) => string = () => ""): readonly T[] =>
  needs.length < 2
    ? needs
    : [...new Map(needs.map((need) => [`${originKey(need.origin)}\n${what(need)}`, need]))]
        .sort(([a], [b]) => compare(a, b))
        .map(([, need]) => need);

const ordered = (origins: readonly Origin[]): readonly Origin[] =>
  inOrder(origins.map((origin) => ({ origin }))).map(({ origin }) => origin);

function grouped<N extends { readonly origin: Origin }>(
  needs: readonly N[],
  key: (need: N) => string,
): readonly Because<string>[];
function grouped<N extends { readonly origin: Origin }, T>(
  needs: readonly N[],
  key: (need: N) => string,
  what: (need: N) => T,
): readonly Because<T>[];
function grouped<N extends { readonly origin: Origin }>(
  needs: readonly N[],
  key: (need: N) => string,
  what: (need: N) => unknown = key,
): readonly Because<unknown>[] {
  return groupsOf(needs, key).map(([, some]) => ({
    what: what(some[0]),
    because: ordered(some.map(({ origin }) => origin)),
  }));
}

const groupsOf = <T>(
  items: readonly T[],
  key: (item: T) => string,
): readonly (readonly [string, readonly [T, ...T[]]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => compare(a, b));
};

/** What each of the patterns covers. */
const insideEach = <T extends { readonly pattern: string }>(
  patterns: readonly string[],
  items: readonly T[],
): ((pattern: string) => readonly T[]) => {
  const covering = coveringAmong(patterns);
  const inside = new Map<string, T[]>(patterns.map((pattern) => [pattern, []]));
  for (const item of items) for (const pattern of covering(item.pattern)) inside.get(pattern)?.push(item);
  return (pattern) => inside.get(pattern) ?? [];
};

const NO_FACTS: BucketFacts = { keyArns: [], bucketKey: false, listBucket: true };

const inputsOf = (need: Need, answers: Answers): readonly DerivedPlace[] =>
  groupsOf(need.reads, ({ bucket }) => bucket).flatMap(([bucket, reads]) => {
    const { keyArns, bucketKey, listBucket } = answers.bucket(bucket) ?? NO_FACTS;
    const scoped = reads.map(({ origin, pattern }) => ({ origin, pattern: widened(pattern, answers.granularity) }));
    const patterns = withoutCovered(scoped.map(({ pattern }) => pattern));
    const inside = insideEach(patterns, scoped);
    return patterns.map((pattern) => ({
      bucket,
      pattern,
      keys: keyArns.map((keyArn) => ({ keyArn, bucketKey })),
      listBucket,
      acl: false,
      covered: false,
      because: ordered(inside(pattern).map(({ origin }) => origin)),
      aclBecause: [],
    }));
  });

/** The keys that one write needs: what the job says, else what is known of the bucket. */
const keysOfWrite = ({ encryption, bucket }: WriteNeed, answers: Answers): readonly PlaceKey[] => {
  if (typeof encryption === "string") return [];
  if (encryption !== undefined) return [{ keyArn: encryption.keyArn, bucketKey: false }];
  const { keyArns, bucketKey } = answers.bucket(bucket) ?? NO_FACTS;
  return keyArns.map((keyArn) => ({ keyArn, bucketKey }));
};

/** Each key once; it counts as a Bucket Key only where it always is one. */
const eachKey = (keys: readonly PlaceKey[]): readonly PlaceKey[] =>
  groupsOf(keys, ({ keyArn }) => keyArn).map(([keyArn, some]) => ({
    keyArn,
    bucketKey: some.every(({ bucketKey }) => bucketKey),
  }));

const outputsOf = (writes: readonly WriteNeed[], answers: Answers): readonly DerivedPlace[] =>
  groupsOf(writes, ({ bucket }) => bucket).flatMap(([bucket, inBucket]) => {
    const scoped = inBucket.map((write) => ({ write, pattern: widened(write.pattern, answers.granularity) }));
    const patterns = [...new Set(scoped.map(({ pattern }) => pattern))];
    const inside = insideEach(patterns, scoped);
    const plain = new Set(withoutCovered(patterns));
    const withAcl = scoped.filter(({ write }) => write.acl !== undefined);
    const acls = new Set(withoutCovered(withAcl.map(({ pattern }) => pattern)));
    return groupsOf(scoped, ({ pattern }) => pattern).flatMap(([pattern, some]): readonly DerivedPlace[] => {
      const covered = !plain.has(pattern);
      const keys = eachKey(some.flatMap(({ write }) => keysOfWrite(write, answers)));
      const acl = acls.has(pattern);
      if (covered && !acl && keys.length === 0) return [];
      return [
        {
          bucket,
          pattern,
          keys,
          listBucket: false,
          acl,
          covered,
          because: ordered(inside(pattern).map(({ write }) => write.origin)),
          aclBecause: acl
            ? ordered(inside(pattern).flatMap(({ write }) => (write.acl === undefined ? [] : [write.acl.origin])))
            : [],
        },
      ];
    });
  });

const questionsOf = (need: Need, answers: Answers): readonly Question[] => {
  const encryption: readonly Unknown[] = [
    ...need.reads.map(({ bucket, origin }) => bucketQuestion(bucket, origin, "R-KMS-IN")),
    ...need.writes
      .filter((write) => write.encryption === undefined)
      .map(({ bucket, origin }) => bucketQuestion(bucket, origin, "R-KMS-OUT")),
  ];
  const open = [...need.unknowns, ...encryption].filter((unknown) => !isAnswered(unknown, answers));
  return groupsOf(open, ({ ask, subject }) => `${ask} ${subject}`).map(([, [first, ...others]]) => ({
    ask: first.ask,
    subject: first.subject,
    blocks: [first, ...others].some(({ blocks }) => blocks),
    because: ordered([first, ...others].map(({ origin }) => origin)),
  }));
};

const bucketQuestion = (bucket: string, { place }: Origin, rule: "R-KMS-IN" | "R-KMS-OUT"): Unknown => ({
  ask: "ASK-01",
  subject: bucket,
  origin: { place, rules: [rule] },
  blocks: false,
});

const isAnswered = ({ ask, subject }: Unknown, answers: Answers): boolean => {
  switch (ask) {
    case "ASK-01":
    case "ASK-BUCKET-KIND":
      return answers.bucket(subject) !== undefined;
    case "ASK-03":
      return subject === "" ? answers.clientSideRegions.size > 0 : answers.clientSideRegions.has(subject);
    case "ASK-06":
    case "ASK-07":
    case "ASK-INPUT":
    case "ASK-FIELD":
      return answers.inputsListed;
    case "ASK-DESTINATION":
      return answers.outputsListed;
    case "ASK-09":
      return answers.endpoints !== undefined;
    case "ASK-10":
      return answers.secrets.has(subject);
    case "ASK-11":
      return false;
  }
};
