import type { Problem } from "../problem";
import type { Gap, RoleFacts } from "../roles/facts";
import { plainCode } from "./code";
import { type Found, findingOf } from "./finding";
import type { Finding, Unknown } from "./report";

/** Gaps that bear on what a role may do; what is not known of a bucket's encryption does not. */
const BEARING: ReadonlySet<Gap["of"]> = new Set(["identity", "boundary", "trust", "grants", "role"]);

/** What a source does not show of a role, on which side. */
export const unknownOf = (
  { before, after }: { readonly before?: RoleFacts; readonly after?: RoleFacts },
  problemsOf: (name: string) => readonly Problem[],
): readonly Unknown[] => {
  const [was, is] = [before, after].map((facts) => texts(facts, problemsOf));
  const keys = new Map([...(was ?? []), ...(is ?? [])]);
  return [...keys].map(([key, { where, what }]): Unknown => {
    const side = was?.has(key) !== true ? "after" : is?.has(key) === true ? "both" : "before";
    return { where, what, side };
  });
};

type Texts = ReadonlyMap<string, { readonly where: string; readonly what: string }>;

const texts = (facts: RoleFacts | undefined, problemsOf: (name: string) => readonly Problem[]): Texts => {
  if (facts === undefined) return new Map();
  const gaps = facts.gaps.filter(({ of }) => BEARING.has(of)).map(({ where, what }) => ({ where, what }));
  const policies = [...facts.identity, ...[facts.trust, facts.boundary].flatMap((one) => one ?? [])];
  const unreadable = policies.flatMap(({ name }) =>
    problemsOf(name)
      .slice(0, 1)
      .map(({ path, message }) => ({ where: name, what: unreadableWords(name, path, message) })),
  );
  return new Map([...gaps, ...unreadable].map((one) => [JSON.stringify([one.where, one.what]), one]));
};

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
