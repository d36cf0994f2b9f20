/** Which rule a gain falls under, and how dangerous it is. */
import type { Cause } from "../../lib/review/cause";
import { type Neighbourhood, classOf, escalationsIn } from "../../lib/review/classify";
import { type Place, gainOf, grantIn, unitIn } from "./gain-of";
import { ACCOUNT, KEY } from "./names";

const OTHER = "444455556666";
const SERVICE = "mediaconvert.amazonaws.com";
const OUT = "arn:aws:s3:::acme-out/*";

const DENIED: Cause = { kind: "deny", by: [] };
const HELD: Cause = {
  kind: "condition",
  by: { document: "p" },
  tests: [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }],
};

const STACK: Neighbourhood = { own: new Set(["acme-out", KEY]), accountId: ACCOUNT };

/** `rule severity` of all that a statement allows. */
const classed = (place: Place, statement: object, cause?: Cause, neighbourhood: Neighbourhood = STACK): string => {
  const { rule, severity } = classOf(gainOf(unitIn(place, statement), cause === undefined ? {} : { cause }), {
    ...neighbourhood,
  });
  return `${rule} ${severity}`;
};

const trusting = (principals: object, condition: object = {}): object => ({
  ...principals,
  Action: "sts:AssumeRole",
  Condition: condition,
});

