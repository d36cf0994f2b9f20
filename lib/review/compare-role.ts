import type { Inquiry } from "../access/budget";
import { NOTHING_KNOWN } from "../access/context";
import type { RoleFacts } from "../roles/facts";
import { type GovernedIndex, type GovernedResource, aroundOf } from "./around";
import { type Body, openBody, roleBody } from "./body";
import { type Difference, NO_DIFFERENCE, differenceOf } from "./difference";
import type { DocumentReader } from "./document-reader";
import type { RolePair } from "./pairs";
import { permissionsQuestion, trustQuestion } from "./question";
import { type RoleSide, roleSide } from "./role-side";

/** One role at both moments, composed as a whole. */
export interface ComparedRole {
  readonly pair: RolePair;
  readonly before?: ComposedRole;
  readonly after?: ComposedRole;
  readonly trust: Difference;
  readonly permissions: Difference;
  /** Buckets and keys whose policies took part. */
  readonly around: readonly GovernedResource[];
}

/** A role at one moment, composed. */
export interface ComposedRole {
  readonly side: RoleSide;
  readonly trust: Body;
  readonly permissions: Body;
}

/** What a role may do before it is made and after it is gone: nothing. */
const NOTHING: Body = openBody([], NOTHING_KNOWN);

export const compareRole = (
  pair: RolePair,
  governed: GovernedIndex,
  reader: DocumentReader,
  inquiry: Inquiry,
): ComparedRole => {
  const around = aroundRole(pair, governed);
  const compose = (facts: RoleFacts | undefined, moment: "before" | "after"): ComposedRole | undefined =>
    facts === undefined ? undefined : composed(roleSide(facts, reader), around, moment, reader);
  const before = compose(pair.before, "before");
  const after = compose(pair.after, "after");
  const difference = (part: "trust" | "permissions"): Difference => {
    const [was, is] = [before?.[part] ?? NOTHING, after?.[part] ?? NOTHING];
    const ask = part === "trust" ? trustQuestion : permissionsQuestion;
    return differenceOf(was, is, ask(inquiry, was, is));
  };
  return {
    pair,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    trust: difference("trust"),
    permissions: difference("permissions"),
    around,
  };
};

/** A role that nothing changes. */
export const unchangedRole = (pair: RolePair, reader: DocumentReader): ComparedRole => {
  const compose = (facts: RoleFacts | undefined): ComposedRole | undefined =>
    facts === undefined ? undefined : composed(roleSide(facts, reader), [], "after", reader);
  const [before, after] = [compose(pair.before), compose(pair.after)];
  return {
    pair,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    trust: NO_DIFFERENCE,
    permissions: NO_DIFFERENCE,
    around: [],
  };
};

/** Buckets and keys whose policies take part in what a role may do. */
export const aroundRole = ({ before, after }: RolePair, governed: GovernedIndex): readonly GovernedResource[] => {
  if (governed.all.length === 0) return [];
  const sides = [before, after].flatMap((facts) => facts ?? []);
  const documents = sides.flatMap(({ identity, grants }) => [
    ...identity.map(({ document }) => document),
    ...grants.map(({ keyArn }) => [keyArn]),
  ]);
  const found = new Set(sides.flatMap(({ roleName = "" }) => governed.around(roleName, documents)));
  return [...found];
};

const composed = (
  side: RoleSide,
  around: readonly GovernedResource[],
  moment: "before" | "after",
  reader: DocumentReader,
): ComposedRole => {
  const { caller, identity, boundary, grants, context, trust } = side;
  return {
    side,
    trust: openBody(trust, NOTHING_KNOWN),
    permissions: roleBody({
      caller,
      identity,
      ...(boundary === undefined ? {} : { boundary }),
      grants,
      around: around.map((one) => aroundOf(one, one[moment], caller, reader)),
      context,
    }),
  };
};
