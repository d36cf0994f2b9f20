import type { Statement } from "./model";

/** What another account has to add to what it owns, so that the role can use it. */
export interface OwnerDocuments {
  /** The account. */
  readonly accountId: string;
  readonly buckets: readonly OwnedBucket[];
  readonly keys: readonly OwnedKey[];
}

/** A bucket of another account. */
export interface OwnedBucket {
  readonly bucket: string;
  readonly bucketArn: string;
  /** R-XA-BUCKET: for the bucket's policy. */
  readonly statements: readonly Statement[];
  /** R-XA-ACL: of buckets that jobs write to; undefined: jobs only read there. */
  readonly acl?: OutputAcl;
}

/**
 * What the owner needs to read outputs, unless the bucket's Object Ownership is `BucketOwnerEnforced`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export interface OutputAcl {
  /** `AccessControl.CannedAcl` of every output there. */
  readonly cannedAcl: "BUCKET_OWNER_FULL_CONTROL";
  /** Whether the role may set it everywhere that jobs write there (`acl` of the location). */
  readonly isAllowed: boolean;
}

/** A key of another account. Its owner adds the statements, or makes the grants. */
export interface OwnedKey {
  readonly keyArn: string;
  /**
   * Whether the owner has to add one of the two: the role's own settings make no grant (`kmsAuthorization`). Where they
   * do, whoever deploys needs `kms:CreateGrant`, `kms:ListGrants` and `kms:RevokeGrant` on the key.
   */
  readonly isNeeded: boolean;
  /** R-XA-KEY: for the key's policy, beside the statements that it has. */
  readonly statements: readonly Statement[];
  /** R-KMS-GRANT: the same as grants; empty where none can say it, as with a secret whose full ARN is not known. */
  readonly grants: readonly OwnerGrant[];
}

/** A grant as the key's owner makes it. */
export interface OwnerGrant {
  /** The same for the same key and constraint. */
  readonly id: string;
  readonly name: string;
  readonly keyArn: string;
  /** ARN of the role. */
  readonly grantee: string;
  readonly operations: readonly string[];
  /** Encryption context of the calls: exactly this one, or at least this. */
  readonly constraint?: { readonly kind: "equals" | "subset"; readonly context: { readonly [key: string]: string } };
}
