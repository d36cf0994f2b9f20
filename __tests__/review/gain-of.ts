/** Gains by hand: one statement, or one grant, that allows something on one side only. */
import { NOTHING_KNOWN } from "../../lib/access/context";
import type { DimensionValue } from "../../lib/access/formula";
import { parseDocument } from "../../lib/access/document";
import type { KeyGrant } from "../../lib/access/grants";
import type { Assumption } from "../../lib/access/solve";
import type { Cause } from "../../lib/review/cause";
import type { Gain } from "../../lib/review/gains";
import { type About, type Unit, grantUnit, unitsOf } from "../../lib/review/units";
import { CALLER, KEY } from "./names";

/** What a statement stands in. */
export type Place = "role" | "boundary" | "trust" | "policy of a bucket" | "policy of a bucket, for the role";

const ABOUT: { readonly [place in Place]: About } = {
  role: { kind: "identity" },
  boundary: { kind: "boundary" },
  trust: { kind: "trust", isOfResource: false },
  "policy of a bucket": { kind: "trust", isOfResource: true },
  "policy of a bucket, for the role": { kind: "resource", caller: CALLER, resource: "arn:aws:s3:::acme-out" },
};

/** The units of a policy; each statement allows, unless it says otherwise. */
export const unitsIn = (place: Place, name: string, ...statements: readonly object[]): readonly Unit[] => {
  const Statement = statements.map((one) => ({ Effect: "Allow", ...one }));
  const { document, problems } = parseDocument({ Version: "2012-10-17", Statement }, name);
  if (document === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return unitsOf([document], ABOUT[place], NOTHING_KNOWN);
};

/** The only unit of a policy called `p`. */
export const unitIn = (place: Place, statement: object): Unit => {
  const [unit] = unitsIn(place, "p", statement);
  if (unit === undefined) throw new Error("no statement");
  return unit;
};

/** A grant on a key to the role. */
export const grantIn = (grant: Partial<KeyGrant>): Unit =>
  grantUnit(
    { name: "g", grantee: CALLER.roleArn, keyArn: KEY, operations: ["Decrypt"], ...grant },
    NOTHING_KNOWN,
    CALLER,
  );

/** A policy of the role that cannot be read. */
export const unreadUnit = (): Unit => {
  const [unit] = unitsOf([{ name: "p", unread: true }], { kind: "identity" }, NOTHING_KNOWN);
  if (unit === undefined) throw new Error("no unit");
  return unit;
};

export const NOTHING: Cause = { kind: "nothing", wasTargets: [], wasActions: [] };

/** What else is known of a gain. */
export interface GainParts {
  readonly cause?: Cause;
  readonly certain?: boolean;
  /** @default all of the unit */
  readonly actions?: readonly string[];
  /** @default all of the unit */
  readonly targets?: readonly string[];
  readonly values?: { readonly [dimension: string]: DimensionValue };
  readonly assumed?: readonly Assumption[];
}

/** All that a unit allows, newly. */
export const gainOf = (unit: Unit, parts: GainParts = {}): Gain => {
  const { cause = NOTHING, certain = true, values = {}, assumed = [] } = parts;
  const { actions = unit.actions.map(({ text }) => text), targets = unit.targets.map(({ text }) => text) } = parts;
  return { unit, actions, targets, certain, cause, witness: { values, assumed } };
};
