import { compare } from "../access/compare";
import { parseDocument } from "../access/document";
import type { PolicySource, StatementRef } from "../access/policies";
import { covers } from "../jobs/scopes";
import { type RolePolicies, allOf } from "../policy/role-policies";
import { named } from "./check";
import type { RoleView } from "./role-view";

/** Something that the role allows and the jobs do not need. */
export interface Excess {
  /** The statement, policy or grant that allows it. */
  readonly by: string;
  /** The action, as the statement writes it. */
  readonly action: string;
  /** One resource. */
  readonly resource: string;
}

export type LeastResult =
  | { readonly kind: "some" | "none"; readonly excess: readonly Excess[]; readonly cut: boolean }
  | { readonly kind: "undecided" };

/** Requests that a reader knows, to show what a wide statement allows; first those that do most harm. */
const EXAMPLES = {
  action: ["iam:PassRole", "kms:CreateGrant", "s3:DeleteObject", "s3:PutObject", "s3:GetObject", "s3:ListBucket"],
  resource: ["arn:aws:s3:::another-bucket/object", "arn:aws:s3:::another-bucket"],
};

/**
 * What a role allows beyond what its jobs need.
 *
 * @param needed the policies that the jobs need, with their key permissions as statements
 */
export const beyondNeed = (needed: RolePolicies, view: RoleView): LeastResult => {
  const parsed = parseDocument({ Version: "2012-10-17", Statement: allOf(needed.statements) }, "need").document;
  const need: readonly PolicySource[] = parsed === undefined ? [] : [parsed];
  const { widened } = compare(
    { identity: need },
    {
      identity: view.identity.filter((policy) => !("unread" in policy)),
      ...(view.boundary === undefined ? {} : { boundary: view.boundary }),
    },
    { examples: EXAMPLES },
  );
  if (widened.kind === "undecided") return { kind: "undecided" };
  const cells = widened.kind === "none" ? [] : widened.cells;
  const once = new Map<string, Excess>();
  for (const { allowedBy, witness } of cells) {
    const resource = witness.values["resource"] ?? "*";
    for (const ref of allowedBy) {
      const by = named(ref);
      const action = asWritten(witness.values["action"] ?? "*", ref, view.identity);
      const key = `${by} ${action}`;
      if (!once.has(key)) once.set(key, { by, action, resource });
    }
  }
  const excess = [...once.values(), ...grantsBeyond(needed, view)];
  return { kind: excess.length === 0 ? "none" : "some", excess, cut: widened.kind === "some" && widened.cut };
};

/** The statement's own pattern that the action matches: it has the usual capitals, and says what else is allowed. */
const asWritten = (action: string, { document, index }: StatementRef, documents: readonly PolicySource[]): string => {
  const policy = documents.find(({ name }) => name === document);
  const statement = policy !== undefined && "statements" in policy ? policy.statements[index ?? -1] : undefined;
  if (statement === undefined || statement.actions.not) return action;
  return statement.actions.patterns.find((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())) ?? action;
};

/** Grants on keys, or of operations, that no job needs. */
const grantsBeyond = ({ statements }: RolePolicies, { grants }: RoleView): readonly Excess[] => {
  const used = new Set(
    allOf(statements).flatMap(({ Action = [], Resource = [] }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    ),
  );
  return grants.flatMap(({ name, keyArn = "", operations }) =>
    operations
      .map((operation) => ({ by: `grant ${name}`, action: `kms:${operation}`, resource: keyArn }))
      .filter(({ action, resource }) => !used.has(`${action} ${resource}`)),
  );
};
