import type { Growth, Packed } from "./packing";

/** A program's time and memory, beside what it is compared with. */
export interface Measured {
  readonly name: string;
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly against: {
    readonly name: string;
    readonly milliseconds: number;
    readonly mebibytes: number;
    readonly times: number;
    readonly memory: number;
  };
}

/** All that was measured. */
export interface Report {
  readonly machine: {
    readonly date: string;
    readonly node: string;
    readonly cdktf: string;
    readonly provider: string;
    readonly system: string;
    readonly processors: string;
    readonly memory: string;
    readonly runs: number;
  };
  readonly measured: readonly Measured[];
  readonly packing: readonly (Packed & { readonly name: string; readonly count: number })[];
  readonly growth: readonly (Growth & { readonly name: string })[];
}

/** Rows of a Markdown table, padded so that they read well as text; all but the first column and words to the right. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [head, ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0), 3);
  const isText = (column: number): boolean => rows.some((row) => !/^[\d×.,% –]*$/.test(row[column] ?? ""));
  const line = (row: readonly string[]): string =>
    `| ${head.map((_, column) => (isText(column) ? (row[column] ?? "").padEnd(width(column)) : (row[column] ?? "").padStart(width(column)))).join(" | ")} |`;
  const rule = `| ${head.map((_, column) => (isText(column) ? "-".repeat(width(column)) : `${"-".repeat(width(column) - 1)}:`)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
};

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const times = (value: number): string => `× ${value.toFixed(2)}`;

const counts = (of: { readonly [count: number]: number }): string =>
  Object.entries(of)
    .map(([count, often]) => `${count}: ${String(often)}`)
    .join(", ");

/** The report as Markdown that reads as text too. */
export const reportText = ({ machine, measured, packing, growth }: Report): string =>
  [
    `${machine.date}, Node ${machine.node}, cdktf ${machine.cdktf}, @cdktf/provider-aws ${machine.provider}, ${machine.system}, ${machine.processors}, ${machine.memory}; medians of up to ${String(machine.runs)} alternating runs`,
    ...(measured.length === 0
      ? []
      : [
          table(
            ["what", "ms", "MiB", "beside", "ms", "MiB", "time", "memory"],
            measured.map(({ name, against, ...own }) => [
              name,
              milliseconds(own.milliseconds),
              own.mebibytes.toFixed(0),
              against.name,
              milliseconds(against.milliseconds),
              against.mebibytes.toFixed(0),
              times(against.times),
              times(against.memory),
            ]),
          ),
        ]),
    ...(packing.length === 0
      ? []
      : [
          table(
            ["locations", "count", "characters", "documents", "least", "fill", "packing, ms"],
            packing.map((one) => [
              one.name,
              String(one.count),
              String(one.size),
              String(one.documents),
              String(one.least),
              `${(one.fill * 100).toFixed(0)} %`,
              milliseconds(one.milliseconds),
            ]),
          ),
        ]),
    ...(growth.length === 0
      ? []
      : [
          table(
            ["one location more, 500 times", "documents changed: times", "documents beyond the least: times"],
            growth.map(({ name, changed, beyond }) => [name, counts(changed), counts(beyond)]),
          ),
        ]),
  ].join("\n\n");
