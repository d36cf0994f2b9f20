import fc from "fast-check";
import { LOCATION_COUNTS, LOCATION_SETS } from "../../benchmarks/locations";
import { compare } from "../../lib/access/compare";
import { parseDocument } from "../../lib/access/document";
import { condensed } from "../../lib/packing/condense";
import { documentsFrom } from "../../lib/packing/documents";
import { pack } from "../../lib/packing/pack";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { type Statement, policyJson } from "../../lib/policy/model";
import type { MediaConvertRoleProps } from "../../lib/props";
import { entriesIn, statementsIn } from "./support";

/** IAM's limit, written down here once more. */
const LARGEST = 6144;

test("condensing changes no access", () => {
  const key = fc.stringMatching(/^[ab/*?]{0,4}$/);
  const statement = fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Action: fc.constantFrom(["s3:GetObject"], ["s3:PutObject"]),
    Resource: fc.array(
      key.map((text) => `arn:aws:s3:::b/${text}`),
      { minLength: 1, maxLength: 4 },
    ),
  });
  const read = (statements: readonly Statement[]) => {
    const { document } = parseDocument({ Version: "2012-10-17", Statement: statements }, "d");
    if (document === undefined) throw new Error("not read");
    return { identity: [document] };
  };
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 4 }),
      fc.array(statement, { maxLength: 3 }),
      (own, extra) => {
        const few = condensed({ own, extra }, WRITTEN_OUT);
        expect(compare(read([...own, ...extra]), read([...few.own, ...few.extra])).verdict).toBe("same");
      },
    ),
    { numRuns: 300 },
  );
});

describe.each(Object.entries(LOCATION_SETS))("%s", (_, accessOf) => {
  const propsOf = (count: number): MediaConvertRoleProps => ({ maxAttachedPolicies: 25, access: accessOf(count) });

  test.each(LOCATION_COUNTS)("%i locations need at most one document more than their size", (count) => {
    const { documents, size, needed } = pack(statementsIn(propsOf(count)), 25, WRITTEN_OUT);
    expect(needed).toBe(documents.length);
    expect(documents.length).toBeLessThanOrEqual(Math.ceil(size / LARGEST) + 1);
  });

  test("a location more, or less, changes at most two of the documents", () => {
    const textsOf = (count: number): readonly string[] =>
      documentsFrom(entriesIn(propsOf(count)), 25, LARGEST).documents.map(({ document }) => policyJson(document));
    const changed = (from: readonly string[], to: readonly string[]): number =>
      from.filter((text) => !to.includes(text)).length;
    // `npm run bench -- --only growth` looks at every number up to 500.
    for (const [from, to] of [
      [1, 120],
      [470, 500],
    ] as const) {
      let before = textsOf(from);
      for (let count = from + 1; count <= to; count += 1) {
        const after = textsOf(count);
        expect([count, changed(before, after) <= 2, changed(after, before) <= 3]).toEqual([count, true, true]);
        before = after;
      }
    }
  }, 60_000);
});
