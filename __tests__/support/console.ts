import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { withoutRegion } from "./cli";
import { newFolder } from "./e2e";

const ROOT = resolve(__dirname, "../..");

/** A command as one types it, and what it prints on both outputs. */
export interface Exchange {
  readonly command: string;
  readonly printed: string;
}

/** The exchanges of a console block: lines that begin with `$ ` are typed. */
export const exchangesIn = (block: string): readonly Exchange[] =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end), printed: part.slice(end + 1) };
    });

/** The programs of this project by the names that one types, without a second installation. */
const PROGRAMS = [
  `npx() { shift; node ${join(ROOT, "dist/lib/cli/main.js")} "$@"; }`,
  `npm() { node ${join(ROOT, "dist/main.js")}; }`,
];

const MARK = "----";

/** Types the commands one after the other, in a folder with the examples. */
export const typed = (commands: readonly string[]): readonly string[] => {
  const folder = newFolder("console");
  cpSync(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
  const steps = commands.map((command) => `(exit $last); ${command}\nlast=$?; echo; echo ${MARK}`);
  const { stdout } = spawnSync("bash", ["-c", ["exec 2>&1", "last=0", ...PROGRAMS, ...steps].join("\n")], {
    cwd: folder,
    env: withoutRegion(),
    encoding: "utf8",
  });
  return stdout.split(`\n${MARK}\n`).slice(0, -1);
};
