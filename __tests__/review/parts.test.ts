import {
  ACCOUNT,
  SERVICE,
  allow,
  created,
  kept,
  keptRole,
  policy,
  review,
  roleValues,
  told,
  trust,
  updated,
  within,
} from "./changes";
import { KEY } from "../roles/plans";

const ROLE = "aws_iam_role.media";
const HELD = { Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } };

/** What is found where a role trusts in another way. */
const found = (before: string, after: string): readonly string[] => {
  const values = roleValues("media");
  const item = updated(ROLE, { ...values, assume_role_policy: before }, { ...values, assume_role_policy: after });
  return told(review([item])).findings.map((line) => line.split(" ").slice(0, 2).join(" "));
};

describe("a trust policy gives more in several ways", () => {
  const service = { Service: SERVICE };

  test("a condition goes, and beside it more actions come", () => {
    const [before, after] = [trust(service, HELD), trust(service, { Action: "sts:*" })];
    expect(found(before, after)).toContain("trust-condition-dropped critical");
  });

  test("a condition goes for one who is let in beside everyone else", () => {
    expect(found(trust(service, HELD), trust("*"))).toEqual(["trust-opened critical"]);
  });
});

test("a role's gains by several patterns are told together", () => {
  const inline = (text: string): object => ({ id: "media:jobs", name: "jobs", role: "media", policy: text });
  const base = kept("aws_iam_role_policy.base", { ...inline(policy(allow("s3:GetObject", "arn:aws:s3:::acme-a/*"))) });
  const change = updated(
    "aws_iam_role_policy.jobs",
    inline(policy(allow("iam:GetRole", "arn:aws:iam::111122223333:role/x"))),
    inline(policy(allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::acme-a/*", "arn:aws:s3:::acme-b/*"]))),
  );
  const [role] = review([keptRole(ROLE, "media"), base, change]).roles;
  expect(role?.changes.filter(({ direction }) => direction === "gain").map(({ says }) => says)).toEqual([
    "can now `s3:PutObject` on `acme-a/*` and `acme-b/*`",
    "can now `s3:GetObject` on `acme-b/*`",
  ]);
});

test("a condition that became narrower is not told as one that went", () => {
  const inline = (condition: object): object => ({
    id: "media:jobs",
    name: "jobs",
    role: "media",
    policy: policy(allow("s3:GetObject", "arn:aws:s3:::acme-in/*", { Condition: condition })),
  });
  const [regions, tls] = [{ "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] }, { "aws:SecureTransport": "true" }];
  const change = updated(
    "aws_iam_role_policy.jobs",
    inline({ StringEquals: regions, Bool: tls }),
    inline({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }),
  );
  const [role] = review([keptRole(ROLE, "media"), change]).roles;
  expect(role?.changes.filter(({ direction }) => direction === "gain").map(({ says }) => says)).toEqual([
    "`s3:GetObject` on `acme-in/*` no longer requires `aws:SecureTransport` = `true`",
  ]);
});

test("a grant to somebody else that is marked sensitive is masked", () => {
  const grantee = "arn:aws:iam::444455556666:user/s3cret";
  const values = { id: "k:1", key_id: KEY, grantee_principal: grantee, operations: ["Decrypt"], constraints: [] };
  const item = within(created("aws_kms_grant.others", values), { after_sensitive: { grantee_principal: true } });
  const found = review([item]);
  expect(found.resources.map(({ masked }) => masked)).toEqual([true]);
  expect(JSON.stringify(found)).not.toContain("s3cret");
});
