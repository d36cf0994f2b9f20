import {
  ACTION,
  type DimensionValue,
  RESOURCE,
  type Formula,
  TRUE,
  and,
  contextDimension,
  matches,
} from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { actionFormula } from "../../lib/access/patterns";
import { readable } from "../../lib/review/readable";
import { plenty } from "./formulas";

const ACCOUNT_KEY = contextDimension("aws:SourceAccount");

const is = (dimension: string, pattern: string): Formula =>
  matches(dimension, globOf(parsePattern(pattern, "2012-10-17")));

const does = (pattern: string): Formula => actionFormula(ACTION, parsePattern(pattern, "2012-10-17"));

type Values = { readonly [dimension: string]: DimensionValue };

/** The witness in words, where a formula holds and these are examples. */
const shown = (
  values: Values,
  formula: () => Formula,
  examples: { readonly [dimension: string]: readonly string[] },
): Values => readable({ values, assumed: [] }, formula(), (dimension) => examples[dimension] ?? [], plenty()).values;

describe("a request in words that a reader knows", () => {
  test("has the first action with the first resource that show it", () => {
    const formula = (): Formula => and(does("s3:*"), is(RESOURCE, "arn:aws:s3:::b/*"));
    const examples = {
      [ACTION]: ["iam:PassRole", "s3:PutObject", "s3:GetObject"],
      [RESOURCE]: ["arn:aws:s3:::a/x", "arn:aws:s3:::b/x", "arn:aws:s3:::b/y"],
    };
    expect(shown({ [ACTION]: "s3:x", [RESOURCE]: "arn:aws:s3:::b/" }, formula, examples)).toEqual({
      [ACTION]: "s3:PutObject",
      [RESOURCE]: "arn:aws:s3:::b/x",
    });
  });

  test("has one of both where they do not fit together", () => {
    const formula = (): Formula => and(does("s3:*"), is(RESOURCE, "arn:aws:s3:::b/*"));
    const resource = "arn:aws:s3:::b/7";
    expect(
      shown({ [ACTION]: "s3:x", [RESOURCE]: resource }, formula, { [ACTION]: ["s3:GetObject"], [RESOURCE]: ["*"] }),
    ).toEqual({
      [ACTION]: "s3:GetObject",
      [RESOURCE]: resource,
    });
    expect(
      shown({ [ACTION]: "s3:getobject", [RESOURCE]: resource }, formula, {
        [ACTION]: ["iam:x"],
        [RESOURCE]: ["arn:aws:s3:::b/x"],
      }),
    ).toEqual({ [ACTION]: "s3:getobject", [RESOURCE]: "arn:aws:s3:::b/x" });
  });

  test("stays as it is where no example shows it", () => {
    const values = { [ACTION]: "s3:getobject", [RESOURCE]: "arn:aws:s3:::b/7" };
    const formula = (): Formula => and(does("s3:GetObject"), is(RESOURCE, "arn:aws:s3:::b/7"));
    expect(shown(values, formula, { [ACTION]: ["s3:PutObject"], [RESOURCE]: ["arn:aws:s3:::b/x"] })).toEqual(values);
  });

  test("has a resource that its action can name", () => {
    const values = { [ACTION]: "kms:Decrypt", [RESOURCE]: "x" };
    expect(shown(values, () => TRUE, { [RESOURCE]: ["arn:aws:s3:::b/x"] })[RESOURCE]).toMatch(/^arn:aws:kms:.*:key\//);
    const bucket = { [ACTION]: "s3:ListBucket", [RESOURCE]: "x" };
    expect(shown(bucket, () => TRUE, {})[RESOURCE]).toMatch(/^arn:aws:s3:/);
  });

  test("keeps the resource of an action that names none", () => {
    const values = { [ACTION]: "s3:ListAllMyBuckets", [RESOURCE]: "anything" };
    expect(shown(values, () => TRUE, {})).toEqual(values);
  });

  test("keeps the resource of an action that is not known", () => {
    const values = { [ACTION]: "acme:Do", [RESOURCE]: "anything" };
    expect(shown(values, () => TRUE, {})).toEqual(values);
  });

  test("has values of condition keys that show it", () => {
    const formula = (): Formula => and(does("s3:GetObject"), is(ACCOUNT_KEY, "1*"));
    const values = { [ACTION]: "s3:GetObject", [ACCOUNT_KEY]: "1" };
    expect(shown(values, formula, { [ACCOUNT_KEY]: ["444455556666", "111122223333", "1"] })[ACCOUNT_KEY]).toBe(
      "111122223333",
    );
    expect(shown(values, formula, { [ACCOUNT_KEY]: ["444455556666"] })[ACCOUNT_KEY]).toBe("1");
  });

  test("has nothing that the witness does not speak of", () => {
    expect(shown({ [ACTION]: "acme:Do" }, () => does("acme:*"), { [RESOURCE]: ["r"], [ACCOUNT_KEY]: ["1"] })).toEqual({
      [ACTION]: "acme:Do",
    });
    expect(shown({}, () => TRUE, { [ACTION]: ["s3:GetObject"], [RESOURCE]: ["r"] })).toEqual({});
  });
});
