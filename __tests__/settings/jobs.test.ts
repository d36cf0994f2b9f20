import type { JobsAccess, MediaConvertRoleProps } from "../../lib";
import type { ReadJobFiles } from "../../lib/jobs/job-file";
import type { Surroundings } from "../../lib/settings/arns";
import { type Job, groupOf, jobOf, linesOf, reading, roleOf, writing } from "../support/jobs";
import {
  IRELAND,
  KEY,
  OTHER_KEY,
  fileProblemsOf,
  outcomeOf,
  problemsOf,
  statementsOf,
  warningsOf,
} from "../support/pure";

const THIRD_KEY = KEY.replace("1234abcd", "99999999");
const API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/keys";
const TIC = "https://tic123.execute-api.eu-west-1.amazonaws.com/v1/tic";
const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-0000-4000-8000-000000000000";

/** A role in which nothing is answered. */
const open = (jobs: readonly Job[], access: Partial<JobsAccess> = {}, more: object = {}): MediaConvertRoleProps => ({
  access: { mode: "jobs", granularity: "object", jobs, ...access },
  ...more,
});

const withDrm = (Url: string): Job =>
  jobOf({
    OutputGroups: [groupOf("CmafGroupSettings", "s3://acme-base/", { Encryption: { SpekeKeyProvider: { Url } } })],
  });
const withTic = (TicServerUrl: string): Job => jobOf({ NielsenNonLinearWatermark: { TicServerUrl } });
const CLIENT_SIDE = jobOf({
  Inputs: [{ FileInput: "s3://acme-in/a.mp4", DecryptionSettings: { EncryptedDecryptionKey: "QUJD" } }],
});
const KANTAR = jobOf({ KantarWatermark: { CredentialsSecretName: "kantar" } });
const TAMS = jobOf({
  Inputs: [{ FileInput: "https://tams.example", TamsSettings: { AuthConnectionArn: CONNECTION } }],
});
const NO_FILE = jobOf({ Inputs: [{ TimecodeSource: "EMBEDDED" }] });
const NO_DESTINATION = { Name: "t", Settings: { OutputGroups: [{ OutputGroupSettings: {} }] } };
const BUCKETS = { "*": {} };

/** A question, the jobs that raise it, whether it blocks, and what answers it. */
interface Asked {
  readonly what: string;
  readonly job: Job;
  readonly says: string;
  readonly blocks: boolean;
  readonly answer: object;
  readonly more?: object;
}

const QUESTIONS: readonly Asked[] = [
  {
    what: "ASK-01, of what is read",
    job: jobOf({ OutputGroups: [groupOf("FileGroupSettings", "s3://acme-in/")] }),
    says: 'bucket "acme-in" may keep its objects under a KMS key',
    blocks: false,
    answer: { buckets: { "acme-in": {} } },
  },
  {
    what: "ASK-03",
    job: CLIENT_SIDE,
    says: "a client-side encrypted input needs its KMS key",
    blocks: true,
    answer: { buckets: BUCKETS },
    more: { kmsKeys: [{ keyArn: KEY, use: ["client-side"] }] },
  },
  {
    what: "ASK-06",
    job: reading("s3://acme-in/a/m.m3u8"),
    says: 'manifest "s3://acme-in/a/m.m3u8" may name files elsewhere',
    blocks: false,
    answer: { buckets: BUCKETS, inputs: [] },
  },
  {
    what: "ASK-07",
    job: reading("s3://acme-in/a/cpl.xml"),
    says: 'IMF package "s3://acme-in/a/cpl.xml" may name files elsewhere',
    blocks: false,
    answer: { buckets: BUCKETS, inputs: ["s3://acme-in/b/"] },
  },
  {
    what: "ASK-09, of an API",
    job: withDrm(API),
    says: `the API behind "${API}" is taken for one of the role's account`,
    blocks: false,
    answer: { buckets: BUCKETS, apiGateway: "none" },
  },
  {
    what: "ASK-09, of another server",
    job: withDrm("https://keys.example/speke"),
    says: '"https://keys.example/speke" is a custom domain of an API',
    blocks: false,
    answer: { buckets: BUCKETS, apiGateway: [] },
  },
  {
    what: "ASK-09, of a TIC server at another domain",
    job: withTic("https://tic.example/v1"),
    says: '"https://tic.example/v1" is a custom domain of an API',
    blocks: true,
    answer: { buckets: BUCKETS, apiGateway: ["arn:aws:execute-api:eu-west-1:111122223333:abc123/*/*/*"] },
  },
  {
    what: "ASK-10, of a secret",
    job: KANTAR,
    says: 'the secret of "kantar" may be under a customer key',
    blocks: false,
    answer: { buckets: BUCKETS },
    more: { secrets: ["kantar"] },
  },
  {
    what: "ASK-10, of a connection",
    job: TAMS,
    says: `the secret of "${CONNECTION}" may be under a customer key`,
    blocks: false,
    answer: { buckets: BUCKETS },
    more: { tamsConnections: [CONNECTION] },
  },
  {
    what: "ASK-DESTINATION",
    job: NO_DESTINATION,
    says: "Settings.OutputGroups[0]: has no destination",
    blocks: true,
    answer: { buckets: BUCKETS, inputs: [], outputs: ["s3://acme-out/"] },
  },
  {
    what: "ASK-INPUT",
    job: NO_FILE,
    says: "Settings.Inputs[0]: names no input file",
    blocks: false,
    answer: { buckets: BUCKETS, inputs: ["s3://acme-in/"] },
  },
  {
    what: "ASK-BUCKET-KIND",
    job: reading("s3://media--use1-az4--x-s3/a.mp4"),
    says: "is the name of an access point, a directory bucket or a table bucket",
    blocks: true,
    answer: { buckets: { "*": {} } },
  },
  {
    what: "ASK-FIELD",
    job: jobOf({ Novelty: "s3://acme-in/x" }),
    says: "Settings.Novelty: holds an s3:// address",
    blocks: false,
    answer: { buckets: BUCKETS, inputs: [] },
  },
];

