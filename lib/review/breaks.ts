import type { Inquiry } from "../access/budget";
import { existence } from "../access/difference";
import { type Formula, PRINCIPAL, RESOURCE, and, matches } from "../access/formula";
import { globOf } from "../access/glob";
import { parsePattern } from "../access/pattern";
import { resourceFormula } from "../access/patterns";
import { USUAL_ROLE_PATH } from "../policy/patterns";
import { DEFAULT_ROLE_NAME } from "../settings/defaults";
import type { RoleFacts } from "../roles/facts";
import type { Sides } from "../roles/sides";
import { actionRange, meets } from "./action-range";
import type { ToldChange } from "./changes";
import { plainCode } from "./code";
import type { ComparedRole, ComposedRole } from "./compare-role";
import { type Found, findingOf } from "./finding";
import { forAction } from "./question";
import { sample } from "./sample";
import type { Fate, Finding } from "./report";

/** Findings about roles for MediaConvert by which jobs may stop working. */

/** What is known of a role beside its access. */
export interface Surroundings {
  readonly sides: Sides;
  readonly fate: Fate;
  readonly inquiry: Inquiry;
}

const SERVICE = "mediaconvert.amazonaws.com";

/** Whether a role is for MediaConvert: by whom it trusts, or by the name that the console looks for. */
export const isForMediaConvert = ({
  before,
  after,
}: {
  readonly before?: RoleFacts;
  readonly after?: RoleFacts;
}): boolean =>
  [before, after].some((facts) => facts !== undefined && (facts.roleName === DEFAULT_ROLE_NAME || trustsByText(facts)));

const trustsByText = ({ trust }: RoleFacts): boolean => {
  const { document } = trust ?? {};
  const text = typeof document === "string" ? document : (JSON.stringify(document) as string | undefined);
  return text?.includes(SERVICE) === true;
};

export const breakFindings = (
  compared: ComparedRole,
  told: readonly ToldChange[],
  surroundings: Surroundings,
): readonly Finding[] => {
  const { pair } = compared;
  if (!isForMediaConvert(pair)) return [];
  const { address } = pair;
  const base = { of: address, where: address } as const;
  return [
    ...renamed(compared),
    ...replaced(compared, surroundings),
    ...lost(told),
    ...(compared.after === undefined
      ? []
      : [
          ...path(pair.after),
          ...(changesTrust(compared) ? notTrusted(compared.after, surroundings.inquiry) : []),
          ...(told.some(concernsKeys) ? withoutDecrypt(compared.after, surroundings.inquiry) : []),
          ...uselessAcls(compared, surroundings),
        ]),
  ].map((found) => findingOf({ ...base, ...found, subject: `${address}: ${found.subject}` }));
};

type Part = Omit<Found, "of" | "where"> & { readonly where?: string };

const renamed = ({ pair: { before, after } }: ComparedRole): readonly Part[] => {
  if (before?.roleName !== DEFAULT_ROLE_NAME || after?.roleName === DEFAULT_ROLE_NAME) return [];
  const now = after?.roleName;
  const what =
    after === undefined
      ? "is deleted"
      : now === undefined
        ? "gets a name that is known only after apply"
        : `becomes ${plainCode(now)}`;
  return [
    { rule: "default-role-renamed", subject: DEFAULT_ROLE_NAME, says: `${plainCode(DEFAULT_ROLE_NAME)} ${what}` },
  ];
};

const replaced = ({ pair: { before } }: ComparedRole, { fate }: Surroundings): readonly Part[] => {
  const name = before?.roleName;
  const role = name === undefined ? "the role" : `the role ${plainCode(name)}`;
  const told = (what: string): Part => ({ rule: "role-replaced", subject: name ?? "role", says: `${role} ${what}` });
  if (fate === "replaced") return [told("is deleted and made again")];
  return fate === "deleted" && name !== DEFAULT_ROLE_NAME ? [told("is deleted")] : [];
};

/** Services that jobs use the role for. */
const NEEDED = /^(?:\*|s3:|s3-object-lambda:|kms:|execute-api:|secretsmanager:|events:)/i;

const lost = (told: readonly ToldChange[]): readonly Part[] =>
  told
    .filter(
      ({ change, gain }) =>
        change.direction === "loss" && change.certain && change.part === "permissions" && isNeeded(gain.actions),
    )
    .map(({ change, gain }) => ({
      rule: "access-lost" as const,
      subject: `${gain.actions.join(", ")} on ${gain.targets.join(", ")}`,
      where: change.statement.document,
      says: change.says,
    }));

