import { type Formula, PRINCIPAL, and, atomsOf, matches, not, opaquesOf } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import type { PrincipalEntry } from "../../lib/access/principals";
import { solve } from "../../lib/access/solve";
import { principalText, whoFormula } from "../../lib/access/who";

const ID = "111122223333";
const IAM = `arn:aws:iam::${ID}`;

const aws = (value: string): PrincipalEntry => ({ kind: "AWS", value });

const only = (text: string): Formula => matches(PRINCIPAL, globOf(parsePattern(text, "2008-10-17", false)));

/** Whether somebody is let in: surely, if others let it in as well, or not. */
const letsIn = (entry: PrincipalEntry, who: string): "yes" | "if" | "no" => {
  const formula = whoFormula({ not: false, entries: [entry] });
  if (solve(and(formula, only(who))).kind === "none") return "no";
  return solve(and(not(formula), only(who))).kind === "none" ? "yes" : "if";
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
describe("who is let in", () => {
  test.each<[entry: PrincipalEntry, who: string, result: "yes" | "if" | "no"]>([
    [aws("*"), `aws/${ID}/user/ann`, "yes"],
    [aws("*"), "service/mediaconvert.amazonaws.com", "yes"],
    [aws(ID), `aws/${ID}/user/ann`, "if"],
    [aws(ID), "aws/444455556666/user/ann", "no"],
    [aws(`${IAM}:root`), `aws/${ID}/role/a/b`, "if"],
    [aws(`${IAM}:root`), "aws/444455556666/role/a/b", "no"],
    [aws(`arn:aws-us-gov:iam::${ID}:root`), `aws/${ID}/role/a`, "if"],
    [aws(`${IAM}:user/ann`), `aws/${ID}/user/ann`, "yes"],
    [aws(`${IAM}:user/ann`), `aws/${ID}/user/anna`, "no"],
    [aws(`${IAM}:user/ann`), `aws/${ID}/session/ann/s`, "no"],
    [aws(`${IAM}:role/media/convert`), `aws/${ID}/role/media/convert`, "yes"],
    [aws(`${IAM}:role/media/convert`), `aws/${ID}/session/convert/job`, "yes"],
    [aws(`${IAM}:role/media/convert`), `aws/${ID}/session/media/convert/job`, "no"],
    [aws(`${IAM}:role/media/convert`), `aws/${ID}/session/convert`, "no"],
    [aws(`${IAM}:role/media/convert`), "aws/444455556666/session/convert/job", "no"],
    [aws(`${IAM}:role/convert`), `aws/${ID}/session/convert/job`, "yes"],
    // A user whose path looks like a role's, and a name that is none.
    [aws(`${IAM}:user/role/convert`), `aws/${ID}/user/role/convert`, "yes"],
    [aws(`${IAM}:user/role/convert`), `aws/${ID}/session/convert/job`, "no"],
    [aws(`${IAM}:role/convert/`), `aws/${ID}/session/convert/job`, "no"],
    [aws(`${IAM}:role/conv*`), `aws/${ID}/role/convert`, "no"],
    [aws(`${IAM}:role/conv*`), `aws/${ID}/session/convert/job`, "no"],
    [aws(`arn:aws:sts::${ID}:assumed-role/convert/job`), `aws/${ID}/session/convert/job`, "yes"],
    [aws(`arn:aws:sts::${ID}:assumed-role/convert/job`), `aws/${ID}/session/convert/other`, "no"],
    [aws(`arn:aws:sts::${ID}:federated-user/ann`), `aws/arn:aws:sts::${ID}:federated-user/ann`, "yes"],
    [aws("${var.account}"), `aws/${ID}/user/ann`, "if"],
    [aws("${var.account}"), "service/mediaconvert.amazonaws.com", "no"],
    // A principal has no variables.
    [aws("${aws:PrincipalArn}"), `aws/${ID}/user/ann`, "no"],
    [aws(`${IAM}:role/\${var.role}`), `aws/${ID}/role/a`, "if"],
    [aws(`arn:aws:sts::${ID}:assumed-role/a/\${var.s}`), `aws/${ID}/session/a/s`, "if"],
    [aws("AIDAEXAMPLE"), "aws/AIDAEXAMPLE", "yes"],
    [{ kind: "Service", value: "mediaconvert.amazonaws.com" }, "service/mediaconvert.amazonaws.com", "yes"],
    [{ kind: "Service", value: "mediaconvert.amazonaws.com" }, "service/s3.amazonaws.com", "no"],
    [{ kind: "Service", value: "*" }, "service/s3.amazonaws.com", "no"],
    [{ kind: "Federated", value: "accounts.google.com" }, "federated/accounts.google.com", "yes"],
    [{ kind: "CanonicalUser", value: "79a5" }, "canonicaluser/79a5", "yes"],
  ])("%j: %s", (entry, who, result) => {
    expect(letsIn(entry, who)).toBe(result);
  });

  test("several, or all others", () => {
    const entries = [aws(`${IAM}:user/ann`), aws(`${IAM}:user/bob`)];
    const listed = whoFormula({ not: false, entries });
    const others = whoFormula({ not: true, entries });
    expect(solve(and(listed, only(`aws/${ID}/user/bob`))).kind).toBe("some");
    expect(solve(and(others, only(`aws/${ID}/user/bob`))).kind).toBe("none");
    expect(solve(and(listed, only(`aws/${ID}/user/cem`))).kind).toBe("none");
    expect(solve(and(others, only(`aws/${ID}/user/cem`))).kind).toBe("some");
  });

  test("without a principal nothing is known", () => {
    expect(atomsOf(whoFormula(undefined))).toMatchObject([
      { kind: "opaque", id: "principal:missing", about: "a statement without a principal" },
    ]);
  });

  test("what is not known is said", () => {
    expect(atomsOf(whoFormula({ not: false, entries: [aws(ID)] }))).toContainEqual(
      expect.objectContaining({ about: "the account's own policies allow it, too", varies: true }),
    );
    const [hidden] = atomsOf(whoFormula({ not: false, entries: [aws("${var.who}")] })).filter(
      ({ kind }) => kind === "opaque",
    );
    expect(hidden).toMatchObject({ about: expect.stringContaining("who ${var.who} is") as string });
    // Whoever it is, it is the same one for every request.
    expect(hidden).not.toHaveProperty("varies");
  });

  test("the same for the same text, another for another", () => {
    const ids = (...entries: readonly PrincipalEntry[]): readonly string[] =>
      opaquesOf(whoFormula({ not: false, entries })).map(({ id }) => id);
    expect(ids(aws("${var.a}"), aws("${var.a}"))).toHaveLength(1);
    expect(ids(aws("${var.a}"), aws("${var.b}"), { kind: "Service", value: "${var.a}" })).toHaveLength(3);
  });

  test("a user is nobody else, a role its sessions too", () => {
    expect(atomsOf(whoFormula({ not: false, entries: [aws(`${IAM}:user/ann`)] }))).toHaveLength(1);
    expect(atomsOf(whoFormula({ not: false, entries: [aws(`${IAM}:role/a`)] }))).toHaveLength(2);
  });
});

test.each([
  [`aws/${ID}/role/media/convert`, `${IAM}:role/media/convert`],
  [`aws/${ID}/session/convert/job`, `arn:aws:sts::${ID}:assumed-role/convert/job`],
  [`aws/${ID}/sessions`, `${IAM}:sessions`],
  ["aws/AIDAEXAMPLE", "AIDAEXAMPLE"],
  ["service/mediaconvert.amazonaws.com", "mediaconvert.amazonaws.com"],
  ["federated/accounts.google.com", "accounts.google.com"],
  ["canonicaluser/79a5", "79a5"],
  ["x/y", "x/y"],
  [`xaws/${ID}/role/a`, `xaws/${ID}/role/a`],
  ["xservice/a", "xservice/a"],
])("%s is %s", (text, written) => {
  expect(principalText(text)).toBe(written);
});

test("in another partition", () => {
  expect(principalText(`aws/${ID}/role/a`, "aws-cn")).toBe(`arn:aws-cn:iam::${ID}:role/a`);
  expect(principalText(`aws/${ID}/session/a/b`, "aws-us-gov")).toBe(`arn:aws-us-gov:sts::${ID}:assumed-role/a/b`);
});
