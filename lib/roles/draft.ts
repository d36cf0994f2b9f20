import type { FoundGrant, FoundPolicy, Gap } from "./facts";
import type { Directory, Target } from "./link";
import type { Resource } from "./resource";

/** A role while its parts are gathered. */
export interface Draft {
  readonly role: Resource;
  readonly identity: FoundPolicy[];
  readonly grants: FoundGrant[];
  readonly attached: Set<string>;
  /** Ids of the only policies of a kind that it will have. */
  readonly only: { inline?: readonly string[]; managed?: readonly string[] };
  readonly gaps: Gap[];
}

/** All roles of a source while their parts are gathered. */
export interface Drafts {
  readonly roles: Directory;
  readonly of: (role: Resource) => Draft;
  /** Gaps that concern every role. */
  readonly shared: Gap[];
  /** Grants that may be any role's. */
  readonly sharedGrants: FoundGrant[];
  /** Gives each role that may be meant a gap. */
  readonly mayConcern: (target: Target, gap: Gap) => void;
}

export const draftsOf = (roles: Directory): Drafts => {
  const drafts = new Map<Resource, Draft>();
  const shared: Gap[] = [];
  const of = (role: Resource): Draft => {
    const found = drafts.get(role) ?? {
      role,
      identity: [],
      grants: [],
      attached: new Set<string>(),
      only: {},
      gaps: [],
    };
    drafts.set(role, found);
    return found;
  };
  const mayConcern = ({ one, among, outside }: Target, gap: Gap): void => {
    if (outside !== undefined) return;
    if (one !== undefined) of(one).gaps.push(gap);
    else if (among === undefined) shared.push(gap);
    else for (const role of among) of(role).gaps.push(gap);
  };
  return { roles, of, shared, sharedGrants: [], mayConcern };
};

/** "stays as it is": a part that Terraform no longer looks after. */
export const forgottenGap = ({ address }: Resource, of: Gap["of"], about?: string): Gap => ({
  where: address,
  of,
  ...(about === undefined ? {} : { about }),
  what: "stays in AWS, but the plan takes it out of Terraform's hands (forget)",
});

/** Candidates that a gap is told for one by one. */
const MOST_CANDIDATES = 20;

/** A gap for each bucket or key that may be meant, or one for what a text with holes may stand for. */
export const aboutEach = (gap: Gap, among: readonly string[] | undefined, text: string | undefined): readonly Gap[] => {
  if (among !== undefined && among.length <= MOST_CANDIDATES) return among.map((about) => ({ ...gap, about }));
  return [{ ...gap, ...(among !== undefined || text === undefined ? {} : { about: text }) }];
};
