import { join } from "node:path";
import type { PreflightReport } from "../../lib/requests/preflight";
import { folderWith } from "../support/cli";
import { FakeIam, cliAsking, listed } from "../support/fake-iam";

const planned = (type: string, name: string): object => ({
  address: `${type}.x`,
  mode: "managed",
  type,
  name: "x",
  change: { actions: ["create"], before: null, after: { name, path: "/" } },
});

const PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [planned("aws_iam_role", "Media"), planned("aws_iam_policy", "Media-access")],
};

const NO_ROLE = { GetRole: { code: "NoSuchEntity", status: 404 } };
const policies = (...names: readonly string[]): string =>
  listed(
    "Policies",
    ...names.map(
      (name) => `<PolicyName>${name}</PolicyName><Path>/</Path><Arn>arn:aws:iam::111122223333:policy/${name}</Arn>`,
    ),
  );
const ROLE = `<Role><Path>/service-role/</Path><RoleName>Media</RoleName><RoleId>AROA</RoleId>
  <Arn>arn:aws:iam::111122223333:role/service-role/Media</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate></Role>`;

describe("mediaconvert-role check --preflight", () => {
  const iam = new FakeIam();
  beforeAll(() => iam.start());
  beforeEach(() => iam.tell({ ...NO_ROLE, ListPolicies: policies("other") }));
  afterEach(() => iam.forget());
  afterAll(() => iam.stop());

  const preflight = (content: unknown, ...words: readonly string[]) =>
    cliAsking("check", "--preflight", "--role", join(folderWith({ "plan.json": content }), "plan.json"), ...words);

  test("names that are free: 0", async () => {
    const { code, stdout } = await preflight(PLAN);
    expect(code).toBe(0);
    expect(stdout).toContain("free: every name is as the apply needs it");
    expect(iam.asked).toEqual(["GetRole", "ListPolicies"]);
    // AWS's own policies take no name from the account.
    expect(iam.last.get("Scope")).toBe("Local");
  });

  test("a role that is there: 1, and what to do", async () => {
    iam.answers = { GetRole: ROLE, ListPolicies: policies() };
    const { code, stdout } = await preflight(PLAN);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "taken     role Media (aws_iam_role.x): arn:aws:iam::111122223333:role/service-role/Media",
    );
    expect(stdout).toContain("mediaconvert-role adopt --role Media");
  });

  test("a policy that is there, in other letters: 1", async () => {
    iam.answers = { ...NO_ROLE, ListPolicies: policies("media-ACCESS") };
    const { code, stdout } = await preflight(PLAN, "--format", "json");
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as PreflightReport).names).toMatchObject([
      { kind: "role", state: "free" },
      { kind: "policy", state: "taken", arn: "arn:aws:iam::111122223333:policy/media-ACCESS" },
    ]);
  });

  test("a stack whose role is there: 3, for its state may have it", async () => {
    iam.answers = { GetRole: ROLE };
    const stack = { resource: { aws_iam_role: { r: { name: "Media", assume_role_policy: "{}" } } } };
    const { code, stdout } = await preflight(stack);
    expect(code).toBe(3);
    expect(stdout).toContain("unless the state of this stack has it");
  });

  test("nothing to make: 0, and nobody is asked", async () => {
    expect((await preflight({ ...PLAN, resource_changes: [] })).code).toBe(0);
    expect(iam.asked).toEqual([]);
  });

  test.each<[string, unknown, readonly string[], string]>([
    ["jobs", PLAN, ["job.json"], "not at jobs"],
    ["another source", PLAN, ["--role", "other.json"], "one plan or stack"],
    ["a format for jobs", PLAN, ["--format", "sarif"], 'not "sarif"'],
    ["a flag for jobs", PLAN, ["--keys-delegate"], "--keys-delegate has no effect with --preflight"],
    ["no JSON", "{", [], "is not JSON"],
    ["no plan", {}, [], "is neither a plan"],
  ])("%s: 2", async (_, content, words, message) => {
    const { code, stdout, stderr } = await preflight(content, ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(iam.asked).toEqual([]);
  });

  test.each(["GetRole", "ListPolicies"])("%s denied: 2, and what is missing", async (action) => {
    iam.answers = { ...iam.answers, [action]: { code: "AccessDenied" } };
    const { code, stderr } = await preflight(PLAN);
    expect(code).toBe(2);
    expect(stderr).toContain(`iam:${action} on`);
  });
});
