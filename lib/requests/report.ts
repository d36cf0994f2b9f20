import type { Question } from "../jobs/open-questions";
import type { Note, Origin } from "../jobs/need";
import { QUESTIONS } from "../jobs/questions";
import { type Certainty, RULES } from "../jobs/rules";
import { at, pathOf } from "../jobs/tree";
import { covers } from "../jobs/scopes";
import type { Condition } from "../policy/model";
import type { MediaConvertRoleProps } from "../props";
import { type Line, linesOf } from "./explain";
import type { DescribedJobs } from "./described-jobs";

/** What `derive --format json` prints. */
export interface DeriveReport {
  readonly version: 1;
  /** Settings of the role: what `role` in `roles.json` takes. */
  readonly role: MediaConvertRoleProps;
  /** Every action and resource of the role's policies and grants, with what needs it. */
  readonly statements: readonly ExplainedLine[];
  /** What the jobs leave open. */
  readonly questions: readonly ReportedQuestion[];
  /** What is worth knowing and changes nothing. */
  readonly notes: readonly ReportedNote[];
}

export interface ExplainedLine {
  readonly action: string;
  readonly resource: string;
  /** Whether a statement of the policy gives it, or a KMS grant. */
  readonly kind: "statement" | "grant";
  /** The statement's Sid, or the grant's name. */
  readonly by: string;
  readonly condition?: Condition;
  /** Empty: no job needs it; the settings ask for it. */
  readonly because: readonly Reason[];
}

/** A field of a job, and the rule that makes a need of it. */
export interface Reason {
  readonly file: string;
  /** Path in the file. */
  readonly path: string;
  readonly rules: readonly string[];
  /** What the first rule says. */
  readonly says: string;
  readonly certainty: Certainty;
  /** The AWS page that the first rule rests on. */
  readonly source: string;
}

export interface ReportedQuestion {
  readonly ask: string;
  /** What it is about: a bucket, a URL, a secret, a name. */
  readonly subject: string;
  /** Whether a job fails for certain unless it is answered. */
  readonly blocks: boolean;
  readonly asks: string;
  /** The setting that answers it. */
  readonly setting: string;
  /** The flag that answers it. */
  readonly flag: string;
  readonly raisedBy: readonly Place[];
}

export interface Place {
  readonly file: string;
  readonly path: string;
}

export interface ReportedNote extends Place {
  readonly rules: readonly string[];
  readonly says: string;
}

/** The report of jobs, of one action only where one is named. */
export const deriveReport = (
  { description, requests, questions }: DescribedJobs,
  role: MediaConvertRoleProps,
  action?: string,
): DeriveReport => ({
  version: 1,
  role,
  statements: linesOf(description.policies, requests)
    .filter((line) => action === undefined || covers(action.toLowerCase(), line.action.toLowerCase()))
    .map(explained),
  questions: questions.map(reported),
  notes: (description.checked.jobs?.derived.notes ?? []).map(reportedNote),
});

const placeOf = ({ place }: Origin): Place => ({ file: place.source, path: pathOf(place) });

/** Each field once, in the order of files and paths. */
const explained = ({ action, resource, kind, by, condition, requests }: Line): ExplainedLine => {
  const reasons = requests.flatMap(({ because }) => because.map(reasonOf));
  const once = new Map(reasons.map((reason) => [JSON.stringify([reason.file, reason.path, reason.rules]), reason]));
  return {
    action,
    resource,
    kind,
    by,
    ...(condition === undefined ? {} : { condition }),
    because: [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason),
  };
};

export const reasonOf = (origin: Origin): Reason => {
  const { says, certainty, source } = RULES[origin.rules[0]];
  return { ...placeOf(origin), rules: origin.rules, says, certainty, source };
};

export const reported = ({ ask, subject, blocks, because }: Question): ReportedQuestion => {
  const { asks, setting, flag } = QUESTIONS[ask];
  return {
    ask,
    subject,
    blocks,
    asks: asks(subject),
    setting: setting(subject),
    flag: flag(subject),
    raisedBy: because.map(placeOf),
  };
};

const reportedNote = ({ origin, says }: Note): ReportedNote => ({ ...placeOf(origin), rules: origin.rules, says });

/** A question as a line: where it comes up, what it is, the flag that answers it. */
export const questionLine = ({ ask, subject, because }: Question): string => {
  const { asks, flag } = QUESTIONS[ask];
  const [first, ...others] = because;
  const more = others.length === 0 ? "" : ` and ${String(others.length)} more`;
  return `${first === undefined ? subject : at(first.place)}${more}: ${asks(subject)}; answer: ${flag(subject)}`;
};

/** The explanation as text: each action and resource, and below it the fields and rules that ask for it. */
export const explanationText = ({ statements }: DeriveReport): string =>
  statements.length === 0 ? "the jobs need nothing of it" : statements.map(textOfLine).join("\n");

const textOfLine = ({ action, resource, kind, by, because }: ExplainedLine): string =>
  [
    `${action} on ${resource} (${kind} ${by})`,
    ...(because.length === 0
      ? ["  no job needs it; the settings ask for it"]
      : because.flatMap(({ file, path, rules, says, certainty, source }) => [
          `  ${path === "" ? file : `${file}: ${path}`}`,
          `    ${rules.join(", ")} (${certainty}): ${says}`,
          `    ${source}`,
        ])),
  ].join("\n");
