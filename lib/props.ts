/**
 * The documented input of the construct, and of `role` in the settings file.
 *
 * Everything here is plain readonly data, so that the same shape is valid in TypeScript and in JSON.
 * In TypeScript every string may hold CDKTF tokens; checks skip what a token hides.
 * Each default says what leaving the property out does.
 */

/** What jobs may do. There is no default: full access is a choice that a reader of the diff can see. */
export type Access = FullAccess | ConfiguredAccess | JobsAccess | CustomAccess;

/**
 * The console's "full permissions": every bucket, every API Gateway endpoint.
 *
 * Attaches `AmazonS3FullAccess` and `AmazonAPIGatewayInvokeFullAccess`. AWS no longer recommends it, and it holds
 * no KMS permission: add `kmsKeys` for buckets with SSE-KMS.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html
 */
export interface FullAccess {
  /** The kind of access. */
  readonly mode: "full";
}

/**
 * The console's "configured permissions": the named locations and endpoints, with exact actions.
 *
 * At least one location is needed.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html
 */
export interface ConfiguredAccess {
  /** The kind of access. */
  readonly mode: "configured";
  /**
   * Where jobs read: `s3:GetObject` on the objects, `s3:ListBucket` on the bucket.
   *
   * @default - no location to read from
   */
  readonly inputs?: readonly (string | InputLocation)[];
  /**
   * Where jobs write: `s3:PutObject` on the objects.
   *
   * @default - no location to write to
   */
  readonly outputs?: readonly (string | OutputLocation)[];
  /**
   * API Gateway endpoints that jobs call, for DRM keys (SPEKE) and Nielsen watermarks: `"none"`, `"all"` (any API of
   * any account that admits the role), or a list.
   *
   * @default "none"
   */
  readonly apiGateway?: "none" | "all" | readonly (string | ApiEndpoint)[];
}

/**
 * What the given jobs need, and nothing else: derived from CreateJob requests, their `Settings`, job templates and
 * presets.
 *
 * A template or preset that a job names is merged into it where it is given too. What jobs cannot tell (keys of buckets
 * and secrets, files that a manifest names elsewhere) is asked for: a question that would make a job fail for certain
 * is an error, any other a warning.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
export interface JobsAccess {
  /** The kind of access. */
  readonly mode: "jobs";
  /**
   * Files (`jobs/film.json`), patterns (`jobs/*.json`) and folders with jobs as JSON, relative to the settings file (in
   * TypeScript to the working directory), or the jobs themselves. Keys may begin with capitals or small letters.
   *
   * @minItems 1
   */
  readonly jobs: readonly (string | { readonly [key: string]: unknown })[];
  /**
   * How much of what jobs name the role covers: `object`, exactly that; `prefix`, the directory of each; `bucket`, the
   * whole bucket.
   *
   * @default "prefix"
   */
  readonly granularity?: "object" | "prefix" | "bucket";
  /**
   * Bucket name → what is known of it and no job says. `*` stands for every bucket that is not named. An empty object
   * says that its objects are under no customer key.
   *
   * @default - nothing is known, and each bucket is asked about
   */
  readonly buckets?: { readonly [bucket: string]: BucketFacts };
  /**
   * Where jobs read beside what they name, for instance segments of manifests. `[]` says that there is nothing more.
   *
   * @default - nothing more, with a question where a job leaves it open
   */
  readonly inputs?: readonly (string | InputLocation)[];
  /**
   * Where jobs write beside what they name.
   *
   * @default - nothing more, with a question where a job leaves it open
   */
  readonly outputs?: readonly (string | OutputLocation)[];
  /**
   * API Gateway endpoints beside those that jobs name, or the same with their account or stage. `"none"` says that jobs
   * name all of them, and that they belong to the role's account.
   *
   * @default - those that jobs name, with a question for each
   */
  readonly apiGateway?: "none" | "all" | readonly (string | ApiEndpoint)[];
}

/** What is known of a bucket that jobs name. */
export interface BucketFacts {
  /**
   * ARN of the KMS key of its objects (SSE-KMS), or of several keys. Outputs for which the job itself names the
   * encryption follow the job.
   *
   * @default - no key: SSE-S3, or the key `aws/s3`
   */
  readonly kmsKeyArn?: string | readonly string[];
  /**
   * Whether S3 Bucket Keys have been on for every object under `kmsKeyArn`.
   *
   * @default false - the permission also works for objects that were written without a Bucket Key
   */
  readonly bucketKey?: boolean;
  /**
   * Whether the role gets `s3:ListBucket` where jobs read. With it a mistyped key fails as error 1404, without it as
   * 1401.
   *
   * @default true
   */
  readonly listBucket?: boolean;
  /**
   * Account that owns the bucket, 12 digits. It has no effect on the role's own permissions.
   *
   * @default - the role's account
   */
  readonly ownerAccount?: string;
}

