import { readFileSync } from "node:fs";
import { join } from "node:path";
import { managedPolicy } from "../../lib/roles/managed-policies";
import { readRoles } from "../../lib/roles/source";

const ROOT = join(__dirname, "../..");
const file = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), "utf8"));

describe("what is no source", () => {
  test.each<[string, unknown, string]>([
    ["the settings", file("roles.json"), "roles.json"],
    ["package.json", file("package.json"), "package.json"],
    ["cdktf.json", file("cdktf.json"), "cdktf synth"],
    ["a state file", { version: 4, serial: 1, lineage: "x", resources: [] }, "terraform show -json"],
    ["a job", { Role: "arn:aws:iam::111122223333:role/x", Settings: { OutputGroups: [{}] } }, "MediaConvert job"],
    ["CloudFormation", { Resources: { R: { Type: "AWS::IAM::Role" } } }, "CloudFormation"],
    ["SARIF", { version: "2.1.0", runs: [] }, "SARIF"],
    ["an empty object", {}, "give terraform show -json"],
    ["an empty list", [], "empty list"],
    ["text", "x", "not an object"],
    ["null", null, "not an object"],
  ])("%s", (_, value, words) => {
    const { roles, kind, problems } = readRoles(value, "file.json");
    expect({ roles, kind }).toEqual({ roles: [], kind: "unknown" });
    expect(problems).toEqual([{ path: "", message: expect.stringContaining(words) }]);
    expect(problems[0]?.message).toMatch(/^file\.json /);
  });
});

describe("hostile input ends, with a problem or without", () => {
  const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
  const stack = (policy: unknown) => ({
    resource: {
      aws_iam_role: { r: { name: "r", assume_role_policy: policy } },
      aws_iam_role_policy: { p: { role: "r", policy } },
    },
  });

  test("10,000 levels", () => {
    expect(readRoles(nested(10_000), "x").problems[0]?.message).toMatch(/nested deeper than/);
    expect(readRoles({ resource_changes: nested(10_000), format_version: "1.2" }, "x").problems).toHaveLength(1);
  });

  test.each([
    `\${jsonencode(${"[".repeat(10_000)})}`,
    `\${jsonencode(${'{"a" = '.repeat(10_000)}})}`,
    '"${'.repeat(10_000),
    "${".repeat(100_000),
    "$".repeat(1_000_000),
    `\${jsonencode({"Statement" = ${'"${'.repeat(5000)}a${'}"'.repeat(5000)}})}`,
    `\${${"a.".repeat(100_000)}}`,
    `${'{"Statement":'.repeat(10_000)}{}${"}".repeat(10_000)}`,
  ])("a document of many brackets %#", (policy) => {
    const start = Date.now();
    expect(readRoles(stack(policy), "x").roles).toHaveLength(1);
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test("names that lead to each other", () => {
    const role = (name: string) => ({ name, assume_role_policy: "{}" });
    const { roles } = readRoles(
      { resource: { aws_iam_role: { a: role("${aws_iam_role.b.name}x"), b: role("${aws_iam_role.a.name}x") } } },
      "x",
    );
    expect(roles).toHaveLength(2);
  });

  test("20,000 roles with 20,000 attachments that may be anyone's", () => {
    const many = <T>(make: (at: number) => T): readonly T[] => Array.from({ length: 20_000 }, (_, at) => make(at));
    const item = (type: string, name: string, after: object, after_unknown: object) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: { actions: ["create"], after, after_unknown },
    });
    const start = Date.now();
    const { roles } = readRoles(
      {
        format_version: "1.2",
        resource_changes: [
          ...many((at) =>
            item("aws_iam_role", `r${String(at)}`, { name: `r${String(at)}`, assume_role_policy: "{}" }, {}),
          ),
          ...many((at) => item("aws_iam_role_policy", `p${String(at)}`, { policy: "{}" }, { role: true })),
        ],
      },
      "x",
    );
    expect(roles).toHaveLength(20_000);
    expect(roles[0]?.gaps.length).toBeLessThan(200);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test("modules that pass references around", () => {
    const call = (depth: number): object => ({
      expressions: Object.fromEntries(
        Array.from({ length: 10 }, (_, at) => [
          `v${String(at)}`,
          { references: Array.from({ length: 10 }, (__, to) => `var.v${String(to)}`) },
        ]),
      ),
      module:
        depth === 0
          ? { resources: [{ address: "aws_iam_role_policy.p", expressions: { role: { references: ["var.v0"] } } }] }
          : { module_calls: { m: call(depth - 1) } },
    });
    const { roles } = readRoles(
      {
        format_version: "1.2",
        configuration: { root_module: { module_calls: { m: call(30) } } },
        resource_changes: [
          {
            address: "aws_iam_role.r",
            mode: "managed",
            type: "aws_iam_role",
            name: "r",
            change: { actions: ["create"], after: { name: "r", assume_role_policy: "{}" } },
          },
          {
            address: `${"module.m.".repeat(31)}aws_iam_role_policy.p`,
            module_address: "module.m.".repeat(31).slice(0, -1),
            mode: "managed",
            type: "aws_iam_role_policy",
            name: "p",
            change: { actions: ["create"], after: { policy: "{}" }, after_unknown: { role: true } },
          },
        ],
      },
      "x",
    );
    expect(roles[0]?.gaps).toHaveLength(1);
  });

  test("keys that mean something to JavaScript", () => {
    const value = JSON.parse(
      `{"resource":{"aws_iam_role":{"__proto__":{"name":"a","assume_role_policy":"{}"},"constructor":{"name":"b","assume_role_policy":"{}"}},
        "aws_s3_bucket":{"b":{"bucket":"__proto__"}}}}`,
    ) as unknown;
    const { roles } = readRoles(value, "x");
    expect(roles.map(({ roleName }) => roleName)).toEqual(["a", "b"]);
    expect(Object.keys(roles[0]?.buckets ?? {})).toEqual(["__proto__"]);
    expect(({} as { readonly name?: unknown }).name).toBeUndefined();
  });
});

describe("AWS managed policies", () => {
  test("by ARN, in every partition where the document names none", () => {
    expect(managedPolicy("arn:aws-cn:iam::aws:policy/AmazonS3FullAccess")?.document).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:*", "s3-object-lambda:*"], Resource: ["*"] }],
    });
    expect(managedPolicy("arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess")).toBeDefined();
    expect(managedPolicy("arn:aws-cn:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess")).toBeUndefined();
  });

  test.each([
    "arn:aws:iam::111122223333:policy/AmazonS3FullAccess",
    "arn:aws:iam::aws:policy/x/AmazonS3FullAccess",
    "arn:aws:iam::aws:policy/constructor",
    "AmazonS3FullAccess",
  ])("not %s", (arn) => {
    expect(managedPolicy(arn)).toBeUndefined();
  });
});
