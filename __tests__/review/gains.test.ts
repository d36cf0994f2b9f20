import { Inquiry } from "../../lib/access/budget";
import { NOTHING_KNOWN } from "../../lib/access/context";
import type { KeyGrant } from "../../lib/access/grants";
import type { PolicySource } from "../../lib/access/policies";
import { type Around, type Body, openBody, roleBody } from "../../lib/review/body";
import { NO_DIFFERENCE, differenceOf } from "../../lib/review/difference";
import { type Gains, gainsBetween } from "../../lib/review/gains";
import { openQuestion, permissionsQuestion } from "../../lib/review/question";
import type { Certainty } from "../../lib/review/report";
import { othersThan } from "../../lib/review/review-resource";
import { type Statement, allow, bucketAround, deny, documentOf, keyAround, plenty, spent } from "./formulas";
import { ACCOUNT, CALLER, KEY } from "./names";

const IN = "arn:aws:s3:::acme-in/*";
const OUT = "arn:aws:s3:::acme-out/*";

const UNREAD: PolicySource = { name: "secret", unread: true };
const OTHER_UNREAD: PolicySource = { name: "other", unread: true };

interface Given {
  readonly own?: readonly Statement[];
  readonly boundary?: readonly Statement[] | PolicySource;
  readonly more?: readonly PolicySource[];
  readonly grants?: readonly KeyGrant[];
  readonly around?: readonly Around[];
}

const bodyOf = ({ own = [], boundary, more = [], grants = [], around = [] }: Given): Body =>
  roleBody({
    caller: CALLER,
    identity: [...more, documentOf(own, "identity", "own")],
    ...(boundary === undefined
      ? {}
      : {
          boundary: "name" in boundary ? boundary : documentOf(boundary, "identity", "limit"),
        }),
    grants,
    around,
    context: NOTHING_KNOWN,
  });

const gains = (from: Given, to: Given, inquiry = plenty()): Gains => {
  const [was, is] = [bodyOf(from), bodyOf(to)];
  return gainsBetween(was, is, permissionsQuestion(inquiry, was, is));
};

/** Each gain as `ACTIONS on TARGETS because of CAUSE`, with `perhaps` where it is not certain. */
const told = ({ found }: Gains): readonly string[] =>
  found.map(
    ({ actions, targets, cause, certain }) =>
      `${certain ? "" : "perhaps "}${actions.join(" ")} on ${targets.join(" ")} because of ${cause.kind}`,
  );

const GRANT: KeyGrant = { name: "g", keyArn: KEY, grantee: CALLER.roleArn, operations: ["Decrypt"] };

