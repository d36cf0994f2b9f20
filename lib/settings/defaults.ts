/** The name that the MediaConvert console selects by itself. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
export const DEFAULT_ROLE_NAME = "MediaConvert_Default_Role";

export const DEFAULT_DESCRIPTION = "Assumed by AWS Elemental MediaConvert to run transcoding jobs";

/** Where the MediaConvert console makes its role. */
export const CONSOLE_PATH = "/service-role/";

/** How many managed policies a role can have unless the account's quota is raised, and at most (L-ATTACH). */
export const DEFAULT_ATTACHED = 10;
export const MOST_ATTACHED = 25;

/** Seconds of the longest session, and what IAM takes where nothing is said. */
export const SESSION = { shortest: 3600, longest: 43200, default: 3600 } as const;

/** Stable: a policy whose description changes is replaced, and an attached policy cannot be. */
export const POLICY_DESCRIPTION = "What AWS Elemental MediaConvert jobs may do with this role";

/** L-TRUST: the account's default quota and IAM's maximum, in characters. */
export const TRUST_QUOTA = 2048;
export const LARGEST_TRUST = 8192;

/** L-INLINE: characters of all inline policies of a role, without white space. */
export const LARGEST_INLINE = 10240;

/**
 * Provider versions that the resources here are known to work with, instead of the one that the bindings were made
 * from.
 */
export const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";
