import { DEAD } from "./automaton";
import type { Work } from "./budget";
import type { Glob } from "./glob";

/** One way in which a text can match some of the globs and not the others. */
export interface Minterm {
  /** Keys of the globs that match. */
  readonly matching: ReadonlySet<string>;
  /** A text that matches these globs and no other: an example given, or a short one. */
  readonly witness: string;
}

/** Characters that stand for "any other", the most readable first. */
const OTHERS = Array.from("xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_./");
const FIRST_RARE_CODE_POINT = 0x100;

/** A character that is none of these. */
const otherThan = (live: ReadonlySet<string>): string => {
  // A glob that ignores case has the lower case of each of its letters live.
  const taken = (character: string): boolean => live.has(character) || live.has(character.toLowerCase());
  const readable = OTHERS.find((character) => !taken(character));
  if (readable !== undefined) return readable;
  let point = FIRST_RARE_CODE_POINT;
  while (taken(String.fromCodePoint(point))) point += 1;
  return String.fromCodePoint(point);
};

/** A state of all automata at once; those that are dead are left out. */
interface Point {
  readonly states: readonly number[];
  readonly text: string;
}

/** Up to here, each number is a character of its own, and no two of them make another. */
const MOST_CHARACTERS = 0xd800;

/** Numbers in one short text, to tell lists of them apart. */
const keyOf = (numbers: readonly number[]): string =>
  numbers.every((number) => number < MOST_CHARACTERS) ? String.fromCharCode(...numbers) : `\uffff${numbers.join(" ")}`;

/**
 * Every way in which a text can match these globs, exactly.
 *
 * A breadth-first walk over the product of the globs' automata. In each state only the characters that some automaton
 * tells apart are tried, and one that stands for all others.
 *
 * @param globs each key once
 * @param examples texts to prefer as witnesses
 * @param read what the globs see of an example
 * @param needed sets of keys: texts that match no glob of one of the sets are left out
 * @throws once the work's budget is spent
 */
export const minterms = (
  globs: readonly Glob[],
  work: Work,
  examples: readonly string[] = [],
  read: (example: string) => string = (example) => example,
  needed: readonly ReadonlySet<string>[] = [],
): readonly Minterm[] => {
  const { automata } = work;
  const canBeNeeded = ({ states }: Point): boolean =>
    needed.every((keys) => states.some((state) => keys.has(automata.globKey(state))));
  const found = new Map<string, Minterm>();
  const head = sharedHead(globs);
  const start: Point = { states: globs.map((glob) => automata.start(glob, head.length)), text: head.text };

  const record = ({ states, text }: Point): void => {
    const accepting = states.filter((state) => automata.accepts(state));
    const key = keyOf(accepting.map((state) => automata.globNumber(state)));
    if (found.has(key)) return;
    work.spend(globs.length);
    found.set(key, { matching: new Set(accepting.map((state) => automata.globKey(state))), witness: text });
  };

  const step = ({ states, text }: Point, character: string): Point => {
    work.spend(states.length + 1);
    const next: number[] = [];
    for (const state of states) {
      const reached = automata.next(state, character);
      if (reached !== DEAD) next.push(reached);
    }
    return { states: next, text: text + character };
  };

  const symbols = ({ states }: Point): readonly string[] => {
    const live = new Set<string>();
    for (const state of states) for (const character of automata.live(state)) live.add(character);
    return [otherThan(live), ...live];
  };

  const outside: Point = { states: [], text: otherThan(new Set(head.text.slice(0, 1))) };
  for (const text of examples) {
    const seen = read(text);
    let point: Point | undefined = seen.startsWith(head.text) ? start : outside;
    for (const character of point === start ? seen.slice(head.text.length) : "") {
      point = step(point, character);
      if (canBeNeeded(point)) continue;
      point = undefined;
      break;
    }
    if (point !== undefined && canBeNeeded(point)) record({ ...point, text });
  }
  if (head.length > 0 && canBeNeeded(outside)) record(outside);
  const walked = new Set([keyOf(start.states)]);
  let layer: readonly Point[] = [start];
  while (layer.length > 0) {
    const following: Point[] = [];
    for (const point of layer) {
      for (const character of symbols(point)) {
        const next = step(point, character);
        const key = keyOf(next.states);
        if (walked.has(key)) continue;
        walked.add(key);
        if (!canBeNeeded(next)) continue;
        record(next);
        following.push(next);
      }
    }
    layer = following;
  }
  // The empty text is nobody's action or ARN: a witness only where there is no other.
  record(start);
  return [...found.values()];
};

/** The literal text that all globs begin with: no text without it matches any. */
const sharedHead = (globs: readonly Glob[]): { readonly text: string; readonly length: number } => {
  const [first, ...others] = globs;
  if (first === undefined || globs.some(({ ignoresCase }) => ignoresCase)) return { text: "", length: 0 };
  let text = "";
  let length = 0;
  for (; length < first.headLength; length += 1) {
    const token = first.tokens[length];
    if (token?.kind !== "literal") break;
    if (!others.every((glob) => isLiteralAt(glob, length, token.character))) break;
    text += token.character;
  }
  return { text, length };
};

const isLiteralAt = ({ tokens }: Glob, place: number, character: string): boolean => {
  const token = tokens[place];
  return token?.kind === "literal" && token.character === character;
};
