import { DEEPEST_JOB, at, fieldAt, treeOf } from "../../lib/jobs/tree";

/** A value in so many objects or lists, one in the other. */
const nested = (levels: number, outer: (inside: unknown) => unknown): unknown => {
  let value: unknown = {};
  for (let level = 0; level < levels; level += 1) value = outer(value);
  return value;
};

describe("how deep a job may be", () => {
  test.each<[what: string, outer: (inside: unknown) => unknown, step: string]>([
    ["objects", (inside) => ({ a: inside }), ".a"],
    ["lists", (inside) => [inside], "[0]"],
  ])("sixty-four levels of %s, and no more", (_, outer, step) => {
    const place = { source: "job.json" };
    expect(treeOf(nested(DEEPEST_JOB, outer), place).problems).toEqual([]);
    expect(treeOf(nested(DEEPEST_JOB + 1, outer), place).problems).toEqual([
      {
        path: `job.json: ${step.repeat(65).replace(/^\./, "")}`,
        message: "is nested deeper than 64 levels, which no job is; remove it",
      },
    ]);
  });

  test("what lies deeper is as good as a number", () => {
    const { node } = treeOf(
      nested(DEEPEST_JOB + 2, (inside) => ({ a: inside })),
      { source: "job.json" },
    );
    expect(fieldAt(node, ...Array.from({ length: DEEPEST_JOB + 1 }, () => "A"))?.kind).toBe("other");
  });
});

describe("where a value stands", () => {
  test.each<[keys: readonly string[], place: string]>([
    [[], "job.json"],
    [["Settings"], "job.json: settings"],
    [["Settings", "AudioSelectors", "audio 1"], 'job.json: settings.audioSelectors["audio 1"]'],
    [["Settings", "AudioSelectors", "0"], 'job.json: settings.audioSelectors["0"]'],
  ])("%j is %s", (keys, place) => {
    const { node } = treeOf({ settings: { audioSelectors: { "audio 1": {}, "0": {} } } }, { source: "job.json" });
    const found = fieldAt(node, ...keys);
    expect(found && at(found.place)).toBe(place);
  });
});

describe("names that an author chooses", () => {
  test.each([
    "AudioSelectorGroups",
    "AudioSelectors",
    "CaptionSelectors",
    "DynamicAudioSelectors",
    "Tags",
    "UserMetadata",
  ])("of %s may differ in their first letter alone", (map) => {
    const { node, problems } = treeOf({ [map]: { one: { a: 1 }, One: {} } }, { source: "job.json" });
    expect(problems).toEqual([]);
    expect(fieldAt(node, map, "one", "A")?.kind).toBe("other");
  });

  test("are no settings: a setting in two spellings stands there twice", () => {
    expect(treeOf({ inputs: [], Inputs: [] }, { source: "job.json" }).problems).toHaveLength(1);
  });
});
