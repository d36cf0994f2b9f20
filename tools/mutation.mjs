/**
 * Breaks the code of one folder of lib/ on purpose and sees which tests notice: `npm run mutation -- access`.
 * docs/mutation.md has what came of it.
 *
 * The tables of cases of the folder's tests alone are held against it, not the laws, which would take hours. A mutant that
 * does not come to an end is one that was noticed. What survives is in reports/mutation-access.json, line by line.
 */
import { Stryker } from "@stryker-mutator/core";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";

const [part] = process.argv.slice(2);
const folders = readdirSync("lib").filter((name) => existsSync(`__tests__/${name}`));
if (!folders.includes(part)) {
  console.error(`Which folder of lib/? Give one that has tests of its own: ${folders.join(", ")}`);
  process.exit(2);
}

// For the processes that run the tests.
process.env.MUTATED = part;
process.env.E2E = "off";

/** Look at very many cases, at the clock, or at files that may not be there. */
const LEFT_OUT = /^(laws|oracle|apply|time|corpus)\.test\.ts$/;

/** Tests of another folder that are about this one as well. */
const ALSO = { jobs: ["__tests__/settings/jobs.test.ts"] };

/** The longest first, which have the most to say: the first test that fails is the last that is run. */
const tests = [
  ...readdirSync(`__tests__/${part}`)
    .filter((name) => name.endsWith(".test.ts") && !LEFT_OUT.test(name))
    .map((name) => `__tests__/${part}/${name}`),
  ...(ALSO[part] ?? []),
].sort((one, other) => statSync(other).size - statSync(one).size);

/** What came of the first run, for the second. */
const known = `reports/mutation-${part}-known.json`;
rmSync(known, { force: true });

const run = (ignoreStatic) =>
  new Stryker({
    mutate: [`lib/${part}/**/*.ts`, "!lib/review/service-data.ts"],
    ignoreStatic,
    incremental: true,
    incrementalFile: known,
    testRunner: "mocha",
    mochaOptions: {
      require: ["./__tests__/support/mutation.js"],
      spec: tests,
    },
    buildCommand: "tsc -p tsconfig.mutation.json",
    coverageAnalysis: "perTest",
    concurrency: 2,
    timeoutMS: 10_000,
    reporters: ["progress-append-only"],
    tempDirName: ".stryker-tmp",
    ignorePatterns: ["dist", "cdktf.out", "reports", "modules"],
    // The text of that file is held against what it was made from.
    disableTypeChecks: "{lib,__tests__,tools,benchmarks}/**/!(service-data).ts",
    warnings: { slow: false },
  }).runMutationTest();

/** The last: a file of tests does not even load. */
const NOTICED = ["Killed", "Timeout", "RuntimeError"];
const isNoticed = ({ status }) => NOTICED.includes(status);

// What runs when a file is loaded needs a process of its own for each mutant: those come second.
await run(true);
const results = await run(false);

const survivors = results
  .filter((mutant) => !isNoticed(mutant))
  .map(({ fileName, location: { start, end }, mutatorName, replacement }) => {
    const lines = readFileSync(fileName, "utf8")
      .split("\n")
      .slice(start.line - 1, end.line);
    const before = lines.length === 1 ? lines[0].slice(start.column - 1, end.column - 1) : lines.join("\n").trim();
    return { file: fileName, line: start.line, text: lines[0].trim(), before, after: replacement, mutatorName };
  })
  .sort((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));

mkdirSync("reports", { recursive: true });
writeFileSync(`reports/mutation-${part}.json`, `${JSON.stringify(survivors, undefined, 2)}\n`);
const noticed = results.length - survivors.length;
console.log(
  `${part}: ${String(results.length)} mutants, ${String(noticed)} noticed, ${((100 * noticed) / results.length).toFixed(1)} %`,
);
