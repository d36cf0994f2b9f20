import { type DocumentKind, type KnownStatements, type Parsed, parseDocument } from "../access/document";
import type { PolicySource } from "../access/policies";
import { type Problem, problem } from "../problem";
import type { FoundPolicy, Gap } from "../roles/facts";

/** Characters; IAM's own limits are at most some ten thousand, those of KMS and S3 some thirty. */
const LONGEST = 100_000;

/** Texts that are kept. */
const MOST_TEXTS = 1_000;

const TOO_LONG = `has more than ${String(LONGEST)} characters, which no policy of AWS can have`;

const isTooLong = (document: unknown): boolean =>
  (typeof document === "string" ? document.length : JSON.stringify(document ?? "").length) > LONGEST;

/** Reads policies, each once, and keeps what is wrong with them. */
export class DocumentReader {
  private readonly known = new Map<FoundPolicy, PolicySource>();
  private readonly wrong = new Map<FoundPolicy, readonly Problem[]>();
  private readonly texts = new Map<string, Parsed>();
  private readonly statements: KnownStatements = new Map();
  private readonly unreadable = new Map<string, string>();

  /** A policy that cannot be read is one that may say anything. */
  read(found: FoundPolicy, kind: DocumentKind): PolicySource {
    const earlier = this.known.get(found);
    if (earlier !== undefined) return earlier;
    const { document, problems } = isTooLong(found.document)
      ? { problems: [problem(found.name, TOO_LONG)] }
      : this.parsed(found, kind);
    const source = document ?? { name: this.nameOf(found), unread: true as const };
    if (document === undefined) this.wrong.set(found, problems);
    this.known.set(found, source);
    return source;
  }

  /** One text is parsed once: many roles have the same trust policy, and most policies are the same on both sides. */
  private parsed({ document, name }: FoundPolicy, kind: DocumentKind): Parsed {
    if (typeof document !== "string") return parseDocument(document, name, kind);
    const key = `${kind} ${document}`;
    const earlier = this.texts.get(key);
    if (earlier?.document !== undefined) return { ...earlier, document: { ...earlier.document, name } };
    if (this.texts.size >= MOST_TEXTS) this.texts.clear();
    if (this.statements.size >= MOST_TEXTS) this.statements.clear();
    const found = parseDocument(document, name, kind, this.statements);
    this.texts.set(key, found);
    return found;
  }

  /** Why a policy that was read cannot be. */
  problemsOf(found: FoundPolicy): readonly Problem[] {
    return this.wrong.get(found) ?? [];
  }

  /** What a policy is called that is not there: another name for another gap. */
  nameOfGap({ where, what, content }: Gap): string {
    return this.nameOf({ name: `${where} (${what})`, document: content });
  }

  /** One name for one text: an unreadable policy that changes is another policy. */
  private nameOf({ name, document }: FoundPolicy): string {
    const text = typeof document === "string" ? document : JSON.stringify(document ?? null);
    const first = this.unreadable.get(name) ?? text;
    this.unreadable.set(name, first);
    return first === text ? name : `${name} (changed)`;
  }
}
