import { parseDocument } from "../access/document";
import type { PolicySource } from "../access/policies";
import type { PrincipalEntry, RoleCaller } from "../access/principals";
import { UNKNOWN_ACCOUNT } from "../requests/site";
import type { FoundPolicy, Gap } from "../roles/facts";
import { hasHole } from "../roles/holes";
import type { SourceFacts } from "../roles/terraform-roles";
import { samePolicy } from "./pairs";
import type { Around } from "./body";
import type { DocumentReader } from "./document-reader";

/** A bucket or key whose policy a source has on one side at least. */
export interface GovernedResource {
  readonly kind: "bucket" | "key";
  /** Name of the bucket, ARN of the key. */
  readonly name: string;
  readonly before?: GovernedSide;
  readonly after?: GovernedSide;
  /** The same policy on both sides. */
  readonly isKept: boolean;
}

/** A resource's policy on one side. */
export interface GovernedSide {
  readonly accountId?: string;
  readonly accountUncertain: boolean;
  readonly policy?: FoundPolicy;
  /** What is not known of its policy. */
  readonly gaps: readonly Gap[];
}

type Surroundings = Pick<SourceFacts, "buckets" | "keys" | "gaps">;

/** Buckets and keys of both sides that have a policy on one of them, known or not. */
export const governedResources = (before: Surroundings, after: Surroundings): readonly GovernedResource[] => [
  ...ofKind("bucket", before, after),
  ...ofKind("key", before, after),
];

interface Filed {
  readonly accountId?: string;
  readonly accountUncertain?: true;
  readonly policy?: FoundPolicy;
}

const ofKind = (
  kind: GovernedResource["kind"],
  before: Surroundings,
  after: Surroundings,
): readonly GovernedResource[] => {
  const filed = ({ buckets, keys }: Surroundings): { readonly [name: string]: Filed } =>
    kind === "bucket" ? buckets : keys;
  const gapsOf = ({ gaps }: Surroundings): ReadonlyMap<string, readonly Gap[]> => {
    const found = new Map<string, Gap[]>();
    for (const gap of gaps) if (gap.of === kind && gap.about !== undefined) file(found, gap.about, gap);
    return found;
  };
  const [wasFiled, isFiled, wasOpen, isOpen] = [filed(before), filed(after), gapsOf(before), gapsOf(after)];
  const names = new Set([...Object.keys(wasFiled), ...Object.keys(isFiled), ...wasOpen.keys(), ...isOpen.keys()]);
  return [...names].flatMap((name) => {
    const was = sideOf(wasFiled[name], wasOpen.get(name) ?? []);
    const is = sideOf(isFiled[name], isOpen.get(name) ?? []);
    if (!hasPolicy(was) && !hasPolicy(is)) return [];
    return [
      {
        kind,
        name,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
        isKept: was !== undefined && is !== undefined && isSameSide(was, is),
      },
    ];
  });
};

/** Adds to what stands under a name. */
const file = <T>(index: Map<string, T[]>, name: string, item: T): void => {
  const same = index.get(name);
  if (same === undefined) index.set(name, [item]);
  else same.push(item);
};

/** Whether there is a policy, known or not. */
export const hasPolicy = (side: GovernedSide | undefined): boolean =>
  side !== undefined && (side.policy !== undefined || side.gaps.length > 0);

const isSameSide = (was: GovernedSide, is: GovernedSide): boolean =>
  samePolicy(was.policy, is.policy) && JSON.stringify(was.gaps) === JSON.stringify(is.gaps);

const sideOf = (filed: Filed | undefined, gaps: readonly Gap[]): GovernedSide | undefined => {
  if (filed === undefined && gaps.length === 0) return undefined;
  const { accountId, accountUncertain, policy } = filed ?? {};
  return {
    ...(accountId === undefined ? {} : { accountId }),
    accountUncertain: accountUncertain === true,
    ...(policy === undefined ? {} : { policy }),
    gaps,
  };
};

/** The policies of a resource on one side; what is not known is one that is not read. */
export const documentsOf = (side: GovernedSide | undefined, reader: DocumentReader): readonly PolicySource[] => [
  ...(side?.policy === undefined ? [] : [reader.read(side.policy, "resource")]),
  ...(side?.gaps ?? []).map((gap) => ({ name: reader.nameOfGap(gap), unread: true as const })),
];

