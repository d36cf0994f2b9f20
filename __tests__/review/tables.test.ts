import { outcomeOf } from "../../lib/review/outcome";
import type { Review } from "../../lib/review/report";
import {
  ACCOUNT,
  KEY,
  type Part,
  type RoleAt,
  type Statement,
  TRUST,
  hiding,
  part,
  planOf,
  reviewChange,
  reviewPlan,
  roleArn,
  roleParts,
} from "./plan-of";

const IN = "arn:aws:s3:::acme-in/*";
const PRIVATE = "arn:aws:s3:::acme-in/private/*";

const statement = (Effect: "Allow" | "Deny", Action: unknown, Resource: unknown, more: Statement = {}): Statement => ({
  Effect,
  Action,
  Resource,
  ...more,
});
const allow = (action: unknown, resource: unknown, more?: Statement): Statement =>
  statement("Allow", action, resource, more);
const deny = (action: unknown, resource: unknown, more?: Statement): Statement =>
  statement("Deny", action, resource, more);

/** A role with one inline policy, `aws_iam_role_policy.media`. */
const inline = (...statements: readonly Statement[]): RoleAt => ({ inline: { media: statements } });

/** What a reader and a pipeline are told. */
interface Told {
  readonly verdict: string;
  readonly says: readonly string[];
  /** Rules with their severities. */
  readonly findings: readonly string[];
  /** With `--fail-on` any, risky and never. */
  readonly outcomes: readonly string[];
}

const told = (review: Review): Told => ({
  verdict: review.verdict,
  says: review.roles.flatMap(({ changes }) => changes.map(({ says }) => says)),
  findings: review.findings.map(({ rule, severity }) => `${rule} ${severity}`),
  outcomes: (["any", "risky", "never"] as const).map((failOn) => outcomeOf(review, { failOn })),
});

const RISKY = ["findings", "findings", "clean"];
const CLEAN = ["clean", "clean", "clean"];

const wider = (says: string, finding: string): Told => ({
  verdict: "wider",
  says: [says],
  findings: [finding],
  outcomes: RISKY,
});

/** The role is one of MediaConvert's, so that what it loses may break jobs; that fails with `--fail-on-loss` alone. */
const narrower = (says: string): Told => ({
  verdict: "narrower",
  says: [says],
  findings: ["access-lost medium"],
  outcomes: CLEAN,
});

const SAME: Told = { verdict: "same", says: [], findings: ["same-in-other-words info"], outcomes: CLEAN };

/** A change, and what is told of it and of the same change taken back. */
type Row = readonly [what: string, before: RoleAt, after: RoleAt, forth: Told, back: Told];

const READ = allow("s3:GetObject", IN);
const READ_VOD = allow("s3:GetObject", "arn:aws:s3:::acme-in/vod/*");
const KEEP_PRIVATE = deny("s3:GetObject", PRIVATE, { Sid: "KeepPrivate" });
const TLS = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

