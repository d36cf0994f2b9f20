/**
 * ARNs of the services that a job calls: what they look like, and patterns that match them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

/** Field numbers of `arn:partition:service:region:account:resource`. */
export const ARN_PARTITION = 1;
export const ARN_REGION = 3;
export const ARN_ACCOUNT = 4;

/** The fields of a literal ARN; the resource may hold further colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes a literal ARN apart, or returns undefined. Region and account may be patterns. */
export const parseArn = (text: string): Arn | undefined => {
  const match = /^arn:([a-z][a-z-]*):([a-z0-9-]+):([a-z0-9*-]*):([a-z0-9*]*):(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
  return { partition, service, region, account, resource };
};

/** The partition of a Region, from the Region's name. */
export const partitionOfRegion = (region: string): string => {
  const known: readonly (readonly [string, string])[] = [
    ["cn-", "aws-cn"],
    ["us-gov-", "aws-us-gov"],
    ["us-iso-", "aws-iso"],
    ["us-isob-", "aws-iso-b"],
    ["us-isof-", "aws-iso-f"],
    ["eu-isoe-", "aws-iso-e"],
    ["eusc-", "aws-eusc"],
  ];
  return known.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
};

/** Key ids as MediaConvert accepts them: a UUID, or the id of a multi-Region key. */
export const isKeyResource = (resource: string): boolean =>
  /^key\/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i.test(resource);

/**
 * R-ARN-ESCAPE: the text as it has to stand in a policy's `Resource` to mean itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const escapeInArn = (text: string): string =>
  text.replace(/\$\{|[*?]/g, (special) => (special === "${" ? "${$}{" : `\${${special}}`));

/** R-ARN-CHARSET: what comes before the first character that a policy cannot hold. */
export const cutAtForeignCharacter = (text: string): string => /^[\t\n\r\x20-\xff]*/.exec(text)?.[0] ?? "";

/** R-SECRET: resources that match a secret given by name (`-??????` stands for the random end) or by ARN. */
export const secretResource = (
  secret: string,
  place: { readonly partition: string; readonly region: string; readonly account: string },
): string => {
  if (!secret.startsWith("arn:")) {
    return `arn:${place.partition}:secretsmanager:${place.region}:${place.account}:secret:${escapeInArn(secret)}-??????`;
  }
  return isFullSecretArn(secret) ? secret : `${secret}-??????`;
};

/** Whether a literal secret ARN ends with the six random characters. */
export const isFullSecretArn = (arn: string): boolean => /-[A-Za-z0-9]{6}$/.test(arn);
