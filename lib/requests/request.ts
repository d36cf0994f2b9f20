import type { Origin } from "../jobs/need";

/** What a value of the request's context is: a text, or any that matches a pattern. */
export type RequestValue = { readonly value: string } | { readonly glob: string };

/** A request that MediaConvert, or a service for it, makes with the role. */
export interface JobRequest {
  /** `s3:GetObject`; or `sts:AssumeRole`, by which MediaConvert gets the role in the first place. */
  readonly action: string;
  /** ARN as a pattern: every resource that it matches is meant. */
  readonly resource: string;
  /** Condition keys that the request is sure to carry. */
  readonly context: { readonly [key: string]: RequestValue };
  /** The account that owns the resource, where it is known. */
  readonly owner?: string;
  /** Jobs run without it, and say less of what went wrong. */
  readonly advised: boolean;
  /** MediaConvert's error where it is denied; undefined: it has no code of its own. */
  readonly errorCode?: string;
  /** Names of the files that need it; empty: the settings list it. */
  readonly jobs: readonly string[];
  readonly because: readonly Origin[];
}

/** Where the role is, and the jobs run. */
export interface Site {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}
