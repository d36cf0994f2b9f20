import { type DocumentKind, parseDocument } from "../access/document";
import type { PolicySource } from "../access/policies";
import { type Problem, problem } from "../problem";
import type { FoundPolicy } from "../roles/facts";

/** Characters; IAM's own limits are at most some ten thousand, those of KMS and S3 some thirty. */
const LONGEST = 100_000;

const TOO_LONG = `has more than ${String(LONGEST)} characters, which no policy of AWS can have`;

const isTooLong = (document: unknown): boolean =>
  (typeof document === "string" ? document.length : JSON.stringify(document ?? "").length) > LONGEST;

/** Reads policies, each once, and keeps what is wrong with them. */
export class DocumentReader {
  private readonly known = new Map<FoundPolicy, PolicySource>();
  private readonly wrong = new Map<string, readonly Problem[]>();
  private readonly unreadable = new Map<string, string>();

  /** A policy that cannot be read is one that may say anything. */
  read(found: FoundPolicy, kind: DocumentKind): PolicySource {
    const earlier = this.known.get(found);
    if (earlier !== undefined) return earlier;
    const { document, problems } = isTooLong(found.document)
      ? { problems: [problem(found.name, TOO_LONG)] }
      : parseDocument(found.document, found.name, kind);
    const source = document ?? { name: this.nameOf(found), unread: true as const };
    if (problems.length > 0) this.wrong.set(source.name, problems);
    this.known.set(found, source);
    return source;
  }

  /** What is wrong with a policy. */
  problemsOf(name: string): readonly Problem[] {
    return this.wrong.get(name) ?? [];
  }

  /** One name for one text: an unreadable policy that changes is another policy. */
  private nameOf({ name, document }: FoundPolicy): string {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    const first = this.unreadable.get(name) ?? text;
    this.unreadable.set(name, first);
    return first === text ? name : `${name} (as it is after the change)`;
  }
}
