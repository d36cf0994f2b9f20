#!/usr/bin/env node
import { run } from "./program";

/** https://no-color.org */
const color = process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
const output = {
  log: (line: string) => console.log(line),
  error: (line: string) => console.error(line),
  color,
};

const ended = run(process.argv.slice(2), { output, env: process.env });
if (typeof ended === "number") process.exitCode = ended;
else void ended.then((code) => (process.exitCode = code));
