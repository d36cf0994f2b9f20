/** Buckets and keys whose policies change, for all but the roles that are reviewed. */
import type { GovernedResource, GovernedSide } from "../../lib/review/around";
import { DocumentReader } from "../../lib/review/document-reader";
import { othersThan, reviewResource } from "../../lib/review/review-resource";
import type { Gap } from "../../lib/roles/facts";
import { documentOf, inquiry } from "./sides-of";
import { ACCOUNT } from "./names";

const ADDRESS = "aws_s3_bucket_policy.p";
const OTHER = "444455556666";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/media`;
const OUT = "arn:aws:s3:::acme-out/*";

const shares = (principal: unknown, more: object = {}): object => ({
  Principal: principal,
  Action: "s3:GetObject",
  Resource: OUT,
  ...more,
});
const withOther = shares({ AWS: `arn:aws:iam::${OTHER}:role/r` });
const denied = shares("*", { Effect: "Deny" });
const unwritten = { ...denied, Action: "s3:PutObject" };

const gapOf = (what: string): Gap => ({ where: ADDRESS, what, of: "bucket", about: "acme-out" });

const side = (more: Partial<GovernedSide> = {}): GovernedSide => ({ accountUncertain: false, gaps: [], ...more });

/** One side with a policy of these statements. */
const having = (...statements: readonly object[]): GovernedSide =>
  side({ policy: { name: ADDRESS, document: documentOf(...statements) } });

interface How {
  readonly name?: string;
  readonly kind?: GovernedResource["kind"];
  readonly roles?: readonly string[];
  readonly steps?: number;
}

const reviewed = (
  before: GovernedSide | undefined,
  after: GovernedSide | undefined,
  { name = "acme-out", kind = "bucket", roles = [ROLE], steps }: How = {},
) =>
  reviewResource(
    {
      kind,
      name,
      isKept: false,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
    othersThan(roles),
    new DocumentReader(),
    inquiry(steps),
  );

/** What is told of it, in short. */
const told = (...given: Parameters<typeof reviewed>) => {
  const found = reviewed(...given);
  if (found === undefined) return undefined;
  const { address, fate, verdict, changes } = found.subject;
  return { address, fate, verdict, says: changes.map(({ says }) => says) };
};

describe("a bucket whose policy changes", () => {
  test("is told of with all that a reader needs", () => {
    const found = reviewed(side(), having(withOther));
    expect(found?.subject).toStrictEqual({
      kind: "bucket",
      address: ADDRESS,
      name: "acme-out",
      fate: "created",
      isMediaConvert: false,
      verdict: "wider",
      gains: "yes",
      losses: "no",
      changes: [
        {
          direction: "gain",
          certain: true,
          part: "permissions",
          severity: "high",
          says: `\`arn:aws:iam::${OTHER}:role/r\` can now \`s3:GetObject\` on \`acme-out/*\``,
          actions: ["s3:GetObject"],
          resources: [`arn:aws:iam::${OTHER}:role/r`],
          statement: { document: ADDRESS, index: 0 },
          example: {
            action: "s3:GetObject",
            resource: expect.stringMatching(/^arn:aws:s3:::acme-out\//) as string,
            principal: expect.stringContaining(OTHER) as string,
            context: {},
            provided: [],
          },
        },
      ],
      unknown: [],
      picture: { who: [{ label: `arn:aws:iam::${OTHER}:role/r`, verbs: [], mark: "added" }], what: [] },
      masked: false,
    });
    expect(found?.findings.map(({ rule, severity, of, where }) => [rule, severity, of, where])).toEqual([
      ["resource-policy-opened", "high", ADDRESS, ADDRESS],
    ]);
  });

  const can = (word: string): string =>
    `\`arn:aws:iam::${OTHER}:role/r\` can ${word} \`s3:GetObject\` on \`acme-out/*\``;

  test.each<[string, GovernedSide | undefined, GovernedSide | undefined, object | undefined]>([
    ["it goes", having(withOther), undefined, { fate: "deleted", verdict: "narrower", says: [can("no longer")] }],
    ["its policy goes", having(withOther), side(), { fate: "deleted", verdict: "narrower", says: [can("no longer")] }],
    ["it is new", undefined, having(withOther), { fate: "created", verdict: "wider", says: [can("now")] }],
    ["it has another policy", having(), having(withOther), { fate: "updated", verdict: "wider", says: [can("now")] }],
    ["it says the same", having(withOther), having({ ...withOther, Sid: "R" }), undefined],
    ["it says something to the role alone", side(), having(shares({ AWS: ROLE })), undefined],
    ["it has none on either side", side(), side(), undefined],
  ])("is told of as far as others are let in: %s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected === undefined ? undefined : { address: ADDRESS, ...expected });
  });

  test("is told of to all where no role is reviewed", () => {
    expect(told(side(), having(shares({ AWS: ROLE })), { roles: [] })?.says).toEqual([
      `\`${ROLE}\` can now \`s3:GetObject\` on \`acme-out/*\``,
    ]);
    const [change] = reviewed(side(), having(shares("*")), { roles: [] })?.subject.changes ?? [];
    expect(change?.example.principal).toBe("anyone");
  });

  test.each<[string, GovernedSide | undefined, boolean]>([
    ["a new bucket, which is the account's own", undefined, false],
    ["a bucket that was there", side({ accountId: ACCOUNT }), true],
  ])("lets the account in: %s", (_, before, isTold) => {
    const after = { ...having(shares({ AWS: ACCOUNT })), accountId: ACCOUNT };
    expect(told(before, after) !== undefined).toBe(isTold);
  });

  test("that is new lets another account in", () => {
    const after = { ...having(shares({ AWS: OTHER })), accountId: ACCOUNT };
    expect(told(undefined, after)?.verdict).toBe("wider");
  });
});

