import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { MediaConvertRole } from "../../lib";
import { readRoles } from "../../lib/roles/source";
import { reviewPlan } from "../review/plan-of";
import { synthesize } from "../support/synth";
import { type Item, READS, TRUST, change, configured, read, references, role } from "./plans";

const PASS = JSON.stringify({
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
});

/** Role name → names of the policies that are taken for its own. */
const policies = (roles: ReturnType<typeof readRoles>["roles"]): object =>
  Object.fromEntries(
    roles.map(({ roleName = "?", identity, gaps }) => {
      expect(gaps).toEqual([]);
      return [roleName, identity.map(({ name }) => name.replace(/_[0-9A-F]{8}$/, ""))];
    }),
  );

describe("the policy by which a role submits jobs is the submitter's", () => {
  test("in a stack, whether the submitter is made there or not", () => {
    const stack = synthesize((scope) => {
      const submit = new IamRole(scope, "submit", { name: "submit", assumeRolePolicy: TRUST });
      const media = new MediaConvertRole(scope, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: { mode: "configured", inputs: ["s3://acme-in/"] },
        submitters: ["elsewhere"],
      });
      media.grantPassRole(submit.name);
    });
    const { roles, problems } = readRoles(stack, "cdk.tf.json");
    expect(problems).toEqual([]);
    expect(policies(roles)).toEqual({
      MediaConvert_Default_Role: ["aws_iam_policy.role_policy"],
      submit: [expect.stringMatching(/^aws_iam_role_policy\.role_pass-role-/)],
    });
  });

  const media = role("aws_iam_role.media", "MediaConvert_Default_Role");
  const submit = role("aws_iam_role.submit", "submit");
  const own = change("aws_iam_role_policy.own", { name: "own", role: "MediaConvert_Default_Role", policy: READS });
  const pass = (unknown: object, after: object): Item =>
    change(
      "aws_iam_role_policy.pass",
      { name: "MediaConvert_Default_Role-pass-role", policy: PASS, ...after },
      unknown,
    );

  test.each<[name: string, policy: Item, resources: readonly object[], submitters: readonly string[]]>([
    ["by a name that the plan makes", pass({}, { role: "submit" }), [], ["aws_iam_role_policy.pass"]],
    ["by a name from elsewhere", pass({}, { role: "elsewhere" }), [], []],
    [
      "by reference",
      pass({ role: true }, {}),
      [configured("aws_iam_role_policy.pass", { role: references("aws_iam_role.submit.name", "aws_iam_role.submit") })],
      ["aws_iam_role_policy.pass"],
    ],
  ])("in a plan, %s", (_, policy, resources, submitters) => {
    const { roles } = read([media, submit, own, policy], resources);
    expect(policies(roles)).toEqual({
      MediaConvert_Default_Role: ["aws_iam_role_policy.own"],
      submit: submitters,
    });
  });

  test.each([["submit"], ["elsewhere"]])(
    "a review tells the new access of %s, and none of the MediaConvert role",
    (name) => {
      const keep = (item: Item): Item => {
        const { change: made } = item as { readonly change: { readonly after: object } };
        return { ...item, change: { ...made, actions: ["no-op"], before: made.after, after_unknown: {} } };
      };
      const changes = [keep(media), keep(submit), keep(own), pass({}, { role: name })];
      const plan = {
        format_version: "1.2",
        terraform_version: "1.11.4",
        resource_changes: changes,
        configuration: { root_module: {} },
      };
      const { roles, resources } = reviewPlan(plan);
      expect(resources).toEqual([]);
      expect(roles.map(({ name: of, verdict, changes: told }) => [of, verdict, told.map(({ says }) => says)])).toEqual([
        [name, "wider", ["can now `iam:PassRole` on `arn:aws:iam::111122223333:role/MediaConvert_Default_Role`"]],
      ]);
    },
  );
});
