import * as errors from "../errors";
import { mayBeInPartition, partitionOfRegion } from "../policy/arn";
import { FULL_ACCESS_POLICIES } from "../policy/permissions";
import type { Statement } from "../policy/model";
import type { InlinePolicy } from "../policy/role-settings";
import { childPath, itemPath } from "../problem";
import type { MediaConvertRoleProps } from "../props";
import { type CheckedAccess, access } from "./access";
import { type Surroundings, accountId, known, policyArn } from "./arns";
import * as attributes from "./attributes";
import { type Check, type Report, anyText, flag, isObject, oneOf, record, text, wholeNumber } from "./check";
import { CONSOLE_PATH, DEFAULT_ATTACHED, MOST_ATTACHED, SESSION } from "./defaults";
import {
  KEY_AUTHORIZATIONS,
  type CheckedConnection,
  type CheckedKey,
  type CheckedSecret,
  arns,
  connections,
  feeds,
  isExactSecret,
  kmsKeys,
  namedKeys,
  secrets,
} from "./keys";
import type { JobsResult } from "./jobs";
import { checkOwners } from "./owners";
import { PARTITION, REGION } from "../policy/patterns";
import { inlinePolicies } from "./inline-policies";
import { statements } from "./statement";
import { submitters } from "./submitters";
import { type CheckedTrust, trust } from "./trust";

/** What a role's settings hold after the check: of the right type, taken apart, without defaults. */
export type CheckedRole = Partial<Omit<MediaConvertRoleProps, keyof Parts>> &
  Partial<Parts> & { readonly access: CheckedAccess };

interface Parts {
  readonly access: CheckedAccess;
  readonly trust: CheckedTrust;
  readonly statements: readonly Statement[];
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly secrets: readonly CheckedSecret[];
  readonly kmsKeys: readonly CheckedKey[];
  readonly tamsConnections: readonly CheckedConnection[];
  /** Of mode `jobs`: ids of keys of the role's account and the job's Region. */
  readonly signingKeyIds: readonly string[];
  /** Of mode `jobs`. */
  readonly jobs: JobsResult;
}

/**
 * Reads the settings of one role and reports every problem.
 *
 * @param around what the stack knows; the role's own `partition`, `accountId` and `region` go first
 * @returns undefined where `access` cannot be read
 */
export const checkRole =
  (around: Surroundings): Check<CheckedRole> =>
  (value, path, report) => {
    if (!isObject(value)) {
      report.problem(errors.wrongType(path, "an object", value));
      return undefined;
    }
    const surroundings = surroundingsOf(value, around, path, report);
    const given = record<Omit<CheckedRole, "access" | "signingKeyIds" | "jobs"> & { readonly access?: CheckedAccess }>({
      access: access(surroundings),
      roleName: text(attributes.roleName),
      path: text(attributes.rolePath),
      policyPath: text(attributes.policyPath),
      description: anyText(attributes.description),
      maxSessionDuration: wholeNumber(SESSION.shortest, SESSION.longest, " seconds"),
      permissionsBoundary: policyArn(surroundings),
      forceDetachPolicies: flag,
      tags: attributes.tags,
      trust: trust(surroundings),
      submitters: submitters(value["roleName"]),
      managedPolicyArns: arns(policyArn(surroundings)),
      maxAttachedPolicies: wholeNumber(1, MOST_ATTACHED),
      statements,
      inlinePolicies,
      secrets: secrets(surroundings),
      kmsKeys: kmsKeys(surroundings),
      tamsConnections: connections(surroundings),
      elementalInference: flag,
      inferenceFeeds: feeds(surroundings),
      kmsAuthorization: oneOf(...KEY_AUTHORIZATIONS),
      kmsEncrypt: flag,
      adopt: flag,
      exclusive: flag,
      preventDestroy: flag,
      partition: text(partition),
      accountId: text(accountId),
      region: text(region),
    })(value, path, report);
    if (value["access"] === undefined) report.problem(errors.accessMissing(path));
    if (given?.access === undefined) return undefined;
    const role = completed({ ...given, access: given.access }, surroundings, report);
    checkKeys(role, surroundings, report);
    checkOwners(role.access, surroundings, report);
    checkAttachments(role, path, report);
    if (grantsNothing(role)) report.warn(errors.nothingGranted(childPath(path, "access")));
    checkAdoption(role, path, report);
    return role;
  };

const completed = (role: CheckedRole, surroundings: Surroundings, report: Report): CheckedRole => {
  const { jobs } = role.access;
  if (jobs === undefined) return role;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- other modes need nothing of it
  const { withJobs } = require("./derived-role") as typeof import("./derived-role");
  return withJobs(role, jobs, surroundings, report);
};

export const region = (value: string, path: string, report: Report): void => {
  if (!REGION.test(value)) report.problem(errors.regionMalformed(path, value));
};

const partition = (value: string, path: string, report: Report): void => {
  if (!PARTITION.test(value)) report.problem(errors.partitionMalformed(path, value));
};

