import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { findings } from "../../tools/finding-tables";

test("docs/findings.md is what the tables say", () => {
  expect(readFileSync(resolve(__dirname, "../../docs/findings.md"), "utf8")).toBe(findings());
});
