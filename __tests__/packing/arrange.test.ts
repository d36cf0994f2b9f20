import { createHash } from "node:crypto";
import { type Group, type Limits, arrange } from "../../lib/packing/arrange";
import type { Body, Entry } from "../../lib/packing/entry";

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A subject that stands at these first digits of the line. */
const subjectAt = (digits: string): string => {
  for (let number = 0; ; number += 1) {
    const name = `s${String(number)}`;
    if (digestOf(name).startsWith(digits)) return name;
  }
};

const body = (order: number): Body => ({
  order,
  statement: (values) => ({ Effect: "Allow", Resource: values }),
  size: 0,
});
const BODY = body(0);

/** Characters around a document's statements: {"Statement":[],"Version":"2012-10-17"}. */
const AROUND = 39;

/** An entry called by its digits. With a comma before it, as all but the first have, it has ten characters. */
const entryAt = (digits: string, more: Partial<Entry> = {}): Entry => ({
  body: BODY,
  value: digits,
  order: 0,
  size: 9,
  subject: subjectAt(digits),
  detail: "",
  identity: digits,
  ...more,
});

/** Documents that hold so many entries. */
const room = (entries: number, together: Limits["together"] = 1): Limits => ({
  largest: AROUND + entries * 10 - 1,
  together,
});

const told = (groups: readonly Group[]): readonly string[] =>
  groups.map(({ place, range, entries }) => `${place}${range}: ${entries.map(({ identity }) => identity).join(" ")}`);

const arranged = (digits: string, limits: Limits): readonly string[] => {
  const entries = digits.split(" ").map((one) => entryAt(one));
  const groups = told(arrange(entries, limits));
  expect(told(arrange([...entries].reverse(), limits))).toEqual(groups);
  return groups;
};

test("nothing is in no document", () => {
  expect(arrange([], room(1))).toEqual([]);
});

describe("quarters of the line", () => {
  test.each<[name: string, digits: string, most: number, documents: readonly string[]]>([
    ["share a document", "0 4 8 c", 4, ["1x4: 0 4 8 c"]],
    ["are halves, the last first", "0 4 8 c", 3, ["3x2: 8 c", "1x2: 0 4"]],
    ["are parted where a half does not fit", "0 4 5 8 c", 2, ["3x2: 8 c", "2: 4 5", "1: 0"]],
    ["that are empty have no document", "0 1 c", 2, ["3x2: c", "1x2: 0 1"]],
  ])("%s", (_, digits, most, documents) => {
    expect(arranged(digits, room(most))).toEqual(documents);
  });
});

describe("a quarter that has outgrown a document", () => {
  test("fills it from the beginning, and passes the rest on", () => {
    // Between 2 and 3 the line is parted at 3.
    expect(arranged("0 1 2 3", room(3))).toEqual(["1-3: 0 1 2", "5x4: 3"]);
  });

  test("fills the next one from the end", () => {
    // Between 10 and 18 it is parted at 18, between 28 and 20 at 28.
    expect(arranged("00 08 10 18 20 28 30 38", room(3))).toEqual(["1-18: 00 08 10", "5-28: 38 30 28", "9x4: 18 20"]);
  });

  test("shares what it passes on with the others", () => {
    expect(arranged("0 1 2 3 4 5 6 7", room(3))).toEqual(["2-7: 4 5 6", "1-3: 0 1 2", "5x4: 3 7"]);
  });

  // 5 % may be missing. Where the binary digits part earlier, a bound is coarser: 1c is coarser than 1d, 3c than 3b and 3d.
  test.each<[most: number, together: Limits["together"], bound: string]>([
    [29, 1, "1-1c"],
    [29, 4, "1x4-1d"],
    [61, 1, "1-3c"],
    [62, 1, "1-3c"],
    [62, 4, "1x4-3e"],
    [20, 1, "1-14"],
  ])("stays a little emptier for a bound that is coarser: %i fit, %i together, %s", (most, together, bound) => {
    const digits = Array.from({ length: 64 }, (_, index) => index.toString(16).padStart(2, "0"));
    const [first = ""] = arranged(digits.join(" "), room(most, together));
    const beyond = Number.parseInt(bound.slice(-2), 16);
    expect(first).toBe(`${bound}: ${digits.slice(0, beyond).join(" ")}`);
  });
});

describe("fewer documents that change more often", () => {
  test.each<[together: Limits["together"], documents: readonly string[]]>([
    [1, ["4: c", "3: 8 9", "2: 4 5", "1: 0 1"]],
    [2, ["3x2-c: 8 9", "1x2-4: 0 1", "7x2: c", "5x2: 4 5"]],
    [4, ["1x4-4: 0 1", "5x4-9: c 9", "9x4-8: 4 5", "13x4: 8"]],
  ])("%i quarters are never parted", (together, documents) => {
    expect(arranged("0 1 4 5 8 9 c", room(2, together))).toEqual(documents);
  });
});

describe("a subject that fills a document by itself", () => {
  const wide = (subject: string): readonly Entry[] =>
    ["a", "b", "c", "d"].map((detail) => entryAt("0", { subject, detail, identity: `${subject}-${detail}` }));

  test("is spread over the line, and told in every name", () => {
    const entries = wide("abc");
    const quarters = entries.map(({ detail }) =>
      Math.floor(Number.parseInt(digestOf(`abc\n${detail}`).slice(0, 1), 16) / 4),
    );
    const groups = arrange(entries, room(3));
    for (const { place, range, entries: some } of groups) {
      expect(range.endsWith(`-${digestOf("abc").slice(0, 8)}`)).toBe(true);
      expect(some.length).toBeLessThanOrEqual(3);
      expect(Number(place)).toBeLessThanOrEqual(4);
    }
    expect(new Set(quarters).size).toBeGreaterThan(1);
    expect(groups.flatMap(({ entries: some }) => some)).toHaveLength(4);
  });

  test("is told with others like it, in whatever order they come", () => {
    const mark = `-${digestOf("abc\nb").slice(0, 8)}`;
    for (const entries of [
      [...wide("b"), ...wide("abc")],
      [...wide("abc"), ...wide("b")],
    ]) {
      for (const { range } of arrange(entries, room(3))) expect(range.endsWith(mark)).toBe(true);
    }
  });

  test("does not if it just fits", () => {
    const details = ["a", "b", "c", "d"].sort((one, other) => (digestOf(one) < digestOf(other) ? -1 : 1));
    expect(told(arrange(wide("abc"), room(4)))).toEqual([`1x4: ${details.map((one) => `abc-${one}`).join(" ")}`]);
  });

  test("is looked at alone", () => {
    const groups = arrange([...wide("abc"), entryAt("c")], room(4));
    expect(groups.map(({ range }) => range)).toEqual(["", ""]);
  });
});

test("entries that say the same in two statements stand in the order of the statements", () => {
  const [one, other] = [2, 1].map((order) => entryAt("0", { body: body(order), identity: String(order) }));
  if (one === undefined || other === undefined) throw new Error("two entries");
  expect(told(arrange([one, other], room(9)))).toEqual(["1x4: 1 2"]);
  expect(told(arrange([other, one], room(9)))).toEqual(["1x4: 1 2"]);
});
