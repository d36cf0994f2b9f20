import { hole } from "./holes";
import { type JsonObject, memberOf, partAt, textsOf } from "./json-value";

/** ARN of a role. */
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role(\/(?:.*\/)?)([\w+=,.@-]+)$/;

/**
 * Roles that a plan gives something and does not have itself, as data sources would have them: all that they have
 * elsewhere is not known.
 */
export const rolesElsewhere = (items: readonly JsonObject[]): readonly JsonObject[] => {
  const known = new Set<string>();
  const named = new Map<string, string | undefined>();
  for (const item of items) {
    const values = [item["values"], partAt(item, ["change", "before"]), partAt(item, ["change", "after"])];
    for (const value of values) {
      if (item["type"] === "aws_iam_role") for (const name of textsOf(memberOf(value, "name"))) known.add(name);
      else for (const { name, path } of rolesIn(String(item["type"]), value)) named.set(name, path ?? named.get(name));
    }
  }
  return [...named]
    .filter(([name]) => name !== "" && !known.has(name))
    .map(([name, path = hole("path")]) => ({
      address: `role ${name}`,
      mode: "data",
      type: "aws_iam_role",
      name,
      values: { name, path },
    }));
};

/** A role by its name; its path is known from an ARN only. */
interface NamedRole {
  readonly name: string;
  readonly path?: string;
}

/** Roles to which a resource gives something. */
const rolesIn = (type: string, values: unknown): readonly NamedRole[] => {
  const named = (argument: string): readonly NamedRole[] =>
    textsOf(memberOf(values, argument)).map((name) => ({ name }));
  switch (type) {
    case "aws_iam_role_policy":
    case "aws_iam_role_policy_attachment":
      return named("role");
    case "aws_iam_policy_attachment":
      return named("roles");
    case "aws_kms_grant":
      return textsOf(memberOf(values, "grantee_principal")).flatMap((arn) => {
        const [, path, name] = ROLE_ARN.exec(arn) ?? [];
        return name === undefined || path === undefined ? [] : [{ name, path }];
      });
    default:
      return [];
  }
};