/** A resource as it takes part in what a role may do. */
export const aroundOf = (
  { kind, name }: GovernedResource,
  side: GovernedSide | undefined,
  caller: Pick<RoleCaller, "accountId">,
  reader: DocumentReader,
): Around => {
  const { accountId, accountUncertain = false } = side ?? {};
  const isCallerKnown = caller.accountId !== UNKNOWN_ACCOUNT;
  // What the source does not tell apart is in one account.
  const owner = isCallerKnown ? undefined : (accountId ?? accountIn(name));
  const documents = documentsOf(side, reader);
  return {
    kind: kind === "key" ? "kms" : "plain",
    arns: kind === "key" ? [name] : [`arn:*:s3:::${name}`, `arn:*:s3:::${name}/*`],
    documents: owner === undefined ? documents : documents.map((one) => withOwner(one, owner, caller.accountId)),
    sameAccount: accountUncertain
      ? "unknown"
      : accountId === undefined || !isCallerKnown || accountId === caller.accountId,
  };
};

/** The account in a key's ARN. */
const accountIn = (name: string): string | undefined => /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(name)?.[1];

/** A policy whose principals are in another account than is written, where they are in that of the owner. */
const withOwner = (source: PolicySource, owner: string, account: string): PolicySource => {
  if ("unread" in source) return source;
  const moved = ({ kind, value }: PrincipalEntry): PrincipalEntry => ({
    kind,
    value: value
      .split(":")
      .map((field) => (field === owner ? account : field))
      .join(":"),
  });
  const statements = source.statements.map(({ principals, ...statement }) =>
    principals === undefined
      ? statement
      : { ...statement, principals: { ...principals, entries: principals.entries.map(moved) } },
  );
  return { ...source, statements };
};

/** Finds the resources whose policies take part in what a role may do. */
export interface GovernedIndex {
  readonly all: readonly GovernedResource[];
  /** Those whose policies are not the same on both sides. */
  readonly changed: readonly GovernedResource[];
  /**
   * Those that name the role, and those that the role's policies name; of those that change also the ones that the
   * role's wildcards may reach. What a policy gives to everybody is told of the resource.
   */
  readonly around: (roleName: string, documents: readonly unknown[]) => readonly GovernedResource[];
}

export const indexOf = (all: readonly GovernedResource[]): GovernedIndex => {
  const usable = all.filter(({ name }) => !hasHole(name));
  // A key of several Regions has the same id in each.
  const byId = new Map<string, GovernedResource[]>();
  const byRole = new Map<string, GovernedResource[]>();
  const open: GovernedResource[] = [];
  for (const resource of usable) {
    file(byId, idOf(resource.name), resource);
    const texts = [resource.before?.policy, resource.after?.policy].map((policy) => textOf(policy?.document));
    for (const name of new Set(texts.flatMap(rolesIn))) file(byRole, name, resource);
    if (!resource.isKept) open.push(resource);
  }
  const around = (roleName: string, documents: readonly unknown[]): readonly GovernedResource[] => {
    if (usable.length === 0) return [];
    const texts = documents.map(textOf);
    const named = texts.flatMap(idsIn).flatMap((id) => byId.get(id) ?? []);
    const reached = open.length > 0 && texts.some(reachesFar) ? open : [];
    return [...new Set([...(byRole.get(roleName) ?? []), ...named, ...reached])];
  };
  return { all, changed: open, around };
};

/** The text of a document, without escapes that hide what it says. */
const textOf = (document: unknown): string => {
  if (typeof document !== "string") return JSON.stringify(document ?? "");
  if (!/[\\%]/.test(document)) return document;
  const { document: read } = parseDocument(document, "");
  return read === undefined ? document : JSON.stringify(read);
};

/** Whether a policy has patterns that are about buckets or keys which it does not name. */
const reachesFar = (text: string): boolean => {
  if (/"NotResource"|"not":true/.test(text)) return true;
  for (const [, pattern = ""] of text.matchAll(/"((?:arn:|\*|\?|\$\{)[^"]*)"/g)) {
    const [, partition = "", service = "", region = "", account = "", resource = ""] = pattern.split(":", 6);
    if (!pattern.startsWith("arn:") || isOpen(partition) || isOpen(service)) return true;
    if (service === "s3" && (isOpen(region) || isOpen(account) || /^[^/]*[*?$]/.test(resource))) return true;
    if (service === "kms" && isOpen(resource)) return true;
  }
  return false;
};

const isOpen = (field: string): boolean => /[*?$]/.test(field);

/** Name of a bucket, id of a key. */
const idOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Names of roles that stand in a policy's text, behind paths of whatever characters IAM takes. */
const rolesIn = (text: string): readonly string[] =>
  [...text.matchAll(/:role\/(?:[^"]{0,511}\/)?([\w+=,.@-]+)|:assumed-role\/([\w+=,.@-]+)/g)].map(
    ([, name, session]) => name ?? session ?? "",
  );

/** Names of buckets and ids of keys that stand in a policy's text. */
const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/:s3:::([\w.-]+)|:key\/([\w-]+)/g)].map(([, bucket, key]) => bucket ?? key ?? "");
