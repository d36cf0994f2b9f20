import fc from "fast-check";
import { mermaidOf } from "../../lib/review/mermaid";
import { reviewMarkdown } from "../../lib/review/render-markdown";
import { plain } from "../../lib/review/words";
import type { PictureNode } from "../../lib/review/report";
import {
  HOSTILE_TEXTS,
  change,
  finding,
  hostileReview,
  manyChanges,
  manyRoles,
  mediaRole,
  review,
  sameReview,
  subject,
  textEverywhere,
  unknownReview,
  widerReview,
} from "./reports";

const HEAD = "<!-- mediaconvert-role review -->";

/** Text with what means something to Markdown, HTML, Mermaid or GitHub. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "```",
        "|",
        "\\",
        "<b>",
        "<!--",
        "-->",
        "</details>",
        "&lt;",
        "@acme",
        "#1",
        "gh-1",
        "*",
        "_",
      ),
      fc.constantFrom(
        "[a](b)",
        "![a](b)",
        "://",
        "www.a",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\n",
        "$",
        "~~",
        "===",
        "%%{",
        '"]',
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("a comment", () => {
  it("has findings, roles with changes, examples and picture, and the rest", () => {
    const role = subject("aws_iam_role.media", {
      name: "acme-media",
      movedFrom: "aws_iam_role.old",
      verdict: "both",
      gains: "yes",
      losses: "maybe",
      changes: [
        change(),
        change({
          direction: "loss",
          severity: "low",
          says: "can no longer `kms:Decrypt`",
          statement: { document: "g" },
        }),
        change({ certain: false, says: "can now `s3:*`", statement: { document: "d", index: 1 } }),
      ],
      unknown: [{ where: "aws_iam_policy.extra", what: "its `policy` is known only after apply", side: "after" }],
      masked: true,
      picture: { who: [{ label: "mediaconvert.amazonaws.com", verbs: [], mark: "kept" }], what: [] },
    });
    const given = review({
      verdict: "both",
      roles: [role, subject("aws_iam_role.new", { fate: "created" })],
      unchangedRoles: 12,
      findings: [finding(), finding({ subject: "aws_iam_role.media *", where: "aws_iam_policy.p", severity: "low" })],
      suppressed: [{ finding: finding(), reason: "ticket `42`" }],
      unusedSuppressions: [{ rule: "trust-opened", subject: "aws_iam_role.gone *", reason: "was needed" }],
      remarks: ["`aws_iam_policy.a` is in no plan"],
    });
    const says = "`mediaconvert.amazonaws.com` can now assume `aws_iam_role.media` for any account";
    expect(reviewMarkdown(given)).toBe(
      [
        HEAD,
        "## IAM review: wider and narrower",
        "",
        "1 of 14 roles can newly do something; 1 can no longer do something. Compared: `plan.json`.",
        "",
        "### Findings: 1 high, 1 low",
        "",
        "| Severity | Rule | What | Where |",
        "|---|---|---|---|",
        `| high | \`trust-opened\` | ${says} | \`aws_iam_role.media\` |`,
        `| low | \`trust-opened\` | ${says} | \`aws_iam_policy.p\` |`,
        "",
        "<details><summary>What to do, and subjects for suppressions</summary>",
        "",
        "- `trust-opened`: Keep aws:SourceAccount or aws:SourceArn in the trust policy.",
        "  - `aws_iam_role.media mediaconvert.amazonaws.com`",
        "  - `aws_iam_role.media *`",
        "",
        "</details>",
        "",
        "### `aws_iam_role.media`: wider and narrower",
        "",
        "MediaConvert role `acme-media`, updated, moved from aws_iam_role.old.",
        "",
        "- ➕ can now `s3:PutObject` on `acme-out/*` (was `acme-out/vod/*`) " +
          "(medium; `Sid WriteOutputs of aws_iam_role_policy.media`)",
        "- ➖ can no longer `kms:Decrypt` (low; `g`)",
        "- ❔ not certain: can now `s3:*` (medium; `statement 2 of d`)",
        "- ❔ unknown after the change: `aws_iam_policy.extra`: its `policy` is known only after apply",
        "- ❔ details are not shown, since a value that they come from is marked sensitive",
        "",
        "<details><summary>Examples of requests</summary>",
        "",
        "- ➕ `s3:PutObject on arn:aws:s3:::acme-out/x`",
        "- ➖ `s3:PutObject on arn:aws:s3:::acme-out/x`",
        "- ➕ `s3:PutObject on arn:aws:s3:::acme-out/x`",
        "",
        "</details>",
        "",
        "<details><summary>Who can assume it, and what it reaches</summary>",
        "",
        "```mermaid",
        ...mermaidOf(role).split("\n"),
        "```",
        "",
        "</details>",
        "",
        "### Same as before",
        "",
        "- `aws_iam_role.new`, created",
        "",
        "<details><summary>1 suppressed finding</summary>",
        "",
        `- \`trust-opened\`: ${says}; reason: ticket \`42\``,
        "",
        "</details>",
        "",
        "<details><summary>1 suppression that no finding needs</summary>",
        "",
        "- `trust-opened` of `aws_iam_role.gone *`; reason: was needed",
        "",
        "</details>",
        "",
        "### Remarks",
        "",
        "- `aws_iam_policy.a` is in no plan",
      ].join("\n"),
    );
  });

  it("is short where there is nothing to say", () => {
    expect(reviewMarkdown(sameReview)).toBe(
      `${HEAD}\n## IAM review: same\n\nAll 3 roles can do what they could. Compared: \`plan.json\`.`,
    );
  });

  it("says why the source is not the whole, and both sides of stacks", () => {
    const text = reviewMarkdown(unknownReview);
    expect(text).toContain("It cannot be told for 1 of 2 roles. Compared: `main.json` with `change.json`.");
    expect(text).toContain("\n**Incomplete:** `-target` was used, so that other resources may change as well.\n");
  });

  it("shows buckets and keys as roles", () => {
    expect(reviewMarkdown(widerReview)).toContain(
      "### `aws_s3_bucket.masters`: wider\n\nBucket `acme-masters`, itself unchanged.\n\n- ➕ anybody can now",
    );
  });
});

describe("text from outside", () => {
  const remark = (text: string): string =>
    reviewMarkdown(review({ remarks: [text] })).split("### Remarks\n\n- ")[1] ?? "";

  it.each([
    ["a | b", "a &#124; b"],
    ["a\nb", "a&#92;nb"],
    ["`a | b`", "<code>a &#124; b</code>"],
    ["`a <b> c`", "<code>a &#60;b&#62; c</code>"],
    ["`@acme #1`", "`@acme #1`"],
    ["``", ""],
    ["<img> &lt;", "&#60;img&#62; &#38;lt;"],
    ["@acme/team a@b.c", "&#64;&#8203;acme/team a&#64;&#8203;b.c"],
    ["acme/media#3 #4", "acme/media&#35;&#8203;3 &#35;&#8203;4"],
    ["GH-1 high-2", "GH&#45;&#8203;1 high-2".replace("high-2", "high&#45;&#8203;2")],
    ["https://a.b www.a.b", "https&#58;&#8203;//a.b ww&#119;&#8203;.a.b"],
    ["[a](b) ![a](b)", "&#91;a&#93;(b) !&#91;a&#93;(b)"],
    ["*a* _b_ __c__ d_e ~f~ $g$", "&#42;a&#42; &#95;b&#95; &#95;&#95;c&#95;&#95; d_e &#126;f&#126; &#36;g&#36;"],
    ["- a", "&#45;&#8203; a"],
    ["  + a", "&#43; a"],
    ["12. a", "&#49;2. a"],
    ["open `code", "open `code`"],
    ["`a``b`", "`a`<code>b</code>"],
  ])("shows text %# as it is", (given, expected) => {
    expect(remark(given)).toBe(expected);
  });

  it("is code where it is an address or a name, whatever it has", () => {
    const heading = (address: string): string | undefined =>
      /^### (.*): wider$/m.exec(reviewMarkdown(review({ roles: [subject(address, { verdict: "wider" })] })))?.[1];
    expect(heading("aws_iam_role.a")).toBe("`aws_iam_role.a`");
    expect(heading('module.a["b|c`"].aws_iam_role.d')).toBe(
      "<code>module.a&#91;&#34;b&#124;c&#96;&#34;&#93;.aws_iam_role.d</code>",
    );
    expect(heading(" ")).toBe("(empty)");
  });

  /** What begins each line: lists, rows, headings, tags, fences. */
  const shapeOf = (lines: readonly string[]): readonly string[] =>
    lines.map(
      (line) =>
        /^(?: *- (?:[➕➖❔]|$)?|\| (?:high )?\||#+ |<\/?\w+>(?:<\w+>)?|`{3,}\w*|<!--| +\w* *)?/u.exec(line)?.[0] ?? "",
    );

  const benign = shapeOf(reviewMarkdown(textEverywhere("x"), { longest: 10_000_000 }).split("\n"));
  const OWN_TAGS = /^<!-- mediaconvert-role review -->|<\/?(?:details|summary|code)>/gm;

  const isInert = (given: string): void => {
    const text = reviewMarkdown(textEverywhere(given), { longest: 10_000_000 });
    const lines = text.split("\n");
    expect(shapeOf(lines)).toEqual(benign);
    expect(lines.filter((line) => line.startsWith("|")).filter((line) => line.split("|").length !== 6)).toEqual([]);
    const outside = text.replace(/^```mermaid\n[^`]*\n```$/gm, "");
    expect(outside).not.toContain("```");
    const words = outside.replace(/<code>[^<`]*<\/code>/g, "").replace(/(?<!`)`[^`|<\n]+`(?!`)/g, "");
    expect(words.replace(OWN_TAGS, "")).not.toMatch(/[<`]/);
    expect(words.replaceAll("**Incomplete:**", "").replace(/&#\d+;/g, "")).not.toMatch(/[&[\]*~$\\]|\b__|__\b/);
    // What GitHub links or mentions in text that Markdown has been made of.
    const shown = words.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    expect(shown).not.toMatch(/@\w|#\d|gh-\d|:\/\/|www\./i);
    expect(text).not.toMatch(/[\p{Cs}\p{Zl}\p{Zp}\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
  };

  it.each(HOSTILE_TEXTS.map((given, index) => [index, given] as const))("hostile text %i stays text", (_, given) => {
    isInert(given);
  });

  it("stays text where a name has backticks", () => {
    isInert("``\\`");
    isInert("`a``b`");
  });

  it("stays text, whatever it is", () => {
    fc.assert(fc.property(nasty, isInert), { numRuns: 100 });
  });
});

