import { readRoles } from "../../lib/roles/source";
import { type Item, READS, WRITES, change, configured, only, read, references, role } from "./plans";

const S3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const OWN = "arn:aws:iam::111122223333:policy/own";

const kept = (after: object, unknown: object = {}): Item =>
  change("aws_iam_role_policies_exclusive.e", { role_name: "media", ...after }, unknown);

const keptAttached = (after: object, unknown: object = {}): Item =>
  change("aws_iam_role_policy_attachments_exclusive.e", { role_name: "media", ...after }, unknown);

const live = (more: object): Item => {
  const values = { name: "media", path: "/", assume_role_policy: "{}", ...more };
  return change("aws_iam_role.r", values, {}, { actions: ["no-op"], before: values });
};

describe("a role that keeps only the listed policies", () => {
  const two = live({
    inline_policy: [
      { name: "kept", policy: READS },
      { name: "by-hand", policy: WRITES },
    ],
    managed_policy_arns: [S3, OWN],
  });
  const documents = (item: Item): readonly unknown[] => only(read([two, item])).identity.map(({ name }) => name);

  test.each<[string, Item, readonly string[]]>([
    ["one inline policy", kept({ policy_names: ["kept"] }), ["aws_iam_role.r.inline_policy[0]", S3]],
    ["no inline policy", kept({ policy_names: [] }), [S3]],
    [
      "no attached policy",
      keptAttached({ policy_arns: [] }),
      ["aws_iam_role.r.inline_policy[0]", "aws_iam_role.r.inline_policy[1]"],
    ],
    [
      "another role's",
      kept({ role_name: "other", policy_names: [] }),
      ["aws_iam_role.r.inline_policy[0]", "aws_iam_role.r.inline_policy[1]", S3],
    ],
  ])("%s", (_, item, expected) => {
    expect(documents(item)).toEqual(expected);
  });

  test("the contents of what goes are no gap", () => {
    expect(only(read([two])).gaps).toMatchObject([{ where: OWN }]);
    expect(only(read([two, keptAttached({ policy_arns: [S3] })])).gaps).toEqual([]);
  });

  test.each<[string, Item]>([
    ["the list", kept({}, { policy_names: true })],
    ["a name in it", kept({ policy_names: ["kept", null] }, { policy_names: [false, true] })],
    ["whose it is", kept({ role_name: undefined, policy_names: [] }, { role_name: true })],
    ["the ARNs", keptAttached({}, { policy_arns: true })],
  ])("%s is not known: a gap, and nothing goes", (_, item) => {
    const facts = only(read([two, item]));
    expect(facts.identity).toHaveLength(3);
    expect(facts.gaps).toContainEqual(
      expect.objectContaining({ where: String(item["address"]), of: "identity" }) as unknown,
    );
  });

  test("names and ARNs in a stack", () => {
    const stack = {
      resource: {
        aws_iam_role: { r: { name: "media", assume_role_policy: "{}" } },
        aws_iam_role_policy: {
          p: { name: "p", role: "${aws_iam_role.r.name}", policy: READS },
          q: { name: "q", role: "${aws_iam_role.r.name}", policy: WRITES },
        },
        aws_iam_policy: { m: { name: "m", policy: READS } },
        aws_iam_role_policies_exclusive: {
          e: { role_name: "${aws_iam_role.r.name}", policy_names: ["${aws_iam_role_policy.p.name}"] },
        },
        aws_iam_role_policy_attachments_exclusive: {
          e: { role_name: "${aws_iam_role.r.name}", policy_arns: ["${aws_iam_policy.m.arn}"] },
        },
      },
    };
    const { roles } = readRoles(stack, "cdk.tf.json");
    expect(roles).toMatchObject([
      { identity: [{ name: "aws_iam_role_policy.p" }, { name: "aws_iam_policy.m" }], gaps: [] },
    ]);
  });

  test("policies of the plan are found by reference", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change("aws_iam_policy.p", { name: "p", policy: READS }, { arn: true }),
          change("aws_iam_policy.other", { name: "other", policy: WRITES }, { arn: true }),
          change("aws_iam_role_policy_attachment.a", { role: "media" }, { policy_arn: true }),
          keptAttached({ policy_arns: [null] }, { policy_arns: [true] }),
        ],
        [
          configured("aws_iam_role_policy_attachment.a", {
            policy_arn: references("aws_iam_policy.other.arn", "aws_iam_policy.other"),
          }),
          configured("aws_iam_role_policy_attachments_exclusive.e", {
            policy_arns: references("aws_iam_policy.p.arn", "aws_iam_policy.p"),
          }),
        ],
      ),
    );
    // What is listed is attached, whether another resource attaches it or not.
    expect(facts.identity.map(({ name }) => name)).toEqual(["aws_iam_policy.p"]);
    expect(facts.gaps).toEqual([]);
  });

  test("policies are found behind the attachments that the list refers to", () => {
    const attached = (name: string): object =>
      configured(`aws_iam_role_policy_attachment.${name}`, {
        policy_arn: references(`aws_iam_policy.${name}.arn`, `aws_iam_policy.${name}`),
      });
    const facts = only(
      read(
        [
          live({ managed_policy_arns: [S3, OWN] }),
          change("aws_iam_policy.p", { name: "p", policy: READS }, { arn: true }),
          change("aws_iam_policy.other", { name: "other", policy: WRITES }, { arn: true }),
          change("aws_iam_role_policy_attachment.p", { role: "media" }, { policy_arn: true }),
          change("aws_iam_role_policy_attachment.other", { role: "media" }, { policy_arn: true }),
          keptAttached({ policy_arns: [S3, null] }, { policy_arns: [false, true] }),
        ],
        [
          attached("p"),
          attached("other"),
          configured("aws_iam_role_policy_attachments_exclusive.e", {
            policy_arns: references("aws_iam_role_policy_attachment.p.policy_arn", "aws_iam_role_policy_attachment.p"),
          }),
        ],
      ),
    );
    expect(facts.identity.map(({ name }) => name)).toEqual(["aws_iam_policy.p", S3]);
    expect(facts.gaps).toEqual([]);
  });

  test("an attachment of a policy that is not in the plan leaves the list open", () => {
    const facts = only(
      read(
        [
          live({ managed_policy_arns: [S3] }),
          change("aws_iam_role_policy_attachment.p", { role: "media" }, { policy_arn: true }),
          keptAttached({ policy_arns: [null] }, { policy_arns: [true] }),
        ],
        [
          configured("aws_iam_role_policy_attachments_exclusive.e", {
            policy_arns: references("aws_iam_role_policy_attachment.p.policy_arn", "aws_iam_role_policy_attachment.p"),
          }),
        ],
      ),
    );
    expect(facts.identity.map(({ name }) => name)).toContain(S3);
    expect(facts.gaps).toContainEqual(
      expect.objectContaining({ where: "aws_iam_role_policy_attachments_exclusive.e" }) as unknown,
    );
  });
});
