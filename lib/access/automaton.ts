import { type Glob, lowerCase, reachable, stepFrom } from "./glob";

/** The state from which nothing matches any more. */
export const DEAD = -1;

interface State {
  readonly glob: Glob;
  readonly places: readonly number[];
  readonly accepts: boolean;
  /** Characters that this state tells from any other. */
  readonly live: ReadonlySet<string>;
  readonly next: Map<string, number>;
}

/** Stands for every character that is not live in a state. */
const OTHER = "";

/** Deterministic automata of globs, made as far as they are walked. A state has one number among all of them. */
export class Automata {
  private readonly states: State[] = [];
  private readonly numbers = new Map<string, number>();

  /** @param spend is told of every step of work, and may throw */
  constructor(private readonly spend: (steps: number) => void) {}

  /** Where the glob's automaton begins. */
  start(glob: Glob): number {
    return this.numberOf(glob, reachable(glob.tokens, [0]));
  }

  accepts(state: number): boolean {
    return this.states[state]?.accepts ?? false;
  }

  globKey(state: number): string {
    return this.states[state]?.glob.key ?? "";
  }

  live(state: number): Iterable<string> {
    return this.states[state]?.live ?? [];
  }

  next(state: number, character: string): number {
    const from = this.states[state];
    if (from === undefined) return DEAD;
    const symbol = symbolOf(from, character);
    const known = from.next.get(symbol);
    if (known !== undefined) return known;
    const made = this.numberOf(from.glob, stepFrom(from.glob, from.places, character));
    from.next.set(symbol, made);
    return made;
  }

  private numberOf(glob: Glob, places: readonly number[]): number {
    this.spend(places.length + 1);
    if (places.length === 0) return DEAD;
    const key = `${String.fromCodePoint(...places)} ${glob.key}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.states.length;
    const accepts = places.includes(glob.tokens.length);
    this.states.push({ glob, places, accepts, live: liveIn(glob, places), next: new Map() });
    this.numbers.set(key, number);
    return number;
  }
}

const symbolOf = ({ live, glob }: State, character: string): string => {
  if (live.has(character)) return character;
  // A rare character can share its lower case with a live one.
  const lower = glob.ignoresCase ? lowerCase(character) : character;
  return live.has(lower) ? lower : OTHER;
};

const liveIn = ({ tokens, ignoresCase }: Glob, places: readonly number[]): ReadonlySet<string> => {
  const live = new Set<string>();
  for (const place of places) {
    const token = tokens[place];
    if (token === undefined) continue;
    if (token.kind !== "literal") {
      if (!token.colon) live.add(":");
      continue;
    }
    live.add(token.character);
    const upper = token.character.toUpperCase();
    if (ignoresCase && lowerCase(upper) === token.character) live.add(upper);
  }
  return live;
};
