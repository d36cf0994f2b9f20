/**
 * What `review` can find: how dangerous each finding is, why it matters and what to do about it.
 *
 * `docs/findings.md` is made from this table.
 */

import type { Effect, Severity } from "./report";

interface Description {
  /** What a finding has unless `otherwise` holds. */
  readonly severity: Severity;
  readonly effect: Effect;
  /** Plain text without Markdown. */
  readonly title: string;
  /** Why it matters: sentences, code in backticks. */
  readonly why: string;
  /** What to do: a sentence or two, code in backticks. */
  readonly advice: string;
  /** Another severity, and when a finding has it. */
  readonly otherwise?: { readonly severity: Severity; readonly when: string };
}

/** The most dangerous first. */
const TABLE = {
  "trust-opened": {
    severity: "critical",
    effect: "widens",
    title: "Others than before can assume the role",
    why: "Whoever can assume the role has everything that it may do. Everyone (`*`) is every AWS account there is; another account decides for itself which of its identities come; a service acts for whoever calls it; a federated provider vouches for all its users.",
    advice:
      "Remove the principal, or name exactly the one that needs the role and hold it by a condition: `aws:SourceAccount` for a service, `sts:ExternalId` for another account, the subject for a federated provider.",
  },
  "trust-condition-dropped": {
    severity: "critical",
    effect: "widens",
    title: "A condition no longer limits who can assume the role",
    why: "MediaConvert acts for all its customers. `aws:SourceAccount` and `aws:SourceArn` in the trust policy keep it from using your role for a request that comes from somebody else: the confused deputy. Requests that a condition held back now get through.",
    advice:
      "Put the condition back: for MediaConvert `aws:SourceAccount` with your account and `aws:SourceArn` with your queues.",
  },
  "boundary-removed": {
    severity: "critical",
    effect: "widens",
    title: "The permissions boundary is gone or wider",
    why: "A role's own policies can give it no more than its boundary allows. What they allow beyond the old boundary had no effect so far and takes effect now, although the policies themselves may be unchanged.",
    advice: "Keep the boundary, or first narrow the role's policies to what it should be able to do without it.",
  },
  "privilege-escalation": {
    severity: "critical",
    effect: "widens",
    title: "The role can give itself or others more access",
    why: "With actions such as `iam:PassRole`, `iam:AttachRolePolicy`, `sts:AssumeRole`, `kms:CreateGrant` or `s3:PutBucketPolicy` a role gets at, or hands out, permissions that its own policies do not list. What it can do then no longer ends where they end. MediaConvert jobs need none of these.",
    advice: "Remove the action, and leave such changes to the identity that deploys.",
  },
  "allow-all-but": {
    severity: "critical",
    effect: "widens",
    title: "A new Allow lists only what it leaves out",
    why: "An Allow with `NotAction` or `NotResource` allows everything that it does not list. That includes actions and resources that AWS or somebody else adds later, so it grows while the policy stays the same.",
    advice: "List what is needed in `Action` and `Resource`; keep `NotAction` and `NotResource` for Deny statements.",
  },
  "deny-removed": {
    severity: "critical",
    effect: "widens",
    title: "An explicit Deny no longer holds back requests",
    why: "An explicit Deny wins over every Allow, so it is often all that keeps a broad permission in check. With the Deny gone or narrower, an Allow that was there before takes effect, and no added statement shows it.",
    advice: "Put the Deny back, or narrow the Allow statements that it held back.",
  },
  "kms-condition-dropped": {
    severity: "high",
    effect: "widens",
    title: "A KMS permission no longer requires its condition",
    why: "`kms:ViaService` lets the key be used only through the service that it names, and an encryption context only for certain data. Without them whoever gets hold of the role's credentials can call KMS directly, and decrypt whatever the key encrypted.",
    advice:
      "Put the condition back: `kms:ViaService` with the key's Region and, for S3, `kms:EncryptionContext:aws:s3:arn` with the buckets.",
  },
  "condition-dropped": {
    severity: "high",
    effect: "widens",
    title: "A condition no longer holds back requests",
    why: "A statement can keep its actions and resources and still allow more: its conditions decide which requests it is for. Requests that failed a condition before are now allowed.",
    advice: "Put the condition back, or say in a suppression why it is not needed.",
  },
  "grant-widened": {
    severity: "high",
    effect: "widens",
    title: "A KMS grant is new or allows more",
    why: "A grant lets its grantee use the key beside the key policy and the grantee's own policies, and none of them shows it. Further operations, another grantee or a weaker constraint each let somebody do more with the key. Without an encryption context constraint the grant is good for whatever the key encrypted.",
    advice:
      "Grant the role only what its jobs need: `Decrypt` for inputs, `GenerateDataKey` and `Decrypt` for outputs, `Sign` for C2PA.",
  },
  "write-widened": {
    severity: "high",
    effect: "widens",
    title: "The role can write or delete in more places",
    why: "A job, or whoever gets hold of the role, can overwrite or delete what lies there. The place is not one that this source makes, so it most likely belongs to somebody who does not see this change.",
    advice: "Name the bucket and prefix that outputs go to, and give no delete action: jobs need none.",
  },
  "wildcard-resource": {
    severity: "high",
    effect: "widens",
    title: "Actions are newly allowed on every resource",
    why: "The actions can name resources, and the statement says `*`. That is every bucket, key or secret of the account, those that are made later, and those of other accounts that let the role in.",
    advice: "Name the resources: the objects under a prefix, one key, one secret.",
  },
  "resource-policy-opened": {
    severity: "high",
    effect: "widens",
    title: "A bucket or key policy lets in others than before",
    why: "Within an account, a bucket or key policy gives access by itself, also to identities whose own policies say nothing of it. Another account that is let in decides for itself which of its identities come. Everyone, on a bucket, includes requests without credentials, unless S3 Block Public Access stops them.",
    advice:
      "Name the role that needs the access and the actions that it needs. For MediaConvert that is the job's role: its service principal has no effect in a bucket policy.",
    otherwise: { severity: "critical", when: "everyone is let in" },
  },
  "unknown-policy": {
    severity: "high",
    effect: "unknown",
    title: "What the role may do cannot be told",
    why: "Terraform knows no text that is made from a value which exists only after apply: a single ARN of a new resource in `jsonencode` hides the whole policy. A policy, trust or boundary whose contents are not in the plan hides as much. It could allow anything, so the role cannot be judged.",
    advice:
      "Build ARNs from names, the account and the partition rather than from attributes of new resources, give the synthesized stack with `--synth cdk.tf.json`, or give the policy's contents.",
  },
  "incomplete-plan": {
    severity: "high",
    effect: "unknown",
    title: "The plan is only a part of the change",
    why: "The plan says so itself: it was made with `-target`, puts changes off to a later plan, or stopped at an error. What it leaves out may widen a role.",
    advice: "Plan again without `-target` and without errors, and review that plan.",
  },
  "mediaconvert-not-trusted": {
    severity: "high",
    effect: "breaks",
    title: "MediaConvert can no longer assume the role",
    why: "MediaConvert runs each job by assuming its role as `mediaconvert.amazonaws.com`. Where the trust policy does not admit it, jobs fail with error 1433 or 1434, whatever the role may do.",
    advice:
      "Admit `mediaconvert.amazonaws.com` with `sts:AssumeRole`, under conditions that your account and queues meet.",
  },
  "role-path": {
    severity: "high",
    effect: "breaks",
    title: "MediaConvert may refuse a role at this path",
    why: "Error 1432, invalid role, has been reported for roles at other paths than `/` and `/service-role/`. AWS documents no such limit, and the reports are disputed; a job shows it only when it runs.",
    advice: "Use `/` or `/service-role/`, unless you know that jobs run with a role at this path.",
  },
  "default-role-renamed": {
    severity: "high",
    effect: "breaks",
    title: "MediaConvert's default role is renamed or deleted",
    why: "The MediaConvert console selects `MediaConvert_Default_Role` by itself and no longer finds it. A job names its role by ARN, so whatever submits jobs with the old ARN fails: programs, state machines, event rules.",
    advice:
      "Keep the name, or make a second role beside it, change everything that names the old ARN, and remove the old role last.",
  },
  "role-replaced": {
    severity: "high",
    effect: "breaks",
    title: "The role is deleted and made again",
    why: "Jobs that run meanwhile lose the role, and jobs that start while there is none fail with error 1433. The new role has another unique id: policies of keys, buckets and roles that name it, and grants, keep pointing to the id of the old one, even if the ARN is the same.",
    advice:
      "Keep `name` and `path`, for which Terraform replaces a role. Where it must be, make the new role beside the old one, and then write the policies and grants that name it anew.",
  },
  "decrypt-missing": {
    severity: "high",
    effect: "breaks",
    title: "The role may not decrypt with a key for outputs",
    why: "Large files are uploaded in parts, and with SSE-KMS such an upload needs `kms:Decrypt` beside `kms:GenerateDataKey`. Small outputs succeed and large ones fail with error 1401, so a short test does not show it.",
    advice: "Allow `kms:Decrypt` on the same key in the same statement or grant.",
  },
  "read-widened": {
    severity: "medium",
    effect: "widens",
    title: "The role can read in more places",
    why: "A job can put whatever the role reads into an output, so to read is to copy. The place is not one that this source makes, so it most likely belongs to somebody who does not see this change.",
    advice: "Name the bucket and prefix that inputs come from.",
  },
  undecided: {
    severity: "medium",
    effect: "unknown",
    title: "The comparison is too intricate to finish",
    why: "Where wildcards, conditions and Deny statements multiply, comparing what two sets of policies allow can take without end. The review stops at a fixed number of steps rather than guess, and what it did not reach may be wider.",
    advice: "Write fewer wildcards into one pattern and fewer conditions into one statement, and review again.",
  },
  "acl-with-enforced-ownership": {
    severity: "medium",
    effect: "breaks",
    title: "The role sets ACLs in a bucket that has none",
    why: "With Object Ownership `BucketOwnerEnforced` a bucket has its ACLs disabled, and `s3:PutObjectAcl` is of no use. A job that sets another ACL than `BUCKET_OWNER_FULL_CONTROL` fails there: S3 answers 400, `AccessControlListNotSupported`.",
    advice: "Drop `s3:PutObjectAcl` and the jobs' `CannedAcl`, or give the bucket `BucketOwnerPreferred`.",
  },
  "access-lost": {
    severity: "medium",
    effect: "breaks",
    title: "The role can no longer do what jobs may need",
    why: "With the role jobs read and write in S3, use KMS keys, call API Gateway and read secrets. That something is denied shows only when a job runs: with error 1401 for S3 and its keys. The review does not know your jobs, so it may also be something that none of them needs.",
    advice: "Have `mediaconvert-role check` try your jobs on the new role, or keep the permission.",
  },
  "access-widened": {
    severity: "low",
    effect: "widens",
    title: "The role can do more than before",
    why: "What is newly allowed stays within buckets and keys that this source makes, or only lists or tags. It is new access all the same, and whoever reviews the change should know of it.",
    advice: "Compare it with what the change is for, and remove what is not needed.",
  },
  "same-in-other-words": {
    severity: "info",
    effect: "informs",
    title: "The text changed and the access did not",
    why: "The policies before and after allow exactly the same requests. Order, one value or a list of one, and statements that others cover make a difference in the text only.",
    advice: "There is nothing to do.",
  },
  "no-longer-managed": {
    severity: "info",
    effect: "informs",
    title: "Terraform forgets it and AWS keeps it",
    why: "A `removed` block with `destroy = false` takes the resource out of the state and leaves it in AWS as it is. Its access stays, and later plans no longer show it.",
    advice: "Make sure that somebody else looks after it, or delete it.",
  },
  "changed-outside": {
    severity: "info",
    effect: "informs",
    title: "Somebody changed it outside Terraform",
    why: "What is in AWS is not what Terraform left there. This plan sets it back, or takes the change over. Where it had been widened, the wider access may have been used meanwhile.",
    advice: "Find out who changed it and why before you apply: CloudTrail has the calls.",
    otherwise: { severity: "medium", when: "it had been widened" },
  },
  "unlisted-removed": {
    severity: "info",
    effect: "informs",
    title: "Policies that are not listed are removed",
    why: "A resource such as `aws_iam_role_policies_exclusive` takes from the role every policy that it does not list. The plan does not show what those allow, so the review cannot say which access is lost.",
    advice:
      "Before you apply, look at what the role has: `aws iam list-role-policies` and `aws iam list-attached-role-policies`.",
  },
  "dead-permission": {
    severity: "info",
    effect: "informs",
    title: "A new permission that no request can use",
    why: "The action is never asked of such a resource: `s3:GetObject` is asked of objects, `arn:aws:s3:::BUCKET/*`, and not of the bucket, `arn:aws:s3:::BUCKET`. It allows nothing, and what was probably meant is missing.",
    advice: "Name a resource of a type that the action takes; the Service Authorization Reference lists them.",
  },
} as const satisfies { readonly [id: string]: Description };

