import { indexOf } from "../../lib/review/around";
import { compareRole } from "../../lib/review/compare-role";
import { deadFindings } from "../../lib/review/dead";
import { DocumentReader } from "../../lib/review/document-reader";
import type { Finding } from "../../lib/review/report";
import type { RoleFacts } from "../../lib/roles/facts";
import { type Statement, plenty } from "./formulas";
import { ACCOUNT } from "./names";

const BUCKET = "arn:aws:s3:::acme-in";
const OBJECTS = `${BUCKET}/*`;

const allow = (actions: string | readonly string[], resources: string | readonly string[], more = {}): Statement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
  ...more,
});

const factsOf = (statements: readonly Statement[], more: Partial<RoleFacts> = {}): RoleFacts => ({
  where: "aws_iam_role.media",
  roleName: "media",
  accountId: ACCOUNT,
  identity: [{ name: "aws_iam_role_policy.own", document: { Version: "2012-10-17", Statement: statements } }],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
  ...more,
});

const findings = (before: RoleFacts | undefined, after: RoleFacts | undefined): readonly Finding[] => {
  const pair = {
    address: "aws_iam_role.media",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  return deadFindings(compareRole(pair, indexOf([]), new DocumentReader(), plenty()), plenty());
};

const saysOf = (...statements: readonly Statement[]): readonly string[] =>
  findings(undefined, factsOf(statements)).map(({ says }) => says);

describe("permissions that no request can use", () => {
  test("are told with the policy that has them", () => {
    expect(findings(undefined, factsOf([allow("s3:GetObject", BUCKET)]))).toMatchObject([
      {
        rule: "dead-permission",
        effect: "informs",
        subject: `aws_iam_role.media: s3:GetObject on ${BUCKET}`,
        of: "aws_iam_role.media",
        where: "aws_iam_role_policy.own",
        says: "no request for `s3:GetObject` names `acme-in`",
      },
    ]);
  });

  test("are told by all actions and resources that are in vain", () => {
    const both = [BUCKET, "arn:aws:s3:::acme-out"];
    expect(findings(undefined, factsOf([allow(["s3:GetObject", "s3:PutObject"], both)]))).toMatchObject([
      {
        subject: "aws_iam_role.media: s3:GetObject, s3:PutObject on arn:aws:s3:::acme-in, arn:aws:s3:::acme-out",
        says: "no request for `s3:GetObject` and `s3:PutObject` names `acme-in` and `acme-out`",
      },
    ]);
  });

  test("an action that is not in vain is left out", () => {
    expect(saysOf(allow(["s3:GetObject", "s3:ListBucket"], BUCKET))).toStrictEqual([
      "no request for `s3:GetObject` names `acme-in`",
    ]);
  });

  test.each<[title: string, statement: Statement]>([
    ["one that can be used", allow("s3:GetObject", OBJECTS)],
    ["buckets and their objects side by side", allow(["s3:GetObject", "s3:ListBucket"], [BUCKET, OBJECTS])],
    ["all resources", allow("s3:GetObject", "*")],
    ["an action that nobody here knows", allow("acme:Do", BUCKET)],
    ["a pattern of actions", allow("s3:GetObj*", BUCKET)],
    ["what is forbidden", { ...allow("s3:GetObject", BUCKET), Effect: "Deny" }],
    ["all resources but some", { Effect: "Allow", Action: "s3:GetObject", NotResource: BUCKET }],
  ])("not %s", (_, statement) => {
    expect(saysOf(statement)).toStrictEqual([]);
  });

  test("one that was there before is no news, whatever its Sid", () => {
    const [was, is] = [allow("s3:GetObject", BUCKET, { Sid: "Old" }), allow("s3:GetObject", BUCKET, { Sid: "New" })];
    expect(findings(factsOf([was]), factsOf([is, allow("s3:GetObject", OBJECTS)]))).toStrictEqual([]);
    expect(findings(factsOf([]), factsOf([is]))).toHaveLength(1);
  });

  test("a role that goes has none", () => {
    expect(findings(factsOf([allow("s3:GetObject", BUCKET)]), undefined)).toStrictEqual([]);
  });

  test("a grant has none", () => {
    const grants = [{ name: "g", keyArn: "arn:aws:kms:eu-west-1:111122223333:alias/x", operations: ["Decrypt"] }];
    expect(findings(undefined, factsOf([], { grants }))).toStrictEqual([]);
  });

  test("they are looked for in the first fifty statements", () => {
    const many = Array.from({ length: 60 }, (_, index) => allow("s3:GetObject", `${BUCKET}-${String(index)}`));
    expect(saysOf(...many)).toHaveLength(50);
  });
});
