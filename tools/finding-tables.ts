import { RULES, type Rule } from "../lib/review/catalogue";
import type { Effect, Suppression } from "../lib/review/report";

/** `docs/findings.md`: what `review` can find, made from the table in `lib/review/catalogue.ts`. */
export const findings = (): string => `# What review finds

Made by \`npm run docs\` from \`lib/review/catalogue.ts\`. \`mediaconvert-role review\` compares what IAM roles may do before
and after a Terraform plan, and names what it finds by the rules below.

## What a finding means

The severity says how dangerous it is: \`critical\`, \`high\`, \`medium\`, \`low\` or \`info\`. The effect says what becomes of
the pipeline:

| Effect | Meaning | Exit status |
|---|---|---|
${Object.entries(EFFECTS)
  .map(([effect, { meaning, exit }]) => `| \`${effect}\` | ${meaning} | ${exit} |`)
  .join("\n")}

Without any of these the exit status is 0. It is 2 where the call or a file is wrong, and nothing was reviewed.

## Accepting a finding

A finding that is meant is accepted in a file, for good and for that subject alone:

\`\`\`json
${JSON.stringify(EXAMPLE, null, 2)}
\`\`\`

\`rule\` and \`subject\` are copied from the report. They are compared letter by letter: a \`*\` is that character, and nothing
stands for several subjects. \`reason\` must say something. A suppression that no finding needs is reported, so that the
file does not outlive what it was written for. What cannot be told cannot be accepted: a finding of effect \`unknown\` stays.

## Rules

| Rule | Severity | Effect | Finding |
|---|---|---|---|
${RULES.map((rule) => `| [${rule.id}](#${rule.id}) | ${severity(rule)} | \`${rule.effect}\` | ${rule.title} |`).join("\n")}

${RULES.map(section).join("\n")}`;

const EFFECTS: { readonly [effect in Effect]: { readonly meaning: string; readonly exit: string } } = {
  widens: {
    meaning: "somebody can do more",
    exit: "1 with `--fail-on any`; with `--fail-on risky` only if it is `critical` or `high`; not with `--fail-on never`",
  },
  breaks: { meaning: "jobs may stop working", exit: "1 with `--fail-on-loss`" },
  unknown: { meaning: "it cannot be told", exit: "3, unless something else ends with 1" },
  informs: { meaning: "worth knowing", exit: "fails nothing" },
};

const EXAMPLE = {
  $schema: "./node_modules/cdktf-mediaconvert-role/schemas/suppressions.schema.json",
  suppressions: [
    {
      rule: "read-widened",
      subject: "aws_iam_role.mediaconvert: s3:GetObject on arn:aws:s3:::amzn-s3-demo-source-bucket/masters/*",
      reason: "The archive team lets us transcode its masters until they are moved, see OPS-1234",
    },
  ],
};

const severity = ({ severity: usual, otherwise }: Rule): string =>
  otherwise === undefined ? usual : `${usual}; ${otherwise.severity} where ${otherwise.when}`;

const section = (rule: Rule): string => `### ${rule.id}

${rule.title}. Severity: ${severity(rule)}. Effect: \`${rule.effect}\`, ${EFFECTS[rule.effect].meaning}.

${rule.why}

**What to do:** ${rule.advice}

**To accept it:** ${acceptance(rule)}

**See:** ${rule.see.map((page) => `[${pageName(page)}](${page})`).join(", ")}
`;

const acceptance = ({ id, effect }: Rule): string => {
  if (effect === "unknown") return "it cannot be accepted, since it cannot be told.";
  const entry: Suppression = { rule: id, subject: "…", reason: "…" };
  const members = Object.entries(entry).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `\`{ ${members.join(", ")} }\``;
};

/** The last part of its address. */
const pageName = (page: string): string => page.replace(/^.*\//, "").replace(/\.html$/, "");
