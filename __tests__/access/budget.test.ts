import { Inquiry } from "../../lib/access/budget";
import { allowedBy, compare } from "../../lib/access/compare";
import { covers } from "../../lib/access/covers";
import { and, matches, or } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { cells, solve } from "../../lib/access/solve";
import { needFormula } from "../../lib/access/need";
import { allow, policy } from "./support";

const LETTERS = Array.from("abcdefgh");
const resource = (text: string) => matches("resource", globOf(parsePattern(text, "2012-10-17")));

describe("a budget", () => {
  test("more budget gives the answer", () => {
    const eight = LETTERS.map((letter) => `*${letter}*`);
    const formula = and(...eight.map(resource));
    expect(solve(formula, { steps: 1_000, cells: 10 }).kind).toBe("undecided");
    expect(solve(formula).kind).toBe("some");
  });

  test("a list of cells is cut, and says so", () => {
    const found = cells(or(...LETTERS.slice(0, 6).map((letter) => resource(`*${letter}*`))), {
      steps: 1_000_000,
      cells: 10,
    });
    expect(found).toMatchObject({ kind: "listed", cut: true });
    expect(found.kind === "listed" && found.cells.length).toBe(10);
  });

  test("what is spent is told, and more is not done", () => {
    const inquiry = new Inquiry({ steps: 5 });
    expect(inquiry.ask((work) => (work.spend(5), "answer"))).toBe("answer");
    expect([inquiry.spent, inquiry.isSpent]).toEqual([5, false]);
    expect(inquiry.ask((work) => (work.spend(1), "answer"))).toBeUndefined();
    expect([inquiry.spent, inquiry.isSpent]).toEqual([6, true]);
    expect(() =>
      inquiry.ask(() => {
        throw new Error("another");
      }),
    ).toThrow("another");
  });

  test("comparisons are undecided where it does not suffice", () => {
    const one = { identity: [policy(allow("s3:Get*", "arn:aws:s3:::a*"))] };
    const other = { identity: [policy(allow("s3:*Object", "arn:aws:s3:::*b"))] };
    const none = { identity: [] };
    const few = { budget: { steps: 1, cells: 10 } };
    expect(compare(one, other, few)).toEqual({
      verdict: "undecided",
      widened: { kind: "undecided" },
      narrowed: { kind: "undecided" },
    });
    expect(compare(none, one, few)).toEqual({
      verdict: "undecided",
      widened: { kind: "undecided" },
      narrowed: { kind: "none" },
    });
    expect(compare(one, none, few)).toEqual({
      verdict: "undecided",
      widened: { kind: "none" },
      narrowed: { kind: "undecided" },
    });
    const need = needFormula({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::ab"] });
    expect(covers(need, allowedBy(one), few.budget)).toEqual({ verdict: "undecided" });
    expect(cells(allowedBy(one), few.budget)).toEqual({ kind: "undecided" });
  });

  test("a list that could not be ended says so", () => {
    const formula = or(...LETTERS.slice(0, 4).map((letter) => resource(`*${letter}*`)));
    let cut = false;
    for (let steps = 10; steps < 20_000 && !cut; steps += 10) {
      const found = cells(formula, { steps, cells: 1_000 });
      cut = found.kind === "listed" && found.cut;
    }
    expect(cut).toBe(true);
  });
});
