import { type ContextValue, contextOf, contextValue, variablesOf, withDefaults } from "../../lib/access/context";

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
