import { KEY } from "./pure";

const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab";
const FEED = "arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123";

export const CUSTOM = { access: { mode: "custom" } };
export const withInput = (location: unknown) => ({ access: { mode: "configured", inputs: [location] } });
export const many = (count: number, item: (index: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, index) => item(index));

const TRUST = { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } };
const INLINE = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } };

/** Props, then each problem: its path and the words that have to be in its message. */
export type Expected = readonly [path: string, ...words: string[]];

export const MISTAKES: readonly (readonly [name: string, props: unknown, ...expected: Expected[]])[] = [
  // The shape
  ["not an object", [], ["", "expected an object", "[]"]],
  ["access is missing", {}, ["", '"access" is missing', "configured", "custom", "full"]],
  ["access is text", { access: "full" }, ["access", "expected an object", '"full"']],
  ["the mode is missing", { access: { inputs: [] } }, ["access", '"mode" is missing']],
  [
    "the mode is unknown",
    { access: { mode: "open" } },
    ["access.mode", '"open"', '"jobs", "configured", "custom" or "full"'],
  ],
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
  [
    "an owner that is no account",
    withInput({ bucket: "acme-in", ownerAccount: "44445555666" }),
    ["access.inputs[0].ownerAccount", '"44445555666"', "12 digits"],
  ],
  [
    "two owners of one bucket",
    {
      access: {
        mode: "configured",
        inputs: [{ bucket: "acme-a", ownerAccount: "444455556666" }, "s3://acme-b/"],
        outputs: [{ bucket: "acme-a", prefix: "out/", ownerAccount: "777788889999", acl: true }],
      },
    },
    ["access.outputs[0].ownerAccount", '"777788889999"', '"acme-a"', "access.inputs[0].ownerAccount says another"],
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
    "a pattern beside location",
    withInput({ location: "s3://acme-in", pattern: "x/*" }),
    ["access.inputs[0]", '"pattern" goes with "bucket"'],
  ],
  ["a pattern without a bucket", withInput({ pattern: "x/*" }), ["access.inputs[0]", "neither or both"]],
  [
    "a pattern beside a prefix",
    withInput({ bucket: "acme-in", prefix: "x/", pattern: "x/*" }),
    ["access.inputs[0]", 'both "prefix" and "pattern"', "drop one"],
  ],
  ["an empty pattern", withInput({ bucket: "acme-in", pattern: "" }), ["access.inputs[0].pattern", "is empty"]],
  [
    "a character no policy can hold in a pattern",
    withInput({ bucket: "acme-in", pattern: "v/動画/*" }),
    ["access.inputs[0].pattern", '"動"', 'write "*"'],
  ],
  [
    "a variable in a pattern",
    withInput({ bucket: "acme-in", pattern: "home/${aws:username}/*" }),
    ["access.inputs[0].pattern", '"home/${aws:username}/*"', 'write "${$}{"'],
  ],
  [
    "half an escape in a pattern",
    withInput({ bucket: "acme-in", pattern: "a${*b" }),
    ["access.inputs[0].pattern", '"a${*b"'],
  ],
  [
    "the beginning of an escape in a pattern",
    withInput({ bucket: "acme-in", pattern: "${$}{a${" }),
    ["access.inputs[0].pattern", '"${$}{a${"'],
  ],
  [
    "a variable and a character no policy can hold in a pattern",
    withInput({ bucket: "acme-in", pattern: "${x}\u0001" }),
    ["access.inputs[0].pattern", '"\\u0001"'],
    ["access.inputs[0].pattern", "IAM variables are not possible here"],
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
  [
    "the same location by prefix and by pattern",
    {
      access: {
        mode: "configured",
        outputs: [
          { bucket: "acme-out", prefix: "a?/" },
          { bucket: "acme-out", pattern: "a${?}/*" },
        ],
      },
    },
    ["access.outputs[1]", "same location as access.outputs[0]"],
  ],
  [
    "locations that no policy can tell apart",
    { access: { mode: "configured", inputs: ["s3://acme-in/v/動/", "s3://acme-in/v/画/"] } },
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

  // Connections and feeds
  [
    "a connection's name",
    { ...CUSTOM, tamsConnections: ["tams"] },
    ["tamsConnections[0]", '"tams"', "arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID"],
  ],
  [
    "a connection without its UUID",
    { ...CUSTOM, tamsConnections: [CONNECTION.replace(/\/[^/]*$/, "")] },
    ["tamsConnections[0]", "not such an ARN"],
  ],
  [
    "a connection in any Region",
    { ...CUSTOM, tamsConnections: [CONNECTION.replace("eu-west-1", "*")] },
    ["tamsConnections[0]", "not such an ARN"],
  ],
  [
    "a pattern of connections",
    { ...CUSTOM, tamsConnections: [CONNECTION.replace("/tams/", "/*/")] },
    ["tamsConnections[0]", "not such an ARN"],
  ],
  [
    "the secret of a connection",
    {
      ...CUSTOM,
      tamsConnections: ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams/0a1b-AbC123"],
    },
    ["tamsConnections[0]", "not such an ARN"],
  ],
  [
    "a connection of another partition",
    { ...CUSTOM, tamsConnections: [CONNECTION.replace("arn:aws:", "arn:aws-us-gov:")] },
    ["tamsConnections[0]", 'not in partition "aws"'],
  ],
  [
    "a connection twice",
    { ...CUSTOM, tamsConnections: [CONNECTION, { connectionArn: CONNECTION }] },
    ["tamsConnections[1]", "is also at tamsConnections[0]"],
  ],
  [
    "a connection without its ARN",
    { ...CUSTOM, tamsConnections: [{ kmsKeyArn: KEY }] },
    ["tamsConnections[0]", '"connectionArn" is missing'],
  ],
  ["a connection that is none", { ...CUSTOM, tamsConnections: [7] }, ["tamsConnections[0]", "expected an object", "7"]],
  [
    "a grant for a connection's key",
    { ...CUSTOM, tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: KEY }] },
    ["tamsConnections[0]", "connection/tams/", 'set "kmsAuthorization" to "policy"'],
  ],
  [
    "a grant beside a policy for a connection's key",
    { ...CUSTOM, kmsAuthorization: "both", tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: KEY }] },
    ["tamsConnections[0]", 'set "kmsAuthorization" to "policy"'],
  ],
  [
    "an alias as a connection's key",
    {
      ...CUSTOM,
      kmsAuthorization: "policy",
      tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/media" }],
    },
    ["tamsConnections[0].kmsKeyArn", "is an alias"],
  ],
  [
    "a connection's key that signs",
    {
      ...CUSTOM,
      kmsAuthorization: "policy",
      tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: KEY }],
      kmsKeys: [{ keyArn: KEY, use: ["signing"] }],
    },
    ["kmsKeys[0].keyArn", "for signing and for encryption"],
  ],
  [
    "Elemental Inference as text",
    { ...CUSTOM, elementalInference: "SMART_CROP" },
    ["elementalInference", "expected true or false", '"SMART_CROP"'],
  ],
  [
    "a feed's id",
    { ...CUSTOM, inferenceFeeds: ["abc123"] },
    ["inferenceFeeds[0]", '"abc123"', "arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID"],
  ],
  [
    "every feed",
    { ...CUSTOM, inferenceFeeds: [FEED.replace("abc123", "*")] },
    ["inferenceFeeds[0]", "not such an ARN"],
  ],
  [
    "a feed of another partition",
    { ...CUSTOM, inferenceFeeds: [FEED.replace("arn:aws:", "arn:aws-cn:")] },
    ["inferenceFeeds[0]", 'not in partition "aws"'],
  ],
  ["a feed twice", { ...CUSTOM, inferenceFeeds: [FEED, FEED] }, ["inferenceFeeds[1]", "also at inferenceFeeds[0]"]],

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
  ...Object.entries({
    secrets: ["a"],
    tamsConnections: [CONNECTION],
    elementalInference: true,
    inferenceFeeds: [FEED],
  }).map(([key, value]): (typeof MISTAKES)[number] => [
    `10 policies and one of its own, for ${key}`,
    { ...CUSTOM, [key]: value, managedPolicyArns: many(10, (n) => `arn:aws:iam::aws:policy/P${String(n)}`) },
    ["managedPolicyArns", "11 managed policies"],
  ]),
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
  [
    "a submitter by its ARN",
    { ...CUSTOM, submitters: ["arn:aws:iam::111122223333:role/jobs/submit"] },
    ["submitters[0]", "is an ARN", "behind its last slash"],
  ],
  [
    "a submitter that is no role",
    { ...CUSTOM, submitters: ["submit jobs"] },
    ["submitters[0]", '"submit jobs"', "1–64"],
  ],
  [
    "a role that submits by itself",
    { ...CUSTOM, roleName: "Media", submitters: ["media"] },
    ["submitters[0]", '"media" is the role that jobs run with'],
  ],
  [
    "the usual role that submits by itself",
    { ...CUSTOM, submitters: ["MediaConvert_Default_Role"] },
    ["submitters[0]", "is the role that jobs run with"],
  ],
  ["a submitter twice", { ...CUSTOM, submitters: ["submit", "Submit"] }, ["submitters[1]", "also at submitters[0]"]],
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
    "queues beside a whole trust policy",
    { ...CUSTOM, trust: { policy: TRUST, queues: ["Default"] } },
    ["trust.queues", '"queues" has no effect beside "policy"', "drop one"],
  ],
  [
    "protection beside a whole trust policy",
    { ...CUSTOM, trust: { policy: TRUST, confusedDeputyProtection: true } },
    ["trust.confusedDeputyProtection", "has no effect beside"],
  ],
  [
    "a trust policy without statements",
    { ...CUSTOM, trust: { policy: {} } },
    ["trust.policy", '"Statement" is missing'],
  ],
  [
    "a trust policy with a resource",
    { ...CUSTOM, trust: { policy: { Statement: { ...TRUST.Statement, Resource: "*" } } } },
    ["trust.policy.Statement", '"Resource" is not a setting here', "Principal"],
  ],
  [
    "a trust policy without a principal",
    { ...CUSTOM, trust: { policy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] } } },
    ["trust.policy.Statement[0]", '"Principal" and "NotPrincipal"', "give one"],
  ],
  [
    "a trust policy of no version",
    { ...CUSTOM, trust: { policy: { ...TRUST, Version: "2012" } } },
    ["trust.policy.Version", '"2012"', "2012-10-17"],
  ],

  // Inline policies
  ["inline policies as a list", { ...CUSTOM, inlinePolicies: [] }, ["inlinePolicies", "expected an object"]],
  ["an inline policy as text", { ...CUSTOM, inlinePolicies: { a: "{}" } }, ["inlinePolicies.a", "expected an object"]],
  [
    "an inline policy with a principal",
    { ...CUSTOM, inlinePolicies: { a: { Statement: { ...INLINE.Statement, Principal: "*" } } } },
    ["inlinePolicies.a.Statement", '"Principal" is not a setting here'],
  ],
  [
    "an inline policy of no statement",
    { ...CUSTOM, inlinePolicies: { a: { Statement: [] } } },
    ["inlinePolicies.a.Statement", "is an empty list"],
  ],
  [
    "an inline policy that neither allows nor denies",
    { ...CUSTOM, inlinePolicies: { a: { Statement: { ...INLINE.Statement, Effect: "allow" } } } },
    ["inlinePolicies.a.Statement.Effect", '"allow"', '"Allow" or "Deny"'],
  ],
  [
    "an inline policy that says both",
    { ...CUSTOM, inlinePolicies: { a: { Statement: { ...INLINE.Statement, NotAction: "s3:*" } } } },
    ["inlinePolicies.a.Statement", '"Action" and "NotAction"'],
  ],
  [
    "a character that no policy can hold, deep in an inline policy",
    {
      ...CUSTOM,
      inlinePolicies: {
        a: { Statement: { ...INLINE.Statement, Condition: { StringLike: { "aws:x": ["b\u0142"] } } } },
      },
    },
    ['inlinePolicies.a.Statement.Condition.StringLike["aws:x"][0]', '"\u0142"', "Latin-1"],
  ],
  [
    "the name of an inline policy",
    { ...CUSTOM, inlinePolicies: { "a/b": INLINE } },
    ['inlinePolicies["a/b"]', '"a/b" (3 characters)', "1–128"],
  ],
  [
    "inline policies beyond IAM's limit",
    {
      ...CUSTOM,
      inlinePolicies: {
        a: {
          Statement: { ...INLINE.Statement, Resource: many(200, (n) => `arn:aws:s3:::${"x".repeat(40)}${String(n)}`) },
        },
      },
    },
    ["inlinePolicies", "10240", "managedPolicyArns"],
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
    "more than fits into ten documents",
    { access: { mode: "configured", outputs: many(900, (n) => `s3://acme-out/${"x".repeat(40)}/${String(n)}/`) } },
    ["access", "6144", "can have 10", "bucket in place of its prefixes", "maxAttachedPolicies", "second role"],
  ],
  [
    "more than fits into all that a role can ever have",
    {
      maxAttachedPolicies: 25,
      access: { mode: "configured", outputs: many(2500, (n) => `s3://acme-out/${"x".repeat(40)}/${String(n)}/`) },
    },
    ["access", "can have 25; name fewer, wider locations (a bucket in place of its prefixes), or make a second role"],
  ],
  [
    "more than fits beside what is attached otherwise",
    {
      maxAttachedPolicies: 3,
      managedPolicyArns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"],
      access: { mode: "configured", outputs: many(100, (n) => `s3://acme-out/${"x".repeat(40)}/${String(n)}/`) },
    },
    ["access", "need 2 policies", "can have 3, 2 of them attached otherwise"],
  ],
  [
    "a statement of the user's that no document holds",
    {
      ...CUSTOM,
      statements: [
        {
          Sid: "Huge",
          Effect: "Allow",
          NotAction: "iam:*",
          NotResource: many(200, (n) => `arn:aws:s3:::${"x".repeat(30)}${String(n)}`),
        },
      ],
    },
    ["access", '"Huge"', "6144"],
  ],
];

/** Props that are possible; the path of the one warning, and a word in it. */
export const DOUBTS: readonly (readonly [name: string, props: object, path: string, word: string])[] = [
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
  [
    "a role that is taken over, of which the path is not said",
    { access: { mode: "full" }, adopt: true },
    "",
    '"/service-role/"',
  ],
  [
    "a role that is taken over without its policies",
    { ...CUSTOM, secrets: ["a"], adopt: true, path: "/" },
    "adopt",
    "policies that it has stay",
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
  [
    "outputs that another account may not be able to read",
    {
      access: {
        mode: "configured",
        inputs: [{ bucket: "acme-theirs", ownerAccount: "444455556666" }],
        outputs: [
          { bucket: "acme-theirs", prefix: "a/" },
          { bucket: "acme-theirs", prefix: "b/", listBucket: true },
          { bucket: "acme-enforced", acl: false, ownerAccount: "444455556666" },
          { bucket: "acme-acl", acl: true, ownerAccount: "444455556666" },
          { bucket: "acme-own", ownerAccount: "111122223333" },
        ],
      },
    },
    "access.outputs[0]",
    'bucket "acme-theirs" enforces its owner\'s ownership, account 444455556666 cannot read',
  ],
];
