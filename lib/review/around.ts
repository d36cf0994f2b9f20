import type { PolicySource } from "../access/policies";
import type { FoundPolicy, RoleFacts } from "../roles/facts";
import { hasHole } from "../roles/holes";
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
}

type Surroundings = Pick<RoleFacts, "buckets" | "keys">;

/** Buckets and keys of both sides that have a policy on one of them. */
export const governedResources = (before: Surroundings, after: Surroundings): readonly GovernedResource[] => [
  ...ofKind("bucket", before.buckets, after.buckets),
  ...ofKind("key", before.keys, after.keys),
];

interface Filed {
  readonly accountId?: string;
  readonly accountUncertain?: true;
  readonly policy?: FoundPolicy;
}

const ofKind = (
  kind: GovernedResource["kind"],
  before: { readonly [name: string]: Filed },
  after: { readonly [name: string]: Filed },
): readonly GovernedResource[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was?.policy === undefined && is?.policy === undefined) return [];
    return [
      {
        kind,
        name,
        ...(was === undefined ? {} : { before: sideOf(was) }),
        ...(is === undefined ? {} : { after: sideOf(is) }),
        isKept: was !== undefined && is !== undefined && samePolicy(was.policy, is.policy),
      },
    ];
  });

const sideOf = ({ accountId, accountUncertain, policy }: Filed): GovernedSide => ({
  ...(accountId === undefined ? {} : { accountId }),
  accountUncertain: accountUncertain === true,
  ...(policy === undefined ? {} : { policy }),
});

/** A resource as it takes part in what a role may do. */
export const aroundOf = (
  { kind, name }: GovernedResource,
  side: GovernedSide | undefined,
  roleAccount: string,
  reader: DocumentReader,
): Around => {
  const { accountId, accountUncertain = false, policy } = side ?? {};
  const documents: readonly PolicySource[] = policy === undefined ? [] : [reader.read(policy, "resource")];
  return {
    kind: kind === "key" ? "kms" : "plain",
    arns: kind === "key" ? [name] : [`arn:*:s3:::${name}`, `arn:*:s3:::${name}/*`],
    documents,
    sameAccount: accountUncertain ? "unknown" : accountId === undefined || accountId === roleAccount,
  };
};

/** Finds the resources whose policies take part in what a role may do. */
export interface GovernedIndex {
  readonly all: readonly GovernedResource[];
  /** Those whose policies are not the same on both sides. */
  readonly changed: readonly GovernedResource[];
  /**
   * Those that name the role; those that the role's policies name; and those that change and are about everybody or a
   * whole account.
   */
  readonly around: (roleName: string, documents: readonly unknown[]) => readonly GovernedResource[];
}

export const indexOf = (all: readonly GovernedResource[]): GovernedIndex => {
  const usable = all.filter(({ name }) => !hasHole(name));
  const byId = new Map(usable.map((resource) => [idOf(resource.name), resource]));
  const byRole = new Map<string, GovernedResource[]>();
  const open: GovernedResource[] = [];
  for (const resource of usable) {
    const texts = [resource.before?.policy, resource.after?.policy].map((policy) => textOf(policy?.document));
    for (const name of new Set(texts.flatMap(rolesIn))) byRole.set(name, [...(byRole.get(name) ?? []), resource]);
    if (!resource.isKept) open.push(resource);
  }
  const around = (roleName: string, documents: readonly unknown[]): readonly GovernedResource[] => {
    if (usable.length === 0) return [];
    const named = documents.flatMap((document) => idsIn(textOf(document))).flatMap((id) => byId.get(id) ?? []);
    return [...new Set([...(byRole.get(roleName) ?? []), ...named, ...open])];
  };
  return { all, changed: open, around };
};

const textOf = (document: unknown): string =>
  typeof document === "string" ? document : JSON.stringify(document ?? "");

/** Name of a bucket, id of a key. */
const idOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Names of roles that stand in a policy's text. */
const rolesIn = (text: string): readonly string[] =>
  [...text.matchAll(/:role\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)/g)].map(([, name = ""]) => name);

/** Names of buckets and ids of keys that stand in a policy's text. */
const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/:s3:::([a-z0-9.-]+)|:key\/([\w-]+)/g)].map(([, bucket, key]) => bucket ?? key ?? "");
