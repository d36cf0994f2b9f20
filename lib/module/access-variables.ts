import * as errors from "../errors";
import type { Problem } from "../problem";
import { ENDPOINT_RULES } from "../policy/endpoint";
import { DEFAULT_API_METHOD } from "../policy/permissions";
import { API_METHODS, ENDPOINT_DEFECTS, PLAIN_MODES } from "../settings/access";
import { ARN_EXAMPLES } from "../settings/arns";
import * as patterns from "../policy/patterns";
import { keyPattern } from "./locations";
import {
  type Hcl,
  type Rule,
  type Shown,
  entry,
  found,
  ifGiven,
  match,
  noneOf,
  notOneOf,
  notLike,
  ofEntries,
  once,
  problems,
  repeats,
  said,
} from "./problems";
import { type Variable, described, object, required, variable } from "./variable";

const locationProblems = (name: "inputs" | "outputs"): Hcl => {
  const path = (value: Shown): string => entry(name, value("key"));
  const bucket = (wrong: Hcl, problem: (path: string, bucket: string) => Problem): Rule => ({
    wrong,
    says: said((value) => problem(`${path(value)}.bucket`, value("place.bucket"))),
  });
  return ofEntries(
    `key, place in var.${name}`,
    path,
    [
      bucket(found(patterns.ARN_OR_URI, "place.bucket"), errors.bucketIsArn),
      bucket(found(patterns.BUCKET_WILDCARD, "place.bucket"), errors.bucketWildcard),
      ...patterns.BUCKET_RULES.map(({ pattern, found: must, rule }) =>
        bucket(`${must ? "!" : ""}${found(pattern, "place.bucket")}`, (at, text) => errors.bucketName(at, text, rule)),
      ),
      ...patterns.OTHER_BUCKET_KINDS.map(({ pattern, kind }) =>
        bucket(found(pattern, "place.bucket"), (at, text) => errors.bucketKind(at, text, kind)),
      ),
    ],
    [
      {
        wrong: found(patterns.TRAILING_WILDCARD, "place.prefix"),
        says: said((value) => errors.trailingWildcard(`${path(value)}.prefix`, value("place.prefix"))),
      },
    ],
    [
      {
        wrong: 'place.pattern == ""',
        says: said((value) => errors.emptyText(`${path(value)}.pattern`)),
      },
      {
        wrong: found(patterns.NOT_IN_POLICY, "place.pattern"),
        says: said((value) =>
          errors.foreignCharacterInPattern(
            `${path(value)}.pattern`,
            value(match(patterns.NOT_IN_POLICY, "place.pattern")),
          ),
        ),
      },
    ],
    [
      {
        wrong: found(patterns.NOT_AN_ESCAPE, "place.pattern"),
        says: said((value) => errors.variableInPattern(`${path(value)}.pattern`, value("place.pattern"))),
      },
    ],
    [
      {
        wrong: 'place.pattern != null && place.prefix != ""',
        says: said((value) => errors.patternWithPrefix(path(value))),
      },
    ],
    [
      ifGiven(
        "place.owner_account",
        notLike(
          patterns.ACCOUNT_ID,
          "place.owner_account",
          said((value) => errors.accountId(`${path(value)}.owner_account`, value("place.owner_account"))),
        ),
      ),
    ],
    [
      {
        wrong: "place.bucket_key && place.kms_key == null",
        says: said((value) => errors.bucketKeyAlone(path(value), "kms_key")),
      },
    ],
  );
};

const LOCATION = {
  bucket: "string",
  prefix: 'optional(string, "")',
  pattern: "optional(string)",
  kms_key: "optional(string)",
  bucket_key: "optional(bool, false)",
  owner_account: "optional(string)",
};

const LOCATION_DESCRIPTIONS = {
  bucket: "name of the bucket, no ARN",
  prefix:
    "what the object keys begin with, taken literally: `masters/` is the directory, `masters` also covers `masters-2026/…`. Left out: the whole bucket",
  pattern:
    "IAM pattern of the whole object key, in place of `prefix`: `*` and `?` match, and `$${*}`, `$${?}` and `$${$}` are the characters themselves. `vod/*` is the same as the prefix `vod/`, `masters/film.mp4` is one object. Left out: `prefix` is used",
  kms_key: "the entry of `kms_keys` that encrypts the objects (SSE-KMS). Left out: no key permission",
  bucket_key:
    "whether S3 Bucket Keys have been on for every object there; narrows the key permission to this bucket. Left out: false",
  owner_account:
    "account that owns the bucket, for every location in it; changes nothing that the role may do, and says which buckets are in `bucket_policies_json`. Left out: the role's account",
};

const endpoint = (value: Shown, attribute: string): string => `api_gateway.endpoints[${value("index")}]${attribute}`;

const endpointUrl = ENDPOINT_RULES.map(({ pattern, found: must, defect }): Rule => ({
  wrong: `${must ? "!" : ""}${found(pattern, "endpoint.url")}`,
  says: said((value) => errors.notAnEndpoint(endpoint(value, ".url"), value("endpoint.url"), ENDPOINT_DEFECTS[defect])),
}));

