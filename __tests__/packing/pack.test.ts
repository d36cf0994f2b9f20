import { condensed, coveredOf } from "../../lib/packing/condense";
import { sizeOf } from "../../lib/packing/entry";
import { documentsFrom } from "../../lib/packing/documents";
import { type RoleDocument, pack } from "../../lib/packing/pack";
import { PackingError } from "../../lib/packing/prove";
import { type Placeholders, WRITTEN_OUT } from "../../lib/placeholders";
import type { Statement } from "../../lib/policy/model";
import type { MediaConvertRoleProps } from "../../lib/props";
import { KEY, OTHER_KEY } from "../support/pure";
import { entriesIn, linesIn, statementsIn } from "./support";

/** IAM's limit, written down here once more. */
const LARGEST = 6144;

/** As IAM counts: no white space, and the provider writes these three as six characters. */
const sizeInIam = (document: object): number =>
  JSON.stringify(document).length + 5 * (JSON.stringify(document).match(/[<>&]/g) ?? []).length;

const contentOf = (documents: readonly RoleDocument[]): readonly Statement[] =>
  documents.flatMap(({ document }) => document.Statement);

const many = (count: number, one: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => one(index));

describe("documents that fit", () => {
  const cases: readonly (readonly [name: string, props: MediaConvertRoleProps])[] = [
    ["nothing", { access: { mode: "custom" } }],
    [
      "long names of buckets",
      { access: { mode: "configured", inputs: many(300, (n) => `s3://${String(n).padStart(63, "b")}/`) } },
    ],
    [
      "prefixes of a thousand characters",
      { access: { mode: "configured", outputs: many(20, (n) => `s3://acme-out/${String(n)}${"x".repeat(997)}/`) } },
    ],
    [
      "prefixes in which characters count six times",
      { access: { mode: "configured", outputs: many(100, (n) => `s3://acme-out/<&>${String(n)}&&&&&&&&&&/`) } },
    ],
    [
      "prefixes that a policy cannot hold: what comes before is all that counts",
      { access: { mode: "configured", outputs: many(200, (n) => `s3://acme-out/${String(n)}-映画/`) } },
    ],
    [
      "keys as policy statements",
      {
        kmsAuthorization: "policy",
        access: {
          mode: "configured",
          inputs: many(60, (n) => `s3://acme-in-${String(n)}/masters/`).map((location, n) => ({
            location,
            kmsKeyArn: n % 2 === 0 ? KEY : OTHER_KEY,
          })),
        },
      },
    ],
    [
      "statements of the user's",
      {
        access: { mode: "configured", inputs: many(80, (n) => `s3://acme-in-${String(n)}/`) },
        statements: [
          {
            Sid: "Tags",
            Effect: "Allow",
            Action: "s3:GetObjectTagging",
            Resource: many(90, (n) => `arn:aws:s3:::acme-in-${String(n)}/*`),
          },
          {
            Effect: "Deny",
            NotAction: "s3:GetObject",
            NotResource: many(50, (n) => `arn:aws:s3:::acme-in-${String(n)}/*`),
          },
          {
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::a/*",
            Condition: { StringLike: { "aws:PrincipalTag/a": ["b"] } },
          },
        ],
      },
    ],
  ];

  test.each(cases)("%s", (_, props) => {
    const statements = statementsIn({ ...props, maxAttachedPolicies: 25 });
    const { documents, tooLarge, isTight } = pack(statements, 25, WRITTEN_OUT);
    expect([tooLarge, isTight]).toEqual([[], false]);
    for (const { document, size } of documents) {
      expect(size).toBe(sizeInIam(document));
      expect(size).toBeLessThanOrEqual(LARGEST);
    }
    const given = linesIn([...statements.own, ...statements.extra]);
    expect([...linesIn(contentOf(documents))].sort()).toEqual([...given].sort());
  });

  test("are proven before they are returned", () => {
    const read = (resources: readonly string[]): Statement => ({
      Sid: "Read",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: resources,
    });
    // Who takes one bucket for another leaves out what the other does not cover.
    const confused: Placeholders = { ...WRITTEN_OUT, identity: (text) => text.replace(":::b2/", ":::b1/") };
    const wide = ["arn:aws:s3:::b1/*", "arn:aws:s3:::b2/x"];
    expect(() => pack({ own: [read(wide)], extra: [] }, 10, confused)).toThrow(PackingError);
    const others = many(200, (n) => `arn:aws:s3:::acme-${String(n).padStart(40, "0")}/*`);
    expect(() => pack({ own: [read([...wide, ...others])], extra: [] }, 10, confused)).toThrow(PackingError);
    expect(pack({ own: [read([...wide, ...others])], extra: [] }, 10, WRITTEN_OUT).documents.length).toBeGreaterThan(1);
  });

  test("a role that fits into one document has its statements as they are", () => {
    const statements = statementsIn({
      access: { mode: "configured", inputs: ["s3://acme-b/", "s3://acme-a/x"], apiGateway: "all" },
    });
    const { documents } = pack(statements, 10, WRITTEN_OUT);
    expect(documents.map(({ place, suffix, document }) => [place, suffix, document.Statement])).toEqual([
      ["", "", statements.own],
    ]);
  });

  test("a document of 6,144 characters is one, of 6,145 is two", () => {
    const filled = (length: number): MediaConvertRoleProps => ({
      access: {
        mode: "configured",
        outputs: [
          ...many(5, (n) => `s3://acme-out/${String(n)}${"x".repeat(999)}/`),
          `s3://acme-out/${"y".repeat(length)}`,
        ],
      },
    });
    const empty = sizeInIam({ Version: "2012-10-17", Statement: statementsIn(filled(1)).own });
    const documentsOf = (length: number) => pack(statementsIn(filled(length)), 10, WRITTEN_OUT).documents;
    expect(documentsOf(1 + LARGEST - empty).map(({ size }) => size)).toEqual([LARGEST]);
    expect(documentsOf(2 + LARGEST - empty)).toHaveLength(2);
  });
});

describe("what says the same is said once", () => {
  test.each<readonly [patterns: readonly string[], left: readonly string[]]>([
    [["b/*", "b/x/*", "b/x"], ["b/*"]],
    [
      ["b/x/*", "b/x/y", "b/x"],
      ["b/x/*", "b/x"],
    ],
    [
      ["b/x/*", "b/xy/*"],
      ["b/x/*", "b/xy/*"],
    ],
    [
      ["b/x*", "b/xy/*"],
      ["b/x*", "b/xy/*"],
    ],
    [
      ["b/?/*", "b/a/*"],
      ["b/?/*", "b/a/*"],
    ],
    [["b/*/x", "b/*"], ["b/*"]],
    [
      ["b/${*}/*", "b/*/c"],
      ["b/${*}/*", "b/*/c"],
    ],
    [
      ["*", "b/*"],
      ["*", "b/*"],
    ],
  ])("%j → %j", (patterns, left) => {
    const covered = coveredOf(patterns, WRITTEN_OUT);
    expect(patterns.filter((pattern) => !covered.has(pattern))).toEqual(left);
  });

  test("statements without a Sid that differ in their resources are one; all others stay", () => {
    const tag = { Effect: "Allow", Action: ["s3:GetObjectTagging"] } as const;
    const extra: readonly Statement[] = [
      { ...tag, Resource: ["arn:aws:s3:::b/*"] },
      { ...tag, Resource: ["arn:aws:s3:::a/*"] },
      { ...tag, Resource: ["arn:aws:s3:::a/*"], Sid: "Named" },
      { ...tag, Resource: ["arn:aws:s3:::a/*"], Condition: { Bool: { "aws:SecureTransport": ["true"] } } },
      { Effect: "Deny", Action: ["s3:GetObjectTagging"], Resource: ["arn:aws:s3:::a/*"] },
      { ...tag, NotResource: ["arn:aws:s3:::a/*"] },
      { ...tag, NotResource: ["arn:aws:s3:::b/*"] },
    ];
    const { extra: left } = condensed({ own: [], extra }, WRITTEN_OUT);
    expect(left).toHaveLength(6);
    expect(left).toContainEqual({ ...tag, Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] });
  });
});

describe("too few places", () => {
  const props: MediaConvertRoleProps = {
    maxAttachedPolicies: 25,
    access: { mode: "configured", inputs: many(500, (n) => `s3://${String(n).padStart(43, "b")}/`) },
  };

  test("fuller documents, where they help", () => {
    const entries = entriesIn(props);
    const usual = documentsFrom(entries, 25, LARGEST);
    const least = Math.ceil(sizeOf(entries) / LARGEST);
    const fuller = documentsFrom(entries, usual.documents.length - 1, LARGEST);
    expect([usual.isTight, fuller.isTight]).toEqual([false, true]);
    expect(fuller.documents.length).toBeLessThan(usual.documents.length);
    expect(fuller.documents.length).toBeGreaterThanOrEqual(least);
    expect([...linesIn(contentOf(fuller.documents))].sort()).toEqual([...linesIn(contentOf(usual.documents))].sort());
  });

  test("what cannot fit is told by its size, and not tried", () => {
    const { documents, needed, size } = pack(statementsIn(props), 9, WRITTEN_OUT);
    expect([documents, needed]).toEqual([[], Math.ceil(size / LARGEST)]);
  });

  /** A statement of its own for a resource, so that a document of it alone has so many characters. */
  const sized = (action: string, size: number): Statement => {
    const statement = (length: number): Statement => ({
      Effect: "Allow",
      Action: [action],
      Resource: [`arn:aws:s3:::acme/${"x".repeat(length)}`],
    });
    const sizeWith = (length: number): number => sizeInIam({ Version: "2012-10-17", Statement: [statement(length)] });
    return statement(size - sizeWith(0));
  };

  test("what its size promises and its parts do not keep is told by the documents that it needs", () => {
    const extra = ["s3:A", "s3:B", "s3:C"].map((action) => sized(action, 4000));
    const two = pack({ own: [], extra }, 2, WRITTEN_OUT);
    expect(two).toMatchObject({ documents: [], needed: 3, tooLarge: [], isTight: false });
    expect(Math.ceil(two.size / LARGEST)).toBe(2);
    expect(pack({ own: [], extra }, 3, WRITTEN_OUT).documents).toHaveLength(3);
  });

  test("as many documents as there are places are not too many", () => {
    const extra = ["s3:A", "s3:B"].map((action) => sized(action, 4000));
    expect(pack({ own: [], extra }, 2, WRITTEN_OUT)).toMatchObject({ needed: 2, documents: [{}, { place: "" }] });
    expect(pack({ own: [], extra }, 1, WRITTEN_OUT)).toMatchObject({ needed: 2, documents: [] });
  });

  test("an entry of 6,144 characters is a document, one of 6,145 is too large", () => {
    const packed = (size: number) =>
      pack({ own: [], extra: [sized("s3:A", size), sized("s3:B", 500)] }, 9, WRITTEN_OUT);
    expect(packed(LARGEST)).toMatchObject({ needed: 2, tooLarge: [] });
    expect(packed(LARGEST + 1)).toMatchObject({ documents: [], tooLarge: [{ size: LARGEST + 1 }] });
  });

  test("nothing needs no document", () => {
    expect(pack({ own: [], extra: [] }, 9, WRITTEN_OUT)).toMatchObject({ documents: [], needed: 0, tooLarge: [] });
  });

  test("an entry that no document holds is named, with its size", () => {
    const resource = `arn:aws:s3:::acme/${"x".repeat(7000)}`;
    const extra: Statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: [resource] };
    const { tooLarge } = pack({ own: [], extra: [extra] }, 10, WRITTEN_OUT);
    expect(tooLarge).toEqual([{ what: resource, size: sizeInIam({ Version: "2012-10-17", Statement: [extra] }) }]);
  });
});
