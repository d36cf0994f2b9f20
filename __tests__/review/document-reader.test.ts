/** Policies are read once, and what cannot be read may say anything. */
import type { DocumentKind } from "../../lib/access/document";
import { DocumentReader } from "../../lib/review/document-reader";
import { documentOf } from "./sides-of";

const NAME = "aws_iam_role_policy.p";
const READS = { Action: "s3:GetObject", Resource: "*" };

const textOf = (...statements: readonly object[]): string => JSON.stringify(documentOf(...statements));

/** A document with a resource of so many characters in all. */
const ofLength = (length: number): string => {
  const start = textOf({ Action: "s3:GetObject", Resource: "" });
  return textOf({ Action: "s3:GetObject", Resource: "x".repeat(length - start.length) });
};

describe("a policy that can be read", () => {
  test.each<[string, unknown]>([
    ["text", textOf(READS)],
    ["an object", documentOf(READS)],
  ])("has its name and statements: %s", (_, document) => {
    const source = new DocumentReader().read({ name: NAME, document }, "identity");
    expect(source).toMatchObject({ name: NAME, statements: [{ actions: { patterns: ["s3:GetObject"] } }] });
  });

  test("is read once", () => {
    const reader = new DocumentReader();
    const found = { name: NAME, document: documentOf(READS) };
    expect(reader.read(found, "identity")).toBe(reader.read(found, "identity"));
  });

  test("has its own name where another one has the same text", () => {
    const reader = new DocumentReader();
    const [one, other] = ["one", "other"].map((name) => reader.read({ name, document: textOf(READS) }, "identity"));
    expect(one).toMatchObject({ name: "one" });
    expect(other).toEqual({ ...one, name: "other" });
  });

  test("is not another one that is an object as well", () => {
    const reader = new DocumentReader();
    const actions = ["s3:GetObject", "s3:PutObject"];
    const read = actions.map((Action) =>
      reader.read({ name: NAME, document: documentOf({ ...READS, Action }) }, "identity"),
    );
    expect(read).toMatchObject(actions.map((action) => ({ statements: [{ actions: { patterns: [action] } }] })));
  });

  test("is not said to be unreadable for a condition that is taken for unknown", () => {
    const reader = new DocumentReader();
    const document = textOf({ ...READS, Condition: { StringSoundsLike: { "aws:SourceVpc": "x" } } });
    const found = { name: NAME, document };
    expect(reader.read(found, "identity")).toMatchObject({ statements: [{ effect: "Allow" }] });
    expect(reader.problemsOf(found)).toEqual([]);
  });

  test("is a policy of its kind, whatever has the same text", () => {
    const reader = new DocumentReader();
    const document = textOf({ ...READS, Principal: "*" });
    const kinds: readonly DocumentKind[] = ["resource", "identity", "resource"];
    const read = kinds.map((kind) => "unread" in reader.read({ name: NAME, document }, kind));
    expect(read).toEqual([false, true, false]);
  });

  test.each([
    ["text", (text: string): unknown => text],
    ["an object", (text: string): unknown => JSON.parse(text)],
  ])("may be as long as no policy of AWS is, and no longer: %s", (_, given) => {
    const reader = new DocumentReader();
    const [longest, longer] = [100_000, 100_001].map((length) => ({ name: NAME, document: given(ofLength(length)) }));
    if (longest === undefined || longer === undefined) throw new Error("two");
    expect(reader.read(longest, "identity")).toMatchObject({ statements: [{ effect: "Allow" }] });
    expect(reader.problemsOf(longest)).toEqual([]);
    expect(reader.read(longer, "identity")).toEqual({ name: NAME, unread: true });
    expect(reader.problemsOf(longer)).toEqual([
      { path: NAME, message: "has more than 100000 characters, which no policy of AWS can have" },
    ]);
  });

  test("is read when very many were read before", () => {
    const reader = new DocumentReader();
    for (let at = 0; at < 1_001; at += 1) {
      const document = textOf({ Action: "s3:GetObject", Resource: `arn:aws:s3:::b${String(at)}/*` });
      reader.read({ name: NAME, document }, "identity");
    }
    expect(reader.read({ name: "last", document: textOf(READS) }, "identity")).toMatchObject({
      name: "last",
      statements: [{ resources: { patterns: ["*"] } }],
    });
  });
});

describe("a policy that cannot be read", () => {
  test.each<[string, unknown, string]>([
    ["no JSON", "{", "JSON"],
    ["no policy", "[]", "expected a policy document"],
    ["no actions", textOf({ ...READS, Action: [] }), "is an empty list"],
    ["nothing", undefined, "expected a policy document"],
  ])("may say anything, and it is known why: %s", (_, document, message) => {
    const reader = new DocumentReader();
    const found = { name: NAME, document };
    expect(reader.read(found, "identity")).toEqual({ name: NAME, unread: true });
    const [problem] = reader.problemsOf(found);
    expect(problem?.path.startsWith(NAME)).toBe(true);
    expect(problem?.message).toContain(message);
  });

  test("has the problems of its own name where another one has the same text", () => {
    const reader = new DocumentReader();
    const [one, other] = ["one", "other"].map((name) => ({ name, document: "{" }));
    if (one === undefined || other === undefined) throw new Error("two");
    reader.read(one, "identity");
    reader.read(other, "identity");
    expect(reader.problemsOf(one).map(({ path }) => path)).toEqual(["one"]);
    expect(reader.problemsOf(other).map(({ path }) => path)).toEqual(["other"]);
  });

  test("is not known to be wrong before it was read", () => {
    expect(new DocumentReader().problemsOf({ name: NAME, document: "{" })).toEqual([]);
  });

  test.each<[string, readonly unknown[], readonly string[]]>([
    ["the same text is the same policy", ["{", "{"], [NAME, NAME]],
    ["another text is another one", ["{", "[", "{"], [NAME, `${NAME} (changed)`, NAME]],
    ["so is one where there was none", [undefined, "{"], [NAME, `${NAME} (changed)`]],
    ["text and object are the same", ['{"a":1}', { a: 1 }], [NAME, NAME]],
    ["so is another object", [{ a: 1 }, { a: 2 }, { a: 1 }], [NAME, `${NAME} (changed)`, NAME]],
  ])("is called by its text: %s", (_, documents, names) => {
    const reader = new DocumentReader();
    expect(documents.map((document) => reader.read({ name: NAME, document }, "identity").name)).toEqual(names);
  });
});

describe("a policy that is not there", () => {
  const GAP = { where: "arn:x", what: "not in the plan", of: "identity" } as const;

  test.each([
    ["without contents", [undefined, undefined], ["arn:x (not in the plan)", "arn:x (not in the plan)"]],
    ["with the same contents", ["a", "a"], ["arn:x (not in the plan)", "arn:x (not in the plan)"]],
    ["with others", ["a", "b"], ["arn:x (not in the plan)", "arn:x (not in the plan) (changed)"]],
    ["with some where it had none", [undefined, "b"], ["arn:x (not in the plan)", "arn:x (not in the plan) (changed)"]],
  ])("is called by what is known of it: %s", (_, contents, names) => {
    const reader = new DocumentReader();
    expect(
      contents.map((content) => reader.nameOfGap({ ...GAP, ...(content === undefined ? {} : { content }) })),
    ).toEqual(names);
  });
});
