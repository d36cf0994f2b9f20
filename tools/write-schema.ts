import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPORTS, reportSchema, rolesFileSchema } from "./schema";
import { settingsTables, withTables } from "./settings-tables";

/** `npm run schema`: writes what is made from the comments in lib/props.ts and of the reports. */
const root = process.cwd();
const write = (file: string, schema: object): void =>
  writeFileSync(join(root, file), `${JSON.stringify(schema, null, 2)}\n`);
const schema = rolesFileSchema(root);
write("roles.schema.json", schema);
for (const report of REPORTS) write(report.file, reportSchema(root, report));
const readme = join(root, "README.md");
writeFileSync(readme, withTables(readFileSync(readme, "utf8"), settingsTables(schema)));
