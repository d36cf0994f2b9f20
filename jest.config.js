/** @type {import("jest").Config} */
module.exports = {
  // Absolute and positive: ignore patterns are regular expressions over the whole path and skip more than they should.
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  // Only where a folder with job files is at hand; see CONTRIBUTING.md.
  testPathIgnorePatterns: [...(process.env.JOB_CORPUS ? [] : ["/__tests__/jobs/corpus\\.test\\.ts$"])],
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  // End-to-end tests wait for Terraform much of the time.
  maxWorkers: 2,
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
