import type { FoundGrant, FoundPolicy, Gap, RoleFacts } from "./facts";
import { mapOf, memberOf, without } from "./json-value";
import { managedPolicy } from "./managed-policies";
import { bucketsOf, keysOf } from "./merge-resources";
import { iamArn } from "./place";
import { grantId, isRemoved, managedId } from "./policy-ids";
import { type Problem, inQuotes } from "../problem";

/**
 * One role out of what several sources say of it.
 *
 * - what an earlier source says of a part counts, later sources add what it does not have
 * - a gap is closed by the source that has what is missing
 *
 * @returns no facts where the sources are about different roles
 */
export const mergeFacts = (
  sources: readonly RoleFacts[],
): { readonly facts?: RoleFacts; readonly problems: readonly Problem[] } => {
  const [first] = sources;
  if (first === undefined) return { problems: [{ path: "", message: "no source tells of a role" }] };
  const problems = [
    ...differing(sources, "roleName", "role"),
    ...differing(sources, "accountId", "account"),
    ...differing(sources, "partition", "partition"),
  ];
  if (problems.length > 0) return { problems };
  return { facts: sources.length === 1 ? first : merged(sources, first), problems: [] };
};

const differing = (
  sources: readonly RoleFacts[],
  field: "roleName" | "accountId" | "partition",
  called: string,
): readonly Problem[] => {
  const names = new Map(sources.flatMap((facts) => (facts[field] === undefined ? [] : [[facts[field], facts.where]])));
  const [one, other] = [...names];
  if (one === undefined || other === undefined) return [];
  const both = `${inQuotes(one[0])} (${one[1]}) and ${inQuotes(other[0])} (${other[1]})`;
  return [{ path: "", message: `the sources are about different roles: ${called} ${both}; give those of one role` }];
};

/** The first source's value of each field that has one. */
const firstOf = <K extends keyof RoleFacts>(sources: readonly RoleFacts[], key: K): Pick<RoleFacts, K> | object => {
  const found = sources.find((facts) => facts[key] !== undefined);
  return found === undefined ? {} : { [key]: found[key] };
};

const uniqueBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(key(item))) found.set(key(item), item);
  return [...found.values()];
};

const all = <T>(sources: readonly RoleFacts[], of: (facts: RoleFacts) => readonly T[] | undefined): readonly T[] =>
  sources.flatMap((facts) => of(facts) ?? []);

const merged = (sources: readonly RoleFacts[], first: RoleFacts): RoleFacts => {
  const named = sources.find(({ roleName }) => roleName !== undefined) ?? first;
  const facts: RoleFacts = {
    where: named.where,
    ...firstOf(sources, "roleName"),
    ...firstOf(sources, "path"),
    ...firstOf(sources, "accountId"),
    ...firstOf(sources, "partition"),
    ...firstOf(sources, "region"),
    ...firstOf(sources, "trust"),
    ...firstOf(sources, "boundary"),
    ...firstOf(sources, "attached"),
    ...firstOf(sources, "inline"),
    ...firstOf(sources, "only"),
    ...firstOf(sources, "removed"),
    identity: uniqueBy(
      notRemoved(sources, ({ identity }) => identity, policyIds),
      policyId,
    ),
    grants: uniqueBy(
      notRemoved(sources, ({ grants }) => grants, grantIds),
      sameGrant,
    ),
    buckets: bucketsOf(sources),
    keys: keysOf(sources),
    // The first source's contents stand last.
    contents: mapOf([...all(sources, ({ contents }) => Object.entries(contents ?? {}))].reverse()),
    unnamedContents: all(sources, ({ unnamedContents }) => unnamedContents),
    gaps: uniqueBy(
      notRemoved(sources, ({ gaps }) => gaps, gapIds),
      (gap) => JSON.stringify([gap.where, gap.of, gap.what, gap.about]),
    ),
  };
  return settled(facts);
};

/** What the sources have, without what an earlier one says is gone. */
const notRemoved = <T>(
  sources: readonly RoleFacts[],
  of: (facts: RoleFacts) => readonly T[],
  ids: (item: T) => readonly string[],
): readonly T[] =>
  sources.flatMap((facts, at) => {
    const earlier = sources.slice(0, at).filter(({ removed, only }) => removed !== undefined || only !== undefined);
    return of(facts).filter((item) => !ids(item).some((id) => earlier.some((one) => isRemoved(one, id))));
  });

const policyId = ({ id, name }: FoundPolicy): string => id ?? name;

const policyIds = ({ id }: FoundPolicy): readonly string[] => (id === undefined ? [] : [id]);

/** Id of the policy whose contents a gap is about. */
const gapIds = ({ of, closedBy }: Gap): readonly string[] => {
  if (of !== "identity" || closedBy === undefined) return [];
  return [closedBy.startsWith("arn:") ? managedId(closedBy) : closedBy];
};

const grantIds = ({ name, keyArn }: FoundGrant): readonly string[] => [grantId(keyArn, name)];

const sameGrant = ({ name, grantee, keyArn, operations }: FoundGrant): string =>
  JSON.stringify([name, grantee, keyArn, operations]);

/** ARN of the role, where all of it is known. */
export const roleArnOf = ({ roleName, path, accountId, partition }: RoleFacts): string | undefined =>
  roleName === undefined || path === undefined || accountId === undefined || partition === undefined
    ? undefined
    : iamArn("role", path, roleName, { accountId, partition });

/**
 * The facts with everything put in its place that their own parts tell: contents of attached policies, grants of this
 * role alone, and no gap that is closed.
 */
