import {
  ACCOUNT,
  allow,
  deny,
  findingOf,
  kept,
  keptRole,
  policy,
  policyArn,
  policyValues,
  review,
  told,
  updated,
} from "./changes";

/** A role whose statements are spread over many policies, as IAM's limits ask for. */

const ROLE = "aws_iam_role.media";
const MEDIA = keptRole(ROLE, "media");

const bucket = (index: number): string => `arn:aws:s3:::acme-media-${String(index).padStart(20, "0")}`;
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

const COUNT = 400;
const POLICIES = 8;

/** The numbers, dealt to policies by some rule. */
const dealt = (all: readonly number[], rule: (index: number) => number): readonly (readonly number[])[] =>
  numbers(0, POLICIES).map((place) => all.filter((index) => rule(index) % POLICIES === place));

const reads = (some: readonly number[], more: object = {}): readonly { readonly [key: string]: unknown }[] => [
  allow(
    "s3:GetObject",
    some.map((index) => `${bucket(index)}/*`),
    { Sid: "ReadInputs", ...more },
  ),
  allow("s3:ListBucket", some.map(bucket), { Sid: "ListInputBuckets", ...more }),
];

const attachment = (name: string) =>
  kept(`aws_iam_role_policy_attachment.${name}`, {
    id: `media/${policyArn(name)}`,
    role: "media",
    policy_arn: policyArn(name),
  });

/** A plan in which each policy has its numbers before and after. */
const between = (
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
  more: readonly { readonly [key: string]: unknown }[] = [],
) =>
  review([
    MEDIA,
    ...before.flatMap((some, place) => {
      const name = `p${String(place)}`;
      const values = (of: readonly number[]) => policyValues(name, policy(...reads(of), ...more));
      return [updated(`aws_iam_policy.${name}`, values(some), values(after[place] ?? [])), attachment(name)];
    }),
  ]);

const ALL = numbers(0, COUNT);
const ROUND = dealt(ALL, (index) => index);
const BLOCKS = dealt(ALL, (index) => Math.floor((index * POLICIES) / COUNT));

describe(`${String(COUNT)} buckets in ${String(POLICIES)} policies of ${ACCOUNT}`, () => {
  test("dealt otherwise, they are the same", () => {
    expect(told(between(ROUND, BLOCKS))).toMatchObject({
      verdict: "same",
      outcome: "clean",
      findings: ["same-in-other-words info informs"],
    });
  });

  test("dealt otherwise beside a deny, they are the same", () => {
    const held = deny("s3:GetObject", `${bucket(3)}/secret/*`);
    expect(told(between(ROUND, BLOCKS, [held]))).toMatchObject({
      verdict: "same",
      outcome: "clean",
      findings: ["same-in-other-words info informs"],
    });
  });

  test("one more, and all of them dealt otherwise: that one is told", () => {
    const found = between(
      ROUND,
      dealt([...ALL, COUNT], (index) => Math.floor((index * POLICIES) / (COUNT + 1))),
    );
    expect(found.verdict).toBe("wider");
    expect(findingOf(found, "read-widened").subject).toBe(`${ROLE}: s3:GetObject on ${bucket(COUNT)}/*`);
  });

  test("one less, and all of them dealt otherwise: that one is told", () => {
    const found = between(
      ROUND,
      dealt(ALL.slice(0, -1), (index) => Math.floor((index * POLICIES) / COUNT)),
    );
    expect(found.verdict).toBe("narrower");
    const { changes } = told(found);
    expect(changes).toHaveLength(2);
    for (const change of changes) expect(change).toContain(`acme-media-${String(COUNT - 1).padStart(20, "0")}`);
    for (const change of changes) expect(change.split(" (")[0]).not.toMatch(/ and | more/);
  });
});
