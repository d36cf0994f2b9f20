/**
 * What names and ARNs look like, for the checks of settings and for the variables of the Terraform module.
 *
 * Only syntax that JavaScript and RE2, which Terraform uses, read alike: no lookaround, no backreference.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */

/** L-NAME. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/** L-PATH: at most 512 characters. */
export const ROLE_PATH = /^\/([\x21-\x7e]+\/)?$/;

/** R-PATH (DEC-07): paths that MediaConvert is known to work with. */
export const USUAL_ROLE_PATH = /^\/(service-role\/)?$/;

/** L-POLICY-PATH: at most 512 characters. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const POLICY_PATH = /^(\/[A-Za-z0-9.,+@=_-]+)*\/$/;

/** L-POLICY-NAME. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const INLINE_NAME = /^[\w+=,.@-]{1,128}$/;

/** L-DESC: a character that a description cannot hold. */
export const NOT_IN_DESCRIPTION = /[^\t\n\r\x20-\x7e\xa1-\xff]/u;

/** L-DOC, R-ARN-CHARSET: a character that a policy cannot hold. */
export const NOT_IN_POLICY = /[^\t\n\r\x20-\xff]/u;

/** L-TAGS. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
export const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
export const RESERVED_TAG_KEY = /^aws:/i;

export const ACCOUNT_ID = /^\d{12}$/;
export const PARTITION = /^aws(-[a-z]+)*$/;

/** L-REGION: the shape of a Region's name; new Regions pass. */
export const REGION = /^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/;

/** A queue's name; `*` and `?` match as in IAM. */
export const QUEUE_NAME = /^[\w .*?-]{1,256}$/;
export const QUEUE_ARN = /^arn:[a-z][a-z-]*:mediaconvert:[a-z0-9*-]*:[a-z0-9*]*:queues\/[\w .*?-]{1,256}$/;

/** L-GRANT-KEYID: a key's own ARN, with a UUID or the id of a multi-Region key. */
export const KEY_ARN =
  /^arn:[a-z][a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})$/;
export const KEY_ALIAS = /(^|:)alias\//;

/** A managed policy, AWS's or a customer's. */
export const POLICY_ARN = /^arn:[a-z][a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/;

export const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;
export const SECRET_ARN = /^arn:[a-z][a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+$/;

export const API_ARN = /^arn:[a-z][a-z-]*:execute-api:[a-z0-9*-]+:[a-z0-9*]+:[^/]*\/.*$/;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html */
export const STAGE = /^(\$default|[A-Za-z0-9_-]{1,128})$/;

export const SID = /^[A-Za-z0-9]+$/;
export const ACTION = /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/;
export const RESOURCE = /^(\*$|arn:[^:]*:[^:]*:[^:]*:[^:]*:.)/;

/** A rule that a text keeps where the pattern is found in it, or is not. */
export interface TextRule {
  readonly pattern: RegExp;
  /** Whether the pattern must be found. */
  readonly found: boolean;
  readonly rule: string;
}

/** Whether a text keeps the rule. */
export const keeps = (text: string, { pattern, found }: TextRule): boolean => pattern.test(text) === found;

/** What is given in place of a bucket's name. */
export const ARN_OR_URI = /^(arn:|s3:\/\/)/;
export const BUCKET_WILDCARD = /[*?]/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_RULES: readonly TextRule[] = [
  { pattern: /^.{3,63}$/, found: true, rule: "a name has 3–63 characters" },
  { pattern: /^[a-z0-9.-]*$/, found: true, rule: "only a–z, 0–9, dots and hyphens are possible" },
  { pattern: /^[a-z0-9].*[a-z0-9]$/, found: true, rule: "it begins and ends with a letter or digit" },
  { pattern: /\.\./, found: false, rule: "two dots cannot stand side by side" },
  { pattern: /^\d+\.\d+\.\d+\.\d+$/, found: false, rule: "it cannot look like an IP address" },
  { pattern: /^(xn--|sthree-)/, found: false, rule: "S3 keeps that beginning for itself" },
];

/** DEC-20: names that belong to something else than a general purpose bucket. */
export const OTHER_BUCKET_KINDS: readonly { readonly pattern: RegExp; readonly kind: string }[] = [
  { pattern: /-s3alias$|--ol-s3$|\.mrap$/, kind: "an access point" },
  { pattern: /--x-s3$/, kind: "a directory bucket" },
  { pattern: /--table-s3$/, kind: "a table bucket" },
];

export const TRAILING_WILDCARD = /\*$/;
export const WILDCARD = /[*?]/;

/** R-ARN-ESCAPE: `${` that does not begin `${*}`, `${?}` or `${$}`. */
export const NOT_AN_ESCAPE = /\$\{([^*?$]|[*?$][^}]|[*?$]?$)/;

export const PERCENT_SEQUENCE = /%[0-9A-Fa-f]{2}/;

/** The id of a key, without its ARN. */
export const KEY_ID = /^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})$/;

/** An EventBridge connection. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeConnection.html */
export const CONNECTION_ARN = /^arn:[a-z][a-z-]*:events:[a-z0-9-]+:\d{12}:connection\/[\w.-]{1,64}\/[0-9a-fA-F-]+$/;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalinference.html */
export const FEED_ARN = /^arn:[a-z][a-z-]*:elemental-inference:[a-z0-9-]+:\d{12}:feed\/[\w.-]+$/;
