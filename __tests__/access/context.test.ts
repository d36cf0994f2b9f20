import {
  type ContextValue,
  NOTHING_KNOWN,
  contextOf,
  contextValue,
  given,
  variablesOf,
  withDefaults,
} from "../../lib/access/context";
import { TRUE, dimensionsOf, withValue } from "../../lib/access/formula";

describe("what is known of a key", () => {
  const context = contextOf(
    { "A:K": { value: "v" }, "a:none": { values: [] }, "a:two": { values: ["x", "y"] } },
    "absent",
  );

  test.each<[key: string, value: ContextValue]>([
    ["a:k", { value: "v" }],
    ["A:k", { value: "v" }],
    ["a:none", "absent"],
    ["a:two", { values: ["x", "y"] }],
    ["a:other", "absent"],
    ["constructor", "absent"],
  ])("%s", (key, value) => {
    expect(contextValue(context, key)).toEqual(value);
  });

  test("of other keys what the context says", () => {
    expect(contextValue(contextOf({}), "a:k")).toBe("unknown");
  });

  test("a default counts where nothing is said", () => {
    const both = withDefaults(context, { "a:k": { value: "default" }, "a:new": { value: "new" } });
    expect(contextValue(both, "a:k")).toEqual({ value: "v" });
    expect(contextValue(both, "a:new")).toEqual({ value: "new" });
    expect(both.others).toBe("absent");
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: a key with one value. */
test.each<[value: ContextValue, result: ReturnType<ReturnType<typeof variablesOf>>]>([
  [{ value: "v" }, { value: "v" }],
  [{ values: ["v"] }, { value: "v" }],
  [{ values: ["v", "w"] }, undefined],
  [{ values: [] }, "absent"],
  [{ glob: "v" }, undefined],
  ["absent", "absent"],
  ["unknown", undefined],
])("the variable of a key with %j", (value, result) => {
  expect(variablesOf(contextOf({ k: value }))("k")).toEqual(result);
});

describe("what a context says of every request", () => {
  /** Whether a request with this value of the key is one of those that are asked about. */
  const asked = (value: ContextValue, of: string | null): unknown =>
    withValue(given(contextOf({ "A:K": value })), "context:a:k", of);

  test.each<[glob: string, value: string | null, expected: boolean]>([
    ["s3.*", "s3.eu-west-1", true],
    ["s3.*", "kms.eu-west-1", false],
    ["s3.*", null, false],
    ["*", "anything", true],
    ["*", null, false],
    // Escapes are the characters themselves, variables are any text.
    ["a${*}", "a*", true],
    ["a${*}", "ab", false],
    ["a-${aws:username}", "a-bob", true],
  ])("some value of %s: %j", (glob, value, expected) => {
    expect(asked({ glob }, value)).toEqual({ kind: "constant", value: expected });
  });

  test.each<[value: ContextValue]>([[{ value: "v" }], [{ values: ["v", "w"] }], ["absent"], ["unknown"]])(
    "nothing more, of %j",
    (value) => {
      expect(given(contextOf({ k: value }))).toEqual(TRUE);
    },
  );

  test("of several keys, each by itself", () => {
    const context = contextOf({ a: { glob: "1*" }, b: { value: "2" }, c: { glob: "3*" }, d: "absent" });
    expect([...dimensionsOf(given(context))].sort()).toEqual(["context:a", "context:c"]);
    expect(given(NOTHING_KNOWN)).toEqual(TRUE);
  });
});
