/**
 * Mutation tests of what decides about permissions: `npm run mutation`, or `npm run mutation -- --mutate lib/policy/keys.ts`.
 *
 * The tests are those that run in one process; Terraform and the compiled program are left out. A mutant that hangs is
 * ended.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: ["lib/policy/**/*.ts", "lib/packing/**/*.ts", "lib/access/**/*.ts", "lib/jobs/**/*.ts", "lib/review/**/*.ts"],
  testRunner: "jest",
  jest: { configFile: "jest.mutation.config.js", enableFindRelatedTests: true },
  coverageAnalysis: "perTest",
  concurrency: 2,
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "cdktf.out", "reports", "docs", "modules"],
  // A mutated text of a message says nothing about permissions; errors have their own tests.
  mutator: { excludedMutations: [] },
  timeoutMS: 20000,
  disableTypeChecks: false,
};
