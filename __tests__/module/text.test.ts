import { aligned, endOfTemplate, endOfText, laidOut } from "../../tools/hcl-layout";
import { moduleFiles } from "../../tools/module-text";

const [a, b, c] = ["a".repeat(50), "b".repeat(50), "c".repeat(50)] as const;

describe("an expression on lines", () => {
  test.each([
    ["short", "[for k, v in x : k if v]", ["[for k, v in x : k if v]"]],
    ["braces have space in them", "{a = 1, b = {}}", ["{ a = 1, b = {} }"]],
    [
      "if is like a function, for terraform fmt",
      "{for k in x : k => 1 if (k > 0)}",
      ["{ for k in x : k => 1 if(k > 0) }"],
    ],
    [
      "a text is left as it is",
      'f("[a,b] ? {x} : \\"y\\" ${g("}", {z = 1})}")',
      ['f("[a,b] ? {x} : \\"y\\" ${g("}", {z = 1})}")'],
    ],
    ["items", `[${a}, ${b}, ${c}]`, ["[", `  ${a},`, `  ${b},`, `  ${c}`, "]"]],
    [
      "brackets in brackets are as one",
      `f([{${a} = ${b}, ${c} = 1}])`,
      ["f([{", `  ${a} = ${b},`, `  ${c} = 1`, "}])"],
    ],
    ["choices", `${a} ? ${b} : ${c}`, ["(", `  ${a} ? ${b} :`, `  ${c}`, ")"]],
    ["for", `[for k, v in ${a} : [${b}, v] if ${c}]`, ["[", `  for k, v in ${a} :`, `  [${b}, v]`, `  if ${c}`, "]"]],
    [
      "a line would end an item of an object, but not in parentheses",
      `{x = ${a} ? ${b} : ${c}}`,
      ["{", "  x = (", `    ${a} ? ${b} :`, `    ${c}`, "  )", "}"],
    ],
  ])("%s", (_, expression, lines) => {
    // As an argument's value would be on a line that is full by then.
    expect(laidOut(expression, 0, lines.length === 1 ? 0 : 60).split("\n")).toEqual(lines);
  });

  test.each([
    [118, 1],
    [119, 3],
  ])("a line has room for 120 characters: %d in brackets are on %d", (length, lines) => {
    expect(laidOut(`[${"x".repeat(length)}]`, 0, 0).split("\n")).toHaveLength(lines);
  });

  test("the end of texts and templates", () => {
    expect(endOfText('"a\\"${f("}")}$${b" + c', 0)).toBe('"a\\"${f("}")}$${b"'.length);
    expect(endOfTemplate('${ {a = "}${x}"} } b', 0)).toBe('${ {a = "}${x}"} }'.length);
    expect(() => endOfText('"a', 0)).toThrow("no end of the text");
    expect(() => endOfTemplate("${a", 0)).toThrow("no end of the template");
  });

  test("equal signs in a column, but for values of several lines", () => {
    const text = [
      "a = 1",
      "bcd = <<-EOT",
      "  e = 1",
      "  EOT",
      "f = 2",
      "gh = [",
      "  1",
      "]",
      "i = 3",
      "",
      "jkl = 4",
    ].join("\n");
    expect(aligned(text).split("\n")).toEqual([
      "a   = 1",
      "bcd = <<-EOT",
      "  e = 1",
      "  EOT",
      "f   = 2",
      "gh = [",
      "  1",
      "]",
      "i = 3",
      "",
      "jkl = 4",
    ]);
  });
});

describe("a module in Terraform's syntax", () => {
  const written = moduleFiles({
    terraform: {
      required_version: ">= 1.5.0",
      required_providers: { aws: { source: "hashicorp/aws", version: "> 5" } },
    },
    variable: {
      one: {
        type: "object({\n  a = string\n  bc = optional(bool)\n})",
        description: 'Says "$${x}":\n- `a`: first',
        default: { a: "${no}" },
        nullable: false,
        validation: [{ condition: "${var.one != null}", error_message: '${"is ${1 + 1}"}' }],
      },
    },
    locals: { sum: "${var.a + 1}", two: '${var.a}-"${f("x")}"\n', literal: '$${"a\n%%{' },
    data: {},
    resource: {
      a: { this: { description: "${var.d}", list: ["x", "${y}"], constraints: [{ m: { "a:b": "1" } }, { n: "2" }] } },
    },
    check: { fine: { assert: { condition: "${true}", error_message: "no" } } },
    output: { out: { description: "Is ${it}.", value: "${a.this.id}", depends_on: ["a.this"] } },
  });

  const lines = (file: string): readonly string[] => written[file]?.split("\n") ?? [];

  test("versions", () => {
    expect(lines("versions.tf")).toEqual([
      "# Written by npm run module.",
      "",
      "terraform {",
      '  required_version = ">= 1.5.0"',
      "  required_providers {",
      '    aws = { source = "hashicorp/aws", version = "> 5" }',
      "  }",
      "}",
      "",
    ]);
  });

  test("what Terraform does not evaluate stays what it is", () => {
    expect(lines("variables.tf").slice(2)).toEqual([
      'variable "one" {',
      "  type = object({",
      "    a  = string",
      "    bc = optional(bool)",
      "  })",
      "  description = <<-EOT",
      '    Says "$$${x}":',
      "    - `a`: first",
      "  EOT",
      '  default     = { a = "$${no}" }',
      "  nullable    = false",
      "  validation {",
      "    condition     = var.one != null",
      '    error_message = "is ${1 + 1}"',
      "  }",
      "}",
      "",
    ]);
    expect(lines("outputs.tf").slice(2)).toEqual([
      'output "out" {',
      '  description = "Is $${it}."',
      "  value       = a.this.id",
      "  depends_on  = [a.this]",
      "}",
      "",
    ]);
  });

  test("expressions, texts with expressions in them, blocks", () => {
    expect(lines("locals.tf").slice(2)).toEqual([
      "locals {",
      "  sum     = var.a + 1",
      '  two     = "${var.a}-\\"${f("x")}\\"\\n"',
      '  literal = "$${\\"a\\n%%{"',
      "}",
      "",
    ]);
    expect(lines("main.tf").slice(2)).toEqual([
      'resource "a" "this" {',
      "  description = var.d",
      '  list        = ["x", y]',
      "  constraints {",
      '    m = { "a:b" = "1" }',
      "  }",
      "  constraints {",
      '    n = "2"',
      "  }",
      "}",
      "",
      'check "fine" {',
      "  assert {",
      "    condition     = true",
      '    error_message = "no"',
      "  }",
      "}",
      "",
    ]);
  });
});
