import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../tools/emulator";
import { setUpTerraform } from "../../tools/terraform";
import type { E2eSetup } from "./e2e";
import { SHORT_LIVED, providerFile } from "./kept-provider";

/** Makes the folder for everything that tests write, compiles the app, and finds out whether the e2e tests can run. */
export default async function globalSetup(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "mediaconvert-role-tests-"));
  process.env["TEST_WORK"] = work;
  process.env["TMPDIR"] = work;
  try {
    // Once, before anything runs what is compiled: tests that call the scripts then find nothing left to write.
    for (const script of ["build", "tools"]) execFileSync("npm", ["run", "--silent", script], { stdio: "inherit" });
    const setup = await e2eSetup(work);
    process.env["E2E_SETUP"] = JSON.stringify(setup);
    if (!("missing" in setup)) return;
    if (process.env["E2E"] === "required") throw new Error(`E2E=required, but missing: ${setup.missing}`);
    process.stderr.write(`e2e tests are skipped; missing: ${setup.missing}\n`);
  } catch (error) {
    rmSync(work, { recursive: true, force: true }); // no teardown follows a failed setup
    throw error;
  }
}

const e2eSetup = async (work: string): Promise<E2eSetup> => {
  if (process.env["E2E"] === "off") return { missing: "nothing, but E2E=off" };
  const terraform = await setUpTerraform(work);
  if ("missing" in terraform) return terraform;
  const emulator = await startEmulator("111122223333", work);
  if ("missing" in emulator) return emulator;
  await emulator.stop();
  return { env: { ...SHORT_LIVED, ...terraform.env }, providerFile: await providerFile(terraform.env, work) };
};
