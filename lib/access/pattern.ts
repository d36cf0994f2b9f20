/** One part of a pattern as it stands in a policy. */
export type Piece = { readonly kind: "literal"; readonly character: string } | { readonly kind: "one" | "many" } | Hole;

/** `${…}`: text that is not known until the request is. */
export interface Hole {
  readonly kind: "hole";
  /** As written, braces included. */
  readonly text: string;
  /** The condition key that it stands for, in lower case; none: something outside IAM, such as a Terraform reference. */
  readonly variable?: string;
  /** `${key, 'default'}` */
  readonly otherwise?: string;
}

/** The policy language: in 2008-10-17 a variable is plain text. */
export type Version = "2008-10-17" | "2012-10-17";

/** `*`, `?` and `$` as themselves. */
const ESCAPE = /^\$\{([*?$])\}/;

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}` */
const VARIABLE = /^\$\{\s*([A-Za-z][\w-]*:[^${},'"()\s]+)\s*(?:,\s*'([^']*)'\s*)?\}$/;

/** A character that stands for itself. */
export type Literal = Extract<Piece, { readonly kind: "literal" }>;

const ASCII: readonly Literal[] = Array.from({ length: 128 }, (_, code) => ({
  kind: "literal",
  character: String.fromCharCode(code),
}));

/** Policies are full of characters, and nearly all are the same few. */
export const literal = (character: string): Literal => ASCII[character.charCodeAt(0)] ?? { kind: "literal", character };

const MANY: Piece = { kind: "many" };
const ONE: Piece = { kind: "one" };

const literals = (text: string): readonly Piece[] => Array.from(text, literal);

/**
 * A pattern in its pieces.
 *
 * - `${*}`, `${?}` and `${$}` are those characters
 * - `${aws:username}` is a hole for a condition key's value
 * - any other `${…}` is a hole for text from outside, in both versions: IAM has no such form
 *
 * @param wildcards whether `*` and `?` are wildcards here
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const parsePattern = (text: string, version: Version, wildcards = true): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const special = text[at] === "$" && text[at + 1] === "{" ? readSpecial(text, at, version) : undefined;
    if (special !== undefined) {
      for (const piece of special.pieces) pieces.push(piece);
      at = special.end;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += character.length;
    pieces.push(wildcards && character === "*" ? MANY : wildcards && character === "?" ? ONE : literal(character));
  }
  return pieces;
};

interface Special {
  readonly pieces: readonly Piece[];
  readonly end: number;
}

/** What begins with `${`; undefined: plain text. */
const readSpecial = (text: string, at: number, version: Version): Special | undefined => {
  const escape = ESCAPE.exec(text.slice(at, at + 4));
  if (escape !== null) {
    return version === "2012-10-17" ? { pieces: literals(escape[1] ?? ""), end: at + escape[0].length } : undefined;
  }
  const end = endOfHole(text, at);
  if (end === undefined) return undefined;
  const written = text.slice(at, end);
  const variable = VARIABLE.exec(written);
  if (variable === null) return { pieces: [{ kind: "hole", text: written }], end };
  if (version === "2008-10-17") return { pieces: literals(written), end };
  const [, key = "", otherwise] = variable;
  const hole: Hole = { kind: "hole", text: written, variable: key.toLowerCase() };
  return { pieces: [otherwise === undefined ? hole : { ...hole, otherwise }], end };
};

/** No ARN is longer, and no variable. */
const LONGEST_HOLE = 2048;

/**
 * Behind the brace that closes the hole: braces inside it and braces in quotes are its own. One that does not end for
 * long takes all that is left, so that many of them cost little time.
 */
const endOfHole = (text: string, start: number): number | undefined => {
  let depth = 0;
  let quoted = false;
  for (let at = start + 1; at < text.length; at += 1) {
    if (at - start > LONGEST_HOLE) return text.length;
    const character = text[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth += 1;
    else if (!quoted && character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
};

/** What is known of a condition key's value, for a hole: the value, absent, or nothing (undefined). */
export type VariableValue = (key: string) => { readonly value: string } | "absent" | undefined;

/** The pieces with every hole filled whose value is known. A value's `*` is no wildcard. */
export const fillHoles = (pieces: readonly Piece[], valueOf: VariableValue): readonly Piece[] =>
  hasHoles(pieces) ? pieces.flatMap((piece) => filled(piece, valueOf)) : pieces;

const filled = (piece: Piece, valueOf: VariableValue): readonly Piece[] => {
  if (piece.kind !== "hole" || piece.variable === undefined) return [piece];
  const found = valueOf(piece.variable);
  if (found === undefined) return [piece];
  if (found !== "absent") return literals(found.value);
  return piece.otherwise === undefined ? [piece] : literals(piece.otherwise);
};

export const hasHoles = (pieces: readonly Piece[]): boolean => pieces.some(({ kind }) => kind === "hole");

/** Whether what stands in the holes is the request's own: all of them are IAM's variables. */
export const variesByRequest = (pieces: readonly Piece[]): boolean =>
  hasHoles(pieces) && pieces.every((piece) => piece.kind !== "hole" || piece.variable !== undefined);

/** One text for pieces that mean the same. */
export const patternText = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "hole") return piece.text;
      if (piece.kind !== "literal") return piece.kind === "one" ? "?" : "*";
      return /[*?$]/.test(piece.character) ? `\${${piece.character}}` : piece.character;
    })
    .join("");
