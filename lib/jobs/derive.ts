import type { Problem } from "../problem";
import type { Answers } from "./answers";
import { needOf } from "./collect";
import type { JobDocument } from "./documents";
import { libraryOf, resolveNames } from "./merge";
import { type EndpointNeed, type Need, type Note, type Origin, type QueueNeed, type RoleNeed, union } from "./need";
import { type Question, questionsOf } from "./open-questions";
import { groupsOf, inOrder, ordered } from "./order";
import { type DerivedPlace, inputsOf, outputsOf } from "./places";

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
    inputs: inputsOf(need.reads, answers),
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
