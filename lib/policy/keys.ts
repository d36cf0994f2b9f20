import type { Placeholders } from "../placeholders";
import { ARN_REGION } from "./arn";
import { type Condition, type Statement, sortedBy, sortedSet } from "./model";
import { KEY_RULES, type KeyPurpose, OUTPUT_ENCRYPT_OPERATION } from "./permissions";
import type { Place, RoleSettings } from "./role-settings";

/**
 * One reason why the role needs a key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
interface KeyNeed {
  readonly keyArn: string;
  readonly purpose: KeyPurpose;
  /** Values of the encryption context that the key is used with; empty: not known. */
  readonly contexts: readonly string[];
  /** R-KMS-GRANT: the constraint that a grant can carry without denying a legitimate call. */
  readonly constraint?: GrantConstraint;
}

export interface GrantConstraint {
  readonly kind: "equals" | "subset";
  readonly context: { readonly [key: string]: string };
}

/** A KMS grant to the role. */
export interface Grant {
  /** Part of the grant's address; depends on key and constraint only. */
  readonly id: string;
  readonly name: string;
  readonly keyArn: string;
  readonly operations: readonly string[];
  readonly constraint?: GrantConstraint;
}

const placeNeeds = (places: readonly Place[], purpose: "input" | "output"): readonly KeyNeed[] =>
  places.flatMap(({ keyArn, bucketKey, bucketArn, objects }): readonly KeyNeed[] => {
    if (keyArn === undefined) return [];
    // Bucket Key on: S3 sends the bucket's ARN. Off or unknown (ASK-04): the object's, which no grant can match.
    return bucketKey
      ? [
          {
            keyArn,
            purpose,
            contexts: [bucketArn],
            constraint: { kind: "subset", context: { "aws:s3:arn": bucketArn } },
          },
        ]
      : [{ keyArn, purpose, contexts: [bucketArn, objects] }];
  });

const useNeed = (settings: RoleSettings, keyArn: string, purpose: Exclude<KeyPurpose, "secret">): KeyNeed => {
  const everywhere = (places: readonly Place[]): readonly string[] =>
    places.flatMap(({ bucketArn, objects }) => [bucketArn, objects]);
  switch (purpose) {
    case "input":
      return { keyArn, purpose, contexts: everywhere(settings.inputs) };
    case "output":
      return { keyArn, purpose, contexts: everywhere(settings.outputs) };
    case "client-side":
    case "signing": {
      const { context } = KEY_RULES[purpose];
      return {
        keyArn,
        purpose,
        contexts: [],
        ...(context === undefined ? {} : { constraint: { kind: "equals", context } }),
      };
    }
  }
};

const keyNeeds = (settings: RoleSettings): readonly KeyNeed[] => [
  ...placeNeeds(settings.inputs, "input"),
  ...placeNeeds(settings.outputs, "output"),
  ...settings.keys.flatMap(({ keyArn, use }) => use.map((purpose) => useNeed(settings, keyArn, purpose))),
  ...[...settings.secrets, ...settings.connections.map(({ secret }) => secret)].flatMap(
    ({ resource, keyArn }): readonly KeyNeed[] =>
      keyArn === undefined
        ? []
        : [
            {
              keyArn,
              purpose: "secret",
              contexts: [resource],
              // The context also holds SecretVersionId, hence a subset.
              constraint: { kind: "subset", context: { SecretARN: resource } },
            },
          ],
  ),
];

const operations = (settings: RoleSettings, purpose: KeyPurpose): readonly string[] =>
  purpose === "output" && settings.encryptOperation
    ? [...KEY_RULES.output.operations, OUTPUT_ENCRYPT_OPERATION]
    : KEY_RULES[purpose].operations;

const groups = <T>(items: readonly T[], key: (item: T) => string): readonly (readonly [T, ...T[]])[] => {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group === undefined) found.set(key(item), [item]);
    else group.push(item);
  }
  return sortedBy([...found], ([name]) => name).map(([, group]) => group);
};

