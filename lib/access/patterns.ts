import { type Formula, and, matches, opaque, or } from "./formula";
import { type Glob, globOf, isLiteral } from "./glob";
import { type Piece, hasHoles, literal, patternText, variesByRequest } from "./pattern";

interface PatternMeaning {
  /** Whether the glob says all that the pattern does. */
  readonly exact: boolean;
  /** The same for patterns that mean the same. */
  readonly id: string;
  readonly about: string;
  /** @see OpaqueAtom.varies */
  readonly varies: boolean;
}

/** The dimension's value matches a pattern that the glob is, or bounds from above. */
export const patternFormula = (dimension: string, glob: Glob, { exact, id, about, varies }: PatternMeaning): Formula =>
  exact
    ? matches(dimension, glob)
    : and(matches(dimension, glob), opaque(`pattern:${dimension}:${id}`, about, { varies }));

/** A pattern of actions. */
export const actionFormula = (dimension: string, pieces: readonly Piece[]): Formula => {
  const glob = globOf(lowered(pieces));
  if (!hasHoles(pieces)) return matches(dimension, glob);
  const text = patternText(pieces);
  return patternFormula(dimension, glob, {
    exact: false,
    id: text.toLowerCase(),
    about: `whether the action matches ${text}`,
    varies: variesByRequest(pieces),
  });
};

const lowered = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece) => {
    if (piece.kind !== "literal") return piece;
    const character = piece.character.toLowerCase();
    return character === piece.character ? piece : literal(character);
  });

/**
 * A pattern of resources.
 *
 * How far a wildcard inside a segment reaches is open: the pattern matches what both readings match, possibly what
 * only the wider one does, and the same text always means the same.
 */
export const resourceFormula = (dimension: string, pieces: readonly Piece[]): Formula => {
  const whole = globOf(pieces);
  if (isLiteral(whole)) return matches(dimension, whole);
  const open = (): PatternMeaning => {
    const text = patternText(pieces);
    return { exact: false, id: text, about: `whether the resource matches ${text}`, varies: variesByRequest(pieces) };
  };
  if (hasHoles(pieces)) return patternFormula(dimension, whole, open());
  const narrow = globOf(pieces, { reading: "segments" });
  if (narrow.key === whole.key) return matches(dimension, whole);
  return or(matches(dimension, narrow), patternFormula(dimension, whole, open()));
};
