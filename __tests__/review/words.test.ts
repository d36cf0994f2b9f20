import fc from "fast-check";
import type { Example, Review, ReviewedSubject, StatementPlace } from "../../lib/review/report";
import {
  counted,
  doubtsOf,
  exampleWords,
  fateWords,
  headline,
  kindWords,
  numeral,
  placeWords,
  plain,
  severityCounts,
  sideWords,
  spansOf,
} from "../../lib/review/words";
import { change, finding, nasty, review, subject } from "./reports";

const role = (verdict: ReviewedSubject["verdict"]): ReviewedSubject => subject("aws_iam_role.r", { verdict });
const bucket = (verdict: ReviewedSubject["verdict"]): ReviewedSubject => ({ ...role(verdict), kind: "bucket" });
const key = (verdict: ReviewedSubject["verdict"]): ReviewedSubject => ({ ...role(verdict), kind: "key" });

describe("what a verdict rests on", () => {
  const PLAN = "(plan.json)";

  test.each<[what: string, of: Partial<Review>, words: string]>([
    ["nothing at all", {}, `same: there is no role ${PLAN}`],
    ["one role, unchanged", { unchangedRoles: 1 }, `same: the role can do what it could ${PLAN}`],
    ["one role, told of", { roles: [role("same")] }, `same: the role can do what it could ${PLAN}`],
    [
      "roles of both kinds",
      { roles: [role("same")], unchangedRoles: 1 },
      `same: all 2 roles can do what they could ${PLAN}`,
    ],
    ["very many roles", { unchangedRoles: 4990 }, `same: all 4,990 roles can do what they could ${PLAN}`],
    [
      "one that gains",
      { verdict: "wider", roles: [role("wider")] },
      `wider: 1 of 1 role can newly do something ${PLAN}`,
    ],
    [
      "some that gain",
      { verdict: "wider", roles: [role("wider"), role("same"), role("wider")], unchangedRoles: 7 },
      `wider: 2 of 10 roles can newly do something ${PLAN}`,
    ],
    [
      "one that loses",
      { verdict: "narrower", roles: [role("narrower")], unchangedRoles: 1 },
      `narrower: 1 of 2 roles can no longer do something ${PLAN}`,
    ],
    [
      "one that does both, which counts twice",
      { verdict: "both", roles: [role("both"), role("wider")] },
      `wider and narrower: 2 of 2 roles can newly do something; 1 can no longer do something ${PLAN}`,
    ],
    [
      "one of each",
      { verdict: "both", roles: [role("wider"), role("narrower"), role("unknown")] },
      `wider and narrower: 1 of 3 roles can newly do something; 1 can no longer do something; it cannot be told for 1 ${PLAN}`,
    ],
    [
      "one that cannot be told",
      { verdict: "unknown", roles: [role("unknown")] },
      `unknown: it cannot be told for 1 of 1 role ${PLAN}`,
    ],
    [
      "something else that cannot be told",
      { verdict: "unknown", roles: [role("narrower")] },
      `unknown: 1 of 1 role can no longer do something; it cannot be told what else changes ${PLAN}`,
    ],
    ["all that cannot be told", { verdict: "unknown" }, `unknown: it cannot be told what else changes ${PLAN}`],
    [
      "a bucket, and no role",
      { verdict: "wider", resources: [bucket("wider")] },
      `wider: others gain access to 1 bucket ${PLAN}`,
    ],
    [
      "buckets",
      { verdict: "both", resources: [bucket("wider"), bucket("both"), bucket("narrower")] },
      `wider and narrower: others gain access to 2 buckets; others lose access to 2 buckets ${PLAN}`,
    ],
    [
      "keys",
      { verdict: "narrower", resources: [key("narrower"), key("narrower")] },
      `narrower: others lose access to 2 keys ${PLAN}`,
    ],
    ["a key", { verdict: "wider", resources: [key("wider")] }, `wider: others gain access to 1 key ${PLAN}`],
    [
      "a key of which it cannot be told",
      { verdict: "unknown", resources: [key("unknown")] },
      `unknown: it cannot be told for 1 key ${PLAN}`,
    ],
    [
      "a bucket and a key",
      { verdict: "wider", resources: [key("wider"), bucket("wider")] },
      `wider: others gain access to 2 buckets or keys ${PLAN}`,
    ],
    [
      "one of a bucket and a key",
      { verdict: "wider", resources: [key("wider"), bucket("same")] },
      `wider: others gain access to 1 bucket or key ${PLAN}`,
    ],
    [
      "a role, a bucket",
      { verdict: "both", roles: [role("wider")], resources: [bucket("narrower")] },
      `wider and narrower: 1 of 1 role can newly do something; others lose access to 1 bucket ${PLAN}`,
    ],
    [
      "two stacks",
      { compared: { kind: "stacks", before: "old.tf.json", after: "new.tf.json" } },
      "same: there is no role (old.tf.json with new.tf.json)",
    ],
    [
      "files of hostile names",
      { compared: { kind: "stacks", before: "a\nb", after: "c\u0007" } },
      "same: there is no role (a\\nb with c\\u0007)",
    ],
    [
      "files of long names",
      { compared: { kind: "stacks", before: "a".repeat(121), after: "b".repeat(120) } },
      `same: there is no role (${"a".repeat(119)}… with ${"b".repeat(120)})`,
    ],
  ])("%s", (_what, of, words) => {
    expect(headline(review(of))).toBe(words);
  });
});

