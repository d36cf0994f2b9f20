import type { ConfiguredAccess, MediaConvertRoleProps } from "../../lib";
import type { PolicyDocument } from "../../lib/policy/model";
import { reading } from "../support/jobs";
import { KEY, OTHER_KEY, policiesOf, statementsOf } from "../support/pure";

const configured = (access: Omit<ConfiguredAccess, "mode">, more: object = {}): MediaConvertRoleProps => ({
  access: { mode: "configured", ...access },
  ...more,
});

const CUSTOM: MediaConvertRoleProps = { access: { mode: "custom" } };

/** The expectations follow AWS's documentation, rule by rule; none is copied from output. */
describe("what the role may do", () => {
  test("R-S3-READ, R-S3-LIST-IN: an input is read and its bucket listed", () => {
    expect(statementsOf(configured({ inputs: ["s3://acme-in/masters/"] }))).toEqual([
      { Sid: "ReadInputs", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme-in/masters/*"] },
      { Sid: "ListInputBuckets", Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::acme-in"] },
    ]);
  });

  test("DEC-14: listing an input bucket can be dropped", () => {
    expect(statementsOf(configured({ inputs: [{ bucket: "acme-in", listBucket: false }] }))).toEqual([
      { Sid: "ReadInputs", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme-in/*"] },
    ]);
  });

  test("R-S3-WRITE: an output is written, and neither read nor listed", () => {
    expect(statementsOf(configured({ outputs: [{ bucket: "acme-out", prefix: "vod/" }] }))).toEqual([
      { Sid: "WriteOutputs", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::acme-out/vod/*"] },
    ]);
  });

  test("R-S3-ACL, R-S3-LIST-OUT: only where they are asked for, only there", () => {
    const outputs = [
      { location: "s3://acme-out/a/", acl: true },
      { location: "s3://acme-b/", listBucket: true },
    ];
    expect(statementsOf(configured({ outputs }))).toEqual([
      {
        Sid: "WriteOutputs",
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: ["arn:aws:s3:::acme-b/*", "arn:aws:s3:::acme-out/a/*"],
      },
      { Sid: "WriteOutputAcls", Effect: "Allow", Action: ["s3:PutObjectAcl"], Resource: ["arn:aws:s3:::acme-out/a/*"] },
      { Sid: "ListOutputBuckets", Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::acme-b"] },
    ]);
  });

  test.each([
    ["s3://acme-in", "arn:aws:s3:::acme-in/*"],
    ["s3://acme-in/", "arn:aws:s3:::acme-in/*"],
    ["s3://acme-in/masters", "arn:aws:s3:::acme-in/masters*"],
    ["s3://acme-in//a//b/", "arn:aws:s3:::acme-in//a//b/*"],
    ["arn:aws:s3:::acme-in/masters/", "arn:aws:s3:::acme-in/masters/*"],
    // R-ARN-ESCAPE
    ["s3://acme-in/what?/", "arn:aws:s3:::acme-in/what${?}/*"],
    ["s3://acme-in/a*b/", "arn:aws:s3:::acme-in/a${*}b/*"],
    ["s3://acme-in/${aws:username}/", "arn:aws:s3:::acme-in/${$}{aws:username}/*"],
    // R-ARN-CHARSET
    ["s3://acme-in/médias/", "arn:aws:s3:::acme-in/médias/*"],
    ["s3://acme-in/動画/", "arn:aws:s3:::acme-in/*"],
    ["s3://acme-in/v/é–x/", "arn:aws:s3:::acme-in/v/é*"],
  ])("location %s is resource %s", (location, resource) => {
    expect(statementsOf(configured({ inputs: [location] }))[0]?.Resource).toEqual([resource]);
  });

  test.each([
    ["vod/*", "arn:aws:s3:::acme-in/vod/*"],
    ["masters/film.mp4", "arn:aws:s3:::acme-in/masters/film.mp4"],
    ["*/hls/*", "arn:aws:s3:::acme-in/*/hls/*"],
    ["take-?.mxf", "arn:aws:s3:::acme-in/take-?.mxf"],
    ["/médias/*", "arn:aws:s3:::acme-in//médias/*"],
    // R-ARN-ESCAPE: written by the user here
    ["a${*}${?}/${$}{x}", "arn:aws:s3:::acme-in/a${*}${?}/${$}{x}"],
    ["100%20$/*", "arn:aws:s3:::acme-in/100%20$/*"],
  ])("pattern %s is resource %s", (pattern, resource) => {
    expect(statementsOf(configured({ inputs: [{ bucket: "acme-in", pattern }] }))[0]?.Resource).toEqual([resource]);
  });

  test("an output with a pattern is written there, and its ACLs too", () => {
    expect(statementsOf(configured({ outputs: [{ bucket: "acme-out", pattern: "*/hls/*", acl: true }] }))).toEqual([
      { Sid: "WriteOutputs", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::acme-out/*/hls/*"] },
      {
        Sid: "WriteOutputAcls",
        Effect: "Allow",
        Action: ["s3:PutObjectAcl"],
        Resource: ["arn:aws:s3:::acme-out/*/hls/*"],
      },
    ]);
  });

  test.each(["aws-cn", "aws-us-gov"])("ARNs are of partition %s", (partition) => {
    const region = { "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-west-1" }[partition] ?? "";
    const role = configured(
      { inputs: ["s3://acme-in/"], apiGateway: "all" },
      { secrets: ["kantar"], elementalInference: true },
    );
    const policies = policiesOf(role, { partition, region, accountId: "111122223333" });
    const arns = JSON.stringify(policies).match(/arn:[a-z-]*/g) ?? [];
    expect(arns.length).toBeGreaterThan(5);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}`]));
  });

  test("DEC-11: full attaches two managed policies and makes none", () => {
    const { documents, managedPolicies } = policiesOf({ access: { mode: "full" } });
    expect(documents).toEqual([]);
    expect(managedPolicies.map(({ arn }) => arn).sort()).toEqual([
      "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
      "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    ]);
  });

  test("an empty condition is no condition", () => {
    const statements = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: {} }] as const;
    expect(statementsOf({ ...CUSTOM, statements })).toEqual([
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] },
    ]);
  });

  test("custom with nothing makes no policy, not an empty one", () => {
    expect(policiesOf(CUSTOM)).toMatchObject({ documents: [], managedPolicies: [], grants: [] });
  });

  test("extra statements and managed policies refine every mode", () => {
    const extra = {
      statements: [{ Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::acme-in/secret/*" }] as const,
      managedPolicyArns: ["arn:aws:iam::111122223333:policy/team/extra"],
    };
    for (const access of [
      { mode: "full" },
      { mode: "custom" },
      { mode: "configured", inputs: ["s3://acme-in/"] },
      { mode: "jobs", jobs: [reading("s3://acme-in/a.mov")], buckets: { "*": {} } },
    ] as const) {
      const { documents, managedPolicies } = policiesOf({ access, ...extra });
      expect(documents[0]?.Statement.at(-1)).toEqual({
        Effect: "Deny",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::acme-in/secret/*"],
      });
      expect(managedPolicies.map(({ arn }) => arn)).toContain("arn:aws:iam::111122223333:policy/team/extra");
    }
  });
});

describe("R-INVOKE: API Gateway", () => {
  const url = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/speke/v2";

  test.each([
    [[url], "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/speke/v2"],
    [[{ url, method: "*" }], "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/*/speke/v2"],
    [[{ url, accountId: "444455556666" }], "arn:aws:execute-api:eu-west-1:444455556666:abc123/prod/POST/speke/v2"],
    [[{ url, stage: "$default" }], "arn:aws:execute-api:eu-west-1:111122223333:abc123/$default/POST/prod/speke/v2"],
    [
      ["https://abc123.execute-api.eu-west-1.amazonaws.com/prod"],
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/*",
    ],
    [
      ["https://abc123.execute-api.eu-west-1.amazonaws.com/prod/"],
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/*",
    ],
    [
      ["https://abc123.execute-api.eu-west-1.amazonaws.com"],
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/*/POST/*",
    ],
    [
      ["https://abc123.execute-api.eu-west-1.amazonaws.com/prod/*"],
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/POST/${*}",
    ],
    [
      ["arn:aws:execute-api:eu-west-1:444455556666:abc123/prod/GET/x"],
      "arn:aws:execute-api:eu-west-1:444455556666:abc123/prod/GET/x",
    ],
    ["all", "arn:aws:execute-api:*:*:*"],
  ] as const)("%j gives %s", (apiGateway, resource) => {
    expect(statementsOf(configured({ inputs: ["s3://acme-in/"], apiGateway })).at(-1)).toEqual({
      Sid: "InvokeApis",
      Effect: "Allow",
      Action: ["execute-api:Invoke"],
      Resource: [resource],
    });
  });

  test("none is the default", () => {
    const sids = statementsOf(configured({ inputs: ["s3://acme-in/"] })).map(({ Sid }) => Sid);
    expect(sids).toEqual(
      statementsOf(configured({ inputs: ["s3://acme-in/"], apiGateway: "none" })).map(({ Sid }) => Sid),
    );
    expect(sids).not.toContain("InvokeApis");
  });
});

describe("R-SECRET: Secrets Manager", () => {
  test.each([
    ["kantar/login", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar/login-??????"],
    [
      "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-AbC123",
      "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-AbC123",
    ],
    [
      "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar",
      "arn:aws:secretsmanager:eu-west-1:444455556666:secret:kantar-??????",
    ],
  ])("%s gives %s", (secret, resource) => {
    expect(statementsOf({ ...CUSTOM, secrets: [secret] })).toEqual([
      { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [resource] },
    ]);
  });
});

const CONNECTION = "arn:aws:events:eu-west-1:111122223333:connection/tams-live/0a1b2c3d-12ab-34cd-56ef-1234567890ab";

describe("R-TAMS: EventBridge connections", () => {
  test("DEC-16: the connection's credentials, and the secret that EventBridge keeps for it", () => {
    expect(statementsOf({ ...CUSTOM, tamsConnections: [CONNECTION] })).toEqual([
      {
        Sid: "UseConnections",
        Effect: "Allow",
        Action: ["events:RetrieveConnectionCredentials"],
        Resource: [CONNECTION],
      },
      {
        Sid: "ReadConnectionSecrets",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams-live/*"],
      },
    ]);
  });

  test("the secret is in the connection's account and Region, not the role's", () => {
    const connectionArn = "arn:aws:events:us-east-2:444455556666:connection/a.b_c-d/0a1b2c3d";
    expect(statementsOf({ ...CUSTOM, tamsConnections: [{ connectionArn }] })[1]?.Resource).toEqual([
      "arn:aws:secretsmanager:us-east-2:444455556666:secret:events!connection/a.b_c-d/*",
    ]);
  });

  test("a statement stands once for several, whatever their order", () => {
    const other = CONNECTION.replace("tams-live", "tams-archive");
    const statements = statementsOf({ ...CUSTOM, tamsConnections: [CONNECTION, { connectionArn: other }] });
    expect(statements.map(({ Resource }) => Resource)).toEqual([
      [other, CONNECTION],
      ["archive", "live"].map(
        (name) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams-${name}/*`,
      ),
    ]);
  });
});

