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
  private taken = 0;
  private readonly most: number;
  readonly automata = new Automata((steps) => this.spend(steps));

  constructor({ steps }: Pick<Budget, "steps">) {
    this.most = steps;
  }

  get spent(): number {
    return this.taken;
  }

  get isSpent(): boolean {
    return this.taken > this.most;
  }

  /** @throws BudgetSpent */
  spend(steps: number): void {
    this.taken += steps;
    if (this.isSpent) throw new BudgetSpent();
  }
}

/** The answer, or undefined once the budget is spent. */
export const within = <T>(budget: Pick<Budget, "steps">, answer: (work: Work) => T): T | undefined =>
  new Inquiry(budget).ask(answer);

/** Several questions that share one budget, and what was computed on the way. */
export class Inquiry {
  private readonly work: Work;

  constructor(budget: Pick<Budget, "steps">) {
    this.work = new Work(budget);
  }

  /** Steps that were taken so far. */
  get spent(): number {
    return this.work.spent;
  }

  /** Whether every further answer is undefined. */
  get isSpent(): boolean {
    return this.work.isSpent;
  }

  /** The answer, or undefined once the budget is spent. */
  ask<T>(answer: (work: Work) => T): T | undefined {
    try {
      return answer(this.work);
    } catch (error) {
      if (error instanceof BudgetSpent) return undefined;
      throw error;
    }
  }
}
