import * as errors from "../errors";
import { ARN_EXAMPLES } from "../settings/arns";
import { KEY_AUTHORIZATIONS, KEY_USES } from "../settings/keys";
import * as patterns from "../policy/patterns";
import {
  type Shown,
  arnProblems,
  entry,
  forEach,
  found,
  nested,
  ofEntries,
  noneOf,
  notLike,
  notOneOf,
  once,
  problems,
  repeats,
  said,
} from "./problems";
import { type Variable, described, object, variable } from "./variable";

const secret = (value: Shown): string => `${entry("secrets", value("key"))}.secret`;

const keyArn = (value: Shown): string => `${entry("kms_keys", value("key"))}.arn`;

/** Secrets, connections, feeds, keys, and how the role gets the keys. */
export const KEY_VARIABLES: { readonly [name: string]: Variable } = {
  secrets: variable(
    `map(${object({ secret: "string", kms_key: "optional(string)" })})`,
    {},
    described(
      "Secrets Manager secrets that jobs read (Kantar credentials, C2PA certificates), in any mode. The keys are names of your choice. Left out: none.",
      {
        secret:
          "name of the secret, or its full ARN with the six characters at the end. A name means this account and Region",
        kms_key:
          "the entry of `kms_keys` that encrypts the secret; a grant on it needs the secret's full ARN. Left out: no key permission",
      },
    ),
    noneOf(
      problems(
        ofEntries("key, item in var.secrets", (value) => entry("secrets", value("key")), [
          {
            wrong: `${found(/^arn:/, "item.secret")} && !${found(patterns.SECRET_ARN, "item.secret")}`,
            says: said((value) => errors.notAnArn(secret(value), value("item.secret"), ARN_EXAMPLES.secret)),
          },
          {
            wrong: `!${found(/^arn:/, "item.secret")} && !${found(patterns.SECRET_NAME, "item.secret")}`,
            says: said((value) => errors.secretName(secret(value), value("item.secret"))),
          },
        ]),
        repeats("var.secrets", "item.secret", (key, first, name) =>
          errors.duplicate(`${entry("secrets", key)}.secret`, name, `${entry("secrets", first)}.secret`),
        ),
      ),
    ),
  ),
  tams_connections: variable(
    `map(${object({ connection_arn: "string", kms_key: "optional(string)" })})`,
    {},
    described(
      "EventBridge connections to TAMS servers that jobs read from (`TamsSettings` in the job), in any mode. Each gives `events:RetrieveConnectionCredentials`, and access to the connection's own secret. The keys are names of your choice. Left out: none.",
      {
        connection_arn: `\`${ARN_EXAMPLES.connection}\``,
        kms_key:
          'the entry of `kms_keys` that encrypts the secret of the connection; a grant cannot name that secret, so `kms_authorization` has to be "policy". Left out: no key permission',
      },
    ),
    noneOf(
      problems(
        ofEntries("key, item in var.tams_connections", (value) => entry("tams_connections", value("key")), [
          notLike(
            patterns.CONNECTION_ARN,
            "item.connection_arn",
            said((value) =>
              errors.notAnArn(
                `${entry("tams_connections", value("key"))}.connection_arn`,
                value("item.connection_arn"),
                ARN_EXAMPLES.connection,
              ),
            ),
          ),
        ]),
        repeats("var.tams_connections", "item.connection_arn", (key, first, arn) =>
          errors.duplicate(
            `${entry("tams_connections", key)}.connection_arn`,
            arn,
            `${entry("tams_connections", first)}.connection_arn`,
          ),
        ),
      ),
    ),
  ),
  elemental_inference: variable(
    "bool",
    false,
    "Whether jobs use Elemental Inference (`SMART_CROP`, `SMART_SUBTITLE`), in any mode: the role makes feeds and uses those of its account and Region. Left out: false.",
  ),
  inference_feeds: variable(
    "map(string)",
    {},
    "ARNs of feeds of Elemental Inference that jobs take their configuration from, in any mode: `elemental-inference:GetFeed`. The keys are names of your choice. Left out: none.",
    noneOf(arnProblems("inference_feeds", patterns.FEED_ARN, ARN_EXAMPLES.feed)),
  ),
  kms_keys: variable(
    `map(${object({ arn: "string", use: "optional(set(string), [])" })})`,
    {},
    described(
      "KMS keys of locations, secrets, connections and other uses, in any mode. The keys of the map are names of your choice and part of the grants' addresses, so the ARNs may be of keys made in the same workspace. For a key of another account whoever deploys needs `kms:CreateGrant`, `kms:ListGrants` and `kms:RevokeGrant` there. Left out: no key permission.",
      {
        arn: `\`${ARN_EXAMPLES.key}\`, no alias`,
        use: 'what the key serves beside the locations, secrets and connections that name it as `kms_key`: "input" and "output" (objects under SSE-KMS), "client-side" (inputs encrypted before upload), "signing" (C2PA manifests). Left out: nothing else',
      },
    ),
    noneOf(
      problems(
        ofEntries("key, item in var.kms_keys", (value) => entry("kms_keys", value("key")), [
          {
            wrong: found(patterns.KEY_ALIAS, "item.arn"),
            says: said((value) => errors.keyAlias(keyArn(value), value("item.arn"))),
          },
          notLike(
            patterns.KEY_ARN,
            "item.arn",
            said((value) => errors.notAnArn(keyArn(value), value("item.arn"), ARN_EXAMPLES.key)),
          ),
        ]),
        repeats("var.kms_keys", "item.arn", (key, first) =>
          errors.duplicateKeyEntry(entry("kms_keys", key), entry("kms_keys", first)),
        ),
        nested(
          "key, item in var.kms_keys",
          forEach(
            "use in item == null ? [] : item.use",
            notOneOf("use", KEY_USES, (value) => `${entry("kms_keys", value("key"))}.use`),
          ),
        ),
      ),
    ),
  ),
  kms_authorization: variable(
    "string",
    "grant",
    'How the role gets its key permissions: "grant", "policy" or "both". A grant works whatever the key policy delegates. Policy statements are narrower (`kms:ViaService`, encryption context) but need a key policy that delegates to the account. Left out: "grant".',
    noneOf(problems(once(notOneOf("var.kms_authorization", KEY_AUTHORIZATIONS, () => "kms_authorization")))),
  ),
  kms_encrypt: variable(
    "bool",
    false,
    "Whether output keys also get `kms:Encrypt`, which one AWS page lists. S3 does not call it for SSE-KMS. Left out: false.",
  ),
};
