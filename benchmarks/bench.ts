import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * First: wall time and peak memory of synthesizing roles.json, beside a hand-written app that makes the same resources and an
 * empty stack. Medians of alternating runs; see the README for the bound. Then: deriving a role from one job, from start
 * to end of the program, and from a thousand jobs in one program.
 */
const RUNS = Number(process.argv[2] ?? 31);
const DIST = resolve(__dirname, "..");

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

const measure = (program: string, cwd: string, words: readonly string[] = []): Sample => {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["-r", join(__dirname, "report-memory.js"), program, ...words], {
    cwd,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== 0) throw new Error(`${program} ended with ${String(child.status)}`);
  return { milliseconds, mebibytes: Number(child.output[3]) / 1024 };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
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
  const cli = join(DIST, "lib/cli/main.js");
  for (const [name, count, runs] of [
    ["derive 1 job", 1, RUNS],
    [`derive ${String(MANY_JOBS)} jobs`, MANY_JOBS, Math.min(RUNS, 5)],
  ] as const) {
    const folder = join(cwd, `jobs-${String(count)}`);
    writeJobs(folder, count);
    const samples = Array.from({ length: runs }, () => measure(cli, cwd, ["derive", folder, "--region", "eu-west-1"]));
    const milliseconds = median(samples.map((sample) => sample.milliseconds));
    const mebibytes = median(samples.map((sample) => sample.mebibytes));
    console.log(
      `${name.padEnd(16)}  ${milliseconds.toFixed(0).padStart(5)} ms  ${mebibytes.toFixed(1).padStart(7)} MiB`,
    );
  }
};

const cwd = mkdtempSync(join(tmpdir(), "mediaconvert-role-bench-"));
try {
  copyFileSync(resolve(DIST, "../roles.json"), join(cwd, "roles.json"));
  const names = Object.keys(PROGRAMS) as Program[];
  const samples: { readonly [name in Program]: Sample[] } = { "roles.json": [], "hand-written": [], "empty stack": [] };
  for (const name of names) measure(PROGRAMS[name], cwd); // the file cache is warm for all of them
  for (let run = 0; run < RUNS; run += 1) {
    const turn = run % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)])
      samples[name].push(measure(PROGRAMS[name], cwd));
  }
  const result = (name: Program): Sample => ({
    milliseconds: median(samples[name].map(({ milliseconds }) => milliseconds)),
    mebibytes: median(samples[name].map(({ mebibytes }) => mebibytes)),
  });
  const yardstick = result("hand-written");
  console.log(`medians of ${String(RUNS)} alternating runs (Node ${process.version})`);
  for (const name of names) {
    const { milliseconds, mebibytes } = result(name);
    console.log(
      [
        name.padEnd(12),
        `${milliseconds.toFixed(0).padStart(5)} ms`,
        `× ${(milliseconds / yardstick.milliseconds).toFixed(2)}`,
        `${mebibytes.toFixed(1).padStart(7)} MiB`,
        `× ${(mebibytes / yardstick.mebibytes).toFixed(2)}`,
      ].join("  "),
    );
  }
  deriveBoth();
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
