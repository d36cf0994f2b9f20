/** What `review --format json` prints. The other formats show the same. */

/** How what a role may do changes. `unknown`: it cannot be told. */
export type Verdict = "wider" | "narrower" | "both" | "same" | "unknown";

/** Whether there is such a change: for certain, perhaps, not at all, or too intricate to decide. */
export type Certainty = "yes" | "maybe" | "no" | "undecided";

/** How dangerous something is, the most dangerous first: `critical`, `high`, `medium`, `low`, `info`. */
export type Severity = "critical" | "high" | "medium" | "low" | "info";

/**
 * What a finding means for a pipeline.
 *
 * - `widens`: somebody can do more; fails by `--fail-on`
 * - `breaks`: jobs may stop working; fails with `--fail-on-loss`
 * - `unknown`: it cannot be told; ends with 3, and cannot be suppressed
 * - `informs`: fails nothing
 */
export type Effect = "widens" | "breaks" | "unknown" | "informs";

export interface Review {
  readonly version: 1;
  /** What was compared: a plan with itself (`before` and `after` are the same file), or two stacks. */
  readonly compared: { readonly kind: "plan" | "stacks"; readonly before: string; readonly after: string };
  /** Of all roles and resources together. */
  readonly verdict: Verdict;
  /** Why the source is not the whole: half a sentence. Left out: it is. */
  readonly incomplete?: string;
  /** Roles that the source changes, the most dangerous first. */
  readonly roles: readonly ReviewedSubject[];
  /** Buckets and keys whose policies give others than these roles other access, and policies of no role at all. */
  readonly resources: readonly ReviewedSubject[];
  /** Number of roles that nothing in the source changes. */
  readonly unchangedRoles: number;
  /** The most dangerous first. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** Suppressions that no finding needs. */
  readonly unusedSuppressions: readonly Suppression[];
  /** What was taken for granted or is worth a look. */
  readonly remarks: readonly string[];
}

/** What becomes of the object itself. */
export type Fate =
  | "created"
  | "deleted"
  /** Deleted and made again, perhaps under another name. */
  | "replaced"
  | "updated"
  /** Only other resources change what it may do. */
  | "unchanged"
  /** It stays as it is, and Terraform no longer looks after it. */
  | "forgotten"
  /** It exists, and Terraform begins to look after it. */
  | "imported";

/** A role, a bucket or key with a policy of its own, or a policy that no role of the source has. */
export interface ReviewedSubject {
  readonly kind: "role" | "bucket" | "key" | "policy";
  /** Address in Terraform. */
  readonly address: string;
  /** Address before it was moved. */
  readonly movedFrom?: string;
  /** Name of the role or bucket, ARN of the key, where it is known. */
  readonly name?: string;
  /** Name before it was replaced by one of another name. */
  readonly nameBefore?: string;
  readonly fate: Fate;
  /** The role trusts MediaConvert, before or after, or has the name of its default role. */
  readonly isMediaConvert: boolean;
  readonly verdict: Verdict;
  readonly gains: Certainty;
  readonly losses: Certainty;
  /** The most dangerous first. */
  readonly changes: readonly Change[];
  /** What the source does not show. */
  readonly unknown: readonly Unknown[];
  readonly picture: Picture;
  /** Details are not shown, since a value that they come from is marked sensitive. */
  readonly masked: boolean;
}

/** Something that bears on the verdict and is not known. */
export interface Unknown {
  readonly where: string;
  /** Half a sentence. */
  readonly what: string;
  readonly side: "before" | "after" | "both";
}

/** What one statement or grant newly allows, or no longer allows. */
export interface Change {
  readonly direction: "gain" | "loss";
  /** It holds whatever is unknown. */
  readonly certain: boolean;
  /** trust: who may assume the role; permissions: what it may do. */
  readonly part: "trust" | "permissions";
  readonly severity: Severity;
  /** One sentence without a full stop, code in backticks: "can now `s3:PutObject` on `acme-out/*` (was `acme-out/vod/*`)". */
  readonly says: string;
  /** Patterns of the statement that are newly, or no longer, allowed. */
  readonly actions: readonly string[];
  /** ARN patterns; for trust, the principals. */
  readonly resources: readonly string[];
  readonly statement: StatementPlace;
  /** A request that is allowed on one side and not on the other. */
  readonly example: Example;
}

/** Where a statement or grant stands. */
export interface StatementPlace {
  /** Address, ARN or name of the policy or grant. */
  readonly document: string;
  /** Position in the policy, from 0; left out for a grant. */
  readonly index?: number;
  readonly sid?: string;
}

export interface Example {
  readonly action: string;
  readonly resource?: string;
  /** Who asks, where it is about trust or a resource's policy. */
  readonly principal?: string;
  /** Condition keys; null: the request does not carry it. Any other key may have any value. */
  readonly context: { readonly [key: string]: string | null };
  /** What else has to hold, in words. */
  readonly provided: readonly string[];
}

export interface Finding {
  /** Id of the rule, such as `trust-opened`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly effect: Effect;
  /** Names exactly what the finding is about; suppressions repeat it. */
  readonly subject: string;
  /** Address of the role, bucket or key that it belongs to; left out: the whole source. */
  readonly of?: string;
  /** Address of the resource to look at. */
  readonly where: string;
  /** The rule's title. */
  readonly title: string;
  /** What was found, code in backticks. */
  readonly says: string;
  /** What to do, from the catalogue. */
  readonly advice: string;
}

/** A finding that is accepted. */
export interface Suppression {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
}

export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
}

/** Who can assume the role, and what it reaches. */
export interface Picture {
  readonly who: readonly PictureNode[];
  readonly what: readonly PictureNode[];
}

export interface PictureNode {
  /** A principal, or a resource pattern. Plain text from the source. */
  readonly label: string;
  /** What it may do: `read`, `write`, …; for principals empty. */
  readonly verbs: readonly string[];
  /** Against before. `changed`: on both sides, with other verbs or conditions. */
  readonly mark: "added" | "removed" | "changed" | "kept" | "unknown";
}