describe("who may assume the role", () => {
  const inAccount = (key: string): object => ({ StringEquals: { [key]: ACCOUNT } });

  test.each([
    ["MediaConvert for any account", {}, "trust-opened high"],
    ["MediaConvert for one account", inAccount("aws:SourceAccount"), "access-widened low"],
    ["in other letters", inAccount("AWS:sourceaccount"), "access-widened low"],
    ["MediaConvert for one queue", inAccount("aws:SourceArn"), "access-widened low"],
    ["MediaConvert for one organization", inAccount("aws:SourceOrgID"), "access-widened low"],
    ["MediaConvert for a part of one", inAccount("aws:SourceOrgPaths"), "access-widened low"],
    ["a tag of such a name", inAccount("aws:PrincipalTag/aws:SourceAccount"), "trust-opened high"],
    ["a key that begins like one", inAccount("aws:SourceArnOfOld"), "trust-opened high"],
    ["a key that says nothing of the source", inAccount("aws:PrincipalAccount"), "trust-opened high"],
  ])("a service acts for whoever calls it, unless a key of the source holds it: %s", (_, condition, expected) => {
    expect(classed("trust", trusting({ Principal: { Service: SERVICE } }, condition))).toBe(expected);
  });

  const role = (account: string, name = "deploy"): string => `arn:aws:iam::${account}:role/${name}`;

  test.each([
    ["another service", { Principal: { Service: "lambda.amazonaws.com" } }, "critical"],
    ["MediaConvert and another service", { Principal: { Service: [SERVICE, "lambda.amazonaws.com"] } }, "critical"],
    ["another account", { Principal: { AWS: OTHER } }, "critical"],
    ["everyone", { Principal: "*" }, "critical"],
    ["everyone but one role of the account", { NotPrincipal: { AWS: role(ACCOUNT) } }, "critical"],
    ["nobody in particular", {}, "critical"],
    ["the account", { Principal: { AWS: ACCOUNT } }, "high"],
    ["the account by its ARN", { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, "high"],
    ["a role of the account", { Principal: { AWS: role(ACCOUNT) } }, "high"],
    ["roles of this account and another", { Principal: { AWS: [role(ACCOUNT), role(OTHER)] } }, "critical"],
    ["another account's role with our number", { Principal: { AWS: role(OTHER, `for-${ACCOUNT}`) } }, "critical"],
    ["a provider with our number", { Principal: { Federated: `${ACCOUNT}.example.com` } }, "critical"],
  ])("the account's own are less dangerous than others: %s", (_, principals, severity) => {
    expect(classed("trust", trusting(principals))).toBe(`trust-opened ${severity}`);
  });

  test("nobody is of an account that is not known", () => {
    const nowhere = { own: new Set<string>() };
    const classes = ["*", ACCOUNT, role(ACCOUNT), role(OTHER, "undefined")].map((who) =>
      classed("trust", trusting({ Principal: { AWS: who } }), undefined, nowhere),
    );
    expect(new Set(classes)).toEqual(new Set(["trust-opened critical"]));
  });

  test.each([
    ["a service", { Principal: { Service: "lambda.amazonaws.com" } }, "access-widened low"],
    ["services", { Principal: { Service: ["lambda.amazonaws.com", SERVICE] } }, "access-widened low"],
    ["a service and an account", { Principal: { Service: SERVICE, AWS: OTHER } }, "trust-opened critical"],
    ["an account", { Principal: { AWS: OTHER } }, "trust-opened critical"],
    ["all services but one", { NotPrincipal: { Service: SERVICE } }, "trust-opened critical"],
    ["nobody in particular", {}, "trust-opened critical"],
  ])("a new role is for the services that it trusts: %s", (_, principals, expected) => {
    expect(classed("trust", trusting(principals), undefined, { ...STACK, isNew: true })).toBe(expected);
  });

  test.each([
    ["a condition is gone", HELD, "trust-condition-dropped critical"],
    ["a Deny is gone", DENIED, "deny-removed critical"],
  ])("what held somebody back goes before who it is: %s", (_, cause, expected) => {
    expect(classed("trust", trusting({ Principal: { Service: SERVICE } }), cause)).toBe(expected);
  });
});

describe("whom a bucket or key lets in", () => {
  test.each([
    ["one account", { Principal: { AWS: OTHER } }, "high"],
    ["everyone", { Principal: "*" }, "critical"],
    ["everyone, among others", { Principal: { AWS: [OTHER, "*"] } }, "critical"],
    ["everyone but one account", { NotPrincipal: { AWS: OTHER } }, "critical"],
  ])("what is open to everyone is critical: %s", (_, principals, severity) => {
    const statement = { ...principals, Action: "s3:GetObject", Resource: OUT };
    expect(classed("policy of a bucket", statement)).toBe(`resource-policy-opened ${severity}`);
    expect(classed("policy of a bucket", statement, DENIED)).toBe("deny-removed critical");
  });
});

describe("what the role may do", () => {
  const onOther = "arn:aws:s3:::other/*";

  test.each([
    ["reads elsewhere", "s3:GetObject", onOther, "read-widened medium"],
    ["writes elsewhere", "s3:PutObject", onOther, "write-widened high"],
    ["reads and writes elsewhere", ["s3:GetObject", "s3:PutObject"], onOther, "write-widened high"],
    ["deletes elsewhere", "s3:DeleteObject", onOther, "write-widened high"],
    ["lists elsewhere", "s3:ListBucket", "arn:aws:s3:::other", "access-widened low"],
    ["a key elsewhere only reads", "kms:Decrypt", KEY.replace("1234", "4321"), "read-widened medium"],
    ["a key of the stack", "kms:Encrypt", KEY, "access-widened low"],
    ["all objects of a bucket of the stack", "s3:PutObject", OUT, "access-widened low"],
    ["some objects of it", "s3:PutObject", "arn:aws:s3:::acme-out/vod/*", "access-widened low"],
    ["the bucket itself", "s3:PutBucketVersioning", "arn:aws:s3:::acme-out", "access-widened low"],
    ["a bucket whose name begins like one", "s3:PutObject", "arn:aws:s3:::acme-out-2/*", "write-widened high"],
    ["any bucket that begins like it", "s3:PutObject", "arn:aws:s3:::acme-out*", "write-widened high"],
    ["a bucket of the stack and another", "s3:PutObject", [OUT, onOther], "write-widened high"],
    [
      "an object elsewhere that is called like the bucket",
      "s3:PutObject",
      `arn:aws:s3:eu-west-1:${OTHER}:accesspoint/ap/object/arn:aws:s3:::acme-out/x`,
      "write-widened high",
    ],
    ["everything, for an action that names a resource", ["s3:ListAllMyBuckets", "s3:GetObject"], "*", "wildcard"],
    ["everything, for an action that names none", "s3:ListAllMyBuckets", "*", "access-widened low"],
    ["everything, for an action that AWS may have since", "newservice:Describe", "*", "wildcard"],
    ["who may use a key elsewhere", "kms:RevokeGrant", KEY.replace("1234", "4321"), "write-widened high"],
    ["a way to more rights", "iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/x`, "privilege-escalation critical"],
  ])("the stack's own is least dangerous: %s", (_, actions, resources, expected) => {
    const whole = expected === "wildcard" ? "wildcard-resource high" : expected;
    expect(classed("role", { Action: actions, Resource: resources })).toBe(whole);
  });

  test("what names no resource at all is not the stack's own", () => {
    expect(classed("role", { Action: "s3:PutObject" })).toBe("write-widened high");
  });

  test.each([
    [["kms:Decrypt", "KMS:Encrypt"], "kms-condition-dropped high"],
    [["kms:Decrypt", "s3:GetObject"], "condition-dropped high"],
    [["s3:GetObject"], "condition-dropped high"],
  ])("a condition on keys alone is told as such: %j", (actions, expected) => {
    expect(classed("role", { Action: actions, Resource: "arn:aws:s3:::other/*" }, HELD)).toBe(expected);
  });

  test.each<[string, Cause, string]>([
    ["a Deny is gone", DENIED, "deny-removed critical"],
    ["the boundary is gone", { kind: "boundary", by: "b" }, "boundary-removed critical"],
  ])("what held the role back goes before what it is: %s", (_, cause, expected) => {
    expect(classed("role", { Action: "s3:GetObject", Resource: OUT }, cause)).toBe(expected);
    expect(classed("role", { NotAction: "iam:*", Resource: OUT }, cause)).toBe(expected);
  });

  test.each([
    ["all actions but some", { NotAction: "iam:*", Resource: OUT }],
    ["all resources but some", { Action: "s3:GetObject", NotResource: OUT }],
  ])("an Allow that lists what it leaves out is critical: %s", (_, statement) => {
    expect(classed("role", statement)).toBe("allow-all-but critical");
  });

  test.each([
    [["Decrypt"], "grant-widened high"],
    [["Decrypt", "CreateGrant"], "privilege-escalation critical"],
  ])("a grant that can be passed on is an escalation: %j", (operations, expected) => {
    const { rule, severity } = classOf(gainOf(grantIn({ operations })), STACK);
    expect(`${rule} ${severity}`).toBe(expected);
  });

  test("in the policy of a bucket, a wildcard is that bucket", () => {
    const statement = { Principal: "*", Action: "s3:GetObject", Resource: "*" };
    expect(classed("policy of a bucket, for the role", statement)).toBe("read-widened medium");
  });
});

describe("ways to more rights", () => {
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/x`;

  test.each([
    ["a role", "iam:PassRole", ROLE, ["iam:PassRole"]],
    ["everything", "iam:PassRole", "*", ["iam:PassRole"]],
    ["a bucket", "iam:PassRole", OUT, []],
    ["an action that names no resource", "s3:PutAccountPublicAccessBlock", "*", ["s3:PutAccountPublicAccessBlock"]],
    ["such an action on a bucket", "s3:PutAccountPublicAccessBlock", "arn:aws:s3:::acme-out", []],
    [
      "one of two kinds of resources",
      "dynamodb:PutResourcePolicy",
      `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/t`,
      ["dynamodb:PutResourcePolicy"],
    ],
    ["a resource of some kind, among others", "sts:AssumeRole", [OUT, ROLE], ["sts:AssumeRole"]],
    ["an action of which resources are not known", "glue:CreateJob", OUT, ["glue:CreateJob"]],
    ["such an action by a pattern", "glue:Create*", OUT, ["glue:CreateJob", "glue:CreateDevEndpoint"]],
    ["a pattern that only happens to match it", "gl?e:CreateJob", OUT, []],
    ["such a pattern on everything", "gl?e:CreateJob", "*", ["glue:CreateJob"]],
  ])("an action leads to more only where it can name the resource: %s", (_, action, resource, expected) => {
    expect(escalationsIn(gainOf(unitIn("role", { Action: action, Resource: resource })))).toEqual(expected);
  });

  test.each([
    ["NotResource", { NotResource: OUT }],
    ["no resource", {}],
  ])("without a list of resources it may be any: %s", (_, resources) => {
    expect(escalationsIn(gainOf(unitIn("role", { Action: "iam:PassRole", ...resources })))).toEqual(["iam:PassRole"]);
  });
});
