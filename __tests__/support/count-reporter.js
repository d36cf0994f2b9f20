/** Prints the count of tests as the last line, for people and for pipelines. */
module.exports = class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) {
    // A file that does not even load has no tests to count, and is a failure all the same.
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
    process.stderr.write("", () => {
      process.stdout.write(`${numPassedTests} passed, ${failed} failed${skipped}\n`);
    });
  }
};