describe("R-INFERENCE: Elemental Inference", () => {
  const FEED = "arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123";

  test("DEC-15: feeds are made, and used in this account and Region only", () => {
    expect(statementsOf({ ...CUSTOM, elementalInference: true })).toEqual([
      { Sid: "CreateFeeds", Effect: "Allow", Action: ["elemental-inference:CreateFeed"], Resource: ["*"] },
      {
        Sid: "UseFeeds",
        Effect: "Allow",
        Action: [
          "elemental-inference:AssociateFeed",
          "elemental-inference:DeleteFeed",
          "elemental-inference:GetMetadata",
          "elemental-inference:PutMedia",
          "elemental-inference:TagResource",
        ],
        Resource: ["arn:aws:elemental-inference:eu-west-1:111122223333:feed/*"],
      },
    ]);
  });

  test("R-INFERENCE-FEED: a feed that is there is read, and not used", () => {
    expect(statementsOf({ ...CUSTOM, inferenceFeeds: [FEED] })).toEqual([
      { Sid: "ReadFeeds", Effect: "Allow", Action: ["elemental-inference:GetFeed"], Resource: [FEED] },
    ]);
  });

  test("false and empty lists are nothing", () => {
    const nothing = { elementalInference: false, inferenceFeeds: [], tamsConnections: [] };
    expect(policiesOf({ ...CUSTOM, ...nothing }).documents).toEqual([]);
  });

  test("they stand between secrets and keys, in every mode", () => {
    const more = {
      secrets: ["kantar"],
      tamsConnections: [CONNECTION],
      elementalInference: true,
      inferenceFeeds: [FEED],
      kmsKeys: [{ keyArn: OTHER_KEY, use: ["signing"] as const }],
      kmsAuthorization: "policy" as const,
      statements: [{ Sid: "Extra", Effect: "Deny", Action: "s3:*", Resource: "*" }] as const,
    };
    for (const [access, ...first] of [
      [{ mode: "full" }],
      [{ mode: "custom" }],
      [{ mode: "configured", outputs: ["s3://acme-out/"] }, "WriteOutputs"],
    ] as const) {
      expect(statementsOf({ access, ...more }).map(({ Sid }) => Sid)).toEqual([
        ...first,
        "ReadSecrets",
        "UseConnections",
        "ReadConnectionSecrets",
        "CreateFeeds",
        "UseFeeds",
        "ReadFeeds",
        expect.stringMatching(/^SignManifests[0-9a-f]{8}$/),
        "Extra",
      ]);
    }
  });
});

