/** Managed policies that no role of the source has. */
import { DocumentReader } from "../../lib/review/document-reader";
import { looseChanges, reviewPolicy } from "../../lib/review/review-policy";
import type { DocumentFound } from "../../lib/roles/documents";
import type { RoleFacts } from "../../lib/roles/facts";
import type { ObjectFate, Sides } from "../../lib/roles/sides";
import { documentOf, inquiry, roleOf, sidesOf } from "./sides-of";

const ADDRESS = "aws_iam_policy.p";
const OUT = "arn:aws:s3:::acme-out/*";
const READS = documentOf({ Action: "s3:GetObject", Resource: OUT });
const WRITES = documentOf({ Action: "s3:PutObject", Resource: OUT });

const found = (document: unknown, name = ADDRESS): DocumentFound => ({ policy: { name, document } });
const lost = (what = "known only after apply"): DocumentFound => ({ gap: { where: ADDRESS, what, of: "identity" } });

describe("policies that no role of the source has", () => {
  const looseIn = (
    before: readonly DocumentFound[],
    after: readonly DocumentFound[],
    roles: readonly RoleFacts[] = [],
  ) => looseChanges(sidesOf({ policies: before }, { policies: after, roles }));

  test.each<[string, readonly DocumentFound[], readonly DocumentFound[], readonly object[]]>([
    ["new", [], [found(READS)], [{ address: ADDRESS, after: found(READS) }]],
    ["gone", [found(READS)], [], [{ address: ADDRESS, before: found(READS) }]],
    [
      "another text",
      [found(READS)],
      [found(WRITES)],
      [{ address: ADDRESS, before: found(READS), after: found(WRITES) }],
    ],
    ["the same", [found(READS)], [found(READS)], []],
    ["no longer known", [found(READS)], [lost()], [{ address: ADDRESS, before: found(READS), after: lost() }]],
    ["not known on either side", [lost()], [lost()], []],
    [
      "not known for another reason",
      [lost()],
      [lost("lost")],
      [{ address: ADDRESS, before: lost(), after: lost("lost") }],
    ],
    [
      "one beside another",
      [found(READS)],
      [found(READS), found(WRITES, "q")],
      [{ address: "q", after: found(WRITES, "q") }],
    ],
  ])("are told where they change: %s", (_, before, after, expected) => {
    expect(looseIn(before, after)).toStrictEqual(expected);
  });

  test.each<[string, Partial<RoleFacts>]>([
    ["attached", { identity: [{ name: ADDRESS, document: READS }] }],
    ["the boundary", { boundary: { name: ADDRESS, document: READS } }],
    ["attached, and not known", { gaps: [{ where: ADDRESS, what: "lost", of: "identity" }] }],
  ])("are none that a role has on either side: %s", (_, facts) => {
    const roles = [roleOf(facts)];
    expect(looseIn([], [found(READS)], roles)).toEqual([]);
    expect(looseChanges(sidesOf({ policies: [found(READS)], roles }, {}))).toEqual([]);
  });
});

