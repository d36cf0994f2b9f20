import * as errors from "../errors";
import { mayBeInPartition } from "../policy/arn";
import { type EndpointDefect, endpointArn, parseEndpoint } from "../policy/endpoint";
import { ANY_API, DEFAULT_API_METHOD } from "../policy/permissions";
import { childPath } from "../problem";
import type { ApiEndpoint, ConfiguredAccess } from "../props";
import { type Surroundings, accountId, arn, known } from "./arns";
import {
  type Check,
  type Report,
  type Rule,
  isObject,
  list,
  oneOf,
  record,
  reportRepeats,
  text,
  textOr,
} from "./check";
import type { CheckedJobs } from "./jobs";
import { type CheckedLocation, inputLocation, outputLocation } from "./location";
import { API_ARN, STAGE } from "../policy/patterns";

/** The `access` setting, with locations taken apart. */
export interface CheckedAccess {
  readonly mode: "full" | "configured" | "jobs" | "custom";
  readonly inputs: readonly CheckedLocation[];
  readonly outputs: readonly CheckedLocation[];
  readonly endpoints: readonly CheckedEndpoint[];
  /** Of mode `jobs`; the locations come once the rest of the role is read. */
  readonly jobs?: CheckedJobs;
}

/** An ARN, or how to make one once the account and partition are at hand. */
export type CheckedEndpoint = (place: { readonly partition: string; readonly accountId: string }) => string;

/** The modes that need no job files, which Terraform has no reader for. */
export const PLAIN_MODES = ["configured", "custom", "full"] as const;
const MODES = ["jobs", ...PLAIN_MODES] as const;

/** Reads `access`. */
export const access =
  (surroundings: Surroundings): Check<CheckedAccess> =>
  (value, path, report) => {
    const nothing = { inputs: [], outputs: [], endpoints: [] };
    if (!isObject(value)) {
      report.problem(errors.wrongType(path, 'an object such as { "mode": "full" }', value));
      return undefined;
    }
    if (value["mode"] === undefined) {
      report.problem(errors.missing(path, "mode"));
      return undefined;
    }
    const mode = oneOf(...MODES)(value["mode"], childPath(path, "mode"), report);
    if (mode === undefined) return undefined;
    if (mode === "jobs") {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- other modes need nothing of it
      const { jobsAccess } = require("./jobs") as typeof import("./jobs");
      const jobs = jobsAccess(surroundings)(value, path, report);
      return jobs === undefined ? undefined : { mode, ...nothing, jobs };
    }
    if (mode !== "configured") {
      record<{ mode: string }>({ mode: text() })(value, path, report);
      return { mode, ...nothing };
    }
    const given = record<CheckedFields>({
      mode: text(),
      inputs: list(inputLocation(surroundings)),
      outputs: list(outputLocation(surroundings)),
      apiGateway: apiGateway(surroundings),
    })(value, path, report);
    const inputs = given?.inputs ?? [];
    const outputs = given?.outputs ?? [];
    if (isEmptyOrAbsent(value["inputs"]) && isEmptyOrAbsent(value["outputs"])) report.problem(errors.noLocations(path));
    reportSamePlaces(inputs, report);
    reportSamePlaces(outputs, report);
    return { mode, inputs, outputs, endpoints: given?.apiGateway ?? [] };
  };

interface CheckedFields {
  readonly mode: string;
  readonly inputs: readonly CheckedLocation[];
  readonly outputs: readonly CheckedLocation[];
  readonly apiGateway: readonly CheckedEndpoint[];
}

const isEmptyOrAbsent = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

export const reportSamePlaces = (locations: readonly CheckedLocation[], report: Report): void => {
  const { identity } = report.placeholders;
  reportRepeats(
    locations,
    ({ bucket, pattern }) => `${identity(bucket)}/${identity(pattern)}`,
    ({ path }, first) => errors.duplicateLocation(path, first.path),
    report,
  );
};

