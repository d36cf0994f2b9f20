/** Whether a role can make a request. */
export type Verdict =
  | "allowed"
  | "denied"
  /** It depends on something that is not known. */
  | "unknown"
  /** The policies are too intricate for the budget. */
  | "undecided";

/** Parts that have to allow a request; `denies` stands for explicit denies. */
export type Part = "identity" | "boundary" | "resource" | "account" | "grants" | "denies" | "trust";
