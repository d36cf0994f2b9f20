import type { Sides } from "../roles/sides";
import { governedResources, indexOf } from "./around";
import { changesOf } from "./changes";
import { compareRole } from "./compare-role";
import type { Purse } from "./difference";
import type { DocumentReader } from "./document-reader";
import { findingOf } from "./finding";
import { isSame, pairsOf } from "./pairs";
import type { Finding } from "./report";
import { partsOfRole } from "./sensitive";

/** Sentences of one finding. */
const MOST_SENTENCES = 3;

/** A finding, and all that it was made of. */
export interface Drifted {
  readonly finding: Finding;
  readonly parts: readonly unknown[];
}

/**
 * Roles that somebody has changed outside Terraform since it last looked.
 *
 * The review itself begins with what is live: a plan that takes such a change back shows as narrower.
 */
export const driftFindings = (
  { known, before, after }: Sides,
  purse: Purse,
  reader: DocumentReader,
): readonly Drifted[] => {
  if (known === undefined) return [];
  const governed = indexOf(governedResources(known, before));
  const changed = pairsOf({ before: known, after: before }).filter((pair) => !isSame(pair));
  return changed.flatMap((pair) => {
    const compared = purse.spend((inquiry) => compareRole(pair, governed, reader, inquiry));
    const neighbourhood = { own: after.own };
    const told = [
      ...changesOf(compared.trust, "trust", neighbourhood),
      ...changesOf(compared.permissions, "permissions", neighbourhood),
    ].map(({ change }) => change);
    const gains = told.filter(({ direction }) => direction === "gain");
    const isUndecided = [compared.trust, compared.permissions].some(
      ({ hasGains, hasLosses }) => hasGains === "undecided" || hasLosses === "undecided",
    );
    if (told.length === 0 && !isUndecided) return [];
    const sentences = [
      ...[...gains, ...told.filter(({ direction }) => direction === "loss")].map(({ says }) => says),
      ...(isUndecided ? ["what else it can do is too intricate to decide"] : []),
    ];
    const more = sentences.length - MOST_SENTENCES;
    const parts = partsOfRole(compared);
    return [
      {
        parts,
        finding: findingOf({
          rule: "changed-outside",
          ...(gains.length > 0 || isUndecided ? { severity: "medium" as const } : {}),
          subject: pair.address,
          of: pair.address,
          where: pair.address,
          says: `outside Terraform, the role was changed: ${sentences.slice(0, MOST_SENTENCES).join("; ")}${more > 0 ? `; and ${String(more)} more` : ""}`,
        }),
      },
    ];
  });
};
