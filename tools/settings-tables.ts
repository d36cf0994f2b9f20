/** The settings reference of the README, made from the schema of the settings file. */

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly $ref?: string;
  readonly definitions?: { readonly [name: string]: Schema };
}

/** Heading and definition of each table, in the order in which people meet them. */
const TABLES: readonly (readonly [heading: string, definition: string])[] = [
  ["A stack", "MediaConvertRoleStackProps"],
  ["The role", "MediaConvertRoleProps"],
  ["Access: configured", "ConfiguredAccess"],
  ["Input location", "InputLocation"],
  ["Output location", "OutputLocation"],
  ["API Gateway endpoint", "ApiEndpoint"],
  ["KMS key", "KmsKey"],
  ["Secret", "Secret"],
  ["TAMS connection", "TamsConnection"],
  ["Trust", "TrustProps"],
  ["Statement", "ExtraStatement"],
  ["Whole policy", "WholePolicy"],
  ["Backend", "BackendProps"],
  ["Provider", "ProviderProps"],
  ["Endpoints", "Endpoints"],
  ["Role to assume", "AssumeRole"],
  ["Role to assume with a token", "AssumeRoleWithWebIdentity"],
];

const headings = new Map(TABLES.map(([heading, definition]) => [definition, heading]));

const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z ]/g, "")
    .replace(/ /g, "-");

const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return refType(schema.$ref.replace(/^.*\//, ""));
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === "object") return `map of ${typeOf(schema.additionalProperties)}`;
  const [type] = [schema.type].flat();
  return { string: "text", boolean: "true or false" }[type ?? ""] ?? type ?? "object";
};

const refType = (name: string): string => {
  const heading = headings.get(name);
  if (heading !== undefined) return `[${heading.toLowerCase()}](#${anchor(heading)})`;
  const names: { readonly [name: string]: string } = {
    Access: `\`{ "mode": "full" }\`, \`{ "mode": "custom" }\` or [configured](#${anchor("Access: configured")})`,
    KeyUse: '`"input"`, `"output"`, `"client-side"`, `"signing"`',
    ConditionValue: "text, number, true or false",
    BackendArguments: "object",
  };
  return names[name] ?? name;
};

const cell = (text: string): string =>
  text
    .replace(/\|/g, "\\|")
    .replace(/\s*\n\s*/g, " ")
    .trim();

const DEFAULT = "Default: ";

/** What stands in the description before and behind the default's sentence. */
const meaning = ({
  description = "",
  default: value,
}: Schema): { readonly text: string; readonly leftOut?: string } => {
  const start = description.indexOf(DEFAULT);
  if (start >= 0) return { text: description.slice(0, start), leftOut: description.slice(start + DEFAULT.length) };
  return value === undefined ? { text: description } : { text: description, leftOut: `\`${JSON.stringify(value)}\`` };
};

const table = (heading: string, { properties = {}, required = [] }: Schema): string => {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const { text, leftOut = required.includes(name) ? "**required**" : "–" } = meaning(schema);
    return `| \`${name}\` | ${cell(typeOf(schema))} | ${cell(leftOut)} | ${cell(text)} |`;
  });
  return [`#### ${heading}`, "", "| Setting | Type | Left out | Meaning |", "|---|---|---|---|", ...rows].join("\n");
};

/** All tables as Markdown. */
export const settingsTables = (schema: object): string => {
  const { definitions = {} } = schema as Schema;
  const definitionOf = (name: string): Schema => {
    const found = definitions[name];
    if (found === undefined) throw new Error(`the schema has no definition ${name}`);
    return found;
  };
  return TABLES.map(([heading, definition]) => table(heading, definitionOf(definition))).join("\n\n");
};

const START = "<!-- settings: made by npm run schema -->";
const END = "<!-- end of settings -->";

/** The README with these tables between its markers. */
export const withTables = (readme: string, tables: string): string => {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error("the README has no place for the settings");
  return `${readme.slice(0, start)}${START}\n\n${tables}\n\n${readme.slice(end)}`;
};
