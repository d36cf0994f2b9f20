import { NOTHING_KNOWN } from "../../lib/access/context";
import type { Formula } from "../../lib/access/formula";
import type { KeyGrant } from "../../lib/access/grants";
import { type Around, type Body, type RolePolicies, near, openBody, roleBody } from "../../lib/review/body";
import { type Statement, allow, bucketAround, deny, documentOf, holdsFor, keyAround, unitOf } from "./formulas";
import { ACCOUNT, CALLER, KEY, OTHER_ACCOUNT } from "./names";

const IN = "arn:aws:s3:::acme-in/*";
const OBJECT = "arn:aws:s3:::acme-in/a";

const GRANT: KeyGrant = { name: "g", keyArn: KEY, grantee: CALLER.roleArn, operations: ["Decrypt"] };

interface Given {
  readonly identity?: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly grants?: readonly KeyGrant[];
  readonly around?: readonly Around[];
  readonly caller?: RolePolicies["caller"];
}

const bodyOf = ({ identity = [], boundary, grants = [], around = [], caller = CALLER }: Given): Body =>
  roleBody({
    caller,
    identity: [documentOf(identity, "identity", "own")],
    ...(boundary === undefined ? {} : { boundary: documentOf(boundary, "identity", "limit") }),
    grants,
    around,
    context: NOTHING_KNOWN,
  });

const can = (body: Body, action: string, resource: string): string => holdsFor(body.formula, { action, resource });

describe("what a role may do", () => {
  test.each<[title: string, given: Given, action: string, resource: string, expected: "yes" | "no"]>([
    ["what a policy allows", { identity: [allow("s3:Get*", IN)] }, "s3:GetObject", OBJECT, "yes"],
    ["nothing else", { identity: [allow("s3:Get*", IN)] }, "s3:PutObject", OBJECT, "no"],
    ["nothing without policies", {}, "s3:GetObject", OBJECT, "no"],
    ["not what is denied", { identity: [allow("s3:*", "*"), deny("s3:GetObject", IN)] }, "s3:GetObject", OBJECT, "no"],
    [
      "only what the boundary allows, too",
      { identity: [allow("s3:*", "*")], boundary: [allow("s3:Put*", "*")] },
      "s3:GetObject",
      OBJECT,
      "no",
    ],
    [
      "what both allow",
      { identity: [allow("s3:*", "*")], boundary: [allow("s3:Get*", "*")] },
      "s3:GetObject",
      OBJECT,
      "yes",
    ],
    ["not what only the boundary allows", { boundary: [allow("s3:*", "*")] }, "s3:GetObject", OBJECT, "no"],
    [
      "not what the boundary denies",
      { identity: [allow("s3:*", "*")], boundary: [allow("*", "*"), deny("s3:GetObject", "*")] },
      "s3:GetObject",
      OBJECT,
      "no",
    ],
    ["what a grant gives", { grants: [GRANT] }, "kms:Decrypt", KEY, "yes"],
    [
      "a grant whatever the boundary allows",
      { grants: [GRANT], boundary: [allow("s3:*", "*")] },
      "kms:Decrypt",
      KEY,
      "yes",
    ],
    ["no grant against a deny", { grants: [GRANT], identity: [deny("kms:*", "*")] }, "kms:Decrypt", KEY, "no"],
  ])("%s", (_, given, action, resource, expected) => {
    const body = bodyOf(given);
    expect(can(body, action, resource)).toBe(expected);
    // The same, asked for the requests of a statement.
    const about = unitOf(allow(action, resource));
    expect(holdsFor(body.around(about), { action, resource })).toBe(expected);
  });

  test.each<[title: string, given: Given, action: string, resource: string, expected: "yes" | "maybe" | "no"]>([
    [
      "what the bucket's policy gives",
      { around: [bucketAround([allow("s3:GetObject", IN, { Principal: { AWS: CALLER.roleArn } })])] },
      "s3:GetObject",
      OBJECT,
      "yes",
    ],
    [
      "not what it denies",
      { identity: [allow("s3:*", "*")], around: [bucketAround([deny("s3:GetObject", IN, { Principal: "*" })])] },
      "s3:GetObject",
      OBJECT,
      "no",
    ],
    [
      "with other buckets what the role's policies say",
      { identity: [allow("s3:*", "*")], around: [bucketAround([deny("s3:*", "*", { Principal: "*" })])] },
      "s3:GetObject",
      "arn:aws:s3:::acme-out/a",
      "yes",
    ],
    [
      "with a bucket of its account",
      { identity: [allow("s3:*", "*")], around: [bucketAround([])] },
      "s3:GetObject",
      OBJECT,
      "yes",
    ],
    [
      "with a bucket of another account only what that gives, too",
      { identity: [allow("s3:*", "*")], around: [bucketAround([], false)] },
      "s3:GetObject",
      OBJECT,
      "no",
    ],
    [
      "perhaps, with a bucket of an account that is not known",
      { identity: [allow("s3:*", "*")], around: [bucketAround([], "unknown")] },
      "s3:GetObject",
      OBJECT,
      "maybe",
    ],
    [
      "with a bucket only what the boundary allows",
      { identity: [allow("s3:*", "*")], boundary: [allow("s3:Put*", "*")], around: [bucketAround([])] },
      "s3:GetObject",
      OBJECT,
      "no",
    ],
    [
      "with a key what its policy leaves to the account",
      {
        identity: [allow("kms:Decrypt", "*")],
        around: [keyAround(allow("kms:*", "*", { Principal: { AWS: ACCOUNT } }))],
      },
      "kms:Decrypt",
      KEY,
      "yes",
    ],
    [
      "nothing with a key that is left to another account",
      {
        identity: [allow("kms:*", "*")],
        around: [keyAround(allow("kms:*", "*", { Principal: { AWS: OTHER_ACCOUNT } }))],
      },
      "kms:Decrypt",
      KEY,
      "no",
    ],
    [
      "with a key what a grant gives",
      { grants: [GRANT], around: [keyAround(allow("kms:*", "*", { Principal: { AWS: OTHER_ACCOUNT } }))] },
      "kms:Decrypt",
      KEY,
      "yes",
    ],
  ])("around it: %s", (_, given, action, resource, expected) => {
    const body = bodyOf(given);
    expect(can(body, action, resource)).toBe(expected);
    expect(holdsFor(body.around(unitOf(allow(action, resource))), { action, resource })).toBe(expected);
  });
});

