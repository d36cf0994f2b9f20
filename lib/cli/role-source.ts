import { LARGEST_SOURCE, parseJson, readJsonFile } from "../files/json-file";
import { type Problem, SettingsError } from "../problem";
import { assembleRoles, chooseRole } from "../roles/choose";
import type { RoleFacts, SourceKind } from "../roles/facts";
import { readRoles } from "../roles/source";
import { readStdin } from "./stdin";

/** A role, and what kinds of sources it was read from. */
export interface SourcedRole {
  readonly facts: RoleFacts;
  readonly kinds: ReadonlySet<SourceKind>;
  /** Why a source is not the whole. */
  readonly incomplete: readonly string[];
}

/**
 * Reads one role from its sources.
 *
 * @param which name, ARN or address of the role; left out: the only one, or the only one that trusts MediaConvert
 * @throws SettingsError with every problem
 */
export const readRole = (sources: readonly string[], which: string | undefined): SourcedRole => {
  const problems: Problem[] = [];
  const read = sources.flatMap((source) => {
    const file = source === "-" ? parseJson(readStdin(LARGEST_SOURCE), "stdin") : readJsonFile(source);
    if ("problem" in file) {
      problems.push(file.problem);
      return [];
    }
    const found = readRoles(file.value, source === "-" ? "stdin" : source);
    problems.push(...found.problems);
    return [found];
  });
  if (problems.length > 0) throw new SettingsError("the role", problems);
  const { roles, problems: unclear } = assembleRoles(read.flatMap((one) => one.roles));
  if (unclear.length > 0) throw new SettingsError("the role", unclear);
  const { role, problems: missing } = chooseRole(roles, wanted(which));
  if (role === undefined) throw new SettingsError("the role", missing.map(withFlag));
  return {
    facts: role,
    kinds: new Set(read.map(({ kind }) => kind)),
    incomplete: read.flatMap(({ incomplete }) => incomplete ?? []),
  };
};

/** How to say which role is meant. */
const withFlag = ({ path, message }: Problem): Problem => ({
  path,
  message: `${message}; name one by --which NAME, ARN or ADDRESS`,
});

const wanted = (which: string | undefined): Parameters<typeof chooseRole>[1] =>
  which === undefined
    ? {}
    : which.startsWith("arn:")
      ? { roleArn: which }
      : which.includes("aws_iam_role.")
        ? { address: which }
        : { roleName: which };
