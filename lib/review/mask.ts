import type { Secrets } from "../roles/secrets";
import type { Change, Finding, ReviewedSubject } from "./report";

/** What stands where a value is sensitive. */
export const MASK = "(sensitive)";

const DIRECTIONS = { gain: "can now do more", loss: "can no longer do all that it could" } as const;

/** A subject without any text that comes from its policies: one of them, or a name, is marked sensitive. */
export const maskedSubject = (subject: ReviewedSubject): ReviewedSubject => ({
  kind: subject.kind,
  address: subject.address,
  ...(subject.movedFrom === undefined ? {} : { movedFrom: subject.movedFrom }),
  fate: subject.fate,
  isMediaConvert: subject.isMediaConvert,
  verdict: subject.verdict,
  gains: subject.gains,
  losses: subject.losses,
  changes: subject.changes.map(maskedChange),
  unknown: subject.unknown.map(({ where, side }) => ({ where: maskedPlace(where), what: MASK, side })),
  picture: { who: [], what: [] },
  masked: true,
});

const maskedChange = ({ direction, certain, part, severity, statement: { document, index } }: Change): Change => ({
  direction,
  certain,
  part,
  severity,
  says:
    part === "trust"
      ? `${direction === "gain" ? "somebody can now" : "somebody can no longer"} assume the role ${MASK}`
      : `${DIRECTIONS[direction]} ${MASK}`,
  actions: [],
  resources: [],
  statement: { document: maskedPlace(document), ...(index === undefined ? {} : { index }) },
  example: { action: MASK, context: {}, provided: [] },
});

/** Addresses are never sensitive; ARNs may be. */
const maskedPlace = (place: string): string => (place.startsWith("arn:") ? MASK : place);

/** A finding without any text that comes from a policy. */
export const maskedFinding = (finding: Finding): Finding => ({
  ...finding,
  where: maskedPlace(finding.where),
  subject: `${finding.of ?? maskedPlace(finding.where)}: ${MASK}`,
  says: `${MASK}; --show-sensitive shows what`,
});

/**
 * The value with every sensitive text in it replaced: names of what the plan does not have stand in addresses, too.
 *
 * @param addresses the plan's own, which are never sensitive
 */
export const scrubbed = <T>(value: T, { texts }: Secrets, addresses: Iterable<string>): T => {
  if (texts.length === 0) return value;
  const kept = [...addresses].filter((address) => texts.some((secret) => address.includes(secret)));
  const replaced = (text: string): string => texts.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  const scrubText = (text: string): string => {
    const address = kept.find((one) => text.includes(one));
    return address === undefined ? replaced(text) : text.split(address).map(scrubText).join(address);
  };
  const scrub = (part: unknown): unknown => {
    if (typeof part === "string") return scrubText(part);
    if (Array.isArray(part)) return part.map(scrub);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, scrub(item)]));
  };
  return scrub(value) as T;
};
