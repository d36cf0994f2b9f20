import type { Work } from "./budget";
import {
  ACTION,
  type Atom,
  type DimensionValue,
  type Formula,
  RESOURCE,
  TRUE,
  alwaysPresent,
  and,
  atomsOf,
  constant,
  substitute,
  withOpaques,
} from "./formula";
import type { Glob } from "./glob";
import { among, candidates, required } from "./candidates";
import { minterms } from "./minterms";
import { monotoneAxioms } from "./monotone";

/** One combination of values, and what is left of the formulas there. */
export interface Branch {
  readonly formulas: readonly Formula[];
  readonly values: ReadonlyMap<string, DimensionValue>;
}

export interface BranchOptions {
  /** Dimension → texts to prefer as values. */
  readonly examples?: { readonly [dimension: string]: readonly string[] };
  /** Dimensions to branch on; left out: all. */
  readonly only?: ReadonlySet<string>;
}

/** The principal goes before the action and the resource, which are always there; condition keys come last. */
const rank = (dimension: string): number => [ACTION, RESOURCE].indexOf(dimension) + (alwaysPresent(dimension) ? 0 : 10);

/**
 * Walks all combinations of one minterm per dimension, as far as the first formula can still be true.
 *
 * Formulas are simplified after each dimension, so that only those globs of the next are combined which still matter:
 * the resources of statements that match the chosen action.
 *
 * @throws once the work's budget is spent
 */
export function* branches(
  formulas: readonly Formula[],
  work: Work,
  options: BranchOptions = {},
  values: ReadonlyMap<string, DimensionValue> = new Map(),
): Generator<Branch> {
  const [first = TRUE] = formulas;
  if (first.kind === "constant" && !first.value) return;
  const next = nextDimension(formulas, work, options.only);
  if (next === undefined) {
    yield { formulas, values };
    return;
  }
  const { dimension, globs, canBeAbsent } = next;
  const read = dimension === ACTION ? (text: string): string => text.toLowerCase() : undefined;
  const only = candidates(first, dimension);
  const { examples: known = {} } = options;
  const examples = Object.hasOwn(known, dimension) ? known[dimension] : undefined;
  const found =
    only === undefined
      ? minterms(globs, work, examples, read, required(first, dimension))
      : among(only, globs, work, examples, read);
  const ways: { readonly matching?: ReadonlySet<string>; readonly value: DimensionValue }[] = found.map(
    ({ matching, witness }) => ({ matching, value: witness }),
  );
  if (canBeAbsent) ways.push({ value: null });
  for (const { matching, value } of ways) {
    const decide = (atom: Atom): Formula => {
      work.spend(1);
      if (atom.kind === "opaque" || atom.dimension !== dimension) return atom;
      return constant(atom.kind === "absent" ? value === null : matching?.has(atom.glob.key) === true);
    };
    yield* branches(
      formulas.map((formula) => substitute(formula, decide)),
      work,
      options,
      new Map([...values, [dimension, value]]),
    );
  }
}

interface Next {
  readonly dimension: string;
  readonly globs: readonly Glob[];
  readonly canBeAbsent: boolean;
}

const nextDimension = (formulas: readonly Formula[], work: Work, only?: ReadonlySet<string>): Next | undefined => {
  const atoms = formulas.flatMap(atomsOf);
  work.spend(atoms.length);
  const dimensions = new Set(atoms.flatMap((atom) => (atom.kind === "opaque" ? [] : [atom.dimension])));
  const [dimension] = [...dimensions]
    .filter((one) => only?.has(one) !== false)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  if (dimension === undefined) return undefined;
  const globs = new Map<string, Glob>();
  for (const atom of atoms)
    if (atom.kind === "glob" && atom.dimension === dimension) globs.set(atom.glob.key, atom.glob);
  return { dimension, globs: [...globs.values()], canBeAbsent: !alwaysPresent(dimension) };
};

/** The value that an opaque atom has to have. */
interface Assumed {
  readonly id: string;
  readonly about: string;
  readonly holds: boolean;
}

/**
 * Values of the opaque atoms for which a formula without dimensions is true, as few as it takes; undefined: there are
 * none.
 *
 * @throws once the work's budget is spent
 */
export const modelOf = (formula: Formula, work: Work): readonly Assumed[] | undefined =>
  formula.kind === "constant"
    ? formula.value
      ? []
      : undefined
    : search(formula, and(formula, monotoneAxioms(formula)), work);

const search = (formula: Formula, withAxioms: Formula, work: Work): readonly Assumed[] | undefined => {
  if (withAxioms.kind === "constant") return withAxioms.value ? [] : undefined;
  const atoms = atomsOf(withAxioms);
  work.spend(atoms.length);
  // Atoms of the formula first: what only the axioms mention is no reason.
  const atom = [...atomsOf(formula), ...atoms].find(({ kind }) => kind === "opaque");
  if (atom?.kind !== "opaque") return undefined;
  const asked = formula.kind !== "constant";
  for (const holds of [true, false]) {
    const value = new Map([[atom.id, holds]]);
    const rest = search(withOpaques(formula, value), withOpaques(withAxioms, value), work);
    if (rest !== undefined) return asked ? [{ id: atom.id, about: atom.about, holds }, ...rest] : rest;
  }
  return undefined;
};
