import type { Review, Severity } from "./report";

/** From which danger on what is newly allowed fails: any, critical and high, or never. */
export type Threshold = "any" | "risky" | "never";

export interface Gate {
  /** @default "any" */
  readonly failOn?: Threshold;
  /** Whether jobs that may stop working fail, too. @default false */
  readonly failOnLoss?: boolean;
}

/** What a pipeline makes of a review. */
export type Outcome = "clean" | "findings" | "undecided";

const RISKY: ReadonlySet<Severity> = new Set(["critical", "high"]);

/** What is sure to fail goes before what is unknown; what is unknown is never clean. */
export const outcomeOf = (
  { verdict, findings }: Pick<Review, "verdict" | "findings">,
  { failOn = "any", failOnLoss = false }: Gate,
): Outcome => {
  const fails = findings.some(({ effect, severity }) => {
    if (effect === "widens") return failOn === "any" || (failOn === "risky" && RISKY.has(severity));
    return effect === "breaks" && failOnLoss;
  });
  if (fails) return "findings";
  return verdict === "unknown" || findings.some(({ effect }) => effect === "unknown") ? "undecided" : "clean";
};