describe("what lets a statement take effect", () => {
  const grant = (body: Body) => body.allows.find(({ kind }) => kind === "grant") ?? unitOf(allow("a:b", "*"));
  const limits = (given: Given, of: (body: Body) => Parameters<Body["limits"]>[0]): Formula => {
    const body = bodyOf(given);
    return body.limits(of(body));
  };
  const own = () => unitOf(allow("s3:GetObject", IN));
  const request = { action: "s3:GetObject", resource: OBJECT };

  test("nothing is in its way", () => {
    expect(holdsFor(limits({ identity: [allow("s3:GetObject", IN)] }, own), request)).toBe("yes");
  });

  test("a deny, the boundary, and the boundary's denies are", () => {
    const identity = [deny("s3:GetObject", "*")];
    expect(holdsFor(limits({ identity }, own), request)).toBe("no");
    expect(holdsFor(limits({ boundary: [allow("kms:*", "*")] }, own), request)).toBe("no");
    expect(holdsFor(limits({ boundary: [allow("*", "*"), deny("s3:*", "*")] }, own), request)).toBe("no");
  });

  test("a grant is held back by a deny, not by the boundary", () => {
    const decrypt = { action: "kms:Decrypt", resource: KEY };
    expect(holdsFor(limits({ grants: [GRANT], boundary: [allow("s3:*", "*")] }, grant), decrypt)).toBe("yes");
    expect(holdsFor(limits({ grants: [GRANT], identity: [deny("kms:*", "*")] }, grant), decrypt)).toBe("no");
  });

  test("where a bucket's policy takes part, all of it decides", () => {
    const around = [bucketAround([deny("s3:GetObject", IN, { Principal: "*" })])];
    expect(holdsFor(limits({ identity: [allow("s3:*", "*")], around }, own), request)).toBe("no");
    expect(holdsFor(limits({ identity: [allow("s3:*", "*")], around: [bucketAround([])] }, own), request)).toBe("yes");
  });
});

describe("parts of a role", () => {
  test("statements and grants that allow, and those that forbid, wherever they stand", () => {
    const body = bodyOf({
      identity: [allow("s3:GetObject", IN), deny("s3:PutObject", IN)],
      boundary: [allow("s3:*", "*"), deny("s3:Delete*", "*")],
      grants: [GRANT],
      around: [bucketAround([allow("s3:GetObject", IN, { Principal: "*" }), deny("s3:Put*", IN, { Principal: "*" })])],
    });
    expect(body.allows.map(({ kind }) => kind)).toStrictEqual(["identity", "grant", "resource"]);
    expect(body.denies.map(({ kind }) => kind)).toStrictEqual(["identity", "boundary", "resource"]);
    expect(body.boundary?.units.map(({ kind, effect }) => `${kind} ${effect}`)).toStrictEqual([
      "boundary Allow",
      "boundary Deny",
    ]);
    expect(body.allowKeys).toStrictEqual(new Set(body.allows.map((unit) => unit.key)));
    expect(body.denyKeys).toStrictEqual(new Set(body.denies.map((unit) => unit.key)));
    expect(body.denyKeys.size).toBe(3);
  });

  test("without a boundary there is none", () => {
    expect(bodyOf({}).boundary).toBeUndefined();
  });

  test("a boundary in another order is the same, with another statement it is not", () => {
    const [one, two] = [allow("s3:*", "*"), allow("kms:*", "*")];
    const keyOf = (...boundary: readonly Statement[]) => bodyOf({ boundary }).boundary?.key;
    expect(keyOf(two, one)).toBe(keyOf(one, two));
    expect(keyOf(one)).not.toBe(keyOf(one, two));
    expect(keyOf(one, allow("sns:*", "*"))).not.toBe(keyOf(one, two));
  });

  test("what a boundary allows is told apart from what it denies", () => {
    const { boundary } = bodyOf({ boundary: [allow("s3:*", "*"), deny("s3:GetObject", "*")] });
    if (boundary === undefined) throw new Error("no boundary");
    expect(holdsFor(boundary.allow, { action: "s3:GetObject", resource: OBJECT })).toBe("yes");
    expect(holdsFor(boundary.allow, { action: "kms:Decrypt", resource: KEY })).toBe("no");
  });
});

