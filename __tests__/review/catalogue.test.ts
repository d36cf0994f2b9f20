import { RULES, type RuleId, ruleOf } from "../../lib/review/catalogue";
import type { Effect, Severity } from "../../lib/review/report";
import { readSuppressions } from "../../lib/review/suppressions";
import { findings } from "../../tools/finding-tables";

const EXPECTED: { readonly [id in RuleId]: readonly [severity: Severity, effect: Effect] } = {
  "trust-opened": ["critical", "widens"],
  "trust-condition-dropped": ["critical", "widens"],
  "boundary-removed": ["critical", "widens"],
  "privilege-escalation": ["critical", "widens"],
  "allow-all-but": ["critical", "widens"],
  "deny-removed": ["critical", "widens"],
  "kms-condition-dropped": ["high", "widens"],
  "condition-dropped": ["high", "widens"],
  "grant-widened": ["high", "widens"],
  "write-widened": ["high", "widens"],
  "wildcard-resource": ["high", "widens"],
  "resource-policy-opened": ["high", "widens"],
  "read-widened": ["medium", "widens"],
  "access-widened": ["low", "widens"],
  "unknown-policy": ["high", "unknown"],
  "incomplete-plan": ["high", "unknown"],
  undecided: ["medium", "unknown"],
  "mediaconvert-not-trusted": ["high", "breaks"],
  "role-path": ["high", "breaks"],
  "default-role-renamed": ["high", "breaks"],
  "role-replaced": ["high", "breaks"],
  "decrypt-missing": ["high", "breaks"],
  "acl-with-enforced-ownership": ["medium", "breaks"],
  "access-lost": ["medium", "breaks"],
  "same-in-other-words": ["info", "informs"],
  "no-longer-managed": ["info", "informs"],
  "changed-outside": ["info", "informs"],
  "unlisted-removed": ["info", "informs"],
  "dead-permission": ["info", "informs"],
};

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "info"];
const EFFECTS: readonly Effect[] = ["widens", "unknown", "breaks", "informs"];

