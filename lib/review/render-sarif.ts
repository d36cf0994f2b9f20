import { createHash } from "node:crypto";
import type { Finding, Review, Severity } from "./report";
import { counted, plain } from "./words";

/** Where the resource at an address is written: a file, and a line in it from 1. */
type LineFinder = (address: string) => { readonly file: string; readonly line: number } | undefined;

type Level = "error" | "warning" | "note";

/** The most dangerous first. */
const LEVELS: { readonly [severity in Severity]: Level } = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/** GitHub reads above 9.0 as critical, from 7.0 as high, from 4.0 as medium, above 0.0 as low. */
const SCORES: { readonly [severity in Severity]?: string } = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** GitHub keeps no more results of a run. */
const MOST_RESULTS = 5_000;

/** GitHub cuts descriptions there. */
const LONGEST_TEXT = 1_000;

/**
 * The findings as SARIF 2.1.0, as far as code scanning reads it.
 *
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const reviewSarif = (review: Review, lineOf: LineFinder): object => {
  const all: readonly Reported[] = [...review.findings.map((finding) => ({ finding })), ...review.suppressed];
  const reported = all.slice(0, MOST_RESULTS);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "mediaconvert-role", rules: rulesOf(reported.map(({ finding }) => finding)) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notificationsOf(review, all.length - reported.length),
          },
        ],
        results: reported.map((each) => resultOf(each, review.compared.after, lineOf)),
      },
    ],
  };
};

/** A finding, and why it is accepted if it is. */
interface Reported {
  readonly finding: Finding;
  readonly reason?: string;
}

const notificationsOf = ({ incomplete }: Review, leftOut: number): readonly object[] =>
  [
    ...(incomplete === undefined ? [] : [`The source is not the whole: ${incomplete}`]),
    ...(leftOut === 0 ? [] : [`${counted(leftOut, "less dangerous finding")} left out; code scanning keeps 5,000`]),
  ].map((text) => ({ level: "warning", message: { text: messageText(text) } }));

/** One for each rule id, as its most dangerous finding has it. */
const rulesOf = (findings: readonly Finding[]): readonly object[] => {
  const leastFirst = Object.keys(LEVELS)
    .reverse()
    .flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  return [...new Map(leastFirst.map((finding) => [finding.rule, finding])).values()].map(ruleOf);
};

const ruleOf = (finding: Finding): object => {
  const { rule, title, advice, severity } = finding;
  const score = SCORES[severity];
  return {
    id: rule,
    shortDescription: { text: messageText(title) },
    fullDescription: { text: messageText(`${title}. ${advice}`) },
    help: { text: messageText(advice) },
    defaultConfiguration: { level: levelOf(finding) },
    properties: { tags: ["security"], ...(score === undefined ? {} : { "security-severity": score }) },
  };
};

/** What cannot be told may be anything: no note, which is easily left unread. */
const levelOf = ({ severity, effect }: Finding): Level =>
  effect === "unknown" && LEVELS[severity] === "note" ? "warning" : LEVELS[severity];

const resultOf = ({ finding, reason }: Reported, compared: string, lineOf: LineFinder): object => {
  const { file, line } = lineOf(finding.where) ?? { file: compared, line: 1 };
  return {
    ruleId: finding.rule,
    level: levelOf(finding),
    message: { text: messageText(finding.says) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } },
        logicalLocations: [{ fullyQualifiedName: plain(finding.where), kind: "resource" }],
      },
    ],
    // The only fingerprint that GitHub reads. Without it all findings of a rule in one file would be one alert.
    partialFingerprints: { primaryLocationLineHash: fingerprintOf(finding) },
    ...(reason === undefined ? {} : { suppressions: [{ kind: "external", justification: messageText(reason) }] }),
  };
};

const fingerprintOf = ({ rule, subject }: Finding): string =>
  createHash("sha256")
    .update(JSON.stringify([rule, subject]))
    .digest("hex")
    .slice(0, 32);

/**
 * Text in which nothing is a link, a placeholder or Markdown to a viewer: `[…](…)` and `{0}` have a meaning in SARIF's
 * plain text, and GitHub takes text with backticks for Markdown.
 */
const messageText = (says: string): string =>
  plain(says, LONGEST_TEXT)
    .replaceAll("`", '"')
    .replaceAll("](", "] (")
    .replaceAll(/\{(?=\d+\})/g, "{ ");

const STDIN = "stdin";

/** Standard input, and what a shell passes in place of a file. */
const STREAM = /^-?$|^\/(?:dev|proc)\//;

const HALF_CHARACTER = /\p{Surrogate}/gu;

/** A relative reference: viewers know files only below the root of the repository. */
const uriOf = (file: string): string => {
  if (STREAM.test(file)) return STDIN;
  const steps = file.replaceAll("\\", "/").replaceAll(HALF_CHARACTER, "\ufffd").split("/");
  const path = steps.reduce<readonly string[]>((above, step) => {
    if (step === "" || step === ".") return above;
    return step === ".." ? above.slice(0, -1) : [...above, step];
  }, []);
  return path.map(encodeURIComponent).join("/") || STDIN;
};
