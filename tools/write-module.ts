import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roleModule } from "../lib/module/module";
import { moduleTables, withModuleTables } from "./module-tables";

/** `npm run module`: writes the Terraform module and the tables of its README. */
const folder = join(process.cwd(), "modules/mediaconvert-role");
const written = roleModule();
writeFileSync(join(folder, "main.tf.json"), `${JSON.stringify(written, null, 2)}\n`);
const readme = join(folder, "README.md");
writeFileSync(readme, withModuleTables(readFileSync(readme, "utf8"), moduleTables(written)));
