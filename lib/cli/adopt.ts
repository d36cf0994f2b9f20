import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import * as errors from "../adopt-errors";
import { readRolesFile } from "../files/settings-file";
import { importBlocks } from "../module/import-blocks";
import { tfvars } from "../module/tfvars";
import { type Problem, SettingsError } from "../problem";
import type { MediaConvertRoleProps } from "../props";
import { type LiveRole, adoptedRole } from "../settings/adopted";
import { DEFAULT_ROLE_NAME } from "../settings/defaults";
import { withStack } from "../settings/new-stack";
import { parseRolesFile } from "../settings/roles-file";
import type { ADOPT_FORMATS } from "./formats";
import { Iam } from "./iam";
import { EXIT, type Output } from "./output";

export interface AdoptFlags {
  /** Name, path and name, or ARN. */
  readonly role?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly format?: (typeof ADOPT_FORMATS)[number];
  /** Settings file to add the stack to. */
  readonly into?: string;
  readonly moduleAddress?: string;
}

const DEFAULT_STACK = "mediaconvert-role";
const DEFAULT_ADDRESS = "module.mediaconvert_role";

/**
 * Reads a role from the AWS API and writes the settings that take it over as it is.
 *
 * @returns the exit code: 0
 * @throws SettingsError with what is wrong with the call, the role or the answers of IAM; nothing is written then
 */
export const adopt = async (flags: AdoptFlags, output: Output): Promise<number> => {
  const { role: given = DEFAULT_ROLE_NAME, stack = DEFAULT_STACK, into, format = "settings" } = flags;
  const wrong = [...faultsOf(flags), ...roleNamed(given).problems];
  if (wrong.length > 0) throw new SettingsError("the call", wrong);
  const content = into === undefined ? undefined : settingsText(into);
  const { live, region } = await liveRole(given, flags.region);
  const { role, problems } = adoptedRole(live, region);
  if (problems.length > 0) throw new SettingsError(`role ${JSON.stringify(live.name)}`, problems);
  const entry = { region, role };
  const text = content === undefined ? settingsOf(stack, entry) : withStack(content, into ?? "", stack, entry);
  const { file, warnings } = parseRolesFile(text, `the settings of role ${JSON.stringify(live.name)}`, {
    only: [stack],
  });
  if (into !== undefined) {
    write(into, text);
    output.log(`stack ${JSON.stringify(stack)} is in ${into}`);
    for (const key of changedByDefaults(file.stacks[stack]?.role, role)) output.error(errors.defaultsChange(key));
  } else {
    output.log(printed(format, text, role, flags).trimEnd());
  }
  for (const { path, message } of warnings) output.error(`warning: ${path}: ${message}`);
  output.error(errors.adoptedNote(live.arn));
  return EXIT.clean;
};

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(path, [errors.settingsNotWritten(reason)]);
  }
};

const settingsOf = (stack: string, entry: object): string =>
  `${JSON.stringify({ $schema: "./roles.schema.json", stacks: { [stack]: entry } }, undefined, 2)}\n`;

const printed = (
  format: (typeof ADOPT_FORMATS)[number],
  settings: string,
  role: MediaConvertRoleProps,
  { moduleAddress = DEFAULT_ADDRESS }: AdoptFlags,
): string => {
  switch (format) {
    case "settings":
      return settings;
    case "tfvars":
      return tfvars(role);
    case "imports":
      return importBlocks(role, moduleAddress);
  }
};

const faultsOf = ({ into, format, moduleAddress, stack }: AdoptFlags): readonly Problem[] => [
  ...(into !== undefined && format !== undefined && format !== "settings" ? [errors.intoAndFormat(format)] : []),
  ...(moduleAddress !== undefined && format !== "imports" ? [errors.addressAlone()] : []),
  ...(stack !== undefined && (format === "tfvars" || format === "imports") ? [errors.stackOfModule(format)] : []),
];

/** The file, if it is there, checked before anybody is asked. */
const settingsText = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined;
  readRolesFile(path);
  return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
};

/** The parts of a role's name, path and name, or ARN. */
const roleNamed = (
  given: string,
): { readonly name: string; readonly is: (live: LiveRole) => boolean; readonly problems: readonly Problem[] } => {
  const [, name = ""] =
    /^(?:arn:[a-z-]+:iam::\d{12}:role)?(?:\/[\x21-\x7e]+\/|\/)?([\w+=,.@-]{1,64})$/.exec(given) ?? [];
  const is = ({ arn, path }: LiveRole): boolean =>
    given.startsWith("arn:") ? arn === given : given === name || given === `${path}${name}`;
  return { name, is, problems: name === "" ? [errors.roleMalformed(given)] : [] };
};

const liveRole = async (
  given: string,
  region: string | undefined,
): Promise<{ readonly live: LiveRole; readonly region: string }> => {
  const { name, is } = roleNamed(given);
  const iam = new Iam(region);
  try {
    const found = await iam.region();
    if (found === undefined) throw new SettingsError("the call", [errors.regionUnknown()]);
    const live = await iam.liveRole(name);
    if (live === undefined) throw new SettingsError("the call", [errors.roleAbsent(name)]);
    if (!is(live)) throw new SettingsError("the call", [errors.roleElsewhere(given, live.arn)]);
    return { live, region: found };
  } finally {
    iam.close();
  }
};

/** Settings that the file's defaults add or change: with them the plan is not without changes. */
const changedByDefaults = (
  filled: MediaConvertRoleProps | undefined,
  own: MediaConvertRoleProps,
): readonly string[] => {
  const [before, after] = [new Map(Object.entries(own)), new Map(Object.entries(filled ?? {}))];
  return [...after.keys()].filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
};
