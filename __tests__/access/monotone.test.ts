import { type Formula, type OpaqueTest, TRUE, and, implies, opaque, opaquePerRequest } from "../../lib/access/formula";
import { monotoneAxioms } from "../../lib/access/monotone";

/** A test on a list of values; a value passes for itself, or for one that begins with it. */
const list = (id: string, values: readonly string[], more: Partial<OpaqueTest> = {}): Formula =>
  opaquePerRequest(id, id, {
    subject: "s",
    values,
    longer: "easier",
    implies: (value, other) => other !== value && other.startsWith(value),
    ...more,
  });

describe("what tests on lists say about one another", () => {
  test("who passes for a list passes for a longer one", () => {
    const [one, both] = [list("one", ["a"]), list("both", ["a", "b"])];
    expect(monotoneAxioms(and(one, both))).toEqual(implies(one, both));
    expect(monotoneAxioms(and(both, one))).toEqual(implies(one, both));
  });

  test("where the list must not be met, the other way round", () => {
    const harder = { longer: "harder" } as const;
    const [one, both] = [list("one", ["a"], harder), list("both", ["a", "b"], harder)];
    expect(monotoneAxioms(and(one, both))).toEqual(implies(both, one));
  });

  test("a value may be one of the other's by what it means", () => {
    const [narrow, wide] = [list("narrow", ["10.1"]), list("wide", ["10.1.2", "x"])];
    expect(monotoneAxioms(and(narrow, wide))).toEqual(implies(narrow, wide));
  });

  test("every value has to be", () => {
    expect(monotoneAxioms(and(list("one", ["a", "b"]), list("other", ["a", "c"])))).toEqual(TRUE);
  });

  test("lists with the same values say the same", () => {
    const [one, other] = [list("one", ["a"]), list("other", ["a"])];
    expect(monotoneAxioms(and(one, other))).toEqual(and(implies(one, other), implies(other, one)));
  });

  test("nothing of another subject, of itself, and of what is no test", () => {
    expect(monotoneAxioms(and(list("one", ["a"]), list("both", ["a", "b"], { subject: "t" })))).toEqual(TRUE);
    expect(monotoneAxioms(list("one", ["a"]))).toEqual(TRUE);
    expect(monotoneAxioms(and(opaque("fact", "a fact"), list("one", ["a"])))).toEqual(TRUE);
    expect(monotoneAxioms(TRUE)).toEqual(TRUE);
  });

  test("each pair of several subjects", () => {
    const [a, ab] = [list("a", ["a"]), list("ab", ["a", "b"])];
    const [x, xy] = [list("x", ["x"], { subject: "t" }), list("xy", ["x", "y"], { subject: "t" })];
    expect(monotoneAxioms(and(a, x, ab, xy))).toEqual(and(implies(a, ab), implies(x, xy)));
  });
});
