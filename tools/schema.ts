import { type Config, createGenerator } from "ts-json-schema-generator";
import { join } from "node:path";

/** The JSON Schema of the settings file, made from the types and comments of `lib/props.ts`. */
export const rolesFileSchema = (root: string): object => {
  const config: Config = {
    path: join(root, "lib/props.ts"),
    tsconfig: join(root, "tsconfig.json"),
    type: "RolesFile",
    topRef: false,
    additionalProperties: false,
    markdownDescription: false,
    skipTypeCheck: true,
  };
  return {
    $id: "roles.schema.json",
    title: "MediaConvert service roles: settings file",
    ...withPlainDefaults(createGenerator(config).createSchema("RolesFile")),
  };
};

/**
 * `@default - …` is a sentence, no value: it becomes part of the description, where editors show it. A real default
 * stays a default.
 */
const withPlainDefaults = (value: object): object => {
  const visit = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(visit);
    if (typeof item !== "object" || item === null) return item;
    const entries = Object.entries(item).map(([key, entry]) => [key, visit(entry)] as const);
    const plain = Object.fromEntries(entries);
    if (typeof plain["default"] !== "string" || typeof plain["$ref"] === "object") return plain;
    const { default: text, description, ...rest } = plain;
    const [, literal, sentence] = /^("(?:[^"]*)"|true|false|\d+)?(?:\s*- (.*))?$/s.exec(text) ?? [];
    const leaveOut = [literal, sentence].filter((part) => part !== undefined).join(" – ");
    const described = [
      typeof description === "string" ? description : undefined,
      leaveOut === "" ? undefined : `Default: ${leaveOut}`,
    ].filter((part) => part !== undefined);
    return {
      description: described.join("\n\n"),
      ...rest,
      ...(literal === undefined ? {} : { default: JSON.parse(literal) as unknown }),
    };
  };
  return visit(value) as object;
};
