import { mermaidOf } from "./mermaid";
import type { Change, Finding, Review, ReviewedSubject } from "./report";
import {
  LONGEST_SUBJECT,
  VERDICT_WORDS,
  counted,
  doubtsOf,
  exampleWords,
  fateWords,
  groundWords,
  kindWords,
  numeral,
  placeWords,
  plain,
  severityCounts,
  sideWords,
  spansOf,
} from "./words";

/** GitHub takes 65,536 characters. */
const LONGEST_COMMENT = 60_000;

/** Shares of a comment, of what its head leaves. Roles have what the others do not use. */
const SHARES = { findings: 0.25, advice: 0.1, end: 0.15, same: 0.1, changes: 0.15, unknown: 0.05 } as const;

/** For lines that say how much is left out. */
const RESERVE = 1000;

/**
 * The report as a comment on a pull request, of at most `longest` characters (10,000 or more). What has no place is
 * counted: first go the pictures of all roles but the first, then examples, then roles.
 */
export const reviewMarkdown = (review: Review, options: { readonly longest?: number } = {}): string => {
  const head = headOf(review);
  const all = (options.longest ?? LONGEST_COMMENT) - head.length - RESERVE;
  const around = {
    findings: findingsOf(review.findings, all),
    same: sameOf(review, all * SHARES.same),
    end: endOf(review, all * SHARES.end),
  };
  const taken = around.findings.length + around.same.length + around.end.length;
  return [head, around.findings, subjectsOf(review, all, all - taken), around.same, around.end]
    .filter((block) => block !== "")
    .join("\n\n");
};

const headOf = (review: Review): string =>
  paragraphs([
    `<!-- mediaconvert-role review -->\n## IAM review: ${VERDICT_WORDS[review.verdict]}`,
    `${capital(groundWords(review))}. Compared: ${comparedOf(review)}.`,
    review.incomplete === undefined ? "" : `**Incomplete:** ${prose(review.incomplete, LONGEST_IN_HEAD)}.`,
  ]);

const comparedOf = ({ compared: { before, after } }: Review): string =>
  before === after
    ? code(after, LONGEST_IN_HEAD)
    : `${code(before, LONGEST_IN_HEAD)} with ${code(after, LONGEST_IN_HEAD)}`;

const paragraphs = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");

const findingsOf = (findings: readonly Finding[], all: number): string => {
  if (findings.length === 0) return "";
  const rows = fitted(
    findings,
    all * SHARES.findings,
    ({ rule, severity, says, where }) => `| ${severity} | ${code(rule)} | ${prose(says)} | ${code(where)} |`,
  );
  return paragraphs([
    `### Findings: ${severityCounts(findings)}`,
    ["| Severity | Rule | What | Where |", "|---|---|---|---|", ...rows.texts].join("\n"),
    rows.left === 0 ? "" : `And ${counted(rows.left, "more finding")}; ${ELSEWHERE}.`,
    details("What to do, and subjects for suppressions", adviceOf(findings, all * SHARES.advice)),
  ]);
};

const ELSEWHERE = "the JSON report has all";

/** What to do about each rule, and below it the subjects of its findings. */
const adviceOf = (findings: readonly Finding[], room: number): string => {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const same = byRule.get(finding.rule);
    if (same === undefined) byRule.set(finding.rule, [finding]);
    else same.push(finding);
  }
  const inOrder = [...byRule.values()].flatMap((same) => same.map((finding, index) => ({ finding, index })));
  const line = ({ finding: { rule, advice, subject }, index }: (typeof inOrder)[number]): string =>
    `${index === 0 ? `- ${code(rule)}: ${prose(advice)}\n` : ""}  - ${code(subject, LONGEST_SUBJECT)}`;
  return list(inOrder, room, line, "subject");
};

