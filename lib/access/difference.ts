import type { Inquiry, Work } from "./budget";
import { branches, modelOf } from "./branches";
import { type Atom, FALSE, type Formula, lower, opaquesOf, withOpaques } from "./formula";
import type { Examples, Witness } from "./solve";

/** Whether a formula is true for some request. */
export type Existence =
  | { readonly kind: "no" }
  /** For this request, whatever the facts are that nobody knows. */
  | { readonly kind: "yes"; readonly witness: Witness }
  /** For this request, if what it assumes is so. */
  | { readonly kind: "maybe"; readonly witness: Witness }
  | { readonly kind: "undecided" };

const isFact = (atom: Atom): boolean => atom.kind === "opaque" && atom.varies !== true;

/**
 * Looks for a request that a formula is true for, first for one that does not depend on unknown facts.
 *
 * What differs from request to request (whether its source address is in a range) is part of the request; a fact (what
 * a policy says that cannot be read) is the same for all, and a request that needs it is one only perhaps.
 */
export const existence = (
  formula: Formula,
  inquiry: Inquiry,
  { examples = {}, usually = NOTHING }: { readonly examples?: Examples; readonly usually?: Usually } = {},
): Existence => inquiry.ask((work) => search(formula, work, examples, usually)) ?? { kind: "undecided" };

/** Facts that are taken to be so where the answer would else depend on them: id → value. */
export type Usually = ReadonlyMap<string, boolean>;

const NOTHING: Usually = new Map();

const search = (formula: Formula, work: Work, examples: Examples, usually: Usually): Existence => {
  let maybe: Witness | undefined;
  for (const { formulas, values } of branches([formula], work, { examples })) {
    const [rest = FALSE] = formulas;
    const certain = modelOf(lower(rest, isFact), work);
    const likely =
      certain ?? (usually.size === 0 ? undefined : modelOf(lower(withOpaques(rest, usually), isFact), work));
    if (likely !== undefined) {
      const taken = certain === undefined ? takenIn(rest, usually) : [];
      return { kind: "yes", witness: { values: Object.fromEntries(values), assumed: [...likely, ...taken] } };
    }
    if (maybe !== undefined) continue;
    const assumed = modelOf(rest, work);
    if (assumed !== undefined) maybe = { values: Object.fromEntries(values), assumed };
  }
  return maybe === undefined ? { kind: "no" } : { kind: "maybe", witness: maybe };
};

/** What of the facts that are taken to be so a formula depends on. */
const takenIn = (formula: Formula, usually: Usually): Witness["assumed"] =>
  opaquesOf(formula).flatMap(({ id, about }) => {
    const holds = usually.get(id);
    return holds === undefined ? [] : [{ id, about, holds }];
  });
