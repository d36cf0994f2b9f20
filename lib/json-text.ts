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

/** Characters that Go writes as escapes in JSON. */
const GO_ESCAPES = /[<>&\u2028\u2029]/g;

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

/**
 * Whether a text is exactly what Terraform writes for a value: then no key of it stands twice. A quick answer for large
 * plans; no: it has to be looked at.
 */
export const isWrittenOnce = (content: string, value: unknown): boolean => {
  const written = JSON.stringify(value);
  const text = content.trimEnd();
  return text === written || text === written.replace(GO_ESCAPES, escaped);
};

/**
 * Keys that stand twice in one object, with their lines: JavaScript keeps the last and says nothing.
 *
 * @param content text that JSON.parse accepts
 */
export const repeatedKeys = (content: string): readonly { readonly key: string; readonly line: number }[] => {
  const found: { readonly key: string; readonly line: number }[] = [];
  const objects: Set<string>[] = [];
  let line = 1;
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at];
    if (character === "\n") line += 1;
    else if (character === "{") objects.push(new Set());
    else if (character === "}") objects.pop();
    else if (character === '"') {
      const end = endOfString(content, at);
      // Only a key has a colon behind it.
      if (/^\s*:/.test(content.slice(end, end + 100))) {
        const key = JSON.parse(content.slice(at, end)) as string;
        const keys = objects.at(-1);
        if (keys?.has(key) === true) found.push({ key, line });
        keys?.add(key);
      }
      at = end - 1;
    }
  }
  return found;
};

/** Position behind the string that begins at `start`. */
const endOfString = (content: string, start: number): number => {
  let at = start + 1;
  while (at < content.length && content[at] !== '"') at += content[at] === "\\" ? 2 : 1;
  return at + 1;
};
