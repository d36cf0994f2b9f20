import type { MediaConvertRoleProps, OwnerDocuments } from "../../lib";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { ownerDocuments } from "../../lib/policy/owners";
import { IRELAND, KEY, describedOf } from "../support/pure";

const THEIRS = "444455556666";
const OTHERS = "777788889999";
const ROLE = "arn:aws:iam::111122223333:role/MediaConvert_Default_Role";
const THEIR_KEY = KEY.replace("111122223333", THEIRS);
const US_KEY = THEIR_KEY.replace("eu-west-1", "us-east-1");
const SECRET = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar";

const documentsOf = (props: MediaConvertRoleProps, around = IRELAND): readonly OwnerDocuments[] => {
  const { settings, policies } = describedOf(props, around);
  return ownerDocuments(settings, policies, WRITTEN_OUT);
};

const admit = (Sid: string, Action: string[], ...Resource: string[]): object => ({
  Sid,
  Effect: "Allow",
  Principal: { AWS: [ROLE] },
  Action,
  Resource,
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html */
describe("R-XA-BUCKET: buckets of other accounts", () => {
  test("each account has its buckets, with what the role does there and nothing else", () => {
    expect(
      documentsOf({
        access: {
          mode: "configured",
          inputs: [{ location: "s3://acme-in/masters/", ownerAccount: OTHERS }, "s3://acme-own/"],
          outputs: [
            { location: "s3://acme-out/vod/", ownerAccount: THEIRS, acl: true },
            { location: "s3://acme-out/live/", listBucket: true },
            { location: "s3://acme-in/out/", acl: true },
          ],
        },
      }),
    ).toEqual([
      {
        accountId: THEIRS,
        keys: [],
        buckets: [
          {
            bucket: "acme-out",
            bucketArn: "arn:aws:s3:::acme-out",
            statements: [
              admit("WriteOutputs", ["s3:PutObject"], "arn:aws:s3:::acme-out/live/*", "arn:aws:s3:::acme-out/vod/*"),
              admit("WriteOutputAcls", ["s3:PutObjectAcl"], "arn:aws:s3:::acme-out/vod/*"),
              admit("ListOutputBuckets", ["s3:ListBucket"], "arn:aws:s3:::acme-out"),
            ],
            acl: { cannedAcl: "BUCKET_OWNER_FULL_CONTROL", isAllowed: false },
          },
        ],
      },
      {
        accountId: OTHERS,
        keys: [],
        buckets: [
          {
            bucket: "acme-in",
            bucketArn: "arn:aws:s3:::acme-in",
            statements: [
              admit("ReadInputs", ["s3:GetObject"], "arn:aws:s3:::acme-in/masters/*"),
              admit("ListInputBuckets", ["s3:ListBucket"], "arn:aws:s3:::acme-in"),
              admit("WriteOutputs", ["s3:PutObject"], "arn:aws:s3:::acme-in/out/*"),
              admit("WriteOutputAcls", ["s3:PutObjectAcl"], "arn:aws:s3:::acme-in/out/*"),
            ],
            acl: { cannedAcl: "BUCKET_OWNER_FULL_CONTROL", isAllowed: true },
          },
        ],
      },
    ]);
  });

  test("R-XA-ACL: where jobs only read, no ACL is needed", () => {
    const inputs = [{ bucket: "acme-in", ownerAccount: THEIRS }];
    const [owner] = documentsOf({ access: { mode: "configured", inputs } });
    expect(owner?.buckets.map(({ acl }) => acl)).toEqual([undefined]);
  });

  test("nothing of other accounts, nothing to add", () => {
    expect(
      documentsOf({
        access: { mode: "configured", inputs: [{ bucket: "acme-in", kmsKeyArn: KEY, ownerAccount: "111122223333" }] },
      }),
    ).toEqual([]);
  });

  test("in another partition", () => {
    const region = "cn-northwest-1";
    const access = { mode: "configured" as const, inputs: [{ bucket: "acme-in", ownerAccount: THEIRS }] };
    const [owner] = documentsOf({ access }, { partition: "aws-cn", accountId: "111122223333", region });
    expect(owner?.buckets[0]).toMatchObject({ bucket: "acme-in", bucketArn: "arn:aws-cn:s3:::acme-in" });
  });
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
describe("R-XA-KEY: keys of other accounts", () => {
  const inputs = [{ location: "s3://acme-in/masters/", kmsKeyArn: THEIR_KEY }];
  const outputs = [{ location: "s3://acme-out/vod/", kmsKeyArn: US_KEY, bucketKey: true }];
  const keysOf = (props: Partial<MediaConvertRoleProps>, around = IRELAND) =>
    documentsOf({ access: { mode: "custom" }, ...props }, around).flatMap(({ accountId, keys }) =>
      keys.map((key) => ({ accountId, ...key })),
    );

  test("statements with the key's own Region, and the grants that say the same", () => {
    const found = keysOf({ access: { mode: "configured", inputs, outputs }, kmsAuthorization: "policy" });
    expect(found).toEqual([
      {
        accountId: THEIRS,
        keyArn: THEIR_KEY,
        isNeeded: true,
        statements: [
          {
            Sid: expect.stringMatching(/^DecryptInputs[0-9a-f]{8}$/),
            Effect: "Allow",
            Principal: { AWS: [ROLE] },
            Action: ["kms:Decrypt"],
            Resource: ["*"],
            Condition: {
              StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
              StringLike: {
                "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/masters/*"],
              },
            },
          },
        ],
        grants: [
          {
            id: expect.stringMatching(/^grant-[0-9a-f]{8}$/),
            name: expect.stringMatching(/^MediaConvert_Default_Role\/[0-9a-f]{16}$/),
            keyArn: THEIR_KEY,
            grantee: ROLE,
            operations: ["Decrypt"],
          },
        ],
      },
      {
        accountId: THEIRS,
        keyArn: US_KEY,
        isNeeded: true,
        statements: [
          {
            Sid: expect.stringMatching(/^EncryptOutputs[0-9a-f]{8}$/),
            Effect: "Allow",
            Principal: { AWS: [ROLE] },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: ["*"],
            Condition: {
              StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] },
              StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-out"] },
            },
          },
        ],
        grants: [
          {
            id: expect.stringMatching(/^grant-[0-9a-f]{8}$/),
            name: expect.stringMatching(/^MediaConvert_Default_Role\/[0-9a-f]{16}$/),
            keyArn: US_KEY,
            grantee: ROLE,
            operations: ["Decrypt", "GenerateDataKey"],
            constraint: { kind: "subset", context: { "aws:s3:arn": "arn:aws:s3:::acme-out" } },
          },
        ],
      },
    ]);
  });

  test.each([
    ["grant", false],
    ["policy", true],
    ["both", false],
  ] as const)("with kmsAuthorization %s the owner has to do something: %s", (kmsAuthorization, isNeeded) => {
    const [key] = keysOf({ kmsAuthorization, kmsKeys: [{ keyArn: THEIR_KEY, use: ["client-side"] }] });
    expect(key).toMatchObject({
      isNeeded,
      grants: [{ constraint: { kind: "equals", context: { service: "mediaconvert.amazonaws.com" } } }],
    });
  });

  test.each([
    [`${SECRET}-a1b2c3`, 1],
    [SECRET, 0],
  ])("a grant names the secret %s: %s", (secret, grants) => {
    const [key] = keysOf({ kmsAuthorization: "policy", secrets: [{ secret, kmsKeyArn: THEIR_KEY }] });
    expect(key?.grants).toHaveLength(grants);
    expect(key?.statements).toHaveLength(1);
  });

  test("where the role's account is not known, a key is another's only if its account owns a bucket", () => {
    const account = "${TfToken[Account]}";
    const place = { bucket: "acme-in", kmsKeyArn: THEIR_KEY };
    const accountsOf = (...locations: object[]) => {
      const access = { mode: "configured", inputs: locations, outputs: [] } as MediaConvertRoleProps["access"];
      const { settings, policies } = describedOf({ access }, { ...IRELAND, accountId: "111122223333" });
      const unknown = { ...WRITTEN_OUT, isKnown: (text: unknown) => text !== account };
      return ownerDocuments({ ...settings, accountId: account }, policies, unknown).map(({ accountId, keys }) => [
        accountId,
        keys.length,
      ]);
    };
    expect(accountsOf(place)).toEqual([]);
    expect(accountsOf({ ...place, ownerAccount: THEIRS })).toEqual([[THEIRS, 1]]);
    expect(accountsOf({ ...place, ownerAccount: OTHERS })).toEqual([[OTHERS, 0]]);
  });
});
