import { Inquiry } from "../access/budget";
import type { Body } from "./body";
import { type Gain, type Gains, type Question, gainsBetween } from "./gains";
import type { Certainty, Verdict } from "./report";

/** What two bodies allow and the other does not. */
export interface Difference {
  readonly gains: readonly Gain[];
  readonly losses: readonly Gain[];
  readonly hasGains: Certainty;
  readonly hasLosses: Certainty;
}

export const NO_DIFFERENCE: Difference = { gains: [], losses: [], hasGains: "no", hasLosses: "no" };

export const differenceOf = (before: Body, after: Body, question: Question): Difference => {
  const gains = gainsBetween(before, after, question);
  const losses = gainsBetween(after, before, question);
  return { gains: gains.found, losses: losses.found, hasGains: certaintyOf(gains), hasLosses: certaintyOf(losses) };
};

const certaintyOf = ({ found, undecided }: Gains): Certainty => {
  if (found.some(({ certain }) => certain)) return "yes";
  if (undecided) return "undecided";
  return found.length > 0 ? "maybe" : "no";
};

/** The least certain no, the most certain yes. */
const ORDER: readonly Certainty[] = ["yes", "undecided", "maybe", "no"];

export const eitherOf = (some: readonly Certainty[]): Certainty => ORDER.find((one) => some.includes(one)) ?? "no";

/**
 * The verdict on both directions.
 *
 * What is gained for certain is gained; without that, any doubt makes the whole unknown.
 */
export const verdictOf = (gains: Certainty, losses: Certainty): Verdict => {
  if (gains === "yes") return losses === "yes" ? "both" : "wider";
  if (gains !== "no" || losses === "maybe" || losses === "undecided") return "unknown";
  return losses === "yes" ? "narrower" : "same";
};

/**
 * The work that a review may cost.
 *
 * Comparing patterns can cost exponential time, so that a plan of a megabyte could keep a pipeline busy for years. What
 * is left over when the work is spent is undecided.
 */
export class Purse {
  private left: number;

  /** @param steps a million take about half a second */
  constructor(
    steps: number,
    private readonly most: number,
  ) {
    this.left = steps;
  }

  /** Answers a question about one role with what is left. */
  spend<T>(answer: (inquiry: Inquiry) => T): T {
    const inquiry = new Inquiry({ steps: Math.max(0, Math.min(this.left, this.most)) });
    const found = answer(inquiry);
    this.left -= inquiry.spent;
    return found;
  }
}