/** Nothing but what `statements`, `managedPolicyArns`, `secrets`, `kmsKeys` and the like say. */
export interface CustomAccess {
  /** The kind of access. */
  readonly mode: "custom";
}

/**
 * A place in S3. Give `location`, or `bucket` with `prefix`, with `pattern` or alone.
 *
 * A prefix covers every key that begins with it: `masters/` is the directory, `masters` also covers `masters-2026/…`.
 */
export interface Location {
  /**
   * `s3://bucket/prefix`, or the ARN `arn:aws:s3:::bucket/prefix`. In TypeScript, text that begins with a token is a
   * bucket name or ARN, with or without `/prefix` behind it.
   *
   * @default - `bucket` is used
   */
  readonly location?: string;
  /**
   * Bucket name. A token may also stand for the bucket's ARN.
   *
   * @default - `location` is used
   */
  readonly bucket?: string;
  /**
   * What the object keys begin with, taken literally: no wildcard.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
  /**
   * IAM pattern of the whole object key, in place of `prefix`: `*` and `?` match, and `${*}`, `${?}` and `${$}` are the
   * characters themselves. `vod/*` is the same as the prefix `vod/`, `masters/film.mp4` is one object.
   *
   * @default - `prefix` is used
   */
  readonly pattern?: string;
  /**
   * ARN of the KMS key of the objects (SSE-KMS), as `arn:aws:kms:REGION:ACCOUNT:key/ID`. An input gives the role
   * `kms:Decrypt`; an output `kms:GenerateDataKey` and `kms:Decrypt`, which multipart uploads need.
   *
   * @default - no key permission: the objects are not encrypted, or under SSE-S3 or the key `aws/s3`
   * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html
   */
  readonly kmsKeyArn?: string;
  /**
   * Whether S3 Bucket Keys have been on for every object under `kmsKeyArn`. The key permission is then narrowed to
   * this bucket by its encryption context, in a grant too.
   *
   * @default false - the permission also works for objects that were written without a Bucket Key
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKey?: boolean;
  /**
   * Account that owns the bucket, 12 digits. It has no effect on the role's own permissions, and says for whom the
   * statements of the bucket's policy are. It holds for every location in the bucket.
   *
   * @default - the role's account
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
   */
  readonly ownerAccount?: string;
}

/** A place that jobs read from. */
export interface InputLocation extends Location {
  /**
   * Whether the role gets `s3:ListBucket` on the bucket. With it a mistyped key fails as error 1404 (not found),
   * without it as 1401 (access denied).
   *
   * @default true
   */
  readonly listBucket?: boolean;
}

/** A place that jobs write to. */
export interface OutputLocation extends Location {
  /**
   * Whether the role gets `s3:ListBucket` on the bucket. Jobs run without it.
   *
   * @default false
   */
  readonly listBucket?: boolean;
  /**
   * Whether the role gets `s3:PutObjectAcl`, for outputs with a canned ACL (`AccessControl.CannedAcl` in the job). In
   * another account's bucket `false` says that the bucket enforces its owner's ownership.
   *
   * @default - no: a job with a canned ACL fails with error 1401. With another account's bucket there is a warning
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
   */
  readonly acl?: boolean;
}

/** One API Gateway endpoint, when its URL alone does not say enough. */
export interface ApiEndpoint {
  /** `https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH`, as it stands in the job. */
  readonly url: string;
  /**
   * HTTP method. SPEKE key requests are POST; for a Nielsen TIC server write `*`, since its method is not documented.
   *
   * @default "POST"
   */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "*";
  /**
   * Account that owns the API. Another account's API also needs a resource policy that admits the role.
   *
   * @default - the role's account
   */
  readonly accountId?: string;
  /**
   * `$default` for an HTTP API whose URL has no stage.
   *
   * @default - the first segment of the URL's path
   */
  readonly stage?: string;
}

/** A Secrets Manager secret that jobs read. */
export interface Secret {
  /** Name of the secret, or its full ARN with the six characters at the end. A name means this account and Region. */
  readonly secret: string;
  /**
   * ARN of the customer managed key that encrypts the secret. A grant on it needs the secret's full ARN.
   *
   * @default - no key permission: the secret is under `aws/secretsmanager`
   */
  readonly kmsKeyArn?: string;
}

/** An EventBridge connection to a TAMS server. */
export interface TamsConnection {
  /** `arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID`. */
  readonly connectionArn: string;
  /**
   * ARN of the customer managed key of the connection's secret. A grant cannot name that secret: set `kmsAuthorization`
   * to `"policy"`.
   *
   * @default - no key permission: the secret is under `aws/secretsmanager`
   */
  readonly kmsKeyArn?: string;
}

