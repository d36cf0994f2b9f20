/** What a gain or a loss is told as: its sentence, its example, and what the example takes for granted. */
import type { Assumption } from "../../lib/access/solve";
import { changesOf } from "../../lib/review/changes";
import type { Gain } from "../../lib/review/gains";
import type { Change, Example } from "../../lib/review/report";
import { type GainParts, type Place, gainOf, grantIn, unitIn, unreadUnit } from "./gain-of";
import { ACCOUNT, KEY } from "./names";

const OUT = "arn:aws:s3:::acme-out/*";

const WRITES = { Action: "s3:putobject", Resource: OUT };
const SHARES = { ...WRITES, Principal: { AWS: "444455556666" } };
const TRUSTS = { Action: "sts:assumerole", Principal: { Service: "mediaconvert.amazonaws.com" } };

const toldOf = (gains: readonly Gain[], losses: readonly Gain[], part: Change["part"] = "permissions") =>
  changesOf({ gains, losses, hasGains: "yes", hasLosses: "yes" }, part, { own: new Set() });

const changeOf = (place: Place, statement: object, parts: GainParts = {}): Change => {
  const told = toldOf([gainOf(unitIn(place, statement), parts)], [], place === "trust" ? "trust" : "permissions");
  const [only] = told;
  if (only === undefined || told.length > 1) throw new Error(`${String(told.length)} changes`);
  return only.change;
};

const exampleOf = (place: Place, statement: object, parts: GainParts): Example =>
  changeOf(place, statement, parts).example;

describe("changes", () => {
  test("gains come before losses, and only gains have a rule and a danger", () => {
    const gain = gainOf(unitIn("role", WRITES));
    const told = toldOf([gain], [gain]);
    expect(told.map(({ change: { direction, severity }, class: found }) => [direction, severity, found?.rule])).toEqual(
      [
        ["gain", "high", "write-widened"],
        ["loss", "info", undefined],
      ],
    );
    expect(told.map((one) => one.gain)).toEqual([gain, gain]);
  });

  test("a policy that cannot be read tells nothing", () => {
    const gain = gainOf(unreadUnit(), { certain: false });
    expect(toldOf([gain], [gain])).toEqual([]);
  });

  test("a grant tells of its key", () => {
    const [only] = toldOf([gainOf(grantIn({ operations: ["Decrypt"] }))], []);
    expect(only?.change).toMatchObject({ says: `can now \`kms:Decrypt\` on \`${KEY}\` by a grant`, severity: "high" });
    expect(only?.change.statement).toEqual({ document: "g" });
  });

  test.each([
    [true, "can now `s3:PutObject` on `acme-out/*`"],
    [false, "perhaps: can now `s3:PutObject` on `acme-out/*`"],
  ])("what is not certain is told as perhaps: %s", (certain, says) => {
    expect(changeOf("role", WRITES, { certain })).toMatchObject({ certain, says });
  });

  test("actions are told as AWS writes them, and where they stand", () => {
    expect(changeOf("role", { ...WRITES, Sid: "Out" })).toMatchObject({
      part: "permissions",
      actions: ["s3:PutObject"],
      resources: [OUT],
      statement: { document: "p", index: 0, sid: "Out" },
    });
  });
});