describe("what one side allows and the other does not", () => {
  test.each<[title: string, from: Given, to: Given, expected: readonly string[]]>([
    ["nothing, where both say the same", { own: [allow("s3:*", IN)] }, { own: [allow("s3:*", IN)] }, []],
    ["nothing, where less is allowed", { own: [allow("s3:*", "*")] }, { own: [allow("s3:*", IN)] }, []],
    [
      "a new statement",
      { own: [allow("s3:GetObject", IN)] },
      { own: [allow("s3:GetObject", IN), allow("s3:GetObject", OUT)] },
      [`s3:GetObject on ${OUT} because of nothing`],
    ],
    [
      "each resource that is new",
      { own: [allow("s3:GetObject", "arn:aws:s3:::other/*")] },
      { own: [allow("s3:GetObject", [IN, OUT])] },
      [`s3:GetObject on ${IN} ${OUT} because of nothing`],
    ],
    [
      "of several resources the one that is new",
      { own: [allow("s3:GetObject", IN)] },
      { own: [allow("s3:GetObject", [IN, OUT])] },
      [`s3:GetObject on ${OUT} because of nothing`],
    ],
    [
      "of several actions those that are new",
      { own: [allow("s3:GetObject", IN)] },
      { own: [allow(["s3:GetObject", "s3:PutObject"], IN)] },
      [`s3:PutObject on ${IN} because of nothing`],
    ],
    [
      "nothing, where the new statement is denied",
      { own: [deny("s3:*", IN)] },
      { own: [deny("s3:*", IN), allow("s3:GetObject", IN)] },
      [],
    ],
    [
      "nothing, where what denies it is new as well",
      { own: [allow("s3:PutObject", OUT)] },
      { own: [allow("s3:PutObject", OUT), deny("s3:*", IN), allow("s3:GetObject", IN)] },
      [],
    ],
    ["a new grant", {}, { grants: [GRANT] }, [`kms:Decrypt on ${KEY} because of nothing`]],
    [
      "what a deny held back",
      { own: [allow("s3:GetObject", IN), deny("s3:*", IN)] },
      { own: [allow("s3:GetObject", IN)] },
      [`s3:GetObject on ${IN} because of deny`],
    ],
    [
      "what the boundary held back",
      { own: [allow("s3:GetObject", IN)], boundary: [allow("kms:*", "*")] },
      { own: [allow("s3:GetObject", IN)] },
      [`s3:GetObject on ${IN} because of boundary`],
    ],
    [
      "what a narrower boundary held back",
      { own: [allow("s3:GetObject", IN)], boundary: [allow("kms:*", "*")] },
      { own: [allow("s3:GetObject", IN)], boundary: [allow("*", "*")] },
      [`s3:GetObject on ${IN} because of boundary`],
    ],
    [
      "nothing, where a boundary comes",
      { own: [allow("s3:GetObject", IN)] },
      { own: [allow("s3:GetObject", IN)], boundary: [allow("*", "*")] },
      [],
    ],
    [
      "what a condition held back",
      { own: [allow("s3:GetObject", IN, { Condition: { Bool: { "aws:SecureTransport": "true" } } })] },
      { own: [allow("s3:GetObject", IN)] },
      [`s3:GetObject on ${IN} because of condition`],
    ],
    [
      "what another account held back by saying nothing",
      { own: [allow("s3:GetObject", IN)], around: [bucketAround([], false)] },
      { own: [allow("s3:GetObject", IN)], around: [bucketAround([])] },
      [`s3:GetObject on ${IN} because of nothing`],
    ],
    [
      "what a bucket's policy denied",
      { own: [allow("s3:GetObject", IN)], around: [bucketAround([deny("s3:*", IN, { Principal: "*" })])] },
      { own: [allow("s3:GetObject", IN)], around: [bucketAround([])] },
      [`s3:GetObject on ${IN} because of deny`],
    ],
    [
      "what the key's policy left to the account less of",
      { own: [allow("kms:*", KEY)], around: [keyAround(allow("kms:Describe*", "*", { Principal: { AWS: ACCOUNT } }))] },
      { own: [allow("kms:*", KEY)], around: [keyAround(allow("kms:*", "*", { Principal: { AWS: ACCOUNT } }))] },
      [`kms:* on ${KEY} because of nothing`],
    ],
    [
      "nothing that no request names",
      { own: [allow("s3:GetObject", IN)] },
      { own: [allow("s3:GetObject", IN), allow("s3:GetObject", "arn:aws:s3:::acme-out")] },
      [],
    ],
    ["perhaps anything, by a policy that is not read", {}, { more: [UNREAD] }, ["perhaps  on  because of nothing"]],
  ])("%s", (_, from, to, expected) => {
    const found = gains(from, to);
    expect(told(found)).toEqual(expected);
    expect(found.undecided).toBe(false);
  });

  test("what everybody may do is told, without the roles that are told of themselves", () => {
    const open = (principal: object): Body =>
      openBody([documentOf([allow("s3:GetObject", IN, { Principal: principal })])], NOTHING_KNOWN, true);
    const none = openBody([], NOTHING_KNOWN, true);
    const others = othersThan([CALLER.roleArn]);
    const found = (is: Body) => gainsBetween(none, is, openQuestion(plenty(), others, none, is)).found;
    expect(found(open({ AWS: CALLER.roleArn }))).toEqual([]);
    expect(found(open({ AWS: `arn:aws:iam::${ACCOUNT}:role/other` }))).toHaveLength(1);
  });
});

describe("beside policies that cannot be read", () => {
  test.each<[title: string, from: Given, to: Given, expected: readonly string[]]>([
    [
      "that stay, a new statement is a certain gain",
      { more: [UNREAD] },
      { more: [UNREAD], own: [allow("s3:Get*", IN)] },
      [`s3:Get* on ${IN} because of nothing`],
    ],
    [
      "a boundary that stays, a new statement is a certain gain",
      { boundary: UNREAD },
      { boundary: UNREAD, own: [allow("s3:Get*", IN)] },
      [`s3:Get* on ${IN} because of nothing`],
    ],
    [
      "a boundary that is another one, it is perhaps a gain",
      { boundary: OTHER_UNREAD },
      { boundary: UNREAD, own: [allow("s3:Get*", IN)] },
      [`perhaps s3:Get* on ${IN} because of nothing`],
    ],
    [
      "a grant that is not sure stays, which may have given the same: it is perhaps a gain",
      { grants: [{ ...GRANT, uncertain: "who gets it" }] },
      { grants: [{ ...GRANT, uncertain: "who gets it" }], own: [allow("kms:Decrypt", KEY)] },
      [`perhaps kms:Decrypt on ${KEY} because of nothing`],
    ],
    ["that stay, nothing is gained", { more: [UNREAD] }, { more: [UNREAD] }, []],
  ])("%s", (_, from, to, expected) => {
    expect(told(gains(from, to))).toEqual(expected);
  });

  test("what can be told for certain comes first", () => {
    const found = gains({}, { more: [UNREAD], own: [allow("s3:Get*", IN)] });
    expect(found.found.map(({ unit }) => unit.place.document)).toEqual(["own", "secret"]);
  });
});

