import type { RoleFacts } from "../roles/facts";
import { roleArnOf } from "../roles/merge";
import type { Sides } from "../roles/sides";
import { type GovernedIndex, governedResources, indexOf } from "./around";
import { aroundRole, compareRole, unchangedRole } from "./compare-role";
import { Purse, eitherOf, verdictOf } from "./difference";
import { DocumentReader } from "./document-reader";
import { driftFindings } from "./drift";
import { lazy } from "./lazy";
import { maskedFinding, maskedSubject, withoutNames } from "./mask";
import { type RolePair, isSame, pairsOf } from "./pairs";
import type { Finding, Review, ReviewedSubject, Suppression, Verdict } from "./report";
import { looseGrants, reviewGrant } from "./review-grant";
import { looseChanges, reviewPolicy } from "./review-policy";
import { othersThan, reviewResource } from "./review-resource";
import { type Reviewed, rank, reviewRole } from "./review-role";
import { partsOfRole, sensitivityOf } from "./sensitive";
import { applySuppressions } from "./suppressions";
import { wholeFindings } from "./whole-findings";

export interface ReviewOptions {
  readonly compared: Review["compared"];
  readonly suppressions: readonly Suppression[];
  /** Shows what is marked sensitive. */
  readonly showSensitive: boolean;
}

/** Steps for all comparisons together, some ten seconds and a hundredth for each role, and for one role. */
const ALL_STEPS = 20_000_000;
const STEPS_PER_ROLE = 20_000;
const MOST_STEPS = 3_000_000;

/** A subject with its findings, and whether they are shown in words only. */
interface Told extends Reviewed {
  readonly isMasked: boolean;
}

/** What roles can newly do, and what they no longer can. */
export const reviewOf = (sides: Sides, { compared, suppressions, showSensitive }: ReviewOptions): Review => {
  const marked = sensitivityOf(sides.secrets);
  const isSensitive = (parts: readonly unknown[]): boolean => !showSensitive && marked(parts);
  const reader = new DocumentReader();
  const governed = indexOf(governedResources(sides.before, sides.after));
  const pairs = pairsOf(sides);
  const purse = new Purse(ALL_STEPS + STEPS_PER_ROLE * pairs.length, MOST_STEPS);
  const roles = pairs
    .filter((pair) => isTouched(pair, sides, governed))
    .map((pair): Told => {
      const found = purse.spend((inquiry) => {
        const role = hasOtherText(pair, governed)
          ? compareRole(pair, governed, reader, inquiry)
          : unchangedRole(pair, reader);
        return { role, reviewed: reviewRole(role, sides, reader, inquiry) };
      });
      return { ...found.reviewed, isMasked: isSensitive(partsOfRole(found.role)) };
    })
    .filter(isWorthTelling);
  const others = lazy(() => othersThan(pairs.flatMap(arnsOf)));
  const resources = governed.all
    .filter(({ isKept }) => !isKept)
    .flatMap((resource): readonly Told[] => {
      const found = purse.spend((inquiry) => reviewResource(resource, others(), reader, inquiry));
      if (found === undefined) return [];
      return [
        {
          ...found,
          isMasked: isSensitive([resource.name, resource.before, resource.after]),
        },
      ];
    });
  const policies = looseChanges(sides).map((pair): Told => {
    const found = purse.spend((inquiry) => reviewPolicy(pair, sides, reader, inquiry));
    return { ...found, isMasked: isSensitive([pair.before, pair.after]) };
  });
  const grants = looseGrants(sides).map((pair): Told => {
    const found = purse.spend((inquiry) => reviewGrant(pair, sides, inquiry));
    return { ...found, isMasked: isSensitive([pair.before, pair.after]) };
  });
  const told = [...roles, ...resources, ...policies, ...grants];
  const masked = new Set(told.filter(({ isMasked }) => isMasked).map(({ subject }) => subject.address));
  const drift = driftFindings(sides, purse, reader);
  const drifted = new Set(drift.filter(({ parts }) => isSensitive(parts)).map(({ finding }) => finding));
  const whole = wholeFindings(sides);
  const isHidden = (finding: Finding): boolean =>
    masked.has(finding.of ?? "") ||
    drifted.has(finding) ||
    (whole.includes(finding) &&
      isSensitive([[finding.says.replaceAll(finding.where, ""), finding.subject.replaceAll(finding.where, "")]]));
  const shown = (finding: Finding): Finding => (isHidden(finding) ? maskedFinding(finding) : finding);
  const findings = [...whole, ...told.flatMap((one) => one.findings), ...drift.map(({ finding }) => finding)];
  const accepted = applySuppressions(
    [...findings].sort((a, b) => rank(a.severity) - rank(b.severity)),
    suppressions,
  );
  const review: Review = {
    version: 1,
    compared,
    verdict: verdictOfAll(told, findings),
    ...(sides.incomplete === undefined ? {} : { incomplete: sides.incomplete }),
    roles: inOrder(roles),
    resources: inOrder([...resources, ...policies, ...grants].filter(isWorthTelling)),
    unchangedRoles: sides.untouched + pairs.length - roles.length,
    findings: accepted.findings.map(shown),
    suppressed: accepted.suppressed.map(({ finding, reason }) => ({ finding: shown(finding), reason })),
    unusedSuppressions: accepted.unused,
    remarks: remarksOf(sides, masked.size + drifted.size > 0),
  };
  return withoutNames(review, masked);
};

