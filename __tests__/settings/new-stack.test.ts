import { withStack } from "../../lib/settings/new-stack";

const NEW = { region: "eu-west-1", role: { access: { mode: "full" } } };

describe("a stack more in a settings file", () => {
  test.each<[string, string, string]>([
    [
      "behind the last one, indented like it",
      '{\n  "stacks": {\n    "a": { "region": "x" }\n  }\n}\n',
      '{\n  "stacks": {\n    "a": { "region": "x" },\n    "new": {\n      "region": "eu-west-1",\n      "role": {\n        "access": {\n          "mode": "full"\n        }\n      }\n    }\n  }\n}\n',
    ],
    [
      "on the line of others",
      '{"stacks":{"a":{}},"defaults":{}}',
      '{"stacks":{"a":{},\n    "new": {\n      "region": "eu-west-1",\n      "role": {\n        "access": {\n          "mode": "full"\n        }\n      }\n    }},"defaults":{}}',
    ],
    [
      "the first",
      '{ "stacks": {} }',
      '{ "stacks": {\n    "new": {\n      "region": "eu-west-1",\n      "role": {\n        "access": {\n          "mode": "full"\n        }\n      }\n    }\n  } }',
    ],
  ])("%s", (_, before, after) => {
    expect(withStack(before, "roles.json", "new", NEW)).toBe(after);
  });

  test("a name that is taken is refused", () => {
    expect(() => withStack('{"stacks":{"new":{}}}', "roles.json", "new", NEW)).toThrow(
      'there is a stack "new" already; name another one by --stack',
    );
  });
});
