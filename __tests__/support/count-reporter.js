const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/**
 * Prints the count of tests as the last line, for people and for pipelines. `COUNT_INTO` names a file to keep it in, and
 * `COUNT_WITH` one with the count of an earlier run, which is added.
 */
module.exports = class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) {
    const { COUNT_INTO, COUNT_WITH } = process.env;
    const earlier = COUNT_WITH === undefined ? NOTHING : JSON.parse(readFileSync(COUNT_WITH, "utf8"));
    const passed = earlier.passed + numPassedTests;
    // A file that does not even load has no tests to count, and is a failure all the same.
    const failed = earlier.failed + Math.max(numFailedTests, numFailedTestSuites);
    const skipped = earlier.skipped + numPendingTests;
    if (COUNT_INTO !== undefined) {
      mkdirSync(dirname(COUNT_INTO), { recursive: true });
      writeFileSync(COUNT_INTO, JSON.stringify({ passed, failed, skipped }));
    }
    process.stderr.write("", () => {
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
    });
  }
};
