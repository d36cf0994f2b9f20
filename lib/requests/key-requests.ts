import { ARN_ACCOUNT, ARN_REGION } from "../policy/arn";
import type { Origin } from "../jobs/need";
import { literalText } from "../jobs/scopes";
import { KEY_RULES, type KeyPurpose } from "../policy/permissions";
import type { RequestValue } from "./request";
import type { Site } from "./site";
import type { Asked } from "./requests";

/** One use of a key. */
interface KeyUse {
  readonly keyArn: string;
  readonly purpose: KeyPurpose;
  /** ARNs or patterns, one of which the encryption context carries; empty: the rule's own context, or none. */
  readonly contexts: readonly string[];
  /** What is not known where there are several contexts, or where one only bounds the value. */
  readonly about?: string;
  readonly origin: Origin;
  readonly site: Site;
  readonly errorCode?: string;
}

/**
 * The calls that a use of a key makes, with what they carry: who calls for MediaConvert, and the encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const keyRequests = ({
  keyArn,
  purpose,
  contexts,
  about,
  origin,
  site,
  errorCode,
}: KeyUse): readonly Asked[] => {
  const { operations, via, contextKey, context = {} } = KEY_RULES[purpose];
  const fields = keyArn.split(":");
  const region = fields[ARN_REGION] ?? site.region;
  const owner = fields[ARN_ACCOUNT];
  const carried: { readonly [key: string]: RequestValue } = {
    ...Object.fromEntries(Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, { value }])),
    ...(purpose === "signing" ? { "kms:SigningAlgorithm": { value: "ECDSA_SHA_256" } } : {}),
  };
  const global = `${via ?? ""}.${region}.amazonaws.com`;
  // DEC-12: which of the two it is in aws-cn is not documented, so both have to be allowed.
  const services = via === undefined ? [] : site.partition === "aws-cn" ? [global, `${global}.cn`] : [global];
  const callers = services.length === 0 ? [{}] : services.map((value) => ({ "kms:ViaService": { value } }));
  return operations.flatMap((operation) =>
    callers.map((caller) => ({
      action: `kms:${operation}`,
      resource: keyArn,
      origin,
      ...(owner === undefined ? {} : { owner }),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...withContext({ ...caller, ...carried }, contextKey, contexts, about),
    })),
  );
};

/** One context is part of the request; of several it has one. */
const withContext = (
  context: { readonly [key: string]: RequestValue },
  contextKey: string | undefined,
  contexts: readonly string[],
  about: string | undefined,
): Pick<Asked, "context" | "either" | "bounds"> => {
  const key = `kms:EncryptionContext:${contextKey ?? ""}`;
  const [first, ...others] = contexts.map(valueOf);
  if (contextKey === undefined || first === undefined) return { context };
  if (others.length > 0) return { context, either: { key, values: [first, ...others], about: about ?? key } };
  return { context: { ...context, [key]: first }, ...(about === undefined ? {} : { bounds: about }) };
};

const valueOf = (pattern: string): RequestValue => {
  const value = literalText(pattern);
  return value === undefined ? { glob: pattern } : { value };
};
