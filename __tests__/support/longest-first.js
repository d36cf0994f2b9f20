const Sequencer = require("@jest/test-sequencer").default;

/** Files that take longest, in that order, and those that take longer than Jest takes them to: it goes by their size. */
const LONGEST = [
  "e2e/examples",
  "e2e/cdktf",
  "project/docs",
  "e2e/module-use",
  "e2e/module-law",
  "review/laws",
  "e2e/module-errors",
  "e2e/lifecycle",
  "e2e/adopt",
  "e2e/deploy-local",
  "e2e/settings",
  "access/oracle",
  "e2e/packing",
  "e2e/review",
  "e2e/modes",
  "project/pipelines",
  "e2e/jobs",
  "cli/review",
  "review/time",
  "packing/time",
];

/** What takes long begins first, so that no worker waits for the other's last file. A clean clone knows no earlier run. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = LONGEST.findIndex((name) => path.endsWith(`/__tests__/${name}.test.ts`));
      return found === -1 ? LONGEST.length : found;
    };
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
};
