import { type Literal, type Piece, literal } from "./pattern";

/** One place of a glob. `colon`: whether a wildcard can stand for a colon. */
export type Token = Literal | { readonly kind: "one" | "many"; readonly colon: boolean };

/** A set of texts: literal characters, `?` and `*`. */
export interface Glob {
  /** The same for globs that are written alike once runs of wildcards are in order. */
  readonly key: string;
  readonly tokens: readonly Token[];
  /** Upper and lower case are the same. */
  readonly ignoresCase: boolean;
  /** The literal text that it begins with, and its tokens. */
  readonly head: string;
  readonly headLength: number;
}

/**
 * How far a wildcard reaches in a pattern with colons.
 *
 * - whole: over everything
 * - segments: a wildcard inside a segment stays in it; a `*` that ends its segment may reach beyond, as the IAM
 *   reference says for ARNs in `Resource`. The reference leaves the first case open, so the two readings bound it
 * - components: the first five fields are compared one by one, as `ArnLike` does
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export type Reading = "whole" | "segments" | "components";

/** Fields of an ARN before the resource, which may itself have colons. */
const FIELDS_BEFORE_RESOURCE = 5;

const isColon = (piece: Piece | undefined): boolean => piece?.kind === "literal" && piece.character === ":";
const isWildcard = (piece: Piece | undefined): boolean => piece?.kind === "one" || piece?.kind === "many";

const startsLikeArn = (pieces: readonly Piece[]): boolean =>
  Array.from("arn:").every((character, index) => {
    const piece = pieces[index];
    return piece?.kind === "literal" && piece.character === character;
  });

/** For each place, whether a wildcard there can stand for a colon; where nothing is said, it can. */
const colonAllowed = (pieces: readonly Piece[], reading: Reading): readonly boolean[] => {
  if (reading === "whole") return [];
  const colons = pieces.map(isColon);
  const lastColon = colons.lastIndexOf(true);
  const fields = startsLikeArn(pieces) || reading === "components" ? FIELDS_BEFORE_RESOURCE : 0;
  let field = 0;
  return pieces.map((piece, index) => {
    if (colons[index] === true) field += 1;
    if (!isWildcard(piece)) return true;
    if (reading === "components") return field >= fields;
    if (index > lastColon && field >= fields) return true;
    return endsItsSegment(pieces, index);
  });
};

/** Part of a run of `*` with the segment's end behind it. */
const endsItsSegment = (pieces: readonly Piece[], index: number): boolean => {
  let start = index;
  while (isWildcard(pieces[start - 1])) start -= 1;
  let end = start;
  while (isWildcard(pieces[end])) end += 1;
  return (
    pieces.slice(start, end).every(({ kind }) => kind === "many") && (end === pieces.length || isColon(pieces[end]))
  );
};

/** The character's lower case, where that is one character too. */
export const lowerCase = (character: string): string => {
  const lower = character.toLowerCase();
  return Array.from(lower).length === 1 ? lower : character;
};

/** Runs of wildcards in one order: `**` is `*`, `*?` is `?*`. */
const canonical = (tokens: readonly Token[]): readonly Token[] => {
  const result: Token[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (last?.kind !== "many" || token.kind === "literal" || token.colon !== last.colon) result.push(token);
    else if (token.kind === "one") result.splice(-1, 1, token, last);
  }
  return result;
};

const tokenKey = (token: Token): string => {
  if (token.kind === "literal") {
    const { character } = token;
    return character === "*" || character === "?" || character === "\\" ? `\\${character}` : character;
  }
  const sign = token.kind === "one" ? "?" : "*";
  return token.colon ? sign : `\\:${sign}`;
};

/** What a glob can say beside its pieces. */
export interface GlobOptions {
  readonly reading?: Reading;
  readonly ignoresCase?: boolean;
}

