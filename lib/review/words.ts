import type {
  Certainty,
  Change,
  Example,
  Fate,
  Finding,
  Review,
  Severity,
  ReviewedSubject,
  StatementPlace,
  Unknown,
  Verdict,
} from "./report";

/** A verdict in words. */
export const VERDICT_WORDS: { readonly [verdict in Verdict]: string } = {
  wider: "wider",
  narrower: "narrower",
  both: "wider and narrower",
  same: "same",
  unknown: "unknown",
};

/**
 * Characters that steer a terminal or a text's direction, that cannot be seen, or that end a line; and the start of
 * `##[` and `##vso[`, which pipelines take for a command wherever it stands in their log.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|#(?=`*#)/gu;

/** Most texts; the test is many times faster than the replacement. */
const PRINTABLE = /^[ !"$-~]*$/;

const SHORT_ESCAPES: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escaped = (character: string): string =>
  SHORT_ESCAPES[character] ??
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");

/** The first half of a character, at the end. */
const HALF = /[\ud800-\udbff]$/;

const DEFAULT_LONGEST = 500;

/**
 * Text from a source as one printable line of at most `longest` characters: whatever else it has shows as JSON would
 * escape it.
 */
export const plain = (text: string, longest = DEFAULT_LONGEST): string => {
  if (text.length <= longest && PRINTABLE.test(text)) return text;
  const start = text.slice(0, longest + 1);
  const line = start.replace(UNPRINTABLE, escaped);
  return line.length <= longest ? line : `${line.slice(0, Math.max(0, longest - 1)).replace(HALF, "")}…`;
};

/** A part of a sentence: words, or code that stood in backticks. */
export interface Span {
  readonly text: string;
  readonly isCode: boolean;
}

/** Enough for a finding's subject that is an address with actions and ARNs, since people copy it. */
export const LONGEST_SUBJECT = 2000;

/** Enough for a sentence with several ARNs. */
const LONGEST_SENTENCE = 1000;

/** The parts of a sentence that has code in backticks, printable. */
export const spansOf = (says: string, longest = LONGEST_SENTENCE): readonly Span[] =>
  plain(says, longest)
    .split("`")
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== "");

/** "1 role", "2 roles", "4,990 roles". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numeral(count)} ${count === 1 ? one : many}`;

/** "4,990". The language's own function takes a fiftieth of a second to begin with. */
export const numeral = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

const LONGEST_NAME = 120;

const comparedWords = ({ compared: { before, after } }: Review): string =>
  before === after ? plain(after, LONGEST_NAME) : `${plain(before, LONGEST_NAME)} with ${plain(after, LONGEST_NAME)}`;

/** The verdict, what it rests on, and what was compared. */
export const headline = (review: Review): string =>
  `${VERDICT_WORDS[review.verdict]}: ${groundWords(review)} (${comparedWords(review)})`;

/** What the verdict rests on: how many can newly, or no longer, do something. */
export const groundWords = (review: Review): string => {
  const { roles, resources, unchangedRoles, verdict } = review;
  const isOpen = verdict === "unknown" && countOf([...roles, ...resources], "unknown") === 0;
  const grounds = [
    ...roleGrounds(review),
    ...resourceGrounds(review),
    ...(isOpen ? ["it cannot be told what else changes"] : []),
  ];
  return grounds.length > 0 ? grounds.join("; ") : unchangedWords(roles.length + unchangedRoles);
};

const unchangedWords = (roles: number): string => {
  if (roles === 0) return "there is no role";
  return roles === 1 ? "the role can do what it could" : `all ${counted(roles, "role")} can do what they could`;
};

const countOf = (subjects: readonly ReviewedSubject[], ...verdicts: readonly Verdict[]): number =>
  subjects.filter(({ verdict }) => verdicts.includes(verdict)).length;

/** A number of subjects, and what is said of them. */
type Ground = readonly [count: number, says: (who: string) => string];

const present = (grounds: readonly Ground[]): readonly Ground[] => grounds.filter(([count]) => count > 0);

const roleGrounds = ({ roles, unchangedRoles }: Review): readonly string[] => {
  const ofAll = ` of ${counted(roles.length + unchangedRoles, "role")}`;
  return present([
    [countOf(roles, "wider", "both"), (who) => `${who} can newly do something`],
    [countOf(roles, "narrower", "both"), (who) => `${who} can no longer do something`],
    [countOf(roles, "unknown"), (who) => `it cannot be told for ${who}`],
  ]).map(([count, says], index) => says(`${numeral(count)}${index === 0 ? ofAll : ""}`));
};