/**
 * R-KMS-GRANT: the grants that give the role its keys.
 *
 * - one grant per key and constraint, with the union of the operations needed there
 * - a grant's id and name depend on its key, its constraint and its role, never on other grants
 * - no two roles share a name: KMS answers a second CreateGrant of the same name with the first grant
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export const keyGrants = (settings: RoleSettings, placeholders: Placeholders): readonly Grant[] => {
  const { digest, identity } = placeholders;
  const constraintParts = ({ constraint }: KeyNeed): readonly string[] =>
    constraint === undefined ? [] : [constraint.kind, ...Object.entries(constraint.context).flat()];
  const subject = (need: KeyNeed): readonly string[] => [need.keyArn, ...constraintParts(need)];
  return groups(keyNeeds(settings), (need) => subject(need).map(identity).join("\n")).map((needs) => {
    const [first] = needs;
    const { keyArn, constraint } = first;
    const role = [settings.partition, settings.accountId, settings.roleName];
    return {
      id: `grant-${placeholders.digest(subject(first).map(identity)).slice(0, 8)}`,
      name: `${readableName(settings.roleName, placeholders)}/${digest([...role, ...subject(first)])}`,
      keyArn,
      operations: sortedSet(
        needs.flatMap(({ purpose }) => operations(settings, purpose)),
        identity,
      ),
      ...(constraint === undefined ? {} : { constraint }),
    };
  });
};

/** L-GRANT-NAME: a role name may hold characters that a grant name may not. */
const readableName = (roleName: string, placeholders: Placeholders): string =>
  placeholders.isKnown(roleName) ? roleName.replace(/[^A-Za-z0-9_-]/g, "-") : "mediaconvert-role";

/** R-KMS-VIA. In aws-cn the documented value is unclear (DEC-12): both are listed. */
const viaService = (
  service: string | undefined,
  keyArn: string,
  partition: string,
  placeholders: Placeholders,
): { readonly [key: string]: readonly string[] } => {
  if (service === undefined) return {};
  const region = placeholders.arnField(keyArn, ARN_REGION);
  const global = `${service}.${region}.amazonaws.com`;
  const maybeChina = !placeholders.isKnown(partition) || partition === "aws-cn";
  return { "kms:ViaService": maybeChina ? [global, `${global}.cn`] : [global] };
};

const encryptionContext = (key: string): string => `kms:EncryptionContext:${key}`;

/** R-KMS-VIA and R-KMS-CTX of one purpose. */
const conditionOf = (
  { keyArn, purpose }: KeyNeed,
  contexts: readonly string[],
  partition: string,
  placeholders: Placeholders,
): Condition => {
  const { via, contextKey, context = {} } = KEY_RULES[purpose];
  const equals = {
    ...viaService(via, keyArn, partition, placeholders),
    ...Object.fromEntries(Object.entries(context).map(([key, value]) => [encryptionContext(key), [value]])),
  };
  return {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(contextKey === undefined || contexts.length === 0
      ? {}
      : { StringLike: { [encryptionContext(contextKey)]: contexts } }),
  };
};

/** A key and the statement about it. */
export interface KeyStatement {
  readonly keyArn: string;
  readonly statement: Statement;
}

/**
 * The same needs as policy statements, narrower than grants: one per key and purpose, in the order of {@link KEY_RULES}
 * and keys.
 */
export const keyStatements = (settings: RoleSettings, placeholders: Placeholders): readonly KeyStatement[] => {
  const order = Object.keys(KEY_RULES);
  const { identity } = placeholders;
  const grouped = groups(
    keyNeeds(settings),
    (need) => `${String(order.indexOf(need.purpose))}\n${identity(need.keyArn)}`,
  );
  return grouped.map((needs) => {
    const [first] = needs;
    return {
      keyArn: first.keyArn,
      statement: {
        Sid: `${KEY_RULES[first.purpose].sid}${placeholders.digest([identity(first.keyArn)]).slice(0, 8)}`,
        Effect: "Allow",
        Action: operations(settings, first.purpose).map((operation) => `kms:${operation}`),
        Resource: [first.keyArn],
        Condition: conditionOf(
          first,
          needs.flatMap(({ contexts }) => contexts),
          settings.partition,
          placeholders,
        ),
      },
    };
  });
};
