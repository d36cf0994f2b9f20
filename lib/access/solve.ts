import { type Budget, DEFAULT_BUDGET, type Work, within } from "./budget";
import { branches, modelOf } from "./branches";
import { type DimensionValue, FALSE, type Formula, not } from "./formula";

/** An opaque atom that has to be true, or false, for a witness to be one. */
export interface Assumption {
  readonly id: string;
  readonly about: string;
  readonly holds: boolean;
}

/** One request that a formula is true for. */
export interface Witness {
  /** Dimension → value; null: absent. Dimensions that are left out may have any value. */
  readonly values: { readonly [dimension: string]: DimensionValue };
  readonly assumed: readonly Assumption[];
}

export type Solution =
  { readonly kind: "none" } | { readonly kind: "some"; readonly witness: Witness } | { readonly kind: "undecided" };

/** Values to prefer in witnesses: dimension → texts, such as the names of known actions. */
export interface Examples {
  readonly [dimension: string]: readonly string[];
}

/** Whether the formula is true for some request. */
export const solve = (formula: Formula, budget: Budget = DEFAULT_BUDGET, examples: Examples = {}): Solution =>
  within(budget, (work): Solution => {
    const witness = firstWitness(formula, work, examples);
    return witness === undefined ? { kind: "none" } : { kind: "some", witness };
  }) ?? { kind: "undecided" };

/** @throws once the work's budget is spent */
export const firstWitness = (formula: Formula, work: Work, examples: Examples = {}): Witness | undefined => {
  for (const found of witnesses(formula, work, examples)) return found;
  return undefined;
};

function* witnesses(formula: Formula, work: Work, examples: Examples): Generator<Witness> {
  for (const { formulas, values } of branches([formula], work, { examples })) {
    const assumed = modelOf(formulas[0] ?? FALSE, work);
    if (assumed !== undefined) yield { values: Object.fromEntries(values), assumed };
  }
}

/** A set of requests that the formula cannot tell apart, and for which it is true. */
export interface Cell {
  readonly witness: Witness;
  /** Whether it is true for them whatever the opaque atoms are. */
  readonly certain: boolean;
}

export type Cells =
  | { readonly kind: "listed"; readonly cells: readonly Cell[]; /** There may be more. */ readonly cut: boolean }
  | { readonly kind: "undecided" };

/**
 * All combinations of one minterm per dimension for which the formula can be true.
 *
 * The list is cut where it gets too long, or the budget is spent; undecided: it is spent before any cell was found.
 */
export const cells = (formula: Formula, budget: Budget = DEFAULT_BUDGET, examples: Examples = {}): Cells => {
  const found: Cell[] = [];
  const cut = within(budget, (work) => listCells(formula, work, budget.cells, examples, found));
  if (cut === undefined && found.length === 0) return { kind: "undecided" };
  return { kind: "listed", cells: found, cut: cut ?? true };
};

/** Adds cells to a list, up to so many. Whether there are more. */
const listCells = (formula: Formula, work: Work, most: number, examples: Examples, list: Cell[]): boolean => {
  for (const { formulas, values } of branches([formula], work, { examples })) {
    const [rest = FALSE] = formulas;
    const assumed = modelOf(rest, work);
    if (assumed === undefined) continue;
    if (list.length === most) return true;
    const certain = modelOf(not(rest), work) === undefined;
    list.push({ witness: { values: Object.fromEntries(values), assumed: certain ? [] : assumed }, certain });
  }
  return false;
};
