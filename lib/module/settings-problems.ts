import * as errors from "../errors";
import { hclValue } from "../hcl";
import {
  ARN_ACCOUNT,
  ARN_PARTITION,
  ARN_REGION,
  FULL_SECRET_ARN,
  KNOWN_PARTITIONS,
  REGION_STARTS,
} from "../policy/arn";
import { FULL_ACCESS_POLICIES } from "../policy/permissions";
import type { Problem } from "../problem";
import { LARGEST_POLICY } from "../policy/model";
import { LARGEST_TRUST } from "../settings/defaults";
import { ARN_EXAMPLES } from "../settings/arns";
import * as patterns from "../policy/patterns";
import { OWNER_PROBLEMS } from "./owners";
import {
  type Hcl,
  type Rule,
  type Shown,
  entry,
  firstOf,
  forEach,
  found,
  ifGiven,
  notLike,
  once,
  problems,
  said,
} from "./problems";

/** Field of an ARN. */
const field = (arn: Hcl, index: number): Hcl => `element(split(":", ${arn}), ${String(index)})`;

const foreignPartition = (arn: Hcl, path: (value: Shown) => string): Rule => ({
  wrong: `(${found(/^arn:/, arn)} ? ${field(arn, ARN_PARTITION)} != local.partition : false)`,
  says: said((value) => errors.foreignPartition(path(value), value(arn), value("local.partition"))),
});

/** The size of a document as IAM counts it. */
export const sizeOf = (document: Hcl): Hcl => `length(${document})`;

const largerThan = (document: Hcl, limit: number, problem: (size: string) => Problem): Hcl =>
  once({
    wrong: `${sizeOf(document)} > ${String(limit)}`,
    says: said((value) => problem(value(sizeOf(document)))),
  });

const configuredOnly = (name: string, given: Hcl): Hcl =>
  once({
    wrong: `var.access_mode != "configured" && (${given})`,
    says: said((value) => errors.configuredOnly(name, value("var.access_mode"))),
  });

const noSuchKey = (collection: string): Hcl =>
  forEach(
    `key, item in var.${collection}`,
    ifGiven("item.kms_key", {
      wrong: "!contains(keys(var.kms_keys), item.kms_key)",
      says: said((value) => errors.noSuchKey(`${entry(collection, value("key"))}.kms_key`, value("item.kms_key"))),
    }),
  );

/** Names of `kms_keys` that locations, secrets and connections give. */
const NAMED_KEYS: Hcl = `concat(${[
  "[for place in concat(values(var.inputs), values(var.outputs)) : place.kms_key]",
  "[for item in var.secrets : item.kms_key]",
  "[for item in var.tams_connections : item.kms_key]",
].join(", ")})`;

const IS_NAMED: Hcl = `anytrue([for name in ${NAMED_KEYS} : name == key])`;

/** How many managed policies the role has. */
export const ATTACHED: Hcl =
  `((var.access_mode == "full" ? ${String(FULL_ACCESS_POLICIES.length)} : 0) + ` +
  "length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0))";

const attachedByMode = new RegExp(`^arn:[a-z-]+:iam::aws:policy/(${FULL_ACCESS_POLICIES.join("|")})$`);

const partitionOfRegion = (region: Hcl): Hcl =>
  `one(concat([for start, partition in ${hclValue(REGION_STARTS)} : partition if startswith(${region}, start)], ` +
  `[for partition in ["aws"] : partition if !anytrue([for start in ${hclValue(Object.keys(REGION_STARTS))} : startswith(${region}, start)])]))`;

/** A partition that is not known here may have Regions of any unknown beginning. */
const isOutside = (region: Hcl, partition: Hcl): Hcl =>
  `anytrue([for usual in [${partitionOfRegion(region)}] : usual != ${partition} && (usual != "aws" || contains(${hclValue(KNOWN_PARTITIONS)}, ${partition}))])`;

/**
 * What is wrong between variables. Each list stands alone, so that a value that is not known yet hides no problem of
 * another list.
 */
