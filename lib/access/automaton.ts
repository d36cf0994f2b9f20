import { type Glob, lowerCase, reachable, stepFrom } from "./glob";

/** The state from which nothing matches any more. */
export const DEAD = -1;

interface State {
  readonly glob: NumberedGlob;
  readonly places: readonly number[];
  readonly accepts: boolean;
  /** Characters that this state tells from any other. */
  readonly live: readonly string[];
  readonly next: Map<string, number>;
}

/** A glob and its states by the places they stand for. */
interface NumberedGlob extends Glob {
  readonly number: number;
  readonly states: Map<number | string, number>;
}

/** Stands for every character that is not live in a state. */
const OTHER = "";

/** Deterministic automata of globs, made as far as they are walked. A state has one number among all of them. */
export class Automata {
  private readonly states: State[] = [];
  private readonly globs = new Map<string, NumberedGlob>();

  /** @param spend is told of every step of work, and may throw */
  constructor(private readonly spend: (steps: number) => void) {}

  /** Where the glob's automaton is once the first so many literal tokens are read. */
  start(glob: Glob, place = 0): number {
    const known = this.globs.get(glob.key);
    const numbered = known ?? { ...glob, number: this.globs.size, states: new Map() };
    if (known === undefined) this.globs.set(glob.key, numbered);
    return this.numberOf(numbered, reachable(glob.tokens, [place]));
  }

  accepts(state: number): boolean {
    return this.states[state]?.accepts ?? false;
  }

  globKey(state: number): string {
    return this.states[state]?.glob.key ?? "";
  }

  /** The number of a state's glob among all globs. */
  globNumber(state: number): number {
    return this.states[state]?.glob.number ?? DEAD;
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

  private numberOf(glob: NumberedGlob, places: readonly number[]): number {
    this.spend(places.length + 1);
    const [first] = places;
    if (first === undefined) return DEAD;
    // Most states of most globs are one place.
    const key = places.length === 1 ? first : places.join(" ");
    const known = glob.states.get(key);
    if (known !== undefined) return known;
    const number = this.states.length;
    const accepts = places.includes(glob.tokens.length);
    this.states.push({ glob, places, accepts, live: liveIn(glob, places), next: new Map() });
    glob.states.set(key, number);
    return number;
  }
}

const symbolOf = ({ live, glob }: State, character: string): string => {
  // What is live in upper case is live in lower case, too; a rare character can share its lower case with a live one.
  const one = glob.ignoresCase ? lowerCase(character) : character;
  return live.includes(one) ? one : OTHER;
};

const liveIn = ({ tokens, ignoresCase }: Glob, places: readonly number[]): readonly string[] => {
  const live = new Set<string>();
  for (const place of places) {
    const token = tokens[place];
    if (token === undefined) continue;
    if (token.kind !== "literal") {
      if (!token.colon) live.add(":");
      continue;
    }
    live.add(token.character);
    if (!ignoresCase) continue;
    const upper = token.character.toUpperCase();
    if (lowerCase(upper) === token.character) live.add(upper);
  }
  return [...live];
};
