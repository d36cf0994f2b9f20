import { type KnownStatements, parseDocument } from "../../lib/access/document";
import { problemLine } from "../../lib/problem";
import { read } from "./support";

const STATEMENT = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const DOCUMENT = { Version: "2012-10-17", Statement: [STATEMENT] };

const problems = (value: unknown, kind?: "identity" | "resource" | "trust"): readonly string[] =>
  parseDocument(value, "p", kind).problems.map(problemLine);

const statement = (more: object): object => ({ Version: "2012-10-17", Statement: [{ ...STATEMENT, ...more }] });

describe("forms of a document", () => {
  test("object, JSON text and URL-encoded JSON text are one document", () => {
    const text = JSON.stringify(DOCUMENT);
    expect(read(text)).toEqual(read(DOCUMENT));
    expect(read(encodeURIComponent(text))).toEqual(read(DOCUMENT));
    expect(read(`\n ${text}`)).toEqual(read(DOCUMENT));
  });

  test("single values are lists", () => {
    expect(read({ ...DOCUMENT, Statement: STATEMENT })).toEqual(
      read({ ...DOCUMENT, Statement: [{ ...STATEMENT, Action: ["s3:GetObject"], Resource: ["*"] }] }),
    );
  });

  test("no version is 2008-10-17", () => {
    expect(read({ Statement: [STATEMENT] }).version).toBe("2008-10-17");
  });

  test("every element is read", () => {
    const { statements } = read({
      Version: "2012-10-17",
      Id: "x",
      Statement: [
        {
          Sid: "A",
          Effect: "Deny",
          NotPrincipal: { AWS: ["111122223333"], Service: "s3.amazonaws.com" },
          NotAction: "s3:*",
          NotResource: ["a", "b"],
          Condition: { Bool: { "aws:SecureTransport": true }, NumericEquals: { "s3:max-keys": [1, "2"] } },
        },
      ],
    });
    expect(statements).toEqual([
      {
        index: 0,
        sid: "A",
        effect: "Deny",
        principals: {
          not: true,
          entries: [
            { kind: "AWS", value: "111122223333" },
            { kind: "Service", value: "s3.amazonaws.com" },
          ],
        },
        actions: { not: true, patterns: ["s3:*"] },
        resources: { not: true, patterns: ["a", "b"] },
        tests: [
          { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
          { operator: "NumericEquals", key: "s3:max-keys", values: ["1", "2"] },
        ],
      },
    ]);
  });
});

describe("problems", () => {
  test.each<[value: unknown, expected: readonly string[]]>([
    ["{", ["p: is no JSON text; give the policy as JSON, as URL-encoded JSON or as an object"]],
    ["%7B%", ["p: is no JSON text; give the policy as JSON, as URL-encoded JSON or as an object"]],
    [[], ['p: expected a policy document, got a list; give { "Version": …, "Statement": … }']],
    [null, ['p: expected a policy document, got null; give { "Version": …, "Statement": … }']],
    [{ Version: "2012-10-17" }, ['p: has no "Statement"; add it']],
    [
      { ...DOCUMENT, Version: "2012-10-18" },
      ['p.Version: "2012-10-18" is not possible; write "2012-10-17" or "2008-10-17"'],
    ],
    [
      { ...DOCUMENT, Statements: 1 },
      ['p: "Statements" is no element of a policy here; known are "Version", "Id", "Statement"'],
    ],
    [{ ...DOCUMENT, Statement: ["x"] }, ['p.Statement[0]: expected a statement, got "x"']],
    [statement({ Effect: "allow" }), ['p.Statement[0].Effect: "allow" is not possible; write "Allow" or "Deny"']],
    [statement({ NotAction: "x" }), ['p.Statement[0]: has both "Action" and "NotAction"; keep one']],
    [statement({ Action: [] }), ["p.Statement[0].Action: is an empty list; add a value or drop the element"]],
    [statement({ Action: ["s3:*", ""] }), ["p.Statement[0].Action[1]: is empty; give a value or drop it"]],
    [statement({ Action: 3 }), ["p.Statement[0].Action: expected text, got 3"]],
    [statement({ Sid: 3 }), ["p.Statement[0].Sid: expected text, got 3"]],
    [statement({ Condition: [] }), ["p.Statement[0].Condition: expected an object of operators, got a list"]],
    [
      statement({ Condition: { Bool: 1 } }),
      ["p.Statement[0].Condition.Bool: expected an object of condition keys, got 1"],
    ],
    [
      statement({ Condition: { Bool: { k: [null] } } }),
      ["p.Statement[0].Condition.Bool.k[0]: expected text, a number, true or false, got null"],
    ],
    [
      statement({ Principal: "x" }),
      [`p.Statement[0].Principal: expected "*" or an object such as { "AWS": … }, got "x"`],
    ],
    [
      statement({ Principal: { aws: "x" } }),
      [
        'p.Statement[0].Principal: "aws" is no kind of principal; known are "AWS", "Service", "Federated", "CanonicalUser"',
      ],
    ],
  ])("%j", (value, expected) => {
    const { document, problems: found } = parseDocument(value, "p");
    expect(found.map(problemLine)).toEqual(expected);
    expect(document).toBeUndefined();
  });

  test("all at once", () => {
    expect(problems({ Version: 1, Statement: [{ Action: 1, Resource: [2], Effekt: "Allow" }] })).toHaveLength(5);
  });

  test("an unknown operator and a doubtful principal leave the document usable", () => {
    const { document, problems: found } = parseDocument(
      statement({ Condition: { StringSame: { k: "v" } }, Principal: { AWS: "arn:aws:iam::1:role/*" } }),
      "p",
    );
    expect(document?.statements).toHaveLength(1);
    expect(found.map(problemLine)).toEqual([
      'p.Statement[0].Principal.AWS: "arn:aws:iam::1:role/*" has a wildcard in part of it, which a principal cannot; write it in full, or "*"',
      'p.Statement[0].Condition: "StringSame" is no condition operator; what it allows is taken for unknown',
    ]);
  });

  test("elements have their place", () => {
    expect(problems(statement({ Principal: "*" }), "identity")).toEqual([
      'p.Statement[0].Principal: "Principal" has no place in an identity policy; remove it',
    ]);
    expect(problems(DOCUMENT, "resource")).toEqual(['p.Statement[0]: has no "Principal" or "NotPrincipal"; add it']);
    expect(problems(statement({ Principal: "*" }), "trust")).toEqual([
      'p.Statement[0].Resource: "Resource" has no place in a trust policy; remove it',
    ]);
    expect(problems({ Statement: { Effect: "Allow", Action: "x:y" } }, "identity")).toEqual([
      'p.Statement: has no "Resource" or "NotResource"; add it',
    ]);
  });
});

describe("hostile input ends in a problem", () => {
  const nested = (levels: number): unknown => {
    let value: unknown = "x";
    for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  };

  test.each(["Action", "Condition", "Principal", "Sid", "Effect"])("10,000 levels in %s", (element) => {
    expect(problems(statement({ [element]: nested(10_000) })).length).toBeGreaterThan(0);
    expect(problems(statement({ [element]: nested(10_001) })).length).toBeGreaterThan(0);
  });

  test("10,000 levels of text", () => {
    expect(problems(`{"Statement":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)).toHaveLength(1);
    expect(problems("[".repeat(900_000))).toHaveLength(1);
  });

  test("100 MB", () => {
    const start = Date.now();
    expect(problems(" ".repeat(100_000_000))).toEqual([
      "p: has 100000000 characters, more than 1000000; no policy of IAM is this long",
    ]);
    expect(problems(statement({ Action: "x".repeat(10_000_000), Effect: "y".repeat(50_000_000) }))).toHaveLength(1);
    expect(problems(statement({ Action: Array(5_000_000).fill("s3:GetObject") }))).toEqual([
      "p.Statement[0].Action: has more than 100000 values; no policy of IAM is this large",
    ]);
    expect(problems({ Statement: Array(1_000_000).fill({}) }).length).toBeLessThanOrEqual(1_000);
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  test("names of JavaScript's own", () => {
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"__proto__":"x","constructor":"y"}}}]}';
    expect(read(text).statements[0]?.tests.map(({ key }) => key)).toEqual(["__proto__", "constructor"]);
    expect(problems('{"__proto__":{"Statement":[]}}').length).toBeGreaterThan(0);
  });
});

describe("what else is said of a document", () => {
  const noEffect = { Action: "s3:GetObject", Resource: "*" };
  const noAction = { Effect: "Allow", Resource: "*" };

  test.each<
    [name: string, value: unknown, kind: "identity" | "resource" | "trust" | undefined, lines: readonly string[]]
  >([
    [
      "no statement",
      { Version: "2012-10-17", Statement: [] },
      undefined,
      ["p.Statement: has no statement; add one or drop the policy"],
    ],
    ["no effect", { ...DOCUMENT, Statement: noEffect }, undefined, ['p.Statement: has no "Effect"; add it']],
    [
      "no action",
      { ...DOCUMENT, Statement: [noAction] },
      undefined,
      ['p.Statement[0]: has no "Action" or "NotAction"; add it'],
    ],
    [
      "a Sid twice",
      { ...DOCUMENT, Statement: [{ ...STATEMENT, Sid: "A" }, STATEMENT, { ...STATEMENT, Sid: "A" }, STATEMENT] },
      undefined,
      ['p.Statement[2]: "A" names another statement of this policy already; rename one'],
    ],
    [
      "empty Sids",
      {
        ...DOCUMENT,
        Statement: [
          { ...STATEMENT, Sid: "" },
          { ...STATEMENT, Sid: "" },
        ],
      },
      undefined,
      [],
    ],
    [
      "NotPrincipal in an identity policy",
      statement({ NotPrincipal: "*" }),
      "identity",
      ['p.Statement[0].NotPrincipal: "NotPrincipal" has no place in an identity policy; remove it'],
    ],
    [
      "NotResource in a trust policy",
      {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", NotResource: "*" }],
      },
      "trust",
      ['p.Statement[0].NotResource: "NotResource" has no place in a trust policy; remove it'],
    ],
    [
      "an empty principal",
      statement({ Principal: {} }),
      "resource",
      ["p.Statement[0].Principal: is an empty list; add a value or drop the element"],
    ],
    ["everyone of a kind", statement({ Principal: { AWS: "*" } }), "resource", []],
    ["a wildcard in a hole", statement({ Principal: { AWS: '${f("*")}' } }), "resource", []],
    [
      "a wildcard beside a hole",
      statement({ Principal: { AWS: "${a}*" } }),
      "resource",
      [
        'p.Statement[0].Principal.AWS: "${a}*" has a wildcard in part of it, which a principal cannot; write it in full, or "*"',
      ],
    ],
    ["what is undefined is not there", { ...DOCUMENT, Id: undefined, Other: undefined }, undefined, []],
    ["an object for text", statement({ Sid: {} }), undefined, ["p.Statement[0].Sid: expected text, got an object"]],
    ["a list for text", statement({ Sid: [] }), undefined, ["p.Statement[0].Sid: expected text, got a list"]],
    [
      "a number that JSON does not have",
      statement({ Sid: 1n }),
      undefined,
      ["p.Statement[0].Sid: expected text, got bigint"],
    ],
    ["a function", statement({ Sid: () => "" }), undefined, ["p.Statement[0].Sid: expected text, got function"]],
    ["a symbol", statement({ Sid: Symbol("s") }), undefined, ["p.Statement[0].Sid: expected text, got symbol"]],
    ["a number", statement({ Sid: 1 }), undefined, ["p.Statement[0].Sid: expected text, got 1"]],
    [
      "keys of a condition that are none",
      statement({ Condition: { Bool: [] } }),
      undefined,
      ["p.Statement[0].Condition.Bool: expected an object of condition keys, got a list"],
    ],
  ])("%s", (_, value, kind, lines) => {
    expect(problems(value, kind)).toEqual(lines);
  });

  test("an empty Sid is none, and what is left out is not there", () => {
    const [one] = read(statement({ Sid: "" })).statements;
    expect(Object.keys(one ?? {})).toEqual(["index", "effect", "actions", "resources", "tests"]);
    const trust = { Effect: "Allow", Principal: { Service: "a.amazonaws.com" }, Action: "sts:AssumeRole" };
    const [other] = read({ Version: "2012-10-17", Statement: trust }, "p", "trust").statements;
    expect(Object.keys(other ?? {})).toEqual(["index", "effect", "principals", "actions", "tests"]);
  });
});

describe("statements that were read before", () => {
  const parse = (value: unknown, known: KnownStatements, kind?: "identity" | "trust") =>
    parseDocument(value, "p", kind, known).document?.statements ?? [];

  test("are the same object", () => {
    const known: KnownStatements = new Map();
    const [first] = parse(DOCUMENT, known);
    expect(known.size).toBe(1);
    expect(parse({ ...DOCUMENT, Id: "other" }, known)[0]).toBe(first);
    expect(parse(DOCUMENT, known, "identity")[0]).not.toBe(first);
    expect(parse({ ...DOCUMENT, Statement: [{ ...STATEMENT, Effect: "Deny" }, STATEMENT] }, known)[1]).toEqual({
      ...first,
      index: 1,
    });
  });

  test("with problems are not kept", () => {
    const known: KnownStatements = new Map();
    expect(parseDocument(statement({ Effect: "Perhaps" }), "p", undefined, known).document).toBeUndefined();
    expect(
      parseDocument(statement({ Condition: { Perhaps: { k: "v" } } }), "p", undefined, known).problems,
    ).toHaveLength(1);
    expect(known.size).toBe(0);
  });

  test("that are nested too deep to be written out are read anew", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const known: KnownStatements = new Map();
    expect(parseDocument(statement({ Condition: deep }), "p", undefined, known).problems).toHaveLength(1);
    expect(known.size).toBe(0);
  });
});

test("text as long as is read, and one character more", () => {
  const padded = (length: number): string => JSON.stringify(DOCUMENT).padEnd(length, " ");
  expect(problems(padded(1_000_000))).toEqual([]);
  expect(problems(padded(1_000_001))).toEqual([
    "p: has 1000001 characters, more than 1000000; no policy of IAM is this long",
  ]);
});
