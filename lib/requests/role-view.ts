import type { KeyGrant } from "../access/grants";
import { type DocumentKind, parseDocument } from "../access/document";
import type { PolicySource } from "../access/policies";
import type { RoleCaller } from "../access/principals";
import type { Problem } from "../problem";
import type { FoundGrant, FoundPolicy, Gap, RoleFacts } from "../roles/facts";
import { isSameKey, mayBeName } from "../roles/names";
import type { Site } from "./site";

/** A role as the engine takes it. */
export interface RoleView {
  readonly caller: RoleCaller;
  readonly trust: readonly PolicySource[];
  /** The source tells who may assume the role, or says that it does not. */
  readonly hasTrust: boolean;
  readonly identity: readonly PolicySource[];
  readonly boundary?: PolicySource;
  readonly grants: readonly KeyGrant[];
  readonly bucket: (name: string) => BucketView | undefined;
  readonly key: (arn: string) => readonly PolicySource[] | undefined;
  readonly path?: string;
  readonly gaps: readonly Gap[];
}

export interface BucketView {
  readonly documents: readonly PolicySource[];
  readonly accountId?: string;
  readonly accountUncertain: boolean;
  /** Its objects are under the key `aws/s3` by default, which serves no other account. */
  readonly isUnderAwsKey: boolean;
}

/**
 * Reads the documents of a role.
 *
 * What the source has and does not show becomes a policy that is not read, so that an answer that hangs on it is
 * "unknown".
 *
 * @param usual name and path of the role where the source has none, and whether somebody said them: a resource's policy
 * names a role by them, so that without them nothing is known of it
 */
export const viewOf = (
  facts: RoleFacts,
  site: Site,
  usual: { readonly roleName: string; readonly path: string; readonly isSaid: boolean },
): { readonly view: RoleView; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const read = (found: FoundPolicy, kind: DocumentKind): PolicySource => {
    const parsed = parseDocument(found.document, found.name, kind);
    problems.push(...parsed.problems);
    return parsed.document ?? { name: found.name, unread: true };
  };
  const readOfResource: Read = (found, kind) =>
    facts.roleName === undefined && !usual.isSaid
      ? { name: `${found.name} (the role's name is not known)`, unread: true }
      : read(found, kind);
  const unread = (of: Gap["of"]): readonly PolicySource[] =>
    facts.gaps.filter((gap) => gap.of === of).map(({ where, what }) => ({ name: `${where} (${what})`, unread: true }));
  const { roleName = usual.roleName, path = facts.roleName === undefined ? usual.path : "/", boundary } = facts;
  const [missingBoundary] = unread("boundary");
  const limit = boundary === undefined ? missingBoundary : read(boundary, "identity");
  const roleArn = `arn:${site.partition}:iam::${site.accountId}:role${path}${roleName}`;
  const view: RoleView = {
    caller: { roleArn, roleName, accountId: site.accountId, partition: site.partition },
    trust: [...(facts.trust === undefined ? [] : [read(facts.trust, "trust")]), ...unread("trust")],
    hasTrust: facts.trust !== undefined,
    identity: [...facts.identity.map((found) => read(found, "identity")), ...unread("identity")],
    ...(limit === undefined ? {} : { boundary: limit }),
    grants: facts.grants.map((grant) => grantOf(grant, roleArn)),
    bucket: (name) => bucketOf(name, facts, readOfResource),
    key: (arn) => keyOf(arn, facts, readOfResource),
    ...(facts.path === undefined ? {} : { path: facts.path }),
    gaps: facts.gaps,
  };
  return { view, problems };
};

type Read = (found: FoundPolicy, kind: DocumentKind) => PolicySource;

/** Gaps that concern a bucket or key, or may concern it. */
const gapsAbout = (facts: RoleFacts, of: "bucket" | "key", isIt: (about: string) => boolean): readonly PolicySource[] =>
  facts.gaps
    .filter((gap) => gap.of === of && (gap.about === undefined || isIt(gap.about)))
    .map(({ where, what }) => ({ name: `${where} (${what})`, unread: true }));

/** Entries filed under a name with holes, which may be the one asked for: nothing is known of them for sure. */
const maybe = <T extends { readonly policy?: FoundPolicy }>(
  entries: { readonly [name: string]: T },
  isIt: (filed: string) => boolean,
): readonly PolicySource[] =>
  Object.entries(entries).flatMap(([filed, { policy }]) =>
    policy !== undefined && isIt(filed) ? [{ name: `${policy.name} (of ${filed})`, unread: true as const }] : [],
  );

/** Undefined: the sources have nothing of the bucket. */
const bucketOf = (name: string, facts: RoleFacts, read: Read): BucketView | undefined => {
  const bucket = Object.hasOwn(facts.buckets, name) ? facts.buckets[name] : undefined;
  const isIt = (filed: string): boolean => mayBeName(filed, name);
  const documents = [
    ...(bucket?.policy === undefined ? [] : [read(bucket.policy, "resource")]),
    ...(bucket === undefined ? maybe(facts.buckets, isIt) : []),
    ...gapsAbout(facts, "bucket", isIt),
  ];
  if (bucket === undefined && documents.length === 0) return undefined;
  return {
    documents,
    ...(bucket?.accountId === undefined ? {} : { accountId: bucket.accountId }),
    accountUncertain: bucket?.accountUncertain === true,
    isUnderAwsKey: bucket?.encryption === "aws/s3",
  };
};

/** Undefined: the sources have nothing of the key's policy. */
const keyOf = (arn: string, facts: RoleFacts, read: Read): readonly PolicySource[] | undefined => {
  const isSame = (filed: string): boolean => isSameKey(filed, arn);
  const isIt = (filed: string): boolean => isSame(filed) || mayBeName(filed, arn);
  const found = Object.entries(facts.keys).find(([filed]) => isSame(filed))?.[1];
  const documents = [
    ...(found?.policy === undefined ? [] : [read(found.policy, "resource")]),
    ...(found === undefined ? maybe(facts.keys, isIt) : []),
    ...gapsAbout(facts, "key", isIt),
  ];
  return found?.policy === undefined && documents.length === 0 ? undefined : documents;
};

/** A grant as the engine takes it. */
export const grantOf = (
  { name, grantee, keyArn, operations, uncertain, equals, subset }: FoundGrant,
  roleArn: string,
): KeyGrant => {
  const context = equals ?? subset;
  return {
    name,
    keyArn,
    grantee: grantee ?? roleArn,
    operations,
    ...(uncertain === undefined ? {} : { uncertain }),
    ...(context === undefined
      ? {}
      : { constraint: { kind: equals === undefined ? ("subset" as const) : ("equals" as const), context } }),
  };
};
