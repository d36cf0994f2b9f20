import type { Figure } from "./limit-errors";
import { type Problem, inQuotes, problem } from "./problem";

export * from "./file-errors";
export * from "./limit-errors";
export * from "./location-errors";

/**
 * Every message the project can raise, one function each: what, which value, what to do.
 *
 * Lower case, no final period; the path in front of a message says where.
 */

// Shape

export const unknownKey = (path: string, key: string, nearest: string | undefined, known: readonly string[]): Problem =>
  problem(
    path,
    nearest === undefined
      ? `${inQuotes(key)} is not a setting here; known are ${known.join(", ")}`
      : `${inQuotes(key)} is not a setting here; did you mean ${inQuotes(nearest)}?`,
  );

export const missing = (path: string, key: string): Problem => problem(path, `${inQuotes(key)} is missing; add it`);

export const accessMissing = (path: string): Problem =>
  problem(
    path,
    `"access" is missing; say what jobs may do: { "mode": "configured", "inputs": […], "outputs": […] }, ` +
      `{ "mode": "custom" } or { "mode": "full" }`,
  );

export const wrongType = (path: string, expected: string, value: unknown): Problem =>
  problem(path, `expected ${expected}, got ${inQuotes(value)}`);

export const notOneOf = (path: string, value: unknown, allowed: readonly string[]): Problem =>
  problem(
    path,
    `${inQuotes(value)} is not possible; write ${allowed
      .map(inQuotes)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1")}`,
  );

export const emptyText = (path: string): Problem => problem(path, `is empty; give a value or leave it out`);

export const placeholderInFile = (path: string): Problem =>
  problem(path, `holds text that CDKTF uses for its own placeholders ("TfToken[", or a number near ±1e289); remove it`);

export const outOfRange = (path: string, value: Figure, low: Figure, high: Figure, unit: string): Problem =>
  problem(path, `${String(value)} is outside ${String(low)}–${String(high)}${unit}; give a whole number in that range`);

// Roles that are there already

export const adoptedPath = (path: string, taken: string): Problem =>
  problem(
    path,
    `"adopt" without "path" takes ${inQuotes(taken)}, where the MediaConvert console makes its role; write "path" down: without "adopt" it would be "/", and the role replaced`,
  );

export const adoptsRoleAlone = (path: string): Problem =>
  problem(
    path,
    `only the role itself is taken over, and policies that it has stay, with all that they allow; name them in "managedPolicyArns" and "inlinePolicies" ("mediaconvert-role adopt" does), or set "exclusive" to have them taken away`,
  );

export const besideTrustPolicy = (path: string, key: string): Problem =>
  problem(path, `${inQuotes(key)} has no effect beside "policy", which is the whole trust policy; drop one`);

export const inlineName = (path: string, name: string, length: Figure): Problem =>
  problem(
    path,
    `${inQuotes(name)} (${String(length)} characters) is not the name of a policy; use 1–128 of A–Z a–z 0–9 _ + = , . @ -`,
  );

export const notPolicyJson = (path: string): Problem =>
  problem(path, `is not the JSON of a policy document; give { "Version": "2012-10-17", "Statement": […] } as text`);

// ARNs and keys

export const notAnArn = (path: string, value: string, example: string): Problem =>
  problem(path, `${inQuotes(value)} is not such an ARN; write ${inQuotes(example)}`);

export const endpointPartition = (path: string, url: string, partition: string): Problem =>
  problem(path, `${inQuotes(url)} is not in partition ${inQuotes(partition)}; give the address of an API there`);

export const foreignPartition = (path: string, value: string, partition: string): Problem =>
  problem(
    path,
    `${inQuotes(value)} is not in partition ${inQuotes(partition)}; give an ARN that begins with "arn:${partition}:"`,
  );

export const keyAlias = (path: string, value: string): Problem =>
  problem(
    path,
    `${inQuotes(value)} is an alias, and grants and policies need the key itself; write its ARN, "arn:aws:kms:REGION:ACCOUNT:key/ID" (aws kms describe-key shows it)`,
  );

