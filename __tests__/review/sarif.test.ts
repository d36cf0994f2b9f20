import Ajv from "ajv";
import fc from "fast-check";
import type { Finding, Review, Severity } from "../../lib/review/report";
import { reviewSarif } from "../../lib/review/render-sarif";
import { checkSarif } from "../../lib/requests/sarif";
import published from "../support/sarif-schema-2.1.0.json";
import {
  HOSTILE_TEXTS,
  finding,
  hostileReview,
  manyChanges,
  manyRoles,
  review,
  sameReview,
  textEverywhere,
  unknownReview,
  widerReview,
} from "./reports";

/** RFC 3986: characters of a URI reference, anything else percent-encoded. */
const REFERENCE = /^(?:[\w\-.~!$&'()*+,;=:@/?#[\]]|%[0-9A-F]{2})*$/;

/** The schema is of draft 4. What it uses means the same to Ajv, save for the schema's own names. */
const compile = () => {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.addFormat("uri", (uri) => URL.canParse(uri));
  ajv.addFormat("uri-reference", REFERENCE);
  ajv.addFormat("date-time", true);
  const named = ["$schema", "id"];
  return ajv.compile(Object.fromEntries(Object.entries(published).filter(([key]) => !named.includes(key))));
};
const validate = compile();

const errorsOf = (sarif: object) => {
  validate(JSON.parse(JSON.stringify(sarif)));
  return validate.errors ?? [];
};

/** What code scanning reads. */
interface Run {
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Rule[] } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { text: string } }[];
  }[];
  readonly results: readonly Result[];
}

interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly "security-severity"?: string; readonly tags: readonly string[] };
}

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}

const NOWHERE = () => undefined;

const runOf = (of: Review, lineOf: Parameters<typeof reviewSarif>[1] = NOWHERE): Run => {
  const { runs } = reviewSarif(of, lineOf) as { runs: readonly [Run] };
  return runs[0];
};

const resultOf = (rest: Partial<Finding>): Result => {
  const [result] = runOf(review({ findings: [finding(rest)] })).results;
  if (result === undefined) throw new Error("no result");
  return result;
};

const fingerprint = (rest: Partial<Finding>): string => resultOf(rest).partialFingerprints.primaryLocationLineHash;

