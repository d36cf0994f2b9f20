import { NOTHING_KNOWN } from "../../lib/access/context";
import type { KeyGrant } from "../../lib/access/grants";
import { meets, actionRange } from "../../lib/review/action-range";
import { type About, type Unit, grantUnit, unitsOf } from "../../lib/review/units";
import { type Statement, documentOf, holdsFor, unitOf } from "./formulas";
import { ACCOUNT, CALLER, KEY, OTHER_ACCOUNT } from "./names";

const IN = "arn:aws:s3:::acme-in/*";
const READ: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: IN };
const REQUEST = { action: "s3:GetObject", resource: "arn:aws:s3:::acme-in/a" };

const OWN: About = { kind: "identity" };
const TRUST: About = { kind: "trust", isOfResource: false };
const OF_BUCKET: About = { kind: "resource", caller: CALLER, resource: "acme-in" };

const textsOf = (unit: Unit) => ({
  actions: unit.actions.map(({ text }) => text),
  targets: unit.targets.map(({ text }) => text),
});

describe("a statement", () => {
  test("by its patterns", () => {
    const unit = unitOf({ ...READ, Sid: "In", Action: ["s3:GetObject", "s3:Get*Acl"], Resource: [IN, "*"] });
    expect(textsOf(unit)).toStrictEqual({ actions: ["s3:GetObject", "s3:Get*Acl"], targets: [IN, "*"] });
    expect(unit).toMatchObject({
      kind: "identity",
      effect: "Allow",
      place: { document: "policy", index: 0, sid: "In" },
      tests: [],
      isOfResource: false,
    });
  });

  test("without a Sid by its position", () => {
    const units = unitsOf([documentOf([READ, { ...READ, Effect: "Deny" }])], OWN, NOTHING_KNOWN);
    expect(units.map(({ place }) => place)).toStrictEqual([
      { document: "policy", index: 0 },
      { document: "policy", index: 1 },
    ]);
    expect(units.map(({ effect }) => effect)).toStrictEqual(["Allow", "Deny"]);
  });

  test.each<
    [title: string, statement: Statement, about: About, actions: readonly string[], targets: readonly string[]]
  >([
    ["all actions but some", { Effect: "Allow", NotAction: "s3:*", Resource: IN }, OWN, [], [IN]],
    ["all resources but some", { Effect: "Allow", Action: "s3:*", NotResource: IN }, OWN, ["s3:*"], []],
    [
      "whom a trust policy lets in",
      { Effect: "Allow", Principal: { AWS: [ACCOUNT], Service: "a.b" }, Action: "sts:AssumeRole" },
      TRUST,
      ["sts:AssumeRole"],
      [ACCOUNT, "a.b"],
    ],
    [
      "everyone but some",
      { Effect: "Allow", NotPrincipal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" },
      TRUST,
      ["sts:AssumeRole"],
      [],
    ],
    ["nobody", { Effect: "Allow", Action: "sts:AssumeRole" }, TRUST, ["sts:AssumeRole"], []],
    ["a bucket's policy for one role", { ...READ, Principal: "*" }, OF_BUCKET, ["s3:GetObject"], [IN]],
  ])("about %s", (_, statement, about, actions, targets) => {
    expect(textsOf(unitOf(statement, about))).toStrictEqual({ actions, targets });
  });

  test.each<[about: About, expected: boolean]>([
    [OWN, false],
    [TRUST, false],
    [OF_BUCKET, true],
    [{ kind: "trust", isOfResource: true }, true],
  ])("of %j is one of a resource's policy: %s", (about, expected) => {
    expect(unitOf({ ...READ, Principal: "*" }, about).isOfResource).toBe(expected);
    expect(unitsOf([{ name: "p", unread: true }], about, NOTHING_KNOWN)).toMatchObject([
      { kind: about.kind, effect: "Allow", isOfResource: expected },
      { kind: about.kind, effect: "Deny", isOfResource: expected },
    ]);
  });

  test("with some of its resources only", () => {
    const unit = unitOf({ ...READ, Resource: [IN, "arn:aws:s3:::acme-out/*"] }).withTargets?.([IN]);
    if (unit === undefined) throw new Error("no unit");
    expect(textsOf(unit)).toStrictEqual({ actions: ["s3:GetObject"], targets: [IN] });
    expect(holdsFor(unit.applies, REQUEST)).toBe("yes");
    expect(holdsFor(unit.applies, { ...REQUEST, resource: "arn:aws:s3:::acme-out/a" })).toBe("no");
    expect(unit.key).toBe(unitOf(READ).key);
  });

  test.each<[statement: Statement, action: string, expected: boolean]>([
    [READ, "s3:GetObject", true],
    [READ, "s3:PutObject", false],
    [{ Effect: "Allow", NotAction: "s3:GetObject", Resource: "*" }, "s3:PutObject", true],
  ])("%j may be about %s: %s", (statement, action, expected) => {
    expect(meets(unitOf(statement).range, actionRange([action]))).toBe(expected);
  });
});

describe("for which requests a statement holds", () => {
  const condition = { StringEquals: { "aws:SourceVpce": "vpce-1" } };

  test.each<[statement: Statement, action: string, resource: string, expected: "yes" | "no"]>([
    [READ, "s3:GetObject", "arn:aws:s3:::acme-in/a", "yes"],
    [READ, "s3:PutObject", "arn:aws:s3:::acme-in/a", "no"],
    [READ, "s3:GetObject", "arn:aws:s3:::acme-out/a", "no"],
    [{ ...READ, Action: "S3:getobject" }, "s3:GetObject", "arn:aws:s3:::acme-in/a", "yes"],
    [{ Effect: "Allow", NotAction: "s3:GetObject", Resource: IN }, "s3:GetObject", "arn:aws:s3:::acme-in/a", "no"],
    [{ Effect: "Allow", NotAction: "s3:GetObject", Resource: IN }, "s3:PutObject", "arn:aws:s3:::acme-in/a", "yes"],
    [{ Effect: "Allow", Action: "s3:*", NotResource: IN }, "s3:GetObject", "arn:aws:s3:::acme-in/a", "no"],
    [{ Effect: "Allow", Action: "s3:*", NotResource: IN }, "s3:GetObject", "arn:aws:s3:::acme-out/a", "yes"],
  ])("%j: %s on %s: %s", (statement, action, resource, expected) => {
    expect(holdsFor(unitOf(statement).applies, { action, resource })).toBe(expected);
  });

  test("a condition is not part of how far it reaches", () => {
    const unit = unitOf({ ...READ, Condition: condition });
    const elsewhere = { ...REQUEST, context: { "aws:SourceVpce": "vpce-2" } };
    expect(holdsFor(unit.reach, elsewhere)).toBe("yes");
    expect(holdsFor(unit.applies, elsewhere)).toBe("no");
    expect(holdsFor(unit.applies, { ...REQUEST, context: { "aws:SourceVpce": "vpce-1" } })).toBe("yes");
    expect(unit.tests.map(({ formula }) => holdsFor(formula, elsewhere))).toStrictEqual(["no"]);
  });

  test("a variable that is known is that text", () => {
    const context = { keys: { "aws:principalaccount": { value: ACCOUNT } }, others: "unknown" } as const;
    const unit = unitOf({ ...READ, Resource: "arn:aws:s3:::acme-${aws:PrincipalAccount}/*" }, OWN, context);
    expect(holdsFor(unit.applies, { ...REQUEST, resource: `arn:aws:s3:::acme-${ACCOUNT}/a` })).toBe("yes");
    expect(holdsFor(unit.applies, { ...REQUEST, resource: `arn:aws:s3:::acme-${OTHER_ACCOUNT}/a` })).toBe("no");
  });

  test.each<[effect: string, principal: unknown, expected: "yes" | "no"]>([
    ["Allow", "*", "yes"],
    ["Allow", { AWS: CALLER.roleArn }, "yes"],
    ["Allow", { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/media/job` }, "yes"],
    ["Allow", { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, "no"],
    ["Allow", { AWS: OTHER_ACCOUNT }, "no"],
    // What is left to the account, its own policies give.
    ["Allow", { AWS: ACCOUNT }, "no"],
    ["Deny", { AWS: ACCOUNT }, "yes"],
    ["Deny", { AWS: `arn:aws:iam::${ACCOUNT}:root` }, "yes"],
    ["Deny", { AWS: CALLER.roleArn }, "yes"],
    ["Deny", "*", "yes"],
    ["Deny", { AWS: OTHER_ACCOUNT }, "no"],
  ])("a bucket's policy: %s %j concerns the role: %s", (Effect, Principal, expected) => {
    expect(holdsFor(unitOf({ ...READ, Effect, Principal }, OF_BUCKET).applies, REQUEST)).toBe(expected);
  });

  test.each<[principal: unknown, who: string, expected: "yes" | "no"]>([
    [{ Service: "mediaconvert.amazonaws.com" }, "service/mediaconvert.amazonaws.com", "yes"],
    [{ Service: "mediaconvert.amazonaws.com" }, "service/ec2.amazonaws.com", "no"],
    [{ AWS: ACCOUNT }, `aws/${ACCOUNT}/role/a`, "yes"],
    [{ AWS: ACCOUNT }, `aws/${OTHER_ACCOUNT}/role/a`, "no"],
  ])("a trust policy for %j lets in %s: %s", (Principal, principal, expected) => {
    const unit = unitOf({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }, TRUST);
    const request = { action: "sts:AssumeRole", resource: "any", principal };
    expect(holdsFor(unit.applies, request)).toBe(expected);
    expect(unit.targets.map(({ formula }) => holdsFor(formula, request))).toStrictEqual([expected]);
  });

  test("a policy that is not read may allow anything, and deny anything", () => {
    for (const about of [OWN, OF_BUCKET, TRUST]) {
      const units = unitsOf([{ name: "p", unread: true }], about, NOTHING_KNOWN);
      expect(units.map(({ applies }) => holdsFor(applies, REQUEST))).toStrictEqual(["maybe", "maybe"]);
      expect(units.map(({ reach }) => holdsFor(reach, REQUEST))).toStrictEqual(["maybe", "maybe"]);
      expect(units.map(({ tests }) => tests)).toStrictEqual([[], []]);
      expect(units.map(textsOf)).toStrictEqual([
        { actions: [], targets: [] },
        { actions: [], targets: [] },
      ]);
      expect(units.every(({ range }) => meets(range, actionRange(["s3:GetObject"])))).toBe(true);
    }
  });
});

describe("the key of a statement", () => {
  const keyOf = (statement: Statement, about: About = OWN): string => unitOf(statement, about).key;
  const full: Statement = {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: [IN, "arn:aws:s3:::acme-out/*"],
    Condition: { StringEquals: { "aws:SourceVpce": ["a", "b"] }, Bool: { "aws:SecureTransport": "true" } },
  };

  test.each<[title: string, more: Statement]>([
    ["another Sid", { Sid: "Other" }],
    ["actions in another order and case", { Action: ["S3:PUTOBJECT", "s3:getObject"] }],
    ["an action twice", { Action: ["s3:GetObject", "s3:PutObject", "s3:GetObject"] }],
    ["resources in another order", { Resource: ["arn:aws:s3:::acme-out/*", IN] }],
    [
      "conditions in another order and case",
      { Condition: { bool: { "AWS:securetransport": "true" }, stringEquals: { "aws:sourcevpce": ["b", "a"] } } },
    ],
  ])("is the same with %s", (_, more) => {
    expect(keyOf({ ...full, ...more })).toBe(keyOf(full));
  });

  test.each<[title: string, more: Statement]>([
    ["effect", { Effect: "Deny" }],
    ["action", { Action: ["s3:GetObject", "s3:DeleteObject"] }],
    ["number of actions", { Action: ["s3:GetObject"] }],
    ["resource", { Resource: [IN, "arn:aws:s3:::acme-OUT/*"] }],
    ["condition's value", { Condition: { StringEquals: { "aws:SourceVpce": ["a", "c"] } } }],
    ["condition's case of values", { Condition: { StringEquals: { "aws:SourceVpce": ["a", "B"] } } }],
    ["operator", { Condition: { StringLike: { "aws:SourceVpce": ["a", "b"] } } }],
    ["number of conditions", { Condition: {} }],
  ])("is another with another %s", (_, more) => {
    expect(keyOf({ ...full, ...more })).not.toBe(keyOf(full));
  });

  test("tells all from all but", () => {
    const keys = [
      keyOf(READ),
      keyOf({ Effect: "Allow", NotAction: "s3:GetObject", Resource: IN }),
      keyOf({ Effect: "Allow", Action: "s3:GetObject", NotResource: IN }),
      keyOf({ ...READ, Principal: "*" }),
      keyOf({ ...READ, NotPrincipal: "*" }),
      keyOf({ ...READ, Principal: { Service: "*" } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("tells apart what it stands in", () => {
    const statement = { ...READ, Principal: "*" };
    const abouts: readonly About[] = [
      OWN,
      { kind: "boundary" },
      TRUST,
      OF_BUCKET,
      { ...OF_BUCKET, resource: "acme-out" },
    ];
    expect(new Set(abouts.map((about) => keyOf(statement, about))).size).toBe(abouts.length);
  });

  test("tells the policy language's versions apart: in the old one a variable is plain text", () => {
    const old = { ...documentOf([READ]), version: "2008-10-17" } as const;
    expect(unitsOf([old], OWN, NOTHING_KNOWN).map(({ key }) => key)).not.toStrictEqual([keyOf(READ)]);
  });

  test("of a policy that is not read is that of its name", () => {
    const keysOf = (name: string) => unitsOf([{ name, unread: true }], OWN, NOTHING_KNOWN).map(({ key }) => key);
    expect(keysOf("a")).toStrictEqual(keysOf("a"));
    expect(new Set([...keysOf("a"), ...keysOf("b")]).size).toBe(4);
  });
});

describe("a grant", () => {
  const grant: KeyGrant = { name: "g", keyArn: KEY, grantee: CALLER.roleArn, operations: ["Decrypt", "DescribeKey"] };
  const unit = (more: Partial<KeyGrant> = {}): Unit => grantUnit({ ...grant, ...more }, NOTHING_KNOWN, CALLER);
  const decrypt = { action: "kms:Decrypt", resource: KEY };
  const constraint = { kind: "subset", context: { job: "1" } } as const;

  test("by its operations and its key", () => {
    expect(unit().tests).toStrictEqual([]);
    expect(unit()).toMatchObject({ kind: "grant", effect: "Allow", place: { document: "g" }, isOfResource: false });
    expect(textsOf(unit())).toStrictEqual({ actions: ["kms:Decrypt", "kms:DescribeKey"], targets: [KEY] });
    expect(unit().targets.map(({ formula }) => holdsFor(formula, decrypt))).toStrictEqual(["yes"]);
    expect(unit().actions.map(({ formula }) => holdsFor(formula, decrypt))).toStrictEqual(["yes", "no"]);
    expect(meets(unit().range, actionRange(["kms:Encrypt"]))).toBe(false);
    expect(meets(unit().range, actionRange(["kms:Decrypt"]))).toBe(true);
  });

  test("of a key that is not known may be for any key", () => {
    const { keyArn, ...rest } = grant;
    const open = grantUnit(rest, NOTHING_KNOWN, CALLER);
    expect(keyArn).toBe(KEY);
    expect(textsOf(open).targets).toStrictEqual(["arn:*:kms:*:*:key/*"]);
    expect(open.targets.map(({ formula }) => holdsFor(formula, decrypt))).toStrictEqual(["yes"]);
    expect(holdsFor(open.applies, decrypt)).toBe("yes");
    expect(open.key).not.toBe(unit().key);
  });

  test.each<
    [title: string, more: Partial<KeyGrant>, action: string, resource: string, expected: "yes" | "maybe" | "no"]
  >([
    ["its operation", {}, "kms:Decrypt", KEY, "yes"],
    ["another operation", {}, "kms:Encrypt", KEY, "no"],
    ["another key", {}, "kms:Decrypt", KEY.replace("1234", "9999"), "no"],
    ["another grantee", { grantee: `arn:aws:iam::${ACCOUNT}:role/other` }, "kms:Decrypt", KEY, "no"],
    ["one that is not sure", { uncertain: "who gets it" }, "kms:Decrypt", KEY, "maybe"],
  ])("allows %s", (_, more, action, resource, expected) => {
    expect(holdsFor(unit(more).applies, { action, resource })).toBe(expected);
    expect(holdsFor(unit(more).reach, { action, resource })).toBe(expected);
  });

  test("its encryption context is not part of how far it reaches", () => {
    const other = { ...decrypt, context: { "kms:EncryptionContext:job": "2" } };
    expect(holdsFor(unit({ constraint }).applies, other)).toBe("no");
    expect(holdsFor(unit({ constraint }).reach, other)).toBe("yes");
    expect(holdsFor(unit({ constraint, uncertain: "who gets it" }).reach, other)).toBe("maybe");
    expect(holdsFor(unit({ constraint }).reach, { ...other, resource: KEY.replace("1234", "9999") })).toBe("no");
  });

  test("with a constraint is another where that is exact", () => {
    expect(unit({ constraint: { ...constraint, kind: "equals" } }).key).not.toBe(unit({ constraint }).key);
  });

  test("is the same whatever it is called, and in whatever order", () => {
    expect(unit({ name: "h", operations: ["DescribeKey", "Decrypt"] }).key).toBe(unit().key);
  });

  test.each<[title: string, more: Partial<KeyGrant>]>([
    ["key", { keyArn: "other" }],
    ["operation", { operations: ["Decrypt"] }],
    ["grantee", { grantee: "other" }],
    ["constraint", { constraint }],
    ["doubt", { uncertain: "who gets it" }],
  ])("is another with another %s", (_, more) => {
    expect(unit(more).key).not.toBe(unit().key);
  });
});
