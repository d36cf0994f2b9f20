import type { Cause } from "./cause";
import type { ToldChange } from "./changes";
import { type Found, findingOf } from "./finding";
import { escalationsIn } from "./classify";
import type { Gain } from "./gains";
import type { Finding } from "./report";
import { listed } from "./sentences";

/** Findings about what is newly allowed, each with a subject that names exactly that. */
export const gainFindings = (address: string, told: readonly ToldChange[]): readonly Finding[] =>
  told.flatMap((one) => {
    const { change, gain, class: found } = one;
    if (found === undefined) return [];
    const isPattern = gain.actions.some((action) => /[*?]/.test(action));
    const escalations = found.rule === "privilege-escalation" && isPattern ? escalationsIn(gain) : [];
    const more = escalations.length === 0 ? "" : `, among them ${listed(escalations)}`;
    const made: Found = {
      rule: found.rule,
      severity: found.severity,
      subject: subjectOf(address, gain),
      of: address,
      where: change.statement.document,
      says: `${change.says}${more}`,
    };
    const finding = findingOf(made);
    return [change.certain ? finding : { ...finding, effect: "unknown" }];
  });

/** `aws_iam_role.r: s3:PutObject on arn:aws:s3:::acme-out/*`, and what else tells one such gain from another. */
const subjectOf = (address: string, { unit, actions, targets, cause }: Gain): string => {
  const { statement } = unit;
  const isTrust = unit.kind === "trust";
  const not = (list: { readonly not: boolean; readonly patterns: readonly string[] } | undefined): string =>
    `everything but ${sorted(list?.patterns ?? [])}`;
  const what = statement?.actions.not === true ? not(statement.actions) : sorted(actions);
  const principals = statement?.principals;
  const who =
    principals?.not === true ? `everyone but ${sorted(principals.entries.map(({ value }) => value))}` : sorted(targets);
  const resources = isTrust ? statement?.resources : undefined;
  const which =
    statement?.resources?.not === true
      ? not(statement.resources)
      : sorted(isTrust ? (resources?.patterns ?? []) : targets);
  const words = isTrust ? `${what}${which === "" ? "" : ` on ${which}`} for ${who}` : `${what} on ${which}`;
  return `${address}: ${words}${causeSubject(cause)}`;
};

const sorted = (texts: readonly string[]): string => [...new Set(texts)].sort().join(", ");

const causeSubject = (cause: Cause): string => {
  switch (cause.kind) {
    case "condition":
      return ` without ${sorted(cause.tests.map(({ operator, key, values }) => `${operator} ${key} ${sorted(values)}`))}`;
    case "deny":
      return ` not denied by ${sorted(cause.by.map(({ document, sid, index }) => `${document} ${sid ?? String((index ?? 0) + 1)}`))}`;
    case "boundary":
      return ` beyond the boundary ${cause.by}`;
    case "nothing":
      return "";
  }
};
