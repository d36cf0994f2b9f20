import { hclText, hclValue } from "../hcl";
import { KEY_RULES, type KeyPurpose, OUTPUT_ENCRYPT_OPERATION } from "../policy/permissions";
import { ARN_REGION } from "../policy/arn";
import { type Locals, sortedSet } from "./locations";
import { type Hcl, evaluated } from "./problems";

const PURPOSES = Object.keys(KEY_RULES) as readonly KeyPurpose[];

/** R-KMS-OUT-ENCRYPT is opt-in. */
const operations = (purpose: KeyPurpose, prefix = ""): Hcl => {
  const always = hclValue(KEY_RULES[purpose].operations.map((operation) => `${prefix}${operation}`));
  return purpose === "output"
    ? `concat(${always}, [for operation in ${hclValue([`${prefix}${OUTPUT_ENCRYPT_OPERATION}`])} : operation if var.kms_encrypt])`
    : always;
};

const usedFor = (purpose: KeyPurpose): Hcl => `contains(item.use, ${hclText(purpose)})`;

const namedBy = (collection: Hcl, more = ""): Hcl => `anytrue([for one in ${collection} : one.kms_key == name${more}])`;

/**
 * Each key that serves a purpose, with the encryption contexts that it is used with there. Which keys they are is
 * known before the ARNs are.
 */
const contexts = (purpose: KeyPurpose): Hcl => {
  const of = (found: Hcl, wanted: Hcl): Hcl => `{for name, item in var.kms_keys : name => ${found} if ${wanted}}`;
  switch (purpose) {
    case "input":
    case "output": {
      const places = `local.${purpose}s`;
      // Bucket Key on: S3 sends the bucket's ARN. Off or unknown (ASK-04): the object's.
      const named = `[for place in ${places} : place.bucket_key ? [place.bucket_arn] : [place.bucket_arn, place.objects] if place.kms_key == name]`;
      const everywhere = `[for place in ${places} : [place.bucket_arn, place.objects] if ${usedFor(purpose)}]`;
      return of(
        sortedSet(`flatten(concat(${named}, ${everywhere}))`),
        `${usedFor(purpose)} || ${namedBy(`var.${purpose}s`)}`,
      );
    }
    case "secret":
      return of(
        sortedSet(
          "concat([for key, secret in var.secrets : local.secrets[key] if secret.kms_key == name], " +
            "[for key, connection in var.tams_connections : local.connection_secrets[key] if connection.kms_key == name])",
        ),
        `${namedBy("var.secrets")} || ${namedBy("var.tams_connections")}`,
      );
    case "client-side":
    case "signing":
      return of("[]", usedFor(purpose));
  }
};

/** R-KMS-VIA, R-KMS-CTX. In aws-cn the documented value of the service is unclear (DEC-12): both are listed. */
const condition = (purpose: KeyPurpose): Hcl | undefined => {
  const { via, contextKey, context = {} } = KEY_RULES[purpose];
  const service = `"${via ?? ""}.\${split(":", var.kms_keys[name].arn)[${String(ARN_REGION)}]}.amazonaws.com"`;
  const equals = [
    ...(via === undefined
      ? []
      : [
          `"kms:ViaService" = [for service in [${service}, ${service.replace(/"$/, '.cn"')}] : service if local.partition == "aws-cn" || !endswith(service, ".cn")]`,
        ]),
    ...Object.entries(context).map(([key, value]) => `${contextName(key)} = ${hclValue([value])}`),
  ];
  const parts = [
    ...(equals.length === 0 ? [] : [`{StringEquals = {${equals.join(", ")}}}`]),
    ...(contextKey === undefined
      ? []
      : [`{for values in [contexts] : "StringLike" => {${contextName(contextKey)} = values} if length(values) > 0}`]),
  ];
  return parts.length === 0 ? undefined : parts.length === 1 ? parts.join() : `merge(${parts.join(", ")})`;
};

const contextName = (key: string): Hcl => hclText(`kms:EncryptionContext:${key}`);

/** One statement for each key of the purpose, by the key's name. */
const statements = (purpose: KeyPurpose): Hcl => {
  const found = condition(purpose);
  const fields = [
    `Sid = "${KEY_RULES[purpose].sid}\${substr(sha256(var.kms_keys[name].arn), 0, 8)}"`,
    'Effect = "Allow"',
    `Action = ${sortedSet(operations(purpose, "kms:"))}`,
    "Resource = [var.kms_keys[name].arn]",
    ...(found === undefined ? [] : [`Condition = ${found}`]),
  ];
  return `{for name, contexts in local.key_contexts[${hclText(purpose)}] : name => {${fields.join(", ")}}}`;
};

const byPurpose = (make: (purpose: KeyPurpose) => Hcl): { readonly [purpose: string]: string } =>
  Object.fromEntries(PURPOSES.map((purpose) => [purpose, evaluated(make(purpose))]));

/** R-KMS-GRANT: a key's needs that no constraint can narrow. */
const PLAIN_NEEDS: readonly (readonly [KeyPurpose, Hcl])[] = [
  ["input", `${usedFor("input")} || ${namedBy("var.inputs", " && !one.bucket_key")}`],
  ["output", `${usedFor("output")} || ${namedBy("var.outputs", " && !one.bucket_key")}`],
  ["signing", usedFor("signing")],
];

const byGrant = 'var.kms_authorization != "policy"';

/** A name that is no entry is reported as a problem of the settings. */
const inKeys = (name: Hcl): Hcl => `(${name} == null ? false : contains(keys(var.kms_keys), ${name}))`;

const bucketGrants = (of: "inputs" | "outputs"): Hcl =>
  `{for key, place in var.${of} : "${of}/\${key}" => {kms_key = place.kms_key, bucket_arn = local.${of}[key].bucket_arn, ` +
  `operations = ${sortedSet(operations(of === "inputs" ? "input" : "output"))}} ` +
  `if ${byGrant} && place.bucket_key && ${inKeys("place.kms_key")}}`;

/** What the role needs of each key, as policy statements and as grants. */
export const KEY_LOCALS: Locals = {
  key_contexts: byPurpose(contexts),
  key_statements: byPurpose(statements),
  key_grants: evaluated(
    `{for name, operations in {for name, item in var.kms_keys : name => ${sortedSet(
      `flatten([${PLAIN_NEEDS.map(([purpose, wanted]) => `[for operation in ${operations(purpose)} : operation if ${wanted}]`).join(", ")}])`,
    )} if ${byGrant}} : name => operations if length(operations) > 0}`,
  ),
  key_names: evaluated("{for name, item in var.kms_keys : item.arn => name}"),
  client_side_grants: evaluated(
    `toset([for name, item in var.kms_keys : name if ${byGrant} && ${usedFor("client-side")}])`,
  ),
  bucket_grants: evaluated(`merge(${bucketGrants("inputs")}, ${bucketGrants("outputs")})`),
  secret_grants: evaluated(
    `{for key, item in var.secrets : key => item.kms_key if ${byGrant} && ${inKeys("item.kms_key")}}`,
  ),
};

/** The statements about keys as they stand in the role's policy: by purpose, then by ARN. */
export const KEY_STATEMENTS: Hcl = `flatten([${PURPOSES.map(
  (purpose) =>
    `[for arn, name in local.key_names : local.key_statements[${hclText(purpose)}][name] if contains(keys(local.key_contexts[${hclText(purpose)}]), name)]`,
).join(", ")}])`;
