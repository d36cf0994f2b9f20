import type { Work } from "./budget";
import type { Formula } from "./formula";
import { type Glob, globMatches, literalOf } from "./glob";
import type { Minterm } from "./minterms";

/**
 * The only texts of a dimension for which a formula can be true, where it names them: those of `s3:GetObject or
 * s3:PutObject`. Undefined: it can be true for others.
 */
export const candidates = (formula: Formula, dimension: string): ReadonlySet<string> | undefined => {
  switch (formula.kind) {
    case "glob": {
      if (formula.dimension !== dimension || formula.glob.ignoresCase) return undefined;
      const text = literalOf(formula.glob);
      return text === undefined ? undefined : new Set([text]);
    }
    case "and": {
      let fewest: ReadonlySet<string> | undefined;
      for (const part of formula.parts) {
        const found = candidates(part, dimension);
        if (found !== undefined && (fewest === undefined || found.size < fewest.size)) fewest = found;
      }
      return fewest;
    }
    case "or": {
      const all = new Set<string>();
      for (const part of formula.parts) {
        const found = candidates(part, dimension);
        if (found === undefined) return undefined;
        for (const text of found) all.add(text);
      }
      return all;
    }
    default:
      return undefined;
  }
};

/**
 * Globs of a dimension of which one has to match for a formula to be true; undefined: there are none such.
 */
const bound = (formula: Formula, dimension: string): ReadonlySet<string> | undefined => {
  switch (formula.kind) {
    case "glob":
      return formula.dimension === dimension ? new Set([formula.glob.key]) : undefined;
    case "and": {
      const bounds = formula.parts.flatMap((part) => bound(part, dimension) ?? []);
      const [first, ...others] = bounds;
      return first === undefined ? undefined : others.reduce((few, one) => (one.size < few.size ? one : few), first);
    }
    case "or": {
      const all = new Set<string>();
      for (const part of formula.parts) {
        const found = bound(part, dimension);
        if (found === undefined) return undefined;
        for (const key of found) all.add(key);
      }
      return all;
    }
    default:
      return undefined;
  }
};

/** Sets of globs of each of which one has to match, so that no other texts need be looked at. */
export const required = (formula: Formula, dimension: string): readonly ReadonlySet<string>[] =>
  (formula.kind === "and" ? formula.parts : [formula]).flatMap((part) => bound(part, dimension) ?? []);

/** Which of the globs match each of these texts; one text for each way. */
export const among = (
  texts: ReadonlySet<string>,
  globs: readonly Glob[],
  work: Work,
  examples: readonly string[] = [],
  read: (example: string) => string = (example) => example,
): readonly Minterm[] => {
  const found = new Map<string, Minterm>();
  const preferred = examples.filter((example) => texts.has(read(example)));
  const asked = [...preferred.map((witness) => ({ witness, text: read(witness) }))];
  for (const text of texts) asked.push({ witness: text, text });
  for (const { witness, text } of asked) {
    const matching = new Set<string>();
    const numbers: number[] = [];
    for (const [number, glob] of globs.entries()) {
      work.spend(glob.tokens.length + text.length);
      if (!globMatches(glob, text)) continue;
      matching.add(glob.key);
      numbers.push(number);
    }
    const key = numbers.join(" ");
    if (!found.has(key)) found.set(key, { matching, witness });
  }
  return [...found.values()];
};
