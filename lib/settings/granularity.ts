/** How much of what jobs name a derived role may use. */
export const GRANULARITIES = ["object", "prefix", "bucket"] as const;