const anyApi: CheckedEndpoint = ({ partition }) => `arn:${partition}:${ANY_API}`;

export const apiGateway = (surroundings: Surroundings): Check<readonly CheckedEndpoint[]> =>
  textOr(
    (value, path, report) => {
      const word = oneOf<ConfiguredAccess["apiGateway"] & string>("none", "all")(value, path, report);
      return word === undefined ? undefined : word === "all" ? [anyApi] : [];
    },
    list(endpoint(surroundings)),
  );

export const API_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"] as const;

const endpoint = (surroundings: Surroundings): Check<CheckedEndpoint> =>
  textOr(
    (value, path, report) => {
      const written = text()(value, path, report);
      if (written === undefined || written === "") return undefined;
      if (written.startsWith("arn:") || !report.placeholders.isKnown(written)) {
        return apiArn(surroundings)(written, path, report);
      }
      return endpointByUrl({ url: written }, path, surroundings, report);
    },
    (value, path, report) => {
      const given = record<ApiEndpoint>(
        {
          url: text(),
          method: oneOf(...API_METHODS),
          accountId: text(accountId),
          stage: text(stage),
        },
        ["url"],
      )(value, path, report);
      if (given?.url === undefined) return undefined;
      return endpointByUrl({ ...given, url: given.url }, childPath(path, "url"), surroundings, report);
    },
  );

const stage: Rule<string> = (value, path, report) => {
  if (!STAGE.test(value)) report.problem(errors.stageMalformed(path, value));
};

/** An execute-api ARN as it is. Text that begins with a placeholder is one too, unless it goes on as a URL. */
const apiArn =
  (surroundings: Surroundings): Check<CheckedEndpoint> =>
  (value, path, report) => {
    const written = String(value);
    if (!report.placeholders.isKnown(written)) {
      if (/^https?:/.test(written)) {
        report.problem(errors.endpointNotLiteral(path));
        return undefined;
      }
      return () => written;
    }
    arn("api", API_ARN, surroundings)(written, path, report);
    return () => written;
  };

/** What is wrong with a URL, and what to do. */
export const ENDPOINT_DEFECTS: { readonly [defect in EndpointDefect]: string } = {
  "not-a-url": 'is neither a URL nor an ARN; write "https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH"',
  "not-https": "is not an https URL, and MediaConvert calls no other; correct it",
  extras: "has a user, port, query or fragment; write scheme, host and path only",
  path: "has a path that holds spaces, special characters or dot segments; write them as %XX, or give the API's execute-api ARN",
  private: "is the address of a private API, which MediaConvert cannot reach",
  "not-api-gateway":
    "is not an execute-api address: for a custom domain give the API's execute-api ARN; an endpoint outside API Gateway needs nothing on the role, leave it out",
};

export const endpointByUrl = (
  { url, method, accountId: owner, stage }: ApiEndpoint,
  path: string,
  surroundings: Surroundings,
  report: Report,
): CheckedEndpoint | undefined => {
  if (!report.placeholders.isKnown(url)) {
    report.problem(errors.endpointNotLiteral(path));
    return undefined;
  }
  const parsed = parseEndpoint(url);
  if (typeof parsed === "string") {
    report.problem(errors.notAnEndpoint(path, url, ENDPOINT_DEFECTS[parsed]));
    return undefined;
  }
  const partition = known(surroundings.partition, report);
  const isChina = partition === "aws-cn";
  if (partition !== undefined && (parsed.china !== isChina || !mayBeInPartition(parsed.region, partition))) {
    report.problem(errors.endpointPartition(path, url, partition));
  }
  const region = known(surroundings.region, report);
  if (region !== undefined && parsed.region !== region) report.warn(errors.endpointRegion(path, url, region));
  const call = { method: method ?? DEFAULT_API_METHOD, ...(stage === undefined ? {} : { stage }) };
  return (place) => endpointArn(parsed, { partition: place.partition, account: owner ?? place.accountId, ...call });
};
