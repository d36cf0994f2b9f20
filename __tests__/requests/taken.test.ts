import type { MediaConvertRoleProps } from "../../lib";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { takenFromJobs } from "../../lib/requests/taken";
import type { Surroundings } from "../../lib/settings/arns";
import { type Job, jobOf, roleOf, writing } from "../support/jobs";
import { IRELAND, KEY, describedOf } from "../support/pure";

/** Reads `s3://acme-in/a/film.mov`, writes to `s3://acme-out/vod/`. */
const FILM: Job = jobOf({
  Inputs: [{ FileInput: "s3://acme-in/a/film.mov" }],
  ...(writing("s3://acme-out/vod/")["Settings"] as object),
});
const INPUT = "access.jobs[0]: Settings.Inputs[0].FileInput";
const OUTPUT = "access.jobs[0]: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination";
const NARROW = "narrow the statement to what no job needs, leave MediaConvert out of it by a condition, or drop it";

type Statements = NonNullable<MediaConvertRoleProps["statements"]>;
type Extra = Statements[number];

const deny = (
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition?: Extra["Condition"],
): Extra => ({ Effect: "Deny", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });

/** Warnings as lines. */
const takenOf = (
  more: Partial<MediaConvertRoleProps>,
  jobs: readonly Job[] = [FILM],
  access: Parameters<typeof roleOf>[1] = {},
  around: Surroundings = IRELAND,
): readonly string[] =>
  takenFromJobs(describedOf(roleOf(jobs, access, more), around), around, "role", WRITTEN_OUT).map(
    ({ path, message }) => `${path}: ${message}`,
  );

const READ = `s3:GetObject on arn:aws:s3:::acme-in/a/film.mov, which ${INPUT} asks for`;
const WRITE = `s3:PutObject on arn:aws:s3:::acme-out/vod/*, which ${OUTPUT} asks for`;

describe("trust policies that are given whole", () => {
  const admits = (queue: string, account = "111122223333"): NonNullable<MediaConvertRoleProps["trust"]> => ({
    policy: {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Service: "mediaconvert.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:mediaconvert:*:111122223333:queues/${queue}` },
        },
      },
    },
  });
  const warning = (queue: string): string =>
    `role.trust.policy: does not admit jobs of arn:aws:mediaconvert:eu-west-1:111122223333:queues/${queue}, where access.jobs[0] runs: they end with error 1434; admit mediaconvert.amazonaws.com for that queue and account, or leave "policy" out`;

  test.each<[string, NonNullable<MediaConvertRoleProps["trust"]>, readonly string[]]>([
    ["any queue", admits("*"), []],
    ["the queue of the jobs", admits("Default"), []],
    ["another queue", admits("fast"), [warning("Default")]],
    ["another account", admits("*", "444455556666"), [warning("Default")]],
    [
      "another service",
      {
        policy: {
          Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
      },
      [warning("Default")],
    ],
    ["no policy of its own", {}, []],
  ])("%s", (_, trust, expected) => {
    expect(takenOf({ trust })).toEqual(expected);
  });

  test("it does not hide what statements take", () => {
    const both = takenOf({ trust: admits("fast"), statements: [deny("s3:PutObject", "*")] });
    expect(both).toEqual([warning("Default"), expect.stringContaining("role.statements[0]: denies s3:PutObject")]);
  });
});

describe("inline policies that deny", () => {
  const statement = { Effect: "Deny", Action: "s3:PutObject", Resource: "*" };
  const warning = (path: string): string =>
    `role.inlinePolicies.guard.${path}: denies ${WRITE}: jobs end with error 1401 or 1517; ${NARROW}`;

  test.each<[string, NonNullable<MediaConvertRoleProps["inlinePolicies"]>, readonly string[]]>([
    ["one statement", { guard: { Statement: statement } }, [warning("Statement")]],
    [
      "one of a list",
      { guard: { Statement: [{ ...statement, Effect: "Allow" }, statement] } },
      [warning("Statement[1]")],
    ],
    ["none that the jobs need", { guard: { Statement: { ...statement, Action: "s3:DeleteObject" } } }, []],
    ["allowed", { guard: { Statement: { ...statement, Effect: "Allow" } } }, []],
  ])("%s", (_, inlinePolicies, expected) => {
    expect(takenOf({ inlinePolicies })).toEqual(expected);
  });
});

