import * as patterns from "../../lib/policy/patterns";

type Pattern = {
  readonly [K in keyof typeof patterns]: (typeof patterns)[K] extends RegExp ? K : never;
}[keyof typeof patterns];

const UUID = "1234abcd-12ab-34cd-56ef-1234567890AB";
const MRK = "mrk-0123456789abcdef0123456789ABCDEF";
const KEY = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/";

/** Of an id whose parts are all of hexadecimal digits: one part too short, too long, or with a letter that is none. */
const notQuite = (id: string): readonly string[] => {
  const parts = id.split("-");
  return parts.flatMap((part, index) =>
    [part.slice(1), `${part}0`, `${part.slice(1)}g`, `g${part.slice(1)}`].map((other) =>
      [...parts.slice(0, index), other, ...parts.slice(index + 1)].join("-"),
    ),
  );
};

/** From the pages that lib/policy/patterns.ts names, and IAM's reference of each ARN. */
const TABLE: { readonly [P in Pattern]?: { readonly match: readonly string[]; readonly differ: readonly string[] } } = {
  ROLE_NAME: {
    match: ["a", "MediaConvert_Default_Role", "a+=,.@-_9", "r".repeat(64)],
    differ: ["", "r".repeat(65), "a b", "a/b", "/a", "a:", "ä", "a\n"],
  },
  INLINE_NAME: {
    match: ["a", "oneClick_MediaConvert_1", "a+=,.@-_9", "r".repeat(128)],
    differ: ["", "r".repeat(129), "a b", "a/b", "a:", "ä", "a\n"],
  },
  ROLE_PATH: {
    match: ["/", "/service-role/", "/a/b/", "/!~/"],
    differ: ["", "a/", "/a", "//a", "/a b/", "/ä/", "x/a/", "/a/x", "/\x7f/", "/a/\n"],
  },
  USUAL_ROLE_PATH: {
    match: ["/", "/service-role/"],
    differ: ["", "/a/", "/service-role", "x/", "/service-role/x", "/x", "a/service-role/"],
  },
  POLICY_PATH: {
    match: ["/", "/a/", "/a.b,c+d@e=f_g-h/Z9/"],
    differ: ["", "a/", "/a", "//", "/a b/", "/a/b", "x/a/", "/a/x", "/!/"],
  },
  NOT_IN_DESCRIPTION: { match: ["\x00", "\x7f", "\xa0", "é動", "😀"], differ: ["", "a b\t\n\r~", "\xa1ÿ"] },
  NOT_IN_POLICY: { match: ["\x00", "a\x1fb", "動", "😀"], differ: ["", "a b\t\n\r~\x7f\xa0ÿ"] },
  TAG_KEY: {
    match: ["a", "Team Name", "é動1_.:/=+-@", "k".repeat(128)],
    differ: ["", "k".repeat(129), "a#", "#a", "a\nb", "<", "a,b", "a;"],
  },
  TAG_VALUE: {
    match: ["", "a", "Team Name", "é動1_.:/=+-@", "v".repeat(256)],
    differ: ["v".repeat(257), "a#", "#a", "a\nb", "<", "a,b", "a;"],
  },
  RESERVED_TAG_KEY: { match: ["aws:", "AWS:x", "Aws:cloudformation"], differ: ["aws", "awsx:", "my-aws:", "xaws:"] },
  ACCOUNT_ID: {
    match: ["111122223333", "000000000000"],
    differ: ["", "11112222333", "1111222233334", "11112222333a", "a111122223333"],
  },
  PARTITION: {
    match: ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"],
    differ: ["", "aw", "aws-", "aws-1", "AWS", "xaws", "aws-cn-", "aws_cn", "aws cn"],
  },
  REGION: {
    match: ["eu-west-1", "ap-southeast-12", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "mx-central-1"],
    differ: [
      "",
      "eu-west",
      "eu-1",
      "e-west-1",
      "europe-west-1",
      "eu-west-111",
      "eu-west-",
      "eu-West-1",
      "1u-west-1",
      "eu-w3st-1",
      "a-b-c-d-e-1",
      "eu-a-b-c-d-1",
      "eu-west-1a",
      "xeu4-west-1",
      "eu--1",
      "eu-west-x",
      "*eu-west-1",
    ],
  },
  QUEUE_NAME: {
    match: ["Default", "a b.c-d_9", "q*?", "q".repeat(256)],
    differ: ["", "q".repeat(257), "a/b", "ä", "/a", "a/"],
  },
  QUEUE_ARN: {
    match: [
      "arn:aws:mediaconvert:eu-west-1:111122223333:queues/Default",
      "arn:aws-cn:mediaconvert:*:*:queues/a b.c*?",
      "arn:aws:mediaconvert:::queues/q",
      `arn:aws:mediaconvert:::queues/${"q".repeat(256)}`,
    ],
    differ: [
      "arn:aws:mediaconvert:eu-west-1:111122223333:queues/",
      "arn:aws:mediaconvert:eu-west-1:111122223333:queue/Default",
      "arn:aws:mediaconvert:EU:111122223333:queues/Default",
      "arn:aws:mediaconvert:eu-west-1:x!:queues/Default",
      "arn:1:mediaconvert:eu-west-1:111122223333:queues/Default",
      "arn:a!:mediaconvert:eu-west-1:111122223333:queues/Default",
      "arn:-aws:mediaconvert:eu-west-1:111122223333:queues/Default",
      "xarn:aws:mediaconvert:eu-west-1:111122223333:queues/Default",
      "arn:aws:mediaconvert:eu-west-1:111122223333:queues/a/b",
      `arn:aws:mediaconvert:::queues/${"q".repeat(257)}`,
    ],
  },
  KEY_ARN: {
    match: [`${KEY}${UUID}`, `${KEY}${MRK}`, `arn:aws:kms:eu-west-1:111122223333:key/${UUID}`],
    differ: [
      ...notQuite(UUID).map((id) => `${KEY}${id}`),
      `${KEY}mrk-0`,
      `${KEY}${MRK}0`,
      `${KEY}x${UUID}`,
      `${KEY}${UUID}-x`,
      `x${KEY}${UUID}`,
      `${KEY.replace("key/", "alias/")}${UUID}`,
      `${KEY.replace("us-gov-west-1", "")}${UUID}`,
      `${KEY.replace("us-gov-west-1", "*")}${UUID}`,
      `${KEY.replace("111122223333", "11112222333")}${UUID}`,
      `${KEY.replace("111122223333", "a11122223333")}${UUID}`,
      `${KEY.replace("aws-us-gov", "1ws")}${UUID}`,
      `${KEY.replace("aws-us-gov", "aws*")}${UUID}`,
    ],
  },
  KEY_ID: {
    match: [UUID, MRK],
    differ: [...notQuite(UUID), "mrk-0", `${MRK}0`, `x${MRK}`, `mrk-${"g".repeat(32)}`, `${KEY}${UUID}`],
  },
  KEY_ALIAS: {
    match: ["alias/a", "arn:aws:kms:eu-west-1:111122223333:alias/a"],
    differ: ["alias", "my-alias/a", "/alias/a", UUID],
  },
  POLICY_ARN: {
    match: ["arn:aws:iam::aws:policy/AmazonS3FullAccess", "arn:aws-cn:iam::111122223333:policy/team/a+=,.@-_b"],
    differ: [
      "arn:aws:iam::aws:policy/",
      "arn:aws:iam::aws:role/a",
      "arn:aws:iam::11112222333:policy/a",
      "arn:aws:iam::a11122223333:policy/a",
      "arn:aws:iam:eu-west-1:aws:policy/a",
      "arn:1:iam::aws:policy/a",
      "arn:aws!:iam::aws:policy/a",
      "xarn:aws:iam::aws:policy/a",
      "arn:aws:iam::aws:policy/a b",
      "arn:aws:iam::aws:policy/a*",
    ],
  },
  SECRET_NAME: {
    match: ["a", "kantar/prod+=.@-_9", "s".repeat(512)],
    differ: ["", "s".repeat(513), "a b", "!a", "a!", "a:b", "a*"],
  },
  SECRET_ARN: {
    match: [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar/a-AbC123",
      "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:events!connection/a_b+=.@",
    ],
    differ: [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secrets:a",
      "arn:aws:secretsmanager:eu-west-1:11112222333:secret:a",
      "arn:aws:secretsmanager:eu-west-1:a11122223333:secret:a",
      "arn:aws:secretsmanager::111122223333:secret:a",
      "arn:aws:secretsmanager:*:111122223333:secret:a",
      "arn:1:secretsmanager:eu-west-1:111122223333:secret:a",
      "arn:aws!:secretsmanager:eu-west-1:111122223333:secret:a",
      "xarn:aws:secretsmanager:eu-west-1:111122223333:secret:a",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a*",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a b",
    ],
  },
  API_ARN: {
    match: [
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/GET/pets",
      "arn:aws-cn:execute-api:*:*:/",
      "arn:aws:execute-api:eu-west-1:111122223333:*/*",
    ],
    differ: [
      "arn:aws:execute-api:eu-west-1:111122223333:abc123",
      "arn:aws:execute-api::111122223333:abc123/prod",
      "arn:aws:execute-api:eu-west-1::abc123/prod",
      "arn:aws:execute-api:EU:111122223333:abc123/prod",
      "arn:aws:execute-api:eu-west-1:A:abc123/prod",
      "arn:1:execute-api:eu-west-1:111122223333:abc123/prod",
      "arn:aws!:execute-api:eu-west-1:111122223333:abc123/prod",
      "xarn:aws:execute-api:eu-west-1:111122223333:abc123/prod",
      "arn:aws:execute-api:eu-west-1:111122223333:abc123/a\nb",
    ],
  },
  STAGE: {
    match: ["$default", "prod", "v1_a-B", "s".repeat(128)],
    differ: ["", "$prod", "a$default", "$defaults", "a b", "/a", "a/", "s".repeat(129)],
  },
  SID: { match: ["a", "ReadInputs9"], differ: ["", "a-b", "-a", "a-", "a b", "ä"] },
  ACTION: {
    match: ["*", "s3:GetObject", "s3:Get*", "elemental-inference:?etFeed9"],
    differ: [
      "",
      "**",
      "*a",
      "s3",
      "s3:",
      ":Get",
      "S3:GetObject",
      "s*:Get",
      "s3:Get Object",
      "s3:Get:",
      "-!s3:Get",
      "s3:get-object",
      "x*",
    ],
  },
  RESOURCE: {
    match: ["*", "arn:aws:s3:::acme-in/*", "arn:*:*:*:*:*", "arn:::::x"],
    differ: [
      "",
      "**",
      "*a",
      "x*",
      "acme",
      "arn:aws:s3:::",
      "arn:aws:s3::acme",
      "arn:aws:s3",
      "xarn:aws:s3:::acme",
      "arn::::x",
    ],
  },
  ARN_OR_URI: {
    match: ["arn:aws:s3:::acme", "s3://acme/"],
    differ: ["acme", "xarn:", "xs3://acme", "s3:/acme", "arn"],
  },
  BUCKET_WILDCARD: { match: ["acme-*", "a?c"], differ: ["acme", ""] },
  TRAILING_WILDCARD: { match: ["a/*", "*"], differ: ["*a", "a?", ""] },
  WILDCARD: { match: ["a*", "?"], differ: ["acme", ""] },
  NOT_AN_ESCAPE: {
    match: ["${", "${a}", "a${aws:username}b", "${*", "${**}", "${?x}", "${}", "${$", "${$a}", "${ ", "${*}${"],
    differ: ["", "$", "{}", "$ {a}", "${*}", "${?}", "${$}", "a${*}b${?}", "${$}{aws:username}"],
  },
  PERCENT_SEQUENCE: { match: ["%20", "a%Fa", "%%0a"], differ: ["", "%", "%2", "%g0", "%0g", "20%", "% 20"] },
  CONNECTION_ARN: {
    match: [
      `arn:aws:events:eu-west-1:111122223333:connection/a.b-c_9/${UUID}`,
      `arn:aws-cn:events:cn-north-1:111122223333:connection/${"c".repeat(64)}/0`,
    ],
    differ: [
      `arn:aws:events:eu-west-1:111122223333:connection/a`,
      `arn:aws:events:eu-west-1:111122223333:connection//${UUID}`,
      `arn:aws:events:eu-west-1:111122223333:connection/a/`,
      `arn:aws:events:eu-west-1:111122223333:connection/a/${UUID}x`,
      `arn:aws:events:eu-west-1:111122223333:connection/a!/${UUID}`,
      `arn:aws:events:eu-west-1:111122223333:connection/${"c".repeat(65)}/0`,
      `arn:aws:events::111122223333:connection/a/${UUID}`,
      `arn:aws:events:*:111122223333:connection/a/${UUID}`,
      `arn:aws:events:eu-west-1:11112222333:connection/a/${UUID}`,
      `arn:aws:events:eu-west-1:a11122223333:connection/a/${UUID}`,
      `arn:1:events:eu-west-1:111122223333:connection/a/${UUID}`,
      `arn:aws!:events:eu-west-1:111122223333:connection/a/${UUID}`,
      `xarn:aws:events:eu-west-1:111122223333:connection/a/${UUID}`,
    ],
  },
  FEED_ARN: {
    match: [
      "arn:aws:elemental-inference:eu-west-1:111122223333:feed/a.b-c_9",
      "arn:aws-cn:elemental-inference:cn-north-1:111122223333:feed/f",
    ],
    differ: [
      "arn:aws:elemental-inference:eu-west-1:111122223333:feed/",
      "arn:aws:elemental-inference:eu-west-1:111122223333:feed/a*",
      "arn:aws:elemental-inference:eu-west-1:111122223333:feed/a/b",
      "arn:aws:elemental-inference::111122223333:feed/a",
      "arn:aws:elemental-inference:*:111122223333:feed/a",
      "arn:aws:elemental-inference:eu-west-1:11112222333:feed/a",
      "arn:aws:elemental-inference:eu-west-1:a11122223333:feed/a",
      "arn:1:elemental-inference:eu-west-1:111122223333:feed/a",
      "arn:aws!:elemental-inference:eu-west-1:111122223333:feed/a",
      "xarn:aws:elemental-inference:eu-west-1:111122223333:feed/a",
    ],
  },
};

