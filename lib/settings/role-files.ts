import type { RoleDocument } from "../packing/pack";
import type { Statement } from "../policy/model";
import type { OwnedKey, OwnerDocuments, OwnerGrant } from "../policy/owner-documents";
import type { InlinePolicy } from "../policy/role-settings";
import type { RolePolicies } from "../policy/role-policies";

/** A file with JSON: its name, relative and with `/`, and what it holds. */
export interface DocumentFile {
  readonly name: string;
  readonly content: object;
}

/**
 * A role's documents as files: trust, policies, what submitters of jobs need, and a folder for each other account.
 *
 * Names hold what was checked to be a name: of a stack, a policy, an account, a bucket, a key.
 *
 * @param folder begins their names
 */
export const roleFiles = (
  folder: string,
  { trust, passRole }: RolePolicies,
  documents: readonly RoleDocument[],
  inline: readonly InlinePolicy[],
  owners: readonly OwnerDocuments[],
): readonly DocumentFile[] => [
  { name: `${folder}/trust.json`, content: trust },
  ...documents.map(({ suffix, document }) => ({ name: `${folder}/access${suffix}.json`, content: document })),
  ...inline.map(({ name, document }) => ({ name: `${folder}/inline-${name}.json`, content: document })),
  { name: `${folder}/pass-role.json`, content: policy([passRole]) },
  ...owners.flatMap((owner) => ownerFiles(`${folder}/owner-${owner.accountId}`, owner)),
];

const policy = (Statement: readonly Statement[]): object => ({ Version: "2012-10-17", Statement });

const ownerFiles = (folder: string, { buckets, keys }: OwnerDocuments): readonly DocumentFile[] => [
  ...buckets.map(({ bucket, statements }) => ({
    name: `${folder}/bucket-${bucket}.json`,
    content: policy(statements),
  })),
  // Without statements in the role's policy, those of the key alone would be of no use.
  ...keys
    .filter(({ isNeeded }) => isNeeded)
    .map((key) => ({ name: `${folder}/key-${keyName(key, keys)}.json`, content: policy(key.statements) })),
  ...keys.flatMap(({ grants }) =>
    grants.map((grant) => ({ name: `${folder}/${grant.id}.json`, content: createGrant(grant) })),
  ),
];

/** A key's id, with its Region where replicas of one multi-Region key share it. */
const keyName = ({ keyArn }: OwnedKey, keys: readonly OwnedKey[]): string => {
  const idOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
  const isShared = keys.some((other) => other.keyArn !== keyArn && idOf(other.keyArn) === idOf(keyArn));
  return isShared ? `${keyArn.split(":")[3] ?? ""}-${idOf(keyArn)}` : idOf(keyArn);
};

/** Input of `aws kms create-grant`. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
const createGrant = ({ name, keyArn, grantee, operations, constraint }: OwnerGrant): object => ({
  KeyId: keyArn,
  GranteePrincipal: grantee,
  Operations: operations,
  ...(constraint === undefined
    ? {}
    : {
        Constraints: {
          [constraint.kind === "equals" ? "EncryptionContextEquals" : "EncryptionContextSubset"]: constraint.context,
        },
      }),
  Name: name,
});
