import { NOTHING_KNOWN } from "../access/context";
import { type Formula, TRUE, and, not } from "../access/formula";
import type { Principals } from "../access/principals";
import { hasHole } from "../roles/holes";
import { whoFormula } from "../access/who";
import type { Inquiry } from "../access/budget";
import { type GovernedResource, type GovernedSide, documentsOf, hasPolicy } from "./around";
import { type Body, openBody } from "./body";
import { changesOf } from "./changes";
import { differenceOf, eitherOf, verdictOf } from "./difference";
import type { DocumentReader } from "./document-reader";
import { gainFindings } from "./gain-findings";
import { whoCompared } from "./picture";
import { openQuestion } from "./question";
import type { Certainty, Unknown } from "./report";
import type { Reviewed } from "./review-role";
import { inOrder } from "./review-role";
import { undecidedFinding, unknownFindings, unknownOfResource } from "./unknown";

/** Requests of others than some roles, whose access is told of them. */
export const othersThan = (roleArns: readonly string[]): Formula =>
  not(whoFormula({ not: false, entries: roleArns.map((value) => ({ kind: "AWS", value }) as const) }));

/** Where a policy stands. The one that KMS makes stands nowhere. */
const placeOf = ({ name, before, after }: GovernedResource): string => {
  const named = [after?.policy, before?.policy].flatMap((policy) => policy?.name ?? []);
  return named.find((one) => !one.startsWith(MADE_BY_KMS)) ?? after?.gaps[0]?.where ?? named[0] ?? name;
};

const MADE_BY_KMS = "default policy of ";

const accountOf = (account: string): Principals => ({ not: false, entries: [{ kind: "AWS", value: account }] });

/**
 * A bucket or key whose policy changes, for all but the roles that are reviewed. What is made in an account is the account's own.
 */
export const reviewResource = (
  resource: GovernedResource,
  others: Formula,
  reader: DocumentReader,
  inquiry: Inquiry,
): Reviewed | undefined => {
  const { kind, name, before, after } = resource;
  if (before === undefined && after?.policy?.name.startsWith(MADE_BY_KMS) === true) return undefined;
  const owner = before === undefined ? after?.accountId : undefined;
  // The policies of roles do not tell which of them concern a bucket or key without a name: what it gives is told here.
  const isNamed = !hasHole(name);
  const asked = isNamed ? others : TRUE;
  const asking = owner === undefined ? asked : and(asked, not(whoFormula(accountOf(owner))));
  const bodyOf = (side: GovernedSide | undefined): Body => openBody(documentsOf(side, reader), NOTHING_KNOWN, true);
  const [was, is] = [bodyOf(before), bodyOf(after)];
  const found = differenceOf(was, is, openQuestion(inquiry, asking, was, is));
  const held = isNamed ? NONE_HELD : heldBack(placeOf(resource), was, is);
  const difference = {
    ...found,
    hasGains: eitherOf([found.hasGains, held.gains]),
    hasLosses: eitherOf([found.hasLosses, held.losses]),
  };
  const verdict = verdictOf(difference.hasGains, difference.hasLosses);
  if (verdict === "same") return undefined;
  const address = placeOf(resource);
  const told = changesOf(difference, "permissions", { own: new Set() });
  const unknown = [...unknownOfResource(resource, (policy) => reader.problemsOf(policy)), ...held.unknown];
  const isUndecided = [difference.hasGains, difference.hasLosses].includes("undecided");
  return {
    subject: {
      kind,
      address,
      name,
      fate: !hasPolicy(before) ? "created" : !hasPolicy(after) ? "deleted" : "updated",
      isMediaConvert: false,
      verdict,
      gains: difference.hasGains,
      losses: difference.hasLosses,
      changes: inOrder(told.map(({ change }) => change)),
      unknown,
      picture: { who: whoCompared(was, is), what: [] },
      masked: false,
    },
    findings: [
      ...gainFindings(address, told).map((finding) =>
        finding.where.startsWith(MADE_BY_KMS) ? { ...finding, where: address } : finding,
      ),
      ...unknownFindings(address, unknown, verdict === "unknown"),
      ...(isUndecided ? [undecidedFinding(address)] : []),
    ],
  };
};

/** What Deny statements that come or go may mean for roles. */
interface Held {
  readonly gains: Certainty;
  readonly losses: Certainty;
  readonly unknown: readonly Unknown[];
}

const NONE_HELD: Held = { gains: "no", losses: "no", unknown: [] };

const heldBack = (where: string, was: Body, is: Body): Held => {
  const gains = was.denies.some(({ key }) => !is.denyKeys.has(key));
  const losses = is.denies.some(({ key }) => !was.denyKeys.has(key));
  const side = gains && losses ? "both" : gains ? "before" : "after";
  const what = "its name is known only after apply, and so is which roles its Deny statements hold back";
  return {
    gains: gains ? "maybe" : "no",
    losses: losses ? "maybe" : "no",
    unknown: gains || losses ? [{ where, what, side }] : [],
  };
};
