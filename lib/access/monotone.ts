import { type Formula, type OpaqueAtom, TRUE, and, implies, opaquesOf } from "./formula";

const contains = (longer: OpaqueAtom, shorter: OpaqueAtom): boolean => {
  const { values = [], implies: passes } = longer.test ?? {};
  return (shorter.test?.values ?? []).every((value) =>
    values.some((other) => value === other || passes?.(value, other) === true),
  );
};

/**
 * What opaque tests say about one another: whoever passes a test passes the same test on a longer list of values, so
 * that dropping a value is known to narrow although the test itself is not computed.
 */
export const monotoneAxioms = (formula: Formula): Formula => {
  const bySubject = new Map<string, OpaqueAtom[]>();
  for (const atom of opaquesOf(formula)) {
    if (atom.test === undefined) continue;
    const same = bySubject.get(atom.test.subject);
    if (same === undefined) bySubject.set(atom.test.subject, [atom]);
    else same.push(atom);
  }
  const axioms = [...bySubject.values()].flatMap((atoms) =>
    atoms.flatMap((one) =>
      atoms
        .filter((other) => other !== one && contains(other, one))
        .map((other) => (one.test?.longer === "easier" ? implies(one, other) : implies(other, one))),
    ),
  );
  return axioms.length === 0 ? TRUE : and(...axioms);
};
