/** The name that the MediaConvert console selects by itself. https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
export const DEFAULT_ROLE_NAME = "MediaConvert_Default_Role";

export const DEFAULT_DESCRIPTION = "Assumed by AWS Elemental MediaConvert to run transcoding jobs";

/** How many managed policies a role can have unless the account's quota is raised, and at most (L-ATTACH). */
export const DEFAULT_ATTACHED = 10;
export const MOST_ATTACHED = 25;
