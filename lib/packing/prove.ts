import { createHash } from "node:crypto";
import { type Comparison, compare } from "../access/compare";
import { type ParsedDocument, parseDocument } from "../access/document";
import type { Placeholders } from "../placeholders";
import type { Statement } from "../policy/model";

/** Packing changed what a role may do: a defect of this program, never of its input. */
export class PackingError extends Error {
  constructor(verdict: Comparison["verdict"]) {
    super(
      `packing the role's policies would change what they allow (${verdict}); nothing was made of them. This is a defect: please report it with the settings`,
    );
    this.name = "PackingError";
  }
}

/** Steps for the whole, some seconds at most: enough for 700 locations. */
const WHOLE = 30_000_000;

/** Steps for one line. */
const LINE = 1_500_000;

/**
 * What was proven before: a settings file is checked as a whole before its stacks are made, and the same statements come
 * twice.
 */
const proven = new Set<string>();

/**
 * Proves that documents allow, and deny, exactly what statements do: as a whole, and where that is too much, or wildcards
 * are too intricate, line by line.
 *
 * @param documents the statements of each
 * @throws PackingError where they do not
 */
export const prove = (
  statements: readonly Statement[],
  documents: readonly (readonly Statement[])[],
  placeholders: Placeholders,
): void => {
  const before = named(statements, placeholders);
  const after = documents.map((one) => named(one, placeholders));
  const digest = createHash("sha256")
    .update(JSON.stringify([before, after]))
    .digest("hex");
  if (proven.has(digest)) return;
  const whole = verdictOf([before], after, WHOLE);
  const verdict = whole === "undecided" ? verdictByLines(before, after.flat()) : whole;
  if (verdict !== "same") throw new PackingError(verdict);
  proven.add(digest);
};

const verdictOf = (
  before: readonly (readonly Statement[])[],
  after: readonly (readonly Statement[])[],
  steps: number,
): Comparison["verdict"] =>
  compare({ identity: before.map(parsed) }, { identity: after.map(parsed) }, { budget: { steps, cells: 1 } }).verdict;

const parsed = (statements: readonly Statement[], index: number): ParsedDocument => {
  const name = `document ${String(index)}`;
  const { document, problems } = parseDocument({ Version: "2012-10-17", Statement: statements }, name);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return document;
};

/**
 * A statement says what its lines say together, one for each resource and each value that a single `StringLike` lists:
 * any of them may match. Lines that both sides have are the same; one that is left out has to lie in another.
 */
export const verdictByLines = (before: readonly Statement[], after: readonly Statement[]): Comparison["verdict"] => {
  const [had, has] = [linesOf(before), linesOf(after)];
  if ([...has.keys()].some((line) => !had.has(line))) return "widened";
  const others = [...has.values()];
  const isLost = [...had].some(([line, statement]) => !has.has(line) && !liesInOne(statement, others));
  return isLost ? "narrowed" : "same";
};

/** By what they say: a Sid says nothing. */
const linesOf = (statements: readonly Statement[]): ReadonlyMap<string, Statement> =>
  new Map(statements.flatMap(linesOfStatement).map((line) => [JSON.stringify({ ...line, Sid: undefined }), line]));

const linesOfStatement = (statement: Statement): readonly Statement[] => {
  const { Resource, Condition = {} } = statement;
  const lines = Resource?.map((one) => ({ ...statement, Resource: [one] })) ?? [statement];
  const [test, ...more] = Object.entries(Condition["StringLike"] ?? {});
  if (test === undefined || more.length > 0) return lines;
  const [key, values] = test;
  return lines.flatMap((line) =>
    values.map((value) => ({ ...line, Condition: { ...Condition, StringLike: { [key]: [value] } } })),
  );
};

const liesInOne = (line: Statement, others: readonly Statement[]): boolean => {
  const [resource = ""] = line.Resource ?? [];
  const about = (one: Statement): string => JSON.stringify({ ...one, Sid: undefined, Resource: undefined });
  return others.some(
    (other) =>
      resource.startsWith(other.Resource?.[0]?.slice(0, -1) ?? resource) &&
      about(other) === about(line) &&
      ["same", "widened"].includes(verdictOf([[allowing(line)]], [[allowing(other)]], LINE)),
  );
};

/** What a statement is about, whatever its effect is. */
const allowing = (statement: Statement): Statement => ({ ...statement, Effect: "Allow" });

/** Statements in which placeholders are names: the same value has the same name. */
const named = (statements: readonly Statement[], { fill, identity }: Placeholders): readonly Statement[] =>
  JSON.parse(
    JSON.stringify(statements, (_, value: unknown) =>
      typeof value === "string" ? fill(value, (_before, placeholder) => nameOf(identity(placeholder))) : value,
    ),
  ) as readonly Statement[];

/** Letters and digits only: nothing in it means anything to IAM. */
const nameOf = (identity: string): string => `x${createHash("sha256").update(identity).digest("hex").slice(0, 16)}x`;
