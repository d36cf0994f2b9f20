import * as errors from "../errors";
import * as jobErrors from "../job-errors";
import type { Answers } from "../jobs/answers";
import { type Derived, type JobNeed, needsOf } from "../jobs/derive";
import { type JobDocument, readDocuments } from "../jobs/documents";
import { readJobFile } from "../jobs/job-file";
import type { Granularity } from "../jobs/scopes";
import { childPath } from "../problem";
import type { BucketFacts, JobsAccess } from "../props";
import { type CheckedEndpoint, apiGateway, reportSamePlaces } from "./access";
import { type Surroundings, accountId, keyArn } from "./arns";
import { type Check, type Report, flag, isObject, list, map, oneOf, oneOrMany, record, text } from "./check";
import { GRANULARITIES } from "./granularity";
import { type CheckedLocation, inputLocation, outputLocation } from "./location";

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
  readonly ownerAccount?: string;
}

/** What mode `jobs` gives a role: what was derived, and what could be answered. */
export interface JobsResult extends CheckedJobs {
  readonly answers: Answers;
  readonly derived: Derived;
}

/** Stands for every bucket that is not named. */
export const EVERY_BUCKET = "*";

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
      ownerAccount: text(accountId),
    })(value, path, report);
    if (given === undefined) return undefined;
    const { kmsKeyArn: keyArns = [], bucketKey = false, listBucket = true, ownerAccount } = given;
    if (bucketKey && keyArns.length === 0) report.problem(errors.bucketKeyAlone(path, "kmsKeyArn"));
    return { keyArns, bucketKey, listBucket, ...(ownerAccount === undefined ? {} : { ownerAccount }) };
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
