import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { MediaConvertRoleProps } from "../../lib";
import { ACCOUNT, Cloud, REGION, describeE2e, newFolder } from "../support/e2e";
import { DOUBTS, MISTAKES } from "../support/mistakes";
import { asText, moduleVariables } from "../support/module-variables";
import { KEY, OTHER_KEY, problemsOf, warningsOf } from "../support/pure";

jest.setTimeout(300_000);

const MODULE = resolve(__dirname, "../../modules/mediaconvert-role");

type Values = { readonly [name: string]: unknown };

/** Mistakes that variables with types cannot hold, or that Terraform reports itself. */
const NOT_FOR_MODULES = [
  // A module makes one policy.
  "more than fits into ten documents",
  "more than fits into all that a role can ever have",
  "more than fits beside what is attached otherwise",
  "a statement of the user's that no document holds",
  // Each call here gives its role a name.
  "the usual role that submits by itself",
  "not an object",
  "access is missing",
  "access is text",
  "the mode is missing",
  "an unknown key",
  "an unknown key in another case",
  "an unknown key like no other",
  "an unknown key inside",
  "a key of the prototype",
  "a wrong type",
  "null",
  "an empty text",
  "a flag as text",
  "a list that is none",
  "a bare name",
  "an https address",
  "a number",
  "neither location nor bucket",
  "both location and bucket",
  "a prefix beside location",
  "a pattern beside location",
  "a pattern without a bucket",
  "a bucket of another partition",
  "acl on an input",
  "a key without use",
  "a key with no use",
  "a key twice",
  "a connection without its ARN",
  "a connection that is none",
  "Elemental Inference as text",
  "another word",
  "an account as a number",
  // Whole policies are JSON text, which IAM looks into.
  "a trust policy with a resource",
  "a trust policy without a principal",
  "a trust policy of no version",
  "inline policies as a list",
  "an inline policy with a principal",
  "an inline policy of no statement",
  "an inline policy that neither allows nor denies",
  "an inline policy that says both",
  "a character that no policy can hold, deep in an inline policy",
];

/** What the module says in other words, or of other places. */
const IN_OTHER_WORDS: { readonly [name: string]: string } = {
  "the mode is unknown": 'access_mode: "open" is not possible; write "configured", "custom" or "full"',
  "the same location twice":
    'inputs["in1"]: is the same location as inputs["in0"]; drop one (a second key goes into "kms_keys")',
  "locations that no policy can tell apart":
    'inputs["in1"]: is the same location as inputs["in0"]; drop one (a second key goes into "kms_keys")',
  "the same location by prefix and by pattern":
    'outputs["out1"]: is the same location as outputs["out0"]; drop one (a second key goes into "kms_keys")',
  "bucketKey without a key": 'inputs["in0"]: "bucket_key" says nothing without "kms_key"; give the key or drop it',
  "a key that signs and encrypts":
    'kms_keys["key0"]: key "key0" is named for signing and for encryption, and no KMS key does both; name the right key for each',
  "a secret twice": 'secrets["secret1"].secret: "a" is also at secrets["secret0"].secret; drop one',
  "a connection twice":
    'tams_connections["connection1"].connection_arn: "arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab" is also at tams_connections["connection0"].connection_arn; drop one',
  "a grant for a connection's key":
    'tams_connections["connection0"]: a grant for the key of connection "connection0" cannot name the connection\'s secret; set "kms_authorization" to "policy"',
  "a grant beside a policy for a connection's key":
    'tams_connections["connection0"]: a grant for the key of connection "connection0" cannot name the connection\'s secret; set "kms_authorization" to "policy"',
  "a connection's key that signs":
    'kms_keys["key0"]: key "key0" is named for signing and for encryption, and no KMS key does both; name the right key for each',
  "a feed twice":
    'inference_feeds["feed1"]: "arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123" is also at inference_feeds["feed0"]; drop one',
  "a trust policy without statements":
    'trust.policy: is not the JSON of a policy document; give { "Version": "2012-10-17", "Statement": […] } as text',
  "an inline policy as text":
    'inline_policies["a"]: is not the JSON of a policy document; give { "Version": "2012-10-17", "Statement": […] } as text',
  "a policy twice":
    'managed_policy_arns["policy1"]: "arn:aws:iam::aws:policy/P" is also at managed_policy_arns["policy0"]; drop one',
  "a submitter twice": 'submitters["submitter1"]: "submit" is also at submitters["submitter0"]; drop one',
  "two owners of one bucket":
    'outputs["out0"].owner_account: says that account "777788889999" owns bucket "acme-a", and inputs["in0"].owner_account says another; correct one of them',
  "a key of another Region": `kms_keys["key0"].arn: key "${KEY.replace("eu-west-1", "us-east-1")}" is not in eu-west-1, where the provider would make the grant; set "kms_authorization" to "policy", or leave the key out and make an aws_kms_grant for the role's ARN by a provider alias of the key's Region`,
  "a principal":
    'statements[0]: "Principal" is not a setting here; known are Sid, Effect, Action, NotAction, Resource, NotResource, Condition',
};

