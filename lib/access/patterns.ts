import { type Formula, and, matches, opaque, or } from "./formula";
import { type Glob, globOf } from "./glob";
import { type Piece, hasHoles, patternText, variesByRequest } from "./pattern";

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
  const text = patternText(pieces);
  return patternFormula(dimension, globOf(lowered(pieces)), {
    exact: !hasHoles(pieces),
    id: text.toLowerCase(),
    about: `whether the action matches ${text}`,
    varies: variesByRequest(pieces),
  });
};

const lowered = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece) =>
    piece.kind === "literal" ? { kind: "literal", character: piece.character.toLowerCase() } : piece,
  );

/**
 * A pattern of resources.
 *
 * How far a wildcard inside a segment reaches is open: the pattern matches what both readings match, possibly what
 * only the wider one does, and the same text always means the same.
 */
export const resourceFormula = (dimension: string, pieces: readonly Piece[]): Formula => {
  const text = patternText(pieces);
  const about = `whether the resource matches ${text}`;
  const varies = variesByRequest(pieces);
  const whole = globOf(pieces);
  if (hasHoles(pieces)) return patternFormula(dimension, whole, { exact: false, id: text, about, varies });
  const narrow = globOf(pieces, { reading: "segments" });
  if (narrow.key === whole.key) return matches(dimension, whole);
  return or(matches(dimension, narrow), patternFormula(dimension, whole, { exact: false, id: text, about, varies }));
};