const TEN: readonly Row[] = [
  [
    "1 s3:* becomes s3:GetObject",
    inline(allow("s3:*", IN)),
    inline(READ),
    narrower("can no longer `s3:*` on `acme-in/*` (now only `s3:GetObject`)"),
    wider("can now `s3:*` on `acme-in/*` (was `s3:GetObject`)", "write-widened high"),
  ],
  [
    "2 a Condition is added",
    inline(READ),
    inline({ ...READ, ...TLS }),
    narrower("`s3:GetObject` on `acme-in/*` now requires `aws:SecureTransport` = `true`"),
    wider("`s3:GetObject` on `acme-in/*` no longer requires `aws:SecureTransport` = `true`", "condition-dropped high"),
  ],
  ["3 a Sid is renamed", inline({ ...READ, Sid: "In" }), inline({ ...READ, Sid: "Inputs" }), SAME, SAME],
  [
    "4 a statement is split in two",
    inline(allow(["s3:GetObject", "s3:PutObject"], IN)),
    inline(READ, allow("s3:PutObject", IN)),
    SAME,
    SAME,
  ],
  ["5 a redundant Allow is added", inline(READ), inline(READ, READ_VOD), SAME, SAME],
  [
    "6 a Deny is removed",
    inline(READ, KEEP_PRIVATE),
    inline(READ),
    wider(
      "can now `s3:GetObject` on `acme-in/private/*`: no longer denied by statement `KeepPrivate` of `aws_iam_role_policy.media`",
      "deny-removed critical",
    ),
    narrower(
      "can no longer `s3:GetObject` on `acme-in/private/*`: now denied by statement `KeepPrivate` of `aws_iam_role_policy.media`",
    ),
  ],
  [
    "7 a Deny's Resource shrinks",
    inline(READ, KEEP_PRIVATE),
    inline(READ, { ...KEEP_PRIVATE, Resource: "arn:aws:s3:::acme-in/private/keys/*" }),
    wider(
      "can now `s3:GetObject` on `acme-in/private/*`: no longer denied by statement `KeepPrivate` of `aws_iam_role_policy.media`",
      "deny-removed critical",
    ),
    narrower(
      "can no longer `s3:GetObject` on `acme-in/private/*`: now denied by statement `KeepPrivate` of `aws_iam_role_policy.media`",
    ),
  ],
  [
    "8 Allow NotAction iam:* on * is added",
    inline(READ),
    inline(READ, { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    wider("can now do everything but `iam:*` on `*`", "allow-all-but critical"),
    narrower("can no longer do everything but `iam:*` on `*`"),
  ],
  [
    "9 Allow NotResource is added",
    inline(READ_VOD),
    inline(READ_VOD, { Effect: "Allow", Action: "s3:GetObject", NotResource: PRIVATE }),
    wider(
      "can now `s3:GetObject` on everything but `acme-in/private/*` (was `acme-in/vod/*`)",
      "allow-all-but critical",
    ),
    narrower("can no longer `s3:GetObject` on everything but `acme-in/private/*` (now only `acme-in/vod/*`)"),
  ],
  [
    "10 a Deny NotAction is removed",
    inline(allow("s3:*", IN), { Sid: "OnlyRead", Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" }),
    inline(allow("s3:*", IN)),
    wider(
      "can now `s3:*` on `acme-in/*`: no longer denied by statement `OnlyRead` of `aws_iam_role_policy.media`",
      "deny-removed critical",
    ),
    narrower("can no longer `s3:*` on `acme-in/*`: now denied by statement `OnlyRead` of `aws_iam_role_policy.media`"),
  ],
];

const LIST = allow("s3:ListBucket", "arn:aws:s3:::acme-in");
const LIMIT = { limit: [READ] };

const ELEVEN: readonly Row[] = [
  [
    "Allow NotAction iam:* on * is added to nothing",
    {},
    inline({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    wider("can now do everything but `iam:*` on `*`", "allow-all-but critical"),
    narrower("can no longer do everything but `iam:*` on `*`"),
  ],
  [
    "Allow s3:* with NotResource is added",
    inline(READ_VOD),
    inline(READ_VOD, { Effect: "Allow", Action: "s3:*", NotResource: PRIVATE }),
    wider("can now `s3:*` on everything but `acme-in/private/*`", "allow-all-but critical"),
    narrower("can no longer `s3:*` on everything but `acme-in/private/*`"),
  ],
  [
    "the permissions boundary is removed",
    { ...inline(allow("s3:*", IN)), boundary: LIMIT },
    inline(allow("s3:*", IN)),
    wider(
      "can now `s3:*` on `acme-in/*`, which the permissions boundary `aws_iam_policy.limit` did not allow",
      "boundary-removed critical",
    ),
    narrower(
      "can no longer `s3:*` on `acme-in/*`, which the permissions boundary `aws_iam_policy.limit` does not allow",
    ),
  ],
  [
    "Resource * becomes one bucket",
    inline(allow("s3:GetObject", "*")),
    inline(READ),
    narrower("can no longer `s3:GetObject` on `*` (now only `acme-in/*`)"),
    wider("can now `s3:GetObject` on `*` (was `acme-in/*`)", "wildcard-resource high"),
  ],
  [
    "a Condition on a prefix is added",
    inline(LIST),
    inline({ ...LIST, Condition: { StringLike: { "s3:prefix": ["vod/*", "live/*"] } } }),
    narrower("`s3:ListBucket` on `acme-in` now requires `s3:prefix` = `vod/*` or `live/*`"),
    wider(
      "`s3:ListBucket` on `acme-in` no longer requires `s3:prefix` = `vod/*` or `live/*`",
      "condition-dropped high",
    ),
  ],
  [
    "two statements become one",
    inline(READ, allow("s3:GetObject", "arn:aws:s3:::acme-archive/*")),
    inline(allow("s3:GetObject", [IN, "arn:aws:s3:::acme-archive/*"])),
    SAME,
    SAME,
  ],
  ["a Sid is added", inline(KEEP_PRIVATE, READ), inline(KEEP_PRIVATE, { ...READ, Sid: "Inputs" }), SAME, SAME],
  [
    "an Allow is added",
    inline(READ),
    inline(READ, allow("s3:PutObject", "arn:aws:s3:::acme-out/*")),
    wider("can now `s3:PutObject` on `acme-out/*`", "write-widened high"),
    narrower("can no longer `s3:PutObject` on `acme-out/*`"),
  ],
  [
    "an Allow is removed",
    inline(READ, allow("kms:Decrypt", KEY)),
    inline(READ),
    narrower(`can no longer \`kms:Decrypt\` on \`${KEY}\``),
    {
      ...wider(`can now \`kms:Decrypt\` on \`${KEY}\``, "read-widened medium"),
      outcomes: ["findings", "clean", "clean"],
    },
  ],
  [
    "a managed policy is attached",
    inline(READ),
    { ...inline(READ), attached: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
    wider("can now `s3:*` and `s3-object-lambda:*` on `*`", "privilege-escalation critical"),
    narrower("can no longer `s3:*` and `s3-object-lambda:*` on `*`"),
  ],
  [
    "a Deny without a Sid is removed",
    inline(READ, deny("s3:*", PRIVATE)),
    inline(READ),
    wider(
      "can now `s3:GetObject` on `acme-in/private/*`: no longer denied by statement 2 of `aws_iam_role_policy.media`",
      "deny-removed critical",
    ),
    narrower(
      "can no longer `s3:GetObject` on `acme-in/private/*`: now denied by statement 2 of `aws_iam_role_policy.media`",
    ),
  ],
];

describe.each([
  ["the ten cases that cdk diff was probed with", TEN],
  ["eleven more", ELEVEN],
])("%s", (_, rows) => {
  test.each(rows)("%s", (_what, before, after, forth) => {
    expect(told(reviewChange(before, after))).toEqual(forth);
  });

  test.each(rows)("%s, taken back", (_what, before, after, _forth, back) => {
    expect(told(reviewChange(after, before))).toEqual(back);
  });
});

/** A change that gives something, in words and class, and the words for taking it back. */
interface Wording {
  readonly what: string;
  readonly before: RoleAt;
  readonly after: RoleAt;
  readonly more?: readonly Part[];
  readonly gain: string;
  /** Rule and severity. */
  readonly finding: string;
  readonly loss: string;
  /** Findings of taking it back. */
  readonly lossFindings: readonly string[];
}

const LOST = ["access-lost medium"];

const VIA_S3 = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
const FOR_BUCKET = { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-in*" } };
const decrypt = (condition?: Statement): RoleAt =>
  inline(allow("kms:Decrypt", KEY, condition === undefined ? {} : { Condition: condition }));

const KMS: readonly Wording[] = [
  {
    what: "kms:ViaService dropped",
    before: decrypt(VIA_S3),
    after: decrypt(),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    lossFindings: LOST,
  },
  {
    what: "the encryption context dropped, kms:ViaService kept",
    before: decrypt({ ...VIA_S3, ...FOR_BUCKET }),
    after: decrypt(VIA_S3),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:EncryptionContext:aws:s3:arn\` = \`arn:aws:s3:::acme-in*\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:EncryptionContext:aws:s3:arn\` = \`arn:aws:s3:::acme-in*\``,
    lossFindings: LOST,
  },
  {
    what: "StringEquals becomes StringEqualsIfExists",
    before: decrypt(VIA_S3),
    after: decrypt({ StringEqualsIfExists: VIA_S3.StringEquals }),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    lossFindings: LOST,
  },
  {
    what: "kms:ViaService for every Region",
    before: decrypt(VIA_S3),
    after: decrypt({ StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } }),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    lossFindings: LOST,
  },
  {
    what: "two conditions dropped at once",
    before: decrypt({ ...VIA_S3, ...FOR_BUCKET }),
    after: decrypt(),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\` and \`kms:EncryptionContext:aws:s3:arn\` = \`arn:aws:s3:::acme-in*\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\` and \`kms:EncryptionContext:aws:s3:arn\` = \`arn:aws:s3:::acme-in*\``,
    lossFindings: LOST,
  },
  {
    what: "StringEquals becomes StringEqualsIgnoreCase",
    before: decrypt(VIA_S3),
    after: decrypt({ StringEqualsIgnoreCase: VIA_S3.StringEquals }),
    gain: `\`kms:Decrypt\` on \`${KEY}\` no longer requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    finding: "kms-condition-dropped high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` now requires \`kms:ViaService\` = \`s3.eu-west-1.amazonaws.com\``,
    lossFindings: LOST,
  },
];

const trust = (...statements: readonly Statement[]): RoleAt => ({ trust: statements });
const admit = (Principal: unknown, more: Statement = {}): Statement => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...more,
});
const QUEUE = `arn:aws:mediaconvert:eu-west-1:${ACCOUNT}:queues/Default`;
const forQueues = (pattern: string): Statement => ({
  ...TRUST,
  Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT }, ArnLike: { "aws:SourceArn": pattern } },
});

const opened = (what: string, principal: unknown, who: string, severity: string): Wording => ({
  what: `trust for ${what}`,
  before: trust(TRUST),
  after: trust(TRUST, admit(principal)),
  gain: `${who} can now assume the role`,
  finding: `trust-opened ${severity}`,
  loss: `${who} can no longer assume the role`,
  lossFindings: [],
});

const WHO: readonly Wording[] = [
  opened("*", "*", "everyone (`*`)", "critical"),
  opened("AWS *", { AWS: "*" }, "everyone (`*`)", "critical"),
  opened("another account", { AWS: "arn:aws:iam::444455556666:root" }, "`arn:aws:iam::444455556666:root`", "critical"),
  opened("another account's number", { AWS: "444455556666" }, "`444455556666`", "critical"),
  opened("a role of the same account", { AWS: roleArn("ops") }, `\`${roleArn("ops")}\``, "high"),
  opened("another service", { Service: "lambda.amazonaws.com" }, "`lambda.amazonaws.com`", "critical"),
  {
    ...opened("", {}, "`cognito-identity.amazonaws.com`", "critical"),
    what: "trust for a federated provider",
    after: trust(TRUST, {
      ...admit({ Federated: "cognito-identity.amazonaws.com" }),
      Action: "sts:AssumeRoleWithWebIdentity",
    }),
    gain: "`cognito-identity.amazonaws.com` can now assume the role (`sts:AssumeRoleWithWebIdentity`)",
    loss: "`cognito-identity.amazonaws.com` can no longer assume the role (`sts:AssumeRoleWithWebIdentity`)",
  },
  {
    ...opened("", {}, "everyone but `arn:aws:iam::444455556666:root`", "critical"),
    what: "trust for all but one",
    after: trust(TRUST, {
      Effect: "Allow",
      NotPrincipal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
    }),
  },
  {
    what: "aws:SourceAccount dropped",
    before: trust(TRUST),
    after: trust(admit({ Service: "mediaconvert.amazonaws.com" })),
    gain: "`mediaconvert.amazonaws.com` can now assume the role without `aws:SourceAccount` = `111122223333`",
    finding: "trust-condition-dropped critical",
    loss: "`mediaconvert.amazonaws.com` can assume the role only with `aws:SourceAccount` = `111122223333`",
    lossFindings: [],
  },
  {
    what: "aws:SourceArn widened from one queue to all that MediaConvert has",
    before: trust(forQueues(QUEUE)),
    after: trust(forQueues(`arn:aws:mediaconvert:*:${ACCOUNT}:*`)),
    gain: `\`mediaconvert.amazonaws.com\` can now assume the role without \`aws:SourceArn\` = \`${QUEUE}\``,
    finding: "trust-condition-dropped critical",
    loss: `\`mediaconvert.amazonaws.com\` can assume the role only with \`aws:SourceArn\` = \`${QUEUE}\``,
    lossFindings: [],
  },
  {
    what: "a Deny of the trust policy removed",
    before: trust(TRUST, { ...forQueues(QUEUE), Effect: "Deny" }),
    after: trust(TRUST),
    gain: "`mediaconvert.amazonaws.com` can now assume the role: no longer denied by statement 2 of `aws_iam_role.media`",
    finding: "deny-removed critical",
    loss: "`mediaconvert.amazonaws.com` can no longer assume the role: now denied by statement 2 of `aws_iam_role.media`",
    lossFindings: [],
  },
  {
    what: "MediaConvert for one account, beside another service",
    before: trust(admit({ Service: "lambda.amazonaws.com" })),
    after: trust(admit({ Service: "lambda.amazonaws.com" }), TRUST),
    gain: "`mediaconvert.amazonaws.com` can now assume the role",
    finding: "access-widened low",
    loss: "`mediaconvert.amazonaws.com` can no longer assume the role",
    lossFindings: ["mediaconvert-not-trusted high"],
  },
  {
    what: "MediaConvert for whomever it acts",
    before: trust(admit({ Service: "lambda.amazonaws.com" })),
    after: trust(admit({ Service: ["lambda.amazonaws.com", "mediaconvert.amazonaws.com"] })),
    gain: "`mediaconvert.amazonaws.com` can now assume the role",
    finding: "trust-opened high",
    loss: "`mediaconvert.amazonaws.com` can no longer assume the role",
    lossFindings: ["mediaconvert-not-trusted high"],
  },
];

const CONTEXT = { "aws:s3:arn": "arn:aws:s3:::acme-in" };
const grant = (operations: readonly string[], more: object = {}): RoleAt => ({
  grants: { media: { operations, ...more } },
});

const GRANTS: readonly Wording[] = [
  {
    what: "a grant created",
    before: {},
    after: grant(["Decrypt"]),
    gain: `can now \`kms:Decrypt\` on \`${KEY}\` by a grant`,
    finding: "grant-widened high",
    loss: `can no longer \`kms:Decrypt\` on \`${KEY}\` by a grant`,
    lossFindings: LOST,
  },
  {
    what: "an operation added to a grant",
    before: grant(["Decrypt"]),
    after: grant(["Decrypt", "GenerateDataKey"]),
    gain: `can now \`kms:GenerateDataKey\` on \`${KEY}\` by a grant`,
    finding: "grant-widened high",
    loss: `can no longer \`kms:GenerateDataKey\` on \`${KEY}\` by a grant`,
    lossFindings: LOST,
  },
  {
    what: "a grant, which a permissions boundary does not limit",
    before: { ...inline(READ), boundary: LIMIT },
    after: { ...inline(READ), boundary: LIMIT, ...grant(["Decrypt"]) },
    gain: `can now \`kms:Decrypt\` on \`${KEY}\` by a grant`,
    finding: "grant-widened high",
    loss: `can no longer \`kms:Decrypt\` on \`${KEY}\` by a grant`,
    lossFindings: LOST,
  },
  {
    what: "a grant by which the role can make grants",
    before: {},
    after: grant(["CreateGrant"]),
    gain: `can now \`kms:CreateGrant\` on \`${KEY}\` by a grant`,
    finding: "privilege-escalation critical",
    loss: `can no longer \`kms:CreateGrant\` on \`${KEY}\` by a grant`,
    lossFindings: LOST,
  },
  {
    what: "a grant whose encryption context need only be contained",
    before: grant(["Decrypt"], { equals: CONTEXT }),
    after: grant(["Decrypt"], { subset: CONTEXT }),
    gain: `\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires an encryption context of exactly \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``,
    finding: "grant-widened high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` by a grant now requires an encryption context of exactly \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``,
    lossFindings: LOST,
  },
  {
    what: "a grant without its constraint",
    before: grant(["Decrypt"], { subset: CONTEXT }),
    after: grant(["Decrypt"]),
    gain: `\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``,
    finding: "grant-widened high",
    loss: `\`kms:Decrypt\` on \`${KEY}\` by a grant now requires \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``,
    lossFindings: LOST,
  },
];

const bucket = (name: string): Part => part("aws_s3_bucket.in", { bucket: name }, { bucket: name });
const added = (
  what: string,
  action: string,
  resource: string,
  shown: string,
  finding: string,
  lossFindings: readonly string[] = LOST,
): Wording => ({
  what,
  before: {},
  after: inline(allow(action, resource)),
  gain: `can now \`${action}\` on \`${shown}\``,
  finding,
  loss: `can no longer \`${action}\` on \`${shown}\``,
  lossFindings,
});

const OTHER_ROLE = roleArn("other");
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:drm-a1b2c3`;

const PERMISSIONS: readonly Wording[] = [
  added("to pass a role", "iam:PassRole", OTHER_ROLE, OTHER_ROLE, "privilege-escalation critical", []),
  added("to assume a role", "sts:AssumeRole", OTHER_ROLE, OTHER_ROLE, "privilege-escalation critical", []),
  added("everything with one bucket", "s3:*", "arn:aws:s3:::acme-out*", "acme-out*", "privilege-escalation critical"),
  added(
    "to write the bucket's policy",
    "s3:Put*",
    "arn:aws:s3:::acme-out",
    "acme-out",
    "privilege-escalation critical",
  ),
  added("to read everything", "s3:GetObject", "*", "*", "wildcard-resource high"),
  added("to list all buckets, which needs *", "s3:ListAllMyBuckets", "*", "*", "access-widened low"),
  added("to read outside", "s3:GetObject", IN, "acme-in/*", "read-widened medium"),
  added("to read a secret", "secretsmanager:GetSecretValue", SECRET, SECRET, "read-widened medium"),
  {
    ...added("to read in a bucket of the plan", "s3:GetObject", IN, "acme-in/*", "access-widened low"),
    more: [bucket("acme-in")],
  },
  {
    ...added("to read inside and outside", "s3:GetObject", "", "", "read-widened medium"),
    after: inline(allow("s3:GetObject", [IN, "arn:aws:s3:::acme-archive/*"])),
    gain: "can now `s3:GetObject` on `acme-in/*` and `acme-archive/*`",
    loss: "can no longer `s3:GetObject` on `acme-in/*` and `acme-archive/*`",
    more: [bucket("acme-in")],
  },
  {
    ...added("to read in a bucket beside that of the plan", "s3:GetObject", IN, "acme-in/*", "read-widened medium"),
    more: [bucket("acme-i")],
  },
  {
    ...added("to read in buckets that begin like that of the plan", "s3:GetObject", "", "", "read-widened medium"),
    after: inline(allow("s3:GetObject", "arn:aws:s3:::acme-in*")),
    gain: "can now `s3:GetObject` on `acme-in*`",
    loss: "can no longer `s3:GetObject` on `acme-in*`",
    more: [bucket("acme-in")],
  },
  added("to list outside", "s3:ListBucket", "arn:aws:s3:::acme-in", "acme-in", "access-widened low"),
  added("to tag outside", "s3:PutObjectTagging", IN, "acme-in/*", "access-widened low"),
  added("to write outside", "s3:PutObject", IN, "acme-in/*", "write-widened high"),
  added("to delete outside", "s3:DeleteObject", IN, "acme-in/*", "write-widened high"),
  {
    what: "to write beside a prefix",
    before: inline(allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/*")),
    after: inline(allow("s3:PutObject", "arn:aws:s3:::acme-out/*")),
    gain: "can now `s3:PutObject` on `acme-out/*` (was `acme-out/vod/*`)",
    finding: "write-widened high",
    loss: "can no longer `s3:PutObject` on `acme-out/*` (now only `acme-out/vod/*`)",
    lossFindings: LOST,
  },
  {
    what: "one more action in one place",
    before: inline(READ),
    after: inline(allow(["s3:GetObject", "s3:GetObjectVersion"], IN)),
    gain: "can now `s3:GetObjectVersion` on `acme-in/*`",
    finding: "read-widened medium",
    loss: "can no longer `s3:GetObjectVersion` on `acme-in/*`",
    lossFindings: LOST,
  },
  {
    what: "actions in AWS's capitals",
    before: {},
    after: inline(allow(["s3:getobject", "S3:PUTOBJECTTAGGING"], IN)),
    gain: "can now `s3:GetObject` and `s3:PutObjectTagging` on `acme-in/*`",
    finding: "read-widened medium",
    loss: "can no longer `s3:GetObject` and `s3:PutObjectTagging` on `acme-in/*`",
    lossFindings: LOST,
  },
];

describe.each([
  ["conditions of keys", KMS],
  ["trust", WHO],
  ["grants", GRANTS],
  ["permissions", PERMISSIONS],
])("words and classes of %s", (_, rows) => {
  test.each(rows)("$what", ({ before, after, more, gain, finding }) => {
    const review = reviewChange(before, after, more);
    expect(told(review)).toEqual({
      verdict: "wider",
      says: [gain],
      findings: [finding],
      outcomes: /(?:critical|high)$/.test(finding) ? RISKY : ["findings", "clean", "clean"],
    });
    const [change] = review.roles.flatMap(({ changes }) => changes);
    expect(change).toMatchObject({ direction: "gain", certain: true, severity: finding.split(" ").at(-1) });
  });

  test.each(rows)("$what, taken back", ({ before, after, more, loss, lossFindings }) => {
    const review = reviewChange(after, before, more);
    expect(told(review)).toEqual({ verdict: "narrower", says: [loss], findings: lossFindings, outcomes: CLEAN });
    expect(outcomeOf(review, { failOnLoss: true })).toBe(lossFindings.length > 0 ? "findings" : "clean");
    const [change] = review.roles.flatMap(({ changes }) => changes);
    expect(change).toMatchObject({ direction: "loss", certain: true, severity: "info" });
  });
});

describe("what a finding adds", () => {
  test("actions of a pattern that lead to more, the most telling first", () => {
    const review = reviewChange({}, inline(allow("s3:*", ["arn:aws:s3:::acme-out", "arn:aws:s3:::acme-out/*"])));
    expect(review.findings.map(({ says }) => says)).toEqual([
      expect.stringMatching(
        /^can now `s3:\*` on `acme-out` and `acme-out\/\*`, among them `s3:PutBucketPolicy`, `s3:DeleteBucketPolicy`, `s3:PutBucketAcl`, `s3:PutBucketPublicAccessBlock` and \d+ more$/,
      ),
    ]);
  });

  test("where to look, and an address that tells the role", () => {
    const review = reviewChange({}, inline(READ));
    expect(review.findings).toMatchObject([
      {
        subject: "aws_iam_role.media: s3:GetObject on arn:aws:s3:::acme-in/*",
        of: "aws_iam_role.media",
        where: "aws_iam_role_policy.media",
        effect: "widens",
      },
    ]);
  });
});

describe("resources that are wide, or of services that are not known", () => {
  test.each([
    ["iam:*", "arn:aws:iam::*:*"],
    ["iam:PassRole", "arn:aws:iam::*"],
    ["kms:CreateGrant", "arn:aws:kms:*"],
    ["s3:*", "arn:aws:s3:*:*:*"],
    ["s3:*", "arn:*"],
    ["codebuild:*", `arn:aws:codebuild:eu-west-1:${ACCOUNT}:project/encoder`],
    ["ssm:SendCommand", `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/*`],
  ])("%s is no less dangerous there", (action, resource) => {
    expect(told(reviewChange({}, inline(allow(action, resource)))).findings).toEqual(["privilege-escalation critical"]);
  });

  test("every bucket is not everything", () => {
    const { says } = told(reviewChange({}, inline(allow("s3:GetObject", "arn:aws:s3:::*"))));
    expect(says).toEqual(["can now `s3:GetObject` on `arn:aws:s3:::*`"]);
  });
});

describe("several changes at once", () => {
  test("a Deny goes, and the statement that it held back reaches further: both are told", () => {
    const review = reviewChange(inline(READ, KEEP_PRIVATE), inline(allow("s3:GetObject", "*")));
    const { verdict, says, findings } = told(review);
    expect(verdict).toBe("wider");
    expect(says).toContain("can now `s3:GetObject` on `*` (was `acme-in/*`)");
    expect(says).toContain(
      "can now `s3:GetObject` on `acme-in/private/*`: no longer denied by statement `KeepPrivate` of `aws_iam_role_policy.media`",
    );
    expect(findings).toEqual(expect.arrayContaining(["deny-removed critical", "wildcard-resource high"]));
  });

  test("a Condition goes, and the statement reaches further: both are told", () => {
    const review = reviewChange(inline({ ...READ, ...TLS }), inline(allow("s3:GetObject", "*")));
    const { verdict, says, findings } = told(review);
    expect(verdict).toBe("wider");
    expect(says).toContain("can now `s3:GetObject` on `*` (was `acme-in/*`)");
    expect(findings).toEqual(expect.arrayContaining(["condition-dropped high", "wildcard-resource high"]));
  });

  test("more actions on more resources: nothing is said to have been allowed that was not", () => {
    const [before, after] = [inline(READ), inline(allow("s3:*", "*"))];
    expect(told(reviewChange(before, after)).says).toEqual([
      expect.stringMatching(/^can now `s3:\*` on `\*`(?: \(was `s3:GetObject` on `acme-in\/\*`\))?$/),
    ]);
    expect(told(reviewChange(after, before)).says).toEqual([
      expect.stringMatching(/^can no longer `s3:\*` on `\*`(?: \(now only `s3:GetObject` on `acme-in\/\*`\))?$/),
    ]);
  });

  test("one action of several for another", () => {
    const review = reviewChange(
      inline(allow(["s3:GetObject", "s3:PutObject"], IN)),
      inline(allow(["s3:GetObject", "s3:DeleteObject"], IN)),
    );
    expect(told(review)).toEqual({
      verdict: "both",
      says: ["can now `s3:DeleteObject` on `acme-in/*`", "can no longer `s3:PutObject` on `acme-in/*`"],
      findings: ["write-widened high", "access-lost medium"],
      outcomes: RISKY,
    });
  });

  const OTHERS = [1, 2, 3, 4, 5, 6, 7].map((at) => allow("s3:GetObjectTagging", `arn:aws:s3:::other-${String(at)}/*`));
  const READ_MORE = inline(...OTHERS, allow("s3:GetObject", "arn:aws:s3:::acme-*"));

  test.each([
    ["Deny", inline(...OTHERS, READ, KEEP_PRIVATE), "deny-removed critical"],
    ["Condition", inline(...OTHERS, { ...READ, ...TLS }), "condition-dropped high"],
  ])("a %s that goes is no less dangerous beside many other statements", (_, before, finding) => {
    const review = reviewChange(before, READ_MORE);
    expect(told(review).findings).toContain(finding);
    expect(outcomeOf(review, { failOn: "risky" })).toBe("findings");
  });

  test("a Deny or a Condition goes, and one pattern becomes wider: both are told", () => {
    const masters = "arn:aws:s3:::acme-in/masters/*";
    const wider = inline(READ);
    const held = inline(
      allow("s3:GetObject", masters),
      deny("s3:GetObject", "arn:aws:s3:::acme-in/masters/private/*", { Sid: "No" }),
    );
    expect(told(reviewChange(held, wider))).toMatchObject({
      says: [
        "can now `s3:GetObject` on `acme-in/masters/private/*`: no longer denied by statement `No` of `aws_iam_role_policy.media`",
        "can now `s3:GetObject` on `acme-in/*` (was `acme-in/masters/*`)",
      ],
      findings: ["deny-removed critical", "read-widened medium"],
    });
    expect(told(reviewChange(inline(allow("s3:GetObject", masters, TLS)), wider))).toMatchObject({
      says: [
        "`s3:GetObject` on `acme-in/masters/*` no longer requires `aws:SecureTransport` = `true`",
        "can now `s3:GetObject` on `acme-in/*` (was `acme-in/masters/*`)",
      ],
      findings: ["condition-dropped high", "read-widened medium"],
    });
    const limit = { limit: [allow("s3:*", "arn:aws:s3:::acme-out/*")] };
    expect(told(reviewChange({ ...inline(allow("s3:GetObject", masters)), boundary: limit }, wider)).findings).toEqual([
      "boundary-removed critical",
      "read-widened medium",
    ]);
  });

  test("two places, one of them by a Condition that goes", () => {
    const review = reviewChange(
      inline({ ...READ, ...TLS }),
      inline(allow("s3:GetObject", [IN, "arn:aws:s3:::acme-archive/*"])),
    );
    expect(told(review)).toMatchObject({
      verdict: "wider",
      says: [
        "`s3:GetObject` on `acme-in/*` no longer requires `aws:SecureTransport` = `true`",
        "can now `s3:GetObject` on `acme-archive/*`",
      ],
      findings: ["condition-dropped high", "read-widened medium"],
    });
  });

  test("a Deny that reached further than the Allow", () => {
    const review = reviewChange(
      inline(READ, deny("s3:GetObject", [PRIVATE, "arn:aws:s3:::acme-archive/*"], { Sid: "No" })),
      inline(READ),
    );
    expect(told(review).says).toEqual([
      expect.stringMatching(
        /^can now `s3:GetObject` on `acme-in\/(?:private\/)?\*`: no longer denied by statement `No` of `aws_iam_role_policy\.media`$/,
      ),
    ]);
  });

  test("a Deny that held back nothing goes, and an Allow comes", () => {
    const review = reviewChange(inline(KEEP_PRIVATE), inline(allow("s3:GetObject", PRIVATE)));
    expect(told(review)).toMatchObject({
      says: ["can now `s3:GetObject` on `acme-in/private/*`"],
      findings: ["read-widened medium"],
    });
  });

  test("a boundary goes that would have held back the Allow that comes: its contents are known", () => {
    const review = reviewChange(
      { ...inline(READ), boundary: LIMIT },
      inline(READ, allow("s3:PutObject", "arn:aws:s3:::acme-out/*")),
    );
    expect(told(review).says).toEqual(["can now `s3:PutObject` on `acme-out/*`"]);
    expect(told(review).findings).toEqual(["boundary-removed critical", "write-widened high"]);
    expect(review.findings.map(({ says }) => says).join()).not.toContain("not known");
  });

  test.each<[string, Statement, Statement]>([
    ["Action", allow("s3:PutObject", IN), { Effect: "Allow", NotAction: "s3:PutObject", Resource: IN }],
    ["Resource", allow("s3:PutObject", IN), { Effect: "Allow", Action: "s3:PutObject", NotResource: IN }],
  ])("%s turns into all but that, where a Deny holds the same back on both sides", (_, before, after) => {
    const no = deny("s3:PutObject", IN);
    expect(told(reviewChange(inline(before, no), inline(after, no)))).toMatchObject({
      verdict: "wider",
      findings: ["allow-all-but critical"],
    });
    expect(told(reviewChange(inline(after, no), inline(before, no)))).toMatchObject({ verdict: "narrower" });
  });

  test("one value of a Condition for another", () => {
    const forPrefix = (prefix: string): RoleAt =>
      inline({ ...LIST, Condition: { StringEquals: { "s3:prefix": prefix } } });
    expect(told(reviewChange(forPrefix("vod/"), forPrefix("live/")))).toEqual({
      verdict: "both",
      says: [
        "`s3:ListBucket` on `acme-in` no longer requires `s3:prefix` = `vod/`",
        "`s3:ListBucket` on `acme-in` now requires `s3:prefix` = `live/`",
      ],
      findings: ["condition-dropped high", "access-lost medium"],
      outcomes: RISKY,
    });
  });

  test("a Deny of everything else becomes one of one action", () => {
    const withDeny = (action: string): RoleAt =>
      inline(allow("s3:*", "arn:aws:s3:::acme-in*"), deny(action, "*", { Sid: "NoDelete" }));
    expect(told(reviewChange(withDeny("s3:Delete*"), withDeny("s3:DeleteObject")))).toMatchObject({
      verdict: "wider",
      says: [
        "can now `s3:Delete*` on `acme-in*`: no longer denied by statement `NoDelete` of `aws_iam_role_policy.media`",
      ],
      findings: ["deny-removed critical"],
    });
  });
});

describe("what no request can ask makes no difference", () => {
  test.each([
    ["a listing of objects", LIST, allow("s3:ListBucket", ["arn:aws:s3:::acme-in", IN])],
    [
      "everything, for what is asked of keys only",
      allow("kms:Decrypt", "arn:*:kms:*:*:key/*"),
      allow("kms:Decrypt", "*"),
    ],
  ])("%s", (_, before, after) => {
    expect(told(reviewChange(inline(before), inline(after)))).toEqual(SAME);
    expect(told(reviewChange(inline(after), inline(before)))).toEqual(SAME);
  });
});

describe("an example", () => {
  const exampleOf = (before: RoleAt, after: RoleAt) =>
    reviewChange(before, after).roles.flatMap(({ changes }) => changes.map(({ example }) => example))[0];

  test.each([
    ["of objects", {}, inline(READ), { action: "s3:GetObject", resource: "arn:aws:s3:::acme-in/x", context: {} }],
    ["of a key", {}, inline(allow("kms:Decrypt", KEY)), { action: "kms:Decrypt", resource: KEY, context: {} }],
    [
      "of a service that is not known",
      {},
      inline(allow("media:EncodeIt", "*")),
      { action: "media:EncodeIt", resource: "arn:aws:s3:::another-bucket/object", context: {} },
    ],
    [
      "without a condition key",
      decrypt(VIA_S3),
      decrypt({ StringEqualsIfExists: VIA_S3.StringEquals }),
      { action: "kms:Decrypt", resource: KEY, context: { "kms:ViaService": null } },
    ],
    [
      "of another value",
      decrypt(VIA_S3),
      decrypt({ StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } }),
      { action: "kms:Decrypt", resource: KEY, context: { "kms:ViaService": "s3.x.amazonaws.com" } },
    ],
    [
      "of somebody else's request",
      trust(TRUST),
      trust(admit({ Service: "mediaconvert.amazonaws.com" })),
      {
        action: "sts:AssumeRole",
        principal: "mediaconvert.amazonaws.com",
        context: { "aws:SourceAccount": "123456789012" },
      },
    ],
  ])("%s", (_, before, after, example) => {
    expect(exampleOf(before, after)).toEqual({ ...example, provided: [] });
  });
});

describe("what is not known", () => {
  const UNDECIDED = ["undecided", "undecided", "undecided"];

  /** The review of a change whose after side has one policy that is known only after apply. */
  const hidden = (before: RoleAt, after: RoleAt, address: string, argument = "policy"): Review =>
    reviewPlan(
      planOf(
        roleParts("media", before, after).map((one) =>
          one.change["address"] === address ? hiding(argument, one) : one,
        ),
      ),
    );

  test.each<[string, () => Review, string, string]>([
    [
      "a policy that was known",
      () => hidden(inline(READ), inline(READ), "aws_iam_role_policy.media"),
      "maybe",
      "maybe",
    ],
    [
      "a new policy, of a role that has none",
      () => hidden({}, inline(READ), "aws_iam_role_policy.media"),
      "maybe",
      "no",
    ],
    [
      "a boundary, where there was none",
      () => hidden(inline(READ), { ...inline(READ), boundary: LIMIT }, "aws_iam_policy.limit"),
      "no",
      "maybe",
    ],
    ["the trust policy", () => hidden({}, {}, "aws_iam_role.media", "assume_role_policy"), "maybe", "maybe"],
    ["a policy that is no JSON", () => reviewChange(inline(READ), { inline: { media: "{" } }), "maybe", "maybe"],
  ])("%s", (_, reviewed, gains, losses) => {
    const review = reviewed();
    expect(review.roles).toMatchObject([{ verdict: "unknown", gains, losses }]);
    expect(told(review)).toMatchObject({ verdict: "unknown", findings: ["unknown-policy high"], outcomes: UNDECIDED });
    expect(review.findings.map(({ effect }) => effect)).toEqual(["unknown"]);
  });

  test("a loss that depends on it is told as one that may be", () => {
    const elsewhere = `arn:aws:iam::${ACCOUNT}:policy/elsewhere`;
    const review = reviewChange(inline(READ), { ...inline(READ), attached: [elsewhere] });
    expect(told(review).says).toEqual([
      `perhaps: can no longer \`s3:GetObject\` on \`acme-in/*\`: now denied by \`${elsewhere} (contents of the attached policy are not in the plan)\``,
    ]);
    expect(outcomeOf(review, { failOn: "never", failOnLoss: true })).toBe("undecided");
  });

  test("what is gained for certain is gained, whatever a policy says", () => {
    const after = { ...inline(READ), trust: [TRUST, admit("*")] };
    const review = hidden(inline(READ), after, "aws_iam_role_policy.media");
    expect(review.roles).toMatchObject([{ verdict: "wider", gains: "yes", losses: "maybe" }]);
    expect(told(review)).toMatchObject({
      verdict: "wider",
      findings: ["trust-opened critical", "unknown-policy high"],
      outcomes: ["findings", "findings", "undecided"],
    });
  });

  const ELSEWHERE = { attached: [`arn:aws:iam::${ACCOUNT}:policy/elsewhere`] };

  test("an attached policy that is not in the plan, on both sides: taken to change nothing", () => {
    const more = inline(READ, allow("s3:PutObject", "arn:aws:s3:::acme-out/*"));
    const [before, after] = [
      { ...inline(READ), ...ELSEWHERE },
      { ...more, ...ELSEWHERE },
    ];
    expect(told(reviewChange(before, after))).toEqual(
      wider("can now `s3:PutObject` on `acme-out/*`", "write-widened high"),
    );
    expect(told(reviewChange(after, before))).toEqual(narrower("can no longer `s3:PutObject` on `acme-out/*`"));
  });

  test("an attached policy that is not in the plan, newly attached: anything", () => {
    const review = reviewChange(inline(READ), { ...inline(READ), ...ELSEWHERE });
    expect(told(review)).toMatchObject({ verdict: "unknown", findings: ["unknown-policy high"], outcomes: UNDECIDED });
  });
});

test("another grantee: one role loses what the other gains", () => {
  const review = reviewPlan(
    planOf([
      ...roleParts("media", grant(["Decrypt"]), grant(["Decrypt"], { grantee: roleArn("packager") })),
      ...roleParts("packager", {}, {}),
    ]),
  );
  expect(
    review.roles.map(({ address, verdict, changes }) => [address, verdict, changes.map(({ says }) => says)]),
  ).toEqual([
    ["aws_iam_role.packager", "wider", [`can now \`kms:Decrypt\` on \`${KEY}\` by a grant`]],
    ["aws_iam_role.media", "narrower", [`can no longer \`kms:Decrypt\` on \`${KEY}\` by a grant`]],
  ]);
  expect(told(review)).toMatchObject({
    verdict: "both",
    findings: ["grant-widened high", "access-lost medium"],
    outcomes: RISKY,
  });
});