const endpointProblems: Hcl = ofEntries(
  "index, endpoint in var.api_gateway.endpoints",
  (value) => endpoint(value, ""),
  [
    {
      wrong: "(endpoint.url == null) == (endpoint.arn == null)",
      says: said((value) => errors.oneOfTwo(endpoint(value, ""), "url", "arn")),
    },
    ifGiven(
      "endpoint.arn",
      notLike(
        patterns.API_ARN,
        "endpoint.arn",
        said((value) => errors.notAnArn(endpoint(value, ".arn"), value("endpoint.arn"), ARN_EXAMPLES.api)),
      ),
    ),
    ...endpointUrl.map((rule) => ifGiven("endpoint.url", rule)),
  ],
  [
    ifGiven(
      "endpoint.method",
      notOneOf("endpoint.method", API_METHODS, (value) => endpoint(value, ".method")),
    ),
  ],
  [
    ifGiven(
      "endpoint.account_id",
      notLike(
        patterns.ACCOUNT_ID,
        "endpoint.account_id",
        said((value) => errors.accountId(endpoint(value, ".account_id"), value("endpoint.account_id"))),
      ),
    ),
  ],
  [
    ifGiven(
      "endpoint.stage",
      notLike(
        patterns.STAGE,
        "endpoint.stage",
        said((value) => errors.stageMalformed(endpoint(value, ".stage"), value("endpoint.stage"))),
      ),
    ),
  ],
  ...["method", "account_id", "stage"].map((key) => [
    {
      wrong: `endpoint.arn != null && endpoint.${key} != null`,
      says: said((value) => errors.goesWithUrl(endpoint(value, ""), key)),
    },
  ]),
);

/** A slash cannot stand in a bucket's name. */
const sameLocations = (name: "inputs" | "outputs"): Hcl =>
  repeats(`var.${name}`, `(item.bucket == null ? null : "\${item.bucket}/\${${keyPattern("item")}}")`, (key, first) =>
    errors.duplicateLocation(entry(name, key), entry(name, first)),
  );

/** What jobs may read, write and call. */
export const ACCESS_VARIABLES: { readonly [name: string]: Variable } = {
  access_mode: required(
    "string",
    described("What jobs may do. There is no default: full access is a choice that a reader of the diff can see.", {
      configured: "the locations and endpoints of `inputs`, `outputs` and `api_gateway`, with exact actions",
      custom: "nothing but what `statements`, `managed_policy_arns`, `secrets`, `kms_keys` and the like say",
      full: "every bucket and every API Gateway endpoint: attaches `AmazonS3FullAccess` and `AmazonAPIGatewayInvokeFullAccess`",
    }),
    noneOf(problems(once(notOneOf("var.access_mode", PLAIN_MODES, () => "access_mode")))),
  ),
  inputs: variable(
    `map(${object({ ...LOCATION, list_bucket: "optional(bool, true)" })})`,
    {},
    described(
      'Where jobs read, with access_mode "configured": `s3:GetObject` on the objects, `s3:ListBucket` on the bucket. The keys are names of your choice. Left out: no location to read from.',
      {
        ...LOCATION_DESCRIPTIONS,
        list_bucket:
          "whether the role gets `s3:ListBucket` on the bucket. With it a mistyped key fails as error 1404 (not found), without it as 1401 (access denied). Left out: true",
      },
    ),
    noneOf(problems(locationProblems("inputs"), sameLocations("inputs"))),
  ),
  outputs: variable(
    `map(${object({ ...LOCATION, list_bucket: "optional(bool, false)", acl: "optional(bool)" })})`,
    {},
    described(
      'Where jobs write, with access_mode "configured": `s3:PutObject` on the objects. The keys are names of your choice. Left out: no location to write to.',
      {
        ...LOCATION_DESCRIPTIONS,
        list_bucket: "whether the role gets `s3:ListBucket` on the bucket. Jobs run without it. Left out: false",
        acl: "whether the role gets `s3:PutObjectAcl`, for outputs with a canned ACL; in another account's bucket false says that the bucket enforces its owner's ownership. Left out: no, and a job with a canned ACL fails with error 1401",
      },
    ),
    noneOf(problems(locationProblems("outputs"), sameLocations("outputs"))),
  ),
  api_gateway: variable(
    object({
      all: "optional(bool, false)",
      endpoints: `optional(list(${object({
        url: "optional(string)",
        arn: "optional(string)",
        method: "optional(string)",
        account_id: "optional(string)",
        stage: "optional(string)",
      })}), [])`,
    }),
    {},
    described(
      'API Gateway endpoints that jobs call, for DRM keys (SPEKE) and Nielsen watermarks, with access_mode "configured". Left out: none.',
      {
        all: "any API of any account that admits the role. Left out: false",
        "endpoints.url": "`https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH`, as it stands in the job",
        "endpoints.arn": `instead of \`url\`: \`${ARN_EXAMPLES.api}\``,
        "endpoints.method": `HTTP method, or \`*\`. Left out: ${DEFAULT_API_METHOD}, as SPEKE key requests are`,
        "endpoints.account_id": "account that owns the API. Left out: the role's account",
        "endpoints.stage":
          "`$default` for an HTTP API whose URL has no stage. Left out: the first segment of the URL's path",
      },
    ),
    noneOf(
      problems(
        once({
          wrong: "var.api_gateway.all && length(var.api_gateway.endpoints) > 0",
          says: said(() => errors.allAndSome("api_gateway")),
        }),
        endpointProblems,
      ),
    ),
  ),
};