describe("questions", () => {
  test.each(QUESTIONS.map((one) => [one.what, one] as const))("%s", (_, { job, says, blocks, answer, more = {} }) => {
    const asked = blocks ? problemsOf(open([job])) : warningsOf(open([job]));
    const others = blocks ? warningsOf(open([job])) : problemsOf(open([job]));
    expect(asked.filter((line) => line.includes(says))).toHaveLength(1);
    expect(asked.join("\n")).toMatch(/^access\.jobs: access\.jobs\[0\][^]*; answer: /);
    expect(others.join("\n")).not.toContain(says);

    const { problems, warnings } = outcomeOf(open([job], answer, more));
    expect([...problems, ...warnings].map(({ message }) => message)).toEqual([]);
  });

  test("one that many fields raise stands once, with the first of them and their number", () => {
    const jobs = [reading("s3://acme-in/1"), reading("s3://acme-in/2"), reading("s3://acme-in/3")];
    expect(warningsOf(open(jobs, { buckets: { "acme-base": {} } }))).toEqual([
      expect.stringMatching(/access\.jobs\[0\]: Settings\.Inputs\[0\]\.FileInput and 2 more: bucket "acme-in"/),
    ]);
  });

  test("where the job says how outputs are encrypted, the bucket is not asked about", () => {
    const encrypted = (Encryption: Job): Job =>
      jobOf({
        OutputGroups: [
          groupOf("FileGroupSettings", "s3://acme-out/", { DestinationSettings: { S3Settings: { Encryption } } }),
        ],
      });
    expect(warningsOf(open([encrypted({ EncryptionType: "SERVER_SIDE_ENCRYPTION_S3" })]))).toEqual([]);
    expect(warningsOf(open([encrypted({ EncryptionType: "SERVER_SIDE_ENCRYPTION_KMS" })]))).toEqual([]);
    expect(warningsOf(open([encrypted({ KmsKeyArn: KEY })]))).toEqual([]);
    expect(warningsOf(open([encrypted({ KmsEncryptionContext: "e30=" })]))).toHaveLength(1);
  });
});

