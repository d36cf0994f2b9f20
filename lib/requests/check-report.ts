import type { Question } from "../jobs/open-questions";
import type { CheckedRequest } from "./check";
import type { Excess, LeastResult } from "./least";
import { type Place, type Reason, type ReportedQuestion, reasonOf, reported } from "./report";
import type { RequestValue } from "./request";
import type { Part, Verdict } from "./verdict";

/** What `check --format json` prints. */
export interface CheckReport {
  readonly version: 1;
  /** yes: the role lets the jobs run; no: something is denied; unknown: it cannot be told. */
  readonly answer: "yes" | "no" | "unknown";
  readonly role: { readonly where: string; readonly arn: string };
  readonly requests: readonly ReportedRequest[];
  /** What the jobs leave open. */
  readonly questions: readonly ReportedQuestion[];
  /** What the sources do not show. */
  readonly gaps: readonly { readonly where: string; readonly what: string }[];
  /** What was taken for granted or is worth a look. */
  readonly remarks: readonly string[];
  /** What the role allows beyond the need, where it was asked for. */
  readonly beyond?: readonly Excess[];
  /** There may be more beyond the need than the list has. */
  readonly beyondIsCut?: boolean;
}

export interface ReportedRequest {
  readonly action: string;
  /** ARN as a pattern: every resource that it matches is meant. */
  readonly resource: string;
  /** Condition keys that the request is sure to carry. */
  readonly context: { readonly [key: string]: string };
  /** A condition key with one of these values, where it is not known with which. */
  readonly either?: { readonly key: string; readonly values: readonly string[] };
  readonly verdict: Verdict;
  /** Jobs run without it, and say less of what went wrong. */
  readonly advised: boolean;
  /** Statements and grants that allow it. */
  readonly allowedBy: readonly string[];
  /** Statements that deny it explicitly. */
  readonly deniedBy: readonly string[];
  /** What would make it allowed: any of these, and of each all parts. */
  readonly missing: readonly (readonly Part[])[];
  /** What the answer hangs on. */
  readonly about: readonly string[];
  /** A resource for which it is denied or not known. */
  readonly example?: string;
  /** MediaConvert's error where it is denied. */
  readonly errorCode?: string;
  readonly jobs: readonly string[];
  readonly because: readonly Reason[];
}

/** All that a report is made of. */
export interface Checked {
  readonly role: CheckReport["role"];
  readonly requests: readonly CheckedRequest[];
  readonly questions: readonly Question[];
  readonly gaps: CheckReport["gaps"];
  readonly remarks: readonly string[];
  /** A source is not the whole, so that more may be allowed or denied than it shows. */
  readonly isPartial: boolean;
  readonly least?: LeastResult;
}

export const checkReport = ({ role, requests, questions, gaps, remarks, isPartial, least }: Checked): CheckReport => ({
  version: 1,
  answer: answerOf(requests, isPartial, questions.length > 0 || least?.kind === "undecided"),
  role,
  requests: requests.map(reportedRequest),
  questions: questions.map(reported),
  gaps,
  remarks,
  ...(least === undefined || least.kind === "undecided" ? {} : { beyond: least.excess, beyondIsCut: least.cut }),
});

/** No goes before unknown: what is denied stays denied, unless a part that is missing may allow it. */
const answerOf = (requests: readonly CheckedRequest[], isPartial: boolean, isOpen: boolean): CheckReport["answer"] => {
  const needed = requests.filter(({ request }) => !request.advised);
  const denied = needed.filter(({ verdict }) => verdict === "denied");
  if (isPartial) return denied.some(({ deniedBy }) => deniedBy.length > 0) ? "no" : "unknown";
  if (denied.length > 0) return "no";
  return isOpen || needed.some(({ verdict }) => verdict !== "allowed") ? "unknown" : "yes";
};

const textOf = (value: RequestValue): string => ("value" in value ? value.value : value.glob);

const reportedRequest = (checked: CheckedRequest): ReportedRequest => {
  const { request, verdict, allowedBy, deniedBy, missing, about, example } = checked;
  const { action, resource, context, either, advised, errorCode, jobs, because } = request;
  return {
    action,
    resource,
    context: Object.fromEntries(Object.entries(context).map(([key, value]) => [key, textOf(value)])),
    ...(either === undefined ? {} : { either: { key: either.key, values: either.values.map(textOf) } }),
    verdict,
    advised,
    allowedBy,
    deniedBy,
    missing,
    about,
    ...(example === undefined ? {} : { example }),
    ...(errorCode === undefined ? {} : { errorCode }),
    jobs,
    because: because.map(reasonOf),
  };
};

const PARTS: { readonly [part in Part]: string } = {
  identity: "a policy of the role allows it",
  boundary: "the permissions boundary allows it",
  resource: "the resource's own policy admits the role",
  account: "the resource's own policy passes access on to the role's account",
  grants: "a KMS grant gives it",
  denies: "no policy denies it",
  trust: "the trust policy admits mediaconvert.amazonaws.com for this queue and account",
};

