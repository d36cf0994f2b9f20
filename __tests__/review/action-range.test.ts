import { EVERY_ACTION, actionRange, meets } from "../../lib/review/action-range";

describe("whether two lists of action patterns can have an action in common", () => {
  test.each<[one: readonly string[], other: readonly string[], result: boolean]>([
    [["s3:GetObject"], ["s3:GetObject"], true],
    [["s3:GetObject"], ["S3:getobject"], true],
    [["s3:GetObject"], ["s3:GetObjectAcl"], false],
    [["s3:GetObject", "s3:PutObject"], ["s3:ListBucket", "s3:PutObject"], true],
    [["s3:GetObject"], ["s3:Get*"], true],
    [["s3:PutObject"], ["s3:Get*"], false],
    [["s3:PutObject"], ["s3:Get*", "s3:Put*"], true],
    [["s3:GetObject"], ["s3:?etObject"], true],
    [["s3:GetObject"], ["*"], true],
    [["s3:Get*"], ["s3:GetObject*"], true],
    [["s3:Get*"], ["s3:Put*"], false],
    [["s3:Get*"], ["kms:*", "s3:GetO*"], true],
    [["s3:Get*", "kms:De*"], ["sns:*", "kms:*"], true],
    [["s3:Get*"], ["t*"], false],
    [["s3:${aws:PrincipalTag/verb}Object"], ["s3:PutObject"], true],
    [["s3:${aws:PrincipalTag/verb}Object"], ["kms:Decrypt"], false],
    [[], ["*"], false],
  ])("%j and %j: %s", (one, other, result) => {
    expect(meets(actionRange(one), actionRange(other))).toBe(result);
    expect(meets(actionRange(other), actionRange(one))).toBe(result);
  });

  test.each([["s3:GetObject"], ["s3:Get*"], ["*"]])("every action is one of %s", (pattern) => {
    expect(meets(EVERY_ACTION, actionRange([pattern]))).toBe(true);
    expect(meets(actionRange([pattern]), EVERY_ACTION)).toBe(true);
  });
});
