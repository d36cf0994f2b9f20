import { escapeInArn } from "./arn";

/** What an execute-api URL names. */
export interface Endpoint {
  readonly apiId: string;
  readonly region: string;
  readonly china: boolean;
  /** What stands behind the host, without the first slash. */
  readonly path: string;
}

/** Why a URL cannot be turned into an ARN. */
export type EndpointDefect = "not-a-url" | "not-https" | "extras" | "private" | "not-api-gateway";

/**
 * R-INVOKE: reads an API Gateway URL.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export const parseEndpoint = (text: string): Endpoint | EndpointDefect => {
  if (!URL.canParse(text)) return "not-a-url";
  const url = new URL(text);
  if (url.protocol !== "https:") return "not-https";
  if (url.username + url.password + url.search + url.hash + url.port !== "") return "extras";
  const host = /^([a-z0-9-]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(url.hostname);
  if (host === null) return "not-api-gateway";
  const [, apiId = "", region = "", cn] = host;
  if (apiId.includes("-")) return "private";
  return { apiId, region, china: cn !== undefined, path: url.pathname.slice(1) };
};

/** The ARN to allow, for one method. Without `stage` the first segment of the path is the stage. */
export const endpointArn = (
  endpoint: Endpoint,
  call: { readonly partition: string; readonly account: string; readonly method: string; readonly stage?: string },
): string => {
  const [first = "", ...rest] = endpoint.path.split("/");
  const stage = call.stage ?? escapeInArn(first);
  const path = call.stage === undefined ? rest.join("/") : endpoint.path;
  const api = `arn:${call.partition}:execute-api:${endpoint.region}:${call.account}:${endpoint.apiId}`;
  return `${api}/${orAny(stage)}/${call.method}/${orAny(escapeInArn(path))}`;
};

const orAny = (text: string): string => (text === "" ? "*" : text);
