/** Where and why text is no JSON, in words that help to find the place. */
export const jsonFault = (content: string, error: unknown): string =>
  faultWithPlace(content) ?? (error instanceof Error ? error.message : String(error));

/** https://www.npmjs.com/package/jsonc-parser says where; JavaScript's own message often does not. */
const faultWithPlace = (content: string): string | undefined => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only where a file is broken
  const { parse, printParseErrorCode } = require("jsonc-parser") as typeof import("jsonc-parser");
  const faults: import("jsonc-parser").ParseError[] = [];
  try {
    parse(content, faults, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return undefined; // it is recursive, and gives up on a hundred thousand brackets
  }
  const [first] = faults;
  if (first === undefined) return undefined;
  const before = content.slice(0, first.offset).split("\n");
  const words = printParseErrorCode(first.error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return `${words} at line ${String(before.length)}, column ${String((before.at(-1)?.length ?? 0) + 1)}`;
};