const named = (name: string): RegExp => (patterns as { readonly [name: string]: unknown })[name] as RegExp;

describe("patterns", () => {
  test("every one is in the table", () => {
    const all = Object.entries(patterns).flatMap(([name, value]) => (value instanceof RegExp ? [name] : []));
    expect(Object.keys(TABLE).sort()).toEqual(all.sort());
  });

  test.each(Object.entries(TABLE))("%s", (name, { match, differ }) => {
    expect(match.filter((text) => !named(name).test(text))).toEqual([]);
    expect(differ.filter((text) => named(name).test(text))).toEqual([]);
  });
});

describe("the name of a bucket", () => {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  test.each([
    ["abc", []],
    ["a.b-c.9", []],
    ["b".repeat(63), []],
    ["1.2.3", []],
    ["1.2.3.4.5", []],
    ["1.2.3.x", []],
    ["x1.2.3.4", []],
    ["my-xn--a", []],
    ["my-sthree-a", []],
    ["ab", ["a name has 3–63 characters"]],
    ["b".repeat(64), ["a name has 3–63 characters"]],
    ["Acme", ["only a–z, 0–9, dots and hyphens are possible", "it begins and ends with a letter or digit"]],
    ["ac_me", ["only a–z, 0–9, dots and hyphens are possible"]],
    ["_ac", ["only a–z, 0–9, dots and hyphens are possible", "it begins and ends with a letter or digit"]],
    ["ac_", ["only a–z, 0–9, dots and hyphens are possible", "it begins and ends with a letter or digit"]],
    ["-acme", ["it begins and ends with a letter or digit"]],
    ["acme.", ["it begins and ends with a letter or digit"]],
    ["ac..me", ["two dots cannot stand side by side"]],
    ["192.168.10.255", ["it cannot look like an IP address"]],
    ["1.22.333.4444", ["it cannot look like an IP address"]],
    ["xn--acme", ["S3 keeps that beginning for itself"]],
    ["sthree-acme", ["S3 keeps that beginning for itself"]],
  ])("%s", (name, broken) => {
    expect(patterns.BUCKET_RULES.filter((rule) => !patterns.keeps(name, rule)).map(({ rule }) => rule)).toEqual(broken);
  });

  test.each([
    ["acme-x1-s3alias", ["an access point"]],
    ["acme--ol-s3", ["an access point"]],
    ["acme.mrap", ["an access point"]],
    ["acme--use1-az4--x-s3", ["a directory bucket"]],
    ["acme--table-s3", ["a table bucket"]],
    ["acme-s3alias-in", []],
    ["acme--ol-s3-in", []],
    ["acme.mrap.in", []],
    ["acme--x-s3-in", []],
    ["acme--table-s3-in", []],
    ["acmemrap", []],
  ])("of what %s is one", (name, kinds) => {
    expect(patterns.OTHER_BUCKET_KINDS.filter(({ pattern }) => pattern.test(name)).map(({ kind }) => kind)).toEqual(
      kinds,
    );
  });
});
