import { type Problem, inQuotes } from "../problem";
import type { RoleFacts } from "./facts";
import { textsOf, memberOf, oneOrMore, partAt } from "./json-value";
import { parsedDocument } from "./policy-document";
import { fitsArn, mergeFacts, roleArnOf } from "./merge";

/** Which role is wanted. */
export interface WantedRole {
  readonly roleArn?: string;
  readonly roleName?: string;
  /** Address in Terraform. */
  readonly address?: string;
}

/** Whose trust policy a MediaConvert role has. */
const SERVICE = "mediaconvert.amazonaws.com";

/** Candidates in a message. */
const MOST_LISTED = 10;

/**
 * Puts the sources about each role together.
 *
 * - two addresses of Terraform are two roles, whatever their names
 * - an ARN or a name joins the only role that it fits
 * - parts without a role of their own go to the only role that there is
 */
export const assembleRoles = (
  facts: readonly RoleFacts[],
): { readonly roles: readonly RoleFacts[]; readonly problems: readonly Problem[] } => {
  const parts = facts.filter(isPart);
  const groups = groupsOf(facts.filter((one) => !isPart(one)));
  if (groups.length === 0 && parts.length > 0) groups.push([]);
  const isShared = (part: RoleFacts): boolean => groups.length === 1 || !belongsToOne(part);
  const shared = parts.filter(isShared);
  const merged = groups.map((group) => mergeFacts([...group, ...shared]));
  const among = `there are ${String(groups.length)} roles; give the answers about one role`;
  return {
    roles: merged.flatMap(({ facts: found }) => (found === undefined ? [] : [found])),
    problems: [
      ...merged.flatMap(({ problems }) => problems),
      ...parts
        .filter((part) => !isShared(part))
        .map((part) => ({ path: "", message: `${part.where} does not say whose it is, and ${among}` })),
    ],
  };
};

/** Facts about the same role, in one list each. */
const groupsOf = (facts: readonly RoleFacts[]): RoleFacts[][] => {
  const byName = new Map<string, RoleFacts[][]>();
  const groups: RoleFacts[][] = [];
  const add = (one: RoleFacts, isSame: (first: RoleFacts) => boolean): void => {
    const named = byName.get(one.roleName ?? one.where) ?? [];
    const [same, ...others] = named.filter(([first]) => first !== undefined && isSame(first));
    if (same !== undefined && others.length === 0) {
      same.push(one);
      return;
    }
    const group = [one];
    groups.push(group);
    byName.set(one.roleName ?? one.where, [...named, group]);
  };
  const addresses = facts.filter(isAddress);
  const arns = facts.filter((one) => !isAddress(one) && roleArnOf(one) !== undefined);
  const names = facts.filter((one) => !isAddress(one) && roleArnOf(one) === undefined);
  for (const one of addresses) add(one, ({ where }) => where === one.where);
  for (const one of arns) add(one, (first) => fitsArn(first, roleArnOf(one) ?? ""));
  for (const one of names) add(one, () => true);
  return groups;
};

/** Whether it has no role of its own. */
const isPart = (facts: RoleFacts): boolean => facts.roleName === undefined && !isAddress(facts);

const isAddress = ({ where }: RoleFacts): boolean => /(^|\.)aws_iam_role\./.test(where);

/** Buckets, keys and grants say whose they are; policies do not. */
const belongsToOne = ({ trust, identity, attached, inline, unnamedContents }: RoleFacts): boolean =>
  [trust, attached, inline, unnamedContents].some((part) => part !== undefined) || identity.length > 0;

/** The one role that is meant, or a problem that lists the candidates. */
export const chooseRole = (
  roles: readonly RoleFacts[],
  wanted: WantedRole,
): { readonly role?: RoleFacts; readonly problems: readonly Problem[] } => {
  const asked = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const words = asked.map(([, value]) => inQuotes(value)).join(", ");
  const matching = roles.filter((role) => fits(role, wanted));
  if (asked.length > 0) {
    if (matching.length === 1 && matching[0] !== undefined) return { role: matching[0], problems: [] };
    const found = matching.length === 0 ? "no role is" : `${String(matching.length)} roles are`;
    return { problems: [listing(`${found} ${words}`, matching.length === 0 ? roles : matching)] };
  }
  const trusted = roles.length === 1 ? roles : roles.filter(isForMediaConvert);
  const [only] = trusted;
  if (trusted.length === 1 && only !== undefined) return { role: only, problems: [] };
  if (roles.length === 0) return { problems: [{ path: "", message: "there is no IAM role in the sources" }] };
  const message =
    trusted.length === 0
      ? `none of the ${String(roles.length)} roles trusts ${SERVICE}; say which one is meant`
      : `${String(trusted.length)} roles trust ${SERVICE}; say which one is meant`;
  return { problems: [listing(message, trusted.length === 0 ? roles : trusted)] };
};

const listing = (message: string, roles: readonly RoleFacts[]): Problem => {
  const named = roles.slice(0, MOST_LISTED).map((role) => role.where);
  const more = roles.length - named.length;
  const list = named.length === 0 ? "there are none" : `there are ${named.join(", ")}`;
  return { path: "", message: `${message}; ${list}${more > 0 ? ` and ${String(more)} more` : ""}` };
};

const fits = (role: RoleFacts, { roleArn, roleName, address }: WantedRole): boolean =>
  (roleArn === undefined || fitsArn(role, roleArn)) &&
  (roleName === undefined || role.roleName === roleName) &&
  (address === undefined || role.where === address);

const isForMediaConvert = ({ trust }: RoleFacts): boolean =>
  oneOrMore(memberOf(parsedDocument(trust?.document), "Statement")).some((statement) =>
    textsOf(partAt(statement, ["Principal", "Service"])).some((name) => name.toLowerCase() === SERVICE),
  );
