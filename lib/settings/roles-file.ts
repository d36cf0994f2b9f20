import * as errors from "../errors";
import { WRITTEN_OUT } from "../placeholders";
import { type Problem, SettingsError, childPath } from "../problem";
import { terraformJson } from "../policy/model";
import type { MediaConvertRoleStackProps, Stacks } from "../stack-props";
import type { Surroundings } from "./arns";
import { type Check, type Report, isObject, map, newReport, record, reportRepeats, text } from "./check";
import { DEFAULT_ROLE_NAME } from "./defaults";
import { type RoleDescription, describeRole } from "./describe";
import type { ReadJobFiles } from "../jobs/job-file";
import { jsonFault, repeatedKeys } from "../json-text";
import { nearest } from "./nearest";
import { hasOnlyPlainText } from "./plain-text";
import { ofDefaults, withDefaults } from "./stack-defaults";
import { checkStack, surroundingsOfStack } from "./stack";

/** Bytes. A thousand stacks with many locations each fit. */
export const LARGEST_FILE = 10_000_000;

/** Twelve digits for checks that only count them. */
const SOME_ACCOUNT = "000000000000";

/** A stack makes a provider for each Region that it needs. */
export const ANYWHERE = (): boolean => true;

/** How a settings file is read. */
export interface ReadOptions {
  /** Reads the files that mode `jobs` names; left out, naming any is a problem. */
  readonly jobFiles?: ReadJobFiles;
  /** Names or patterns (`prod-*`) of the stacks that are wanted; left out: all. Roles of others are not looked at. */
  readonly only?: readonly string[];
  /** Looks at each role once it is described, and warns by the report. */
  readonly look?: (role: RoleDescription, around: Surroundings, path: string, report: Report) => void;
}

/**
 * Reads the text of a settings file.
 *
 * Every string in it is text: nothing in the file can become a Terraform expression or one of CDKTF's placeholders.
 *
 * @param name the file's name, for the message
 * @throws SettingsError with every problem of the file
 */
export const parseRolesFile = (
  content: string,
  name: string,
  options: ReadOptions = {},
): { readonly file: Stacks; readonly warnings: readonly Problem[] } => {
  const report = newReport(WRITTEN_OUT);
  const value = parseJson(content, report);
  const stacks = value !== undefined && hasOnlyPlainText(value, report) ? checkFile(value, options, report) : {};
  if (report.problems.length > 0) throw new SettingsError(name, report.problems);
  return { file: { stacks: stacks as Stacks["stacks"] }, warnings: report.warnings };
};

const parseJson = (content: string, report: Report): unknown => {
  const bytes = Buffer.byteLength(content);
  if (bytes > LARGEST_FILE) {
    report.problem(errors.fileTooLarge(bytes, LARGEST_FILE));
    return undefined;
  }
  try {
    const parsed = JSON.parse(content.replace(/^\uFEFF/, "")) as unknown;
    for (const { key, line } of repeatedKeys(content)) report.problem(errors.repeatedKey(key, line));
    return parsed;
  } catch (error) {
    report.problem(errors.notJson(jsonFault(content, error)));
    return undefined;
  }
};

const checkFile = (value: unknown, options: ReadOptions, report: Report): { readonly [name: string]: unknown } => {
  const file = record<{ $schema: string; defaults: unknown; stacks: { readonly [name: string]: unknown } }>(
    { $schema: text(), defaults: object, stacks: map<unknown>((entry) => entry ?? {}) },
    ["stacks"],
  )(value, "", report);
  if (file?.stacks === undefined) return {};
  const names = Object.keys(file.stacks);
  if (names.length === 0) report.problem(errors.noStacks("stacks"));
  const wanted = wantedOf(names, options.only, report);
  const told = new Set<string>();
  const stacks: [string, unknown][] = [];
  for (const [stack, own] of Object.entries(file.stacks)) {
    const path = childPath("stacks", stack);
    if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(stack)) report.problem(errors.stackName(path, stack));
    const { settings, inherited } = withDefaults(file.defaults, own);
    stacks.push([stack, settings]);
    if (wanted.has(stack)) checkEntry(settings, path, options, ofDefaults(report, path, inherited, told));
  }
  const all = Object.fromEntries(stacks);
  checkRoleNames(all, report);
  checkBackends(all, report);
  return Object.fromEntries(stacks.filter(([stack]) => wanted.has(stack)));
};

