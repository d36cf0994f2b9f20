import Ajv from "ajv";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cli, folderWith } from "../support/cli";

const ROOT = resolve(__dirname, "../..");
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const FILM = {
  Queue: "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default",
  Settings: {
    Inputs: [{ FileInput: "s3://acme-in/masters/film.mov" }],
    OutputGroups: [{ OutputGroupSettings: { FileGroupSettings: { Destination: "s3://acme-out/vod/" } } }],
  },
};
const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const RIGHT = policy(
  allow("s3:GetObject", "arn:aws:s3:::acme-in/*"),
  allow("s3:ListBucket", "arn:aws:s3:::acme-in"),
  allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/*"),
);
const NO_WRITE = policy(allow("s3:*", "arn:aws:s3:::acme-in/*"), allow("s3:ListBucket", "arn:aws:s3:::acme-in"));
const TRUST = policy({
  Effect: "Allow",
  Principal: { Service: "mediaconvert.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const ANSWERS = ["--bucket", "*=none"];

/** Answers of the AWS command line about one role. */
const ROLE = {
  Role: {
    Path: "/",
    RoleName: "Video",
    Arn: "arn:aws:iam::111122223333:role/Video",
    AssumeRolePolicyDocument: TRUST,
  },
};
const ATTACHED = { AttachedPolicies: [{ PolicyName: "video", PolicyArn: "arn:aws:iam::111122223333:policy/video" }] };
const INLINE = { PolicyNames: [] };
const VERSION = { PolicyVersion: { Document: RIGHT, VersionId: "v1", IsDefaultVersion: true } };

const check = (files: { readonly [name: string]: unknown }, ...words: string[]) =>
  cli(folderWith({ "film.json": FILM, ...files }), ["check", "film.json", ...words]);

describe("check", () => {
  test.each<
    [name: string, files: { readonly [name: string]: unknown }, words: readonly string[], code: number, answer: RegExp]
  >([
    ["a policy that is enough", { "p.json": RIGHT }, ["--role", "p.json", ...ANSWERS], 0, /^yes/],
    ["a policy that is not", { "p.json": NO_WRITE }, ["--role", "p.json", ...ANSWERS], 1, /^no/],
    ["an open question", { "p.json": RIGHT }, ["--role", "p.json"], 3, /^unknown[^]*\nopen .*acme-in/],
    ["no goes before unknown", { "p.json": NO_WRITE }, ["--role", "p.json"], 1, /^no/],
    [
      "answers of the API, joined",
      { "role.json": ROLE, "list.json": ATTACHED, "inline.json": INLINE, "v.json": VERSION },
      ["--role", "role.json", "--role", "list.json", "--role", "inline.json", "--role", "v.json", ...ANSWERS],
      0,
      /^yes[^]*role arn:aws:iam::111122223333:role\/Video/,
    ],
    [
      "the same without the policy's contents",
      { "role.json": ROLE, "list.json": ATTACHED, "inline.json": INLINE },
      ["--role", "role.json", "--role", "list.json", "--role", "inline.json", ...ANSWERS],
      3,
      /^unknown[^]*\ngap .*policy\/video/,
    ],
    [
      "an unusual path is said",
      {
        "role.json": { Role: { ...ROLE.Role, Path: "/media/", Arn: "arn:aws:iam::111122223333:role/media/Video" } },
        "p.json": RIGHT,
        "list.json": { AttachedPolicies: [] },
        "inline.json": INLINE,
      },
      ["--role", "role.json", "--role", "list.json", "--role", "inline.json", "--role", "p.json", ...ANSWERS],
      0,
      /note .*error 1432/,
    ],
  ])("%s", (_, files, words, code, answer) => {
    const ended = check(files, ...words);
    expect([ended.code, ended.stderr]).toEqual([code, ""]);
    expect(ended.stdout).toMatch(answer);
  });

  test("a denial says the error that it surfaces as, and the field", () => {
    const { stdout } = check({ "p.json": NO_WRITE }, "--role", "p.json", ...ANSWERS);
    expect(stdout.split("\n").slice(2, 5)).toEqual([
      "denied    s3:PutObject on arn:aws:s3:::acme-out/vod/*",
      "          needed: a policy of the role allows it; or the resource's own policy admits the role (error 1401 or 1517)",
      "          film.json: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination",
    ]);
  });

  test("a stack of ours lets the jobs run that it was derived from", () => {
    const folder = folderWith({ "film.json": FILM });
    const words = ["film.json", "--bucket", `acme-in=${KEY}`, "--bucket", "acme-out=none"];
    const derived = cli(folder, ["derive", ...words]);
    const stack = folderWith({ "film.json": FILM, "roles.json": derived.stdout });
    const synth = spawnSync("node", [join(ROOT, "dist/main.js")], { cwd: stack, encoding: "utf8" });
    const source = synth.stdout.trim();
    expect(source).toBe("cdktf.out/stacks/mediaconvert-role/cdk.tf.json");
    const exact = cli(stack, ["check", ...words, "--role", source]);
    expect([exact.code, exact.stdout.split("\n")[0]]).toEqual([0, "yes: the role lets the jobs run"]);
    expect(exact.stdout).toContain("by grant aws_kms_grant.");
    const withoutKey = cli(stack, ["check", "film.json", "--bucket", "*=none", "--role", source, "--least"]);
    expect([withoutKey.code, withoutKey.stdout]).toEqual([
      1,
      expect.stringMatching(/beyond {4}kms:Decrypt, for instance on arn:aws:kms/),
    ]);
  });

  test("--least lists what is beyond the need, by statement", () => {
    const wide = policy(
      allow("s3:Get*", "*"),
      allow("s3:ListBucket", "arn:aws:s3:::acme-in"),
      allow("s3:PutObject", "arn:aws:s3:::acme-out/*"),
    );
    const { code, stdout } = check({ "p.json": wide }, "--role", "p.json", "--least", ...ANSWERS);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^yes/);
    expect(stdout).toMatch(
      /beyond {4}s3:Get\*, for instance on arn:aws:s3:::another-bucket\/object\n {10}by statement 0 of p\.json/,
    );
    expect(stdout).toMatch(
      /beyond {4}s3:PutObject, for instance on arn:aws:s3:::acme-out\/.*\n {10}by statement 2 of p\.json/,
    );
    expect(stdout).not.toMatch(/beyond {4}s3:ListBucket/);
    expect(check({ "p.json": RIGHT }, "--role", "p.json", "--least", "--granularity", "bucket", ...ANSWERS).code).toBe(
      0,
    );
  });

  test.each<[what: string, access: object, words: readonly string[], code: number]>([
    ["facts of mode jobs", { mode: "jobs", jobs: ["film.json"], buckets: { "*": {} } }, [], 0],
    [
      "facts of mode jobs with another account",
      { mode: "jobs", jobs: ["film.json"], buckets: { "acme-out": { ownerAccount: "444455556666" }, "*": {} } },
      [],
      3,
    ],
    [
      "places of mode configured",
      { mode: "configured", outputs: [{ bucket: "acme-out", prefix: "vod/", ownerAccount: "444455556666" }] },
      [],
      3,
    ],
    [
      "--owner goes before the settings",
      { mode: "configured", outputs: [{ bucket: "acme-out", prefix: "vod/", ownerAccount: "444455556666" }] },
      ["--owner", "acme-out=111122223333"],
      0,
    ],
  ])("owners of buckets, from %s", (_, access, words, code) => {
    const roles = { stacks: { media: { region: "eu-west-1", role: { accountId: "111122223333", access } } } };
    const files = { "p.json": RIGHT, "roles.json": roles };
    const ended = check(files, "--settings", "roles.json", "--role", "p.json", ...ANSWERS, ...words);
    expect(ended.code).toBe(code);
    // Without the policy of another account's bucket nobody can tell.
    expect(/unknown +s3:PutObject on arn:aws:s3:::acme-out/.test(ended.stdout)).toBe(code === 3);
  });

  test("JSON keeps its schema", () => {
    const schema = JSON.parse(readFileSync(join(ROOT, "schemas/check.schema.json"), "utf8")) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    for (const document of [RIGHT, NO_WRITE]) {
      const { stdout } = check({ "p.json": document }, "--role", "p.json", "--least", "--format", "json");
      expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
    }
  });

  test("Markdown has one row for each request, and no text of a job breaks the table", () => {
    const Settings = { ...FILM.Settings, Inputs: [{ FileInput: "s3://acme-in/a|b`c\n<script>.mov" }] };
    const { stdout } = cli(folderWith({ "film.json": { ...FILM, Settings }, "p.json": RIGHT }), [
      "check",
      "film.json",
      "--role",
      "p.json",
      "--format",
      "markdown",
      ...ANSWERS,
    ]);
    const rows = stdout.split("\n").filter((line) => /^\| (allowed|denied|unknown)/.test(line));
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
    expect(stdout.split("\n")[0]).toBe("<!-- mediaconvert-role check -->");
  });

  test("SARIF points at the line of the field", () => {
    const text = JSON.stringify(FILM, undefined, 2);
    const { stdout } = check(
      { "film.json": text, "p.json": NO_WRITE },
      "--role",
      "p.json",
      "--format",
      "sarif",
      ...ANSWERS,
    );
    const { version, runs } = JSON.parse(stdout) as {
      version: string;
      runs: {
        results: { ruleId: string; locations: object[]; partialFingerprints: { readonly [key: string]: string } }[];
      }[];
    };
    const keys = runs[0]?.results.map(({ partialFingerprints }) => Object.entries(partialFingerprints).flat());
    expect(keys).toEqual([["primaryLocationLineHash", expect.stringMatching(/^[0-9a-f]{32}$/)]]);
    expect(version).toBe("2.1.0");
    const line = text.split("\n").findIndex((one) => one.includes('"Destination"')) + 1;
    expect(runs[0]?.results.map(({ ruleId, locations }) => [ruleId, locations])).toEqual([
      [
        "denied",
        [
          expect.objectContaining({
            physicalLocation: { artifactLocation: { uri: "film.json" }, region: { startLine: line } },
          }),
        ],
      ],
    ]);
  });

  test.each<[name: string, files: { readonly [name: string]: unknown }, words: readonly string[], says: RegExp]>([
    ["a source that is not there", {}, ["--role", "x.json"], /x\.json.*no such file/],
    ["a source that is not JSON", { "x.json": "{" }, ["--role", "x.json"], /x\.json: is not JSON/],
    ["a job as the source", {}, ["--role", "film.json"], /film\.json/],
    [
      "a plan of another format",
      { "x.json": { format_version: "3.0", resource_changes: [] } },
      ["--role", "x.json"],
      /format_version "3\.0"/,
    ],
    ["a role that is not in it", { "x.json": ROLE }, ["--role", "x.json", "--which", "Other"], /no role is "Other"/],
    [
      "a deep source",
      { "x.json": `${"[".repeat(10_000)}${"]".repeat(10_000)}` },
      ["--role", "x.json"],
      /nested deeper/,
    ],
  ])("wrong input: %s", (_, files, words, says) => {
    const { code, stdout, stderr } = check(files, ...words, ...ANSWERS);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/ at .*\.js:/);
  });

  test.each<[words: readonly string[], says: RegExp]>([
    [["--granularity", "bucket"], /--granularity says nothing without --least/],
    [["--stack", "media"], /--stack names a stack of a settings file/],
    [["--owner", "acme-out=acme"], /Write it as BUCKET=111122223333/],
    [["-", "--role", "-"], /standard input more than once/],
  ])("no flag is without effect: %j", (words, says) => {
    const { code, stdout, stderr } = check({ "p.json": RIGHT }, "--role", "p.json", ...ANSWERS, ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });

  test("the plan of a workspace: buckets, their encryption and their policies count", () => {
    const resource = (type: string, name: string, after: object) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: { actions: ["create"], before: null, after, after_unknown: {} },
    });
    const plan = {
      format_version: "1.2",
      terraform_version: "1.11.4",
      complete: true,
      resource_changes: [
        resource("aws_iam_role", "video", {
          name: "Video",
          path: "/",
          assume_role_policy: JSON.stringify(TRUST),
          arn: "arn:aws:iam::111122223333:role/Video",
          inline_policy: [],
          managed_policy_arns: [],
        }),
        resource("aws_iam_role_policy", "video", { name: "video", role: "Video", policy: JSON.stringify(RIGHT) }),
        resource("aws_s3_bucket_server_side_encryption_configuration", "in", {
          bucket: "acme-in",
          rule: [
            {
              apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: KEY }],
              bucket_key_enabled: true,
            },
          ],
        }),
        resource("aws_s3_bucket_server_side_encryption_configuration", "out", {
          bucket: "acme-out",
          rule: [
            {
              apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256", kms_master_key_id: "" }],
              bucket_key_enabled: false,
            },
          ],
        }),
      ],
    };
    const { code, stdout } = check({ "plan.json": plan }, "--role", "plan.json", "--keys-delegate");
    expect(stdout).toMatch(/^no[^]*denied {4}kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key\/1234abcd/);
    expect(stdout).not.toMatch(/^open/m);
    expect(code).toBe(1);
    expect(check({ "plan.json": { ...plan, complete: false } }, "--role", "plan.json", ...ANSWERS).code).toBe(3);

    const logs = resource("aws_s3_bucket_server_side_encryption_configuration", "logs", {
      bucket: "acme-logs",
      rule: [
        {
          apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: "alias/logs" }],
          bucket_key_enabled: false,
        },
      ],
    });
    const more = { ...plan, resource_changes: [...plan.resource_changes, logs] };
    const again = check({ "plan.json": more }, "--role", "plan.json", "--keys-delegate");
    expect([again.code, again.stderr]).toEqual([1, ""]);
  });

  test("a job that names another role is told so", () => {
    const job = { ...FILM, Role: "arn:aws:iam::111122223333:role/Other" };
    const files = { "film.json": job, "role.json": ROLE, "list.json": { AttachedPolicies: [] }, "inline.json": INLINE };
    const sources = ["role.json", "list.json", "inline.json"].flatMap((name) => ["--role", name]);
    const { stdout } = cli(folderWith(files), ["check", "film.json", ...sources, ...ANSWERS]);
    expect(stdout).toContain("note      film.json: Role names another role, arn:aws:iam::111122223333:role/Other");
  });

  test("a bucket policy names a role: without the role's name nothing is known of it", () => {
    const admits = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/service-role/Video" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::acme-in/*",
    };
    const files = {
      "p.json": policy(
        allow("s3:PutObject", "arn:aws:s3:::acme-out/*"),
        allow("s3:ListBucket", "arn:aws:s3:::acme-in"),
      ),
      "b.json": { Bucket: "acme-in", Policy: JSON.stringify(policy(admits)) },
    };
    const sources = ["--role", "p.json", "--role", "b.json", ...ANSWERS];
    const reading = (job: object): string | undefined => {
      const { stdout } = check({ ...files, "film.json": job }, ...sources, "--format", "json");
      const { requests } = JSON.parse(stdout) as { requests: { action: string; verdict: string }[] };
      return requests.find(({ action }) => action === "s3:GetObject")?.verdict;
    };
    expect(reading(FILM)).toBe("unknown");
    expect(reading({ ...FILM, Role: "arn:aws:iam::111122223333:role/service-role/Video" })).toBe("allowed");
    expect(reading({ ...FILM, Role: "arn:aws:iam::111122223333:role/Other" })).toBe("denied");
  });
});
