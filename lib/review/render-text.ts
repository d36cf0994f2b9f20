import type { Change, Finding, Review, ReviewedSubject, Suppressed, Suppression, Verdict } from "./report";
import {
  LONGEST_SUBJECT,
  VERDICT_WORDS,
  counted,
  doubtsOf,
  exampleWords,
  fateWords,
  headline,
  kindWords,
  placeWords,
  plain,
  severityCounts,
  sideWords,
  spansOf,
} from "./words";

/** Parameters of the escape sequence that selects a look. */
const LOOKS = { strong: "1", faint: "2", alarm: "31", good: "32", careful: "33", code: "36" } as const;

type Look = keyof typeof LOOKS;

/** Gives text a look, or leaves it. */
type Paint = (look: Look, text: string) => string;

const painted: Paint = (look, text) => `\u001b[${LOOKS[look]}m${text}\u001b[0m`;
const unpainted: Paint = (_, text) => text;

/**
 * The report for a terminal or the log of a pipeline. No line begins with text from outside: to some pipelines a line
 * that begins with `::` is a command.
 */
export const reviewText = (review: Review, options: { readonly color: boolean }): string => {
  const paint = options.color ? painted : unpainted;
  return [
    [
      paint(VERDICT_LOOKS[review.verdict], headline(review)),
      ...(review.incomplete === undefined ? [] : [`incomplete: ${sentence(review.incomplete, paint)}`]),
    ],
    ...subjectBlocks(review.roles, paint),
    ...subjectBlocks(review.resources, paint),
    section(`Findings: ${severityCounts(review.findings)}`, withFirst(review.findings), paint, findingLines),
    section(`Suppressed: ${counted(review.suppressed.length, "finding")}`, review.suppressed, paint, suppressedLines),
    section("Suppressions that no finding needs", review.unusedSuppressions, paint, unusedLines),
    section("Remarks", review.remarks, paint, (remark) => [`  - ${sentence(remark, paint)}`]),
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
};

const VERDICT_LOOKS: { readonly [verdict in Verdict]: Look } = {
  wider: "alarm",
  narrower: "careful",
  both: "alarm",
  same: "good",
  unknown: "careful",
};

const sentence = (says: string, paint: Paint): string =>
  spansOf(says)
    .map(({ text, isCode }) => (isCode ? paint("code", text) : text))
    .join("");

const section = <Item>(
  heading: string,
  items: readonly Item[],
  paint: Paint,
  lines: (item: Item, paint: Paint) => readonly string[],
): readonly string[] =>
  items.length === 0 ? [] : [paint("strong", heading), ...items.flatMap((item) => lines(item, paint))];

/** A block for each subject, but those that stay the same share one. */
const subjectBlocks = (subjects: readonly ReviewedSubject[], paint: Paint): readonly (readonly string[])[] => {
  const isSame = ({ verdict }: ReviewedSubject): boolean => verdict === "same";
  return [
    ...subjects
      .filter((subject) => !isSame(subject))
      .map((subject) => [headingOf(subject, paint), ...subjectLines(subject, paint)]),
    subjects.filter(isSame).map((subject) => headingOf(subject, paint)),
  ];
};

const headingOf = (subject: ReviewedSubject, paint: Paint): string => {
  const { address, name, verdict } = subject;
  const called = name === undefined ? "" : ` (${plain(name)})`;
  const verdictText = paint(VERDICT_LOOKS[verdict], VERDICT_WORDS[verdict]);
  return `${kindWords(subject)} ${paint("strong", plain(address))}${called}, ${fateWords(subject)}: ${verdictText}`;
};

/** Column in which sentences begin: after a mark and a word. */
const row = (mark: string, word: string, text: string): string => `  ${mark} ${word.padEnd(8)}  ${text}`;
const INDENT = row(" ", "", "");

const subjectLines = (subject: ReviewedSubject, paint: Paint): readonly string[] => [
  ...subject.changes.flatMap((change) => changeLines(change, paint)),
  ...subject.unknown.map((unknown) =>
    row("?", "unknown", `${plain(unknown.where)}: ${sentence(unknown.what, paint)} (${sideWords(unknown)})`),
  ),
  ...doubtsOf(subject).map((doubt) => row("?", "", doubt)),
];

const changeLines = (change: Change, paint: Paint): readonly string[] => [
  row(markOf(change, paint), change.severity, sentence(change.says, paint)),
  INDENT + paint("faint", `in ${placeWords(change.statement)}`),
  INDENT + paint("faint", `e.g. ${exampleWords(change.example)}`),
];

const markOf = ({ certain, direction }: Change, paint: Paint): string => {
  if (!certain) return paint("careful", "?");
  return direction === "gain" ? paint("alarm", "+") : paint("careful", "-");
};

interface Listed {
  readonly finding: Finding;
  /** No finding of the same rule came before. */
  readonly isFirst: boolean;
}

const withFirst = (findings: readonly Finding[]): readonly Listed[] => {
  const firsts = new Map([...findings].reverse().map((finding) => [finding.rule, finding]));
  return findings.map((finding) => ({ finding, isFirst: firsts.get(finding.rule) === finding }));
};

/** What to do about a rule is said once. */
const findingLines = ({ finding, isFirst }: Listed, paint: Paint): readonly string[] => [
  ruleLine(finding, paint),
  INDENT + paint("faint", `at ${plain(finding.where)}`),
  `${INDENT}subject: ${plain(finding.subject, LONGEST_SUBJECT)}`,
  ...(isFirst ? [`${INDENT}advice: ${sentence(finding.advice, paint)}`] : []),
];

const ruleLine = ({ rule, severity, says }: Finding, paint: Paint): string =>
  `    ${paint("strong", severity.padEnd(8))}  ${plain(rule)}: ${sentence(says, paint)}`;

const suppressedLines = ({ finding, reason }: Suppressed, paint: Paint): readonly string[] => [
  ruleLine(finding, paint),
  `${INDENT}reason: ${sentence(reason, paint)}`,
];

const unusedLines = ({ rule, subject, reason }: Suppression, paint: Paint): readonly string[] => [
  `  - ${plain(rule)}: ${plain(subject, LONGEST_SUBJECT)}`,
  `    reason: ${sentence(reason, paint)}`,
];