describe("a text on one line", () => {
  const ESC = "\u001b";

  test.each([
    ["", ""],
    ["arn:aws:s3:::acme-in/*", "arn:aws:s3:::acme-in/*"],
    ["Zoë 日本", "Zoë 日本"],
    ["a\tb\r\nc", "a\\tb\\r\\nc"],
    [`${ESC}[31mred`, "\\u001b[31mred"],
    ["left\u202eright", "left\\u202eright"],
    ["soft\u00adhyphen", "soft\\u00adhyphen"],
    ["line\u2028paragraph\u2029", "line\\u2028paragraph\\u2029"],
    ["zero\u200bwidth", "zero\\u200bwidth"],
    ["tag\u{e0041}", "tag\\udb40\\udc41"],
    ["half\ud83d", "half\\ud83d"],
    // What a pipeline takes for a command.
    ["##[error]x", "\\u0023#[error]x"],
    ["#`#vso[x]", "\\u0023`#vso[x]"],
    ["# heading", "# heading"],
    ["a#b #1", "a#b #1"],
    ["##[error] ###", "\\u0023#[error] \\u0023\\u0023#"],
    ["\u007f\u009b\u0085", "\\u007f\\u009b\\u0085"],
    ["\u2066\u200f\u061c", "\\u2066\\u200f\\u061c"],
    ["\ufff9a\ufffb", "\\ufff9a\\ufffb"],
    ["\ufeff\u3164", "\\ufeff\\u3164"],
    ["\udc00", "\\udc00"],
  ])("%j is shown as %j", (text, line) => {
    expect(plain(text)).toBe(line);
  });

  test.each([
    [500, 500, "x".repeat(500)],
    [501, 500, `${"x".repeat(499)}…`],
    [10_000, 500, `${"x".repeat(499)}…`],
    [5, 4, "xxx…"],
    [4, 4, "xxxx"],
    [2, 1, "…"],
    [1, 0, "…"],
  ])("%d characters where %d have room", (length, longest, line) => {
    expect(plain("x".repeat(length), longest)).toBe(line);
  });

  test("is at most 500 characters long", () => {
    expect(plain("x".repeat(501))).toHaveLength(500);
    expect(plain("\n".repeat(300))).toHaveLength(500);
  });

  test("makes one printable line of any text, no longer than asked", () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (given, longest) => {
        const line = plain(given, longest);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(line).not.toContain("##");
        expect(line.length).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 500 },
    );
  });

  test("is not cut within a character", () => {
    expect(plain("ab😀cd", 4)).toBe("ab…");
    expect(plain("a😀cde", 4)).toBe("a😀…");
    expect(plain("\n".repeat(4), 6)).toBe("\\n\\n\\…");
  });

  test("code in backticks stands apart", () => {
    expect(spansOf("can now `s3:PutObject` on `acme-out/*`")).toEqual([
      { text: "can now ", isCode: false },
      { text: "s3:PutObject", isCode: true },
      { text: " on ", isCode: false },
      { text: "acme-out/*", isCode: true },
    ]);
    expect(spansOf("`a``b`")).toEqual([
      { text: "a", isCode: true },
      { text: "b", isCode: true },
    ]);
    expect(spansOf("c `d")).toEqual([
      { text: "c ", isCode: false },
      { text: "d", isCode: true },
    ]);
    expect(spansOf("")).toEqual([]);
  });

  test("a sentence has at most 1,000 characters, unless told otherwise", () => {
    expect(spansOf("x".repeat(1001))).toEqual([{ text: `${"x".repeat(999)}…`, isCode: false }]);
    expect(spansOf("x".repeat(1001), 2000)).toEqual([{ text: "x".repeat(1001), isCode: false }]);
  });
});

test.each([
  [0, "0", "0 roles"],
  [1, "1", "1 role"],
  [2, "2", "2 roles"],
  [999, "999", "999 roles"],
  [1000, "1,000", "1,000 roles"],
  [1_234_567, "1,234,567", "1,234,567 roles"],
])("%d is written %s", (count, words, roles) => {
  expect(numeral(count)).toBe(words);
  expect(counted(count, "role")).toBe(roles);
  expect(counted(count, "policy", "policies")).toBe(count === 1 ? "1 policy" : `${words} policies`);
});