describe("room", () => {
  const sections = (text: string): readonly string[] => text.split(/\n\n(?=### `)/).slice(1);
  const count = (text: string, part: RegExp): number => sections(text).filter((section) => part.test(section)).length;
  const EXAMPLES = /<summary>Examples/;
  const PICTURE = /```mermaid/;

  it("is enough for some roles with everything", () => {
    const text = reviewMarkdown(manyRoles(10));
    expect([sections(text).length, count(text, EXAMPLES), count(text, PICTURE)]).toEqual([10, 10, 10]);
    expect(text).not.toContain("JSON report");
  });

  it.each([30, 50, 70, 90, 300, 5000])(
    "of %i roles goes to roles, then examples, then pictures; the first keeps its picture",
    (roles) => {
      const text = reviewMarkdown(manyRoles(roles));
      const [shown, examples, pictures] = [sections(text).length, count(text, EXAMPLES), count(text, PICTURE)];
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text.length).toBeGreaterThan(57_000);
      expect(sections(text)[0]).toMatch(PICTURE);
      if (pictures > 1) expect(examples).toBe(shown);
      // What is too little for a role may be enough for an example.
      if (examples > 1) expect(shown).toBe(roles);
      const left = (roles - shown).toLocaleString("en");
      expect(text.includes(`And ${left} more roles; the JSON report has all.`)).toBe(shown < roles);
      const lacking = [
        ...(examples < shown ? [`the examples of ${String(shown - examples)}`] : []),
        `the pictures of ${String(shown - pictures)}`,
      ];
      expect(text).toContain(`There was no room for ${lacking.join(" and ")}; the JSON report has all.`);
    },
  );

  it("is not missed by roles that have no picture or no example", () => {
    const all = manyRoles(160).roles.map((role, index) => ({
      ...role,
      ...(index % 2 === 0 ? {} : { picture: { who: [], what: [] } }),
      ...(index % 3 === 0 ? {} : { changes: [] }),
    }));
    const text = reviewMarkdown(review({ verdict: "wider", roles: all }));
    const shown = all.slice(0, sections(text).length);
    const examples = shown.filter(({ changes }) => changes.length > 0).length - count(text, EXAMPLES);
    const pictures = shown.filter(({ picture }) => picture.who.length > 0).length - count(text, PICTURE);
    expect(text).toContain(
      `There was no room for the examples of ${String(examples)} and the pictures of ${String(pictures)};`,
    );
  });

  it("is shared by thousands of changes of one role", () => {
    const text = reviewMarkdown(manyChanges(5000));
    expect(text.length).toBeLessThan(60_000);
    const changes = (text.match(/^- ➕ can now/gm) ?? []).length;
    expect(changes).toBeGreaterThan(40);
    expect(text).toContain(`\n- and ${(5000 - changes).toLocaleString("en")} more changes\n`);
    expect(text).toMatch(/\n- and 4,\d\d\d more unknown parts\n/);
    expect(text).toMatch(/\n- and 4,\d\d\d more examples\n/);
  });

  it("says how many findings are left out", () => {
    const text = reviewMarkdown(review({ findings: Array.from({ length: 1000 }, () => finding()) }));
    const rows = (text.match(/^\| high/gm) ?? []).length;
    expect(rows).toBeGreaterThan(50);
    expect(text).toContain(`|\n\nAnd ${String(1000 - rows)} more findings; the JSON report has all.\n`);
  });

  it("is kept to, whatever there is", () => {
    const reviews = [hostileReview, manyRoles(100), manyChanges(1000), ...HOSTILE_TEXTS.map(textEverywhere)];
    fc.assert(
      fc.property(fc.constantFrom(...reviews), fc.integer({ min: 10_000, max: 65_536 }), (given, longest) => {
        const text = reviewMarkdown(given, { longest });
        expect(text.length).toBeLessThanOrEqual(longest);
        expect(text.startsWith(HEAD)).toBe(true);
        expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
        expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
        expect(text.split("\n").filter((line) => /^\|.*[^|]$/.test(line))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("is filled in little time", () => {
    const many = manyRoles(5000);
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      reviewMarkdown(many);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(200);
  });
});

describe("the picture", () => {
  const nodeOf = (label: string, mark: PictureNode["mark"], ...verbs: readonly string[]): PictureNode => ({
    label,
    verbs,
    mark,
  });

  it("joins who can assume a role with what it reaches, changes first", () => {
    expect(mermaidOf(mediaRole).split("\n")).toEqual([
      "flowchart LR",
      "  accTitle: Who can assume, and what is reached",
      '  subject("acme-media")',
      '  who0["mediaconvert.amazonaws.com"]:::changed -->|"changed: can assume"| subject',
      '  who1["arn:aws:iam::111122223333:root"] -->|"can assume"| subject',
      '  subject ==>|"newly read, write"| what0["arn:aws:s3:::acme-out/#42;"]:::added',
      '  subject -.->|"no longer read, write"| what1["arn:aws:s3:::acme-out/vod/#42;"]:::removed',
      '  subject -->|"read"| what2["arn:aws:s3:::acme-in/#42;"]',
      expect.stringMatching(/^ {2}classDef added fill:#/),
      expect.stringMatching(/^ {2}classDef changed fill:#/),
      expect.stringMatching(/^ {2}classDef removed fill:#/),
      expect.stringMatching(/^ {2}classDef unknown fill:#/),
    ]);
  });

  it("has the address where there is no name, and others have access to a bucket", () => {
    const picture = { who: [nodeOf("*", "unknown")], what: [] };
    expect(
      mermaidOf(subject("aws_s3_bucket.b[0]", { kind: "bucket", picture }))
        .split("\n")
        .slice(1, 4),
    ).toEqual([
      "  accTitle: Who has access, and what is reached",
      '  subject("aws_s3_bucket.b#91;0#93;")',
      '  who0["#42;"]:::unknown -.->|"unknown: has access"| subject',
    ]);
  });

  it("counts what is beyond twelve in a column, and keeps what changes", () => {
    const what = [
      ...Array.from({ length: 30 }, (_, index) => nodeOf(`kept-${String(index)}`, "kept", "read")),
      nodeOf("new", "added", "write"),
    ];
    const lines = mermaidOf(subject("a", { picture: { who: what.slice(0, 12), what } })).split("\n");
    expect(lines.filter((line) => /^ {2}who\d+\[/.test(line))).toHaveLength(12);
    const reached = lines.filter((line) => line.startsWith("  subject -") || line.startsWith("  subject ="));
    expect(reached).toHaveLength(12);
    expect(reached[0]).toBe('  subject ==>|"newly write"| what0["new"]:::added');
    expect(reached[11]).toBe('  subject --- whatRest["and 20 more"]');
    const added = Array.from({ length: 40 }, () => nodeOf("a", "changed"));
    expect(mermaidOf(subject("a", { picture: { who: added, what: [] } }))).toContain(
      '  whoRest["and 29 more, 29 of them not the same"] --- subject',
    );
  });

  it("encodes a character beyond the basic plane as one", () => {
    expect(mermaidOf(subject("a", { name: "acme-😀" }))).toContain('  subject("acme-#128512;")\n');
  });

  it("shortens labels and lists of verbs", () => {
    const verbs = ["a", "b", "c", "d", "e"];
    const text = mermaidOf(subject("a", { picture: { who: [], what: [nodeOf("x".repeat(200), "kept", ...verbs)] } }));
    expect(text).toContain(`  subject -->|"a, b, c, d, #8230;"| what0["${"x".repeat(79)}#8230;"]`);
  });

  const LABEL = '"([A-Za-z0-9 ,./:_#;-]+)"';
  const LINES = new RegExp(
    `^ {2}(?:subject\\(${LABEL}\\)|who\\d+\\[${LABEL}\\](?::::\\w+)? (?:-->|==>|-\\.->)\\|${LABEL}\\| subject|` +
      `subject (?:-->|==>|-\\.->)(?:\\|${LABEL}\\|)? what\\d+\\[${LABEL}\\](?::::\\w+)?|classDef .*|accTitle: .*)$`,
  );
  const decoded = (label: string): string =>
    label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

  const isOneLabel = (given: string): void => {
    const [role] = textEverywhere(given).roles;
    const lines = mermaidOf(role ?? subject("")).split("\n");
    expect(lines).toHaveLength(2 + 1 + 10 + 4);
    for (const line of lines.slice(1)) {
      const [, ...groups] = LINES.exec(line) ?? [line, "*no line of a flowchart*"];
      const labels = groups.filter((group: string | undefined) => group !== undefined);
      // What Mermaid, or Markdown within it, would take for more than text.
      for (const label of labels)
        expect(label).not.toMatch(/^[^A-Za-z#]|style|classDef|fa:fa-|:\/\/|www\.|__|\b_|_\b|#(?!\d+;)| $/);
      if (line.startsWith("  subject(")) {
        const shown = plain(given, 80);
        expect(decoded(labels[0] ?? "")).toBe(shown.trim() === "" ? "(empty)" : shown);
      }
    }
  };

  it.each(HOSTILE_TEXTS.map((given, index) => [index, given] as const))(
    "takes hostile text %i for a label",
    (_, given) => {
      isOneLabel(given);
    },
  );

  it("encodes an underscore before what is encoded", () => {
    isOneLabel("#1_www.a");
    isOneLabel("a_style b_fa:fa-x");
  });

  it("takes any text for a label", () => {
    fc.assert(fc.property(nasty, isOneLabel), { numRuns: 300 });
  });
});
