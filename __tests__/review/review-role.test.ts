/** What becomes of a role, in which order its changes are told, and what is told of it as a whole. */
import { indexOf } from "../../lib/review/around";
import { compareRole } from "../../lib/review/compare-role";
import { DocumentReader } from "../../lib/review/document-reader";
import { pairsOf } from "../../lib/review/pairs";
import { fateOf, inOrder, reviewRole } from "../../lib/review/review-role";
import type { Change, Finding, Review, Severity } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import type { RoleFacts } from "../../lib/roles/facts";
import type { Moment, ObjectFate } from "../../lib/roles/sides";
import { type More, documentOf, inquiry, roleOf, roleWith, sidesOf } from "./sides-of";

const ADDRESS = "aws_iam_role.media";
const GET = { Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-out/*" };

const reviewed = (before: Partial<Moment>, after: Partial<Moment>, more: More = {}): Review => {
  const compared = { kind: "plan", before: "", after: "" } as const;
  return reviewOf(sidesOf(before, after, more), { compared, suppressions: [], showSensitive: false });
};

const says = (findings: readonly Finding[]): readonly string[] => findings.map((one) => `${one.rule}: ${one.says}`);

describe("what becomes of an object", () => {
  test.each<[string, readonly string[] | undefined, boolean, boolean, boolean, string]>([
    ["it is new", ["create"], false, false, true, "created"],
    ["it goes", ["delete"], false, true, false, "deleted"],
    ["it is made again", ["delete", "create"], false, true, true, "replaced"],
    ["the new one is made first", ["create", "delete"], false, true, true, "replaced"],
    ["an older one of it goes", ["delete"], false, true, true, "replaced"],
    ["it is no longer looked after", ["forget"], false, true, true, "forgotten"],
    ["it is left behind and made again", ["create", "forget"], false, true, true, "forgotten"],
    ["it begins to be looked after", ["no-op"], true, true, true, "imported"],
    ["it is changed", ["update"], false, true, true, "updated"],
    ["nothing happens to it", ["no-op"], false, true, true, "unchanged"],
    ["the source does not say", undefined, false, true, true, "unchanged"],
  ])("%s", (_, actions, isImported, before, after, expected) => {
    const fate: ObjectFate | undefined = actions === undefined ? undefined : { actions, isImported };
    expect(fateOf(fate, { before, after })).toBe(expected);
  });
});

test("changes are told the most dangerous first, gains before losses, and then as they stand", () => {
  const [example] = reviewed({ roles: [roleOf()] }, { roles: [roleWith(GET)] }).roles.flatMap(({ changes }) => changes);
  if (example === undefined) throw new Error("no change");
  const change = (severity: Severity, direction: Change["direction"], text: string): Change => ({
    ...example,
    severity,
    direction,
    says: text,
  });
  const changes = [
    change("info", "loss", "f"),
    change("info", "gain", "e"),
    change("low", "gain", "c"),
    change("low", "gain", "d"),
    change("info", "loss", "g"),
    change("critical", "gain", "a"),
    change("high", "loss", "b"),
  ];
  expect(
    inOrder(changes)
      .map((one) => one.says)
      .join(""),
  ).toBe("abcdefg");
  expect(changes.map((one) => one.says).join("")).toBe("fecdgab");
});

describe("a role as a whole", () => {
  test("is told of with its names and addresses, as far as they differ", () => {
    const before = { ...roleOf(), where: "aws_iam_role.old", roleName: "media" };
    const after = { ...roleWith(GET), roleName: "media" };
    const [subject] = reviewed({ roles: [before] }, { roles: [after] }).roles;
    expect(subject).toMatchObject({ address: ADDRESS, movedFrom: "aws_iam_role.old", name: "media" });
    expect(Object.keys(subject ?? {})).not.toContain("nameBefore");
    const [same] = reviewed({ roles: [roleOf()] }, { roles: [roleWith(GET)] }).roles;
    expect(Object.keys(same ?? {})).not.toContain("movedFrom");
  });

  test.each<[string, RoleFacts, RoleFacts, readonly string[]]>([
    [
      "statements in another order",
      roleWith(GET, { ...GET, Action: "s3:PutObject" }),
      roleWith({ ...GET, Action: "s3:PutObject" }, GET),
      ["same-in-other-words: the policies of `aws_iam_role.media` say the same in other words"],
    ],
    ["the same words", roleWith(GET), roleWith(GET), []],
  ])("says whether it only says it in other words: %s", (_, before, after, expected) => {
    expect(says(reviewed({ roles: [before] }, { roles: [after] }).findings)).toEqual(expected);
  });

  const limit = { name: "aws_iam_policy.b", document: documentOf({ Action: "s3:PutObject", Resource: "*" }) };
  const unknownLimit = { gaps: [{ where: "arn:b", what: "not in the plan", of: "boundary" as const }] };

  test.each<[string, RoleFacts, RoleFacts, readonly string[]]>([
    [
      "of which is known what it held back",
      { ...roleWith(GET), boundary: limit },
      roleWith(GET),
      [
        "boundary-removed: can now `s3:GetObject` on `acme-out/*`, which the permissions boundary `aws_iam_policy.b` did not allow",
      ],
    ],
    [
      "of which it is not",
      { ...roleWith(GET), ...unknownLimit },
      roleWith(GET),
      [
        "deny-removed: perhaps: can now `s3:GetObject` on `acme-out/*`: no longer denied by `arn:b (not in the plan)`",
        "boundary-removed: the permissions boundary is removed, and it is not known what it held back",
        "unknown-policy: `arn:b`: not in the plan (before)",
      ],
    ],
    [
      "beside which something is new that it held back as well",
      { ...roleOf(), boundary: limit },
      roleWith(GET),
      [
        "boundary-removed: the permissions boundary `aws_iam_policy.b` is removed",
        "read-widened: can now `s3:GetObject` on `acme-out/*`",
      ],
    ],
    ["that held nothing back", { ...roleOf(), boundary: limit }, roleOf(), []],
    [
      "for which there is another one that is not known",
      { ...roleWith(GET), boundary: limit },
      { ...roleWith(GET), ...unknownLimit },
      [
        "boundary-removed: perhaps: can now `s3:GetObject` on `acme-out/*`, which the permissions boundary `aws_iam_policy.b` did not allow",
        "unknown-policy: `arn:b`: not in the plan",
      ],
    ],
  ])("loses a boundary %s", (_, before, after, expected) => {
    const found = says(reviewed({ roles: [before] }, { roles: [after] }).findings);
    expect(found.filter((one) => !one.startsWith("same-in"))).toEqual(expected);
  });

  const lost = (of: "identity" | "boundary"): Partial<RoleFacts> => ({ gaps: [{ where: "w", what: "lost", of }] });
  const wide = { name: "aws_iam_policy.wide", document: documentOf({ Action: "s3:*", Resource: "*" }) };

  test.each<[string, RoleFacts, RoleFacts, readonly string[]]>([
    ["for another one", { ...roleOf(), boundary: limit }, { ...roleWith(GET), boundary: wide }, []],
    ["that it never had", roleOf(lost("identity")), roleWith(GET), []],
    [
      "beside a policy that is not known",
      { ...roleOf(), boundary: limit },
      { ...roleWith(GET), ...lost("identity") },
      ["aws_iam_role.media: permissions boundary"],
    ],
  ])("loses no boundary but one that is gone: %s", (_, before, after, expected) => {
    const { findings } = reviewed({ roles: [before] }, { roles: [after] });
    expect(findings.filter(({ rule }) => rule === "boundary-removed").map(({ subject }) => subject)).toEqual(expected);
  });

  test("has a verdict that is unknown only with a word about why", () => {
    const open = { ...GET, Resource: "arn:aws:s3:::${aws_s3_bucket.b.bucket}/*" };
    const { verdict, findings } = reviewed({ roles: [roleWith(open)] }, { roles: [roleWith(GET)] });
    expect(verdict).toBe("unknown");
    expect(findings.filter(({ rule }) => rule === "unknown-policy")).toMatchObject([
      {
        subject: "aws_iam_role.media: values known only after apply",
        of: ADDRESS,
        where: ADDRESS,
        says: "what `aws_iam_role.media` may do depends on values that are known only after apply",
      },
    ]);
  });

  test("says nothing in other words where it has another name, which is told", () => {
    const PUT = { ...GET, Action: "s3:PutObject" };
    const after = { ...roleWith(PUT, GET), roleName: "other" };
    const { findings } = reviewed({ roles: [roleWith(GET, PUT)] }, { roles: [after] });
    expect(findings.map(({ rule }) => rule)).toEqual(["role-replaced"]);
  });
});

describe("a review as a whole", () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], []],
    [["u1"], ["users and groups are not reviewed: u1"]],
    [["u1", "u2", "u3", "u4", "u5"], ["users and groups are not reviewed: u1, u2, u3, u4, u5"]],
    [["u1", "u2", "u3", "u4", "u5", "u6"], ["users and groups are not reviewed: u1, u2, u3, u4, u5 and others"]],
  ])("remarks on whom it does not review: %j", (ofOthers, remarks) => {
    expect(reviewed({}, {}, { ofOthers }).remarks).toEqual(remarks);
  });

  test.each<[string, ObjectFate | undefined, boolean]>([
    ["nothing happens to it", { actions: ["no-op"], isImported: false }, false],
    ["the source does not say", undefined, false],
    ["only its tags change", { actions: ["update"], isImported: false }, false],
    ["it is made again", { actions: ["delete", "create"], isImported: false }, true],
    ["an older one of it goes", { actions: ["delete"], isImported: false }, true],
    ["it is left behind", { actions: ["forget"], isImported: false }, true],
    ["it is moved", { actions: ["no-op"], isImported: false, movedFrom: "aws_iam_role.old" }, true],
    ["it begins to be looked after", { actions: ["no-op"], isImported: true }, true],
  ])("tells of a role that stays as it is, where %s", (_, fate, isTold) => {
    const roles = [roleWith(GET)];
    const fates = new Map(fate === undefined ? [] : [[ADDRESS, fate]]);
    const found = reviewed({ roles }, { roles }, { fates });
    expect(found.roles.map(({ address }) => address)).toEqual(isTold ? [ADDRESS] : []);
    expect(found.unchangedRoles).toBe(isTold ? 0 : 1);
  });

  test("tells of the most dangerous role first, and of what is wider before what is not", () => {
    const named = (name: string, ...statements: readonly object[]): RoleFacts => ({
      ...roleWith(...statements),
      where: `aws_iam_role.${name}`,
      roleName: name,
    });
    const READ = { Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
    const found = reviewed(
      { roles: [named("less", READ), named("reads"), named("passes"), named("both", READ), named("writes")] },
      {
        roles: [
          named("less"),
          named("reads", READ),
          named("passes", { Action: "iam:PassRole", Resource: "*" }),
          named("both", { ...READ, Resource: "arn:aws:s3:::c/*" }),
          named("writes", { ...READ, Action: "s3:PutObject" }),
        ],
      },
    );
    expect(found.roles.map(({ name }) => name)).toEqual(["passes", "writes", "reads", "both", "less"]);
  });
});

describe("where no work is left", () => {
  const deny = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::acme-out/a/*" };

  test.each<[string, RoleFacts, RoleFacts, object]>([
    ["more", roleWith(GET, deny), roleWith(GET), { gains: "undecided", losses: "no" }],
    ["less", roleWith(GET), roleWith(GET, deny), { gains: "no", losses: "undecided" }],
  ])("a role that may do %s is not decided", (_, before, after, subject) => {
    const sides = sidesOf({ roles: [before] }, { roles: [after] });
    const [pair] = pairsOf(sides);
    if (pair === undefined) throw new Error("no role");
    const reader = new DocumentReader();
    const compared = compareRole(pair, indexOf([]), reader, inquiry(0));
    const found = reviewRole(compared, sides, reader, inquiry(0));
    expect(found.subject).toMatchObject({ verdict: "unknown", changes: [], ...subject });
    expect(found.findings.map(({ rule, effect }) => [rule, effect])).toEqual([["undecided", "unknown"]]);
  });
});
