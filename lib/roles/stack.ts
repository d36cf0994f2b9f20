import { type Lookup, readEncoded, templateText } from "./expression";
import { cut } from "./holes";
import { type JsonObject, isObject, listOf, mapOf, objectOf, partAt, textOf } from "./json-value";
import { type Place, bucketArn, iamArn } from "./place";
import type { Provider } from "./provider-places";
import { type Inventory, type Origin, type Resource } from "./resource";
import { stackProviders } from "./stack-providers";
import { onlyExpression } from "./template";

/**
 * What a synthesized stack holds (`cdk.tf.json`).
 *
 * References to names that stand in the stack are filled in; what only Terraform can know stays as a hole.
 *
 * @param known what else is known of references, which goes first
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export const stackInventory = (stack: JsonObject, known: Lookup = () => undefined): Inventory => {
  const blocks = [...blocksOf(stack["resource"], "managed"), ...blocksOf(stack["data"], "data")];
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const resources = new Map<string, Resource>();
  const providers = stackProviders(stack);
  for (const block of blocks) {
    const provider = providers(block.values["provider"]);
    resources.set(block.address, resourceOf(block, provider, lookupIn(byAddress, providers, known), resources));
  }
  return { resources: [...resources.values()], replaced: [], called: "stack" };
};

/** A resource or data source as it is written. */
interface Block {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: JsonObject;
}

const blocksOf = (types: unknown, mode: Block["mode"]): readonly Block[] =>
  Object.entries(objectOf(types)).flatMap(([type, named]) =>
    Object.entries(objectOf(named)).flatMap(([name, value]) => {
      const values = Array.isArray(value) ? listOf(value)[0] : value;
      const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
      return isObject(values) ? [{ address, mode, type, values }] : [];
    }),
  );

/** Arguments that hold a policy document. */
const DOCUMENTS: ReadonlySet<string> = new Set(["policy", "assume_role_policy"]);

const resourceOf = (
  block: Block,
  provider: Provider,
  lookup: Lookup,
  resources: ReadonlyMap<string, Resource>,
): Resource => {
  const unknown: [string, unknown][] = [];
  const read = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return DOCUMENTS.has(key) ? documentIn(value, lookup) : templateText(value, lookup);
    if (Array.isArray(value)) return value.map((item) => read(item, key));
    if (!isObject(value)) return value;
    return mapOf(Object.entries(value).map(([name, item]) => [name, read(item, name)]));
  };
  const values = Object.entries(block.values).map(([key, value]): [string, unknown] => {
    const found = read(value, key);
    if (found === undefined) unknown.push([key, true]);
    return [key, found];
  });
  return {
    address: block.address,
    mode: block.mode,
    type: block.type,
    values: mapOf(values),
    unknown: mapOf(unknown),
    origin: (path) => originOf(partAt(block.values, path), resources),
    isGiven: (argument) => block.values[argument] !== undefined,
    ...provider,
    isNew: false,
    isForgotten: false,
  };
};

/** A document as text, as an object where it is `jsonencode`d, or undefined where it cannot be read. */
const documentIn = (template: string, lookup: Lookup): unknown => {
  const expression = onlyExpression(template);
  if (expression !== undefined) {
    const encoded = readEncoded(expression, lookup);
    return isObject(encoded) ? encoded : undefined;
  }
  const text = templateText(template, lookup, (value) => JSON.stringify(value).slice(1, -1));
  return text.startsWith("${") ? undefined : text;
};

/** Begins where a word does, and has no index longer than a line: time grows with the length of the text alone. */
const REFERENCE =
  /(?<![\w-])(?:data\.)?(?:[a-z][a-z0-9]*_[a-z0-9_]+|var|local|module)\.[A-Za-z_][\w-]*(?:\[[^\]]{0,200}\]|\.\w+)*/g;

/** Longest function call in a message. */
const LONGEST_CALL = 200;

/** References that are looked at in one argument. */
const MOST_REFERENCES = 1000;

