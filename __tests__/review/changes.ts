/** Plans by hand with both sides of each change, and what the review makes of them. */

import { type Gate, type Outcome, outcomeOf } from "../../lib/review/outcome";
import type { Finding, Review, ReviewedSubject, Suppression } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import { type ReadSides, planSidesOf, stackSidesOf } from "../../lib/roles/sides";
import { type Item, change } from "../roles/plans";
import { ACCOUNT, OTHER_ACCOUNT, SERVICE } from "./names";

export { ACCOUNT, OTHER_ACCOUNT, SERVICE };
export const IN = "arn:aws:s3:::acme-in/*";
export const OUT = "arn:aws:s3:::acme-out/*";

/** A statement of a policy. */
type Statement = { readonly [key: string]: unknown };

type Texts = string | readonly string[];

export const allow = (actions: Texts, resources: Texts, more: object = {}): Statement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
  ...more,
});

export const deny = (actions: Texts, resources: Texts, more: object = {}): Statement => ({
  ...allow(actions, resources, more),
  Effect: "Deny",
});

/** A policy's text. */
export const policy = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The text of a trust policy. */
export const trust = (principal: unknown, more: object = {}): string =>
  policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more });

/** A trust policy as this package makes it: MediaConvert, for one account. */
export const HELD_TRUST = trust(
  { Service: SERVICE },
  { Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } },
);

export const roleArn = (name: string, path = "/"): string => `arn:aws:iam::${ACCOUNT}:role${path}${name}`;

export const policyArn = (name: string, owner = ACCOUNT): string => `arn:aws:iam::${owner}:policy/${name}`;

/** Values of a role as Terraform reads them from AWS. */
export const roleValues = (name: string, more: object = {}): object => ({
  name,
  path: "/",
  arn: roleArn(name),
  id: name,
  assume_role_policy: HELD_TRUST,
  permissions_boundary: "",
  inline_policy: [],
  managed_policy_arns: [],
  ...more,
});

/** Values of a managed policy that exists. */
export const policyValues = (name: string, document: string): object => ({
  name,
  path: "/",
  arn: policyArn(name),
  id: policyArn(name),
  policy: document,
});

type Values = object;

export const created = (address: string, after: Values, unknown: unknown = {}): Item => change(address, after, unknown);

export const updated = (address: string, before: Values, after: Values, unknown: unknown = {}): Item =>
  change(address, after, unknown, { actions: ["update"], before });

export const replaced = (address: string, before: Values, after: Values, unknown: unknown = {}): Item =>
  change(address, after, unknown, {
    actions: ["delete", "create"],
    before,
    action_reason: "replace_because_cannot_update",
  });

export const deleted = (address: string, before: Values): Item =>
  change(address, null, {}, { actions: ["delete"], before, action_reason: "delete_because_no_resource_config" });

/** It stays, and Terraform no longer looks after it. */
export const forgotten = (address: string, before: Values): Item =>
  change(address, null, {}, { actions: ["forget"], before });

/** Nothing happens to it. */
export const kept = (address: string, values: Values): Item =>
  change(address, values, {}, { actions: ["no-op"], before: values });

/** A role that nothing happens to itself. */
export const keptRole = (address: string, name: string, more: object = {}): Item =>
  kept(address, roleValues(name, more));

/** The item with more beside its values: `importing`, `before_sensitive`, … */
export const within = (item: Item, more: object): Item => ({
  ...item,
  change: { ...(item["change"] as object), ...more },
});

/** The change the other way round: what is created is deleted. */
export const turned = (item: Item): Item => {
  const { actions, before, after } = item["change"] as {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
  };
  const [only] = actions.length === 1 ? actions : [];
  const other = only === "create" ? ["delete"] : only === "delete" ? ["create"] : actions;
  return within(item, { actions: other, before: after, after: before });
};

/** A plan, with what its configuration says of resources. */
export const planOf = (changes: readonly Item[], resources: readonly object[] = [], more: object = {}): object => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: changes,
  configuration: {
    provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-west-1" } } } },
    root_module: { resources },
  },
  ...more,
});

interface How {
  /** The synthesized stack of the plan. */
  readonly synth?: object;
  readonly suppressions?: readonly Suppression[];
  readonly showSensitive?: boolean;
}

const reviewed = (read: ReadSides, compared: Review["compared"], how: How): Review => {
  if ("problems" in read) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  const { suppressions = [], showSensitive = false } = how;
  return reviewOf(read.sides, { compared, suppressions, showSensitive });
};

export const reviewPlan = (plan: unknown, how: How = {}): Review => {
  const synth = how.synth === undefined ? undefined : { value: how.synth, name: "cdk.tf.json" };
  const compared = { kind: "plan", before: "plan.json", after: "plan.json" } as const;
  return reviewed(planSidesOf(plan, "plan.json", synth), compared, how);
};

export const review = (changes: readonly Item[], resources: readonly object[] = [], more: object = {}): Review =>
  reviewPlan(planOf(changes, resources, more));

export const reviewStacks = (from: unknown, to: unknown, how: How = {}): Review => {
  const read = stackSidesOf({ value: from, name: "old.tf.json" }, { value: to, name: "new.tf.json" });
  return reviewed(read, { kind: "stacks", before: "old.tf.json", after: "new.tf.json" }, how);
};

/** Why a plan is not read. */
export const refusal = (read: ReadSides): string => {
  if (!("problems" in read)) throw new Error("it is read");
  return read.problems.map(({ message }) => message).join("\n");
};

/** A review in few words. */
export interface Told {
  readonly verdict: Review["verdict"];
  readonly outcome: Outcome;
  /** `ADDRESS fate verdict`, of roles and then of resources. */
  readonly subjects: readonly string[];
  readonly changes: readonly string[];
  /** `rule severity effect`. */
  readonly findings: readonly string[];
}

export const told = (found: Review, gate: Gate = {}): Told => {
  const subjects = [...found.roles, ...found.resources];
  return {
    verdict: found.verdict,
    outcome: outcomeOf(found, gate),
    subjects: subjects.map(({ address, fate, verdict }) => `${address} ${fate} ${verdict}`),
    changes: subjects.flatMap(({ changes }) => changes.map(({ says }) => says)),
    findings: found.findings.map(({ rule, severity, effect }) => `${rule} ${severity} ${effect}`),
  };
};

/** The only role that is told of. */
export const onlyRole = ({ roles }: Review): ReviewedSubject => onlyOf(roles);

export const onlyOf = <T>(items: readonly T[]): T => {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`${String(items.length)} instead of one`);
  return item;
};

/** The only finding of a rule. */
export const findingOf = ({ findings }: Review, rule: string): Finding =>
  onlyOf(findings.filter((finding) => finding.rule === rule));
