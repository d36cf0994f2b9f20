import { hclText } from "../hcl";
import type {
  ApiEndpoint,
  InputLocation,
  MediaConvertRoleProps,
  OutputLocation,
  Secret,
  TamsConnection,
} from "../props";

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value | undefined };
type Values = { readonly [name: string]: Value | undefined };

/** Reads the names of the settings that the derivation writes; the module has no others. */
interface Names {
  readonly key: (arn: string) => string;
}

/**
 * Settings of a role as values of the Terraform module's variables, in Terraform's own language.
 *
 * @param role settings in mode `configured` or `custom`, without tokens
 * @see https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files
 */
export const tfvars = (role: MediaConvertRoleProps): string =>
  Object.entries(moduleValues(role))
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${hcl(value, "")}`]))
    .join("\n");

/** The same as data. */
export const moduleValues = (role: MediaConvertRoleProps): Values => {
  const { access, secrets, tamsConnections, inferenceFeeds, statements, managedPolicyArns, inlinePolicies, trust } =
    role;
  const arns = keyArns(role);
  const names: Names = { key: (arn) => keyName(arn, arns) };
  const configured = access.mode === "configured" ? access : undefined;
  return {
    access_mode: access.mode,
    inputs: entries(configured?.inputs, (place) => placeOf(place, names)),
    outputs: entries(configured?.outputs, (place) => placeOf(place, names)),
    api_gateway: apiOf(configured?.apiGateway),
    secrets: entries(secrets, (secret) => secretOf(secret, names)),
    tams_connections: entries(tamsConnections, (connection) => connectionOf(connection, names)),
    elemental_inference: role.elementalInference,
    inference_feeds: entries(inferenceFeeds, (feed) => [lastPart(feed), feed]),
    kms_keys: arns.length === 0 ? undefined : Object.fromEntries(arns.map((arn) => [names.key(arn), keyOf(arn, role)])),
    kms_authorization: role.kmsAuthorization,
    kms_encrypt: role.kmsEncrypt,
    statements: statements as readonly Value[] | undefined,
    managed_policy_arns: entries(managedPolicyArns, (arn) => [lastPart(arn), arn]),
    inline_policies:
      inlinePolicies === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(inlinePolicies).map(([name, document]) => [name, JSON.stringify(document)]),
          ),
    exclusive: role.exclusive,
    adopt: role.adopt,
    max_attached_policies: role.maxAttachedPolicies,
    role_name: role.roleName,
    path: role.path,
    policy_path: role.policyPath,
    description: role.description,
    max_session_duration: role.maxSessionDuration,
    permissions_boundary: role.permissionsBoundary,
    force_detach_policies: role.forceDetachPolicies,
    tags: role.tags,
    partition: role.partition,
    account_id: role.accountId,
    region: role.region,
    submitters: entries(role.submitters, (name) => [name, name]),
    trust:
      trust === undefined
        ? undefined
        : {
            source_account: trust.sourceAccount,
            queues: trust.queues,
            confused_deputy_protection: trust.confusedDeputyProtection,
            policy: trust.policy === undefined ? undefined : JSON.stringify(trust.policy),
          },
  };
};

/** A list of settings as a map; names are those of what they name. */
const entries = <T>(
  items: readonly T[] | undefined,
  entry: (item: T) => readonly [string, Value],
): Value | undefined => (items === undefined || items.length === 0 ? undefined : Object.fromEntries(items.map(entry)));

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Every key of the role, in the order of its settings. */
const keyArns = ({
  access,
  secrets = [],
  tamsConnections = [],
  kmsKeys = [],
}: MediaConvertRoleProps): readonly string[] => {
  const places = access.mode === "configured" ? [...(access.inputs ?? []), ...(access.outputs ?? [])] : [];
  const named = [...places, ...secrets, ...tamsConnections].map((item) =>
    typeof item === "string" ? undefined : item.kmsKeyArn,
  );
  const all = [...named, ...kmsKeys.map(({ keyArn }) => keyArn)];
  return [...new Set(all.filter((arn) => arn !== undefined))];
};

/** The first twelve characters of a key's id, or all of it where two begin so. */
const keyName = (arn: string, arns: readonly string[]): string => {
  const short = (one: string): string => lastPart(one).slice(0, 12);
  return arns.filter((one) => short(one) === short(arn)).length === 1 ? short(arn) : lastPart(arn);
};

const keyOf = (arn: string, { kmsKeys = [] }: MediaConvertRoleProps): Value => {
  const use = kmsKeys.filter(({ keyArn }) => keyArn === arn).flatMap((key) => key.use);
  return use.length === 0 ? { arn } : { arn, use };
};

const placeOf = (location: string | InputLocation | OutputLocation, names: Names): readonly [string, Value] => {
  const {
    bucket = "",
    prefix,
    pattern,
    kmsKeyArn,
    bucketKey,
    listBucket,
    ownerAccount,
    ...more
  } = typeof location === "string" ? fromText(location) : withBucket(location);
  const acl = "acl" in more ? (more as OutputLocation).acl : undefined;
  return [
    `${bucket}/${pattern ?? prefix ?? ""}`,
    {
      bucket,
      prefix: prefix === "" ? undefined : prefix,
      pattern,
      kms_key: kmsKeyArn === undefined ? undefined : names.key(kmsKeyArn),
      bucket_key: bucketKey,
      list_bucket: listBucket,
      acl,
      owner_account: ownerAccount,
    },
  ];
};

const fromText = (text: string): InputLocation => {
  const [, bucket = text, prefix] = /^(?:s3:\/\/|arn:[a-z-]+:s3:::)([^/]*)(?:\/([^]*))?$/.exec(text) ?? [];
  return { bucket, ...(prefix === undefined ? {} : { prefix }) };
};

const withBucket = (location: InputLocation): InputLocation =>
  location.location === undefined ? location : { ...location, ...fromText(location.location) };

const apiOf = (apis: "none" | "all" | readonly (string | ApiEndpoint)[] | undefined): Value | undefined => {
  if (apis === undefined || apis === "none") return undefined;
  if (apis === "all") return { all: true };
  return {
    endpoints: apis.map((api): Value => {
      if (typeof api !== "string")
        return { url: api.url, method: api.method, account_id: api.accountId, stage: api.stage };
      return api.startsWith("arn:") ? { arn: api } : { url: api };
    }),
  };
};

const secretOf = (item: string | Secret, names: Names): readonly [string, Value] => {
  const { secret, kmsKeyArn } = typeof item === "string" ? { secret: item } : item;
  return [lastColon(secret), { secret, kms_key: kmsKeyArn === undefined ? undefined : names.key(kmsKeyArn) }];
};

const connectionOf = (item: string | TamsConnection, names: Names): readonly [string, Value] => {
  const { connectionArn, kmsKeyArn } = typeof item === "string" ? { connectionArn: item } : item;
  const name = connectionArn.split("/")[1] ?? connectionArn;
  return [name, { connection_arn: connectionArn, kms_key: kmsKeyArn === undefined ? undefined : names.key(kmsKeyArn) }];
};

const lastColon = (text: string): string => text.slice(text.lastIndexOf(":") + 1);

/** A value over as many lines as it takes; entries without a value are left out. */
const hcl = (value: Value, indent: string): string => {
  if (typeof value === "string") return hclText(value);
  if (typeof value !== "object") return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: Value) => hcl(item, inner));
    const line = `[${items.join(", ")}]`;
    if (!line.includes("\n") && line.length < 100) return line;
    return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}]`;
  }
  const pairs = Object.entries(value as Values).flatMap(([key, item]) =>
    item === undefined ? [] : [`${inner}${/^[a-z_]+$/.test(key) ? key : hclText(key)} = ${hcl(item, inner)}`],
  );
  return pairs.length === 0 ? "{}" : `{\n${pairs.join("\n")}\n${indent}}`;
};