describe("R-KMS-GRANT: grants", () => {
  const grantsOf = (props: MediaConvertRoleProps) =>
    policiesOf(props).grants.map(({ keyArn, operations, constraint }) => ({
      keyArn,
      operations,
      ...(constraint ?? {}),
    }));

  test("R-KMS-IN: an input's key decrypts", () => {
    expect(grantsOf(configured({ inputs: [{ location: "s3://acme-in/", kmsKeyArn: KEY }] }))).toEqual([
      { keyArn: KEY, operations: ["Decrypt"] },
    ]);
  });

  test("R-KMS-OUT, DEC-01: an output's key decrypts too", () => {
    expect(grantsOf(configured({ outputs: [{ location: "s3://acme-out/", kmsKeyArn: KEY }] }))).toEqual([
      { keyArn: KEY, operations: ["Decrypt", "GenerateDataKey"] },
    ]);
  });

  test("R-KMS-OUT-ENCRYPT: opt-in, on output keys only", () => {
    const role = configured(
      {
        inputs: [{ location: "s3://acme-in/", kmsKeyArn: OTHER_KEY }],
        outputs: [{ location: "s3://acme-out/", kmsKeyArn: KEY }],
      },
      { kmsEncrypt: true },
    );
    const operations = new Map(grantsOf(role).map((grant) => [grant.keyArn, grant.operations]));
    expect(operations.get(KEY)).toEqual(["Decrypt", "Encrypt", "GenerateDataKey"]);
    expect(operations.get(OTHER_KEY)).toEqual(["Decrypt"]);
  });

  test("one grant per key with the union of operations", () => {
    const role = configured({
      inputs: [
        { location: "s3://acme-in/", kmsKeyArn: KEY },
        { location: "s3://acme-b/", kmsKeyArn: KEY },
      ],
      outputs: [{ location: "s3://acme-out/", kmsKeyArn: KEY }],
    });
    expect(grantsOf(role)).toEqual([{ keyArn: KEY, operations: ["Decrypt", "GenerateDataKey"] }]);
  });

  test("R-KMS-CLIENT: the encryption context is exact, and stays a grant of its own", () => {
    const grants = grantsOf({ ...CUSTOM, kmsKeys: [{ keyArn: KEY, use: ["client-side", "input"] }] });
    expect(grants).toHaveLength(2);
    expect(grants).toContainEqual({ keyArn: KEY, operations: ["Decrypt"] });
    expect(grants).toContainEqual({
      keyArn: KEY,
      operations: ["Decrypt"],
      kind: "equals",
      context: { service: "mediaconvert.amazonaws.com" },
    });
  });

  test("R-KMS-SIGN: no constraint is possible", () => {
    expect(grantsOf({ ...CUSTOM, kmsKeys: [{ keyArn: KEY, use: ["signing"] }] })).toEqual([
      { keyArn: KEY, operations: ["Sign"] },
    ]);
  });

  test("R-KMS-SECRET: the context also has the version, hence a subset", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-AbC123";
    expect(grantsOf({ ...CUSTOM, secrets: [{ secret, kmsKeyArn: KEY }] })).toEqual([
      { keyArn: KEY, operations: ["Decrypt"], kind: "subset", context: { SecretARN: secret } },
    ]);
  });

  test("Bucket Key on: the context is the bucket, and a job may add to it", () => {
    const input = { location: "s3://acme-in/masters/", kmsKeyArn: KEY, bucketKey: true };
    expect(grantsOf(configured({ inputs: [input] }))).toEqual([
      { keyArn: KEY, operations: ["Decrypt"], kind: "subset", context: { "aws:s3:arn": "arn:aws:s3:::acme-in" } },
    ]);
  });

  test("L-GRANT-NAME: names are valid whatever the role's name holds", () => {
    const role = {
      roleName: "a+b=c,d.e@f-g_h".padEnd(64, "."),
      ...CUSTOM,
      kmsKeys: [{ keyArn: KEY, use: ["input"] as const }],
    };
    for (const { name } of policiesOf(role).grants) expect(name).toMatch(/^[a-zA-Z0-9:/_-]{1,256}$/);
  });

  test("P-GRANT-SHARED: no two roles share a name, however alike", () => {
    const kmsKeys = [
      { keyArn: KEY, use: ["input", "client-side"] as const },
      { keyArn: OTHER_KEY, use: ["input"] as const },
    ];
    const names = ["a.b", "a+b", "a-b", "A-b"].flatMap((roleName) =>
      ["111122223333", "444455556666"].flatMap((accountId) =>
        policiesOf({ ...CUSTOM, roleName, accountId, kmsKeys }).grants.map(({ name }) => name),
      ),
    );
    expect(names).toHaveLength(24);
    expect(new Set(names).size).toBe(24);
  });

  test("policy form makes no grant, both makes both", () => {
    const kmsKeys = [{ keyArn: KEY, use: ["input"] as const }];
    expect(policiesOf({ ...CUSTOM, kmsKeys, kmsAuthorization: "policy" })).toMatchObject({
      grants: [],
      documents: [{}],
    });
    expect(policiesOf({ ...CUSTOM, kmsKeys, kmsAuthorization: "both" })).toMatchObject({
      grants: [{}],
      documents: [{}],
    });
    expect(policiesOf({ ...CUSTOM, kmsKeys })).toMatchObject({ grants: [{}], documents: [] });
  });
});