const originOf = (value: unknown, resources: ReadonlyMap<string, Resource>): Origin => {
  const texts = (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
  const names: string[] = [];
  for (const text of texts) {
    if (!text.includes("${")) continue;
    for (const [name] of text.matchAll(REFERENCE)) {
      if (names.length < MOST_REFERENCES) names.push(name);
    }
  }
  const found = names.map((name) => resources.get(addressIn(name)));
  return {
    references: [...new Set(texts.flatMap(toldOf))],
    resources: [...new Set(found.filter((one) => one !== undefined))],
    isDirect: texts.length === 1 && texts[0] === `\${${names[0] ?? ""}}`,
  };
};

/** An index that is longer than a reference goes. */
const LONG_INDEX = /\[[^\]]{201}/;

/** What a text is made of, in short. A function call, or very much of anything, says more than the names in it. */
const toldOf = (text: string): readonly string[] => {
  if (!text.includes("${")) return [];
  const names = Array.from(text.matchAll(REFERENCE), ([name]) => name);
  const isMore = text.includes("(") || LONG_INDEX.test(text) || names.length > MOST_REFERENCES;
  return isMore ? [cut(text, LONGEST_CALL)] : names;
};

/** Address of the resource in a reference. */
const addressIn = (reference: string): string => /^(?:data\.)?[\w-]+\.[\w-]+/.exec(reference)?.[0] ?? reference;

/** References that lead to one another. */
const MOST_STEPS = 10;

/** Looks up what the stack tells: names, ARNs that follow from names, and the provider's place. */
const lookupIn =
  (blocks: ReadonlyMap<string, Block>, providers: (provider: unknown) => Provider, known: Lookup, steps = 0): Lookup =>
  (reference) => {
    const told = known(reference);
    if (told !== undefined) return told;
    const block = blocks.get(addressIn(reference));
    const attribute = reference.slice(addressIn(reference).length + 1);
    if (block === undefined || steps > MOST_STEPS) return undefined;
    const { place } = providers(block.values["provider"]);
    const text = (argument: string): string | undefined => {
      const written = textOf(block.values[argument]);
      return (
        known(`${block.address}.${argument}`) ??
        (written === undefined ? undefined : templateText(written, lookupIn(blocks, providers, known, steps + 1)))
      );
    };
    const isRepeated = block.values["count"] !== undefined || block.values["for_each"] !== undefined;
    return isRepeated ? undefined : attributeOf(block.type, attribute, text, place);
  };

const attributeOf = (
  type: string,
  attribute: string,
  argument: (name: string) => string | undefined,
  place: Place,
): string | undefined => {
  const name = argument(type === "aws_s3_bucket" ? "bucket" : "name");
  const path = argument("path") ?? "/";
  switch (`${type}.${attribute}`) {
    case "aws_caller_identity.account_id":
    case "aws_caller_identity.id":
      return place.accountId;
    case "aws_partition.partition":
    case "aws_partition.id":
      return place.partition;
    case "aws_region.id":
    case "aws_region.name":
    case "aws_region.region":
      return place.region;
    case "aws_s3_bucket.bucket":
    case "aws_s3_bucket.id":
    case "aws_iam_role.name":
    case "aws_iam_role_policy.name":
    case "aws_iam_role.id":
      return name;
    case "aws_s3_bucket.arn":
      return name === undefined ? undefined : bucketArn(name, place);
    case "aws_iam_role.arn":
      return name === undefined ? undefined : iamArn("role", path, name, place);
    case "aws_iam_policy.arn":
    case "aws_iam_policy.id":
      return name === undefined ? undefined : iamArn("policy", path, name, place);
    default:
      return undefined;
  }
};

/** The modules that a stack calls. What is in them cannot be seen. */
export const modulesOf = (stack: JsonObject): readonly string[] =>
  Object.keys(objectOf(stack["module"])).map((name) => `module.${name}`);
