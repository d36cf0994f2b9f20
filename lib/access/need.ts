import { type Context, NOTHING_KNOWN, given, variablesOf } from "./context";
import { ACTION, type Formula, RESOURCE, and, matches, or } from "./formula";
import { globOf } from "./glob";
import { fillHoles, parsePattern } from "./pattern";
import { actionFormula, resourceFormula } from "./patterns";

/** Requests that are asked about. */
export interface Need {
  /** Patterns as in a policy. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context?: Context;
}

/** Every one of the actions on every one of the resources, with every value of the context's patterns. */
export const needFormula = ({ actions, resources, context = NOTHING_KNOWN }: Need): Formula => {
  const pieces = (text: string) => fillHoles(parsePattern(text, "2012-10-17"), variablesOf(context));
  return and(
    or(...actions.map((text) => actionFormula(ACTION, pieces(text)))),
    or(...resources.map((text) => resourceFormula(RESOURCE, pieces(text)))),
    given(context),
  );
};

/** What every request to AWS looks like: its action has a service and a name. */
export const REQUEST_SHAPE: Formula = and(
  matches(ACTION, globOf(parsePattern("?*:?*", "2012-10-17"))),
  matches(RESOURCE, globOf(parsePattern("?*", "2012-10-17"))),
);
