import { WRITTEN_OUT } from "../placeholders";
import { type Problem, childPath, inQuotes, problem } from "../problem";
import { DEEPEST, isTooDeep } from "../roles/json-value";
import { type Check, type Report, anyText, list, newReport, record, reportRepeats } from "../settings/check";
import { nearest } from "../settings/nearest";
import { RULES, type SuppressibleRuleId } from "./catalogue";
import type { Effect, Finding, Suppressed, Suppression } from "./report";

/** A file of findings that are accepted. */
export interface SuppressionsFile {
  /** Address of the JSON Schema, for editors. */
  readonly $schema?: string;
  /**
   * Findings that are accepted.
   *
   * @maxItems 10000
   */
  readonly suppressions: readonly AcceptedFinding[];
}

/** A finding that is accepted, and why. */
export interface AcceptedFinding {
  /** Id of the finding's rule. */
  readonly rule: SuppressibleRuleId;
  /**
   * The finding's subject, exactly as the report has it. A `*` in it is that character.
   *
   * @pattern ^([^*]|\*[\s\S])
   */
  readonly subject: string;
  /**
   * Why it is accepted, for whoever reads the file later.
   *
   * @pattern \S
   */
  readonly reason: string;
}

const MOST_SUPPRESSIONS = 10_000;

/** An entry as far as it could be read, and where it stands. */
interface Entry extends Partial<Suppression> {
  readonly path: string;
}

/**
 * Reads a file of accepted findings. One with a problem accepts nothing.
 *
 * @param value parsed JSON
 * @param name the file's name, which begins the path of each problem
 */
export const readSuppressions = (
  value: unknown,
  name: string,
): { readonly suppressions: readonly Suppression[]; readonly problems: readonly Problem[] } => {
  if (isTooDeep(value)) return { suppressions: [], problems: [tooDeep(name)] };
  const report = newReport(WRITTEN_OUT);
  const entries = file(value, "", report)?.suppressions ?? [];
  const problems = report.problems.map(({ path, message }) =>
    problem(path === "" ? name : `${name}: ${path}`, message),
  );
  return { suppressions: problems.length > 0 ? [] : entries.flatMap(completed), problems };
};

const completed = ({ rule, subject, reason }: Entry): readonly Suppression[] =>
  rule === undefined || subject === undefined || reason === undefined ? [] : [{ rule, subject, reason }];

const exactSubject = anyText((value, path, report) => {
  if (value === "" || value === "*") report.problem(noSubject(path, value));
});

const anyReason = anyText((value, path, report) => {
  if (!/\S/.test(value)) report.problem(noReason(path));
});

const parts = record<Suppression>({ rule: anyText(), subject: exactSubject, reason: anyReason }, [
  "rule",
  "subject",
  "reason",
]);

const entry: Check<Entry> = (value, path, report) => {
  const read = parts(value, path, report);
  return read === undefined ? undefined : { ...read, path };
};

/** Looking for the nearest rule takes time, and so many mistakes of different kinds are none of typing. */
const MOST_SUGGESTIONS = 100;

const reportRules = (entries: readonly Entry[], report: Report): void => {
  const effects = new Map<string, Effect>(RULES.map(({ id, effect }) => [id, effect]));
  const ids = [...effects.keys()];
  const words = entries.flatMap(({ rule }) => (rule === undefined || effects.has(rule) ? [] : [rule]));
  const meant = new Map([...new Set(words)].slice(0, MOST_SUGGESTIONS).map((word) => [word, nearest(word, ids)]));
  for (const { path, rule } of entries) {
    if (rule === undefined) continue;
    const at = childPath(path, "rule");
    const effect = effects.get(rule);
    if (effect === undefined) report.problem(unknownRule(at, rule, meant.get(rule)));
    else if (effect === "unknown") report.problem(unknownAccepted(at, rule));
  }
};

const suppressions: Check<readonly Entry[]> = (value, path, report) => {
  if (Array.isArray(value) && value.length > MOST_SUPPRESSIONS) {
    report.problem(tooMany(path, value.length));
    return undefined;
  }
  const entries = list(entry)(value, path, report);
  reportRules(entries ?? [], report);
  reportRepeats(
    (entries ?? []).filter((item) => item.rule !== undefined && item.subject !== undefined),
    keyOf,
    (item, first) => repeated(item.path, first.path),
    report,
  );
  return entries;
};

const file = record<{ readonly $schema: string; readonly suppressions: readonly Entry[] }>(
  { $schema: anyText(), suppressions },
  ["suppressions"],
);

/** The same for a finding and its suppression, and for nothing else. */
const keyOf = (about: { readonly rule?: string; readonly subject?: string }): string =>
  JSON.stringify([about.rule, about.subject]);

/**
 * Takes away the findings that are accepted, by their rule and exact subject. What cannot be told is never taken away.
 */
export const applySuppressions = (
  findings: readonly Finding[],
  accepted: readonly Suppression[],
): {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** Suppressions that no finding needs. */
  readonly unused: readonly Suppression[];
} => {
  const reasons = new Map(accepted.map((suppression) => [keyOf(suppression), suppression.reason]));
  const judged = findings.map((finding) => ({
    finding,
    reason: finding.effect === "unknown" ? undefined : reasons.get(keyOf(finding)),
  }));
  const suppressed = judged.flatMap(({ finding, reason: why }) =>
    why === undefined ? [] : [{ finding, reason: why }],
  );
  const needed = new Set(suppressed.map(({ finding }) => keyOf(finding)));
  return {
    findings: judged.flatMap(({ finding, reason }) => (reason === undefined ? [finding] : [])),
    suppressed,
    unused: accepted.filter((suppression) => !needed.has(keyOf(suppression))),
  };
};

const unknownRule = (path: string, value: string, meant: string | undefined): Problem =>
  problem(
    path,
    `${inQuotes(value)} is no rule; ` +
      (meant === undefined ? 'copy "rule" from the finding in the report' : `did you mean ${inQuotes(meant)}?`),
  );

const unknownAccepted = (path: string, value: string): Problem =>
  problem(path, `${inQuotes(value)} cannot be suppressed: what cannot be told cannot be accepted; drop the entry`);

const noSubject = (path: string, value: string): Problem =>
  problem(
    path,
    `${inQuotes(value)} names no finding, and nothing stands for all of them; copy "subject" from the report`,
  );

const noReason = (path: string): Problem => problem(path, "says nothing; write why the finding is accepted");

const repeated = (path: string, first: string): Problem =>
  problem(path, `has the rule and subject of ${first}; drop one of them`);

const tooMany = (path: string, count: number): Problem =>
  problem(path, `has ${String(count)} entries, more than ${String(MOST_SUPPRESSIONS)}; keep those that findings need`);

const tooDeep = (path: string): Problem =>
  problem(path, `is nested deeper than ${String(DEEPEST)} levels, which no list of accepted findings is`);
