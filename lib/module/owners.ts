import * as errors from "../errors";
import { type Hcl, forEach, nested, problems, said } from "./problems";

/** The account of each bucket that another one than the role's owns; one location says it for all of its bucket. */
export const BUCKET_OWNERS: Hcl =
  "{for bucket, owners in {for place in concat(values(var.inputs), values(var.outputs)) : " +
  "place.bucket => place.owner_account... if place.owner_account != null} : " +
  "bucket => owners[0] if owners[0] != local.account_id}";

const withOwner = (name: "inputs" | "outputs"): Hcl =>
  `[for key, place in var.${name} : {at = "${name}[\${jsonencode(key)}].owner_account", bucket = place.bucket, owner = place.owner_account} if place.owner_account != null]`;

/** One bucket has one owner. */
export const OWNER_PROBLEMS: Hcl = problems(
  nested(
    `bucket, same in {for item in concat(${withOwner("inputs")}, ${withOwner("outputs")}) : item.bucket => item...}`,
    forEach("item in same", {
      wrong: "item.owner != same[0].owner",
      says: said((value) =>
        errors.ownerDiffers(value("item.at"), value("bucket"), value("item.owner"), value("same[0].at")),
      ),
    }),
  ),
);

/** R-XA-ACL. Buckets are looked at only where another account owns one: their names may not be known yet. */
export const FOREIGN_OUTPUTS: Hcl = problems(
  forEach(
    "bucket, same in {for key, place in var.outputs : place.bucket => merge(place, {key = key})... if length(local.bucket_owners) > 0}",
    {
      wrong: "contains(keys(local.bucket_owners), bucket) && !anytrue([for place in same : place.acl != null])",
      says: said((value) =>
        errors.foreignOutput(
          `outputs[${value("jsonencode(same[0].key)")}]`,
          value("bucket"),
          value("local.bucket_owners[bucket]"),
        ),
      ),
    },
  ),
);
