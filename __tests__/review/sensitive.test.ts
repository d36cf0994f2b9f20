import { reviewHtml } from "../../lib/review/render-html";
import { reviewMarkdown } from "../../lib/review/render-markdown";
import { reviewSarif } from "../../lib/review/render-sarif";
import { reviewText } from "../../lib/review/render-text";
import type { Review } from "../../lib/review/report";
import { type Item, KEY, change, configured, references } from "../roles/plans";
import {
  HELD_TRUST,
  OTHER_ACCOUNT,
  allow,
  created,
  deleted,
  deny,
  forgotten,
  kept,
  keptRole,
  onlyOf,
  planOf,
  policy,
  policyArn,
  policyValues,
  replaced,
  reviewPlan,
  roleArn,
  roleValues,
  told,
  trust,
  updated,
  within,
} from "./changes";

/** Stands in every value that a plan marks. */
const SECRET = "SECRET-7f3a";
/** However a format writes it. */
const SEEN = /7f3a/i;

const ROLE = "aws_iam_role.media";
const INLINE = "aws_iam_role_policy.jobs";
const MEDIA = keptRole(ROLE, "media");
const READS = allow("s3:GetObject", "arn:aws:s3:::acme-in/*");
/** A statement that tells in each of its parts what nobody should see. */
const HIDDEN = allow(["s3:PutObject", `s3:${SECRET}`], `arn:aws:s3:::acme-out/${SECRET}/*`, {
  Sid: SECRET.replace("-", ""),
  Condition: { StringEquals: { [`aws:RequestTag/${SECRET}`]: SECRET } },
});

const inline = (document: string, more: object = {}): object => ({
  id: "media:jobs",
  name: "jobs",
  role: "media",
  policy: document,
  ...more,
});

/** Marks values after the change, before it, or on both sides. */
const marked = (item: Item, marks: unknown, side: "before" | "after" | "both" = "both"): Item =>
  within(item, {
    before_sensitive: side === "after" ? {} : marks,
    after_sensitive: side === "before" ? {} : marks,
  });

const formats = (review: Review): { readonly [format: string]: string } => ({
  json: JSON.stringify(review),
  text: reviewText(review, { color: false }),
  colored: reviewText(review, { color: true }),
  markdown: reviewMarkdown(review),
  html: reviewHtml(review),
  sarif: JSON.stringify(reviewSarif(review, () => undefined)),
});

const leaks = (review: Review, seen: RegExp = SEEN): readonly string[] =>
  Object.entries(formats(review)).flatMap(([format, text]) => (seen.test(text) ? [format] : []));

interface Case {
  readonly changes: readonly Item[];
  readonly resources?: readonly object[];
  readonly more?: object;
  readonly synth?: object;
  /** Left out: {@link SEEN}. */
  readonly seen?: RegExp;
  readonly verdict: Review["verdict"];
  /** Rules that are found, perhaps among others. */
  readonly rules: readonly string[];
  /** Addresses that are told all the same. */
  readonly addresses: readonly string[];
}

