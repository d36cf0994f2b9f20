/**
 * A second evaluator, as plain as can be and independent of `lib/access/`: recursive matching, and every short text
 * tried.
 */

export interface PlainStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: readonly string[] } };
}

/** A request on small alphabets. Keys that are left out are absent. */
export interface Point {
  readonly action: string;
  readonly resource: string;
  readonly keys: { readonly [key: string]: string };
}

export type Match = (pattern: string, text: string) => boolean;

/** `*` over everything. */
export const matchWhole: Match = (pattern, text) => {
  if (pattern === "") return text === "";
  const head = pattern.charAt(0);
  if (head === "*") return matchWhole(pattern.slice(1), text) || (text !== "" && matchWhole(pattern, text.slice(1)));
  return text !== "" && (head === "?" || head === text.charAt(0)) && matchWhole(pattern.slice(1), text.slice(1));
};

/** As `matchWhole`, but inside a segment with a colon behind it a wildcard stops at colons. */
export const matchSegments: Match = (pattern, text) => {
  const go = (at: number, rest: string): boolean => {
    if (at === pattern.length) return rest === "";
    const head = pattern.charAt(at);
    if (head !== "*" && head !== "?") return rest.startsWith(head) && go(at + 1, rest.slice(1));
    const run = /[*?]*$/.exec(pattern.slice(0, at))?.[0] ?? "";
    const whole = run + (/^[*?]*/.exec(pattern.slice(at))?.[0] ?? "");
    const after = pattern.charAt(at - run.length + whole.length);
    const endsSegment = !whole.includes("?") && [":", ""].includes(after);
    const crosses = endsSegment || !pattern.slice(at).includes(":");
    const takes = rest !== "" && (crosses || !rest.startsWith(":"));
    if (head === "?") return takes && go(at + 1, rest.slice(1));
    return go(at + 1, rest) || (takes && go(at, rest.slice(1)));
  };
  return go(0, text);
};

/** The same, asked once per pattern and text. */
export const remembered = (match: Match): Match => {
  const known = new Map<string, Map<string, boolean>>();
  return (pattern, text) => {
    const texts = known.get(pattern) ?? new Map<string, boolean>();
    known.set(pattern, texts);
    let result = texts.get(text);
    if (result === undefined) texts.set(text, (result = match(pattern, text)));
    return result;
  };
};

const testHolds = (operator: string, value: string | undefined, wanted: readonly string[], match: Match): boolean => {
  switch (operator) {
    case "StringEquals":
      return value !== undefined && wanted.includes(value);
    case "StringNotEquals":
      return value === undefined || !wanted.includes(value);
    case "StringEqualsIfExists":
      return value === undefined || wanted.includes(value);
    case "StringLike":
      return value !== undefined && wanted.some((pattern) => match(pattern, value));
    case "StringNotLike":
      return value === undefined || !wanted.some((pattern) => match(pattern, value));
    case "Null":
      return wanted.some((one) => (one === "true") === (value === undefined));
    default:
      throw new Error(operator);
  }
};

export const statementApplies = (
  statement: PlainStatement,
  point: Point,
  resourceMatch: Match,
  match: Match,
): boolean => {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (Action?.some((pattern) => match(pattern, point.action)) === false) return false;
  if (NotAction?.some((pattern) => match(pattern, point.action)) === true) return false;
  if (Resource?.some((pattern) => resourceMatch(pattern, point.resource)) === false) return false;
  if (NotResource?.some((pattern) => resourceMatch(pattern, point.resource)) === true) return false;
  return Object.entries(Condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => testHolds(operator, point.keys[key], wanted, match)),
  );
};

export const plainAllows = (
  statements: readonly PlainStatement[],
  point: Point,
  resourceMatch: Match,
  match: Match,
): boolean => {
  let allowed = false;
  for (const statement of statements) {
    if (!statementApplies(statement, point, resourceMatch, match)) continue;
    if (statement.Effect === "Deny") return false;
    allowed = true;
  }
  return allowed;
};

/** All texts of these characters up to a length, the empty one first. */
export const allTexts = (characters: string, longest: number): readonly string[] => {
  let layer = [""];
  const all = [""];
  for (let length = 1; length <= longest; length += 1) {
    layer = layer.flatMap((text) => Array.from(characters, (character) => text + character));
    all.push(...layer);
  }
  return all;
};

/** Pseudo-random numbers, the same for the same seed (mulberry32). */
export const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** What random policies are made of. */
export interface Alphabet {
  readonly action: string;
  readonly resource: string;
  readonly conditions: boolean;
}

export class Policies {
  constructor(
    private readonly next: () => number,
    private readonly alphabet: Alphabet,
  ) {}

  private below(count: number): number {
    return Math.floor(this.next() * count);
  }

  private text(characters: string, longest: number): string {
    return Array.from({ length: 1 + this.below(longest) }, () => characters.charAt(this.below(characters.length))).join(
      "",
    );
  }

  private texts(characters: string, longest: number): readonly string[] {
    return Array.from({ length: 1 + this.below(2) }, () => this.text(characters, longest));
  }

  private condition(): PlainStatement["Condition"] {
    const operators = [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIfExists",
      "StringLike",
      "StringNotLike",
      "Null",
    ];
    const operator = operators[this.below(operators.length)] ?? "";
    const key = this.below(3) === 0 ? "y:k" : "x:k";
    if (operator === "Null") return { [operator]: { [key]: [String(this.below(2) === 0)] } };
    return { [operator]: { [key]: this.texts(operator.endsWith("Like") ? "ab*?" : "ab", 2) } };
  }

  private statement(): PlainStatement {
    const actions = this.texts(this.alphabet.action, 3);
    const resources = this.texts(this.alphabet.resource, 4);
    const condition = this.alphabet.conditions && this.below(2) === 0 ? this.condition() : undefined;
    return {
      Effect: this.below(3) === 0 ? "Deny" : "Allow",
      ...(this.below(4) === 0 ? { NotAction: actions } : { Action: actions }),
      ...(this.below(4) === 0 ? { NotResource: resources } : { Resource: resources }),
      ...(condition === undefined ? {} : { Condition: condition }),
    };
  }

  policy(): readonly PlainStatement[] {
    return Array.from({ length: 1 + this.below(3) }, () => this.statement());
  }

  /** A policy, and one that differs from it in a statement or altogether. */
  pair(): readonly [readonly PlainStatement[], readonly PlainStatement[]] {
    const first = this.policy();
    const way = this.below(3);
    if (way === 0) return [first, this.policy()];
    if (way === 1) return [first, [...first, this.statement()]];
    return [first, [this.statement(), ...first.slice(1)]];
  }
}
