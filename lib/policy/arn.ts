import type { Placeholders } from "../placeholders";

/**
 * ARNs of the services that a job calls: what they look like, and patterns that match them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

/** Field numbers of `arn:partition:service:region:account:resource`. */
export const ARN_PARTITION = 1;
export const ARN_REGION = 3;
export const ARN_ACCOUNT = 4;

/** How the Regions of other partitions than `aws` begin. */
export const REGION_STARTS: { readonly [start: string]: string } = {
  "cn-": "aws-cn",
  "us-gov-": "aws-us-gov",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "us-isof-": "aws-iso-f",
  "eu-isoe-": "aws-iso-e",
  "eusc-": "aws-eusc",
};

/** The partition of a Region, from the Region's name. */
export const partitionOfRegion = (region: string): string =>
  Object.entries(REGION_STARTS).find(([start]) => region.startsWith(start))?.[1] ?? "aws";

/** Partitions whose Regions are known by how they begin; of `aws` there is any beginning. */
export const KNOWN_PARTITIONS: readonly string[] = ["aws", ...Object.values(REGION_STARTS)];

/** Whether a Region can be of a partition: one that is not known here may have Regions of any unknown beginning. */
export const mayBeInPartition = (region: string, partition: string): boolean => {
  const usual = partitionOfRegion(region);
  return usual === partition || (usual === "aws" && !KNOWN_PARTITIONS.includes(partition));
};

/**
 * R-ARN-ESCAPE: the text as it has to stand in a policy's `Resource` to mean itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const escapeInArn = (text: string): string =>
  text.replace(/\$\{|[*?]/g, (special) => (special === "${" ? "${$}{" : `\${${special}}`));

/** R-ARN-CHARSET: what comes before the first character that a policy cannot hold. */
export const POSSIBLE_START = /^[\t\n\r\x20-\xff]*/;
export const cutAtForeignCharacter = (text: string): string => POSSIBLE_START.exec(text)?.[0] ?? "";

/** R-SECRET: how a literal secret ARN ends, with six random characters, and what stands for them. */
export const FULL_SECRET_ARN = /-[A-Za-z0-9]{6}$/;
export const UNKNOWN_SECRET_END = "-??????";

/** R-SECRET: resources that match a secret given by name (`-??????` stands for the random end) or by ARN. */
export const secretResource = (
  secret: string,
  place: { readonly partition: string; readonly region: string; readonly account: string },
): string => {
  if (!secret.startsWith("arn:")) {
    return `arn:${place.partition}:secretsmanager:${place.region}:${place.account}:secret:${escapeInArn(secret)}${UNKNOWN_SECRET_END}`;
  }
  return isFullSecretArn(secret) ? secret : `${secret}${UNKNOWN_SECRET_END}`;
};

/** R-TAMS (DEC-16): the secret that EventBridge keeps for a connection, in the connection's account and Region. */
export const connectionSecret = (connectionArn: string, { arnField }: Pick<Placeholders, "arnField">): string => {
  const field = (index: number): string => arnField(connectionArn, index);
  const place = `${field(ARN_PARTITION)}:secretsmanager:${field(ARN_REGION)}:${field(ARN_ACCOUNT)}`;
  return `arn:${place}:secret:events!connection/${arnField(connectionArn, 1, "/")}/*`;
};

/** Whether a literal secret ARN ends with the six random characters. */
export const isFullSecretArn = (arn: string): boolean => FULL_SECRET_ARN.test(arn);
