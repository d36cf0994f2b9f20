import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobPermissions } from "./job-tables";

/** `npm run docs`: writes the page that is made from the tables in lib/jobs/. */
writeFileSync(join(process.cwd(), "docs/job-permissions.md"), jobPermissions());
