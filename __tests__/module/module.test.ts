import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { problemLine } from "../../lib/problem";
import { ENDPOINT_RULES } from "../../lib/policy/endpoint";
import { roleModule } from "../../lib/module/module";
import { said } from "../../lib/module/problems";
import * as patterns from "../../lib/policy/patterns";
import { moduleFiles } from "../../tools/module-text";
import { moduleTables, withModuleTables } from "../../tools/module-tables";

const FOLDER = resolve(__dirname, "../../modules/mediaconvert-role");
const text = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const made = roleModule();

/** Every string of a value, keys included. */
const stringsOf = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsOf(item)]);
};

describe("modules/mediaconvert-role", () => {
  test("is what npm run module writes", () => {
    const files = moduleFiles(made);
    expect(readdirSync(FOLDER).sort()).toEqual([...Object.keys(files), "README.md"].sort());
    for (const [file, written] of Object.entries(files)) expect(text(file)).toBe(written);
    expect(text("README.md")).toBe(withModuleTables(text("README.md"), moduleTables(made)));
  });

  test("has no provider and no backend", () => {
    expect(Object.keys(made)).toEqual(["terraform", "variable", "locals", "data", "resource", "check", "output"]);
    expect(Object.keys(made.terraform)).toEqual(["required_version", "required_providers"]);
  });

  test("requires Terraform 1.5 and a range of the provider", () => {
    expect(made.terraform).toEqual({
      required_version: ">= 1.5.0",
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
    });
  });

  test("names are as people write them", () => {
    const blocks = [made.variable, made.locals, made.check, made.output, ...Object.values(made.resource)];
    for (const name of blocks.flatMap((block) => Object.keys(block))) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test("every variable says what leaving it out does", () => {
    for (const [name, variable] of Object.entries(made.variable)) {
      expect([name, variable.description]).toEqual([name, expect.stringMatching(/Left out: |There is no default/)]);
      expect([name, variable.description.replace(/\n[^]*/, "")]).toEqual([name, expect.stringMatching(/\.$/)]);
    }
  });

  test("null is the default where a variable can be null, and nowhere else", () => {
    for (const variable of Object.values(made.variable)) {
      expect(variable.nullable === false).toBe(!("default" in variable && variable.default === null));
    }
  });

  test("only access_mode is required", () => {
    expect(Object.entries(made.variable).flatMap(([name, found]) => ("default" in found ? [] : [name]))).toEqual([
      "access_mode",
    ]);
  });

  test("every output has a description", () => {
    for (const { description } of Object.values(made.output)) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  test("who names the role in a policy waits for it: AWS refuses a principal that is not there", () => {
    const naming = Object.entries(made.output).filter(
      ([, { value }]) => value.includes("local.role_arn") || value.includes("key_statements"),
    );
    expect(naming.map(([name]) => name)).toEqual([
      "pass_role_policy_json",
      "bucket_policy_statements",
      "key_policy_statements",
      "bucket_policies_json",
      "key_policies_json",
    ]);
    for (const [, output] of naming) expect(output.depends_on).toEqual(["aws_iam_role.this"]);
  });

  test("the role waits for no key, policy, secret, endpoint or location, whose own policies may name it", () => {
    const seen = new Set<string>();
    const visit = (value: unknown): void => {
      for (const [reference] of stringsOf(value)
        .join(" ")
        .matchAll(/\b(?:var|local|data)(?:\.[a-z_]+)+/g)) {
        if (seen.has(reference)) continue;
        seen.add(reference);
        const [kind, name = ""] = reference.split(".");
        if (kind === "local") visit(made.locals[name]);
        if (kind === "data") visit(made.data[name]);
      }
    };
    const role = made.resource["aws_iam_role"]?.["this"] as { readonly [argument: string]: unknown };
    visit(Object.values(role));
    expect(
      [...seen].filter((name) =>
        /^var\.(inputs|outputs|kms_keys|secrets|tams|elemental|inference|api_gateway|managed|statements)/.test(name),
      ),
    ).toEqual([]);
    expect(seen).toContain("var.trust.queues");
  });

  // Terraform 1.9 lets a validation look further; 1.5 does not, and is not at hand here.
  test("a validation looks at its own variable only", () => {
    for (const [name, { validation = [] }] of Object.entries(made.variable)) {
      const references = [
        ...stringsOf(validation)
          .join(" ")
          .matchAll(/\b(?:var|local|data|module)\.([a-z_]+)/g),
      ];
      expect([name, ...new Set(references.map(([, found]) => found))]).toEqual(
        validation.length === 0 ? [name] : [name, name],
      );
    }
  });

  test("functions are those of Terraform 1.5", () => {
    const blocks = [made.variable, made.locals, made.data, made.resource, made.check, made.output].map(
      (block) =>
        JSON.parse(
          JSON.stringify(block, (key, value: unknown) => (key === "type" || key === "description" ? "" : value)),
        ) as unknown,
    );
    // What stands in strings of the language is no call.
    const code = stringsOf(blocks).map((text) =>
      text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => (quoted.match(/\$\{[^}]*\}/g) ?? []).join(" ")),
    );
    const called = new Set(code.join(" ").match(/\b[a-z_0-9]+(?=\()/g) ?? []);
    expect([...called].sort()).toEqual(
      [
        "anytrue",
        "can",
        "coalesce",
        "compact",
        "concat",
        "contains",
        "distinct",
        "element",
        "endswith",
        "flatten",
        "floor",
        "join",
        "jsondecode",
        "jsonencode",
        "keys",
        "length",
        "lookup",
        "lower",
        "merge",
        "one",
        "range",
        "regex",
        "replace",
        "sha256",
        "slice",
        "sort",
        "split",
        "startswith",
        "substr",
        "tostring",
        "toset",
        "try",
        "values",
      ].sort(),
    );
  });

  test("what says how many there are looks at no ARN", () => {
    const counts = [...Object.values(made.resource), ...Object.values(made.data)]
      .flatMap((blocks) => Object.values(blocks))
      .map((block) => (block as { readonly count?: string }).count ?? "");
    expect(counts.filter((count) => /arn|bucket|secret\b/.test(count))).toEqual([]);
  });
});

describe("messages in Terraform's language", () => {
  const problem = (path: string, message: string) => ({ path, message });

  test("values stand in quotes where they did", () => {
    expect(
      said((value) =>
        problem(`a[${JSON.stringify(value("key"))}]`, `${JSON.stringify(value('b["c"]'))} has ${value("n")}`),
      ),
    ).toBe('"a[${jsonencode(key)}]: ${jsonencode(b["c"])} has ${n}"');
  });

  test("written text means itself", () => {
    expect(said(() => problem("", 'say "x" \\ ${y} %{z}'))).toBe('"say \\"x\\" \\\\ $${y} %%{z}"');
  });

  test("settings in quotes are named as variables", () => {
    expect(said(() => problem("", 'set "kmsAuthorization" to "policy", as AmazonS3FullAccess'))).toBe(
      '"set \\"kms_authorization\\" to \\"policy\\", as AmazonS3FullAccess"',
    );
  });

  test("no mark of a value is left", () => {
    expect(stringsOf(made).join("")).not.toMatch(/[\ue000-\uf8ff]|undefined|\[object/);
    expect(problemLine(problem("a", "b"))).toBe("a: b");
  });
});

describe("patterns", () => {
  test("are in the syntax that RE2 shares with JavaScript", () => {
    const all = [
      ...Object.values(patterns).filter((value) => value instanceof RegExp),
      ...patterns.BUCKET_RULES.map(({ pattern }) => pattern),
      ...patterns.OTHER_BUCKET_KINDS.map(({ pattern }) => pattern),
      ...ENDPOINT_RULES.map(({ pattern }) => pattern),
    ];
    expect(all.length).toBeGreaterThan(35);
    for (const { source, flags } of all) {
      expect(source).not.toMatch(/\(\?[=!<]|\\[1-9k]|\\b/);
      expect(flags).toMatch(/^[iu]?$/);
    }
  });
});
