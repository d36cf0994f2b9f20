import fc from "fast-check";
import type { Review } from "../../lib/review/report";
import { reviewText } from "../../lib/review/render-text";
import {
  HOSTILE_TEXTS,
  change,
  finding,
  hostileReview,
  manyRoles,
  nasty,
  review,
  sameReview,
  subject,
  textEverywhere,
  unknownReview,
  widerReview,
} from "./reports";

const text = (of: Review): string => reviewText(of, { color: false });

describe("a role in text", () => {
  it("has its changes with mark, severity, place and example", () => {
    const role = subject("aws_iam_role.media", {
      name: "acme-media",
      movedFrom: "aws_iam_role.old",
      verdict: "both",
      gains: "yes",
      losses: "maybe",
      changes: [
        change({
          severity: "critical",
          part: "trust",
          says: "`*` can now assume the role",
          statement: { document: "aws_iam_role.media", index: 0 },
          example: {
            action: "sts:AssumeRole",
            principal: "arn:aws:iam::444455556666:root",
            context: { "aws:SourceArn": null, "aws:SourceAccount": "444455556666", "sts:ExternalId": "" },
            provided: ["its own policies allow it"],
          },
        }),
        change(),
        change({ direction: "loss", severity: "low", says: "can no longer `kms:Decrypt`" }),
        change({ direction: "loss", severity: "low", certain: false, says: "can no longer `s3:GetObject`" }),
      ],
      unknown: [{ where: "aws_iam_policy.extra", what: "its `policy` is known only after apply", side: "after" }],
      masked: true,
    });
    expect(text(review({ verdict: "both", roles: [role], unchangedRoles: 13 }))).toBe(
      [
        "wider and narrower: 1 of 14 roles can newly do something; 1 can no longer do something (plan.json)",
        "",
        "MediaConvert role aws_iam_role.media (acme-media), updated, moved from aws_iam_role.old: wider and narrower",
        "  + critical  * can now assume the role",
        "              in statement 1 of aws_iam_role.media",
        "              e.g. sts:AssumeRole by arn:aws:iam::444455556666:root, " +
          'with aws:SourceAccount = 444455556666 and sts:ExternalId = "", without aws:SourceArn, ' +
          "provided its own policies allow it",
        "  + medium    can now s3:PutObject on acme-out/* (was acme-out/vod/*)",
        "              in Sid WriteOutputs of aws_iam_role_policy.media",
        "              e.g. s3:PutObject on arn:aws:s3:::acme-out/x",
        "  - low       can no longer kms:Decrypt",
        "              in Sid WriteOutputs of aws_iam_role_policy.media",
        "              e.g. s3:PutObject on arn:aws:s3:::acme-out/x",
        "  ? low       can no longer s3:GetObject",
        "              in Sid WriteOutputs of aws_iam_role_policy.media",
        "              e.g. s3:PutObject on arn:aws:s3:::acme-out/x",
        "  ? unknown   aws_iam_policy.extra: its policy is known only after apply (after the change)",
        "  ?           details are not shown, since a value that they come from is marked sensitive",
      ].join("\n"),
    );
  });

  it("says what is perhaps so only where no change shows it, and what is too intricate", () => {
    const lines = text(
      review({
        verdict: "unknown",
        roles: [subject("a", { verdict: "unknown", gains: "maybe", losses: "undecided" })],
      }),
    );
    expect(lines).toContain("\n  ?           perhaps it can newly do something\n");
    expect(lines).toMatch(/\n {2}\? {11}whether it can no longer do something is too intricate to decide$/);
    const shown = subject("a", { verdict: "unknown", gains: "maybe", changes: [change({ certain: false })] });
    expect(text(review({ verdict: "unknown", roles: [shown] }))).not.toContain("perhaps");
  });

  it("is one line where it stays the same", () => {
    const roles = [
      subject("aws_iam_role.a", { fate: "created", name: "acme-a" }),
      subject("aws_iam_role.b", { fate: "replaced", name: "new", nameBefore: "old", isMediaConvert: false }),
    ];
    expect(text(review({ roles }))).toBe(
      [
        "same: all 2 roles can do what they could (plan.json)",
        "",
        "MediaConvert role aws_iam_role.a (acme-a), created: same",
        "role aws_iam_role.b (new), replaced, named old before: same",
      ].join("\n"),
    );
  });
});

