import { type JsonObject, isObject, mapOf, memberOf, textOf } from "./json-value";
import { isUnknown } from "./resource";
import { stackInventory } from "./stack";

/** Arguments that a stack may tell where the plan does not know them. */
const ARGUMENTS = ["policy", "assume_role_policy", "policy_arn", "permissions_boundary", "grantee_principal", "key_id"];

/** What is known of a resource after the plan, and what is not. */
export interface Planned {
  readonly values: JsonObject;
  readonly unknown: unknown;
}

/**
 * What a resource lacks in a plan, from the stack that the plan was made of: a policy whose statements the plan hides
 * because one ARN in them is not known yet.
 *
 * What the plan knows by now of the references in it is filled in; the rest stays as holes.
 *
 * @param stack the synthesized stack
 * @param valuesOf what the plan knows of a resource, by address
 */
export const synthesizedFrom = (
  stack: JsonObject,
  valuesOf: (address: string) => JsonObject | undefined,
): ((address: string, planned: Planned) => Planned) => {
  const { resources } = stackInventory(stack, (reference) => {
    const [, address = "", attribute = ""] = REFERENCE.exec(reference) ?? [];
    return textOf(memberOf(valuesOf(address), attribute));
  });
  const written = new Map(resources.map((resource) => [resource.address, resource.values]));
  return (address, planned) => {
    const source = written.get(address);
    const missing = ARGUMENTS.filter(
      (argument) => source?.[argument] !== undefined && isUnknown(planned.unknown, [argument]),
    );
    if (source === undefined || missing.length === 0) return planned;
    const found = missing.map((argument) => [argument, source[argument]] as const);
    const rest = Object.entries(isObject(planned.unknown) ? planned.unknown : {});
    return {
      values: mapOf([...Object.entries(planned.values), ...found]),
      unknown: mapOf(rest.filter(([key]) => !missing.includes(key))),
    };
  };
};

/** An attribute of a resource. */
const REFERENCE = /^((?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)\.(\w+)$/;
