/**
 * What a source (a plan, a synthesized stack, answers of the AWS API) says of a role and of what it touches.
 *
 * Documents stay as they were found; `lib/access/` reads them. What a source cannot say is kept as a gap, never
 * dropped: a gap makes an answer uncertain, its absence would make it wrong.
 */

/** A policy as found. */
export interface FoundPolicy {
  /** Where it is: an address, an ARN, or the name of an inline policy. */
  readonly name: string;
  /** JSON text, or the document itself. Parts that are not known yet stand as `${…}` in its text. */
  readonly document: unknown;
  /** What other sources know it by: `inline:NAME`, or `managed:` and its path and name. Left out: only its name. */
  readonly id?: string;
}

/** Something that bears on the answer and is not in the source. */
export interface Gap {
  /** Where it is missing: an address, or an ARN. */
  readonly where: string;
  /** What is missing, and why, as half a sentence: "contents of the attached policy are not in the plan". */
  readonly what: string;
  /** Which part of the answer it concerns. */
  readonly of: "identity" | "boundary" | "trust" | "grants" | "bucket" | "encryption" | "key" | "role";
  /**
   * The bucket or key that it is about: a name, an ARN, or a hole. Left out: any that exists already may be meant.
   */
  readonly about?: string;
  /**
   * What closes it when another source about the same role has it: `trust`, `role`, `identity` (any identity policy),
   * `attached` (the list of attached policies), `inline` (the list of inline policies), `inline:NAME`, a policy's ARN
   * (its contents), or `key:ARN` (the key's policy).
   */
  readonly closedBy?: string;
  /** What is known of what is missing: it is another gap where this is another. */
  readonly content?: unknown;
}

/** A KMS grant. */
export interface FoundGrant {
  readonly name: string;
  /** Who has it, where the source has no role to compare with. Left out: the role. */
  readonly grantee?: string;
  readonly keyArn: string;
  readonly operations: readonly string[];
  /** Why it may not be the role's, or give less: half a sentence. Left out: it is as it stands here. */
  readonly uncertain?: string;
  readonly equals?: { readonly [key: string]: string };
  readonly subset?: { readonly [key: string]: string };
}

/** What a source says of a bucket. */
export interface FoundBucket {
  /** Account that owns it, where the source tells. */
  readonly accountId?: string;
  readonly policy?: FoundPolicy;
  /** The source says that the bucket has no policy. */
  readonly hasNoPolicy?: true;
  /**
   * Default encryption of new objects: a key's ARN, the key `aws/s3`, or `none` for SSE-S3. Left out: not in the source.
   */
  readonly encryption?: { readonly keyArn: string } | "aws/s3" | "none";
  /** Whether new objects are written with an S3 Bucket Key. Left out: not in the source. */
  readonly bucketKey?: boolean;
  /** It may belong to another account than the role: another provider makes it, whose account is not known. */
  readonly accountUncertain?: true;
}

/** What a source says of a key. */
export interface FoundKey {
  readonly accountId?: string;
  readonly policy?: FoundPolicy;
}

/**
 * One role and its surroundings. Without a name, ARN and trust policy it is a part of a role that another source has:
 * `assembleRoles` puts them together.
 */
export interface RoleFacts {
  /** Address or ARN. */
  readonly where: string;
  readonly roleName?: string;
  readonly path?: string;
  readonly accountId?: string;
  readonly partition?: string;
  readonly region?: string;
  readonly trust?: FoundPolicy;
  readonly identity: readonly FoundPolicy[];
  readonly boundary?: FoundPolicy;
  readonly grants: readonly FoundGrant[];
  readonly buckets: { readonly [name: string]: FoundBucket };
  readonly keys: { readonly [arn: string]: FoundKey };
  readonly gaps: readonly Gap[];
  /** ARNs of attached policies that the source lists; their contents may be in another source. Left out: no list. */
  readonly attached?: readonly string[];
  /** Names of inline policies that the source lists; their contents may be in another source. Left out: no list. */
  readonly inline?: readonly string[];
  /**
   * Ids of policies and grants that the source changes or takes away: what later sources say of them is outdated. In
   * lists, since roles share some.
   */
  readonly removed?: readonly (readonly string[])[];
  /** Ids of the only policies of a kind that the source lets the role have. */
  readonly only?: { readonly inline?: readonly string[]; readonly managed?: readonly string[] };
  /** Contents of managed policies by ARN, attached or not. */
  readonly contents?: { readonly [arn: string]: unknown };
  /** Contents of managed policies whose ARN the source does not tell. */
  readonly unnamedContents?: readonly unknown[];
}

/** What a source is. */
export type SourceKind = "plan" | "state" | "stack" | "api" | "policy" | "unknown";
