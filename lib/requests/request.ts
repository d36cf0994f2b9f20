import type { Origin } from "../jobs/need";

/** What a value of the request's context is: a text, or any that matches a pattern. */
export type RequestValue = { readonly value: string } | { readonly glob: string };

/** A condition key that has one of these values. */
export interface Either {
  readonly key: string;
  readonly values: readonly RequestValue[];
  /** What would have to be known. */
  readonly about: string;
}

/** A request that MediaConvert, or a service for it, makes with the role. */
export interface JobRequest {
  /** `s3:GetObject`; or `sts:AssumeRole`, by which MediaConvert gets the role in the first place. */
  readonly action: string;
  /** ARN as a pattern: every resource that it matches is meant, unless it bounds one. */
  readonly resource: string;
  /** The pattern bounds one resource that is not known; this is what is not known of it. */
  readonly bounds?: string;
  /** Condition keys that the request is sure to carry. */
  readonly context: { readonly [key: string]: RequestValue };
  /** A condition key with one of several values, where it is not known with which. */
  readonly either?: Either;
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
