import { assembleRoles } from "../../lib/roles/choose";
import type { RoleFacts } from "../../lib/roles/facts";
import { readRoles } from "../../lib/roles/source";
import { type Item, KEY, READS, TRUST, WRITES, change, read, role } from "./plans";

const S3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const OWN = "arn:aws:iam::111122223333:policy/own";
const MEDIA = "arn:aws:iam::111122223333:role/media";

/** What the API says of the role before the plan is applied. */
const ROLE = {
  Path: "/",
  RoleName: "media",
  Arn: MEDIA,
  AssumeRolePolicyDocument: TRUST,
  RolePolicyList: [
    { PolicyName: "p", PolicyDocument: WRITES },
    { PolicyName: "by-hand", PolicyDocument: WRITES },
  ],
  AttachedManagedPolicies: [{ PolicyArn: OWN }, { PolicyArn: S3 }],
};
const OWN_BEFORE = { Arn: OWN, PolicyVersionList: [{ IsDefaultVersion: true, Document: WRITES }] };
const API = { RoleDetailList: [ROLE], Policies: [OWN_BEFORE] };

const together = (changes: readonly Item[], ...answers: readonly unknown[]): RoleFacts => {
  const plan = read([role("aws_iam_role.r", "media"), ...changes]);
  const found = answers.flatMap((answer) => readRoles(answer, "api.json").roles);
  const { roles, problems } = assembleRoles([...plan.roles, ...found]);
  expect(problems).toEqual([]);
  const [facts, ...others] = roles;
  if (facts === undefined || others.length > 0) throw new Error(`${String(roles.length)} roles`);
  return facts;
};

/** Names of the policies, with what they allow where it is not what the API says. */
const policies = ({ identity }: RoleFacts): readonly string[] =>
  identity.map(({ name, document }) => (document === READS ? `${name}: reads` : name)).sort();

const inline = (after: object | null, before: object | null, unknown: object = {}, actions = ["update"]): Item =>
  change("aws_iam_role_policy.p", after, unknown, { actions, ...(before === null ? {} : { before }) });

const p = { role: "media", name: "p", policy: WRITES };
const attachment = { role: "media", policy_arn: OWN };
const own = { name: "own", arn: OWN, policy: WRITES };

describe("a plan and answers about the role before", () => {
  test.each<[string, readonly Item[], readonly string[]]>([
    ["nothing but the role", [], [S3, OWN, "by-hand", "p"]],
    [
      "an inline policy that the plan narrows",
      [inline({ ...p, policy: READS }, p)],
      [S3, OWN, "aws_iam_role_policy.p: reads", "by-hand"],
    ],
    ["one that it takes away", [inline(null, p, {}, ["delete"])], [S3, OWN, "by-hand"]],
    [
      "one that it replaces by another",
      [inline({ ...p, name: "q", policy: READS }, p)],
      [S3, OWN, "aws_iam_role_policy.p: reads", "by-hand"],
    ],
    [
      "one of which it does not know what it will be",
      [inline({ role: "media", name: "p" }, p, { policy: true })],
      [S3, OWN, "by-hand"],
    ],
    ["one of another role", [inline(null, { ...p, role: "other" }, {}, ["delete"])], [S3, OWN, "by-hand", "p"]],
    [
      "an attachment that it takes away",
      [change("aws_iam_role_policy_attachment.a", null, {}, { actions: ["delete"], before: attachment })],
      [S3, "by-hand", "p"],
    ],
    [
      "a managed policy that it narrows",
      [
        change("aws_iam_policy.own", { ...own, policy: READS }, {}, { actions: ["update"], before: own }),
        change("aws_iam_role_policy_attachment.a", attachment, {}, { actions: ["no-op"], before: attachment }),
      ],
      [S3, "aws_iam_policy.own: reads", "by-hand", "p"],
    ],
    [
      "the only inline policies",
      [
        inline({ ...p, policy: READS }, p, {}, ["no-op"]),
        change("aws_iam_role_policies_exclusive.e", { role_name: "media", policy_names: ["p"] }),
      ],
      [S3, OWN, "aws_iam_role_policy.p: reads"],
    ],
  ])("%s", (_, changes, expected) => {
    expect(policies(together(changes, API))).toEqual([...expected].sort());
  });

  test("what is listed and goes needs no contents", () => {
    const gone = change("aws_iam_role_policy_attachment.a", null, {}, { actions: ["delete"], before: attachment });
    const facts = together([gone], { RoleDetailList: [ROLE] });
    expect(facts.gaps).toEqual([]);
  });

  test("a grant that the plan revokes", () => {
    const grants = ["one", "two"].map((Name) => ({
      KeyId: KEY,
      Name,
      GranteePrincipal: MEDIA,
      Operations: ["Decrypt"],
    }));
    const gone = change("aws_kms_grant.g", null, {}, { actions: ["delete"], before: { key_id: KEY, name: "one" } });
    expect(together([gone], API, { Grants: grants }).grants.map(({ name }) => name)).toEqual(["two"]);
  });

  test("policies and encryption of a bucket are the plan's", () => {
    const before = { bucket: "acme-in", policy: READS };
    const policy = { Bucket: "acme-in", Policy: WRITES };
    const encryption = {
      Bucket: "acme-in",
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } }],
      },
    };
    const bucket = (change: Item): unknown => together([change], API, policy, encryption).buckets["acme-in"];
    expect(bucket(change("aws_s3_bucket_policy.in", null, {}, { actions: ["delete"], before }))).toEqual({
      hasNoPolicy: true,
      encryption: { keyArn: KEY },
      bucketKey: false,
    });
    const unknown = change(
      "aws_s3_bucket_policy.in",
      { bucket: "acme-in" },
      { policy: true },
      { actions: ["update"], before },
    );
    expect(bucket(unknown)).toEqual({ encryption: { keyArn: KEY }, bucketKey: false });
  });

  test("a key's policy that the plan does not have is the API's", () => {
    const key = { arn: KEY, key_id: KEY.slice(-36) };
    const item = change("aws_kms_key.k", key, {}, { actions: ["no-op"], before: key });
    const [facts] = read([role("aws_iam_role.r", "media"), item]).roles;
    expect(facts?.gaps).toMatchObject([{ of: "key", about: KEY }]);
    const policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}';
    for (const KeyId of [KEY, KEY.slice(-36)]) {
      const found = together([item], API, { KeyId, Policy: policy });
      expect(found.keys[KEY]?.policy?.document).toBe(policy);
      expect(Object.keys(found.keys)).toEqual([KEY]);
      expect(found.gaps).toEqual([]);
    }
  });
});
