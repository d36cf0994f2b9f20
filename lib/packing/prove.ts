import { createHash } from "node:crypto";
import type { Comparison } from "../access/compare";
import type { Placeholders } from "../placeholders";
import type { PolicyDocument, Statement } from "../policy/model";

/** Packing changed what a role may do: a defect of this program, never of its input. */
export class PackingError extends Error {
  constructor(verdict: Comparison["verdict"]) {
    super(
      `packing the role's policies would change what they allow (${verdict}); nothing was made of them. This is a defect: please report it with the settings`,
    );
    this.name = "PackingError";
  }
}

/** Enough for 25 documents of one-line resources; more is needed for nothing that is made here. */
const STEPS = 2_000_000_000;

/**
 * What was proven before: a settings file is checked as a whole before its stacks are made, and the same statements come
 * twice.
 */
const proven = new Set<string>();

/**
 * Proves that the documents allow, and deny, exactly what the statements do.
 *
 * @throws PackingError where they do not, or where that cannot be decided
 */
export const prove = (
  statements: readonly Statement[],
  documents: readonly PolicyDocument[],
  placeholders: Placeholders,
): void => {
  const before = asText(statements, placeholders);
  const after = documents.map(({ Statement }) => asText(Statement, placeholders));
  const digest = createHash("sha256")
    .update(JSON.stringify([before, after]))
    .digest("hex");
  if (proven.has(digest)) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- roles of one document, which are most, need no proof
  const { comparePolicies } = require("./same-access") as typeof import("./same-access");
  const verdict = comparePolicies([before], after, STEPS);
  if (verdict !== "same") throw new PackingError(verdict);
  proven.add(digest);
};

/** A policy as JSON in which placeholders are names: the same value has the same name. */
const asText = (statements: readonly Statement[], { fill, identity }: Placeholders): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, (_, value: unknown) =>
    typeof value === "string" ? fill(value, (_before, placeholder) => nameOf(identity(placeholder))) : value,
  );

/** Letters and digits only: nothing in it means anything to IAM. */
const nameOf = (identity: string): string => `x${createHash("sha256").update(identity).digest("hex").slice(0, 16)}x`;
