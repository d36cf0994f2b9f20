import { describeJobs } from "../../lib/requests/described-jobs";
import { foreignRemarks } from "../../lib/requests/remarks";
import type { RoleFacts } from "../../lib/roles/facts";
import { IRELAND } from "../support/pure";
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
    ["services alone", trusted({ Bool: { "aws:PrincipalIsAWSService": "true" } }), "allowed"],
    ["no services", trusted({ Bool: { "aws:PrincipalIsAWSService": "false" } }), "denied"],
  ])("%s", (_, facts, verdict) => {
    expect(verdicts(facts)["sts:AssumeRole"]).toBe(verdict);
  });

  test("a statement that asks who assumes the role is named", () => {
    const found = checkOf(
      describedJobs(answered([JOB])),
      trusted({ StringEquals: { "aws:PrincipalServiceName": "mediaconvert.amazonaws.com" } }),
    );
    expect(found.find(({ request }) => request.action === "sts:AssumeRole")).toMatchObject({
      verdict: "allowed",
      allowedBy: [expect.stringContaining("trust") as string],
    });
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
      "unknown",
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
      "unknown",
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

  test("an output key that the job names needs both operations, and either context", () => {
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
    const either = [{ value: "arn:aws:s3:::acme-out" }, { glob: "arn:aws:s3:::acme-out/vod/*" }];
    expect(
      found
        .filter(({ request }) => request.action.startsWith("kms:"))
        .map(({ request, verdict }) => [request.action, request.either?.values, verdict]),
    ).toEqual([
      ["kms:Decrypt", either, "allowed"],
      ["kms:GenerateDataKey", either, "denied"],
    ]);
  });

  test.each<[name: string, now: boolean | undefined, context: readonly string[], verdict: string]>([
    ["off: the object's ARN is enough", false, ["arn:aws:s3:::acme-out/*"], "allowed"],
    ["off: the bucket's ARN is not", false, ["arn:aws:s3:::acme-out"], "denied"],
    ["on: the bucket's ARN is enough", true, ["arn:aws:s3:::acme-out"], "allowed"],
    ["on: the object's ARN is not", true, ["arn:aws:s3:::acme-out/*"], "denied"],
    ["not known: one of them is not enough to tell", undefined, ["arn:aws:s3:::acme-out/*"], "unknown"],
    ["not known: both are", undefined, ["arn:aws:s3:::acme-out", "arn:aws:s3:::acme-out/*"], "allowed"],
  ])("Bucket Keys of an output bucket are %s", (_, now, values, verdict) => {
    const props = answered([JOB], { buckets: { "acme-in": {}, "acme-out": { kmsKeyArn: KEY } } });
    const { described } = describeJobs(props, IRELAND, { bucketKeyNow: () => now });
    const facts = role([READ, LIST, WRITE, allow("kms:*", KEY, { Condition: context(...values) })], {
      keys: key(ROOT),
    });
    const found = described === undefined ? [] : checkOf(described, facts);
    expect(found.filter(({ request }) => request.action === "kms:GenerateDataKey").map((one) => one.verdict)).toEqual([
      verdict,
    ]);
  });

  test("client-side decryption does not go through S3", () => {
    const Inputs = [{ FileInput: "s3://acme-in/a/film.mov", DecryptionSettings: { EncryptedDecryptionKey: "QUJD" } }];
    const props = {
      ...answered([{ ...JOB, Settings: { ...JOB.Settings, Inputs } }]),
      kmsKeys: [{ keyArn: KEY, use: ["client-side" as const] }],
    };
    const verdict = (Condition: object): string | undefined =>
      checkOf(describedJobs(props), role([decrypt(Condition)], { keys: key(ROOT) })).find(
        ({ request }) => request.action === "kms:Decrypt",
      )?.verdict;
    expect(verdict({ StringEquals: { "kms:EncryptionContext:service": "mediaconvert.amazonaws.com" } })).toBe(
      "allowed",
    );
    expect(verdict(via("s3.eu-west-1.amazonaws.com"))).toBe("denied");
  });

  test("a grant that may be another role's is not sure", () => {
    const uncertain = { ...grant(), uncertain: "it is not known before apply who gets it" };
    const [found] = checkOf(describedJobs(answered([JOB], encrypted)), {
      ...RIGHT,
      grants: [uncertain],
      keys: key(ROOT),
    }).filter(({ request }) => request.action === "kms:Decrypt");
    expect(found).toMatchObject({ verdict: "unknown", about: [uncertain.uncertain] });
  });
});

