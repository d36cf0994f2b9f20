import { type Comparison, type PolicySet, compare } from "../../lib/access/compare";
import type { PolicySource } from "../../lib/access/policies";
import { parseDocument } from "../../lib/access/document";
import { allow, deny, namedPolicy, policy } from "./support";

const OBJECTS = "arn:aws:s3:::acme-in/*";
const set = (...statements: readonly object[]): PolicySet => ({ identity: [policy(...statements)] });
const notAction = (Effect: string, NotAction: unknown, Resource: unknown = "*"): object => ({
  Effect,
  NotAction,
  Resource,
});
const notResource = (Effect: string, Action: unknown, NotResource: unknown): object => ({
  Effect,
  Action,
  NotResource,
});
const TLS = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

type Row = readonly [change: string, before: PolicySet, after: PolicySet, expected: Comparison["verdict"]];

const READ = allow("s3:GetObject", OBJECTS);

/** The ten changes of which `cdk diff` judges eight wrongly, five as false alarms and three as harmless. */
const CDK_TEN: readonly Row[] = [
  ["s3:* becomes s3:GetObject", set(allow("s3:*", OBJECTS)), set(READ), "narrowed"],
  ["a condition is added", set(READ), set({ ...READ, ...TLS }), "narrowed"],
  ["a Sid is renamed", set({ ...READ, Sid: "A" }), set({ ...READ, Sid: "B" }), "same"],
  [
    "a statement is split in two",
    set(allow(["s3:GetObject", "s3:PutObject"], OBJECTS)),
    set(READ, allow("s3:PutObject", OBJECTS)),
    "same",
  ],
  ["a redundant Allow is added", set(allow("s3:*", OBJECTS)), set(allow("s3:*", OBJECTS), READ), "same"],
  [
    "a Deny is removed",
    set(allow("s3:*", OBJECTS), deny("s3:GetObject", OBJECTS)),
    set(allow("s3:*", OBJECTS)),
    "widened",
  ],
  [
    "a Deny's resource shrinks",
    set(allow("s3:*", OBJECTS), deny("s3:*", "arn:aws:s3:::acme-in/private/*")),
    set(allow("s3:*", OBJECTS), deny("s3:*", "arn:aws:s3:::acme-in/private/a/*")),
    "widened",
  ],
  ["Allow NotAction is added", set(READ), set(READ, notAction("Allow", "iam:*")), "widened"],
  ["Allow NotResource is added", set(READ), set(READ, notResource("Allow", "s3:*", OBJECTS)), "widened"],
  ["Deny NotAction is removed", set(allow("*", "*"), notAction("Deny", "s3:*")), set(allow("*", "*")), "widened"],
];

const CDK_MORE: readonly Row[] = [
  ["add Allow NotAction iam:* on *", set(), set(notAction("Allow", "iam:*")), "widened"],
  ["add Allow s3:* with NotResource", set(), set(notResource("Allow", "s3:*", "arn:aws:s3:::acme-in")), "widened"],
  [
    "remove the boundary",
    { ...set(allow("*", "*")), boundary: policy(allow("s3:*", "*")) },
    set(allow("*", "*")),
    "widened",
  ],
  ["narrow * to one bucket", set(allow("s3:GetObject", "*")), set(READ), "narrowed"],
  ["add a condition", set(allow("s3:*", "*")), set(allow("s3:*", "*", TLS)), "narrowed"],
  [
    "merge two statements into an equal one",
    set(READ, allow("s3:GetObject", "arn:aws:s3:::b/*")),
    set(allow("s3:GetObject", [OBJECTS, "arn:aws:s3:::b/*"])),
    "same",
  ],
  ["rename a Sid", set(allow("*", "*", { Sid: "A" })), set(allow("*", "*")), "same"],
];

const variable = (text: string) => `arn:aws:s3:::b/${text}/*`;

