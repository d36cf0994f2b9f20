import { type ToldChange, SEVERITIES, changesOf } from "./changes";
import { breakFindings, isForMediaConvert } from "./breaks";
import { plainCode } from "./code";
import type { ComparedRole } from "./compare-role";
import { deadFindings } from "./dead";
import { eitherOf, verdictOf } from "./difference";
import { findingOf } from "./finding";
import { gainFindings } from "./gain-findings";
import type { Inquiry } from "../access/budget";
import type { DocumentReader } from "./document-reader";
import { type RolePair, hasSameTexts, samePolicy } from "./pairs";
import { pictureOf } from "./picture";
import type { Change, Fate, Finding, ReviewedSubject, Severity } from "./report";
import type { ObjectFate, Sides } from "../roles/sides";
import { undecidedFinding, unknownFindings, unknownOf } from "./unknown";

/** A subject and what was found about it. */
export interface Reviewed {
  readonly subject: ReviewedSubject;
  readonly findings: readonly Finding[];
}

/** What becomes of an object. */
export const fateOf = (
  fate: ObjectFate | undefined,
  has: { readonly before: boolean; readonly after: boolean },
): Fate => {
  if (!has.before) return "created";
  if (!has.after) return "deleted";
  const { actions = [], isImported = false } = fate ?? {};
  if (actions.includes("forget")) return "forgotten";
  if (actions.includes("delete") || actions.includes("create")) return "replaced";
  if (isImported) return "imported";
  return actions.includes("update") ? "updated" : "unchanged";
};

/** What becomes of a role. Stacks say it by what stands in them: a role of another name is another role. */
const roleFate = ({ before, after }: RolePair, fate: ObjectFate | undefined): Fate => {
  const found = fateOf(fate, { before: before !== undefined, after: after !== undefined });
  if (fate !== undefined || before === undefined || after === undefined) return found;
  if (before.roleName !== after.roleName || before.path !== after.path) return "replaced";
  const isSame = samePolicy(before.trust, after.trust) && samePolicy(before.boundary, after.boundary);
  return isSame ? found : "updated";
};

/** The most dangerous first, what is gained before what is lost; otherwise as they stand. */
export const inOrder = (changes: readonly Change[]): readonly Change[] =>
  [...changes].sort(
    (a, b) => rank(a.severity) - rank(b.severity) || Number(a.direction === "loss") - Number(b.direction === "loss"),
  );

export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** What a role's comparison means. */
export const reviewRole = (
  compared: ComparedRole,
  sides: Sides,
  reader: DocumentReader,
  inquiry: Inquiry,
): Reviewed => {
  const { pair, trust, permissions, before, after } = compared;
  const { address } = pair;
  const objectFate = sides.fates.get(address);
  const fate = roleFate(pair, objectFate);
  const gains = eitherOf([trust.hasGains, permissions.hasGains]);
  const losses = eitherOf([trust.hasLosses, permissions.hasLosses]);
  const verdict = verdictOf(gains, losses);
  const accountId = (after ?? before)?.side.facts.accountId;
  const neighbourhood = {
    own: sides.after.own,
    isNew: fate === "created",
    ...(accountId === undefined ? {} : { accountId }),
  };
  const told = [...changesOf(trust, "trust", neighbourhood), ...changesOf(permissions, "permissions", neighbourhood)];
  const withoutBoundary = boundaryFindings(compared, told);
  const unknown = unknownOf(pair, (found) => reader.problemsOf(found));
  const isUndecided = gains === "undecided" || losses === "undecided";
  const name = pair.after?.roleName ?? pair.before?.roleName;
  const nameBefore = pair.before?.roleName;
  const movedFrom = objectFate?.movedFrom ?? (pair.before?.where === address ? undefined : pair.before?.where);
  return {
    subject: {
      kind: "role",
      address,
      ...(movedFrom === undefined ? {} : { movedFrom }),
      ...(name === undefined ? {} : { name }),
      ...(nameBefore === undefined || nameBefore === name ? {} : { nameBefore }),
      fate,
      isMediaConvert: isForMediaConvert(pair),
      verdict,
      gains,
      losses,
      changes: inOrder(told.map(({ change }) => change)),
      unknown,
      picture: pictureOf(compared),
      masked: false,
    },
    findings: [
      // What an unknown boundary may have held back is told as a whole.
      ...gainFindings(address, withoutBoundary.length === 0 ? told : told.filter((one) => !isOfBoundary(one))),
      ...withoutBoundary,
      ...breakFindings(compared, told, { sides, fate, inquiry }),
      ...unknownFindings(address, unknown, verdict === "unknown"),
      ...(isUndecided ? [undecidedFinding(address)] : []),
      ...unexplained(address, verdict, unknown.length > 0 || isUndecided),
      ...deadFindings(compared, inquiry),
      ...sameFindings(compared, verdict),
    ],
  };
};

const isOfBoundary = (one: ToldChange): boolean => one.class?.rule === "boundary-removed";

/** A boundary is gone, beside what it is known to have held back: that is told of the statements it held back. */
const boundaryFindings = ({ pair, permissions }: ComparedRole, told: readonly ToldChange[]): readonly Finding[] => {
  const { address, before, after } = pair;
  if (before === undefined || after === undefined || permissions.hasGains === "no") return [];
  const isUnknown = before.gaps.some(({ of }) => of === "boundary");
  const hadOne = before.boundary !== undefined || isUnknown;
  const hasOne = after.boundary !== undefined || after.gaps.some(({ of }) => of === "boundary");
  const isTold = told.some((one) => isOfBoundary(one) && one.change.certain);
  if (!hadOne || hasOne || isTold) return [];
  const called = before.boundary === undefined ? "" : ` ${plainCode(before.boundary.name)}`;
  const says = `the permissions boundary${called} is removed${isUnknown ? ", and it is not known what it held back" : ""}`;
  return [
    findingOf({
      rule: "boundary-removed",
      subject: `${address}: permissions boundary`,
      of: address,
      where: address,
      says,
    }),
  ];
};

/** A verdict must not be unknown without a word about why. */
const unexplained = (address: string, verdict: string, isExplained: boolean): readonly Finding[] =>
  verdict !== "unknown" || isExplained
    ? []
    : [
        findingOf({
          rule: "unknown-policy",
          subject: `${address}: values known only after apply`,
          of: address,
          where: address,
          says: `what ${plainCode(address)} may do depends on values that are known only after apply`,
        }),
      ];

const sameFindings = ({ pair }: ComparedRole, verdict: string): readonly Finding[] => {
  const { address, before, after } = pair;
  if (verdict !== "same" || before === undefined || after === undefined || hasSameTexts(pair)) return [];
  // Policies take the name of their role: another name is told as such.
  if (before.roleName !== after.roleName) return [];
  return [
    findingOf({
      rule: "same-in-other-words",
      subject: address,
      of: address,
      where: address,
      says: `the policies of ${plainCode(address)} say the same in other words`,
    }),
  ];
};
