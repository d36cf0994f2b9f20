import { type Budget, DEFAULT_BUDGET, type Work, within } from "./budget";
import { branches } from "./branches";
import { ACTION, FALSE, type Formula, RESOURCE, atomsOf, dimensionsOf, not, opaquesOf, withOpaques } from "./formula";
import { type Assumption, type Examples, type Witness, firstWitness } from "./solve";

/** Whether all that is needed is allowed. */
export type Coverage =
  | { readonly verdict: "allowed" }
  /** The witness is needed and not allowed, whatever is unknown. */
  | { readonly verdict: "denied"; readonly witness: Witness }
  /** Whether the witness is allowed depends on these. */
  | { readonly verdict: "unknown"; readonly about: readonly string[]; readonly witness: Witness }
  | { readonly verdict: "undecided" };

/**
 * Compares what is needed with what is allowed, for every request of the need.
 *
 * Actions, resources and the condition keys of the need are taken as given. Other condition keys and opaque atoms are
 * unknown: a request that is allowed for some of their values, and denied for others, is neither.
 */
export const covers = (
  need: Formula,
  effective: Formula,
  budget: Budget = DEFAULT_BUDGET,
  examples: Examples = {},
): Coverage => within(budget, (work) => coverage(need, effective, work, examples)) ?? { verdict: "undecided" };

const coverage = (need: Formula, effective: Formula, work: Work, examples: Examples): Coverage => {
  const only = new Set([ACTION, RESOURCE, ...dimensionsOf(need)]);
  let unknown: Coverage | undefined;
  for (const { formulas, values } of branches([need, effective], work, { only, examples })) {
    const [needed = FALSE, allowed = FALSE] = formulas;
    for (const { assumed, rest } of models(needed, allowed, [], work)) {
      const witness: Witness = { values: Object.fromEntries(values), assumed };
      if (firstWitness(not(rest), work) === undefined) continue;
      if (firstWitness(rest, work) === undefined) return { verdict: "denied", witness };
      unknown ??= { verdict: "unknown", about: reasons(rest), witness };
    }
  }
  return unknown ?? { verdict: "allowed" };
};

interface Model {
  readonly assumed: readonly Assumption[];
  /** What is left of the second formula. */
  readonly rest: Formula;
}

/** Every way in which the opaque atoms of the need make it true: the need is a question about all of them. */
function* models(need: Formula, allowed: Formula, assumed: readonly Assumption[], work: Work): Generator<Model> {
  if (need.kind === "constant") {
    if (need.value) yield { assumed, rest: allowed };
    return;
  }
  const [atom] = opaquesOf(need);
  if (atom === undefined) return;
  work.spend(1);
  for (const holds of [true, false]) {
    const value = new Map([[atom.id, holds]]);
    const more = [...assumed, { id: atom.id, about: atom.about, holds }];
    yield* models(withOpaques(need, value), withOpaques(allowed, value), more, work);
  }
}

/** What would have to be known. */
const reasons = (rest: Formula): readonly string[] => [...new Set(atomsOf(rest).map(aboutAtom))];

const aboutDimension = (dimension: string): string => `the value of ${dimension.replace(/^context:/, "")}`;

const aboutAtom = (atom: ReturnType<typeof atomsOf>[number]): string =>
  atom.kind === "opaque" ? atom.about : aboutDimension(atom.dimension);
