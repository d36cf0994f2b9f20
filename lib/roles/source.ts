import type { Problem } from "../problem";
import { readAnswers } from "./api";
import type { Gap, RoleFacts, SourceKind } from "./facts";
import { DEEPEST, type JsonObject, isTooDeep, objectOf, partAt } from "./json-value";
import { planInventory } from "./plan";
import { factsOfDocument, isPolicyDocument } from "./policy-document";
import { policyOfWhat } from "./api-resources";
import { somethingElse } from "./something-else";
import { modulesOf, stackInventory } from "./stack";
import { stateInventory } from "./state";
import { rolesOf } from "./terraform-roles";

/** What was read from a source. */
export interface ReadRoles {
  readonly roles: readonly RoleFacts[];
  readonly kind: SourceKind;
  readonly problems: readonly Problem[];
  /** Why the source is not the whole: half a sentence. */
  readonly incomplete?: string;
}

/**
 * Reads the roles in a source: a plan or state of Terraform as JSON, a synthesized stack, answers of the AWS API, or a
 * policy document.
 *
 * @param value parsed JSON
 * @param name where it came from, for messages
 */
export const readRoles = (value: unknown, name: string): ReadRoles => {
  if (isTooDeep(value)) {
    return failed(
      "unknown",
      `${name} is nested deeper than ${String(DEEPEST)} levels, which no plan, stack or policy is`,
    );
  }
  const object = objectOf(value);
  if (isStack(object)) return fromStack(object, name);
  if (isPlanOrState(object)) return fromPlanOrState(object, name);
  if (isPolicyDocument(value)) return fromPolicy(object, name);
  const answers = readAnswers(value, name);
  if (answers !== undefined) return { ...answers, kind: "api" };
  return failed("unknown", `${name} ${somethingElse(value)}`);
};

const failed = (kind: SourceKind, message: string): ReadRoles => ({
  roles: [],
  kind,
  problems: [{ path: "", message }],
});

/** Whether it is what `terraform show -json` writes. */
export const isPlanOrState = (value: JsonObject): boolean =>
  ["resource_changes", "planned_values", "prior_state"].some((key) => value[key] !== undefined) ||
  partAt(value, ["values", "root_module"]) !== undefined ||
  (value["format_version"] !== undefined && value["terraform_version"] !== undefined);

/** Versions whose parts mean what this package reads out of them. */
const KNOWN_FORMAT = /^(?:0\.[1-9]\d*|1\.\d+)$/;

const fromPlanOrState = (value: JsonObject, name: string): ReadRoles => {
  const isPlan = value["values"] === undefined || value["resource_changes"] !== undefined;
  const kind = isPlan ? "plan" : "state";
  const fault = versionFault(value);
  if (fault !== undefined) return failed(kind, `${name} ${fault}`);
  const incomplete = isPlan ? incompleteBecause(value) : undefined;
  return {
    roles: rolesOf(isPlan ? planInventory(value) : stateInventory(value)),
    kind,
    problems: [],
    ...(incomplete === undefined ? {} : { incomplete }),
  };
};

/** "has no format_version; …": why a plan or state cannot be read. */
export const versionFault = (value: JsonObject): string | undefined => {
  const version = value["format_version"];
  if (typeof version === "string" && KNOWN_FORMAT.test(version)) return undefined;
  const said = version === undefined ? "no format_version" : `format_version ${JSON.stringify(version).slice(0, 40)}`;
  return `has ${said}; terraform show -json of Terraform 1 writes 1.x, which can be read`;
};

/** Why a plan is not the whole: half a sentence. */
export const incompleteBecause = (plan: JsonObject): string | undefined => {
  if (plan["errored"] === true) return "Terraform stopped with an error while it planned (errored: true)";
  if (plan["complete"] === false) return "the plan leaves out parts (complete: false), by -target or deferred changes";
  return undefined;
};

/** Whether it is a synthesized stack. */
export const isStack = (value: JsonObject): boolean => {
  const blocks = objectOf(value["resource"]);
  const types = Object.keys(blocks);
  return types.length > 0 && types.every((type) => /^[a-z][a-z0-9]*_\w+$/.test(type));
};

const fromStack = (value: JsonObject, name: string): ReadRoles => {
  const roles = rolesOf(stackInventory(value));
  const modules = modulesOf(value);
  const gaps = modules.map((module): Gap => ({
    where: module,
    of: "identity",
    what: "what the module makes is not in the stack",
  }));
  if (roles.length === 0 && modules.length > 0) {
    const message = `${name} has no role outside its modules, whose contents are not in it; give terraform show -json of a plan`;
    return failed("stack", message);
  }
  return { roles: roles.map((role) => ({ ...role, gaps: [...role.gaps, ...gaps] })), kind: "stack", problems: [] };
};

const fromPolicy = (value: JsonObject, name: string): ReadRoles => {
  const facts = factsOfDocument(value, name);
  if (facts === undefined) return { roles: [], kind: "policy", problems: [policyOfWhat(name)] };
  return { roles: [facts], kind: "policy", problems: [] };
};
