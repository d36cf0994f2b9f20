import { spawnSync } from "node:child_process";
import { LARGEST_SOURCE } from "../files/json-file";
import { type SourceFile, sourceIn } from "../files/plan-file";
import { inQuotes, problem } from "../problem";

/** Lines of Terraform's own words in a message. */
const MOST_LINES = 6;

/** A saved plan as JSON, by `terraform show -json`. It needs the folder in which the plan was made. */
export const terraformShow = (path: string, env: NodeJS.ProcessEnv): SourceFile => {
  const { status, stdout, stderr, error } = spawnSync("terraform", ["show", "-json", "-no-color", path], {
    encoding: "utf8",
    env: { ...env, CHECKPOINT_DISABLE: "1" },
    maxBuffer: LARGEST_SOURCE,
  });
  if (error === undefined && status === 0) return sourceIn(stdout, path);
  const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  const words = ((stderr as string | null) ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^[╷╵]/.test(line));
  const why = isMissing
    ? "terraform is not on PATH"
    : [error?.message, ...words.map((line) => line.replace(/^[│\s]+/, "")).slice(0, MOST_LINES)]
        .filter(Boolean)
        .join(" ");
  return {
    kind: "wrong",
    problem: problem(
      path,
      `is a saved plan, and terraform show -json ${inQuotes(path)} failed here: ${why}; run it in the plan's folder and give its output`,
    ),
  };
};