/** Sentences of a text: a full stop at the end, or before a space and a capital or code. */
const sentences = (text: string): number => text.split(/\.(?= [A-Z`])|\.$/).filter((part) => part !== "").length;

describe("the catalogue", () => {
  test("has these rules, with these severities and effects", () => {
    expect(Object.fromEntries(RULES.map(({ id, severity, effect }) => [id, [severity, effect]]))).toEqual(EXPECTED);
    expect(RULES).toHaveLength(29);
  });

  test("begins with the most dangerous", () => {
    const places = RULES.map(
      ({ severity, effect }) => SEVERITIES.indexOf(severity) * EFFECTS.length + EFFECTS.indexOf(effect),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("only two rules have findings of another severity", () => {
    expect(
      RULES.filter(({ otherwise }) => otherwise !== undefined).map(({ id, otherwise }) => [id, otherwise]),
    ).toEqual([
      ["resource-policy-opened", { severity: "critical", when: expect.stringContaining("everyone") }],
      ["changed-outside", { severity: "medium", when: expect.stringContaining("widened") }],
    ]);
  });

  test.each(RULES)("$id is found by its id", (rule) => {
    expect(ruleOf(rule.id)).toEqual(rule);
  });

  test.each(RULES)("$id has a title that every format can print as it is", ({ title }) => {
    expect(title).toMatch(/^[A-Z][\w ,'-]{10,69}$/);
    expect(RULES.filter((other) => other.title === title)).toHaveLength(1);
  });

  test.each(RULES)("$id says why in two to four sentences, and what to do in one or two", ({ why, advice }) => {
    expect(sentences(why)).toBeGreaterThanOrEqual(2);
    expect(sentences(why)).toBeLessThanOrEqual(4);
    expect(sentences(advice)).toBeGreaterThanOrEqual(1);
    expect(sentences(advice)).toBeLessThanOrEqual(2);
    for (const text of [why, advice]) {
      expect(text).toMatch(/^[^\n|<>[\]]+\.$/);
      expect(text.split("`").length % 2).toBe(1);
      // Outside code nothing that Markdown takes for its own.
      expect(text.replace(/`[^`]*`/g, "")).not.toMatch(/[*_~#\\]/);
    }
  });

  test.each(RULES)("$id leads to pages of AWS or Terraform", ({ see }) => {
    expect(see.length).toBeGreaterThan(0);
    expect(new Set(see).size).toBe(see.length);
    for (const page of see) {
      expect(page).toMatch(
        /^https:\/\/(docs\.aws\.amazon\.com\/[\w/-]+\.html|developer\.hashicorp\.com\/terraform\/[\w/-]+|registry\.terraform\.io\/providers\/hashicorp\/aws\/[\w/-]+)$/,
      );
    }
  });

  test.each<[RuleId, ...string[]]>([
    ["trust-condition-dropped", "`aws:SourceAccount`", "`aws:SourceArn`", "confused deputy"],
    ["privilege-escalation", "`iam:PassRole`", "`kms:CreateGrant`", "`s3:PutBucketPolicy`"],
    ["allow-all-but", "`NotAction`", "`NotResource`"],
    ["kms-condition-dropped", "`kms:ViaService`", "encryption context"],
    ["unknown-policy", "`--synth cdk.tf.json`", "`jsonencode`"],
    ["incomplete-plan", "`-target`"],
    ["mediaconvert-not-trusted", "`mediaconvert.amazonaws.com`", "1433", "1434"],
    ["role-path", "1432", "`/`", "`/service-role/`"],
    ["default-role-renamed", "`MediaConvert_Default_Role`", "ARN"],
    ["role-replaced", "1433", "unique id", "grants"],
    ["decrypt-missing", "`kms:Decrypt`", "`kms:GenerateDataKey`", "1401"],
    ["acl-with-enforced-ownership", "`BucketOwnerEnforced`", "`BUCKET_OWNER_FULL_CONTROL`", "400"],
    ["access-lost", "S3", "KMS", "API Gateway", "secrets", "1401"],
    ["unlisted-removed", "`aws_iam_role_policies_exclusive`"],
    ["dead-permission", "`s3:GetObject`", "`arn:aws:s3:::BUCKET/*`"],
  ])("%s names its facts", (id, ...facts) => {
    const { why, advice } = ruleOf(id);
    for (const fact of facts) expect(`${why} ${advice}`).toContain(fact);
  });
});

describe("docs/findings.md", () => {
  const page = findings();
  const sections = new Map(
    page
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf("\n")), section] as const),
  );
  const index = page.slice(page.indexOf("## Rules"), page.indexOf("### "));

  test("has a heading of its own for each rule, and lists it", () => {
    expect([...sections.keys()]).toEqual(RULES.map(({ id }) => id));
    for (const id of sections.keys()) expect(index).toContain(`| [${id}](#${id}) |`);
  });

  test.each(RULES)("$id is all there", ({ id, title, severity, effect, why, advice, see }) => {
    const section = sections.get(id) ?? "";
    for (const part of [title, severity, `\`${effect}\``, why, advice]) expect(section).toContain(part);
    for (const link of see) expect(section).toContain(`](${link})`);
  });

  test("says when the severity is another", () => {
    expect(sections.get("resource-policy-opened")).toContain("Severity: high; critical where everyone is let in.");
    expect(index).toContain("| info; medium where it had been widened |");
  });

  test.each(RULES.filter(({ effect }) => effect !== "unknown"))("$id can be accepted as its section says", ({ id }) => {
    const [, entry = ""] = /\*\*To accept it:\*\* `(\{.*\})`/.exec(sections.get(id) ?? "") ?? [];
    const { suppressions, problems } = readSuppressions({ suppressions: [JSON.parse(entry)] }, "page");
    expect(problems).toEqual([]);
    expect(suppressions).toEqual([{ rule: id, subject: "…", reason: "…" }]);
  });

  test.each(["unknown-policy", "incomplete-plan", "undecided"])(
    "%s cannot be accepted, and its section says so",
    (id) => {
      expect(sections.get(id)).toContain("it cannot be accepted");
      expect(sections.get(id)).not.toContain("{");
    },
  );

  test("says what each effect does to the exit status", () => {
    const row = (effect: string): string => new RegExp(`^\\| \`${effect}\` \\|.*$`, "m").exec(page)?.[0] ?? "";
    for (const words of [
      "`--fail-on any`",
      "`--fail-on risky` only if it is `critical` or `high`",
      "`--fail-on never`",
    ]) {
      expect(row("widens")).toContain(words);
    }
    expect(row("breaks")).toContain("`--fail-on-loss`");
    expect(row("unknown")).toMatch(/\b3\b/);
    expect(row("informs")).toContain("nothing");
  });
});
