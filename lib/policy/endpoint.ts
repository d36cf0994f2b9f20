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
export type EndpointDefect = "not-a-url" | "not-https" | "extras" | "not-api-gateway" | "private" | "path";

/**
 * R-INVOKE: what an API Gateway URL looks like, in the order in which it is looked at; only syntax that JavaScript and
 * RE2 read alike.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export const ENDPOINT_RULES: readonly {
  readonly pattern: RegExp;
  readonly found: boolean;
  readonly defect: EndpointDefect;
}[] = [
  { pattern: /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]/, found: true, defect: "not-a-url" },
  { pattern: /^[hH][tT][tT][pP][sS]:/, found: true, defect: "not-https" },
  { pattern: /[?#]|^[^/]*\/\/[^/]*[@:]/, found: false, defect: "extras" },
  {
    pattern: /^[^/]*\/\/[a-zA-Z0-9-]+\.execute-api\.[a-zA-Z0-9-]+\.amazonaws\.com(\.cn)?(\/|$)/,
    found: true,
    defect: "not-api-gateway",
  },
  { pattern: /^[^/]*\/\/[^/.]*-/, found: false, defect: "private" },
  { pattern: /^[^/]*\/\/[^/]*(\/[\w.~!$&'()*+,;=:@%-]*)*$/, found: true, defect: "path" },
  { pattern: /\/\.\.?(\/|$)/, found: false, defect: "path" },
];

/** Reads an API Gateway URL. */
export const parseEndpoint = (text: string): Endpoint | EndpointDefect => {
  const broken = ENDPOINT_RULES.find(({ pattern, found }) => pattern.test(text) !== found);
  if (broken !== undefined) return broken.defect;
  const [, , host = "", ...path] = text.split("/");
  const [apiId = "", , region = "", ...domain] = host.toLowerCase().split(".");
  return { apiId, region, china: domain.at(-1) === "cn", path: path.join("/") };
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
