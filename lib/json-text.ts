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

/**
 * Whether some key may stand twice in one object: the text has more keys than the value. A quick answer for large plans,
 * without a look at what the keys are.
 *
 * @param content text that JSON.parse accepts
 * @param kept number of keys in what it makes of it
 */
export const hasMoreKeys = (content: string, kept: number): boolean => {
  const isCompact = BLANKS.every((blank) => !content.includes(`${blank}:`));
  return isCompact ? keyEnds(content) > kept : keysIn(content) !== kept;
};

const BLANKS = [" ", "\n", "\t", "\r"];

/** Number of keys of all objects in parsed JSON; undefined: it is nested deeper than so many levels. */
export const keysOf = (value: unknown, levels: number): number | undefined => {
  if (typeof value !== "object" || value === null) return 0;
  if (levels === 0) return undefined;
  const isList = Array.isArray(value);
  let count = 0;
  for (const key in value) {
    if (!isList) count += 1;
    const part = (value as { readonly [key: string]: unknown })[key];
    if (typeof part !== "object" || part === null) continue;
    const more = keysOf(part, levels - 1);
    if (more === undefined) return undefined;
    count += more;
  }
  return count;
};

const [QUOTE, BACKSLASH, COLON_CODE] = [0x22, 0x5c, 0x3a];

/** Quotes with a colon right behind: ends of keys, where no blanks come between, and beginnings of texts such as ":80". */
const keyEnds = (content: string): number => {
  let count = 0;
  for (let at = content.indexOf('":'); at >= 0; at = content.indexOf('":', at + 1)) {
    let start = at;
    while (start > 0 && content.charCodeAt(start - 1) === BACKSLASH) start -= 1;
    if ((at - start) % 2 === 0) count += 1;
  }
  return count;
};

/** Keys in a text: outside of strings, each has a colon. */
const keysIn = (content: string): number => {
  let count = 0;
  let isInside = false;
  for (let at = 0; at < content.length; at += 1) {
    const code = content.charCodeAt(at);
    if (code === QUOTE) isInside = !isInside;
    else if (code === BACKSLASH) at += 1;
    else if (code === COLON_CODE && !isInside) count += 1;
  }
  return count;
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
      if (isKey(content, end)) {
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

const COLON = /\s*:/y;

/** Only a key has a colon behind it, however far. */
const isKey = (content: string, end: number): boolean => {
  COLON.lastIndex = end;
  return COLON.test(content);
};

/** Position behind the string that begins at `start`. */
const endOfString = (content: string, start: number): number => {
  let at = start + 1;
  while (at < content.length && content[at] !== '"') at += content[at] === "\\" ? 2 : 1;
  return at + 1;
};
