import { type RuleId, ruleOf } from "./catalogue";
import type { Finding, Severity } from "./report";

/** What a finding says beside what its rule says. */
export interface Found {
  readonly rule: RuleId;
  /** Left out: that of the rule. */
  readonly severity?: Severity;
  readonly subject: string;
  readonly of?: string;
  readonly where: string;
  readonly says: string;
}

/** A finding of a rule. */
export const findingOf = ({ rule, severity, subject, of, where, says }: Found): Finding => {
  const { id, severity: usual, effect, title, advice } = ruleOf(rule);
  return {
    rule: id,
    severity: severity ?? usual,
    effect,
    subject,
    ...(of === undefined ? {} : { of }),
    where,
    title,
    says,
    advice,
  };
};
