import { STYLE } from "./html-style";
import { MARKS, type Markup, markup, pictureMarkup } from "./picture-svg";
import type { Change, Effect, Finding, Review, ReviewedSubject, Severity, Unknown, Verdict } from "./report";
import {
  VERDICT_WORDS,
  counted,
  doubtsOf,
  exampleWords,
  fateWords,
  groundWords,
  headline,
  kindWords,
  numeral,
  placeWords,
  plain,
  severityCounts,
  sideWords,
  spansOf,
} from "./words";

/** Roles, and buckets and keys, that are shown with picture and details. */
const MOST_DETAILED = 200;

/** Changes, and unknown parts, that are shown of one of them. */
const MOST_PARTS = 100;

/** Suppressions repeat subjects: longer than any that is made of addresses, actions and ARNs. */
const LONGEST_SUBJECT = 2_000;

/** The report as one HTML file that needs nothing else: no script, no request. */
export const reviewHtml = (review: Review): string => {
  const sections = sectionsOf(review);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline(review)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div class="top ${review.verdict}">
<p class="quiet">${verdictTag(review.verdict)}IAM review of ${compared(review)}</p>
<h1>${capital(groundWords(review))}</h1>
</div>
${review.incomplete === undefined ? [] : markup`<p class="note"><b>Incomplete:</b> ${sentence(review.incomplete)}.</p>`}
${counts(review)}
<nav aria-label="Sections"><ul>
${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}
</ul></nav>
</header>
<main>
${sections.map(
  ({ id, title, content }) => markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`,
)}</main>
</body>
</html>
`.markup;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const code = (text: string, longest?: number): Markup =>
  markup`<code>${text.trim() === "" ? "(empty)" : plain(text, longest)}</code>`;

const sentence = (says: string): readonly Markup[] =>
  spansOf(says).map(({ text, isCode }) => (isCode ? code(text) : markup`${text}`));

const compared = ({ compared: { before, after } }: Review): Markup =>
  before === after ? code(after, 120) : markup`${code(after, 120)} against ${code(before, 120)}`;

const VERDICT_SIGNS: { readonly [verdict in Verdict]: string } = {
  wider: "+",
  narrower: "−",
  both: "±",
  same: "=",
  unknown: "?",
};

const verdictTag = (verdict: Verdict): Markup =>
  markup`<span class="tag ${verdict}">${VERDICT_SIGNS[verdict]} ${VERDICT_WORDS[verdict]}</span> `;

const severityTag = (severity: Severity): Markup => markup`<span class="tag ${severity}">${severity}</span>`;

const counts = ({ roles, unchangedRoles, findings }: Review): Markup => {
  const having = (...verdicts: readonly Verdict[]): number =>
    roles.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const count = (value: string, words: string): Markup => markup`<div><dt>${words}</dt><dd>${value}</dd></div>`;
  return markup`<dl class="counts">
${count(numeral(having("wider", "both")), "Roles with gains")}
${count(numeral(having("narrower", "both")), "Roles with losses")}
${count(numeral(having("unknown")), "Roles with unknown effect")}
${count(numeral(having("same")), "Roles changed without effect")}
${count(numeral(unchangedRoles), "Roles unchanged")}
${count(numeral(findings.length), findings.length === 0 ? "Findings" : `Findings: ${severityCounts(findings)}`)}
</dl>`;
};

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

const sectionsOf = (review: Review): readonly Section[] => [
  ...section("findings", "Findings", review.findings, findingsTable),
  ...section("roles", "Roles", review.roles, subjects),
  ...section("resources", "Buckets and keys", review.resources, subjects),
  ...section("suppressed", "Suppressed findings", review.suppressed, (suppressed) =>
    table(
      ["Severity", "What was found", "Where", "Reason"],
      suppressed.map(({ finding, reason }) => [...findingCells(finding), markup`${sentence(reason)}`]),
    ),
  ),
  ...section("unused", "Suppressions that no finding needs", review.unusedSuppressions, (unused) =>
    table(
      ["Rule", "Subject", "Reason"],
      unused.map(({ rule, subject, reason }) => [
        code(rule),
        code(subject, LONGEST_SUBJECT),
        markup`${sentence(reason)}`,
      ]),
    ),
  ),
  ...section("remarks", "Remarks", review.remarks, (remarks) => list(remarks.map(sentence))),
];

const section = <Item>(
  id: string,
  title: string,
  items: readonly Item[],
  contentOf: (items: readonly Item[]) => Markup,
): readonly Section[] =>
  items.length === 0 ? [] : [{ id, title: `${title} (${numeral(items.length)})`, content: contentOf(items) }];

const list = (items: readonly (readonly Markup[])[]): Markup =>
  markup`<ul class="plain">${items.map((item) => markup`<li>${item}</li>`)}</ul>`;

const table = (heads: readonly string[], rows: readonly (readonly Markup[])[]): Markup => markup`<table class="stacked">
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (cells) =>
    markup`<tr>${cells.map((cell, index) => markup`<td data-head="${heads[index] ?? ""}">${cell}</td>`)}</tr>\n`,
)}</tbody>
</table>`;

const EFFECTS: { readonly [effect in Effect]: string } = {
  widens: "more is allowed",
  breaks: "jobs may stop working",
  unknown: "cannot be told",
  informs: "for information",
};

const findingsTable = (findings: readonly Finding[]): Markup =>
  table(
    ["Severity", "What was found", "Where", "What to do"],
    findings.map((finding) => [...findingCells(finding), markup`${sentence(finding.advice)}`]),
  );

const findingCells = ({ severity, effect, title, says, rule, where, subject }: Finding): readonly Markup[] => [
  markup`${severityTag(severity)}<p class="quiet">${EFFECTS[effect]}</p>`,
  markup`<p><b>${title}</b></p><p>${sentence(says)}</p><p class="quiet">Rule ${code(rule)}</p>`,
  markup`<p>${code(where)}</p><p class="quiet">Subject ${code(subject, LONGEST_SUBJECT)}</p>`,
];

/** Those of which something is to tell in full, the others as rows. */
const subjects = (all: readonly ReviewedSubject[]): Markup => {
  const telling = all.filter(({ verdict }) => verdict !== "same");
  const same = all.filter(({ verdict }) => verdict === "same");
  const [detailed, others] = [telling.slice(0, MOST_DETAILED), telling.slice(MOST_DETAILED)];
  return markup`${detailed.length === 0 ? [] : LEGEND}
${detailed.map(article)}
${subjectRows(others, `${numeral(others.length)} more, without pictures and details, which are in the JSON report`)}
${subjectRows(same, "Changed, and can do what they could")}`;
};

const LEGEND = markup`<p class="quiet legend">In the pictures:${Object.entries(MARKS)
  .filter(([, { sign }]) => sign !== "")
  .map(([mark, { sign, word }]) => markup` <span class="${mark}"><b>${sign}</b> ${word}</span>`)}</p>`;

const subjectRows = (rows: readonly ReviewedSubject[], title: string): Markup =>
  rows.length === 0
    ? markup``
    : markup`<h3 class="rows">${title}</h3>
${table(
  ["Address", "What it is", "Verdict", "Changes"],
  rows.map((subject) => [
    code(subject.address),
    markup`${kindWords(subject)}, ${fateWords(subject)}`,
    verdictTag(subject.verdict),
    markup`${numeral(subject.changes.length)}`,
  ]),
)}`;

const article = (subject: ReviewedSubject): Markup => {
  const { address, name, verdict, changes, unknown, picture } = subject;
  const open = [
    ...unknown.slice(0, MOST_PARTS).map(unknownWords),
    ...doubtsOf(subject).map((doubt) => sentence(capital(doubt))),
  ];
  return markup`<article class="${verdict}">
<h3>${verdictTag(verdict)}${code(address)}</h3>
<p class="quiet">${capital(kindWords(subject))}${name === undefined ? [] : markup` ${code(name)}`}, ${fateWords(subject)}</p>
${picture.who.length + picture.what.length === 0 ? [] : markup`<div class="picture">${pictureMarkup(subject)}</div>`}
${changes.length === 0 ? [] : markup`<h4>What changes</h4><ol class="changes">${changes.slice(0, MOST_PARTS).map(changeItem)}</ol>`}
${leftOut(changes.length, "change")}
${open.length === 0 ? [] : markup`<h4>What is unknown</h4>${list(open)}`}
${leftOut(unknown.length, "unknown part")}
</article>
`;
};

const leftOut = (count: number, noun: string): Markup =>
  count <= MOST_PARTS
    ? markup``
    : markup`<p class="quiet">And ${counted(count - MOST_PARTS, `more ${noun}`)}; the JSON report has all.</p>`;

const changeItem = ({ direction, certain, severity, part, says, statement, example }: Change): Markup => {
  const [sign, word] = direction === "gain" ? ["+", "Gain"] : ["−", "Loss"];
  return markup`<li class="${direction}"><span class="mark" aria-hidden="true">${sign}</span><div>
<p><span class="hidden">${word}: </span>${sentence(says)} ${severityTag(severity)}${
    certain ? [] : markup` <span class="tag unknown">? not certain</span>`
  }</p>
<p class="quiet">${capital(part)}: ${placeWords(statement)}</p>
<details><summary>Example of a request</summary><p>${code(exampleWords(example), 2_000)}</p></details>
</div></li>`;
};

const unknownWords = (unknown: Unknown): readonly Markup[] => [
  markup`${code(unknown.where)}: ${sentence(unknown.what)} (${sideWords(unknown)})`,
];
