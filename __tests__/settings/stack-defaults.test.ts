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
      [/^stacks\.b\.backend: keeps its state where stacks\.a\.backend does/],
    ],
  ])("%s", (_, content, expected) => {
    const found = fileProblemsOf(content);
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(found[index]).toMatch(pattern));
  });

  const twice = (backend: object): readonly string[] =>
    fileProblemsOf({ defaults: { region: "eu-west-1", role: FULL, backend }, stacks: { a: {}, b: {} } });

  test.each<readonly [name: string, backend: object]>([
    ["local without a path", { local: {} }],
    ["local with a path in each stack's folder", { local: { path: "terraform.tfstate" } }],
    ["workspaces by their tags", { cloud: { organization: "acme", workspaces: { tags: ["media"] } } }],
    ["a bucket without a prefix, which is the provider's matter", { gcs: { bucket: "acme-states" } }],
  ])("is nobody else's state: %s", (_, backend) => {
    expect(twice(backend)).toEqual([]);
  });

  test.each<readonly [name: string, backend: object]>([
    ["an absolute path", { local: { path: "/var/state/terraform.tfstate" } }],
    ["one key, whatever else differs not", { s3: { bucket: "acme-states", key: "a", region: "eu-west-1" } }],
    ["one address", { http: { address: "https://state.acme.example/role" } }],
    ["one workspace", { cloud: { organization: "acme", workspaces: { name: "media" } } }],
    ["one blob", { azurerm: { storageAccountName: "acme", containerName: "state", key: "role" } }],
  ])("is one state for two: %s", (_, backend) => {
    expect(twice(backend)).toHaveLength(1);
  });

  test("one key of one bucket is one state, whoever reads it", () => {
    const backend = (more: object): object => ({ backend: { s3: { bucket: "acme-states", key: "a", ...more } } });
    const content = {
      defaults: { region: "eu-west-1", role: FULL },
      stacks: { a: backend({ profile: "one" }), b: backend({ profile: "two" }) },
    };
    expect(fileProblemsOf(content)).toHaveLength(1);
  });

  test("a key of the prototype is an unknown one like any other", () => {
    const text =
      '{ "defaults": { "__proto__": { "role": 1 }, "region": "eu-west-1" }, "stacks": { "a": { "role": { "access": { "mode": "full" } } } } }';
    expect(fileProblemsOf(text)).toEqual([expect.stringMatching(/^defaults: "__proto__" is not a setting here/)]);
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
