import { type GovernedResource, aroundOf, documentsOf, governedResources } from "../../lib/review/around";
import { DocumentReader } from "../../lib/review/document-reader";
import type { FoundBucket, FoundKey, FoundPolicy, Gap } from "../../lib/roles/facts";
import { ACCOUNT, KEY } from "./names";

const OTHER = "444455556666";

const policyOf = (name: string, ...statements: readonly object[]): FoundPolicy => ({
  name,
  document: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});

const reading = (principal: object | string, resource = "*", effect = "Allow"): object => ({
  Effect: effect,
  Principal: principal,
  Action: "s3:GetObject",
  Resource: resource,
});

const gap = (of: Gap["of"], about?: string, what = "its policy is known only after apply"): Gap => ({
  where: "aws_s3_bucket_policy.in",
  what,
  of,
  ...(about === undefined ? {} : { about }),
});

interface Said {
  readonly buckets?: { readonly [name: string]: FoundBucket };
  readonly keys?: { readonly [arn: string]: FoundKey };
  readonly gaps?: readonly Gap[];
}

const governed = (before: Said, after: Said): readonly GovernedResource[] => {
  const full = ({ buckets = {}, keys = {}, gaps = [] }: Said) => ({ buckets, keys, gaps });
  return governedResources(full(before), full(after));
};

const POLICY = policyOf("aws_s3_bucket_policy.in", reading("*"));
const OTHER_POLICY = policyOf("aws_s3_bucket_policy.in", reading({ AWS: ACCOUNT }));

