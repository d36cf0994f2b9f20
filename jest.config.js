/** @type {import("jest").Config} */
module.exports = {
  // Absolute and positive: ignore patterns are regular expressions over the whole path and skip more than they should.
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  randomize: true,
  clearMocks: true,
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  reporters: ["default", "<rootDir>/__tests__/support/count-reporter.js"],
};
