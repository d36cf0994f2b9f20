import type { Placeholders } from "../placeholders";
import { type Statement, canonicalStatement, sortedBy, terraformJson } from "../policy/model";
import type { Statements } from "../policy/role-policies";

/** The directories that a pattern lies in, each as the pattern of all that it holds. The widest first. */
const directoriesOf = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\//g)].map(({ index }) => `${pattern.slice(0, index + 1)}*`).filter((one) => one !== pattern);

/**
 * Patterns that lie in a directory, or bucket, that is among them, and the widest of those: `b/x/*` beside `b/*`.
 *
 * Whatever stands behind a directory's slash, its `*` matches it.
 */
export const coveredOf = (patterns: readonly string[], { identity }: Placeholders): ReadonlyMap<string, string> => {
  const all = new Map(patterns.map((pattern) => [identity(pattern), pattern]));
  const covered = new Map<string, string>();
  for (const pattern of patterns) {
    const widest = directoriesOf(identity(pattern)).find((directory) => all.has(directory));
    const cover = widest === undefined ? undefined : all.get(widest);
    if (cover !== undefined) covered.set(pattern, cover);
  }
  return covered;
};

/** Statements that say the same about several resources, as one; those with a Sid stay as they were named. */
export const mergedStatements = (
  statements: readonly Statement[],
  { identity }: Placeholders,
): readonly Statement[] => {
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
  own: own.map((statement) => {
    const { Resource = [] } = statement;
    const covered = coveredOf(Resource, placeholders);
    return covered.size === 0 ? statement : { ...statement, Resource: Resource.filter((one) => !covered.has(one)) };
  }),
  extra: mergedStatements(extra, placeholders),
});
