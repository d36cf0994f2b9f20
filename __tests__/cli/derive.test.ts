import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readRolesFile } from "../../lib";
import { cli, folderWith } from "../support/cli";

const ROOT = resolve(__dirname, "../..");
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const job = (FileInput: string, Destination: string, more: object = {}) => ({
  ...more,
  Settings: {
    Inputs: [{ FileInput }],
    OutputGroups: [{ OutputGroupSettings: { FileGroupSettings: { Destination } } }],
  },
});
const FILM = job("s3://acme-in/masters/film.mov", "s3://acme-out/vod/");
const IRELAND = ["--region", "eu-west-1"];
const ANSWERS = ["--bucket", "*=none", ...IRELAND];

/** What stands in `role` of the settings that are printed. */
const roleIn = (stdout: string): { readonly access: object } & object =>
  (JSON.parse(stdout) as { stacks: { "mediaconvert-role": { role: never } } }).stacks["mediaconvert-role"].role;

describe("derive", () => {
  test("prints settings that are right as they are", () => {
    const folder = folderWith({ "film.json": FILM });
    const { code, stdout, stderr } = cli(folder, ["derive", "film.json", ...ANSWERS]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({
      $schema: "./roles.schema.json",
      stacks: {
        "mediaconvert-role": {
          region: "eu-west-1",
          role: {
            access: { mode: "configured", inputs: ["s3://acme-in/masters/"], outputs: ["s3://acme-out/vod/"] },
          },
        },
      },
    });
    expect(readRolesFile(join(folderWith({ "roles.json": stdout }), "roles.json")).warnings).toEqual([]);
  });

  test.each([
    ["object", [{ bucket: "acme-in", pattern: "masters/film.mov" }], ["s3://acme-out/vod/"]],
    ["prefix", ["s3://acme-in/masters/"], ["s3://acme-out/vod/"]],
    ["bucket", [{ bucket: "acme-in" }], [{ bucket: "acme-out" }]],
  ])("--granularity %s", (granularity, inputs, outputs) => {
    const { stdout } = cli(folderWith({ "film.json": FILM }), [
      "derive",
      "film.json",
      "--granularity",
      granularity,
      ...ANSWERS,
    ]);
    const asText = (place: unknown) =>
      typeof place === "object" && place !== null && !("pattern" in place)
        ? `s3://${(place as { bucket: string }).bucket}/`
        : place;
    expect(roleIn(stdout).access).toEqual({
      mode: "configured",
      inputs: inputs.map(asText),
      outputs: outputs.map(asText),
    });
  });

  test("takes name, path, account and Region from what the jobs name", () => {
    const named = {
      Role: "arn:aws:iam::111122223333:role/service-role/Video",
      Queue: "arn:aws:mediaconvert:eu-central-1:111122223333:queues/Default",
    };
    const folder = folderWith({ "film.json": job("s3://acme-in/a.mov", "s3://acme-out/", named) });
    const { stdout } = cli(folder, ["derive", "film.json", "--bucket", "*=none"]);
    expect(JSON.parse(stdout)).toMatchObject({
      stacks: {
        "mediaconvert-role": {
          region: "eu-central-1",
          role: { roleName: "Video", path: "/service-role/", accountId: "111122223333" },
        },
      },
    });
  });

  test("says where no job tells the Region", () => {
    const { code, stderr } = cli(folderWith({ "film.json": FILM }), ["derive", "film.json", "--bucket", "*=none"]);
    expect([code, stderr]).toEqual([
      0,
      "open: no job tells the Region of its role; us-east-1 is written; answer: --region REGION\n",
    ]);
  });

  test("files, patterns, folders and standard input, several at once", () => {
    const folder = folderWith({
      "one.json": job("s3://acme-in/one/x.mov", "s3://acme-out/"),
      "jobs/two.json": job("s3://acme-in/two/x.mov", "s3://acme-out/"),
      "jobs/deep/three.json": job("s3://acme-in/three/x.mov", "s3://acme-out/"),
      "jobs/notes.txt": "no job",
      "more/four.json": [job("s3://acme-in/four/x.mov", "s3://acme-out/")],
      "more/five.json": {
        settings: {
          inputs: [{ fileInput: "s3://acme-in/five/x.mov" }],
          outputGroups: [{ outputGroupSettings: { fileGroupSettings: { destination: "s3://acme-out/" } } }],
        },
      },
    });
    const six = JSON.stringify(job("s3://acme-in/six/x.mov", "s3://acme-out/"));
    const { stdout } = cli(folder, ["derive", "one.json", "jobs", "more/*.json", "-", ...ANSWERS], six);
    expect(roleIn(stdout).access).toMatchObject({
      inputs: ["five", "four", "one", "six", "three", "two"].map((name) => `s3://acme-in/${name}/`),
    });
  });

  test("one policy, key permissions included", () => {
    const { stdout } = cli(folderWith({ "film.json": FILM }), [
      "derive",
      "film.json",
      "--format",
      "policy",
      "--bucket",
      `acme-in=${KEY}`,
      "--bucket",
      "acme-out=none",
      ...IRELAND,
    ]);
    const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string[] }[] };
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["s3:GetObject"], ["arn:aws:s3:::acme-in/masters/*"]],
      [["s3:ListBucket"], ["arn:aws:s3:::acme-in"]],
      [["s3:PutObject"], ["arn:aws:s3:::acme-out/vod/*"]],
      [["kms:Decrypt"], [KEY]],
    ]);
  });

  test("a policy that names the account or Region asks for them", () => {
    const secret = { ...FILM, Settings: { ...FILM.Settings, KantarWatermark: { CredentialsSecretName: "kantar" } } };
    const words = ["derive", "film.json", "--format", "policy", "--bucket", "*=none", "--secret", "kantar=none"];
    const { code, stdout, stderr } = cli(folderWith({ "film.json": secret }), words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/--account/);
    expect(stderr).toMatch(/--region/);
    const { stdout: policy } = cli(folderWith({ "film.json": secret }), [
      ...words,
      "--account",
      "111122223333",
      ...IRELAND,
    ]);
    expect(policy).toContain("arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-??????");
  });

  test("JSON that keeps its schema, with the reason of each statement", () => {
    const { stdout } = cli(folderWith({ "film.json": FILM }), ["derive", "film.json", "--format", "json", ...IRELAND]);
    const schema = JSON.parse(readFileSync(join(ROOT, "schemas/derive.schema.json"), "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
    const { statements, questions } = JSON.parse(stdout) as { statements: object[]; questions: object[] };
    expect(statements).toContainEqual({
      action: "s3:PutObject",
      resource: "arn:aws:s3:::acme-out/vod/*",
      kind: "statement",
      by: "WriteOutputs",
      because: [
        {
          file: "film.json",
          path: "Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination",
          rules: ["R-S3-WRITE", "R-DEST-DIR"],
          says: "Outputs are named after the destination, with modifiers and extensions behind it.",
          certainty: "documented",
          source: "https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html",
        },
      ],
    });
    expect(questions).toMatchObject([
      { ask: "ASK-01", subject: "acme-in" },
      { ask: "ASK-01", subject: "acme-out" },
    ]);
  });

  test("explains all, one action, a pattern of actions, or says that there is none", () => {
    const folder = folderWith({ "film.json": FILM });
    const lines = (...words: string[]): readonly string[] =>
      cli(folder, ["derive", ...words, ...ANSWERS])
        .stdout.split("\n")
        .filter((line) => /^\w/.test(line));
    expect(lines("film.json", "--explain")).toEqual([
      "s3:GetObject on arn:aws:s3:::acme-in/masters/* (statement ReadInputs)",
      "s3:ListBucket on arn:aws:s3:::acme-in (statement ListInputBuckets)",
      "s3:PutObject on arn:aws:s3:::acme-out/vod/* (statement WriteOutputs)",
    ]);
    expect(lines("--explain", "film.json")).toHaveLength(3);
    expect(lines("film.json", "--explain", "s3:putobject")).toEqual([
      "s3:PutObject on arn:aws:s3:::acme-out/vod/* (statement WriteOutputs)",
    ]);
    expect(lines("film.json", "--explain", "s3:*Object")).toHaveLength(2);
    expect(lines("film.json", "--explain", "kms:Decrypt")).toEqual(["the jobs need nothing of it"]);
  });

  test("questions go to standard error; one that blocks ends with 3, any with --strict", () => {
    const folder = folderWith({
      "film.json": FILM,
      "locked.json": {
        Settings: {
          ...FILM.Settings,
          Inputs: [
            {
              FileInput: "s3://acme-in/x.mov",
              DecryptionSettings: { EncryptedDecryptionKey: "QUFBQUFBQUFBQUFBQUFBQUFBQUE=" },
            },
          ],
        },
      },
    });
    const open = cli(folder, ["derive", "film.json", ...IRELAND]);
    expect(open.code).toBe(0);
    expect(open.stderr.split("\n").slice(0, -1)).toEqual([
      'open: film.json: Settings.Inputs[0].FileInput: bucket "acme-in" may keep its objects under a KMS key, which no job names; answer: --bucket acme-in=none or --bucket acme-in=KEY-ARN',
      'open: film.json: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination: bucket "acme-out" may keep its objects under a KMS key, which no job names; answer: --bucket acme-out=none or --bucket acme-out=KEY-ARN',
    ]);
    expect(cli(folder, ["derive", "film.json", "--strict", ...IRELAND]).code).toBe(3);
    expect(cli(folder, ["derive", "film.json", "--strict", ...ANSWERS]).code).toBe(0);
    const blocked = cli(folder, ["derive", "locked.json", ...ANSWERS]);
    expect(blocked.code).toBe(3);
    expect(blocked.stderr).toMatch(
      /^open, and a job fails without: locked\.json: Settings\.Inputs\[0\]\.DecryptionSettings\.EncryptedDecryptionKey: .*--client-side-key KEY-ARN\n$/,
    );
    const answered = cli(folder, ["derive", "locked.json", "--client-side-key", KEY, ...ANSWERS]);
    expect([answered.code, answered.stderr]).toEqual([0, ""]);
    expect(roleIn(answered.stdout)).toMatchObject({ kmsKeys: [{ keyArn: KEY, use: ["client-side"] }] });
  });

  test.each([["settings"], ["json"], ["policy"]])("warns where a refinement takes what jobs need, as %s", (format) => {
    const access = { mode: "jobs", jobs: ["film.json"], buckets: { "*": {} } };
    const role = {
      accountId: "111122223333",
      access,
      permissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      statements: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "*" }],
    };
    const folder = folderWith({
      "film.json": FILM,
      "roles.json": { stacks: { media: { region: "eu-west-1", role } } },
    });
    const { code, stderr } = cli(folder, ["derive", "--settings", "roles.json", "--format", format]);
    expect([code, stderr]).toEqual([
      0,
      "warning: role.statements[0]: denies s3:GetObject on arn:aws:s3:::acme-in/masters/film.mov, which film.json: " +
        "Settings.Inputs[0].FileInput asks for: jobs end with error 1401; narrow the statement to what no job needs, " +
        "leave MediaConvert out of it by a condition, or drop it\n" +
        "warning: role.permissionsBoundary: arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess does not allow s3:PutObject " +
        "on arn:aws:s3:::acme-out/vod/*, which film.json: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings." +
        "Destination asks for: jobs end with error 1401 or 1517; name a boundary that allows it, or drop the boundary\n",
    ]);
  });

  test("a settings file can hold the answers, and the jobs", () => {
    const access = { mode: "jobs", jobs: ["film.json"], buckets: { "*": {} } };
    const role = { accountId: "111122223333", access };
    const stacks = {
      media: { region: "eu-west-1", role },
      other: { region: "us-east-1", role: { ...role, accountId: "444455556666" } },
    };
    const folder = folderWith({ "film.json": FILM, "sub/film.json": FILM, "sub/roles.json": { stacks } });
    const { code, stdout, stderr } = cli(folder, ["derive", "--settings", "sub/roles.json", "--stack", "media"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      stacks: { media: { region: "eu-west-1", role: { accountId: "111122223333", access: { mode: "configured" } } } },
    });
    expect(cli(folder, ["derive", "--settings", "sub/roles.json"]).stderr).toContain(
      "has 2 stacks; name one by --stack: media, other",
    );
  });

  test("${…} in a job stays text all the way to Terraform", () => {
    const odd = job("s3://acme-in/a/${path.module}/%{if true}x.mov", "s3://acme-out/${var.x}/");
    const folder = folderWith({ "film.json": odd });
    const { code, stdout } = cli(folder, [
      "derive",
      "film.json",
      "--granularity",
      "object",
      "--format",
      "policy",
      ...ANSWERS,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("arn:aws:s3:::acme-in/a/${$}{path.module}/%{if true}x.mov");
    expect(stdout).toContain("arn:aws:s3:::acme-out/*");
    const { stdout: values } = cli(folder, [
      "derive",
      "film.json",
      "--granularity",
      "object",
      "--format",
      "tfvars",
      ...ANSWERS,
    ]);
    expect(values).toContain('pattern = "a/$${$}{path.module}/%%{if true}x.mov"');
  });
});