describe("a key", () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const root = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" };
  const MADE = "default policy of aws_kms_key.k";
  const made = side({ policy: { name: MADE, document: documentOf(root) } });

  test("that is new has the policy that KMS makes, which nobody wrote", () => {
    expect(told(undefined, made, { name: KEY, kind: "key" })).toBeUndefined();
  });

  test("that had another policy has it for whoever it lets in", () => {
    const before = having({ ...root, Action: "kms:Decrypt" });
    const found = reviewed(before, made, { name: KEY, kind: "key" });
    expect(found?.subject).toMatchObject({ kind: "key", name: KEY, address: ADDRESS, verdict: "wider" });
    expect(found?.findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual([`resource-policy-opened ${ADDRESS}`]);
  });

  test.each<[string, GovernedSide | undefined, GovernedSide | undefined, string]>([
    ["where its policy is", made, having({ ...root, Action: "kms:Decrypt" }), ADDRESS],
    ["where its policy was", having(root), side(), ADDRESS],
    ["where a policy is of which nothing is known", made, side({ gaps: [gapOf("lost")] }), ADDRESS],
    ["where KMS makes it, if nowhere else", made, side(), MADE],
    ["as the key is called", side({ gaps: [gapOf("lost")] }), undefined, KEY],
  ])("stands %s", (_, before, after, address) => {
    expect(told(before, after, { name: KEY, kind: "key" })?.address).toBe(address);
  });
});

describe("what is not known of a bucket's policy", () => {
  test.each<[string, GovernedSide, GovernedSide, readonly string[]]>([
    ["after", having(withOther), side({ gaps: [gapOf("lost")] }), [`\`${ADDRESS}\`: lost`]],
    [
      "before",
      side({ gaps: [gapOf("lost")] }),
      having(withOther),
      [
        `perhaps: \`arn:aws:iam::${OTHER}:role/r\` can now \`s3:GetObject\` on \`acme-out/*\`: no longer denied by \`${ADDRESS} (lost)\``,
        `perhaps: \`arn:aws:iam::${OTHER}:role/r\` can now \`s3:GetObject\` on \`acme-out/*\``,
        `\`${ADDRESS}\`: lost (before)`,
      ],
    ],
  ])("makes the verdict unknown: %s", (_, before, after, says) => {
    const found = reviewed(before, after);
    expect(found?.subject.verdict).toBe("unknown");
    expect(found?.findings.map((finding) => finding.says)).toEqual(says);
  });

  test.each<[string, GovernedSide, GovernedSide]>([
    ["what is new", having(), having(shares("*", { Action: "s3:*" }))],
    ["what is gone", having(shares("*", { Action: "s3:*" })), having()],
  ])("is all of it where it is too intricate: %s", (_, before, after) => {
    const found = reviewed(before, after, { steps: 0 });
    expect([found?.subject.verdict, ...(found?.findings ?? []).map(({ rule }) => rule)]).toEqual([
      "unknown",
      "undecided",
    ]);
  });

  const HOLE = "${aws_s3_bucket.b.bucket}";
  const WHAT = "its name is known only after apply, and so is which roles its Deny statements hold back";

  test.each<[string, readonly object[], readonly object[], string, string | undefined]>([
    ["a Deny comes", [], [denied], "no maybe", "after"],
    ["a Deny goes", [denied], [], "maybe no", "before"],
    ["one comes and one goes", [denied], [unwritten], "maybe maybe", "both"],
    ["a Deny stays beside what is new", [unwritten], [unwritten, withOther], "yes no", undefined],
  ])("is whom its Deny statements hold back, where it has no name yet: %s", (_, before, after, certainties, where) => {
    const found = reviewed(having(...before), having(...after), { name: HOLE });
    const unknown = where === undefined ? [] : [{ where: ADDRESS, what: WHAT, side: where }];
    expect(found?.subject.unknown).toEqual(unknown);
    expect(`${found?.subject.gains ?? ""} ${found?.subject.losses ?? ""}`).toBe(certainties);
  });

  test("is told of the role as well, where it has no name yet", () => {
    expect(told(having(), having(shares({ AWS: ROLE })), { name: HOLE })?.verdict).toBe("wider");
  });
});
