import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RolesFile } from "../../lib";
import { folderWith } from "../support/cli";
import { type Answers, FakeIam, cliAsking, listed } from "../support/fake-iam";
import { newFolder } from "../support/e2e";

const TRUST = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] };
const INLINE = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } };

const encoded = (document: unknown): string => encodeURIComponent(JSON.stringify(document));

const ROLE = `<Role><Path>/service-role/</Path><RoleName>MediaConvert_Default_Role</RoleName><RoleId>AROA</RoleId>
  <Arn>arn:aws:iam::111122223333:role/service-role/MediaConvert_Default_Role</Arn>
  <CreateDate>2020-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>${encoded(TRUST)}</AssumeRolePolicyDocument></Role>`;

const FINE: Answers = {
  GetRole: ROLE,
  ListRolePolicies: listed("PolicyNames", "S3"),
  GetRolePolicy: `<RoleName>r</RoleName><PolicyName>S3</PolicyName><PolicyDocument>${encoded(INLINE)}</PolicyDocument>`,
  ListAttachedRolePolicies: listed(
    "AttachedPolicies",
    "<PolicyName>A</PolicyName><PolicyArn>arn:aws:iam::aws:policy/A</PolicyArn>",
  ),
};

const SETTINGS = {
  adopt: true,
  accountId: "111122223333",
  path: "/service-role/",
  description: "",
  access: { mode: "custom" },
  managedPolicyArns: ["arn:aws:iam::aws:policy/A"],
  inlinePolicies: { S3: INLINE },
  trust: { policy: TRUST },
};

