import { type Glob, globMatches, isEverything } from "./glob";

/** What is asked about one request: of its action, its resource, its condition keys, and of what nobody knows. */
export type Formula =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly Formula[] }
  | { readonly kind: "not"; readonly part: Formula }
  | Atom;

export type Atom = GlobAtom | AbsentAtom | OpaqueAtom;

/** The dimension has a value, and the value matches. */
export interface GlobAtom {
  readonly kind: "glob";
  readonly dimension: string;
  readonly glob: Glob;
}

/** The dimension has no value: a condition key that the request does not carry. */
export interface AbsentAtom {
  readonly kind: "absent";
  readonly dimension: string;
}

/** Something that may be true or false. The same id is the same thing, within one request. */
export interface OpaqueAtom {
  readonly kind: "opaque";
  readonly id: string;
  /** For a person. */
  readonly about: string;
  /** It may hold for one request and not for another. Left out: it is one fact, which nobody knows. */
  readonly varies?: true;
  /** Set where it is a test on a list of values: a longer list is easier to pass. */
  readonly test?: OpaqueTest;
}

export interface OpaqueTest {
  /** Tests with the same subject differ in their values only. */
  readonly subject: string;
  readonly values: readonly string[];
  /** Whether a longer list makes the test easier or harder to pass. */
  readonly longer: "easier" | "harder";
  /** Whether whatever passes for the first value passes for the second. */
  readonly implies: (value: string, other: string) => boolean;
}

export const TRUE: Formula = { kind: "constant", value: true };
export const FALSE: Formula = { kind: "constant", value: false };

export const constant = (value: boolean): Formula => (value ? TRUE : FALSE);

export const ACTION = "action";
export const RESOURCE = "resource";
/** Who asks, in the form that `who.ts` gives. */
export const PRINCIPAL = "principal";

/** Dimension of a condition key. */
export const contextDimension = (key: string): string => `context:${key.toLowerCase()}`;

/** Every request has an action, a resource and somebody who asks; a condition key may be absent. */
export const alwaysPresent = (dimension: string): boolean =>
  dimension === ACTION || dimension === RESOURCE || dimension === PRINCIPAL;

export const not = (part: Formula): Formula => {
  if (part.kind === "constant") return constant(!part.value);
  return part.kind === "not" ? part.part : { kind: "not", part };
};

/** `absorbing` decides the whole, the other constant changes nothing. */
const join = (kind: "and" | "or", parts: readonly Formula[]): Formula => {
  const absorbing = kind === "or";
  const kept = new Set<Formula>();
  for (const part of parts) {
    for (const one of part.kind === kind ? part.parts : [part]) {
      if (one.kind !== "constant") kept.add(one);
      else if (one.value === absorbing) return one;
    }
  }
  const [first, ...more] = kept;
  if (first === undefined) return constant(!absorbing);
  return more.length === 0 ? first : { kind, parts: [first, ...more] };
};

export const and = (...parts: readonly Formula[]): Formula => join("and", parts);
export const or = (...parts: readonly Formula[]): Formula => join("or", parts);
export const implies = (condition: Formula, consequence: Formula): Formula => or(not(condition), consequence);

export const absent = (dimension: string): Formula =>
  alwaysPresent(dimension) ? FALSE : { kind: "absent", dimension };
export const present = (dimension: string): Formula => not(absent(dimension));

export const matches = (dimension: string, glob: Glob): Formula =>
  isEverything(glob) ? present(dimension) : { kind: "glob", dimension, glob };

export const opaque = (
  id: string,
  about: string,
  { test, varies = false }: { readonly test?: OpaqueTest; readonly varies?: boolean } = {},
): Formula => ({
  kind: "opaque",
  id,
  about,
  ...(varies ? { varies } : {}),
  ...(test === undefined ? {} : { test }),
});

const VARIES = { varies: true } as const;

/** Something that may hold for one request and not for another. */
export const opaquePerRequest = (id: string, about: string, test?: OpaqueTest): Formula =>
  opaque(id, about, test === undefined ? VARIES : { ...VARIES, test });

/**
 * The formula with atoms replaced.
 *
 * @param replace gets the atom and whether it stands under an even number of negations; the atom itself: it stays
 */
export const substitute = (
  formula: Formula,
  replace: (atom: Atom, positive: boolean) => Formula,
  positive = true,
): Formula => {
  switch (formula.kind) {
    case "constant":
      return formula;
    case "not": {
      const part = substitute(formula.part, replace, !positive);
      return part === formula.part ? formula : not(part);
    }
    case "and":
    case "or": {
      const parts: Formula[] = [];
      let changed = false;
      for (const one of formula.parts) {
        const part = substitute(one, replace, positive);
        // The rest does not matter any more.
        if (part.kind === "constant" && part.value === (formula.kind === "or")) return part;
        changed ||= part !== one;
        parts.push(part);
      }
      return changed ? join(formula.kind, parts) : formula;
    }
    default:
      return replace(formula, positive);
  }
};

/** Atoms in the order in which they stand, repeats included. */
export const atomsOf = (formula: Formula): readonly Atom[] => {
  const found: Atom[] = [];
  collectAtoms(formula, found);
  return found;
};

const collectAtoms = (formula: Formula, found: Atom[]): void => {
  switch (formula.kind) {
    case "constant":
      return;
    case "not":
      collectAtoms(formula.part, found);
      return;
    case "and":
    case "or":
      for (const part of formula.parts) collectAtoms(part, found);
      return;
    default:
      found.push(formula);
  }
};

export const dimensionsOf = (formula: Formula): ReadonlySet<string> =>
  new Set(atomsOf(formula).flatMap((atom) => (atom.kind === "opaque" ? [] : [atom.dimension])));

export const opaquesOf = (formula: Formula): readonly OpaqueAtom[] => {
  const opaques = atomsOf(formula).filter((atom) => atom.kind === "opaque");
  return [...new Map(opaques.map((atom) => [atom.id, atom])).values()];
};

/** The value of a dimension; null: it has none. */
export type DimensionValue = string | null;

/** The formula once a dimension has this value. */
export const withValue = (formula: Formula, dimension: string, value: DimensionValue): Formula =>
  substitute(formula, (atom) => {
    if (atom.kind === "opaque" || atom.dimension !== dimension) return atom;
    if (atom.kind === "absent") return constant(value === null);
    return constant(value !== null && globMatches(atom.glob, value));
  });

/** The formula once opaque atoms have these values. */
export const withOpaques = (formula: Formula, values: ReadonlyMap<string, boolean>): Formula =>
  substitute(formula, (atom) => {
    const value = atom.kind === "opaque" ? values.get(atom.id) : undefined;
    return value === undefined ? atom : constant(value);
  });

/** Which atoms nothing is known about. */
type IsOpen = (atom: Atom) => boolean;
const isOpaque: IsOpen = ({ kind }) => kind === "opaque";

/** True wherever the formula could be true, without opaque atoms (or those that `open` names). */
export const upper = (formula: Formula, open: IsOpen = isOpaque): Formula =>
  substitute(formula, (atom, positive) => (open(atom) ? constant(positive) : atom));

/** True only where the formula must be true. */
export const lower = (formula: Formula, open: IsOpen = isOpaque): Formula =>
  substitute(formula, (atom, positive) => (open(atom) ? constant(!positive) : atom));