export const SETTINGS_PROBLEMS: { readonly [name: string]: Hcl } = {
  access: problems(
    configuredOnly("inputs", "length(var.inputs) > 0"),
    configuredOnly("outputs", "length(var.outputs) > 0"),
    configuredOnly("api_gateway", "var.api_gateway.all || length(var.api_gateway.endpoints) > 0"),
    once({
      wrong: 'var.access_mode == "configured" && length(var.inputs) + length(var.outputs) == 0',
      says: said(() => errors.noLocations("access_mode")),
    }),
    noSuchKey("inputs"),
    noSuchKey("outputs"),
    noSuchKey("secrets"),
    noSuchKey("tams_connections"),
    forEach("key, item in var.tams_connections", {
      wrong: 'item.kms_key != null && var.kms_authorization != "policy"',
      // By name: the ARN may not be known yet.
      says: said((value) => errors.connectionKeyNeedsPolicy(entry("tams_connections", value("key")), value("key"))),
    }),
    forEach(
      "key, item in var.kms_keys",
      {
        wrong: `length(item.use) == 0 && !${IS_NAMED}`,
        says: said((value) => errors.keyUnused(entry("kms_keys", value("key")))),
      },
      {
        wrong: `contains(item.use, "signing") && (length(item.use) > 1 || ${IS_NAMED})`,
        says: said((value) => errors.keyUsedTwice(entry("kms_keys", value("key")), value("key"))),
      },
    ),
    once({
      wrong: `${ATTACHED} > var.max_attached_policies`,
      says: said((value) =>
        errors.tooManyPolicies("managed_policy_arns", value(ATTACHED), value("var.max_attached_policies")),
      ),
    }),
  ),
  owners: OWNER_PROBLEMS,
  place: problems(
    once({
      wrong: `(var.region == null || var.partition == null ? false : ${isOutside("var.region", "var.partition")})`,
      says: said((value) => errors.partitionOfOtherRegion("partition", value("var.partition"), value("var.region"))),
    }),
    once(
      ifGiven(
        "var.permissions_boundary",
        foreignPartition("var.permissions_boundary", () => "permissions_boundary"),
      ),
    ),
  ),
  policies: problems(
    forEach(
      "key, arn in var.managed_policy_arns",
      foreignPartition("arn", (value) => entry("managed_policy_arns", value("key"))),
      {
        wrong: `var.access_mode == "full" && ${found(attachedByMode, "arn")}`,
        says: said((value) => errors.alreadyAttached(entry("managed_policy_arns", value("key")), value("arn"))),
      },
    ),
  ),
  endpoints: problems(
    forEach(
      "index, endpoint in var.api_gateway.endpoints",
      foreignPartition("endpoint.arn", (value) => `api_gateway.endpoints[${value("index")}].arn`),
      ifGiven("endpoint.url", {
        wrong:
          `(${found(/^[^/]*\/\/[^/]*\.cn(\/|$)/, "endpoint.url")} != (local.partition == "aws-cn") || ` +
          `${isOutside('lower(split(".", endpoint.url)[2])', "local.partition")})`,
        says: said((value) =>
          errors.endpointPartition(
            `api_gateway.endpoints[${value("index")}].url`,
            value("endpoint.url"),
            value("local.partition"),
          ),
        ),
      }),
    ),
  ),
  secrets: problems(
    forEach(
      "key, item in var.secrets",
      foreignPartition("item.secret", (value) => `${entry("secrets", value("key"))}.secret`),
      {
        wrong: `item.kms_key != null && var.kms_authorization != "policy" && !(${found(/^arn:/, "item.secret")} && ${found(FULL_SECRET_ARN, "item.secret")})`,
        says: said((value) =>
          errors.secretKeyNeedsArn(`${entry("secrets", value("key"))}.secret`, value("item.secret")),
        ),
      },
    ),
  ),
  connections: problems(
    forEach(
      "key, item in var.tams_connections",
      foreignPartition("item.connection_arn", (value) => `${entry("tams_connections", value("key"))}.connection_arn`),
    ),
  ),
  feeds: problems(
    forEach(
      "key, arn in var.inference_feeds",
      foreignPartition("arn", (value) => entry("inference_feeds", value("key"))),
    ),
  ),
  keys: problems(
    forEach("key, item in var.kms_keys", {
      // A grant says it itself, key by key.
      wrong: `var.kms_authorization == "policy" && ${field("item.arn", ARN_PARTITION)} != local.partition`,
      says: said((value) =>
        errors.foreignPartition(`${entry("kms_keys", value("key"))}.arn`, value("item.arn"), value("local.partition")),
      ),
    }),
  ),
};

/** What is wrong with one key that a grant is for: what its variable says too, where a key not known yet hides it. */
const KEY_PROBLEMS: Hcl = (() => {
  const path = (value: Shown): string => `${entry("kms_keys", value("key"))}.arn`;
  const rules = firstOf(
    {
      wrong: found(patterns.KEY_ALIAS, "item.arn"),
      says: said((value) => errors.keyAlias(path(value), value("item.arn"))),
    },
    notLike(
      patterns.KEY_ARN,
      "item.arn",
      said((value) => errors.notAnArn(path(value), value("item.arn"), ARN_EXAMPLES.key)),
    ),
    foreignPartition("item.arn", path),
    {
      wrong: `${field("item.arn", ARN_REGION)} != local.region`,
      says: said((value) => errors.keyRegionOfModule(path(value), value("item.arn"), value("local.region"))),
    },
  );
  return `{for key, item in var.kms_keys : key => ${problems(`[${rules}]`)}}`;
})();

/**
 * What is wrong with the resources themselves, for their preconditions.
 *
 * The role waits for no key, policy or secret: their own policies may name the role.
 */
export const RESOURCE_PROBLEMS: { readonly [name: string]: Hcl } = {
  submitters: problems(
    forEach("key, name in var.submitters", {
      wrong: "lower(name) == lower(var.role_name)",
      says: said((value) => errors.submitsByItself(entry("submitters", value("key")), value("name"))),
    }),
  ),
  trust: problems(
    forEach(
      "index, queue in var.trust.queues == null ? [] : var.trust.queues",
      {
        wrong: `${found(/^arn:/, "queue")} && ${field("queue", ARN_ACCOUNT)} != local.source_account`,
        says: said((value) =>
          errors.queueAccount(`trust.queues[${value("index")}]`, value("queue"), value("local.source_account")),
        ),
      },
      foreignPartition("queue", (value) => `trust.queues[${value("index")}]`),
    ),
    largerThan("local.trust_policy", LARGEST_TRUST, (size) => errors.trustTooLarge("trust", size, LARGEST_TRUST)),
  ),
  policy: problems(
    `[for sid, times in {for statement in local.statements : statement.Sid => true... if can(statement.Sid)} : length(times) > 1 ? ${said(
      (value) => errors.sidTaken("statements", value("sid")),
    )} : ""]`,
    largerThan("local.policy", LARGEST_POLICY, (size) => errors.documentTooLarge("access_mode", size, LARGEST_POLICY)),
  ),
  each_key: KEY_PROBLEMS,
};
