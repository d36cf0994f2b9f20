import fc from "fast-check";
import type {
  ApiEndpoint,
  ConfiguredAccess,
  ExtraStatement,
  TrustProps,
  InputLocation,
  KmsKey,
  MediaConvertRoleProps,
  OutputLocation,
  Secret,
  TamsConnection,
  WholePolicy,
} from "../../lib";
import { KEY, OTHER_KEY } from "./pure";

/** Small alphabets, so that generated settings share buckets, prefixes and keys. */
const bucket = fc.constantFrom("acme-a", "acme-b", "acme-c.media");
const prefix = fc.constantFrom("", "a/", "a/b/", "a", "$x/", "ü/", "q?/", "${a}*b/", "%{ if }/", '"\\/', "é動/", "<&>");
/** None covers exactly what one of the prefixes does: that would be the same location twice. */
const pattern = fc.constantFrom("*/hls/*", "a/b/film.mp4", "a?/*", "/ü*é", '${*}${?}${$}{a}%{ if }"\\/*$', "<&>");
const keys = fc.oneof(
  { weight: 3, arbitrary: prefix.map((start) => (start === "" ? {} : { prefix: start })) },
  pattern.map((text) => ({ pattern: text })),
);
const keyArn = fc.constantFrom(KEY, KEY.replace("1234abcd", "99999999"), KEY.replace("111122223333", "444455556666"));

const optional = <T, K extends string>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<{ readonly [P in K]?: T }> =>
  fc.oneof(
    fc.constant({}),
    value.map((made) => ({ [key]: made }) as { readonly [P in K]?: T }),
  );

const location = fc
  .tuple(bucket, keys, optional("kmsKeyArn", keyArn), fc.boolean())
  .map(([name, which, key, bucketKey]) => ({
    bucket: name,
    ...which,
    ...key,
    ...("kmsKeyArn" in key ? { bucketKey } : {}),
  }));

/** Who owns a bucket is the same wherever it is named. */
const OWNERS: { readonly [bucket: string]: object } = {
  "acme-a": { ownerAccount: "444455556666" },
  "acme-b": { ownerAccount: "111122223333" },
};

const withOwner = <T extends InputLocation>(place: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(place, fc.boolean()).map(([made, isSaid]) => (isSaid ? { ...made, ...OWNERS[made.bucket ?? ""] } : made));

const objectsOf = ({ bucket: name, prefix: start, pattern: text }: InputLocation): string =>
  JSON.stringify([name, start, text]);

const inputs: fc.Arbitrary<readonly InputLocation[]> = fc.uniqueArray(
  withOwner(fc.tuple(location, optional("listBucket", fc.boolean())).map(([place, list]) => ({ ...place, ...list }))),
  { minLength: 1, maxLength: 5, selector: objectsOf },
);

const outputs: fc.Arbitrary<readonly OutputLocation[]> = fc.uniqueArray(
  withOwner(
    fc
      .tuple(location, optional("listBucket", fc.boolean()), optional("acl", fc.boolean()))
      .map(([place, list, acl]) => ({ ...place, ...list, ...acl })),
  ),
  { maxLength: 4, selector: objectsOf },
);

const url = fc.constantFrom(
  "https://abc123.execute-api.eu-west-1.amazonaws.com/",
  "https://def456.execute-api.eu-west-1.amazonaws.com/",
);
const account = fc.constantFrom("111122223333", "444455556666");
const endpoint: fc.Arbitrary<string | ApiEndpoint> = fc.oneof(
  fc.tuple(url, fc.constantFrom("prod/speke", "test", "prod/*", "", "prod//a")).map(([host, path]) => `${host}${path}`),
  fc.constantFrom("arn:aws:execute-api:eu-west-1:444455556666:abc123/prod/GET/x", "arn:aws:execute-api:*:*:x/*"),
  fc
    .tuple(
      url,
      optional("method", fc.constantFrom("GET" as const, "*" as const)),
      optional("accountId", account),
      optional("stage", fc.constantFrom("$default", "v1")),
    )
    .map(([host, ...more]) => Object.assign({ url: `${host}prod/$a` }, ...more) as ApiEndpoint),
);

const configured: fc.Arbitrary<ConfiguredAccess> = fc
  .tuple(
    inputs,
    outputs,
    optional(
      "apiGateway",
      fc.oneof(fc.constantFrom("all" as const, "none" as const), fc.array(endpoint, { maxLength: 3 })),
    ),
  )
  .map(([reads, writes, apis]) => ({ mode: "configured", inputs: reads, outputs: writes, ...apis }));

const access = fc.oneof(
  { weight: 4, arbitrary: configured },
  fc.constant({ mode: "full" } as const),
  fc.constant({ mode: "custom" } as const),
);

const secretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
const secrets: fc.Arbitrary<readonly (string | Secret)[]> = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom<string | Secret>("kantar", "c2pa/cert", `${secretArn}whole-name`, { secret: `${secretArn}b/c` }),
    keyArn.map((kmsKeyArn) => ({ secret: `${secretArn}a-AbC123`, kmsKeyArn })),
  ),
  { maxLength: 3, selector: (secret) => (typeof secret === "string" ? secret : secret.secret) },
);