describe("granularity", () => {
  const JOBS = [reading("s3://acme-in/a/b.mp4"), writing("s3://acme-out/c/d/e", "s3://acme-out/c/f")];

  test.each<[granularity: JobsAccess["granularity"], read: string, writes: readonly string[]]>([
    ["object", "a/b.mp4", ["c/d/e*", "c/f*"]],
    ["prefix", "a/*", ["c/*"]],
    [undefined, "a/*", ["c/*"]],
    ["bucket", "*", ["*"]],
  ])("%s", (granularity, read, writes) => {
    const access: JobsAccess = { mode: "jobs", jobs: JOBS, buckets: BUCKETS, ...(granularity && { granularity }) };
    expect(linesOf({ access }).filter((line) => !line.includes("acme-base"))).toEqual([
      `s3:GetObject arn:aws:s3:::acme-in/${read}`,
      "s3:ListBucket arn:aws:s3:::acme-in",
      ...writes.map((key) => `s3:PutObject arn:aws:s3:::acme-out/${key}`),
    ]);
  });

  test("an ACL is as wide as the group that asks for it", () => {
    const acl = { DestinationSettings: { S3Settings: { AccessControl: { CannedAcl: "PUBLIC_READ" } } } };
    const job = jobOf({
      OutputGroups: [
        groupOf("FileGroupSettings", "s3://acme-out/"),
        groupOf("HlsGroupSettings", "s3://acme-out/a/x", acl),
      ],
    });
    expect(linesOf(roleOf([job]))).toEqual([
      "s3:PutObject arn:aws:s3:::acme-out/*",
      "s3:PutObjectAcl arn:aws:s3:::acme-out/a/x*",
    ]);
    expect(linesOf(roleOf([job], { granularity: "prefix" }))).toEqual([
      "s3:PutObject arn:aws:s3:::acme-out/*",
      "s3:PutObjectAcl arn:aws:s3:::acme-out/a/*",
    ]);
  });
});

