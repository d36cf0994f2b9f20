/**
 * The rules that lead from a job's field to a permission: what each says, how sure it is, and where AWS says it.
 *
 * `fields.ts` says which field follows which rule; explanations and `docs/job-permissions.md` print both.
 */

/** How sure a rule is. */
export type Certainty =
  /** AWS documents it for MediaConvert. */
  | "documented"
  /** AWS documents it for the service that is called. */
  | "documented by the called service"
  /** Seen in public: a working role, a log line, a report. */
  | "observed"
  /** Follows from what is documented. */
  | "inferred";

/** One rule. */
export interface Rule {
  readonly certainty: Certainty;
  /** Actions that it gives the role; left out: none. */
  readonly actions?: readonly string[];
  /** What it says, in one sentence. */
  readonly says: string;
  /** The AWS page that it rests on. */
  readonly source: string;
}

const UG = "https://docs.aws.amazon.com/mediaconvert/latest/ug";
const API = "https://docs.aws.amazon.com/mediaconvert/latest/apireference";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest";

const rules = <Id extends string>(table: { readonly [id in Id]: Rule }): { readonly [id in Id]: Rule } => table;

/** Every rule by its name. */
export const RULES = rules({
  "R-S3-READ": {
    certainty: "documented",
    actions: ["s3:GetObject"],
    says: "The service reads the object with the role.",
    source: `${UG}/iam-role.html`,
  },
  "R-S3-READ-DIR": {
    certainty: "inferred",
    actions: ["s3:GetObject"],
    says: "A manifest leads to further files, which lie beside it or below unless it says otherwise.",
    source: `${UG}/using-hls-inputs.html`,
  },
  "R-S3-READ-IMF": {
    certainty: "inferred",
    actions: ["s3:GetObject"],
    says: "An IMF composition needs the other files of its package, which lie beside it.",
    source: `${API}/jobs.html`,
  },
  "R-S3-READ-SERIES": {
    certainty: "inferred",
    actions: ["s3:GetObject"],
    says: "A PNG whose name ends in digits stands for a series of names with as many digits.",
    source: `${UG}/graphic-overlay.html`,
  },
  "R-HTTP": {
    certainty: "documented",
    says: "An http(s) source must be public: the role has no part in it.",
    source: `${UG}/http-input-requirements.html`,
  },
  "R-S3-LIST-IN": {
    certainty: "documented by the called service",
    actions: ["s3:ListBucket"],
    says: "With s3:ListBucket a missing object is error 1404, without it 1401. Jobs run without it.",
    source: `${S3}/API/API_GetObject.html`,
  },
  "R-S3-WRITE": {
    certainty: "documented",
    actions: ["s3:PutObject"],
    says: "Outputs are named after the destination, with modifiers and extensions behind it.",
    source: `${UG}/mediaconvert_error_codes.html`,
  },
  "R-S3-ACL": {
    certainty: "documented",
    actions: ["s3:PutObjectAcl"],
    says: "A canned ACL needs s3:PutObjectAcl where the outputs are written.",
    source: `${UG}/s3-access-control.html`,
  },
  "R-DEST-ROOT": {
    certainty: "documented",
    says: "A destination without a key means the whole bucket.",
    source: `${API}/jobs.html`,
  },
  "R-DEST-DIR": {
    certainty: "documented",
    says: "A destination that ends in / is a directory; outputs are named after the input.",
    source: `${API}/jobs.html`,
  },
  "R-DEST-BASE": {
    certainty: "documented",
    says: "What stands behind the last / begins the name of every output.",
    source: `${API}/jobs.html`,
  },
  "R-DEST-SUBDIR": {
    certainty: "inferred",
    says: "With SUBDIRECTORY_PER_STREAM the names of the subdirectories are not documented: the directory counts.",
    source: `${API}/jobs.html`,
  },
  "R-DEST-VAR": {
    certainty: "documented",
    says: "$dt$, $d$, $t$ and $fn$ stand for any text; at any other $ the pattern ends.",
    source: `${UG}/list-of-settings-variables-with-examples.html`,
  },
  "R-DEST-ABSENT": {
    certainty: "inferred",
    says: "Without a destination it cannot be known where the group writes.",
    source: `${API}/jobs.html`,
  },
  "R-KMS-IN": {
    certainty: "documented",
    actions: ["kms:Decrypt"],
    says: "Reading an object under SSE-KMS needs kms:Decrypt on its key.",
    source: `${UG}/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html`,
  },
  "R-KMS-OUT": {
    certainty: "documented",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    says: "Writing under SSE-KMS needs kms:GenerateDataKey, and kms:Decrypt for multipart uploads.",
    source: `${UG}/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html`,
  },
  "R-KMS-CTX": {
    certainty: "documented by the called service",
    says: "Pairs of the job's encryption context join the ones of S3; nothing more is needed for them.",
    source: `${S3}/userguide/UsingKMSEncryption.html`,
  },
  "R-KMS-CLIENT": {
    certainty: "documented",
    actions: ["kms:Decrypt"],
    says: "A client-side encrypted input needs kms:Decrypt with MediaConvert's encryption context.",
    source: `${UG}/implementing-client-side-encryption.html`,
  },
  "R-KMS-SIGN": {
    certainty: "documented",
    actions: ["kms:Sign"],
    says: "A C2PA manifest is signed with kms:Sign.",
    source: `${UG}/c2pa-manifest.html`,
  },
  "R-KMS-SECRET": {
    certainty: "documented by the called service",
    actions: ["kms:Decrypt"],
    says: "A secret under a customer key needs kms:Decrypt on that key.",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  "R-SECRET": {
    certainty: "documented",
    actions: ["secretsmanager:GetSecretValue"],
    says: "The service reads the secret with the role.",
    source: `${UG}/granting-permissions-for-mediaconvert-to-access-secrets-manager-secret.html`,
  },
  "R-C2PA": {
    certainty: "documented",
    says: "With INCLUDE the output is signed: the signing key and the certificate's secret count.",
    source: `${UG}/c2pa-manifest.html`,
  },
  "R-INVOKE-SPEKE": {
    certainty: "documented",
    actions: ["execute-api:Invoke"],
    says: "The key server is called through API Gateway with the role, by POST.",
    source: `${UG}/drm-content-key-encryption.html`,
  },
  "R-INVOKE-NIELSEN": {
    certainty: "documented",
    actions: ["execute-api:Invoke"],
    says: "The TIC server is called through API Gateway with the role; the method is not documented.",
    source: `${UG}/nielsen-watermarking.html`,
  },
  "R-TAMS": {
    certainty: "documented",
    actions: ["events:RetrieveConnectionCredentials", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    says: "The EventBridge connection gives the credentials, which lie in a secret of its own.",
    source: `${UG}/tams-input-requirements.html`,
  },
  "R-INFERENCE": {
    certainty: "documented",
    actions: [
      "elemental-inference:AssociateFeed",
      "elemental-inference:CreateFeed",
      "elemental-inference:DeleteFeed",
      "elemental-inference:GetMetadata",
      "elemental-inference:PutMedia",
      "elemental-inference:TagResource",
    ],
    says: "The service makes and uses a feed of Elemental Inference with the role.",
    source: `${UG}/smart-cropping.html`,
  },
  "R-INFERENCE-FEED": {
    certainty: "inferred",
    actions: ["elemental-inference:GetFeed"],
    says: "The configuration is read from a feed that exists.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalinference.html",
  },
  "R-NONE-INLINE": {
    certainty: "documented",
    says: "The value itself is in the job.",
    source: `${API}/jobs.html`,
  },
  "R-NONE-MANIFEST": {
    certainty: "documented",
    says: "The text is copied into a manifest.",
    source: `${API}/jobs.html`,
  },
  "R-NONE-EXTERNAL": {
    certainty: "inferred",
    says: "The server is a third party's, outside AWS.",
    source: `${API}/jobs.html`,
  },
  "R-NONE-ACM": {
    certainty: "documented",
    says: "An administrator associates the certificate once; the role has no part in it.",
    source: `${UG}/drm-content-key-encryption.html`,
  },
  "R-TRUST": {
    certainty: "documented",
    says: "mediaconvert.amazonaws.com must be able to assume the role.",
    source: `${UG}/iam-role.html`,
  },
  "R-TRUST-SOURCE": {
    certainty: "documented",
    says: "aws:SourceArn is the job's queue, aws:SourceAccount its account.",
    source: `${UG}/cross-service-confused-deputy-prevention.html`,
  },
  "R-PATH": {
    certainty: "observed",
    says: "Error 1432 has been reported for roles at other paths than / and /service-role/.",
    source: `${UG}/mediaconvert_error_codes.html`,
  },
  "R-RESOLVE": {
    certainty: "inferred",
    says: "What the named template or preset holds counts as if it stood in the job.",
    source: `${UG}/using-job-templates.html`,
  },
  "R-GATE": {
    certainty: "inferred",
    says: "A field behind an off switch has no effect.",
    source: `${API}/jobs.html`,
  },
  "R-CALLER-CREATE": {
    certainty: "documented",
    says: "Whoever submits the job needs it, not the role.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalmediaconvert.html",
  },
  "R-CALLER-TAG": {
    certainty: "documented",
    says: "Tags are the submitter's business; outputs get none.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalmediaconvert.html",
  },
  "R-ARN-CHARSET": {
    certainty: "documented by the called service",
    says: "A policy cannot hold characters above U+00FF: the pattern ends before the first.",
    source: `${IAM}/reference_policies_grammar.html`,
  },
});

export type RuleId = keyof typeof RULES;
