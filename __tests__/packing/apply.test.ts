import fc from "fast-check";
import { documentsFrom } from "../../lib/packing/documents";
import type { RoleDocument } from "../../lib/packing/pack";
import { allOf } from "../../lib/policy/role-policies";
import type { ConfiguredAccess, ExtraStatement } from "../../lib/props";
import { KEY } from "../support/pure";
import { entriesIn, linesIn, statementsIn } from "./support";

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

const linesOf = (documents: readonly RoleDocument[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ document }) => linesIn(document.Statement)));

/** Whether lines say what a line says: it is one of them, or another one has a directory that it lies in. */
const say = (lines: ReadonlySet<string>, line: string): boolean => {
  if (lines.has(line)) return true;
  const [effect = "", action = "", resource = "", ...rest] = line.split(" ");
  return [...resource.matchAll(/\//g)].some(({ index }) =>
    lines.has([effect, action, `${resource.slice(0, index + 1)}*`, ...rest].join(" ")),
  );
};

/** Small documents, so that few locations fill many. */
const LARGEST = 1100;

interface Settings {
  readonly locations: readonly { bucket: number; prefix: number; write: boolean; key: boolean }[];
  readonly statements: readonly { action: number; resource: number; sid: boolean; deny: boolean }[];
}

/** A role: what its settings say, whether or not something else says it too, and its documents. */
interface Role {
  readonly said: ReadonlySet<string>;
  readonly documents: readonly RoleDocument[];
}

const roleOf = ({ locations, statements }: Settings, places: number): Role => {
  const given = (write: boolean) =>
    locations
      .filter((one) => one.write === write)
      .map(({ bucket, prefix, key }) => ({
        // Every third is a directory in which others lie.
        location: `s3://acme-${String(bucket)}/${prefix === 0 ? "" : `titles${String(prefix % 3)}/${prefix % 3 === 0 ? "" : `${"x".repeat(prefix * 2)}/`}`}`,
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
  const bySid = new Map<string, ExtraStatement>();
  for (const [index, { action, resource, sid, deny }] of statements.entries()) {
    const name = sid ? `Own${String(action)}` : "";
    const statement: ExtraStatement = {
      ...(sid ? { Sid: name } : {}),
      Effect: deny && !sid ? "Deny" : "Allow",
      Action: `s3:GetObjectTagging${String(action)}`,
      Resource: `arn:aws:s3:::acme-${String(resource)}/${"y".repeat(30)}`,
    };
    bySid.set(sid ? name : String(index), statement);
  }
  const props = {
    access,
    statements: [...bySid.values()],
    kmsAuthorization: "policy",
    maxAttachedPolicies: 25,
  } as const;
  return {
    said: new Set(linesIn(allOf(statementsIn(props)))),
    documents: documentsFrom(entriesIn(props), places, LARGEST).documents,
  };
};

const location = fc.record({ bucket: fc.nat(12), prefix: fc.nat(14), write: fc.boolean(), key: fc.boolean() });
const statement = fc.record({ action: fc.nat(3), resource: fc.nat(30), sid: fc.boolean(), deny: fc.boolean() });
const settings: fc.Arbitrary<Settings> = fc.record({
  locations: fc.array(location, { maxLength: 80 }),
  statements: fc.array(statement, { maxLength: 30 }),
});

describe("while Terraform goes from one set of documents to another", () => {
  const law = (name: string, pair: fc.Arbitrary<readonly [Role, Role]>, numRuns: number): void => {
    test(`${name}: what the role keeps, it has at every moment`, () => {
      fc.assert(
        fc.property(pair, ([before, after]) => {
          const kept = [...before.said].filter((line) => after.said.has(line));
          for (const moment of steps(before.documents, after.documents)) {
            const now = linesOf(moment);
            expect(kept.filter((line) => !say(now, line))).toEqual([]);
          }
        }),
        { numRuns },
      );
    }, 120_000);
  };
  const many = 1000;
  law(
    "any change",
    fc.tuple(settings, settings).map(([one, other]) => [roleOf(one, many), roleOf(other, many)]),
    100,
  );
  law(
    "some more or less",
    fc
      .tuple(settings, fc.array(location, { maxLength: 6 }), fc.array(statement, { maxLength: 4 }), fc.nat(8))
      .map(([some, locations, statements, less]) => [
        roleOf(some, many),
        roleOf(
          {
            locations: [...some.locations.slice(less), ...locations],
            statements: [...some.statements.slice(less), ...statements],
          },
          many,
        ),
      ]),
    300,
  );
  law(
    "more or less room",
    fc.tuple(settings, fc.nat(30), fc.nat(30)).map(([some, one, other]) => [roleOf(some, one), roleOf(some, other)]),
    100,
  );
});