describe("buckets", () => {
  const JOBS = [reading("s3://acme-in/a.mp4"), writing("s3://acme-out/x/")];
  const grants = (buckets: JobsAccess["buckets"], jobs = JOBS): readonly string[] =>
    linesOf(roleOf(jobs, { buckets: { "acme-base": {}, ...buckets } })).filter((line) => line.startsWith("grant "));

  test("R-KMS-IN, R-KMS-OUT: a key is for what is read, written, or both", () => {
    expect(grants({ "acme-in": { kmsKeyArn: KEY } })).toEqual([`grant Decrypt ${KEY}`]);
    expect(grants({ "acme-out": { kmsKeyArn: KEY } })).toEqual([`grant Decrypt+GenerateDataKey ${KEY}`]);
    expect(grants({ "acme-in": { kmsKeyArn: KEY }, "acme-out": { kmsKeyArn: KEY } })).toEqual([
      `grant Decrypt+GenerateDataKey ${KEY}`,
    ]);
  });

  test("several keys count each", () => {
    const buckets = { "acme-in": { kmsKeyArn: [OTHER_KEY, KEY] } };
    expect(grants(buckets)).toEqual([`grant Decrypt ${KEY}`, `grant Decrypt ${OTHER_KEY}`]);
    const statements = statementsOf(roleOf(JOBS, { buckets: { "*": {}, ...buckets } }, { kmsAuthorization: "policy" }));
    expect(statements.filter(({ Action = [] }) => Action.includes("s3:GetObject"))).toHaveLength(1);
    expect(
      statements
        .filter(({ Action = [] }) => Action.includes("kms:Decrypt"))
        .map(({ Resource, Condition }) => [Resource, Condition]),
    ).toEqual(
      [KEY, OTHER_KEY].map((key) => [
        [key],
        {
          StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/a.mp4"] },
        },
      ]),
    );
  });

  test("a second key adds nothing but itself", () => {
    const facts = { kmsKeyArn: [KEY, OTHER_KEY], listBucket: false };
    const buckets = { "*": {}, "acme-in": facts, "acme-out": facts };
    expect(linesOf(roleOf(JOBS, { buckets }))).toEqual([
      `grant Decrypt+GenerateDataKey ${KEY}`,
      `grant Decrypt+GenerateDataKey ${OTHER_KEY}`,
      "s3:GetObject arn:aws:s3:::acme-in/a.mp4",
      "s3:PutObject arn:aws:s3:::acme-base/*",
      "s3:PutObject arn:aws:s3:::acme-out/x/*",
    ]);
  });

  test('"*" stands for the others alone', () => {
    expect(grants({ "*": { kmsKeyArn: KEY }, "acme-out": {} })).toEqual([`grant Decrypt ${KEY}`]);
    expect(grants({ "*": { kmsKeyArn: KEY }, "acme-out": { kmsKeyArn: OTHER_KEY } })).toEqual([
      `grant Decrypt ${KEY}`,
      `grant Decrypt+GenerateDataKey ${OTHER_KEY}`,
    ]);
    expect(warningsOf(open(JOBS, { buckets: { "*": {} } }))).toEqual([]);
  });

  test("a Bucket Key narrows the grant to the bucket, unless the job names a key of its own", () => {
    const subset = (bucket: string): string => `subset {"aws:s3:arn":"arn:aws:s3:::${bucket}"}`;
    const facts = { kmsKeyArn: KEY, bucketKey: true };
    expect(grants({ "acme-in": facts, "acme-out": facts })).toEqual([
      `grant Decrypt ${KEY} ${subset("acme-in")}`,
      `grant Decrypt+GenerateDataKey ${KEY} ${subset("acme-out")}`,
    ]);
    const own = jobOf({
      OutputGroups: [
        groupOf("FileGroupSettings", "s3://acme-out/x/", {
          DestinationSettings: { S3Settings: { Encryption: { KmsKeyArn: OTHER_KEY } } },
        }),
      ],
    });
    expect(grants({ "acme-out": facts }, [own])).toEqual([`grant Decrypt+GenerateDataKey ${OTHER_KEY}`]);
  });

  test("DEC-14: listing can be dropped", () => {
    const lines = linesOf(roleOf(JOBS, { buckets: { "*": { listBucket: false } } }));
    expect(lines.some((line) => line.startsWith("s3:ListBucket"))).toBe(false);
  });

  test("the encryption of the job goes before that of the bucket", () => {
    const written = (EncryptionType: string, KmsKeyArn = ""): Job =>
      jobOf({
        OutputGroups: [
          groupOf("FileGroupSettings", "s3://acme-out/x/", {
            DestinationSettings: { S3Settings: { Encryption: { EncryptionType, KmsKeyArn } } },
          }),
        ],
      });
    const buckets = { "acme-out": { kmsKeyArn: KEY } };
    expect(grants(buckets, [written("SERVER_SIDE_ENCRYPTION_S3")])).toEqual([]);
    expect(grants(buckets, [written("SERVER_SIDE_ENCRYPTION_KMS")])).toEqual([]);
    expect(grants(buckets, [written("SERVER_SIDE_ENCRYPTION_KMS", THIRD_KEY)])).toEqual([
      `grant Decrypt+GenerateDataKey ${THIRD_KEY}`,
    ]);
  });

  test("keys of a place that another covers are narrowed to it", () => {
    const jobs = [
      writing("s3://acme-out/"),
      jobOf({
        OutputGroups: [
          groupOf("FileGroupSettings", "s3://acme-out/x/", {
            DestinationSettings: { S3Settings: { Encryption: { KmsKeyArn: THIRD_KEY } } },
          }),
        ],
      }),
    ];
    const statements = statementsOf(roleOf(jobs, {}, { kmsAuthorization: "policy" }));
    expect(statements.map(({ Sid }) => Sid?.replace(/[0-9a-f]{8}$/, ""))).toEqual(["WriteOutputs", "EncryptOutputs"]);
    expect(statements[0]?.Resource).toEqual(["arn:aws:s3:::acme-out/*"]);
    expect(statements[1]?.Condition?.["StringLike"]).toEqual({
      "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-out", "arn:aws:s3:::acme-out/x/*"],
    });
  });

  test.each<[what: string, buckets: object, message: string]>([
    ["a Bucket Key without a key", { "acme-in": { bucketKey: true } }, "access.buckets.acme-in: "],
    ["an alias", { "acme-in": { kmsKeyArn: "alias/x" } }, "alias"],
    ["no key at all", { "acme-in": { kmsKeyArn: [] } }, "kmsKeyArn"],
    ["a slip of the pen", { "acme-in": { kmsKey: KEY } }, "kmsKey"],
    ["text", { "acme-in": KEY }, "acme-in"],
  ])("%s is a problem", (_, buckets, message) => {
    expect(problemsOf(open(JOBS, { buckets: buckets as NonNullable<JobsAccess["buckets"]> })).join("\n")).toContain(
      message,
    );
  });

  test("one that no job names is a slip of the pen", () => {
    expect(warningsOf(open(JOBS, { buckets: { "*": {}, "acme-inn": {} } }))).toEqual([
      'access.buckets: no job names bucket "acme-inn"; correct it, or drop it',
    ]);
  });
});

