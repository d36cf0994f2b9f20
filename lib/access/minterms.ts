import { DEAD } from "./automaton";
import type { Work } from "./budget";
import type { Glob } from "./glob";

/** One way in which a text can match some of the globs and not the others. */
export interface Minterm {
  /** Keys of the globs that match. */
  readonly matching: ReadonlySet<string>;
  /** A text that matches these globs and no other: an example given, or a shortest one. */
  readonly witness: string;
}

/** Characters that stand for "any other", the most readable first. */
const OTHERS = Array.from("xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_./");
const FIRST_RARE_CODE_POINT = 0x100;

/** A character that is none of these. */
const otherThan = (live: ReadonlySet<string>): string => {
  // Upper and lower case: a glob may ignore case and have only one of them live.
  const taken = (character: string): boolean =>
    live.has(character) || live.has(character.toLowerCase()) || live.has(character.toUpperCase());
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

/** States in one text, to tell points apart. */
const keyOf = ({ states }: Point): string => String.fromCodePoint(...states);

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
  const start: Point = { states: globs.map((glob) => automata.start(glob)), text: "" };

  const record = ({ states, text }: Point): void => {
    const matching = states.filter((state) => automata.accepts(state)).map((state) => automata.globKey(state));
    const key = matching.join("\n");
    if (found.has(key)) return;
    work.spend(globs.length);
    found.set(key, { matching: new Set(matching), witness: text });
  };

  const step = ({ states, text }: Point, character: string): Point => {
    work.spend(states.length + 1);
    const next = states.map((state) => automata.next(state, character));
    return { states: next.includes(DEAD) ? next.filter((state) => state !== DEAD) : next, text: text + character };
  };

  const symbols = ({ states }: Point): readonly string[] => {
    const live = new Set<string>();
    for (const state of states) for (const character of automata.live(state)) live.add(character);
    return [otherThan(live), ...live];
  };

  for (const text of examples) {
    let point: Point | undefined = start;
    for (const character of read(text)) {
      point = step(point, character);
      if (canBeNeeded(point)) continue;
      point = undefined;
      break;
    }
    if (point !== undefined) record({ ...point, text });
  }
  const walked = new Set([keyOf(start)]);
  let layer: readonly Point[] = [start];
  while (layer.length > 0) {
    const following: Point[] = [];
    for (const point of layer) {
      for (const character of symbols(point)) {
        const next = step(point, character);
        const key = keyOf(next);
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
