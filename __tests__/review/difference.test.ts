import { Purse, eitherOf, verdictOf } from "../../lib/review/difference";
import type { Certainty, Verdict } from "../../lib/review/report";

describe("how access changes, by what is gained and what is lost", () => {
  test.each<[gained: Certainty, lost: Certainty, verdict: Verdict]>([
    ["no", "no", "same"],
    ["no", "yes", "narrower"],
    ["no", "maybe", "unknown"],
    ["no", "undecided", "unknown"],
    ["yes", "no", "wider"],
    ["yes", "yes", "both"],
    ["yes", "maybe", "wider"],
    ["yes", "undecided", "wider"],
    ["maybe", "no", "unknown"],
    ["maybe", "yes", "unknown"],
    ["undecided", "no", "unknown"],
    ["undecided", "yes", "unknown"],
    ["undecided", "undecided", "unknown"],
  ])("gained %s, lost %s: %s", (gained, lost, verdict) => {
    expect(verdictOf(gained, lost)).toBe(verdict);
  });

  test.each<[some: readonly Certainty[], all: Certainty]>([
    [[], "no"],
    [["no", "no"], "no"],
    [["no", "maybe"], "maybe"],
    [["maybe", "undecided", "no"], "undecided"],
    [["undecided", "yes"], "yes"],
  ])("%j together: %s", (some, all) => {
    expect(eitherOf(some)).toBe(all);
  });
});

describe("the work that a review may cost", () => {
  const spend = (purse: Purse, steps: number): boolean =>
    purse.spend((inquiry) => {
      inquiry.ask((work) => {
        work.spend(steps);
      });
      return inquiry.isSpent;
    });

  test("is shared by all roles", () => {
    const purse = new Purse(100, 1_000);
    expect([60, 40, 1].map((steps) => spend(purse, steps))).toEqual([false, false, true]);
  });

  test("has a bound for each of them", () => {
    const purse = new Purse(100, 30);
    expect([30, 31, 30].map((steps) => spend(purse, steps))).toEqual([false, true, false]);
  });

  test("stays spent", () => {
    const purse = new Purse(10, 1_000);
    expect([50, 1, 1].map((steps) => spend(purse, steps))).toEqual([true, true, true]);
  });
});