describe("an example", () => {
  const values = {
    action: "s3:putobject",
    resource: "arn:aws:s3:::acme-out/x",
    principal: "aws/444455556666/role/some-role",
  };
  const principal = "arn:aws:iam::444455556666:role/some-role";

  test.each<[Place, object, Partial<Example>]>([
    ["role", WRITES, { resource: values.resource }],
    ["policy of a bucket", SHARES, { principal, resource: values.resource }],
    ["policy of a bucket, for the role", SHARES, { resource: values.resource }],
    ["trust", TRUSTS, { principal }],
  ])("tells who asks where a statement says whom it lets in: %s", (place, statement, expected) => {
    const example = exampleOf(place, statement, { values });
    expect(example).toEqual({ action: "s3:PutObject", context: {}, provided: [], ...expected });
  });

  test.each<[Place, object, Partial<Example>]>([
    ["role", WRITES, {}],
    ["policy of a bucket", SHARES, { principal: "anyone" }],
    ["trust", TRUSTS, { principal: "anyone" }],
  ])("says so where any would do: %s", (place, statement, expected) => {
    const example = exampleOf(place, statement, { values: {} });
    expect(example).toEqual({ action: "service:Action", context: {}, provided: [], ...expected });
  });

  test("tells nothing of what is absent but for condition keys", () => {
    const absent = { resource: null, principal: null, "context:aws:sourceip": null };
    const { resource, principal: who, context } = exampleOf("policy of a bucket", SHARES, { values: absent });
    expect({ resource, who, context }).toEqual({
      resource: undefined,
      who: "anyone",
      context: { "aws:SourceIp": null },
    });
  });

  test.each([
    ["aws:sourceaccount", "aws:SourceAccount"],
    ["aws:securetransport", "aws:SecureTransport"],
    ["kms:viaservice", "kms:ViaService"],
    ["iam:passedtoservice", "iam:PassedToService"],
    ["sts:externalid", "sts:ExternalId"],
    ["kms:encryptioncontextkeys", "kms:EncryptionContextKeys"],
    ["kms:encryptioncontext:aws:s3:arn", "kms:EncryptionContext:aws:s3:arn"],
    ["aws:requesttag/kms:encryptioncontext:x", "aws:requesttag/kms:encryptioncontext:x"],
    ["my:own", "my:own"],
    ["constructor", "constructor"],
  ])("spells condition keys as AWS does where that is known: %s", (key, spelled) => {
    const { context } = exampleOf("role", WRITES, { values: { ...values, [`context:${key}`]: ACCOUNT } });
    expect(context).toEqual({ [spelled]: ACCOUNT });
  });
});

describe("what an example takes for granted", () => {
  const told = (...assumed: readonly Assumption[]): readonly string[] =>
    exampleOf("role", WRITES, { assumed }).provided;

  test.each([
    ["unread:p:Allow", true, "p allows it"],
    ["unread:p:Allow", false, "p does not allow it"],
    ["unread:p:Deny", true, "p denies it"],
    ["unread:p:Deny", false, "p does not deny it"],
    ["unread:p (not in the plan: a:b):Allow", true, "p (not in the plan: a:b) allows it"],
    ["unread:two\nlines:Deny", false, "two\nlines does not deny it"],
    ["unread:unread:p:Allow", true, "unread:p allows it"],
    ["unread:p:everyone", true, "it depends on what p says"],
    ["unread:p:Allow:account", false, "it depends on what p:Allow says"],
  ])("is whether a policy that cannot be read allows or denies it: %j is %s", (id, holds, words) => {
    expect(told({ id, about: "what the policy p says", holds })).toEqual([words]);
  });

  test.each([
    ["grant:g", "what the grant g gives", true, "it depends on what the grant g gives"],
    ["grant:g", "it is not known before apply who gets it", true, "g: it is not known before apply who gets it"],
    ["account-allows", "the account's own policies allow it, too", true, "the account's own policies allow it, too"],
    ["account-allows", "the account's own policies allow it, too", false, "the account's own policies do not allow it"],
    [
      "c",
      "condition IpAddress on aws:SourceIp (10.0.0.0/8)",
      true,
      "condition IpAddress on aws:SourceIp (10.0.0.0/8) holds",
    ],
    [
      "c",
      "condition IpAddress on aws:SourceIp (10.0.0.0/8)",
      false,
      "condition IpAddress on aws:SourceIp (10.0.0.0/8) does not hold",
    ],
    ["p", "whether the resource matches a${x}", true, "the resource matches a${x}"],
    ["p", "whether the resource matches a${x}", false, "the resource does not match a${x}"],
    ["p", "whether k matches whether x matches y", false, "k does not match whether x matches y"],
    ["s", "who ${x} is, whether it matches a", true, "who ${x} is, whether it matches a: yes"],
    ["s", "whether the resource is in the role's account", true, "whether the resource is in the role's account: yes"],
    ["s", "whether the resource is in the role's account", false, "whether the resource is in the role's account: no"],
    ["my-grant:g", "the last condition of g", true, "the last condition of g: yes"],
    ["my-unread:p:Allow", "something", false, "something: no"],
  ])("is what nobody knows, in words: %s: %s, %s", (id, about, holds, words) => {
    expect(told({ id, about, holds })).toEqual([words]);
  });

  test("is told once", () => {
    const one = { id: "account-allows", about: "the account's own policies allow it, too", holds: true };
    expect(told(one, { ...one })).toEqual([one.about]);
  });
});
