import { plainCode } from "../../lib/review/code";

test.each([
  ["s3:GetObject", "`s3:GetObject`"],
  ["", "``"],
  ["a`b`", "`a'b'`"],
  ["a\nb\u0007\u202e", "`a\\nb\\u0007\\u202e`"],
  ["x".repeat(300), `\`${"x".repeat(300)}\``],
  ["x".repeat(301), `\`${"x".repeat(299)}…\``],
])("%j is code as %s", (text, code) => {
  expect(plainCode(text)).toBe(code);
});
