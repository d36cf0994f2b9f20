import { type Config, createGenerator } from "ts-json-schema-generator";
import { join } from "node:path";

/** The JSON Schema of the settings file, made from the types and comments of `lib/stack-props.ts` and `lib/props.ts`. */
export const rolesFileSchema = (root: string): object => ({
  $id: "roles.schema.json",
  title: "MediaConvert service roles: settings file",
  ...schemaOf(root, "lib/stack-props.ts", "RolesFile"),
  // Without defaults, each stack has to be whole.
  if: { not: { required: ["defaults"] } },
  then: {
    properties: { stacks: { additionalProperties: { $ref: "#/definitions/MediaConvertRoleStackProps" } } },
  },
});

/** A report that a command prints as JSON, or a file that it reads. */
export interface Report {
  readonly file: string;
  readonly title: string;
  readonly source: string;
  readonly type: string;
}

export const REPORTS: readonly Report[] = [
  {
    file: "schemas/derive.schema.json",
    title: "What mediaconvert-role derive --format json prints",
    source: "lib/requests/report.ts",
    type: "DeriveReport",
  },
  {
    file: "schemas/check.schema.json",
    title: "What mediaconvert-role check --format json prints",
    source: "lib/requests/check-report.ts",
    type: "CheckReport",
  },
  {
    file: "schemas/preflight.schema.json",
    title: "What mediaconvert-role check --preflight --format json prints",
    source: "lib/requests/preflight.ts",
    type: "PreflightReport",
  },
  {
    file: "schemas/review.schema.json",
    title: "What mediaconvert-role review --format json prints",
    source: "lib/review/report.ts",
    type: "Review",
  },
  {
    file: "schemas/suppressions.schema.json",
    title: "Findings of mediaconvert-role review that are accepted",
    source: "lib/review/suppressions.ts",
    type: "SuppressionsFile",
  },
];

/** The JSON Schema of a report. */
export const reportSchema = (root: string, { file, title, source, type }: Report): object => ({
  $id: file,
  title,
  ...schemaOf(root, source, type),
});

const schemaOf = (root: string, path: string, type: string): object => {
  const config: Config = {
    path: join(root, path),
    tsconfig: join(root, "tsconfig.json"),
    type,
    topRef: false,
    additionalProperties: false,
    markdownDescription: false,
    skipTypeCheck: true,
  };
  return withPlainDefaults(createGenerator(config).createSchema(type));
};

/**
 * `@default - sentence` and `@default value - sentence` become part of the description, where editors show it. A value
 * stays a default; one without a sentence is left as the generator read it.
 */
const withPlainDefaults = (value: object): object => {
  const visit = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(visit);
    if (typeof item !== "object" || item === null) return item;
    const plain = Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, visit(entry)]));
    const { default: given, description, ...rest } = plain;
    const match = typeof given === "string" ? /^("[^"]*"|true|false|\d+)?\s*- (.*)$/s.exec(given) : null;
    if (match === null) return plain;
    const [, literal, sentence = ""] = match;
    const leftOut = `Default: ${literal === undefined ? sentence : `${literal} – ${sentence}`}`;
    return {
      description: typeof description === "string" ? `${description}\n\n${leftOut}` : leftOut,
      ...rest,
      ...(literal === undefined ? {} : { default: JSON.parse(literal) as unknown }),
    };
  };
  return visit(value) as object;
};
