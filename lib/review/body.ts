import type { Context } from "../access/context";
import { accessFormula } from "../access/decide";
import { type Formula, RESOURCE, TRUE, and, not, or } from "../access/formula";
import type { KeyGrant } from "../access/grants";
import { parsePattern } from "../access/pattern";
import { resourceFormula } from "../access/patterns";
import type { PolicySource } from "../access/policies";
import type { RoleCaller } from "../access/principals";
import { meets } from "./action-range";
import { lazy } from "./lazy";
import { type Unit, grantUnit, unitsOf } from "./units";

/** All that decides what somebody may do, at one moment. */
export interface Body {
  /** Statements and grants that allow something. */
  readonly allows: readonly Unit[];
  readonly denies: readonly Unit[];
  /** The permissions boundary; left out: there is none. */
  readonly boundary?: { readonly units: readonly Unit[]; readonly key: string; readonly allow: Formula };
  /** The same for bodies in which the same caller meets the same policies of resources. */
  readonly composition: string;
  /** Keys of the units that allow, and of those that deny. */
  readonly allowKeys: ReadonlySet<string>;
  readonly denyKeys: ReadonlySet<string>;
  /** What is allowed in all. */
  readonly formula: Formula;
  /** The same for the requests that a unit is about; what cannot concern them is left out. */
  readonly around: (unit: Unit) => Formula;
  /** What lets one of the units that allow something take effect: boundary, denies, policies of resources. */
  readonly limits: (unit: Unit) => Formula;
}

const ofEffect = (units: readonly Unit[], effect: Unit["effect"]): readonly Unit[] =>
  units.filter((unit) => unit.effect === effect);

const anyOf = (units: readonly Unit[]): Formula => or(...units.map(({ applies }) => applies));

/** Units that may be about requests of a unit. */
export const near = (units: readonly Unit[], unit: Unit | undefined): readonly Unit[] =>
  unit === undefined ? units : units.filter(({ range }) => meets(range, unit.range));

interface BodyParts extends Pick<Body, "allows" | "denies" | "boundary" | "composition" | "limits"> {
  /** What is allowed to the requests of a unit, or in all. */
  readonly formulaFor: (unit?: Unit) => Formula;
}

class ComposedBody implements Body {
  readonly allows: readonly Unit[];
  readonly denies: readonly Unit[];
  readonly boundary?: NonNullable<Body["boundary"]>;
  readonly composition: string;
  readonly limits: Body["limits"];
  readonly around: Body["around"];
  private readonly whole: () => Formula;
  private readonly keysOf: { allow?: ReadonlySet<string>; deny?: ReadonlySet<string> } = {};

  constructor({ allows, denies, boundary, composition, limits, formulaFor }: BodyParts) {
    this.allows = allows;
    this.denies = denies;
    if (boundary !== undefined) this.boundary = boundary;
    this.composition = composition;
    this.limits = limits;
    this.around = formulaFor;
    this.whole = lazy(() => formulaFor());
  }

  get formula(): Formula {
    return this.whole();
  }

  get allowKeys(): ReadonlySet<string> {
    return (this.keysOf.allow ??= new Set(this.allows.map(({ key }) => key)));
  }

  get denyKeys(): ReadonlySet<string> {
    return (this.keysOf.deny ??= new Set(this.denies.map(({ key }) => key)));
  }
}

/** A body of statements that name whom they let in: of a trust policy, or of a resource's. */
export const openBody = (documents: readonly PolicySource[], context: Context, isOfResource = false): Body => {
  const units = unitsOf(documents, { kind: "trust", isOfResource }, context);
  const [allows, denies] = [ofEffect(units, "Allow"), ofEffect(units, "Deny")];
  const limits = (unit?: Unit): Formula => not(anyOf(near(denies, unit)));
  return new ComposedBody({
    allows,
    denies,
    composition: "",
    limits,
    formulaFor: (unit) => and(anyOf(near(allows, unit)), limits(unit)),
  });
};

