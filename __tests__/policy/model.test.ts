import {
  canonicalStatement,
  policyDocument,
  policyJson,
  policySize,
  sortedBy,
  sortedSet,
  terraformJson,
} from "../../lib/policy/model";

const itself = (text: string): string => text;

test("a set is sorted by code points, and has each once", () => {
  expect(sortedSet(["b", "a", "B", "é", "b", "10", "9"], itself)).toEqual(["10", "9", "B", "a", "b", "é"]);
  expect(sortedSet(["b", "c", "a"], (text) => ({ a: "3", b: "2", c: "1" })[text] ?? "")).toEqual(["c", "b", "a"]);
  expect(sortedSet(["b", "c", "a"], () => "same")).toHaveLength(1);
});

test("items are sorted by a key of theirs, those of one key as they stood", () => {
  const items = [{ key: "b" }, { key: "a", first: true }, { key: "c" }, { key: "a", first: false }];
  expect(sortedBy(items, ({ key }) => key)).toEqual([
    { key: "a", first: true },
    { key: "a", first: false },
    { key: "b" },
    { key: "c" },
  ]);
  expect(items[0]).toEqual({ key: "b" });
});

describe("the one form of a statement", () => {
  test("keys and lists in order; what is left out stays out", () => {
    const statement = canonicalStatement(
      {
        Condition: { StringLike: { "z:k": ["b", "a"], "a:k": ["c"] }, Bool: { "x:y": ["true"] } },
        NotResource: ["arn:b", "arn:a"],
        NotAction: ["s3:b", "s3:a"],
        Principal: { AWS: ["b", "a"] },
        Effect: "Deny",
        Sid: "S",
      },
      itself,
    );
    expect(JSON.stringify(statement)).toBe(
      '{"Sid":"S","Effect":"Deny","Principal":{"AWS":["a","b"]},"NotAction":["s3:a","s3:b"],"NotResource":["arn:a","arn:b"],' +
        '"Condition":{"Bool":{"x:y":["true"]},"StringLike":{"a:k":["c"],"z:k":["a","b"]}}}',
    );
  });

  test("the other elements", () => {
    const statement = canonicalStatement(
      {
        Resource: ["arn:b", "arn:a"],
        Action: ["s3:b", "s3:a"],
        Principal: { Service: ["b", "a"] },
        Effect: "Allow",
        Condition: {},
      },
      itself,
    );
    expect(JSON.stringify(statement)).toBe(
      '{"Effect":"Allow","Principal":{"Service":["a","b"]},"Action":["s3:a","s3:b"],"Resource":["arn:a","arn:b"]}',
    );
    expect(Object.keys(statement)).toEqual(["Effect", "Principal", "Action", "Resource"]);
  });
});

test("a document", () => {
  const document = policyDocument([{ Effect: "Allow", Action: ["b", "a"] }], itself);
  expect(policyJson(document)).toBe('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["a","b"]}]}');
});

test("JSON as Terraform's jsonencode writes it", () => {
  expect(terraformJson({ b: [{ z: null, a: 1 }, "<a&b>"], a: { d: true, c: "é" } })).toBe(
    '{"a":{"c":"é","d":true},"b":[{"a":1,"z":null},"\\u003ca\\u0026b\\u003e"]}',
  );
});

test("the size is that of Terraform's JSON", () => {
  const document = policyDocument([{ Effect: "Allow", Action: ["a&"] }], itself);
  expect(policySize(document)).toBe(
    '{"Statement":[{"Action":["a\\u0026"],"Effect":"Allow"}],"Version":"2012-10-17"}'.length,
  );
});