/** Whether the source says something new of a role, or of what is around it. */
const isTouched = (pair: RolePair, sides: Sides, governed: GovernedIndex): boolean => {
  const { actions = [], movedFrom, isImported = false } = sides.fates.get(pair.address) ?? {};
  return (
    movedFrom !== undefined ||
    isImported ||
    actions.some((action) => ["create", "delete", "forget"].includes(action)) ||
    hasOtherText(pair, governed)
  );
};

const hasOtherText = (pair: RolePair, governed: GovernedIndex): boolean => {
  if (!isSame(pair)) return true;
  if (governed.changed.length === 0) return false;
  return aroundRole(pair, governed).some(({ isKept }) => !isKept);
};

const isWorthTelling = ({ subject, findings }: Told): boolean =>
  subject.verdict !== "same" ||
  findings.length > 0 ||
  subject.movedFrom !== undefined ||
  !["unchanged", "updated"].includes(subject.fate);

const arnsOf = ({ before, after }: RolePair): readonly string[] =>
  [before, after].flatMap((facts: RoleFacts | undefined) => (facts === undefined ? [] : (roleArnOf(facts) ?? [])));

/** The most dangerous first; then as the source has them. */
const inOrder = (told: readonly Told[]): readonly ReviewedSubject[] =>
  [...told]
    .sort((a, b) => dangerOf(a) - dangerOf(b))
    .map(({ subject, isMasked }) => (isMasked ? maskedSubject(subject) : subject));

const VERDICTS: readonly Verdict[] = ["wider", "both", "unknown", "narrower", "same"];

const dangerOf = ({ subject, findings }: Told): number =>
  Math.min(5, ...findings.map(({ severity }) => rank(severity))) * VERDICTS.length + VERDICTS.indexOf(subject.verdict);

const verdictOfAll = (told: readonly Told[], findings: readonly Finding[]): Verdict => {
  const gains = eitherOf(told.map(({ subject }) => subject.gains));
  const losses = eitherOf(told.map(({ subject }) => subject.losses));
  const isUnknown = findings.some(({ effect }) => effect === "unknown");
  return isUnknown && gains !== "yes" ? "unknown" : verdictOf(gains, losses);
};

const remarksOf = ({ unseenModules, ofOthers }: Sides, isMasked: boolean): readonly string[] => [
  ...(ofOthers.length > 0
    ? [
        `users and groups are not reviewed: ${ofOthers.slice(0, 5).join(", ")}${ofOthers.length > 5 ? " and others" : ""}`,
      ]
    : []),
  ...(isMasked ? ["details that come from values marked sensitive are not shown; --show-sensitive shows them"] : []),
  ...(unseenModules.length > 0 ? ["modules are seen in terraform show -json of a plan only"] : []),
];
