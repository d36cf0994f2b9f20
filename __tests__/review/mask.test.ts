import { MASK, maskedFinding, maskedSubject, withoutNames } from "../../lib/review/mask";
import { sensitivityOf } from "../../lib/review/sensitive";
import type { Secrets } from "../../lib/roles/secrets";
import { change, finding, subject } from "./reports";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/k";

describe("a subject that is masked", () => {
  test("keeps what Terraform calls it, and what it is told of", () => {
    const given = subject("aws_iam_role.media", {
      name: "acme-secret",
      nameBefore: "acme-older",
      movedFrom: "aws_iam_role.old",
      verdict: "both",
      gains: "yes",
      losses: "maybe",
      changes: [change({ severity: "high" })],
      unknown: [
        { where: "aws_iam_policy.p", what: "secret", side: "after" },
        { where: KEY, what: "secret", side: "both" },
      ],
      picture: { who: [{ label: "secret", verbs: [], mark: "added" }], what: [] },
    });
    expect(maskedSubject(given)).toEqual({
      kind: "role",
      address: "aws_iam_role.media",
      movedFrom: "aws_iam_role.old",
      fate: "updated",
      isMediaConvert: true,
      verdict: "both",
      gains: "yes",
      losses: "maybe",
      changes: [
        {
          direction: "gain",
          certain: true,
          part: "permissions",
          severity: "high",
          says: `can now do more ${MASK}`,
          actions: [],
          resources: [],
          statement: { document: "aws_iam_role_policy.media", index: 1 },
          example: { action: MASK, context: {}, provided: [] },
        },
      ],
      unknown: [
        { where: "aws_iam_policy.p", what: MASK, side: "after" },
        { where: MASK, what: MASK, side: "both" },
      ],
      picture: { who: [], what: [] },
      masked: true,
    });
  });

  test("that was not moved says nothing of it", () => {
    expect(maskedSubject(subject("a"))).not.toHaveProperty("movedFrom");
  });

  test.each([
    ["gain", "permissions", `can now do more ${MASK}`],
    ["loss", "permissions", `can no longer do all that it could ${MASK}`],
    ["gain", "trust", `somebody can now assume the role ${MASK}`],
    ["loss", "trust", `somebody can no longer assume the role ${MASK}`],
  ] as const)("a %s of %s reads %s", (direction, part, says) => {
    const [only] = maskedSubject(subject("a", { changes: [change({ direction, part })] })).changes;
    expect(only?.says).toBe(says);
  });

  test("a grant has no number, and an ARN is no place", () => {
    const [only] = maskedSubject(subject("a", { changes: [change({ statement: { document: KEY } })] })).changes;
    expect(only?.statement).toStrictEqual({ document: MASK });
  });
});

test.each([
  ["aws_iam_role.media", KEY, MASK, `aws_iam_role.media: ${MASK}`],
  ["aws_iam_role.media", "aws_iam_policy.p", "aws_iam_policy.p", `aws_iam_role.media: ${MASK}`],
])("a finding of %s at %s stands at %s and is about %s", (of, where, place, about) => {
  expect(maskedFinding(finding({ of, where }))).toEqual({
    ...finding({ of }),
    where: place,
    subject: about,
    says: `${MASK}; --show-sensitive shows what`,
  });
});

test("a finding of the whole is about the place", () => {
  const { of, ...whole } = finding({ where: "aws_iam_policy.p" });
  expect(of).toBe("aws_iam_role.media");
  expect(maskedFinding(whole).subject).toBe(`aws_iam_policy.p: ${MASK}`);
  expect(maskedFinding({ ...whole, where: KEY }).subject).toBe(`${MASK}: ${MASK}`);
});

describe("names of roles that are elsewhere", () => {
  const masked = new Set(["aws_iam_role.media", "role acme", "role acme-long"]);

  test("are taken out of every text, the longest first", () => {
    const value = {
      says: "role acme-long and role acme",
      list: ["role acme", 7, null, true],
      of: { deep: "role acme" },
    };
    expect(withoutNames(value, masked)).toEqual({
      says: `role ${MASK} and role ${MASK}`,
      list: [`role ${MASK}`, 7, null, true],
      of: { deep: `role ${MASK}` },
    });
  });

  test("are all that is taken out: an address is never sensitive", () => {
    const value = { says: "aws_iam_role.media" };
    expect(withoutNames(value, masked)).toEqual(value);
    expect(withoutNames({ says: "role acme" }, new Set(["aws_iam_role.media"]))).toEqual({ says: "role acme" });
  });
});

describe("what is told to be sensitive", () => {
  const secretsOf = (rest: Partial<Secrets>): Secrets => ({
    texts: [],
    addresses: new Set(),
    isEverything: false,
    ...rest,
  });

  test.each<[what: string, secrets: Partial<Secrets>, parts: readonly unknown[], isSensitive: boolean]>([
    ["everything", { isEverything: true }, ["anything"], true],
    ["nothing", {}, ["anything", { a: "b" }], false],
    ["a name that has a secret in it", { texts: ["s3cret"] }, ["acme-s3cret-role"], true],
    ["a name that stands in a secret", { texts: ["arn:aws:iam::111122223333:role/acme"] }, ["acme"], true],
    ["a name that is a secret's beginning", { texts: ["acme:key"] }, ["acme"], true],
    ["a name that is all of a secret", { texts: ["acme"] }, ["acme"], true],
    ["a name in one of several secrets", { texts: ["other", "role/acme/x"] }, ["acme"], true],
    ["a part of a word in a secret", { texts: ["role/acme-long"] }, ["acme"], false],
    ["the end of a word in a secret", { texts: ["role/my-acme"] }, ["acme"], false],
    ["a part of a domain", { texts: ["media.acme.example"] }, ["acme"], false],
    ["a name of four letters", { texts: ["role/acme"] }, ["acme"], true],
    ["a name of three letters, which stands in too much", { texts: ["role/dev"] }, ["dev"], false],
    ["a name of three letters that is the secret", { texts: ["dev"] }, ["dev"], true],
    ["a text deep in a value", { texts: ["s3cret"] }, [{ list: [null, 1, { a: "x s3cret y" }] }], true],
    ["the key of a value", { texts: ["s3cret"] }, [{ "x-s3cret": true }], true],
    ["a value without one", { texts: ["s3cret"] }, [{ a: null, b: ["x", 1, true] }, null, undefined, 5], false],
    // Only names are looked for in secrets; a text of a policy stands in much.
    ["a text of a value that stands in a secret", { texts: ["role/acme"] }, [{ a: "acme" }], false],
    ["an address in a value", { addresses: new Set(["aws_iam_policy.p"]) }, [{ where: "aws_iam_policy.p" }], true],
    ["an address as a name", { addresses: new Set(["aws_iam_policy.p"]) }, ["aws_iam_policy.p"], false],
    ["one part of several", { texts: ["s3cret"] }, ["acme", { a: "s3cret" }], true],
  ])("%s", (_what, secrets, parts, isSensitive) => {
    expect(sensitivityOf(secretsOf(secrets))(parts)).toBe(isSensitive);
  });
});
