import fc from "fast-check";
import { RULES } from "../../lib/review/catalogue";
import type { Finding, Suppression } from "../../lib/review/report";
import { applySuppressions, readSuppressions } from "../../lib/review/suppressions";

const OPENED: Suppression = {
  rule: "trust-opened",
  subject: "aws_iam_role.mediaconvert arn:aws:iam::444455556666:root",
  reason: "The archive account runs its own jobs, see OPS-1234",
};

const linesOf = (value: unknown, name = "accepted.json"): readonly string[] =>
  readSuppressions(value, name).problems.map(({ path, message }) => `${path}: ${message}`);

describe("reading suppressions", () => {
  test("what is right is read as it stands", () => {
    const suppressions = [
      OPENED,
      { ...OPENED, subject: "aws_iam_role.mediaconvert *" },
      { ...OPENED, rule: "role-path" },
    ];
    const file = { $schema: "./suppressions.schema.json", suppressions };
    expect(readSuppressions(file, "accepted.json")).toEqual({ suppressions, problems: [] });
  });

  test("none are right too", () => {
    expect(readSuppressions({ suppressions: [] }, "accepted.json")).toEqual({ suppressions: [], problems: [] });
  });

  test.each(["widens", "breaks", "informs"])("findings that are of effect %s can be accepted", (effect) => {
    for (const { id } of RULES.filter((rule) => rule.effect === effect)) {
      expect(linesOf({ suppressions: [{ ...OPENED, rule: id }] })).toEqual([]);
    }
  });

  const entry = (change: object) => ({ suppressions: [OPENED, { ...OPENED, subject: "other", ...change }] });
  const { reason, ...noReason } = OPENED;

  test.each<[name: string, value: unknown, path: string, ...words: string[]]>([
    ["no object", [OPENED], "accepted.json", "expected an object"],
    ["text", "trust-opened", "accepted.json", "expected an object"],
    ["null", null, "accepted.json", "expected an object, got null"],
    ["no suppressions", {}, "accepted.json", '"suppressions" is missing'],
    ["a key like a known one", { supressions: [], suppressions: [] }, "accepted.json", 'did you mean "suppressions"?'],
    ["the prototype's key", JSON.parse('{"suppressions":[],"__proto__":{}}'), "accepted.json", '"__proto__"'],
    ["a schema that is no text", { $schema: 1, suppressions: [] }, "accepted.json: $schema", "expected text"],
    ["no list", { suppressions: OPENED }, "accepted.json: suppressions", "expected a list"],
    ["text for an entry", { suppressions: ["x"] }, "accepted.json: suppressions[0]", "expected an object"],
    ["an unknown key", entry({ until: "2027" }), "accepted.json: suppressions[1]", '"until"', "rule, subject, reason"],
    ["a rule misspelled", entry({ rule: "trust-opend" }), "accepted.json: suppressions[1].rule", '"trust-opened"?'],
    ["a rule in capitals", entry({ rule: "Trust-Opened" }), "accepted.json: suppressions[1].rule", '"trust-opened"?'],
    ["a rule like no other", entry({ rule: "W9" }), "accepted.json: suppressions[1].rule", '"W9" is no rule', "report"],
    ["an empty rule", entry({ rule: "" }), "accepted.json: suppressions[1].rule", '"" is no rule'],
    ["a key of objects", entry({ rule: "constructor" }), "accepted.json: suppressions[1].rule", "is no rule"],
    ["a rule that is no text", entry({ rule: 5 }), "accepted.json: suppressions[1].rule", "expected text, got 5"],
    [
      "an unknown policy",
      entry({ rule: "unknown-policy" }),
      "accepted.json: suppressions[1].rule",
      "what cannot be told cannot be accepted",
    ],
    [
      "a partial plan",
      entry({ rule: "incomplete-plan" }),
      "accepted.json: suppressions[1].rule",
      "what cannot be told cannot be accepted",
    ],
    [
      "what is undecided",
      entry({ rule: "undecided" }),
      "accepted.json: suppressions[1].rule",
      "what cannot be told cannot be accepted",
    ],
    ["every subject", entry({ subject: "*" }), "accepted.json: suppressions[1].subject", '"*" names no finding'],
    ["an empty subject", entry({ subject: "" }), "accepted.json: suppressions[1].subject", '"" names no finding'],
    ["a subject that is a list", entry({ subject: ["x"] }), "accepted.json: suppressions[1].subject", "expected text"],
    ["no reason", { suppressions: [noReason] }, "accepted.json: suppressions[0]", '"reason" is missing'],
    ["a reason that is null", entry({ reason: null }), "accepted.json: suppressions[1].reason", "expected text"],
    ["an empty reason", entry({ reason: "" }), "accepted.json: suppressions[1].reason", "says nothing"],
    ["a blank reason", entry({ reason: " \t\n\u00a0\u3000" }), "accepted.json: suppressions[1].reason", "says nothing"],
    ["an entry twice", entry(OPENED), "accepted.json: suppressions[1]", "suppressions[0]", "drop one"],
    [
      "an entry twice with other reasons",
      entry({ ...OPENED, reason: `${reason}!` }),
      "accepted.json: suppressions[1]",
      "suppressions[0]",
    ],
    [
      "too many",
      { suppressions: Array.from({ length: 10_001 }, (_, at) => ({ ...OPENED, subject: String(at) })) },
      "accepted.json: suppressions",
      "10001 entries",
      "10000",
    ],
  ])("%s is one problem, and nothing is accepted", (_, value, path, ...words) => {
    const { suppressions, problems } = readSuppressions(value, "accepted.json");
    expect(suppressions).toEqual([]);
    expect(problems.map((found) => found.path)).toEqual([path]);
    for (const word of words) expect(problems[0]?.message).toContain(word);
  });

  test("all problems come at once", () => {
    const value = {
      comment: "x",
      suppressions: [{ rule: "trust-opend", subject: "*", reason: " " }, OPENED, { ...OPENED, reason: "" }, 7],
    };
    expect(readSuppressions(value, "f").problems.map(({ path }) => path)).toEqual([
      "f",
      "f: suppressions[0].subject",
      "f: suppressions[0].reason",
      "f: suppressions[2].reason",
      "f: suppressions[3]",
      "f: suppressions[0].rule",
      "f: suppressions[2]",
    ]);
  });

  test("entries without a rule or a subject are not taken for the same", () => {
    const { rule, subject, ...rest } = OPENED;
    const lines = linesOf({ suppressions: [rest, rest, { rule, ...rest }, { rule, ...rest }, { subject, ...rest }] });
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(line).toContain("is missing");
  });

  test("the same subject under two rules, and two subjects that look alike joined, are different", () => {
    const pairs = [
      ["role-path", "a"],
      ["role-replaced", "a"],
      ["role-path", 'a","b'],
      ["role-path", "a\u0000b"],
    ].map(([rule, subject]) => ({ rule, subject, reason: "x" }));
    expect(linesOf({ suppressions: pairs })).toEqual([]);
  });

  test("ten thousand are read, and ten thousand mistakes found, in no time", () => {
    const many = (rule: (at: number) => string) => ({
      suppressions: Array.from({ length: 10_000 }, (_, at) => ({ ...OPENED, subject: String(at), rule: rule(at) })),
    });
    const start = Date.now();
    expect(
      readSuppressions(
        many(() => "role-path"),
        "f",
      ).suppressions,
    ).toHaveLength(10_000);
    expect(
      readSuppressions(
        many(() => "role-paht"),
        "f",
      ).problems,
    ).toHaveLength(10_000);
    expect(
      readSuppressions(
        many((at) => `trust-condition-droped-${String(at)}`),
        "f",
      ).problems,
    ).toHaveLength(10_000);
    expect(Date.now() - start).toBeLessThan(20_000);
  }, 30_000);

  test("after many equal mistakes another one is still told what was meant", () => {
    const rules = [...Array.from({ length: 500 }, () => "role-paht"), "trust-opend"];
    const lines = linesOf({ suppressions: rules.map((rule, at) => ({ ...OPENED, subject: String(at), rule })) });
    expect(lines.slice(-2)).toEqual([
      expect.stringContaining('did you mean "role-path"?'),
      expect.stringContaining('did you mean "trust-opened"?'),
    ]);
  });

  test("lists in lists a hundred thousand deep are one problem", () => {
    const deep = JSON.parse(`{"suppressions":[{"rule":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`) as unknown;
    expect(linesOf(deep)).toEqual([expect.stringMatching(/^accepted\.json: is nested deeper/)]);
  });
});

