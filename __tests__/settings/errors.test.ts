import { SettingsError } from "../../lib";
import { parseRolesFile } from "../../lib/settings/roles-file";
import { KEY, OTHER_KEY, fileProblemsOf, outcomeOf, problemsOf, warningsOf } from "../support/pure";

const CUSTOM = { access: { mode: "custom" } };
const withInput = (location: unknown) => ({ access: { mode: "configured", inputs: [location] } });
const many = (count: number, item: (index: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** Props, then each problem: its path and the words that have to be in its message. */
type Expected = readonly [path: string, ...words: string[]];

const CASES: readonly (readonly [name: string, props: unknown, ...expected: Expected[]])[] = [
  // The shape
  ["not an object", [], ["", "expected an object", "[]"]],
  ["access is missing", {}, ["", '"access" is missing', "configured", "custom", "full"]],
  ["access is text", { access: "full" }, ["access", "expected an object", '"full"']],
  ["the mode is missing", { access: { inputs: [] } }, ["access", '"mode" is missing']],
  ["the mode is unknown", { access: { mode: "open" } }, ["access.mode", '"open"', '"configured", "custom" or "full"']],
  ["an unknown key", { ...CUSTOM, rolName: "x" }, ["", '"rolName"', 'did you mean "roleName"?']],
  ["an unknown key in another case", { ...CUSTOM, rolename: "x" }, ["", 'did you mean "roleName"?']],
  ["an unknown key like no other", { ...CUSTOM, color: "x" }, ["", '"color"', "known are access, roleName"]],
  ["an unknown key inside", { access: { mode: "full", inputs: [] } }, ["access", '"inputs" is not a setting here']],
  [
    "a key of the prototype",
    JSON.parse('{"access":{"mode":"custom"},"__proto__":{"roleName":"x"}}'),
    ["", '"__proto__"'],
  ],
  ["a wrong type", { ...CUSTOM, roleName: 5 }, ["roleName", "expected text, got 5"]],
  ["null", { ...CUSTOM, roleName: null }, ["roleName", "expected text, got null"]],
  ["an empty text", { ...CUSTOM, roleName: "" }, ["roleName", "is empty"]],
  [
    "a flag as text",
    { ...CUSTOM, forceDetachPolicies: "yes" },
    ["forceDetachPolicies", "expected true or false", '"yes"'],
  ],

  // Locations
  ["no locations", { access: { mode: "configured" } }, ["access", "names no location"]],
  [
    "both lists empty",
    { access: { mode: "configured", inputs: [], outputs: [] } },
    ["access", "names no location", "custom"],
  ],
  [
    "a list that is none",
    { access: { mode: "configured", inputs: "s3://acme-in" } },
    ["access.inputs", "expected a list"],
  ],
  ["a bare name", withInput("acme-in"), ["access.inputs[0]", '"acme-in"', "s3://bucket/prefix"]],
  ["an https address", withInput("https://acme-in.s3.amazonaws.com/x"), ["access.inputs[0]", "is not an S3 location"]],
  ["a number", withInput(7), ["access.inputs[0]", "expected an object", "7"]],
  ["neither location nor bucket", withInput({ prefix: "x" }), ["access.inputs[0]", "neither or both"]],
  [
    "both location and bucket",
    withInput({ location: "s3://acme-in", bucket: "acme-in" }),
    ["access.inputs[0]", "neither or both"],
  ],
  [
    "a prefix beside location",
    withInput({ location: "s3://acme-in", prefix: "x/" }),
    ["access.inputs[0]", '"prefix" goes with "bucket"'],
  ],
  [
    "an ARN as bucket",
    withInput({ bucket: "arn:aws:s3:::acme-in" }),
    ["access.inputs[0].bucket", "expected a bucket name"],
  ],
  ["a wildcard bucket", withInput("s3://acme-*/x"), ["access.inputs[0]", "has a wildcard"]],
  ["a bucket in capitals", withInput("s3://Acme-In/x"), ["access.inputs[0]", '"Acme-In"', "a–z, 0–9"]],
  ["a short bucket", withInput("s3://ab"), ["access.inputs[0]", "3–63 characters"]],
  ["a long bucket", withInput(`s3://${"a".repeat(64)}`), ["access.inputs[0]", "3–63 characters"]],
  ["no bucket", withInput("s3:///x"), ["access.inputs[0]", "3–63 characters"]],
  ["dots side by side", withInput("s3://ac..me"), ["access.inputs[0]", "two dots"]],
  ["an IP address", withInput("s3://192.168.1.1/x"), ["access.inputs[0]", "IP address"]],
  ["a hyphen at the end", withInput("s3://acme-/x"), ["access.inputs[0]", "begins and ends"]],
  ["an access point", withInput("s3://acme-abcdef123-s3alias/x"), ["access.inputs[0]", "an access point"]],
  ["a directory bucket", withInput("s3://acme--use1-az4--x-s3/x"), ["access.inputs[0]", "a directory bucket"]],
  ["a variable in the bucket", withInput("s3://${aws:username}/x"), ["access.inputs[0]", "a–z, 0–9"]],
  ["a star behind the prefix", withInput("s3://acme-in/masters/*"), ["access.inputs[0]", 'ends with "*"', "drop it"]],
  [
    "a bucket of another partition",
    withInput("arn:aws-cn:s3:::acme-in"),
    ["access.inputs[0]", 'not in partition "aws"'],
  ],
  [
    "the same location twice",
    { access: { mode: "configured", inputs: ["s3://acme-in/a/", { bucket: "acme-in", prefix: "a/" }] } },
    ["access.inputs[1]", "same location as access.inputs[0]"],
  ],
  ["acl on an input", withInput({ bucket: "acme-in", acl: true }), ["access.inputs[0]", '"acl" is not a setting here']],
  [
    "bucketKey without a key",
    withInput({ bucket: "acme-in", bucketKey: true }),
    ["access.inputs[0]", '"bucketKey" says nothing'],
  ],

  // Keys
  [
    "an alias ARN",
    withInput({ bucket: "acme-in", kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/media" }),
    ["access.inputs[0].kmsKeyArn", "is an alias", "describe-key"],
  ],
  [
    "an alias",
    withInput({ bucket: "acme-in", kmsKeyArn: "alias/media" }),
    ["access.inputs[0].kmsKeyArn", "is an alias"],
  ],
  [
    "a key id",
    withInput({ bucket: "acme-in", kmsKeyArn: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
    ["access.inputs[0].kmsKeyArn", "not such an ARN", "arn:aws:kms:REGION"],
  ],
  [
    "a key of another Region",
    withInput({ bucket: "acme-in", kmsKeyArn: KEY.replace("eu-west-1", "us-east-1") }),
    ["access.inputs[0].kmsKeyArn", "is not in eu-west-1", '"policy"'],
  ],
  [
    "a key of another partition",
    withInput({ bucket: "acme-in", kmsKeyArn: KEY.replace("arn:aws:", "arn:aws-cn:") }),
    ["access.inputs[0].kmsKeyArn", 'not in partition "aws"'],
  ],
  ["a key without use", { ...CUSTOM, kmsKeys: [{ keyArn: KEY }] }, ["kmsKeys[0]", '"use" is missing']],
  ["a key with no use", { ...CUSTOM, kmsKeys: [{ keyArn: KEY, use: [] }] }, ["kmsKeys[0].use", "is an empty list"]],
  [
    "a key with another use",
    { ...CUSTOM, kmsKeys: [{ keyArn: KEY, use: ["read"] }] },
    ["kmsKeys[0].use[0]", '"read"', '"client-side"'],
  ],
  [
    "a key twice",
    {
      ...CUSTOM,
      kmsKeys: [
        { keyArn: KEY, use: ["input"] },
        { keyArn: KEY, use: ["output"] },
      ],
    },
    ["kmsKeys[1]", "same key as kmsKeys[0]"],
  ],
  [
    "a key that signs and encrypts",
    { ...withInput({ bucket: "acme-in", kmsKeyArn: KEY }), kmsKeys: [{ keyArn: KEY, use: ["signing"] }] },
    ["kmsKeys[0].keyArn", "for signing and for encryption"],
  ],

  // Endpoints and secrets
  [
    "an http endpoint",
    {
      access: {
        mode: "configured",
        inputs: ["s3://acme-in"],
        apiGateway: ["http://abc.execute-api.eu-west-1.amazonaws.com/x"],
      },
    },
    ["access.apiGateway[0]", "not an https URL"],
  ],
  [
    "a custom domain",
    { access: { mode: "configured", inputs: ["s3://acme-in"], apiGateway: ["https://keys.example.com/speke"] } },
    ["access.apiGateway[0]", "custom domain", "execute-api ARN"],
  ],
  [
    "a private API",
    {
      access: {
        mode: "configured",
        inputs: ["s3://acme-in"],
        apiGateway: ["https://abc-vpce-0a1b.execute-api.eu-west-1.amazonaws.com/x"],
      },
    },
    ["access.apiGateway[0]", "private API"],
  ],
  [
    "a query",
    {
      access: {
        mode: "configured",
        inputs: ["s3://acme-in"],
        apiGateway: [{ url: "https://abc.execute-api.eu-west-1.amazonaws.com/x?y=1" }],
      },
    },
    ["access.apiGateway[0].url", "query"],
  ],
  [
    "no URL at all",
    { access: { mode: "configured", inputs: ["s3://acme-in"], apiGateway: ["abc"] } },
    ["access.apiGateway[0]", "neither a URL nor an ARN"],
  ],
  [
    "an ARN of another service",
    { access: { mode: "configured", inputs: ["s3://acme-in"], apiGateway: [KEY] } },
    ["access.apiGateway[0]", "not such an ARN"],
  ],
  [
    "another word",
    { access: { mode: "configured", inputs: ["s3://acme-in"], apiGateway: "some" } },
    ["access.apiGateway", '"none" or "all"'],
  ],
  ["a secret's name with a star", { ...CUSTOM, secrets: ["kantar*"] }, ["secrets[0]", "neither a secret's name"]],
  ["a secret twice", { ...CUSTOM, secrets: ["a", { secret: "a" }] }, ["secrets[1]", '"a" is also at secrets[0]']],
  [
    "a grant for a secret given by name",
    { ...CUSTOM, secrets: [{ secret: "kantar", kmsKeyArn: KEY }] },
    ["secrets[0]", "full ARN"],
  ],

  [
    "a stage with wildcards",
    {
      access: {
        mode: "configured",
        inputs: ["s3://acme-in"],
        apiGateway: [{ url: "https://abc.execute-api.eu-west-1.amazonaws.com/x", stage: "*/*" }],
      },
    },
    ["access.apiGateway[0].stage", '"*/*" is no stage'],
  ],
  [
    "a key in any Region",
    { ...CUSTOM, kmsAuthorization: "policy", kmsKeys: [{ keyArn: KEY.replace("eu-west-1", "*"), use: ["input"] }] },
    ["kmsKeys[0].keyArn", "not such an ARN"],
  ],
  [
    "a secret in any account",
    { ...CUSTOM, secrets: ["arn:aws:secretsmanager:eu-west-1:*:secret:kantar-AbC123"] },
    ["secrets[0]", "not such an ARN"],
  ],

  // The role
  ["a long name", { ...CUSTOM, roleName: "r".repeat(65) }, ["roleName", "65 characters", "1–64"]],
  ["a blank in the name", { ...CUSTOM, roleName: "media role" }, ["roleName", '"media role"', "1–64"]],
  ["a path without slashes", { ...CUSTOM, path: "service-role" }, ["path", '"service-role"', "begin and end"]],
  ["a path with one slash", { ...CUSTOM, path: "/service-role" }, ["path", "begin and end"]],
  ["a policy path with odd characters", { ...CUSTOM, policyPath: "/a b/" }, ["policyPath", '"/a b/"']],
  ["a short session", { ...CUSTOM, maxSessionDuration: 3599 }, ["maxSessionDuration", "3599", "3600–43200 seconds"]],
  ["a long session", { ...CUSTOM, maxSessionDuration: 43201 }, ["maxSessionDuration", "43201"]],
  ["a broken session", { ...CUSTOM, maxSessionDuration: 3600.5 }, ["maxSessionDuration", "3600.5", "whole number"]],
  ["a long description", { ...CUSTOM, description: "d".repeat(1001) }, ["description", "1001 characters", "1000"]],
  ["a typographic quote", { ...CUSTOM, description: "the “role”" }, ["description", '"“"', "Latin-1"]],
  [
    "51 tags",
    { ...CUSTOM, tags: Object.fromEntries(many(51, (n) => [`t${String(n)}`, "x"]) as [string, string][]) },
    ["tags", "51 tags"],
  ],
  ["a reserved tag", { ...CUSTOM, tags: { "aws:owner": "x" } }, ['tags["aws:owner"]', 'begins with "aws:"']],
  [
    "a reserved tag in capitals",
    { ...CUSTOM, tags: { "AWS:owner": "x" } },
    ['tags["AWS:owner"]', 'begins with "aws:"'],
  ],
  ["a tag key with odd characters", { ...CUSTOM, tags: { "a#b": "x" } }, ['tags["a#b"]', "the key of tag"]],
  ["a tag value with odd characters", { ...CUSTOM, tags: { team: "${x}" } }, ["tags.team", "the value of tag"]],
  ["a long tag value", { ...CUSTOM, tags: { team: "x".repeat(257) } }, ["tags.team", "at most 256"]],
  [
    "a boundary that is none",
    { ...CUSTOM, permissionsBoundary: "boundary" },
    ["permissionsBoundary", "not such an ARN"],
  ],
  [
    "a boundary of another partition",
    { ...CUSTOM, permissionsBoundary: "arn:aws-cn:iam::111122223333:policy/b" },
    ["permissionsBoundary", 'not in partition "aws"'],
  ],
  [
    "11 policies",
    { ...CUSTOM, managedPolicyArns: many(11, (n) => `arn:aws:iam::aws:policy/P${String(n)}`) },
    ["managedPolicyArns", "11 managed policies", "more than 10", "maxAttachedPolicies"],
  ],
  [
    "10 policies and one of its own",
    { ...CUSTOM, secrets: ["a"], managedPolicyArns: many(10, (n) => `arn:aws:iam::aws:policy/P${String(n)}`) },
    ["managedPolicyArns", "11 managed policies"],
  ],
  ["26 as the maximum", { ...CUSTOM, maxAttachedPolicies: 26 }, ["maxAttachedPolicies", "26", "1–25"]],
  [
    "a policy twice",
    { ...CUSTOM, managedPolicyArns: ["arn:aws:iam::aws:policy/P", "arn:aws:iam::aws:policy/P"] },
    ["managedPolicyArns[1]", "also at managedPolicyArns[0]"],
  ],
  [
    "a policy that full has already",
    { access: { mode: "full" }, managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
    ["managedPolicyArns[0]", 'mode "full" already'],
  ],
  ["an account with letters", { ...CUSTOM, accountId: "acme" }, ["accountId", "12 digits"]],
  ["an account as a number", { ...CUSTOM, accountId: 111122223333 }, ["accountId", "expected text"]],
  [
    "a partition of another Region",
    { ...CUSTOM, partition: "aws-cn" },
    ["partition", 'not that of Region "eu-west-1"'],
  ],

  // Trust
  [
    "a queue that is none",
    { ...CUSTOM, trust: { queues: ["arn:aws:sqs:eu-west-1:111122223333:q"] } },
    ["trust.queues[0]", "neither a queue's name"],
  ],
  [
    "a queue of another account",
    { ...CUSTOM, trust: { queues: ["arn:aws:mediaconvert:eu-west-1:444455556666:queues/Default"] } },
    ["trust.queues[0]", "not in account 111122223333"],
  ],
  [
    "a queue of another partition",
    { ...CUSTOM, trust: { queues: ["arn:aws-cn:mediaconvert:eu-west-1:111122223333:queues/Default"] } },
    ["trust.queues[0]", 'not in partition "aws"'],
  ],
  [
    "a variable as queue",
    { ...CUSTOM, trust: { queues: ["${aws:username}"] } },
    ["trust.queues[0]", "neither a queue's name"],
  ],
  ["no queue", { ...CUSTOM, trust: { queues: [] } }, ["trust.queues", "is an empty list"]],
  [
    "queues without protection",
    { ...CUSTOM, trust: { confusedDeputyProtection: false, queues: ["Default"] } },
    ["trust.queues", "has no effect"],
  ],
  [
    "a trust policy beyond IAM's maximum",
    { ...CUSTOM, trust: { queues: many(130, (n) => `queue-number-${String(n)}`) } },
    ["trust", "8192"],
  ],

  // Statements
  [
    "no effect",
    { ...CUSTOM, statements: [{ Action: "s3:GetObject", Resource: "*" }] },
    ["statements[0]", '"Effect" is missing'],
  ],
  [
    "no action",
    { ...CUSTOM, statements: [{ Effect: "Allow", Resource: "*" }] },
    ["statements[0]", '"Action" and "NotAction"'],
  ],
  [
    "both resources",
    { ...CUSTOM, statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", NotResource: "*" }] },
    ["statements[0]", '"Resource" and "NotResource"'],
  ],
  [
    "an action without a service",
    { ...CUSTOM, statements: [{ Effect: "Allow", Action: ["GetObject"], Resource: "*" }] },
    ["statements[0].Action[0]", '"GetObject"', "service:Action"],
  ],
  [
    "a resource that is none",
    { ...CUSTOM, statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "acme-in/*" }] },
    ["statements[0].Resource[0]", '"acme-in/*"'],
  ],
  [
    "a Sid with a blank",
    { ...CUSTOM, statements: [{ Sid: "a b", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] },
    ["statements[0].Sid", "letters and digits"],
  ],
  [
    "a Sid twice",
    {
      ...CUSTOM,
      statements: many(2, (n) => ({
        Sid: "A",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::b/${String(n)}`,
      })),
    },
    ["statements", 'Sid "A" is taken'],
  ],
  [
    "a Sid of ours",
    {
      ...withInput("s3://acme-in"),
      statements: [{ Sid: "ReadInputs", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    },
    ["statements", 'Sid "ReadInputs" is taken'],
  ],
  [
    "a principal",
    { ...CUSTOM, statements: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }] },
    ["statements[0]", '"Principal" is not a setting here'],
  ],
  [
    "a character beyond Latin-1",
    { ...CUSTOM, statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-in/動画" }] },
    ["statements[0].Resource[0]", '"動"', "Latin-1"],
  ],
  [
    "a document over 6,144",
    { access: { mode: "configured", outputs: many(120, (n) => `s3://acme-out/${"x".repeat(40)}/${String(n)}/`) } },
    ["access", "6144", "characters"],
  ],
];

describe("each mistake has its message", () => {
  test.each(CASES.map(([name, props, ...expected]) => ({ name, props, expected })))("$name", ({ props, expected }) => {
    const found = problemsOf(props);
    expect(found).toHaveLength(expected.length);
    expected.forEach(([path, ...words], index) => {
      expect(found[index]?.slice(0, path.length + 2)).toBe(`${path}: `);
      for (const word of words) expect(found[index]).toContain(word);
    });
  });

  test("all problems come at once, each with its path", () => {
    const props = {
      rolName: "x",
      path: "media",
      access: {
        mode: "configured",
        inputs: ["s3://acme-*", { bucket: "acme-in", kmsKeyArn: "alias/x" }],
        outputs: ["acme"],
      },
    };
    expect(problemsOf(props).map((line) => line.slice(0, line.indexOf(": ")))).toEqual([
      "",
      "access.inputs[0]",
      "access.inputs[1].kmsKeyArn",
      "access.outputs[0]",
      "path",
    ]);
  });

  test("every message says something to do, in lower case and without a final period", () => {
    for (const [, props] of CASES) {
      for (const { message } of outcomeOf(props).problems) {
        expect(message).toMatch(/^[^A-Z]|^(MediaConvert|IAM|Sid)/);
        expect(message).not.toMatch(/\.$/);
      }
    }
  });

  test("a long value does not fill the screen", () => {
    for (const line of problemsOf({ ...CUSTOM, roleName: "r".repeat(100_000) })) expect(line.length).toBeLessThan(400);
  });
});

describe("what is possible is not refused", () => {
  test.each<[string, object]>([
    [
      "25 policies with the quota raised",
      {
        ...CUSTOM,
        maxAttachedPolicies: 25,
        managedPolicyArns: many(25, (n) => `arn:aws:iam::111122223333:policy/p/P${String(n)}`),
      },
    ],
    [
      "a key of another Region in policy form",
      {
        ...CUSTOM,
        kmsAuthorization: "policy",
        kmsKeys: [{ keyArn: KEY.replace("eu-west-1", "us-east-1"), use: ["client-side"] }],
      },
    ],
    ["a multi-Region key", { ...CUSTOM, kmsKeys: [{ keyArn: OTHER_KEY, use: ["input"] }] }],
    ["the documentation's buckets", withInput("s3://amzn-s3-demo-bucket/x/")],
    [
      "the longest of everything",
      {
        ...CUSTOM,
        roleName: "r".repeat(64),
        description: "é".repeat(1000),
        maxSessionDuration: 43200,
        tags: { ["k".repeat(128)]: "v".repeat(256) },
      },
    ],
    [
      "one location for reading and writing",
      { access: { mode: "configured", inputs: ["s3://acme-a/"], outputs: ["s3://acme-a/"] } },
    ],
    ["undefined", { ...CUSTOM, roleName: undefined, trust: undefined }],
    ["a secret's name with all its characters", { ...CUSTOM, secrets: ["prod/kantar_+=.@-1"] }],
  ])("%s", (_, props) => {
    expect(problemsOf(props)).toEqual([]);
  });
});

describe("warnings", () => {
  test.each<[string, object, string, string]>([
    ["R-PATH, DEC-07", { ...CUSTOM, secrets: ["a"], path: "/media/" }, "path", "1432"],
    [
      "more than the default quota",
      {
        ...CUSTOM,
        maxAttachedPolicies: 25,
        managedPolicyArns: many(11, (n) => `arn:aws:iam::aws:policy/P${String(n)}`),
      },
      "managedPolicyArns",
      "quota",
    ],
    [
      "a long trust policy",
      { ...CUSTOM, secrets: ["a"], trust: { queues: many(40, (n) => `queue-${String(n)}`) } },
      "trust",
      "2048",
    ],
    [
      "a key of another account",
      { ...CUSTOM, kmsKeys: [{ keyArn: KEY.replace("111122223333", "444455556666"), use: ["input"] }] },
      "kmsKeys[0].keyArn",
      "kms:CreateGrant",
    ],
    ["a wildcard in a prefix", withInput("s3://acme-in/a?/"), "access.inputs[0]", "literally"],
    ["a percent sequence", withInput("s3://acme-in/a%20b/"), "access.inputs[0]", "percent"],
    ["a character no policy can hold", withInput("s3://acme-in/動/"), "access.inputs[0]", "U+00FF"],
    [
      "an API of another Region",
      {
        access: {
          mode: "configured",
          inputs: ["s3://acme-in"],
          apiGateway: ["https://abc.execute-api.us-east-1.amazonaws.com/x"],
        },
      },
      "access.apiGateway[0]",
      "eu-west-1",
    ],
    ["nothing granted", CUSTOM, "access", "can do nothing"],
  ])("%s", (_, props, path, word) => {
    expect(problemsOf(props)).toEqual([]);
    const warnings = warningsOf(props);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${path}: `);
    expect(warnings[0]).toContain(word);
  });

  test.each(["/", "/service-role/"])("none for path %s", (path) => {
    expect(warningsOf({ ...CUSTOM, secrets: ["a"], path })).toEqual([]);
  });
});

const file = (stack: object) => ({ stacks: { media: stack } });
const GOOD = { region: "eu-west-1", role: { access: { mode: "full" } } };

describe("the settings file", () => {
  test.each<[string, unknown, ...string[]]>([
    ["no JSON", '{"stacks": }', "is not JSON", "line 1, column 12"],
    ["no JSON, further down", '{\n  "stacks": {\n    "a": 1,\n  }\n}', "property name expected at line 4, column 3"],
    ["empty", "", "is not JSON: value expected at line 1, column 1"],
    ["a comment", '{"stacks": {} // none\n}', "invalid comment token at line 1, column 15"],
    ["brackets without end", "[".repeat(500_000), "is not JSON"],
    ["a list", [], "expected an object"],
    [
      "a stack twice",
      `{"stacks": {\n"media": ${JSON.stringify(GOOD)},\n"m\\u0065dia" : ${JSON.stringify(GOOD)}}}`,
      '"media" on line 3 stands in that object already',
    ],
    ["no stacks", {}, '"stacks" is missing'],
    ["no entry", { stacks: {} }, "stacks: has no entry"],
    ["an unknown key", { stack: {}, stacks: { media: GOOD } }, 'did you mean "stacks"?'],
    ["a path as name", { stacks: { "../up": GOOD } }, 'stacks["../up"]: "../up" is no name for a stack'],
    ["a glob as name", { stacks: { "a*": GOOD } }, "is no name for a stack"],
    ["no Region", file({ role: GOOD.role }), 'stacks.media: "region" is missing'],
    ["a Region that is none", file({ ...GOOD, region: "Ireland" }), 'stacks.media.region: "Ireland"'],
    ["no role", file({ region: "eu-west-1" }), 'stacks.media: "role" is missing'],
    ["no access", file({ region: "eu-west-1", role: {} }), 'stacks.media.role: "access" is missing'],
    [
      "a mistake deep inside",
      file({ region: "eu-west-1", role: { access: { mode: "configured", inputs: ["x"] } } }),
      "stacks.media.role.access.inputs[0]: ",
    ],
    [
      "a key of another Region than the stack's",
      file({ region: "eu-central-1", role: { ...CUSTOM, kmsKeys: [{ keyArn: KEY, use: ["input"] }] } }),
      "stacks.media.role.kmsKeys[0].keyArn: key",
      "eu-central-1",
    ],
    [
      "an ARN of another partition than the stack's",
      file({ region: "cn-northwest-1", role: { ...CUSTOM, managedPolicyArns: ["arn:aws:iam::aws:policy/P"] } }),
      'partition "aws-cn"',
    ],
    [
      "two backends",
      file({ ...GOOD, backend: { s3: { bucket: "b", key: "k" }, local: {} } }),
      "stacks.media.backend: names 2 backends (s3, local)",
    ],
    ["no backend", file({ ...GOOD, backend: {} }), "names no backend"],
    ["an unknown backend", file({ ...GOOD, backend: { s4: {} } }), 'did you mean "s3"?'],
    [
      "half a backend",
      file({ ...GOOD, backend: { s3: { bucket: "b" } } }),
      'stacks.media.backend.s3: "key" is missing',
    ],
    [
      "a backend argument that is no name",
      file({ ...GOOD, backend: { s3: { bucket: "b", key: "k", 'x" = 1\n}': "y" } } }),
      "is no name for an argument",
    ],
    [
      "null in a backend",
      file({ ...GOOD, backend: { s3: { bucket: "b", key: null } } }),
      "stacks.media.backend.s3.key: expected text",
    ],
    [
      "an endpoint that nothing calls",
      file({ ...GOOD, provider: { endpoints: { s3: "http://x" } } }),
      "known are iam, kms, sts",
    ],
    [
      "odd session tags",
      file({ ...GOOD, provider: { assumeRole: [{ roleArn: "arn:aws:iam::1:role/r", tags: { 'a"': "b" } }] } }),
      "stacks.media.provider.assumeRole[0].tags",
    ],
    [
      "workspaces of no kind",
      file({ ...GOOD, backend: { cloud: { organization: "o", workspaces: {} } } }),
      "stacks.media.backend.cloud.workspaces: gives neither or both",
    ],
    [
      "credentials",
      file({ ...GOOD, provider: { accessKey: "AKIAEXAMPLE", secretKey: "s" } }),
      'stacks.media.provider: "accessKey" does not belong',
      '"secretKey" does not belong',
    ],
    ["an unknown provider setting", file({ ...GOOD, provider: { defaultTag: {} } }), 'did you mean "defaultTags"?'],
    [
      "a role to assume without its ARN",
      file({ ...GOOD, provider: { assumeRole: { sessionName: "x" } } }),
      'stacks.media.provider.assumeRole: "roleArn" is missing',
    ],
    [
      "one of CDKTF's placeholders",
      file({ ...GOOD, role: { ...GOOD.role, description: "${TfToken[TOKEN.0]}" } }),
      "stacks.media.role.description: holds text that CDKTF uses",
    ],
    [
      "the same, in disguise",
      '{"stacks":{"media":{"region":"eu-west-1","role":{"access":{"mode":"full"},"description":"#{\\u0054fToken[TOKEN.0]}"}}}}',
      "holds text that CDKTF uses",
    ],
    [
      "the same, as a key",
      file({ ...GOOD, role: { ...GOOD.role, tags: { "&{TfToken[MAP]}": "x" } } }),
      "holds text that CDKTF uses",
    ],
    [
      "the same, as a number",
      file({ ...GOOD, role: { ...GOOD.role, maxSessionDuration: -1.8881545897087503e289 } }),
      "stacks.media.role.maxSessionDuration: holds text that CDKTF uses",
    ],
    [
      "the same, as a number in text",
      file({ ...GOOD, role: { ...GOOD.role, description: "-1.8881545897087503e+289" } }),
      "holds text that CDKTF uses",
    ],
    ["too much", `{"stacks":{}}${" ".repeat(2_000_000)}`, "has 2000013 bytes"],
    ["too deep", `{"stacks":${"[".repeat(100)}${"]".repeat(100)}}`, "nested deeper"],
  ])("%s", (_, content, ...words) => {
    const found = fileProblemsOf(content).join("\n");
    for (const word of words) expect(found).toContain(word);
  });

  test.each(["House283", "release-e290", "a-1e289", "1.9e289", "-1e5", "ab12-4e28-9c"])(
    "%s is plain text",
    (description) => {
      expect(fileProblemsOf(file({ ...GOOD, role: { ...GOOD.role, description } }))).toEqual([]);
    },
  );

  test.each([
    "-1.8881545897087503e+289",
    "x-1.9e289y",
    "-00000000000000000000000000000000000000000000000000001.9e289",
    "1|-1.9e289",
  ])("%s is what CDKTF may take for a token only where a number stands", (description) => {
    const refused = fileProblemsOf(file({ ...GOOD, role: { ...GOOD.role, description } })).length > 0;
    expect(refused).toBe(!description.includes("|"));
  });

  test("one account has a role's name once, in all Regions and ignoring case", () => {
    const inRegion = (region: string, accountId: string, more: object = {}) => ({
      region,
      role: { accountId, access: { mode: "full" }, ...more },
    });
    const stacks = {
      a: inRegion("eu-west-1", "111122223333"),
      b: inRegion("us-east-1", "111122223333", { roleName: "mediaconvert_default_role" }),
      c: inRegion("us-east-1", "444455556666"),
      d: inRegion("us-east-1", "111122223333", { roleName: "other" }),
    };
    expect(fileProblemsOf({ stacks })).toEqual([
      expect.stringContaining('stacks.b.role: role name "mediaconvert_default_role" is also at stacks.a.role'),
    ]);
  });

  test("a text of a megabyte, or many long ones, take bounded time", () => {
    const start = Date.now();
    expect(fileProblemsOf(file({ ...GOOD, backend: { local: { path: "1".repeat(1_000_000) } } })).join()).toContain(
      "more than 4096",
    );
    const texts = many(450, () => "-1e".repeat(1_300));
    fileProblemsOf(file({ ...GOOD, backend: { s3: { bucket: "b", key: "k", texts } } }));
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("a key may stand in two objects, and in a text", () => {
    const role = { ...GOOD.role, description: 'a "region": "region": {' };
    expect(fileProblemsOf({ stacks: { a: { ...GOOD, role }, b: { ...GOOD, role } } })).toEqual([]);
  });

  test("a message never shows credentials", () => {
    const content = file({
      ...GOOD,
      provider: { secretKey: "wJalrXUtnFEMI" },
      backend: { s3: { secretKey: "bPxRfiCYEXAMPLE" } },
    });
    expect(fileProblemsOf(content).join()).not.toMatch(/wJalrXUtnFEMI|bPxRfiCYEXAMPLE/);
  });

  test("a million brackets are no problem for time or memory", () => {
    const start = Date.now();
    expect(fileProblemsOf(`{"stacks":${"[".repeat(900_000)}${"]".repeat(900_000)}}`).join()).toContain("nested deeper");
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("a message with very many problems stays readable, and the error has them all", () => {
    const keys = many(50_000, (n) => `"k": ${String(n)}`).join(",\n");
    const start = Date.now();
    try {
      parseRolesFile(`{"stacks": {${keys}}}`, "roles.json");
      throw new Error("accepted");
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      expect((error as SettingsError).problems.length).toBeGreaterThan(49_999);
      expect((error as SettingsError).message.split("\n")).toHaveLength(102);
      expect((error as SettingsError).message).toMatch(/\n {2}and \d+ more$/);
    }
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("ten thousand locations are read in bounded time", () => {
    const outputs = many(10_000, (n) => `s3://acme-out/${String(n)}/`);
    const start = Date.now();
    expect(
      fileProblemsOf(file({ region: "eu-west-1", role: { access: { mode: "configured", outputs } } })),
    ).toHaveLength(1);
    expect(Date.now() - start).toBeLessThan(5000);
  });

  test("several stacks report all their problems", () => {
    const content = {
      stacks: { a: { region: "x", role: {} }, b: { role: { access: { mode: "full" }, roleName: "" } } },
    };
    expect(fileProblemsOf(content).map((line) => line.slice(0, line.indexOf(": ")))).toEqual([
      "stacks.a.region",
      "stacks.a.role",
      "stacks.b",
      "stacks.b.role.roleName",
    ]);
  });
});
