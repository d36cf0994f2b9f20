import * as errors from "../errors";
import { partitionOfRegion } from "../policy/arn";
import { childPath } from "../problem";
import type {
  AssumeRole,
  AssumeRoleWithWebIdentity,
  BackendArguments,
  BackendProps,
  BackendValue,
  Endpoints,
  MediaConvertRoleStackProps,
  ProviderProps,
} from "../stack-props";
import { accountId } from "./arns";
import { tags } from "./attributes";
import {
  type Check,
  type Report,
  completeRecord,
  flag,
  isObject,
  list,
  map,
  oneOf,
  record,
  text,
  wholeNumber,
} from "./check";
import { region } from "./role";

/** The settings of a stack without its role, which is read on its own. */
export type CheckedStack = Omit<MediaConvertRoleStackProps, "role" | "provider"> & {
  readonly provider: CheckedProvider;
};

/** Provider settings in one form. */
export type CheckedProvider = Omit<ProviderProps, "assumeRole"> & { readonly assumeRole?: readonly AssumeRole[] };

const ASSUME_ROLE = {
  roleArn: text(),
  sessionName: text(),
  duration: text(),
  policy: text(),
  policyArns: list(text()),
};

const assumeRole = completeRecord<AssumeRole>(
  { ...ASSUME_ROLE, externalId: text(), sourceIdentity: text(), tags, transitiveTagKeys: list(text()) },
  ["roleArn"],
);

const assumeRoleWithWebIdentity = completeRecord<AssumeRoleWithWebIdentity>(
  { ...ASSUME_ROLE, webIdentityTokenFile: text() },
  ["roleArn"],
);

const asList = <T>(value: T | undefined): readonly T[] | undefined => (value === undefined ? undefined : [value]);

const CREDENTIALS = ["accessKey", "secretKey", "token", "webIdentityToken"];

const providerFields = record<CheckedProvider>({
  profile: text(),
  // A chain keeps its paths with an index; a single role is reported without one.
  assumeRole: (value, path, report) =>
    Array.isArray(value) ? list(assumeRole)(value, path, report) : asList(assumeRole(value, path, report)),
  assumeRoleWithWebIdentity,
  defaultTags: tags,
  endpoints: record<Endpoints>({ iam: text(), kms: text(), sts: text() }),
  allowedAccountIds: list(text(accountId)),
  forbiddenAccountIds: list(text(accountId)),
  sharedConfigFiles: list(text()),
  sharedCredentialsFiles: list(text()),
  customCaBundle: text(),
  httpProxy: text(),
  httpsProxy: text(),
  noProxy: text(),
  maxRetries: wholeNumber(0, 100),
  retryMode: oneOf("standard", "adaptive"),
  stsRegion: text(region),
  useFipsEndpoint: flag,
  useDualstackEndpoint: flag,
  insecure: flag,
  skipCredentialsValidation: flag,
  skipMetadataApiCheck: flag,
  skipRegionValidation: flag,
  skipRequestingAccountId: flag,
});

const provider: Check<CheckedProvider> = (value, path, report) => {
  if (!isObject(value)) return providerFields(value, path, report);
  const secret = CREDENTIALS.filter((key) => value[key] !== undefined);
  for (const key of secret) report.problem(errors.credentialsInFile(path, key));
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !secret.includes(key)));
  return providerFields(rest, path, report);
};

/** What each backend cannot do without. https://developer.hashicorp.com/terraform/language/backend */
const BACKENDS: { readonly [backend in keyof Required<BackendProps>]: readonly string[] } = {
  local: [],
  s3: ["bucket", "key"],
  http: ["address"],
  gcs: ["bucket"],
  azurerm: ["storageAccountName", "containerName", "key"],
  cloud: ["organization", "workspaces"],
};

const backendValue: Check<BackendValue> = (value, path, report) => {
  if (Array.isArray(value)) return list(backendValue)(value, path, report);
  if (isObject(value)) {
    // Keys end up as names in HCL, where nothing escapes them.
    for (const key of Object.keys(value)) {
      if (!/^[\w .:/=+@-]+$/.test(key)) report.problem(errors.argumentName(path, key));
    }
    return map(backendValue)(value, path, report);
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  report.problem(errors.wrongType(path, "text, a number, true, false, a list or an object", value));
  return undefined;
};

const backendArguments =
  (required: readonly string[]): Check<BackendArguments> =>
  (value, path, report) => {
    if (!isObject(value)) {
      report.problem(errors.wrongType(path, "an object", value));
      return undefined;
    }
    for (const key of required) {
      if (value[key] === undefined) report.problem(errors.missing(path, key));
    }
    const { workspaces } = value;
    if (required.includes("workspaces") && workspaces !== undefined) {
      const named = isObject(workspaces) && typeof workspaces["name"] === "string";
      const tagged = isObject(workspaces) && Array.isArray(workspaces["tags"]);
      if (named === tagged) report.problem(errors.workspacesMalformed(childPath(path, "workspaces")));
    }
    return backendValue(value, path, report) as BackendArguments | undefined;
  };

const backend: Check<BackendProps> = (value, path, report) => {
  const checked = record<BackendProps>({
    local: backendArguments(BACKENDS.local),
    s3: backendArguments(BACKENDS.s3),
    http: backendArguments(BACKENDS.http),
    gcs: backendArguments(BACKENDS.gcs),
    azurerm: backendArguments(BACKENDS.azurerm),
    cloud: backendArguments(BACKENDS.cloud),
  })(value, path, report);
  const names = Object.keys(isObject(value) ? value : {});
  if (checked !== undefined && names.length !== 1) report.problem(errors.backendCount(path, names));
  return checked;
};

/** Reads a stack's settings but for the role's. The role's key is known here, so that it is no unknown one. */
export const checkStack = (value: unknown, path: string, report: Report): CheckedStack | undefined => {
  const given = record<CheckedStack & { readonly role: unknown }>(
    { region: text(region), backend, provider, role: (role) => role ?? undefined },
    ["region", "role"],
  )(value, path, report);
  return given?.region === undefined ? undefined : { ...given, region: given.region, provider: given.provider ?? {} };
};

/** What a stack's Region says about the role in it. */
export const surroundingsOfStack = (stackRegion: string): { readonly region: string; readonly partition: string } => ({
  region: stackRegion,
  partition: partitionOfRegion(stackRegion),
});
