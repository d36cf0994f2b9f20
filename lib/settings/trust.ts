import * as errors from "../errors";
import { parseArn } from "../policy/arn";
import { childPath } from "../problem";
import type { TrustProps } from "../props";
import { type Surroundings, accountId, known } from "./arns";
import { type Check, type Rule, flag, isObject, list, record, text } from "./check";

/** Who may assume the role, before names become ARNs. */
export interface CheckedTrust {
  readonly protect: boolean;
  readonly sourceAccount?: string;
  /** Names or ARNs; empty: every queue. */
  readonly queues: readonly string[];
}

export const DEFAULT_TRUST: CheckedTrust = { protect: true, queues: [] };

const QUEUE_NAME = /^[\w .*?-]{1,256}$/;

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
    })(value, path, report);
    if (given === undefined) return undefined;
    const { sourceAccount, queues = [], confusedDeputyProtection: protect = true } = given;
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
    const arn = parseArn(value);
    const name = arn === undefined ? value : /^queues\/(.+)$/.exec(arn.resource)?.[1];
    if (name === undefined || !QUEUE_NAME.test(name) || (arn !== undefined && arn.service !== "mediaconvert")) {
      report.problem(errors.queueMalformed(path, value));
      return;
    }
    const account = known(surroundings.accountId, report);
    const partition = known(surroundings.partition, report);
    if (arn === undefined) return;
    if (account !== undefined && arn.account !== account) report.problem(errors.queueAccount(path, value, account));
    if (partition !== undefined && arn.partition !== partition) {
      report.problem(errors.foreignPartition(path, value, partition));
    }
  };
