import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolesFileSchema } from "./schema";
import { settingsTables, withTables } from "./settings-tables";

/** `npm run schema`: writes what is made from the comments in lib/props.ts. */
const root = process.cwd();
const schema = rolesFileSchema(root);
writeFileSync(join(root, "roles.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
const readme = join(root, "README.md");
writeFileSync(readme, withTables(readFileSync(readme, "utf8"), settingsTables(schema)));