/** Variables that only the module has, and all that it says. */
const MODULE_MISTAKES: { readonly [name: string]: readonly [variables: Values, ...says: string[]] } = {
  "an empty name": [
    { access_mode: "custom", role_name: "" },
    'role_name: role name "" (0 characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -',
  ],
  "a policy over 6,144 characters": [
    {
      access_mode: "configured",
      outputs: { a: { bucket: "acme-out", prefix: "x".repeat(6144) } },
    },
    'access_mode: the role\'s policy has 6287 characters, more than the 6144 of a managed policy; name shorter or fewer locations, or attach a policy of your own by "managed_policy_arns"',
  ],
  "entries that are null": [
    {
      access_mode: "configured",
      inputs: { a: null, b: { bucket: "acme-in" } },
      outputs: { c: { bucket: "acme-out" }, d: null },
      secrets: { e: null },
      tams_connections: { g: null },
      inference_feeds: { h: null },
      submitters: { i: null },
      kms_keys: { f: null },
      api_gateway: { endpoints: [null] },
    },
    'inputs["a"]: is null; leave the entry out, or say what it is',
    'outputs["d"]: is null; leave the entry out, or say what it is',
    'secrets["e"]: is null; leave the entry out, or say what it is',
    'tams_connections["g"]: is null; leave the entry out, or say what it is',
    'submitters["i"]: is null; leave the entry out, or say what it is',
    'inference_feeds["h"]: null is not such an ARN; write "arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID"',
    'kms_keys["f"]: is null; leave the entry out, or say what it is',
    "api_gateway.endpoints[0]: is null; leave the entry out, or say what it is",
  ],
  "locations in another mode": [
    {
      access_mode: "full",
      inputs: { a: { bucket: "acme-in" } },
      outputs: { b: { bucket: "acme-out" } },
      api_gateway: { all: true },
    },
    'inputs: goes with access_mode "configured", and it is "full"; leave it out, or choose access_mode "configured"',
    'outputs: goes with access_mode "configured", and it is "full"; leave it out, or choose access_mode "configured"',
    'api_gateway: goes with access_mode "configured", and it is "full"; leave it out, or choose access_mode "configured"',
  ],
  "keys that are no entry": [
    {
      access_mode: "configured",
      inputs: { a: { bucket: "acme-in", kms_key: "media" } },
      outputs: { b: { bucket: "acme-out", kms_key: "media", bucket_key: true } },
      secrets: { c: { secret: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:c-AbC123`, kms_key: "media" } },
      tams_connections: {
        d: { connection_arn: `arn:aws:events:${REGION}:${ACCOUNT}:connection/d/0a1b2c3d`, kms_key: "media" },
      },
      kms_authorization: "policy",
    },
    'inputs["a"].kms_key: "media" is no entry of "kms_keys"; add it there, or correct the name',
    'outputs["b"].kms_key: "media" is no entry of "kms_keys"; add it there, or correct the name',
    'tams_connections["d"].kms_key: "media" is no entry of "kms_keys"; add it there, or correct the name',
    'secrets["c"].kms_key: "media" is no entry of "kms_keys"; add it there, or correct the name',
  ],
  "a key that nothing uses": [
    { access_mode: "full", kms_keys: { media: { arn: KEY } } },
    'kms_keys["media"]: nothing uses this key; name it as "kms_key" of a location, secret or connection, say what it is for in "use", or drop it',
  ],
  "a key twice": [
    { access_mode: "full", kms_keys: { a: { arn: KEY, use: ["input"] }, b: { arn: KEY, use: ["output"] } } },
    'kms_keys["b"]: names the same key as kms_keys["a"]; join their "use"',
  ],
  "all and some": [
    {
      access_mode: "configured",
      inputs: { a: { bucket: "acme-in" } },
      api_gateway: { all: true, endpoints: [{ url: "https://abc.execute-api.eu-west-1.amazonaws.com/x" }] },
    },
    'api_gateway: gives both "all" and "endpoints", and all are all; drop one of them',
  ],
  "endpoints of both kinds and none": [
    {
      access_mode: "configured",
      inputs: { a: { bucket: "acme-in" } },
      api_gateway: {
        endpoints: [
          {},
          { arn: "arn:aws:execute-api:eu-west-1:111122223333:abc/x/GET/", method: "PURGE", account_id: "1" },
        ],
      },
    },
    'api_gateway.endpoints[0]: gives neither or both of "url" and "arn"; give one',
    'api_gateway.endpoints[1].method: "PURGE" is not possible; write "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" or "*"',
    'api_gateway.endpoints[1].account_id: "1" is not an AWS account; write its 12 digits, in quotes',
    'api_gateway.endpoints[1]: "method" goes with "url": an ARN says it itself; drop it',
    'api_gateway.endpoints[1]: "account_id" goes with "url": an ARN says it itself; drop it',
  ],
  "a URL of another partition": [
    {
      access_mode: "configured",
      inputs: { a: { bucket: "acme-in" } },
      api_gateway: { endpoints: [{ url: "https://abc.execute-api.eu-west-1.amazonaws.com.cn/x" }] },
    },
    'api_gateway.endpoints[0].url: "https://abc.execute-api.eu-west-1.amazonaws.com.cn/x" is not in partition "aws"; give the address of an API there',
  ],
  "an authorization that is none": [
    { access_mode: "custom", kms_authorization: "none" },
    'kms_authorization: "none" is not possible; write "grant", "policy" or "both"',
  ],
  "a Region that is none": [
    { access_mode: "custom", region: "Ireland" },
    'region: "Ireland" does not look like an AWS Region; write one such as "eu-west-1"',
  ],
  "a partition that is none": [
    { access_mode: "custom", partition: "azure" },
    'partition: "azure" is not a partition; write "aws", "aws-cn" or "aws-us-gov"',
  ],
  "text that is no JSON": [
    { access_mode: "custom", statements: "{" },
    "statements[0]: is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements",
  ],
  "a document without statements": [
    { access_mode: "custom", statements: '{"Version":"2012-10-17","Statement":[]}' },
    "statements[0]: holds no statement; drop it, or correct the document",
  ],
  "an object without statements": [
    { access_mode: "custom", statements: [{ Version: "2012-10-17", Statement: [] }] },
    "statements[0]: holds no statement; drop it, or correct the document",
  ],
  "a wrong statement in a document": [
    {
      access_mode: "custom",
      statements: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "Get", Resource: "*" } },
    },
    'statements[0].Action[0]: "Get" is not an action; write "service:Action"',
  ],
  "statements of odd shapes": [
    {
      access_mode: "custom",
      statements: [
        { Effect: "Permit", Action: "s3:GetObject", Resource: "*" },
        { Effect: "Allow", Action: [], Resource: "*" },
        { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: "x" } },
        {
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalTag/a": "動" } },
        },
        "[5]",
      ],
    },
    'statements[0].Effect: "Permit" is not possible; write "Allow" or "Deny"',
    "statements[1].Action: is an empty list; name something, or leave it out",
    'statements[2].Condition: expected operator → key → value or values, got {"StringEquals":"x"}',
    'statements[3].Condition: holds "動", which a policy cannot hold; use Latin-1 characters',
    "statements[4]: expected an object, got 5",
  ],
};

/** Settings that are right in a way that a check could get wrong. */
const RIGHT: { readonly [name: string]: Values } = {
  "patterns with every escape, and the same in two buckets": {
    access_mode: "configured",
    inputs: {
      a: { bucket: "acme-in", pattern: "/${*}${?}${$}{x}/*$" },
      b: { bucket: "acme-out", pattern: "/${*}${?}${$}{x}/*$" },
      c: { bucket: "acme-in", prefix: "x/", pattern: null },
    },
  },
  "nulls are absent": {
    access_mode: "custom",
    statements: [
      { Sid: null, Effect: "Allow", Action: "s3:GetObject", NotAction: null, Resource: "*", Condition: null },
    ],
    role_name: null,
    path: null,
    tags: null,
    inputs: null,
    kms_keys: null,
    tams_connections: null,
    elemental_inference: null,
    inference_feeds: null,
  },
  "a whole document, in a list": {
    access_mode: "custom",
    statements: [
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } }),
      { Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
    ],
  },
  "AWS's policy for full access, in another mode": {
    access_mode: "custom",
    managed_policy_arns: { s3: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
  },
  "25 policies": {
    access_mode: "custom",
    max_attached_policies: 25,
    managed_policy_arns: Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [`p${String(index)}`, `arn:aws:iam::aws:policy/P${String(index)}`]),
    ),
  },
  "a connection's key, named nowhere else, in policy form": {
    access_mode: "custom",
    kms_authorization: "policy",
    tams_connections: {
      a: { connection_arn: `arn:aws:events:us-east-1:${ACCOUNT}:connection/a/0a1b2c3d`, kms_key: "a" },
      b: { connection_arn: `arn:aws:events:${REGION}:444455556666:connection/a/0a1b2c3d`, kms_key: null },
    },
    kms_keys: { a: { arn: KEY } },
  },
  "a key of another Region in policy form": {
    access_mode: "custom",
    kms_authorization: "policy",
    kms_keys: { a: { arn: OTHER_KEY.replace("eu-west-1", "us-east-1"), use: ["input"] } },
  },
};

const inSnakeCase = (text: string): string =>
  text.replace(/"[a-z]+(?:[A-Z][a-z]+)+"/g, (word) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** What stands behind the path. */
const message = (line: string): string => inSnakeCase(/^[^ ]*: (.*)$/.exec(line)?.[1] ?? line);

interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly context?: string | null };
}

const diagnosticsOf = (out: string): readonly Diagnostic[] =>
  out
    .split("\n")
    .filter((line) => line.includes('"diagnostic":'))
    .map((line) => (JSON.parse(line) as { readonly diagnostic: Diagnostic }).diagnostic);

/** The call and what is said of it. */
const ofVariable = ({ detail, snippet }: Diagnostic): readonly [name: string, lines: readonly string[]] => [
  /^module\.(\w+)/.exec(snippet?.context ?? "")?.[1] ?? "",
  detail.replace(/\n\nThis was checked by[^]*$/, "").split("\n"),
];

const nameOf = (index: number): string => `case_${String(index)}`;

const shared = MISTAKES.filter(([name]) => !NOT_FOR_MODULES.includes(name));

/** Every case with its variables, in one list. */
const CALLS: readonly (readonly [name: string, variables: Values])[] = [
  ...shared.map(([name, props]) => [name, moduleVariables(props as MediaConvertRoleProps)] as const),
  ...Object.entries(MODULE_MISTAKES).map(([name, [variables]]) => [name, variables] as const),
  ...DOUBTS.map(([name, props]) => [name, moduleVariables(props as MediaConvertRoleProps)] as const),
  ...Object.entries(RIGHT),
];

const root = (names: readonly string[], more: Values = {}): string =>
  JSON.stringify(
    {
      provider: { aws: { region: REGION } },
      ...more,
      module: Object.fromEntries(
        CALLS.map(
          ([, variables], index) =>
            [
              nameOf(index),
              {
                source: "./module",
                account_id: ACCOUNT,
                region: REGION,
                role_name: nameOf(index),
                ...(asText(variables) as object),
              },
            ] as const,
        ).filter(([name]) => names.includes(name)),
      ),
    },
    null,
    1,
  );

describeE2e("what the module says of wrong variables", () => {
  /** Call → lines. */
  const errors = new Map<string, string[]>();
  const warnings = new Map<string, string[]>();
  /** Of wrong variables, where the module is not its variables alone. */
  const wholeModule = new Map<string, string[]>();
  let afterwards: unknown;
  let unknownKey: readonly string[] = [];
  let failed: readonly Diagnostic[] = [];

  let layout: object = {};
  const add = (found: Map<string, string[]>, name: string, lines: readonly string[]): void =>
    void found.set(name, [...(found.get(name) ?? []), ...lines]);

  beforeAll(async () => {
    const folder = newFolder("errors");
    mkdirSync(join(folder, "module"));
    const cloud = await Cloud.start();
    const apply = async (): Promise<readonly Diagnostic[]> =>
      diagnosticsOf((await cloud.run(folder, ["apply", "-auto-approve", "-json"])).out);
    try {
      const all = CALLS.map((_, index) => nameOf(index));
      const wrong = all.slice(0, shared.length + Object.keys(MODULE_MISTAKES).length);
      // Terraform looks at the rest of a module only where its variables are right.
      cpSync(join(MODULE, "variables.tf"), join(folder, "module/variables.tf"));
      writeFileSync(join(folder, "main.tf.json"), root(wrong));
      await cloud.terraform(folder, ["init", "-input=false"]);
      for (const one of await apply()) add(errors, ...ofVariable(one));
      const some = [...errors.keys()].filter((_, index) => index % 12 === 0);
      cpSync(MODULE, join(folder, "module"), { recursive: true });
      layout = await cloud.run(folder, ["fmt", "-check", "-diff", "-recursive"]);
      writeFileSync(join(folder, "main.tf.json"), root(some));
      await cloud.terraform(folder, ["init", "-input=false"]);
      for (const one of await apply()) add(wholeModule, ...ofVariable(one));
      writeFileSync(join(folder, "main.tf.json"), root(all.filter((name) => !errors.has(name))));
      await cloud.terraform(folder, ["init", "-input=false"]);
      for (const { severity, detail, summary } of await apply()) {
        const [, name, lines] = /^Role "([^"]*)":\n([^]*)$/.exec(detail) ?? [];
        if (name === undefined || lines === undefined) failed = [...failed, { severity, detail, summary }];
        else add(severity === "error" ? errors : warnings, name, lines.split("\n"));
      }
      writeFileSync(
        join(folder, "main.tf.json"),
        JSON.stringify({
          provider: { aws: { region: REGION } },
          resource: { terraform_data: { later: { input: KEY } } },
          module: {
            role: {
              source: "./module",
              access_mode: "full",
              kms_keys: {
                later: { arn: "${terraform_data.later.output}", use: ["input"] },
                alias: { arn: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/media`, use: ["output"] },
              },
            },
          },
        }),
      );
      await cloud.terraform(folder, ["init", "-input=false"]);
      unknownKey = (await apply()).map(({ detail }) => detail);
      afterwards = await cloud.aws.names();
    } finally {
      await cloud.stop();
    }
  });

  /** Terraform looks at variables side by side, and says what is wrong with them in no order. */
  const sorted = (lines: readonly string[] = []): readonly string[] => [...lines].sort();

  /** Variables are spoken of by call, what is wrong between them by the name of the role, which a case may give. */
  const linesOf = (found: Map<string, string[]>, name: string): readonly string[] => {
    const index = CALLS.findIndex(([one]) => one === name);
    return [nameOf(index), String(CALLS[index]?.[1]["role_name"])].flatMap((one) => found.get(one) ?? []);
  };

  test.each(shared.map(([name, props]) => ({ name, props })))("as the construct: $name", ({ name, props }) => {
    const expected = IN_OTHER_WORDS[name];
    const lines = linesOf(errors, name);
    if (expected !== undefined) expect(lines).toEqual([expected]);
    else expect(sorted(lines.map(message))).toEqual(sorted(problemsOf(props).map(message)));
    for (const line of lines) expect(line).toMatch(/^[a-z_]+(\[("[^"]*"|\d+)\]|\.\w+)*: /);
  });

  test.each(Object.entries(MODULE_MISTAKES))("of its own: %s", (name, [, ...says]) => {
    expect(sorted(linesOf(errors, name))).toEqual(sorted(says));
  });

  test.each(Object.keys(RIGHT))("nothing: %s", (name) => {
    expect(linesOf(errors, name)).toEqual([]);
  });

  // The owner of a key is no matter for a check: where the key is still to be made, Terraform would warn of the check.
  test.each(DOUBTS.filter(([name]) => name !== "a key of another account").map(([name, props]) => ({ name, props })))(
    "as a warning: $name",
    ({ name, props }) => {
      expect(linesOf(errors, name)).toEqual([]);
      expect(linesOf(warnings, name).map(message)).toEqual(warningsOf(props).map(message));
    },
  );

  test("the rest of the module says no more where variables are wrong", () => {
    expect(wholeModule.size).toBeGreaterThan(5);
    for (const [name, lines] of wholeModule) expect(sorted(lines)).toEqual(sorted(errors.get(name)));
  });

  test("nothing is said that no case expects", () => {
    expect(failed).toEqual([]);
    const named = CALLS.map(([, variables]) => variables["role_name"]);
    expect([...errors.keys()].filter((name) => !/^case_\d+$/.test(name) && !named.includes(name))).toEqual([]);
  });

  test("a key that is not known yet hides no alias beside it", () => {
    expect(unknownKey).toHaveLength(1);
    expect(unknownKey[0]).toContain(
      'kms_keys["alias"].arn: "arn:aws:kms:eu-west-1:111122223333:alias/media" is an alias',
    );
  });

  test("its files are laid out as terraform fmt leaves them", () => {
    expect(layout).toMatchObject({ code: 0, out: "" });
  });

  test("nothing was applied", () => {
    expect(afterwards).toEqual({ roles: [], policies: [] });
  });
});
