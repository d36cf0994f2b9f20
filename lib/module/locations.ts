import { hclText, hclValue } from "../hcl";
import { ANY_API, DEFAULT_API_METHOD, LOCATION_STATEMENTS, type LocationStatement } from "../policy/permissions";
import { FULL_SECRET_ARN, POSSIBLE_START, UNKNOWN_SECRET_END, connectionSecret } from "../policy/arn";
import { QUEUE_NAME } from "../policy/patterns";
import { PATH } from "./adoption";
import { BUCKET_OWNERS } from "./owners";
import { type Hcl, evaluated, found, match } from "./problems";

/** Values by name; each is evaluated once. */
export type Locals = { readonly [name: string]: unknown };

/** A sorted list in which each text stands once. */
export const sortedSet = (list: Hcl): Hcl => `sort(distinct(${list}))`;

/** R-ARN-ESCAPE: the text as it has to stand in a policy's `Resource` to mean itself. */
const escapedInArn = (text: Hcl): Hcl =>
  `replace(replace(${text}, ${hclText("${")}, ${hclText("${$}{")}), "/[*?]/", ${hclText("$${$0}")})`;

/** IAM pattern of the object keys of a location. */
export const keyPattern = (place: Hcl): Hcl =>
  `(${place}.pattern == null ? join("", [${escapedInArn(match(POSSIBLE_START, `${place}.prefix`))}, "*"]) : ${place}.pattern)`;

const places = (name: "inputs" | "outputs"): string =>
  evaluated(
    `{for key, place in var.${name} : key => merge(place, {` +
      `bucket_arn = "arn:\${local.partition}:s3:::\${place.bucket}", ` +
      `objects = "arn:\${local.partition}:s3:::\${place.bucket}/\${${keyPattern("place")}}"` +
      (name === "outputs" ? ", acl = place.acl == true" : "") +
      `})}`,
  );

const orAny = (text: Hcl): Hcl => `${text} == "" ? "*" : ${text}`;

/** Where the role is, and the ARNs of what the variables name. */
export const PLACE_LOCALS: Locals = {
  partition: evaluated("coalesce(var.partition, one(data.aws_partition.this[*].partition))"),
  account_id: evaluated("coalesce(var.account_id, one(data.aws_caller_identity.this[*].account_id))"),
  region: evaluated("one(concat([for region in [var.region] : region if region != null], data.aws_region.this[*].id))"),
  path: evaluated(PATH),
  role_arn: "arn:${local.partition}:iam::${local.account_id}:role${local.path}${var.role_name}",
  inputs: places("inputs"),
  outputs: places("outputs"),
  bucket_owners: evaluated(BUCKET_OWNERS),
  urls: evaluated(
    `[for endpoint in var.api_gateway.endpoints : merge(endpoint, {` +
      `host = split(".", lower(split("/", endpoint.url)[2])), ` +
      `path = join("/", slice(split("/", endpoint.url), 3, length(split("/", endpoint.url)))), ` +
      `method = endpoint.method == null ? ${hclText(DEFAULT_API_METHOD)} : endpoint.method, ` +
      `account_id = endpoint.account_id == null ? local.account_id : endpoint.account_id` +
      `}) if endpoint.url != null]`,
  ),
  apis: evaluated(
    `[for url in local.urls : merge(url, {` +
      `stage = url.stage == null ? ${escapedInArn('split("/", url.path)[0]')} : url.stage, ` +
      `path = ${escapedInArn('url.stage == null ? join("/", slice(split("/", url.path), 1, length(split("/", url.path)))) : url.path')}` +
      `})]`,
  ),
  endpoints: evaluated(
    sortedSet(
      `concat(${[
        `[for arn in ["arn:\${local.partition}:${ANY_API}"] : arn if var.api_gateway.all]`,
        "[for endpoint in var.api_gateway.endpoints : endpoint.arn if endpoint.arn != null]",
        `[for api in local.apis : "arn:\${local.partition}:execute-api:\${api.host[2]}:\${api.account_id}:\${api.host[0]}/\${${orAny("api.stage")}}/\${api.method}/\${${orAny("api.path")}}"]`,
      ].join(", ")})`,
    ),
  ),
  secrets: evaluated(
    `{for key, item in var.secrets : key => startswith(item.secret, "arn:") ? ` +
      `(${found(FULL_SECRET_ARN, "item.secret")} ? item.secret : "\${item.secret}${UNKNOWN_SECRET_END}") : ` +
      `"arn:\${local.partition}:secretsmanager:\${local.region}:\${local.account_id}:secret:\${item.secret}${UNKNOWN_SECRET_END}"}`,
  ),
  connection_secrets: evaluated(
    `{for key, item in var.tams_connections : key => "${connectionSecret("item.connection_arn", {
      arnField: (arn, index, separator = ":") => `\${split("${separator}", ${arn})[${String(index)}]}`,
    })}"}`,
  ),
  feeds: evaluated(
    '[for used in [var.elemental_inference] : "arn:${local.partition}:elemental-inference:${local.region}:${local.account_id}:feed/*" if used]',
  ),
  source_account: evaluated("var.trust.source_account == null ? local.account_id : var.trust.source_account"),
  source_arns: evaluated(
    sortedSet(
      `[for queue in coalesce(var.trust.queues, ["*"]) : ${found(QUEUE_NAME, "queue")} ? ` +
        `"arn:\${local.partition}:mediaconvert:*:\${local.source_account}:queues/\${queue}" : queue]`,
    ),
  ),
};

