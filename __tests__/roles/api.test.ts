import { assembleRoles, chooseRole } from "../../lib/roles/choose";
import { mergeFacts } from "../../lib/roles/merge";
import { managedPolicy } from "../../lib/roles/managed-policies";
import { readRoles } from "../../lib/roles/source";

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const READS = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OWN = "arn:aws:iam::111122223333:policy/own";

const getRole = (name = "media", more: object = {}) => ({
  Role: {
    Path: "/x/",
    RoleName: name,
    Arn: `arn:aws:iam::111122223333:role/x/${name}`,
    AssumeRolePolicyDocument: TRUST,
    ...more,
  },
});

const only = (value: unknown) => {
  const { roles, kind, problems } = readRoles(value, "answers.json");
  expect({ kind, problems }).toEqual({ kind: "api", problems: [] });
  const [facts, ...others] = roles;
  if (facts === undefined || others.length > 0) throw new Error(`${String(roles.length)} roles`);
  return facts;
};

describe("answers of the AWS API", () => {
  test("get-role alone leaves open which policies there are", () => {
    const facts = only(getRole());
    expect(facts).toMatchObject({
      where: "arn:aws:iam::111122223333:role/x/media",
      roleName: "media",
      path: "/x/",
      accountId: "111122223333",
      partition: "aws",
      trust: { document: TRUST },
    });
    expect(facts.gaps.map(({ of, closedBy }) => [of, closedBy])).toEqual([
      ["identity", "attached"],
      ["identity", "inline"],
    ]);
  });

  test("documents may be URL-encoded", () => {
    const AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(TRUST));
    expect(only(getRole("media", { AssumeRolePolicyDocument })).trust?.document).toBe(JSON.stringify(TRUST));
  });

  test("get-account-authorization-details has it all", () => {
    const facts = only({
      RoleDetailList: [
        {
          ...getRole().Role,
          RolePolicyList: [{ PolicyName: "in", PolicyDocument: READS }],
          AttachedManagedPolicies: [
            { PolicyName: "own", PolicyArn: OWN },
            { PolicyName: "AmazonS3FullAccess", PolicyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
            { PolicyName: "gone", PolicyArn: "arn:aws:iam::111122223333:policy/gone" },
          ],
        },
      ],
      Policies: [
        {
          Arn: OWN,
          DefaultVersionId: "v2",
          PolicyVersionList: [
            { VersionId: "v1", Document: {}, IsDefaultVersion: false },
            { VersionId: "v2", Document: READS, IsDefaultVersion: true },
          ],
        },
      ],
    });
    expect(facts.identity).toMatchObject([
      { name: "in", document: READS },
      { name: OWN, document: READS },
      {
        name: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        document: managedPolicy("arn:aws:iam::aws:policy/AmazonS3FullAccess")?.document,
      },
    ]);
    expect(facts.gaps.map(({ where }) => where)).toEqual(["arn:aws:iam::111122223333:policy/gone"]);
  });

  test("several answers close each other's gaps", () => {
    const facts = only([
      getRole("media", { PermissionsBoundary: { PermissionsBoundaryArn: "arn:aws:iam::aws:policy/PowerUserAccess" } }),
      { AttachedPolicies: [{ PolicyName: "own", PolicyArn: OWN }] },
      { PolicyVersion: { VersionId: "v3", Document: READS } },
      { PolicyNames: ["in"] },
      { RoleName: "media", PolicyName: "in", PolicyDocument: READS },
      {
        Grants: [
          {
            KeyId: KEY,
            GrantId: "1",
            GranteePrincipal: "arn:aws:iam::111122223333:role/x/media",
            Operations: ["Decrypt"],
          },
          {
            KeyId: KEY,
            GrantId: "2",
            GranteePrincipal: "arn:aws:iam::111122223333:role/other",
            Operations: ["Decrypt"],
          },
        ],
      },
      { KeyId: KEY, Policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*" }] }) },
      {
        Policy: JSON.stringify({
          Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::acme-in/*" }],
        }),
      },
    ]);
    expect(facts.gaps).toEqual([]);
    expect(facts.identity.map(({ name }) => name)).toEqual(["in", OWN]);
    expect(facts.boundary?.name).toBe("arn:aws:iam::aws:policy/PowerUserAccess");
    expect(facts.grants).toEqual([{ name: "1", keyArn: KEY, operations: ["Decrypt"] }]);
    expect(Object.keys(facts.keys)).toEqual([KEY]);
    expect(facts.keys[KEY]?.accountId).toBe("111122223333");
    expect(Object.keys(facts.buckets)).toEqual(["acme-in"]);
  });

  test("a listed policy whose contents are missing is a gap", () => {
    const facts = only([getRole(), { AttachedPolicies: [{ PolicyArn: OWN }] }, { PolicyNames: ["in"] }]);
    expect(facts.gaps.map(({ where, of }) => [where, of])).toEqual([
      ["in", "identity"],
      [OWN, "identity"],
    ]);
  });

  test.each<[string, object]>([
    ["a key", { Policy: '{"Statement":[{"Action":"kms:*","Resource":"*","Principal":"*"}]}' }],
    ["two buckets", { Policy: '{"Statement":[{"Action":"s3:*","Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]}]}' }],
    ["an encryption", { ServerSideEncryptionConfiguration: { Rules: [] } }],
  ])("the policy of %s that does not say whose it is", (_, answer) => {
    expect(readRoles([getRole(), answer], "a").problems).toMatchObject([{ message: expect.stringContaining("add ") }]);
  });

  test("one page is not the whole", () => {
    expect(readRoles({ ...getRole(), IsTruncated: true }, "a").problems).toHaveLength(1);
  });
});

describe("policies alone", () => {
  test("an identity policy has no trust", () => {
    const { roles, kind } = readRoles(READS, "policy.json");
    expect(kind).toBe("policy");
    expect(roles).toMatchObject([{ identity: [{ name: "policy.json", document: READS }], gaps: [{ of: "trust" }] }]);
  });

  test("a trust policy has no identity, and both together have no gap", () => {
    const trust = readRoles(TRUST, "trust.json");
    expect(trust.roles).toMatchObject([{ trust: { document: TRUST }, gaps: [{ of: "identity" }] }]);
    const { roles, problems } = assembleRoles([...trust.roles, ...readRoles(READS, "policy.json").roles]);
    expect(problems).toEqual([]);
    expect(roles).toMatchObject([{ trust: { name: "trust.json" }, identity: [{ name: "policy.json" }], gaps: [] }]);
  });

  test("a bucket's policy is not a role's", () => {
    const policy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::a" }] };
    expect(readRoles(policy, "p").problems).toMatchObject([{ message: expect.stringContaining('"Bucket"') }]);
  });
});

describe("several sources about one role", () => {
  const facts = (value: unknown, name = "x") => readRoles(value, name).roles;

  test("become one, each in a file of its own", () => {
    const { roles, problems } = assembleRoles([
      ...facts({ AttachedPolicies: [] }, "attached.json"),
      ...facts({ RoleName: "media", PolicyName: "in", PolicyDocument: READS }, "inline.json"),
      ...facts({ PolicyNames: ["in"] }, "names.json"),
      ...facts(getRole(), "role.json"),
    ]);
    expect(problems).toEqual([]);
    expect(roles).toMatchObject([{ roleName: "media", identity: [{ name: "in" }], gaps: [] }]);
  });

  test("a role without policies has none, and no gap", () => {
    const { roles } = assembleRoles([
      ...facts({ Grants: [] }),
      ...facts(getRole()),
      ...facts({ AttachedPolicies: [] }),
      ...facts({ PolicyNames: [] }),
    ]);
    expect(roles).toMatchObject([{ identity: [], gaps: [] }]);
  });

  test("a plan's gap is closed by an answer", () => {
    const stack = {
      resource: {
        aws_iam_role: { r: { name: "media", path: "/x/", assume_role_policy: JSON.stringify(TRUST) } },
        aws_iam_role_policy_attachment: { a: { role: "media", policy_arn: OWN } },
      },
    };
    const before = facts(stack);
    expect(before).toMatchObject([{ gaps: [{ where: OWN }] }]);
    const { roles } = assembleRoles([...before, ...facts({ PolicyVersion: { Document: READS } })]);
    expect(roles).toMatchObject([{ where: "aws_iam_role.r", identity: [{ name: OWN, document: READS }], gaps: [] }]);
  });

  test("two addresses stay two roles, and an answer joins the one it fits", () => {
    const made = (path: string) => ({ name: "media", path, assume_role_policy: "{}" });
    const stack = { resource: { aws_iam_role: { a: made("/x/"), b: made("/y/") } } };
    const { roles, problems } = assembleRoles([...facts(stack), ...facts(getRole())]);
    expect(problems).toEqual([]);
    expect(roles.map(({ where, accountId }) => [where, accountId])).toEqual([
      ["aws_iam_role.a", "111122223333"],
      ["aws_iam_role.b", undefined],
    ]);
  });

  test("different roles do not become one", () => {
    const { problems, facts: merged } = mergeFacts([...facts(getRole("a")), ...facts(getRole("b"))]);
    expect(merged).toBeUndefined();
    expect(problems).toMatchObject([{ message: expect.stringContaining("different roles") }]);
  });

  test("an answer that does not say whose it is does not fit two roles", () => {
    const { problems } = assembleRoles([
      ...facts(getRole("a")),
      ...facts(getRole("b")),
      ...facts({ AttachedPolicies: [] }, "attached.json"),
    ]);
    expect(problems).toMatchObject([{ message: expect.stringMatching(/^attached\.json does not say whose/) }]);
  });
});

describe("the role that is meant", () => {
  const lambda = { ...TRUST, Statement: [{ ...TRUST.Statement[0], Principal: { Service: "lambda.amazonaws.com" } }] };
  const { roles } = readRoles(
    [getRole("a"), getRole("b", { AssumeRolePolicyDocument: lambda }), getRole("c")],
    "roles",
  );
  const arn = (name: string) => `arn:aws:iam::111122223333:role/x/${name}`;

  test("by ARN, by name, by address", () => {
    expect(chooseRole(roles, { roleArn: arn("b") }).role?.roleName).toBe("b");
    expect(chooseRole(roles, { roleName: "c" }).role?.roleName).toBe("c");
    expect(chooseRole(roles, { address: arn("a") }).role?.roleName).toBe("a");
  });

  test("an ARN is compared as far as the role is known", () => {
    const [role] = roles;
    if (role === undefined) throw new Error("no role");
    const { where, trust, identity, grants, buckets, keys, gaps } = role;
    const facts = { where, identity, grants, buckets, keys, gaps, roleName: "a", ...(trust && { trust }) };
    expect(chooseRole([facts], { roleArn: arn("a") }).role).toBe(facts);
    expect(chooseRole([facts], { roleArn: arn("b") }).role).toBeUndefined();
    expect(chooseRole(roles, { roleArn: arn("a").replace("1111", "2222") }).role).toBeUndefined();
  });

  test("else the only one, else the only one that trusts MediaConvert", () => {
    expect(chooseRole(roles.slice(1, 2), {}).role?.roleName).toBe("b");
    expect(chooseRole(roles.slice(0, 2), {}).role?.roleName).toBe("a");
  });

  test("else the candidates are listed", () => {
    expect(chooseRole(roles, {}).problems).toEqual([
      {
        path: "",
        message: `2 roles trust mediaconvert.amazonaws.com; say which one is meant; there are ${arn("a")}, ${arn("c")}`,
      },
    ]);
    expect(chooseRole(roles, { roleName: "d" }).problems[0]?.message).toBe(
      `no role is "d"; there are ${arn("a")}, ${arn("b")}, ${arn("c")}`,
    );
    expect(chooseRole([], {}).problems[0]?.message).toBe("there is no IAM role in the sources");
  });
});
