import { LARGEST_SOURCE, parseJson, readJsonFile } from "../files/json-file";
import { type Problem, SettingsError } from "../problem";
import { type Existing, type PreflightReport, preflightReport, preflightText } from "../requests/preflight";
import { type NameToMake, namesToMake } from "../roles/names-to-make";
import type { CheckFlags } from "./check";
import * as errors from "./errors";
import { Iam } from "./iam";
import { EXIT, type Output } from "./output";
import { readStdin } from "./stdin";

/**
 * Are the names free that a plan or stack gives to roles and policies? IAM is asked.
 *
 * @returns the exit code: 0 they are, 1 they are not, 3 it cannot be told
 * @throws SettingsError with what is wrong with the call, the source or the answers of IAM
 */
export const preflight = async (patterns: readonly string[], flags: CheckFlags, output: Output): Promise<number> => {
  const wrong = faultsOf(patterns, flags);
  if (wrong.length > 0) throw new SettingsError("the call", wrong);
  const [source = ""] = flags.role;
  const name = source === "-" ? "stdin" : source;
  const file = source === "-" ? parseJson(readStdin(LARGEST_SOURCE), name) : readJsonFile(source);
  if ("problem" in file) throw new SettingsError("the source", [file.problem]);
  const { names, problems } = namesToMake(file.value, name);
  if (problems.length > 0) throw new SettingsError("the source", problems);
  const report = preflightReport(name, names, await existingIn(names, flags.region));
  output.log(flags.format === "json" ? JSON.stringify(report, undefined, 2) : preflightText(report));
  return EXIT_CODES[report.answer];
};

const EXIT_CODES: { readonly [answer in PreflightReport["answer"]]: number } = {
  free: EXIT.clean,
  taken: EXIT.findings,
  unknown: EXIT.undecided,
};

/** Flags about jobs have no effect here. */
const faultsOf = (patterns: readonly string[], flags: CheckFlags): readonly Problem[] => [
  ...(patterns.length > 0 ? [errors.preflightJobs()] : []),
  ...(flags.role.length > 1 ? [errors.preflightSources()] : []),
  ...(flags.format === "markdown" || flags.format === "sarif" ? [errors.preflightFormat(flags.format)] : []),
  ...Object.keys(flags)
    .filter((flag) => !OWN_FLAGS.includes(flag))
    .map((flag) => errors.preflightFlag(flag)),
];

const OWN_FLAGS: readonly string[] = ["preflight", "role", "format", "region"];

/** What IAM has of these names. Where there is nothing to ask, nobody is asked. */
const existingIn = async (
  names: readonly NameToMake[],
  region: string | undefined,
): Promise<(name: NameToMake) => Existing | undefined> => {
  const known = names.flatMap(({ kind, name }) => (name === undefined ? [] : { kind, name }));
  const found = new Map<string, Existing>();
  const key = (kind: string, name: string): string => `${kind} ${name.toLowerCase()}`;
  if (known.length > 0) {
    const iam = new Iam(region ?? (await regionAtHand()));
    try {
      for (const { kind, name } of known.filter((one) => one.kind === "role")) {
        const role = await iam.role(name);
        if (role !== undefined) found.set(key(kind, name), { arn: role.Arn ?? "", path: role.Path ?? "/" });
      }
      if (known.some(({ kind }) => kind === "policy")) {
        for (const { name, ...policy } of await iam.ownPolicies()) found.set(key("policy", name), policy);
      }
    } finally {
      iam.close();
    }
  }
  return ({ kind, name }) => (name === undefined ? undefined : found.get(key(kind, name)));
};

/** IAM is global: where nothing says a Region, any of the usual partition will do. */
const regionAtHand = async (): Promise<string | undefined> => {
  const iam = new Iam();
  const region = await iam.region();
  iam.close();
  return region ?? "us-east-1";
};