const subjectsOf = ({ roles, resources }: Review, all: number, room: number): string => {
  const subjects = [...roles, ...resources].filter((subject) => !isSame(subject));
  const firstPicture = fitted(subjects.slice(0, 1), room / 2, pictureOf);
  const cores = fitted(subjects, room - firstPicture.length, (subject) => coreOf(subject, all));
  const shown = subjects.slice(0, cores.texts.length);
  const spare = room - cores.length;
  const examples = fitted(shown, spare - firstPicture.length, (subject) => examplesOf(subject, all));
  const pictures = fitted(shown, spare - examples.length, pictureOf);
  return paragraphs([
    ...cores.texts.map((core, at) => paragraphs([core, examples.texts[at] ?? "", pictures.texts[at] ?? ""])),
    leftOutWords(subjects.slice(shown.length)),
    withoutWords(
      shown.slice(examples.texts.length).filter(({ changes }) => changes.length > 0),
      shown.slice(pictures.texts.length).filter(hasPicture),
    ),
  ]);
};

const isSame = ({ verdict }: ReviewedSubject): boolean => verdict === "same";

/** Which of the roles that are shown lack something. */
const withoutWords = (examples: readonly ReviewedSubject[], pictures: readonly ReviewedSubject[]): string => {
  const words = [
    ...(examples.length === 0 ? [] : [`the examples of ${numeral(examples.length)}`]),
    ...(pictures.length === 0 ? [] : [`the pictures of ${numeral(pictures.length)}`]),
  ];
  return words.length === 0 ? "" : `There was no room for ${words.join(" and ")}; ${ELSEWHERE}.`;
};

/** How many are not shown at all. */
const leftOutWords = (left: readonly ReviewedSubject[]): string => {
  const roles = left.filter(({ kind }) => kind === "role").length;
  const resources = left.length - roles;
  const words = [
    ...(roles === 0 ? [] : [counted(roles, "more role")]),
    ...(resources === 0 ? [] : [counted(resources, "more bucket or key", "more buckets or keys")]),
  ];
  return words.length === 0 ? "" : `And ${words.join(" and ")}; ${ELSEWHERE}.`;
};

/** All of a role but its examples and its picture. */
const coreOf = (subject: ReviewedSubject, all: number): string => {
  const { address, name, verdict, changes, unknown } = subject;
  const what = `${kindWords(subject)}${name === undefined ? "" : ` ${code(name)}`}`;
  return paragraphs([
    `### ${code(address)}: ${VERDICT_WORDS[verdict]}`,
    `${capital(what)}, ${prose(fateWords(subject))}.`,
    [
      list(changes, all * SHARES.changes, changeLine, "change"),
      list(
        unknown,
        all * SHARES.unknown,
        ({ where, what, side }) => `- ❔ unknown ${sideWords({ side })}: ${code(where)}: ${prose(what)}`,
        "unknown part",
      ),
      doubtsOf(subject)
        .map((doubt) => `- ❔ ${doubt}`)
        .join("\n"),
    ]
      .filter((part) => part !== "")
      .join("\n"),
  ]);
};

/** With a capital at the start. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const changeLine = ({ direction, certain, severity, says, statement }: Change): string => {
  const mark = direction === "gain" ? "➕" : "➖";
  return `- ${certain ? mark : "❔ not certain:"} ${prose(says)} (${severity}; ${code(placeWords(statement))})`;
};

const examplesOf = ({ changes }: ReviewedSubject, all: number): string =>
  details(
    "Examples of requests",
    list(
      changes,
      all * SHARES.changes,
      ({ direction, example }) => `- ${direction === "gain" ? "➕" : "➖"} ${code(exampleWords(example))}`,
      "example",
    ),
  );

const hasPicture = ({ picture: { who, what } }: ReviewedSubject): boolean => who.length + what.length > 0;

const pictureOf = (subject: ReviewedSubject): string =>
  hasPicture(subject)
    ? details(
        subject.kind === "role" ? "Who can assume it, and what it reaches" : "Who has access",
        `\`\`\`mermaid\n${mermaidOf(subject)}\n\`\`\``,
      )
    : "";

/** Roles that are changed and can do what they could. */
const sameOf = ({ roles, resources }: Review, room: number): string => {
  const same = [...roles, ...resources].filter(isSame);
  const line = (subject: ReviewedSubject): string => `- ${code(subject.address)}, ${prose(fateWords(subject))}`;
  return same.length === 0 ? "" : paragraphs(["### Same as before", list(same, room, line, "of them", "of them")]);
};

