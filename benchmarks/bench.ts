import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { planOf } from "./plan";

/**
 * First: wall time and peak memory of synthesizing roles.json, beside a hand-written app that makes the same resources and an
 * empty stack. Medians of alternating runs; see the README for the bounds. Then: deriving a role from one job, from start
 * to end of the program, and from a thousand jobs in one program. Last: reviewing plans of many roles, from start to end
 * of the program, beside a program that only parses the plan.
 */
const RUNS = Number(process.argv[2] ?? 31);
/** Of the large plan; the small one has a tenth. */
const ROLES = Number(process.argv[3] ?? 5000);
const DIST = resolve(__dirname, "..");
const CLI = join(DIST, "lib/cli/main.js");

const PROGRAMS = {
  "roles.json": join(DIST, "main.js"),
  "hand-written": join(__dirname, "handwritten.js"),
  "empty stack": join(__dirname, "empty.js"),
};

type Program = keyof typeof PROGRAMS;

interface Sample {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** @param ends exit codes of a program that ends as it should */
const measure = (
  program: string,
  cwd: string,
  words: readonly string[] = [],
  ends: readonly (number | null)[] = [0],
): Sample => {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["-r", join(__dirname, "report-memory.js"), program, ...words], {
    cwd,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (!ends.includes(child.status)) throw new Error(`${program} ended with ${String(child.status)}`);
  return { milliseconds, mebibytes: Number(child.output[3]) / 1024 };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

const medianOf = (samples: readonly Sample[]): Sample => ({
  milliseconds: median(samples.map(({ milliseconds }) => milliseconds)),
  mebibytes: median(samples.map(({ mebibytes }) => mebibytes)),
});

/** Measures several programs by turns, each as often, and each first in turn as often as the others. */
const inTurns = <Name extends string>(
  names: readonly Name[],
  runs: number,
  measured: (name: Name) => Sample,
): ReadonlyMap<Name, Sample> => {
  for (const name of names) measured(name); // the file cache is warm for all of them
  const samples = Array.from({ length: runs }, (_, run) => {
    const turn = run % names.length;
    return [...names.slice(turn), ...names.slice(0, turn)].map((name) => ({ name, sample: measured(name) }));
  }).flat();
  return new Map(
    names.map((name) => [name, medianOf(samples.filter((each) => each.name === name).map(({ sample }) => sample))]),
  );
};

/** Jobs of some 10 kB that differ in what they read and write, in twenty buckets. */
const writeJobs = (folder: string, count: number): void => {
  mkdirSync(folder);
  const example = readFileSync(resolve(DIST, "../examples/jobs/hls.json"), "utf8");
  for (let index = 0; index < count; index += 1) {
    const job = JSON.parse(example) as { Settings: { Inputs: object[]; OutputGroups: [{ Outputs: object[] }] } };
    const bucket = `acme-${String(index % 20)}`;
    job.Settings.Inputs = [{ FileInput: `s3://${bucket}/masters/${String(index % 50)}/film-${String(index)}.mov` }];
    job.Settings.OutputGroups[0].Outputs = Array.from({ length: 12 }, (_, output) => outputOf(output));
    const text = JSON.stringify(job, undefined, 2).replace("/vod/$fn$/", `/vod/film-${String(index)}/`);
    writeFileSync(join(folder, `${String(index)}.json`), text);
  }
};

const outputOf = (index: number): object => ({
  NameModifier: `_${String(index)}`,
  ContainerSettings: { Container: "M3U8" },
  VideoDescription: {
    Width: 1280,
    Height: 720,
    CodecSettings: {
      Codec: "H_264",
      H264Settings: { MaxBitrate: 8_000_000, RateControlMode: "QVBR", QvbrSettings: { QvbrQualityLevel: 7 } },
    },
  },
  AudioDescriptions: [{ CodecSettings: { Codec: "AAC", AacSettings: { Bitrate: 96_000, SampleRate: 48_000 } } }],
});

const MANY_JOBS = 1000;

const deriveBoth = (): void => {
  for (const [name, count, runs] of [
    ["derive 1 job", 1, RUNS],
    [`derive ${String(MANY_JOBS)} jobs`, MANY_JOBS, Math.min(RUNS, 5)],
  ] as const) {
    const folder = join(cwd, `jobs-${String(count)}`);
    writeJobs(folder, count);
    const samples = Array.from({ length: runs }, () => measure(CLI, cwd, ["derive", folder, "--region", "eu-west-1"]));
    const { milliseconds, mebibytes } = medianOf(samples);
    console.log(
      `${name.padEnd(16)}  ${milliseconds.toFixed(0).padStart(5)} ms  ${mebibytes.toFixed(1).padStart(7)} MiB`,
    );
  }
};

/** A review may take so many times what parsing its plan takes, and so much memory. */
const MOST_TIMES = 4;
const MOST_MEGABYTES = 400;
const BYTES_OF_MEBIBYTE = 2 ** 20;

const PARSE = 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))';
const REVIEWS = ["JSON.parse", "json", "text"] as const;

/** Reviews one plan in two formats, and prints how that compares with parsing it. */
const reviewOne = (
  what: string,
  roles: number,
  isChanged: (index: number) => boolean,
): ReadonlyMap<(typeof REVIEWS)[number], Sample> => {
  const file = join(cwd, "plan.json");
  const plan = planOf(roles, isChanged);
  writeFileSync(file, plan);
  const results = inTurns(REVIEWS, Math.min(RUNS, 5), (name) =>
    name === "JSON.parse"
      ? measure("-e", cwd, [PARSE, file])
      : measure(CLI, cwd, ["review", file, "--format", name], [1]),
  );
  console.log(`review ${String(roles)} roles, ${what} changed, ${(plan.length / 1e6).toFixed(1)} MB`);
  const parsing = results.get("JSON.parse")?.milliseconds ?? NaN;
  for (const [name, { milliseconds, mebibytes }] of results) {
    const times = milliseconds / parsing;
    const isWithin = times <= MOST_TIMES && (mebibytes * BYTES_OF_MEBIBYTE) / 1e6 <= MOST_MEGABYTES;
    console.log(
      [
        name.padEnd(12),
        `${milliseconds.toFixed(0).padStart(5)} ms`,
        `× ${times.toFixed(2)}`,
        `${mebibytes.toFixed(1).padStart(7)} MiB`,
        ...(name === "JSON.parse" ? [] : [isWithin ? "within the limits" : "beyond the limits"]),
      ].join("  "),
    );
  }
  return results;
};

const reviewAll = (): void => {
  console.log(`limits of a review: × ${String(MOST_TIMES)} of parsing its plan, ${String(MOST_MEGABYTES)} MB`);
  const oneInTen = (index: number): boolean => index % 10 === 0;
  const small = reviewOne("one in ten", ROLES / 10, oneInTen);
  const large = reviewOne("one in ten", ROLES, oneInTen);
  reviewOne("each", ROLES, () => true);
  const growth = REVIEWS.map((name) => {
    const [from = NaN, to = NaN] = [small, large].map((results) => results.get(name)?.milliseconds);
    return `${name} × ${(to / from).toFixed(2)}`;
  });
  console.log(`ten times as many roles: ${growth.join(", ")}`);
};

const cwd = mkdtempSync(join(tmpdir(), "mediaconvert-role-bench-"));
try {
  copyFileSync(resolve(DIST, "../roles.json"), join(cwd, "roles.json"));
  const results = inTurns(Object.keys(PROGRAMS) as Program[], RUNS, (name) => measure(PROGRAMS[name], cwd));
  const yardstick = results.get("hand-written");
  console.log(`medians of ${String(RUNS)} alternating runs (Node ${process.version})`);
  for (const [name, { milliseconds, mebibytes }] of results) {
    console.log(
      [
        name.padEnd(12),
        `${milliseconds.toFixed(0).padStart(5)} ms`,
        `× ${(milliseconds / (yardstick?.milliseconds ?? NaN)).toFixed(2)}`,
        `${mebibytes.toFixed(1).padStart(7)} MiB`,
        `× ${(mebibytes / (yardstick?.mebibytes ?? NaN)).toFixed(2)}`,
      ].join("  "),
    );
  }
  deriveBoth();
  reviewAll();
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