const bucketPolicy = (document: string) => ({ id: "acme-in", bucket: "acme-in", policy: document });
const owner = allow("s3:*", "arn:aws:s3:::acme-in/*", { Principal: { AWS: roleArn("owner") } });
const secretPrincipal = { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:role/${SECRET}` };
const secretOthers = allow("s3:GetObject", "arn:aws:s3:::acme-in/*", { Principal: secretPrincipal });
const secretBucket = allow("s3:GetObject", `arn:aws:s3:::acme-in/${SECRET}/*`, {
  Principal: { AWS: roleArn("media") },
});
const grant = (more: object = {}) => ({
  key_id: KEY,
  grantee_principal: roleArn("media"),
  operations: ["Decrypt"],
  constraints: [{ encryption_context_equals: { [SECRET]: SECRET }, encryption_context_subset: null }],
  ...more,
});

const CASES: { readonly [name: string]: Case } = {
  "an inline policy": {
    changes: [MEDIA, marked(updated(INLINE, inline(policy(READS)), inline(policy(READS, HIDDEN))), { policy: true })],
    verdict: "wider",
    rules: ["write-widened"],
    addresses: [ROLE, INLINE],
  },
  "an inline policy before alone": {
    changes: [
      MEDIA,
      marked(updated(INLINE, inline(policy(READS, HIDDEN)), inline(policy(READS))), { policy: true }, "before"),
    ],
    verdict: "narrower",
    rules: ["access-lost"],
    addresses: [ROLE, INLINE],
  },
  "an inline policy after alone": {
    changes: [
      MEDIA,
      marked(updated(INLINE, inline(policy(READS)), inline(policy(READS, HIDDEN))), { policy: true }, "after"),
    ],
    verdict: "wider",
    rules: ["write-widened"],
    addresses: [ROLE, INLINE],
  },
  "all of a resource": {
    changes: [MEDIA, marked(created(INLINE, inline(policy(HIDDEN))), true, "after")],
    verdict: "wider",
    rules: ["write-widened"],
    addresses: [ROLE, INLINE],
  },
  "an inline policy beside the one that changes": {
    changes: [
      MEDIA,
      marked(kept("aws_iam_role_policy.hidden", inline(policy(HIDDEN), { name: "hidden" })), { policy: true }),
      updated(INLINE, inline(policy(READS)), inline(policy(allow("s3:GetObject", "*")))),
    ],
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: [ROLE, INLINE],
  },
  "a block in the role": {
    changes: [
      marked(
        updated(
          ROLE,
          roleValues("media"),
          roleValues("media", { inline_policy: [{ name: "jobs", policy: policy(HIDDEN) }] }),
        ),
        { inline_policy: [{ policy: true }] },
        "after",
      ),
    ],
    verdict: "wider",
    rules: ["write-widened"],
    addresses: [ROLE],
  },
  "a trust policy": {
    changes: [
      marked(
        updated(ROLE, roleValues("media"), roleValues("media", { assume_role_policy: trust(secretPrincipal) })),
        { assume_role_policy: true },
        "after",
      ),
    ],
    verdict: "both",
    rules: ["mediaconvert-not-trusted", "trust-opened"],
    addresses: [ROLE],
  },
  "a trust policy's condition": {
    changes: [
      marked(
        updated(
          ROLE,
          roleValues("media", {
            assume_role_policy: trust(
              { Service: "mediaconvert.amazonaws.com" },
              { Condition: { StringEquals: { "aws:SourceArn": SECRET } } },
            ),
          }),
          roleValues("media", { assume_role_policy: trust({ Service: "mediaconvert.amazonaws.com" }) }),
        ),
        { assume_role_policy: true },
        "before",
      ),
    ],
    verdict: "wider",
    rules: ["trust-condition-dropped"],
    addresses: [ROLE],
  },
  "a role's name": {
    changes: [
      marked(keptRole(ROLE, SECRET), { name: true, arn: true, id: true }),
      marked(
        updated(
          INLINE,
          inline(policy(READS), { role: SECRET }),
          inline(policy(READS, allow("s3:PutObject", "*")), { role: SECRET }),
        ),
        { role: true },
      ),
    ],
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: [ROLE],
  },
  "a role's name in the role alone": {
    changes: [
      marked(
        replaced(ROLE, roleValues(SECRET), { name: "media", path: "/", assume_role_policy: HELD_TRUST }, { arn: true }),
        { name: true },
        "before",
      ),
    ],
    verdict: "same",
    rules: ["role-replaced"],
    addresses: [ROLE],
  },
  "a role's path": {
    changes: [
      marked(
        replaced(
          ROLE,
          roleValues("media"),
          { name: "media", path: `/${SECRET}/`, assume_role_policy: HELD_TRUST },
          { arn: true },
        ),
        { path: true },
        "after",
      ),
    ],
    verdict: "same",
    rules: ["role-path", "role-replaced"],
    addresses: [ROLE],
  },
  "the name of a role that is elsewhere": {
    changes: [
      marked(created(INLINE, inline(policy(allow("s3:PutObject", "*")), { role: SECRET })), { role: true }, "after"),
    ],
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: [INLINE],
  },
  "the grantee of a grant, which is elsewhere": {
    changes: [
      marked(
        created("aws_kms_grant.g", grant({ grantee_principal: roleArn(SECRET), constraints: [] })),
        { grantee_principal: true },
        "after",
      ),
    ],
    verdict: "wider",
    rules: ["grant-widened"],
    addresses: ["aws_kms_grant.g"],
  },
  "the names of two roles that are elsewhere, one the beginning of the other": {
    changes: [SECRET, `${SECRET}-tail77`].map((name) =>
      marked(
        created(
          `aws_iam_role_policy.${name.length > SECRET.length ? "b" : "a"}`,
          inline(policy(READS), { role: name }),
        ),
        { role: true },
        "after",
      ),
    ),
    seen: /7f3a|tail77/i,
    verdict: "wider",
    rules: ["read-widened"],
    addresses: ["aws_iam_role_policy.a", "aws_iam_role_policy.b"],
  },
  "which policy is attached": {
    changes: [
      MEDIA,
      marked(
        created("aws_iam_role_policy_attachment.a", { role: "media", policy_arn: policyArn(SECRET) }),
        { policy_arn: true },
        "after",
      ),
    ],
    verdict: "unknown",
    rules: ["unknown-policy"],
    addresses: [ROLE],
  },
  "which policy is attached to several": {
    changes: [
      MEDIA,
      marked(
        updated(
          "aws_iam_policy_attachment.a",
          { roles: ["media"], policy_arn: policyArn(SECRET) },
          { roles: [], policy_arn: policyArn(SECRET) },
        ),
        { policy_arn: true },
      ),
    ],
    verdict: "unknown",
    rules: ["unknown-policy"],
    addresses: [ROLE],
  },
  "which policy is attached to a role that is known by reference": {
    changes: [
      MEDIA,
      created(
        "aws_iam_role.new",
        { name_prefix: "new-", path: "/", assume_role_policy: HELD_TRUST },
        { name: true, arn: true },
      ),
      marked(
        replaced(
          "aws_iam_role_policy_attachment.a",
          { role: "media", policy_arn: policyArn(SECRET) },
          { policy_arn: policyArn(SECRET) },
          { role: true },
        ),
        { policy_arn: true },
      ),
    ],
    resources: [
      configured("aws_iam_role_policy_attachment.a", { role: references("aws_iam_role.new.name", "aws_iam_role.new") }),
    ],
    verdict: "wider",
    rules: ["access-widened", "unknown-policy"],
    addresses: [ROLE, "aws_iam_role.new"],
  },
  "which policy of AWS is attached": {
    changes: [
      MEDIA,
      marked(
        created("aws_iam_role_policy_attachment.a", {
          role: "media",
          policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        }),
        { policy_arn: true },
        "after",
      ),
    ],
    seen: /AmazonS3FullAccess|s3:\*/,
    verdict: "wider",
    rules: ["privilege-escalation"],
    addresses: [ROLE],
  },
  "which policy is attached to a new role": {
    changes: [
      created(
        "aws_iam_role.new",
        { name_prefix: "new-", path: "/", assume_role_policy: HELD_TRUST },
        { name: true, arn: true },
      ),
      marked(
        created("aws_iam_role_policy_attachment.a", { policy_arn: policyArn(SECRET) }, { role: true }),
        { policy_arn: true },
        "after",
      ),
    ],
    resources: [
      configured("aws_iam_role_policy_attachment.a", { role: references("aws_iam_role.new.name", "aws_iam_role.new") }),
    ],
    verdict: "wider",
    rules: ["access-widened", "unknown-policy"],
    addresses: ["aws_iam_role.new"],
  },
  "the ARN of a boundary": {
    changes: [
      marked(
        updated(ROLE, roleValues("media", { permissions_boundary: policyArn(SECRET) }), roleValues("media")),
        { permissions_boundary: true },
        "before",
      ),
      kept(INLINE, inline(policy(READS))),
    ],
    verdict: "unknown",
    rules: ["boundary-removed", "unknown-policy"],
    addresses: [ROLE],
  },
  "a managed policy that is attached": {
    changes: [
      MEDIA,
      marked(updated("aws_iam_policy.p", policyValues("p", policy(READS)), policyValues("p", policy(HIDDEN))), {
        policy: true,
      }),
      kept("aws_iam_role_policy_attachment.a", { role: "media", policy_arn: policyArn("p") }),
    ],
    verdict: "both",
    rules: ["access-lost", "write-widened"],
    addresses: [ROLE, "aws_iam_policy.p"],
  },
  "a managed policy that is the boundary": {
    changes: [
      kept(ROLE, roleValues("media", { permissions_boundary: policyArn("p") })),
      kept(INLINE, inline(policy(allow("s3:*", "*")))),
      marked(updated("aws_iam_policy.p", policyValues("p", policy(READS)), policyValues("p", policy(READS, HIDDEN))), {
        policy: true,
      }),
    ],
    verdict: "wider",
    rules: ["boundary-removed"],
    addresses: [ROLE],
  },
  "a policy that no role has": {
    changes: [
      marked(updated("aws_iam_policy.p", policyValues("p", policy(READS)), policyValues("p", policy(READS, HIDDEN))), {
        policy: true,
      }),
    ],
    verdict: "wider",
    rules: ["write-widened"],
    addresses: ["aws_iam_policy.p"],
  },
  "a policy that is no JSON": {
    changes: [MEDIA, marked(updated(INLINE, inline(policy(READS)), inline(`{ "${SECRET}": `)), { policy: true })],
    verdict: "unknown",
    rules: ["unknown-policy"],
    addresses: [ROLE, INLINE],
  },
  "a policy with mistakes": {
    changes: [
      MEDIA,
      marked(
        updated(INLINE, inline(policy(READS)), inline(policy({ Effect: SECRET, Action: SECRET, [SECRET]: SECRET }))),
        { policy: true },
      ),
    ],
    verdict: "unknown",
    rules: ["unknown-policy"],
    addresses: [ROLE, INLINE],
  },
  "a policy of no role that is no JSON": {
    changes: [
      marked(updated("aws_iam_policy.p", policyValues("p", policy(READS)), policyValues("p", SECRET)), {
        policy: true,
      }),
    ],
    verdict: "unknown",
    rules: ["unknown-policy"],
    addresses: ["aws_iam_policy.p"],
  },
  "a bucket policy for the role": {
    changes: [
      MEDIA,
      marked(
        updated("aws_s3_bucket_policy.b", bucketPolicy(policy(owner)), bucketPolicy(policy(owner, secretBucket))),
        { policy: true },
        "after",
      ),
    ],
    verdict: "wider",
    rules: ["read-widened"],
    addresses: [ROLE, "aws_s3_bucket_policy.b"],
  },
  "a bucket policy for others": {
    changes: [
      MEDIA,
      marked(created("aws_s3_bucket_policy.b", bucketPolicy(policy(secretOthers))), { policy: true }, "after"),
    ],
    verdict: "wider",
    rules: ["resource-policy-opened"],
    addresses: ["aws_s3_bucket_policy.b"],
  },
  "a bucket policy that another resource takes over": {
    changes: [
      MEDIA,
      marked(deleted("aws_s3_bucket_policy.old", bucketPolicy(policy(secretOthers))), { policy: true }, "before"),
      created(
        "aws_s3_bucket_policy.new",
        bucketPolicy(policy(allow("s3:GetObject", "arn:aws:s3:::acme-in/*", { Principal: { AWS: OTHER_ACCOUNT } }))),
      ),
    ],
    verdict: "both",
    rules: ["resource-policy-opened"],
    addresses: ["aws_s3_bucket_policy.new"],
  },
  "a deny in a bucket policy": {
    changes: [
      MEDIA,
      kept(INLINE, inline(policy(READS))),
      marked(
        updated(
          "aws_s3_bucket_policy.b",
          bucketPolicy(policy(deny("s3:*", `arn:aws:s3:::acme-in/${SECRET}/*`, { Principal: "*", Sid: "SECRET7f3a" }))),
          bucketPolicy(policy(deny("s3:*", "arn:aws:s3:::acme-in/none", { Principal: "*" }))),
        ),
        { policy: true },
        "before",
      ),
    ],
    verdict: "both",
    rules: ["access-lost", "deny-removed"],
    addresses: [ROLE],
  },
  "a deny in a bucket policy that goes": {
    changes: [
      MEDIA,
      kept(INLINE, inline(policy(READS))),
      marked(
        deleted(
          "aws_s3_bucket_policy.b",
          bucketPolicy(policy(deny("s3:*", `arn:aws:s3:::acme-in/${SECRET}/*`, { Principal: "*", Sid: "SECRET7f3a" }))),
        ),
        { policy: true },
        "before",
      ),
    ],
    verdict: "wider",
    rules: ["deny-removed"],
    addresses: [ROLE],
  },
  "a key policy": {
    changes: [
      MEDIA,
      marked(
        updated(
          "aws_kms_key.k",
          {
            arn: KEY,
            key_id: KEY.slice(-36),
            policy: policy(allow("kms:*", "*", { Principal: { AWS: roleArn("admin") } })),
          },
          {
            arn: KEY,
            key_id: KEY.slice(-36),
            policy: policy(
              allow("kms:*", "*", { Principal: { AWS: roleArn("admin") } }),
              allow("kms:Decrypt", "*", { Principal: secretPrincipal }),
              allow("kms:Decrypt", "*", {
                Principal: { AWS: roleArn("media") },
                Condition: { StringEquals: { "kms:EncryptionContext:a": SECRET } },
              }),
            ),
          },
        ),
        { policy: true },
        "after",
      ),
    ],
    verdict: "wider",
    rules: ["resource-policy-opened"],
    addresses: [ROLE, "aws_kms_key.k"],
  },
  "the key of a key policy that goes": {
    changes: [
      MEDIA,
      kept(INLINE, inline(policy(allow("kms:Decrypt", "*")))),
      marked(
        deleted("aws_kms_key_policy.k", {
          key_id: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/${SECRET}`,
          policy: policy(allow("kms:*", "*", { Principal: { AWS: roleArn("admin") } })),
        }),
        { key_id: true },
        "before",
      ),
    ],
    verdict: "both",
    rules: ["resource-policy-opened"],
    addresses: [],
  },
  "a grant's constraints": {
    changes: [
      MEDIA,
      marked(
        replaced("aws_kms_grant.g", grant(), grant({ constraints: [] })),
        { constraints: [{ encryption_context_equals: true }] },
        "before",
      ),
    ],
    verdict: "wider",
    rules: ["grant-widened"],
    addresses: [ROLE, "aws_kms_grant.g"],
  },
  "a key of a grant's constraints": {
    changes: [
      MEDIA,
      marked(
        replaced(
          "aws_kms_grant.g",
          grant({ constraints: [{ encryption_context_equals: { [SECRET]: "x" }, encryption_context_subset: null }] }),
          grant({ constraints: [] }),
        ),
        { constraints: [{ encryption_context_equals: true }] },
        "before",
      ),
    ],
    verdict: "wider",
    rules: ["grant-widened"],
    addresses: [ROLE, "aws_kms_grant.g"],
  },
  "a short value of a grant's constraints": {
    changes: [
      MEDIA,
      marked(
        replaced(
          "aws_kms_grant.g",
          grant({ constraints: [{ encryption_context_equals: { tenant: "§9" }, encryption_context_subset: null }] }),
          grant({ constraints: [] }),
        ),
        { constraints: [{ encryption_context_equals: { tenant: true } }] },
        "before",
      ),
    ],
    seen: /§9|\\u00a79|&#167;/,
    verdict: "wider",
    rules: ["grant-widened"],
    addresses: [ROLE, "aws_kms_grant.g"],
  },
  "a grant's key": {
    changes: [
      MEDIA,
      marked(
        created(
          "aws_kms_grant.g",
          grant({ key_id: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/${SECRET}`, constraints: [] }),
        ),
        { key_id: true },
        "after",
      ),
    ],
    verdict: "wider",
    rules: ["grant-widened"],
    addresses: [ROLE, "aws_kms_grant.g"],
  },
  "what was changed outside and is taken back": {
    changes: [MEDIA, marked(updated(INLINE, inline(policy(READS, HIDDEN)), inline(policy(READS))), { policy: true })],
    more: {
      resource_drift: [marked(updated(INLINE, inline(policy(READS)), inline(policy(READS, HIDDEN))), { policy: true })],
    },
    verdict: "narrower",
    rules: ["access-lost", "changed-outside"],
    addresses: [ROLE],
  },
  "what was changed outside and stays": {
    changes: [MEDIA, marked(kept(INLINE, inline(policy(READS, HIDDEN))), { policy: true })],
    more: {
      resource_drift: [marked(updated(INLINE, inline(policy(READS)), inline(policy(READS, HIDDEN))), { policy: true })],
    },
    verdict: "same",
    rules: ["changed-outside"],
    addresses: [ROLE],
  },
  "what was deleted outside": {
    changes: [MEDIA],
    more: { resource_drift: [marked(deleted(INLINE, inline(policy(HIDDEN))), { policy: true }, "before")] },
    verdict: "same",
    rules: ["changed-outside"],
    addresses: [ROLE],
  },
  "the name of a role that a data source reads": {
    changes: [
      marked(created(INLINE, inline(policy(allow("s3:PutObject", "*")), { role: SECRET })), { role: true }, "after"),
    ],
    more: {
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                address: "data.aws_iam_role.r",
                mode: "data",
                type: "aws_iam_role",
                name: "r",
                values: { name: SECRET, arn: roleArn(SECRET), path: "/", assume_role_policy: HELD_TRUST },
                sensitive_values: { name: true },
              },
            ],
          },
        },
      },
    },
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: ["data.aws_iam_role.r", INLINE],
  },
  "the trust policy of a role that a data source reads": {
    changes: [created(INLINE, inline(policy(allow("s3:PutObject", "*")), { role: "existing" }))],
    more: {
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                address: "data.aws_iam_role.r",
                mode: "data",
                type: "aws_iam_role",
                name: "r",
                values: {
                  name: "existing",
                  arn: roleArn("existing"),
                  path: "/",
                  assume_role_policy: trust(secretPrincipal),
                },
                sensitive_values: { assume_role_policy: true },
              },
            ],
          },
        },
      },
    },
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: ["data.aws_iam_role.r", INLINE],
  },
  "the trust policy of a role that a data source in a module reads": {
    changes: [created(INLINE, inline(policy(allow("s3:PutObject", "*")), { role: "existing" }))],
    more: {
      prior_state: {
        values: {
          root_module: {
            child_modules: [
              {
                address: "module.a",
                resources: [
                  {
                    address: "module.a.data.aws_iam_role.r",
                    mode: "data",
                    type: "aws_iam_role",
                    name: "r",
                    values: {
                      name: "existing",
                      arn: roleArn("existing"),
                      path: "/",
                      assume_role_policy: trust(secretPrincipal),
                    },
                    sensitive_values: { assume_role_policy: true },
                  },
                ],
              },
            ],
          },
        },
      },
    },
    verdict: "wider",
    rules: ["wildcard-resource"],
    addresses: ["module.a.data.aws_iam_role.r", INLINE],
  },
  "the name of a bucket whose policy is told by reference": {
    changes: [
      marked(
        created("aws_s3_bucket.b", { bucket: SECRET.toLowerCase() }, { id: true, arn: true }),
        { bucket: true },
        "after",
      ),
      created(
        "aws_s3_bucket_policy.b",
        { policy: policy(allow("s3:GetObject", "*", { Principal: "*" })) },
        { bucket: true },
      ),
    ],
    resources: [configured("aws_s3_bucket_policy.b", { bucket: references("aws_s3_bucket.b.id", "aws_s3_bucket.b") })],
    verdict: "wider",
    rules: ["resource-policy-opened"],
    addresses: ["aws_s3_bucket_policy.b"],
  },
  "whose policies are listed": {
    changes: [
      MEDIA,
      marked(
        created("aws_iam_role_policies_exclusive.e", { role_name: SECRET, policy_names: [SECRET] }),
        { role_name: true, policy_names: true },
        "after",
      ),
    ],
    verdict: "same",
    rules: ["unlisted-removed"],
    addresses: ["aws_iam_role_policies_exclusive.e"],
  },
  "a policy document that is read at apply": {
    changes: [
      MEDIA,
      created(INLINE, { name: "jobs", role: "media" }, { policy: true }),
      marked(
        change(
          "data.aws_iam_policy_document.d",
          {
            statement: [{ actions: ["s3:GetObject"], resources: [`arn:aws:s3:::acme-in/${SECRET}`], effect: "Allow" }],
          },
          { json: true },
          { actions: ["read"] },
        ),
        { statement: [{ resources: [true] }] },
        "after",
      ),
    ],
    resources: [
      configured(INLINE, {
        policy: references("data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"),
      }),
    ],
    verdict: "wider",
    rules: ["read-widened"],
    addresses: [ROLE, INLINE],
  },
  "a policy that the synthesized stack completes": {
    changes: [
      MEDIA,
      marked(created(INLINE, { name: "jobs", role: "media" }, { policy: true }), { policy: true }, "after"),
    ],
    synth: {
      resource: {
        aws_iam_role: { media: { name: "media", assume_role_policy: HELD_TRUST } },
        aws_iam_role_policy: { jobs: { name: "jobs", role: "media", policy: policy(HIDDEN) } },
      },
    },
    verdict: "wider",
    rules: ["write-widened"],
    addresses: [ROLE, INLINE],
  },
  "a role that is forgotten, with its policy": {
    changes: [
      forgotten(ROLE, roleValues("media")),
      marked(forgotten(INLINE, inline(policy(HIDDEN))), { policy: true }, "before"),
    ],
    verdict: "same",
    rules: ["no-longer-managed", "no-longer-managed"],
    addresses: [ROLE, INLINE],
  },
};