/** A bucket or a key whose policy takes part in what a role may do. */
export interface Around {
  readonly kind: "plain" | "kms";
  /** ARN patterns of what the policy governs. */
  readonly arns: readonly string[];
  readonly documents: readonly PolicySource[];
  readonly sameAccount: boolean | "unknown";
}

/** A role's policies, at one moment. */
export interface RolePolicies {
  readonly caller: RoleCaller;
  readonly identity: readonly PolicySource[];
  readonly boundary?: PolicySource;
  readonly grants: readonly KeyGrant[];
  readonly around: readonly Around[];
  readonly context: Context;
}

/**
 * What a role may do.
 *
 * A bucket or key that is not among `around` is taken to leave access to the account's own policies and to deny nothing.
 */
export const roleBody = (policies: RolePolicies): Body => {
  const { caller, identity, boundary, grants, around, context } = policies;
  const own = unitsOf(identity, { kind: "identity" }, context);
  const given = grants.map((grant) => grantUnit(grant, context, caller));
  const limits = boundary === undefined ? undefined : unitsOf([boundary], { kind: "boundary" }, context);
  const resource = around.flatMap(({ documents, arns }) =>
    unitsOf(documents, { kind: "resource", caller, resource: arns.join(" ") }, context),
  );
  const ownAllows = ofEffect(own, "Allow");
  const limitAllows = ofEffect(limits ?? [], "Allow");
  const ownDenies = [...ofEffect(own, "Deny"), ...ofEffect(limits ?? [], "Deny")];
  const limit = (unit?: Unit): Formula => (limits === undefined ? TRUE : anyOf(near(limitAllows, unit)));
  const undenied = (unit?: Unit): Formula => not(anyOf(near(ownDenies, unit)));
  const plain = (unit?: Unit): Formula => {
    const allowed = or(and(anyOf(near(ownAllows, unit)), limit(unit)), anyOf(near(given, unit)));
    return and(allowed, undenied(unit));
  };
  const formulaFor = (unit?: Unit): Formula => {
    if (around.length === 0) return plain(unit);
    const elsewhere = not(or(...governed().map(({ where }) => where)));
    return or(and(plain(unit), elsewhere), ...governed().map(({ where, formula }) => and(where, formula)));
  };
  const governed = lazy(() => around.map((one) => governedBy(one, policies)));
  return new ComposedBody({
    allows: [...ownAllows, ...given, ...ofEffect(resource, "Allow")],
    denies: [...ownDenies, ...ofEffect(resource, "Deny")],
    ...(limits === undefined ? {} : { boundary: boundaryOf(limits, limitAllows) }),
    // All keys of the context follow from the role's ARN.
    composition:
      around.length === 0
        ? caller.roleArn
        : JSON.stringify([
            caller.roleArn,
            around.map(({ arns, sameAccount, kind }) => [arns, sameAccount, kind]),
            resource.map(({ key }) => key).sort(),
          ]),
    limits: (unit: Unit): Formula => {
      if (around.length > 0) return formulaFor(unit);
      return unit.kind === "grant" ? undenied(unit) : and(limit(unit), undenied(unit));
    },
    formulaFor,
  });
};

const boundaryOf = (units: readonly Unit[], allows: readonly Unit[]): NonNullable<Body["boundary"]> => {
  const key = lazy(() =>
    units
      .map((unit) => unit.key)
      .sort()
      .join("\n"),
  );
  const allow = lazy(() => anyOf(allows));
  return {
    units,
    get key() {
      return key();
    },
    get allow() {
      return allow();
    },
  };
};

/** What a role may do with a resource whose policy is known, and which requests are about it. */
const governedBy = (
  { kind, arns, documents, sameAccount }: Around,
  { caller, identity, boundary, grants, context }: RolePolicies,
): { readonly where: Formula; readonly formula: Formula } => ({
  where: or(...arns.map((arn) => resourceFormula(RESOURCE, parsePattern(arn, "2008-10-17")))),
  formula: accessFormula(
    {
      kind,
      caller,
      identity,
      ...(boundary === undefined ? {} : { boundary }),
      resourcePolicy: { documents, sameAccount },
      grants,
    },
    context,
  ).formula,
});