describe("places and endpoints beside those of the jobs", () => {
  test("inputs and outputs join them", () => {
    const access = { inputs: ["s3://acme-in/b/"], outputs: [{ location: "s3://acme-more/", acl: true }] };
    expect(linesOf(roleOf([reading("s3://acme-in/a.mp4")], access))).toEqual([
      "s3:GetObject arn:aws:s3:::acme-in/a.mp4",
      "s3:GetObject arn:aws:s3:::acme-in/b/*",
      "s3:ListBucket arn:aws:s3:::acme-in",
      "s3:PutObject arn:aws:s3:::acme-base/*",
      "s3:PutObject arn:aws:s3:::acme-more/*",
      "s3:PutObjectAcl arn:aws:s3:::acme-more/*",
    ]);
  });

  const invoked = (jobs: readonly Job[], apiGateway: JobsAccess["apiGateway"]): readonly string[] =>
    linesOf(roleOf(jobs, apiGateway === undefined ? {} : { apiGateway })).filter((line) =>
      line.startsWith("execute-api:"),
    );
  const arn = (end: string): string => `execute-api:Invoke arn:aws:execute-api:eu-west-1:${end}`;

  test("an endpoint can be given again with its account or stage, and counts as given", () => {
    const jobs = [withDrm(API)];
    expect(invoked(jobs, "none")).toEqual([arn("111122223333:abc123/prod/POST/keys")]);
    expect(invoked(jobs, [])).toEqual([arn("111122223333:abc123/prod/POST/keys")]);
    expect(invoked(jobs, [API])).toEqual([arn("111122223333:abc123/prod/POST/keys")]);
    expect(invoked(jobs, [{ url: API, accountId: "444455556666" }])).toEqual([
      arn("444455556666:abc123/prod/POST/keys"),
    ]);
    expect(invoked(jobs, [{ url: API, stage: "$default" }])).toEqual([
      arn("111122223333:abc123/$default/POST/prod/keys"),
    ]);
    expect(invoked(jobs, [TIC])).toEqual([
      arn("111122223333:abc123/prod/POST/keys"),
      arn("111122223333:tic123/v1/POST/tic"),
    ]);
  });

  test("one URL for two purposes is called by each method", () => {
    expect(invoked([withDrm(API), withTic(API)], "none")).toEqual([
      arn("111122223333:abc123/prod/*/keys"),
      arn("111122223333:abc123/prod/POST/keys"),
    ]);
  });

  test("secrets, connections and signing keys that the role names already stand once", () => {
    const c2pa = jobOf({
      OutputGroups: [
        groupOf("FileGroupSettings", "s3://acme-base/", {}, [
          { ContainerSettings: { Mp4Settings: { C2paManifest: "INCLUDE", SigningKmsKey: THIRD_KEY } } },
        ]),
      ],
    });
    const more: Partial<MediaConvertRoleProps> = {
      secrets: [{ secret: "kantar", kmsKeyArn: KEY }],
      tamsConnections: [CONNECTION],
      kmsKeys: [{ keyArn: THIRD_KEY, use: ["signing"] }],
      kmsAuthorization: "policy",
    };
    const statements = statementsOf(roleOf([KANTAR, TAMS, c2pa], {}, more));
    expect(statements.map(({ Sid }) => Sid?.replace(/[0-9a-f]{8}$/, ""))).toEqual([
      "WriteOutputs",
      "ReadSecrets",
      "UseConnections",
      "ReadConnectionSecrets",
      "SignManifests",
      "DecryptSecrets",
    ]);
    expect(statements.flatMap(({ Resource = [] }) => Resource)).toHaveLength(6);
  });
});

