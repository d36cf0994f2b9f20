import * as errors from "../errors";
import { parseArn } from "../policy/arn";
import { childPath, itemPath } from "../problem";
import type { TrustProps } from "../props";
import { type Surroundings, accountId, known } from "./arns";
import { type Check, flag, list, record, text } from "./check";

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
    const given = record<TrustProps>({
      sourceAccount: text(accountId),
      queues: list(text(), { nonEmpty: true }),
      confusedDeputyProtection: flag,
    })(value, path, report);
    if (given === undefined) return undefined;
    const { sourceAccount, queues = [], confusedDeputyProtection: protect = true } = given;
    if (!protect) {
      for (const key of ["sourceAccount", "queues"] as const) {
        if (given[key] !== undefined) report.problem(errors.protectionContradiction(childPath(path, key), key));
      }
    }
    const account = known(sourceAccount ?? surroundings.accountId, report);
    queues.forEach((queue, index) => {
      const at = itemPath(childPath(path, "queues"), index);
      if (!report.placeholders.isKnown(queue) || queue === "") return;
      const arn = parseArn(queue);
      if (arn === undefined) {
        if (!QUEUE_NAME.test(queue)) report.problem(errors.queueMalformed(at, queue));
        return;
      }
      const name = /^queues\/(.+)$/.exec(arn.resource)?.[1];
      if (arn.service !== "mediaconvert" || name === undefined || !QUEUE_NAME.test(name)) {
        report.problem(errors.queueMalformed(at, queue));
      } else if (account !== undefined && arn.account !== account) {
        report.problem(errors.queueAccount(at, queue, account));
      }
      const partition = known(surroundings.partition, report);
      if (partition !== undefined && arn.partition !== partition) {
        report.problem(errors.foreignPartition(at, queue, partition));
      }
    });
    return { protect, queues, ...(sourceAccount === undefined ? {} : { sourceAccount }) };
  };