describe("who meets which policies of resources", () => {
  const [first, second] = [
    allow("s3:GetObject", IN, { Principal: "*" }),
    allow("s3:PutObject", IN, { Principal: { AWS: CALLER.roleArn } }),
  ];
  const composition = (given: Given): string => bodyOf(given).composition;

  test("is the same whatever the role's own policies say", () => {
    const around = [bucketAround([first])];
    expect(composition({ identity: [allow("s3:*", "*")], grants: [GRANT], around })).toBe(composition({ around }));
    expect(composition({ identity: [allow("s3:*", "*")] })).toBe(composition({}));
  });

  test("is the same with the statements in another order", () => {
    expect(composition({ around: [bucketAround([second, first])] })).toBe(
      composition({ around: [bucketAround([first, second])] }),
    );
  });

  test.each<[title: string, given: Given]>([
    ["no bucket", {}],
    ["another account of the bucket", { around: [bucketAround([], false)] }],
    ["a policy of the bucket", { around: [bucketAround([first])] }],
    ["another bucket", { around: [{ ...bucketAround([]), arns: ["arn:*:s3:::acme-out"] }] }],
    ["a key", { around: [{ ...bucketAround([]), kind: "kms" }] }],
    ["another role", { around: [bucketAround([])], caller: { ...CALLER, roleArn: `${CALLER.roleArn}-2` } }],
  ])("is another with %s", (_, given) => {
    expect(composition(given)).not.toBe(composition({ around: [bucketAround([])] }));
  });

  test("is another with another policy of the bucket", () => {
    expect(composition({ around: [bucketAround([first])] })).not.toBe(
      composition({ around: [bucketAround([second])] }),
    );
  });

  test("is another for another role without buckets, too", () => {
    expect(composition({ caller: { ...CALLER, roleArn: `${CALLER.roleArn}-2` } })).not.toBe(composition({}));
  });
});

describe("a trust policy, or a resource's, for everybody", () => {
  const open = (...statements: readonly Statement[]): Body => openBody([documentOf(statements)], NOTHING_KNOWN);
  const trusting = (Principal: unknown, more: object = {}): Statement => ({
    Effect: "Allow",
    Principal,
    Action: "sts:AssumeRole",
    ...more,
  });
  const asked = { action: "sts:AssumeRole", resource: "any", principal: "service/ec2.amazonaws.com" };

  test.each<[statements: readonly Statement[], expected: "yes" | "no"]>([
    [[], "no"],
    [[trusting({ Service: "ec2.amazonaws.com" })], "yes"],
    [[trusting({ Service: "mediaconvert.amazonaws.com" })], "no"],
    [[trusting("*"), trusting({ Service: "ec2.amazonaws.com" }, { Effect: "Deny" })], "no"],
    [[trusting("*"), trusting({ Service: "ecs.amazonaws.com" }, { Effect: "Deny" })], "yes"],
    [[trusting("*"), trusting("*", { Effect: "Deny", Action: "sts:TagSession" })], "yes"],
  ])("%j lets in EC2: %s", (statements, expected) => {
    const body = open(...statements);
    expect(holdsFor(body.formula, asked)).toBe(expected);
    expect(holdsFor(body.around(unitOf(trusting("*"), { kind: "trust", isOfResource: false })), asked)).toBe(expected);
  });

  test("what is denied limits it", () => {
    const body = open(trusting("*"), trusting({ Service: "ec2.amazonaws.com" }, { Effect: "Deny" }));
    const unit = unitOf(trusting("*"), { kind: "trust", isOfResource: false });
    expect(holdsFor(body.limits(unit), asked)).toBe("no");
    expect(holdsFor(body.limits(unit), { ...asked, principal: "service/ecs.amazonaws.com" })).toBe("yes");
  });

  test("is of a resource where that is said", () => {
    const documents = [documentOf([trusting("*")])];
    expect(openBody(documents, NOTHING_KNOWN).allows.map(({ isOfResource }) => isOfResource)).toStrictEqual([false]);
    expect(openBody(documents, NOTHING_KNOWN, true).allows.map(({ isOfResource }) => isOfResource)).toStrictEqual([
      true,
    ]);
  });
});

test("near a statement are those that can be about the same actions", () => {
  const units = [unitOf(allow("s3:Get*", "*")), unitOf(allow("kms:*", "*"))];
  expect(near(units, unitOf(allow("s3:GetObject", "*")))).toStrictEqual([units[0]]);
  expect(near(units, undefined)).toStrictEqual(units);
});