const endOf = ({ suppressed, unusedSuppressions, remarks }: Review, room: number): string =>
  paragraphs([
    details(
      counted(suppressed.length, "suppressed finding"),
      list(
        suppressed,
        room / 3,
        ({ finding, reason }) => `- ${code(finding.rule)}: ${prose(finding.says)}; reason: ${prose(reason)}`,
        "suppressed finding",
      ),
    ),
    details(
      counted(unusedSuppressions.length, "suppression that no finding needs", "suppressions that no finding needs"),
      list(
        unusedSuppressions,
        room / 3,
        ({ rule, subject, reason }) => `- ${code(rule)} of ${code(subject, LONGEST_SUBJECT)}; reason: ${prose(reason)}`,
        "suppression",
      ),
    ),
    remarks.length === 0 ? "" : "### Remarks",
    list(remarks, room / 3, (remark) => `- ${prose(remark)}`, "remark"),
  ]);

const details = (summary: string, body: string): string =>
  body === "" ? "" : `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

interface Fitted {
  /** Of the first items, as many as have room. */
  readonly texts: readonly string[];
  /** Characters of all texts, with two for what joins each to the next. */
  readonly length: number;
  /** Number of items that have no room. */
  readonly left: number;
}

/** Makes no more texts than have room, so that the time does not depend on the number of items. */
const fitted = <Item>(items: readonly Item[], room: number, textOf: (item: Item) => string): Fitted => {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = textOf(item);
    if (length + text.length + 2 > room) break;
    length += text.length + 2;
    texts.push(text);
  }
  return { texts, length, left: items.length - texts.length };
};

const list = <Item>(
  items: readonly Item[],
  room: number,
  line: (item: Item) => string,
  noun: string,
  nouns = `${noun}s`,
): string => {
  const { texts, left } = fitted(items, room, line);
  return [...texts, ...(left === 0 ? [] : [`- and ${counted(left, `more ${noun}`, `more ${nouns}`)}`])].join("\n");
};

const LONGEST_PROSE = 800;
const LONGEST_CODE = 300;
/** The head is not fitted. */
const LONGEST_IN_HEAD = 150;

/** A sentence with code in backticks. */
const prose = (says: string, longest = LONGEST_PROSE): string =>
  spansOf(says, longest)
    .map(({ text, isCode }, at, spans) => {
      if (!isCode) return inert(text);
      // Backticks of two that touch would be read as others.
      return spans[at - 1]?.isCode === true ? element(plain(text)) : code(text);
    })
    .join("")
    .trim();

/** Code; where backticks cannot hold it or a table would split it, as an element. */
const code = (text: string, longest = LONGEST_CODE): string => {
  const shown = plain(text, longest);
  if (shown.trim() === "") return "(empty)";
  return /[`|<]/.test(shown) ? element(shown) : `\`${shown}\``;
};

const element = (text: string): string => `<code>${inert(text)}</code>`;

/** Means something to Markdown or HTML; a list where it begins a line. */
const TELLING =
  /[&<>"'`*[\]\\|~$@#]|(?<=^\s*)[-+=\d]|(?<![a-z\d])_|_(?![a-z\d])|:(?=\/\/)|(?<=ww)w(?=\.)|(?<=gh)-(?=\d)/giu;

/** GitHub makes links and mentions of what follows these; an entity alone does not keep it from that. */
const LINKING = /[@#:w-]/i;

/** Text that stays text: nothing in it marks up, links, mentions or nests. */
const inert = (text: string): string =>
  text.replace(
    TELLING,
    (character) => `&#${String(character.codePointAt(0))};${LINKING.test(character) ? "&#8203;" : ""}`,
  );