export const keyRegion = (path: string, value: string, region: string): Problem =>
  problem(
    path,
    `key ${inQuotes(value)} is not in ${region}, where the provider would make the grant; give the construct a provider of the key's Region ("providers" of its options), or set "kmsAuthorization" to "policy"`,
  );

export const keyRegionOfModule = (path: string, value: string, region: string): Problem =>
  problem(
    path,
    `key ${inQuotes(value)} is not in ${region}, where the provider would make the grant; set "kmsAuthorization" to "policy", or leave the key out and make an aws_kms_grant for the role's ARN by a provider alias of the key's Region`,
  );

export const keyUsedTwice = (path: string, value: string): Problem =>
  problem(
    path,
    `key ${inQuotes(value)} is named for signing and for encryption, and no KMS key does both; name the right key for each`,
  );

export const secretKeyNeedsArn = (path: string, value: string): Problem =>
  problem(
    path,
    `a grant for the key of secret ${inQuotes(value)} needs the secret's full ARN, with the six characters at its end; give that, or set "kmsAuthorization" to "policy"`,
  );

export const connectionKeyNeedsPolicy = (path: string, value: string): Problem =>
  problem(
    path,
    `a grant for the key of connection ${inQuotes(value)} cannot name the connection's secret; set "kmsAuthorization" to "policy"`,
  );

export const foreignKeyGrant = (path: string, value: string, account: string): Problem =>
  problem(
    path,
    `key ${inQuotes(value)} belongs to another account than ${account}: whoever deploys needs kms:CreateGrant, kms:ListGrants and kms:RevokeGrant on it there`,
  );

export const duplicateKeyEntry = (path: string, first: string): Problem =>
  problem(path, `names the same key as ${first}; join their "use"`);

// Secrets and endpoints

export const secretName = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is neither a secret's name (1–512 of A–Z a–z 0–9 / _ + = . @ -) nor its ARN`);

export const duplicate = (path: string, value: string, first: string): Problem =>
  problem(path, `${inQuotes(value)} is also at ${first}; drop one`);

export const endpointNotLiteral = (path: string): Problem =>
  problem(path, `a URL must be written out, since the API's id is read from it; give the execute-api ARN instead`);

export const notAnEndpoint = (path: string, value: string, why: string): Problem =>
  problem(path, `${inQuotes(value)} ${why}`);

export const stageMalformed = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is no stage; write "$default", or letters, digits, "-" and "_"`);

export const endpointRegion = (path: string, value: string, region: string): Problem =>
  problem(path, `${inQuotes(value)} is not in ${region}; MediaConvert calls APIs only in the Region of the job`);

// The role

export const roleName = (path: string, value: string, length: Figure): Problem =>
  problem(
    path,
    `role name ${inQuotes(value)} (${String(length)} characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -`,
  );

export const roleArnForName = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is an ARN; write the role's name, which stands behind its last slash`);

export const submitsByItself = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is the role that jobs run with, and not one that submits them; name that one`);

export const rolePath = (path: string, value: string): Problem =>
  problem(
    path,
    `path ${inQuotes(value)} is not possible; begin and end it with "/", at most 512 characters without spaces, such as "/" or "/service-role/"`,
  );

export const policyPath = (path: string, value: string): Problem =>
  problem(
    path,
    `policy path ${inQuotes(value)} is not possible; begin and end it with "/", between them A–Z a–z 0–9 . , + @ = _ -`,
  );

export const unusualRolePath = (path: string, value: string): Problem =>
  problem(
    path,
    `error 1432 has been reported for roles at paths such as ${inQuotes(value)}; use "/" or "/service-role/" unless you know that yours works`,
  );

export const descriptionLength = (path: string, length: Figure): Problem =>
  problem(path, `has ${String(length)} characters, more than 1000; shorten it`);

export const descriptionCharacter = (path: string, character: string): Problem =>
  problem(path, `holds ${inQuotes(character)}, which IAM does not accept in a description; use Latin-1 characters`);

export const tooManyTags = (path: string, count: Figure): Problem =>
  problem(path, `has ${String(count)} tags, more than 50; drop some`);

export const tagReserved = (path: string, key: string): Problem =>
  problem(path, `tag key ${inQuotes(key)} begins with "aws:", which AWS keeps for itself; rename it`);

export const tagText = (path: string, key: string, what: "key" | "value"): Problem =>
  problem(
    path,
    `the ${what} of tag ${inQuotes(key)} is not possible; use ${what === "key" ? "1–128" : "at most 256"} letters, digits, spaces and _ . : / = + - @`,
  );

export const alreadyAttached = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is attached by mode "full" already; drop it`);

