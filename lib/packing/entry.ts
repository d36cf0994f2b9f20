import type { Placeholders } from "../placeholders";
import { type Statement, terraformJson } from "../policy/model";
import type { Statements } from "../policy/role-policies";
import { coveredOf, mergedStatements } from "./condense";
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
  /** Its value, whichever statement has it: entries that say the same in part stand in one place. */
  readonly detail: string;
  /** No other entry has it. */
  readonly identity: string;
  /** Identity of an entry that says this one too: it has a place, but is in no document. */
  readonly coveredBy?: string;
}

/** What a statement can be spread by, and the statement with other values. */
interface Spread {
  readonly values: readonly string[];
  readonly statement: (values: readonly string[]) => Statement;
}

/** By its resources, of which any may match. */
const byResource = (statement: Statement): Spread | undefined =>
  statement.Resource === undefined
    ? undefined
    : { values: statement.Resource, statement: (some) => ({ ...statement, Resource: some }) };

/** A statement of the tables about one key: by the values of its encryption context, of which any may match. */
const byContext = (statement: Statement): Spread | undefined => {
  const { Resource = [], Condition = {} } = statement;
  const [context, ...others] = Object.entries(Condition["StringLike"] ?? {});
  if (Resource.length !== 1 || context === undefined || others.length > 0) return undefined;
  const [key, values] = context;
  return {
    values,
    statement: (some) => ({ ...statement, Condition: { ...Condition, StringLike: { [key]: some } } }),
  };
};

/** The bucket of an S3 ARN. */
const bucketOf = (arn: string): string | undefined => /^arn:[^:]*:s3:::([^/]*)/.exec(arn)?.[1];

/** What an entry of the tables is about: the bucket that is read, the place that is written, the key that is used. */
const subjectOf = ({ Action = [], Resource = [], Condition }: Statement, value: string): string => {
  const [first = ""] = Resource;
  if (Condition !== undefined) return first;
  return Action.includes("s3:PutObject") || Action.includes("s3:PutObjectAcl") ? value : (bucketOf(value) ?? value);
};

/** Statements as entries. What others cover is among them, and those that were given are merged. */
export const entriesOf = ({ own, extra }: Statements, placeholders: Placeholders): readonly Entry[] => {
  const { identity } = placeholders;
  return [
    ...own.flatMap((statement, order) => {
      const covered = coveredOf(statement.Resource ?? [], placeholders);
      const named = (value: string): string => identity(`${statement.Sid ?? ""}\n${value}`);
      return entriesBy(byContext(statement) ?? byResource(statement), statement, order, placeholders).map((entry) => {
        const cover = entry.value === undefined ? undefined : covered.get(entry.value);
        return {
          ...entry,
          subject: identity(subjectOf(statement, entry.value ?? "")),
          detail: identity(entry.value ?? ""),
          identity: named(entry.value ?? ""),
          ...(cover === undefined ? {} : { coveredBy: named(cover) }),
        };
      });
    }),
    ...mergedStatements(extra, placeholders).flatMap((statement, index) => {
      // Neither another resource nor a Sid makes it another subject: its entries stay where they are.
      const subject = identity(terraformJson({ ...statement, Sid: undefined, Resource: undefined }));
      return entriesBy(byResource(statement), statement, own.length + index, placeholders).map((entry) => ({
        ...entry,
        subject,
        detail: identity(entry.value ?? ""),
        identity: `${subject}\n${statement.Sid ?? ""}\n${identity(entry.value ?? "")}`,
      }));
    }),
  ];
};

const entriesBy = (
  spread: Spread | undefined,
  statement: Statement,
  order: number,
  placeholders: Placeholders,
): readonly Omit<Entry, "subject" | "detail" | "identity">[] => {
  const body: Body = {
    order,
    statement: spread?.statement ?? (() => statement),
    size: longestSize(spread?.statement([]) ?? statement, placeholders),
  };
  if (spread === undefined) return [{ body, order: 0, size: 0 }];
  return spread.values.map((value, index) => ({ body, value, order: index, size: longestSize(value, placeholders) }));
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
  with({ body, value, size, coveredBy }: Entry): number {
    if (coveredBy !== undefined) return this.characters;
    const known = this.bodies.has(body);
    const statement = known ? 0 : body.size + (this.bodies.size > 0 ? 1 : 0);
    return this.characters + statement + (value === undefined ? 0 : size + (known ? 1 : 0));
  }

  add(entry: Entry): void {
    if (entry.coveredBy !== undefined) return;
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

/** Statements that hold these entries, with statements and values in the order in which they were. */
export const statementsOf = (entries: readonly Entry[]): readonly Statement[] => {
  const byBody = new Map<Body, string[]>();
  const inOrder = entries
    .filter(({ coveredBy }) => coveredBy === undefined)
    .sort((a, b) => a.body.order - b.body.order || a.order - b.order);
  for (const { body, value } of inOrder) {
    const values = byBody.get(body) ?? [];
    byBody.set(body, value === undefined ? values : [...values, value]);
  }
  return [...byBody].map(([body, values]) => body.statement(values));
};
