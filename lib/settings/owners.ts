import * as errors from "../errors";
import type { Placeholders } from "../placeholders";
import { childPath } from "../problem";
import { type Surroundings, known } from "./arns";
import type { Report } from "./check";
import type { CheckedLocation } from "./location";

/** Where jobs read and write. */
interface Locations {
  readonly inputs: readonly CheckedLocation[];
  readonly outputs: readonly CheckedLocation[];
}

/**
 * One bucket has one owner, and outputs in another account's bucket are of use to that account.
 *
 * R-XA-ACL: said once for each bucket, unless an output there says whether it has an ACL.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export const checkOwners = (locations: Locations, { accountId }: Surroundings, report: Report): void => {
  const { identity } = report.placeholders;
  const firsts = new Map<string, CheckedLocation>();
  for (const location of [...locations.inputs, ...locations.outputs]) {
    const { bucket, ownerAccount, path } = location;
    if (ownerAccount === undefined) continue;
    const first = firsts.get(identity(bucket));
    if (first === undefined) firsts.set(identity(bucket), location);
    else if (identity(first.ownerAccount ?? "") !== identity(ownerAccount)) {
      report.problem(errors.ownerDiffers(childPath(path, "ownerAccount"), bucket, ownerAccount, ownerPath(first)));
    }
  }
  const told = new Set(
    locations.outputs.filter(({ acl, aclIsSaid }) => acl || aclIsSaid === true).map(({ bucket }) => identity(bucket)),
  );
  for (const { bucket, path } of locations.outputs) {
    const owner = firsts.get(identity(bucket))?.ownerAccount;
    if (owner === undefined || owner === known(accountId, report) || told.has(identity(bucket))) continue;
    told.add(identity(bucket));
    report.warn(errors.foreignOutput(path, identity(bucket), identity(owner)));
  }
};

const ownerPath = ({ path }: CheckedLocation): string => childPath(path, "ownerAccount");

/** The account of a location's bucket, where it is not the role's; one location says it for all of its bucket. */
export const foreignOwners = (
  { inputs, outputs }: Locations,
  accountId: string,
  { identity }: Placeholders,
): ((location: CheckedLocation) => string | undefined) => {
  const owners = new Map(
    [...inputs, ...outputs].flatMap(({ bucket, ownerAccount }) =>
      ownerAccount === undefined || identity(ownerAccount) === identity(accountId)
        ? []
        : [[identity(bucket), ownerAccount] as const],
    ),
  );
  return ({ bucket }) => owners.get(identity(bucket));
};
