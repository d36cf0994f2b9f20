import { type Formula, type OpaqueAtom, type OpaqueTest, and, implies, opaquesOf } from "./formula";

type TestAtom = OpaqueAtom & { readonly test: OpaqueTest };

const isTest = (atom: OpaqueAtom): atom is TestAtom => atom.test !== undefined;

/** Whether each of the shorter list's values passes for one of the longer list. */
const contains = (longer: OpaqueTest, shorter: OpaqueTest): boolean =>
  shorter.values.every((value) => longer.values.some((other) => value === other || longer.implies(value, other)));

/**
 * What opaque tests say about one another: whoever passes a test passes the same test on a longer list of values, so
 * that dropping a value is known to narrow although the test itself is not computed.
 */
export const monotoneAxioms = (formula: Formula): Formula => {
  const bySubject = new Map<string, TestAtom[]>();
  for (const atom of opaquesOf(formula).filter(isTest)) {
    const same = bySubject.get(atom.test.subject);
    if (same === undefined) bySubject.set(atom.test.subject, [atom]);
    else same.push(atom);
  }
  const axioms = [...bySubject.values()].flatMap((atoms) =>
    atoms.flatMap((one) =>
      atoms
        .filter((other) => other !== one && contains(other.test, one.test))
        .map((other) => (one.test.longer === "easier" ? implies(one, other) : implies(other, one))),
    ),
  );
  return and(...axioms);
};
