import type { Placeholders } from "../placeholders";
import { connectionSecret, secretResource } from "../policy/arn";
import { sortedBy } from "../policy/model";
import { FULL_ACCESS_POLICIES } from "../policy/permissions";
import type { ManagedPolicy, Place, RoleSettings } from "../policy/role-settings";
import { isPolicyPath } from "./attributes";
import type { CheckedLocation } from "./location";
import { CONSOLE_PATH, DEFAULT_ATTACHED, DEFAULT_DESCRIPTION, DEFAULT_ROLE_NAME } from "./defaults";
import { foreignOwners } from "./owners";
import { QUEUE_NAME } from "../policy/patterns";
import type { CheckedRole } from "./role";
import { type CheckedTrust, DEFAULT_TRUST } from "./trust";

/**
 * Where the role will be. Each value may be a placeholder, and is asked for only where it is needed and the role's
 * settings do not say it.
 */
export interface Deployment {
  readonly partition: () => string;
  readonly accountId: () => string;
  readonly region: () => string;
}

interface Site {
  readonly partition: string;
  readonly accountId: string;
  readonly region: () => string;
}

/** Fills in defaults and makes ARNs of names. */
export const resolveRole = (role: CheckedRole, deployment: Deployment, placeholders: Placeholders): RoleSettings => {
  const { isKnown } = placeholders;
  const place: Site = {
    partition: role.partition ?? deployment.partition(),
    accountId: role.accountId ?? deployment.accountId(),
    region: () => role.region ?? deployment.region(),
  };
  const { partition, accountId } = place;
  const path = role.path ?? (role.adopt === true ? CONSOLE_PATH : "/");
  const { kmsAuthorization = "grant" } = role;
  const ownerOf = foreignOwners(role.access, accountId, placeholders);
  const locations = (given: readonly CheckedLocation[]): readonly Place[] =>
    given.map((location) => placeOf(location, partition, ownerOf(location), placeholders));
  const trust = sourcesOf(role.trust ?? DEFAULT_TRUST, place);
  return {
    roleName: role.roleName ?? DEFAULT_ROLE_NAME,
    path,
    policyPath: role.policyPath ?? (!isKnown(path) || isPolicyPath(path) ? path : "/"),
    description: role.description ?? DEFAULT_DESCRIPTION,
    forceDetachPolicies: role.forceDetachPolicies ?? false,
    tags: role.tags ?? {},
    maxAttachedPolicies: role.maxAttachedPolicies ?? DEFAULT_ATTACHED,
    ...(role.maxSessionDuration === undefined ? {} : { maxSessionDuration: role.maxSessionDuration }),
    ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
    partition,
    accountId,
    ...(trust === undefined ? {} : { trust }),
    ...(role.trust?.policy === undefined ? {} : { trustPolicy: role.trust.policy }),
    submitters: role.submitters ?? [],
    inputs: locations(role.access.inputs),
    outputs: locations(role.access.outputs),
    endpoints: role.access.endpoints.map((endpoint) => endpoint(place)),
    secrets: (role.secrets ?? []).map(({ secret, kmsKeyArn }) => ({
      resource: secretOf(secret, place, placeholders),
      ...(kmsKeyArn === undefined ? {} : { keyArn: kmsKeyArn }),
    })),
    connections: (role.tamsConnections ?? []).map(({ connectionArn, kmsKeyArn }) => ({
      connectionArn,
      secret: {
        resource: connectionSecret(connectionArn, placeholders),
        ...(kmsKeyArn === undefined ? {} : { keyArn: kmsKeyArn }),
      },
    })),
    ...(role.elementalInference === true ? { feeds: feedsOf(place) } : {}),
    namedFeeds: role.inferenceFeeds ?? [],
    keys: [
      ...(role.kmsKeys ?? []).map(({ keyArn, use }) => ({ keyArn, use })),
      ...(role.signingKeyIds ?? []).map((id) => ({ keyArn: keyOf(id, place), use: ["signing"] as const })),
    ],
    managedPolicies: managedPolicies(role, partition, placeholders),
    statements: role.statements ?? [],
    inlinePolicies: sortedBy(role.inlinePolicies ?? [], ({ name }) => placeholders.identity(name)),
    adopt: role.adopt ?? false,
    exclusive: role.exclusive ?? false,
    preventDestroy: role.preventDestroy ?? false,
    authorizeKeysBy: { grant: kmsAuthorization !== "policy", policy: kmsAuthorization !== "grant" },
    encryptOperation: role.kmsEncrypt ?? false,
  };
};

const placeOf = (
  location: CheckedLocation,
  partition: string,
  owner: string | undefined,
  placeholders: Placeholders,
): Place => {
  const { bucket, bucketMayBeArn, pattern, kmsKeyArn, listBucket, acl, bucketKey } = location;
  const name = bucketMayBeArn ? placeholders.bucketName(bucket, partition) : bucket;
  const bucketArn = `arn:${partition}:s3:::${name}`;
  return {
    bucketArn,
    objects: `${bucketArn}/${pattern}`,
    listBucket,
    acl,
    bucketKey,
    ...(location.covered === true ? { covered: true } : {}),
    ...(kmsKeyArn === undefined ? {} : { keyArn: kmsKeyArn }),
    ...(owner === undefined ? {} : { owner }),
  };
};

/** R-TRUST-SOURCE, DEC-13: a queue's name means that queue in any Region. */
const sourcesOf = (trust: CheckedTrust, { partition, accountId }: Site): RoleSettings["trust"] => {
  if (!trust.protect) return undefined;
  const sourceAccount = trust.sourceAccount ?? accountId;
  const named = trust.queues.length === 0 ? ["*"] : trust.queues;
  const sourceArns = named.map((queue) =>
    QUEUE_NAME.test(queue) ? `arn:${partition}:mediaconvert:*:${sourceAccount}:queues/${queue}` : queue,
  );
  return { sourceAccount, sourceArns };
};

const secretOf = (secret: string, place: Site, { isKnown }: Placeholders): string =>
  isKnown(secret)
    ? secretResource(secret, {
        partition: place.partition,
        account: place.accountId,
        region: secret.startsWith("arn:") ? "" : place.region(),
      })
    : secret;

/** R-INFERENCE (DEC-15). */
const feedsOf = ({ partition, accountId, region }: Site): string =>
  `arn:${partition}:elemental-inference:${region()}:${accountId}:feed/*`;

const keyOf = (id: string, { partition, accountId, region }: Site): string =>
  `arn:${partition}:kms:${region()}:${accountId}:key/${id}`;

const managedPolicies = (
  role: CheckedRole,
  partition: string,
  { identity, digest }: Placeholders,
): readonly ManagedPolicy[] => [
  ...(role.access.mode === "full"
    ? FULL_ACCESS_POLICIES.map((name) => ({ id: name, arn: `arn:${partition}:iam::aws:policy/${name}` }))
    : []),
  ...(role.managedPolicyArns ?? []).map((arn) => ({ id: `managed-${digest([identity(arn)]).slice(0, 8)}`, arn })),
];
