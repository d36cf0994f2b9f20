import { type Comparison, compare } from "../access/compare";
import { type ParsedDocument, parseDocument } from "../access/document";

/** Compares what two sets of identity policies, as JSON, allow. */
export const comparePolicies = (
  before: readonly string[],
  after: readonly string[],
  steps: number,
): Comparison["verdict"] =>
  compare({ identity: before.map(parsed) }, { identity: after.map(parsed) }, { budget: { steps, cells: 1 } }).verdict;

const parsed = (text: string, index: number): ParsedDocument => {
  const { document, problems } = parseDocument(JSON.parse(text), `document ${String(index)}`);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return document;
};
