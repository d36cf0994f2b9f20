import { type Endpoint, type EndpointDefect, endpointArn, parseEndpoint } from "../../lib/policy/endpoint";

const HOST = "abc123.execute-api.eu-west-1.amazonaws.com";

describe("R-INVOKE: the URL of an API", () => {
  test.each<[url: string, endpoint: Endpoint]>([
    [`https://${HOST}`, { apiId: "abc123", region: "eu-west-1", china: false, path: "" }],
    [`https://${HOST}/`, { apiId: "abc123", region: "eu-west-1", china: false, path: "" }],
    [
      `HTTPS://ABC123.Execute-Api.EU-West-1.amazonaws.com/Prod`.replace("Execute-Api", "execute-api"),
      {
        apiId: "abc123",
        region: "eu-west-1",
        china: false,
        path: "Prod",
      },
    ],
    [`https://${HOST}.cn/prod/speke`, { apiId: "abc123", region: "eu-west-1", china: true, path: "prod/speke" }],
    [
      `https://${HOST}/prod/a.b/...//~!$&'()*+,;=:@%20-_`,
      {
        apiId: "abc123",
        region: "eu-west-1",
        china: false,
        path: "prod/a.b/...//~!$&'()*+,;=:@%20-_",
      },
    ],
    [`https://${HOST}/.a/b./..c`, { apiId: "abc123", region: "eu-west-1", china: false, path: ".a/b./..c" }],
  ])("%s", (url, endpoint) => {
    expect(parseEndpoint(url)).toEqual(endpoint);
  });

  test.each<[url: string, defect: EndpointDefect]>([
    ["", "not-a-url"],
    [HOST, "not-a-url"],
    ["https://", "not-a-url"],
    ["https:///prod", "not-a-url"],
    ["1https://a", "not-a-url"],
    [`x https://${HOST}`, "not-a-url"],
    [`http://${HOST}`, "not-https"],
    [`https+x://${HOST}`, "not-https"],
    [`xhttps://${HOST}`, "not-https"],
    [`https://${HOST}/prod?a=b`, "extras"],
    [`https://${HOST}/prod#a`, "extras"],
    [`https://user@${HOST}/prod`, "extras"],
    [`https://${HOST}:443/prod`, "extras"],
    ["https://example.com/prod", "not-api-gateway"],
    [`https://x.${HOST}/prod`, "not-api-gateway"],
    [`https://${HOST}.org/prod`, "not-api-gateway"],
    [`https://${HOST}x`, "not-api-gateway"],
    [`https://example.com/https://${HOST}/prod`, "not-api-gateway"],
    [`https://example.com//${HOST}/prod`, "not-api-gateway"],
    [`https://abc123-vpce-0a1b2c3d.execute-api.eu-west-1.amazonaws.com/prod`, "private"],
    [`https://${HOST}/prod/a b`, "path"],
    [`https://${HOST}/prod/a b//c`, "path"],
    [`https://${HOST}/prod/"`, "path"],
    [`https://${HOST}/pröd`, "path"],
    [`https://${HOST}/prod/./a`, "path"],
    [`https://${HOST}/prod/../a`, "path"],
    [`https://${HOST}/prod/.`, "path"],
    [`https://${HOST}/prod/..`, "path"],
  ])("%s is none", (url, defect) => {
    expect(parseEndpoint(url)).toBe(defect);
  });

  test.each([
    [`https://${HOST}/a-b/@c`, "a-b/@c"],
    [`https://${HOST}/prod//x-y:1`, "prod//x-y:1"],
  ])("%s: what no host may hold, a path may", (url, path) => {
    expect(parseEndpoint(url)).toMatchObject({ path });
  });
});

describe("R-INVOKE: the ARN of a call", () => {
  const CALL = { partition: "aws", account: "111122223333", method: "POST" };
  const endpoint = (path: string): Endpoint => ({ apiId: "abc123", region: "eu-west-1", china: false, path });
  const API = "arn:aws:execute-api:eu-west-1:111122223333:abc123";

  test.each([
    ["", undefined, `${API}/*/POST/*`],
    ["prod", undefined, `${API}/prod/POST/*`],
    ["prod/", undefined, `${API}/prod/POST/*`],
    ["prod/speke/v2", undefined, `${API}/prod/POST/speke/v2`],
    ["pr*d/a?", undefined, `${API}/pr\${*}d/POST/a\${?}`],
    ["speke/v2", "prod", `${API}/prod/POST/speke/v2`],
    ["", "$default", `${API}/$default/POST/*`],
    ["speke", "", `${API}/*/POST/speke`],
  ])("%j in stage %j", (path, stage, arn) => {
    expect(endpointArn(endpoint(path), { ...CALL, ...(stage === undefined ? {} : { stage }) })).toBe(arn);
  });
});
