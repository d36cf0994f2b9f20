import type { Placeholders } from "../placeholders";
import { ARN_ACCOUNT } from "./arn";
import { type Grant, keyGrants } from "./keys";
import { type Statement, sortedSet } from "./model";
import type { OwnedBucket, OwnerDocuments } from "./owner-documents";
import type { RolePolicies } from "./role-policies";
import type { RoleSettings } from "./role-settings";

/**
 * R-XA-BUCKET, R-XA-ACL, R-XA-KEY: what each other account has to add, in the order of accounts, buckets and keys.
 *
 * - a bucket is another account's where a location in it says so
 * - a key is another account's where its ARN says so; where that is not known yet, with the bucket that it is for
 * - where the role's own account is not known, keys count whose account owns a bucket
 */
export const ownerDocuments = (
  settings: RoleSettings,
  policies: Pick<RolePolicies, "arn" | "bucketPolicies" | "keyPolicies">,
  placeholders: Placeholders,
): readonly OwnerDocuments[] => {
  const { identity } = placeholders;
  const places = [...settings.inputs, ...settings.outputs];
  const bucketOwners = new Map(
    places.flatMap(({ bucketArn, owner }) => (owner === undefined ? [] : [[identity(bucketArn), owner] as const])),
  );
  const keyOwners = new Map(
    Object.keys(policies.keyPolicies).flatMap((key) => {
      const owner = keyOwner(key, settings, placeholders);
      return owner === undefined ? [] : [[key, owner] as const];
    }),
  );
  const grants = keyOwners.size === 0 ? [] : keyGrants(settings, placeholders);
  return sortedSet([...bucketOwners.values(), ...keyOwners.values()], identity).map((accountId) => {
    const isOwner = (owner: string | undefined): boolean =>
      owner !== undefined && identity(owner) === identity(accountId);
    return {
      accountId,
      buckets: Object.entries(policies.bucketPolicies)
        .filter(([bucketArn]) => isOwner(bucketOwners.get(identity(bucketArn))))
        .map(([bucketArn, statements]) => ownedBucket(bucketArn, statements, settings, placeholders)),
      keys: Object.entries(policies.keyPolicies)
        .filter(([keyArn]) => isOwner(keyOwners.get(keyArn)))
        .map(([keyArn, statements]) => ({
          keyArn,
          isNeeded: !settings.authorizeKeysBy.grant,
          statements,
          grants: possibleGrants(grants.filter((grant) => identity(grant.keyArn) === identity(keyArn))).map(
            (grant) => ({ ...grant, grantee: policies.arn }),
          ),
        })),
    };
  });
};

const keyOwner = (
  keyArn: string,
  { inputs, outputs, accountId }: RoleSettings,
  { isKnown, identity }: Placeholders,
): string | undefined => {
  const owned = [...inputs, ...outputs].filter(({ owner }) => owner !== undefined);
  if (!isKnown(keyArn)) {
    return owned.find((place) => place.keyArn !== undefined && identity(place.keyArn) === identity(keyArn))?.owner;
  }
  const account = keyArn.split(":")[ARN_ACCOUNT] ?? "";
  if (isKnown(accountId)) return account === accountId ? undefined : account;
  return owned.some(({ owner }) => owner === account) ? account : undefined;
};

const ownedBucket = (
  bucketArn: string,
  statements: readonly Statement[],
  { outputs, partition }: RoleSettings,
  { identity }: Placeholders,
): OwnedBucket => {
  const written = outputs.filter((place) => identity(place.bucketArn) === identity(bucketArn));
  return {
    bucket: bucketArn.slice(`arn:${partition}:s3:::`.length),
    bucketArn,
    statements,
    ...(written.length === 0
      ? {}
      : {
          acl: {
            cannedAcl: "BUCKET_OWNER_FULL_CONTROL",
            isAllowed: written.every(({ acl, covered }) => acl || covered === true),
          },
        }),
  };
};

/** A grant names what it is for exactly: it cannot name a secret of which only a pattern is known. */
const possibleGrants = (grants: readonly Grant[]): readonly Grant[] => {
  const contexts = grants.flatMap(({ constraint }) => Object.values(constraint?.context ?? {}));
  return contexts.some((value) => /[*?]/.test(value)) ? [] : grants;
};
