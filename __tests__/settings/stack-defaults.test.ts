import { parseRolesFile } from "../../lib/settings/roles-file";
import { SettingsError } from "../../lib/problem";
import { fileProblemsOf } from "../support/pure";

const FULL = { access: { mode: "full" } };

const stacksOf = (content: object, only?: readonly string[]): unknown =>
  parseRolesFile(JSON.stringify(content), "roles.json", only === undefined ? {} : { only }).file.stacks;

/** The settings of the one stack `a`. */
const filled = (defaults: object, own: object): unknown =>
  (stacksOf({ defaults, stacks: { a: own } }) as { readonly a: unknown }).a;

describe("defaults", () => {
  test.each<readonly [name: string, defaults: object, own: object, expected: object]>([
    ["a setting that is not given", { region: "eu-west-1" }, { role: FULL }, { region: "eu-west-1", role: FULL }],
    [
      "a setting that is given",
      { region: "eu-west-1", role: FULL },
      { region: "eu-west-2" },
      { region: "eu-west-2", role: FULL },
    ],
    [
      "objects key by key",
      { region: "eu-west-1", role: { ...FULL, tags: { team: "media", stage: "test" } } },
      { role: { tags: { stage: "prod", cost: "1" } } },
      { region: "eu-west-1", role: { ...FULL, tags: { team: "media", stage: "prod", cost: "1" } } },
    ],
    [
      "lists as a whole",
      {
        region: "eu-west-1",
        role: { ...FULL, managedPolicyArns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"] },
      },
      { role: { managedPolicyArns: ["arn:aws:iam::aws:policy/C"] } },
      { region: "eu-west-1", role: { ...FULL, managedPolicyArns: ["arn:aws:iam::aws:policy/C"] } },
    ],
    [
      "access as a whole",
      { region: "eu-west-1", role: { access: { mode: "configured", inputs: ["s3://acme-in/"] } } },
      { role: { access: { mode: "configured", outputs: ["s3://acme-out/"] } } },
      { region: "eu-west-1", role: { access: { mode: "configured", outputs: ["s3://acme-out/"] } } },
    ],
    [
      "trust as a whole",
      { region: "eu-west-1", role: { ...FULL, trust: { queues: ["vod"] } } },
      { role: { trust: { sourceAccount: "111122223333" } } },
      { region: "eu-west-1", role: { ...FULL, trust: { sourceAccount: "111122223333" } } },
    ],
    [
      "a backend of the same kind key by key",
      { region: "eu-west-1", role: FULL, backend: { s3: { bucket: "acme-states", region: "eu-west-1", key: "x" } } },
      { backend: { s3: { key: "a" } } },
      { region: "eu-west-1", role: FULL, backend: { s3: { bucket: "acme-states", region: "eu-west-1", key: "a" } } },
    ],
    [
      "a backend of another kind as a whole",
      { region: "eu-west-1", role: FULL, backend: { s3: { bucket: "acme-states", key: "x" } } },
      { backend: { local: {} } },
      { region: "eu-west-1", role: FULL, backend: { local: {} } },
    ],
  ])("fill in %s", (_, defaults, own, expected) => {
    expect(filled(defaults, own)).toEqual(expected);
  });

  test("are never mixed up between stacks", () => {
    const defaults = { region: "eu-west-1", role: { ...FULL, tags: { team: "media" } } };
    const stacks = { a: { role: { tags: { one: "1" } } }, b: { role: { tags: { two: "2" } } } };
    expect(stacksOf({ defaults, stacks })).toEqual({
      a: { region: "eu-west-1", role: { ...FULL, tags: { team: "media", one: "1" } } },
      b: { region: "eu-west-1", role: { ...FULL, tags: { team: "media", two: "2" } } },
    });
  });

  const stacks = (own: object): object => ({ a: own, b: own, c: own });

  test.each<readonly [name: string, content: object, expected: readonly RegExp[]]>([
    [
      "what is wrong in them is told once, and where it stands",
      { defaults: { region: "Ireland", role: FULL }, stacks: stacks({}) },
      [/^defaults\.region: .*"Ireland"/],
    ],
    [
      "a name that is no setting is told once",
      { defaults: { region: "eu-west-1", role: FULL, rolle: {} }, stacks: stacks({}) },
      [/^defaults: "rolle" is not a setting here/],
    ],
    [
      "deep in them too",
      {
        defaults: { region: "eu-west-1", role: { ...FULL, tagz: {} } },
        stacks: stacks({ role: { description: "x" } }),
      },
      [/^defaults\.role: "tagz" is not a setting here/],
    ],
    [
      "what a stack says itself is told there",
      { defaults: { region: "eu-west-1", role: FULL }, stacks: { a: { region: "Ireland" }, b: {} } },
      [/^stacks\.a\.region: .*"Ireland"/],
    ],
    [
      "what nobody says is missing in the stack",
      { defaults: { role: FULL }, stacks: { a: {}, b: { region: "eu-west-1" } } },
      [/^stacks\.a: "region" is missing/],
    ],
    ["they are an object", { defaults: [], stacks: { a: { region: "eu-west-1", role: FULL } } }, [/^defaults: /]],
    [
      "two stacks with one state",
      {
        defaults: { region: "eu-west-1", role: FULL, backend: { s3: { bucket: "acme-states", key: "state" } } },
        stacks: { a: {}, b: {} },
      },
      [/^stacks\.b\.backend: is that of stacks\.a\.backend too/],
    ],
  ])("%s", (_, content, expected) => {
    const found = fileProblemsOf(content);
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });

  test("local states without a path are each stack's own", () => {
    const content = { defaults: { region: "eu-west-1", role: FULL, backend: { local: {} } }, stacks: { a: {}, b: {} } };
    expect(fileProblemsOf(content)).toEqual([]);
  });
});

describe("some of the stacks", () => {
  const entry = { region: "eu-west-1", role: FULL };
  const content = { stacks: { "prod-a": entry, "prod-b": entry, "test-a": entry, "prod-test": entry } };

  test.each<readonly [only: readonly string[], expected: readonly string[]]>([
    [["prod-a"], ["prod-a"]],
    [["prod-*"], ["prod-a", "prod-b", "prod-test"]],
    [["*-a"], ["prod-a", "test-a"]],
    [["*t*t*"], ["test-a", "prod-test"]],
    [
      ["prod-b", "*-a"],
      ["prod-a", "prod-b", "test-a"],
    ],
    [["*"], ["prod-a", "prod-b", "test-a", "prod-test"]],
  ])("%j", (only, expected) => {
    expect(Object.keys(stacksOf(content, only) as object)).toEqual(expected);
  });

  test("roles of others are not looked at", () => {
    const wrong = { stacks: { ...content.stacks, other: { region: "eu-west-1", role: { access: { mode: "?" } } } } };
    expect(Object.keys(stacksOf(wrong, ["prod-a"]) as object)).toEqual(["prod-a"]);
    expect(() => stacksOf(wrong)).toThrow(SettingsError);
  });

  test.each(["prod", "prod-", "PROD-A", "prod-a*b", "prod-aa*"])("%s is none", (name) => {
    expect(() => stacksOf(content, [name])).toThrow(/no stack is called/);
  });

  test("the nearest name is offered", () => {
    expect(() => stacksOf(content, ["prod-aa"])).toThrow(/did you mean "prod-a"/);
  });
});