const FURTHER: readonly Row[] = [
  [
    "{Get, Put} lies in Get and Put*",
    set(allow(["s3:Get", "s3:Put"], "a")),
    set(allow("s3:Get", "a"), allow("s3:Put*", "a")),
    "widened",
  ],
  [
    "a condition and its opposite",
    set(READ),
    set({ ...READ, ...TLS }, { ...READ, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    "narrowed",
  ],
  [
    "a test and its negation",
    set(READ),
    set(
      { ...READ, Condition: { StringEquals: { "x:k": "a" } } },
      { ...READ, Condition: { StringNotEquals: { "x:k": "a" } } },
    ),
    "same",
  ],
  ["action names ignore case", set(READ), set(allow("S3:getobject", OBJECTS)), "same"],
  ["resources do not", set(READ), set(allow("s3:GetObject", "arn:aws:s3:::Acme-in/*")), "both"],
  [
    "condition keys ignore case",
    set({ ...READ, ...TLS }),
    set({ ...READ, Condition: { bool: { "AWS:securetransport": "true" } } }),
    "same",
  ],
  ["a?* is a*?", set(allow("s3:a?*", "*")), set(allow("s3:a*?", "*")), "same"],
  ["the last statement goes", set(READ), { identity: [] }, "narrowed"],
  [
    "a statement moves to another policy",
    { identity: [policy(READ, allow("s3:PutObject", "b"))] },
    { identity: [policy(allow("s3:PutObject", "b")), policy(READ)] },
    "same",
  ],
  ["a boundary that is wide enough", set(READ), { ...set(READ), boundary: policy(allow("s3:*", "*")) }, "same"],
  [
    "a boundary with a Deny",
    set(READ),
    { ...set(READ), boundary: policy(allow("*", "*"), deny("s3:GetObject", "arn:aws:s3:::acme-in/a*")) },
    "narrowed",
  ],
  [
    "a list in NotAction grows",
    set(notAction("Allow", "iam:*")),
    set(notAction("Allow", ["iam:*", "sts:*"])),
    "narrowed",
  ],
  [
    "a variable stays",
    set(allow("s3:*", variable("${aws:username}"))),
    set(allow("s3:*", variable("${aws:username}"))),
    "same",
  ],
  [
    "a variable becomes a star",
    set(allow("s3:*", variable("${aws:username}"))),
    set(allow("s3:*", variable("*"))),
    "widened",
  ],
  [
    "a star becomes a variable",
    set(allow("s3:*", variable("*"))),
    set(allow("s3:*", variable("${aws:username}"))),
    "narrowed",
  ],
  // What a letter for the variable would miss.
  [
    "a Deny for one name goes",
    set(allow("s3:*", variable("${aws:username}")), deny("s3:*", variable("bob"))),
    set(allow("s3:*", variable("${aws:username}"))),
    "widened",
  ],
  [
    "a reference stays",
    set(allow("s3:*", "${aws_s3_bucket.in.arn}/*")),
    set(allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*")),
    "narrowed",
  ],
  [
    "the same wildcard inside a segment",
    set(allow("s3:*", "arn:aws:logs:*a:b:c")),
    set(allow("s3:*", "arn:aws:logs:*a:b:c", { Sid: "X" })),
    "same",
  ],
  [
    "the condition's list grows",
    set({ ...READ, Condition: { "ForAnyValue:StringLike": { "aws:CalledVia": "a" } } }),
    set({ ...READ, Condition: { "ForAnyValue:StringLike": { "aws:CalledVia": ["a", "b"] } } }),
    "widened",
  ],
];

describe.each([
  ["cdk diff, ten cases", CDK_TEN],
  ["cdk diff, seven more", CDK_MORE],
  ["further cases", FURTHER],
])("%s", (_, rows) => {
  test.each(rows)("%s", (_change, before, after, expected) => {
    expect(compare(before, after).verdict).toBe(expected);
    const back = {
      widened: "narrowed",
      narrowed: "widened",
      same: "same",
      both: "both",
      undecided: "undecided",
    } as const;
    expect(compare(after, before).verdict).toBe(back[expected]);
  });
});

describe("what is said about a difference", () => {
  const before: PolicySet = {
    identity: [namedPolicy("inline", READ, deny("s3:*", "arn:aws:s3:::acme-in/private/*", { Sid: "Private" }))],
  };
  const after: PolicySet = {
    identity: [namedPolicy("inline", READ), namedPolicy("more", allow("s3:Put*", OBJECTS, { Sid: "Write" }))],
  };

  test("cells, statements and witnesses", () => {
    const { widened, narrowed } = compare(before, after, { examples: { action: ["s3:PutObject", "s3:GetObject"] } });
    expect(narrowed).toEqual({ kind: "none" });
    if (widened.kind !== "some") throw new Error(widened.kind);
    const reading = widened.cells.filter((cell) => cell.witness.values["action"] === "s3:GetObject");
    expect(reading).toEqual([
      {
        witness: { values: { action: "s3:GetObject", resource: "arn:aws:s3:::acme-in/private/" }, assumed: [] },
        certain: true,
        allowedBy: [{ document: "inline", index: 0 }],
        deniedBy: [{ document: "inline", index: 1, sid: "Private" }],
      },
    ]);
    const writing = widened.cells.filter((cell) => cell.witness.values["action"] === "s3:PutObject");
    // Nothing was allowed there before: the Deny makes no difference.
    expect(writing.map((cell) => cell.witness.values["resource"])).toEqual(["arn:aws:s3:::acme-in/"]);
    for (const cell of writing) expect(cell.allowedBy).toEqual([{ document: "more", index: 0, sid: "Write" }]);
    expect(widened.cut).toBe(false);
  });

  test("what only may be is not certain", () => {
    const found = compare(set(allow("s3:*", "b/${aws:username}")), set(allow("s3:*", "b/${aws:userid}")));
    expect(found.verdict).toBe("both");
    const cells = found.widened.kind === "some" ? found.widened.cells : [];
    expect(cells.map(({ certain }) => certain)).toEqual([false]);
    expect(cells[0]?.witness.assumed.map(({ about, holds }) => [about, holds]).sort()).toEqual([
      ["whether the resource matches b/${aws:userid}", true],
      ["whether the resource matches b/${aws:username}", false],
    ]);
  });

  test("a policy that is not read may be wider; the same one on both sides changes nothing", () => {
    const unread: PolicySource = { name: "arn:aws:iam::aws:policy/X", unread: true };
    expect(compare({ identity: [unread] }, { identity: [unread] }).verdict).toBe("same");
    const found = compare({ identity: [] }, { identity: [unread] });
    expect(found.verdict).toBe("widened");
    expect(found.widened.kind === "some" && found.widened.cells[0]?.certain).toBe(false);
    // Its Deny statements may take away what others allow.
    expect(compare(set(READ), { identity: [policy(READ), unread] }).verdict).toBe("both");
  });

  test("an unknown operator may hold or not", () => {
    const { document } = parseDocument(
      { Version: "2012-10-17", Statement: { ...READ, Condition: { StringSame: { k: "v" } } } },
      "p",
    );
    if (document === undefined) throw new Error();
    expect(compare({ identity: [document] }, set(READ)).verdict).toBe("widened");
    expect(compare({ identity: [document] }, { identity: [document] }).verdict).toBe("same");
  });

  test("what is known of every request counts", () => {
    const after = set({ ...READ, Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } });
    expect(compare(set(READ), after).verdict).toBe("narrowed");
    const context = { keys: { "aws:principalaccount": { value: "111122223333" } }, others: "unknown" } as const;
    expect(compare(set(READ), after, { context }).verdict).toBe("same");
  });
});
