import { DocumentReader } from "../../lib/review/document-reader";
import { roleSide } from "../../lib/review/role-side";
import type { Gap, RoleFacts } from "../../lib/roles/facts";
import { ACCOUNT } from "./names";

const factsOf = (more: Partial<RoleFacts> = {}): RoleFacts => ({
  where: "aws_iam_role.media",
  identity: [],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
  ...more,
});

const side = (more: Partial<RoleFacts>) => roleSide(factsOf(more), new DocumentReader());

const document = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: statement });

const READS = document({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
const TRUSTS = document({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });

const gap = (of: Gap["of"]): Gap => ({ where: "p", what: "is known only after apply", of });
const UNREAD = { name: "p (is known only after apply)", unread: true };

describe("who the role is", () => {
  test.each<[facts: Partial<RoleFacts>, arn: string]>([
    [{ roleName: "media", path: "/", accountId: ACCOUNT, partition: "aws" }, `arn:aws:iam::${ACCOUNT}:role/media`],
    [{ roleName: "media", accountId: ACCOUNT, partition: "aws-cn" }, `arn:aws-cn:iam::${ACCOUNT}:role/media`],
    [{ roleName: "media", path: "/a/b/", accountId: ACCOUNT }, `arn:aws:iam::${ACCOUNT}:role/a/b/media`],
    [{ roleName: "media", accountId: ACCOUNT, partition: "${Partition}" }, `arn:aws:iam::${ACCOUNT}:role/media`],
    [{ roleName: "media" }, "arn:aws:iam::ACCOUNT:role/media"],
    [{ roleName: "media", accountId: "${account}" }, "arn:aws:iam::ACCOUNT:role/media"],
    [{ roleName: "media", accountId: "1234" }, "arn:aws:iam::ACCOUNT:role/media"],
    [{ roleName: "media", accountId: `0${ACCOUNT}` }, "arn:aws:iam::ACCOUNT:role/media"],
    [{ roleName: "media", accountId: `${ACCOUNT}0` }, "arn:aws:iam::ACCOUNT:role/media"],
    [{ accountId: ACCOUNT }, `arn:aws:iam::${ACCOUNT}:role/\${name}`],
  ])("%j: %s", (facts, arn) => {
    expect(side(facts).caller.roleArn).toBe(arn);
  });

  test("in parts", () => {
    expect(side({ roleName: "media", path: "/a/", accountId: ACCOUNT, partition: "aws-cn" }).caller).toEqual({
      roleArn: `arn:aws-cn:iam::${ACCOUNT}:role/a/media`,
      roleName: "media",
      accountId: ACCOUNT,
      partition: "aws-cn",
    });
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
describe("condition keys that follow from the role", () => {
  test("all of them, where it is known", () => {
    expect(side({ roleName: "media", accountId: ACCOUNT }).context).toEqual({
      keys: {
        "aws:principalarn": { value: `arn:aws:iam::${ACCOUNT}:role/media` },
        "aws:principalaccount": { value: ACCOUNT },
        "aws:principaltype": { value: "AssumedRole" },
        "aws:principalisawsservice": { value: "false" },
        "kms:calleraccount": { value: ACCOUNT },
      },
      others: "unknown",
    });
  });

  test("neither ARN nor account, where the account is not known", () => {
    expect(side({ roleName: "media" }).context.keys).toMatchObject({
      "aws:principalarn": "unknown",
      "aws:principalaccount": "unknown",
      "kms:calleraccount": "unknown",
    });
  });

  test("no ARN, where the name is not known", () => {
    expect(side({ accountId: ACCOUNT }).context.keys).toMatchObject({
      "aws:principalarn": "unknown",
      "aws:principalaccount": { value: ACCOUNT },
    });
  });
});

describe("what a role has", () => {
  test("nothing is known to be missing", () => {
    expect(side({})).toMatchObject({ trust: [], identity: [], grants: [] });
    expect(side({})).not.toHaveProperty("boundary");
  });

  test("policies, read", () => {
    const policy = (name: string) => ({ name, document: READS });
    expect(
      side({
        trust: { name: "t", document: TRUSTS },
        identity: [policy("one"), policy("two")],
        boundary: policy("limit"),
      }),
    ).toMatchObject({
      trust: [{ name: "t", statements: [{ principals: { entries: [{ kind: "AWS", value: "*" }] } }] }],
      identity: [{ name: "one", statements: [{ effect: "Allow" }] }, { name: "two" }],
      boundary: { name: "limit", statements: [{ effect: "Allow" }] },
    });
  });

  test("a policy that stands where it has no place cannot be read", () => {
    expect(
      side({
        trust: { name: "t", document: READS },
        identity: [{ name: "p", document: TRUSTS }],
        boundary: { name: "b", document: TRUSTS },
      }),
    ).toMatchObject({
      trust: [{ name: "t", unread: true }],
      identity: [{ name: "p", unread: true }],
      boundary: { name: "b", unread: true },
    });
  });

  test.each<[of: Gap["of"], part: "trust" | "identity", parts: readonly unknown[]]>([
    ["trust", "trust", [UNREAD]],
    ["identity", "identity", [UNREAD]],
    ["trust", "identity", []],
    ["bucket", "identity", []],
  ])("something unknown of its %s is in its %s: %j", (of, part, parts) => {
    expect(side({ gaps: [gap(of)] })[part]).toEqual(parts);
  });

  test("what is not known comes behind what is", () => {
    const found = side({
      trust: { name: "t", document: TRUSTS },
      identity: [{ name: "own", document: READS }],
      gaps: [gap("identity"), gap("trust")],
    });
    expect(found.identity.map(({ name }) => name)).toEqual(["own", UNREAD.name]);
    expect(found.trust.map(({ name }) => name)).toEqual(["t", UNREAD.name]);
  });

  test("a boundary that is not known is one that is not read", () => {
    expect(side({ gaps: [gap("boundary")] }).boundary).toEqual(UNREAD);
    expect(side({ gaps: [gap("boundary")], boundary: { name: "b", document: READS } }).boundary).toMatchObject({
      name: "b",
    });
  });

  test("grants are the role's own where the source names nobody", () => {
    const grant = { name: "g", keyArn: "k", operations: ["Decrypt"] };
    expect(side({ roleName: "media", accountId: ACCOUNT, grants: [grant, { ...grant, grantee: "x" }] }).grants).toEqual(
      [
        { ...grant, grantee: `arn:aws:iam::${ACCOUNT}:role/media` },
        { ...grant, grantee: "x" },
      ],
    );
  });

  test("a grant that is not known may let the role read, write, sign and pass on, with some key", () => {
    expect(side({ roleName: "media", accountId: ACCOUNT, gaps: [gap("grants")] }).grants).toStrictEqual([
      {
        name: UNREAD.name,
        grantee: `arn:aws:iam::${ACCOUNT}:role/media`,
        operations: ["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant", "Sign"],
        uncertain: `what the grant ${UNREAD.name} gives`,
      },
    ]);
  });
});
