/** What a source does not show, and on which side. */
import type { Problem } from "../../lib/problem";
import { undecidedFinding, unknownFindings, unknownOf, unknownOfResource, unreadable } from "../../lib/review/unknown";
import type { FoundPolicy, Gap } from "../../lib/roles/facts";
import { roleOf } from "./sides-of";

const gap = (of: Gap["of"], where = "w", what = "not in the plan"): Gap => ({ where, what, of });

const noProblems = (): readonly Problem[] => [];

/** All but policies called `fine` cannot be read. */
const problemsOf = ({ name }: FoundPolicy): readonly Problem[] =>
  name === "fine"
    ? []
    : [
        { path: `${name}.Statement[0]`, message: 'has no "Action";\n add it' },
        { path: name, message: "another problem" },
      ];

const policy = (name: string): FoundPolicy => ({ name, document: "{" });
const wrong = (where: string): object => ({
  where,
  what: 'the policy cannot be read: Statement[0] has no "Action"; add it',
});

describe("what is not known of a role", () => {
  test.each<[Gap["of"], boolean]>([
    ["identity", true],
    ["boundary", true],
    ["trust", true],
    ["grants", true],
    ["role", true],
    ["bucket", false],
    ["key", false],
    ["encryption", false],
  ])("is what bears on what it may do: %s", (of, isTold) => {
    const found = unknownOf({ after: roleOf({ gaps: [gap(of)] }) }, noProblems);
    expect(found).toEqual(isTold ? [{ where: "w", what: "not in the plan", side: "after" }] : []);
  });

  test.each<[string, readonly Gap[] | undefined, readonly Gap[] | undefined, readonly string[]]>([
    ["a new role", undefined, [gap("identity")], ["w after"]],
    ["a role that goes", [gap("identity")], undefined, ["w before"]],
    ["both sides", [gap("identity")], [gap("identity")], ["w both"]],
    ["one side each", [gap("identity", "v")], [gap("identity")], ["v before", "w after"]],
    ["something else than before", [gap("identity", "w", "lost")], [gap("identity")], ["w before", "w after"]],
    ["nothing", [], [], []],
  ])("is told with its side: %s", (_, before, after, expected) => {
    const facts = {
      ...(before === undefined ? {} : { before: roleOf({ gaps: before }) }),
      ...(after === undefined ? {} : { after: roleOf({ gaps: after }) }),
    };
    expect(unknownOf(facts, noProblems).map(({ where, side }) => `${where} ${side}`)).toEqual(expected);
  });

  test("is a policy that cannot be read, whichever it is", () => {
    const role = roleOf({
      identity: [policy("own"), policy("fine")],
      trust: policy("trust"),
      boundary: policy("boundary"),
      gaps: [gap("grants")],
    });
    expect(unknownOf({ after: role }, problemsOf)).toEqual(
      [{ where: "w", what: "not in the plan" }, wrong("own"), wrong("trust"), wrong("boundary")].map((one) => ({
        ...one,
        side: "after",
      })),
    );
  });
});

describe("what is not known of a bucket", () => {
  test("is the gaps of its policy, and a policy that cannot be read", () => {
    const found = unknownOfResource(
      {
        before: { accountUncertain: false, gaps: [gap("bucket")], policy: policy("fine") },
        after: { accountUncertain: false, gaps: [gap("bucket")], policy: policy("p") },
      },
      problemsOf,
    );
    expect(found).toEqual([
      { where: "w", what: "not in the plan", side: "both" },
      { ...wrong("p"), side: "after" },
    ]);
  });

  test("is nothing where there is no policy", () => {
    expect(unknownOfResource({ after: { accountUncertain: false, gaps: [] } }, problemsOf)).toEqual([]);
  });
});

describe("why a policy cannot be read", () => {
  test.each([
    ["p.Statement[0]", "has no Effect", "Statement[0] has no Effect"],
    ["p", "is no policy", "is no policy"],
    ["Statement[0]", "has no Effect", "Statement[0] has no Effect"],
    ["p", "is\n  no\tpolicy", "is no policy"],
  ])("is told on one line, without the policy's name: %s", (path, message, words) => {
    expect(unreadable({ name: "p", document: "" }, () => [{ path, message }])).toEqual([
      { where: "p", what: `the policy cannot be read: ${words}` },
    ]);
  });
});

describe("findings about what is not known", () => {
  const sides = ["before", "after", "both"] as const;

  test.each([
    [false, ["`w`: not known after"]],
    [true, ["`w`: not known before (before)", "`w`: not known after", "`w`: not known both"]],
  ])("are about what is new, and about all where the verdict hangs on it: %s", (isVerdictUnknown, expected) => {
    const unknown = sides.map((side) => ({ where: "w", what: `not known ${side}`, side }));
    expect(unknownFindings("a", unknown, isVerdictUnknown).map(({ says }) => says)).toEqual(expected);
  });

  test("name where it is, and to whom it belongs", () => {
    const [finding] = unknownFindings("a", [{ where: "w", what: "lost", side: "after" }], false);
    expect(finding).toMatchObject({
      rule: "unknown-policy",
      effect: "unknown",
      subject: "a: w: lost",
      of: "a",
      where: "w",
    });
  });

  test("say that something is too intricate", () => {
    expect(undecidedFinding("a")).toMatchObject({
      rule: "undecided",
      effect: "unknown",
      subject: "a",
      of: "a",
      where: "a",
      says: "the policies of `a` are too intricate to compare",
    });
  });
});
