import type { KeyGrant } from "../access/grants";
import { type DocumentKind, parseDocument } from "../access/document";
import type { PolicySource } from "../access/policies";
import type { RoleCaller } from "../access/principals";
import type { Problem } from "../problem";
import type { FoundBucket, FoundGrant, FoundPolicy, Gap, RoleFacts } from "../roles/facts";
import type { Site } from "./request";

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
}

/**
 * Reads the documents of a role.
 *
 * What the source has and does not show becomes a policy that is not read, so that an answer that hangs on it is
 * "unknown".
 *
 * @param usualName the role's name where the source has none
 */
export const viewOf = (
  facts: RoleFacts,
  site: Site,
  usualName: string,
): { readonly view: RoleView; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const read = (found: FoundPolicy, kind: DocumentKind): PolicySource => {
    const parsed = parseDocument(found.document, found.name, kind);
    problems.push(...parsed.problems);
    return parsed.document ?? { name: found.name, unread: true };
  };
  const unread = (of: Gap["of"]): readonly PolicySource[] =>
    facts.gaps.filter((gap) => gap.of === of).map(({ where, what }) => ({ name: `${where} (${what})`, unread: true }));
  const { roleName = usualName, path = "/", boundary } = facts;
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
    bucket: (name) =>
      Object.hasOwn(facts.buckets, name) ? bucketOf(facts.buckets[name], read, unread("bucket")) : undefined,
    key: (arn) => {
      const policy = Object.hasOwn(facts.keys, arn) ? facts.keys[arn]?.policy : undefined;
      return policy === undefined ? undefined : [read(policy, "resource")];
    },
    ...(facts.path === undefined ? {} : { path: facts.path }),
    gaps: facts.gaps,
  };
  return { view, problems };
};

const bucketOf = (
  bucket: FoundBucket | undefined,
  read: (found: FoundPolicy, kind: DocumentKind) => PolicySource,
  unread: readonly PolicySource[],
): BucketView => ({
  documents: [...(bucket?.policy === undefined ? [] : [read(bucket.policy, "resource")]), ...unread],
  ...(bucket?.accountId === undefined ? {} : { accountId: bucket.accountId }),
});

const grantOf = ({ name, grantee, keyArn, operations, equals, subset }: FoundGrant, roleArn: string): KeyGrant => {
  const context = equals ?? subset;
  return {
    name,
    keyArn,
    grantee: grantee ?? roleArn,
    operations,
    ...(context === undefined
      ? {}
      : { constraint: { kind: equals === undefined ? ("subset" as const) : ("equals" as const), context } }),
  };
};
