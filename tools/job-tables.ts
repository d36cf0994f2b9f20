import { FIELDS, type Field } from "../lib/jobs/fields";
import { QUESTIONS } from "../lib/jobs/questions";
import { RULES, type RuleId } from "../lib/jobs/rules";

/** `docs/job-permissions.md`: what each field of a job asks of the role, made from the tables in `lib/jobs/`. */
export const jobPermissions = (): string => `# What each field of a job asks of the role

Made by \`npm run docs\` from \`lib/jobs/fields.ts\`, \`rules.ts\` and \`questions.ts\`. \`mediaconvert-role derive --explain\`
prints the same for your own jobs.

Paths are those of the CreateJob request: \`[]\` is any entry of a list, \`{name}\` any key of a map. A field that
stands in no row asks nothing of the role; an \`s3://\` address in such a field is reported.

How sure a rule is:

- **documented**: AWS documents it for MediaConvert
- **documented by the called service**: AWS documents it for S3, KMS, IAM or another service that is called
- **observed**: seen in public, in a working role, a log line or a report
- **inferred**: follows from what is documented

## Fields

| Field | The role needs | Rule |
|---|---|---|
${byNeed()
  .map((field) => `| \`${field.path}\` | ${needs(field)} | ${rulesOf(field).map(link).join(", ")} |`)
  .join("\n")}

## Rules

| Rule | The role gets | What it says | How sure |
|---|---|---|---|
${Object.entries(RULES)
  .map(
    ([id, { actions, says, certainty, source }]) =>
      `| <a name="${anchor(id)}"></a>\`${id}\` | ${actionsOf(actions)} | ${says} | [${certainty}](${source}) |`,
  )
  .join("\n")}

## What a job cannot tell

Each of these is asked about, with the field that raises it. \`derive\` and \`check\` take the flag, \`roles.json\` the
setting.

| Question | Setting | Flag |
|---|---|---|
${Object.values(QUESTIONS)
  .map(
    ({ asks, setting, flag }) => `| ${cell(asks(SUBJECT))} | ${cell(setting(SUBJECT))} | \`${cell(flag(SUBJECT))}\` |`,
  )
  .join("\n")}
`;

const SUBJECT = "NAME";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** Fields that need something first, in the order of the table. */
const byNeed = (): readonly Field[] => [
  ...FIELDS.filter(({ kind }) => kind !== "none" && kind !== "job"),
  ...FIELDS.filter(({ kind }) => kind === "job"),
  ...FIELDS.filter(({ kind }) => kind === "none"),
];

const rulesOf = ({ rule, also = [] }: Field): readonly RuleId[] => [rule, ...also];

const needs = (field: Field): string => {
  const actions = [...new Set(rulesOf(field).flatMap((rule) => RULES[rule].actions ?? []))];
  const on = field.on === undefined ? "" : `with \`${field.on}\`: `;
  return actions.length === 0 ? "nothing" : on + actionsOf(actions);
};

const actionsOf = (actions: readonly string[] = []): string =>
  actions.length === 0 ? "–" : actions.map((action) => `\`${action}\``).join(", ");

const anchor = (id: string): string => id.toLowerCase();

const link = (id: RuleId): string => `[${id}](#${anchor(id)})`;
