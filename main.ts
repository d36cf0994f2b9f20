import { synthRolesFile } from "./lib/cli/synth";

process.exitCode = synthRolesFile(process.env["MEDIACONVERT_ROLES"] ?? "roles.json", console);
