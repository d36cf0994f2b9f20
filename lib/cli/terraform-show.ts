import { spawnSync } from "node:child_process";
import { LARGEST_SOURCE } from "../files/json-file";
import { type SourceFile, sourceIn } from "../files/plan-file";
import { inQuotes, problem } from "../problem";

/** A saved plan as JSON, by `terraform show -json`. It needs the folder in which the plan was made. */
export const terraformShow = (path: string, env: NodeJS.ProcessEnv): SourceFile => {
  const { status, stdout, stderr, error } = spawnSync("terraform", ["show", "-json", "-no-color", path], {
    encoding: "utf8",
    env: { ...env, CHECKPOINT_DISABLE: "1" },
    maxBuffer: LARGEST_SOURCE,
  });
  if (error === undefined && status === 0) return sourceIn(stdout, path);
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  const why = isMissing ? "terraform is not on PATH" : [error?.message, errorsIn(stderr)].filter(Boolean).join(" ");
  return {
    kind: "wrong",
    problem: problem(
      path,
      `is a saved plan, and terraform show -json ${inQuotes(path)} failed here: ${why}; run it in the plan's folder and give its output`,
    ),
  };
};

/** Characters of Terraform's own words in a message. */
const MOST_WORDS = 1_000;

/** What Terraform says of errors, in one line; warnings come first and may be many. */
const errorsIn = (stderr: string | null): string => {
  const lines = (stderr ?? "").split("\n").map((line) => line.replace(/^[│╷╵\s]+|\p{Cc}/gu, ""));
  const first = lines.findIndex((line) => line.startsWith("Error:"));
  const words = lines
    .slice(Math.max(first, 0))
    .filter((line) => line !== "")
    .join(" ");
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;
};
