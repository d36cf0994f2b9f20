import type { Node } from "jsonc-parser";
import * as errors from "../adopt-errors";
import { SettingsError, childPath } from "../problem";

/**
 * The text of a settings file with one more stack at its end. What stands in it stays as it is written.
 *
 * @param content a settings file without problems
 * @throws SettingsError where the file has a stack of that name
 */
export const withStack = (content: string, file: string, name: string, stack: object): string => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only where a file is written
  const { findNodeAtLocation, parseTree } = require("jsonc-parser") as typeof import("jsonc-parser");
  const root = parseTree(content);
  const stacks = root && findNodeAtLocation(root, ["stacks"]);
  const entries = stacks?.children ?? [];
  if (entries.some(({ children: [key] = [] }) => key?.value === name)) {
    throw new SettingsError(file, [errors.stackTaken(childPath("stacks", name), name)]);
  }
  const last = entries.at(-1);
  const indent = last === undefined ? "    " : indentOf(content, last);
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(stack, undefined, 2).replace(/\n/g, `\n${indent}`)}`;
  if (last !== undefined) return inserted(content, endOf(last), `,\n${indent}${entry}`);
  return inserted(content, (stacks?.offset ?? 0) + 1, `\n${indent}${entry}\n${indent.slice(2)}`);
};

const endOf = ({ offset, length }: Node): number => offset + length;

const inserted = (content: string, at: number, text: string): string => content.slice(0, at) + text + content.slice(at);

/** Blanks before an entry, where it begins a line. */
const indentOf = (content: string, { offset }: Node): string =>
  /(?:^|\n)([ \t]*)$/.exec(content.slice(0, offset))?.[1] ?? "    ";
