import type { Body } from "../../lib/review/body";
import { pictureOf, whatCompared, whoCompared } from "../../lib/review/picture";
import type { PictureNode } from "../../lib/review/report";
import type { Unit } from "../../lib/review/units";
import { grantIn, unitsIn, unreadUnit } from "./gain-of";
import { KEY } from "./names";

/** Of a body a picture has what it allows. */
const bodyOf = (allows: readonly Unit[]): Body => ({ allows }) as unknown as Body;
const role = (...statements: readonly object[]): Body => bodyOf(unitsIn("role", "p", ...statements));
const trust = (...statements: readonly object[]): Body => bodyOf(unitsIn("trust", "trust", ...statements));

const node = (label: string, mark: PictureNode["mark"], ...verbs: readonly string[]): PictureNode => ({
  label,
  verbs,
  mark,
});

const IN = "arn:aws:s3:::acme-in/*";
const OUT = "arn:aws:s3:::acme-out/*";
const READ = { Action: "s3:GetObject", Resource: IN };
const WRITE = { Action: "s3:PutObject", Resource: OUT };
const TLS = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

describe("what a role reaches", () => {
  test.each<[what: string, before: readonly object[], after: readonly object[], nodes: readonly PictureNode[]]>([
    ["nothing", [], [], []],
    ["something new", [], [READ], [node(IN, "added", "read")]],
    ["something no longer", [WRITE], [], [node(OUT, "removed", "write")]],
    ["the same", [READ], [READ], [node(IN, "kept", "read")]],
    ["the same in another case", [READ], [{ ...READ, Action: "S3:getobject" }], [node(IN, "kept", "read")]],
    [
      "the same, by statements of several",
      [{ ...READ, Resource: [IN, OUT] }],
      [READ],
      [node(IN, "kept", "read"), node(OUT, "removed", "read")],
    ],
    ["with other actions", [READ], [{ ...READ, Action: "s3:DeleteObject" }], [node(IN, "changed", "delete")]],
    [
      "with more actions",
      [READ],
      [{ ...READ, Action: ["s3:PutObject", "s3:GetObject"] }],
      [node(IN, "changed", "read", "write")],
    ],
    [
      "with more statements",
      [READ],
      [READ, { ...READ, Action: "s3:PutObject" }],
      [node(IN, "changed", "read", "write")],
    ],
    ["under a condition", [READ], [{ ...READ, ...TLS }], [node(IN, "changed", "read")]],
    ["under the same condition", [{ ...READ, ...TLS }], [{ ...READ, ...TLS }], [node(IN, "kept", "read")]],
    [
      "what is there after before what is not",
      [WRITE, READ],
      [READ],
      [node(IN, "kept", "read"), node(OUT, "removed", "write")],
    ],
    ["one resource named twice", [], [{ ...READ, Resource: [IN, IN] }], [node(IN, "added", "read")]],
    [
      "everything but some",
      [],
      [{ Action: "s3:GetObject", NotResource: [IN, OUT] }],
      [node(`everything but ${IN}, ${OUT}`, "added", "read")],
    ],
    [
      "a bucket's list, a tag, a policy",
      [],
      [{ Action: ["s3:ListBucket", "s3:PutObjectTagging", "s3:PutBucketPolicy"], Resource: "*" }],
      [node("*", "added", "list", "manage", "tag")],
    ],
    ["all but some actions", [], [{ NotAction: "iam:*", Resource: "*" }], [node("*", "added", "almost everything")]],
    [
      "everything, whatever else is said",
      [],
      [{ Action: ["s3:GetObject", "*"], Resource: "*" }],
      [node("*", "added", "everything")],
    ],
    ["actions of a pattern", [], [{ Action: "s3:GetObject*", Resource: IN }], [node(IN, "added", "read")]],
    [
      "use of a key, by its own words",
      [],
      [{ Action: ["kms:Sign", "kms:generatedatakey", "kms:Encrypt", "kms:Decrypt"], Resource: KEY }],
      [node(KEY, "added", "decrypt", "encrypt", "sign")],
    ],
  ])("%s", (_what, before, after, nodes) => {
    expect(whatCompared(role(...before), role(...after))).toEqual(nodes);
  });

  test("by a grant on a key", () => {
    const [none, grant] = [bodyOf([]), bodyOf([grantIn({ operations: ["GenerateDataKey", "Decrypt"] })])];
    expect(whatCompared(none, grant)).toEqual([node(KEY, "added", "decrypt", "encrypt")]);
    expect(whatCompared(grant, none)).toEqual([node(KEY, "removed", "decrypt", "encrypt")]);
    expect(whatCompared(grant, grant)).toEqual([node(KEY, "kept", "decrypt", "encrypt")]);
  });

  test("by a grant whose constraint changes", () => {
    const constraint = { kind: "equals", context: { service: "media" } } as const;
    const [free, held] = [bodyOf([grantIn({})]), bodyOf([grantIn({ constraint })])];
    expect(whatCompared(free, held)).toEqual([node(KEY, "changed", "decrypt")]);
  });

  test("by a policy that cannot be read", () => {
    const unread = bodyOf([unreadUnit()]);
    expect(whatCompared(bodyOf([]), unread)).toEqual([node("policy p", "unknown", "unknown")]);
    expect(whatCompared(unread, unread)).toEqual([node("policy p", "unknown", "unknown")]);
  });

  test("what the policies of others give is theirs", () => {
    const statement = { Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: IN };
    const others = bodyOf(unitsIn("policy of a bucket", "p", statement));
    expect(whatCompared(others, others)).toEqual([]);
  });

  test("at most 200 things", () => {
    const many = Array.from({ length: 201 }, (_, at) => ({ ...READ, Resource: `arn:aws:s3:::b-${String(at)}/*` }));
    expect(whatCompared(role(), role(...many))).toHaveLength(200);
    expect(whatCompared(role(), role(...many.slice(1)))).toHaveLength(200);
  });
});

