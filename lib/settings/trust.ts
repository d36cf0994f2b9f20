import * as errors from "../errors";
import { ARN_ACCOUNT, ARN_PARTITION } from "../policy/arn";
import { childPath } from "../problem";
import type { TrustProps, WholePolicy } from "../props";
import { type Surroundings, accountId, known } from "./arns";
import { type Check, type Rule, flag, isObject, list, record, text } from "./check";
import { QUEUE_ARN, QUEUE_NAME } from "../policy/patterns";
import { trustPolicy } from "./whole-policy";

/** Who may assume the role, before names become ARNs. */
export interface CheckedTrust {
  readonly protect: boolean;
  readonly sourceAccount?: string;
  /** Names or ARNs; empty: every queue. */
  readonly queues: readonly string[];
  /** Stands in place of all that. */
  readonly policy?: WholePolicy;
}

export const DEFAULT_TRUST: CheckedTrust = { protect: true, queues: [] };

/** Reads `trust`. */
export const trust =
  (surroundings: Surroundings): Check<CheckedTrust> =>
  (value, path, report) => {
    const own = isObject(value) ? value["sourceAccount"] : undefined;
    const account = typeof own === "string" ? own : surroundings.accountId;
    const given = record<TrustProps>({
      sourceAccount: text(accountId),
      queues: list(text(queue({ ...surroundings, ...(account === undefined ? {} : { accountId: account }) })), {
        nonEmpty: true,
      }),
      confusedDeputyProtection: flag,
      policy: trustPolicy,
    })(value, path, report);
    if (given === undefined) return undefined;
    const { sourceAccount, queues = [], confusedDeputyProtection: protect = true, policy } = given;
    if (isObject(value) && value["policy"] !== undefined) {
      for (const key of ["sourceAccount", "queues", "confusedDeputyProtection"] as const) {
        if (value[key] !== undefined) report.problem(errors.besideTrustPolicy(childPath(path, key), key));
      }
      return { protect, queues: [], ...(policy === undefined ? {} : { policy }) };
    }
    if (!protect) {
      for (const key of ["sourceAccount", "queues"] as const) {
        if (given[key] !== undefined) report.problem(errors.protectionContradiction(childPath(path, key), key));
      }
    }
    return { protect, queues, ...(sourceAccount === undefined ? {} : { sourceAccount }) };
  };

/** A queue's name or ARN; the ARN must be of the account that jobs come from. */
const queue =
  (surroundings: Surroundings): Rule<string> =>
  (value, path, report) => {
    if (QUEUE_NAME.test(value)) return;
    if (!QUEUE_ARN.test(value)) {
      report.problem(errors.queueMalformed(path, value));
      return;
    }
    const account = known(surroundings.accountId, report);
    const partition = known(surroundings.partition, report);
    const fields = value.split(":");
    if (account !== undefined && fields[ARN_ACCOUNT] !== account) {
      report.problem(errors.queueAccount(path, value, account));
    }
    if (partition !== undefined && fields[ARN_PARTITION] !== partition) {
      report.problem(errors.foreignPartition(path, value, partition));
    }
  };
