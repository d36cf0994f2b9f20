import { type Item, KEY, change, configured, only, read, references, role } from "./plans";

const MEDIA = "arn:aws:iam::111122223333:role/media";
const ALL = ["Decrypt", "GenerateDataKey", "Sign"];

/** A plan with a grant of which some is not known. */
const granted = (after: object, unknown: object, expressions: object = {}, roles = ["media"]) =>
  read(
    [
      ...roles.map((name): Item => role(`aws_iam_role.${name}`, name)),
      change("aws_kms_key.k", {}, { arn: true, policy: true }),
      change(
        "aws_kms_grant.g",
        { key_id: KEY, grantee_principal: MEDIA, operations: ["Decrypt"], constraints: [], ...after },
        unknown,
      ),
    ],
    [configured("aws_kms_key.k", {}), configured("aws_kms_grant.g", expressions)],
  );

const noGrantee = { grantee_principal: undefined };
const noKey = { key_id: undefined };
const before = "it is not known before apply";

describe("a grant of which something is not known", () => {
  test.each<[string, object, object, object]>([
    [
      "who gets it",
      noGrantee,
      { grantee_principal: true },
      { keyArn: KEY, operations: ["Decrypt"], uncertain: `${before} who gets it` },
    ],
    [
      "which operations",
      { operations: undefined },
      { operations: true },
      { keyArn: KEY, operations: ALL, uncertain: `${before} which operations it allows` },
    ],
    [
      "some of the operations",
      { operations: ["Encrypt", null] },
      { operations: [false, true] },
      { keyArn: KEY, operations: ["Encrypt", ...ALL], uncertain: `${before} which operations it allows` },
    ],
    [
      "which constraints",
      {},
      { constraints: true },
      { keyArn: KEY, operations: ["Decrypt"], uncertain: `${before} which encryption context it asks for` },
    ],
    [
      "who and which constraints",
      noGrantee,
      { grantee_principal: true, constraints: true },
      { uncertain: `${before} who gets it and which encryption context it asks for` },
    ],
    ["nothing", {}, {}, { keyArn: KEY, operations: ["Decrypt"] }],
  ])("%s", (_, after, unknown, expected) => {
    const facts = only(granted(after, unknown));
    expect(facts.grants).toMatchObject([{ name: "aws_kms_grant.g", ...expected }]);
    expect(facts.grants[0]?.uncertain).toBe("uncertain" in expected ? expected.uncertain : undefined);
    expect(facts.gaps).toEqual([]);
  });

  test("every role that may get it has it", () => {
    const anyone = granted(noGrantee, { grantee_principal: true }, {}, ["a", "b"]).roles;
    expect(anyone.map(({ grants }) => grants.length)).toEqual([1, 1]);
    const oneOfTwo = references("aws_iam_role.a.arn", "aws_iam_role.a", "aws_iam_role.b.arn", "aws_iam_role.b");
    const { roles } = granted(noGrantee, { grantee_principal: true }, { grantee_principal: oneOfTwo }, ["a", "b", "c"]);
    expect(roles.map(({ grants }) => grants.length)).toEqual([1, 1, 0]);
  });

  test("a key that is made in the plan is known", () => {
    const facts = only(
      granted(
        { ...noGrantee, ...noKey },
        { grantee_principal: true, key_id: true },
        { key_id: references("aws_kms_key.k.arn", "aws_kms_key.k") },
      ),
    );
    expect(facts.grants).toMatchObject([{ keyArn: "${aws_kms_key.k.arn}", uncertain: `${before} who gets it` }]);
  });

  test("without its key it is a gap that may be about any", () => {
    const facts = only(granted({ ...noGrantee, ...noKey }, { grantee_principal: true, key_id: true }));
    expect(facts.grants).toEqual([]);
    expect(facts.gaps).toMatchObject([{ where: "aws_kms_grant.g", of: "grants" }]);
    expect(facts.gaps[0]?.about).toBeUndefined();
  });

  test("a grant that is forgotten is a gap about its key", () => {
    const grant = { key_id: KEY, grantee_principal: MEDIA, operations: ["Decrypt"] };
    const forgotten = change("aws_kms_grant.g", null, {}, { actions: ["forget"], before: grant });
    expect(only(read([role("aws_iam_role.r", "media"), forgotten])).gaps).toMatchObject([{ of: "grants", about: KEY }]);
  });

  test("more than a hundred that may be anyone's are gaps", () => {
    const grants = Array.from({ length: 120 }, (_, at) =>
      change(`aws_kms_grant.g${String(at)}`, { key_id: KEY, operations: ["Decrypt"] }, { grantee_principal: true }),
    );
    const facts = only(read([role("aws_iam_role.r", "media"), ...grants]));
    expect(facts.grants).toHaveLength(100);
    expect(facts.gaps).toHaveLength(20);
    expect(facts.gaps[0]?.about).toBe(KEY);
  });
});