const SERVICE = "mediaconvert.amazonaws.com";
const ROOT = "arn:aws:iam::111122223333:root";
const assume = (principal: object): object => ({ Action: "sts:AssumeRole", ...principal });
const HELD = { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } };

describe("who can assume a role", () => {
  test.each<[what: string, before: readonly object[], after: readonly object[], nodes: readonly PictureNode[]]>([
    ["a service", [], [assume({ Principal: { Service: SERVICE } })], [node(SERVICE, "added")]],
    [
      "a service under another condition",
      [assume({ Principal: { Service: SERVICE } })],
      [assume({ Principal: { Service: SERVICE }, ...HELD })],
      [node(SERVICE, "changed")],
    ],
    [
      "several",
      [assume({ Principal: { Service: SERVICE } })],
      [assume({ Principal: { AWS: ROOT, Service: SERVICE } })],
      [node(ROOT, "added"), node(SERVICE, "kept")],
    ],
    ["everyone", [assume({ Principal: "*" })], [], [node("everyone", "removed")]],
    [
      "everyone but some",
      [],
      [assume({ NotPrincipal: { AWS: [ROOT, "arn:aws:iam::444455556666:root"] } })],
      [node(`everyone but ${ROOT}, arn:aws:iam::444455556666:root`, "added")],
    ],
  ])("%s", (_what, before, after, nodes) => {
    const same = expect.arrayContaining([...nodes]) as unknown;
    expect(whoCompared(trust(...before), trust(...after))).toEqual(same);
    expect(whoCompared(trust(...before), trust(...after))).toHaveLength(nodes.length);
  });

  test("whoever a policy names that cannot be read", () => {
    expect(whoCompared(bodyOf([]), bodyOf([unreadUnit()]))).toEqual([node("policy p", "unknown")]);
  });

  test("a role that is new has both columns, and so has one that goes", () => {
    const composed = {
      side: {} as never,
      trust: trust(assume({ Principal: { Service: SERVICE } })),
      permissions: role(READ),
    };
    expect(pictureOf({ after: composed })).toEqual({
      who: [node(SERVICE, "added")],
      what: [node(IN, "added", "read")],
    });
    expect(pictureOf({ before: composed })).toEqual({
      who: [node(SERVICE, "removed")],
      what: [node(IN, "removed", "read")],
    });
    expect(pictureOf({})).toEqual({ who: [], what: [] });
  });
});