/** The list without what lies in a directory, or bucket, that is in it: `b/x/*` beside `b/*`. */
const withoutCovered = (list: Hcl, directories: Hcl): Hcl => {
  const parts = 'split("/", resource)';
  const directory = `"\${join("/", slice(${parts}, 0, depth))}/*"`;
  return (
    `[for resource in ${list} : resource if !anytrue([for depth in range(1, length(${parts})) : ` +
    `lookup(${directories}, ${directory}, false) if ${directory} != resource])]`
  );
};

/** Resources by Sid: all, the directories among them, and without those that another one covers. */
export const resourceLocals = (all: { readonly [sid: string]: Hcl }): Locals => ({
  resources: Object.fromEntries(Object.entries(all).map(([sid, list]) => [sid, evaluated(list)])),
  directories: Object.fromEntries(
    Object.keys(all).map((sid) => [
      sid,
      evaluated(`{for resource in local.resources.${sid} : resource => true if endswith(resource, "/*")}`),
    ]),
  ),
  uncovered: Object.fromEntries(
    Object.keys(all).map((sid) => [
      sid,
      evaluated(withoutCovered(`local.resources.${sid}`, `local.directories.${sid}`)),
    ]),
  ),
});

/**
 * The statements about locations, as other policies need them.
 *
 * @param among which of the places
 * @param more what else stands in each statement
 */
export const locationStatements = (among: Hcl, more: object): readonly object[] =>
  LOCATION_STATEMENTS.map((rule) => ({
    Sid: rule.sid,
    Effect: "Allow",
    ...more,
    Action: rule.actions,
    Resource: evaluated(resourcesOf(rule, among)),
  }));

/** The resources of a statement about locations. */
export const resourcesOf = ({ of, resource, where }: LocationStatement, among?: Hcl): Hcl => {
  const conditions = [among, where === undefined ? undefined : `place.${inSnakeCase(where)}`].filter(
    (condition) => condition !== undefined,
  );
  const only = conditions.length === 0 ? "" : ` if ${conditions.join(" && ")}`;
  return sortedSet(`[for place in local.${of} : place.${inSnakeCase(resource)}${only}]`);
};

const inSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Statements in HCL, for use inside of an expression. */
export const inHcl = (value: unknown): Hcl =>
  hclValue(value, (text) => /^\$\{(.*)\}$/s.exec(text)?.[1] ?? hclText(text));
