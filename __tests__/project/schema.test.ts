import Ajv from "ajv";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { RULES } from "../../lib/review/catalogue";
import { readSuppressions } from "../../lib/review/suppressions";
import { REPORTS, reportSchema, rolesFileSchema } from "../../tools/schema";
import { settingsTables, withTables } from "../../tools/settings-tables";
import { roleProps } from "../support/arbitrary";
import { fileProblemsOf } from "../support/pure";

const ROOT = resolve(__dirname, "../..");
const text = (file: string): string => readFileSync(join(ROOT, file), "utf8");

describe("what is made from the code", () => {
  test.each(REPORTS)("$file is", (report) => {
    expect(JSON.parse(text(report.file))).toEqual(JSON.parse(JSON.stringify(reportSchema(ROOT, report))));
  });
});

describe("schemas/suppressions.schema.json", () => {
  const schema = JSON.parse(text("schemas/suppressions.schema.json")) as object;
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  const entry = { rule: "read-widened", subject: "aws_iam_role.a arn:aws:s3:::b/*", reason: "agreed" };
  const problemsOf = (content: unknown) => readSuppressions(content, "accepted.json").problems;

  test("suppressions that are right are right for the schema", () => {
    const rule = fc.constantFrom(...RULES.filter(({ effect }) => effect !== "unknown").map(({ id }) => id));
    const subject = fc.string({ minLength: 1, unit: "binary" }).filter((value) => value !== "*");
    const reason = fc.string({ unit: "binary" }).map((value) => `${value} x`);
    const suppressions = fc.uniqueArray(fc.record({ rule, subject, reason }), {
      selector: ({ rule: id, subject: about }) => `${id} ${about}`,
    });
    fc.assert(
      fc.property(fc.record({ $schema: fc.string(), suppressions }, { requiredKeys: ["suppressions"] }), (content) => {
        expect(problemsOf(content)).toEqual([]);
        expect(validate(content)).toBe(true);
      }),
    );
  });

  test.each<[string, unknown]>([
    ["a list", [entry]],
    ["nothing", {}],
    ["an unknown key", { suppressions: [], supressions: [] }],
    ["a schema that is no text", { $schema: 5, suppressions: [] }],
    ["one entry without a list", { suppressions: entry }],
    ["text for an entry", { suppressions: ["read-widened"] }],
    ["an unknown key of an entry", { suppressions: [{ ...entry, until: "2027" }] }],
    ["an unknown rule", { suppressions: [{ ...entry, rule: "read-widen" }] }],
    ["what cannot be told", { suppressions: [{ ...entry, rule: "unknown-policy" }] }],
    ["a partial plan", { suppressions: [{ ...entry, rule: "incomplete-plan" }] }],
    ["what was given up", { suppressions: [{ ...entry, rule: "undecided" }] }],
    ["every subject", { suppressions: [{ ...entry, subject: "*" }] }],
    ["an empty subject", { suppressions: [{ ...entry, subject: "" }] }],
    ["an empty reason", { suppressions: [{ ...entry, reason: "" }] }],
    ["a blank reason", { suppressions: [{ ...entry, reason: " \n\t\u00a0" }] }],
    ["no reason", { suppressions: [{ rule: entry.rule, subject: entry.subject }] }],
    ["too many", { suppressions: Array.from({ length: 10_001 }, (_, at) => ({ ...entry, subject: String(at) })) }],
  ])("%s is wrong for the schema and for us", (_, content) => {
    expect(validate(content)).toBe(false);
    expect(problemsOf(content)).not.toEqual([]);
  });

  test("subjects may begin with a star or hold line breaks", () => {
    const content = { suppressions: ["**", "*\n", "\n", "* on `x`"].map((subject) => ({ ...entry, subject })) };
    expect(validate(content)).toBe(true);
    expect(problemsOf(content)).toEqual([]);
  });
});

describe("roles.schema.json", () => {
  const schema = rolesFileSchema(ROOT);
  const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(JSON.stringify(schema)) as object);
  const file = (role: unknown, more: object = {}) => ({ stacks: { media: { region: "eu-west-1", role, ...more } } });

  test("is made from lib/props.ts as it is now", () => {
    expect(JSON.parse(text("roles.schema.json"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test("the README's tables are too", () => {
    expect(text("README.md")).toBe(withTables(text("README.md"), settingsTables(schema)));
  });

  test("the example is right, for the schema and for us", () => {
    expect(validate(JSON.parse(text("roles.json")))).toBe(true);
    expect(fileProblemsOf(text("roles.json"))).toEqual([]);
  });

  test("settings that are right are right for the schema", () => {
    fc.assert(
      fc.property(roleProps, (role) => {
        expect(fileProblemsOf(file(role))).toEqual([]);
        expect(validate(file(role))).toBe(true);
      }),
    );
  });

  test.each<[string, unknown]>([
    ["an unknown key", file({ access: { mode: "full" }, rolename: "x" })],
    ["no access", file({})],
    ["an unknown mode", file({ access: { mode: "open" } })],
    ["a location of two kinds", file({ access: { mode: "configured", inputs: [5] } })],
    ["an unknown use", file({ access: { mode: "full" }, kmsKeys: [{ keyArn: "x", use: ["read"] }] })],
    [
      "no use",
      file({
        access: { mode: "full" },
        kmsKeys: [{ keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", use: [] }],
      }),
    ],
    ["a short session", file({ access: { mode: "full" }, maxSessionDuration: 60 })],
    ["no Region", { stacks: { media: { role: { access: { mode: "full" } } } } }],
    ["credentials", file({ access: { mode: "full" } }, { provider: { secretKey: "x" } })],
    ["an unknown backend", file({ access: { mode: "full" } }, { backend: { s4: {} } })],
  ])("%s is wrong for the schema and for us", (_, content) => {
    expect(validate(content)).toBe(false);
    expect(fileProblemsOf(content)).not.toEqual([]);
  });

  test("every setting says what it is or what leaving it out does", () => {
    const silent = Object.entries(
      (schema as { definitions: { [name: string]: { properties?: { [key: string]: { description?: string } } } } })
        .definitions,
    ).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => description === undefined)
        .map(([key]) => `${name}.${key}`),
    );
    expect(silent).toEqual([]);
  });
});
