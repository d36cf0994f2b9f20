import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findings } from "./finding-tables";
import { jobPermissions } from "./job-tables";

/** `npm run docs`: writes the pages that are made from tables in lib/. */
const write = (file: string, page: string): void => writeFileSync(join(process.cwd(), file), page);
write("docs/job-permissions.md", jobPermissions());
write("docs/findings.md", findings());
