import type { PictureNode, ReviewedSubject } from "./report";
import { numeral, plain } from "./words";

/** More make a picture that nobody can read. */
const MOST_NODES = 12;
const MOST_VERBS = 4;
const LONGEST_LABEL = 80;
const LONGEST_VERB = 30;

/**
 * Who can assume a role and what it reaches, as a Mermaid flowchart. Edges say in words what colours say.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export const mermaidOf = ({ kind, address, name, picture: { who, what } }: ReviewedSubject): string => {
  const does = kind === "role" ? "can assume" : "has access";
  return [
    "flowchart LR",
    `  accTitle: Who ${does}, and what is reached`,
    `  subject(${labelOf(name ?? address)})`,
    ...column("who", who, ({ mark }) => edgeOf(mark, [does])).map(({ edge, box }) => `  ${box} ${edge} subject`),
    ...column("what", what, ({ mark, verbs }) => edgeOf(mark, verbs)).map(
      ({ edge, box }) => `  subject ${edge} ${box}`,
    ),
    ...CLASSES.map(([mark, style]) => `  classDef ${mark} ${style}`),
  ].join("\n");
};

type Mark = PictureNode["mark"];

/** What a change is about comes first. */
const MARKS: readonly Mark[] = ["added", "changed", "removed", "unknown", "kept"];

/** Text is dark on light, so that it reads whatever is behind the picture; what is kept looks as the theme has it. */
const CLASSES: readonly (readonly [Mark, string])[] = [
  ["added", "fill:#ffe2de,stroke:#cf222e,stroke-width:3px,color:#1f2328"],
  ["changed", "fill:#fff3c4,stroke:#9a6700,stroke-width:2px,color:#1f2328"],
  ["removed", "fill:#eaeef2,stroke:#57606a,stroke-dasharray:6 3,color:#1f2328"],
  ["unknown", "fill:#f4ecff,stroke:#8250df,stroke-dasharray:2 2,color:#1f2328"],
];

/** Boxes of one column, each with the edge that joins it to the subject. */
const column = (
  id: string,
  nodes: readonly PictureNode[],
  edge: (node: PictureNode) => string,
): readonly { readonly box: string; readonly edge: string }[] => {
  const inOrder = MARKS.flatMap((mark) => nodes.filter((node) => node.mark === mark));
  const shown = inOrder.length > MOST_NODES ? inOrder.slice(0, MOST_NODES - 1) : inOrder;
  const rest = inOrder.slice(shown.length);
  return [
    ...shown.map((node, index) => ({
      box: `${id}${String(index)}[${labelOf(node.label)}]${classOf(node)}`,
      edge: edge(node),
    })),
    ...(rest.length === 0 ? [] : [{ box: `${id}Rest[${labelOf(restWords(rest))}]`, edge: "---" }]),
  ];
};

const restWords = (rest: readonly PictureNode[]): string => {
  const changed = rest.filter(({ mark }) => mark !== "kept").length;
  return `and ${numeral(rest.length)} more${changed === 0 ? "" : `, ${numeral(changed)} of them not the same`}`;
};

const classOf = ({ mark }: PictureNode): string => (mark === "kept" ? "" : `:::${mark}`);

const ARROWS: { readonly [mark in Mark]: string } = {
  added: "==>",
  changed: "-->",
  removed: "-.->",
  unknown: "-.->",
  kept: "-->",
};

const CHANGES: { readonly [mark in Mark]: readonly string[] } = {
  added: ["newly"],
  changed: ["changed:"],
  removed: ["no longer"],
  unknown: ["unknown:"],
  kept: [],
};

const edgeOf = (mark: Mark, verbs: readonly string[]): string => {
  const shown = verbs.slice(0, MOST_VERBS).map((verb) => plain(verb, LONGEST_VERB));
  const words = [...CHANGES[mark], [...shown, ...(verbs.length > MOST_VERBS ? ["…"] : [])].join(", ")];
  const text = words.join(" ").trim();
  return text === "" ? ARROWS[mark] : `${ARROWS[mark]}|${labelOf(text, LONGEST_EDGE)}|`;
};

const LONGEST_EDGE = 150;

/** Characters and words that mean something to Mermaid, to Markdown within it, or to its own way of encoding. */
const TELLING =
  /[^A-Za-z0-9 ,./:_-]|^[^A-Za-z]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|_(?=style|classDef|fa[a-z]?:fa-|www\.)|style|classDef|fa[a-z]?:fa-|:\/\/|www\.| $/gu;

const encoded = (text: string): string => {
  const first = text.codePointAt(0) ?? 0;
  const character = String.fromCodePoint(first);
  return `#${String(first)};${text.slice(character.length)}`;
};

/** A label in quotes, in which whatever could end it or mean something is an entity. */
const labelOf = (text: string, longest = LONGEST_LABEL): string => {
  const label = plain(text, longest);
  return `"${(label.trim() === "" ? "(empty)" : label).replace(TELLING, encoded)}"`;
};
