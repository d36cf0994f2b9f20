import type { Answers } from "./answers";
import type { AskId, Need, Origin, Unknown } from "./need";
import { groupsOf, ordered } from "./order";

/** A question, with every field that raises it. */
export interface Question {
  readonly ask: AskId;
  readonly subject: string;
  readonly blocks: boolean;
  readonly because: readonly Origin[];
}

/** What is open once the answers are given, each question once. */
export const questionsOf = (need: Need, answers: Answers): readonly Question[] => {
  const encryption: readonly Unknown[] = [
    ...need.reads.map(({ bucket, origin }) => bucketQuestion(bucket, origin, "R-KMS-IN")),
    ...need.writes
      .filter((write) => write.encryption === undefined)
      .map(({ bucket, origin }) => bucketQuestion(bucket, origin, "R-KMS-OUT")),
  ];
  const open = [...need.unknowns, ...encryption].filter((unknown) => !isAnswered(unknown, answers));
  return groupsOf(open, ({ ask, subject }) => `${ask} ${subject}`).map(([, [first, ...others]]) => ({
    ask: first.ask,
    subject: first.subject,
    blocks: [first, ...others].some(({ blocks }) => blocks),
    because: ordered([first, ...others].map(({ origin }) => origin)),
  }));
};

const bucketQuestion = (bucket: string, { place }: Origin, rule: "R-KMS-IN" | "R-KMS-OUT"): Unknown => ({
  ask: "ASK-01",
  subject: bucket,
  origin: { place, rules: [rule] },
  blocks: false,
});

const isAnswered = ({ ask, subject }: Unknown, answers: Answers): boolean => {
  switch (ask) {
    case "ASK-01":
    case "ASK-BUCKET-KIND":
      return answers.bucket(subject) !== undefined;
    case "ASK-03":
      return subject === "" ? answers.clientSideRegions.size > 0 : answers.clientSideRegions.has(subject);
    case "ASK-06":
    case "ASK-07":
    case "ASK-INPUT":
    case "ASK-FIELD":
      return answers.inputsListed;
    case "ASK-DESTINATION":
      return answers.outputsListed;
    case "ASK-09":
      return answers.endpoints !== undefined;
    case "ASK-10":
      return answers.secrets.has(subject);
    case "ASK-11":
      return false;
  }
};
