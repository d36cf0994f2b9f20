import { Automata } from "./automaton";

/**
 * How much work a question may cost.
 *
 * Inclusion of globs is PSPACE-complete, so some questions cannot be answered in any useful time. They end as
 * "undecided", which is never taken for an answer.
 */
export interface Budget {
  /** Elementary steps; a million take about half a second. */
  readonly steps: number;
  /** The most cells that are listed. */
  readonly cells: number;
}

/** Enough for policies at IAM's size limits, and over within about a second. */
export const DEFAULT_BUDGET: Budget = { steps: 1_500_000, cells: 1_000 };

class BudgetSpent extends Error {}

/** The work on one question: what is left of its budget, and what was computed on the way. */
export class Work {
  private left: number;
  readonly automata = new Automata((steps) => this.spend(steps));

  constructor({ steps }: Pick<Budget, "steps">) {
    this.left = steps;
  }

  /** @throws BudgetSpent */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new BudgetSpent();
  }
}

/** The answer, or undefined once the budget is spent. */
export const within = <T>(budget: Pick<Budget, "steps">, answer: (work: Work) => T): T | undefined => {
  try {
    return answer(new Work(budget));
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
};
