import { type Problem, inQuotes, problem } from "./problem";

/** Messages about documents that are written as files. */

export const accountUnknown = (path: string): Problem =>
  problem(path, `says no "accountId", and documents name the role's account; add it, or give --account`);

export const otherAccount = (path: string, account: string, given: string): Problem =>
  problem(
    path,
    `is in account ${account}, and --account says ${given}; drop --account, or name the stacks that it is for by --stack`,
  );

export const forceAlone = (): Problem =>
  problem("", "--force overwrites files, and none are written; say where by --out, or drop it");

export const otherContent = (file: string): Problem =>
  problem("", `${inQuotes(file)} is there and says something else; --force overwrites it`);

export const notAFile = (file: string): Problem => problem("", `${inQuotes(file)} is there and no file; remove it`);

export const notAFolder = (path: string): Problem =>
  problem("", `${inQuotes(path)} is there and no folder; remove it, or name another by --out`);

export const sameFile = (file: string, other: string): Problem =>
  problem("", `${inQuotes(file)} and ${inQuotes(other)} are one file where case is ignored; rename a stack`);

export const unsafeName = (file: string): Problem =>
  problem("", `${inQuotes(file)} is no name for a file here; use letters, digits and . _ -`);

export const notWritten = (file: string, reason: string): Problem =>
  problem("", `cannot write ${inQuotes(file)}: ${reason}`);

export const fileLeft = (file: string): Problem =>
  problem("", `${inQuotes(file)} is of settings that have gone; remove it`);
