import { rmSync } from "node:fs";

/** Removes what the tests wrote. */
export default function globalTeardown(): void {
  const work = process.env["TEST_WORK"];
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
}
