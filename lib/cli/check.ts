import { type Problem, SettingsError } from "../problem";
import type { JobNeed } from "../jobs/derive";
import { at } from "../jobs/tree";
import { KEY_ARN, USUAL_ROLE_PATH } from "../policy/patterns";
import { type Assumptions, isForeignBucket } from "../requests/access-input";
import { checkRequests } from "../requests/check";
import { type CheckReport, checkMarkdown, checkReport, checkText } from "../requests/check-report";
import type { Elsewhere } from "../requests/described-jobs";
import { beyondNeed } from "../requests/least";
import { foreignRemarks } from "../requests/remarks";
import { viewOf } from "../requests/role-view";
import { checkSarif } from "../requests/sarif";
import { trustRequests } from "../requests/trust-requests";
import type { RoleFacts } from "../roles/facts";
import { lineFinder } from "../files/line-finder";
import * as errors from "./errors";
import type { CHECK_FORMATS } from "./formats";
import { type JobFlags, readJobs } from "./jobs-input";
import { EXIT, type Output } from "./output";
import { type SourcedRole, readRole } from "./role-source";

export interface CheckFlags extends JobFlags {
  readonly role: readonly string[];
  /** Name, ARN or address of the role in its sources. */
  readonly which?: string;
  readonly least?: boolean;
  /** `BUCKET=ACCOUNT` each. */
  readonly owner?: readonly string[];
  readonly keysDelegate?: boolean;
  /** Asks IAM whether names are free, and looks at no job. */
  readonly preflight?: boolean;
  readonly format?: (typeof CHECK_FORMATS)[number];
}

/**
 * Does this role let these jobs run?
 *
 * @returns the exit code: 0 yes, 1 no (or, with `least`, more than needed), 2 wrong input, 3 it cannot be told
 */
export const check = (
  patterns: readonly string[],
  flags: CheckFlags,
  output: Output,
  env: NodeJS.ProcessEnv,
): number => {
  const wrong = faultsOf(patterns, flags);
  if (wrong.length > 0) throw new SettingsError("the call", wrong);
  const role = readRole(flags.role, flags.which);
  const jobs = readJobs(patterns, jobFlags(flags, role.facts), env, elsewhereOf(role.facts));
  const { site, description } = jobs;
  const { view, problems } = viewOf(role.facts, site, {
    ...description.settings,
    isSaid: jobs.props.roleName !== undefined,
  });
  if (problems.length > 0 && view.identity.length === 0) throw new SettingsError("the role", problems);
  const isPolicyAlone = [...role.kinds].every((kind) => kind === "policy");
  const assumptions: Assumptions = {
    owners: {
      ...jobs.owners,
      ...Object.fromEntries((flags.owner ?? []).map((text) => text.split("=", 2) as [string, string])),
    },
    keysDelegate: flags.keysDelegate === true || isPolicyAlone,
  };
  const needs = description.checked.jobs?.needs ?? [];
  const trust = isPolicyAlone && !view.hasTrust ? [] : trustRequests(needs, view.caller.roleArn, site);
  const report = checkReport({
    role: { where: role.facts.where, arn: view.caller.roleArn },
    requests: checkRequests([...trust, ...jobs.requests], view, assumptions),
    questions: jobs.questions,
    gaps: view.gaps.filter(({ of }) => of !== "trust" || !isPolicyAlone).map(({ where, what }) => ({ where, what })),
    remarks: [
      ...foreignRemarks(needs, (bucket) => isForeignBucket(bucket, view, assumptions)),
      ...otherRoles(needs, view.caller.roleArn),
      ...remarksOf(role, assumptions, isPolicyAlone),
      ...problems.map(({ path, message }) => `${path}: ${message}`),
    ],
    isPartial: role.incomplete.length > 0,
    ...(flags.least === true ? { least: beyondNeed(description.policies, view) } : {}),
  });
  output.log(rendered(report, flags.format));
  for (const { path, message } of jobs.warnings) output.error(`warning: ${path}: ${message}`);
  return exitCode(report);
};

/** Flags that would have no effect, and input that cannot be read. */
const faultsOf = (
  patterns: readonly string[],
  { role, least, granularity, settings, stack }: CheckFlags,
): readonly Problem[] => [
  ...(granularity !== undefined && least !== true ? [errors.granularityAlone()] : []),
  ...(stack !== undefined && settings === undefined ? [errors.stackAlone()] : []),
  ...([...patterns, ...role].filter((source) => source === "-").length > 1 ? [errors.stdinTwice()] : []),
];

const exitCode = ({ answer, beyond = [] }: CheckReport): number => {
  if (answer === "unknown") return EXIT.undecided;
  return answer === "no" || beyond.length > 0 ? EXIT.findings : EXIT.clean;
};

const rendered = (report: CheckReport, format: CheckFlags["format"] = "text"): string => {
  switch (format) {
    case "json":
      return JSON.stringify(report, undefined, 2);
    case "markdown":
      return checkMarkdown(report);
    case "sarif":
      return JSON.stringify(checkSarif(report, lineFinder()), undefined, 2);
    case "text":
      return checkText(report);
  }
};

/** The need is compared with the role as policy statements, which show encryption contexts; and exactly, unless told. */
const jobFlags = ({ granularity = "object", ...flags }: CheckFlags, { accountId, partition }: RoleFacts): JobFlags => ({
  ...flags,
  granularity,
  kmsAuthorization: "policy",
  ...(flags.account === undefined && /^\d{12}$/.test(accountId ?? "") ? { account: accountId ?? "" } : {}),
  ...(partition === undefined || partition.includes("$") ? {} : { partition }),
});

/** What the sources tell of the place and of buckets. */
const elsewhereOf = ({ region, buckets }: RoleFacts): Elsewhere => ({
  ...(region === undefined || region.includes("$") ? {} : { region }),
  buckets: Object.fromEntries(
    Object.entries(buckets).flatMap(([name, { encryption }]) => {
      if (encryption === undefined) return [];
      if (typeof encryption === "string") return [[name, {}] as const];
      return KEY_ARN.test(encryption.keyArn) ? [[name, { kmsKeyArn: encryption.keyArn }] as const] : [];
    }),
  ),
  bucketKeyNow: (name) => (Object.hasOwn(buckets, name) ? buckets[name]?.bucketKey : undefined),
});

/** Roles that jobs name and that are not the one that was looked at. */
const otherRoles = (needs: readonly JobNeed[], roleArn: string): readonly string[] => [
  ...new Set(
    needs
      .flatMap(({ need }) => need.roles)
      .filter((named) => named.roleArn !== roleArn)
      .map((named) => `${at(named.origin.place)} names another role, ${named.roleArn}`),
  ),
];

const remarksOf = (
  { facts, incomplete }: SourcedRole,
  { keysDelegate }: Assumptions,
  isPolicyAlone: boolean,
): readonly string[] => [
  ...incomplete,
  ...(facts.path === undefined || USUAL_ROLE_PATH.test(facts.path)
    ? []
    : [
        `error 1432 has been reported for roles at paths such as ${facts.path}; / and /service-role/ are known to work`,
      ]),
  ...(isPolicyAlone ? ["the source is a policy alone: who may assume the role was not looked at"] : []),
  ...(keysDelegate
    ? ["key policies that the sources do not show are taken for AWS's default, which passes access on to the account"]
    : []),
  "service control policies and VPC endpoint policies can still deny, and policies of resources that the sources lack can deny or allow",
];
