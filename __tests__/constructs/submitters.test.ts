import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { MediaConvertRole, type MediaConvertRoleProps, SettingsError } from "../../lib";
import { newFolder } from "../support/e2e";
import { type Synthesized, addresses, only, synthesize, synthesizeStack } from "../support/synth";

const FULL: MediaConvertRoleProps = {
  partition: "aws",
  accountId: "111122223333",
  region: "eu-west-1",
  access: { mode: "full" },
};

const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "PassMediaConvertRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"],
      Condition: { StringEquals: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
    },
  ],
};

const policiesOf = ({ resource }: Synthesized): readonly (readonly [name: string, policy: object])[] =>
  Object.entries(resource?.["aws_iam_role_policy"] ?? {});

describe("grantPassRole", () => {
  test("gives a role the statement, as an inline policy named after the MediaConvert role", () => {
    const made = synthesize((stack) => new MediaConvertRole(stack, "role", FULL).grantPassRole("submit"));
    const policy = only(made, "aws_iam_role_policy");
    expect(policy).toEqual({
      name: "MediaConvert_Default_Role-pass-role",
      role: "submit",
      policy: expect.any(String),
    });
    expect(JSON.parse(String(policy["policy"]))).toEqual(POLICY);
  });

  test("its address depends on the role's name alone", () => {
    const made = (...names: readonly string[]) =>
      addresses(
        synthesize((stack) => {
          const role = new MediaConvertRole(stack, "role", FULL);
          for (const name of names) role.grantPassRole(name);
        }),
      ).filter((address) => address.startsWith("aws_iam_role_policy."));
    expect(made("submit")).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.role_pass-role-75490bd7_[0-9A-F]{8}$/),
    ]);
    expect(made("other", "submit")).toHaveLength(2);
    expect(made("other", "submit")).toEqual(expect.arrayContaining([...made("submit")]));
  });

  test("of a role made in the same stack it takes the name, and then waits for it", () => {
    const made = synthesize((stack) => {
      const submit = new IamRole(stack, "submit", { assumeRolePolicy: "{}" });
      const role = new MediaConvertRole(stack, "role", FULL);
      expect(role.grantPassRole(submit.name)).toBe(role.grantPassRole(submit.name));
    });
    expect(only(made, "aws_iam_role_policy")).toMatchObject({ role: "${aws_iam_role.submit.name}" });
  });

  test("twice for one role is one policy, for two roles two", () => {
    const stack = new TerraformStack(new App({ outdir: newFolder("pass") }), "test");
    const role = new MediaConvertRole(stack, "role", { ...FULL, submitters: ["settings"] });
    expect(role.grantPassRole("submit")).toBe(role.grantPassRole("submit"));
    expect(role.grantPassRole("submit")).not.toBe(role.grantPassRole("other"));
    expect(role.node.children.filter(({ node }) => node.id.startsWith("pass-role-"))).toHaveLength(3);
    role.grantPassRole("settings");
    expect(role.node.children.filter(({ node }) => node.id.startsWith("pass-role-"))).toHaveLength(3);
  });

  test("two MediaConvert roles share no policy of one submitter, and no name is too long", () => {
    const longest = "R".repeat(64);
    const made = synthesize((stack) => {
      new MediaConvertRole(stack, "a", FULL).grantPassRole("submit");
      new MediaConvertRole(stack, "b", { ...FULL, roleName: longest }).grantPassRole("submit");
      const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
      new MediaConvertRole(stack, "c", { ...FULL, roleName: name }).grantPassRole("submit");
    });
    const names = policiesOf(made).map(([, policy]) => (policy as { name: string }).name);
    expect(names).toEqual(["MediaConvert_Default_Role-pass-role", `${longest}-pass-role`, "${var.name}-pass-role"]);
    expect(`${longest}-pass-role`.length).toBeLessThanOrEqual(128);
  });

  test("where account and path are not known, the policy is an expression", () => {
    const made = synthesize((stack) => {
      new MediaConvertRole(stack, "role", { path: "/service-role/", access: { mode: "full" } }).grantPassRole("submit");
    });
    expect(only(made, "aws_iam_role_policy")["policy"]).toMatch(
      /^\$\{jsonencode\(.*"Resource" = \["arn:\$\{data\.aws_partition\.\w+\.partition\}:iam::\$\{data\.aws_caller_identity\.\w+\.account_id\}:role\/service-role\/MediaConvert_Default_Role"\]/,
    );
  });

  test.each([
    ["", "principalRoleName: is empty"],
    ["arn:aws:iam::111122223333:role/submit", 'principalRoleName: "arn:aws:iam::111122223333:role/submit" is an ARN'],
    ["submit jobs", 'principalRoleName: role name "submit jobs" (11 characters) is not possible'],
    ["s".repeat(65), "(65 characters) is not possible"],
    ["mediaconvert_default_role", "is the role that jobs run with"],
  ])("%j is no role that submits", (name, message) => {
    const stack = new TerraformStack(new App({ outdir: newFolder("pass") }), "test");
    const role = new MediaConvertRole(stack, "role", FULL);
    const grant = (): unknown => role.grantPassRole(name);
    expect(grant).toThrow(SettingsError);
    expect(grant).toThrow(message);
    expect(role.node.children.some(({ node }) => node.id.startsWith("pass-role-"))).toBe(false);
  });
});

test("submitters of a settings file have such policies too", () => {
  const role: MediaConvertRoleProps = { accountId: "111122223333", access: { mode: "full" }, submitters: ["a", "b"] };
  const made = synthesizeStack({ region: "eu-west-1", role });
  expect(
    policiesOf(made)
      .map(([, policy]) => (policy as { role: string }).role)
      .sort(),
  ).toEqual(["a", "b"]);
  for (const [, policy] of policiesOf(made)) {
    expect(JSON.parse((policy as { policy: string }).policy)).toEqual(POLICY);
  }
});
