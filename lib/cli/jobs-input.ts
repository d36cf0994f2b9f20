import { jobFilesIn } from "../files/job-files";
import { readRolesFile } from "../files/settings-file";
import { LARGEST_JOB_FILE, type ReadJobFiles } from "../jobs/job-file";
import { type Problem, SettingsError } from "../problem";
import { WRITTEN_OUT } from "../placeholders";
import type { Access, JobsAccess } from "../props";
import type { MediaConvertRoleStackProps } from "../stack-props";
import type { CheckedAccess } from "../settings/access";
import type { Surroundings } from "../settings/arns";
import { newReport } from "../settings/check";
import { outputLocation } from "../settings/location";
import { ANYWHERE } from "../settings/roles-file";
import { type DescribedJobs, type Elsewhere, describeJobs } from "../requests/described-jobs";
import { type AnswerFlags, withFlags } from "./answers";
import * as errors from "./errors";
import { readStdin } from "./stdin";

/** Flags that the verbs about jobs share. */
export interface JobFlags extends AnswerFlags {
  readonly settings?: string;
  readonly stack?: string;
  readonly region?: string;
  /** Of the role's source; no flag. */
  readonly partition?: string;
}

/** Jobs with the role that they need, and the settings that they were read by. */
export interface ReadJobs extends DescribedJobs {
  readonly stack: string;
  /** Settings of the stack; its role is the one that was given, not the one derived. */
  readonly stackProps: Partial<MediaConvertRoleStackProps>;
  readonly warnings: readonly Problem[];
  /** Bucket → the account that owns it, as the settings say. */
  readonly owners: { readonly [bucket: string]: string };
}

const STDIN = "-";
const DEFAULT_STACK = "mediaconvert-role";

/**
 * Reads jobs, with the answers of flags and of a settings file.
 *
 * @param elsewhere what a source of the role tells
 * @throws SettingsError with every problem
 */
export const readJobs = (
  patterns: readonly string[],
  flags: JobFlags,
  env: NodeJS.ProcessEnv,
  elsewhere: Elsewhere = {},
): ReadJobs => {
  const settings = flags.settings === undefined ? undefined : stackOf(flags.settings, flags.stack);
  const own = settings?.props.role.access;
  if (own !== undefined && own.mode !== "jobs" && patterns.length === 0) {
    throw new SettingsError(flags.settings ?? "", [errors.otherMode(own.mode)]);
  }
  const jobs = patterns.length > 0 ? patterns : own?.mode === "jobs" ? own.jobs : [];
  if (jobs.length === 0) throw new SettingsError("the call", [errors.noJobs()]);
  const access: JobsAccess = { ...(own?.mode === "jobs" ? own : {}), mode: "jobs", jobs };
  const props = withFlags({ ...settings?.props.role, access }, flags);
  const region = flags.region ?? settings?.props.region;
  const around: Surroundings = {
    jobFiles: reader(),
    grantsIn: ANYWHERE,
    ...(region === undefined ? {} : { region }),
    ...(flags.partition === undefined ? {} : { partition: flags.partition }),
  };
  const usual = elsewhere.region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  const { described, problems, warnings } = describeJobs(props, around, {
    ...elsewhere,
    ...(usual === undefined ? {} : { region: usual }),
  });
  if (described === undefined || problems.length > 0) throw new SettingsError("the jobs", problems.map(fromJobs));
  return {
    ...described,
    stack: settings?.name ?? flags.stack ?? DEFAULT_STACK,
    stackProps: settings?.props ?? {},
    warnings: warnings.map(fromJobs),
    owners: { ...ownersOf(own), ...ownersOfPlaces(described.description.checked.access) },
  };
};

/** What a role in mode `configured` says of buckets, when jobs are named in the call. */
const ownersOf = (access: Access | undefined): ReadJobs["owners"] => {
  if (access?.mode !== "configured") return {};
  const report = newReport(WRITTEN_OUT);
  const places = [...(access.inputs ?? []), ...(access.outputs ?? [])];
  return ownersOfPlaces({
    inputs: places.flatMap((place) => outputLocation({})(place, "", report) ?? []),
    outputs: [],
  });
};

const ownersOfPlaces = ({ inputs, outputs }: Pick<CheckedAccess, "inputs" | "outputs">): ReadJobs["owners"] =>
  Object.fromEntries(
    [...inputs, ...outputs].flatMap(({ bucket, ownerAccount }) =>
      ownerAccount === undefined ? [] : [[bucket, ownerAccount] as const],
    ),
  );

/** Jobs were named in the call: what is said of them begins with their own file. */
const fromJobs = ({ path, message }: Problem): Problem =>
  /^access\.jobs(\[\d+\])?$/.test(path) ? { path: "", message } : { path, message };

const stackOf = (
  file: string,
  name: string | undefined,
): { readonly name: string; readonly props: MediaConvertRoleStackProps } => {
  const stacks = Object.entries(readRolesFile(file).file.stacks);
  const [found, ...others] = name === undefined ? stacks : stacks.filter(([one]) => one === name);
  if (found === undefined || others.length > 0) {
    throw new SettingsError(file, [
      errors.whichStack(
        stacks.map(([one]) => one),
        name,
      ),
    ]);
  }
  return { name: found[0], props: found[1] };
};

/** Files of the working directory, and standard input; each pattern is read once. */
const reader = (): ReadJobFiles => {
  const found = new Map<string, ReturnType<ReadJobFiles>>();
  const files = jobFilesIn("");
  return (pattern) => {
    const known = found.get(pattern);
    if (known !== undefined) return known;
    const read =
      pattern === STDIN
        ? { files: [{ name: "stdin", content: readStdin(LARGEST_JOB_FILE) }], problems: [] }
        : files(pattern);
    found.set(pattern, read);
    return read;
  };
};
