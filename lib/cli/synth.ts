import { App } from "cdktf";
import { MediaConvertRoleStack } from "../constructs/mediaconvert-role-stack";
import { SettingsError, problemLine } from "../problem";
import { readRolesFile } from "../files/settings-file";
import type { Output } from "./output";

/**
 * One stack per entry of the settings file, synthesized.
 *
 * @param path the settings file
 * @param only names or patterns (`prod-*`) of stacks; none: all
 * @returns the exit code: 0 done, 2 the settings are wrong
 */
export const synthRolesFile = (path: string, only: readonly string[], output: Output): number => {
  try {
    const { file, warnings } = readRolesFile(path, only.length === 0 ? undefined : only);
    if (!underCdktf()) for (const warning of warnings) output.error(`warning: ${problemLine(warning)}`);
    const app = new App();
    for (const [name, props] of Object.entries(file.stacks)) new MediaConvertRoleStack(app, name, props);
    app.synth();
    for (const { synthesizedStackPath } of Object.values(app.manifest.stacks)) {
      output.log(`${app.outdir}/${synthesizedStackPath}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    output.error(error.message);
    return 2;
  }
};

/** The cdktf command line sets this for the app that it runs, and shows the warnings itself, as annotations. */
const underCdktf = (): boolean => process.env["CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"] !== undefined;
