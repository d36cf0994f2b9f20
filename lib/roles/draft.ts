import type { FoundGrant, FoundPolicy, Gap } from "./facts";
import type { Directory, Target } from "./link";
import type { Resource } from "./resource";

/** A role while its parts are gathered. */
export interface Draft {
  readonly role: Resource;
  readonly identity: FoundPolicy[];
  readonly grants: FoundGrant[];
  readonly attached: Set<string>;
  readonly gaps: Gap[];
}

/** All roles of a source while their parts are gathered. */
export interface Drafts {
  readonly roles: Directory;
  readonly of: (role: Resource) => Draft;
  /** Gaps that concern every role. */
  readonly shared: Gap[];
  /** Gives each role that may be meant a gap. */
  readonly mayConcern: (target: Target, gap: Gap) => void;
}

export const draftsOf = (roles: Directory): Drafts => {
  const drafts = new Map<Resource, Draft>();
  const shared: Gap[] = [];
  const of = (role: Resource): Draft => {
    const found = drafts.get(role) ?? { role, identity: [], grants: [], attached: new Set<string>(), gaps: [] };
    drafts.set(role, found);
    return found;
  };
  const mayConcern = ({ one, among, outside }: Target, gap: Gap): void => {
    if (outside !== undefined) return;
    if (one !== undefined) of(one).gaps.push(gap);
    else if (among === undefined) shared.push(gap);
    else for (const role of among) of(role).gaps.push(gap);
  };
  return { roles, of, shared, mayConcern };
};

/** "stays as it is": a part that Terraform no longer looks after. */
export const forgottenGap = ({ address }: Resource, of: Gap["of"]): Gap => ({
  where: address,
  of,
  what: "stays in AWS, but the plan takes it out of Terraform's hands (forget)",
});
