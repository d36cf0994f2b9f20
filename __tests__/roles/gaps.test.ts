import { type Item, KEY, READS, change, configured, only, read, references, role } from "./plans";

const SSE = "aws_s3_bucket_server_side_encryption_configuration";
const media = role("aws_iam_role.r", "media");

describe("what a gap is about", () => {
  const twoBuckets = ["a", "b"].map((name) => change(`aws_s3_bucket.${name}`, { bucket: name }, { policy: true }));
  const oneOfTwo = references("aws_s3_bucket.a.id", "aws_s3_bucket.a", "aws_s3_bucket.b.id", "aws_s3_bucket.b");
  const unnamed = change("aws_s3_bucket.u", {}, { bucket: true, policy: true });
  const whose = { bucket: true };

  test.each<[string, readonly Item[], readonly object[], readonly (readonly [string, string | undefined])[]]>([
    [
      "a bucket's policy",
      [change("aws_s3_bucket_policy.p", { bucket: "acme-in" }, { policy: true })],
      [],
      [["bucket", "acme-in"]],
    ],
    [
      "the policy of a bucket without a name yet",
      [unnamed, change("aws_s3_bucket_policy.p", {}, { bucket: true, policy: true })],
      [configured("aws_s3_bucket_policy.p", { bucket: references("aws_s3_bucket.u.id", "aws_s3_bucket.u") })],
      [["bucket", "${aws_s3_bucket.u.bucket}"]],
    ],
    [
      "a policy of one of two buckets",
      [...twoBuckets, change("aws_s3_bucket_policy.p", { policy: READS }, whose)],
      [configured("aws_s3_bucket_policy.p", { bucket: oneOfTwo })],
      [
        ["bucket", "a"],
        ["bucket", "b"],
      ],
    ],
    [
      "a policy of any bucket",
      [change("aws_s3_bucket_policy.p", { policy: READS }, whose)],
      [],
      [["bucket", undefined]],
    ],
    [
      "a bucket's encryption",
      [change(`${SSE}.e`, { bucket: "acme-in", rule: [{}] }, { rule: true })],
      [],
      [["encryption", "acme-in"]],
    ],
    ["an encryption of any bucket", [change(`${SSE}.e`, { rule: [] }, whose)], [], [["encryption", undefined]]],
    ["a key's policy", [change("aws_kms_key_policy.p", { key_id: KEY }, { policy: true })], [], [["key", KEY]]],
    [
      "a policy of any key",
      [change("aws_kms_key_policy.p", { policy: READS }, { key_id: true })],
      [],
      [["key", undefined]],
    ],
    [
      "a bucket and its policy that are forgotten",
      ["aws_s3_bucket.in", "aws_s3_bucket_policy.in"].map((address) =>
        change(address, null, {}, { actions: ["forget"], before: { bucket: "acme-in", policy: READS } }),
      ),
      [],
      [
        ["bucket", "acme-in"],
        ["bucket", "acme-in"],
      ],
    ],
  ])("%s", (_, items, resources, expected) => {
    const { gaps } = only(read([media, ...items], resources));
    expect(gaps.map(({ of, about }) => [of, about])).toEqual(expected);
    for (const { of, what } of gaps) expect(what.startsWith("encryption")).toBe(of === "encryption");
  });
});
