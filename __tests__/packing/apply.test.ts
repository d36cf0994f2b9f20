import fc from "fast-check";
import { documentsFrom } from "../../lib/packing/documents";
import type { RoleDocument } from "../../lib/packing/pack";
import type { ConfiguredAccess } from "../../lib/props";
import { KEY } from "../support/pure";
import { entriesIn, linesIn } from "./support";

/**
 * How Terraform gets from one set of documents to another: each in its turn is changed, or made and attached; those that
 * go, and the earlier ones of those that are made anew, go in the end, in any order.
 */
const steps = (
  before: readonly RoleDocument[],
  after: readonly RoleDocument[],
): readonly (readonly RoleDocument[])[] => {
  const address = ({ place, suffix }: RoleDocument): string => `${place} ${suffix}`;
  let attached = new Map(before.map((document) => [address(document), document]));
  const seen: (readonly RoleDocument[])[] = [[...attached.values()]];
  for (const document of after) {
    attached = new Map(attached).set(address(document), document);
    seen.push([...attached.values()]);
  }
  seen.push(after);
  return seen;
};

const allows = (documents: readonly RoleDocument[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ document }) => linesIn(document.Statement)));

/** Small documents, so that few locations fill many. */
const LARGEST = 1100;

const location = fc.record({ bucket: fc.nat(40), prefix: fc.nat(12), write: fc.boolean(), key: fc.boolean() });

const documentsOf = (
  locations: readonly { bucket: number; prefix: number; write: boolean; key: boolean }[],
  places: number,
) => {
  const given = (write: boolean) =>
    locations
      .filter((one) => one.write === write)
      .map(({ bucket, prefix, key }) => ({
        location: `s3://acme-${String(bucket)}/${prefix === 0 ? "" : `titles/${"x".repeat(prefix * 3)}${String(prefix)}/`}`,
        ...(key ? { kmsKeyArn: KEY, bucketKey: false } : {}),
      }));
  const unique = <T extends { location: string }>(items: readonly T[]): readonly T[] => [
    ...new Map(items.map((item) => [item.location, item])).values(),
  ];
  const access: ConfiguredAccess = {
    mode: "configured",
    inputs: unique(given(false)),
    outputs: [...unique(given(true)), "s3://always/"],
  };
  return documentsFrom(entriesIn({ access, kmsAuthorization: "policy", maxAttachedPolicies: 25 }), places, LARGEST)
    .documents;
};

const sets = fc.array(location, { maxLength: 120 });

describe("while Terraform goes from one set of documents to another", () => {
  const law = (name: string, pair: fc.Arbitrary<readonly [readonly RoleDocument[], readonly RoleDocument[]]>): void => {
    test(`${name}: what the role keeps, it has at every moment`, () => {
      fc.assert(
        fc.property(pair, ([before, after]) => {
          const [had, will] = [allows(before), allows(after)];
          const kept = [...had].filter((line) => will.has(line));
          for (const moment of steps(before, after)) {
            const now = allows(moment);
            expect(kept.filter((line) => !now.has(line))).toEqual([]);
          }
        }),
        { numRuns: 150 },
      );
    }, 120_000);
  };
  const many = 1000;
  law(
    "any change",
    fc.tuple(sets, sets).map(([one, other]) => [documentsOf(one, many), documentsOf(other, many)]),
  );
  law(
    "some locations more or less",
    fc
      .tuple(sets, fc.array(location, { maxLength: 12 }), fc.nat(12))
      .map(([some, more, less]) => [documentsOf(some, many), documentsOf([...some.slice(less), ...more], many)]),
  );
  law(
    "more or less room",
    fc
      .tuple(sets, fc.nat(30), fc.nat(30))
      .map(([some, one, other]) => [documentsOf(some, one), documentsOf(some, other)]),
  );
});