const reviewed = (found: Case, showSensitive: boolean): Review =>
  reviewPlan(planOf(found.changes, found.resources, found.more), {
    showSensitive,
    ...(found.synth === undefined ? {} : { synth: found.synth }),
  });

const rulesIn = ({ findings }: Review): readonly string[] => findings.map(({ rule }) => rule).sort();

describe.each(Object.entries(CASES))("%s is marked sensitive", (_, found) => {
  test("none of it is shown, in no format", () => {
    expect(leaks(reviewed(found, false), found.seen)).toEqual([]);
  });

  test("the verdict, the rules and the addresses are told", () => {
    const review = reviewed(found, false);
    expect(review.verdict).toBe(found.verdict);
    expect(rulesIn(review)).toEqual(expect.arrayContaining([...found.rules]));
    for (const [format, text] of Object.entries(formats(review))) {
      // Code scanning has findings alone, each with one place.
      if (format === "sarif") continue;
      for (const address of found.addresses) expect(text).toContain(address);
    }
  });

  test("who asks for it is told the same, in full", () => {
    const [masked, shown] = [reviewed(found, false), reviewed(found, true)];
    expect(told(shown)).toMatchObject({ verdict: told(masked).verdict, outcome: told(masked).outcome });
    expect(rulesIn(shown)).toEqual(rulesIn(masked));
    expect([...shown.roles, ...shown.resources].map(({ masked: isMasked }) => isMasked)).not.toContain(true);
    expect(shown.remarks).toEqual([]);
  });
});

