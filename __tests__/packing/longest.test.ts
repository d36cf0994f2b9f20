import { atItsLongest, longestSize } from "../../lib/packing/longest";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { TOKENS } from "./tokens";

const x = (count: number): string => "x".repeat(count);

describe("a text with what is not known as long as it can be", () => {
  // The longest partition is `aws-us-gov`, the longest Region `ap-southeast-1`.
  test.each<[text: string, longest: string]>([
    ["arn:aws:s3:::acme/x", "arn:aws:s3:::acme/x"],
    ["arn:«partition»:s3:::acme", `arn:${x(10)}:s3:::acme`],
    ["arn:aws:kms:«region»:111122223333:key/1", `arn:aws:kms:${x(14)}:111122223333:key/1`],
    ["s3.«region».amazonaws.com", `s3.${x(14)}.amazonaws.com`],
    ["secretsmanager.«region».amazonaws.com", `secretsmanager.${x(14)}.amazonaws.com`],
    ["arn:aws:iam::«account»:role/a", `arn:aws:iam::${x(12)}:role/a`],
    ["arn:aws:kms:eu-west-1:«account»:key/1", `arn:aws:kms:eu-west-1:${x(12)}:key/1`],
    ["arn:aws:s3:::«bucket»/in/*", `arn:aws:s3:::${x(63)}/in/*`],
    ["arn:aws:kms:eu-west-1:111122223333:key/«id»", `arn:aws:kms:eu-west-1:111122223333:key/${x(36)}`],
    ["arn:«partition»:kms:«region»:«account»:key/«id»", `arn:${x(10)}:kms:${x(14)}:${x(12)}:key/${x(36)}`],
    ["arn:«partition»:s3:::«bucket»/«key»", `arn:${x(10)}:s3:::${x(63)}/${x(256)}`],
    ["arn:aws:s3:::acme-«suffix»", `arn:aws:s3:::acme-${x(256)}`],
    ["sns3.«region»", `sns3.${x(256)}`],
    ["s3.a.«region»", `s3.a.${x(256)}`],
    ["x-arn:«partition»", `x-arn:${x(256)}`],
    ["arn:aws:x:«region»", `arn:aws:x:${x(14)}`],
    ["x-arn:aws:x:«region»", `x-arn:aws:x:${x(256)}`],
    ["arn:aws:iam::1:«resource»", `arn:aws:iam::1:${x(256)}`],
    ["in arn:aws:s3:::«bucket»", `in arn:aws:s3:::${x(256)}`],
    ["in arn:aws:kms:a:b:key/«id»", `in arn:aws:kms:a:b:key/${x(256)}`],
    ["arn:aws:kms:a:b:key/a/«id»", `arn:aws:kms:a:b:key/a/${x(256)}`],
    ["arn:aws:s3:::a:s3:::«bucket»", `arn:aws:s3:::a:s3:::${x(256)}`],
    ["«arn»", x(256)],
    ["«arn»/*", `${x(256)}/*`],
  ])("%s", (text, longest) => {
    expect(atItsLongest(text, TOKENS, false)).toBe(longest);
  });

  // arn:aws-us-gov:kms:ap-southeast-1:123456789012:key/ and the id.
  test("a key's ARN", () => {
    expect(atItsLongest("«arn»", TOKENS, true)).toBe(x(51 + 36));
  });
});

describe("characters of a part of a policy", () => {
  test.each<[part: unknown, size: number]>([
    ["«arn»", 2 + 256],
    [["«arn»", "a"], '["","a"]'.length + 256],
    [
      { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::«b»"] },
      '{"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::"]}'.length + 63,
    ],
    [{ Action: ["kms:Decrypt"], Resource: ["«key»"] }, '{"Action":["kms:Decrypt"],"Resource":[""]}'.length + 87],
    [{ Action: ["akms:Decrypt"], Resource: ["«key»"] }, '{"Action":["akms:Decrypt"],"Resource":[""]}'.length + 256],
    [{ a: null, b: 1, c: true, d: "«x»" }, '{"a":null,"b":1,"c":true,"d":""}'.length + 256],
    [{ a: "no token" }, '{"a":"no token"}'.length],
    ["<&>", 2 + 3 * 6],
  ])("%j", (part, size) => {
    expect(longestSize(part, TOKENS)).toBe(size);
  });

  test("text in which nothing is unknown counts as it is", () => {
    expect(longestSize({ a: "«x»" }, WRITTEN_OUT)).toBe('{"a":"«x»"}'.length);
  });
});