describe("when the work that it may cost is spent", () => {
  const wide = { own: [allow("s3:Get*", "arn:aws:s3:::*a*b*c*/*")] };
  const narrow = { own: [allow("s3:Get*", "arn:aws:s3:::*b*c*d*/*")] };

  test("before it begins, nothing is told and nothing is decided", () => {
    expect(gains(narrow, wide, spent())).toEqual({ found: [], undecided: true });
    expect(gains({}, { own: [allow("s3:GetObject", IN)] }, spent())).toEqual({ found: [], undecided: true });
  });

  test("on the way, it is not decided whether there is more", () => {
    expect(gains(narrow, wide, new Inquiry({ steps: 1 }))).toEqual({ found: [], undecided: true });
    expect(gains(narrow, wide).undecided).toBe(false);
  });

  test("what is found with less is never taken for all there is", () => {
    const from = { own: [allow("s3:Get*", "arn:aws:s3:::*b*/*")] };
    const to = { own: [allow(["s3:Get*", "s3:Put*"], ["arn:aws:s3:::*a*/*", "arn:aws:s3:::*c*/*"])] };
    const whole = plenty();
    const all = told(gains(from, to, whole));
    const parts = Array.from({ length: 13 }, (_, part) => Math.ceil((whole.spent * part) / 12));
    const some = parts.map((steps) => gains(from, to, new Inquiry({ steps })));
    for (const one of some.filter(({ undecided }) => !undecided)) expect(told(one)).toEqual(all);
    expect(some[0]?.undecided).toBe(true);
    expect(some.some(({ found, undecided }) => undecided && found.length > 0)).toBe(true);
    expect(some.at(-1)?.undecided).toBe(false);
  });

  test("what is the same is the same all the same", () => {
    expect(gains(wide, wide, spent())).toEqual({ found: [], undecided: false });
  });

  test("the difference is undecided, in both directions", () => {
    const [was, is] = [bodyOf(narrow), bodyOf(wide)];
    expect(differenceOf(was, is, permissionsQuestion(spent(), was, is))).toEqual({
      gains: [],
      losses: [],
      hasGains: "undecided",
      hasLosses: "undecided",
    });
  });
});

describe("the difference of two sides", () => {
  test.each<[title: string, before: Given, after: Given, hasGains: Certainty, hasLosses: Certainty]>([
    ["the same", { own: [allow("s3:*", IN)] }, { own: [allow("s3:*", IN)] }, "no", "no"],
    ["more", {}, { own: [allow("s3:*", IN)] }, "yes", "no"],
    ["less", { own: [allow("s3:*", IN)] }, {}, "no", "yes"],
    ["something else", { own: [allow("s3:*", IN)] }, { own: [allow("s3:*", OUT)] }, "yes", "yes"],
    ["perhaps more", {}, { more: [UNREAD] }, "maybe", "no"],
    ["perhaps something else", { more: [OTHER_UNREAD] }, { more: [UNREAD] }, "maybe", "maybe"],
    ["perhaps more, beside what may deny it", {}, { own: [allow("s3:*", IN)], more: [UNREAD] }, "maybe", "no"],
    [
      "more, and perhaps yet more",
      {},
      { own: [allow("s3:*", IN)], grants: [{ ...GRANT, uncertain: "who gets it" }] },
      "yes",
      "no",
    ],
  ])("%s", (_, before, after, hasGains, hasLosses) => {
    const [was, is] = [bodyOf(before), bodyOf(after)];
    const found = differenceOf(was, is, permissionsQuestion(plenty(), was, is));
    expect(found).toMatchObject({ hasGains, hasLosses });
    if (hasGains === "no" && hasLosses === "no") expect(found).toEqual(NO_DIFFERENCE);
  });
});
