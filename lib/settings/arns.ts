import * as errors from "../errors";
import type { JobNeed } from "../jobs/derive";
import type { ReadJobFiles } from "../jobs/job-file";
import { ARN_PARTITION } from "../policy/arn";
import { type Check, type Report, type Rule, text } from "./check";
import { ACCOUNT_ID, KEY_ALIAS, KEY_ARN, POLICY_ARN } from "../policy/patterns";

/** What is known of the surroundings, so that ARNs can be compared with it. Undefined or a placeholder: not known. */
export interface Surroundings {
  readonly partition?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** Reads the files that mode `jobs` names; undefined: no files are read. */
  readonly jobFiles?: ReadJobFiles;
  /** What the jobs of mode `jobs` need, where they have been read already. */
  readonly jobNeeds?: readonly JobNeed[];
  /** Whether grants can be made in another Region than this one; undefined: in none. */
  readonly grantsIn?: (region: string) => boolean;
}

/** The value, if it is given and written out. */
export const known = (value: string | undefined, report: Report): string | undefined =>
  value !== undefined && report.placeholders.isKnown(value) ? value : undefined;

/** How an ARN is to be written, for a message. */
export const ARN_EXAMPLES = {
  key: "arn:aws:kms:REGION:ACCOUNT:key/ID",
  policy: "arn:aws:iam::ACCOUNT:policy/NAME",
  connection: "arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID",
  feed: "arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID",
  secret: "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-abc123",
  api: "arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH",
} as const;

/** An ARN of this form, in the partition of the surroundings. */
export const arn =
  (kind: keyof typeof ARN_EXAMPLES, pattern: RegExp, { partition }: Surroundings): Rule<string> =>
  (value, path, report) => {
    if (!pattern.test(value)) {
      report.problem(errors.notAnArn(path, value, ARN_EXAMPLES[kind]));
    } else if (known(partition, report) !== undefined && value.split(":")[ARN_PARTITION] !== partition) {
      report.problem(errors.foreignPartition(path, value, partition ?? ""));
    }
  };

/** A key's own ARN. Placeholders pass. */
export const keyArn = (surroundings: Surroundings): Check<string> =>
  text((value, path, report) => {
    if (KEY_ALIAS.test(value)) report.problem(errors.keyAlias(path, value));
    else arn("key", KEY_ARN, surroundings)(value, path, report);
  });

/** A managed policy, AWS's or a customer's. */
export const policyArn = (surroundings: Surroundings): Check<string> => text(arn("policy", POLICY_ARN, surroundings));

/** Twelve digits. */
export const accountId: Rule<string> = (value, path, report) => {
  if (!ACCOUNT_ID.test(value)) report.problem(errors.accountId(path, value));
};
