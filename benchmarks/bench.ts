import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Wall time and peak memory of synthesizing roles.json, beside a hand-written app that makes the same resources and an
 * empty stack. Medians of alternating runs; see the README for the bound.
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

const measure = (program: string, cwd: string): Sample => {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["-r", join(__dirname, "report-memory.js"), program], {
    cwd,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
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
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
