import { SettingsError } from "../../lib";
import { parseRolesFile } from "../../lib/settings/roles-file";
import { KEY, OTHER_KEY, fileProblemsOf, outcomeOf, problemsOf, warningsOf } from "../support/pure";
import { CUSTOM, DOUBTS, MISTAKES, many, withInput } from "../support/mistakes";

describe("each mistake has its message", () => {
  test.each(MISTAKES.map(([name, props, ...expected]) => ({ name, props, expected })))(
    "$name",
    ({ props, expected }) => {
      const found = problemsOf(props);
      expect(found).toHaveLength(expected.length);
      expected.forEach(([path, ...words], index) => {
        expect(found[index]?.slice(0, path.length + 2)).toBe(`${path}: `);
        for (const word of words) expect(found[index]).toContain(word);
      });
    },
  );

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
    for (const [, props] of MISTAKES) {
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

/** An inline policy as long as all of a role can be. */
const INLINE_OF_10240 = (() => {
  const of = (last: number) => ({
    a: {
      Statement: {
        Effect: "Allow",
        Action: "s3:*",
        Resource: many(10, (n) => `arn:aws:s3:::${"x".repeat(n < 9 ? 900 : last)}`),
      },
    },
  });
  const around = JSON.stringify(of(0).a).length;
  const policies = of(10_240 - around);
  expect(JSON.stringify(policies.a)).toHaveLength(10_240);
  return policies;
})();

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
        inlinePolicies: INLINE_OF_10240,
      },
    ],
    [
      "one location for reading and writing",
      { access: { mode: "configured", inputs: ["s3://acme-a/"], outputs: ["s3://acme-a/"] } },
    ],
    ["a pattern with every escape", withInput({ bucket: "acme-in", pattern: "/${*}${?}${$}{x}/*$" })],
    [
      "the same pattern in two buckets",
      {
        access: {
          mode: "configured",
          inputs: ["acme-a", "acme-b"].map((bucket) => ({ bucket, pattern: "*/hls/*" })),
        },
      },
    ],
    ["undefined", { ...CUSTOM, roleName: undefined, trust: undefined }],
    ["a secret's name with all its characters", { ...CUSTOM, secrets: ["prod/kantar_+=.@-1"] }],
  ])("%s", (_, props) => {
    expect(problemsOf(props)).toEqual([]);
  });
});

describe("warnings", () => {
  test.each(DOUBTS)("%s", (_, props, path, word) => {
    expect(problemsOf(props)).toEqual([]);
    const warnings = warningsOf(props);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${path}: `);
    expect(warnings[0]).toContain(word);
  });

  test.each(["/", "/service-role/"])("none for path %s", (path) => {
    expect(warningsOf({ ...CUSTOM, secrets: ["a"], path })).toEqual([]);
  });

  test.each<object>([
    { tamsConnections: ["arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d"] },
    { elementalInference: true },
    { inferenceFeeds: ["arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123"] },
  ])("%j grants something", (more) => {
    expect(problemsOf({ ...CUSTOM, ...more })).toEqual([]);
    expect(warningsOf({ ...CUSTOM, ...more })).toEqual([]);
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
    ["too much", `{"stacks":{}}${" ".repeat(10_000_000)}`, "has 10000013 bytes"],
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