const NOUNS = [
  ["bucket", "buckets"],
  ["key", "keys"],
] as const;

const resourceGrounds = ({ resources }: Review): readonly string[] => {
  const [one, many] = NOUNS.find(([kind]) => resources.every((resource) => resource.kind === kind)) ?? [
    "bucket or key",
    "buckets or keys",
  ];
  return present([
    [countOf(resources, "wider", "both"), (who) => `others gain access to ${who}`],
    [countOf(resources, "narrower", "both"), (who) => `others lose access to ${who}`],
    [countOf(resources, "unknown"), (who) => `it cannot be told for ${who}`],
  ]).map(([count, says]) => says(counted(count, one, many)));
};

/** What a subject is. */
export const kindWords = ({ kind, isMediaConvert }: ReviewedSubject): string =>
  kind === "role" && isMediaConvert ? "MediaConvert role" : kind;

const FATES: { readonly [fate in Fate]: string } = {
  created: "created",
  deleted: "deleted",
  replaced: "replaced",
  updated: "updated",
  unchanged: "itself unchanged",
  forgotten: "forgotten by Terraform, but still there",
  imported: "imported",
};

/** What becomes of the object itself: its fate, earlier name and earlier address. */
export const fateWords = ({ fate, nameBefore, movedFrom }: ReviewedSubject): string =>
  [
    FATES[fate],
    ...(nameBefore === undefined ? [] : [`named ${withoutCode(nameBefore)} before`]),
    ...(movedFrom === undefined ? [] : [`moved from ${withoutCode(movedFrom)}`]),
  ].join(", ");

/** A name in a sentence, in which backticks would be code. */
const withoutCode = (name: string): string => plain(name).replaceAll("`", "'");

/** What keeps a subject's verdict from being exact, half a sentence each, besides what is unknown. */
export const doubtsOf = (subject: ReviewedSubject): readonly string[] => [
  ...(subject.masked ? ["details are not shown, since a value that they come from is marked sensitive"] : []),
  ...doubt(subject, "gain", subject.gains, "newly"),
  ...doubt(subject, "loss", subject.losses, "no longer"),
];

const doubt = (
  { changes }: ReviewedSubject,
  direction: Change["direction"],
  certainty: Certainty,
  when: string,
): readonly string[] => {
  if (certainty === "undecided") return [`whether it can ${when} do something is too intricate to decide`];
  const isShown = certainty !== "maybe" || changes.some((change) => change.direction === direction);
  return isShown ? [] : [`perhaps it can ${when} do something`];
};

/** "2 critical, 1 low". */
export const severityCounts = (findings: readonly Finding[]): string =>
  SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${numeral(count)} ${severity}`)
    .join(", ");

/** The most dangerous first. */
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** Where a statement or grant stands: by its Sid, or by its number from 1. */
export const placeWords = ({ document, index, sid }: StatementPlace): string => {
  if (sid !== undefined) return `Sid ${plain(sid)} of ${plain(document)}`;
  return index === undefined ? plain(document) : `statement ${String(index + 1)} of ${plain(document)}`;
};

/** A request in one line. */
export const exampleWords = (example: Example): string => {
  const { action, resource, principal, provided } = example;
  const request = [
    plain(action),
    ...(resource === undefined ? [] : [`on ${plain(resource)}`]),
    ...(principal === undefined ? [] : [`by ${plain(principal)}`]),
  ].join(" ");
  return [
    request,
    ...joined("with", contextOf(example, true)),
    ...joined("without", contextOf(example, false)),
    ...joined(
      "provided",
      provided.map((condition) => plain(condition)),
    ),
  ].join(", ");
};

const contextOf = ({ context }: Example, isCarried: boolean): readonly string[] =>
  Object.entries(context)
    .filter(([, value]) => (value !== null) === isCarried)
    .map(([key, value]) => (value === null ? plain(key) : `${plain(key)} = ${value === "" ? '""' : plain(value)}`));

const joined = (before: string, parts: readonly string[]): readonly string[] =>
  parts.length === 0 ? [] : [`${before} ${parts.join(" and ")}`];

const SIDES: { readonly [side in Unknown["side"]]: string } = {
  before: "before the change",
  after: "after the change",
  both: "before and after the change",
};

/** On which side something is unknown. */
export const sideWords = ({ side }: Pick<Unknown, "side">): string => SIDES[side];
