import type { KeyPurpose } from "./permissions";
import type { WholePolicy } from "../props";
import type { Statement } from "./model";

/**
 * Everything a role is made from, checked and with defaults filled in: the input of the policy layer.
 *
 * ARNs and patterns are ready-made, so that the policy layer only arranges them.
 */
export interface RoleSettings {
  readonly roleName: string;
  readonly path: string;
  readonly policyPath: string;
  readonly description: string;
  readonly maxSessionDuration?: number;
  readonly permissionsBoundary?: string;
  readonly forceDetachPolicies: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly maxAttachedPolicies: number;
  readonly partition: string;
  readonly accountId: string;
  /** The whole trust policy, in place of ours. */
  readonly trustPolicy?: WholePolicy;
  /** Undefined: no confused-deputy conditions. */
  readonly trust?: { readonly sourceAccount: string; readonly sourceArns: readonly string[] };
  /** Names of roles that submit jobs. */
  readonly submitters: readonly string[];
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  /** execute-api ARNs. */
  readonly endpoints: readonly string[];
  readonly secrets: readonly SecretNeed[];
  readonly connections: readonly ConnectionNeed[];
  /** Pattern of the feeds that jobs make; undefined: jobs use no Elemental Inference. */
  readonly feeds?: string;
  /** ARNs of feeds that jobs read the configuration of. */
  readonly namedFeeds: readonly string[];
  readonly keys: readonly KeyUseNeed[];
  readonly managedPolicies: readonly ManagedPolicy[];
  readonly statements: readonly Statement[];
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly adopt: boolean;
  readonly exclusive: boolean;
  readonly preventDestroy: boolean;
  readonly authorizeKeysBy: { readonly grant: boolean; readonly policy: boolean };
  readonly encryptOperation: boolean;
}

/** A location as IAM patterns. */
export interface Place {
  readonly bucketArn: string;
  /** Matches the objects of the location. */
  readonly objects: string;
  readonly listBucket: boolean;
  readonly acl: boolean;
  /** Another place covers it: it counts only for its ACL and its key. */
  readonly covered?: boolean;
  readonly keyArn?: string;
  readonly bucketKey: boolean;
  /** Account of the bucket, where it is another one than the role's. */
  readonly owner?: string;
}

export interface SecretNeed {
  /** ARN, or a pattern for an ARN whose end is not known. */
  readonly resource: string;
  readonly keyArn?: string;
}

/** An EventBridge connection, and the secret that EventBridge keeps for it. */
export interface ConnectionNeed {
  readonly connectionArn: string;
  readonly secret: SecretNeed;
}

export interface KeyUseNeed {
  readonly keyArn: string;
  readonly use: readonly Exclude<KeyPurpose, "secret">[];
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: WholePolicy;
}

export interface ManagedPolicy {
  /** Part of the attachment's address. */
  readonly id: string;
  readonly arn: string;
}
