import type { Problem } from "../problem";
import type { FoundPolicy, Gap, RoleFacts } from "../roles/facts";
import type { GovernedResource, GovernedSide } from "./around";
import { plainCode } from "./code";
import { type Found, findingOf } from "./finding";
import type { Finding, Unknown } from "./report";

type ProblemsOf = (found: FoundPolicy) => readonly Problem[];

/** Gaps that bear on what a role may do; what is not known of a bucket's encryption does not. */
const BEARING: ReadonlySet<Gap["of"]> = new Set(["identity", "boundary", "trust", "grants", "role"]);

/** What a source does not show of a role, on which side. */
export const unknownOf = (
  { before, after }: { readonly before?: RoleFacts; readonly after?: RoleFacts },
  problemsOf: ProblemsOf,
): readonly Unknown[] => {
  return compared(texts(before, problemsOf), texts(after, problemsOf));
};

/** What a source does not show of a bucket's or a key's policy. */
export const unknownOfResource = (
  { before, after }: Pick<GovernedResource, "before" | "after">,
  problemsOf: ProblemsOf,
): readonly Unknown[] => {
  const open = (side: GovernedSide | undefined): Texts =>
    asTexts([...(side?.gaps ?? []), ...(side?.policy === undefined ? [] : unreadable(side.policy, problemsOf))]);
  return compared(open(before), open(after));
};

const compared = (was: Texts, is: Texts): readonly Unknown[] =>
  [...new Map([...was, ...is])].map(([key, { where, what }]): Unknown => {
    const side = !was.has(key) ? "after" : is.has(key) ? "both" : "before";
    return { where, what, side };
  });

type Texts = ReadonlyMap<string, Open>;

const texts = (facts: RoleFacts | undefined, problemsOf: ProblemsOf): Texts => {
  if (facts === undefined) return new Map();
  const gaps = facts.gaps.filter(({ of }) => BEARING.has(of)).map(({ where, what }) => ({ where, what }));
  const policies = [...facts.identity, ...[facts.trust, facts.boundary].flatMap((one) => one ?? [])];
  return asTexts([...gaps, ...policies.flatMap((policy) => unreadable(policy, problemsOf))]);
};

interface Open {
  readonly where: string;
  readonly what: string;
}

const asTexts = (open: readonly Open[]): Texts =>
  new Map(open.map(({ where, what }) => [JSON.stringify([where, what]), { where, what }]));

/** Why a policy cannot be read. */
export const unreadable = (policy: FoundPolicy, problemsOf: ProblemsOf): readonly Open[] =>
  problemsOf(policy)
    .slice(0, 1)
    .map(({ path, message }) => ({ where: policy.name, what: unreadableWords(policy.name, path, message) }));

/** Paths of problems begin with the policy's name. */
const unreadableWords = (name: string, path: string, message: string): string =>
  `the policy cannot be read: ${path.startsWith(name) ? path.slice(name.length).replace(/^\./, "") : path} ${message}`.replace(
    /\s+/g,
    " ",
  );

/**
 * Findings about what is not known. What is unknown on both sides alike cancels out, unless the verdict hangs on it.
 */
export const unknownFindings = (
  address: string,
  unknown: readonly Unknown[],
  isVerdictUnknown: boolean,
): readonly Finding[] =>
  unknown
    .filter(({ side }) => side === "after" || isVerdictUnknown)
    .map(({ where, what, side }): Found => ({
      rule: "unknown-policy",
      subject: `${address}: ${where}: ${what}`,
      of: address,
      where,
      says: `${plainCode(where)}: ${what}${side === "before" ? " (before)" : ""}`,
    }))
    .map(findingOf);

/** The finding that a question was too intricate. */
export const undecidedFinding = (address: string): Finding =>
  findingOf({
    rule: "undecided",
    subject: address,
    of: address,
    where: address,
    says: `the policies of ${plainCode(address)} are too intricate to compare`,
  });
