import { namesToMake } from "../../lib/roles/names-to-make";

const planned = (type: string, change: object, more: object = {}): object => ({
  address: `${type}.x`,
  mode: "managed",
  type,
  name: "x",
  change: { actions: ["create"], before: null, ...change },
  ...more,
});

const inPlan = (...items: readonly object[]): unknown =>
  namesToMake({ format_version: "1.2", terraform_version: "1.11.4", resource_changes: items }, "plan.json").names;

describe("names that a plan makes", () => {
  const ROLE = { kind: "role", address: "aws_iam_role.x", how: "make" };
  const POLICY = { kind: "policy", address: "aws_iam_policy.x", how: "make" };

  test.each<[string, object, readonly object[]]>([
    [
      "a role",
      planned("aws_iam_role", { after: { name: "media", path: "/" } }),
      [{ ...ROLE, name: "media", path: "/" }],
    ],
    ["a policy", planned("aws_iam_policy", { after: { name: "p" } }), [{ ...POLICY, name: "p" }]],
    ["a name that is not known", planned("aws_iam_role", { after: {}, after_unknown: { name: true } }), [ROLE]],
    [
      "a name from a prefix",
      planned("aws_iam_role", { after: { name_prefix: "m-" }, after_unknown: { name: true } }),
      [],
    ],
    ["one that is there", planned("aws_iam_role", { actions: ["update"], after: { name: "media" } }), []],
    ["one that goes", planned("aws_iam_role", { actions: ["delete"], after: null }), []],
    [
      "one that is imported",
      planned("aws_iam_role", { actions: ["create"], importing: { id: "media" }, after: { name: "media" } }),
      [],
    ],
    [
      "one that is deleted first",
      planned("aws_iam_role", { actions: ["delete", "create"], before: { name: "media" }, after: { name: "media" } }),
      [],
    ],
    [
      "one that is deleted first, under another name",
      planned("aws_iam_role", { actions: ["delete", "create"], before: { name: "old" }, after: { name: "media" } }),
      [{ ...ROLE, name: "media" }],
    ],
    [
      "one that is made before the old one goes",
      planned("aws_iam_policy", { actions: ["create", "delete"], before: { name: "p" }, after: { name: "p" } }),
      [{ ...POLICY, name: "p" }],
    ],
    ["a data source", planned("aws_iam_role", { after: { name: "media" } }, { mode: "data" }), []],
    ["something else", planned("aws_iam_user", { after: { name: "media" } }), []],
  ])("%s", (_, item, expected) => {
    expect(inPlan(item)).toEqual(expected);
  });
});

describe("names that a stack makes", () => {
  test("may be in its state already; imported ones are there, or are not", () => {
    const stack = {
      import: [{ to: "aws_iam_role.a", id: "a" }],
      resource: {
        aws_iam_role: {
          a: { name: "a", path: "/service-role/", assume_role_policy: "{}" },
          b: { name: "${var.name}", assume_role_policy: "{}" },
        },
        aws_iam_policy: { c: { name: "c", policy: "{}" } },
      },
    };
    expect(namesToMake(stack, "cdk.tf.json")).toEqual({
      problems: [],
      names: [
        { kind: "role", address: "aws_iam_role.a", name: "a", path: "/service-role/", how: "import" },
        { kind: "role", address: "aws_iam_role.b", how: "perhaps" },
        { kind: "policy", address: "aws_iam_policy.c", name: "c", how: "perhaps" },
      ],
    });
  });
});

test.each<[string, unknown]>([
  ["a policy", { Version: "2012-10-17", Statement: [] }],
  ["a state", { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: {} } }],
  ["a list", []],
  ["nothing", null],
])("%s has no names to make", (_, value) => {
  const { names, problems } = namesToMake(value, "x.json");
  expect(names).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([
    "x.json is neither a plan (terraform show -json) nor a synthesized stack (cdk.tf.json); give one of them",
  ]);
});
