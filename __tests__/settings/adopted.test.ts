import { type LiveRole, adoptedRole } from "../../lib/settings/adopted";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

const live = (more: Partial<LiveRole> = {}): LiveRole => ({
  arn: "arn:aws:iam::111122223333:role/service-role/MediaConvert_Default_Role",
  name: "MediaConvert_Default_Role",
  path: "/service-role/",
  description: "by hand",
  maxSessionDuration: 3600,
  tags: {},
  trust: JSON.stringify(TRUST),
  inline: [],
  attached: [],
  ...more,
});

const settings = (more: Partial<LiveRole>, region = "eu-west-1"): object => {
  const { role, problems } = adoptedRole(live(more), region);
  expect(problems).toEqual([]);
  return role;
};

const WITHOUT_TRUST = {
  adopt: true,
  accountId: "111122223333",
  path: "/service-role/",
  description: "by hand",
  access: { mode: "custom" },
};
const PLAIN = { ...WITHOUT_TRUST, trust: { policy: TRUST } };

const managed = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `arn:aws:iam::aws:policy/${name}`);
const FULL = managed("AmazonAPIGatewayInvokeFullAccess", "AmazonS3FullAccess");

/** What this project's trust policy is for account 111122223333, without and with its conditions. */
const OPEN_TRUST = {
  Sid: "MediaConvert",
  Effect: "Allow",
  Principal: { Service: ["mediaconvert.amazonaws.com"] },
  Action: ["sts:AssumeRole"],
};
const OWN_TRUST = {
  ...OPEN_TRUST,
  Condition: {
    ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:111122223333:queues/*"] },
    StringEquals: { "aws:SourceAccount": ["111122223333"] },
  },
};
const ELEVEN = managed("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");

describe("the settings of a role that is there", () => {
  test.each<[string, Partial<LiveRole>, object]>([
    ["a plain one", {}, PLAIN],
    [
      "a name",
      { name: "Media", arn: "arn:aws:iam::111122223333:role/Media", path: "/" },
      { ...PLAIN, roleName: "Media", path: "/" },
    ],
    ["no description", { description: undefined as unknown as string }, { ...PLAIN, description: "" }],
    [
      "our description",
      { description: "Assumed by AWS Elemental MediaConvert to run transcoding jobs" },
      { ...PLAIN, description: undefined },
    ],
    ["a longer session", { maxSessionDuration: 7200 }, { ...PLAIN, maxSessionDuration: 7200 }],
    [
      "a boundary",
      { permissionsBoundary: "arn:aws:iam::111122223333:policy/b" },
      { ...PLAIN, permissionsBoundary: "arn:aws:iam::111122223333:policy/b" },
    ],
    ["tags", { tags: { a: "" } }, { ...PLAIN, tags: { a: "" } }],
    ["tags of AWS's own", { tags: { "aws:cloudformation:stack-name": "s", a: "b" } }, { ...PLAIN, tags: { a: "b" } }],
    ["tags of AWS's own alone", { tags: { "aws:cloudformation:stack-name": "s" } }, PLAIN],
    ["full permissions", { attached: FULL }, { ...PLAIN, access: { mode: "full" } }],
    [
      "full permissions and more",
      { attached: [...FULL, ...managed("X")] },
      { ...PLAIN, access: { mode: "full" }, managedPolicyArns: managed("X") },
    ],
    [
      "one of the two",
      { attached: managed("AmazonS3FullAccess") },
      { ...PLAIN, managedPolicyArns: managed("AmazonS3FullAccess") },
    ],
    [
      "more policies than most accounts allow",
      { attached: ELEVEN },
      { ...PLAIN, managedPolicyArns: ELEVEN, maxAttachedPolicies: 11 },
    ],
    [
      "inline policies, as they are",
      { inline: [{ name: "b", document: '{"Statement":{"Effect":"Allow","Action":"S3:*","Resource":"*"}}' }] },
      { ...PLAIN, inlinePolicies: { b: { Statement: { Effect: "Allow", Action: "S3:*", Resource: "*" } } } },
    ],
    ["our trust policy", { trust: JSON.stringify({ Version: "2012-10-17", Statement: [OWN_TRUST] }) }, WITHOUT_TRUST],
    [
      "our trust policy, written with single values",
      { trust: JSON.stringify({ Statement: { ...OWN_TRUST, Action: "sts:AssumeRole" }, Version: "2012-10-17" }) },
      WITHOUT_TRUST,
    ],
    [
      "our trust policy without protection",
      { trust: JSON.stringify({ Version: "2012-10-17", Statement: [OPEN_TRUST] }) },
      { ...PLAIN, trust: { confusedDeputyProtection: false } },
    ],
  ])("%s", (_, more, expected) => {
    expect(settings(more)).toEqual(expected);
  });

  test("a trust policy of an older version stays as it is: there, texts are no variables", () => {
    const policy = { Version: "2008-10-17", Statement: [OWN_TRUST] };
    expect(settings({ trust: JSON.stringify(policy) })).toEqual({ ...PLAIN, trust: { policy } });
  });

  test("in China the console's policies are China's", () => {
    const china = {
      arn: "arn:aws-cn:iam::111122223333:role/MediaConvert_Default_Role",
      path: "/",
      attached: FULL.map((arn) => arn.replace("arn:aws:", "arn:aws-cn:")),
    };
    expect(settings(china, "cn-northwest-1")).toMatchObject({ access: { mode: "full" } });
    expect(settings({ ...china, attached: FULL }, "cn-northwest-1")).toMatchObject({ access: { mode: "custom" } });
  });

  test.each<[string, Partial<LiveRole>, string]>([
    ["a trust policy that is no JSON", { trust: "{" }, "its trust policy is not the JSON of a policy document"],
    ["a trust policy that is no document", { trust: "[]" }, "its trust policy is not the JSON"],
    [
      "an inline policy that is no JSON",
      { inline: [{ name: "b", document: "%7B" }] },
      "its inline policy b is not the JSON",
    ],
    ["another partition", { arn: "arn:aws-cn:iam::111122223333:role/r" }, "is not in the partition of eu-west-1"],
    ["a service's own role", { path: "/aws-service-role/x.amazonaws.com/" }, "is a service-linked role"],
  ])("%s is told", (_, more, message) => {
    expect(adoptedRole(live(more), "eu-west-1").problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining(message) as string }),
    ]);
  });

  test("everything that is wrong is told at once", () => {
    const wrong = { trust: "", inline: ["a", "b"].map((name) => ({ name, document: "" })) };
    expect(adoptedRole(live(wrong), "eu-west-1").problems).toHaveLength(3);
  });
});
