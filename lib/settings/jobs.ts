import * as errors from "../errors";
import * as jobErrors from "../job-errors";
import { type Answers, type Derived, type JobNeed, derive, needsOf } from "../jobs/derive";
import { type JobDocument, readDocuments } from "../jobs/documents";
import { readJobFile } from "../jobs/job-file";
import { QUESTIONS } from "../jobs/questions";
import { type Granularity, covers } from "../jobs/scopes";
import { at } from "../jobs/tree";
import type { Placeholders } from "../placeholders";
import { ARN_REGION } from "../policy/arn";
import { childPath } from "../problem";
import type { BucketFacts, JobsAccess } from "../props";
import { type CheckedEndpoint, apiGateway, endpointByUrl, reportSamePlaces } from "./access";
import { type Surroundings, keyArn } from "./arns";
import { type Check, type Report, flag, isObject, list, map, oneOf, oneOrMany, record, text } from "./check";
import type { CheckedKey } from "./keys";
import { type CheckedLocation, inputLocation, outputLocation } from "./location";
import type { CheckedRole } from "./role";

/** The settings of mode `jobs` before anything is derived. */
export interface CheckedJobs {
  readonly path: string;
  readonly needs: readonly JobNeed[];
  readonly granularity: Granularity;
  readonly buckets: { readonly [bucket: string]: CheckedFacts };
  readonly inputs?: readonly CheckedLocation[];
  readonly outputs?: readonly CheckedLocation[];
  readonly apiGateway?: readonly CheckedEndpoint[];
  /** `apiGateway` as it was given, with the methods that jobs need. */
  readonly given?: JobsAccess["apiGateway"];
  /** What `apiGateway` says of URLs. */
  readonly urls: ReadonlyMap<string, CheckedEndpoint>;
}

interface CheckedFacts {
  readonly keyArns: readonly string[];
  readonly bucketKey: boolean;
  readonly listBucket: boolean;
}

/** What mode `jobs` gives a role: what was derived, and what could be answered. */
export interface JobsResult extends CheckedJobs {
  readonly answers: Answers;
  readonly derived: Derived;
}

export const GRANULARITIES = ["object", "prefix", "bucket"] as const;

/** Stands for every bucket that is not named. */
const EVERY_BUCKET = "*";

/** Reads `access` of mode `jobs`. */
export const jobsAccess =
  (surroundings: Surroundings): Check<CheckedJobs> =>
  (value, path, report) => {
    const needs = isObject(value)
      ? jobNeeds(surroundings)(value["jobs"] ?? [], childPath(path, "jobs"), report)
      : undefined;
    const apis = isObject(value) ? withMethods(value["apiGateway"], needs ?? []) : undefined;
    const given = record<
      Omit<CheckedJobs, "path" | "needs" | "urls" | "given"> & { mode: string; jobs: readonly JobNeed[] }
    >(
      {
        mode: text(),
        jobs: () => needs,
        granularity: oneOf(...GRANULARITIES),
        buckets: map(bucketFacts(surroundings)),
        inputs: list(inputLocation(surroundings)),
        outputs: list(outputLocation(surroundings)),
        apiGateway: apiGateway(surroundings),
      },
      ["jobs"],
    )(apis === undefined ? value : { ...(value as object), apiGateway: apis }, path, report);
    if (given?.jobs === undefined || needs === undefined) return undefined;
    reportSamePlaces(given.inputs ?? [], report);
    reportSamePlaces(given.outputs ?? [], report);
    const { granularity = "prefix", buckets = {}, inputs, outputs, apiGateway: endpoints } = given;
    return {
      path,
      needs,
      granularity,
      buckets,
      ...(inputs === undefined ? {} : { inputs }),
      ...(outputs === undefined ? {} : { outputs }),
      ...(endpoints === undefined ? {} : { apiGateway: endpoints }),
      ...(apis === undefined ? {} : { given: apis as CheckedJobs["given"] & object }),
      urls: urlsIn(apis, endpoints ?? []),
    };
  };

/** A listed URL without a method gets the one that a job needs: any, where it is that of a Nielsen server. */
const withMethods = (value: unknown, needs: readonly JobNeed[]): unknown => {
  if (!Array.isArray(value)) return value;
  const any = new Set(
    needs.flatMap(({ need }) => need.endpoints.filter(({ method }) => method === "*").map(({ url }) => url)),
  );
  return value.map((entry: unknown) => {
    if (typeof entry === "string") return any.has(entry) ? { url: entry, method: "*" } : entry;
    const isOpen = isObject(entry) && entry["method"] === undefined && any.has(String(entry["url"]));
    return isOpen ? { ...entry, method: "*" } : entry;
  });
};