describe("what a subject is, and what becomes of it", () => {
  test.each([
    ["role", true, "MediaConvert role"],
    ["role", false, "role"],
    ["bucket", false, "bucket"],
    ["bucket", true, "bucket"],
    ["key", false, "key"],
    ["policy", false, "policy"],
  ] as const)("a %s that is one of MediaConvert's: %j, is a %s", (kind, isMediaConvert, words) => {
    expect(kindWords(subject("a", { kind, isMediaConvert }))).toBe(words);
  });

  test.each<[of: Partial<ReviewedSubject>, words: string]>([
    [{ fate: "created" }, "created"],
    [{ fate: "deleted" }, "deleted"],
    [{ fate: "updated" }, "updated"],
    [{ fate: "unchanged" }, "itself unchanged"],
    [{ fate: "forgotten" }, "forgotten by Terraform, but still there"],
    [{ fate: "imported" }, "imported"],
    [{ fate: "replaced", nameBefore: "media" }, "replaced, named media before"],
    [{ fate: "unchanged", movedFrom: "aws_iam_role.old" }, "itself unchanged, moved from aws_iam_role.old"],
    [
      { fate: "replaced", nameBefore: "a`b\n", movedFrom: 'module.m["`"].aws_iam_role.r' },
      "replaced, named a'b\\n before, moved from module.m[\"'\"].aws_iam_role.r",
    ],
  ])("%j is %s", (of, words) => {
    expect(fateWords(subject("aws_iam_role.new", of))).toBe(words);
  });

  const NEWLY = "perhaps it can newly do something";
  const NO_LONGER = "perhaps it can no longer do something";

  test.each<[of: Partial<ReviewedSubject>, doubts: readonly string[]]>([
    [{}, []],
    [{ gains: "yes", losses: "yes" }, []],
    [{ gains: "maybe" }, [NEWLY]],
    [{ losses: "maybe" }, [NO_LONGER]],
    [{ gains: "maybe", losses: "maybe" }, [NEWLY, NO_LONGER]],
    // A change says the same, and more.
    [{ gains: "maybe", losses: "maybe", changes: [change({ direction: "gain" })] }, [NO_LONGER]],
    [{ gains: "maybe", losses: "maybe", changes: [change({ direction: "loss" })] }, [NEWLY]],
    [{ gains: "undecided" }, ["whether it can newly do something is too intricate to decide"]],
    [
      { losses: "undecided", changes: [change({ direction: "loss" })] },
      ["whether it can no longer do something is too intricate to decide"],
    ],
    [{ masked: true, gains: "yes" }, ["details are not shown, since a value that they come from is marked sensitive"]],
  ])("of %j there is to say: %j", (of, doubts) => {
    expect(doubtsOf(subject("aws_iam_role.r", of))).toEqual(doubts);
  });
});

test.each([
  [[], ""],
  [["low"], "1 low"],
  [["info", "low", "medium", "high", "critical"], "1 critical, 1 high, 1 medium, 1 low, 1 info"],
  [["high", "low", "high"], "2 high, 1 low"],
  [Array<"low">(1200).fill("low"), "1,200 low"],
] as const)("findings %j are %s", (severities, words) => {
  expect(severityCounts(severities.map((severity) => finding({ severity })))).toBe(words);
});

test.each<[place: StatementPlace, words: string]>([
  [{ document: "aws_iam_policy.p", index: 0 }, "statement 1 of aws_iam_policy.p"],
  [{ document: "aws_iam_policy.p", index: 0, sid: "In" }, "Sid In of aws_iam_policy.p"],
  [{ document: "aws_kms_grant.g" }, "aws_kms_grant.g"],
  [{ document: "a\nb", sid: "c\td" }, "Sid c\\td of a\\nb"],
  [{ document: "a\nb", index: 9 }, "statement 10 of a\\nb"],
  [{ document: "a\nb" }, "a\\nb"],
])("%j stands in %s", (place, words) => {
  expect(placeWords(place)).toBe(words);
});

test.each<[example: Partial<Example>, words: string]>([
  [{}, "s3:GetObject"],
  [{ resource: "arn:aws:s3:::acme-in/x" }, "s3:GetObject on arn:aws:s3:::acme-in/x"],
  [{ principal: "mediaconvert.amazonaws.com" }, "s3:GetObject by mediaconvert.amazonaws.com"],
  [{ resource: "r", principal: "p" }, "s3:GetObject on r by p"],
  [{ context: { "aws:SourceAccount": "1", a: "2" } }, "s3:GetObject, with aws:SourceAccount = 1 and a = 2"],
  [{ context: { a: "" } }, 's3:GetObject, with a = ""'],
  [{ context: { a: null, b: null } }, "s3:GetObject, without a and b"],
  [
    { resource: "r", context: { a: null, b: "1" }, provided: ["x holds", "y allows it"] },
    "s3:GetObject on r, with b = 1, without a, provided x holds and y allows it",
  ],
  [
    { action: "a\n", resource: "b\n", principal: "c\n", context: { "d\n": "e\n", "f\n": null }, provided: ["g\n"] },
    "a\\n on b\\n by c\\n, with d\\n = e\\n, without f\\n, provided g\\n",
  ],
])("the request %j is written %s", (example, words) => {
  expect(exampleWords({ action: "s3:GetObject", context: {}, provided: [], ...example })).toBe(words);
});

test.each([
  ["before", "before the change"],
  ["after", "after the change"],
  ["both", "before and after the change"],
] as const)("%s is %s", (side, words) => {
  expect(sideWords({ side })).toBe(words);
});
