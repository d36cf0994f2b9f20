import type { Gap } from "../roles/facts";
import type { Moment, Sides } from "../roles/sides";
import { plainCode } from "./code";
import { findingOf } from "./finding";
import type { Finding } from "./report";

/** Findings that are not about what one role may do. */
export const wholeFindings = (sides: Sides): readonly Finding[] => [
  ...incomplete(sides),
  ...unseen(sides),
  ...unread(sides),
  ...unplaced(sides),
  ...forgotten(sides),
  ...exclusive(sides),
];

const incomplete = ({ incomplete: why }: Sides): readonly Finding[] =>
  why === undefined ? [] : [findingOf({ rule: "incomplete-plan", subject: "the plan", where: "the plan", says: why })];

const unseen = ({ unseenModules }: Sides): readonly Finding[] =>
  unseenModules.map((module) =>
    findingOf({
      rule: "unknown-policy",
      subject: module,
      where: module,
      says: `what ${plainCode(module)} makes is not in the stack`,
    }),
  );

const unread = ({ unread: addresses }: Sides): readonly Finding[] =>
  addresses.map((address) =>
    findingOf({
      rule: "unknown-policy",
      subject: address,
      where: address,
      says: `${plainCode(address)} decides on access by AWS's Cloud Control API, which is not read`,
    }),
  );

/** Types of resources that a role's access can depend on. */
const BEARING = /^aws_(?:iam_|kms_|s3_bucket)/;

/** Policies of which it is not known to which bucket or key they belong. */
const unplaced = ({ before, after }: Sides): readonly Finding[] => {
  const open = ({ gaps }: Moment): readonly Gap[] =>
    gaps.filter(({ of, about }) => (of === "bucket" || of === "key") && about === undefined);
  const had = new Set(open(before).map(({ where }) => where));
  return open(after)
    .filter(({ where }) => !had.has(where))
    .map(({ where, what }) =>
      findingOf({ rule: "unknown-policy", subject: `${where}: ${what}`, where, says: `${plainCode(where)}: ${what}` }),
    );
};

const forgotten = (sides: Sides): readonly Finding[] =>
  sides.forgotten
    .filter(({ type }) => BEARING.test(type))
    .map(({ address }) =>
      findingOf({
        rule: "no-longer-managed",
        subject: address,
        where: address,
        says: `${plainCode(address)} stays in AWS as it is, and Terraform no longer looks after it`,
      }),
    );

/** Resources that begin to take away what they do not list. */
const exclusive = ({ before, after }: Sides): readonly Finding[] => {
  const had = new Set(before.exclusive.map(keyOf));
  return after.exclusive
    .filter((one) => !had.has(keyOf(one)))
    .map(({ address, roleName }) =>
      findingOf({
        rule: "unlisted-removed",
        subject: address,
        where: address,
        says: `${plainCode(address)} takes away whatever policies ${roleName === undefined ? "the role" : plainCode(roleName)} has beside those that it lists`,
      }),
    );
};

const keyOf = ({ address, roleName }: Moment["exclusive"][number]): string => JSON.stringify([address, roleName]);