const surroundingsOf = (
  value: { readonly [key: string]: unknown },
  around: Surroundings,
  path: string,
  report: Report,
): Surroundings => {
  const textAt = (key: string): string | undefined => {
    const found = value[key];
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const ownRegion = textAt("region") ?? around.region;
  const own = textAt("partition");
  const literalRegion = known(ownRegion, report);
  const literal = known(own, report);
  if (literal !== undefined && literalRegion !== undefined && !mayBeInPartition(literalRegion, literal)) {
    report.problem(errors.partitionOfOtherRegion(childPath(path, "partition"), literal, literalRegion));
  }
  return definedOnly({
    partition: own ?? around.partition ?? (literalRegion === undefined ? undefined : partitionOfRegion(literalRegion)),
    accountId: textAt("accountId") ?? around.accountId,
    region: ownRegion,
    jobFiles: around.jobFiles,
    jobNeeds: around.jobNeeds,
    grantsIn: around.grantsIn,
  });
};

const definedOnly = (values: { readonly [K in keyof Surroundings]: Surroundings[K] | undefined }): Surroundings =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** A-PATH, A-ATTACH. */
const checkAdoption = (role: CheckedRole, path: string, report: Report): void => {
  if (role.adopt !== true) return;
  if (role.path === undefined) report.warn(errors.adoptedPath(path, CONSOLE_PATH));
  const namesPolicies = role.access.mode === "full" || hasAny(role.managedPolicyArns) || hasAny(role.inlinePolicies);
  if (!namesPolicies && role.exclusive !== true) report.warn(errors.adoptsRoleAlone(childPath(path, "adopt")));
};

const grantsByGrant = ({ kmsAuthorization = "grant" }: CheckedRole): boolean => kmsAuthorization !== "policy";

/** Rules that concern keys as a whole: their Region, their account, their one kind of use. */
const checkKeys = (role: CheckedRole, surroundings: Surroundings, report: Report): void => {
  const { isKnown, identity } = report.placeholders;
  const { inputs, outputs } = role.access;
  const keys = namedKeys({
    users: [...inputs, ...outputs, ...(role.secrets ?? []), ...(role.tamsConnections ?? [])],
    kmsKeys: role.kmsKeys ?? [],
  });
  const encrypting = new Set(keys.filter(({ encrypts }) => encrypts).map(({ keyArn }) => identity(keyArn)));
  const account = known(surroundings.accountId, report);
  const here = known(surroundings.region, report);
  for (const { path: at, keyArn, signs } of keys) {
    if (signs && encrypting.has(identity(keyArn))) report.problem(errors.keyUsedTwice(at, keyArn));
    if (!isKnown(keyArn) || !grantsByGrant(role)) continue;
    const [, , , keyRegion = "", keyAccount = ""] = keyArn.split(":");
    if (!/^\d{12}$/.test(keyAccount)) continue; // reported as no key ARN
    if (here !== undefined && keyRegion !== here && surroundings.grantsIn?.(keyRegion) !== true) {
      report.problem(errors.keyRegion(at, keyArn, here));
    }
    if (account !== undefined && keyAccount !== account) report.warn(errors.foreignKeyGrant(at, keyArn, account));
  }
  for (const { path: at, secret, kmsKeyArn } of role.secrets ?? []) {
    if (kmsKeyArn !== undefined && grantsByGrant(role) && !isExactSecret(secret, isKnown)) {
      report.problem(errors.secretKeyNeedsArn(at, secret));
    }
  }
  for (const { path: at, connectionArn, kmsKeyArn } of role.tamsConnections ?? []) {
    if (kmsKeyArn !== undefined && grantsByGrant(role)) {
      report.problem(errors.connectionKeyNeedsPolicy(at, connectionArn));
    }
  }
};

/** L-ATTACH. */
const checkAttachments = (role: CheckedRole, path: string, report: Report): void => {
  const { managedPolicyArns = [], maxAttachedPolicies = DEFAULT_ATTACHED } = role;
  const full = role.access.mode === "full" ? FULL_ACCESS_POLICIES : [];
  managedPolicyArns.forEach((policy, index) => {
    const name = /^arn:[a-z-]+:iam::aws:policy\/([^/]+)$/.exec(policy)?.[1];
    if (full.some((attached) => attached === name)) {
      report.problem(errors.alreadyAttached(itemPath(childPath(path, "managedPolicyArns"), index), policy));
    }
  });
  const count = full.length + managedPolicyArns.length + (makesPolicy(role) ? 1 : 0);
  const at = childPath(path, "managedPolicyArns");
  if (count > maxAttachedPolicies) report.problem(errors.tooManyPolicies(at, count, maxAttachedPolicies));
  else if (count > DEFAULT_ATTACHED) report.warn(errors.manyPolicies(at, count));
};

const hasAny = (values: readonly unknown[] | undefined): boolean => values !== undefined && values.length > 0;

/** Whether the role gets a policy of its own, beside managed ones. */
const makesPolicy = (role: CheckedRole): boolean =>
  role.access.mode === "configured" ||
  role.access.mode === "jobs" ||
  hasAny(role.tamsConnections) ||
  hasAny(role.inferenceFeeds) ||
  role.elementalInference === true ||
  hasAny(role.statements) ||
  hasAny(role.secrets) ||
  (hasAny(role.kmsKeys) && role.kmsAuthorization !== undefined && role.kmsAuthorization !== "grant");

const grantsNothing = (role: CheckedRole): boolean =>
  role.access.mode === "custom" &&
  !hasAny(role.statements) &&
  !hasAny(role.inlinePolicies) &&
  !hasAny(role.secrets) &&
  !hasAny(role.tamsConnections) &&
  !hasAny(role.inferenceFeeds) &&
  role.elementalInference !== true &&
  !hasAny(role.kmsKeys) &&
  !hasAny(role.managedPolicyArns);