describe("mediaconvert-role adopt", () => {
  const iam = new FakeIam();
  beforeAll(() => iam.start());
  beforeEach(() => iam.tell(FINE));
  afterEach(() => iam.forget());
  afterAll(() => iam.stop());

  const adopt = async (
    ...words: readonly string[]
  ): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> => {
    const { code, stdout, stderr } = await cliAsking("adopt", ...words);
    return { code, out: stdout, err: stderr };
  };

  test("prints a settings file", async () => {
    const { code, out, err } = await adopt();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      $schema: "./roles.schema.json",
      stacks: { "mediaconvert-role": { region: "eu-west-1", role: SETTINGS } },
    });
    expect(err).toContain(
      "note: these settings are arn:aws:iam::111122223333:role/service-role/MediaConvert_Default_Role",
    );
    expect(iam.asked.sort()).toEqual(["GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"]);
  });

  test("Region and name of the stack are those that are given", async () => {
    const { out } = await adopt("--region", "us-east-1", "--stack", "prod");
    expect((JSON.parse(out) as RolesFile).stacks["prod"]).toEqual({ region: "us-east-1", role: SETTINGS });
  });

  test.each([
    "MediaConvert_Default_Role",
    "/service-role/MediaConvert_Default_Role",
    "arn:aws:iam::111122223333:role/service-role/MediaConvert_Default_Role",
  ])("--role %s means it", async (role) => {
    expect((await adopt("--role", role)).code).toBe(0);
  });

  test("prints values and import blocks of the Terraform module", async () => {
    expect((await adopt("--format", "tfvars")).out).toContain('path = "/service-role/"');
    const { out } = await adopt("--format", "imports", "--module-address", 'module.media["eu"]');
    expect(out.split("\n\n")).toEqual([
      'import {\n  to = module.media["eu"].aws_iam_role.this\n  id = "MediaConvert_Default_Role"\n}',
      'import {\n  to = module.media["eu"].aws_iam_role_policy_attachment.managed["A"]\n  id = "MediaConvert_Default_Role/arn:aws:iam::aws:policy/A"\n}',
      'import {\n  to = module.media["eu"].aws_iam_role_policy.this["S3"]\n  id = "MediaConvert_Default_Role:S3"\n}',
    ]);
  });

  test("adds the stack to a settings file, or makes one", async () => {
    const folder = folderWith({
      "roles.json": { stacks: { a: { region: "us-east-1", role: { access: { mode: "full" } } } } },
    });
    const made = join(folder, "new.json");
    for (const file of [join(folder, "roles.json"), made]) expect((await adopt("--into", file)).code).toBe(0);
    const stacks = (file: string): object => (JSON.parse(readFileSync(join(folder, file), "utf8")) as RolesFile).stacks;
    expect(Object.keys(stacks("roles.json"))).toEqual(["a", "mediaconvert-role"]);
    expect(stacks("new.json")).toEqual({ "mediaconvert-role": { region: "eu-west-1", role: SETTINGS } });
  });

  test("says where defaults of the file change the role", async () => {
    const folder = folderWith({ "roles.json": { defaults: { role: { tags: { a: "b" }, path: "/" } }, stacks: {} } });
    // Without stacks the file is wrong; with one it is not.
    expect((await adopt("--into", join(folder, "roles.json"))).code).toBe(2);
    const more = folderWith({
      "roles.json": {
        defaults: { role: { tags: { a: "b" }, path: "/" } },
        stacks: { a: { region: "us-east-1", role: { access: { mode: "full" } } } },
      },
    });
    const { code, err } = await adopt("--into", join(more, "roles.json"));
    expect(code).toBe(0);
    expect(err).toContain("warning: the file's defaults change role.tags");
    expect(err).not.toContain("role.path");
  });

  const denied = (action: string): Answers => ({ ...FINE, [action]: { code: "AccessDenied" } });

  test.each<[string, () => Answers, readonly string[], readonly string[]]>([
    [
      "no such role",
      () => ({ GetRole: { code: "NoSuchEntity", status: 404 } }),
      [],
      ['there is no role "MediaConvert_Default_Role"'],
    ],
    ...Object.keys(FINE).map(
      (action) =>
        [`${action} denied`, () => denied(action), [], [`iam:${action} on`, "is denied", "AWS says no"]] as [
          string,
          () => Answers,
          string[],
          string[],
        ],
    ),
    [
      "two calls denied",
      () => ({ ...denied("ListRolePolicies"), ListAttachedRolePolicies: { code: "AccessDenied" } }),
      [],
      ["2 problems", "iam:ListRolePolicies on", "iam:ListAttachedRolePolicies on"],
    ],
    [
      "wrong credentials",
      () => ({ GetRole: { code: "InvalidClientTokenId" } }),
      [],
      ["no AWS credentials that IAM accepts", "AWS_PROFILE"],
    ],
    ["expired credentials", () => ({ GetRole: { code: "ExpiredToken" } }), [], ["no AWS credentials that IAM accepts"]],
    [
      "another answer",
      () => ({ GetRole: { code: "ServiceFailure", status: 500 } }),
      [],
      ["iam:GetRole fails", "ServiceFailure"],
    ],
    [
      "another path",
      () => FINE,
      ["--role", "/MediaConvert_Default_Role"],
      ['is "arn:aws:iam::111122223333:role/service-role/', 'not "/MediaConvert'],
    ],
    [
      "another account",
      () => FINE,
      ["--role", "arn:aws:iam::444455556666:role/service-role/MediaConvert_Default_Role"],
      ["444455556666", "by that ARN"],
    ],
    ["no name", () => FINE, ["--role", "arn:aws:s3:::bucket"], ["is no role"]],
    [
      "a policy that is no JSON",
      () => ({ ...FINE, GetRolePolicy: "<PolicyDocument>%7B</PolicyDocument>" }),
      [],
      ["its inline policy S3 is not the JSON"],
    ],
    ["another partition", () => FINE, ["--region", "cn-north-1"], ["is not in the partition of cn-north-1"]],
    ["an odd stack", () => FINE, ["--stack", "a b"], ['"a b"']],
    ["--stack of a module", () => FINE, ["--stack", "a", "--format", "tfvars"], ["drop --stack"]],
    ["an address of no module", () => FINE, ["--module-address", "module.a"], ["--format imports"]],
  ])("%s: 2, and nothing is written", async (_, given, words, messages) => {
    iam.tell(given());
    const file = join(newFolder("adopt"), "roles.json");
    const isOfModule = words.includes("--format");
    const { code, out, err } = await adopt(...words, ...(isOfModule ? [] : ["--into", file]));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    for (const message of messages) expect(err).toContain(message);
    expect(existsSync(file)).toBe(false);
  });

  test("no credentials at all", async () => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    const { code, out, err } = await adopt();
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("there are no AWS credentials that IAM accepts");
  });

  test("no Region", async () => {
    delete process.env["AWS_REGION"];
    const { code, err } = await adopt();
    expect(code).toBe(2);
    expect(err).toContain("say it by --region, AWS_REGION or the profile");
  });

  test("nobody answers", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
    const { code, err } = await adopt();
    expect(code).toBe(2);
    expect(err).toContain("IAM cannot be reached: ECONNREFUSED");
  });

  test("a settings file that is wrong is told before IAM is asked", async () => {
    const folder = folderWith({ "roles.json": "{" });
    const { code, err } = await adopt("--into", join(folder, "roles.json"));
    expect(code).toBe(2);
    expect(err).toContain("is not JSON");
    expect(iam.asked).toEqual([]);
    expect(readFileSync(join(folder, "roles.json"), "utf8")).toBe("{");
  });

  test("a file that cannot be written", async () => {
    const { code, out, err } = await adopt("--into", join(newFolder("adopt"), "nowhere/roles.json"));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/cannot be written: .*ENOENT/);
  });

  test("a byte order mark is no obstacle", async () => {
    const more = JSON.stringify({ stacks: { a: { region: "us-east-1", role: { access: { mode: "full" } } } } });
    const folder = folderWith({ "roles.json": `\uFEFF${more}` });
    expect((await adopt("--into", join(folder, "roles.json"))).code).toBe(0);
    const { stacks } = JSON.parse(readFileSync(join(folder, "roles.json"), "utf8")) as RolesFile;
    expect(Object.keys(stacks)).toEqual(["a", "mediaconvert-role"]);
  });

  test("a stack of that name is not overwritten", async () => {
    const taken = { stacks: { "mediaconvert-role": { region: "us-east-1", role: { access: { mode: "full" } } } } };
    const folder = folderWith({ "roles.json": taken });
    const { code, err } = await adopt("--into", join(folder, "roles.json"));
    expect(code).toBe(2);
    expect(err).toContain('there is a stack "mediaconvert-role" already; name another one by --stack');
    expect(JSON.parse(readFileSync(join(folder, "roles.json"), "utf8"))).toEqual(taken);
  });

  test("text of a policy never becomes a placeholder of CDKTF", async () => {
    const hostile = { ...INLINE, Statement: { ...INLINE.Statement, Resource: "${TfToken[TOKEN.0]}" } };
    iam.answers = { ...FINE, GetRolePolicy: `<PolicyDocument>${encoded(hostile)}</PolicyDocument>` };
    const { code, err } = await adopt();
    expect(code).toBe(2);
    expect(err).toContain("TfToken");
  });
});
