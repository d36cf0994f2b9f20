import { type Formula, atomsOf, not } from "../../lib/access/formula";
import {
  type Caller,
  type Named,
  type PrincipalEntry,
  type Principals,
  named,
  namedAtAll,
} from "../../lib/access/principals";
import { solve } from "../../lib/access/solve";
import { ACCOUNT, MEDIACONVERT, OTHER_ACCOUNT, ROLE, ROOT, SESSION } from "./support";

type Answer = "yes" | "no" | "maybe";

const answer = (formula: Formula): Answer => {
  if (solve(formula).kind === "none") return "no";
  return solve(not(formula)).kind === "none" ? "yes" : "maybe";
};

/** How the caller is named: by its role, its session, as everyone, by its account. */
const answers = ({ direct, session, everyone, account }: Named): string =>
  [direct, session, everyone, account].map(answer).join(" ");

const abouts = (formula: Formula): readonly string[] =>
  atomsOf(formula).flatMap((atom) => (atom.kind === "opaque" ? [atom.about] : []));

const ids = (formula: Formula): readonly string[] =>
  atomsOf(formula).flatMap((atom) => (atom.kind === "opaque" ? [atom.id] : []));

const only = (kind: PrincipalEntry["kind"], value: string): Principals => ({ not: false, entries: [{ kind, value }] });

const KNOWN = { ...ROLE, session: "job" };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
describe("how a statement names a caller", () => {
  test.each<[principals: Principals, caller: Caller, result: string]>([
    [only("AWS", ROLE.roleArn), ROLE, "yes no no no"],
    [only("AWS", `${ROLE.roleArn}s`), ROLE, "no no no no"],
    [only("AWS", ROLE.roleArn.replace("convert", "*")), ROLE, "no no no no"],
    [only("AWS", "*"), ROLE, "no no yes no"],
    [only("AWS", ACCOUNT), ROLE, "no no no yes"],
    [only("AWS", ROOT), ROLE, "no no no yes"],
    [only("AWS", OTHER_ACCOUNT), ROLE, "no no no no"],
    [only("AWS", "${var.who}"), ROLE, "maybe maybe no maybe"],
    [only("AWS", "arn:aws:iam::${var.id}:root"), ROLE, "no no no maybe"],
    [only("AWS", `arn:aws:iam::${ACCOUNT}:role/\${var.name}`), ROLE, "maybe no no no"],
    [only("AWS", "arn:aws:sts::${var.id}:assumed-role/convert/job"), ROLE, "no maybe no no"],
    [only("AWS", `${SESSION}-\${var.name}`), ROLE, "no maybe no no"],
    [only("AWS", `${SESSION.replace("convert", "other")}-\${var.name}`), ROLE, "no no no no"],
    // A principal has no variables.
    [only("AWS", "${aws:PrincipalArn}"), ROLE, "no no no no"],
    [only("Service", "${aws:PrincipalServiceName}"), MEDIACONVERT, "no no no no"],
    [only("AWS", "AROAEXAMPLE1234567890"), ROLE, "maybe no no no"],
    [only("AWS", "AROAEXAMPLE"), ROLE, "no no no no"],
    [only("AWS", "xAROAEXAMPLE1234567890"), ROLE, "no no no no"],
    [only("AWS", "AROAEXAMPLE1234567890-1"), ROLE, "no no no no"],
    [only("AWS", "AR1AEXAMPLE1234567890"), ROLE, "no no no no"],
    [only("AWS", SESSION), ROLE, "no maybe no no"],
    [only("AWS", SESSION.replace("/job", "/")), ROLE, "no no no no"],
    [only("AWS", SESSION.replace("convert", "other")), ROLE, "no no no no"],
    [only("AWS", SESSION), KNOWN, "no yes no no"],
    [only("AWS", SESSION.replace("/job", "/other")), KNOWN, "no no no no"],
    [only("CanonicalUser", "79a5"), ROLE, "no no no maybe"],
    [only("Service", MEDIACONVERT.service), ROLE, "no no no no"],
    [only("Federated", ROLE.roleArn), ROLE, "no no no no"],
    [only("Service", MEDIACONVERT.service), MEDIACONVERT, "yes no no no"],
    [only("Service", "ec2.amazonaws.com"), MEDIACONVERT, "no no no no"],
    [only("Service", "*"), MEDIACONVERT, "no no no no"],
    [only("AWS", "*"), MEDIACONVERT, "no no yes no"],
    [only("AWS", MEDIACONVERT.service), MEDIACONVERT, "no no no no"],
    [only("Federated", "*"), MEDIACONVERT, "no no no no"],
    [
      {
        not: false,
        entries: [
          { kind: "AWS", value: ROLE.roleArn },
          { kind: "AWS", value: ACCOUNT },
        ],
      },
      ROLE,
      "yes no no yes",
    ],
  ])("%j, %j", (principals, caller, result) => {
    expect(answers(named(principals, caller))).toBe(result);
  });

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
  test.each<[entries: Principals["entries"], caller: Caller, result: Answer]>([
    [[{ kind: "AWS", value: OTHER_ACCOUNT }], ROLE, "yes"],
    [[{ kind: "AWS", value: "*" }], ROLE, "no"],
    [[{ kind: "AWS", value: ROLE.roleArn }], KNOWN, "maybe"],
    [
      [
        { kind: "AWS", value: ROLE.roleArn },
        { kind: "AWS", value: SESSION },
      ],
      KNOWN,
      "maybe",
    ],
    [
      [
        { kind: "AWS", value: ROLE.roleArn },
        { kind: "AWS", value: SESSION },
        { kind: "AWS", value: ROOT },
      ],
      KNOWN,
      "no",
    ],
    [[{ kind: "Service", value: MEDIACONVERT.service }], MEDIACONVERT, "no"],
    [[{ kind: "Service", value: "ec2.amazonaws.com" }], MEDIACONVERT, "yes"],
  ])("all but %j, %j", (entries, caller, result) => {
    const { direct, session, everyone, account } = named({ not: true, entries }, caller);
    expect([direct, session, account].map(answer)).toEqual(["no", "no", "no"]);
    expect(answer(everyone)).toBe(result);
  });
});