describe("the published schema", () => {
  test.each([
    ["nothing changed", sameReview],
    ["wider", widerReview],
    ["unknown", unknownReview],
    ["many changes", manyChanges(300)],
    ["more than code scanning keeps", manyRoles(5_003)],
    ["hostile", hostileReview],
  ])("is met: %s", (_, of) => {
    expect(errorsOf(reviewSarif(of, NOWHERE))).toEqual([]);
    expect(errorsOf(reviewSarif(of, () => ({ file: of.compared.after, line: 7 })))).toEqual([]);
  });

  test("is met with any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(errorsOf(reviewSarif(textEverywhere(text), () => ({ file: text, line: 1 })))).toEqual([]);
      }),
    );
  });

  test("refuses what is not SARIF", () => {
    expect(errorsOf({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).not.toEqual([]);
    expect(errorsOf({ version: "2.1.0", runs: [{ tool: { driver: { name: "x" } }, rules: [] }] })).not.toEqual([]);
    const artifacts = [{ location: { uri: "a b" } }];
    expect(errorsOf({ version: "2.1.0", runs: [{ tool: { driver: { name: "x" } }, artifacts }] })).not.toEqual([]);
  });

  test("is met by check too", () => {
    const reason = {
      file: "jobs/a b.json",
      path: "Settings.Inputs[0].FileInput",
      rules: ["R-IN-01"],
      says: "an input is read",
      certainty: "always" as const,
      source: "https://docs.aws.amazon.com/",
    };
    const request = {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::acme-in/*",
      context: {},
      advised: false,
      allowedBy: [],
      deniedBy: [],
      missing: [],
      about: [],
      jobs: ["a"],
    };
    const report = {
      version: 1 as const,
      answer: "no" as const,
      role: { where: "./plan file.json", arn: "arn:aws:iam::111122223333:role/x" },
      requests: [
        { ...request, verdict: "denied" as const, because: [reason] },
        { ...request, verdict: "unknown" as const, because: [] },
        { ...request, verdict: "denied" as const, advised: true, because: [] },
      ],
      questions: [
        {
          ask: "x",
          subject: "x",
          blocks: true,
          asks: "who owns it",
          setting: "buckets",
          flag: "--bucket x",
          raisedBy: [],
        },
      ],
      gaps: [],
      remarks: [],
      beyond: [{ by: "x", action: "s3:*", resource: "*" }],
    };
    const sarif = checkSarif(report as unknown as Parameters<typeof checkSarif>[0], () => 3);
    expect(errorsOf(sarif)).toEqual([]);
  });
});

describe("results", () => {
  test("are the findings in their order, then the accepted ones with the reason", () => {
    const { tool, results } = runOf(widerReview);
    expect(tool.driver.name).toBe("mediaconvert-role");
    expect(results.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions])).toEqual([
      ["boundary-removed", "error", undefined],
      ["bucket-policy-opened", "error", undefined],
      ["trust-opened", "error", undefined],
      ["access-lost", "note", undefined],
      ["via-service-dropped", "error", [{ kind: "external", justification: "SPEKE needs it until 2027" }]],
    ]);
    expect(results[0]?.message.text).toBe('"aws_iam_role.admin" no longer has the boundary "acme-limits"');
  });

  test("are none where nothing is found", () => {
    expect(runOf(sameReview)).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });

  test.each<[Severity, string, string | undefined]>([
    ["critical", "error", "9.5"],
    ["high", "error", "8.0"],
    ["medium", "warning", "5.5"],
    ["low", "note", "2.0"],
    ["info", "note", undefined],
  ])("%s is %s with score %s", (severity, level, score) => {
    const { tool, results } = runOf(review({ findings: [finding({ severity })] }));
    expect(results[0]?.level).toBe(level);
    expect(tool.driver.rules[0]?.defaultConfiguration.level).toBe(level);
    expect(tool.driver.rules[0]?.properties["security-severity"]).toBe(score);
  });

  test.each<[Severity, string]>([
    ["high", "error"],
    ["medium", "warning"],
    ["low", "warning"],
    ["info", "warning"],
  ])("what cannot be told is no note: %s is %s", (severity, level) => {
    expect(resultOf({ severity, effect: "unknown" }).level).toBe(level);
  });
});

describe("rules", () => {
  test("come from the findings, once each, with all that code scanning asks for", () => {
    const trust = { title: "More can assume a role", advice: "Keep `aws:SourceAccount`." };
    const { rules } = runOf(
      review({
        findings: [finding({ ...trust, severity: "low" }), finding({ ...trust, subject: "other", severity: "low" })],
        suppressed: [{ finding: finding({ ...trust, subject: "third", severity: "critical" }), reason: "known" }],
      }),
    ).tool.driver;
    expect(rules).toEqual([
      {
        id: "trust-opened",
        shortDescription: { text: "More can assume a role" },
        fullDescription: { text: 'More can assume a role. Keep "aws:SourceAccount".' },
        help: { text: 'Keep "aws:SourceAccount".' },
        defaultConfiguration: { level: "error" },
        properties: { tags: ["security"], "security-severity": "9.5" },
      },
    ]);
  });

  test("are there for every result", () => {
    const { tool, results } = runOf(widerReview);
    expect(new Set(tool.driver.rules.map(({ id }) => id))).toEqual(new Set(results.map(({ ruleId }) => ruleId)));
  });
});

describe("fingerprints", () => {
  test("are a hash of rule and subject: alerts live on over versions", () => {
    // printf '["trust-opened","aws_iam_role.media mediaconvert.amazonaws.com"]' | sha256sum
    expect(fingerprint({})).toBe("3a50a0244dcae6af9871c5044a1c71cc");
  });

  test("stay when other findings come and go, lines move, and words change", () => {
    const other = finding({ rule: "other", subject: "other", severity: "critical" });
    const alone = runOf(review({ findings: [finding()] })).results[0];
    const moved = runOf(review({ findings: [other, finding({ says: "x", severity: "low", title: "y" })] }), () => ({
      file: "main.tf",
      line: 99,
    })).results[1];
    const accepted = runOf(review({ suppressed: [{ finding: finding(), reason: "x" }] })).results[0];
    expect(moved?.partialFingerprints).toEqual(alone?.partialFingerprints);
    expect(accepted?.partialFingerprints).toEqual(alone?.partialFingerprints);
  });

  test("differ where rule or subject differ, however late, and are short", () => {
    const long = "x".repeat(10_000);
    const all = [{}, { rule: "a" }, { subject: "b" }, { subject: long }, { subject: `${long}y` }].map(fingerprint);
    expect(new Set(all).size).toBe(5);
    expect(all.every((each) => each.length === 32)).toBe(true);
    expect(fingerprint({ rule: "a", subject: "b c" })).not.toBe(fingerprint({ rule: "a b", subject: "c" }));
  });
});

describe("places", () => {
  const placeOf = (of: Review, lineOf?: Parameters<typeof reviewSarif>[1]) => {
    const location = runOf(of, lineOf).results[0]?.locations[0];
    return [location?.physicalLocation.artifactLocation.uri, location?.physicalLocation.region.startLine];
  };

  test("are what lineOf finds, and else the compared file", () => {
    const of = review({ ...unknownReview, findings: [finding({ where: "aws_iam_role.a" })] });
    const lineOf = (address: string) => (address === "aws_iam_role.a" ? { file: "iam/main.tf", line: 12 } : undefined);
    expect(placeOf(of, lineOf)).toEqual(["iam/main.tf", 12]);
    expect(placeOf({ ...of, findings: [finding({ where: "aws_iam_role.b" })] }, lineOf)).toEqual(["change.json", 1]);
  });

  test("name the address", () => {
    expect(resultOf({ where: 'module.a["x"].aws_iam_role.b[0]' }).locations[0]?.logicalLocations).toEqual([
      { fullyQualifiedName: 'module.a["x"].aws_iam_role.b[0]', kind: "resource" },
    ]);
  });

  test.each([
    ["plan.json", "plan.json"],
    ["./out//plan.json", "out/plan.json"],
    ["/builds/acme/plan.json", "builds/acme/plan.json"],
    ["../plan.json", "plan.json"],
    ["infra/x/../plan.json", "infra/plan.json"],
    ["C:\\work\\plan.json", "C%3A/work/plan.json"],
    ["a b/plän 100%.json", "a%20b/pl%C3%A4n%20100%25.json"],
    ["a:b.json", "a%3Ab.json"],
    ["https://example.com/x", "https%3A/example.com/x"],
    ["x?y#z.json", "x%3Fy%23z.json"],
    ["half \ud800.json", "half%20%EF%BF%BD.json"],
    ["-", "stdin"],
    ["", "stdin"],
    ["/", "stdin"],
    ["/dev/stdin", "stdin"],
    ["/dev/fd/63", "stdin"],
    ["/proc/self/fd/12", "stdin"],
    ["devices/plan.json", "devices/plan.json"],
  ])("%j is %s", (after, uri) => {
    expect(placeOf(review({ compared: { kind: "plan", before: after, after }, findings: [finding()] }))[0]).toBe(uri);
  });

  test("are relative references whatever the file's name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (file) => {
        const [uri] = placeOf(review({ findings: [finding()] }), () => ({ file, line: 1 }));
        expect(uri).toMatch(/^(?!\/)(?:[\w\-.~!$&'()*+,;=@/]|%[0-9A-F]{2})+$/);
        expect(String(uri).split("/")).not.toContain("..");
      }),
    );
  });
});

describe("text", () => {
  const textsOf = ({ tool, results, invocations }: Run): readonly string[] => [
    ...tool.driver.rules.flatMap(({ shortDescription, fullDescription, help }) => [
      shortDescription.text,
      fullDescription.text,
      help.text,
    ]),
    ...results.map(({ message }) => message.text),
    ...results.flatMap(({ suppressions }) => suppressions?.map(({ justification }) => justification) ?? []),
    ...invocations.flatMap(({ toolExecutionNotifications }) =>
      toolExecutionNotifications.map(({ message }) => message.text),
    ),
  ];

  const expectHarmless = (of: Review) => {
    for (const text of textsOf(runOf(of))) {
      expect(text).not.toMatch(/\]\(|\{\d+\}|`|[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(text.length).toBeLessThanOrEqual(1_100);
    }
  };

  test.each(HOSTILE_TEXTS.map((text) => ({ text })))("is no link, placeholder, Markdown or control: %#", ({ text }) =>
    expectHarmless(textEverywhere(text)),
  );

  test("is none of these whatever it is", () => {
    const piece = fc.constantFrom("[", "](", ")", "{", "{0}", "{12}", "}", "`", "\u001b", "\u202e", "\ud800", "x", "1");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expectHarmless(textEverywhere(pieces.join("")));
      }),
    );
  });

  test("keeps variables of policies as they are", () => {
    expect(resultOf({ says: "can now `s3:GetObject` on `acme/${aws:username}/*`" }).message.text).toBe(
      'can now "s3:GetObject" on "acme/${aws:username}/*"',
    );
  });

  test("of any size gives a small file", () => {
    const text = "\u{1f600}`".repeat(500_000);
    const findings = Array.from({ length: 100 }, () => finding({ says: text, subject: text, where: text }));
    expect(JSON.stringify(reviewSarif(review({ findings }), NOWHERE)).length).toBeLessThan(500_000);
  });
});

describe("more findings than code scanning keeps", () => {
  const accepted = [{ finding: finding({ rule: "accepted", severity: "critical" }), reason: "known" }];

  test("leave out the least dangerous and say how many", () => {
    const of = { ...manyRoles(5_002), suppressed: accepted };
    const { results, invocations, tool } = runOf(of);
    expect(results.length).toBe(5_000);
    expect(results.map(({ locations }) => locations[0]?.logicalLocations[0]?.fullyQualifiedName)).toEqual(
      of.findings.slice(0, 5_000).map(({ where }) => where),
    );
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(["trust-opened"]);
    expect(invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          { level: "warning", message: { text: "3 less dangerous findings left out; code scanning keeps 5,000" } },
        ],
      },
    ]);
  });

  test("are told from as many", () => {
    const { results, invocations } = runOf({ ...manyRoles(4_999), suppressed: accepted });
    expect(results.length).toBe(5_000);
    expect(invocations[0]?.toolExecutionNotifications).toEqual([]);
  });
});

test("a source that is not the whole is said", () => {
  expect(runOf(unknownReview).invocations[0]?.toolExecutionNotifications).toEqual([
    {
      level: "warning",
      message: {
        text: 'The source is not the whole: "-target" was used, so that other resources may change as well',
      },
    },
  ]);
});