export type RuleId = keyof typeof TABLE;

/** Rules whose findings can be accepted: what cannot be told cannot. */
export type SuppressibleRuleId = {
  readonly [id in RuleId]: (typeof TABLE)[id]["effect"] extends "unknown" ? never : id;
}[RuleId];

/** One kind of finding. */
export interface Rule extends Description {
  readonly id: RuleId;
  /** Pages of AWS and Terraform that it rests on. */
  readonly see: readonly string[];
}

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const UG = "https://docs.aws.amazon.com/mediaconvert/latest/ug";
const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference";
const TERRAFORM = "https://developer.hashicorp.com/terraform";
const PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources";

const PAGES: { readonly [id in RuleId]: readonly string[] } = {
  "trust-opened": [`${IAM}/reference_policies_elements_principal.html`, `${IAM}/confused-deputy.html`],
  "trust-condition-dropped": [`${UG}/cross-service-confused-deputy-prevention.html`, `${IAM}/confused-deputy.html`],
  "boundary-removed": [`${IAM}/access_policies_boundaries.html`],
  "privilege-escalation": [
    `${IAM}/id_roles_use_passrole.html`,
    `${IAM}/access_policies_understand-policy-summary-access-level-summaries.html`,
    `${KMS}/grants.html`,
  ],
  "allow-all-but": [
    `${IAM}/reference_policies_elements_notaction.html`,
    `${IAM}/reference_policies_elements_notresource.html`,
  ],
  "deny-removed": [`${IAM}/reference_policies_evaluation-logic.html`],
  "kms-condition-dropped": [`${KMS}/conditions-kms.html`, `${KMS}/encrypt_context.html`],
  "condition-dropped": [`${IAM}/reference_policies_elements_condition.html`],
  "grant-widened": [`${KMS}/grants.html`, `${KMS}/create-grant-overview.html`],
  "write-widened": [`${UG}/iam-role.html`, `${ACTIONS}/list_amazons3.html`],
  "wildcard-resource": [`${IAM}/reference_policies_elements_resource.html`, `${IAM}/best-practices.html`],
  "resource-policy-opened": [
    `${IAM}/access_policies_identity-vs-resource.html`,
    `${S3}/access-control-block-public-access.html`,
    `${KMS}/key-policies.html`,
  ],
  "unknown-policy": [`${TERRAFORM}/internals/json-format`],
  "incomplete-plan": [`${TERRAFORM}/internals/json-format`, `${TERRAFORM}/cli/commands/plan`],
  "mediaconvert-not-trusted": [`${UG}/iam-role.html`, `${UG}/mediaconvert_error_codes.html`],
  "role-path": [`${UG}/mediaconvert_error_codes.html`, `${IAM}/reference_identifiers.html`],
  "default-role-renamed": [`${UG}/iam-role.html`],
  "role-replaced": [
    `${IAM}/reference_identifiers.html`,
    `${IAM}/reference_policies_elements_principal.html`,
    `${UG}/mediaconvert_error_codes.html`,
  ],
  "decrypt-missing": [
    `${S3}/mpuoverview.html`,
    `${S3}/UsingKMSEncryption.html`,
    `${UG}/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html`,
  ],
  "read-widened": [`${UG}/iam-role.html`, `${ACTIONS}/list_amazons3.html`],
  undecided: [`${IAM}/reference_policies_evaluation-logic.html`],
  "acl-with-enforced-ownership": [`${S3}/about-object-ownership.html`, `${S3}/object-ownership-error-responses.html`],
  "access-lost": [`${UG}/iam-role.html`, `${UG}/mediaconvert_error_codes.html`],
  "access-widened": [`${IAM}/best-practices.html`],
  "same-in-other-words": [`${IAM}/reference_policies_grammar.html`],
  "no-longer-managed": [`${TERRAFORM}/language/state/remove`],
  "changed-outside": [`${TERRAFORM}/tutorials/state/resource-drift`, `${IAM}/cloudtrail-integration.html`],
  "unlisted-removed": [`${PROVIDER}/iam_role_policies_exclusive`, `${PROVIDER}/iam_role_policy_attachments_exclusive`],
  "dead-permission": [
    `${ACTIONS}/list_amazons3.html`,
    `${ACTIONS}/reference_policies_actions-resources-contextkeys.html`,
  ],
};

/** The rule of an id. */
export const ruleOf = (id: RuleId): Rule => ({ id, ...TABLE[id], see: PAGES[id] });

/** Every rule, the most dangerous first. */
export const RULES: readonly Rule[] = (Object.keys(TABLE) as RuleId[]).map(ruleOf);
