import type { TerraformModule } from "../lib/module/module";

/**
 * The reference part of the module's README, laid out as terraform-docs lays it out.
 *
 * @see https://terraform-docs.io/reference/markdown-table/
 */
export const moduleTables = ({ terraform, variable, data, resource, output }: TerraformModule): string => {
  const versions: readonly Row[] = Object.entries(terraform.required_providers).map(([name, { version }]) => [
    name,
    version,
  ]);
  return [
    section(
      "Requirements",
      ["Name", "Version"],
      named("requirement", [["terraform", terraform.required_version], ...versions]),
    ),
    section("Providers", ["Name", "Version"], named("provider", versions)),
    "## Modules\n\nNo modules.",
    section(
      "Resources",
      ["Name", "Type"],
      [...links(resource, "resources", "resource"), ...links(data, "data-sources", "data source")],
    ),
    section(
      "Inputs",
      ["Name", "Description", "Type", "Default", "Required"],
      named(
        "input",
        byName(variable).map(([name, { description, type, ...more }]) => [
          name,
          inCell(description),
          code(type),
          "default" in more ? code(JSON.stringify(more.default)) : "n/a",
          "default" in more ? "no" : "yes",
        ]),
      ),
    ),
    section(
      "Outputs",
      ["Name", "Description"],
      named(
        "output",
        byName(output).map(([name, { description }]) => [name, inCell(description)]),
      ),
    ),
  ].join("\n\n");
};

type Row = readonly [name: string, ...cells: string[]];

const byName = <T>(items: { readonly [name: string]: T }): readonly (readonly [string, T])[] =>
  Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));

const section = (heading: string, columns: readonly string[], rows: readonly Row[]): string => {
  const rule = columns.map((column) => (column === "Required" ? ":--------:" : "-".repeat(column.length + 2)));
  return [
    `## ${heading}`,
    "",
    `| ${columns.join(" | ")} |`,
    `|${rule.join("|")}|`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  ].join("\n");
};

/** Rows whose names can be linked to. */
const named = (kind: string, rows: readonly Row[]): readonly Row[] =>
  rows.map(([name, ...cells]) => {
    const anchor = `${kind}_${name}`;
    return [`<a name="${anchor}"></a> [${escaped(name)}](#${escaped(anchor)})`, ...cells];
  });

const escaped = (name: string): string => name.replace(/_/g, "\\_");

const links = (
  blocks: { readonly [type: string]: { readonly [name: string]: unknown } },
  folder: string,
  kind: string,
): readonly Row[] =>
  byName(blocks).flatMap(([type, items]) =>
    byName(items).map(([name]): Row => {
      const page = `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/${folder}/${type.replace(/^aws_/, "")}`;
      return [`[${type}.${name}](${page})`, kind];
    }),
  );

const inCell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\n/g, "<br/>");

const code = (text: string): string =>
  text.includes("\n") ? `<pre>${text.replace(/\n/g, "<br/>")}</pre>` : `\`${text}\``;

const START = "<!-- BEGIN_TF_DOCS -->";
const END = "<!-- END_TF_DOCS -->";

/** The README with these tables between its markers. */
export const withModuleTables = (readme: string, tables: string): string => {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error("the module's README has no place for the tables");
  return `${readme.slice(0, start)}${START}\n${tables}\n${readme.slice(end)}`;
};
