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
const maskedPlace = (place: string): string => (place.includes("arn:") ? MASK : place);

/** A finding without any text that comes from a policy. */
export const maskedFinding = (finding: Finding): Finding => ({
  ...finding,
  where: maskedPlace(finding.where),
  subject: `${finding.of ?? maskedPlace(finding.where)}: ${MASK}`,
  says: `${MASK}; --show-sensitive shows what`,
});

/** What a role that is not in the plan is called; its name may be sensitive. */
const ELSEWHERE = "role ";

/**
 * The value without names of roles that are elsewhere, where they are sensitive: they stand in the place of an address.
 *
 * @param masked addresses of what is masked
 */
export const withoutNames = <T>(value: T, masked: ReadonlySet<string>): T => {
  const names = [...masked].filter((address) => address.startsWith(ELSEWHERE)).sort((a, b) => b.length - a.length);
  if (names.length === 0) return value;
  const scrub = (part: unknown): unknown => {
    if (typeof part === "string") return names.reduce((text, name) => text.replaceAll(name, `role ${MASK}`), part);
    if (Array.isArray(part)) return part.map(scrub);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, scrub(item)]));
  };
  return scrub(value) as T;
};
