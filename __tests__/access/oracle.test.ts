import { compare } from "../../lib/access/compare";
import { requestOf } from "../../lib/access/explain";
import { TRUE } from "../../lib/access/formula";
import type { Cell } from "../../lib/access/solve";
import {
  type Alphabet,
  type Match,
  type PlainStatement,
  type Point,
  Policies,
  allTexts,
  matchSegments,
  matchWhole,
  plainAllows,
  random,
  remembered,
} from "./brute-force";
import { policy } from "./support";

const pointOf = (cell: Cell): Point => {
  const { values } = cell.witness;
  const keys = Object.entries(values).flatMap(([dimension, value]) =>
    dimension.startsWith("context:") && value !== null ? [[dimension.slice("context:".length), value] as const] : [],
  );
  const { action, resource } = requestOf(cell.witness);
  return { action, resource, keys: Object.fromEntries(keys) };
};

const grid = (
  actions: readonly string[],
  resources: readonly string[],
  keys: readonly Point["keys"][],
): readonly Point[] =>
  actions.flatMap((action) => resources.flatMap((resource) => keys.map((one) => ({ action, resource, keys: one }))));

const whole = remembered(matchWhole);
const segments = remembered(matchSegments);

interface Tally {
  missed: number;
  unreal: number;
  undecided: number;
  widened: number;
  narrowed: number;
  same: number;
}

/** Compares random pairs both ways, by the engine and by trying every point. */
const tally = (
  pairs: number,
  seed: number,
  alphabet: Alphabet,
  points: readonly Point[],
  readings: readonly Match[],
): Tally => {
  const policies = new Policies(random(seed), alphabet);
  const result: Tally = { missed: 0, unreal: 0, undecided: 0, widened: 0, narrowed: 0, same: 0 };
  for (let index = 0; index < pairs; index += 1) {
    const [before, after] = policies.pair();
    const found = compare({ identity: [policy(...before)] }, { identity: [policy(...after)] }, { among: TRUE });
    const gains = (
      from: readonly PlainStatement[],
      to: readonly PlainStatement[],
      point: Point,
      reading: Match,
    ): boolean => plainAllows(to, point, reading, whole) && !plainAllows(from, point, reading, whole);
    for (const [difference, from, to] of [
      [found.widened, before, after],
      [found.narrowed, after, before],
    ] as const) {
      if (difference.kind === "undecided") result.undecided += 1;
      if (difference.kind === "none") {
        const missed = points.some((point) => readings.some((reading) => gains(from, to, point, reading)));
        if (missed) result.missed += 1;
      }
      if (difference.kind !== "some") continue;
      for (const cell of difference.cells) {
        const real = readings.filter((reading) => gains(from, to, pointOf(cell), reading));
        if (cell.certain && real.length < readings.length) result.unreal += 1;
      }
    }
    if (found.verdict === "same") result.same += 1;
    if (found.widened.kind === "some") result.widened += 1;
    if (found.narrowed.kind === "some") result.narrowed += 1;
  }
  return result;
};

describe("the engine against trying every short text", () => {
  const values = [...allTexts("ab", 2), "c"];
  const KEYS: readonly Point["keys"][] = [
    {},
    ...values.map((value) => ({ "x:k": value })),
    { "y:k": "a" },
    { "x:k": "a", "y:k": "ab" },
    { "x:k": "b", "y:k": "c" },
  ];

  test("conditions: 5,000 pairs", () => {
    const points = grid(values, values, KEYS);
    const found = tally(5_000, 1, { action: "ab*?", resource: "ab*?", conditions: true }, points, [whole]);
    expect(found).toMatchObject({ missed: 0, unreal: 0, undecided: 0 });
    // The pairs are no trivial ones.
    expect(Math.min(found.widened, found.narrowed)).toBeGreaterThan(1_000);
    expect(found.same).toBeGreaterThan(100);
  }, 120_000);

  test("no conditions, longer resources: 13,000 pairs", () => {
    const points = grid([...allTexts("ab", 3), "c"], [...allTexts("ab", 4), "c"], [{}]);
    const found = tally(13_000, 2, { action: "ab*?", resource: "ab*?", conditions: false }, points, [whole]);
    expect(found).toMatchObject({ missed: 0, unreal: 0, undecided: 0 });
    expect(found.same).toBeGreaterThan(100);
  }, 120_000);

  test("both readings of wildcards before colons: 2,500 pairs", () => {
    const points = grid(allTexts("ab", 2), allTexts("a:b", 4), [{}]);
    const found = tally(2_500, 3, { action: "a*", resource: "a:*?", conditions: false }, points, [whole, segments]);
    expect(found).toMatchObject({ missed: 0, unreal: 0, undecided: 0 });
    expect(found.same).toBeGreaterThan(50);
  }, 120_000);
});
