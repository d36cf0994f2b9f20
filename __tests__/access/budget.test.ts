import { matches, and, or } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { cells, solve } from "../../lib/access/solve";

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
});