describe("what the settings cannot be", () => {
  test.each<[access: object, message: string]>([
    [{ mode: "jobs" }, "jobs"],
    [{ mode: "jobs", jobs: [] }, "access.jobs"],
    [{ mode: "jobs", jobs: "jobs/*.json" }, "access.jobs"],
    [{ mode: "jobs", jobs: [7] }, "access.jobs[0]"],
    [{ mode: "jobs", jobs: [{}] }, "access.jobs[0]: is no job: it is an empty object"],
    [{ mode: "jobs", jobs: [jobOf()], granularity: "folder" }, "access.granularity"],
    [{ mode: "jobs", jobs: [jobOf()], granularty: "object" }, "granularty"],
    [{ mode: "jobs", jobs: [jobOf()], inputs: ["a.mp4"] }, "access.inputs[0]"],
    [{ mode: "jobs", jobs: [jobOf()], inputs: ["s3://acme-a/", "s3://acme-a"] }, "access.inputs[1]"],
    [{ mode: "jobs", jobs: [jobOf()], apiGateway: "some" }, "access.apiGateway"],
    [{ mode: "jobs", jobs: [reading("a.mp4")] }, "access.jobs: access.jobs[0]: Settings.Inputs[0].FileInput: "],
  ])("%j", (access, message) => {
    expect(problemsOf({ access }).join("\n")).toContain(message);
  });

  test("a key of a job is checked like one of the settings", () => {
    const ofRegion = KEY.replace("eu-west-1", "us-east-1");
    const job = jobOf({
      OutputGroups: [
        groupOf("FileGroupSettings", "s3://acme-out/", {
          DestinationSettings: { S3Settings: { Encryption: { KmsKeyArn: ofRegion } } },
        }),
      ],
    });
    expect(problemsOf(roleOf([job])).join("\n")).toContain("us-east-1");
    expect(problemsOf(roleOf([job], {}, { kmsAuthorization: "policy" }))).toEqual([]);
  });

  test("in a settings file the same", () => {
    const role = { access: { mode: "jobs", jobs: [{ Foo: 1 }] } };
    const file = { stacks: { media: { region: "eu-west-1", role } } };
    expect(fileProblemsOf(file)).toEqual([
      expect.stringMatching(/^stacks\.media\.role\.access\.jobs\[0\]: is no job: /),
    ]);
  });
});

describe("files", () => {
  const around = (files: { readonly [name: string]: string }): Surroundings => {
    const jobFiles: ReadJobFiles = (pattern) => {
      const names = Object.keys(files).filter((name) => name.startsWith(pattern.replace(/\*.*/, "")));
      return {
        files: names.map((name) => ({ name, content: files[name] ?? "" })),
        problems: names.length === 0 ? [{ path: "", message: `"${pattern}" matches no file` }] : [],
      };
    };
    return { ...IRELAND, jobFiles };
  };
  const FILES = around({
    "jobs/a.json": JSON.stringify(reading("s3://acme-in/a.mp4")),
    "jobs/b.json": JSON.stringify([reading("s3://acme-in/b.mp4"), writing("s3://acme-out/")]),
    "odd/broken.json": "{",
    "odd/policy.json": '{ "Statement": [] }',
    "odd/path.json": JSON.stringify(reading("b.mp4")),
  });

  test("are read by name and by pattern, beside jobs that are given themselves", () => {
    const lines = linesOf(roleOf(["jobs/*.json", "jobs/a.json", reading("s3://acme-in/c.mp4")]), FILES);
    expect(lines).toEqual([
      ...["a", "b", "c"].map((name) => `s3:GetObject arn:aws:s3:::acme-in/${name}.mp4`),
      "s3:ListBucket arn:aws:s3:::acme-in",
      "s3:PutObject arn:aws:s3:::acme-base/*",
      "s3:PutObject arn:aws:s3:::acme-out/*",
    ]);
  });

  test("are named in what is wrong with them", () => {
    expect(problemsOf(roleOf(["odd/*", "none/*"]), FILES)).toEqual([
      expect.stringMatching(/^access\.jobs\[0\]: odd\/broken\.json: is not JSON: .* at line 1, column 2/),
      expect.stringMatching(/^access\.jobs\[0\]: odd\/policy\.json: is no job: it looks like an IAM policy/),
      'access.jobs[1]: "none/*" matches no file',
      expect.stringMatching(
        /^access\.jobs: odd\/path\.json: Settings\.Inputs\[0\]\.FileInput: "b\.mp4" names no scheme/,
      ),
    ]);
  });

  test("cannot be named where there is no reader", () => {
    expect(problemsOf(roleOf(["jobs/a.json"]))).toEqual([
      "access.jobs[0]: names files, which cannot be read here; give the jobs themselves",
    ]);
  });
});