export const settled = (facts: RoleFacts): RoleFacts => {
  const { contents, policies, unnamed } = contentsFor(facts);
  const identity = uniqueBy([...facts.identity, ...policies], policyId);
  const boundary = facts.boundary ?? boundaryFrom(facts.gaps, contents);
  const closed = new Set<string>([
    ...(facts.trust === undefined ? [] : ["trust"]),
    ...(facts.roleName === undefined ? [] : ["role"]),
    ...(identity.length === 0 && facts.attached === undefined ? [] : ["identity"]),
    ...(facts.attached === undefined ? [] : ["attached"]),
    ...(facts.inline === undefined ? [] : ["inline"]),
    ...identity.flatMap(({ name, id }) => [`inline:${name}`, ...(id === undefined ? [] : [id])]),
    ...Object.entries(facts.keys).flatMap(([arn, { policy }]) => (policy === undefined ? [] : [`key:${arn}`])),
    ...Object.keys(contents),
  ]);
  const asked = [
    ...missing("inline", facts.inline ?? [], (name) => `inline:${name}`, closed),
    ...missing("attached", facts.attached ?? [], (arn) => (managedPolicy(arn) === undefined ? arn : ""), closed),
  ];
  const gaps = [...facts.gaps, ...asked, ...nothingSaid(facts, identity)].filter((gap) => !isClosed(gap, closed));
  return {
    ...facts,
    identity,
    ...(boundary === undefined ? {} : { boundary }),
    grants: grantsFor(facts),
    contents,
    unnamedContents: unnamed,
    gaps: uniqueBy(gaps, (gap) => JSON.stringify([gap.where, gap.of, gap.closedBy ?? gap.what, gap.about])),
  };
};

const isClosed = (gap: Gap, closed: ReadonlySet<string>): boolean =>
  [gap.closedBy, ...gapIds(gap)].some((by) => by !== undefined && closed.has(by));

/** Gaps for what no source says a word about. */
const nothingSaid = ({ where, trust, attached, gaps }: RoleFacts, identity: readonly FoundPolicy[]): readonly Gap[] => {
  const isSaid = (of: Gap["of"]): boolean => gaps.some((gap) => gap.of === of);
  return [
    ...(trust !== undefined || isSaid("trust")
      ? []
      : [{ where, of: "trust", what: "the trust policy is not in the sources", closedBy: "trust" } as const]),
    ...(identity.length > 0 || attached !== undefined || isSaid("identity")
      ? []
      : [
          {
            where,
            of: "identity",
            what: "the identity policies are not in the sources",
            closedBy: "identity",
          } as const,
        ]),
  ];
};

const COMMANDS = {
  inline: ["contents of the inline policy", "aws iam get-role-policy"],
  attached: ["contents of the attached policy", "aws iam get-policy-version"],
} as const;

/** Gaps for what is listed and not there. */
const missing = (
  kind: keyof typeof COMMANDS,
  names: readonly string[],
  closedBy: (name: string) => string,
  closed: ReadonlySet<string>,
): readonly Gap[] => {
  const [what, command] = COMMANDS[kind];
  return names
    .filter((name) => closedBy(name) !== "" && !closed.has(closedBy(name)))
    .map((name) => ({
      where: name,
      of: "identity",
      what: `${what} are not in the sources; ${command} gives them`,
      closedBy: closedBy(name),
    }));
};

interface Contents {
  readonly contents: { readonly [arn: string]: unknown };
  readonly policies: readonly FoundPolicy[];
  readonly unnamed: readonly unknown[];
}

/** Contents of the attached policies. The only document without an ARN is that of the only policy without contents. */
const contentsFor = (facts: RoleFacts): Contents => {
  const given = facts.contents ?? {};
  const attached = facts.attached ?? [];
  const without = attached.filter((arn) => memberOf(given, arn) === undefined && managedPolicy(arn) === undefined);
  const [only, ...more] = facts.unnamedContents ?? [];
  const [arn, ...others] = without;
  const fits = only !== undefined && more.length === 0 && arn !== undefined && others.length === 0;
  const contents = fits ? mapOf([...Object.entries(given), [arn, only]]) : given;
  const policies = attached.flatMap((one) => {
    const document = memberOf(contents, one) ?? managedPolicy(one)?.document;
    return document === undefined ? [] : [{ name: one, document, id: managedId(one) }];
  });
  return { contents, policies, unnamed: fits ? [] : (facts.unnamedContents ?? []) };
};

const boundaryFrom = (gaps: readonly Gap[], contents: { readonly [arn: string]: unknown }): FoundPolicy | undefined => {
  const arn = gaps.find(({ of }) => of === "boundary")?.closedBy;
  const document = arn === undefined ? undefined : memberOf(contents, arn);
  return arn === undefined || document === undefined ? undefined : { name: arn, document };
};

/** Whether an ARN may be the role's. What is not known of the role is not compared. */
export const fitsArn = (role: RoleFacts, arn: string): boolean => {
  const [, partition, account, path, name] = /^arn:([^:]+):iam::(\d*):role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return (
    role.roleName !== undefined &&
    role.roleName === name &&
    (role.path ?? path) === path &&
    (role.accountId ?? account) === account &&
    (role.partition ?? partition) === partition
  );
};

/** Grants to others are left out once it is known who the role is. */
const grantsFor = (facts: RoleFacts): readonly FoundGrant[] =>
  facts.roleName === undefined
    ? facts.grants
    : facts.grants
        .filter(({ grantee }) => grantee === undefined || fitsArn(facts, grantee))
        .map((grant) => without(grant, "grantee"));