/**
 * What a key serves, beside the keys that locations and secrets name.
 *
 * - `input`: objects that jobs read (SSE-KMS): `kms:Decrypt`
 * - `output`: objects that jobs write (SSE-KMS): `kms:GenerateDataKey` and `kms:Decrypt`
 * - `client-side`: inputs that were encrypted before upload (`DecryptionSettings` in the job): `kms:Decrypt`, only with
 *   MediaConvert's encryption context
 * - `signing`: C2PA manifests (`SigningKmsKey` in the job): `kms:Sign`, an asymmetric ECC P-256 key
 */
export type KeyUse = "input" | "output" | "client-side" | "signing";

/** A KMS key and what jobs do with it. */
export interface KmsKey {
  /** `arn:aws:kms:REGION:ACCOUNT:key/ID`, no alias. */
  readonly keyArn: string;
  /**
   * What the key serves; at least one use.
   *
   * @minItems 1
   */
  readonly use: readonly KeyUse[];
}

/** An IAM statement as IAM writes it, without `Principal`. */
export interface ExtraStatement {
  /**
   * Letters and digits, once per role.
   *
   * @default - no Sid
   */
  readonly Sid?: string;
  /** Whether the statement allows or denies. */
  readonly Effect: "Allow" | "Deny";
  /** Give `Action` or `NotAction`. */
  readonly Action?: string | readonly string[];
  /** Give `Action` or `NotAction`. */
  readonly NotAction?: string | readonly string[];
  /** Give `Resource` or `NotResource`. */
  readonly Resource?: string | readonly string[];
  /** Give `Resource` or `NotResource`. */
  readonly NotResource?: string | readonly string[];
  /**
   * Operator → key → value or values. IAM variables such as `${aws:PrincipalTag/team}` arrive as they are.
   *
   * @default - no condition
   */
  readonly Condition?: {
    readonly [operator: string]: { readonly [key: string]: ConditionValue | readonly ConditionValue[] };
  };
}

/**
 * A whole policy document as IAM writes it. It arrives as it is given.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface WholePolicy {
  /**
   * Version of the policy language. In `2008-10-17` texts such as `${aws:username}` are no variables.
   *
   * @default - IAM reads it as 2008-10-17
   */
  readonly Version?: "2012-10-17" | "2008-10-17";
  /**
   * Identifier of the document.
   *
   * @default - none
   */
  readonly Id?: string;
  /** One statement or a list of them, with IAM's own keys (`Effect`, `Action`, `Principal`, …). */
  readonly Statement: { readonly [key: string]: unknown } | readonly { readonly [key: string]: unknown }[];
}

/** A condition value; IAM reads numbers and booleans as their text. */
export type ConditionValue = string | number | boolean;

/**
 * Who may assume the role: `mediaconvert.amazonaws.com`, on behalf of this account's queues.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
 */
export interface TrustProps {
  /**
   * Account whose jobs may use the role (`aws:SourceAccount`), 12 digits.
   *
   * @default - the role's account
   */
  readonly sourceAccount?: string;
  /**
   * Queues whose jobs may use the role: names, which mean the queue of that name in every Region, or ARNs. `*` and `?`
   * match as in IAM. Name hop queues too.
   *
   * @default - every queue of the account, in every Region
   */
  readonly queues?: readonly string[];
  /**
   * Whether the trust policy has the conditions `aws:SourceAccount` and `aws:SourceArn`. Without them MediaConvert could
   * be made to use the role for somebody else's jobs.
   *
   * @default true
   */
  readonly confusedDeputyProtection?: boolean;
  /**
   * The whole trust policy, in place of the one that the other settings here make.
   *
   * @default - the trust policy that the other settings here make
   */
  readonly policy?: WholePolicy;
}