describe("buckets and keys that have a policy", () => {
  test("a bucket with the same policy on both sides is kept", () => {
    const bucket = { accountId: ACCOUNT, policy: POLICY };
    const side = { accountId: ACCOUNT, accountUncertain: false, policy: POLICY, gaps: [] };
    expect(governed({ buckets: { "acme-in": bucket } }, { buckets: { "acme-in": { ...bucket } } })).toStrictEqual([
      { kind: "bucket", name: "acme-in", before: side, after: side, isKept: true },
    ]);
  });

  test("a key is called by its ARN, and has no side where the source does not tell of it", () => {
    expect(governed({}, { keys: { [KEY]: { policy: POLICY } } })).toStrictEqual([
      { kind: "key", name: KEY, after: { accountUncertain: false, policy: POLICY, gaps: [] }, isKept: false },
    ]);
    expect(governed({ keys: { [KEY]: { policy: POLICY } } }, {})).toStrictEqual([
      { kind: "key", name: KEY, before: { accountUncertain: false, policy: POLICY, gaps: [] }, isKept: false },
    ]);
  });

  test("a bucket without a policy on either side is nothing to review", () => {
    const bucket: FoundBucket = { accountId: ACCOUNT, encryption: "none", hasNoPolicy: true };
    expect(governed({ buckets: { "acme-in": bucket } }, { buckets: { "acme-in": bucket } })).toEqual([]);
    expect(governed({ buckets: { "acme-in": bucket } }, {})).toEqual([]);
  });

  test("a bucket that gets or loses its policy is changed, and its other side is there without one", () => {
    const [gets] = governed({ buckets: { in: {} } }, { buckets: { in: { policy: POLICY } } });
    expect(gets).toStrictEqual({
      kind: "bucket",
      name: "in",
      before: { accountUncertain: false, gaps: [] },
      after: { accountUncertain: false, policy: POLICY, gaps: [] },
      isKept: false,
    });
    expect(governed({ buckets: { in: { policy: POLICY } } }, { buckets: { in: {} } })).toMatchObject([
      { isKept: false },
    ]);
  });

  test("another text, another place or something unknown on one side is a change", () => {
    const before = { buckets: { in: { policy: POLICY } } };
    expect(governed(before, { buckets: { in: { policy: OTHER_POLICY } } })).toMatchObject([{ isKept: false }]);
    expect(governed(before, { buckets: { in: { policy: { ...POLICY, name: "aws_s3_bucket.in" } } } })).toMatchObject([
      { isKept: false },
    ]);
    expect(governed(before, { ...before, gaps: [gap("bucket", "in")] })).toMatchObject([{ isKept: false }]);
  });

  test("a bucket may be in another account where another provider makes it", () => {
    const bucket: FoundBucket = { policy: POLICY, accountUncertain: true };
    expect(governed({}, { buckets: { in: bucket } })).toMatchObject([{ after: { accountUncertain: true } }]);
  });

  test("what is not known of a policy makes a side of its own, and all of it is kept", () => {
    const gaps = [gap("bucket", "in"), gap("bucket", "in", "it stays in AWS")];
    const side = { accountUncertain: false, gaps };
    expect(governed({ gaps }, { gaps: [...gaps] })).toStrictEqual([
      { kind: "bucket", name: "in", before: side, after: side, isKept: true },
    ]);
  });

  test.each<[of: Gap["of"], about: string | undefined, kinds: readonly string[]]>([
    ["bucket", "in", ["bucket"]],
    ["key", KEY, ["key"]],
    ["encryption", "in", []],
    ["identity", "in", []],
    ["bucket", undefined, []],
  ])("something unknown of a %s about %s: %j", (of, about, kinds) => {
    expect(governed({}, { gaps: [gap(of, about)] }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe("a bucket or key as it takes part in what a role may do", () => {
  const CALLER = { accountId: ACCOUNT };
  const bucket = { kind: "bucket", name: "acme-in", isKept: true } as const;
  const key = { kind: "key", name: KEY, isKept: true } as const;
  const side = { accountUncertain: false, gaps: [] };

  test("a bucket governs itself and its objects, in every partition", () => {
    expect(aroundOf(bucket, side, CALLER, new DocumentReader())).toEqual({
      kind: "plain",
      arns: ["arn:*:s3:::acme-in", "arn:*:s3:::acme-in/*"],
      documents: [],
      sameAccount: true,
    });
  });

  test("a key governs itself only, and nobody has access whom its policy does not let in", () => {
    expect(aroundOf(key, side, CALLER, new DocumentReader())).toMatchObject({ kind: "kms", arns: [KEY] });
  });

  test.each<[owner: string | undefined, isUncertain: boolean, caller: string, result: boolean | "unknown"]>([
    [ACCOUNT, false, ACCOUNT, true],
    [OTHER, false, ACCOUNT, false],
    [undefined, false, ACCOUNT, true],
    [undefined, true, ACCOUNT, "unknown"],
    [OTHER, false, "ACCOUNT", true],
    [undefined, true, "ACCOUNT", "unknown"],
  ])("a bucket of %s (uncertain: %s) and a role of %s", (accountId, accountUncertain, caller, result) => {
    const given = { ...side, ...(accountId === undefined ? {} : { accountId }), accountUncertain };
    expect(aroundOf(bucket, given, { accountId: caller }, new DocumentReader()).sameAccount).toBe(result);
  });

  test("where the source has no such bucket on a side, it has no policy and is the account's own", () => {
    expect(aroundOf(bucket, undefined, CALLER, new DocumentReader())).toMatchObject({
      documents: [],
      sameAccount: true,
    });
  });

  test("policies are read as those of a resource: they name somebody", () => {
    const nobody = policyOf("p", { Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
    const reader = new DocumentReader();
    expect(documentsOf({ ...side, policy: nobody }, reader)).toEqual([{ name: "p", unread: true }]);
    expect(documentsOf({ ...side, policy: POLICY }, reader)).toMatchObject([{ statements: [{ index: 0 }] }]);
  });

  test("what is not known of a policy is one that is not read", () => {
    expect(documentsOf({ ...side, gaps: [gap("bucket", "in")] }, new DocumentReader())).toEqual([
      { name: "aws_s3_bucket_policy.in (its policy is known only after apply)", unread: true },
    ]);
    expect(documentsOf(undefined, new DocumentReader())).toEqual([]);
  });

  describe("for a role whose account is not known", () => {
    const principalsFor = (principal: object | string, caller: string): readonly string[] => {
      const policy = policyOf("p", { ...reading(principal), Action: "kms:Decrypt" });
      const { documents } = aroundOf(key, { ...side, policy }, { accountId: caller }, new DocumentReader());
      return documents
        .flatMap((one) => ("unread" in one ? [] : one.statements))
        .flatMap(({ principals }) => principals?.entries.map(({ value }) => value) ?? []);
    };

    test.each<[principal: object | string, shown: string]>([
      [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, "arn:aws:iam::ACCOUNT:root"],
      [{ AWS: ACCOUNT }, "ACCOUNT"],
      [{ AWS: `arn:aws:iam::${ACCOUNT}:role/media` }, "arn:aws:iam::ACCOUNT:role/media"],
      [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/media/job` }, "arn:aws:sts::ACCOUNT:assumed-role/media/job"],
      [{ AWS: `arn:aws:iam::${OTHER}:root` }, `arn:aws:iam::${OTHER}:root`],
      [{ AWS: `arn:aws:iam::${OTHER}:role/${ACCOUNT}` }, `arn:aws:iam::${OTHER}:role/${ACCOUNT}`],
      ["*", "*"],
    ])("the key's account is its own: %j", (principal, shown) => {
      expect(principalsFor(principal, "ACCOUNT")).toEqual([shown]);
    });

    test("a role whose account is known is in that one", () => {
      expect(principalsFor({ AWS: ACCOUNT }, OTHER)).toEqual([ACCOUNT]);
    });

    test("a policy that is not read stays one", () => {
      const open = { ...side, gaps: [gap("key", KEY)] };
      const { documents } = aroundOf(key, open, { accountId: "ACCOUNT" }, new DocumentReader());
      expect(documents).toMatchObject([{ unread: true }]);
    });
  });
});
