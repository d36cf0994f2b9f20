import { type Formula, PRINCIPAL, TRUE, and, matches, not, opaque, opaquePerRequest, or } from "./formula";
import { globOf } from "./glob";
import { parsePattern, hasHoles } from "./pattern";
import { patternFormula } from "./patterns";
import type { PrincipalEntry, Principals } from "./principals";

/**
 * Who asks, as a dimension of its own: for questions about everybody whom a policy lets in.
 *
 * A principal is a text such as `aws/111122223333/role/path/name`, `aws/111122223333/session/name/session`,
 * `service/mediaconvert.amazonaws.com` or `federated/cognito-identity.amazonaws.com`, so that an account is the pattern
 * of all that is in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const whoFormula = (principals: Principals | undefined): Formula => {
  if (principals === undefined) return opaque("principal:missing", "a statement without a principal");
  const listed = or(...principals.entries.map(entryFormula));
  return principals.not ? not(listed) : listed;
};

/** An account that is let in passes that on: its own policies have to let in whom they want. */
const DELEGATED = opaquePerRequest("account-allows", "the account's own policies allow it, too");

/** The pattern of all texts. */
const EVERYBODY = "*";

const ACCOUNT = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/;
const IAM = /^arn:[\w-]+:iam::(\d{12}):([\w-]+\/.+)$/s;
const SESSION = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/(.+)$/s;

const entryFormula = ({ kind, value }: PrincipalEntry): Formula => {
  if (kind !== "AWS") return textFormula(`${kind.toLowerCase()}/`, value);
  if (value === EVERYBODY) return TRUE;
  const account = ACCOUNT.exec(value)?.[1];
  if (account !== undefined) return and(globFormula(`aws/${account}/*`), DELEGATED);
  const [, owner = "", name] = IAM.exec(value) ?? [];
  if (name !== undefined && !value.includes("${")) {
    const one = textFormula(`aws/${owner}/`, name);
    // A role's sessions are the role; their ARNs leave its path out.
    const role = /^role\/(?:.*\/)?([^/]+)$/s.exec(name)?.[1];
    return role === undefined ? one : or(one, sessionsOf(owner, role));
  }
  const [, place = "", session] = SESSION.exec(value) ?? [];
  if (session !== undefined && !value.includes("${")) return textFormula(`aws/${place}/session/`, session);
  return textFormula("aws/", value);
};

const globFormula = (pattern: string): Formula => matches(PRINCIPAL, globOf(parsePattern(pattern, "2008-10-17")));

const sessionsOf = (account: string, role: string): Formula =>
  matches(
    PRINCIPAL,
    globOf([...parsePattern(`aws/${account}/session/${role}/`, "2008-10-17", false), { kind: "many" }]),
  );

/** A principal has no wildcards; a hole may be any. */
const textFormula = (start: string, value: string): Formula => {
  const pieces = parsePattern(value, "2008-10-17", false);
  const whole = [...parsePattern(start, "2008-10-17", false), ...pieces];
  return patternFormula(
    PRINCIPAL,
    globOf(hasHoles(pieces) ? [...parsePattern(start, "2008-10-17"), { kind: "many" }] : whole),
    {
      exact: !hasHoles(pieces),
      id: `${start}${value}`,
      about: `who ${value} is`,
      varies: false,
    },
  );
};

/**
 * A principal of a witness as AWS writes it.
 *
 * @param partition of its ARN: principals are compared without theirs, since a policy's are all of its own
 */
export const principalText = (text: string, partition = "aws"): string => {
  const [, account = "", rest] = /^aws\/(\d{12})\/(.*)$/s.exec(text) ?? [];
  if (rest !== undefined) {
    return rest.startsWith("session/")
      ? `arn:${partition}:sts::${account}:assumed-role/${rest.slice("session/".length)}`
      : `arn:${partition}:iam::${account}:${rest}`;
  }
  return /^(?:aws|service|federated|canonicaluser)\/(.*)$/s.exec(text)?.[1] ?? text;
};
