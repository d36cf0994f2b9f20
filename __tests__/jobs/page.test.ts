import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { jobPermissions } from "../../tools/job-tables";

test("docs/job-permissions.md is what the tables say", () => {
  expect(readFileSync(resolve(__dirname, "../../docs/job-permissions.md"), "utf8")).toBe(jobPermissions());
});