const finding = (change: Partial<Finding>): Finding => ({
  rule: "trust-opened",
  severity: "critical",
  effect: "widens",
  subject: OPENED.subject,
  where: "aws_iam_role.mediaconvert",
  title: "Others than before can assume the role",
  says: "can now be assumed by `arn:aws:iam::444455556666:root`",
  advice: "Remove it.",
  ...change,
});

describe("applying suppressions", () => {
  test("takes away the finding of that rule and subject, with the reason, and no other", () => {
    const findings = [
      finding({ subject: "aws_iam_role.other arn:aws:iam::444455556666:root" }),
      finding({}),
      finding({ rule: "trust-condition-dropped" }),
      finding({ subject: OPENED.subject.toUpperCase() }),
      finding({ subject: `${OPENED.subject} ` }),
    ];
    const unneeded = { ...OPENED, subject: "aws_iam_role.gone" };
    expect(applySuppressions(findings, [unneeded, OPENED])).toEqual({
      findings: [findings[0], findings[2], findings[3], findings[4]],
      suppressed: [{ finding: findings[1], reason: OPENED.reason }],
      unused: [unneeded],
    });
  });

  test("a star stands for itself", () => {
    const stars = finding({ subject: "aws_iam_role.a *" });
    const plain = finding({ subject: "aws_iam_role.a arn:aws:s3:::b" });
    const accepted = { ...OPENED, subject: "aws_iam_role.a *" };
    expect(applySuppressions([stars, plain], [accepted])).toMatchObject({ findings: [plain], unused: [] });
  });

  test("two findings that share rule and subject are both accepted", () => {
    const findings = [finding({ says: "one" }), finding({ says: "two" })];
    const { findings: kept, suppressed, unused } = applySuppressions(findings, [OPENED]);
    expect([kept, suppressed.map((item) => item.finding), unused]).toEqual([[], findings, []]);
  });

  test("what cannot be told stays, and its suppression is not needed", () => {
    const untold = finding({ effect: "unknown" });
    expect(applySuppressions([untold], [OPENED])).toEqual({ findings: [untold], suppressed: [], unused: [OPENED] });
  });

  test("a suppression is needed if one of two findings can be accepted", () => {
    const findings = [finding({ effect: "unknown" }), finding({})];
    expect(applySuppressions(findings, [OPENED]).unused).toEqual([]);
  });

  // Few and odd values, so that they meet often.
  const rule = fc.constantFrom("role-path", "undecided", "__proto__", "a", "a,b");
  const subject = fc.constantFrom("", "c", "b,c", "a,b", '"', "\\", '","', "\ud800", "*", "constructor");
  const anyFinding = fc.record({
    rule,
    subject,
    effect: fc.constantFrom("widens" as const, "breaks" as const, "unknown" as const, "informs" as const),
    says: fc.string(),
  });
  const anySuppression = fc.record({ rule, subject, reason: fc.string({ minLength: 1 }) });

  test("is the definition, pair by pair", () => {
    const accepted = fc.uniqueArray(anySuppression, { selector: (item) => JSON.stringify([item.rule, item.subject]) });
    fc.assert(
      fc.property(fc.array(anyFinding.map(finding)), accepted, (findings, suppressions) => {
        const fits = (found: Finding, item: Suppression): boolean =>
          found.effect !== "unknown" && found.rule === item.rule && found.subject === item.subject;
        const of = (found: Finding) => suppressions.find((item) => fits(found, item));
        expect(applySuppressions(findings, suppressions)).toEqual({
          findings: findings.filter((found) => of(found) === undefined),
          suppressed: findings.flatMap((found) => {
            const by = of(found);
            return by === undefined ? [] : [{ finding: found, reason: by.reason }];
          }),
          unused: suppressions.filter((item) => !findings.some((found) => fits(found, item))),
        });
      }),
      { numRuns: 500 },
    );
  });

  test("keeps each finding once, in its order, and applying again changes nothing", () => {
    fc.assert(
      fc.property(fc.array(anyFinding.map(finding)), fc.array(anySuppression), (findings, suppressions) => {
        const result = applySuppressions(findings, suppressions);
        const away = result.suppressed.map((item) => item.finding);
        expect(findings.filter((found) => result.findings.includes(found))).toEqual(result.findings);
        expect(findings.filter((found) => away.includes(found))).toEqual(away);
        expect(result.findings.length + away.length).toBe(findings.length);
        expect(away.filter(({ effect }) => effect === "unknown")).toEqual([]);
        expect(applySuppressions(result.findings, suppressions).findings).toEqual(result.findings);
      }),
    );
  });

  test("a hundred thousand findings and ten thousand suppressions take no time", () => {
    const findings = Array.from({ length: 100_000 }, (_, at) => finding({ subject: `role ${String(at)}` }));
    const suppressions = Array.from({ length: 10_000 }, (_, at) => ({ ...OPENED, subject: `role ${String(at * 20)}` }));
    const start = Date.now();
    const result = applySuppressions(findings, suppressions);
    expect(Date.now() - start).toBeLessThan(3_000);
    expect([result.findings.length, result.suppressed.length, result.unused.length]).toEqual([95_000, 5_000, 5_000]);
  });
});
