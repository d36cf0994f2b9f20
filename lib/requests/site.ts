/** Where the role is, and the jobs run. */
export interface Site {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

/** Stand for what is not known, where an ARN would need it. */
export const UNKNOWN_ACCOUNT = "ACCOUNT";
export const UNKNOWN_REGION = "REGION";
