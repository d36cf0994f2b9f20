/** Roles that somebody has changed outside Terraform. */
import { Purse } from "../../lib/review/difference";
import { DocumentReader } from "../../lib/review/document-reader";
import { type Drifted, driftFindings } from "../../lib/review/drift";
import type { RoleFacts } from "../../lib/roles/facts";
import type { Moment } from "../../lib/roles/sides";
import { documentOf, roleOf, roleWith, sidesOf } from "./sides-of";

const bucket = (name: string, Action: string | readonly string[] = "s3:GetObject"): object => ({
  Action,
  Resource: `arn:aws:s3:::${name}/*`,
});

/** Buckets with the letters a, b, … */
const buckets = (letters: string, action?: string): RoleFacts =>
  roleWith(...Array.from(letters).map((letter) => bucket(letter, action)));

const driftOf = (known: Partial<Moment> | undefined, live: Partial<Moment>, after: Partial<Moment> = {}) =>
  driftFindings(
    sidesOf(live, after, known === undefined ? {} : { known }),
    new Purse(1_000_000, 1_000_000),
    new DocumentReader(),
  );

const inWords = ({ finding: { severity, says } }: Drifted): string =>
  `${severity}: ${says.replace("outside Terraform, the role was changed: ", "")}`;

describe("what was changed outside Terraform", () => {
  test("is nothing where Terraform does not say that anything was", () => {
    expect(driftOf(undefined, { roles: [buckets("a")] })).toEqual([]);
  });

  test("is told of the role", () => {
    const [only] = driftOf({ roles: [roleOf()] }, { roles: [buckets("a")] });
    expect(only?.finding).toMatchObject({
      rule: "changed-outside",
      effect: "informs",
      subject: "aws_iam_role.media",
      of: "aws_iam_role.media",
      where: "aws_iam_role.media",
    });
  });

  test.each<[string, RoleFacts, RoleFacts, readonly string[]]>([
    ["no change", buckets("a"), buckets("a"), []],
    ["other words", buckets("ab"), buckets("ba"), []],
    ["less than it was", buckets("a"), roleOf(), ["info: can no longer `s3:GetObject` on `a/*`"]],
    ["more than it was", roleOf(), buckets("a"), ["medium: can now `s3:GetObject` on `a/*`"]],
    [
      "whom it trusts",
      roleOf(),
      roleOf({
        trust: { name: "aws_iam_role.media", document: documentOf({ Principal: "*", Action: "sts:AssumeRole" }) },
      }),
      ["medium: everyone (`*`) can now assume the role"],
    ],
    [
      "three",
      roleOf(),
      buckets("abc"),
      ["medium: can now `s3:GetObject` on `a/*`; can now `s3:GetObject` on `b/*`; can now `s3:GetObject` on `c/*`"],
    ],
    [
      "four",
      roleOf(),
      buckets("abcd"),
      [
        "medium: can now `s3:GetObject` on `a/*`; can now `s3:GetObject` on `b/*`; can now `s3:GetObject` on `c/*`; and 1 more",
      ],
    ],
  ])("is told in up to three sentences: %s", (_, known, live, expected) => {
    expect(driftOf({ roles: [known] }, { roles: [live] }).map(inWords)).toEqual(expected);
  });

  test("is told with what is more before what is less", () => {
    const [only] = driftOf({ roles: [buckets("ab")] }, { roles: [buckets("cd", "s3:PutObject")] });
    expect(only?.finding.says).toMatch(/now `s3:PutObject` on `c.*now `s3:PutObject` on `d.*no longer .* and 1 more$/);
  });

  test("is told of each role that was changed, and of no other", () => {
    const role = (where: string, facts: RoleFacts): RoleFacts => ({ ...facts, where, roleName: where });
    const found = driftOf(
      { roles: [role("a", roleOf()), role("b", buckets("a")), role("c", roleOf())] },
      { roles: [role("a", buckets("x")), role("b", buckets("a")), role("c", buckets("y"))] },
    );
    expect(found.map(({ finding: { subject } }) => subject)).toEqual(["a", "c"]);
  });

  test("is looked at with the policies of buckets on both sides", () => {
    const denies = documentOf({ ...bucket("a"), Effect: "Deny", Principal: "*" });
    const held = { policy: { name: "aws_s3_bucket_policy.a", document: denies } };
    const known = { roles: [roleOf()], buckets: { a: held } };
    expect(driftOf(known, { roles: [buckets("a")], buckets: { a: held } }).map(inWords)).toEqual([]);
  });

  test("has all that it was made of, to be looked through for secrets", () => {
    const [only] = driftOf({ roles: [roleOf()] }, { roles: [buckets("a")] });
    expect(JSON.stringify(only?.parts)).toContain("arn:aws:s3:::a/*");
  });

  test("is not decided where the work is spent", () => {
    const [only, ...others] = driftFindings(
      sidesOf({ roles: [buckets("a", "s3:Get*")] }, {}, { known: { roles: [buckets("b", "s3:Get*")] } }),
      new Purse(0, 0),
      new DocumentReader(),
    );
    expect(others).toEqual([]);
    expect(only?.finding.severity).toBe("medium");
    expect(only?.finding.says).toMatch(/^outside Terraform, the role was changed: .*too intricate to decide$/);
  });
});

describe("where no work is left", () => {
  const deny = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::a/b/*" };

  test.each<[string, readonly object[], readonly object[]]>([
    ["more", [bucket("a"), deny], [bucket("a")]],
    ["less", [bucket("a")], [bucket("a"), deny]],
  ])("that the role may do %s is not decided", (_, known, live) => {
    const sides = sidesOf({ roles: [roleWith(...live)] }, {}, { known: { roles: [roleWith(...known)] } });
    expect(driftFindings(sides, new Purse(0, 0), new DocumentReader()).map(inWords)).toEqual([
      "medium: what else it can do is too intricate to decide",
    ]);
  });
});
