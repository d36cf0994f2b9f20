import { type Budget, DEFAULT_BUDGET } from "./budget";
import { type Context, NOTHING_KNOWN } from "./context";
import { FALSE, type Formula, TRUE, and, not } from "./formula";
import { explainWitness } from "./explain";
import { REQUEST_SHAPE } from "./need";
import { type PolicySource, type StatementRef, contributions, effects } from "./policies";
import { type Cell, type Examples, cells } from "./solve";

/** All policies that a role has. */
export interface PolicySet {
  readonly identity: readonly PolicySource[];
  /** Left out: there is none. */
  readonly boundary?: PolicySource;
}

/** Requests that one side allows and the other does not. */
export interface AccessCell extends Cell {
  /** Statements of the side that allows it: they allow the witness. */
  readonly allowedBy: readonly StatementRef[];
  /** Statements of the other side that deny the witness explicitly. */
  readonly deniedBy: readonly StatementRef[];
}

export type Difference =
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly cells: readonly AccessCell[]; /** There may be more. */ readonly cut: boolean }
  | { readonly kind: "undecided" };

export interface Comparison {
  readonly verdict: "same" | "widened" | "narrowed" | "both" | "undecided";
  /** Newly allowed. */
  readonly widened: Difference;
  /** No longer allowed. */
  readonly narrowed: Difference;
}

export interface CompareOptions {
  readonly budget?: Budget;
  readonly examples?: Examples;
  /** What is known of every request. */
  readonly context?: Context;
  /** Requests outside do not count; left out: whatever has the shape of a request. */
  readonly among?: Formula;
}

/** What a set of policies allows. */
export const allowedBy = ({ identity, boundary }: PolicySet, context: Context = NOTHING_KNOWN): Formula => {
  const own = effects(identity, context);
  const limit = boundary === undefined ? { allow: TRUE, deny: FALSE } : effects([boundary], context);
  return and(own.allow, limit.allow, not(own.deny), not(limit.deny));
};

/** How what a role may do changes. */
export const compare = (before: PolicySet, after: PolicySet, options: CompareOptions = {}): Comparison => {
  const widened = difference(after, before, options);
  const narrowed = difference(before, after, options);
  return { verdict: verdictOf(widened, narrowed), widened, narrowed };
};

const verdictOf = (widened: Difference, narrowed: Difference): Comparison["verdict"] => {
  if (widened.kind === "undecided" || narrowed.kind === "undecided") return "undecided";
  if (widened.kind === "none") return narrowed.kind === "none" ? "same" : "narrowed";
  return narrowed.kind === "none" ? "widened" : "both";
};

/** What the first allows and the second does not. */
const difference = (
  first: PolicySet,
  second: PolicySet,
  { budget = DEFAULT_BUDGET, examples = {}, context = NOTHING_KNOWN, among = REQUEST_SHAPE }: CompareOptions,
): Difference => {
  const formula = and(allowedBy(first, context), among, not(allowedBy(second, context)));
  const listed = cells(formula, budget, examples);
  if (listed.kind === "undecided") return listed;
  if (listed.cells.length === 0) return { kind: "none" };
  const allowing = contributions(first.identity, context);
  const denying = contributions(
    second.boundary === undefined ? second.identity : [...second.identity, second.boundary],
    context,
  );
  const explained = listed.cells.map((cell): AccessCell => {
    const by = explainWitness(allowing, cell.witness, budget);
    return {
      ...cell,
      allowedBy: [...by.allowedBy, ...by.possiblyAllowedBy],
      deniedBy: explainWitness(denying, cell.witness, budget).deniedBy,
    };
  });
  return { kind: "some", cells: explained, cut: listed.cut };
};
