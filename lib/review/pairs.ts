import type { FoundGrant, FoundPolicy, Gap, RoleFacts } from "../roles/facts";
import { keptBeside } from "../roles/listed-resource";
import type { Moment } from "../roles/sides";

/** One role at both moments. */
export interface RolePair {
  /** Address after, or before where it goes. */
  readonly address: string;
  readonly before?: RoleFacts;
  readonly after?: RoleFacts;
}

type Roles = Pick<Moment, "roles">;

/**
 * Roles of before and after that are the same: the same object, or the same name at another address.
 *
 * A plan lists an object that was moved under its new address on both sides.
 */
export const pairsOf = ({ before, after }: { readonly before: Roles; readonly after: Roles }): readonly RolePair[] => {
  const laters = new Map(after.roles.map((facts) => [facts.where, facts]));
  const pairs: RolePair[] = [];
  const open: RoleFacts[] = [];
  for (const facts of before.roles) {
    const kept = keptBeside(facts.where);
    const address = laters.has(kept) ? kept : facts.where;
    const same = laters.get(address);
    laters.delete(address);
    if (same === undefined) open.push(facts);
    else pairs.push(pair(address, facts, same));
  }
  const byName = new Map([...laters.values()].flatMap((facts) => nameOf(facts).map((name) => [name, facts] as const)));
  for (const facts of open) {
    const [name = ""] = nameOf(facts);
    const same = byName.get(name);
    byName.delete(name);
    if (same === undefined) pairs.push({ address: facts.where, before: facts });
    else {
      laters.delete(same.where);
      pairs.push(pair(same.where, facts, same));
    }
  }
  for (const facts of laters.values()) pairs.push({ address: facts.where, after: facts });
  return pairs;
};

/** Names are unique in an account, whatever their case. */
const nameOf = ({ roleName, accountId }: RoleFacts): readonly string[] =>
  roleName === undefined ? [] : [`${accountId ?? ""} ${roleName.toLowerCase()}`];

/** What a plan does not know of a role that it makes again is known from before. */
const pair = (address: string, before: RoleFacts, after: RoleFacts): RolePair => ({
  address,
  before: placed(before, after),
  after: placed(after, before),
});

const placed = (facts: RoleFacts, other: RoleFacts): RoleFacts => {
  if (facts.accountId !== undefined && facts.partition !== undefined) return facts;
  const { accountId = other.accountId, partition = other.partition } = facts;
  return {
    ...facts,
    ...(accountId === undefined ? {} : { accountId }),
    ...(partition === undefined ? {} : { partition }),
  };
};

/** Whether everything that is said of a role is the same on both sides, word for word. */
export const isSame = ({ before, after }: RolePair): boolean =>
  before !== undefined &&
  after !== undefined &&
  before.roleName === after.roleName &&
  before.path === after.path &&
  samePolicy(before.trust, after.trust) &&
  samePolicy(before.boundary, after.boundary) &&
  sameList(before.identity, after.identity, samePolicy) &&
  sameList(before.grants, after.grants, sameGrant) &&
  sameList(before.gaps, after.gaps, sameGap);

/** Whether both sides have the same policies and grants, word for word, whatever they are called and wherever they stand. */
export const hasSameTexts = ({ before, after }: RolePair): boolean =>
  before !== undefined && after !== undefined && textsOf(before) === textsOf(after);

const textsOf = ({ trust, boundary, identity, grants }: RoleFacts): string =>
  JSON.stringify([
    trust?.document,
    boundary?.document,
    identity.map(({ id, document }) => JSON.stringify([id, document])).sort(),
    grants.map(({ keyArn, operations, equals, subset }) => JSON.stringify([keyArn, operations, equals, subset])).sort(),
  ]);

const sameList = <T>(one: readonly T[], other: readonly T[], same: (a: T, b: T) => boolean): boolean =>
  one.length === other.length &&
  one.every((item, at) => {
    const counterpart = other[at];
    return counterpart !== undefined && same(item, counterpart);
  });

/** Whether two policies have the same text. */
export const samePolicy = (one: FoundPolicy | undefined, other: FoundPolicy | undefined): boolean =>
  one?.name === other?.name && sameDocument(one?.document, other?.document);

const sameDocument = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));

const sameGrant = (one: FoundGrant, other: FoundGrant): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const sameGap = (one: Gap, other: Gap): boolean =>
  one.where === other.where && one.what === other.what && JSON.stringify(one.content) === JSON.stringify(other.content);