describe("the rest of the text", () => {
  it("has findings with subject, and what to do about a rule once", () => {
    const findings = [finding(), finding({ subject: "aws_iam_role.other *", severity: "low" })];
    expect(text(review({ unchangedRoles: 1, findings }))).toBe(
      [
        "same: the role can do what it could (plan.json)",
        "",
        "Findings: 1 high, 1 low",
        "    high      trust-opened: mediaconvert.amazonaws.com can now assume aws_iam_role.media for any account",
        "              at aws_iam_role.media",
        "              subject: aws_iam_role.media mediaconvert.amazonaws.com",
        "              advice: Keep aws:SourceAccount or aws:SourceArn in the trust policy.",
        "    low       trust-opened: mediaconvert.amazonaws.com can now assume aws_iam_role.media for any account",
        "              at aws_iam_role.media",
        "              subject: aws_iam_role.other *",
      ].join("\n"),
    );
  });

  it("has what is suppressed, suppressions that no finding needs, and remarks", () => {
    const rest = text(
      review({
        suppressed: [{ finding: finding(), reason: "ticket `42`" }],
        unusedSuppressions: [{ rule: "trust-opened", subject: "aws_iam_role.gone *", reason: "was needed" }],
        remarks: ["`aws_iam_policy.a` is in no plan"],
      }),
    );
    expect(rest).toBe(
      [
        "same: there is no role (plan.json)",
        "",
        "Suppressed: 1 finding",
        "    high      trust-opened: mediaconvert.amazonaws.com can now assume aws_iam_role.media for any account",
        "              reason: ticket 42",
        "",
        "Suppressions that no finding needs",
        "  - trust-opened: aws_iam_role.gone *",
        "    reason: was needed",
        "",
        "Remarks",
        "  - aws_iam_policy.a is in no plan",
      ].join("\n"),
    );
  });

  it("is one line where there is nothing to say", () => {
    expect(text(sameReview)).toBe("same: all 3 roles can do what they could (plan.json)");
  });

  it("shows resources after roles", () => {
    const all = text(widerReview);
    expect(all.indexOf("\nbucket aws_s3_bucket.masters (acme-masters), itself unchanged: wider\n")).toBeGreaterThan(
      all.indexOf("aws_iam_role.media"),
    );
  });

  it("says why the source is not the whole", () => {
    expect(text(unknownReview).split("\n")[1]).toBe(
      "incomplete: -target was used, so that other resources may change as well",
    );
  });
});

describe("text from outside", () => {
  const lineCount = text(textEverywhere("x")).split("\n").length;

  const isHarmless = (given: string): void => {
    const lines = text(textEverywhere(given)).split("\n");
    expect(lines).toHaveLength(lineCount);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##/u);
      expect(line.trimStart().startsWith("::")).toBe(false);
      expect(line.length).toBeLessThan(6000);
    }
  };

  it.each(HOSTILE_TEXTS.map((given, index) => [index, given] as const))(
    "hostile text %i stays in its line",
    (_, given) => {
      isHarmless(given);
    },
  );

  it("stays in its line, whatever it is", () => {
    fc.assert(fc.property(nasty, isHarmless), { numRuns: 100 });
  });

  it("brings no escape sequence into colours", () => {
    const colored = reviewText(hostileReview, { color: true });
    expect(colored.replace(/\u001b\[\d+m/g, "")).not.toContain("\u001b");
    expect(colored).not.toContain("\u001b[31mred");
  });
});

describe("colours", () => {
  it("change nothing but looks", () => {
    const colored = reviewText(widerReview, { color: true });
    expect(colored).toContain(
      "\u001b[31m+\u001b[0m critical  can now \u001b[36miam:*\u001b[0m on \u001b[36m*\u001b[0m",
    );
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(text(widerReview));
  });
});

it("prints thousands of roles", () => {
  expect(
    text(manyRoles(5000))
      .split("\n")
      .filter((line) => line.startsWith("MediaConvert role")),
  ).toHaveLength(5000);
});
