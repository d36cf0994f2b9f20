/** Which roles, buckets and policies a review tells of, in which order, and how many it only counts. */
import {
  ACCOUNT,
  IN,
  OTHER_ACCOUNT,
  OUT,
  allow,
  created,
  kept,
  keptRole,
  onlyOf,
  policy,
  policyValues,
  review,
  roleValues,
  told,
  trust,
  updated,
  within,
} from "./changes";
import { KEY } from "./names";

const ROLE = "aws_iam_role.media";
const READS = allow("s3:GetObject", IN);
const inline = (document: string, role = "media"): object => ({ role, name: "p", policy: document });
const bucketPolicy = (...statements: readonly object[]): object => ({
  bucket: "acme-in",
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});
const lets = (account: string): object =>
  allow("s3:GetObject", IN, { Principal: { AWS: `arn:aws:iam::${account}:root` } });

describe("a policy that nobody is known to have", () => {
  const [before, after] = [policy(READS), policy({ ...READS, Sid: "Reads" })].map((text) => policyValues("p", text));

  test("is not told in other words", () => {
    const found = review([updated("aws_iam_policy.p", before ?? {}, after ?? {})]);
    expect(told(found)).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
  });
});

describe("a role", () => {
  test("is only counted where the policy of its bucket changes for others", () => {
    const found = review([
      keptRole(ROLE, "media"),
      kept("aws_iam_role_policy.p", inline(policy(READS))),
      updated("aws_s3_bucket_policy.in", bucketPolicy(lets(OTHER_ACCOUNT)), bucketPolicy(lets("555566667777"))),
    ]);
    expect(found.roles).toEqual([]);
    expect(found.unchangedRoles).toBe(1);
  });

  test("that is new is none of the others that a bucket lets in", () => {
    const naming = allow("s3:GetObject", IN, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/media` } });
    const found = review([
      created(ROLE, roleValues("media", { arn: `arn:aws:iam::${ACCOUNT}:role/media` })),
      created("aws_s3_bucket_policy.in", bucketPolicy(naming)),
    ]);
    expect(told(found).subjects).toEqual([`${ROLE} created wider`]);
  });
});

describe("the order", () => {
  const moved = { ...keptRole("aws_iam_role.b", "b"), previous_address: "aws_iam_role.a" };

  test("is by verdict where nothing is found", () => {
    const found = review([
      moved,
      keptRole(ROLE, "media", { assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) }),
      updated("aws_iam_role_policy.p", inline(policy(READS, allow("sns:Publish", "*"))), inline(policy(READS))),
    ]);
    expect(told(found)).toMatchObject({
      subjects: [`${ROLE} unchanged narrower`, "aws_iam_role.b unchanged same"],
      findings: [],
    });
  });

  test("is by danger before verdict", () => {
    const closed = trust({ Service: "ec2.amazonaws.com" });
    const found = review([
      keptRole("aws_iam_role.other", "other"),
      updated(
        "aws_iam_role_policy.p",
        inline(policy(READS), "other"),
        inline(policy(READS, allow("s3:GetBucketLocation", "arn:aws:s3:::acme-in")), "other"),
      ),
      updated(ROLE, roleValues("media"), roleValues("media", { assume_role_policy: closed })),
    ]);
    expect(told(found).subjects).toEqual([`${ROLE} updated both`, "aws_iam_role.other unchanged wider"]);
  });
});

describe("what is marked sensitive", () => {
  const SENSITIVE = { before_sensitive: { policy: true }, after_sensitive: { policy: true } };
  const changed = within(
    updated("aws_iam_role_policy.p", inline(policy(READS)), inline(policy(READS, allow("s3:PutObject", OUT)))),
    SENSITIVE,
  );

  test("is masked in a grant to a user", () => {
    const grant = created("aws_kms_grant.g", {
      key_id: KEY,
      grantee_principal: `arn:aws:iam::${ACCOUNT}:user/anna`,
      operations: ["Decrypt"],
      constraints: [{ encryption_context_equals: { project: "secret-project" }, encryption_context_subset: null }],
    });
    const marked = { after_sensitive: { constraints: [{ encryption_context_equals: { project: true } }] } };
    expect(onlyOf(review([within(grant, marked)]).resources).masked).toBe(true);
    expect(onlyOf(review([grant]).resources).masked).toBe(false);
  });

  test("is remarked once, of a role and of what changed outside Terraform", () => {
    const own = (document: string): object => ({ ...inline(document, "other"), name: "own" });
    const wide = own(policy(READS, allow("s3:PutObject", OUT)));
    const drift = within(updated("aws_iam_role_policy.own", own(policy(READS)), wide), SENSITIVE);
    const found = review(
      [
        keptRole(ROLE, "media"),
        changed,
        keptRole("aws_iam_role.other", "other"),
        kept("aws_iam_role_policy.own", wide),
      ],
      [],
      { resource_drift: [drift] },
    );
    expect(told(found).findings).toContain("changed-outside medium informs");
    expect(found.remarks).toEqual([
      "details that come from values marked sensitive are not shown; --show-sensitive shows them",
    ]);
  });
});
