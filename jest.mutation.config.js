const part = process.env.PART ?? "policy";

/** The tests of one folder of lib/, in one process. @type {import("jest").Config} */
module.exports = {
  testMatch: [`<rootDir>/__tests__/${part}/**/*.test.ts`],
  testPathIgnorePatterns: ["/__tests__/jobs/corpus\\.test\\.ts$"],
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  clearMocks: true,
};