/** The glob of a pattern's pieces. A hole stands for any text, colons included. */
export const globOf = (
  pieces: readonly Piece[],
  { reading = "whole", ignoresCase = false }: GlobOptions = {},
): Glob => {
  const tokens = pieces.every((piece) => piece.kind === "literal")
    ? ignoresCase
      ? pieces.map(lowered)
      : pieces
    : tokensOf(pieces, reading, ignoresCase);
  let key = ignoresCase ? "\\i" : "";
  for (const token of tokens) key += tokenKey(token);
  return { key, tokens, ignoresCase, ...headOf(tokens) };
};

const lowered = (piece: Literal): Literal => literal(lowerCase(piece.character));

const tokensOf = (pieces: readonly Piece[], reading: Reading, ignoresCase: boolean): readonly Token[] => {
  const colon = colonAllowed(pieces, reading);
  return canonical(
    pieces.map((piece, index): Token => {
      if (piece.kind === "hole") return { kind: "many", colon: true };
      if (piece.kind !== "literal") return { kind: piece.kind, colon: colon[index] ?? true };
      return ignoresCase ? lowered(piece) : piece;
    }),
  );
};

const isSurrogate = (character: string): boolean =>
  character.length === 1 && character >= "\uD800" && character <= "\uDFFF";

/** Half of a character may find its other half in a text, and then is none of it. */
const headOf = (tokens: readonly Token[]): Pick<Glob, "head" | "headLength"> => {
  let head = "";
  let headLength = 0;
  for (const token of tokens) {
    if (token.kind !== "literal" || isSurrogate(token.character)) break;
    head += token.character;
    headLength += 1;
  }
  return { head, headLength };
};

/** Whether a glob is one text. */
export const isLiteral = ({ tokens, headLength }: Glob): boolean =>
  tokens.length === headLength || tokens.every(({ kind }) => kind === "literal");

/** Whether a glob is one text, and which. */
export const literalOf = (glob: Glob): string | undefined => {
  if (glob.tokens.length === glob.headLength) return glob.head;
  return isLiteral(glob)
    ? glob.tokens.map((token) => (token.kind === "literal" ? token.character : "")).join("")
    : undefined;
};

/** `*`: every text. */
export const isEverything = ({ tokens }: Glob): boolean =>
  tokens.length === 1 && tokens[0]?.kind === "many" && tokens[0].colon;

/** Whether the token can stand for the character. */
export const admits = (token: Token, character: string, ignoresCase: boolean): boolean => {
  if (token.kind !== "literal") return token.colon || character !== ":";
  return token.character === character || (ignoresCase && token.character === lowerCase(character));
};

/**
 * Places that can be reached from these without a character: a `*` may stand for nothing.
 *
 * @param places in order; the result is too
 */
export const reachable = (tokens: readonly Token[], places: readonly number[]): readonly number[] => {
  const found: number[] = [];
  let last = -1;
  for (const place of places) {
    // Up to the last one found, everything was reached from an earlier place.
    for (let at = place; at > last; at += 1) {
      found.push(at);
      last = at;
      if (tokens[at]?.kind !== "many") break;
    }
  }
  return found;
};

/** Places after a character. */
export const stepFrom = (glob: Glob, places: readonly number[], character: string): readonly number[] => {
  const next: number[] = [];
  for (const place of places) {
    const token = glob.tokens[place];
    if (token === undefined || !admits(token, character, glob.ignoresCase)) continue;
    next.push(token.kind === "many" ? place : place + 1);
  }
  return reachable(glob.tokens, next);
};

/** Whether a text is in the set. */
export const globMatches = (glob: Glob, text: string): boolean => {
  const { head, headLength, tokens, ignoresCase } = glob;
  // Most globs begin with literal text, by which most texts are told.
  const start = ignoresCase ? 0 : headLength;
  if (start > 0) {
    if (!text.startsWith(head)) return false;
    if (start === tokens.length) return text.length === head.length;
  }
  const last = tokens[start];
  if (start === tokens.length - 1 && last?.kind === "many" && last.colon) return true;
  let places = reachable(tokens, [start]);
  for (const character of start > 0 ? text.slice(head.length) : text) {
    if (places.length === 0) return false;
    places = stepFrom(glob, places, character);
  }
  return places.includes(tokens.length);
};
