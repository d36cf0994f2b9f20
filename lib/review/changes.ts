import { principalText } from "../access/who";
import { ACTION, PRINCIPAL, RESOURCE } from "../access/formula";
import type { Witness } from "../access/solve";
import { type Class, type Neighbourhood, classOf } from "./classify";
import type { Difference } from "./difference";
import type { Gain } from "./gains";
import type { Change, Example, Severity } from "./report";
import { inCapitals } from "./service-model";
import { says } from "./sentences";

/** A change with the gain that it tells of, and where that is one, its rule. */
export interface ToldChange {
  readonly change: Change;
  readonly gain: Gain;
  readonly class?: Class;
}

/** The most dangerous first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** What a difference means, in words; a policy that cannot be read tells nothing. */
export const changesOf = (
  { gains, losses }: Difference,
  part: Change["part"],
  neighbourhood: Neighbourhood,
): readonly ToldChange[] => [
  ...gains.filter(isReadable).map((gain): ToldChange => {
    const found = classOf(gain, neighbourhood);
    return { change: changeOf(gain, "gain", part, found.severity), gain, class: found };
  }),
  ...losses.filter(isReadable).map((gain): ToldChange => ({ change: changeOf(gain, "loss", part, "info"), gain })),
];

const isReadable = ({ unit }: Gain): boolean => unit.statement !== undefined || unit.grant !== undefined;

const changeOf = (gain: Gain, direction: Change["direction"], part: Change["part"], severity: Severity): Change => ({
  direction,
  certain: gain.certain,
  part,
  severity,
  says: `${gain.certain ? "" : "perhaps: "}${says(gain, direction)}`,
  actions: gain.actions.map(inCapitals),
  resources: gain.targets,
  statement: gain.unit.place,
  example: exampleOf(gain, part),
});

const CONTEXT = "context:";

/** Who asks is told where a statement says whom it lets in; what a role may do, the role asks for. */
const exampleOf = ({ unit, targets, witness: { values, assumed } }: Gain, part: Change["part"]): Example => {
  const context = Object.entries(values).filter(([dimension]) => dimension.startsWith(CONTEXT));
  const resource = values[RESOURCE];
  const principal = values[PRINCIPAL];
  return {
    action: inCapitals(values[ACTION] ?? "service:Action"),
    ...(typeof resource === "string" && part !== "trust" ? { resource } : {}),
    ...(unit.kind === "trust"
      ? { principal: typeof principal === "string" ? principalText(principal, partitionIn(targets)) : "anyone" }
      : {}),
    context: Object.fromEntries(
      context.map(([dimension, value]) => [spelling(dimension.slice(CONTEXT.length)), value]),
    ),
    provided: [...new Set(assumed.map(providedWords))],
  };
};

/** The partition that the principals of a statement name. */
const partitionIn = (principals: readonly string[]): string | undefined =>
  principals.map((text) => /^arn:([a-z-]+):/.exec(text)?.[1]).find((found) => found !== undefined);

/** Condition keys as AWS writes them; engines read them in lower case. */
const SPELLINGS: { readonly [key: string]: string } = Object.fromEntries(
  [
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceIp",
    "aws:SourceVpce",
    "aws:SecureTransport",
    "aws:PrincipalOrgID",
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:PrincipalIsAWSService",
    "aws:MultiFactorAuthPresent",
    "kms:ViaService",
    "kms:CallerAccount",
    "kms:EncryptionContextKeys",
    "kms:GrantIsForAWSResource",
    "iam:PassedToService",
    "sts:ExternalId",
  ].map((key) => [key.toLowerCase(), key]),
);

const spelling = (key: string): string =>
  (Object.hasOwn(SPELLINGS, key) ? SPELLINGS[key] : undefined) ??
  key.replace(/^kms:encryptioncontext:/, "kms:EncryptionContext:");

const UNREAD = "unread:";
const GRANT = "grant:";

/** What a witness takes for granted, in words. */
const providedWords = ({ id, about, holds }: Witness["assumed"][number]): string => {
  if (id.startsWith(UNREAD)) return unreadWords(id, holds);
  if (id.startsWith(GRANT))
    return about.startsWith("what ") ? `it depends on ${about}` : `${id.slice(GRANT.length)}: ${about}`;
  if (id === "account-allows") return holds ? about : "the account's own policies do not allow it";
  if (about.startsWith("condition ")) return `${about} ${holds ? "holds" : "does not hold"}`;
  const told = about.replace(/^whether (.+?) matches /, holds ? "$1 matches " : "$1 does not match ");
  return told === about ? `${about}: ${holds ? "yes" : "no"}` : told;
};

/** `unread:NAME:Allow` */
const unreadWords = (id: string, holds: boolean): string => {
  const end = id.lastIndexOf(":");
  const [name, effect] = [id.slice(UNREAD.length, end), id.slice(end + 1)];
  if (effect === "Allow") return holds ? `${name} allows it` : `${name} does not allow it`;
  if (effect === "Deny") return holds ? `${name} denies it` : `${name} does not deny it`;
  return `it depends on what ${name} says`;
};
