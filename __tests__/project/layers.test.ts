import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

const FORBIDDEN: readonly (readonly [file: string, code: string, words: string])[] = [
  ["lib/policy/x.ts", 'import { Fn } from "cdktf";', "keep the framework"],
  ["lib/policy/x.ts", 'import type { Construct } from "constructs";', "keep the framework"],
  ["lib/policy/x.ts", 'import { a } from "../settings/check";', "knows nothing of lib/jobs/"],
  ["lib/policy/x.ts", 'import { a } from "../constructs/tokens";', "knows nothing of"],
  ["lib/policy/x.ts", 'import { readFileSync } from "node:fs";', "keep files"],
  ["lib/settings/x.ts", 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role";', "keep the framework"],
  ["lib/settings/x.ts", 'import { a } from "../constructs/tokens";', "knows nothing of lib/module/, lib/requests/"],
  ["lib/settings/x.ts", 'import { a } from "../cli/synth";', "knows nothing of"],
  ["lib/settings/x.ts", 'import { a } from "../module/variables";', "knows nothing of lib/module/"],
  ["lib/module/x.ts", 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role";', "keep the framework"],
  ["lib/module/x.ts", 'import { a } from "../constructs/tokens";', "knows nothing of lib/requests/"],
  ["lib/module/x.ts", 'import { writeFileSync } from "node:fs";', "keep files"],
  ["lib/jobs/x.ts", 'import { a } from "../settings/check";', "lib/jobs/ knows nothing of"],
  ["lib/jobs/x.ts", 'import { Fn } from "cdktf";', "keep the framework"],
  ["lib/jobs/x.ts", 'import { readFileSync } from "node:fs";', "keep files"],
  ["lib/jobs/x.ts", "export const a = process.env;", "process"],
  ["lib/access/x.ts", 'import { a } from "../roles/facts";', "lib/access/ knows nothing of"],
  ["lib/access/x.ts", 'import { readFileSync } from "node:fs";', "keep files"],
  ["lib/roles/x.ts", 'import { a } from "../settings/check";', "lib/roles/ knows nothing of"],
  ["lib/requests/x.ts", 'import { a } from "../files/job-files";', "lib/requests/ knows nothing of"],
  ["lib/requests/x.ts", 'console.log("x");', "console"],
  ["lib/requests/x.ts", 'import { a } from "../review/report";', "lib/requests/ knows nothing of lib/review/"],
  ["lib/review/x.ts", 'import { a } from "../files/json-file";', "lib/review/ knows nothing of lib/files/"],
  ["lib/review/x.ts", 'import { a } from "../cli/main";', "lib/review/ knows nothing of"],
  ["lib/review/x.ts", 'import { Fn } from "cdktf";', "keep the framework"],
  ["lib/review/x.ts", 'import { readFileSync } from "node:fs";', "keep files"],
  ["lib/review/x.ts", "export const a = process.env;", "process"],
  ["lib/review/x.ts", 'console.log("x");', "console"],
  ["lib/files/x.ts", 'import { a } from "../cli/main";', "lib/files/ knows nothing of"],
  ["lib/files/x.ts", 'import { Fn } from "cdktf";', "keep the framework"],
  ["lib/files/x.ts", "export const a = process.cwd();", "process"],
  ["lib/constructs/x.ts", 'import { a } from "../cli/synth";', "knows nothing of lib/cli/"],
  ["lib/constructs/x.ts", 'import { spawn } from "node:child_process";', "keep files"],
  ["lib/constructs/x.ts", 'import { iamRole } from "@cdktf/provider-aws";', "the barrel"],
  ["lib/cli/x.ts", 'import * as aws from "@cdktf/provider-aws";', "the barrel"],
  ["tools/x.ts", 'import * as aws from "@cdktf/provider-aws";', "the barrel"],
  ["lib/props.ts", 'import { a } from "./policy/model";', "know no layer"],
  ["lib/errors.ts", 'import { Token } from "cdktf";', "keep the framework"],
  ["lib/policy/x.ts", "export const a = process.env;", "process"],
  ["lib/settings/x.ts", 'console.log("x");', "console"],
  ["lib/constructs/x.ts", "export const a = process.cwd();", "process"],
];

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ["lib/policy/x.ts", 'import { a } from "./model"; export { a };'],
  ["lib/settings/x.ts", 'import { a } from "../policy/model"; export { a };'],
  ["lib/constructs/x.ts", 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role"; export { IamRole };'],
  ["lib/module/x.ts", 'import { a } from "../policy/permissions"; export { a };'],
  ["lib/jobs/x.ts", 'import { a } from "../policy/arn"; export { a };'],
  ["lib/settings/x.ts", 'import { a } from "../jobs/derive"; export { a };'],
  ["lib/requests/x.ts", 'import { a } from "../access/decide"; export { a };'],
  ["lib/review/x.ts", 'import { a } from "../requests/report"; export { a };'],
  ["lib/files/x.ts", 'import { readFileSync } from "node:fs"; export { readFileSync };'],
  ["lib/cli/x.ts", 'import { readFileSync } from "node:fs"; export const a = [process.env, readFileSync];'],
];

describe("the layers are held by the linter", () => {
  const messages = new Map<string, string>();

  // One process for all: the linter's configuration is a module that Jest cannot load.
  beforeAll(() => {
    const texts = [...FORBIDDEN, ...ALLOWED].map(([file, code]) => ({ file, code }));
    const printed = execFileSync("node", [join(ROOT, "__tests__/support/lint-texts.mjs")], {
      cwd: ROOT,
      input: JSON.stringify(texts),
      encoding: "utf8",
    });
    (JSON.parse(printed) as string[]).forEach((found, index) => {
      const { file = "", code = "" } = texts[index] ?? {};
      messages.set(`${file}\n${code}`, found);
    });
  }, 60_000);

  test.each(FORBIDDEN)("%s may not have %s", (file, code, words) => {
    expect(messages.get(`${file}\n${code}`)).toContain(words);
  });

  test.each(ALLOWED)("%s may have %s", (file, code) => {
    expect(messages.get(`${file}\n${code}`)).toBe("");
  });
});
