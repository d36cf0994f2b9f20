import type { ComparedRole } from "./compare-role";

/**
 * Whether something that a role's comparison was made of is marked sensitive. One such value may show in any detail:
 * examples are made of all patterns together.
 */
export const isSensitiveRole = ({ pair, around }: ComparedRole, sensitive: ReadonlySet<string>): boolean => {
  if (sensitive.size === 0) return false;
  const places = [pair.before, pair.after].flatMap((facts) =>
    facts === undefined
      ? []
      : [
          facts.where,
          `role:${facts.roleName ?? "*"}`,
          ...facts.identity.map(({ name }) => name),
          ...[facts.trust, facts.boundary].flatMap((policy) => policy?.name ?? []),
          ...facts.grants.map(({ name }) => name),
          ...facts.gaps.map(({ where }) => where),
        ],
  );
  const policies = around.flatMap(({ before, after }) => [before?.policy?.name, after?.policy?.name]);
  return sensitive.has("role:*") || [...places, ...policies].some((place) => sensitive.has(withoutPart(place ?? "")));
};

/** An inline policy of a role is named by the role's address and its place in it. */
const withoutPart = (place: string): string => place.replace(/\.inline_policy(?:\[\d+\])?$|\.managed_policy_arns$/, "");
