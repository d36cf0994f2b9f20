import type { Picture, PictureNode, ReviewedSubject } from "./report";
import { counted, numeral, plain } from "./words";

/** Text with tags, which only `markup` makes. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

/** Longer than any text that this project writes itself. */
const LONGEST_PART = 5_000;

const REFERENCES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template for HTML and SVG in which every string is text: it cannot become a tag or end an attribute in quotes. */
export const markup = (tags: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: tags.map((tag, index) => tag + written(parts[index] ?? "")).join(""),
});

const written = (part: Part): string => {
  if (typeof part === "string")
    return plain(part, LONGEST_PART).replaceAll(/[&<>"']/g, (character) => REFERENCES[character] ?? "");
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map((each) => each.markup).join("");
};

type Mark = PictureNode["mark"];

/** How a mark shows where there are no colours. */
export const MARKS: { readonly [mark in Mark]: { readonly sign: string; readonly word: string } } = {
  added: { sign: "+", word: "added" },
  unknown: { sign: "?", word: "unknown" },
  changed: { sign: "~", word: "changed" },
  removed: { sign: "−", word: "removed" },
  kept: { sign: "", word: "as before" },
};

/** What matters most comes first: a column does not hold everything. */
const ORDER: readonly string[] = Object.keys(MARKS);

const MOST_NODES = 12;

const BOX = { width: 320, height: 30 };
const CENTRE = { x: 400, width: 210, height: 50 };
const WHAT_X = 830;
const WIDTH = WHAT_X + BOX.width;
/** The end of an edge, straight so that verbs can stand on it. */
const VERBS_WIDTH = 135;
const TOP = 34;
const ROW = 44;

/** Characters that fit. */
const FIT = { label: 38, name: 26, verbs: 20 };

/**
 * Who can assume the role, the role, and what it reaches, in three columns. Its colours are those of the page that it
 * stands in.
 */
export const pictureSvg = (subject: ReviewedSubject): string => pictureMarkup(subject).markup;

/** The same as markup. */
export const pictureMarkup = (subject: ReviewedSubject): Markup => {
  const [who, what] = [columnOf(subject.picture.who), columnOf(subject.picture.what)];
  const height = TOP + Math.max(who.rows, what.rows, 2) * ROW;
  const middle = TOP + (height - TOP - ROW + BOX.height) / 2;
  const placed = (column: Column) =>
    column.nodes.map((node, index) => ({ node, y: startOf(column, height) + index * ROW }));
  const ends = [
    ...placed(who).map(({ node, y }) => ({ node, box: { x: 0, y }, isWho: true })),
    ...placed(what).map(({ node, y }) => ({ node, box: { x: WHAT_X, y }, isWho: false })),
  ];
  const [whoWords, whatWords] = columnWords(subject);
  return markup`<svg class="graph" role="img" viewBox="0 0 ${WIDTH} ${height}">
<title>${whoWords}, and ${whatWords}: ${subject.address}</title>
<desc>${describe(whoWords, who)} ${describe(whatWords, what)}</desc>
<text class="head" x="0" y="14">${capital(whoWords)}</text>
<text class="head" x="${CENTRE.x}" y="14">${capital(subject.kind)}</text>
<text class="head" x="${WHAT_X}" y="14">${capital(whatWords)}</text>
${ends.map((end) => edge(end, middle)).reverse()}
${ends.map(box)}
${rest(who, 0, height)}${rest(what, WHAT_X, height)}
${centre(subject, middle)}
</svg>`;
};

interface Column {
  readonly nodes: readonly PictureNode[];
  readonly leftOut: number;
  readonly rows: number;
}

interface End {
  readonly node: PictureNode;
  readonly box: { readonly x: number; readonly y: number };
  readonly isWho: boolean;
}

const columnOf = (all: Picture["who"]): Column => {
  const byMark = [...all].sort((one, other) => ORDER.indexOf(one.mark) - ORDER.indexOf(other.mark));
  const nodes = byMark.slice(0, MOST_NODES);
  const leftOut = all.length - nodes.length;
  return { nodes, leftOut, rows: nodes.length + (leftOut > 0 || nodes.length === 0 ? 1 : 0) };
};

const startOf = ({ rows }: Column, height: number): number => TOP + (height - TOP - rows * ROW) / 2;

const columnWords = ({ kind }: ReviewedSubject): readonly [string, string] =>
  kind === "role" ? ["who can assume it", "what it reaches"] : ["who has access", "what they reach"];

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

const describe = (words: string, { nodes, leftOut }: Column): string => {
  const all = [...nodes.map(nodeWords), ...(leftOut > 0 ? [`${numeral(leftOut)} more`] : [])];
  return `${capital(words)}: ${all.join("; ") || "nothing shown"}.`;
};

const nodeWords = ({ label, verbs, mark }: PictureNode): string =>
  [plain(label, 200), ...verbs.slice(0, 9).map((verb) => plain(verb, 30)), MARKS[mark].word].join(", ");

/** The beginning and the end, where ARNs differ. */
const cut = (text: string, fit: number): string => {
  const characters = Array.from(plain(text));
  if (characters.length <= fit) return characters.join("");
  const end = Math.floor((fit - 1) / 2);
  return `${characters.slice(0, fit - 1 - end).join("")}…${characters.slice(-end).join("")}`;
};

// A box is an SVG of its own, which clips what is wider than expected.
const box = ({
  node,
  box: { x, y },
}: End): Markup => markup`<svg class="node ${node.mark}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}">
<title>${nodeWords(node)}</title>
<rect x="1" y="1" width="${BOX.width - 2}" height="${BOX.height - 2}" rx="5"/>
<text class="sign" x="15" y="20">${MARKS[node.mark].sign}</text><text class="label" x="29" y="19">${cut(node.label, FIT.label)}</text>
</svg>`;

const edge = ({ node, box: { x, y }, isWho }: End, middle: number): Markup => {
  const [from, to] = isWho ? [x + BOX.width, CENTRE.x] : [CENTRE.x + CENTRE.width, x];
  const [fromY, toY] = isWho ? [y + BOX.height / 2, middle] : [middle, y + BOX.height / 2];
  const flat = to - (isWho ? 6 : VERBS_WIDTH);
  const bend = (from + flat) / 2;
  const verbs = node.verbs.join(", ");
  return markup`<g class="edge ${node.mark}">
<path class="line" d="M${from} ${fromY}C${bend} ${fromY} ${bend} ${toY} ${flat} ${toY}H${to - 6}"/>
<path class="tip" d="M${to} ${toY}l-8 -4v8z"/>
${isWho || verbs === "" ? [] : markup`<text x="${to - 12}" y="${toY - 5}">${cut(verbs, FIT.verbs)}</text>`}
</g>`;
};

const centre = (
  { name, address, kind }: ReviewedSubject,
  middle: number,
): Markup => markup`<svg class="node centre" x="${CENTRE.x}" y="${middle - CENTRE.height / 2}" width="${CENTRE.width}" height="${CENTRE.height}">
<title>${kind} ${name ?? address}</title>
<rect x="1" y="1" width="${CENTRE.width - 2}" height="${CENTRE.height - 2}" rx="5"/>
<text class="label" x="${CENTRE.width / 2}" y="${CENTRE.height / 2 + 4}">${cut(name ?? address, FIT.name)}</text>
</svg>`;

const rest = (column: Column, x: number, height: number): Markup => {
  const { nodes, leftOut } = column;
  if (leftOut === 0 && nodes.length > 0) return markup``;
  const y = startOf(column, height) + nodes.length * ROW + 19;
  return markup`<text class="rest" x="${x + 29}" y="${y}">${leftOut === 0 ? "nothing shown" : `and ${counted(leftOut, "other")}`}</text>`;
};
