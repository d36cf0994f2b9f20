import { type RolePair, hasSameTexts, isSame, pairsOf, samePolicy } from "../../lib/review/pairs";
import type { FoundGrant, RoleFacts } from "../../lib/roles/facts";
import { keptBeside } from "../../lib/roles/listed-resource";

const NOTHING = { identity: [], grants: [], buckets: {}, keys: {}, gaps: [] };

const role = (where: string, more: Partial<RoleFacts> = {}): RoleFacts => ({ where, ...NOTHING, ...more });

interface Source {
  readonly roles: readonly RoleFacts[];
}

const source = (...roles: readonly RoleFacts[]): Source => ({ roles });

/** Each pair as `BEFORE → AFTER`, by where the roles stand. */
const told = (before: Source, after: Source): readonly string[] =>
  pairsOf({ before, after }).map(
    ({ address, before: was, after: is }) => `${address}: ${was?.where ?? "-"} → ${is?.where ?? "-"}`,
  );

describe("roles of before and after that are the same", () => {
  test("by their address, whatever they are called", () => {
    const before = source(role("a", { roleName: "one" }), role("b", { roleName: "two" }));
    const after = source(role("b", { roleName: "one" }), role("a", { roleName: "two" }));
    expect(told(before, after)).toStrictEqual(["a: a → a", "b: b → b"]);
  });

  test("by their name at another address, whatever its case", () => {
    const before = source(role("old", { roleName: "Media" }));
    expect(told(before, source(role("new", { roleName: "media" })))).toStrictEqual(["new: old → new"]);
  });

  test("an address goes before a name", () => {
    const before = source(role("moved", { roleName: "media" }), role("kept", { roleName: "media" }));
    const after = source(role("kept", { roleName: "media" }));
    expect(told(before, after)).toStrictEqual(["kept: kept → kept", "moved: moved → -"]);
  });

  test("one name finds one role", () => {
    const before = source(role("a", { roleName: "media" }), role("b", { roleName: "media" }));
    const after = source(role("c", { roleName: "media" }));
    expect(told(before, after)).toStrictEqual(["c: a → c", "b: b → -"]);
  });

  test("another name is another role", () => {
    const before = source(role("old", { roleName: "media" }));
    expect(told(before, source(role("new", { roleName: "other" })))).toStrictEqual(["old: old → -", "new: - → new"]);
  });

  test("the same name in another account is another role", () => {
    const before = source(role("old", { roleName: "media", accountId: "111122223333" }));
    const after = (accountId: string) => source(role("new", { roleName: "media", accountId }));
    expect(told(before, after("111122223333"))).toStrictEqual(["new: old → new"]);
    expect(told(before, after("444455556666"))).toStrictEqual(["old: old → -", "new: - → new"]);
  });

  test("roles whose names are not known are not taken for one another", () => {
    expect(told(source(role("old")), source(role("new")))).toStrictEqual(["old: old → -", "new: - → new"]);
  });

  test("one that stays in AWS beside a new one of its address is itself", () => {
    const beside = keptBeside("media");
    const before = source(role("media", { roleName: "media" }));
    const after = source(role("media", { roleName: "media-2" }), role(beside, { roleName: "media" }));
    expect(told(before, after)).toStrictEqual([`${beside}: media → ${beside}`, "media: - → media"]);
  });

  test("what one side does not know of where a role is, the other says", () => {
    const place = { accountId: "111122223333", partition: "aws-cn" };
    const pairs = (before: Partial<RoleFacts>, after: Partial<RoleFacts>) =>
      pairsOf({ before: source(role("a", before)), after: source(role("a", after)) });
    const whole = role("a", place);
    expect(pairs(place, {})).toStrictEqual([{ address: "a", before: whole, after: whole }]);
    expect(pairs({ accountId: "111122223333" }, place)).toStrictEqual([{ address: "a", before: whole, after: whole }]);
    expect(pairs({ partition: "aws-cn" }, place)).toStrictEqual([{ address: "a", before: whole, after: whole }]);
    expect(pairs({}, {})).toStrictEqual([{ address: "a", before: role("a"), after: role("a") }]);
  });

  test("what both sides know stays as each says it", () => {
    const [was, is] = [
      { accountId: "111122223333", partition: "aws" },
      { accountId: "444455556666", partition: "aws-cn" },
    ];
    expect(pairsOf({ before: source(role("a", was)), after: source(role("a", is)) })).toStrictEqual([
      { address: "a", before: role("a", was), after: role("a", is) },
    ]);
  });
});

const grant = (more: Partial<FoundGrant> = {}): FoundGrant => ({
  name: "g",
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
  operations: ["Decrypt"],
  ...more,
});

const gap = { where: "p", what: "is known only after apply", of: "identity" } as const;

const FULL: Partial<RoleFacts> = {
  roleName: "media",
  path: "/",
  trust: { name: "t", document: "{}" },
  boundary: { name: "b", document: { Statement: [] } },
  identity: [
    { name: "p", document: "one" },
    { name: "q", document: "two", id: "inline:q" },
  ],
  grants: [grant(), grant({ name: "h", equals: { job: "1" } })],
  gaps: [{ ...gap, content: { arn: "a" } }],
};

