/**
 * A bound on the actions of a statement: exact names, and beginnings of names with a wildcard behind them.
 *
 * Two statements whose ranges do not meet have no request in common.
 */
export interface ActionRange {
  readonly names: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

export const EVERY_ACTION: ActionRange = { names: new Set(), beginnings: [""] };

/** @param patterns action patterns of a policy */
export const actionRange = (patterns: readonly string[]): ActionRange => {
  const names = new Set<string>();
  const beginnings: string[] = [];
  for (const pattern of patterns) {
    const text = pattern.toLowerCase();
    const end = text.search(/[*?$]/);
    if (end < 0) names.add(text);
    else beginnings.push(text.slice(0, end));
  }
  return { names, beginnings };
};

/** Whether an action can be in both. */
export const meets = (one: ActionRange, other: ActionRange): boolean =>
  someName(one, other) ||
  someName(other, one) ||
  one.beginnings.some((a) => other.beginnings.some((b) => a.startsWith(b) || b.startsWith(a)));

const someName = ({ names }: ActionRange, other: ActionRange): boolean => {
  for (const name of names) {
    if (other.names.has(name) || other.beginnings.some((beginning) => name.startsWith(beginning))) return true;
  }
  return false;
};
