/** Examples of what is gained: requests that a reader knows, as far as they fit. */
import type { Example } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import type { FoundPolicy } from "../../lib/roles/facts";
import type { Moment } from "../../lib/roles/sides";
import { documentOf, roleOf, roleWith, sidesOf } from "./sides-of";
import { ACCOUNT, SERVICE } from "./names";

const OTHER = "444455556666";
const SOME = "123456789012";
const OUT = "arn:aws:s3:::acme-out/*";
const QUEUE = `arn:aws:mediaconvert:eu-west-1:${SOME}:queues/Default`;

/** The example of the first thing that is told. */
const exampleOf = (before: Partial<Moment>, after: Partial<Moment>): Example | undefined => {
  const compared = { kind: "plan", before: "", after: "" } as const;
  const { roles, resources } = reviewOf(sidesOf(before, after), { compared, suppressions: [], showSensitive: false });
  return [...roles, ...resources][0]?.changes[0]?.example;
};

const newly = (before: readonly object[], after: readonly object[]): Example | undefined =>
  exampleOf({ roles: [roleWith(...before)] }, { roles: [roleWith(...after)] });

describe("an example of what the role may newly do", () => {
  const on = (Action: string | readonly string[], Resource: string | readonly string[]): object => ({
    Action,
    Resource,
  });

  test.each<[string, object, string, string]>([
    ["any action on objects", on("s3:*", OUT), "s3:DeleteObject", "arn:aws:s3:::acme-out/x"],
    ["any action on a bucket", on("s3:*", "arn:aws:s3:::acme-out"), "s3:PutBucketPolicy", "arn:aws:s3:::acme-out"],
    ["some actions", on("s3:Get*", OUT), "s3:GetObject", "arn:aws:s3:::acme-out/x"],
    [
      "an action in other letters",
      on("s3:LISTbucket*", "arn:aws:s3:::acme-out"),
      "s3:ListBucket",
      "arn:aws:s3:::acme-out",
    ],
    ["any action on any bucket", on("s3:*", "*"), "s3:PutBucketPolicy", "arn:aws:s3:::another-bucket"],
    ["any action on any key", on("kms:*", "*"), "kms:PutKeyPolicy", `arn:aws:kms:eu-west-1:${SOME}:key/x`],
    ["any key", on("kms:Decrypt", "*"), "kms:Decrypt", `arn:aws:kms:eu-west-1:${SOME}:key/x`],
    ["anything", on("*", "*"), "iam:PutRolePolicy", `arn:aws:iam::${SOME}:role/x`],
    ["any role", on("iam:PassRole", "*"), "iam:PassRole", `arn:aws:iam::${SOME}:role/x`],
    ["all but some actions", { NotAction: "s3:*", Resource: "*" }, "iam:PassRole", `arn:aws:iam::${SOME}:role/x`],
    [
      "all but some objects",
      { Action: "s3:GetObject", NotResource: OUT },
      "s3:GetObject",
      "arn:aws:s3:::another-bucket/object",
    ],
  ])("is the worst of what it names, on what that can name: %s", (_, statement, action, resource) => {
    expect(newly([], [statement])).toEqual({ action, resource, context: {}, provided: [] });
  });

  test.each<[string, readonly object[], readonly object[], string]>([
    [
      "any bucket",
      [on("s3:GetObject", OUT)],
      [on("s3:GetObject", "arn:aws:s3:::*")],
      "arn:aws:s3:::another-bucket/object",
    ],
    ["anything", [on("s3:GetObject", OUT)], [on("s3:GetObject", "*")], "arn:aws:s3:::another-bucket/object"],
    [
      "what was denied",
      [on("s3:GetObject", OUT), { ...on("s3:GetObject", "arn:aws:s3:::acme-out/private/*"), Effect: "Deny" }],
      [on("s3:GetObject", OUT)],
      "arn:aws:s3:::acme-out/private/x",
    ],
  ])("is of what was not allowed: %s", (_, before, after, resource) => {
    expect(newly(before, after)).toMatchObject({ action: "s3:GetObject", resource });
  });

  test("is of the statement's own resource, however many others there are", () => {
    const others = Array.from("abcdefg").map((name) => on("s3:GetObject", `arn:aws:s3:::${name}/*`));
    expect(newly(others, [...others, on("s3:Get*", "arn:aws:s3:::z/*")])?.resource).toBe("arn:aws:s3:::z/x");
  });

  const held = (Condition: object): object => ({ ...on("s3:GetObject", OUT), Condition });

  test.each<[string, object, object, { readonly [key: string]: string }]>([
    ["another account", { StringEquals: { "aws:SourceAccount": ACCOUNT } }, {}, { "aws:SourceAccount": SOME }],
    ["another principal's", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }, {}, { "aws:PrincipalOrgID": "other" }],
    ["another queue", { ArnLike: { "aws:SourceArn": "arn:aws:mediaconvert:*:1:*" } }, {}, { "aws:SourceArn": QUEUE }],
    ["no TLS", { Bool: { "aws:SecureTransport": "true" } }, {}, { "aws:SecureTransport": "false" }],
    [
      "another service",
      { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      {},
      { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
    ],
    ["what must not be", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, {}, { "aws:SourceVpce": "vpce-1" }],
    [
      "one value more",
      { StringLike: { "kms:ViaService": "s3.*" } },
      { StringLike: { "kms:ViaService": ["s3.*", "ssm.*"] } },
      { "kms:ViaService": "ssm.x" },
    ],
    [
      "two keys",
      { StringEquals: { "aws:SourceVpce": "vpce-1" }, Bool: { "aws:SecureTransport": "true" } },
      { StringEquals: { "aws:SourceVpce": "vpce-1" } },
      { "aws:SourceVpce": "vpce-1", "aws:SecureTransport": "false" },
    ],
  ])("is of what a condition held back: %s", (_, before, after, context) => {
    expect(newly([held(before)], [held(after)])?.context).toEqual(context);
  });
});

describe("an example of who may newly assume the role", () => {
  const trusts = (principals: object, Condition: object = {}): Partial<Moment> => {
    const document = documentOf({ ...principals, Action: "sts:AssumeRole", Condition });
    return { roles: [roleOf({ trust: { name: "aws_iam_role.media", document } })] };
  };
  const LAMBDA = { Principal: { Service: "lambda.amazonaws.com" } };
  const MEDIACONVERT = { Principal: { Service: SERVICE } };
  const role = (account: string): string => `arn:aws:iam::${account}:role/some-role`;

  test.each<[string, object, string]>([
    ["everyone", { Principal: "*" }, role(SOME)],
    ["an account", { Principal: { AWS: OTHER } }, role(OTHER)],
    ["an account by its ARN", { Principal: { AWS: `arn:aws:iam::${OTHER}:root` } }, role(OTHER)],
    ["everyone but an account", { NotPrincipal: { AWS: OTHER } }, role(SOME)],
    ["a role", { Principal: { AWS: `arn:aws:iam::${OTHER}:role/ops/x` } }, `arn:aws:iam::${OTHER}:role/ops/x`],
    ["a service", MEDIACONVERT, SERVICE],
    ["a provider", { Principal: { Federated: "cognito-identity.amazonaws.com" } }, "cognito-identity.amazonaws.com"],
  ])("is somebody in particular: %s", (_, principals, principal) => {
    expect(exampleOf(trusts(LAMBDA), trusts(principals))).toMatchObject({ action: "sts:AssumeRole", principal });
  });

  test("is MediaConvert for another account, where it was held to one", () => {
    const held = { StringEquals: { "aws:SourceAccount": ACCOUNT } };
    expect(exampleOf(trusts(MEDIACONVERT, held), trusts(MEDIACONVERT))).toEqual({
      action: "sts:AssumeRole",
      principal: SERVICE,
      context: { "aws:SourceAccount": SOME },
      provided: [],
    });
  });
});

describe("an example of whom a bucket newly lets in", () => {
  const policy = (statement: object): FoundPolicy => ({
    name: "aws_s3_bucket_policy.p",
    document: documentOf(statement),
  });
  const shared = (statement: object): Example | undefined =>
    exampleOf({}, { buckets: { "acme-out": { policy: policy(statement) } } });

  test.each<[string, object, string, string]>([
    ["an object", { Action: "s3:GetObject", Resource: OUT }, "s3:GetObject", "arn:aws:s3:::acme-out/x"],
    [
      "any action",
      { Action: "s3:*", Resource: ["arn:aws:s3:::acme-out", OUT] },
      "s3:PutBucketPolicy",
      "arn:aws:s3:::acme-out",
    ],
    [
      "all but some objects",
      { Action: "s3:GetObject", NotResource: OUT },
      "s3:GetObject",
      "arn:aws:s3:::another-bucket/object",
    ],
    [
      "all that there is",
      { Action: "kms:Decrypt", Resource: "*" },
      "kms:Decrypt",
      `arn:aws:kms:eu-west-1:${SOME}:key/x`,
    ],
  ])("is about what its statement names, not about whom: %s", (_, statement, action, resource) => {
    expect(shared({ Principal: { AWS: OTHER }, ...statement })).toEqual({
      action,
      resource,
      principal: `arn:aws:iam::${OTHER}:role/some-role`,
      context: {},
      provided: ["the account's own policies allow it, too"],
    });
  });
});