/** The same in other objects, so that nothing is the same by itself. */
const again = (more: Partial<RoleFacts> = {}): RoleFacts =>
  role("a", { ...(JSON.parse(JSON.stringify(FULL)) as Partial<RoleFacts>), ...more });

const changedTo = (more: Partial<RoleFacts>): RolePair => ({ address: "a", before: again(), after: again(more) });

describe("whether all that is said of a role is the same", () => {
  test("word for word", () => {
    expect(isSame(changedTo({}))).toBe(true);
    const facts = again();
    expect(isSame({ address: "a", before: facts, after: facts })).toBe(true);
  });

  test("a role that comes or goes is not", () => {
    expect(isSame({ address: "a", after: again() })).toBe(false);
    expect(isSame({ address: "a", before: again() })).toBe(false);
  });

  test.each<[what: string, more: Partial<RoleFacts>]>([
    ["name", { roleName: "other" }],
    ["path", { path: "/a/" }],
    ["trust policy", { trust: { name: "t", document: "{ }" } }],
    ["boundary", { boundary: { name: "b", document: { Statement: [{}] } } }],
    ["boundary's name", { boundary: { name: "c", document: { Statement: [] } } }],
    ["number of policies", { identity: [{ name: "p", document: "one" }] }],
    [
      "policies",
      {
        identity: [
          { name: "p", document: "one" },
          { name: "q", document: "three" },
        ],
      },
    ],
    ["number of grants", { grants: [grant()] }],
    ["grants", { grants: [grant(), grant({ name: "h", equals: { job: "2" } })] }],
    ["number of gaps", { gaps: [] }],
    ["gap's place", { gaps: [{ ...gap, where: "q", content: { arn: "a" } }] }],
    ["gap's reason", { gaps: [{ ...gap, what: "is not in the plan", content: { arn: "a" } }] }],
    ["gap's content", { gaps: [{ ...gap, content: { arn: "b" } }] }],
  ])("another %s is a change", (_, more) => {
    expect(isSame(changedTo(more))).toBe(false);
  });
});

describe("whether a role has the same policies and grants", () => {
  test("whatever they are called, wherever they stand, and in whatever order", () => {
    const { identity = [], grants = [] } = FULL;
    expect(hasSameTexts(changedTo({}))).toBe(true);
    expect(
      hasSameTexts(
        changedTo({
          where: "elsewhere",
          roleName: "other",
          identity: [...identity].reverse().map((one) => ({ ...one, name: `module.${one.name}` })),
          grants: [...grants].reverse().map((one) => ({ ...one, name: `module.${one.name}` })),
        }),
      ),
    ).toBe(true);
  });

  test.each<[what: string, more: Partial<RoleFacts>]>([
    ["trust policy", { trust: { name: "t", document: "{ }" } }],
    ["boundary", { boundary: { name: "b", document: {} } }],
    [
      "text of a policy",
      {
        identity: [
          { name: "p", document: "one" },
          { name: "q", document: "2", id: "inline:q" },
        ],
      },
    ],
    [
      "id of a policy",
      {
        identity: [
          { name: "p", document: "one" },
          { name: "q", document: "two", id: "inline:r" },
        ],
      },
    ],
    ["operations of a grant", { grants: [grant({ operations: ["Encrypt"] }), grant({ equals: { job: "1" } })] }],
    ["key of a grant", { grants: [grant({ keyArn: "other" }), grant({ equals: { job: "1" } })] }],
    ["constraint of a grant", { grants: [grant(), grant({ equals: { job: "2" } })] }],
    ["kind of a constraint", { grants: [grant(), grant({ subset: { job: "1" } })] }],
    ["number of grants", { grants: [grant()] }],
  ])("not with another %s", (_, more) => {
    expect(hasSameTexts(changedTo(more))).toBe(false);
  });

  test("also where it has neither", () => {
    expect(hasSameTexts({ address: "a", before: role("a"), after: role("b") })).toBe(true);
  });

  test("not where it comes or goes", () => {
    expect(hasSameTexts({ address: "a", after: again() })).toBe(false);
    expect(hasSameTexts({ address: "a", before: again() })).toBe(false);
  });
});

test.each<[one: unknown, other: unknown, same: boolean]>([
  ["a", "a", true],
  ["a", "b", false],
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, '{"a":1}', false],
  ['{"a":1}', { a: 1 }, false],
  [undefined, undefined, true],
  [null, undefined, false],
])("policies with the texts %j and %j are the same: %s", (one, other, same) => {
  expect(samePolicy({ name: "p", document: one }, { name: "p", document: other })).toBe(same);
});

test("no policy is the same as no policy, and no other", () => {
  expect(samePolicy(undefined, undefined)).toBe(true);
  expect(samePolicy({ name: "p", document: "a" }, undefined)).toBe(false);
});