/** What each of the jobs needs. */
export const jobNeeds =
  (surroundings: Surroundings): Check<readonly JobNeed[]> =>
  (value, path, report) => {
    if (surroundings.jobNeeds !== undefined) return surroundings.jobNeeds;
    const documents = jobDocuments(surroundings)(value, path, report);
    if (documents === undefined) return undefined;
    const { jobs, problems } = needsOf(documents);
    for (const { path: where, message } of problems) report.problem({ path, message: `${where}: ${message}` });
    return jobs;
  };

/** Files by name or pattern, and jobs themselves. */
const jobDocuments =
  (surroundings: Surroundings): Check<readonly JobDocument[]> =>
  (value, path, report) => {
    const one: Check<readonly JobDocument[]> = (item, where, inner) => {
      if (typeof item === "string") return documentsOf(item, where, surroundings, inner);
      if (!isObject(item)) {
        inner.problem(errors.wrongType(where, "a job, or the name of a file with one", item));
        return undefined;
      }
      const { documents, problems } = readDocuments(item, where);
      for (const problem of problems) inner.problem(problem);
      return documents;
    };
    return list(one, { nonEmpty: true })(value, path, report)?.flat();
  };

const documentsOf = (
  pattern: string,
  path: string,
  { jobFiles }: Surroundings,
  report: Report,
): readonly JobDocument[] => {
  if (jobFiles === undefined || !report.placeholders.isKnown(pattern)) {
    report.problem(jobErrors.filesNotReadable(path));
    return [];
  }
  const { files, problems } = jobFiles(pattern);
  const found = files.map(readJobFile);
  for (const { path: where, message } of [...problems, ...found.flatMap((one) => one.problems)]) {
    report.problem({ path, message: where === "" ? message : `${where}: ${message}` });
  }
  return found.flatMap(({ documents }) => documents);
};

const bucketFacts =
  (surroundings: Surroundings): Check<CheckedFacts> =>
  (value, path, report) => {
    const given = record<Omit<BucketFacts, "kmsKeyArn"> & { readonly kmsKeyArn: readonly string[] }>({
      kmsKeyArn: oneOrMany(keyArn(surroundings)),
      bucketKey: flag,
      listBucket: flag,
    })(value, path, report);
    if (given === undefined) return undefined;
    const { kmsKeyArn: keyArns = [], bucketKey = false, listBucket = true } = given;
    if (bucketKey && keyArns.length === 0) report.problem(errors.bucketKeyAlone(path, "kmsKeyArn"));
    return { keyArns, bucketKey, listBucket };
  };

/** The entries that are URLs; where one is wrong they are of no use, and it was reported. */
const urlsIn = (value: unknown, endpoints: readonly CheckedEndpoint[]): CheckedJobs["urls"] => {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const pairs =
    entries.length === endpoints.length ? endpoints.map((made, index) => [entries[index], made] as const) : [];
  return new Map(
    pairs.flatMap(([entry, made]) => {
      const url = isObject(entry) ? entry["url"] : entry;
      return typeof url === "string" ? [[url, made] as const] : [];
    }),
  );
};

/** The answers that the settings give to what jobs leave open. */
const answersOf = (jobs: CheckedJobs, role: CheckedRole, placeholders: Placeholders): Answers => ({
  granularity: jobs.granularity,
  bucket: (name) => (Object.hasOwn(jobs.buckets, name) ? jobs.buckets[name] : jobs.buckets[EVERY_BUCKET]),
  inputsListed: jobs.inputs !== undefined,
  outputsListed: jobs.outputs !== undefined,
  ...(jobs.apiGateway === undefined ? {} : { endpoints: new Set(jobs.urls.keys()) }),
  secrets: new Set([
    ...(role.secrets ?? []).map(({ secret }) => secret),
    ...(role.tamsConnections ?? []).map(({ connectionArn }) => connectionArn),
  ]),
  clientSideRegions: new Set(
    (role.kmsKeys ?? [])
      .filter(({ use }) => use.includes("client-side"))
      .map(({ keyArn: key }) => placeholders.arnField(key, ARN_REGION)),
  ),
});

