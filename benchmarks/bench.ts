import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeJobs } from "./jobs";
import { LOCATION_COUNTS, LOCATION_SETS } from "./locations";
import { type Program, inTurns } from "./measure";
import { type Growth, growthOf, packedOf } from "./packing";
import { planOf } from "./plan";
import { manyStacks, oneStack } from "./stacks";
import { type Measured, type Report, reportText } from "./table";

/** Time, memory and size of everything that grows, each beside what it is fairly compared with. */

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    runs: { type: "string", default: "11" },
  },
});
const RUNS = Number(flags.runs);
/** Large ones differ less from run to run. */
const FEW = Math.min(RUNS, 5);

const DIST = resolve(__dirname, "..");
const ROOT = resolve(DIST, "..");
const CLI = join(DIST, "lib/cli/main.js");
const MAIN = join(DIST, "main.js");
const PARSE = 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))';
const PARSE_ALL =
  'const fs = require("node:fs"); for (const name of fs.readdirSync(process.argv[1])) JSON.parse(fs.readFileSync(process.argv[1] + "/" + name, "utf8"))';

const work = mkdtempSync(join(tmpdir(), "mediaconvert-role-bench-"));
const folder = (name: string): string => {
  const path = join(work, name);
  mkdirSync(path);
  return path;
};

const row = (
  name: string,
  program: Program,
  baseline: { readonly name: string; readonly program: Program },
  runs: number,
  cwd = work,
): Measured => {
  const { measured, baseline: compared } = inTurns(program, baseline.program, runs, cwd);
  if (compared === undefined) throw new Error("nothing to compare with");
  return {
    name,
    ...measured,
    against: {
      name: baseline.name,
      milliseconds: compared.milliseconds,
      mebibytes: compared.mebibytes,
      times: measured.milliseconds / compared.milliseconds,
      memory: measured.mebibytes / compared.mebibytes,
    },
  };
};

const emptyStacks = (count: number): { readonly name: string; readonly program: Program } => ({
  name: count === 1 ? "an empty stack" : `${String(count)} empty stacks`,
  program: { words: [join(__dirname, "empty.js"), String(count)] },
});

/** Synthesis of the example, of many stacks, and of one of a thousand. */
const synthesis = (): readonly Measured[] => {
  const example = folder("example");
  copyFileSync(join(ROOT, "roles.json"), join(example, "roles.json"));
  const main = { words: [MAIN] };
  const byHand = { name: "the same by hand", program: { words: [join(__dirname, "handwritten.js")] } };
  const rows = [
    row("synth roles.json", main, byHand, RUNS, example),
    row("synth roles.json", main, emptyStacks(1), RUNS, example),
  ];
  for (const count of [1, 10, 100, 1000]) {
    const cwd = folder(`stacks-${String(count)}`);
    writeFileSync(join(cwd, "roles.json"), JSON.stringify(manyStacks(count)));
    const runs = count < 1000 ? FEW : 3;
    rows.push(row(`synth ${String(count)} stacks`, main, emptyStacks(count), runs, cwd));
    if (count === 1000) {
      rows.push(row("synth 1 of 1000 stacks", { words: [MAIN, "prod-7"] }, emptyStacks(1), FEW, cwd));
    }
  }
  return rows;
};

/** Roles of many locations: how they are packed, and what that takes. */
const locations = (): Pick<Report, "packing" | "measured"> => {
  const packing: Report["packing"][number][] = [];
  const measured: Measured[] = [];
  for (const [name, accessOf] of Object.entries(LOCATION_SETS)) {
    for (const count of LOCATION_COUNTS) packing.push({ name, count, ...packedOf(accessOf(count)) });
  }
  const [[name, accessOf] = ["", undefined]] = Object.entries(LOCATION_SETS);
  if (accessOf === undefined) throw new Error("no locations");
  for (const count of LOCATION_COUNTS) {
    const cwd = folder(`locations-${String(count)}`);
    writeFileSync(join(cwd, "roles.json"), JSON.stringify(oneStack(accessOf(count))));
    measured.push(row(`synth ${String(count)} ${name}`, { words: [MAIN] }, emptyStacks(1), FEW, cwd));
  }
  return { packing, measured };
};

const growth = (): readonly (Growth & { readonly name: string })[] =>
  Object.entries(LOCATION_SETS).map(([name, accessOf]) => ({ name, ...growthOf(accessOf, 500) }));

const derivation = (): readonly Measured[] =>
  [1, 100, 1000].map((count) => {
    const jobs = join(work, `jobs-${String(count)}`);
    writeJobs(jobs, count, join(ROOT, "examples/jobs/hls.json"));
    return row(
      `derive ${String(count)} jobs`,
      { words: [CLI, "derive", jobs, "--region", "eu-west-1"] },
      { name: "JSON.parse", program: { words: ["-e", PARSE_ALL, jobs] } },
      count === 1 ? RUNS : FEW,
    );
  });

const reviews = (): readonly Measured[] => {
  const rows: Measured[] = [];
  for (const [what, isChanged] of [
    ["1 in 10 changed", (index: number) => index % 10 === 0],
    ["all changed", () => true],
  ] as const) {
    for (const roles of [50, 500, 5000]) {
      const file = join(work, `plan-${String(roles)}.json`);
      writeFileSync(file, planOf(roles, isChanged));
      rows.push(
        row(
          `review ${String(roles)} roles, ${what}`,
          { words: [CLI, "review", file, "--format", "json"], exit: 1 },
          { name: "JSON.parse", program: { words: ["-e", PARSE, file] } },
          FEW,
        ),
      );
    }
  }
  return rows;
};

const PARTS = ["synth", "locations", "growth", "derive", "review"] as const;
const isWanted = (part: (typeof PARTS)[number]): boolean => flags.only === undefined || flags.only === part;

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8")) as { readonly version: string })
    .version;

const machine = (): Report["machine"] => ({
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cdktf: versionOf("cdktf"),
  provider: versionOf("@cdktf/provider-aws"),
  system: `${process.platform} ${process.arch}`,
  processors: `${String(cpus().length)} × ${cpus()[0]?.model ?? "unknown"}`,
  memory: `${String(Math.round(totalmem() / 2 ** 30))} GiB`,
  runs: RUNS,
});

try {
  if (flags.only !== undefined && !PARTS.some((part) => part === flags.only)) {
    throw new Error(`--only ${flags.only}: known are ${PARTS.join(", ")}`);
  }
  const many = isWanted("locations") ? locations() : { packing: [], measured: [] };
  const report: Report = {
    machine: machine(),
    measured: [
      ...(isWanted("synth") ? synthesis() : []),
      ...many.measured,
      ...(isWanted("derive") ? derivation() : []),
      ...(isWanted("review") ? reviews() : []),
    ],
    packing: many.packing,
    growth: isWanted("growth") ? growth() : [],
  };
  console.log(flags.json ? JSON.stringify(report, undefined, 2) : reportText(report));
} finally {
  rmSync(work, { recursive: true, force: true });
}