describe("what whoever has a policy can newly do", () => {
  const reviewed = (
    before: DocumentFound | undefined,
    after: DocumentFound | undefined,
    {
      fate,
      own = [],
      steps,
    }: { readonly fate?: ObjectFate; readonly own?: readonly string[]; readonly steps?: number } = {},
  ) => {
    const pair = {
      address: ADDRESS,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
    const sides: Sides = sidesOf(
      {},
      { own: new Set(own) },
      { fates: new Map(fate === undefined ? [] : [[ADDRESS, fate]]) },
    );
    return reviewPolicy(pair, sides, new DocumentReader(), inquiry(steps));
  };

  test("is told of the policy, with all that a reader needs", () => {
    const { subject, findings } = reviewed(found(READS), found(WRITES));
    const { changes, ...rest } = subject;
    expect(rest).toStrictEqual({
      kind: "policy",
      address: ADDRESS,
      fate: "unchanged",
      isMediaConvert: false,
      verdict: "both",
      gains: "yes",
      losses: "yes",
      unknown: [],
      picture: { who: [], what: [{ label: OUT, verbs: ["write"], mark: "changed" }] },
      masked: false,
    });
    expect(changes.map(({ direction, part, says, example }) => ({ direction, part, says, example }))).toEqual([
      {
        direction: "gain",
        part: "permissions",
        says: "can now `s3:PutObject` on `acme-out/*` (was `s3:GetObject`)",
        example: { action: "s3:PutObject", resource: "arn:aws:s3:::acme-out/x", context: {}, provided: [] },
      },
      {
        direction: "loss",
        part: "permissions",
        says: "can no longer `s3:GetObject` on `acme-out/*` (now only `s3:PutObject`)",
        example: { action: "s3:GetObject", resource: "arn:aws:s3:::acme-out/x", context: {}, provided: [] },
      },
    ]);
    expect(findings.map(({ rule, of, where }) => `${rule} ${of ?? ""} ${where}`)).toEqual([
      `write-widened ${ADDRESS} ${ADDRESS}`,
    ]);
  });

  test.each<[string, DocumentFound | undefined, DocumentFound | undefined, ObjectFate | undefined, string]>([
    ["new", undefined, found(READS), { actions: ["create"], isImported: false }, "created"],
    ["gone", found(READS), undefined, { actions: ["delete"], isImported: false }, "deleted"],
    ["changed", found(READS), found(WRITES), { actions: ["update"], isImported: false }, "updated"],
    ["made again", found(READS), found(WRITES), { actions: ["delete", "create"], isImported: false }, "replaced"],
  ])("comes with what becomes of it: %s", (_, before, after, fate, expected) => {
    expect(reviewed(before, after, fate === undefined ? {} : { fate }).subject.fate).toBe(expected);
  });

  test("comes with where it was before it was moved", () => {
    const fate: ObjectFate = { actions: ["update"], isImported: false, movedFrom: "aws_iam_policy.old" };
    expect(reviewed(found(READS), found(WRITES), { fate }).subject.movedFrom).toBe("aws_iam_policy.old");
  });

  test("is less dangerous within the stack", () => {
    const { findings } = reviewed(undefined, found(WRITES), { own: ["acme-out"] });
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(["access-widened low"]);
  });

  const UNREAD = found("{");

  test.each<[string, DocumentFound | undefined, DocumentFound | undefined, object]>([
    [
      "it is not known after",
      found(READS),
      lost(),
      {
        verdict: "unknown",
        unknown: [{ where: ADDRESS, what: "known only after apply", side: "after" }],
        says: [`\`${ADDRESS}\`: known only after apply`],
      },
    ],
    [
      "it was not known before",
      lost(),
      found(READS),
      {
        verdict: "unknown",
        unknown: [{ where: ADDRESS, what: "known only after apply", side: "before" }],
        says: [
          "perhaps: can now `s3:GetObject` on `acme-out/*`: no longer denied by `aws_iam_policy.p (known only after apply)`",
          "perhaps: can now `s3:GetObject` on `acme-out/*`",
          `\`${ADDRESS}\`: known only after apply (before)`,
        ],
      },
    ],
    [
      "it was not known before, and goes",
      lost(),
      undefined,
      {
        verdict: "unknown",
        unknown: [{ where: ADDRESS, what: "known only after apply", side: "before" }],
        says: [`\`${ADDRESS}\`: known only after apply (before)`],
      },
    ],
    [
      "it cannot be read",
      undefined,
      UNREAD,
      {
        verdict: "unknown",
        unknown: [
          { where: ADDRESS, what: expect.stringMatching(/^the policy cannot be read: /) as string, side: "after" },
        ],
        says: [expect.stringMatching(/^`aws_iam_policy.p`: the policy cannot be read: /) as string],
      },
    ],
  ])("is not known where the policy is not: %s", (_, before, after, expected) => {
    const { subject, findings } = reviewed(before, after);
    expect({ verdict: subject.verdict, unknown: subject.unknown, says: findings.map(({ says }) => says) }).toEqual(
      expected,
    );
  });

  test.each<[string, DocumentFound | undefined, DocumentFound | undefined]>([
    ["what is new", undefined, found(documentOf({ Action: "s3:*", Resource: OUT }))],
    ["what is gone", found(documentOf({ Action: "s3:*", Resource: OUT })), undefined],
  ])("is not told where it is too intricate: %s", (_, before, after) => {
    const { subject, findings } = reviewed(before, after, { steps: 0 });
    expect([subject.verdict, ...findings.map(({ rule }) => rule)]).toEqual(["unknown", "undecided"]);
  });
});
