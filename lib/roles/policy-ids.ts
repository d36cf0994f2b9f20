import type { RoleFacts } from "./facts";
import { hasHole } from "./holes";
import { textOf } from "./json-value";
import { arnOf } from "./link";
import type { Resource } from "./resource";

/** Ids by which sources find each other's policies: their kind and the name that AWS knows them by. */

/** Id of an inline policy. */
export const inlineId = (name: string): string => `inline:${name}`;

/** Id of a managed policy. A role's own account has all of them, or AWS; so the account's number does not matter. */
export const managedId = (arn: string): string => {
  const [, account = "", name] = /:iam::([^:]*):policy(\/.*)$/s.exec(arn) ?? [];
  return name === undefined ? `managed:${arn}` : `managed:${account === "aws" ? "aws" : ""}${name}`;
};

/** Id of an `aws_iam_policy`. */
export const idOfPolicy = (policy: Resource): string => {
  const arn = arnOf(policy, "policy");
  return arn === undefined ? policy.address : managedId(arn);
};

/** Id of a grant, by the key's id and the grant's own or its name. */
export const grantId = (key: string, grant: string): string => `grant:${key.slice(key.lastIndexOf("/") + 1)}:${grant}`;

/** `id` where the name of an inline policy is known. */
export const idOfInline = (name: unknown): { readonly id?: string } => {
  const text = textOf(name);
  return text === undefined || hasHole(text) ? {} : { id: inlineId(text) };
};

/** Whether a source says that a policy will not be there, whatever later sources have. */
export const isRemoved = ({ removed = [], only = {} }: Pick<RoleFacts, "removed" | "only">, id: string): boolean => {
  const listed = id.startsWith("inline:") ? only.inline : id.startsWith("managed:") ? only.managed : undefined;
  return removed.some((ids) => ids.includes(id)) || (listed !== undefined && !listed.includes(id));
};
