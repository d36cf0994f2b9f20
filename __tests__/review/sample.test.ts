import { sample } from "../../lib/review/sample";

test.each([
  ["*", "x"],
  ["s3:Get*", "s3:Getx"],
  ["s3:Get?bject", "s3:Getxbject"],
  ["a:*:*:*", "a:x:x:x"],
  ["arn:aws:s3:::acme-in/*", "arn:aws:s3:::acme-in/x"],
  ["arn:*:kms:*:*:key/*", "arn:aws:kms:eu-west-1:123456789012:key/x"],
  ["arn:aws-cn:kms:cn-north-1:111122223333:key/*", "arn:aws-cn:kms:cn-north-1:111122223333:key/x"],
  ["arn:aws:sns:eu-*:*:topic", "arn:aws:sns:eu-x:123456789012:topic"],
  ["arn:aws:*:*:111122223333:*", "arn:aws:x:eu-west-1:111122223333:x"],
  ["arn:aws:logs:*:111122223333:log-group:*:*", "arn:aws:logs:eu-west-1:111122223333:log-group:x:x"],
])("an example of %s is %s", (pattern, text) => {
  expect(sample(pattern)).toBe(text);
});
