import { cut, hole } from "../../lib/roles/holes";

describe("a hole", () => {
  test.each([
    [" aws_s3_bucket.in.arn ", "${aws_s3_bucket.in.arn}"],
    ['var.b["in"]', "${var.b['in']}"],
    ["[for a in\n  var.b : a]", "${[for a in var.b : a]}"],
    ["{a = var.b}", "${(a = var.b)}"],
  ])("of %j is %s", (expression, text) => {
    expect(hole(expression)).toBe(text);
  });

  test.each([
    [`var.b["${"x".repeat(400)}1"]`, `var.b["${"x".repeat(400)}2"]`],
    ['var.b["a\\\\b"]', `var.b["a''b"]`],
    ['var.b["a\\b"]', `var.b["a'b"]`],
    ['var.b["a  b"]', 'var.b["a b"]'],
    ['var.b["a\tb"]', 'var.b["a b"]'],
    ['var.b["{"]', 'var.b["("]'],
    ['var.b["}"]', 'var.b[")"]'],
  ])("of %j is not that of %j", (one, other) => {
    expect(hole(one)).not.toBe(hole(other));
    expect(hole(one)).toBe(hole(` ${one} `));
    for (const text of [hole(one), hole(other)]) expect(text).toMatch(/^\$\{[^"\\{}]{1,340}\}$/);
  });
});

test("a text that is cut still differs from another that begins so", () => {
  expect(cut("abc", 3)).toBe("abc");
  expect(cut("abcd", 3)).toMatch(/^abc…[0-9a-f]{32}$/);
  expect(cut("abcd", 3)).not.toBe(cut("abce", 3));
});
