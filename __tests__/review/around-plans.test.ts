import {
  ACCOUNT,
  HELD_TRUST,
  allow,
  created,
  kept,
  keptRole,
  policy,
  review,
  reviewStacks,
  roleValues,
  told,
  updated,
} from "./changes";

/** Policies of buckets and keys that are found by what the role's own policies say, or that find the role by its name. */

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyIn = (region: string, id = ID): string => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
const KEY = keyIn("eu-west-1");

/** KMS's own words: the account's policies decide. */
const TO_ACCOUNT = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};

const keyValues = (arn: string, ...statements: readonly { readonly [key: string]: unknown }[]): object => {
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  return { arn, key_id: id, id, policy: policy(...statements) };
};

const inline = (...statements: readonly { readonly [key: string]: unknown }[]) =>
  kept("aws_iam_role_policy.own", { id: "media:own", name: "own", role: "media", policy: policy(...statements) });

const MEDIA = "aws_iam_role.media";

test("a key of several Regions: each has a policy of its own", () => {
  const [here, there] = ["eu-west-1", "us-east-1"].map((region) => keyIn(region, `mrk-${ID}`));
  const held = {
    Effect: "Deny",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "kms:Decrypt",
    Resource: "*",
  };
  const found = review([
    keptRole(MEDIA, "media"),
    inline(allow("kms:Decrypt", here ?? "")),
    updated("aws_kms_key.here", keyValues(here ?? "", TO_ACCOUNT, held), keyValues(here ?? "", TO_ACCOUNT)),
    kept("aws_kms_replica_key.there", keyValues(there ?? "", TO_ACCOUNT)),
  ]);
  expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
  expect(told(found).subjects).toContain(`${MEDIA} unchanged wider`);
});

test("a key's policy names a role whose path has other signs than letters", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/team!1/~video:4k/media`;
  const given = { Effect: "Allow", Principal: { AWS: arn }, Action: "kms:Decrypt", Resource: "*" };
  const found = review([
    kept(MEDIA, roleValues("media", { path: "/team!1/~video:4k/", arn })),
    updated("aws_kms_key.media", keyValues(KEY, TO_ACCOUNT), keyValues(KEY, TO_ACCOUNT, given)),
  ]);
  expect(told(found)).toMatchObject({ verdict: "wider", subjects: [`${MEDIA} unchanged wider`] });
});

test("a role's resource that is known only after apply may be the bucket whose policy denies no longer", () => {
  const bucketPolicy = (...more: readonly { readonly [key: string]: unknown }[]): object => ({
    id: "acme-in",
    bucket: "acme-in",
    policy: policy(
      { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-in" },
      ...more,
    ),
  });
  const held = { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-in/*" };
  const found = review([
    keptRole(MEDIA, "media"),
    inline(allow("s3:GetObject", "${data.terraform_remote_state.media.outputs.bucket_arn}/*")),
    updated("aws_s3_bucket_policy.in", bucketPolicy(held), bucketPolicy()),
  ]);
  expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
});

describe("a role whose account the source does not tell is in the account of the key", () => {
  const stack = (principal: string, ...actions: readonly string[]): object => ({
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_iam_role: { media: { name: "media", assume_role_policy: HELD_TRUST } },
      aws_iam_role_policy: { own: { name: "own", role: "media", policy: policy(allow(actions, KEY)) } },
      aws_kms_key_policy: {
        media: {
          key_id: KEY,
          policy: policy({ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*" }),
        },
      },
    },
  });

  test.each<[title: string, principal: string, verdict: string]>([
    ["the key's account is let in", `arn:aws:iam::${ACCOUNT}:root`, "wider"],
    ["another account is let in", "arn:aws:iam::444455556666:root", "same"],
    ["the key's policy gives the role everything already", `arn:aws:iam::${ACCOUNT}:role/media`, "same"],
  ])("in stacks, where %s", (_, principal, verdict) => {
    const found = reviewStacks(stack(principal, "kms:DescribeKey"), stack(principal, "kms:DescribeKey", "kms:Decrypt"));
    expect(found.verdict).toBe(verdict);
  });

  test("in a plan that makes the role", () => {
    const { changes } = told(
      review([
        created(MEDIA, { name: "media", path: "/", assume_role_policy: HELD_TRUST }, { arn: true, id: true }),
        created(
          "aws_iam_role_policy.own",
          { name: "own", role: "media", policy: policy(allow("kms:Decrypt", KEY)) },
          { id: true },
        ),
        kept("aws_kms_key_policy.media", { key_id: KEY, policy: policy(TO_ACCOUNT) }),
      ]),
    );
    expect(changes).toContain(`can now \`kms:Decrypt\` on \`${KEY}\``);
  });
});

test("a grant of which neither the key nor the grantee is known may be for any key", () => {
  const { roles } = review([
    keptRole(MEDIA, "media"),
    created("aws_kms_grant.new", { operations: ["Decrypt"] }, { grantee_principal: true, key_id: true }),
  ]);
  expect(roles.flatMap(({ changes }) => changes)).toMatchObject([
    {
      certain: false,
      resources: ["arn:*:kms:*:*:key/*"],
      example: { resource: "arn:aws:kms:eu-west-1:123456789012:key/x" },
    },
  ]);
});
