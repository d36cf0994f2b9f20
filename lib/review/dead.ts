import type { Inquiry } from "../access/budget";
import { existence } from "../access/difference";
import { plainCode } from "./code";
import type { ComparedRole } from "./compare-role";
import { findingOf } from "./finding";
import type { Finding } from "./report";
import { listed, shortArn } from "./sentences";
import { impossiblePairs } from "./shape";

/** Statements that are looked at in one role. */
const MOST_STATEMENTS = 50;

/**
 * New permissions that no request can use. A statement is told only where all its resources are in vain for an action:
 * people list buckets and objects side by side.
 */
export const deadFindings = (
  { pair: { address }, before, after }: ComparedRole,
  inquiry: Inquiry,
): readonly Finding[] => {
  const kept = new Set((before?.permissions.allows ?? []).map(({ key }) => key));
  const fresh = (after?.permissions.allows ?? []).filter(
    ({ kind, key, targets }) => kind === "identity" && targets.length > 0 && !kept.has(key),
  );
  return fresh.slice(0, MOST_STATEMENTS).flatMap((unit) => {
    const pairs = impossiblePairs(unit, (formula) => existence(formula, inquiry).kind !== "no");
    const actions = unit.actions.filter(
      (action) => pairs.filter((one) => one.action === action).length === unit.targets.length,
    );
    if (actions.length === 0) return [];
    const names = actions.map(({ text }) => text);
    const targets = unit.targets.map(({ text }) => text);
    return [
      findingOf({
        rule: "dead-permission",
        subject: `${address}: ${names.join(", ")} on ${targets.join(", ")}`,
        of: address,
        where: unit.place.document,
        says: `no request for ${listed(names)} names ${listed(targets, (arn) => plainCode(shortArn(arn)))}`,
      }),
    ];
  });
};
