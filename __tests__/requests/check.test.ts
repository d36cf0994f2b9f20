import { foreignRemarks } from "../../lib/requests/remarks";
import type { RoleFacts } from "../../lib/roles/facts";
import { NOTHING_ASSUMED, answered, checkOf, describedJobs } from "../support/requests";

/** A job that reads one object and writes to one directory, in queue Default. */
const JOB = {
  Queue: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default",
  Settings: {
    Inputs: [{ FileInput: "s3://acme-in/a/film.mov" }],
    OutputGroups: [{ OutputGroupSettings: { FileGroupSettings: { Destination: "s3://acme-out/vod/" } } }],
  },
};

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FOREIGN_KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE = "arn:aws:iam::111122223333:role/MediaConvert_Default_Role";

const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

const TRUST = policy({
  Effect: "Allow",
  Principal: { Service: "mediaconvert.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const READ = allow("s3:GetObject", "arn:aws:s3:::acme-in/a/film.mov");
const LIST = allow("s3:ListBucket", "arn:aws:s3:::acme-in");
const WRITE = allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/*");

const role = (statements: readonly object[], more: Partial<RoleFacts> = {}): RoleFacts => ({
  where: "test",
  roleName: "MediaConvert_Default_Role",
  accountId: "111122223333",
  partition: "aws",
  trust: { name: "trust", document: TRUST },
  identity: statements.length === 0 ? [] : [{ name: "policy", document: policy(...statements) }],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
  ...more,
});

const RIGHT = role([READ, LIST, WRITE]);
const ALLOWED = {
  "sts:AssumeRole": "allowed",
  "s3:GetObject": "allowed",
  "s3:ListBucket": "allowed",
  "s3:PutObject": "allowed",
};

const verdicts = (facts: RoleFacts, job: object = JOB, more = {}, assumptions = NOTHING_ASSUMED) =>
  Object.fromEntries(
    checkOf(describedJobs(answered([job as never], more)), facts, assumptions).map(({ request, verdict }) => [
      request.action,
      verdict,
    ]),
  );

describe("identity policies", () => {
  test.each<[name: string, facts: RoleFacts, differs: { readonly [action: string]: string }]>([
    ["exactly what is needed", RIGHT, {}],
    ["full access", role([allow("s3:*", "*")]), {}],
    [
      "in two policies",
      {
        ...role([READ]),
        identity: [READ, LIST, WRITE].map((one, index) => ({ name: String(index), document: policy(one) })),
      },
      {},
    ],
    ["NotAction leaves it in", role([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]), {}],
    ["no policy at all", role([]), { "s3:GetObject": "denied", "s3:ListBucket": "denied", "s3:PutObject": "denied" }],
    [
      "another directory",
      role([READ, LIST, allow("s3:PutObject", "arn:aws:s3:::acme-out/other/*")]),
      { "s3:PutObject": "denied" },
    ],
    [
      "part of the directory",
      role([READ, LIST, allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/x/*")]),
      { "s3:PutObject": "denied" },
    ],
    [
      "the directory in two halves that miss some",
      role([READ, LIST, allow("s3:PutObject", ["arn:aws:s3:::acme-out/vod/a*", "arn:aws:s3:::acme-out/vod/b*"])]),
      { "s3:PutObject": "denied" },
    ],
    [
      "the bucket without its objects",
      role([LIST, WRITE, allow("s3:GetObject", "arn:aws:s3:::acme-in")]),
      { "s3:GetObject": "denied" },
    ],
    [
      "an explicit deny of one object",
      role([READ, LIST, WRITE, deny("s3:*", "arn:aws:s3:::acme-out/vod/secret*")]),
      { "s3:PutObject": "denied" },
    ],
    ["a deny elsewhere", role([READ, LIST, WRITE, deny("s3:*", "arn:aws:s3:::other/*")]), {}],
    ["actions in another case", role([allow("S3:getobject", "arn:aws:s3:::acme-in/*"), LIST, WRITE]), {}],
    [
      "keys in another case",
      role([allow("s3:GetObject", "arn:aws:s3:::acme-in/A/*"), LIST, WRITE]),
      { "s3:GetObject": "denied" },
    ],
  ])("%s", (_, facts, differs) => {
    expect(verdicts(facts)).toEqual({ ...ALLOWED, ...differs });
  });

  test.each<[name: string, condition: object, verdict: string]>([
    ["TLS is always used", { Bool: { "aws:SecureTransport": "true" } }, "allowed"],
    ["only without TLS", { Bool: { "aws:SecureTransport": "false" } }, "denied"],
    ["the role's own account", { StringEquals: { "aws:PrincipalAccount": "111122223333" } }, "allowed"],
    ["another account", { StringEquals: { "aws:PrincipalAccount": "999999999999" } }, "denied"],
    ["the role itself", { ArnEquals: { "aws:PrincipalArn": ROLE } }, "allowed"],
    ["the bucket's account", { StringEquals: { "aws:ResourceAccount": "111122223333" } }, "allowed"],
    ["a source address, which nobody knows", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "unknown"],
    ["a VPC endpoint, which nobody knows", { StringEquals: { "aws:SourceVpce": "vpce-1" } }, "unknown"],
    ["an ACL that the job does not set", { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } }, "denied"],
    [
      "encryption that the job does not name",
      { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      "denied",
    ],
  ])("a condition on writing: %s", (_, Condition, verdict) => {
    const facts = role([READ, LIST, { ...WRITE, Condition }]);
    expect(verdicts(facts)["s3:PutObject"]).toBe(verdict);
  });

  test("a deny that depends on the source address is not known", () => {
    const facts = role([READ, LIST, WRITE, deny("s3:*", "*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })]);
    expect(
      verdicts({
        ...facts,
        identity: [
          {
            name: "policy",
            document: policy(
              READ,
              LIST,
              WRITE,
              deny("s3:*", "*", { Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
            ),
          },
        ],
      }),
    ).toEqual({
      ...ALLOWED,
      "s3:GetObject": "unknown",
      "s3:ListBucket": "unknown",
      "s3:PutObject": "unknown",
    });
  });

  test("a policy that the source does not show may allow it, and may deny it", () => {
    const gap = {
      where: "arn:aws:iam::111122223333:policy/x",
      what: "contents are not in the plan",
      of: "identity" as const,
    };
    expect(verdicts({ ...role([READ]), gaps: [gap] })).toMatchObject({
      "s3:GetObject": "unknown",
      "s3:PutObject": "unknown",
    });
  });
});

describe("the permissions boundary", () => {
  const bounded = (...statements: object[]): RoleFacts => ({
    ...RIGHT,
    boundary: { name: "boundary", document: policy(...statements) },
  });

  test.each<[name: string, facts: RoleFacts, differs: { readonly [action: string]: string }]>([
    ["allows it", bounded(allow("s3:*", "*")), {}],
    ["allows reading only", bounded(allow(["s3:Get*", "s3:List*"], "*")), { "s3:PutObject": "denied" }],
    [
      "denies a directory",
      bounded(allow("*", "*"), deny("s3:PutObject", "arn:aws:s3:::acme-out/vod/x/*")),
      { "s3:PutObject": "denied" },
    ],
  ])("%s", (_, facts, differs) => {
    expect(verdicts(facts)).toEqual({ ...ALLOWED, ...differs });
  });

  test("is named as what is missing", () => {
    const [found] = checkOf(describedJobs(answered([JOB])), bounded(allow("s3:Get*", "*"))).filter(
      ({ request }) => request.action === "s3:PutObject",
    );
    expect(found?.missing).toContainEqual(["boundary"]);
  });
});

describe("trust", () => {
  const trusted = (
    Condition: object | undefined,
    Principal: object = { Service: "mediaconvert.amazonaws.com" },
  ): RoleFacts => ({
    ...RIGHT,
    trust: {
      name: "trust",
      document: policy({
        Effect: "Allow",
        Principal,
        Action: "sts:AssumeRole",
        ...(Condition === undefined ? {} : { Condition }),
      }),
    },
  });
  const source = (arn: string, account = "111122223333") => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": arn },
  });

  test.each<[name: string, facts: RoleFacts, verdict: string]>([
    ["without conditions", trusted(undefined), "allowed"],
    ["every queue of the account", trusted(source("arn:aws:mediaconvert:*:111122223333:queues/*")), "allowed"],
    ["this queue", trusted(source("arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default")), "allowed"],
    ["another queue", trusted(source("arn:aws:mediaconvert:*:111122223333:queues/other")), "denied"],
    ["another Region", trusted(source("arn:aws:mediaconvert:us-east-1:111122223333:queues/*")), "denied"],
    ["another account", trusted(source("arn:aws:mediaconvert:*:999999999999:queues/*", "999999999999")), "denied"],
    ["another service", trusted(undefined, { Service: "elastictranscoder.amazonaws.com" }), "denied"],
    ["only a person's role", trusted(undefined, { AWS: "arn:aws:iam::111122223333:root" }), "denied"],
    ["an organisation, which nobody knows", trusted({ StringEquals: { "aws:SourceOrgID": "o-1" } }), "unknown"],
  ])("%s", (_, facts, verdict) => {
    expect(verdicts(facts)["sts:AssumeRole"]).toBe(verdict);
  });

  test("hops count, and one without a queue goes to the default queue", () => {
    const job = { ...JOB, Queue: "first", HopDestinations: [{ WaitMinutes: 5 }, { Queue: "second" }] };
    const found = checkOf(
      describedJobs(answered([job])),
      trusted(source("arn:aws:mediaconvert:*:111122223333:queues/first")),
    );
    const byQueue = found
      .filter(({ request }) => request.action === "sts:AssumeRole")
      .map(({ request, verdict }) => [request.context["aws:SourceArn"], verdict]);
    expect(byQueue).toEqual([
      [{ value: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default" }, "denied"],
      [{ value: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/first" }, "allowed"],
      [{ value: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/second" }, "denied"],
    ]);
  });

  test("a denial is error 1434", () => {
    const [found] = checkOf(describedJobs(answered([JOB])), trusted(undefined, { Service: "s3.amazonaws.com" }));
    expect(found).toMatchObject({ verdict: "denied", missing: [["trust"]], request: { errorCode: "1434" } });
  });
});

describe("keys", () => {
  const encrypted = { buckets: { "acme-in": { kmsKeyArn: KEY }, "acme-out": {} } };
  const withBucketKey = { buckets: { "acme-in": { kmsKeyArn: KEY, bucketKey: true }, "acme-out": {} } };
  const foreign = { buckets: { "acme-in": { kmsKeyArn: FOREIGN_KEY }, "acme-out": {} } };
  const grant = (more: object = {}) => ({ name: "g", keyArn: KEY, operations: ["Decrypt"], ...more });
  const ROOT = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  };
  const key = (...statements: object[]) => ({ [KEY]: { policy: { name: "key", document: policy(...statements) } } });
  const decrypt = (Condition?: object) => allow("kms:Decrypt", KEY, Condition === undefined ? {} : { Condition });
  const via = (service: string) => ({ StringEquals: { "kms:ViaService": service } });
  const context = (...values: string[]) => ({ StringLike: { "kms:EncryptionContext:aws:s3:arn": values } });
  const BUCKET = "arn:aws:s3:::acme-in";

  test.each<[name: string, facts: RoleFacts, more: object, verdict: string]>([
    ["nothing", role([READ, LIST, WRITE], { keys: key(ROOT) }), encrypted, "denied"],
    ["a grant", { ...RIGHT, grants: [grant()] }, encrypted, "allowed"],
    [
      "a grant of another operation",
      { ...RIGHT, grants: [grant({ operations: ["Encrypt"] })], keys: key(ROOT) },
      encrypted,
      "denied",
    ],
    [
      "a grant on another key",
      { ...RIGHT, grants: [grant({ keyArn: FOREIGN_KEY })], keys: key(ROOT) },
      encrypted,
      "denied",
    ],
    [
      "a grant for the bucket, with Bucket Keys",
      { ...RIGHT, grants: [grant({ subset: { "aws:s3:arn": BUCKET } })] },
      withBucketKey,
      "allowed",
    ],
    [
      "a grant for the bucket, without Bucket Keys",
      { ...RIGHT, grants: [grant({ subset: { "aws:s3:arn": BUCKET } })], keys: key(ROOT) },
      encrypted,
      "denied",
    ],
    [
      "a policy, and the key delegates",
      role([READ, LIST, WRITE, decrypt()], { keys: key(ROOT) }),
      encrypted,
      "allowed",
    ],
    [
      "a policy, and the key does not delegate",
      role([READ, LIST, WRITE, decrypt()], {
        keys: key({ ...ROOT, Principal: { AWS: "arn:aws:iam::111122223333:role/other" } }),
      }),
      encrypted,
      "denied",
    ],
    ["a policy, and the key is not known", role([READ, LIST, WRITE, decrypt()]), encrypted, "unknown"],
    ["the key names the role", { ...RIGHT, keys: key({ ...ROOT, Principal: { AWS: ROLE } }) }, encrypted, "allowed"],
    [
      "the key denies a grant",
      { ...RIGHT, grants: [grant()], keys: key(ROOT, { ...ROOT, Effect: "Deny", Principal: "*" }) },
      encrypted,
      "denied",
    ],
    [
      "by S3 of the Region",
      role([READ, LIST, WRITE, decrypt(via("s3.eu-west-1.amazonaws.com"))], { keys: key(ROOT) }),
      encrypted,
      "allowed",
    ],
    [
      "by S3 of another Region",
      role([READ, LIST, WRITE, decrypt(via("s3.us-east-1.amazonaws.com"))], { keys: key(ROOT) }),
      encrypted,
      "denied",
    ],
    [
      "the context of bucket and object",
      role([READ, LIST, WRITE, decrypt(context(BUCKET, `${BUCKET}/*`))], { keys: key(ROOT) }),
      encrypted,
      "allowed",
    ],
    [
      "the context of the bucket alone",
      role([READ, LIST, WRITE, decrypt(context(BUCKET))], { keys: key(ROOT) }),
      encrypted,
      "denied",
    ],
    [
      "the context of the bucket alone, with Bucket Keys",
      role([READ, LIST, WRITE, decrypt(context(BUCKET))], { keys: key(ROOT) }),
      withBucketKey,
      "allowed",
    ],
    [
      "a context that the request never has",
      role([READ, LIST, WRITE, decrypt({ StringEquals: { "kms:EncryptionContext:project": "x" } })], {
        keys: key(ROOT),
      }),
      encrypted,
      "unknown",
    ],
    ["another account's key with a grant", { ...RIGHT, grants: [grant({ keyArn: FOREIGN_KEY })] }, foreign, "allowed"],
    [
      "another account's key with a policy on one side",
      role([READ, LIST, WRITE, allow("kms:Decrypt", FOREIGN_KEY)]),
      foreign,
      "unknown",
    ],
  ])("%s", (_, facts, more, verdict) => {
    const all = checkOf(describedJobs(answered([JOB], more)), facts).filter(
      ({ request }) => request.action === "kms:Decrypt",
    );
    expect(all.length).toBeGreaterThan(0);
    const found = new Set(all.map((one) => one.verdict));
    const worst = ["denied", "undecided", "unknown", "allowed"].find((one) => found.has(one as never));
    expect(worst).toBe(verdict);
  });

  test("a key policy that is not shown can be taken for AWS's default, in the role's own account only", () => {
    const assumed = { owners: {}, keysDelegate: true };
    expect(verdicts(role([READ, LIST, WRITE, decrypt()]), JOB, encrypted, assumed)["kms:Decrypt"]).toBe("allowed");
    const other = role([READ, LIST, WRITE, allow("kms:Decrypt", FOREIGN_KEY)]);
    expect(verdicts(other, JOB, foreign, assumed)["kms:Decrypt"]).toBe("unknown");
  });

  test("an output key that the job names needs both operations, with each context", () => {
    const Encryption = { EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS", KmsKeyArn: KEY };
    const FileGroupSettings = {
      Destination: "s3://acme-out/vod/",
      DestinationSettings: { S3Settings: { Encryption } },
    };
    const job = {
      ...JOB,
      Settings: { ...JOB.Settings, OutputGroups: [{ OutputGroupSettings: { FileGroupSettings } }] },
    };
    const found = checkOf(describedJobs(answered([job])), { ...RIGHT, grants: [grant()], keys: key(ROOT) });
    expect(
      found
        .filter(({ request }) => request.action.startsWith("kms:"))
        .map(({ request, verdict }) => [request.action, request.context["kms:EncryptionContext:aws:s3:arn"], verdict]),
    ).toEqual(
      expect.arrayContaining([
        ["kms:Decrypt", { value: "arn:aws:s3:::acme-out" }, "allowed"],
        ["kms:Decrypt", { glob: "arn:aws:s3:::acme-out/vod/*" }, "allowed"],
        ["kms:GenerateDataKey", { value: "arn:aws:s3:::acme-out" }, "denied"],
        ["kms:GenerateDataKey", { glob: "arn:aws:s3:::acme-out/vod/*" }, "denied"],
      ]),
    );
  });
});

describe("bucket policies", () => {
  const bucket = (statements: readonly object[], accountId?: string) => ({
    "acme-out": {
      policy: { name: "bucket", document: policy(...statements) },
      ...(accountId === undefined ? {} : { accountId }),
    },
  });
  const admits = {
    Effect: "Allow",
    Principal: { AWS: ROLE },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::acme-out/*",
  };
  const noWrite = role([READ, LIST]);

  test.each<[name: string, facts: RoleFacts, verdict: string]>([
    ["in one account it is enough by itself", { ...noWrite, buckets: bucket([admits]) }, "allowed"],
    [
      "another account's bucket needs both: only the bucket",
      { ...noWrite, buckets: bucket([admits], "444455556666") },
      "denied",
    ],
    [
      "another account's bucket needs both: only the role",
      {
        ...RIGHT,
        buckets: bucket([{ ...admits, Principal: { AWS: "arn:aws:iam::111122223333:role/other" } }], "444455556666"),
      },
      "denied",
    ],
    ["another account's bucket with both", { ...RIGHT, buckets: bucket([admits], "444455556666") }, "allowed"],
    [
      "another account's bucket that admits the account",
      {
        ...RIGHT,
        buckets: bucket([{ ...admits, Principal: { AWS: "arn:aws:iam::111122223333:root" } }], "444455556666"),
      },
      "allowed",
    ],
    [
      "a service principal has no effect: the role's session calls",
      { ...noWrite, buckets: bucket([{ ...admits, Principal: { Service: "mediaconvert.amazonaws.com" } }]) },
      "denied",
    ],
    [
      "denies what lacks TLS",
      {
        ...RIGHT,
        buckets: bucket([
          { ...admits, Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        ]),
      },
      "allowed",
    ],
    [
      "denies whatever lacks an encryption header",
      {
        ...RIGHT,
        buckets: bucket([
          {
            ...admits,
            Effect: "Deny",
            Principal: "*",
            Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
          },
        ]),
      },
      "denied",
    ],
  ])("%s", (_, facts, verdict) => {
    expect(verdicts(facts)["s3:PutObject"]).toBe(verdict);
  });

  test("the owner of a bucket that the source lacks can be said", () => {
    expect(
      verdicts(RIGHT, JOB, {}, { owners: { "acme-out": "444455556666" }, keysDelegate: false })["s3:PutObject"],
    ).toBe("unknown");
  });
});

describe("errors that a denial surfaces as", () => {
  const group = (settings: object) => ({
    OutputGroups: [{ OutputGroupSettings: { HlsGroupSettings: { Destination: "s3://o-o/x/", ...settings } } }],
  });

  test.each<[name: string, settings: object, action: string, code: string | undefined]>([
    ["reading media", { ...group({}), Inputs: [{ FileInput: "s3://i-i/x.mov" }] }, "s3:GetObject", "1401"],
    ["an image", { ...group({}), AvailBlanking: { AvailBlankingImage: "s3://i-i/x.png" } }, "s3:GetObject", "1010"],
    [
      "a table of colours",
      { ...group({}), ColorConversion3DLUTSettings: [{ FileInput: "s3://i-i/x.cube" }] },
      "s3:GetObject",
      "1010",
    ],
    ["writing", group({}), "s3:PutObject", "1401 or 1517"],
    [
      "a key server",
      group({ Encryption: { SpekeKeyProvider: { Url: "https://a1.execute-api.eu-west-1.amazonaws.com/p/s" } } }),
      "execute-api:Invoke",
      "1091",
    ],
    [
      "Kantar",
      { ...group({}), KantarWatermark: { CredentialsSecretName: "kantar" } },
      "secretsmanager:GetSecretValue",
      "1603",
    ],
    [
      "Nielsen",
      {
        ...group({}),
        NielsenNonLinearWatermark: { TicServerUrl: "https://a1.execute-api.eu-west-1.amazonaws.com/p/s" },
      },
      "execute-api:Invoke",
      "1601",
    ],
    [
      "smart cropping",
      {
        OutputGroups: [
          {
            OutputGroupSettings: { HlsGroupSettings: { Destination: "s3://o-o/x/" } },
            Outputs: [{ VideoDescription: { ScalingBehavior: "SMART_CROP" } }],
          },
        ],
      },
      "elemental-inference:CreateFeed",
      undefined,
    ],
  ])("%s", (_, Settings, action, code) => {
    const props = { ...answered([{ Settings }]), secrets: ["kantar"] };
    const found = checkOf(describedJobs(props), role([])).filter(({ request }) => request.action === action);
    expect(found.map(({ verdict, request }) => [verdict, request.errorCode])).toEqual([["denied", code]]);
  });
});

describe("outputs in another account's bucket", () => {
  const writing = (S3Settings: object): object => ({
    Settings: {
      OutputGroups: [
        {
          OutputGroupSettings: {
            FileGroupSettings: { Destination: "s3://acme-out/", DestinationSettings: { S3Settings } },
          },
        },
      ],
    },
  });
  const acl = (CannedAcl: string) => ({ AccessControl: { CannedAcl } });

  test.each<[name: string, settings: object, words: readonly string[]]>([
    ["the owner's full control", acl("BUCKET_OWNER_FULL_CONTROL"), []],
    ["no ACL", {}, ["the owner cannot read outputs"]],
    ["another ACL", acl("PUBLIC_READ"), ["the owner cannot read outputs", "rejects CannedAcl PUBLIC_READ"]],
    [
      "the key aws/s3",
      { ...acl("BUCKET_OWNER_FULL_CONTROL"), Encryption: { EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS" } },
      ["the key aws/s3 does not serve"],
    ],
  ])("%s", (_, settings, words) => {
    const needs = describedJobs(answered([writing(settings) as never])).description.checked.jobs?.needs ?? [];
    const found = foreignRemarks(needs, (bucket) => bucket === "acme-out");
    expect(found).toHaveLength(words.length);
    for (const word of words) expect(found.join("\n")).toContain(word);
    expect(foreignRemarks(needs, () => false)).toEqual([]);
  });
});
