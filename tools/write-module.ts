import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roleModule } from "../lib/module/module";
import { moduleFiles } from "./module-text";
import { moduleTables, withModuleTables } from "./module-tables";

/** `npm run module`: writes the Terraform module and the tables of its README. */
const folder = join(process.cwd(), "modules/mediaconvert-role");
const written = roleModule();
for (const [file, text] of Object.entries(moduleFiles(written))) writeFileSync(join(folder, file), text);
const readme = join(folder, "README.md");
writeFileSync(readme, withModuleTables(readFileSync(readme, "utf8"), moduleTables(written)));
