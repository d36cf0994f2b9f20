import { isSameKey, mayBeName } from "../../lib/roles/names";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;

describe("whether a filed name may be the one that is asked for", () => {
  test.each<[string, string, boolean]>([
    ["acme-in", "acme-in", true],
    ["acme-in", "acme-out", false],
    ["${var.bucket}", "acme-in", true],
    ["acme-${local.stage}", "acme-in", true],
    ["acme-${local.stage}", "other-in", false],
    ["${data.aws_s3_bucket.x.bucket}", "acme-in", true],
    ["${each.value}", "acme-in", true],
    ["${module.m.bucket}", "acme-in", true],
    ["${trimprefix(var.v, 'arn:aws:s3:::')}", "acme-in", true],
    ["arn:aws:kms:${region}:${account}:key/x", "arn:aws:kms:eu-west-1:111122223333:key/x", true],
    ["arn:aws:kms:${region}:${account}:key/x", "arn:aws:kms:eu-west-1:111122223333:key/y", false],
    ["${aws_s3_bucket.x.bucket}", "acme-in", false],
    ["${aws_s3_bucket.x['a.b'].bucket}", "acme-in", false],
    ["${module.m.aws_s3_bucket.x.bucket}", "acme-in", false],
    ["${module.m['k'].aws_kms_key.x.arn}", KEY, false],
    ["${module.m.data.aws_kms_key.x.arn}", KEY, true],
    ["acme-${join('-', [var.a, aws_s3_bucket.x.id])}", "acme-in", false],
    ["${aws_s3_bucket.x.bucket}", "${aws_s3_bucket.x.bucket}", true],
    // What a resource takes for its key may exist.
    ["${aws_kms_grant.g.key_id}", KEY, true],
    ["${aws_s3_bucket_server_side_encryption_configuration.e.kms_master_key_id}", KEY, true],
    ["${aws_kms_key.k.key_id}", KEY, false],
  ])("%s and %s: %p", (filed, name, expected) => {
    expect(mayBeName(filed, name)).toBe(expected);
  });

  test("many holes end", () => {
    const start = Date.now();
    expect(mayBeName("${var.a}x".repeat(9), "x".repeat(63))).toBe(true);
    expect(mayBeName(`${"${var.a}x".repeat(30)}!`, "x".repeat(63))).toBe(false);
    expect(mayBeName("${var.a}x".repeat(64), "x".repeat(63))).toBe(false);
    expect(Date.now() - start).toBeLessThan(3000);
  });
});

describe("whether a filed key is the one that is asked for", () => {
  const open = `arn:\${partition}:kms:\${region}:\${account}:key/${ID}`;
  test.each<[string, string, boolean]>([
    [KEY, KEY, true],
    [open, KEY, true],
    [open, KEY.replace("1234abcd", "4321abcd"), false],
    [open, KEY.replace(":key/", ":alias/"), false],
    [`arn:aws:kms:\${region}:111122223333:key/${ID}`, KEY, true],
    [`arn:aws:kms:\${region}:999999999999:key/${ID}`, KEY, false],
    [KEY.replace("eu-west-1", "eu-west-2"), KEY, false],
    [open, KEY.replace("111122223333", "${data.aws_caller_identity.c.account_id}"), true],
    ["${aws_kms_key.k.arn}", KEY, false],
    ["arn:aws:kms:${region}:${account}:key/${var.id}", KEY, false],
  ])("%s and %s: %p", (filed, arn, expected) => {
    expect(isSameKey(filed, arn)).toBe(expected);
  });
});