describe("what is masked", () => {
  const hidden = [
    MEDIA,
    marked(updated(INLINE, inline(policy(READS)), inline(policy(READS, HIDDEN))), { policy: true }),
  ];

  test("a role with its findings", () => {
    const review = reviewPlan(planOf(hidden));
    expect(onlyOf(review.roles)).toMatchObject({
      address: ROLE,
      verdict: "wider",
      gains: "yes",
      losses: "no",
      masked: true,
      picture: { who: [], what: [] },
      changes: expect.arrayContaining([
        {
          direction: "gain",
          certain: true,
          part: "permissions",
          severity: "high",
          says: "can now do more (sensitive)",
          actions: [],
          resources: [],
          statement: { document: INLINE, index: 1 },
          example: { action: "(sensitive)", context: {}, provided: [] },
        },
      ]) as unknown,
    });
    expect(onlyOf(review.roles).name).toBeUndefined();
    for (const finding of review.findings) {
      expect(finding).toMatchObject({
        subject: `${ROLE}: (sensitive)`,
        of: ROLE,
        where: INLINE,
        says: "(sensitive); --show-sensitive shows what",
      });
    }
    expect(review.remarks).toEqual([
      "details that come from values marked sensitive are not shown; --show-sensitive shows them",
    ]);
  });

  test("nothing of another role", () => {
    const other = keptRole("aws_iam_role.other", "other");
    const own = created(
      "aws_iam_role_policy.own",
      inline(policy({ ...READS, Sid: "Own" }), { name: "own", role: "other" }),
    );
    const review = reviewPlan(planOf([...hidden, other, own]));
    expect(review.roles.map(({ address, masked }) => [address, masked])).toEqual([
      [ROLE, true],
      ["aws_iam_role.other", false],
    ]);
    expect(leaks(review)).toEqual([]);
    expect(JSON.stringify(review)).toContain("can now `s3:GetObject` on `acme-in/*`");
  });

  test("all roles, where it is not known whose a marked policy is", () => {
    const review = reviewPlan(
      planOf([
        MEDIA,
        updated(INLINE, inline(policy(READS)), inline(policy(allow("s3:GetObject", "*")))),
        marked(
          created("aws_iam_role_policy.x", { name: "x", policy: policy(HIDDEN) }, { role: true }),
          { policy: true },
          "after",
        ),
      ]),
    );
    expect(leaks(review)).toEqual([]);
    expect(onlyOf(review.roles).masked).toBe(true);
  });

  test("nothing where marks are of no consequence", () => {
    const item = updated(INLINE, inline(policy(READS)), inline(policy(allow("s3:GetObject", "*"))));
    for (const marks of [false, {}, { policy: false }, { tags: true, tags_all: { a: true } }, null, undefined]) {
      const review = reviewPlan(planOf([MEDIA, marked(item, marks)]));
      expect(onlyOf(review.roles).masked).toBe(false);
      expect(review.remarks).toEqual([]);
    }
  });

  test("variables are never told, nor what else stands in a plan", () => {
    const more = {
      variables: { password: { value: SECRET }, list: { value: [SECRET] } },
      output_changes: { out: { actions: ["create"], before: null, after: SECRET, after_sensitive: true } },
      planned_values: { outputs: { out: { sensitive: true, value: SECRET } } },
      prior_state: { values: { outputs: { out: { sensitive: true, value: SECRET } } } },
      checks: [{ instances: [{ problems: [{ message: SECRET }] }] }],
    };
    const resources = [
      configured(INLINE, { policy: { references: ["var.password"] } }),
      configured("aws_x.y", { a: { constant_value: SECRET } }),
    ];
    const review = reviewPlan(
      planOf(
        [MEDIA, updated(INLINE, inline(policy(READS)), inline("", { policy: undefined }), { policy: true })],
        resources,
        more,
      ),
      { showSensitive: true },
    );
    expect(leaks(review)).toEqual([]);
    expect(JSON.stringify(review)).toContain("because of var.password");
  });

  test("values of other resources, and arguments that are not read", () => {
    const review = reviewPlan(
      planOf([
        MEDIA,
        marked(
          created("aws_kms_grant.g", { ...grant({ constraints: [] }), grant_token: SECRET, name: "n" }),
          { grant_token: true },
          "after",
        ),
        updated(INLINE, inline(policy(READS), { tags: { a: SECRET } }), inline(policy(READS), { tags: {} })),
      ]),
      { showSensitive: true },
    );
    expect(leaks(review)).toEqual([]);
  });
});