describe("what is not known of a request", () => {
  const kantar = { ...JOB, Settings: { ...JOB.Settings, KantarWatermark: { CredentialsSecretName: "kantar" } } };
  const secret = (facts: RoleFacts, more: object = {}) =>
    checkOf(describedJobs({ ...answered([kantar]), secrets: ["kantar"], ...more }), facts).find(
      ({ request }) => request.action === "secretsmanager:GetSecretValue",
    );
  const read = (arn: string) => role([allow("secretsmanager:GetSecretValue", arn)]);
  const SECRETS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret";

  test.each([
    ["the pattern of its ARN", `${SECRETS}:kantar-??????`, "allowed"],
    ["every secret", "*", "allowed"],
    ["one ARN that may be it", `${SECRETS}:kantar-AbCdEf`, "unknown"],
    ["another secret", `${SECRETS}:other-AbCdEf`, "denied"],
  ])("a secret given by name: %s", (_, arn, verdict) => {
    expect(secret(read(arn))?.verdict).toBe(verdict);
  });

  test("the method of a Nielsen server", () => {
    const url = "https://a1.execute-api.eu-west-1.amazonaws.com/p/s";
    const job = { ...JOB, Settings: { ...JOB.Settings, NielsenNonLinearWatermark: { TicServerUrl: url } } };
    const verdict = (method: string): string | undefined =>
      checkOf(
        describedJobs(answered([job])),
        role([allow("execute-api:Invoke", `arn:aws:execute-api:eu-west-1:111122223333:a1/p/${method}/s`)]),
      ).find(({ request }) => request.action === "execute-api:Invoke")?.verdict;
    expect([verdict("*"), verdict("POST")]).toEqual(["allowed", "unknown"]);
  });

  describe("the account and Region", () => {
    const nowhere = { Settings: kantar.Settings };
    const described = () => {
      const { access } = answered([nowhere]);
      const { described: found } = describeJobs({ access, secrets: ["kantar"] }, {});
      if (found === undefined) throw new Error("not described");
      return found;
    };
    const verdictsOf = (facts: RoleFacts) =>
      Object.fromEntries(
        checkOf(described(), facts).map(({ request, verdict, about }) => [request.action, [verdict, ...about]]),
      );

    test("leave open what names them, and nothing else", () => {
      const trust = {
        name: "trust",
        document: policy({
          Effect: "Allow",
          Principal: { Service: "mediaconvert.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        }),
      };
      const facts = role([READ, LIST, WRITE, allow("secretsmanager:GetSecretValue", `${SECRETS}:kantar-??????`)], {
        trust,
      });
      expect(verdictsOf(facts)).toEqual({
        "sts:AssumeRole": ["unknown", "the account, which --account says, the Region, which --region says"],
        "s3:GetObject": ["allowed"],
        "s3:ListBucket": ["allowed"],
        "s3:PutObject": ["allowed"],
        "secretsmanager:GetSecretValue": [
          "unknown",
          "the account, which --account says, the Region, which --region says",
        ],
      });
    });

    test("do not matter where all is allowed, or nothing", () => {
      expect(verdictsOf(role([allow("*", "*")]))["secretsmanager:GetSecretValue"]).toEqual(["allowed"]);
      expect(verdictsOf(role([READ]))["secretsmanager:GetSecretValue"]).toEqual(["denied"]);
    });

    test("the queue's Region goes before the one of a plan's provider", () => {
      const { described: found } = describeJobs(answered([kantar]), {}, { region: "us-east-1" });
      expect(found?.site.region).toBe("eu-west-1");
      expect(describeJobs(answered([nowhere]), {}, { region: "us-east-1" }).described?.site.region).toBe("us-east-1");
      expect(describeJobs(answered([kantar]), { region: "us-west-2" }, {}).described?.site.region).toBe("us-west-2");
    });
  });

  test("a secret of another account is owned by it, and its own policy is not known", () => {
    const foreign = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-AbCdEf";
    const job = { ...JOB, Settings: { ...JOB.Settings, KantarWatermark: { CredentialsSecretName: foreign } } };
    const verdict = (Condition: object): string | undefined =>
      checkOf(
        describedJobs({ ...answered([job]), secrets: [foreign] }),
        role([allow("secretsmanager:GetSecretValue", foreign, { Condition })]),
      ).find(({ request }) => request.action === "secretsmanager:GetSecretValue")?.verdict;
    expect(verdict({ StringEquals: { "aws:ResourceAccount": "444455556666" } })).toBe("unknown");
    expect(verdict({ StringEquals: { "aws:ResourceAccount": "111122223333" } })).toBe("denied");
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

describe("what the sources half tell", () => {
  const gap = (of: "bucket" | "key" | "encryption", about?: string) => ({
    where: "aws_x.y",
    what: "its policy is not known before apply",
    of,
    ...(about === undefined ? {} : { about }),
  });
  const denies = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  const filed = (name: string) => ({
    [name]: { policy: { name: "aws_s3_bucket_policy.x", document: policy(denies) } },
  });

  test.each<[name: string, facts: Partial<RoleFacts>, verdict: string]>([
    ["a gap about this bucket", { gaps: [gap("bucket", "acme-out")] }, "unknown"],
    ["a gap about another bucket", { gaps: [gap("bucket", "acme-other")] }, "allowed"],
    ["a gap about any bucket", { gaps: [gap("bucket")] }, "unknown"],
    ["a gap about encryption alone", { gaps: [gap("encryption", "acme-out")] }, "allowed"],
    ["a policy of a bucket that a variable names", { buckets: filed("${var.out}") }, "unknown"],
    ["a policy of a bucket whose name fits no variable", { buckets: filed("other-${var.out}") }, "allowed"],
    ["a policy of a bucket that is yet to be made", { buckets: filed("${aws_s3_bucket.new.bucket}") }, "allowed"],
    ["a bucket that another account may own", { buckets: { "acme-out": { accountUncertain: true } } }, "unknown"],
    [
      "another account's bucket under aws/s3",
      {
        buckets: {
          "acme-out": {
            accountId: "444455556666",
            encryption: "aws/s3",
            policy: {
              name: "b",
              document: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "s3:*", Resource: "*" }),
            },
          },
        },
      },
      "unknown",
    ],
    ["an own bucket under aws/s3", { buckets: { "acme-out": { encryption: "aws/s3" } } }, "allowed"],
  ])("writing, with %s", (_, facts, verdict) => {
    expect(verdicts({ ...RIGHT, ...facts })["s3:PutObject"]).toBe(verdict);
  });

  const encrypted = { buckets: { "acme-in": { kmsKeyArn: KEY }, "acme-out": {} } };
  const granted = { ...RIGHT, grants: [{ name: "g", keyArn: KEY, operations: ["Decrypt"] }] };

  test.each<[name: string, facts: Partial<RoleFacts>, verdict: string]>([
    ["nothing of the key", {}, "allowed"],
    ["a key whose new policy is not known: it may deny", { keys: { [KEY]: {} }, gaps: [gap("key", KEY)] }, "unknown"],
    ["a gap about another key", { gaps: [gap("key", FOREIGN_KEY)] }, "allowed"],
    ["a gap about any key", { gaps: [gap("key")] }, "unknown"],
    [
      "a policy filed under the key's id alone",
      {
        keys: {
          "arn:${partition}:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab": {
            policy: { name: "k", document: policy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }) },
          },
        },
      },
      "denied",
    ],
  ])("a grant, and %s", (_, facts, verdict) => {
    expect(verdicts({ ...granted, ...facts }, JOB, encrypted, { owners: {}, keysDelegate: true })["kms:Decrypt"]).toBe(
      verdict,
    );
  });
});
