import { type GovernedResource, indexOf } from "../../lib/review/around";
import { aroundRole, compareRole, unchangedRole } from "../../lib/review/compare-role";
import { NO_DIFFERENCE } from "../../lib/review/difference";
import { DocumentReader } from "../../lib/review/document-reader";
import type { RoleFacts } from "../../lib/roles/facts";
import { plenty } from "./formulas";
import { governedOf } from "./sides-of";
import { ACCOUNT, KEY } from "./names";

const text = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const allowing = (action: string, resource: string): string =>
  text({ Effect: "Allow", Action: action, Resource: resource });

const TRUST = { name: "trust", document: text({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }) };
const IN = "arn:aws:s3:::acme-in/*";

const factsOf = (policy: string, more: Partial<RoleFacts> = {}): RoleFacts => ({
  where: "aws_iam_role.media",
  roleName: "media",
  accountId: ACCOUNT,
  partition: "aws",
  trust: TRUST,
  identity: [{ name: "policy", document: policy }],
  grants: [],
  buckets: {},
  keys: {},
  gaps: [],
  ...more,
});

const READS = factsOf(allowing("s3:GetObject", IN));

const governed = (name: string, before: string, after: string): GovernedResource => {
  const was = { name: "p", document: before };
  return governedOf(name, was, before === after ? was : { name: "p", document: after });
};

/** A policy that says nothing of anybody's. */
const NEUTRAL = text({ Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "s3:ListBucket", Resource: "*" });

describe("a role that nothing changes", () => {
  test("is composed on both sides, and differs in nothing", () => {
    const { before, after, ...rest } = unchangedRole(
      { address: "a", before: READS, after: READS },
      new DocumentReader(),
    );
    expect(rest).toStrictEqual({
      pair: { address: "a", before: READS, after: READS },
      trust: NO_DIFFERENCE,
      permissions: NO_DIFFERENCE,
      around: [],
    });
    for (const one of [before, after]) {
      expect(one?.side.caller.roleName).toBe("media");
      expect(one?.permissions.allows.map(({ targets }) => targets.map((target) => target.text))).toStrictEqual([[IN]]);
      expect(one?.trust.allows.map(({ kind }) => kind)).toStrictEqual(["trust"]);
    }
  });

  test.each<[side: "before" | "after", other: "before" | "after"]>([
    ["before", "after"],
    ["after", "before"],
  ])("that is there %s only has no other side", (side, other) => {
    const found = unchangedRole({ address: "a", [side]: READS }, new DocumentReader());
    expect(found).toHaveProperty(side);
    expect(found).not.toHaveProperty(other);
  });
});

