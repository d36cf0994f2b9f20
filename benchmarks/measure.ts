import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Wall time of a program from start to end, and the most memory that it had. */
export interface Sample {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** A program to run, and how it ends when all is well. */
export interface Program {
  readonly words: readonly string[];
  readonly exit?: number;
}

export const measure = ({ words, exit = 0 }: Program, cwd: string): Sample => {
  const start = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ["-r", join(__dirname, "report-memory.js"), ...words], {
    cwd,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.status !== exit) throw new Error(`${words.join(" ")} ended with ${String(child.status)}`);
  return { milliseconds, mebibytes: Number(child.output[3]) / 1024 };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

/**
 * Medians of a program and of what it is compared with. Both run once unmeasured, so that the file cache is warm, and
 * then by turns, each first in turn as often as the other.
 */
export const inTurns = (program: Program, baseline: Program | undefined, runs: number, cwd: string): Pair => {
  const programs = baseline === undefined ? [program] : [program, baseline];
  for (const one of programs) measure(one, cwd);
  const samples = new Map<Program, Sample[]>(programs.map((one) => [one, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const one of run % 2 === 0 ? programs : [...programs].reverse()) samples.get(one)?.push(measure(one, cwd));
  }
  const medianOf = (one: Program): Sample => ({
    milliseconds: median((samples.get(one) ?? []).map(({ milliseconds }) => milliseconds)),
    mebibytes: median((samples.get(one) ?? []).map(({ mebibytes }) => mebibytes)),
  });
  return { measured: medianOf(program), ...(baseline === undefined ? {} : { baseline: medianOf(baseline) }) };
};

export interface Pair {
  readonly measured: Sample;
  readonly baseline?: Sample;
}