const tamsConnections: fc.Arbitrary<readonly (string | TamsConnection)[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom("eu-west-1:111122223333:connection/a", "us-east-2:444455556666:connection/b.c_d-e"),
      fc.constantFrom("0a1b2c3d", "99999999-12ab-34cd-56ef-1234567890ab"),
      fc.boolean(),
      keyArn,
    )
    .map(([connection, uuid, alone, kmsKeyArn]) => {
      const connectionArn = `arn:aws:events:${connection}/${uuid}`;
      return alone ? connectionArn : { connectionArn, kmsKeyArn };
    }),
  {
    minLength: 1,
    maxLength: 3,
    selector: (connection) => (typeof connection === "string" ? connection : connection.connectionArn),
  },
);

/** A grant cannot name a connection's secret: its key is possible in policy form only. */
const withPossibleKeys = (props: MediaConvertRoleProps): MediaConvertRoleProps =>
  props.tamsConnections === undefined || props.kmsAuthorization === "policy"
    ? props
    : {
        ...props,
        tamsConnections: props.tamsConnections.map((one) =>
          typeof one === "string" ? one : { connectionArn: one.connectionArn },
        ),
      };

const feedArn = "arn:aws:elemental-inference:eu-west-1:111122223333:feed/";

const kmsKeys: fc.Arbitrary<readonly KmsKey[]> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom("input" as const, "output" as const, "client-side" as const), { minLength: 1 }),
    keyArn,
    fc.boolean(),
  )
  .map(([use, key, signs]) => [
    { keyArn: key, use },
    ...(signs ? [{ keyArn: OTHER_KEY, use: ["signing"] as const }] : []),
  ]);

const condition = fc.constantFrom<NonNullable<ExtraStatement["Condition"]>>(
  {},
  { Bool: { "aws:SecureTransport": true } },
  {
    StringLike: { "aws:PrincipalTag/team": ["${aws:username}", "a%{b}", '<"\\>'] },
    NumericLessThan: { "s3:max-keys": 10 },
  },
);

const one = fc.record({
  Effect: fc.constantFrom("Allow" as const, "Deny" as const),
  Action: fc.uniqueArray(fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), { minLength: 1 }),
  Resource: fc.uniqueArray(fc.constantFrom("arn:aws:s3:::acme-a/*", "arn:aws:s3:::acme-b/x", "*"), { minLength: 1 }),
});

const statement: fc.Arbitrary<ExtraStatement> = fc
  .tuple(one, optional("Condition", condition), fc.boolean(), fc.boolean())
  .map(([{ Effect, Action, Resource }, more, notAction, notResource]) => ({
    Effect,
    ...(notAction ? { NotAction: Action[0] ?? "s3:*" } : { Action }),
    ...(notResource
      ? { NotResource: Resource }
      : { Resource: Resource.length === 1 ? (Resource[0] ?? "*") : Resource }),
    ...more,
  }));