describe("buckets and keys around a role", () => {
  const BOTH = [governed("acme-in", NEUTRAL, NEUTRAL), governed(KEY, NEUTRAL, NEUTRAL)];
  const names = (before: RoleFacts | undefined, after: RoleFacts | undefined, all = BOTH): readonly string[] =>
    aroundRole(
      { address: "a", ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
      indexOf(all),
    ).map(({ name }) => name);

  const NONE = factsOf(allowing("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:topic"));
  const granted = (keyArn: string): RoleFacts =>
    factsOf(allowing("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:topic"), {
      grants: [{ name: "g", keyArn, operations: ["Decrypt"] }],
    });

  test.each<[title: string, names: readonly string[], before: RoleFacts | undefined, after: RoleFacts | undefined]>([
    ["what neither side names", [], NONE, NONE],
    ["what the role of before names", ["acme-in"], READS, NONE],
    ["what the role of after names", ["acme-in"], NONE, READS],
    ["what a new role names", ["acme-in"], undefined, READS],
    ["what a role that goes names", ["acme-in"], READS, undefined],
    ["the key of a grant", [KEY], NONE, granted(KEY)],
    ["each once", ["acme-in"], READS, READS],
    ["nothing of no role", [], undefined, undefined],
  ])("%s: %j", (_, expected, before, after) => {
    expect(names(before, after)).toStrictEqual(expected);
  });

  test("the key of a grant that is known only after apply may be any whose policy changes", () => {
    const all = [governed(KEY, NEUTRAL, text()), governed("acme-in", NEUTRAL, NEUTRAL)];
    expect(names(NONE, granted("${data.terraform_remote_state.media.outputs.key}"), all)).toStrictEqual([KEY]);
  });

  test("without policies of buckets and keys there are none", () => {
    expect(names(READS, READS, [])).toStrictEqual([]);
  });

  test("a role without a name is named by none", () => {
    const { roleName, ...rest } = NONE;
    expect(roleName).toBe("media");
    expect(names(rest, rest)).toStrictEqual([]);
  });
});

describe("one role at both moments", () => {
  const compared = (
    before: RoleFacts | undefined,
    after: RoleFacts | undefined,
    all: readonly GovernedResource[] = [],
  ) =>
    compareRole(
      { address: "a", ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
      indexOf(all),
      new DocumentReader(),
      plenty(),
    );

  test("before it is made a role may do nothing, and after it is gone", () => {
    const made = compared(undefined, READS);
    expect(made).not.toHaveProperty("before");
    expect(made).toMatchObject({ trust: { hasGains: "yes", hasLosses: "no" } });
    expect(made).toMatchObject({ permissions: { hasGains: "yes", hasLosses: "no" } });
    const gone = compared(READS, undefined);
    expect(gone).not.toHaveProperty("after");
    expect(gone).toMatchObject({ trust: { hasGains: "no", hasLosses: "yes" } });
    expect(gone).toMatchObject({ permissions: { hasGains: "no", hasLosses: "yes" } });
  });

  test("who may assume it and what it may do are told apart", () => {
    const { trust, ...without } = READS;
    expect(trust).toBe(TRUST);
    expect(compared(without, READS)).toMatchObject({ trust: { hasGains: "yes" }, permissions: NO_DIFFERENCE });
    const writes = factsOf(allowing("s3:*Object", IN));
    expect(compared(READS, writes)).toMatchObject({ trust: NO_DIFFERENCE, permissions: { hasGains: "yes" } });
  });

  test("the same trust policy beside one that is not known is compared", () => {
    const gaps = [{ where: "p", what: "may be another", of: "trust" }] as const;
    expect(compared(READS, { ...READS, gaps }).trust).toMatchObject({ hasGains: "maybe", hasLosses: "maybe" });
    expect(compared({ ...READS, gaps }, READS).trust).toMatchObject({ hasGains: "maybe", hasLosses: "maybe" });
  });

  test("another trust policy that is not known may let in others, the same one does not", () => {
    const { trust, ...rest } = READS;
    expect(trust).toBe(TRUST);
    const from = (file: string): RoleFacts => ({ ...rest, gaps: [{ where: "p", what: `is in ${file}`, of: "trust" }] });
    expect(compared(from("a"), from("b")).trust).toMatchObject({ hasGains: "maybe", hasLosses: "maybe" });
    expect(compared(from("a"), from("a")).trust).toStrictEqual(NO_DIFFERENCE);
  });

  test("each moment has its own policies of buckets", () => {
    const closed = text({ Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: IN });
    const opens = compared(READS, READS, [governed("acme-in", closed, NEUTRAL)]);
    expect(opens.around.map(({ name }) => name)).toStrictEqual(["acme-in"]);
    expect(opens).toMatchObject({ permissions: { hasGains: "yes", hasLosses: "no" } });
    expect(compared(READS, READS, [governed("acme-in", NEUTRAL, closed)])).toMatchObject({
      permissions: { hasGains: "no", hasLosses: "yes" },
    });
  });

  test("what no request can name is no gain", () => {
    const more = { name: "more", document: allowing("s3:GetObject", "arn:aws:s3:::acme-in") };
    expect(compared(READS, { ...READS, identity: [...READS.identity, more] }).permissions).toStrictEqual(NO_DIFFERENCE);
  });

  test("a boundary holds on its side", () => {
    const boundary = { name: "limit", document: allowing("sns:*", "*") };
    expect(compared({ ...READS, boundary }, READS)).toMatchObject({
      permissions: { hasGains: "yes", hasLosses: "no" },
    });
  });
});
