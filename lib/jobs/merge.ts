import * as errors from "../job-errors";
import type { Problem } from "../problem";
import type { JobDocument } from "./documents";
import type { Unknown } from "./need";
import { compare } from "./order";
import { type Node, type ObjectNode, type TextNode, at, fieldAt, itemsAt, textAt } from "./tree";

/** A job, template or preset with what it names filled in, and the names that are not at hand. */
export interface Resolved {
  readonly document: JobDocument;
  readonly unknowns: readonly Unknown[];
  /** The template is not at hand: it may hold what the job leaves out. */
  readonly templateMissing: boolean;
  readonly problems: readonly Problem[];
}

/** Templates and presets by name; several of one name where the files do not agree. */
export interface Library {
  readonly templates: ReadonlyMap<string, readonly JobDocument[]>;
  readonly presets: ReadonlyMap<string, readonly JobDocument[]>;
}

/** AWS's own presets and templates hold no location, key or secret. */
const isSystem = (name: TextNode): boolean => nameIn(name).startsWith("System-");

/** The same in whatever order the files come. */
const inOrder = (documents: readonly JobDocument[]): readonly JobDocument[] =>
  documents
    .map((document) => ({ document, place: at(document.node.place) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ document }) => document);

/** Templates and presets among the documents, by the names that jobs use. */
export const libraryOf = (documents: readonly JobDocument[]): Library => {
  const named = (kind: "template" | "preset"): Library["templates"] => {
    const found = new Map<string, readonly JobDocument[]>();
    for (const document of inOrder(documents)) {
      if (document.kind !== kind || document.name === undefined) continue;
      const others = found.get(document.name) ?? [];
      found.set(document.name, [...others, document]);
    }
    return found;
  };
  return { templates: named("template"), presets: named("preset") };
};

const sameContent = (one: Node, other: Node | undefined): boolean => {
  if (one.kind !== other?.kind) return false;
  switch (one.kind) {
    case "text":
      return other.kind === "text" && one.text === other.text;
    case "other":
      return true;
    case "list":
      return (
        other.kind === "list" &&
        one.items.length === other.items.length &&
        one.items.every((item, index) => sameContent(item, other.items[index]))
      );
    case "object":
      return (
        other.kind === "object" &&
        one.fields.size === other.fields.size &&
        [...one.fields].every(([key, item]) => sameContent(item, other.fields.get(key)))
      );
  }
};

/** A name, or what stands behind the last slash of an ARN. */
const nameIn = ({ text }: TextNode): string => (text.startsWith("arn:") ? text.slice(text.lastIndexOf("/") + 1) : text);

/**
 * R-RESOLVE: the job with its template and presets merged in.
 *
 * Objects are merged key by key and lists entry by entry; what the job says goes before its template, and what an
 * output says before its preset. Entries that only one of them has stay: AWS does not document what becomes of lists,
 * and this leaves out nothing that can count.
 *
 * @param use told of each template and preset that is merged
 */
export const resolveNames = (document: JobDocument, library: Library, use: (named: JobDocument) => void): Resolved => {
  const naming: Naming = { library, use, unknowns: [], problems: [] };
  const name = textAt(document.node, "JobTemplate");
  const template = name && named("template", name, naming);
  const templateMissing = name !== undefined && template === undefined;
  if (templateMissing) {
    const hasOutputs = itemsAt(document.node, "Settings", "OutputGroups").length > 0;
    if (!isSystem(name) || !hasOutputs) naming.unknowns.push(notAtHand(name, !hasOutputs));
  }
  const whole = template === undefined ? document.node : merged(template.node, document.node);
  const node = whole.kind === "object" ? withPresets(whole, naming) : document.node;
  const { unknowns, problems } = naming;
  return { document: { ...document, node }, unknowns, templateMissing, problems };
};

/** Where presets are, who is told that one is used, and what comes up. */
interface Naming {
  readonly library: Library;
  readonly use: (named: JobDocument) => void;
  readonly unknowns: Unknown[];
  readonly problems: Problem[];
}

/** What a job names; where files disagree about it, a problem, and the first. */
const named = (kind: "template" | "preset", name: TextNode, naming: Naming): JobDocument | undefined => {
  const { templates, presets } = naming.library;
  const [first, ...others] = (kind === "template" ? templates : presets).get(nameIn(name)) ?? [];
  if (first === undefined) return undefined;
  naming.use(first);
  for (const other of others) {
    naming.use(other);
    if (!sameContent(first.node, other.node)) {
      naming.problems.push(errors.nameTwice(at(other.node.place), kind, nameIn(name), first.node.place.source));
    }
  }
  return first;
};

const notAtHand = (name: TextNode, blocks: boolean): Unknown => ({
  ask: "ASK-11",
  subject: name.text,
  origin: { place: name.place, rules: ["R-RESOLVE"] },
  blocks,
});

const merged = (base: Node, over: Node): Node => {
  if (base.kind === "object" && over.kind === "object") {
    const fields = new Map(base.fields);
    for (const [key, item] of over.fields) {
      const below = fields.get(key);
      fields.set(key, below === undefined ? item : merged(below, item));
    }
    return { ...over, fields };
  }
  if (base.kind === "list" && over.kind === "list") {
    const items = over.items.map((item, index) => {
      const below = base.items[index];
      return below === undefined ? item : merged(below, item);
    });
    return { ...over, items: [...items, ...base.items.slice(items.length)] };
  }
  return over.kind === "text" && over.text === "" ? base : over;
};

/** The node with one field changed. */
const withField = (node: ObjectNode, key: string, change: (field: Node) => Node): ObjectNode => {
  const field = node.fields.get(key);
  return field === undefined ? node : { ...node, fields: new Map(node.fields).set(key, change(field)) };
};

const eachItem =
  (change: (item: Node) => Node) =>
  (node: Node): Node =>
    node.kind === "list" ? { ...node, items: node.items.map(change) } : node;

const inObject =
  (change: (node: ObjectNode) => Node) =>
  (node: Node): Node =>
    node.kind === "object" ? change(node) : node;

const withPresets = (node: ObjectNode, naming: Naming): ObjectNode =>
  withField(
    node,
    "Settings",
    inObject((settings) =>
      withField(
        settings,
        "OutputGroups",
        eachItem(
          inObject((group) => withField(group, "Outputs", eachItem(inObject((output) => withPreset(output, naming))))),
        ),
      ),
    ),
  );

/** R-GATE: a preset and container settings exclude each other, so those of the output itself do not count. */
const withPreset = (output: ObjectNode, naming: Naming): Node => {
  const name = textAt(output, "Preset");
  if (name === undefined) return output;
  const own = { ...output, fields: new Map([...output.fields].filter(([key]) => key !== "ContainerSettings")) };
  const preset = named("preset", name, naming);
  if (preset !== undefined) return merged(fieldAt(preset.node, "Settings") ?? own, own);
  if (!isSystem(name)) naming.unknowns.push(notAtHand(name, false));
  return own;
};
