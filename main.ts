import { synthRolesFile } from "./lib/cli/synth";

const [, , ...stacks] = process.argv;
process.exitCode = synthRolesFile(process.env["MEDIACONVERT_ROLES"] ?? "roles.json", stacks, console);
