/** Tests that run Terraform, programs or the compiler, or that look at very many cases. */
const SLOW = ["e2e/.*", "project/.*", "packing/apply", ".*/laws", "access/oracle"];
const slow = `/__tests__/(${SLOW.join("|")})\\.test\\.ts$`;

/** `fast`, of which the coverage is measured, or `slow`; left out: all. */
const { TESTS } = process.env;

/** @type {import("jest").Config} */
module.exports = {
  ...(TESTS === "slow" ? { testRegex: [slow] } : { testMatch: ["<rootDir>/__tests__/**/*.test.ts"] }),
  testPathIgnorePatterns: [
    ...(TESTS === "fast" ? [slow] : []),
    // Only where a folder with job files is at hand; see CONTRIBUTING.md.
    ...(process.env.JOB_CORPUS ? [] : ["/__tests__/jobs/corpus\\.test\\.ts$"]),
  ],
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  // End-to-end tests wait for Terraform much of the time.
  maxWorkers: 2,
  testSequencer: "<rootDir>/__tests__/support/longest-first.js",
  randomize: true,
  clearMocks: true,
  collectCoverageFrom: ["lib/**/*.ts"],
  coverageReporters: ["text-summary"],
  // A run of a few tests covers little.
  ...(process.argv.includes("--coverage") ? { coverageThreshold: { global: { lines: 95 } } } : {}),
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  reporters: ["default", "<rootDir>/__tests__/support/count-reporter.js"],
};
