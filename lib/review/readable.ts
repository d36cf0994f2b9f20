import type { Inquiry } from "../access/budget";
import { holdsAt } from "../access/explain";
import { ACTION, type DimensionValue, type Formula, RESOURCE } from "../access/formula";
import type { Witness } from "../access/solve";
import { sample } from "./sample";
import { resourcePatternsOf } from "./service-model";
import { hasShape } from "./shape";

/** Texts to show something with, by dimension, the best first; made as far as they are tried. */
export type Examples = (dimension: string) => Iterable<string>;

/** A request that shows the same as a witness, in words that a reader knows as far as they fit. */
export const readable = (witness: Witness, formula: Formula, examples: Examples, inquiry: Inquiry): Witness => {
  const isShown = (values: Witness["values"]): boolean => holdsAt(formula, { ...witness, values }, inquiry) === "yes";
  const named = withNames(witness.values, examples, isShown);
  const values = Object.keys(named)
    .filter((dimension) => dimension !== ACTION && dimension !== RESOURCE)
    .reduce((found, dimension) => withExample(found, dimension, examples(dimension), isShown), named);
  return { ...witness, values: withUsualResource(values, examples(RESOURCE), isShown) };
};

type Values = Witness["values"];
type IsShown = (values: Values) => boolean;

/** Action and resource belong together: the first pair that shows it, or one of the two. */
const withNames = (values: Values, examples: Examples, isShown: IsShown): Values => {
  const tried = (dimension: string): Iterable<string> => (values[dimension] === undefined ? [] : examples(dimension));
  for (const action of tried(ACTION)) {
    for (const resource of tried(RESOURCE)) {
      const found = { ...values, [ACTION]: action, [RESOURCE]: resource };
      if (isShown(found)) return found;
    }
  }
  return withExample(withExample(values, ACTION, tried(ACTION), isShown), RESOURCE, tried(RESOURCE), isShown);
};

const withExample = (values: Values, dimension: string, examples: Iterable<string>, isShown: IsShown): Values => {
  for (const example of examples) {
    const found = { ...values, [dimension]: example };
    if (isShown(found)) return found;
  }
  return values;
};

/** With a resource that its action usually has, where any would do. */
const withUsualResource = (values: Values, examples: Iterable<string>, isShown: IsShown): Values => {
  const resource: DimensionValue | undefined = values[RESOURCE];
  const patterns = resourcePatternsOf(values[ACTION] ?? "") ?? [];
  const isUsual = (text: string): boolean => patterns.some((arn) => arn === "*" || hasShape(text, arn));
  if (typeof resource === "string" && isUsual(resource)) return values;
  return withExample(values, RESOURCE, [...[...examples].filter(isUsual), ...patterns.map(sample)], isShown);
};
