/** What a pipeline makes of a review. */
import { type Gate, outcomeOf } from "../../lib/review/outcome";
import type { Effect, Finding, Severity, Verdict } from "../../lib/review/report";

const found = (effect: Effect, severity: Severity = "medium"): Finding => ({
  rule: "r",
  severity,
  effect,
  subject: "s",
  where: "w",
  title: "t",
  says: "s",
  advice: "a",
});

const LOSS: Gate = { failOnLoss: true };

describe("a review fails a pipeline", () => {
  test.each<[string, readonly Finding[], Gate, string]>([
    ["of nothing", [], {}, "clean"],
    ["of any danger, unless told otherwise", [found("widens", "low")], {}, "findings"],
    ["of any danger", [found("widens", "info")], { failOn: "any" }, "findings"],
    ["of a critical danger", [found("widens", "critical")], { failOn: "risky" }, "findings"],
    ["of a high danger", [found("widens", "high")], { failOn: "risky" }, "findings"],
    ["of less than that", [found("widens", "medium")], { failOn: "risky" }, "clean"],
    ["of the second finding alone", [found("widens", "low"), found("widens", "high")], { failOn: "risky" }, "findings"],
    ["of none, where nothing shall fail", [found("widens", "critical")], { failOn: "never" }, "clean"],
    ["of jobs that may stop", [found("breaks", "high")], {}, "clean"],
    ["of those, where that shall fail", [found("breaks", "low")], LOSS, "findings"],
    ["of those, whatever danger is asked for", [found("breaks", "low")], { ...LOSS, failOn: "never" }, "findings"],
    ["of more access, where only losses shall fail", [found("widens", "high")], { ...LOSS, failOn: "never" }, "clean"],
    ["of a remark", [found("informs", "high")], LOSS, "clean"],
    ["of what is unknown", [found("unknown")], {}, "undecided"],
    ["of what is unknown, where nothing shall fail", [found("unknown")], { failOn: "never" }, "undecided"],
    ["of what is sure, before what is unknown", [found("unknown"), found("widens")], {}, "findings"],
    [
      "of what is unknown, before what is let through",
      [found("widens"), found("unknown")],
      { failOn: "never" },
      "undecided",
    ],
  ])("because %s", (_, findings, gate, outcome) => {
    expect(outcomeOf({ verdict: "both", findings }, gate)).toBe(outcome);
  });

  test.each<[Verdict, string]>([
    ["unknown", "undecided"],
    ["wider", "clean"],
    ["narrower", "clean"],
    ["same", "clean"],
  ])("with the verdict %s alone: %s", (verdict, outcome) => {
    expect(outcomeOf({ verdict, findings: [] }, {})).toBe(outcome);
  });
});
