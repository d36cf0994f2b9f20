import { type Existing, type PreflightReport, preflightReport, preflightText } from "../../lib/requests/preflight";
import type { NameToMake } from "../../lib/roles/names-to-make";

const role = (more: Partial<NameToMake> = {}): NameToMake => ({
  kind: "role",
  address: "aws_iam_role.r",
  name: "Media",
  path: "/",
  how: "make",
  ...more,
});
const POLICY: NameToMake = { kind: "policy", address: "aws_iam_policy.p", name: "Media-access", how: "make" };
const UNNAMED: NameToMake = { kind: "role", address: "aws_iam_role.r", how: "make" };

const THERE: Existing = { arn: "arn:aws:iam::111122223333:role/service-role/Media", path: "/service-role/" };

const reported = (name: NameToMake, existing?: Existing): PreflightReport =>
  preflightReport("plan.json", [name], () => existing);

describe("what becomes of a name", () => {
  test.each<[string, NameToMake, Existing | undefined, PreflightReport["answer"], string, readonly string[]]>([
    ["free", role(), undefined, "free", "free", []],
    [
      "taken",
      role(),
      THERE,
      "taken",
      "taken",
      ["EntityAlreadyExists", "mediaconvert-role adopt --role Media", '"roleName"'],
    ],
    ["a policy's, taken", POLICY, THERE, "taken", "taken", ["EntityAlreadyExists", "delete the policy"]],
    ["to be imported, and there", role({ how: "import", path: "/service-role/" }), THERE, "free", "there", []],
    [
      "to be imported, and not there",
      role({ how: "import" }),
      undefined,
      "taken",
      "absent",
      ["Cannot import non-existent remote object", '"adopt"'],
    ],
    [
      "to be imported from another path",
      role({ how: "import" }),
      THERE,
      "taken",
      "elsewhere",
      ['write "path": "/service-role/"'],
    ],
    [
      "to be imported, of a path that is not known",
      { kind: "role", address: "a", name: "Media", how: "import" },
      THERE,
      "free",
      "there",
      [],
    ],
    ["a stack's, free", role({ how: "perhaps" }), undefined, "free", "free", []],
    ["a stack's, there", role({ how: "perhaps" }), THERE, "unknown", "perhaps", ["unless the state", "give the plan"]],
    ["not known", UNNAMED, undefined, "unknown", "unknown", ["not known before the apply"]],
  ])("%s", (_, name, existing, answer, state, words) => {
    const report = reported(name, existing);
    expect(report.answer).toBe(answer);
    expect(report.names.map((one) => one.state)).toEqual([state]);
    const [one] = report.names;
    if (words.length === 0) expect(one).not.toHaveProperty("says");
    for (const word of words) expect(one?.says).toContain(word);
  });

  test("one that is taken goes before what is not known", () => {
    const report = preflightReport("plan.json", [UNNAMED, role(), POLICY], ({ name }) =>
      name === "Media" ? THERE : undefined,
    );
    expect(report.answer).toBe("taken");
    expect(preflightText(report).split("\n")).toEqual([
      "taken: the apply would fail (plan.json)",
      "unknown   role ? (aws_iam_role.r)",
      "          its name is not known before the apply",
      `taken     role Media (aws_iam_role.r): ${THERE.arn}`,
      '          the apply ends with EntityAlreadyExists; take the role over (mediaconvert-role adopt --role Media), or give another "roleName"',
      "free      policy Media-access (aws_iam_policy.p)",
    ]);
  });

  test("nothing to make is free", () => {
    expect(preflightReport("plan.json", [], () => undefined)).toEqual({
      version: 1,
      answer: "free",
      source: "plan.json",
      names: [],
    });
  });
});
