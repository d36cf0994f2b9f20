import * as errors from "../errors";
import { type Arn, isKeyResource, parseArn } from "../policy/arn";
import { type Check, type Report, type Rule, text } from "./check";

/** What is known of the surroundings, so that ARNs can be compared with it. Undefined or a placeholder: not known. */
export interface Surroundings {
  readonly partition?: string;
  readonly accountId?: string;
  readonly region?: string;
}

/** Whether an ARN's Region names one Region: not empty, no pattern. */
export const isOneRegion = (region: string): boolean => /^[a-z0-9-]+$/.test(region);

/** The value, if it is given and written out. */
export const known = (value: string | undefined, report: Report): string | undefined =>
  value !== undefined && report.placeholders.isKnown(value) ? value : undefined;

const KEY_EXAMPLE = "arn:aws:kms:REGION:ACCOUNT:key/ID";

/** An ARN for which `fits` holds, in the partition of the surroundings. */
export const arn =
  (example: string, fits: (arn: Arn) => boolean, { partition }: Surroundings): Rule<string> =>
  (value, path, report) => {
    const parsed = parseArn(value);
    if (parsed === undefined || !fits(parsed)) {
      report.problem(errors.notAnArn(path, value, example));
    } else if (known(partition, report) !== undefined && parsed.partition !== partition) {
      report.problem(errors.foreignPartition(path, value, partition ?? ""));
    }
  };

/** L-GRANT-KEYID: a key's own ARN. Placeholders pass. */
export const keyArn = (surroundings: Surroundings): Check<string> =>
  text((value, path, report) => {
    if (/(^|:)alias\//.test(value)) report.problem(errors.keyAlias(path, value));
    else {
      const isKey = ({ service, region, account, resource }: Arn): boolean =>
        service === "kms" && isOneRegion(region) && /^\d{12}$/.test(account) && isKeyResource(resource);
      arn(KEY_EXAMPLE, isKey, surroundings)(value, path, report);
    }
  });

/** A managed policy, AWS's or a customer's. */
export const policyArn = (surroundings: Surroundings): Check<string> =>
  text(
    arn(
      "arn:aws:iam::ACCOUNT:policy/NAME",
      ({ service, region, account, resource }) =>
        service === "iam" && region === "" && /^(aws|\d{12})$/.test(account) && /^policy\/[\w+=,.@/-]+$/.test(resource),
      surroundings,
    ),
  );

/** Twelve digits. */
export const accountId: Rule<string> = (value, path, report) => {
  if (!/^\d{12}$/.test(value)) report.problem(errors.accountId(path, value));
};
