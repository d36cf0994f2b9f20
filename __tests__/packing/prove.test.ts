import { PackingError, prove, verdictByLines } from "../../lib/packing/prove";
import { WRITTEN_OUT } from "../../lib/placeholders";
import type { Statement } from "../../lib/policy/model";
import { INTRICATE } from "./support";
import { TOKENS } from "./tokens";

const s3 = (place: string): string => `arn:aws:s3:::${place}`;

const allow = (resources: readonly string[], more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: resources,
  ...more,
});

describe("statements whose values are not known yet", () => {
  const before = [allow([s3("«a»/*"), s3("«b»/*")])];

  test("are the same where they have the same placeholders", () => {
    expect(() => prove(before, [[allow([s3("«b»/*")])], [allow([s3("«a»/*")])]], TOKENS)).not.toThrow();
  });

  test.each<[string, Statement]>([
    ["another", allow([s3("«a»/*"), s3("«c»/*")])],
    ["one for both", allow([s3("«a»/*"), s3("«a»/*")])],
    ["what is written", allow([s3("«a»/*"), s3("b/*")])],
  ])("are not the same with %s", (_, after) => {
    expect(() => prove(before, [[after]], TOKENS)).toThrow(PackingError);
  });
});

test("the error says what it is and what to do", () => {
  const error = new PackingError("narrowed");
  expect(error.name).toBe("PackingError");
  expect(error.message).toBe(
    "packing the role's policies would change what they allow (narrowed); nothing was made of them. This is a defect: please report it with the settings",
  );
});

describe("the proof", () => {
  test.each<readonly [name: string, before: readonly Statement[], after: readonly (readonly Statement[])[]]>([
    ["a resource that is lost", [allow(["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])], [[allow(["arn:aws:s3:::a/*"])]]],
    ["a resource that is wider", [allow(["arn:aws:s3:::a/x/*"])], [[allow(["arn:aws:s3:::a/*"])]]],
    ["a deny that is lost", [allow(["*"]), { ...allow(["arn:aws:s3:::a"]), Effect: "Deny" }], [[allow(["*"])]]],
    [
      "a condition that is lost",
      [{ ...allow(["*"]), Condition: { StringEquals: { "aws:SourceVpc": ["v"] } } }],
      [[allow(["*"])]],
    ],
  ])("fails for %s", (_, before, after) => {
    expect(() => prove(before, after, WRITTEN_OUT)).toThrow(PackingError);
  });

  const some = allow([...INTRICATE, "arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*"]);

  test.each<readonly [name: string, after: readonly Statement[], verdict: string]>([
    ["the same in two", [allow(INTRICATE.slice(0, 10)), allow((some.Resource ?? []).slice(10))], "same"],
    ["without what lies in another", [allow([...INTRICATE, "arn:aws:s3:::b/*"])], "same"],
    ["without what another lies in", [allow([...INTRICATE, "arn:aws:s3:::b/x/*"])], "narrowed"],
    ["without one", [allow([...INTRICATE.slice(0, 19), "arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*"])], "narrowed"],
    ["and one more", [some, allow(["arn:aws:s3:::c/*"])], "widened"],
    ["as a deny", [{ ...some, Effect: "Deny" }], "widened"],
    ["of another action", [{ ...some, Action: ["s3:PutObject"] }], "widened"],
    ["under a condition", [{ ...some, Condition: { Bool: { "aws:SecureTransport": ["true"] } } }], "widened"],
    ["under another name", [{ ...some, Sid: "Other" }], "same"],
  ])("line by line: %s", (_, after, verdict) => {
    expect(verdictByLines([some], after)).toBe(verdict);
  });

  test("holds for statements spread over documents", () => {
    const before = [allow(["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])];
    const after = [[allow(["arn:aws:s3:::a/*"])], [allow(["arn:aws:s3:::b/*"])]];
    expect(() => prove(before, after, WRITTEN_OUT)).not.toThrow();
  });
});

describe("line by line", () => {
  const context = (values: readonly string[], more: object = {}): Partial<Statement> => ({
    Condition: {
      Bool: { "aws:SecureTransport": ["true"] },
      StringLike: { "kms:EncryptionContext:a": values, ...more },
    },
  });
  const not = (...resources: readonly string[]): Statement => ({
    Effect: "Deny",
    Action: ["s3:*"],
    NotResource: resources,
  });

  test.each<[name: string, before: readonly Statement[], after: readonly Statement[], verdict: string]>([
    [
      "values of a context are lines",
      [allow(["k"], context(["x", "y"]))],
      [allow(["k"], context(["y"])), allow(["k"], context(["x"]))],
      "same",
    ],
    ["a value is lost", [allow(["k"], context(["x", "y"]))], [allow(["k"], context(["x"]))], "narrowed"],
    ["a value comes", [allow(["k"], context(["x"]))], [allow(["k"], context(["x", "y"]))], "widened"],
    ["a value lies in another", [allow(["k"], context(["x*", "xy"]))], [allow(["k"], context(["x*"]))], "narrowed"],
    [
      "two tests of a kind are one line",
      [allow(["k"], context(["x", "y"], { b: ["1"] }))],
      [allow(["k"], context(["x"], { b: ["1"] })), allow(["k"], context(["y"], { b: ["1"] }))],
      "widened",
    ],
    ["a statement without a resource is one line", [not("a", "b")], [not("b", "a")], "widened"],
    ["such a statement stays", [not("a", "b"), allow([s3("a")])], [not("a", "b"), allow([s3("a")])], "same"],
    ["such a statement is lost", [not("a", "b"), allow([s3("a")])], [allow([s3("a")])], "narrowed"],
    [
      "what is denied lies in what else is",
      [{ ...allow([s3("a/x/*"), s3("a/*")]), Effect: "Deny" }],
      [{ ...allow([s3("a/*")]), Effect: "Deny" }],
      "same",
    ],
    [
      "what lies in what another action is for is lost",
      [allow([s3("a/x/*")]), allow([s3("a/*")], { Action: ["s3:PutObject"] })],
      [allow([s3("a/*")], { Action: ["s3:PutObject"] })],
      "narrowed",
    ],
    [
      "what lies in what is denied is lost",
      [allow([s3("a/x/*")]), allow([s3("a/*")], { Effect: "Deny" })],
      [allow([s3("a/*")], { Effect: "Deny" })],
      "narrowed",
    ],
    [
      "it lies in one that is called otherwise",
      [allow([s3("a/x/*")], { Sid: "A" }), allow([s3("a/*")], { Sid: "B" })],
      [allow([s3("a/*")], { Sid: "B" })],
      "same",
    ],
    ["a name that begins like another is another", [allow([s3("ab"), s3("a")])], [allow([s3("a")])], "narrowed"],
    ["it lies in the last of several", [allow([s3("b/x"), s3("a"), s3("b/*")])], [allow([s3("a"), s3("b/*")])], "same"],
  ])("%s", (_, before, after, verdict) => {
    expect(verdictByLines(before, after)).toBe(verdict);
  });
});
