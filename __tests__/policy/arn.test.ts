import { WRITTEN_OUT } from "../../lib/placeholders";
import {
  connectionSecret,
  cutAtForeignCharacter,
  escapeInArn,
  isFullSecretArn,
  mayBeInPartition,
  partitionOfRegion,
  secretResource,
} from "../../lib/policy/arn";

/** https://docs.aws.amazon.com/general/latest/gr/rande.html and the partitions of AWS's SDKs. */
test.each([
  ["eu-west-1", "aws"],
  ["us-east-1", "aws"],
  ["us-west-2", "aws"],
  ["ap-cn-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["eusc-de-east-1", "aws-eusc"],
  ["", "aws"],
])("%s is in %s", (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});

test.each([
  ["", ""],
  ["a/b", "a/b"],
  ["a*b?", "a${*}b${?}"],
  ["${a}", "${$}{a}"],
  ["$a{}", "$a{}"],
  ["**", "${*}${*}"],
])("R-ARN-ESCAPE: %j stands as %j", (text, escaped) => {
  expect(escapeInArn(text)).toBe(escaped);
});

test.each([
  ["a/ÿ\t\n\r~", "a/ÿ\t\n\r~"],
  ["動a", ""],
  ["a動b", "a"],
  ["\x00a", ""],
  ["", ""],
])("R-ARN-CHARSET: of %j a policy can hold %j", (text, start) => {
  expect(cutAtForeignCharacter(text)).toBe(start);
});

describe("R-SECRET", () => {
  const PLACE = { partition: "aws-cn", region: "cn-north-1", account: "111122223333" };
  const ARN = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:";

  test.each([
    ["kantar", "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:kantar-??????"],
    ["kantar-AbC123", "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:kantar-AbC123-??????"],
    [`${ARN}kantar-AbC123`, `${ARN}kantar-AbC123`],
    [`${ARN}kantar`, `${ARN}kantar-??????`],
    [`${ARN}kantar-AbC1234`, `${ARN}kantar-AbC1234-??????`],
    [`${ARN}kantar-AbC12`, `${ARN}kantar-AbC12-??????`],
    [`${ARN}kantar-AbC123-x`, `${ARN}kantar-AbC123-x-??????`],
  ])("%s", (secret, resource) => {
    expect(secretResource(secret, PLACE)).toBe(resource);
  });

  test("only an end of six letters and digits is a full one", () => {
    expect(isFullSecretArn(`${ARN}a-AbC12!`)).toBe(false);
    expect(isFullSecretArn(`${ARN}a-zZ9aA0`)).toBe(true);
  });
});

test("R-TAMS: the secret of a connection is in the connection's place", () => {
  expect(connectionSecret("arn:aws-cn:events:cn-north-1:444455556666:connection/tams/0a1b", WRITTEN_OUT)).toBe(
    "arn:aws-cn:secretsmanager:cn-north-1:444455556666:secret:events!connection/tams/*",
  );
});

test.each([
  ["eu-west-1", "aws", true],
  ["xx-south-9", "aws", true],
  ["eu-west-1", "aws-cn", false],
  ["cn-north-1", "aws-cn", true],
  ["cn-north-1", "aws", false],
  ["us-gov-west-1", "aws", false],
  ["us-gov-west-1", "aws-us-gov", true],
  ["next-east-1", "aws-next", true],
  ["cn-north-1", "aws-next", false],
])("whether Region %s can be of partition %s", (region, partition, expected) => {
  expect(mayBeInPartition(region, partition)).toBe(expected);
});
