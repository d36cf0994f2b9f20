import { type Problem, inQuotes, problem } from "./problem";

/** Messages about what IAM limits: sizes and numbers of policies; `errors.ts` has them too. */

/** A figure in a message: a number, or how to get at it. */
export type Figure = number | string;

export const tooManyPolicies = (path: string, count: Figure, limit: Figure): Problem =>
  problem(
    path,
    `the role would have ${String(count)} managed policies, more than ${String(limit)}; attach fewer, or raise "maxAttachedPolicies" (to 25 at most) after the account's quota`,
  );

export const manyPolicies = (path: string, count: Figure): Problem =>
  problem(
    path,
    `the role has ${String(count)} managed policies; the account's quota, by default 10, must be at least that`,
  );

/** What a role's policies come to, beside what it can have. */
export interface PolicyFigures {
  readonly size: number;
  readonly largest: number;
  readonly documents: number;
  readonly others: number;
  readonly most: number;
  /** What IAM lets a role have once every quota is raised. */
  readonly ever: number;
}

export const tooManyDocuments = (
  path: string,
  { size, largest, documents, others, most, ever }: PolicyFigures,
): Problem =>
  problem(
    path,
    `the role's statements have ${String(size)} characters and need ${String(documents)} policies of at most ${String(largest)}, but the role can have ${String(most)}${others === 0 ? "" : `, ${String(others)} of them attached otherwise`}; name fewer, wider locations (a bucket in place of its prefixes), ${most < ever ? `raise "maxAttachedPolicies" (to ${String(ever)} at most) after the account's quota, ` : ""}or make a second role for some of the jobs`,
  );

export const entryTooLarge = (path: string, what: string, size: number, limit: number): Problem =>
  problem(
    path,
    `${inQuotes(what)} alone makes a policy of ${String(size)} characters, more than the ${String(limit)} of a managed policy; name it shorter, or split the statement`,
  );

export const policyTooLargeAtPlan = (size: Figure, limit: Figure): string =>
  `the policy has ${String(size)} characters, more than the ${String(limit)} of a managed policy: a value that was not known before is longer than was reckoned with`;

export const noFreePolicy = (path: string, count: number, ever: number): Problem =>
  problem(
    path,
    `the role has as many policies as it can have, ${String(count)}; a change that moves permissions from one to another attaches a new policy before it detaches the old one, and would fail: ${count < ever ? 'raise "maxAttachedPolicies" after the account\'s quota' : "name fewer, wider locations, or make a second role for some of the jobs"}`,
  );

export const inlineTooLarge = (path: string, size: Figure, limit: Figure): Problem =>
  problem(
    path,
    `the inline policies have ${String(size)} characters together, more than the ${String(limit)} that a role can have; attach managed policies by "managedPolicyArns", or say it in "statements"`,
  );

export const documentTooLarge = (path: string, size: Figure, limit: Figure): Problem =>
  problem(
    path,
    `the role's policy has ${String(size)} characters, more than the ${String(limit)} of a managed policy; name shorter or fewer locations, or attach a policy of your own by "managedPolicyArns"`,
  );

export const trustTooLarge = (path: string, size: Figure, limit: Figure): Problem =>
  problem(
    path,
    `the trust policy has ${String(size)} characters, more than IAM's maximum of ${String(limit)}; name fewer queues, or use "*" in their names`,
  );

export const trustNeedsQuota = (path: string, size: Figure, quota: Figure): Problem =>
  problem(
    path,
    `the trust policy has ${String(size)} characters; the account's quota, by default ${String(quota)}, must be at least that`,
  );
