import type { Placeholders } from "../placeholders";
import { type PolicyDocument, type Statement, terraformJson } from "../policy/model";
import type { Statements } from "../policy/role-policies";
import { longestSize } from "./longest";

/** A statement that may be spread over documents: each can carry it with some of its values. */
export interface Body {
  /** Place among the statements of a document. */
  readonly order: number;
  /** The statement with these values; one that is not spread has none. */
  readonly statement: (values: readonly string[]) => Statement;
  /** Characters of the statement without its values. */
  readonly size: number;
}

/** The smallest part that can be in one document or another: a statement with one of its values, or all of it. */
export interface Entry {
  readonly body: Body;
  /** Left out: the statement is not spread. */
  readonly value?: string;
  /** Place among the statement's values. */
  readonly order: number;
  /** Characters of the value, or 0. */
  readonly size: number;
  /** Entries about one subject stay together: what is read of a bucket, what a key is for. */
  readonly subject: string;
  /** No other entry has it. */
  readonly identity: string;
}

/** What a statement can be spread by, and the statement with other values. */
export interface Spread {
  readonly values: readonly string[];
  readonly statement: (values: readonly string[]) => Statement;
}

/**
 * By which of its values a statement can be spread without a change of what it says: its resources, of which any may
 * match, or the values of its encryption context, where it is about one key.
 */
export const spreadOf = (statement: Statement): Spread | undefined => {
  const { Resource = [], Condition = {} } = statement;
  const tests = Object.entries(Condition["StringLike"] ?? {});
  const [context, ...others] = tests;
  if (Resource.length === 1 && context !== undefined && others.length === 0) {
    const [key, values] = context;
    return {
      values,
      statement: (some) => ({ ...statement, Condition: { ...Condition, StringLike: { [key]: some } } }),
    };
  }
  if (Resource.length === 0) return undefined;
  return { values: Resource, statement: (some) => ({ ...statement, Resource: some }) };
};

/** The bucket of an S3 ARN. */
const bucketOf = (arn: string): string | undefined => /^arn:[^:]*:s3:::([^/]*)/.exec(arn)?.[1];

const subjectOf = ({ Action = [], Resource = [], Condition }: Statement, value: string): string => {
  const [first = ""] = Resource;
  if (Condition !== undefined) return first;
  return Action.includes("s3:PutObject") || Action.includes("s3:PutObjectAcl") ? value : (bucketOf(value) ?? value);
};

/** Half a document; a statement of the user's up to that size stays whole. */
const LARGE = 3072;

/** Statements as entries: those of the tables are spread, those that were given only where they are large. */
export const entriesOf = ({ own, extra }: Statements, placeholders: Placeholders): readonly Entry[] => [
  ...own.flatMap((statement, order) => spreadEntries(statement, order, placeholders)),
  ...extra.flatMap((statement, index) => {
    const order = own.length + index;
    return longestSize(statement, placeholders) > LARGE
      ? spreadEntries(statement, order, placeholders)
      : [wholeEntry(statement, order, placeholders)];
  }),
];

const wholeEntry = (statement: Statement, order: number, placeholders: Placeholders): Entry => {
  const text = placeholders.identity(terraformJson(statement));
  const body: Body = { order, statement: () => statement, size: longestSize(statement, placeholders) };
  return { body, order: 0, size: 0, subject: text, identity: text };
};

const spreadEntries = (statement: Statement, order: number, placeholders: Placeholders): readonly Entry[] => {
  const spread = spreadOf(statement);
  if (spread === undefined) return [wholeEntry(statement, order, placeholders)];
  const { identity } = placeholders;
  const body: Body = { order, statement: spread.statement, size: longestSize(spread.statement([]), placeholders) };
  return spread.values.map((value, index) => ({
    body,
    value,
    order: index,
    size: longestSize(value, placeholders),
    subject: identity(subjectOf(statement, value)),
    identity: identity(`${statement.Sid ?? ""}\n${value}`),
  }));
};

/** Characters of a document around its statements. */
const AROUND = terraformJson({ Statement: [], Version: "2012-10-17" }).length;

/** A document that grows by entries, and its size in characters. */
export class Weight {
  private readonly bodies = new Set<Body>();
  private characters = AROUND;

  get size(): number {
    return this.characters;
  }

  /** What the document would weigh with this entry too. */
  with({ body, value, size }: Entry): number {
    const known = this.bodies.has(body);
    const statement = known ? 0 : body.size + (this.bodies.size > 0 ? 1 : 0);
    return this.characters + statement + (value === undefined ? 0 : size + (known ? 1 : 0));
  }

  add(entry: Entry): void {
    this.characters = this.with(entry);
    this.bodies.add(entry.body);
  }
}

/** Characters of the document that holds these entries. */
export const sizeOf = (entries: readonly Entry[]): number => {
  const weight = new Weight();
  for (const entry of entries) weight.add(entry);
  return weight.size;
};

/** The document that holds these entries: statements and values in the order in which they were. */
export const documentOf = (entries: readonly Entry[]): PolicyDocument => {
  const byBody = new Map<Body, Entry[]>();
  for (const entry of [...entries].sort((a, b) => a.body.order - b.body.order || a.order - b.order)) {
    const some = byBody.get(entry.body);
    if (some === undefined) byBody.set(entry.body, [entry]);
    else some.push(entry);
  }
  return {
    Version: "2012-10-17",
    Statement: [...byBody].map(([body, some]) =>
      body.statement(some.flatMap(({ value }) => (value === undefined ? [] : [value]))),
    ),
  };
};