describe("what is not known is said", () => {
  test.each<[principals: Principals | undefined, caller: Caller, abouts: readonly string[]]>([
    [undefined, ROLE, ["a statement without a principal"]],
    [only("CanonicalUser", "79a5"), ROLE, ["whose account the canonical user 79a5 is"]],
    [only("AWS", "AROAEXAMPLE1234567890"), ROLE, ["whether AROAEXAMPLE1234567890 is the role's unique id"]],
    [only("AWS", SESSION), ROLE, [`whether ${SESSION} is the role's session`]],
    [
      only("AWS", "${var.who}"),
      KNOWN,
      ["role", "session", "account"].map((what) => `whether \${var.who} is the ${what}`),
    ],
    [only("Service", "${var.who}"), MEDIACONVERT, ["whether ${var.who} is the service"]],
    [
      {
        not: true,
        entries: [
          { kind: "AWS", value: ROOT },
          { kind: "AWS", value: OTHER_ACCOUNT },
        ],
      },
      ROLE,
      [`whether NotPrincipal ${OTHER_ACCOUNT}, ${ROOT} exempts the caller`],
    ],
  ])("%j, %j", (principals, caller, expected) => {
    expect(abouts(namedAtAll(named(principals, caller)))).toEqual(expect.arrayContaining([...expected]));
  });

  test("the same for the same text, another for another", () => {
    const idsOf = (kind: PrincipalEntry["kind"], value: string, caller: Caller = ROLE): readonly string[] =>
      ids(namedAtAll(named(only(kind, value), caller)));
    const all = [
      ...idsOf("CanonicalUser", "79a5"),
      ...idsOf("CanonicalUser", "79a6"),
      ...idsOf("AWS", "AROAEXAMPLE1234567890"),
      ...idsOf("AWS", "AROAEXAMPLE1234567891"),
      ...idsOf("AWS", SESSION),
      ...idsOf("AWS", `${SESSION}s`),
      ...idsOf("AWS", "${var.a}", KNOWN),
      ...idsOf("AWS", "${var.b}", KNOWN),
    ];
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
    expect(idsOf("AWS", SESSION)).toEqual(idsOf("AWS", SESSION));
    const others = (...values: readonly string[]): readonly string[] =>
      ids(named({ not: true, entries: values.map((value) => ({ kind: "AWS", value })) }, ROLE).everyone);
    expect(others(ROOT, OTHER_ACCOUNT)).toEqual(others(OTHER_ACCOUNT, ROOT));
    expect(others(ROOT)).not.toEqual(others(ACCOUNT));
  });
});
