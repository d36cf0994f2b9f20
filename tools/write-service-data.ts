import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { serviceData } from "./service-data";

/** Writes the data that `lib/review/service-model.ts` reads. */
void serviceData().then((text) => writeFileSync(join(process.cwd(), "lib/review/service-data.ts"), text));
