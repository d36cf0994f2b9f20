import { type Context, contextValue } from "./context";
import {
  ACTION,
  FALSE,
  type Formula,
  RESOURCE,
  TRUE,
  and,
  constant,
  contextDimension,
  matches,
  opaque,
  opaquePerRequest,
  or,
  present,
} from "./formula";
import { globOf } from "./glob";
import { type Piece, hasHoles, parsePattern, patternText } from "./pattern";
import { type Caller, named, namedAtAll } from "./principals";

/**
 * A KMS grant.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export interface KeyGrant {
  /** For answers. */
  readonly name: string;
  /** The key's ARN; left out: the key that the question is about. */
  readonly keyArn?: string;
  /** ARN of the grantee. */
  readonly grantee: string;
  /** As KMS names them: `Decrypt`. */
  readonly operations: readonly string[];
  /** Why it may give less, or nothing; left out: it is as it stands here. */
  readonly uncertain?: string;
  readonly constraint?: {
    /** equals: the encryption context is exactly this; subset: it holds at least this. */
    readonly kind: "equals" | "subset";
    readonly context: { readonly [key: string]: string };
  };
}

/** Operations that a constraint does not bind. */
const UNCONSTRAINED = new Set(["describekey", "retiregrant"]);

const CONTEXT_KEY = "kms:encryptioncontext:";
const CONTEXT_KEYS = "kms:encryptioncontextkeys";

/** What the grants allow. An explicit deny in a policy still wins. */
export const grantsFormula = (grants: readonly KeyGrant[], context: Context, caller: Caller): Formula =>
  or(...grants.map((grant) => grantFormula(grant, context, caller)));

/** What one grant allows. */
export const grantFormula = (grant: KeyGrant, context: Context, caller: Caller): Formula => {
  const to = namedAtAll(named({ not: false, entries: [{ kind: "AWS", value: grant.grantee }] }, caller));
  const key = grant.keyArn === undefined ? TRUE : textFormula(RESOURCE, grant.keyArn);
  const bound = constraintFormula(grant, context);
  const operations = grant.operations.map((operation) => {
    const name = operation.toLowerCase();
    return and(textFormula(ACTION, `kms:${name}`), UNCONSTRAINED.has(name) ? TRUE : bound);
  });
  const certain = grant.uncertain === undefined ? TRUE : opaque(`grant:${grant.name}`, grant.uncertain);
  return and(to, key, or(...operations), certain);
};

/** A grant has no wildcards: the text is the value, but for what stands in holes. */
const piecesOf = (text: string): readonly Piece[] => parsePattern(text, "2008-10-17", false);

const textFormula = (dimension: string, text: string): Formula => {
  const pieces = piecesOf(text);
  const match = matches(dimension, globOf(pieces));
  return hasHoles(pieces)
    ? and(match, opaque(`pattern:${dimension}:${patternText(pieces)}`, `what ${text} is`))
    : match;
};

/** Keys of an encryption context ignore case in a constraint, values do not. */
const constraintFormula = ({ constraint }: KeyGrant, context: Context): Formula => {
  if (constraint === undefined) return TRUE;
  const pairs = Object.entries(constraint.context);
  const carried = and(
    ...pairs.map(([key, value]) => pairFormula(`${CONTEXT_KEY}${key.toLowerCase()}`, value, context)),
  );
  if (constraint.kind === "subset") return carried;
  return and(carried, noOthers(new Set(pairs.map(([key]) => key.toLowerCase())), context));
};

const pairFormula = (key: string, value: string, context: Context): Formula => {
  const found = contextValue(context, key);
  if (found === "absent") return FALSE;
  const dimension = contextDimension(key);
  const pieces = piecesOf(value);
  if (found === "unknown" || "glob" in found) return textFormula(dimension, value);
  const carried = "value" in found ? [found.value] : found.values;
  if (hasHoles(pieces)) return and(present(dimension), textFormula(dimension, value));
  return constant(carried.length === 1 && carried[0] === value);
};

/** Whether the encryption context has no key beside these. */
const noOthers = (allowed: ReadonlySet<string>, context: Context): Formula => {
  const isAllowed = (key: string): boolean => allowed.has(key.toLowerCase());
  const carried = Object.entries(context.keys)
    .filter(([key, value]) => key.startsWith(CONTEXT_KEY) && value !== "absent" && value !== "unknown")
    .map(([key]) => key.slice(CONTEXT_KEY.length));
  if (!carried.every(isAllowed)) return FALSE;
  const listed = contextValue(context, CONTEXT_KEYS);
  if (typeof listed === "object" && "values" in listed) return constant(listed.values.every(isAllowed));
  if (typeof listed === "object" && "value" in listed) return constant(isAllowed(listed.value));
  const maybe = Object.entries(context.keys).some(
    ([key, value]) => key.startsWith(CONTEXT_KEY) && value === "unknown" && !isAllowed(key.slice(CONTEXT_KEY.length)),
  );
  if (context.others === "absent" && !maybe) return TRUE;
  const keys = [...allowed].sort();
  return opaquePerRequest(
    `encryption-context-only:${JSON.stringify(keys)}`,
    `whether the encryption context has keys beside ${keys.join(", ")}`,
  );
};
