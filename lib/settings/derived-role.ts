import * as jobErrors from "../job-errors";
import type { Answers } from "../jobs/answers";
import { type Derived, type JobNeed, derive } from "../jobs/derive";
import { QUESTIONS } from "../jobs/questions";
import { covers } from "../jobs/scopes";
import { at } from "../jobs/tree";
import type { Placeholders } from "../placeholders";
import { ARN_ACCOUNT, ARN_REGION } from "../policy/arn";
import { childPath } from "../problem";
import { endpointByUrl } from "./access";
import type { Surroundings } from "./arns";
import type { Report } from "./check";
import { withOwners } from "./job-owners";
import { type CheckedJobs, EVERY_BUCKET } from "./jobs";
import type { CheckedKey } from "./keys";
import type { CheckedLocation } from "./location";
import type { CheckedRole } from "./role";

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
  reportQueues(role, jobs, report);
  const owned = withOwners(jobs, report);
  const inputs = derived.inputs.flatMap((place) => locationsOf(place, path));
  const outputs = derived.outputs.flatMap((place) => locationsOf(place, path));
  const known = new Set(answers.secrets);
  const missing = (names: Derived["secrets"]): readonly string[] =>
    names.map(({ what }) => what).filter((name) => !known.has(name));
  return {
    ...role,
    access: {
      ...role.access,
      inputs: beside(jobs.inputs ?? [], inputs).map(owned),
      outputs: beside(jobs.outputs ?? [], outputs).map(owned),
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

/** R-TRUST-SOURCE: a job in a queue that the trust policy does not admit cannot begin. */
const reportQueues = ({ trust }: CheckedRole, { needs, path }: CheckedJobs, report: Report): void => {
  const admitted = trust?.queues ?? [];
  if (admitted.length === 0 || !admitted.every((queue) => report.placeholders.isKnown(queue))) return;
  const told = new Set<string>();
  for (const { place, queue } of needs.flatMap(queuesOf)) {
    if (told.has(queue) || admitted.some((one) => admits(one, queue))) continue;
    told.add(queue);
    report.problem(jobErrors.queueNotAdmitted(childPath(path, "jobs"), place, queue));
  }
};

/** Templates are run in whatever queue their job names. */
const queuesOf = ({ document, need }: JobNeed): readonly { readonly place: string; readonly queue: string }[] =>
  document.kind === "job"
    ? need.queues.map(({ queue = "Default", origin }) => ({ place: at(origin.place), queue }))
    : [];

/** A name alone leaves Region and account open; where both are ARNs, these have to match too. */
const admits = (admitted: string, queue: string): boolean =>
  covers(nameOf(admitted), nameOf(queue)) &&
  (![admitted, queue].every((one) => one.startsWith("arn:")) ||
    [ARN_REGION, ARN_ACCOUNT].every((field) =>
      covers(admitted.split(":")[field] ?? "", queue.split(":")[field] ?? ""),
    ));

const nameOf = (queue: string): string => queue.slice(queue.lastIndexOf("/") + 1);
