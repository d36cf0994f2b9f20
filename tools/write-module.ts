import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roleModule } from "../lib/module/module";

const folder = join(process.cwd(), "modules/mediaconvert-role");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "main.tf.json"), `${JSON.stringify(roleModule(), null, 2)}\n`);
