/** Grants to users, accounts and roles elsewhere. */
import { type GrantPair, looseGrants, reviewGrant } from "../../lib/review/review-grant";
import type { FoundGrant } from "../../lib/roles/facts";
import type { ObjectFate } from "../../lib/roles/sides";
import { inquiry, roleOf, sidesOf } from "./sides-of";
import { ACCOUNT, KEY } from "./names";

const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`;
const ADDRESS = "aws_kms_grant.g";

const grant = (more: Partial<FoundGrant> = {}): FoundGrant => ({
  name: ADDRESS,
  grantee: ANN,
  keyArn: KEY,
  operations: ["Decrypt"],
  ...more,
});

describe("grants that no role of the source has", () => {
  test.each<[string, readonly FoundGrant[], readonly FoundGrant[], readonly GrantPair[]]>([
    ["new", [], [grant()], [{ address: ADDRESS, after: grant() }]],
    ["gone", [grant()], [], [{ address: ADDRESS, before: grant() }]],
    ["the same", [grant()], [grant()], []],
    [
      "another one",
      [grant()],
      [grant({ grantee: BOB })],
      [{ address: ADDRESS, before: grant(), after: grant({ grantee: BOB }) }],
    ],
    [
      "one beside another",
      [grant()],
      [grant(), grant({ name: "aws_kms_grant.h" })],
      [{ address: "aws_kms_grant.h", after: grant({ name: "aws_kms_grant.h" }) }],
    ],
  ])("are told where they change: %s", (_, before, after, expected) => {
    expect(looseGrants(sidesOf({ grants: before }, { grants: after }))).toStrictEqual(expected);
  });

  test("are none that a role has", () => {
    const moment = { grants: [grant()], roles: [roleOf({ grants: [grant()] })] };
    expect(looseGrants(sidesOf({}, moment))).toEqual([]);
    expect(looseGrants(sidesOf(moment, {}))).toEqual([]);
  });
});

describe("what a grantee can newly do", () => {
  const reviewed = (before: FoundGrant | undefined, after: FoundGrant | undefined, fate?: ObjectFate) => {
    const pair = {
      address: ADDRESS,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
    const fates = new Map(fate === undefined ? [] : [[ADDRESS, fate]]);
    return reviewGrant(pair, sidesOf({}, {}, { fates }), inquiry());
  };

  test("is told of the key, with all that a reader needs", () => {
    const { subject, findings } = reviewed(undefined, grant());
    expect(subject).toStrictEqual({
      kind: "key",
      address: ADDRESS,
      name: KEY,
      fate: "created",
      isMediaConvert: false,
      verdict: "wider",
      gains: "yes",
      losses: "no",
      changes: [
        {
          direction: "gain",
          certain: true,
          part: "permissions",
          severity: "high",
          says: `\`${ANN}\`: can now \`kms:Decrypt\` on \`${KEY}\` by a grant`,
          actions: ["kms:Decrypt"],
          resources: [KEY],
          statement: { document: ADDRESS },
          example: { action: "kms:Decrypt", resource: KEY, principal: ANN, context: {}, provided: [] },
        },
      ],
      unknown: [],
      picture: { who: [{ label: ANN, verbs: [], mark: "added" }], what: [] },
      masked: false,
    });
    expect(findings.map(({ rule, of, where, says }) => [rule, of, where, says])).toEqual([
      ["grant-widened", ADDRESS, ADDRESS, `\`${ANN}\`: can now \`kms:Decrypt\` on \`${KEY}\` by a grant`],
    ]);
  });

  const says = (who: string, can: string): string => `\`${who}\`: can ${can} \`kms:Decrypt\` on \`${KEY}\` by a grant`;
  const REPLACED: ObjectFate = { actions: ["delete", "create"], isImported: false };
  const HELD = { equals: { project: "vod" } };

  test.each<[string, FoundGrant | undefined, FoundGrant | undefined, ObjectFate | undefined, object]>([
    [
      "it goes",
      grant(),
      undefined,
      undefined,
      { fate: "deleted", verdict: "narrower", says: [says(ANN, "no longer")], who: [`${ANN} removed`] },
    ],
    [
      "another one has it",
      grant(),
      grant({ grantee: BOB }),
      REPLACED,
      {
        fate: "replaced",
        verdict: "both",
        says: [says(BOB, "now"), says(ANN, "no longer")],
        who: [`${ANN} removed`, `${BOB} added`],
      },
    ],
    [
      "it is for more",
      grant({ operations: [] }),
      grant(),
      REPLACED,
      { fate: "replaced", verdict: "wider", says: [says(ANN, "now")], who: [`${ANN} changed`] },
    ],
    [
      "it asks for nothing any more",
      grant(HELD),
      grant(),
      REPLACED,
      {
        fate: "replaced",
        verdict: "wider",
        says: [`\`${ANN}\`: \`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires \`project\` = \`vod\``],
        who: [`${ANN} changed`],
      },
    ],
    [
      "only its name in Terraform is another one",
      grant(),
      grant(),
      undefined,
      { fate: "unchanged", verdict: "same", says: [], who: [`${ANN} changed`] },
    ],
  ])("is told for whoever has it on either side: %s", (_, before, after, fate, expected) => {
    const { subject } = reviewed(before, after, fate);
    expect({
      fate: subject.fate,
      verdict: subject.verdict,
      says: subject.changes.map((change) => change.says),
      who: subject.picture.who.map(({ label, mark }) => `${label} ${mark}`),
    }).toEqual(expected);
  });

  test.each<[string, Partial<FoundGrant>, Partial<FoundGrant>, object]>([
    ["without an encryption context, for which any will do", HELD, {}, { "kms:EncryptionContext:project": "x" }],
    [
      "with another one",
      { subset: { project: "vod" } },
      { subset: { project: "live" } },
      { "kms:EncryptionContext:project": "live" },
    ],
  ])("has an example of what was held back: %s", (_, before, after, context) => {
    const [change] = reviewed(grant(before), grant(after), REPLACED).subject.changes;
    expect(change?.example.context).toEqual(context);
  });

  test("is told of the key that it is for now", () => {
    const other = KEY.replace("1234", "4321");
    expect(reviewed(grant(), grant({ keyArn: other })).subject.name).toBe(other);
    expect(reviewed(grant(), undefined).subject.name).toBe(KEY);
  });
});
