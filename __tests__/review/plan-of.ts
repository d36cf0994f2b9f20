/** Plans by hand that change roles: what `terraform show -json` prints, made from both sides of each role. */
import type { Review, Suppression } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import { planSidesOf } from "../../lib/roles/sides";
import { ACCOUNT, KEY } from "./names";

export { ACCOUNT, KEY };

/** A statement as it stands in a policy. */
export type Statement = object;

export const policyText = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Admits MediaConvert for this account only. */
export const TRUST: Statement = {
  Effect: "Allow",
  Principal: { Service: "mediaconvert.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
};

/** Statements, or the text of the policy, by the label that its resource has. */
export interface PoliciesAt {
  readonly [label: string]: readonly Statement[] | string;
}

export interface GrantAt {
  readonly key?: string;
  /** @default the role's ARN */
  readonly grantee?: string;
  readonly operations: readonly string[];
  readonly equals?: { readonly [key: string]: string };
  readonly subset?: { readonly [key: string]: string };
}

/** A role on one side of a plan, with all that is about it. */
export interface RoleAt {
  /** @default the role's label */
  readonly name?: string;
  readonly trust?: readonly Statement[] | string;
  /** `aws_iam_role_policy` */
  readonly inline?: PoliciesAt;
  /** `aws_iam_policy`, attached. */
  readonly managed?: PoliciesAt;
  /** ARNs of policies that are not in the plan, attached. */
  readonly attached?: readonly string[];
  /** The one `aws_iam_policy` that is the permissions boundary. */
  readonly boundary?: PoliciesAt;
  /** `aws_kms_grant` */
  readonly grants?: { readonly [label: string]: GrantAt };
}

interface Values {
  readonly [argument: string]: unknown;
}

/** A resource of a plan: its change, and what its configuration refers to. */
export interface Part {
  readonly change: Values;
  readonly configured: Values;
}

/** What else a part has. */
export interface PartOptions {
  /** Attributes that are known only once the resource is made. */
  readonly computed?: readonly string[];
  /** Arguments for which Terraform makes the resource anew. */
  readonly forceNew?: readonly string[];
  /** Arguments of after that are known only after apply, whatever else happens. */
  readonly unknown?: readonly string[];
  /** Argument → what it refers to. */
  readonly references?: { readonly [argument: string]: readonly string[] };
  /** More of the entry, such as `previous_address`. */
  readonly entry?: Values;
}

/** A resource on both sides; one that is the same on both is in the plan too. */
export const part = (
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  { computed = [], forceNew = [], unknown = [], references = {}, entry = {} }: PartOptions = {},
): Part => {
  const [type = "", name = ""] = address.split(".");
  const isNew =
    before === undefined || after === undefined || forceNew.some((key) => !isEqual(before[key], after[key]));
  const open = new Set(after === undefined ? [] : [...unknown, ...(isNew ? computed : [])]);
  const known =
    after === undefined ? null : Object.fromEntries(Object.entries(after).filter(([argument]) => !open.has(argument)));
  const isSame = open.size === 0 && isEqual(before, after);
  const actions = [
    ...(before !== undefined && isNew ? ["delete"] : []),
    ...(after !== undefined && isNew ? ["create"] : []),
    ...(isNew ? [] : [isSame ? "no-op" : "update"]),
  ];
  return {
    change: {
      address,
      mode: "managed",
      type,
      name,
      provider_name: "registry.terraform.io/hashicorp/aws",
      ...entry,
      change: {
        actions,
        before: before ?? null,
        after: known,
        after_unknown: Object.fromEntries([...open].map((argument) => [argument, true])),
        before_sensitive: {},
        after_sensitive: {},
      },
    },
    configured: {
      address,
      mode: "managed",
      type,
      name,
      provider_config_key: "aws",
      expressions: Object.fromEntries(
        [...new Set([...Object.keys(after ?? {}), ...Object.keys(references)])]
          .filter((argument) => !computed.includes(argument))
          .map((argument) => [argument, argument in references ? { references: references[argument] } : {}]),
      ),
    },
  };
};

/** The same resource, with an argument of after that is known only after apply. */
export const hiding = (argument: string, { change, configured }: Part): Part => {
  const { actions, after, after_unknown, ...rest } = change["change"] as Values;
  const { [argument]: hidden, ...known } = after as Values;
  const isNoOp = isEqual(actions, ["no-op"]);
  if (hidden === undefined) throw new Error(`${String(change["address"])} has no ${argument}`);
  return {
    change: {
      ...change,
      change: {
        ...rest,
        actions: isNoOp ? ["update"] : actions,
        after: known,
        after_unknown: { ...(after_unknown as Values), [argument]: true },
      },
    },
    configured,
  };
};

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const textOf = (policy: readonly Statement[] | string): string =>
  typeof policy === "string" ? policy : policyText(...policy);

export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const policyArn = (label: string): string => `arn:aws:iam::${ACCOUNT}:policy/${label}`;

/** Something of each label that stands on a side at least. */
const byLabel = <T>(
  before: { readonly [label: string]: T } = {},
  after: { readonly [label: string]: T } = {},
): readonly (readonly [label: string, before: T | undefined, after: T | undefined])[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].map((label) => [label, before[label], after[label]]);

const given = <T, V>(value: T | undefined, read: (value: T) => V): V | undefined =>
  value === undefined ? undefined : read(value);

/** A role with its policies and grants. */
export const roleParts = (label: string, before?: RoleAt, after?: RoleAt): readonly Part[] => {
  const nameOf = ({ name = label }: RoleAt): string => name;
  const names = { before: given(before, nameOf), after: given(after, nameOf) };
  const [limit] = Object.keys(after?.boundary ?? {});
  const isNewLimit = limit !== undefined && before?.boundary?.[limit] === undefined;
  // As IAM lists them; what a plan changes elsewhere stands here as it was.
  const listed = {
    inline_policy: Object.entries(before?.inline ?? {}).map(([name, policy]) => ({ name, policy: textOf(policy) })),
    managed_policy_arns: [...Object.keys(before?.managed ?? {}).map(policyArn), ...(before?.attached ?? [])],
  };
  const roleValues = (role: RoleAt): Values => ({
    arn: roleArn(nameOf(role)),
    name: nameOf(role),
    path: "/",
    assume_role_policy: textOf(role.trust ?? [TRUST]),
    permissions_boundary: Object.keys(role.boundary ?? {}).map(policyArn)[0] ?? null,
    ...listed,
  });
  const role = part(`aws_iam_role.${label}`, given(before, roleValues), given(after, roleValues), {
    computed: ["arn", "inline_policy", "managed_policy_arns"],
    forceNew: ["name", "path"],
    ...(isNewLimit ? { unknown: ["permissions_boundary"] } : {}),
    references: limit === undefined ? {} : { permissions_boundary: [`aws_iam_policy.${limit}.arn`] },
  });
  const inline = byLabel(before?.inline, after?.inline).map(([name, was, is]) => {
    const at =
      (side: "before" | "after") =>
      (policy: readonly Statement[] | string): Values => ({
        name,
        role: names[side],
        policy: textOf(policy),
      });
    return part(`aws_iam_role_policy.${name}`, given(was, at("before")), given(is, at("after")), {
      computed: ["id"],
      forceNew: ["name", "role"],
    });
  });
  const managed = byLabel({ ...before?.managed, ...before?.boundary }, { ...after?.managed, ...after?.boundary }).map(
    ([name, was, is]) => {
      const at = (policy: readonly Statement[] | string): Values => ({
        arn: policyArn(name),
        name,
        path: "/",
        policy: textOf(policy),
      });
      return part(`aws_iam_policy.${name}`, given(was, at), given(is, at), { computed: ["arn"], forceNew: ["name"] });
    },
  );
  const attachment = (name: string, arn: string, has: (role: RoleAt | undefined) => boolean, isOpen: boolean): Part => {
    const at = (side: "before" | "after"): Values => ({ role: names[side], policy_arn: arn });
    return part(
      `aws_iam_role_policy_attachment.${name}`,
      has(before) ? at("before") : undefined,
      has(after) ? at("after") : undefined,
      {
        computed: ["id"],
        forceNew: ["role", "policy_arn"],
        ...(isOpen ? { unknown: ["policy_arn"], references: { policy_arn: [`aws_iam_policy.${name}.arn`] } } : {}),
      },
    );
  };
  const attachments = [
    ...byLabel(before?.managed, after?.managed).map(([name, was]) =>
      attachment(name, policyArn(name), (one) => one?.managed?.[name] !== undefined, was === undefined),
    ),
    ...[...new Set([...(before?.attached ?? []), ...(after?.attached ?? [])])].map((arn) =>
      attachment(arn.slice(arn.lastIndexOf("/") + 1), arn, (one) => one?.attached?.includes(arn) === true, false),
    ),
  ];
  const grants = byLabel(before?.grants, after?.grants).map(([name, was, is]) => {
    const at =
      (side: "before" | "after") =>
      ({ key = KEY, grantee = roleArn(names[side] ?? ""), operations, equals, subset }: GrantAt): Values => ({
        key_id: key,
        grantee_principal: grantee,
        operations,
        constraints:
          equals === undefined && subset === undefined
            ? []
            : [{ encryption_context_equals: equals ?? null, encryption_context_subset: subset ?? null }],
      });
    return part(`aws_kms_grant.${name}`, given(was, at("before")), given(is, at("after")), {
      computed: ["grant_id", "grant_token"],
      forceNew: ["key_id", "grantee_principal", "operations", "constraints"],
    });
  });
  return [role, ...inline, ...managed, ...attachments, ...grants];
};

/** The plan of these resources. */
export const planOf = (parts: readonly Part[], more: Values = {}): Values => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: parts.map(({ change }) => change),
  configuration: {
    provider_config: {
      aws: {
        name: "aws",
        full_name: "registry.terraform.io/hashicorp/aws",
        expressions: { region: { constant_value: "eu-west-1" } },
      },
    },
    root_module: { resources: parts.map(({ configured }) => configured) },
  },
  ...more,
});

/** The review of a plan. */
export const reviewPlan = (plan: unknown, suppressions: readonly Suppression[] = [], showSensitive = false): Review => {
  const read = planSidesOf(plan, "plan.json");
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const compared = { kind: "plan", before: "plan.json", after: "plan.json" } as const;
  return reviewOf(read.sides, { compared, suppressions, showSensitive });
};

/** The review of a plan that changes one role, `aws_iam_role.media`. */
export const reviewChange = (
  before: RoleAt | undefined,
  after: RoleAt | undefined,
  more: readonly Part[] = [],
): Review => reviewPlan(planOf([...roleParts("media", before, after), ...more]));
