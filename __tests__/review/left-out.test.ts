import { reviewMarkdown } from "../../lib/review/render-markdown";
import { reviewSarif } from "../../lib/review/render-sarif";
import { reviewText } from "../../lib/review/render-text";
import type { Review } from "../../lib/review/report";
import { change, finding, mediaRole, review, subject } from "./reports";

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const LONG =
  "a role that somebody made for the archive some years ago, and that nobody has looked at since then. ".repeat(3);

describe("a comment counts what has no place", () => {
  test.each<[noun: string, of: () => Partial<Review>, items: RegExp, count: number]>([
    [
      "changes",
      () => ({ roles: [subject("r", { verdict: "wider", changes: times(300, () => change()) })] }),
      /^- ➕ can now/gm,
      300,
    ],
    [
      "unknown parts",
      () => ({
        roles: [
          subject("r", { verdict: "unknown", unknown: times(300, () => ({ where: "p", what: LONG, side: "after" })) }),
        ],
      }),
      /^- ❔ unknown after/gm,
      300,
    ],
    [
      "examples",
      () => ({ roles: [subject("r", { verdict: "wider", changes: times(300, () => change()) })] }),
      /^- ➕ `s3:PutObject on/gm,
      300,
    ],
    [
      "subjects",
      () => ({ findings: times(300, (at) => finding({ subject: `role ${String(at)} ${LONG}` })) }),
      /^ {2}- `role/gm,
      300,
    ],
    [
      "of them",
      () => ({ roles: times(300, (at) => subject(`r${String(at)}`, { fate: "replaced", nameBefore: LONG })) }),
      /^- `r\d/gm,
      300,
    ],
    [
      "suppressed findings",
      () => ({ suppressed: times(300, () => ({ finding: finding({ rule: "role-path" }), reason: LONG })) }),
      /^- `role-path`/gm,
      300,
    ],
    [
      "suppressions",
      () => ({ unusedSuppressions: times(300, () => ({ rule: "role-path", subject: "x", reason: LONG })) }),
      /^- `role-path` of/gm,
      300,
    ],
    ["remarks", () => ({ remarks: times(300, () => LONG) }), /^- a role that/gm, 300],
  ])("of %s", (noun, of, items, count) => {
    const text = reviewMarkdown(review({ verdict: "wider", ...of() }));
    const shown = (text.match(items) ?? []).length;
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`\n- and ${String(count - shown)} more ${noun}`);
  });

  test("of buckets and keys, and of roles apart", () => {
    const told = { verdict: "wider" as const, changes: [change({ says: LONG })] };
    const roles = times(150, (at) => subject(`aws_iam_role.r${String(at)}`, told));
    const buckets = times(150, (at) => subject(`aws_s3_bucket.b${String(at)}`, { ...told, kind: "bucket" }));
    const text = reviewMarkdown(review({ verdict: "wider", roles, resources: buckets }));
    const [shownRoles, shownBuckets] = [/^### `aws_iam_role/gm, /^### `aws_s3_bucket/gm].map(
      (heading) => (text.match(heading) ?? []).length,
    );
    const left = [150 - (shownRoles ?? 0), 150 - (shownBuckets ?? 0)];
    const words = [
      ...(left[0] === 0 ? [] : [`${String(left[0])} more roles`]),
      ...(left[1] === 0 ? [] : [`${String(left[1])} more buckets or keys`]),
    ];
    expect(words.length).toBeGreaterThan(0);
    expect(text).toContain(`And ${words.join(" and ")}; the JSON report has all.`);
  });

  test("by the one as by the many", () => {
    const unused = { rule: "role-path", subject: "x", reason: "y" };
    const one = reviewMarkdown(
      review({ unusedSuppressions: [unused], suppressed: [{ finding: finding(), reason: "z" }] }),
    );
    expect(one).toContain("<summary>1 suppression that no finding needs</summary>");
    expect(one).toContain("<summary>1 suppressed finding</summary>");
    const two = reviewMarkdown(review({ unusedSuppressions: [unused, unused] }));
    expect(two).toContain("<summary>2 suppressions that no finding needs</summary>");
    expect(two).not.toContain("more");
  });
});

test("a bucket is told of with who has access, a role with who can assume it", () => {
  const bucket = { ...mediaRole, kind: "bucket" as const, address: "aws_s3_bucket.b" };
  const text = reviewMarkdown(review({ verdict: "wider", roles: [mediaRole], resources: [bucket] }));
  expect(text).toContain("<summary>Who can assume it, and what it reaches</summary>");
  expect(text).toContain("<summary>Who has access</summary>");
});

test("a role without a name has none in brackets", () => {
  const { name = "", ...nameless } = mediaRole;
  const of = (role: Review["roles"][number]): string => reviewText(review({ roles: [role] }), { color: false });
  expect(of(nameless)).toBe(of(mediaRole).replaceAll(` (${name})`, ""));
});

describe("code scanning", () => {
  const runOf = (...findings: Review["findings"]) =>
    (
      reviewSarif(review({ findings }), () => undefined) as unknown as {
        readonly runs: readonly [
          {
            readonly tool: { readonly driver: { readonly rules: readonly { readonly properties: object }[] } };
            readonly results: readonly { readonly message: { readonly text: string } }[];
          },
        ];
      }
    ).runs[0];

  test("has a score for what is dangerous, and none for what only informs", () => {
    const [dangerous] = runOf(finding({ severity: "critical" })).tool.driver.rules;
    expect(dangerous?.properties).toHaveProperty("security-severity");
    const [informing] = runOf(finding({ severity: "info" })).tool.driver.rules;
    expect(informing?.properties).toEqual({ tags: ["security"] });
  });

  test("has a rule as its most dangerous finding does, whatever the order", () => {
    const [low, high] = [finding({ severity: "low" }), finding({ severity: "critical" })];
    const rules = (...findings: Review["findings"]): unknown => runOf(...findings).tool.driver.rules;
    expect(rules(low, high)).toEqual(rules(high));
    expect(rules(high, low)).toEqual(rules(high));
    expect(rules(low)).not.toEqual(rules(high));
  });

  test("has no link and no placeholder in what is said", () => {
    const [only] = runOf(finding({ says: "a [b](c) {0} {12} {x}" })).results;
    expect(only?.message.text).toContain("a [b] (c) { 0} { 12} {x}");
  });
});
