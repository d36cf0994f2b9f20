/** Reports written by hand, for the tests of everything that shows one. */

import fc from "fast-check";
import type { Change, Finding, Review, ReviewedSubject } from "../../lib/review/report";

/** A role that nothing happens to; the rest is given. */
export const subject = (address: string, rest: Partial<ReviewedSubject> = {}): ReviewedSubject => ({
  kind: "role",
  address,
  fate: "updated",
  isMediaConvert: true,
  verdict: "same",
  gains: "no",
  losses: "no",
  changes: [],
  unknown: [],
  picture: { who: [], what: [] },
  masked: false,
  ...rest,
});

/** A certain gain of `s3:PutObject` on `acme-out/*`; the rest is given. */
export const change = (rest: Partial<Change> = {}): Change => ({
  direction: "gain",
  certain: true,
  part: "permissions",
  severity: "medium",
  says: "can now `s3:PutObject` on `acme-out/*` (was `acme-out/vod/*`)",
  actions: ["s3:PutObject"],
  resources: ["arn:aws:s3:::acme-out/*"],
  statement: { document: "aws_iam_role_policy.media", index: 1, sid: "WriteOutputs" },
  example: { action: "s3:PutObject", resource: "arn:aws:s3:::acme-out/x", context: {}, provided: [] },
  ...rest,
});

/** A finding that a role's trust no longer names the account; the rest is given. */
export const finding = (rest: Partial<Finding> = {}): Finding => ({
  rule: "trust-opened",
  severity: "high",
  effect: "widens",
  subject: "aws_iam_role.media mediaconvert.amazonaws.com",
  of: "aws_iam_role.media",
  where: "aws_iam_role.media",
  title: "More can assume a role",
  says: "`mediaconvert.amazonaws.com` can now assume `aws_iam_role.media` for any account",
  advice: "Keep aws:SourceAccount or aws:SourceArn in the trust policy.",
  ...rest,
});

const emptyReview: Review = {
  version: 1,
  compared: { kind: "plan", before: "plan.json", after: "plan.json" },
  verdict: "same",
  roles: [],
  resources: [],
  unchangedRoles: 0,
  findings: [],
  suppressed: [],
  unusedSuppressions: [],
  remarks: [],
};

/** A report in which nothing happens; the rest is given. */
export const review = (rest: Partial<Review> = {}): Review => ({ ...emptyReview, ...rest });

/** The MediaConvert role of `widerReview`: outputs and trust widened, two conditions gone. */
export const mediaRole: ReviewedSubject = subject("aws_iam_role.media", {
  name: "acme-media",
  movedFrom: "aws_iam_role.transcode",
  verdict: "wider",
  gains: "yes",
  changes: [
    change({
      part: "trust",
      severity: "high",
      says: "can now be assumed by `mediaconvert.amazonaws.com` for any account (was only `aws:SourceAccount` `111122223333`)",
      actions: ["sts:AssumeRole"],
      resources: ["mediaconvert.amazonaws.com"],
      statement: { document: "aws_iam_role.media", index: 0 },
      example: {
        action: "sts:AssumeRole",
        principal: "mediaconvert.amazonaws.com",
        context: { "aws:SourceAccount": "444455556666", "aws:SourceArn": null },
        provided: [],
      },
    }),
    change({
      severity: "high",
      says: "can now `kms:Decrypt` with `key/1234abcd-12ab-34cd-56ef-1234567890ab` outside S3",
      actions: ["kms:Decrypt"],
      resources: ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
      statement: { document: "aws_iam_role_policy.media", index: 2 },
      example: {
        action: "kms:Decrypt",
        resource: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        context: { "kms:ViaService": null },
        provided: ["the key policy passes access on to the account"],
      },
    }),
    change(),
  ],
  picture: {
    who: [
      { label: "mediaconvert.amazonaws.com", verbs: [], mark: "changed" },
      { label: "arn:aws:iam::111122223333:root", verbs: [], mark: "kept" },
    ],
    what: [
      { label: "arn:aws:s3:::acme-in/*", verbs: ["read"], mark: "kept" },
      { label: "arn:aws:s3:::acme-out/*", verbs: ["read", "write"], mark: "added" },
      { label: "arn:aws:s3:::acme-out/vod/*", verbs: ["read", "write"], mark: "removed" },
    ],
  },
});

