import { ARN_ACCOUNT, ARN_REGION } from "../policy/arn";
import type { Origin } from "../jobs/need";
import { literalText } from "../jobs/scopes";
import { KEY_RULES, type KeyPurpose } from "../policy/permissions";
import type { RequestValue, Site } from "./request";
import type { Asked } from "./requests";

/** One use of a key. */
interface KeyUse {
  readonly keyArn: string;
  readonly purpose: KeyPurpose;
  /** ARNs or patterns, one of which the encryption context carries; empty: the rule's own context, or none. */
  readonly contexts: readonly string[];
  readonly origin: Origin;
  readonly site: Site;
  readonly errorCode?: string;
}

/**
 * The calls that a use of a key makes, with what they carry: who calls for MediaConvert, and the encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const keyRequests = ({ keyArn, purpose, contexts, origin, site, errorCode }: KeyUse): readonly Asked[] => {
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
  const variants = contextKey === undefined ? [{}] : contexts.map((one) => contextOf(contextKey, one));
  return operations.flatMap((operation) =>
    callers.flatMap((caller) =>
      variants.map((variant) => ({
        action: `kms:${operation}`,
        resource: keyArn,
        context: { ...caller, ...carried, ...variant },
        origin,
        ...(owner === undefined ? {} : { owner }),
        ...(errorCode === undefined ? {} : { errorCode }),
      })),
    ),
  );
};

const contextOf = (key: string, pattern: string): { readonly [key: string]: RequestValue } => {
  const value = literalText(pattern);
  return { [`kms:EncryptionContext:${key}`]: value === undefined ? { glob: pattern } : { value } };
};