const isNeeded = (actions: readonly string[]): boolean =>
  actions.length === 0 || actions.some((action) => NEEDED.test(action));

const path = (facts: RoleFacts | undefined): readonly Part[] => {
  const found = facts?.path;
  if (found === undefined || USUAL_ROLE_PATH.test(found)) return [];
  return [{ rule: "role-path", subject: found, says: `the role's path is ${plainCode(found)}` }];
};

/** A role that trusts whom it did is no news. */
const changesTrust = ({ before, trust: { hasGains, hasLosses } }: ComparedRole): boolean =>
  before === undefined || hasGains !== "no" || hasLosses !== "no";

const notTrusted = ({ trust, side }: ComposedRole, inquiry: Inquiry): readonly Part[] => {
  if (side.facts.trust === undefined) return [];
  const service = matches(PRINCIPAL, globOf(parsePattern(`service/${SERVICE}`, "2008-10-17", false)));
  const found = existence(and(forAction("sts:AssumeRole"), service, trust.formula), inquiry);
  if (found.kind !== "no") return [];
  return [
    {
      rule: "mediaconvert-not-trusted",
      subject: side.facts.roleName ?? "role",
      where: side.facts.trust.name,
      says: `the trust policy does not let ${plainCode(SERVICE)} assume the role`,
    },
  ];
};

const concernsKeys = ({ gain: { unit } }: ToldChange): boolean => meets(unit.range, KEY_ACTIONS);

const KEY_ACTIONS = actionRange(["kms:GenerateDataKey", "kms:Decrypt"]);

/** Whether something is allowed for some request. */
const isAllowed = (
  { permissions }: ComposedRole,
  action: string,
  resource: Formula,
  inquiry: Inquiry,
): boolean | undefined => {
  const found = existence(and(forAction(action), resource, permissions.formula), inquiry);
  return found.kind === "undecided" ? undefined : found.kind !== "no";
};

/** Keys by which outputs are encrypted, and which cannot be read with. */
const withoutDecrypt = (role: ComposedRole, inquiry: Inquiry): readonly Part[] => {
  const keys = new Map<string, string>();
  for (const { actions, targets, place } of role.permissions.allows) {
    if (!actions.some(({ text }) => /^kms:generatedatakey$/i.test(text))) continue;
    for (const { text } of targets) if (/^arn:[\w-]+:kms:/.test(text)) keys.set(text, place.document);
  }
  return [...keys].flatMap(([key, document]): readonly Part[] => {
    const resource = resourceFormula(RESOURCE, parsePattern(key, "2008-10-17"));
    const writes = isAllowed(role, "kms:GenerateDataKey", resource, inquiry) === true;
    if (!writes || isAllowed(role, "kms:Decrypt", resource, inquiry) !== false) return [];
    return [
      {
        rule: "decrypt-missing",
        subject: key,
        where: document,
        says: `the role may ${plainCode("kms:GenerateDataKey")} with ${plainCode(key)}, but not ${plainCode("kms:Decrypt")}`,
      },
    ];
  });
};

/** Permissions for ACLs in buckets that have none. */
const uselessAcls = ({ after, before }: ComparedRole, { sides, inquiry }: Surroundings): readonly Part[] => {
  if (after === undefined) return [];
  return [...sides.after.withoutAcls].flatMap((bucket): readonly Part[] => {
    // Whatever the partition is.
    const isOfBucket = ({ text }: { readonly text: string }): boolean => text.includes(`:s3:::${bucket}/`);
    const unit = after.permissions.allows.find(({ targets }) => targets.some(isOfBucket));
    const target = unit?.targets.find(isOfBucket)?.text;
    if (unit === undefined || target === undefined) return [];
    const object = matches(RESOURCE, globOf(parsePattern(sample(target), "2008-10-17", false)));
    const now = isAllowed(after, "s3:PutObjectAcl", object, inquiry) === true;
    const was =
      before !== undefined &&
      sides.before.withoutAcls.has(bucket) &&
      isAllowed(before, "s3:PutObjectAcl", object, inquiry) === true;
    if (!now || was) return [];
    return [
      {
        rule: "acl-with-enforced-ownership",
        subject: bucket,
        where: unit.place.document,
        says: `the role may ${plainCode("s3:PutObjectAcl")} in bucket ${plainCode(bucket)}, which has no ACLs`,
      },
    ];
  });
};