describe("sensitive words that the report itself is made of", () => {
  /** A grant with a sensitive constraint, beside what is reviewed. */
  const withWord = (word: string): Item => {
    const values = grant({
      constraints: [{ encryption_context_equals: { tenant: word }, encryption_context_subset: null }],
    });
    return marked(kept("aws_kms_grant.g", values), { constraints: [{ encryption_context_equals: { tenant: true } }] });
  };
  const wider = [MEDIA, created(INLINE, inline(policy(READS)))];
  const unknown = [MEDIA, created(INLINE, { name: "jobs", role: "media" }, { policy: true })];

  test.each(["wider", "widens", "ide", "unknown", "medium", "gain", "yes", "role", "plan", "permissions"])(
    "%s does not change what is said",
    (word) => {
      for (const changes of [wider, unknown]) {
        const [plain, found] = [changes, [...changes, withWord(word)]].map((all) => reviewPlan(planOf(all)));
        expect(found).toMatchObject({ version: 1, verdict: plain?.verdict, compared: { kind: "plan" } });
        if (plain === undefined || found === undefined) throw new Error("nothing is reviewed");
        expect(told(found)).toMatchObject({ outcome: told(plain).outcome, findings: told(plain).findings });
        expect(found.roles.map(({ kind, fate, verdict, gains }) => [kind, fate, verdict, gains])).toEqual(
          plain.roles.map(({ kind, fate, verdict, gains }) => [kind, fate, verdict, gains]),
        );
      }
    },
  );
});

