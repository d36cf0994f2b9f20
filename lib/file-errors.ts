import { type Problem, inQuotes, problem } from "./problem";

/** Messages about the settings file and its stacks; `errors.ts` has them too. */

export const fileMissing = (file: string): Problem =>
  problem("", `there is no file ${inQuotes(file)}; create it, or name another in MEDIACONVERT_ROLES`);

export const fileUnreadable = (file: string, reason: string): Problem =>
  problem("", `cannot read ${inQuotes(file)}: ${reason}`);

export const notAFile = (file: string): Problem =>
  problem("", `${inQuotes(file)} is no ordinary file; name one in MEDIACONVERT_ROLES`);

export const fileTooLarge = (bytes: number, limit: number): Problem =>
  problem("", `has ${String(bytes)} bytes, more than ${String(limit)}; a settings file this large is a mistake`);

export const notJson = (reason: string): Problem =>
  problem("", `is not JSON: ${reason}; JSON has no comments and no comma before a closing bracket`);

export const tooDeep = (path: string, limit: number): Problem =>
  problem(path, `is nested deeper than ${String(limit)} levels, which no setting is; remove it`);

export const repeatedKey = (key: string, line: number): Problem =>
  problem(
    "",
    `${inQuotes(key)} on line ${String(line)} stands in that object already, and only one of them would count; rename or drop one`,
  );

export const roleTwice = (path: string, name: string, account: string, first: string): Problem =>
  problem(
    path,
    `role name ${inQuotes(name)} is also at ${first}, and an account has it once, in all Regions and ignoring case; give account ${account} one stack for it, or another "roleName"`,
  );

export const textTooLong = (path: string, length: number, limit: number): Problem =>
  problem(path, `has ${String(length)} characters, more than ${String(limit)}, which no setting has; shorten it`);

export const noSuchStack = (name: string, near: string | undefined, count: number): Problem =>
  problem(
    "",
    `no stack is called ${inQuotes(name)}${near === undefined ? "" : `; did you mean ${inQuotes(near)}?`} (the file has ${String(count)})`,
  );

export const backendTwice = (path: string, first: string): Problem =>
  problem(
    path,
    `keeps its state where ${first} does, and each would take the other's role away; give each stack a place of its own`,
  );

export const noStacks = (path: string): Problem => problem(path, `has no entry; add one stack`);

export const stackName = (path: string, name: string): Problem =>
  problem(
    path,
    `${inQuotes(name)} is no name for a stack; use letters, digits, "-" and "_", at most 64, a letter or digit first`,
  );

export const regionMalformed = (path: string, region: string): Problem =>
  problem(path, `${inQuotes(region)} does not look like an AWS Region; write one such as "eu-west-1"`);

export const credentialsInFile = (path: string, key: string): Problem =>
  problem(
    path,
    `${inQuotes(key)} does not belong in a settings file; set AWS_… environment variables, or name a "profile" or "assumeRole"`,
  );

export const backendCount = (path: string, names: readonly string[]): Problem =>
  problem(
    path,
    `names ${names.length === 0 ? "no backend" : `${String(names.length)} backends (${names.join(", ")})`}; name one`,
  );

export const argumentName = (path: string, key: string): Problem =>
  problem(path, `${inQuotes(key)} is no name for an argument or tag; use letters, digits, spaces and _ . : / = + - @`);

export const workspacesMalformed = (path: string): Problem =>
  problem(path, `gives neither or both of "name" and "tags"; write { "name": "…" } or { "tags": ["…"] }`);
