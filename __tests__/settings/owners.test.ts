import type { MediaConvertRoleProps } from "../../lib";
import { entryOf } from "../../lib/settings/entry";
import { reading, roleOf, writing } from "../support/jobs";
import { KEY, describedOf, fileProblemsOf, outcomeOf, problemsOf, warningsOf } from "../support/pure";

const THEIRS = "444455556666";
const OTHERS = "777788889999";
const OWN = "111122223333";

/** Bucket → owner of another account, as the policy layer gets it. */
const ownersOf = (props: MediaConvertRoleProps): object => {
  const { inputs, outputs } = describedOf(props).settings;
  return Object.fromEntries([...inputs, ...outputs].map(({ bucketArn, owner }) => [bucketArn.slice(13), owner]));
};

const configured = (...inputs: object[]): MediaConvertRoleProps => ({
  access: { mode: "configured", inputs, outputs: [{ bucket: "acme-b", acl: true }] },
});

describe("owners of buckets", () => {
  test.each<[what: string, props: MediaConvertRoleProps, owners: object]>([
    ["left out", configured({ bucket: "acme-a" }), { "acme-a": undefined, "acme-b": undefined }],
    [
      "the role's account, as if left out",
      configured({ bucket: "acme-a", ownerAccount: OWN }),
      { "acme-a": undefined, "acme-b": undefined },
    ],
    [
      "one location says it for all of its bucket",
      configured({ bucket: "acme-b", prefix: "x/", ownerAccount: THEIRS }, { bucket: "acme-b" }),
      { "acme-b": THEIRS },
    ],
    [
      "as location or ARN",
      configured({ location: "arn:aws:s3:::acme-a/x/", ownerAccount: THEIRS }),
      { "acme-a": THEIRS, "acme-b": undefined },
    ],
    [
      "of buckets that jobs name",
      roleOf([reading("s3://acme-in/a.mov"), writing("s3://acme-out/")], {
        buckets: { "acme-in": { ownerAccount: THEIRS }, "acme-base": {}, "*": { ownerAccount: OTHERS } },
      }),
      { "acme-in": THEIRS, "acme-base": undefined, "acme-out": OTHERS },
    ],
    [
      "a listed place goes before every bucket",
      roleOf([reading("s3://acme-in/a.mov")], {
        inputs: [{ bucket: "acme-in", prefix: "more/", ownerAccount: THEIRS }],
        buckets: { "acme-base": {}, "*": { ownerAccount: OTHERS } },
      }),
      { "acme-in": THEIRS, "acme-base": undefined },
    ],
    [
      "facts reach a listed place",
      roleOf([reading("s3://acme-in/a.mov")], {
        inputs: ["s3://acme-in/more/"],
        buckets: { "acme-in": { ownerAccount: THEIRS }, "*": {} },
      }),
      { "acme-in": THEIRS, "acme-base": undefined },
    ],
  ])("%s", (_, props, owners) => {
    expect(ownersOf(props)).toEqual(owners);
  });

  test("they change nothing that the role may do", () => {
    const without = describedOf(configured({ bucket: "acme-a", kmsKeyArn: KEY }));
    const withOwner = describedOf(configured({ bucket: "acme-a", kmsKeyArn: KEY, ownerAccount: THEIRS }));
    expect(withOwner.policies).toEqual(without.policies);
    expect(withOwner.documents).toEqual(without.documents);
  });

  test("facts and a listed place that disagree", () => {
    const jobs = roleOf([reading("s3://acme-in/a.mov")], {
      inputs: [{ bucket: "acme-in", prefix: "more/", ownerAccount: THEIRS }],
      buckets: { "acme-in": { ownerAccount: OTHERS }, "*": {} },
    });
    expect(problemsOf(jobs)).toEqual([
      'access.buckets.acme-in.ownerAccount: says that account "777788889999" owns bucket "acme-in", and access.inputs[0].ownerAccount says another; correct one of them',
    ]);
  });

  test("facts that are no account", () => {
    expect(problemsOf(roleOf([reading("s3://acme-in/a.mov")], { buckets: { "*": { ownerAccount: "4444" } } }))).toEqual(
      [expect.stringContaining('access.buckets["*"].ownerAccount: "4444" is not an AWS account')],
    );
  });

  test("a job without a canned ACL for another account's bucket", () => {
    const facts = { buckets: { "acme-out": { ownerAccount: THEIRS }, "*": {} } };
    expect(warningsOf(roleOf([writing("s3://acme-out/a/", "s3://acme-out/b/")], facts))).toEqual([
      expect.stringContaining(`unless bucket "acme-out" enforces its owner's ownership, account ${THEIRS} cannot read`),
    ]);
    const listed = { ...facts, outputs: [{ bucket: "acme-out", acl: false }] };
    expect(warningsOf(roleOf([writing("s3://acme-out/a/")], listed))).toEqual([]);
  });

  test("the warning comes where the role's account is not known", () => {
    const props = { access: { mode: "configured", outputs: [{ bucket: "acme-b", ownerAccount: OWN }] } };
    expect(outcomeOf(props, {}).warnings).toHaveLength(1);
    expect(outcomeOf({ ...props, accountId: OWN }, {}).warnings).toEqual([]);
  });

  test("settings that name everything name the owners", () => {
    const given = roleOf([reading("s3://acme-in/a.mov")], {
      buckets: { "*": { ownerAccount: THEIRS } },
      outputs: [{ bucket: "acme-out", acl: false }],
    });
    const entry = entryOf(describedOf(given).checked, { partition: "aws", keyArn: (id) => id, given });
    expect(entry.access).toMatchObject({
      inputs: [{ bucket: "acme-in", ownerAccount: THEIRS }],
      outputs: [
        { bucket: "acme-out", acl: false, ownerAccount: THEIRS },
        { bucket: "acme-base", ownerAccount: THEIRS },
      ],
    });
  });
});

describe("keys of other Regions", () => {
  const elsewhere = { access: { mode: "custom" }, kmsKeys: [{ keyArn: KEY, use: ["input"] }] };

  test("a stack of the settings file makes their grants where they are", () => {
    expect(fileProblemsOf({ stacks: { media: { region: "eu-central-1", role: elsewhere } } })).toEqual([]);
  });

  test("whoever can make grants in some Regions is told of the others", () => {
    const around = {
      partition: "aws",
      accountId: OWN,
      region: "us-east-1",
      grantsIn: (region: string) => region === "us-west-2",
    };
    expect(problemsOf(elsewhere, around)).toEqual([
      expect.stringMatching(/^kmsKeys\[0\]\.keyArn: key ".*" is not in us-east-1.*"providers" of its options/),
    ]);
    const there = { ...elsewhere, kmsKeys: [{ keyArn: KEY.replace("eu-west-1", "us-west-2"), use: ["input"] }] };
    expect(problemsOf(there, around)).toEqual([]);
  });
});