describe("what an answer is about", () => {
  const endpoints = (apiGateway: JobsAccess["apiGateway"] & object): readonly string[] =>
    statementsOf(roleOf([withTic(TIC)], { apiGateway })).flatMap(({ Sid, Resource = [] }) =>
      Sid === "InvokeApis" ? Resource : [],
    );

  test.each<[name: string, apiGateway: readonly (string | object)[], resource: string]>([
    ["listed by its URL: any method", [TIC], "111122223333:tic123/v1/*/tic"],
    ["with its account: any method", [{ url: TIC, accountId: "444455556666" }], "444455556666:tic123/v1/*/tic"],
    ["with a method: that one", [{ url: TIC, method: "GET" }], "111122223333:tic123/v1/GET/tic"],
  ])("a Nielsen server %s", (_, apiGateway, resource) => {
    expect(endpoints(apiGateway as never)).toEqual([`arn:aws:execute-api:eu-west-1:${resource}`]);
  });

  test.each<[region: string | undefined, keyRegion: string, answered: boolean]>([
    [undefined, "eu-west-1", true],
    ["us-east-1", "us-east-1", true],
    ["us-east-1", "eu-west-1", false],
  ])("a client-side key of Region %s is answered by one in %s: %s", (KmsKeyRegion, keyRegion, answered) => {
    const DecryptionSettings = {
      EncryptedDecryptionKey: "QUJD",
      ...(KmsKeyRegion === undefined ? {} : { KmsKeyRegion }),
    };
    const job = jobOf({ Inputs: [{ FileInput: "s3://acme-in/a.mp4", DecryptionSettings }] });
    const keyArn = KEY.replace("eu-west-1", keyRegion);
    const role = roleOf([job], {}, { kmsAuthorization: "policy", kmsKeys: [{ keyArn, use: ["client-side"] }] });
    expect(problemsOf(role).length === 0).toBe(answered);
  });
});

describe("queues of the trust policy", () => {
  const inQueue = (queue: string | undefined, hop?: string): Job =>
    jobOf(
      {},
      {
        ...(queue === undefined ? {} : { Queue: queue }),
        ...(hop === undefined ? {} : { HopDestinations: [{ Queue: hop }] }),
      },
    );
  const ARN = "arn:aws:mediaconvert:eu-west-1:111122223333:queues/fast";

  test.each<[name: string, job: Job, queues: readonly string[], missing: readonly string[]]>([
    ["all are admitted", inQueue("fast"), [], []],
    ["by name", inQueue("fast"), ["fast"], []],
    ["by a pattern", inQueue("fast"), ["f*"], []],
    ["an ARN in the job", inQueue(ARN), ["fast"], []],
    ["an ARN in the settings", inQueue("fast"), [ARN], []],
    ["the same ARN", inQueue(ARN), [ARN], []],
    ["an ARN of every Region", inQueue(ARN), [ARN.replace("eu-west-1", "*")], []],
    ["an ARN of another Region", inQueue(ARN), [ARN.replace("eu-west-1", "us-east-1")], [ARN]],
    [
      "an ARN of another account",
      inQueue(ARN.replace("111122223333", "444455556666")),
      [ARN],
      [ARN.replace("111122223333", "444455556666")],
    ],
    ["another one", inQueue("fast"), ["slow"], ["fast"]],
    ["no queue is the default one", inQueue(undefined), ["fast"], ["Default"]],
    ["a hop counts", inQueue("fast", "slow"), ["fast"], ["slow"]],
  ])("%s", (_, job, queues, missing) => {
    const found = problemsOf(roleOf([job], {}, queues.length === 0 ? {} : { trust: { queues } }));
    expect(found).toHaveLength(missing.length);
    missing.forEach((queue, index) => expect(found[index]).toContain(`queue "${queue}" is not among "trust.queues"`));
  });

  test("a template runs in the queue of its job", () => {
    const template = { Name: "t", ...writing("s3://acme-out/") };
    expect(problemsOf(roleOf([template], {}, { trust: { queues: ["fast"] } }))).toEqual([]);
  });
});
