import { NOTHING_KNOWN } from "../../lib/access/context";
import type { RoleCaller } from "../../lib/access/principals";
import { type Body, roleBody } from "../../lib/review/body";
import { isPlainlyAllowed, plainlyNew, withoutPlainlyAllowed } from "../../lib/review/plain";
import type { Unit } from "../../lib/review/units";
import { ROLE, allow, deny, namedPolicy } from "../access/support";

const IN = "arn:aws:s3:::acme-in/*";
const OUT = "arn:aws:s3:::acme-out/*";
const TLS = { Condition: { Bool: { "aws:SecureTransport": "true" } } };

interface How {
  readonly caller?: RoleCaller;
  readonly boundary?: readonly object[];
}

/** What a role may do by one policy. */
const bodyOf = (statements: readonly object[], { caller = ROLE, boundary }: How = {}): Body =>
  roleBody({
    caller,
    identity: [namedPolicy("policy", ...statements)],
    ...(boundary === undefined ? {} : { boundary: namedPolicy("boundary", ...boundary) }),
    grants: [],
    around: [],
    context: NOTHING_KNOWN,
  });

const unitOf = (body: Body): Unit => {
  const [unit] = body.allows;
  if (unit === undefined) throw new Error("no statement allows anything");
  return unit;
};

describe("one statement plainly allows what another does", () => {
  const other: RoleCaller = { ...ROLE, roleName: "other", roleArn: ROLE.roleArn.replace("convert", "other") };

  test.each<[what: string, statement: object, side: readonly object[], isAllowed: boolean, how?: How]>([
    ["the same", allow("s3:GetObject", IN), [allow("s3:GetObject", IN)], true],
    ["the same action in another case", allow("s3:GETOBJECT", IN), [allow("s3:getObject", IN)], true],
    [
      "a resource in another case is another one",
      allow("s3:GetObject", IN),
      [allow("s3:GetObject", IN.toUpperCase())],
      false,
    ],
    ["more actions", allow("s3:GetObject", IN), [allow(["s3:PutObject", "s3:GetObject"], IN)], true],
    ["all actions of a beginning", allow("s3:GetObject", IN), [allow("s3:Get*", IN)], true],
    ["all actions", allow("s3:GetObject", IN), [allow("*", IN)], true],
    ["another action", allow("s3:GetObject", IN), [allow("s3:PutObject", IN)], false],
    ["one of two actions", allow(["s3:GetObject", "s3:PutObject"], IN), [allow("s3:GetObject", IN)], false],
    ["all resources of a beginning", allow("s3:GetObject", IN), [allow("s3:GetObject", "arn:aws:s3:::acme-*")], true],
    ["one of two resources", allow("s3:GetObject", [IN, OUT]), [allow("s3:GetObject", IN)], false],
    ["less", allow("s3:GetObject", IN), [allow("s3:GetObject", "arn:aws:s3:::acme-in/vod/*")], false],
    // Wildcards elsewhere than at the end are for formulas.
    [
      "a wildcard within",
      allow("s3:GetObject", "arn:aws:s3:::acme-in/a/x"),
      [allow("s3:GetObject", "arn:aws:s3:::acme-*/a/*")],
      false,
    ],
    [
      "a question mark",
      allow("s3:GetObject", "arn:aws:s3:::acme-in/a"),
      [allow("s3:GetObject", "arn:aws:s3:::acme-i?/*")],
      false,
    ],
    [
      "a beginning without a wildcard",
      allow("s3:GetObject", IN),
      [allow("s3:GetObject", "arn:aws:s3:::acme-in/")],
      false,
    ],
    [
      "two statements that do together",
      allow("s3:GetObject", [IN, OUT]),
      [allow("s3:GetObject", IN), allow("s3:GetObject", OUT)],
      false,
    ],
    ["a condition too many", allow("s3:GetObject", IN), [allow("s3:GetObject", IN, TLS)], false],
    ["a condition less", allow("s3:GetObject", IN, TLS), [allow("s3:GetObject", IN)], true],
    ["the same condition", allow("s3:GetObject", IN, TLS), [allow("s3:GetObject", IN, TLS)], true],
    [
      "another condition",
      allow("s3:GetObject", IN, TLS),
      [allow("s3:GetObject", IN, { Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      false,
    ],
    [
      "the same condition of another role",
      allow("s3:GetObject", IN, TLS),
      [allow("s3:GetObject", IN, TLS)],
      false,
      { caller: other },
    ],
    ["no condition of another role", allow("s3:GetObject", IN), [allow("s3:GetObject", IN)], true, { caller: other }],
    [
      "a condition with a variable",
      allow("s3:GetObject", IN, { Condition: { StringEquals: { "s3:prefix": "${aws:username}" } } }),
      [allow("s3:GetObject", IN, { Condition: { StringEquals: { "s3:prefix": "${aws:username}" } } })],
      false,
    ],
    [
      "a resource with a variable",
      allow("s3:GetObject", `${IN}\${aws:username}`),
      [allow("s3:GetObject", `${IN}\${aws:username}`)],
      false,
    ],
    [
      "a variable in what allows it",
      allow("s3:GetObject", IN),
      [allow("s3:GetObject", [IN, `${IN}\${aws:username}`])],
      false,
    ],
    ["all but some actions", allow("s3:GetObject", IN), [{ Effect: "Allow", NotAction: "iam:*", Resource: IN }], false],
    [
      "all but some resources",
      allow("s3:GetObject", IN),
      [{ Effect: "Allow", Action: "s3:*", NotResource: OUT }],
      false,
    ],
    ["a deny of it", allow("s3:GetObject", IN), [allow("s3:GetObject", IN), deny("s3:GetObject", IN)], false],
    [
      "a deny of something else",
      allow("s3:GetObject", IN),
      [allow("s3:GetObject", IN), deny("s3:PutObject", IN)],
      true,
    ],
    [
      "a boundary",
      allow("s3:GetObject", IN),
      [allow("s3:GetObject", IN)],
      false,
      { boundary: [allow("s3:GetObject", OUT)] },
    ],
    ["nothing", allow("s3:GetObject", IN), [deny("s3:PutObject", IN)], false],
  ])("%s", (_what, statement, side, isAllowed, how = {}) => {
    const own = bodyOf([statement]);
    expect(isPlainlyAllowed(unitOf(own), bodyOf(side, how), own)).toBe(isAllowed);
  });
});

describe("what is left of a statement", () => {
  const VOD = "arn:aws:s3:::acme-in/vod/*";

  test.each<[what: string, statement: object, side: readonly object[], left: readonly string[] | undefined]>([
    ["nothing", allow("s3:GetObject", [VOD, IN]), [allow("s3:GetObject", IN)], undefined],
    [
      "nothing, by two statements",
      allow("s3:GetObject", [IN, OUT]),
      [allow("s3:GetObject", IN), allow("s3:*", OUT)],
      undefined,
    ],
    ["the resource that no statement has", allow("s3:GetObject", [IN, OUT]), [allow("s3:GetObject", IN)], [OUT]],
    ["all of it", allow("s3:GetObject", [IN, OUT]), [allow("s3:PutObject", IN)], [IN, OUT]],
    ["its only resource", allow("s3:GetObject", VOD), [allow("s3:PutObject", IN)], [VOD]],
    [
      "all of it, where it has a variable",
      allow("s3:GetObject", [IN, "arn:aws:s3:::${x}/*"]),
      [allow("s3:GetObject", IN)],
      [IN, "arn:aws:s3:::${x}/*"],
    ],
    ["all but some actions", { Effect: "Allow", NotAction: "iam:*", Resource: [IN, OUT] }, [allow("*", IN)], [IN, OUT]],
  ])("%s", (_what, statement, side, left) => {
    const own = bodyOf([statement]);
    const found = withoutPlainlyAllowed(unitOf(own), bodyOf(side), own);
    expect(found?.targets.map(({ text }) => text)).toEqual(left);
    expect(found?.actions.map(({ text }) => text)).toEqual(
      left === undefined ? undefined : unitOf(own).actions.map(({ text }) => text),
    );
  });
});

describe("a request that is plainly new", () => {
  const request = (action: string, resource: string) => ({ values: { action, resource }, assumed: [] });
  const GET = request("s3:GetObject", "arn:aws:s3:::acme-in/x");

  test.each<[what: string, statement: object, side: readonly object[], found: object | undefined, how?: How]>([
    ["beside nothing", allow("s3:getobject", IN), [deny("iam:*", "*")], GET],
    ["beside another resource", allow("s3:GetObject", IN), [allow("s3:GetObject", OUT)], GET],
    ["beside another action", allow("s3:GetObject", IN), [allow(["s3:PutObject", "iam:*"], IN)], GET],
    ["beside some of it", allow("s3:GetObject", IN), [allow("s3:GetObject", "arn:aws:s3:::acme-in/vod/*")], GET],
    ["beside all of it", allow("s3:GetObject", IN), [allow("s3:Get*", "arn:aws:s3:::*")], undefined],
    ["beside all of it in another case", allow("s3:GetObject", IN), [allow("S3:GETOBJECT", IN)], undefined],
    [
      "beside all of it by a pattern in the wider reading",
      allow("s3:GetObject", IN),
      [allow("s3:*", "arn:*/x")],
      undefined,
    ],
    ["beside a condition", allow("s3:GetObject", IN), [allow("s3:*", OUT, TLS)], undefined],
    ["beside a variable", allow("s3:GetObject", IN), [allow("s3:*", "arn:aws:s3:::${x}/*")], undefined],
    ["beside a deny of it", allow("s3:GetObject", IN), [deny("s3:*", OUT)], undefined],
    ["beside a boundary", allow("s3:GetObject", IN), [allow("iam:*", "*")], undefined, { boundary: [allow("*", "*")] }],
    ["of two actions", allow(["s3:GetObject", "s3:PutObject"], IN), [allow("iam:*", "*")], undefined],
    ["of an action pattern", allow("s3:Get*", IN), [allow("iam:*", "*")], undefined],
    ["of an action with a question mark", allow("s3:GetObjec?", IN), [allow("iam:*", "*")], undefined],
    ["of two resources", allow("s3:GetObject", [IN, OUT]), [allow("iam:*", "*")], undefined],
    ["under a condition", allow("s3:GetObject", IN, TLS), [allow("iam:*", "*")], undefined],
    ["of all but some actions", { Effect: "Allow", NotAction: "s3:*", Resource: IN }, [allow("iam:*", "*")], undefined],
    [
      "of all but some resources",
      { Effect: "Allow", Action: "s3:GetObject", NotResource: IN },
      [allow("iam:*", "*")],
      undefined,
    ],
    ["of a variable", allow("s3:GetObject", "arn:aws:s3:::${x}/*"), [allow("iam:*", "*")], undefined],
  ])("%s", (_what, statement, side, found, how = {}) => {
    expect(plainlyNew(unitOf(bodyOf([statement])), bodyOf(side, how))).toEqual(found);
  });
});
