import { createHash } from "node:crypto";
import { documentsFrom } from "../../lib/packing/documents";
import { type Entry, entriesOf, sizeOf } from "../../lib/packing/entry";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { terraformJson } from "../../lib/policy/model";

/** Objects of buckets that stand at these first digits of the line, and the entries that read them. */
const reading = (...places: readonly (readonly [digits: string, path: string])[]): readonly Entry[] => {
  const resources = places.map(([digits, path]) => `arn:aws:s3:::${bucketAt(digits)}/${path}`);
  return entriesOf(
    { own: [{ Sid: "R", Effect: "Allow", Action: ["s3:GetObject"], Resource: resources }], extra: [] },
    WRITTEN_OUT,
  );
};

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** All names have five characters. */
const bucketAt = (digits: string): string => {
  for (let number = 1000; ; number += 1) {
    const name = `b${String(number)}`;
    if (digestOf(name).startsWith(digits)) return name;
  }
};

const told = (entries: readonly Entry[], places: number, largest: number) => {
  const { documents, isTight } = documentsFrom(entries, places, largest);
  for (const { document, size } of documents) expect(size).toBe(terraformJson(document).length);
  const lines = documents.map(
    ({ place, suffix, document }) =>
      `${place}|${suffix}: ${document.Statement.flatMap(({ Resource = [] }) => Resource.map((one) => one.slice(13))).join(" ")}`,
  );
  return [isTight, ...lines];
};

const [A, B, C, D] = ["0", "4", "8", "c"].map((digits) => `${bucketAt(digits)}/*`);

describe("documents", () => {
  const entries = reading(["0", "*"], ["4", "*"], ["8", "*"], ["c", "*"]);
  const whole = sizeOf(entries);
  const [first] = entries;
  const alone = sizeOf(first === undefined ? [] : [first]);

  test("of few entries are one, which has no name of its own", () => {
    expect(told(entries, 1, whole)).toEqual([false, `|: ${[A, B, C, D].join(" ")}`]);
  });

  test("are called by their places, but for the last", () => {
    expect(told(entries, 2, whole - 1)).toEqual([false, `3|-3x2: ${[C, D].join(" ")}`, `|: ${[A, B].join(" ")}`]);
    expect(told(entries, 4, alone)).toEqual([
      false,
      `4|-4: ${D ?? ""}`,
      `3|-3: ${C ?? ""}`,
      `2|-2: ${B ?? ""}`,
      `|: ${A ?? ""}`,
    ]);
  });

  test("of none are none", () => {
    expect(documentsFrom([], 1, 100)).toEqual({ documents: [], isTight: false });
  });
});

describe("where there are too few places", () => {
  const at = (...digits: readonly string[]): string => digits.map((one) => `${bucketAt(one)}/*`).join(" ");
  const entriesAt = (...digits: readonly string[]): readonly Entry[] =>
    reading(...digits.map((one) => [one, "*"] as const));

  const eight = entriesAt("0", "2", "4", "5", "8", "9", "c", "d");
  const ofThree = sizeOf(eight.slice(0, 3));

  test("quarters are parted as long as there are places", () => {
    const usual = [`4|-4: ${at("c", "d")}`, `3|-3: ${at("8", "9")}`, `2|-2: ${at("4", "5")}`, `|: ${at("0", "2")}`];
    expect(told(eight, 4, ofThree)).toEqual([false, ...usual]);
  });

  test("halves are not, where that helps", () => {
    const halves = [`3|-3x2-d: ${at("8", "9", "c")}`, `1|-1x2-5: ${at("0", "2", "4")}`, `|: ${at("5", "d")}`];
    expect(told(eight, 3, ofThree)).toEqual([true, ...halves]);
  });

  test("nothing is, at last", () => {
    // By halves: 8, then 0 4, then 5.
    const four = entriesAt("0", "4", "5", "8");
    const ofTwo = sizeOf(four.slice(0, 2));
    expect(told(four, 3, ofTwo)).toEqual([false, `3|-3x2: ${at("8")}`, `2|-2: ${at("4", "5")}`, `|: ${at("0")}`]);
    expect(told(four, 2, ofTwo)).toEqual([true, `1|-1x4-5: ${at("0", "4")}`, `|: ${at("5", "8")}`]);
  });
});

describe("an entry that another covers", () => {
  const wide = [["0", "*"] as const, ["0", "x/*"] as const];

  test("is in no document, and tells nothing where both have one place", () => {
    expect(told(reading(...wide, ["c", "*"]), 1, 9999)).toEqual([false, `|: ${A ?? ""} ${D ?? ""}`]);
  });

  // Each place that is written is a subject: what lies in another stands elsewhere.
  const arn = (path: string): string => `arn:aws:s3:::acme/${path}`;
  const at = (digit: string, under: string): string => {
    for (let number = 1000; ; number += 1) {
      const path = `${under}${String(number)}/*`;
      if (digestOf(arn(path)).startsWith(digit)) return path;
    }
  };
  const writing = (...paths: readonly string[]): readonly Entry[] =>
    entriesOf(
      { own: [{ Sid: "W", Effect: "Allow", Action: ["s3:PutObject"], Resource: paths.map(arn) }], extra: [] },
      WRITTEN_OUT,
    );

  const markOf = (...covered: readonly string[]): string =>
    `-${digestOf(covered.map((path) => `W\n${arn(path)}`).join("\n")).slice(0, 8)}`;

  test("ends the names of both documents where it has a place in another one", () => {
    const [last, outer, third, fourth] = [at("0", "a"), at("4", "b"), at("8", "z"), at("d", "q")];
    const [one, other] = [at("8", outer.slice(0, -1)), at("c", outer.slice(0, -1))];
    const entries = writing(outer, other, one, last, third, fourth);
    expect(told(entries, 9, sizeOf(entries.slice(0, 1)))).toEqual([
      false,
      `4|-4${markOf(other)}: acme/${fourth}`,
      `3|-3${markOf(one)}: acme/${third}`,
      `2|-2${markOf(...[one, other].sort())}: acme/${outer}`,
      `|: acme/${last}`,
    ]);
  });

  test("ends no other name", () => {
    const [outer, second, fourth] = [at("0", "b"), at("4", "z"), at("d", "q")];
    const inner = at("c", outer.slice(0, -1));
    const entries = writing(outer, inner, second, fourth);
    expect(told(entries, 9, sizeOf(entries.slice(0, 1)))).toEqual([
      false,
      `3|-3x2${markOf(inner)}: acme/${fourth}`,
      `2|-2: acme/${second}`,
      `|: acme/${outer}`,
    ]);
  });

  test("makes no document where it is alone in it", () => {
    const [outer, second] = [at("4", "b"), at("0", "a")];
    const entries = writing(outer, second, at("c", outer.slice(0, -1)));
    expect(told(entries, 2, sizeOf(entries.slice(0, 1)))).toEqual([
      false,
      `2|-2${markOf(at("c", outer.slice(0, -1)))}: acme/${outer}`,
      `|: acme/${second}`,
    ]);
  });
});