/** Input of `MediaConvertRole` and of `role` in the settings file. */
export interface MediaConvertRoleProps {
  /** What jobs may do. */
  readonly access: Access;
  /**
   * Name of the role, 1–64 of `A–Z a–z 0–9 _ + = , . @ -`. Changing it replaces the role.
   *
   * @default "MediaConvert_Default_Role" - the name that the MediaConvert console selects by itself
   */
  readonly roleName?: string;
  /**
   * IAM path of the role. MediaConvert is known to work with `/` and `/service-role/`; for others error 1432 has been
   * reported. Changing it replaces the role.
   *
   * @default "/" - with `adopt` it is `/service-role/`, where the MediaConvert console makes its role
   */
  readonly path?: string;
  /**
   * IAM path of the policy that this construct makes.
   *
   * @default - the role's path, where a policy may have it, else `/`
   */
  readonly policyPath?: string;
  /**
   * Description of the role, up to 1000 Latin-1 characters; empty for none.
   *
   * @default "Assumed by AWS Elemental MediaConvert to run transcoding jobs"
   */
  readonly description?: string;
  /**
   * Longest session in seconds, 3600–43200. It does not limit the sessions of AWS services.
   *
   * @default - 3600, IAM's own default
   * @minimum 3600
   * @maximum 43200
   */
  readonly maxSessionDuration?: number;
  /**
   * ARN of the managed policy that bounds the role.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: string;
  /**
   * Whether destroying the role detaches policies that something else has attached.
   *
   * @default false - such a policy blocks the destruction
   */
  readonly forceDetachPolicies?: boolean;
  /**
   * Tags of the role and its policy, up to 50.
   *
   * @default - no tags beside the provider's default tags
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Who may assume the role.
   *
   * @default - MediaConvert, on behalf of any queue of the role's account
   */
  readonly trust?: TrustProps;
  /**
   * Names of roles that submit jobs with this one. Each gets an inline policy with `iam:PassRole` on it, for MediaConvert
   * only; `mediaconvert:CreateJob` it has to have by itself. They are in this role's account, and something else makes
   * them.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
   */
  readonly submitters?: readonly string[];
  /**
   * ARNs of managed policies to attach, in any mode.
   *
   * @default - none beside those of the mode
   */
  readonly managedPolicyArns?: readonly string[];
  /**
   * How many managed policies the account lets a role have, 1–25. Raise it after raising the IAM quota.
   *
   * @default 10
   * @minimum 1
   * @maximum 25
   */
  readonly maxAttachedPolicies?: number;
  /**
   * Statements to add to the role's policy, in any mode.
   *
   * @default - none
   */
  readonly statements?: readonly ExtraStatement[];
  /**
   * Inline policies of the role, in any mode: name → document. Together they have up to 10,240 characters.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
   */
  readonly inlinePolicies?: { readonly [name: string]: WholePolicy };
  /**
   * Secrets that jobs read (Kantar credentials, C2PA certificates): names, ARNs, or objects with a key.
   *
   * @default - none
   */
  readonly secrets?: readonly (string | Secret)[];
  /**
   * EventBridge connections to TAMS servers that jobs read from (`TamsSettings` in the job): ARNs, or objects with a
   * key. Each gives `events:RetrieveConnectionCredentials`, and access to the connection's own secret.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/tams-input-requirements.html
   */
  readonly tamsConnections?: readonly (string | TamsConnection)[];
  /**
   * Whether jobs use Elemental Inference (`SMART_CROP`, `SMART_SUBTITLE`): the role makes feeds and uses those of its
   * account and Region.
   *
   * @default false
   * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/smart-cropping.html
   */
  readonly elementalInference?: boolean;
  /**
   * ARNs of feeds of Elemental Inference that jobs take their configuration from: `elemental-inference:GetFeed`.
   *
   * @default - none
   */
  readonly inferenceFeeds?: readonly string[];
  /**
   * Keys beside those that locations and secrets name, in any mode.
   *
   * @default - none
   */
  readonly kmsKeys?: readonly KmsKey[];
  /**
   * How the role gets its key permissions. A grant works whatever the key policy delegates. Policy statements are
   * narrower (`kms:ViaService`, encryption context) but need a key policy that delegates to the account.
   *
   * @default "grant"
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
   */
  readonly kmsAuthorization?: "grant" | "policy" | "both";
  /**
   * Whether output keys also get `kms:Encrypt`, which one AWS page lists. S3 does not call it for SSE-KMS.
   *
   * @default false
   */
  readonly kmsEncrypt?: boolean;
  /**
   * Whether the role is there already and is taken over: Terraform imports the role, the attachments of its managed
   * policies and its `inlinePolicies`, as they are named here. What is in the state already is not imported again; what
   * is named and not there ends the plan with an error. `mediaconvert-role adopt` writes these settings.
   *
   * @default false - the role is made; where one of its name is there, the apply ends with EntityAlreadyExists
   * @see https://developer.hashicorp.com/terraform/language/import
   */
  readonly adopt?: boolean;
  /**
   * Whether the role keeps only the policies that are named here. The plan shows what something else has attached or
   * written into the role, and the apply takes it away.
   *
   * @default false - policies that something else gives the role stay
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
   */
  readonly exclusive?: boolean;
  /**
   * Whether Terraform refuses to destroy or replace the role.
   *
   * @default false
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  readonly preventDestroy?: boolean;
  /**
   * AWS partition: `aws`, `aws-cn`, `aws-us-gov`.
   *
   * @default - in a stack the partition of its Region; elsewhere the provider's, by a data source
   */
  readonly partition?: string;
  /**
   * Account of the role, 12 digits. In a stack the provider then refuses credentials of any other account.
   *
   * @default - the provider's account, by a data source
   */
  readonly accountId?: string;
  /**
   * Region of the provider, for secrets given by name, for `elementalInference`, and for checks of keys and endpoints.
   *
   * @default - in a stack its Region; elsewhere the provider's, by a data source where it is needed
   */
  readonly region?: string;
}