describe("bad input ends with 2, and says the file, the place and what to do", () => {
  const nested = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;

  test.each<[name: string, content: unknown, says: RegExp]>([
    ["not JSON", '{"Settings": ', /x\.json: is not JSON: .*line 1, column 14/],
    ["empty", "", /x\.json: is not JSON/],
    ["a comment", '{ // no\n "Settings": {} }', /x\.json: is not JSON/],
    ["a settings file", { stacks: {} }, /x\.json: is no job: it looks like a settings file of roles/],
    ["a plan", { format_version: "1.2", resource_changes: [] }, /x\.json: is no job: it looks like a Terraform plan/],
    ["a policy", { Version: "2012-10-17", Statement: [] }, /x\.json: is no job: it looks like an IAM policy/],
    ["a text", '"x"', /x\.json: is no job: it is the text/],
    ["an empty list", [], /x\.json: holds no job/],
    [
      "another scheme",
      job("gs://acme-in/x.mov", "s3://acme-out/"),
      /x\.json: Settings\.Inputs\[0\]\.FileInput: "gs:\/\/acme-in\/x\.mov" has a scheme/,
    ],
    ["no scheme", job("masters/x.mov", "s3://acme-out/"), /FileInput: "masters\/x\.mov" names no scheme/],
    [
      "http as destination",
      job("s3://acme-in/x.mov", "https://acme.example/"),
      /Destination: "https:\/\/acme\.example\/" is not in S3/,
    ],
    [
      "no destination",
      { Settings: { Inputs: [{ FileInput: "s3://acme-in/x" }], OutputGroups: [{ OutputGroupSettings: {} }] } },
      /x\.json: Settings\.OutputGroups\[0\]: has no destination/,
    ],
    [
      "a bucket that cannot be",
      job("s3://Acme_In/x.mov", "s3://acme-out/"),
      /FileInput: "Acme_In" is no bucket name: only a–z/,
    ],
    ["a placeholder", job("s3://${bucket}/x.mov", "s3://acme-out/"), /FileInput: "\$\{bucket\}" is no bucket name/],
    ["a bucket without an object", job("s3://acme-in", "s3://acme-out/"), /names a bucket and no object/],
    ["10,000 levels", nested, /x\.json.*is nested deeper than 64 levels/],
    ["10,000 levels in a job", `{"Settings":{"Inputs":${nested}}}`, /is nested deeper than 64 levels/],
  ])("%s", (_, content, says) => {
    const { code, stdout, stderr } = cli(folderWith({ "x.json": content }), ["derive", "x.json", ...ANSWERS]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/ at .*\.js:/);
  });

  test("every problem of every file at once", () => {
    const folder = folderWith({ "a.json": job("gs://x/y", "http://z"), "b.json": "{" });
    const { stderr } = cli(folder, ["derive", "a.json", "b.json", "c.json", ...ANSWERS]);
    expect(stderr).toMatch(/^3 problems in the jobs:|^4 problems in the jobs:/);
    for (const words of ["b.json: is not JSON", '"c.json" matches no file']) expect(stderr).toContain(words);
  });

  test("100 MB end in an error at once, from a file and from standard input", () => {
    const large = `{"Settings":{"Description":"${"x".repeat(100_000_000)}"}}`;
    const begun = Date.now();
    const file = cli(folderWith({ "x.json": large }), ["derive", "x.json"]);
    expect([file.code, file.stderr]).toEqual([
      2,
      expect.stringMatching(/x\.json: has 1000000\d\d bytes, more than 10000000/),
    ]);
    const stdin = cli(folderWith({}), ["derive", "-"], large);
    expect([stdin.code, stdin.stderr]).toEqual([2, expect.stringMatching(/stdin: has \d+ bytes, more than 10000000/)]);
    expect(Date.now() - begun).toBeLessThan(30_000);
  }, 60_000);

  test.each<[words: readonly string[], says: RegExp]>([
    [["derive"], /names no job/],
    [["derive", "film.json", "--formt", "json"], /unknown option '--formt'/],
    [["derive", "film.json", "--format", "yaml"], /argument 'yaml' is invalid/],
    [["derive", "film.json", "--bucket", "acme-in"], /Write it as NAME=none or NAME=KEY-ARN/],
    [["derive", "film.json", "--bucket", "acme-in=alias/x"], /is an alias/],
    [["derive", "film.json", "--region", "Ireland"], /Write it as eu-west-1/],
    [["derive", "film.json", "--explain", "--format", "policy"], /--explain prints text or JSON/],
    [["derive", "film.json", "--granularity", "key"], /argument 'key' is invalid/],
    [["drive", "film.json"], /unknown command 'drive'/],
    [["check", "film.json"], /required option '--role <source>' not specified/],
  ])("the call %j", (words, says) => {
    const { code, stdout, stderr } = cli(folderWith({ "film.json": FILM }), words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
