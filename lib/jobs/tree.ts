import * as errors from "../job-errors";
import { looksLikePlaceholder } from "../placeholders";
import { type Problem, childPath, itemPath } from "../problem";

/** Where a value stands: in which file, and behind which path there. */
export interface Place {
  /** Name of the file, or another name for where the text came from. */
  readonly source: string;
  readonly parent?: Place;
  readonly step?: string | number;
}

/**
 * A job as a tree in which every value knows where it stands, also after a template was merged into it.
 *
 * Keys are capitalised as the API's reference writes them, save in maps, whose keys are the author's. A place keeps
 * the spelling of the file.
 */
export type Node =
  | { readonly kind: "object"; readonly place: Place; readonly fields: ReadonlyMap<string, Node> }
  | { readonly kind: "list"; readonly place: Place; readonly items: readonly Node[] }
  | { readonly kind: "text"; readonly place: Place; readonly text: string }
  | { readonly kind: "other"; readonly place: Place };

export type ObjectNode = Node & { readonly kind: "object" };
export type TextNode = Node & { readonly kind: "text" };

/** Maps whose keys are names of the author's choice. */
const MAPS = new Set([
  "AudioSelectorGroups",
  "AudioSelectors",
  "CaptionSelectors",
  "DynamicAudioSelectors",
  "Tags",
  "UserMetadata",
]);

/** Deeper than any job, and shallow enough to be walked by recursion. */
export const DEEPEST_JOB = 64;

/** The path of a place in its file. */
export const pathOf = ({ parent, step }: Place): string => {
  if (parent === undefined || step === undefined) return "";
  return typeof step === "number" ? itemPath(pathOf(parent), step) : childPath(pathOf(parent), step);
};

/** A problem at a place, with the file in front. */
export const at = (place: Place): string => {
  const path = pathOf(place);
  return path === "" ? place.source : `${place.source}: ${path}`;
};

const capitalised = (key: string): string =>
  /^[a-z]/.test(key) ? `${key.slice(0, 1).toUpperCase()}${key.slice(1)}` : key;

/**
 * The tree of a JSON value.
 *
 * @returns a problem where it is nested too deeply, a key stands twice in two spellings, or a text is a placeholder of
 * the framework
 */
export const treeOf = (
  value: unknown,
  place: Place,
): { readonly node: Node; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const visit = (item: unknown, here: Place, depth: number, isMap: boolean): Node => {
    if (typeof item === "string") {
      if (looksLikePlaceholder(item)) problems.push(errors.placeholder(at(here)));
      return { kind: "text", place: here, text: item };
    }
    if (typeof item !== "object" || item === null) return { kind: "other", place: here };
    if (depth > DEEPEST_JOB) {
      problems.push(errors.tooDeep(at(here), DEEPEST_JOB));
      return { kind: "other", place: here };
    }
    if (Array.isArray(item)) {
      const items = item.map((one, index) =>
        visit(one, { source: here.source, parent: here, step: index }, depth + 1, false),
      );
      return { kind: "list", place: here, items };
    }
    const fields = new Map<string, Node>();
    for (const key of Object.keys(item)) {
      const one = (item as { readonly [key: string]: unknown })[key];
      if (one === null || one === undefined) continue;
      const name = isMap ? key : capitalised(key);
      const there = { source: here.source, parent: here, step: key };
      if (fields.has(name)) problems.push(errors.keyTwice(at(there), name));
      fields.set(name, visit(one, there, depth + 1, !isMap && MAPS.has(name)));
    }
    return { kind: "object", place: here, fields };
  };
  return { node: visit(value, place, 0, false), problems };
};

/** The value behind keys, where it is. */
export const fieldAt = (node: Node | undefined, ...keys: readonly string[]): Node | undefined =>
  keys.reduce<Node | undefined>((here, key) => (here?.kind === "object" ? here.fields.get(key) : undefined), node);

/** Text behind keys; empty text counts as left out, as in the skeleton that the AWS CLI writes. */
export const textAt = (node: Node | undefined, ...keys: readonly string[]): TextNode | undefined => {
  const found = fieldAt(node, ...keys);
  return found?.kind === "text" && found.text !== "" ? found : undefined;
};

/** Entries of the list behind keys. */
export const itemsAt = (node: Node | undefined, ...keys: readonly string[]): readonly Node[] => {
  const found = fieldAt(node, ...keys);
  return found?.kind === "list" ? found.items : [];
};