describe("statements that deny", () => {
  test.each<[name: string, statement: Extra, warnings: readonly string[]]>([
    [
      "everything of an input",
      deny("s3:GetObject", "arn:aws:s3:::acme-in/*"),
      [`denies ${READ}: jobs end with error 1401`],
    ],
    [
      "that very object",
      deny("s3:GetObject", "arn:aws:s3:::acme-in/a/film.mov"),
      [`denies ${READ}: jobs end with error 1401`],
    ],
    ["everything of an output", deny("s3:Put*", "*"), [`denies ${WRITE}: jobs end with error 1401 or 1517`]],
    [
      "each action once",
      deny("s3:*", "*"),
      [`denies ${READ}: jobs end with error 1401`, `denies ${WRITE}: jobs end with error 1401 or 1517`],
    ],
    [
      "all but some actions",
      { Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" },
      [`denies ${WRITE}: jobs end with error 1401 or 1517`],
    ],
    [
      "all but some resources",
      { Effect: "Deny", Action: "s3:*", NotResource: ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*"] },
      [`denies ${WRITE}: jobs end with error 1401 or 1517`],
    ],
    [
      "a part of an output",
      deny("s3:PutObject", "arn:aws:s3:::acme-out/vod/private/*"),
      [
        `denies s3:PutObject on arn:aws:s3:::acme-out/vod/private/, which is part of arn:aws:s3:::acme-out/vod/*, which ${OUTPUT} asks for: such jobs end with error 1401 or 1517`,
      ],
    ],
    [
      "a condition that always holds for MediaConvert",
      deny("s3:GetObject", "*", { Bool: { "aws:SecureTransport": "true" } }),
      [`denies ${READ}: jobs end with error 1401`],
    ],
    [
      "the role by its ARN",
      deny("s3:GetObject", "*", {
        ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/MediaConvert_Default_Role" },
      }),
      [`denies ${READ}: jobs end with error 1401`],
    ],
    ["other actions", deny(["s3:DeleteObject", "s3:PutObjectAcl"], "*"), []],
    ["other buckets", deny("s3:*", "arn:aws:s3:::acme-archive/*"), []],
    ["other objects", deny("s3:*", ["arn:aws:s3:::acme-in/b/*", "arn:aws:s3:::acme-in/a/film.mov2"]), []],
    ["no TLS", deny("s3:*", "*", { Bool: { "aws:SecureTransport": "false" } }), []],
    [
      "another role",
      deny("s3:*", "*", { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/other" } }),
      [],
    ],
    ["a header that no job sends", deny("s3:PutObject", "*", { StringEquals: { "s3:x-amz-acl": "public-read" } }), []],
    ["what jobs run without", deny("s3:ListBucket", "*"), []],
  ])("%s", (_, statement, warnings) => {
    expect(takenOf({ statements: [statement] })).toEqual(
      warnings.map((warning) => `role.statements[0]: ${warning}; ${NARROW}`),
    );
  });

  test.each<[name: string, statement: Extra, warning: string]>([
    [
      "an address",
      deny("s3:PutObject", "*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      `may deny ${WRITE}: it depends on the value of aws:sourceip and condition NotIpAddress on aws:SourceIp (10.0.0.0/8), and where it does, jobs end with error 1401 or 1517`,
    ],
    [
      "a variable",
      deny("s3:PutObject", "arn:aws:s3:::acme-out/${aws:PrincipalTag/team}/*"),
      `may deny ${WRITE}: it depends on whether the resource matches arn:aws:s3:::acme-out/\${aws:PrincipalTag/team}/*, and where it does, jobs end with error 1401 or 1517`,
    ],
  ])("what may deny, for %s, is said so", (_, statement, warning) => {
    expect(takenOf({ statements: [statement] })).toEqual([`role.statements[0]: ${warning}; ${NARROW}`]);
  });

  test("each statement by its place, and one that is sure before one that may", () => {
    const statements: Statements = [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
      deny("s3:DeleteObject", "*"),
      deny("s3:GetObject", "arn:aws:s3:::acme-in/*"),
      deny("s3:PutObject", "arn:aws:s3:::acme-out/*"),
    ];
    expect(takenOf({ statements }).map((line) => line.split(" which ")[0])).toEqual([
      "role.statements[2]: denies s3:GetObject on arn:aws:s3:::acme-in/a/film.mov,",
      "role.statements[3]: denies s3:PutObject on arn:aws:s3:::acme-out/vod/*,",
    ]);
    const films = ["a", "b"].map((name) => jobOf({ Inputs: [{ FileInput: `s3://acme-${name}/film.mov` }] }));
    const both = deny("s3:GetObject", ["arn:aws:s3:::acme-b/*", "arn:aws:s3:::acme-${aws:PrincipalTag/x}/*"]);
    expect(takenOf({ statements: [both] }, films)).toEqual([
      expect.stringMatching(
        /^role\.statements\[0\]: denies s3:GetObject on arn:aws:s3:::acme-b\/film\.mov, which access\.jobs\[1\]/,
      ),
    ]);
  });

  test("a request of several fields names the first, and how many more", () => {
    const jobs = [FILM, FILM, FILM];
    expect(takenOf({ statements: [deny("s3:GetObject", "*")] }, jobs)).toEqual([
      expect.stringContaining(`which ${INPUT} and 2 more ask for: jobs end with error 1401; `),
    ]);
  });

  test.each<[name: string, settings: Partial<MediaConvertRoleProps>]>([
    ["by a grant", { kmsAuthorization: "grant" }],
    ["by a statement", { kmsAuthorization: "policy" }],
  ])("a key that the role has %s", (_, settings) => {
    const buckets = { "acme-in": { kmsKeyArn: KEY }, "acme-out": {} };
    const via = deny("kms:*", "*", { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } });
    expect(takenOf({ ...settings, statements: [via] }, [FILM], { buckets })).toEqual([
      `role.statements[0]: denies kms:Decrypt on ${KEY}, which ${INPUT} asks for: jobs end with error 1401; ${NARROW}`,
    ]);
    const elsewhere = deny("kms:*", "*", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } });
    expect(takenOf({ ...settings, statements: [elsewhere] }, [FILM], { buckets })).toEqual([]);
  });

  test("an encryption context that depends on the bucket's setting may be denied", () => {
    const buckets = { "acme-in": { kmsKeyArn: KEY }, "acme-out": {} };
    const context = deny("kms:Decrypt", "*", {
      StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-in" },
    });
    expect(takenOf({ statements: [context] }, [FILM], { buckets })).toEqual([
      `role.statements[0]: may deny kms:Decrypt on ${KEY}, which ${INPUT} asks for: it depends on whether S3 Bucket Keys are on for the objects in acme-in, and where it does, jobs end with error 1401; ${NARROW}`,
    ]);
  });

  test("a secret of an account and Region that nothing tells", () => {
    const job = jobOf({
      KantarWatermark: { CredentialsSecretName: "kantar", ChannelName: "c", ContentReference: "r" },
    });
    const nowhere: Surroundings = { partition: "aws" };
    const of = (Resource: string): readonly string[] =>
      takenOf({ statements: [deny("secretsmanager:*", Resource)], secrets: ["kantar"] }, [job], {}, nowhere);
    expect(of("*")).toEqual([
      expect.stringMatching(
        /^role\.statements\[0\]: denies secretsmanager:GetSecretValue on .*: jobs end with error 1603; /,
      ),
    ]);
    expect(of("arn:aws:secretsmanager:us-east-1:111122223333:secret:kantar-??????")).toEqual([
      expect.stringContaining(
        'it depends on the account, which "accountId" says, the Region, which "region" says, and',
      ),
    ]);
  });

  test("an action whose denial has no error code of its own", () => {
    const arn = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab";
    const job = jobOf({ Inputs: [{ FileInput: "https://tams.example", TamsSettings: { AuthConnectionArn: arn } }] });
    expect(takenOf({ statements: [deny("events:*", "*")], tamsConnections: [arn] }, [job])).toEqual([
      expect.stringContaining(
        `denies events:RetrieveConnectionCredentials on ${arn}, which access.jobs[0]: Settings.Inputs[0].TamsSettings.AuthConnectionArn asks for: jobs fail; `,
      ),
    ]);
  });
});

describe("a permissions boundary of AWS", () => {
  const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
  const BOUNDARY = "name a boundary that allows it, or drop the boundary";

  test("lacks an action", () => {
    const arn = policy("AmazonS3ReadOnlyAccess");
    expect(takenOf({ permissionsBoundary: arn })).toEqual([
      `role.permissionsBoundary: ${arn} does not allow ${WRITE}: jobs end with error 1401 or 1517; ${BOUNDARY}`,
    ]);
  });

  test.each([
    policy("PowerUserAccess"),
    policy("AmazonS3FullAccess"),
    policy("NobodyKnows"),
    "arn:aws:iam::111122223333:policy/own",
  ])("%s allows all, or is not known", (permissionsBoundary) => {
    expect(takenOf({ permissionsBoundary })).toEqual([]);
  });

  test("limits a key that the role has by a statement, and not one that it has by a grant", () => {
    const buckets = { "acme-in": { kmsKeyArn: KEY }, "acme-out": {} };
    const of = (kmsAuthorization: "grant" | "policy" | "both"): readonly string[] =>
      takenOf({ kmsAuthorization, permissionsBoundary: policy("AmazonS3FullAccess") }, [FILM], { buckets });
    expect(of("grant")).toEqual([]);
    expect(of("both")).toEqual([]);
    expect(of("policy")).toEqual([
      `role.permissionsBoundary: ${policy("AmazonS3FullAccess")} does not allow kms:Decrypt on ${KEY}, which ${INPUT} asks for: jobs end with error 1401; ${BOUNDARY}`,
    ]);
  });
});

test("a bucket that the role does not list is no warning: jobs run without", () => {
  const buckets = { "*": { listBucket: false } };
  expect(takenOf({ statements: [deny("s3:ListBucket", "*")] }, [FILM], { buckets })).toEqual([]);
});

test("roles of other modes have no jobs to take from", () => {
  const statements = [deny("s3:*", "*")];
  for (const access of [
    { mode: "full" },
    { mode: "configured", inputs: ["s3://acme-in/"] },
    { mode: "custom" },
  ] as const) {
    const role = describedOf({ access, statements });
    expect(takenFromJobs(role, IRELAND, "", WRITTEN_OUT)).toEqual([]);
  }
});

describe("a thousand jobs", () => {
  const jobs = Array.from({ length: 1000 }, (_, index) =>
    jobOf({
      Inputs: [{ FileInput: `s3://acme-in/title-${String(index)}/film.mov` }],
      ...(writing(`s3://acme-out/title-${String(index)}/x`)["Settings"] as object),
    }),
  );

  test.each<[name: string, statement: Extra, count: number]>([
    ["elsewhere", deny("s3:*", "arn:aws:s3:::elsewhere/*"), 0],
    ["a part of each", deny("s3:*", "arn:aws:s3:::acme-out/*/private/*"), 1],
    ["an address", deny("s3:*", "*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }), 2],
    [
      "an intricate one",
      deny("s3:*", "arn:aws:s3:::acme-out/*1*2*3*4*/x*y*z*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      1,
    ],
  ])("%s: one warning for each action, and in little time", (_, statement, count) => {
    const role = describedOf(roleOf(jobs, { granularity: "bucket" }, { statements: [statement] }));
    const start = performance.now();
    expect(takenFromJobs(role, IRELAND, "", WRITTEN_OUT)).toHaveLength(count);
    // A fifth of it on a quiet machine.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
