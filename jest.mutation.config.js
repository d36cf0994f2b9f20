/** Tests that run in one process: no Terraform, no compiled program, no browser. @type {import("jest").Config} */
module.exports = {
  testMatch: [
    "<rootDir>/__tests__/{access,jobs,packing,policy,requests,review,roles,settings}/**/*.test.ts",
    "<rootDir>/__tests__/constructs/**/*.test.ts",
  ],
  testPathIgnorePatterns: ["/__tests__/jobs/corpus\\.test\\.ts$", "/\\.stryker-tmp/.*/\\.stryker-tmp/"],
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  clearMocks: true,
};
