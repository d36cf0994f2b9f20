import { NOTHING_KNOWN } from "../access/context";
import type { Inquiry } from "../access/budget";
import type { Certainty, PictureNode } from "./report";
import type { FoundGrant } from "../roles/facts";
import type { Moment, Sides } from "../roles/sides";
import { grantOf } from "../requests/role-view";
import { type Body, roleBody } from "./body";
import { type ToldChange, changesOf } from "./changes";
import { plainCode } from "./code";
import { differenceOf, eitherOf, verdictOf } from "./difference";
import { gainFindings } from "./gain-findings";
import { permissionsQuestion } from "./question";
import { type Reviewed, fateOf, inOrder } from "./review-role";

/** Grants on one key to one grantee that is no role of the source. */
export interface GrantPair {
  readonly address: string;
  readonly before?: FoundGrant;
  readonly after?: FoundGrant;
}

/** Grants to users, to accounts and to roles that are elsewhere, where they change. */
export const looseGrants = ({ before, after }: Sides): readonly GrantPair[] => {
  const [was, is] = [looseIn(before), looseIn(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((address): readonly GrantPair[] => {
    const [one, other] = [was.get(address), is.get(address)];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    return [
      { address, ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) },
    ];
  });
};

const looseIn = ({ grants, roles }: Moment): ReadonlyMap<string, FoundGrant> => {
  const held = new Set(roles.flatMap((role) => role.grants.map(({ name }) => name)));
  return new Map(grants.filter(({ name }) => !held.has(name)).map((grant) => [grant.name, grant]));
};

/** What a grantee may do by the grant. */
const bodyOf = (grant: FoundGrant | undefined, grantee: string): Body => {
  const caller = { roleArn: grantee, roleName: grantee, accountId: "", partition: "aws" };
  const grants = grant?.grantee === grantee ? [grantOf(grant, grantee)] : [];
  return roleBody({ caller, identity: [], grants, around: [], context: NOTHING_KNOWN });
};

/** What the grantees of a grant can newly do by it. */
export const reviewGrant = ({ address, before, after }: GrantPair, sides: Sides, inquiry: Inquiry): Reviewed => {
  const grantees = [...new Set([before, after].flatMap((grant) => grant?.grantee ?? []))];
  const found = grantees.map((grantee) => {
    const [was, is] = [bodyOf(before, grantee), bodyOf(after, grantee)];
    const difference = differenceOf(was, is, permissionsQuestion(inquiry, was, is));
    const told = changesOf(difference, "permissions", { own: new Set() });
    return { difference, told: told.map((one) => named(one, grantee)) };
  });
  const has = (side: "hasGains" | "hasLosses"): Certainty => eitherOf(found.map(({ difference }) => difference[side]));
  const [gains, losses] = [has("hasGains"), has("hasLosses")];
  const told = found.flatMap((one) => one.told);
  const name = (after ?? before)?.keyArn;
  return {
    subject: {
      kind: "key",
      address,
      ...(name === undefined ? {} : { name }),
      fate: fateOf(sides.fates.get(address), { before: before !== undefined, after: after !== undefined }),
      isMediaConvert: false,
      verdict: verdictOf(gains, losses),
      gains,
      losses,
      changes: inOrder(told.map(({ change }) => change)),
      unknown: [],
      picture: {
        who: grantees.map((label) => ({ label, verbs: [], mark: markOf(label, before, after) })),
        what: [],
      },
      masked: false,
    },
    findings: gainFindings(address, told),
  };
};

const markOf = (grantee: string, before?: FoundGrant, after?: FoundGrant): PictureNode["mark"] => {
  if (after?.grantee !== grantee) return "removed";
  return before?.grantee === grantee ? "changed" : "added";
};

/** The sentence with the one whom it is about. */
const named = (told: ToldChange, grantee: string): ToldChange => ({
  ...told,
  change: {
    ...told.change,
    says: `${plainCode(grantee)}: ${told.change.says}`,
    example: { ...told.change.example, principal: grantee },
  },
});