/** Whole documents, as people and the console write them. */
const wholePolicy = fc.constantFrom<WholePolicy>(
  {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: ["arn:aws:s3:::acme-a/*"] }],
  },
  { Statement: { Sid: "", Effect: "Deny", NotAction: "S3:getObject", Resource: "*" } },
  {
    Id: 'a "<&>" %{b}',
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        NotResource: "arn:aws:s3:::b/${aws:username}",
        Condition: { NumericLessThan: { "s3:max-keys": 10 }, Bool: { "aws:SecureTransport": [true] } },
      },
    ],
  },
);

const inlinePolicies = fc.dictionary(fc.constantFrom("S3", "a+=,.@_-b", "x".repeat(128)), wholePolicy, {
  noNullPrototype: true,
});

const trustPolicy = fc.constantFrom<WholePolicy>(
  {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Deny", NotPrincipal: { AWS: ["111122223333"] }, Action: ["sts:TagSession"] },
    ],
  },
  { Statement: { Effect: "Allow", Principal: "*", Action: "sts:*", Condition: { Null: { "aws:x": "${a}" } } } },
);

const trust = fc
  .tuple(
    optional(
      "queues",
      fc.uniqueArray(
        fc.constantFrom("Default", "fast", "slow-*", "arn:aws:mediaconvert:eu-west-1:444455556666:queues/a b"),
        { minLength: 1 },
      ),
    ),
    fc.boolean(),
    optional("policy", trustPolicy),
  )
  .map(([queues, open, whole]): TrustProps => {
    if (whole.policy !== undefined) return whole;
    return open ? { confusedDeputyProtection: false } : { ...queues, sourceAccount: "444455556666" };
  });

/** Settings that are right. */
export const roleProps: fc.Arbitrary<MediaConvertRoleProps> = fc
  .tuple(
    access,
    optional("secrets", secrets),
    optional("tamsConnections", tamsConnections),
    optional("elementalInference", fc.boolean()),
    optional("inferenceFeeds", fc.uniqueArray(fc.constantFrom(`${feedArn}a`, `${feedArn}B.c-d_1`))),
    optional("kmsKeys", kmsKeys),
    optional("statements", fc.array(statement, { maxLength: 3 })),
    optional("kmsAuthorization", fc.constantFrom("grant" as const, "policy" as const, "both" as const)),
    optional("kmsEncrypt", fc.boolean()),
    optional(
      "managedPolicyArns",
      fc.uniqueArray(fc.constantFrom("arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B")),
    ),
    optional("trust", trust),
    optional("policyPath", fc.constantFrom("/", "/media/")),
    optional("description", fc.constantFrom('Média ${x} %{y} "z"', "d".repeat(1000), "")),
    optional("maxSessionDuration", fc.constantFrom(3600, 43200)),
    optional("permissionsBoundary", fc.constant("arn:aws:iam::111122223333:policy/boundary")),
    optional("forceDetachPolicies", fc.boolean()),
    optional("path", fc.constantFrom("/service-role/", "/a/b/")),
    optional("submitters", fc.uniqueArray(fc.constantFrom("app", "a+=,.@-b"))),
    optional("inlinePolicies", inlinePolicies),
    optional("adopt", fc.boolean()),
    optional("exclusive", fc.boolean()),
    optional("preventDestroy", fc.boolean()),
    optional("tags", fc.constantFrom({ team: "video" }, { "cost:center": "", b: "ü" })),
  )
  .map(([chosen, ...parts]) => withPossibleKeys(Object.assign({ access: chosen }, ...parts) as MediaConvertRoleProps));

/** Documents that arrive as they are given. */
const WHOLE: ReadonlySet<string> = new Set(["inlinePolicies", "policy"]);

/** The same settings with every list in another order. */
export const shuffled = (props: MediaConvertRoleProps): fc.Arbitrary<MediaConvertRoleProps> => {
  const visit = (value: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(value)) {
      return fc.tuple(...value.map(visit)).chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));
    }
    if (typeof value !== "object" || value === null) return fc.constant(value);
    const entries = Object.entries(value).map(([key, item]) =>
      (WHOLE.has(key) ? fc.constant<unknown>(item) : visit(item)).map((made) => [key, made] as const),
    );
    return fc.tuple(...entries).map((made) => Object.fromEntries(made) as unknown);
  };
  return visit(props) as fc.Arbitrary<MediaConvertRoleProps>;
};
