import { parseDocument } from "../../lib/access/document";
import { Reader } from "../../lib/access/reader";
import { problemLine } from "../../lib/problem";

/** As many values as one document can have. */
const MOST = 100_000;
const many = (count: number, value: unknown = "a"): readonly unknown[] => Array(count).fill(value) as unknown[];
const lines = (reader: Reader): readonly string[] => reader.problems.map(problemLine);
const wrong = (path: string) => ({ path, message: "is no object" });
const TOO_LARGE = `has more than ${String(MOST)} values; no policy of IAM is this large`;

describe("values of a document", () => {
  test("as many as there can be are read, and one more is a problem", () => {
    const reader = new Reader();
    expect(reader.texts(many(MOST), "p")).toHaveLength(MOST);
    expect([reader.full, reader.failed, lines(reader)]).toEqual([false, false, []]);
    expect(reader.texts("b", "q")).toEqual([]);
    expect([reader.full, reader.failed, lines(reader)]).toEqual([true, true, [`q: ${TOO_LARGE}`]]);
  });

  test("of too many none is read, and it is said once", () => {
    const reader = new Reader();
    expect(reader.texts(many(MOST + 1), "p")).toEqual([]);
    expect(reader.values(1, "q")).toEqual([]);
    expect(reader.elements({ a: 1 }, "r", undefined, wrong)).toBeUndefined();
    expect(lines(reader)).toEqual([`p: ${TOO_LARGE}`]);
  });

  test("what stands beside a wrong one is read", () => {
    const reader = new Reader();
    expect(reader.texts(["a", 1, "", "b"], "p")).toEqual(["a", "b"]);
    expect(reader.values(["a", null, 1, false], "q")).toEqual(["a", "1", "false"]);
    expect(lines(reader)).toEqual([
      "p[1]: expected text, got 1",
      "p[2]: is empty; give a value or drop it",
      "q[1]: expected text, a number, true or false, got null",
    ]);
  });

  test("entries count, keys that are not known are a problem, what is undefined is not there", () => {
    const reader = new Reader();
    expect(reader.elements({ a: 1, b: undefined }, "p", ["a"], wrong)).toEqual(new Map([["a", 1]]));
    expect(reader.failed).toBe(false);
    expect(reader.elements({ c: 1 }, "p", ["a"], wrong)).toEqual(new Map([["c", 1]]));
    expect(lines(reader)).toEqual(['p: "c" is no element of a policy here; known are "a"']);
  });
});

describe("problems of a document", () => {
  test("beyond the most they are not counted", () => {
    const reader = new Reader();
    for (let index = 0; index < 999; index += 1) reader.note({ path: "p", message: "m" });
    expect([reader.full, reader.failed]).toEqual([false, false]);
    for (let index = 0; index < 3; index += 1) reader.fail({ path: "p", message: "m" });
    expect(reader.problems).toHaveLength(1_000);
    expect([reader.full, reader.failed]).toEqual([true, true]);
  });

  test("after the most of them there is no reading on", () => {
    const reader = new Reader();
    expect(reader.texts([...many(1_000, 1), "a"], "p")).toEqual([]);
    expect(reader.problems).toHaveLength(1_000);
  });
});

test("a document with as many values as there can be is read to its end", () => {
  // Eight beside the first list: two elements of the document and of each statement, and the second list.
  const Action = many(MOST - 8);
  const statement = { Effect: "Allow", Action };
  const document = { Version: "2012-10-17", Statement: [statement, { Effect: "Deny", Action: ["b", "c"] }] };
  const found = parseDocument(document, "p");
  expect(found.problems).toEqual([]);
  expect(found.document?.statements.map(({ actions }) => actions.patterns.length)).toEqual([MOST - 8, 2]);
  const more = { ...document, Statement: [...document.Statement, { Effect: "Deny", Action: "d" }] };
  expect(parseDocument(more, "p").problems.map(problemLine)).toEqual([`p.Statement[2]: ${TOO_LARGE}`]);
});
