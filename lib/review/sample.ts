/** Account of AWS's own examples. */
export const SOME_ACCOUNT = "123456789012";

/** A text that a pattern matches. */
export const sample = (pattern: string): string =>
  pattern
    .split(":")
    .map((field, at, all) => {
      if (all.length < 6 || field !== "*") return field;
      return at === 3 ? "eu-west-1" : at === 4 ? SOME_ACCOUNT : at === 1 ? "aws" : field;
    })
    .join(":")
    .replaceAll("*", "x")
    .replaceAll("?", "x");