/** The role with what its jobs need, and every question that is open. */
export const withJobs = (
  role: CheckedRole,
  jobs: CheckedJobs,
  surroundings: Surroundings,
  report: Report,
): CheckedRole => {
  const answers = answersOf(jobs, role, report.placeholders);
  const derived = derive(jobs.needs, answers);
  const path = childPath(jobs.path, "jobs");
  reportQuestions(derived, path, report);
  reportBuckets(jobs, derived, report);
  const inputs = derived.inputs.flatMap((place) => locationsOf(place, path));
  const outputs = derived.outputs.flatMap((place) => locationsOf(place, path));
  const known = new Set(answers.secrets);
  const missing = (names: Derived["secrets"]): readonly string[] =>
    names.map(({ what }) => what).filter((name) => !known.has(name));
  return {
    ...role,
    access: {
      ...role.access,
      inputs: beside(jobs.inputs ?? [], inputs),
      outputs: beside(jobs.outputs ?? [], outputs),
      endpoints: [
        ...(jobs.apiGateway ?? []),
        ...derived.endpoints.flatMap(({ what }) => endpointByUrl(what, path, surroundings, report) ?? []),
      ],
    },
    secrets: [...(role.secrets ?? []), ...missing(derived.secrets).map((secret) => ({ path, secret }))],
    tamsConnections: [
      ...(role.tamsConnections ?? []),
      ...missing(derived.connections).map((connectionArn) => ({ path, connectionArn })),
    ],
    kmsKeys: [...(role.kmsKeys ?? []), ...signingKeys(derived, path)],
    signingKeyIds: derived.signing.map(({ what }) => what).filter((key) => !key.startsWith("arn:")),
    elementalInference: role.elementalInference === true || derived.inference.length > 0,
    inferenceFeeds: [...new Set([...(role.inferenceFeeds ?? []), ...derived.feeds.map(({ what }) => what)])],
    jobs: { ...jobs, answers, derived },
  };
};

const signingKeys = ({ signing }: Derived, path: string): readonly CheckedKey[] =>
  signing.flatMap(({ what }) => (what.startsWith("arn:") ? [{ path, keyArn: what, use: ["signing"] as const }] : []));

/** One location for each key; those behind the first stand for their key alone. */
const locationsOf = (place: Derived["inputs"][number], path: string): readonly CheckedLocation[] => {
  const { bucket, pattern, keys, listBucket, acl, covered } = place;
  const [first, ...others] = keys.map(({ keyArn, bucketKey }) => ({ kmsKeyArn: keyArn, bucketKey }));
  const location = { path, bucket, bucketMayBeArn: false, pattern, bucketKey: false };
  return [
    { ...location, listBucket, acl, covered, ...first },
    ...others.map((key) => ({ ...location, listBucket: false, acl: false, covered: true, ...key })),
  ];
};

/** Listed places, and the derived ones beside them; one that a listed place covers stands for its ACL and key alone. */
const beside = (
  listed: readonly CheckedLocation[],
  derived: readonly CheckedLocation[],
): readonly CheckedLocation[] => [
  ...listed,
  ...derived.flatMap((location): readonly CheckedLocation[] => {
    const over = listed.find(({ bucket, pattern }) => bucket === location.bucket && covers(pattern, location.pattern));
    if (over === undefined) return [location];
    const acl = location.acl && !over.acl;
    const hasKey = location.kmsKeyArn !== undefined && location.kmsKeyArn !== over.kmsKeyArn;
    return acl || hasKey ? [{ ...location, acl, covered: true, listBucket: false }] : [];
  }),
];

const reportQuestions = ({ questions }: Derived, path: string, report: Report): void => {
  for (const question of questions) {
    if (report.ask !== undefined) {
      report.ask(question);
      continue;
    }
    const { ask, subject, blocks, because } = question;
    const { asks, setting } = QUESTIONS[ask];
    const where = because[0] === undefined ? subject : at(because[0].place);
    const found = jobErrors.question(path, where, because.length - 1, asks(subject), setting(subject));
    if (blocks) report.problem(found);
    else report.warn(found);
  }
};

/** A bucket with facts that no job names is a slip of the pen. */
const reportBuckets = ({ path, buckets, needs }: CheckedJobs, { inputs, outputs }: Derived, report: Report): void => {
  const named = new Set([
    ...[...inputs, ...outputs].map(({ bucket }) => bucket),
    ...needs.flatMap(({ need }) => need.unknowns.map(({ subject }) => subject)),
  ]);
  for (const bucket of Object.keys(buckets)) {
    if (bucket === EVERY_BUCKET || named.has(bucket)) continue;
    report.warn(jobErrors.bucketNotNamed(childPath(path, "buckets"), bucket));
  }
};