export const nothingGranted = (path: string): Problem =>
  problem(
    path,
    `mode "custom" with nothing in "statements", "inlinePolicies", "managedPolicyArns", "secrets", "tamsConnections", "elementalInference", "inferenceFeeds" and "kmsKeys": jobs can do nothing with this role`,
  );

export const accountId = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is not an AWS account; write its 12 digits, in quotes`);

export const partitionMalformed = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is not a partition; write "aws", "aws-cn" or "aws-us-gov"`);

export const partitionOfOtherRegion = (path: string, value: string, region: string): Problem =>
  problem(
    path,
    `partition ${inQuotes(value)} is not that of Region ${inQuotes(region)}; drop "partition" or correct one of them`,
  );

export const notOfThisRole = (arn: string, known: readonly string[]): Problem =>
  problem(
    "",
    `the settings of this role do not name ${inQuotes(arn)}; they name ${known.length === 0 ? "none" : known.map(inQuotes).join(", ")}`,
  );

// Trust

export const queueMalformed = (path: string, value: string): Problem =>
  problem(
    path,
    `${inQuotes(value)} is neither a queue's name nor its ARN; write "Default" or "arn:aws:mediaconvert:REGION:ACCOUNT:queues/NAME"`,
  );

export const queueAccount = (path: string, value: string, account: string): Problem =>
  problem(
    path,
    `queue ${inQuotes(value)} is not in account ${account}, and both conditions must name the same account; correct the queue or "sourceAccount"`,
  );

export const protectionContradiction = (path: string, key: string): Problem =>
  problem(path, `${inQuotes(key)} has no effect with "confusedDeputyProtection": false; drop one of them`);

// The Terraform module

export const configuredOnly = (path: string, mode: string): Problem =>
  problem(
    path,
    `goes with access_mode "configured", and it is ${inQuotes(mode)}; leave it out, or choose access_mode "configured"`,
  );

export const nullEntry = (path: string): Problem => problem(path, `is null; leave the entry out, or say what it is`);

export const noSuchKey = (path: string, name: string): Problem =>
  problem(path, `${inQuotes(name)} is no entry of "kms_keys"; add it there, or correct the name`);

export const keyUnused = (path: string): Problem =>
  problem(
    path,
    `nothing uses this key; name it as "kms_key" of a location, secret or connection, say what it is for in "use", or drop it`,
  );

export const allAndSome = (path: string): Problem =>
  problem(path, `gives both "all" and "endpoints", and all are all; drop one of them`);

export const goesWithUrl = (path: string, key: string): Problem =>
  problem(path, `"${key}" goes with "url": an ARN says it itself; drop it`);

export const notJsonStatements = (path: string): Problem =>
  problem(
    path,
    `is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements`,
  );

export const noStatement = (path: string): Problem =>
  problem(path, `holds no statement; drop it, or correct the document`);

// Statements

export const oneOfTwo = (path: string, one: string, other: string): Problem =>
  problem(path, `gives neither or both of "${one}" and "${other}"; give one`);

export const sidMalformed = (path: string, value: string): Problem =>
  problem(path, `Sid ${inQuotes(value)} is not possible; use letters and digits only`);

export const sidTaken = (path: string, value: string): Problem =>
  problem(path, `Sid ${inQuotes(value)} is taken by another statement of this role; choose another`);

export const actionMalformed = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is not an action; write "service:Action"`);

export const resourceMalformed = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} is not a resource; write an ARN or "*"`);

export const policyCharacter = (path: string, character: string): Problem =>
  problem(path, `holds ${inQuotes(character)}, which a policy cannot hold; use Latin-1 characters`);

export const emptyList = (path: string): Problem => problem(path, `is an empty list; name something, or leave it out`);