describe("suppressions of what is masked", () => {
  const changes = [
    MEDIA,
    marked(
      updated(
        INLINE,
        inline(policy(READS)),
        inline(policy(READS, allow("s3:PutObject", `arn:aws:s3:::acme-out/${SECRET}/*`))),
      ),
      { policy: true },
    ),
  ];
  const subject = `${ROLE}: s3:PutObject on arn:aws:s3:::acme-out/${SECRET}/*`;

  test("name what it really is", () => {
    const suppressions = [{ rule: "write-widened", subject, reason: "agreed" }];
    const review = reviewPlan(planOf(changes), { suppressions });
    expect(told(review)).toMatchObject({ verdict: "wider", outcome: "clean", findings: [] });
    expect(review.unusedSuppressions).toEqual([]);
    expect(review.suppressed).toMatchObject([
      { reason: "agreed", finding: { rule: "write-widened", subject: `${ROLE}: (sensitive)`, where: INLINE } },
    ]);
    expect(leaks(review)).toEqual([]);
  });

  test("do not hold for the masked words", () => {
    const suppressions = [{ rule: "write-widened", subject: `${ROLE}: (sensitive)`, reason: "guessed" }];
    const review = reviewPlan(planOf(changes), { suppressions });
    expect(told(review)).toMatchObject({ outcome: "findings", findings: ["write-widened high widens"] });
    expect(review.unusedSuppressions).toEqual(suppressions);
  });
});
