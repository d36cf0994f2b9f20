/**
 * Breaks the code on purpose and sees which tests notice, one folder of lib/ at a time: `PART=access npm run mutation`.
 * docs/mutation.md has what came of it.
 *
 * Each folder is held against the tests of its own, which run in one process; Terraform and the compiled program are left
 * out. A mutant that does not come to an end is one that was noticed.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
const part = process.env.PART ?? "policy";

export default {
  mutate: [`lib/${part}/**/*.ts`],
  testRunner: "jest",
  jest: { configFile: "jest.mutation.config.js", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: `reports/mutation-${part}.json` },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "cdktf.out", "reports", "docs", "modules"],
  timeoutMS: 20_000,
};
