import { ACTION, type Formula, RESOURCE, TRUE, and, implies, matches, not, or } from "../access/formula";
import { globOf } from "../access/glob";
import { parsePattern } from "../access/pattern";
import { covers } from "../jobs/scopes";
import { overlaps } from "./overlap";
import { resourcePatternsOf } from "./service-model";
import type { Part, Unit } from "./units";

/** Which requests can exist: an action that is known comes with a resource that it can name. */

const pieces = (text: string) => parsePattern(text, "2008-10-17");

/** An action has a service and a name, and a resource has a name. */
export const ANY_ACTION: Formula = matches(ACTION, globOf(pieces("?*:?*")));
const ANY_RESOURCE: Formula = matches(RESOURCE, globOf(pieces("?*")));

const WITH_SLASH: Formula = matches(RESOURCE, globOf(pieces("*/*")));

export const hasWildcard = (text: string): boolean => /[*?$]/.test(text);

/** ARN patterns of the resources that a known action names; undefined: it is not known, or it names none. */
const namedBy = (action: string): readonly string[] | undefined => {
  const arns = hasWildcard(action) ? undefined : resourcePatternsOf(action);
  return arns?.includes("*") === true ? undefined : arns;
};

/** A bucket, whose name has no slash; with one it is an object. */
const isBucket = (arn: string): boolean => /^arn:[^:]*:s3:::[^/]*$/.test(arn);

/** ARNs of a pattern, field by field. */
const isShaped = (arn: string): Formula => {
  const shape = matches(RESOURCE, globOf(pieces(arn), { reading: "components" }));
  return isBucket(arn) ? and(shape, not(WITH_SLASH)) : shape;
};

/** Whether all that a pattern matches has the shape. */
export const hasShape = (text: string, arn: string): boolean =>
  covers(arn, text) && !(isBucket(arn) && text.includes("/"));

/** Whether something that a pattern matches may have the shape: field by field, of which a `*` at the end may stand for several. */
export const mayHaveShape = (text: string, arn: string): boolean => {
  const [fields, shape] = [fieldsOf(text), fieldsOf(arn)];
  const isOpen = text.endsWith("*");
  return (
    !(isBucket(arn) && text.includes("/")) &&
    shape.every((field, at) => {
      const given = fields[at] ?? (isOpen ? "*" : undefined);
      return given !== undefined && overlaps(field, given);
    })
  );
};

const FIELDS = 6;

/** The fields of an ARN; the last may have colons. */
const fieldsOf = (arn: string): readonly string[] => {
  const parts = arn.split(":");
  return parts.length <= FIELDS ? parts : [...parts.slice(0, FIELDS - 1), parts.slice(FIELDS - 1).join(":")];
};

/** Requests that a unit can be about. Where its own patterns say so already, there is nothing to add. */
export const possible = ({ actions, targets }: Unit): Formula => {
  const isCovered = (arns: readonly string[]): boolean =>
    targets.length > 0 && targets.every(({ text }) => arns.some((arn) => hasShape(text, arn)));
  const shapes = actions.flatMap(({ text, formula }) => {
    const arns = namedBy(text);
    return arns === undefined || isCovered(arns) ? [] : [implies(formula, or(...arns.map(isShaped)))];
  });
  const hasNames = actions.length > 0 && actions.every(({ text }) => !hasWildcard(text));
  const hasArns = targets.length > 0 && targets.every(({ text }) => text.startsWith("arn:"));
  return and(hasNames ? TRUE : ANY_ACTION, hasArns ? TRUE : ANY_RESOURCE, ...shapes);
};

/** Pairs of an action and a resource pattern that no request can be about. */
export const impossiblePairs = (
  { actions, targets }: Unit,
  isThere: (formula: Formula) => boolean,
): readonly { readonly action: Part; readonly target: Part }[] =>
  actions.flatMap((action) => {
    const arns = namedBy(action.text);
    if (arns === undefined) return [];
    return targets
      .filter(({ text }) => !arns.some((arn) => hasShape(text, arn)))
      .filter(({ formula }) => !isThere(and(formula, or(...arns.map(isShaped)))))
      .map((target) => ({ action, target }));
  });