describe("key permissions as policy statements", () => {
  const keyStatements = (props: MediaConvertRoleProps, region = "eu-west-1") =>
    statementsOf(
      { kmsAuthorization: "policy", ...props },
      { partition: region.startsWith("cn-") ? "aws-cn" : "aws", region, accountId: "111122223333" },
    )
      .filter(({ Action }) => Action?.some((action) => action.startsWith("kms:")))
      .map(({ Sid, ...rest }) => ({ ...rest, Sid: Sid?.replace(/[0-9a-f]{8}$/, "") }));

  test("R-KMS-VIA, R-KMS-CTX s3: inputs and outputs apart, each with its contexts", () => {
    const role = configured({
      inputs: [{ location: "s3://acme-in/masters/", kmsKeyArn: KEY }],
      outputs: [{ location: "s3://acme-out/", kmsKeyArn: KEY, bucketKey: true }],
    });
    expect(keyStatements(role)).toEqual([
      {
        Sid: "DecryptInputs",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: {
          StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/masters/*"],
          },
        },
      },
      {
        Sid: "EncryptOutputs",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: [KEY],
        Condition: {
          StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-out"] },
        },
      },
    ]);
  });

  test("R-KMS-CTX s3: a pattern of keys is a pattern of contexts", () => {
    const input = { bucket: "acme-in", pattern: "*/film.mp4", kmsKeyArn: KEY };
    expect(keyStatements(configured({ inputs: [input] }))[0]?.Condition?.["StringLike"]).toEqual({
      "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*/film.mp4"],
    });
  });

  test("R-KMS-CTX client, R-KMS-SIGN: never through S3", () => {
    const kmsKeys = [
      { keyArn: KEY, use: ["client-side"] as const },
      { keyArn: OTHER_KEY, use: ["signing"] as const },
    ];
    expect(keyStatements({ ...CUSTOM, kmsKeys })).toEqual([
      {
        Sid: "DecryptClientSideInputs",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: { StringEquals: { "kms:EncryptionContext:service": ["mediaconvert.amazonaws.com"] } },
      },
      { Sid: "SignManifests", Effect: "Allow", Action: ["kms:Sign"], Resource: [OTHER_KEY] },
    ]);
  });

  test("R-KMS-SECRET: through Secrets Manager, for that secret, by pattern too", () => {
    expect(keyStatements({ ...CUSTOM, secrets: [{ secret: "kantar", kmsKeyArn: KEY }] })).toEqual([
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: {
          StringEquals: { "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"] },
          StringLike: {
            "kms:EncryptionContext:SecretARN": ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-??????"],
          },
        },
      },
    ]);
  });

  test("R-KMS-SECRET, R-TAMS: the key of a connection's secret, for that secret only", () => {
    const role = { ...CUSTOM, tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: KEY }] };
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams-live/*";
    expect(keyStatements(role)).toEqual([
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: {
          StringEquals: { "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"] },
          StringLike: { "kms:EncryptionContext:SecretARN": [secret] },
        },
      },
    ]);
  });

  test("one statement for a key of a secret and of a connection", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-AbC123";
    const statements = keyStatements({
      ...CUSTOM,
      secrets: [{ secret, kmsKeyArn: KEY }],
      tamsConnections: [
        { connectionArn: CONNECTION, kmsKeyArn: KEY },
        CONNECTION.replace("tams-live", "under-another-key"),
      ],
    });
    expect(statements.map(({ Condition }) => Condition?.["StringLike"])).toEqual([
      {
        "kms:EncryptionContext:SecretARN": [
          "arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams-live/*",
          secret,
        ],
      },
    ]);
  });

  test("DEC-12: in China both forms of the service's name", () => {
    const keyArn = KEY.replace("arn:aws:kms:eu-west-1", "arn:aws-cn:kms:cn-northwest-1");
    expect(keyStatements({ ...CUSTOM, kmsKeys: [{ keyArn, use: ["input"] }] }, "cn-northwest-1")[0]?.Condition).toEqual(
      {
        StringEquals: { "kms:ViaService": ["s3.cn-northwest-1.amazonaws.com", "s3.cn-northwest-1.amazonaws.com.cn"] },
      },
    );
  });

  test("the Region in ViaService is the key's, not the stack's", () => {
    const keyArn = KEY.replace("eu-west-1", "us-east-2");
    expect(keyStatements({ ...CUSTOM, kmsKeys: [{ keyArn, use: ["input"] }] })[0]?.Condition).toEqual({
      StringEquals: { "kms:ViaService": ["s3.us-east-2.amazonaws.com"] },
    });
  });
});

describe("R-TRUST", () => {
  const trustOf = (trust: MediaConvertRoleProps["trust"]) =>
    policiesOf({ ...CUSTOM, ...(trust === undefined ? {} : { trust }) }).trust as PolicyDocument;

  test("R-TRUST-SOURCE, DEC-13: this account's queues in every Region", () => {
    expect(trustOf(undefined)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "MediaConvert",
          Effect: "Allow",
          Principal: { Service: ["mediaconvert.amazonaws.com"] },
          Action: ["sts:AssumeRole"],
          Condition: {
            ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:111122223333:queues/*"] },
            StringEquals: { "aws:SourceAccount": ["111122223333"] },
          },
        },
      ],
    });
  });

  test("queues by name and by ARN", () => {
    const queues = ["Default", "arn:aws:mediaconvert:eu-west-1:111122223333:queues/fast", "prod-*"];
    expect(trustOf({ queues }).Statement[0]?.Condition?.["ArnLike"]).toEqual({
      "aws:SourceArn": [
        "arn:aws:mediaconvert:*:111122223333:queues/Default",
        "arn:aws:mediaconvert:*:111122223333:queues/prod-*",
        "arn:aws:mediaconvert:eu-west-1:111122223333:queues/fast",
      ],
    });
  });

  test("another source account goes into both conditions", () => {
    expect(trustOf({ sourceAccount: "444455556666" }).Statement[0]?.Condition).toEqual({
      ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:444455556666:queues/*"] },
      StringEquals: { "aws:SourceAccount": ["444455556666"] },
    });
  });

  test("the protection can be switched off", () => {
    expect(trustOf({ confusedDeputyProtection: false }).Statement[0]).toEqual({
      Sid: "MediaConvert",
      Effect: "Allow",
      Principal: { Service: ["mediaconvert.amazonaws.com"] },
      Action: ["sts:AssumeRole"],
    });
  });
});

describe("what others need", () => {
  test("R-CALLER-PASS: to pass this role to MediaConvert only", () => {
    expect(policiesOf({ ...CUSTOM, path: "/service-role/", roleName: "Media" }).passRole).toEqual({
      Sid: "PassMediaConvertRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["arn:aws:iam::111122223333:role/service-role/Media"],
      Condition: { StringEquals: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
    });
  });

  test("R-XA-BUCKET, DEC-09: a bucket's policy names the role and the same actions", () => {
    const role = configured({ inputs: ["s3://acme-in/a/"], outputs: [{ location: "s3://acme-out/", acl: true }] });
    const Principal = { AWS: ["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"] };
    expect(policiesOf(role).bucketPolicies).toEqual({
      "arn:aws:s3:::acme-in": [
        {
          Sid: "ReadInputs",
          Effect: "Allow",
          Principal,
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::acme-in/a/*"],
        },
        {
          Sid: "ListInputBuckets",
          Effect: "Allow",
          Principal,
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::acme-in"],
        },
      ],
      "arn:aws:s3:::acme-out": [
        {
          Sid: "WriteOutputs",
          Effect: "Allow",
          Principal,
          Action: ["s3:PutObject"],
          Resource: ["arn:aws:s3:::acme-out/*"],
        },
        {
          Sid: "WriteOutputAcls",
          Effect: "Allow",
          Principal,
          Action: ["s3:PutObjectAcl"],
          Resource: ["arn:aws:s3:::acme-out/*"],
        },
      ],
    });
  });

  test("R-XA-BUCKET: a bucket's policy has the pattern too", () => {
    const outputs = [{ bucket: "acme-out", pattern: "*/hls/*" }];
    expect(policiesOf(configured({ outputs })).bucketPolicies).toMatchObject({
      "arn:aws:s3:::acme-out": [{ Sid: "WriteOutputs", Resource: ["arn:aws:s3:::acme-out/*/hls/*"] }],
    });
  });

  test("R-XA-KEY, R-TAMS: the key of a connection's secret is admitted through Secrets Manager only", () => {
    const role: MediaConvertRoleProps = {
      ...CUSTOM,
      tamsConnections: [{ connectionArn: CONNECTION, kmsKeyArn: KEY }],
      kmsAuthorization: "policy",
    };
    expect(policiesOf(role).grants).toEqual([]);
    expect(policiesOf(role).keyPolicies).toEqual({
      [KEY]: [
        {
          Sid: expect.stringMatching(/^DecryptSecrets/),
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"] },
          Action: ["kms:Decrypt"],
          Resource: ["*"],
          Condition: {
            StringEquals: { "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"] },
            StringLike: {
              "kms:EncryptionContext:SecretARN": [
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/tams-live/*",
              ],
            },
          },
        },
      ],
    });
  });

  test("R-XA-KEY: a key's policy has the same actions and conditions", () => {
    const role = configured({ inputs: [{ location: "s3://acme-in/", kmsKeyArn: KEY }] });
    expect(policiesOf(role).keyPolicies).toEqual({
      [KEY]: [
        {
          Sid: expect.stringMatching(/^DecryptInputs/),
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"] },
          Action: ["kms:Decrypt"],
          Resource: ["*"],
          Condition: {
            StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*"] },
          },
        },
      ],
    });
  });
});
