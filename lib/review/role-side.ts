import { type Context, type ContextValue } from "../access/context";
import type { DocumentKind } from "../access/document";
import type { KeyGrant } from "../access/grants";
import type { PolicySource } from "../access/policies";
import type { RoleCaller } from "../access/principals";
import { UNKNOWN_ACCOUNT } from "../requests/site";
import { grantOf } from "../requests/role-view";
import type { FoundPolicy, Gap, RoleFacts } from "../roles/facts";
import type { DocumentReader } from "./document-reader";

/** A role at one moment, its documents read. */
export interface RoleSide {
  readonly facts: RoleFacts;
  readonly caller: RoleCaller;
  readonly context: Context;
  readonly trust: readonly PolicySource[];
  readonly identity: readonly PolicySource[];
  readonly boundary?: PolicySource;
  readonly grants: readonly KeyGrant[];
}

/** Stands for the name of a role that is known only after apply. */
const UNKNOWN_NAME = "${name}";

/** Reads the documents of a role. What the source does not show becomes a policy that is not read. */
export const roleSide = (facts: RoleFacts, reader: DocumentReader): RoleSide => {
  const read = (found: FoundPolicy, kind: DocumentKind): PolicySource => reader.read(found, kind);
  const unread = (of: Gap["of"]): readonly PolicySource[] =>
    facts.gaps.filter((gap) => gap.of === of).map((gap) => ({ name: reader.nameOfGap(gap), unread: true }));
  const { boundary, trust } = facts;
  const [missing] = unread("boundary");
  const limit = boundary === undefined ? missing : read(boundary, "identity");
  const caller = callerOf(facts);
  return {
    facts,
    caller,
    context: callerContext(caller),
    trust: [...(trust === undefined ? [] : [read(trust, "trust")]), ...unread("trust")],
    identity: [...facts.identity.map((found) => read(found, "identity")), ...unread("identity")],
    ...(limit === undefined ? {} : { boundary: limit }),
    grants: [
      ...facts.grants.map((grant) => grantOf(grant, caller.roleArn)),
      ...unread("grants").map(({ name }) => unreadGrant(name, caller.roleArn)),
    ],
  };
};

/** A grant of which nothing is known but that it is there. */
const unreadGrant = (name: string, grantee: string): KeyGrant => ({
  name,
  grantee,
  operations: ["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant", "Sign"],
  uncertain: `what the grant ${name} gives`,
});

const callerOf = ({ roleName = UNKNOWN_NAME, path = "/", partition, accountId }: RoleFacts): RoleCaller => {
  const place = {
    partition: partition === undefined || partition.includes("$") ? "aws" : partition,
    accountId: accountId !== undefined && /^\d{12}$/.test(accountId) ? accountId : UNKNOWN_ACCOUNT,
  };
  return { roleArn: `arn:${place.partition}:iam::${place.accountId}:role${path}${roleName}`, roleName, ...place };
};

/**
 * Condition keys that follow from the role. Where its account or name is not known, neither are they.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const callerContext = ({ accountId, roleArn, roleName }: RoleCaller): Context => {
  const isAccountKnown = accountId !== UNKNOWN_ACCOUNT;
  const account: ContextValue = isAccountKnown ? { value: accountId } : "unknown";
  const keys: Context["keys"] = {
    "aws:principalarn": isAccountKnown && roleName !== UNKNOWN_NAME ? { value: roleArn } : "unknown",
    "aws:principalaccount": account,
    "aws:principaltype": ASSUMED_ROLE,
    "aws:principalisawsservice": NO_SERVICE,
    "kms:calleraccount": account,
  };
  return { keys, others: "unknown" };
};

const ASSUMED_ROLE: ContextValue = { value: "AssumedRole" };
const NO_SERVICE: ContextValue = { value: "false" };