/** Why, in one line. */
export const reasonLine = ({
  verdict,
  allowedBy,
  deniedBy,
  missing,
  about,
  errorCode,
  advised,
}: ReportedRequest): string => {
  switch (verdict) {
    case "allowed":
      return `by ${allowedBy.length === 0 ? "several statements together" : allowedBy.join(", ")}`;
    case "undecided":
      return "the policies are too intricate to decide within the budget";
    case "unknown":
      return `depends on ${about.join("; ")}`;
    case "denied": {
      const error =
        errorCode === undefined ? "" : advised ? ` (a missing file then shows as error 1401)` : ` (error ${errorCode})`;
      if (deniedBy.length > 0) return `denied explicitly by ${deniedBy.join(", ")}${error}`;
      const ways = missing.map((parts) => parts.map((part) => PARTS[part]).join(" and "));
      return `needed: ${ways.length === 0 ? "a policy that allows it" : ways.join("; or ")}${error}`;
    }
  }
};

/** What tells requests of one action and resource apart: the queue, the encryption context. */
const withContext = ({ action, resource, context, either }: ReportedRequest): string => {
  const all = [
    ...Object.entries(context),
    ...(either === undefined ? [] : [[either.key, either.values.join(" or ")] as const]),
  ];
  const telling = all.filter(([key]) => key === "aws:SourceArn" || key.includes(":EncryptionContext:"));
  const pairs = telling.map(([key, value]) => `${key.replace(/^.*:EncryptionContext:/, "")} = ${value}`);
  return `${action} on ${resource}${pairs.length === 0 ? "" : ` with ${pairs.join(", ")}`}`;
};

const placeLine = ({ file, path }: Place): string => (path === "" ? file : `${file}: ${path}`);

const ANSWERS: { readonly [answer in CheckReport["answer"]]: string } = {
  yes: "yes: the role lets the jobs run",
  no: "no: the role does not let the jobs run",
  unknown: "unknown: it cannot be told whether the role lets the jobs run",
};

/** A word in front of each request. */
const markOf = ({ verdict, advised }: ReportedRequest): string =>
  verdict === "denied" && advised ? "advised" : verdict;

/** What is not plainly allowed comes first. */
const ORDER = ["denied", "undecided", "unknown", "advised", "allowed"];

const inOrder = (requests: readonly ReportedRequest[]): readonly ReportedRequest[] =>
  [...requests].sort((a, b) => ORDER.indexOf(markOf(a)) - ORDER.indexOf(markOf(b)));

/** The report as text. */
export const checkText = (report: CheckReport): string =>
  [
    ANSWERS[report.answer],
    `role ${report.role.arn} (${report.role.where})`,
    ...inOrder(report.requests).flatMap((request) => [
      `${markOf(request).padEnd(9)} ${withContext(request)}`,
      `          ${reasonLine(request)}`,
      ...(request.verdict === "allowed" ? [] : request.because.map((reason) => `          ${placeLine(reason)}`)),
    ]),
    ...(report.beyond ?? []).map(
      ({ by, action, resource }) => `beyond    ${action}, for instance on ${resource}\n          by ${by}`,
    ),
    ...(report.beyondIsCut === true ? ["beyond    and more, which is not listed"] : []),
    ...report.questions.map(
      ({ asks, flag, raisedBy }) =>
        `open      ${asks}; answer: ${flag}${raisedBy[0] === undefined ? "" : `\n          ${placeLine(raisedBy[0])}`}`,
    ),
    ...report.gaps.map(({ where, what }) => `gap       ${where}: ${what}`),
    ...report.remarks.map((remark) => `note      ${remark}`),
  ].join("\n");

const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");
const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;

/** The report as Markdown, for a comment on a pull request. */
export const checkMarkdown = (report: CheckReport): string => {
  const rows = inOrder(report.requests).map(
    (request) =>
      `| ${markOf(request)} | ${code(cell(withContext(request)))} | ${cell(reasonLine(request))} | ${request.because
        .slice(0, 1)
        .map((reason) => code(cell(placeLine(reason))))
        .join("")} |`,
  );
  const beyond = report.beyond ?? [];
  return [
    "<!-- mediaconvert-role check -->",
    `### Does the role let the jobs run? ${cell(ANSWERS[report.answer])}`,
    "",
    `Role ${code(report.role.arn)}`,
    "",
    "| | Request | Why | Field |",
    "|---|---|---|---|",
    ...rows,
    ...(beyond.length === 0 ? [] : ["", "Beyond what the jobs need:", ""]),
    ...beyond.map(
      ({ by, action, resource }) => `- ${code(action)}, for instance on ${code(cell(resource))}, by ${cell(by)}`,
    ),
    ...(report.questions.length === 0 ? [] : ["", "Open questions:", ""]),
    ...report.questions.map(({ asks, flag }) => `- ${cell(asks)}; answer: ${code(cell(flag))}`),
    ...(report.gaps.length === 0 ? [] : ["", "Not in the sources:", ""]),
    ...report.gaps.map(({ where, what }) => `- ${code(cell(where))}: ${cell(what)}`),
    ...(report.remarks.length === 0 ? [] : ["", ...report.remarks.map((remark) => `- ${cell(remark)}`)]),
  ].join("\n");
};
