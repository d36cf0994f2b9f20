import { planSidesOf, stackSidesOf } from "../../lib/roles/sides";
import { HELD_TRUST, allow, keptRole, planOf, policy, reviewPlan, reviewStacks, roleValues, updated } from "./changes";

/** Characters of a policy that is read at all. */
const LENGTH = 90_000;

/** Texts that a pattern without a bound goes through again from each place. */
const TEXTS: readonly string[] = [
  "a",
  "a_",
  "a/",
  "a:",
  "a.",
  "a*",
  "?",
  "[",
  " ",
  "${",
  "${a}",
  "${var.a[",
  "${a_b.c}",
  "arn:",
  ":role/",
  "module.a.",
];

const LIMIT_MS = 5000;

const timed = (run: () => unknown): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

describe("a policy of 90,000 characters is reviewed in little time", () => {
  const inline = (document: string): object => ({ name: "jobs", role: "media", policy: document });

  test.each(TEXTS)("%j in a plan", (text) => {
    const long = text.repeat(LENGTH / text.length);
    const plan = planOf([
      keptRole("aws_iam_role.media", "media"),
      updated(
        "aws_iam_role_policy.jobs",
        inline(policy(allow("s3:GetObject", "*"))),
        inline(policy(allow("s3:GetObject", `arn:aws:s3:::${long}`))),
      ),
    ]);
    expect(planSidesOf(plan, "plan.json")).toHaveProperty("sides");
    expect(timed(() => reviewPlan(plan))).toBeLessThan(LIMIT_MS);
  });

  test.each(TEXTS)("%j in a stack", (text) => {
    const long = `\${aws_sqs_queue.q.arn}${text.repeat(LENGTH / text.length)}`;
    const stack = (document: string): object => ({
      resource: {
        aws_iam_role: { media: roleValues("media", { assume_role_policy: HELD_TRUST }) },
        aws_iam_role_policy: { jobs: inline(document) },
      },
    });
    const [before, after] = [stack(policy(allow("s3:GetObject", "*"))), stack(long)];
    const read = stackSidesOf({ value: before, name: "a" }, { value: after, name: "b" });
    expect(read).toHaveProperty("sides");
    expect(timed(() => reviewStacks(before, after))).toBeLessThan(LIMIT_MS);
  });
});
