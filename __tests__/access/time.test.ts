import { compare } from "../../lib/access/compare";
import { covers } from "../../lib/access/covers";
import { TRUE, and, matches, not, or, opaque } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { needFormula } from "../../lib/access/need";
import { parsePattern } from "../../lib/access/pattern";
import { cells, solve } from "../../lib/access/solve";
import { allow, policy } from "./support";

const LETTERS = Array.from("abcdefghijklmnop");
const resource = (text: string) => matches("resource", globOf(parsePattern(text, "2012-10-17")));
const sixteen = LETTERS.map((letter) => `*${letter}*`);

/** Seconds that a question took of a processor, whatever else the machine does. */
const seconds = (ask: () => void): number => {
  const start = process.cpuUsage();
  ask();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

/** On a busy machine with two cores. */
const LIMIT = 5;

describe("questions that cost too much", () => {
  test("16 patterns *x*: undecided, soon", () => {
    const time = seconds(() => {
      expect(solve(and(...sixteen.map(resource))).kind).toBe("undecided");
      expect(cells(or(...sixteen.map(resource))).kind).toBe("undecided");
    });
    expect(time).toBeLessThan(LIMIT);
  });

  test("*a????????????????b*: undecided, soon", () => {
    const time = seconds(() => {
      expect(solve(and(resource("*a????????????????b*"), not(resource("*a*b*")))).kind).toBe("undecided");
    });
    expect(time).toBeLessThan(LIMIT);
  });

  test("compare and covers say so", () => {
    const wide = policy(allow("s3:*", sixteen));
    const time = seconds(() => {
      const found = compare(
        { identity: [wide] },
        { identity: [policy(allow("s3:*", sixteen.slice(1)))] },
        { among: TRUE },
      );
      expect(found.verdict).toBe("undecided");
      const need = needFormula({ actions: ["s3:GetObject"], resources: ["*"] });
      expect(covers(need, or(...sixteen.map(resource))).verdict).toBe("undecided");
    });
    expect(time).toBeLessThan(2 * LIMIT);
  });

  test("thirty opaque atoms in an unsatisfiable puzzle", () => {
    // Pigeons: six of them in five holes, which takes a search long to refuse.
    const at = (pigeon: number, hole: number) => opaque(`${String(pigeon)}-${String(hole)}`, "a pigeon");
    const holes = [0, 1, 2, 3, 4, 5, 6, 7];
    const pigeons = [...holes, 8];
    const formula = and(
      ...pigeons.map((pigeon) => or(...holes.map((hole) => at(pigeon, hole)))),
      ...holes.flatMap((hole) =>
        pigeons.flatMap((one) =>
          pigeons.filter((other) => other > one).map((other) => not(and(at(one, hole), at(other, hole)))),
        ),
      ),
    );
    const time = seconds(() => {
      expect(solve(formula).kind).toBe("undecided");
    });
    expect(time).toBeLessThan(LIMIT);
  });
});

describe("policies at IAM's size limits are decided", () => {
  test("100 statements against 100", () => {
    const statements = Array.from({ length: 100 }, (_, index) =>
      allow(
        ["s3:GetObject", "s3:PutObject"],
        [`arn:aws:s3:::acme-${String(index)}/vod/*`, `arn:aws:s3:::acme-${String(index)}`],
      ),
    );
    const before = { identity: [policy(...statements)] };
    const after = { identity: [policy(...statements.slice(1), allow("s3:GetObject", "arn:aws:s3:::acme-7*"))] };
    const time = seconds(() => {
      expect(compare(before, after).verdict).toBe("both");
      expect(compare(before, before).verdict).toBe("same");
    });
    expect(time).toBeLessThan(LIMIT);
  });
});
