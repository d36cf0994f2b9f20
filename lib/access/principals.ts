import { FALSE, type Formula, TRUE, and, not, opaque, opaquePerRequest, or } from "./formula";
import { globMatches, globOf } from "./glob";
import { type Piece, hasHoles, parsePattern } from "./pattern";

/**
 * Who a statement of a resource's policy is about.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

export const PRINCIPAL_KINDS = ["AWS", "Service", "Federated", "CanonicalUser"] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export interface PrincipalEntry {
  readonly kind: PrincipalKind;
  readonly value: string;
}

export interface Principals {
  /** `NotPrincipal`: everyone but these. */
  readonly not: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** A session of a role. */
export interface RoleCaller {
  readonly roleArn: string;
  readonly roleName: string;
  readonly accountId: string;
  readonly partition: string;
  /** The session's name; left out: not known. */
  readonly session?: string;
}

/** A service that calls for itself, as one that assumes a role. */
export interface ServiceCaller {
  readonly service: string;
}

export type Caller = RoleCaller | ServiceCaller;

/** How a statement names the caller. */
export interface Named {
  /** By the role's ARN; for a service by its name. */
  readonly direct: Formula;
  /** By the ARN of the session. */
  readonly session: Formula;
  /** As `*`. */
  readonly everyone: Formula;
  /** By its account. */
  readonly account: Formula;
}

const NOT_NAMED: Named = { direct: FALSE, session: FALSE, everyone: FALSE, account: FALSE };

export const named = (principals: Principals | undefined, caller: Caller): Named => {
  if (principals === undefined) {
    const all = opaque("principal:missing", "a statement without a principal");
    return { direct: all, session: all, everyone: all, account: all };
  }
  const listed = union(
    principals.entries.map((entry) => ("service" in caller ? service(entry, caller) : role(entry, caller))),
  );
  return principals.not ? complement(listed, principals, caller) : listed;
};

/** Named in whatever way. */
export const namedAtAll = ({ direct, session, everyone, account }: Named): Formula =>
  or(direct, session, everyone, account);

const union = (all: readonly Named[]): Named => ({
  direct: or(...all.map(({ direct }) => direct)),
  session: or(...all.map(({ session }) => session)),
  everyone: or(...all.map(({ everyone }) => everyone)),
  account: or(...all.map(({ account }) => account)),
});

const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

const role = ({ kind, value }: PrincipalEntry, caller: RoleCaller): Named => {
  if (kind === "CanonicalUser") {
    return { ...NOT_NAMED, account: opaque(`canonical:${value}`, `whose account the canonical user ${value} is`) };
  }
  if (kind !== "AWS") return NOT_NAMED;
  if (value === "*") return { ...NOT_NAMED, everyone: TRUE };
  if (UNIQUE_ID.test(value)) {
    return { ...NOT_NAMED, direct: opaque(`unique-id:${value}`, `whether ${value} is the role's unique id`) };
  }
  const { accountId, partition, roleArn, roleName } = caller;
  return {
    direct: isValue(value, [roleArn], "role"),
    session: isSession(value, `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/`, caller.session),
    everyone: FALSE,
    account: isValue(value, [accountId, `arn:${partition}:iam::${accountId}:root`], "account"),
  };
};

const service = ({ kind, value }: PrincipalEntry, caller: ServiceCaller): Named => {
  if (kind === "Service") return { ...NOT_NAMED, direct: isValue(value, [caller.service], "service") };
  return kind === "AWS" && value === "*" ? { ...NOT_NAMED, everyone: TRUE } : NOT_NAMED;
};

/** Whether a principal as written is one of these texts. A hole may make it one of them. */
const isValue = (written: string, values: readonly string[], what: string): Formula => {
  const pieces = parsePattern(written, "2008-10-17", false);
  if (!values.some((value) => globMatches(globOf(pieces), value))) return FALSE;
  return hasHoles(pieces) ? opaque(`principal:${what}:${written}`, `whether ${written} is the ${what}`) : TRUE;
};

const isSession = (written: string, start: string, session: string | undefined): Formula => {
  if (session !== undefined) return isValue(written, [`${start}${session}`], "session");
  const pieces = parsePattern(written, "2008-10-17", false);
  const possible = hasHoles(pieces)
    ? areOneText(headOf(pieces), start)
    : written.startsWith(start) && written.length > start.length;
  return possible
    ? opaquePerRequest(`principal:session:${written}`, `whether ${written} is the role's session`)
    : FALSE;
};

/** What stands before the first hole. */
const headOf = (pieces: readonly Piece[]): string => {
  const end = pieces.findIndex(({ kind }) => kind === "hole");
  return pieces
    .slice(0, end)
    .map((piece) => (piece.kind === "literal" ? piece.character : ""))
    .join("");
};

/** Whether two texts can begin one. */
const areOneText = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/**
 * `NotPrincipal`.
 *
 * A session is surely exempt only if its account, its role and the session itself are all listed: which of them IAM
 * looks at first depends on the service. It is surely meant if none of them is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
const complement = (listed: Named, { entries }: Principals, caller: Caller): Named => {
  const surelyListed =
    "service" in caller
      ? or(listed.direct, listed.everyone)
      : or(listed.everyone, and(listed.direct, listed.session, listed.account));
  const text = entries.map(({ value }) => value).sort();
  const unclear = opaque(
    `not-principal:${JSON.stringify(text)}`,
    `whether NotPrincipal ${text.join(", ")} exempts the caller`,
  );
  const meant = and(not(surelyListed), or(not(namedAtAll(listed)), unclear));
  return { ...NOT_NAMED, everyone: meant };
};
