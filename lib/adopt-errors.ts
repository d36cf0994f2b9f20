import { type Problem, inQuotes, problem } from "./problem";

/** Messages about a role that is there already and is to be taken over. */

export const documentNotJson = (what: string): Problem =>
  problem(
    "",
    `${what} is not the JSON of a policy document; look at it with "aws iam get-role" or "aws iam get-role-policy", and write it anew`,
  );

export const otherPartition = (arn: string, region: string): Problem =>
  problem("", `${inQuotes(arn)} is not in the partition of ${region}; say a Region of its own partition by --region`);

export const serviceLinked = (arn: string): Problem =>
  problem("", `${inQuotes(arn)} is a service-linked role, which AWS alone manages; name a role of your own`);

/** What reading a role takes, one action each. */
export const READING_ACTIONS = [
  "iam:GetRole",
  "iam:ListRolePolicies",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
] as const;

export const actionDenied = (action: string, role: string, answer: string): Problem =>
  problem(
    "",
    `${action} on ${inQuotes(role)} is denied; allow it to whoever runs this (reading a role takes ${READING_ACTIONS.join(", ")}); AWS says: ${answer}`,
  );

export const roleAbsent = (name: string): Problem =>
  problem(
    "",
    `there is no role ${inQuotes(name)} in the account of these credentials; look at its name with "aws iam list-roles", and at the account with "aws sts get-caller-identity"`,
  );

export const roleElsewhere = (given: string, arn: string): Problem =>
  problem(
    "",
    `the role of that name is ${inQuotes(arn)}, not ${inQuotes(given)}; name it by its name alone or by that ARN`,
  );

export const roleMalformed = (given: string): Problem =>
  problem("", `${inQuotes(given)} is no role; give its name, its path and name, or its ARN`);

export const noCredentials = (reason: string): Problem =>
  problem(
    "",
    `there are no AWS credentials that IAM accepts: ${reason}; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in ("aws sso login")`,
  );

export const notReached = (reason: string): Problem =>
  problem("", `IAM cannot be reached: ${reason}; look at the network, the proxy and AWS_ENDPOINT_URL`);

export const otherAnswer = (action: string, reason: string): Problem =>
  problem("", `${action} fails, and IAM says: ${reason}`);

export const sdkMissing = (): Problem =>
  problem("", "the AWS SDK is not installed, which only this needs; run: npm install @aws-sdk/client-iam");

export const regionUnknown = (): Problem =>
  problem("", "nothing says the Region of the stack; say it by --region, AWS_REGION or the profile");

export const stackTaken = (path: string, stack: string): Problem =>
  problem(path, `there is a stack ${inQuotes(stack)} already; name another one by --stack`);

export const settingsNotWritten = (reason: string): Problem =>
  problem("", `cannot be written: ${reason}; name a file in a folder that is there and that you may write to`);

export const intoAndFormat = (format: string): Problem =>
  problem(
    "",
    `--into adds a stack to a settings file, and --format ${format} prints something else; drop one of the two`,
  );

export const addressAlone = (): Problem =>
  problem("", "--module-address is for --format imports; add that, or drop it");

export const stackOfModule = (format: string): Problem =>
  problem("", `--format ${format} is for the Terraform module, which has no stacks; drop --stack`);

/** A line on standard error. */
export const defaultsChange = (key: string): string =>
  `warning: the file's defaults change role.${key}, and the first plan will change the role by it; say role.${key} in the stack, or leave it out of the defaults`;

/** A line on standard error. */
export const adoptedNote = (arn: string): string =>
  `note: these settings are ${arn} as it is; KMS grants are not among them (aws kms list-grants --key-id KEY tells); apply first, then drop "adopt" and tighten`;