const object: Check<unknown> = (value, path, report) => {
  if (!isObject(value)) report.problem(errors.wrongType(path, "an object", value));
  return value;
};

/** The stacks that names and patterns mean; each has to mean one. */
const wantedOf = (
  names: readonly string[],
  only: readonly string[] | undefined,
  report: Report,
): ReadonlySet<string> => {
  if (only === undefined) return new Set(names);
  const wanted = new Set<string>();
  for (const pattern of only) {
    const found = names.filter((name) => matches(pattern, name));
    if (found.length === 0) report.problem(errors.noSuchStack(pattern, nearest(pattern, names), names.length));
    for (const name of found) wanted.add(name);
  }
  return wanted;
};

/** Whether a name is the pattern's, in which `*` stands for any text. */
const matches = (pattern: string, name: string): boolean => {
  const [start = "", ...rest] = pattern.split("*");
  const end = rest.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start) || !name.endsWith(end)) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - end.length;
};

/** What a backend finds its state by; where one of them is missing, each stack has a state of its own, or none can be told. */
const STATE: { readonly [backend: string]: readonly string[] } = {
  local: ["path"],
  s3: ["bucket", "key"],
  http: ["address"],
  gcs: ["bucket", "prefix"],
  azurerm: ["storageAccountName", "containerName", "key"],
  cloud: ["organization", "workspaces"],
};

/** Where a state is, or undefined where nothing says that it is the only one there. */
const stateOf = (backend: unknown): string | undefined => {
  const [kind = "", args] = isObject(backend) ? (Object.entries(backend)[0] ?? []) : [];
  const found = (STATE[kind] ?? []).map((key) => (isObject(args) ? args[key] : undefined));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const [first] = found;
  // A relative path is one in the folder of each stack; tags leave the choice of the workspace to whoever runs Terraform.
  if (kind === "local" && typeof first === "string" && !/^([/\\]|[A-Za-z]:)/.test(first)) return undefined;
  if (kind === "cloud" && found.some((one) => isObject(one) && one["tags"] !== undefined)) return undefined;
  return terraformJson([kind, found]);
};

/** Two stacks with one state would destroy each other's role. */
const checkBackends = (stacks: { readonly [name: string]: unknown }, report: Report): void => {
  const states = Object.entries(stacks).flatMap(([stack, props]) => {
    const state = stateOf(isObject(props) ? props["backend"] : undefined);
    return state === undefined ? [] : [{ path: childPath(childPath("stacks", stack), "backend"), state }];
  });
  reportRepeats(
    states,
    ({ state }) => state,
    ({ path }, first) => errors.backendTwice(path, first.path),
    report,
  );
};

/** L-NAME-UNIQUE, for the stacks that say their account. */
const checkRoleNames = (stacks: { readonly [name: string]: unknown }, report: Report): void => {
  const named = Object.entries(stacks).flatMap(([stack, props]) => {
    const role: unknown = isObject(props) ? props["role"] : undefined;
    const { accountId, roleName = DEFAULT_ROLE_NAME } = isObject(role) ? role : {};
    if (typeof accountId !== "string" || typeof roleName !== "string") return [];
    return [{ path: childPath(childPath("stacks", stack), "role"), accountId, roleName }];
  });
  reportRepeats(
    named,
    ({ accountId, roleName }) => `${accountId} ${roleName.toLowerCase()}`,
    ({ path, accountId, roleName }, first) => errors.roleTwice(path, roleName, accountId, first.path),
    report,
  );
};

const checkEntry = (props: unknown, path: string, { jobFiles, look }: ReadOptions, report: Report): void => {
  const stack = checkStack(props, path, report);
  const role = isObject(props) ? (props as Partial<MediaConvertRoleStackProps>).role : undefined;
  if (role === undefined) return;
  const around: Surroundings = {
    ...(stack === undefined ? {} : surroundingsOfStack(stack.region)),
    ...(jobFiles && { jobFiles }),
    grantsIn: ANYWHERE,
  };
  const deployment = {
    partition: () => around.partition ?? "aws",
    accountId: () => SOME_ACCOUNT,
    region: () => around.region ?? "us-east-1",
  };
  const at = childPath(path, "role");
  const described = describeRole(role, at, around, deployment, report);
  if (described !== undefined) look?.(described, around, at, report);
};
