import { type Entry, entriesOf } from "../../lib/packing/entry";
import { WRITTEN_OUT } from "../../lib/placeholders";
import type { Statement } from "../../lib/policy/model";
import type { Statements } from "../../lib/policy/role-policies";
import type { MediaConvertRoleProps } from "../../lib/props";
import { newReport } from "../../lib/settings/check";
import { describeUnpacked } from "../../lib/settings/describe";
import { IRELAND } from "../support/pure";

/** The statements of a role, before they are packed. */
export const statementsIn = (props: MediaConvertRoleProps): Statements => {
  const report = newReport(WRITTEN_OUT);
  const deployment = { partition: () => "aws", accountId: () => "111122223333", region: () => "eu-west-1" };
  const described = describeUnpacked(props, "", IRELAND, deployment, report);
  if (described === undefined || report.problems.length > 0) throw new Error(JSON.stringify(report.problems));
  return described.policies.statements;
};

/** The same as entries. */
export const entriesIn = (props: MediaConvertRoleProps): readonly Entry[] =>
  entriesOf(statementsIn(props), WRITTEN_OUT);

/** What statements say, a line for each action on each resource under a condition. */
export const linesIn = (statements: readonly Statement[]): readonly string[] =>
  statements.flatMap(({ Effect, Action = [], Resource = [], Condition = {} }) => {
    const { StringLike, ...others } = Condition;
    const contexts = Object.entries(StringLike ?? {}).flatMap(([key, values]) =>
      values.map((value) => `${key}=${value}`),
    );
    return Action.flatMap((action) =>
      Resource.flatMap((resource) =>
        (contexts.length === 0 ? [""] : contexts).map(
          (context) => `${Effect} ${action} ${resource} ${JSON.stringify(others)} ${context}`,
        ),
      ),
    );
  });

/** Patterns whose inclusion in one another costs the engine more than anybody waits for. */
export const INTRICATE: readonly string[] = Array.from({ length: 20 }, (_, index) => {
  const letters = Array.from("abcdefgh", (letter, at) => `${letter}${String((index * 7 + at) % 10)}`);
  return `arn:aws:s3:::acme/*${letters.join("*")}*${String(index + 10)}`;
});
