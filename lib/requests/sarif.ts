import { createHash } from "node:crypto";
import { type CheckReport, type ReportedRequest, reasonLine } from "./check-report";
import type { Place } from "./report";

/** Where lines come from. */
type LineFinder = (file: string, path: string) => number;

const RULES = {
  denied: "The role does not allow a request that a job makes",
  unknown: "It cannot be told whether the role allows a request that a job makes",
  advised: "The role lacks a permission without which errors say less",
  beyond: "The role allows more than the jobs need",
  question: "A job leaves open something that the role depends on",
} as const;

type RuleName = keyof typeof RULES;

const LEVELS: { readonly [rule in RuleName]: "error" | "warning" | "note" } = {
  denied: "error",
  unknown: "warning",
  advised: "note",
  beyond: "warning",
  question: "warning",
};

/**
 * The report as SARIF 2.1.0, as far as code scanning reads it.
 *
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const checkSarif = (report: CheckReport, lineOf: LineFinder): object => ({
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  version: "2.1.0",
  runs: [
    {
      tool: {
        driver: {
          name: "mediaconvert-role",
          rules: Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } })),
        },
      },
      results: [
        ...report.requests.flatMap((request) => requestResult(request, report, lineOf)),
        ...(report.beyond ?? []).map(({ by, action, resource }) =>
          result("beyond", `${by} allows ${action} on ${resource}, which no job needs`, [], lineOf, report.role.where),
        ),
        ...report.questions.map(({ asks, flag, raisedBy }) =>
          result("question", `${asks}; answer: ${flag}`, raisedBy, lineOf, report.role.where),
        ),
      ],
    },
  ],
});

const requestResult = (request: ReportedRequest, report: CheckReport, lineOf: LineFinder): readonly object[] => {
  const rule = ruleOf(request);
  if (rule === undefined) return [];
  const text = `${request.action} on ${request.resource}: ${reasonLine(request)}`;
  return [result(rule, text, request.because, lineOf, report.role.where)];
};

const ruleOf = ({ verdict, advised }: ReportedRequest): RuleName | undefined => {
  if (verdict === "allowed") return undefined;
  if (advised) return "advised";
  return verdict === "denied" ? "denied" : "unknown";
};

const result = (
  rule: RuleName,
  text: string,
  places: readonly Place[],
  lineOf: LineFinder,
  elsewhere: string,
): object => ({
  ruleId: rule,
  level: LEVELS[rule],
  message: { text },
  locations: (places.length === 0 ? [{ file: elsewhere, path: "" }] : places.slice(0, 10)).map(({ file, path }) => ({
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) },
      region: { startLine: path === "" ? 1 : lineOf(file, path) },
    },
    ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
  })),
  // The only fingerprint that GitHub reads. Without it all findings of a rule in one file would be one alert.
  partialFingerprints: { primaryLocationLineHash: fingerprintOf(rule, text) },
});

const fingerprintOf = (rule: RuleName, text: string): string =>
  createHash("sha256")
    .update(JSON.stringify([rule, text]))
    .digest("hex")
    .slice(0, 32);
