/** How each command can print its answer. */

export const DERIVE_FORMATS = ["settings", "policy", "tfvars", "json"] as const;
export const ADOPT_FORMATS = ["settings", "tfvars", "imports"] as const;
export const CHECK_FORMATS = ["text", "json", "markdown", "sarif"] as const;
export const REVIEW_FORMATS = ["text", "json", "markdown", "sarif", "html"] as const;

/** From which danger on `review` fails. */
export const THRESHOLDS = ["any", "risky", "never"] as const;
