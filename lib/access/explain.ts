import { type Context, NOTHING_KNOWN, contextOf } from "./context";
import { type AccessInput, type Layer, accessFormula, possibleGaps, whatIf, withCaller } from "./decide";
import { ACTION, type Formula, RESOURCE, and, not, withOpaques, withValue } from "./formula";
import { type Contribution, type PolicySource, type StatementRef, contributions } from "./policies";
import { type Caller, namedAtAll } from "./principals";
import { type Budget, DEFAULT_BUDGET, type Inquiry } from "./budget";
import { type Witness, firstWitness, solve } from "./solve";

/** One request. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** Opaque atoms whose value is taken for known: id → value. */
  readonly assumed?: ReadonlyMap<string, boolean>;
}

/** Stand for any action and any resource, where a witness leaves them open. */
const ANY_ACTION = "service:Action";
const ANY_RESOURCE = "*";

const CONTEXT = "context:";

/** The request that a witness is, with what else is known of it. */
export const requestOf = ({ values, assumed }: Witness, context: Context = NOTHING_KNOWN): Request => {
  const keys = Object.entries(values)
    .filter(([dimension]) => dimension.startsWith(CONTEXT))
    .map(([dimension, value]) => [dimension.slice(CONTEXT.length), value === null ? "absent" : { value }] as const);
  return {
    action: values[ACTION] ?? ANY_ACTION,
    resource: values[RESOURCE] ?? ANY_RESOURCE,
    context: contextOf({ ...context.keys, ...Object.fromEntries(keys) }, context.others),
    assumed: new Map(assumed.map(({ id, holds }) => [id, holds])),
  };
};

/** What is left of a formula at one place. */
type At = (formula: Formula) => Formula;

const atRequest =
  ({ action, resource, assumed = new Map() }: Request): At =>
  (formula) =>
    withOpaques(withValue(withValue(formula, ACTION, action.toLowerCase()), RESOURCE, resource), assumed);

const atWitness = ({ values, assumed }: Witness): At => {
  const known = Object.entries(values).map(
    ([dimension, value]) => [dimension, dimension === ACTION && value !== null ? value.toLowerCase() : value] as const,
  );
  const opaques = new Map(assumed.map(({ id, holds }) => [id, holds]));
  return (formula) =>
    withOpaques(
      known.reduce((rest, [dimension, value]) => withValue(rest, dimension, value), formula),
      opaques,
    );
};

/** Whether something holds; maybe: it depends on what is not known. */
export type Certainty = "yes" | "no" | "maybe";

/** Whether a formula is true for a witness, whatever the witness leaves open. */
export const holdsAt = (formula: Formula, witness: Witness, inquiry: Inquiry): Certainty => {
  const rest = atWitness(witness)(formula);
  if (rest.kind === "constant") return rest.value ? "yes" : "no";
  const exists = (part: Formula): boolean => inquiry.ask((work) => firstWitness(part, work) !== undefined) ?? true;
  if (!exists(rest)) return "no";
  return exists(not(rest)) ? "maybe" : "yes";
};

const certainty = (formula: Formula, at: At, budget: Budget): Certainty => {
  const rest = at(formula);
  if (rest.kind === "constant") return rest.value ? "yes" : "no";
  if (solve(rest, budget).kind === "none") return "no";
  return solve(not(rest), budget).kind === "none" ? "yes" : "maybe";
};

/** Which statements speak about a request. */
export interface Explanation {
  readonly allowedBy: readonly StatementRef[];
  readonly deniedBy: readonly StatementRef[];
  /** It depends on what is not known of the request. */
  readonly possiblyAllowedBy: readonly StatementRef[];
  readonly possiblyDeniedBy: readonly StatementRef[];
}

/**
 * The statements that allow a request, and those that deny it.
 *
 * @param caller for policies of resources: who calls
 */
export const explain = (
  documents: readonly PolicySource[],
  request: Request,
  caller?: Caller,
  budget: Budget = DEFAULT_BUDGET,
): Explanation => explanation(contributions(documents, request.context, caller), atRequest(request), budget);

/** The same for a witness, of statements that were read with the context in which it was found. */
export const explainWitness = (
  statements: readonly Contribution[],
  witness: Witness,
  budget: Budget = DEFAULT_BUDGET,
): Explanation => explanation(statements, atWitness(witness), budget);

const explanation = (statements: readonly Contribution[], at: At, budget: Budget): Explanation => {
  const found = statements.map(({ statement, effect, named, applies }) => ({
    statement,
    effect,
    certain: certainty(and(namedAtAll(named), applies), at, budget),
  }));
  const refs = (effect: Contribution["effect"], certain: Certainty): readonly StatementRef[] =>
    found.filter((one) => one.effect === effect && one.certain === certain).map(({ statement }) => statement);
  return {
    allowedBy: refs("Allow", "yes"),
    deniedBy: refs("Deny", "yes"),
    possiblyAllowedBy: refs("Allow", "maybe"),
    possiblyDeniedBy: refs("Deny", "maybe"),
  };
};

/** Why a request is allowed, or not. */
export interface Blame {
  readonly verdict: "allowed" | "denied" | "unknown";
  /** What each layer says by itself. For `denies`, yes means that something denies. */
  readonly layers: { readonly [layer in Layer]: Certainty };
  /** Statements that deny, whatever else allows. */
  readonly deniedBy: readonly StatementRef[];
  /** The smallest sets of layers that would have to allow. None where it is allowed, or denied explicitly. */
  readonly missing: readonly (readonly Layer[])[];
}

/** Which layer a denial is due to. */
export const blame = (input: AccessInput, request: Request, budget: Budget = DEFAULT_BUDGET): Blame => {
  const { formula, layers } = accessFormula(input, request.context);
  const verdict = ({ yes: "allowed", no: "denied", maybe: "unknown" } as const)[
    certainty(formula, atRequest(request), budget)
  ];
  const each = Object.fromEntries(
    Object.entries(layers).map(([layer, part]: [string, Formula]) => [
      layer,
      certainty(part, atRequest(request), budget),
    ]),
  ) as Blame["layers"];
  const known = { ...request, context: withCaller(request.context, input) };
  const attached = [...input.identity, ...(input.boundary === undefined ? [] : [input.boundary])];
  return {
    verdict,
    layers: each,
    deniedBy: [
      ...explain(attached, known, undefined, budget).deniedBy,
      ...explain(input.resourcePolicy?.documents ?? [], known, input.caller, budget).deniedBy,
    ],
    missing: verdict === "allowed" ? [] : gaps(input, request, budget),
  };
};

const gaps = (input: AccessInput, request: Request, budget: Budget): readonly (readonly Layer[])[] => {
  const found: ReadonlySet<Layer>[] = [];
  for (const gap of possibleGaps(input.kind)) {
    if (found.some((smaller) => [...smaller].every((layer) => gap.has(layer)))) continue;
    if (certainty(whatIf(input, request.context, gap), atRequest(request), budget) === "yes") found.push(gap);
  }
  return found.map((gap) => [...gap]);
};