const boundedRole = subject("aws_iam_role.admin", {
  name: "acme-admin",
  isMediaConvert: false,
  verdict: "both",
  gains: "yes",
  losses: "maybe",
  changes: [
    change({
      severity: "critical",
      says: "can now `iam:*` on `*`, since the boundary `acme-limits` is gone",
      actions: ["iam:*"],
      resources: ["*"],
      statement: { document: "arn:aws:iam::aws:policy/AdministratorAccess", index: 0 },
      example: {
        action: "iam:CreateUser",
        resource: "arn:aws:iam::111122223333:user/x",
        context: {},
        provided: [],
      },
    }),
    change({
      severity: "high",
      says: "can now `s3:DeleteObject` on `acme-masters/*`, since `DenyDelete` is gone",
      actions: ["s3:DeleteObject"],
      resources: ["arn:aws:s3:::acme-masters/*"],
      statement: { document: "aws_iam_policy.masters", index: 1, sid: "DenyDelete" },
      example: {
        action: "s3:DeleteObject",
        resource: "arn:aws:s3:::acme-masters/x",
        context: {},
        provided: [],
      },
    }),
    change({
      direction: "loss",
      certain: false,
      severity: "low",
      says: "can no longer `s3:GetObject` on `acme-logs/*`",
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::acme-logs/*"],
      statement: { document: "aws_iam_role_policy.logs", index: 0 },
      example: { action: "s3:GetObject", resource: "arn:aws:s3:::acme-logs/x", context: {}, provided: [] },
    }),
  ],
  unknown: [{ where: "aws_iam_policy.extra", what: "its document is known only after apply", side: "after" }],
  picture: {
    who: [{ label: "arn:aws:iam::111122223333:role/deploy", verbs: [], mark: "kept" }],
    what: [
      { label: "*", verbs: ["administer"], mark: "added" },
      { label: "arn:aws:s3:::acme-logs/*", verbs: ["read"], mark: "unknown" },
    ],
  },
});

const openedBucket = subject("aws_s3_bucket.masters", {
  kind: "bucket",
  name: "acme-masters",
  fate: "unchanged",
  isMediaConvert: false,
  verdict: "wider",
  gains: "yes",
  changes: [
    change({
      severity: "critical",
      says: "anybody can now `s3:GetObject` on `acme-masters/*`",
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::acme-masters/*"],
      statement: { document: "aws_s3_bucket_policy.masters", index: 0, sid: "Read" },
      example: {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::acme-masters/x",
        principal: "*",
        context: {},
        provided: [],
      },
    }),
  ],
  picture: {
    who: [{ label: "*", verbs: [], mark: "added" }],
    what: [{ label: "arn:aws:s3:::acme-masters/*", verbs: ["read"], mark: "added" }],
  },
});

/** Everything at once: gains, a loss, something unknown, a bucket, findings, suppressions and remarks. */
export const widerReview: Review = review({
  verdict: "both",
  roles: [
    boundedRole,
    mediaRole,
    subject("aws_iam_role.fresh", { fate: "created", name: "acme-fresh" }),
    subject("aws_iam_role.named", { fate: "replaced", name: "acme-new", nameBefore: "acme-old" }),
  ],
  resources: [openedBucket],
  unchangedRoles: 10,
  findings: [
    finding({
      rule: "boundary-removed",
      severity: "critical",
      subject: "aws_iam_role.admin acme-limits",
      of: "aws_iam_role.admin",
      where: "aws_iam_role.admin",
      title: "A permissions boundary is gone",
      says: "`aws_iam_role.admin` no longer has the boundary `acme-limits`",
      advice: "Keep the boundary, or name a narrower one.",
    }),
    finding({
      rule: "bucket-policy-opened",
      severity: "critical",
      subject: "aws_s3_bucket.masters Read",
      of: "aws_s3_bucket.masters",
      where: "aws_s3_bucket_policy.masters",
      title: "A bucket policy admits more",
      says: "anybody can now `s3:GetObject` on `acme-masters/*`",
      advice: "Name the principals that need it.",
    }),
    finding(),
    finding({
      rule: "access-lost",
      severity: "low",
      effect: "breaks",
      subject: "aws_iam_role.admin s3:GetObject arn:aws:s3:::acme-logs/*",
      of: "aws_iam_role.admin",
      where: "aws_iam_role_policy.logs",
      title: "A role loses access",
      says: "`aws_iam_role.admin` can no longer `s3:GetObject` on `acme-logs/*`",
      advice: "Make sure that nothing needs it.",
    }),
  ],
  suppressed: [
    {
      finding: finding({
        rule: "via-service-dropped",
        subject: "aws_iam_role_policy.media 2",
        where: "aws_iam_role_policy.media",
        title: "A key can be used outside its service",
        says: "`kms:ViaService` is gone from statement 3 of `aws_iam_role_policy.media`",
        advice: "Keep kms:ViaService.",
      }),
      reason: "SPEKE needs it until 2027",
    },
  ],
  unusedSuppressions: [{ rule: "trust-opened", subject: "aws_iam_role.gone *", reason: "was needed for the move" }],
  remarks: ["service control policies are not in the plan"],
});

/** Nothing changes what any role can do. */
export const sameReview: Review = review({ unchangedRoles: 3 });

/** It cannot be told, and the source is not the whole. */
export const unknownReview: Review = review({
  compared: { kind: "stacks", before: "main.json", after: "change.json" },
  verdict: "unknown",
  incomplete: "`-target` was used, so that other resources may change as well",
  roles: [
    subject("module.video.aws_iam_role.media[0]", {
      verdict: "unknown",
      gains: "maybe",
      losses: "undecided",
      masked: true,
      unknown: [
        { where: "aws_iam_policy.outputs", what: "its document is known only after apply", side: "after" },
        { where: "aws_iam_role_policy_attachment.vendor", what: "the policy is not in the plan", side: "both" },
      ],
      picture: { who: [], what: [{ label: "${bucket}/*", verbs: ["write"], mark: "unknown" }] },
    }),
  ],
  unchangedRoles: 1,
  findings: [
    finding({
      rule: "cannot-be-told",
      severity: "medium",
      effect: "unknown",
      subject: "module.video.aws_iam_role.media[0]",
      of: "module.video.aws_iam_role.media[0]",
      where: "aws_iam_policy.outputs",
      title: "It cannot be told what changes",
      says: "the document of `aws_iam_policy.outputs` is known only after apply",
      advice: "Apply the policy first, or build its document from values that are known.",
    }),
  ],
});

/** So many roles, of which each gains, has a finding and a picture. */
export const manyRoles = (count: number): Review => {
  const addresses = Array.from({ length: count }, (_, index) => `aws_iam_role.media[${String(index)}]`);
  return review({
    verdict: "wider",
    roles: addresses.map((address) => ({ ...mediaRole, address })),
    findings: addresses.map((address) => finding({ of: address, where: address, subject: `${address} x` })),
    unchangedRoles: 7,
  });
};

/** One role with so many changes and neighbours. */
export const manyChanges = (count: number): Review => {
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  return review({
    verdict: "wider",
    roles: [
      {
        ...mediaRole,
        changes: numbers.map((number) => change({ says: `can now \`s3:PutObject\` on \`acme-${number}/*\`` })),
        unknown: numbers.map((number) => ({
          where: `aws_iam_policy.p${number}`,
          what: "its document is known only after apply",
          side: "after" as const,
        })),
        picture: {
          who: numbers.map((number) => ({
            label: `arn:aws:iam::1:role/r${number}`,
            verbs: [],
            mark: "added" as const,
          })),
          what: numbers.map((number) => ({
            label: `arn:aws:s3:::acme-${number}/*`,
            verbs: ["write"],
            mark: "added" as const,
          })),
        },
      },
    ],
  });
};

/** A report with the given text in every place that takes text from outside. */
export const textEverywhere = (text: string): Review => {
  const everywhere = finding({
    rule: text,
    subject: text,
    of: text,
    where: text,
    title: text,
    says: text,
    advice: text,
  });
  const changed = change({
    says: text,
    actions: [text],
    resources: [text],
    statement: { document: text, index: 0, sid: text },
    example: { action: text, resource: text, principal: text, context: { [text]: text }, provided: [text] },
  });
  const nodes = (["added", "removed", "changed", "kept", "unknown"] as const).map((mark) => ({
    label: text,
    verbs: [text],
    mark,
  }));
  const of = (kind: ReviewedSubject["kind"]): ReviewedSubject =>
    subject(text, {
      kind,
      name: text,
      nameBefore: text,
      movedFrom: text,
      fate: "replaced",
      verdict: "both",
      gains: "yes",
      losses: "maybe",
      changes: [
        changed,
        { ...changed, direction: "loss", example: { ...changed.example, context: { [text]: null } } },
        { ...changed, certain: false, statement: { document: text } },
      ],
      unknown: [{ where: text, what: text, side: "both" }],
      picture: { who: nodes, what: nodes },
    });
  return review({
    compared: { kind: "stacks", before: text, after: `${text}.` },
    verdict: "both",
    incomplete: text,
    roles: [of("role"), subject(text)],
    resources: [of("bucket"), of("key")],
    findings: [everywhere, { ...everywhere, effect: "unknown" }],
    suppressed: [{ finding: everywhere, reason: text }],
    unusedSuppressions: [{ rule: text, subject: text, reason: text }],
    remarks: [text],
  });
};

/** Texts that mean something to a terminal, to Markdown, to HTML, to Mermaid or to GitHub. */
export const HOSTILE_TEXTS: readonly string[] = [
  "",
  " ",
  "\u001b[31mred\u001b[0m\u0007",
  "\u009b31m\u0000\u0008",
  "one\ntwo\r\nthree\u2028four\u0085",
  "\n# heading\n\n- item\n\n```\nfence\n",
  "\u202egnp.exe\u2066\u200f\u200b\ufeff\u00ad",
  "\ud800 half \udc00 \u{e0041}",
  "a | b \\| c \\\\| d \\",
  "`code` ``two`` ```three``` `open",
  "`a|b`c`",
  "<script>alert(1)</script>",
  "<!-- mediaconvert-role review --><img src=x onerror=alert(1)>",
  "--> ]]> </details> </table> </summary>",
  "&lt;b&gt; &#60;i&#62; &amp;",
  "@octocat @acme/team mail@example.com",
  "#1 GH-2 acme/media#3 https://github.com/acme/media/issues/4 www.example.com",
  "[link](https://example.com) ![image](https://example.com/x.png) [^1] [ref]: x",
  "*bold* _em_ __x__ ~~gone~~ $x$ $$y$$ :tada: \\*",
  "- item",
  "1. item",
  "> quote",
  "## heading",
  "---",
  "```mermaid",
  "${jndi:ldap://x} {{7*7}} $(id) %{if}",
  '"]:::added; click a "javascript:alert(1)"',
  '%%{init: {"theme":"forest"}}%% end subgraph x #quot; #35;',
  "style a fill:#fff; classDef b fill:#fff;",
  "fa:fa-trash @{ shape: circle }",
  "ﬂ°°60¶ßscript",
  "'; DROP TABLE roles; --",
  "::error file=a::b",
  "##[error]a ##vso[task.setvariable variable=a]b ###[group]",
  "x".repeat(100_000),
  "|".repeat(10_000),
  "`|".repeat(10_000),
  "\u001b".repeat(10_000),
  "\u{1f600}".repeat(10_000),
];

/** Every hostile text in every place. */
export const hostileReviews: readonly Review[] = HOSTILE_TEXTS.map(textEverywhere);

/** All hostile texts in one report. */
export const hostileReview: Review = {
  ...textEverywhere("x"),
  roles: hostileReviews.flatMap(({ roles }) => roles),
  resources: hostileReviews.flatMap(({ resources }) => resources),
  findings: hostileReviews.flatMap(({ findings }) => findings),
  suppressed: hostileReviews.flatMap(({ suppressed }) => suppressed),
  unusedSuppressions: hostileReviews.flatMap(({ unusedSuppressions }) => unusedSuppressions),
  remarks: hostileReviews.flatMap(({ remarks }) => remarks),
};

/** Text with what means something to a terminal, a line or a log. */
export const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom("`", "#", "##[", "::", "\n", "\r", "\u001b[2J", "\u009b", "\u202e", "\u2028", "\ud800", " "),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
