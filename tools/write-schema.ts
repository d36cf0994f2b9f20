import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolesFileSchema } from "./schema";

const root = process.cwd();
writeFileSync(join(root, "roles.schema.json"), `${JSON.stringify(rolesFileSchema(root), null, 2)}\n`);
