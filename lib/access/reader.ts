import { type Problem, itemPath } from "../problem";
import * as messages from "./messages";

/** The most values in one document. IAM's size limits leave room for a few thousand. */
const MOST_VALUES = 100_000;
/** Problems beyond these are more of the same. */
const MOST_PROBLEMS = 1_000;

/** Collects what is wrong while a document is read, and keeps count of its size. */
export class Reader {
  private readonly found: Problem[] = [];
  private fatal = false;
  private count = 0;

  get problems(): readonly Problem[] {
    return this.found;
  }

  /** The document cannot be used. */
  get failed(): boolean {
    return this.fatal;
  }

  /** There is no point in reading on. */
  get full(): boolean {
    return this.count > MOST_VALUES || this.found.length >= MOST_PROBLEMS;
  }

  /** Reports what leaves the document usable. */
  note(problem: Problem): void {
    if (this.found.length < MOST_PROBLEMS) this.found.push(problem);
  }

  /** Reports what makes the document unusable. */
  fail(problem: Problem): void {
    this.fatal = true;
    this.note(problem);
  }

  /**
   * The entries of an object.
   *
   * @param known the only keys that there can be; undefined: any
   */
  elements(
    value: unknown,
    path: string,
    known: readonly string[] | undefined,
    wrong: (path: string, value: unknown) => Problem,
  ): ReadonlyMap<string, unknown> | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.fail(wrong(path, value));
      return undefined;
    }
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (!this.take(entries.length, path)) return undefined;
    for (const [key] of entries) {
      if (known?.includes(key) === false) this.fail(messages.unknownElement(path, key, known));
    }
    return new Map(entries);
  }

  /** One text or a list of them. */
  texts(value: unknown, path: string): readonly string[] {
    return this.list(value, path, (one, at) => {
      if (typeof one === "string" && one !== "") return one;
      this.fail(one === "" ? messages.emptyValue(at) : messages.wrongShape(at, "text", one));
      return undefined;
    });
  }

  /** One text, number, true or false, or a list of them. */
  values(value: unknown, path: string): readonly string[] {
    return this.list(value, path, (one, at) => {
      if (typeof one === "string") return one;
      if (typeof one === "number" || typeof one === "boolean") return String(one);
      this.fail(messages.wrongShape(at, "text, a number, true or false", one));
      return undefined;
    });
  }

  private list(
    value: unknown,
    path: string,
    read: (value: unknown, path: string) => string | undefined,
  ): readonly string[] {
    const single = !Array.isArray(value);
    const items = single ? [value] : (value as readonly unknown[]);
    if (!this.take(items.length, path)) return [];
    if (items.length === 0) this.fail(messages.emptyList(path));
    const texts: string[] = [];
    for (const [index, item] of items.entries()) {
      if (this.full) break;
      const text = read(item, single ? path : itemPath(path, index));
      if (text !== undefined) texts.push(text);
    }
    return texts;
  }

  private take(values: number, path: string): boolean {
    const before = this.count;
    this.count += values;
    if (this.count <= MOST_VALUES) return true;
    if (before <= MOST_VALUES) this.fail(messages.policyTooLarge(path, MOST_VALUES));
    return false;
  }
}
