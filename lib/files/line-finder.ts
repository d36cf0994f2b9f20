import { readFileSync } from "node:fs";

/** The line of a path in a JSON file, from 1; 1 where it cannot be found. */
export type LineFinder = (file: string, path: string) => number;

/** Finds lines by https://www.npmjs.com/package/jsonc-parser; each file is read once. */
export const lineFinder = (): LineFinder => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only for reports with lines
  const { findNodeAtLocation, parseTree } = require("jsonc-parser") as typeof import("jsonc-parser");
  const trees = new Map<string, { readonly text: string; readonly root: ReturnType<typeof parseTree> } | undefined>();
  const read = (file: string) => {
    if (trees.has(file)) return trees.get(file);
    const found = treeIn(file, parseTree);
    trees.set(file, found);
    return found;
  };
  return (file, path) => {
    const tree = read(file);
    const node = tree?.root && findNodeAtLocation(tree.root, stepsOf(path));
    return tree === undefined || node === undefined ? 1 : tree.text.slice(0, node.offset).split("\n").length;
  };
};

const treeIn = <T>(
  file: string,
  parse: (text: string) => T,
): { readonly text: string; readonly root: T } | undefined => {
  try {
    const text = readFileSync(file, "utf8");
    return { text, root: parse(text) };
  } catch {
    return undefined; // standard input, or a file that is gone
  }
};

/** `Settings.Inputs[0]["odd key"]` as its steps. */
const stepsOf = (path: string): (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, plain]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? String(JSON.parse(quoted)) : (plain ?? ""),
  );
