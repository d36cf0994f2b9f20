import type {
  ApiEndpoint,
  InputLocation,
  MediaConvertRoleProps,
  OutputLocation,
  Secret,
  TamsConnection,
} from "../../lib";
import { withoutTemplates } from "../../lib/hcl";

type Values = { readonly [name: string]: unknown };

const named = (prefix: string, items: readonly unknown[]): Values =>
  Object.fromEntries(items.map((item, index) => [`${prefix}${String(index)}`, item]));

const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Every key that the settings name, in order. */
const keyArns = (props: MediaConvertRoleProps): readonly string[] => {
  const { access, secrets = [], tamsConnections = [], kmsKeys = [] } = props;
  const places = access.mode === "configured" ? [...(access.inputs ?? []), ...(access.outputs ?? [])] : [];
  const arns = [
    ...[...places, ...secrets, ...tamsConnections].map((item) =>
      typeof item === "string" ? undefined : item.kmsKeyArn,
    ),
    ...kmsKeys.map(({ keyArn }) => keyArn),
  ];
  return [...new Set(arns.filter((arn) => arn !== undefined))];
};

/** The name of a key in `kms_keys`. */
export const keyName = (props: MediaConvertRoleProps, arn: string): string =>
  `key${String(keyArns(props).indexOf(arn))}`;

/** The same settings as variables of the Terraform module. */
export const moduleVariables = (props: MediaConvertRoleProps): Values => {
  const { access, secrets, tamsConnections, inferenceFeeds, kmsKeys = [], managedPolicyArns, trust } = props;
  const arns = keyArns(props);
  const keyOf = (arn: string | undefined): string | undefined => (arn === undefined ? undefined : keyName(props, arn));
  const place = (location: string | InputLocation | OutputLocation): Values => {
    if (typeof location === "string") {
      const [, bucket = location, prefix] = /^s3:\/\/([^/]*)(?:\/(.*))?$/.exec(location) ?? [];
      return given({ bucket, prefix });
    }
    const { bucket, prefix, pattern, kmsKeyArn, bucketKey, listBucket, ownerAccount, ...more } = location;
    return given({
      bucket,
      prefix,
      pattern,
      kms_key: keyOf(kmsKeyArn),
      bucket_key: bucketKey,
      list_bucket: listBucket,
      owner_account: ownerAccount,
      ...more,
    });
  };
  const endpoint = (api: string | ApiEndpoint): Values => {
    if (typeof api !== "string")
      return given({ url: api.url, method: api.method, account_id: api.accountId, stage: api.stage });
    return api.startsWith("arn:") ? { arn: api } : { url: api };
  };
  const configured = access.mode === "configured" ? access : undefined;
  const { apiGateway } = configured ?? {};
  const secret = (item: string | Secret): Values =>
    typeof item === "string" ? { secret: item } : given({ secret: item.secret, kms_key: keyOf(item.kmsKeyArn) });
  const connection = (item: string | TamsConnection): Values =>
    typeof item === "string"
      ? { connection_arn: item }
      : given({ connection_arn: item.connectionArn, kms_key: keyOf(item.kmsKeyArn) });
  return given({
    access_mode: access.mode,
    inputs: configured?.inputs && named("in", configured.inputs.map(place)),
    outputs: configured?.outputs && named("out", configured.outputs.map(place)),
    api_gateway:
      apiGateway === undefined || apiGateway === "none"
        ? undefined
        : apiGateway === "all"
          ? { all: true }
          : { endpoints: apiGateway.map(endpoint) },
    secrets: secrets && named("secret", secrets.map(secret)),
    tams_connections: tamsConnections && named("connection", tamsConnections.map(connection)),
    elemental_inference: props.elementalInference,
    inference_feeds: inferenceFeeds && named("feed", inferenceFeeds),
    kms_keys:
      arns.length === 0
        ? undefined
        : named(
            "key",
            arns.map((arn) => ({ arn, use: kmsKeys.find(({ keyArn }) => keyArn === arn)?.use ?? [] })),
          ),
    statements: props.statements,
    managed_policy_arns: managedPolicyArns && named("policy", managedPolicyArns),
    trust:
      trust &&
      given({
        source_account: trust.sourceAccount,
        queues: trust.queues,
        confused_deputy_protection: trust.confusedDeputyProtection,
        policy: trust.policy && JSON.stringify(trust.policy),
      }),
    submitters: props.submitters && named("submitter", props.submitters),
    role_name: props.roleName,
    path: props.path,
    policy_path: props.policyPath,
    description: props.description,
    max_session_duration: props.maxSessionDuration,
    permissions_boundary: props.permissionsBoundary,
    force_detach_policies: props.forceDetachPolicies,
    tags: props.tags,
    inline_policies:
      props.inlinePolicies &&
      Object.fromEntries(
        Object.entries(props.inlinePolicies).map(([name, document]) => [name, JSON.stringify(document)]),
      ),
    adopt: props.adopt,
    exclusive: props.exclusive,
    max_attached_policies: props.maxAttachedPolicies,
    kms_authorization: props.kmsAuthorization,
    kms_encrypt: props.kmsEncrypt,
    partition: props.partition,
    account_id: props.accountId,
    region: props.region,
  });
};

/** A value for Terraform JSON in which all text is text. */
export const asText = (value: unknown): unknown => {
  if (typeof value === "string") return withoutTemplates(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [withoutTemplates(key), asText(item)]));
};
