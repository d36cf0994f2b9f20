import type { Placeholders } from "../placeholders";
import { type Statement, canonicalStatement, sortedBy, terraformJson } from "../policy/model";
import type { Statements } from "../policy/role-policies";

/** The directories that a pattern lies in, each as the pattern of all that it holds. */
const directoriesOf = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\//g)].map(({ index }) => `${pattern.slice(0, index + 1)}*`).filter((one) => one !== pattern);

/**
 * Patterns without those that lie in a directory, or bucket, that is among them: `b/x/*` beside `b/*`.
 *
 * Whatever stands behind a directory's slash, its `*` matches it. The order stays.
 */
export const withoutCovered = (patterns: readonly string[], { identity }: Placeholders): readonly string[] => {
  const all = new Set(patterns.map(identity));
  return patterns.filter((pattern) => !directoriesOf(identity(pattern)).some((directory) => all.has(directory)));
};

/** Statements that say the same about several resources, as one; those with a Sid stay as they were named. */
const merged = (statements: readonly Statement[], { identity }: Placeholders): readonly Statement[] => {
  const same = new Map<string, Statement>();
  for (const statement of statements) {
    const { Sid, Resource, ...rest } = statement;
    const apart = Sid !== undefined || Resource === undefined;
    const key = identity(terraformJson(apart ? statement : rest));
    const first = same.get(key);
    same.set(
      key,
      first?.Resource === undefined || Resource === undefined
        ? statement
        : canonicalStatement({ ...first, Resource: [...first.Resource, ...Resource] }, identity),
    );
  }
  return sortedBy([...same.values()], (statement) => identity(terraformJson(statement)));
};

/** The same access in fewer words: the role's own statements without what others cover, and extra ones merged. */
export const condensed = ({ own, extra }: Statements, placeholders: Placeholders): Statements => ({
  own: own.map((statement) =>
    statement.Resource === undefined
      ? statement
      : { ...statement, Resource: withoutCovered(statement.Resource, placeholders) },
  ),
  extra: merged(extra, placeholders),
});
