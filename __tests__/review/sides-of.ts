/** Both sides of a change by hand: only what a test is about, and nothing beside. */
import { Inquiry } from "../../lib/access/budget";
import type { GovernedResource } from "../../lib/review/around";
import type { FoundPolicy, RoleFacts } from "../../lib/roles/facts";
import type { Moment, Sides } from "../../lib/roles/sides";
import { NO_SECRETS } from "../../lib/roles/secrets";
import { ACCOUNT, SERVICE } from "./names";

/** A policy of these statements, each of which allows unless it says otherwise. */
export const documentOf = (...statements: readonly object[]): object => ({
  Version: "2012-10-17",
  Statement: statements.map((one) => ({ Effect: "Allow", ...one })),
});

export const TRUST = documentOf({
  Principal: { Service: SERVICE },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
});

/** The role `media`, without policies. */
export const roleOf = (more: Partial<RoleFacts> = {}): RoleFacts => ({
  where: "aws_iam_role.media",
  roleName: "media",
  path: "/",
  accountId: ACCOUNT,
  partition: "aws",
  trust: { name: "aws_iam_role.media", document: TRUST },
  identity: [],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
  ...more,
});

/** The role of which something is not known. */
export const roleWithout = (key: "roleName" | "trust", more: Partial<RoleFacts> = {}): RoleFacts => {
  const { roleName, trust, ...rest } = roleOf(more);
  if (key === "trust") return roleName === undefined ? rest : { ...rest, roleName };
  return trust === undefined ? rest : { ...rest, trust };
};

/** The role with one inline policy of these statements. */
export const roleWith = (...statements: readonly object[]): RoleFacts =>
  roleOf({ identity: [{ name: "aws_iam_role_policy.p", document: documentOf(...statements) }] });

export const momentOf = (more: Partial<Moment> = {}): Moment => ({
  roles: [],
  gaps: [],
  buckets: {},
  keys: {},
  own: new Set(),
  withoutAcls: new Set(),
  policies: [],
  grants: [],
  exclusive: [],
  ...more,
});

/** What else is known of a change. */
export interface More extends Partial<Omit<Sides, "before" | "after" | "known">> {
  readonly known?: Partial<Moment>;
}

export const sidesOf = (before: Partial<Moment>, after: Partial<Moment>, { known, ...more }: More = {}): Sides => ({
  before: momentOf(before),
  after: momentOf(after),
  untouched: 0,
  fates: new Map(),
  forgotten: [],
  secrets: NO_SECRETS,
  ofOthers: [],
  unread: [],
  unseenModules: [],
  ...(known === undefined ? {} : { known: momentOf(known) }),
  ...more,
});

/** Work enough for a small question. */
export const inquiry = (steps = 1_000_000): Inquiry => new Inquiry({ steps });

/** A bucket or a key, by its name, whose policy is this before and this after. */
export const governedOf = (name: string, before?: FoundPolicy, after?: FoundPolicy): GovernedResource => {
  const side = (policy: FoundPolicy | undefined) =>
    policy === undefined ? undefined : { accountUncertain: false, policy, gaps: [] };
  const [was, is] = [side(before), side(after)];
  return {
    kind: name.startsWith("arn:") ? "key" : "bucket",
    name,
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    isKept: before === after,
  };
};
