import { contextOf, type ContextValue } from "../../lib/access/context";
import { covers } from "../../lib/access/covers";
import { type AccessInput, accessFormula, trustFormula } from "../../lib/access/decide";
import { type Request, blame, explain } from "../../lib/access/explain";
import { type Formula, atomsOf } from "../../lib/access/formula";
import type { KeyGrant } from "../../lib/access/grants";
import { needFormula } from "../../lib/access/need";
import { ACCOUNT, MEDIACONVERT, OTHER_ACCOUNT, ROLE, ROOT, SESSION, allow, deny, namedPolicy, policy } from "./support";

type Keys = { readonly [key: string]: ContextValue };

const OBJECT = "arn:aws:s3:::in/a";
const READ = policy(allow("s3:GetObject", "arn:aws:s3:::in/*"));
const aws = (principal: unknown, more: object = {}, resource = "*", action = "s3:*") =>
  policy(
    allow(action, resource, { Principal: typeof principal === "string" ? { AWS: principal } : principal, ...more }),
  );
const none = policy(allow("x:y", "*"));

const request = (
  action: string,
  resource: string,
  keys: Keys = {},
  others: "absent" | "unknown" = "absent",
): Request => ({
  action,
  resource,
  context: contextOf(keys, others),
});

const plain = (input: Partial<AccessInput>): AccessInput => ({
  kind: "plain",
  caller: ROLE,
  identity: [READ],
  ...input,
});

const verdict = (input: AccessInput, asked: Request) => blame(input, asked).verdict;

describe("a role in its own account, and its boundary", () => {
  const SAME = { sameAccount: true };
  test.each<[what: string, input: Partial<AccessInput>, expected: string]>([
    ["identity policy alone", {}, "allowed"],
    ["no policy", { identity: [] }, "denied"],
    ["boundary that allows it", { boundary: policy(allow("s3:*", "*")) }, "allowed"],
    ["boundary of something else", { boundary: policy(allow("kms:*", "*")) }, "denied"],
    ["boundary alone", { identity: [], boundary: policy(allow("s3:*", "*")) }, "denied"],
    ["boundary that denies", { boundary: policy(allow("*", "*"), deny("s3:Get*", "*")) }, "denied"],
    ["explicit deny", { identity: [READ, policy(deny("*", "arn:aws:s3:::in/a"))] }, "denied"],
    [
      "resource policy alone, by role ARN",
      { identity: [none], resourcePolicy: { documents: [aws(ROLE.roleArn)], ...SAME } },
      "allowed",
    ],
    [
      "resource policy alone, by account: only delegates",
      { identity: [none], resourcePolicy: { documents: [aws(ROOT)], ...SAME } },
      "denied",
    ],
    [
      "resource policy for another role",
      { identity: [none], resourcePolicy: { documents: [aws(`${ROLE.roleArn}2`)], ...SAME } },
      "denied",
    ],
    [
      "resource policy for everyone",
      { identity: [none], resourcePolicy: { documents: [aws("*")], ...SAME } },
      "allowed",
    ],
    [
      "a boundary limits a resource policy by role ARN",
      {
        identity: [none],
        boundary: policy(allow("kms:*", "*")),
        resourcePolicy: { documents: [aws(ROLE.roleArn)], ...SAME },
      },
      "denied",
    ],
    [
      "and not one by the session's ARN",
      {
        caller: { ...ROLE, session: "job" },
        identity: [none],
        boundary: policy(allow("kms:*", "*")),
        resourcePolicy: { documents: [aws(SESSION)], ...SAME },
      },
      "allowed",
    ],
    [
      "a session that is not known",
      { identity: [none], resourcePolicy: { documents: [aws(SESSION)], ...SAME } },
      "unknown",
    ],
    [
      "another session",
      {
        caller: { ...ROLE, session: "other" },
        identity: [none],
        resourcePolicy: { documents: [aws(SESSION)], ...SAME },
      },
      "denied",
    ],
    [
      "for everyone against a boundary: not written down",
      { identity: [none], boundary: policy(allow("kms:*", "*")), resourcePolicy: { documents: [aws("*")], ...SAME } },
      "unknown",
    ],
    [
      "a deny in the resource's policy for the account",
      { resourcePolicy: { documents: [policy(deny("s3:*", "*", { Principal: { AWS: ACCOUNT } }))], ...SAME } },
      "denied",
    ],
    [
      "a deny for another account",
      { resourcePolicy: { documents: [policy(deny("s3:*", "*", { Principal: { AWS: OTHER_ACCOUNT } }))], ...SAME } },
      "allowed",
    ],
    ["a policy that is not read", { identity: [none, { name: "arn:aws:iam::aws:policy/X", unread: true }] }, "unknown"],
  ])("%s: %s", (_, input, expected) => {
    expect(verdict(plain(input), request("s3:GetObject", OBJECT))).toBe(expected);
  });
});

describe("NotPrincipal", () => {
  const denyAllBut = (...AWS: readonly string[]) => policy(deny("s3:*", "*", { NotPrincipal: { AWS } }));
  test.each<[exempt: readonly string[], expected: string]>([
    [[ROOT, ROLE.roleArn, SESSION], "allowed"],
    // Which of them IAM looks at first depends on the service.
    [[ROOT, ROLE.roleArn], "unknown"],
    [[ROLE.roleArn], "unknown"],
    [[ROOT], "unknown"],
    [[`arn:aws:iam::${OTHER_ACCOUNT}:root`], "denied"],
  ])("a Deny for all but %j: %s", (exempt, expected) => {
    const input = plain({
      caller: { ...ROLE, session: "job" },
      resourcePolicy: { documents: [denyAllBut(...exempt)], sameAccount: true },
    });
    expect(verdict(input, request("s3:GetObject", OBJECT))).toBe(expected);
  });
});

describe("across accounts", () => {
  const across = (...documents: ReturnType<typeof policy>[]): Partial<AccessInput> => ({
    resourcePolicy: { documents, sameAccount: false },
  });
  test.each<[what: string, input: Partial<AccessInput>, keys: Keys, expected: string]>([
    ["no bucket policy", across(), {}, "denied"],
    ["it names the role", across(aws(ROLE.roleArn)), {}, "allowed"],
    ["it names the account's root", across(aws(ROOT)), {}, "allowed"],
    ["it names the account", across(aws(ACCOUNT)), {}, "allowed"],
    ["it names another role", across(aws(`arn:aws:iam::${ACCOUNT}:role/other`)), {}, "denied"],
    ["it names the role, the role has no policy", { ...across(aws(ROLE.roleArn)), identity: [none] }, {}, "denied"],
    [
      "it names everyone in an organization, and the role is in it",
      across(aws("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })),
      { "aws:PrincipalOrgID": { value: "o-1" } },
      "allowed",
    ],
    [
      "and the role is in none",
      across(aws("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })),
      {},
      "denied",
    ],
    [
      "it denies all but an account by condition",
      across(
        aws(ROLE.roleArn),
        policy(
          deny("*", "*", { Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } } }),
        ),
      ),
      {},
      "denied",
    ],
    [
      "the boundary does not allow it",
      { ...across(aws(ROLE.roleArn)), boundary: policy(allow("kms:*", "*")) },
      {},
      "denied",
    ],
    [
      "the account is not known, and the role's policy is enough in one case only",
      { resourcePolicy: { documents: [], sameAccount: "unknown" } },
      {},
      "unknown",
    ],
    [
      "the account is not known, and does not matter",
      { resourcePolicy: { documents: [aws(ROLE.roleArn)], sameAccount: "unknown" } },
      {},
      "allowed",
    ],
    [
      "the bucket's policy is not read",
      { resourcePolicy: { documents: [{ name: "b", unread: true }], sameAccount: false } },
      {},
      "unknown",
    ],
    ["a role that Terraform makes", across(aws("${aws_iam_role.x.arn}")), {}, "unknown"],
    ["an id in place of a deleted role", across(aws("AROAEXAMPLEEXAMPLE123")), {}, "unknown"],
  ])("%s: %s", (_, input, keys, expected) => {
    expect(verdict(plain(input), request("s3:GetObject", OBJECT, keys))).toBe(expected);
  });
});

describe("keys", () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
  const USE = policy(allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY));
  const keyPolicy = (principal: unknown, more: object = {}) => aws(principal, more, "*", "kms:*");
  const kms = (input: Partial<AccessInput>): AccessInput => ({ kind: "kms", caller: ROLE, identity: [USE], ...input });
  const same = (...documents: ReturnType<typeof policy>[]) => ({ resourcePolicy: { documents, sameAccount: true } });
  const across = (...documents: ReturnType<typeof policy>[]) => ({ resourcePolicy: { documents, sameAccount: false } });
  const grant = (more: Partial<KeyGrant> = {}): KeyGrant => ({
    name: "g",
    grantee: ROLE.roleArn,
    operations: ["Decrypt", "DescribeKey"],
    ...more,
  });
  const S3 = "arn:aws:s3:::in";

  test.each<[what: string, input: Partial<AccessInput>, expected: string]>([
    ["the key's policy delegates to the account", same(keyPolicy(ROOT)), "allowed"],
    ["it delegates, and the role has no policy", { ...same(keyPolicy(ROOT)), identity: [none] }, "denied"],
    [
      "it does not delegate: the role's policy does not count",
      same(keyPolicy(`arn:aws:iam::${ACCOUNT}:role/admin`)),
      "denied",
    ],
    ["it names the role: enough", { ...same(keyPolicy(ROLE.roleArn)), identity: [none] }, "allowed"],
    [
      "it names the role, the boundary does not allow it",
      { ...same(keyPolicy(ROLE.roleArn)), identity: [none], boundary: policy(allow("s3:*", "*")) },
      "denied",
    ],
    ["it delegates some actions only", same(aws(ROOT, {}, "*", "kms:Describe*")), "denied"],
    ["its policy is not known", {}, "unknown"],
    ["nothing allows, and its policy is not known", { identity: [none] }, "unknown"],
    [
      "nothing allows, and its policy says nothing",
      { identity: [none], resourcePolicy: { documents: [], sameAccount: true } },
      "denied",
    ],
    [
      "another account's key that names only its own root",
      across(keyPolicy(`arn:aws:iam::${OTHER_ACCOUNT}:root`)),
      "denied",
    ],
    ["another account's key that names the role's root", across(keyPolicy(ROOT)), "allowed"],
    [
      "another account's key that names the role, without a policy of the role",
      { ...across(keyPolicy(ROLE.roleArn)), identity: [none] },
      "denied",
    ],
    ["a grant, without any policy", { ...same(), identity: [none], grants: [grant()] }, "allowed"],
    ["a grant of another account's key", { ...across(), identity: [none], grants: [grant()] }, "allowed"],
    ["a grant for another key", { ...same(), identity: [none], grants: [grant({ keyArn: `${KEY}2` })] }, "denied"],
    ["a grant for this key", { ...same(), identity: [none], grants: [grant({ keyArn: KEY })] }, "allowed"],
    [
      "a grant of another operation",
      { ...same(), identity: [none], grants: [grant({ operations: ["Encrypt"] })] },
      "denied",
    ],
    [
      "a grant to another role",
      { ...same(), identity: [none], grants: [grant({ grantee: `${ROLE.roleArn}2` })] },
      "denied",
    ],
    [
      "a grant against an explicit deny of the role",
      { ...same(), identity: [policy(deny("kms:Decrypt", "*"))], grants: [grant()] },
      "denied",
    ],
    [
      "a grant against an explicit deny of the key",
      { ...same(policy(deny("kms:*", "*", { Principal: "*" }))), identity: [none], grants: [grant()] },
      "denied",
    ],
    [
      "a grant against an explicit deny of the boundary",
      { ...same(), identity: [none], boundary: policy(deny("kms:*", "*")), grants: [grant()] },
      "denied",
    ],
    ["a grant where the key's policy is not known: it may deny", { identity: [none], grants: [grant()] }, "unknown"],
    [
      "kms:CallerAccount is the role's",
      same(keyPolicy("*", { Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT } } })),
      "allowed",
    ],
    [
      "kms:CallerAccount is another",
      same(keyPolicy("*", { Condition: { StringEquals: { "kms:CallerAccount": OTHER_ACCOUNT } } })),
      "denied",
    ],
  ])("%s: %s", (_, input, expected) => {
    expect(verdict(kms(input), request("kms:Decrypt", KEY))).toBe(expected);
  });

  const CONTEXT = "kms:EncryptionContext:aws:s3:arn";
  const KEYS = "kms:EncryptionContextKeys";
  test.each<[what: string, kind: "equals" | "subset", keys: Keys, others: "absent" | "unknown", expected: string]>([
    ["the same", "equals", { [CONTEXT]: { value: S3 } }, "absent", "allowed"],
    [
      "one pair more",
      "equals",
      { [CONTEXT]: { value: S3 }, "kms:EncryptionContext:x": { value: "1" } },
      "absent",
      "denied",
    ],
    [
      "one pair more",
      "subset",
      { [CONTEXT]: { value: S3 }, "kms:EncryptionContext:x": { value: "1" } },
      "absent",
      "allowed",
    ],
    ["another value", "subset", { [CONTEXT]: { value: `${S3}2` } }, "absent", "denied"],
    ["another case of the value", "subset", { [CONTEXT]: { value: S3.toUpperCase() } }, "absent", "denied"],
    ["no context", "subset", {}, "absent", "denied"],
    ["no context", "equals", {}, "absent", "denied"],
    ["not known", "subset", {}, "unknown", "unknown"],
    ["not known whether there is more", "equals", { [CONTEXT]: { value: S3 } }, "unknown", "unknown"],
    [
      "the keys are known",
      "equals",
      { [CONTEXT]: { value: S3 }, [KEYS]: { values: ["aws:s3:arn"] } },
      "unknown",
      "allowed",
    ],
    [
      "the keys are known, one more",
      "equals",
      { [CONTEXT]: { value: S3 }, [KEYS]: { values: ["aws:s3:arn", "x"] } },
      "unknown",
      "denied",
    ],
  ])("a grant's constraint, %s (%s)", (_, kind, keys, others, expected) => {
    const input = kms({
      ...same(),
      identity: [none],
      grants: [grant({ constraint: { kind, context: { "aws:s3:arn": S3 } } })],
    });
    expect(verdict(input, request("kms:Decrypt", KEY, keys, others))).toBe(expected);
    // A constraint does not bind operations without an encryption context.
    expect(verdict(input, request("kms:DescribeKey", KEY, keys, others))).toBe("allowed");
  });

  test.each<[condition: object, keys: Keys, expected: string]>([
    [{ StringEquals: { [CONTEXT]: S3 } }, { [CONTEXT]: { value: S3 } }, "allowed"],
    [
      { StringEquals: { "kms:EncryptionContext:project": "x" } },
      { "kms:EncryptionContext:project": { value: "x" } },
      "allowed",
    ],
    [
      { StringNotEquals: { "kms:EncryptionContext:project": "x" } },
      { "kms:EncryptionContext:project": { value: "x" } },
      "denied",
    ],
    [
      { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      { "kms:ViaService": { value: "s3.eu-west-1.amazonaws.com" } },
      "allowed",
    ],
    [
      { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      { "kms:ViaService": { value: "secretsmanager.eu-west-1.amazonaws.com" } },
      "denied",
    ],
    [{ Bool: { "kms:GrantIsForAWSResource": true } }, {}, "denied"],
  ])("a key's policy with %j", (condition, keys, expected) => {
    const input = kms({ ...same(keyPolicy(ROLE.roleArn, { Condition: condition })), identity: [none] });
    expect(verdict(input, request("kms:Decrypt", KEY, keys))).toBe(expected);
  });
});

describe("trust", () => {
  const trust = (more: object) =>
    policy({ Effect: "Allow", Principal: { Service: MEDIACONVERT.service }, Action: "sts:AssumeRole", ...more });
  const PROTECTED = {
    Condition: {
      StringEquals: { "aws:SourceAccount": ACCOUNT },
      ArnLike: { "aws:SourceArn": `arn:aws:mediaconvert:eu-west-1:${ACCOUNT}:*` },
    },
  };
  const SOURCE: Keys = {
    "aws:SourceAccount": { value: ACCOUNT },
    "aws:SourceArn": { value: `arn:aws:mediaconvert:eu-west-1:${ACCOUNT}:queues/Default` },
  };
  const assume = needFormula({ actions: ["sts:AssumeRole"], resources: [ROLE.roleArn] });
  const verdictOf = (document: ReturnType<typeof policy>, keys: Keys = {}) =>
    covers(assume, trustFormula([document], contextOf(keys, "absent"), MEDIACONVERT)).verdict;

  test("the service, with and without protection", () => {
    expect(verdictOf(trust({}))).toBe("allowed");
    expect(verdictOf(trust(PROTECTED), SOURCE)).toBe("allowed");
    expect(verdictOf(trust(PROTECTED))).toBe("denied");
    expect(verdictOf(trust(PROTECTED), { ...SOURCE, "aws:SourceAccount": { value: OTHER_ACCOUNT } })).toBe("denied");
  });

  test("others", () => {
    expect(verdictOf(trust({ Principal: { Service: "ec2.amazonaws.com" } }))).toBe("denied");
    expect(verdictOf(trust({ Principal: { AWS: ROOT } }))).toBe("denied");
    expect(verdictOf(trust({ Action: "sts:TagSession" }))).toBe("denied");
    expect(verdictOf(trust({ Principal: "*" }))).toBe("unknown");
    const denied = policy(
      { Effect: "Allow", Principal: { Service: MEDIACONVERT.service }, Action: "sts:AssumeRole" },
      { Effect: "Deny", Principal: "*", Action: "sts:*" },
    );
    expect(verdictOf(denied)).toBe("denied");
  });
});

describe("a role in the trust policy of another", () => {
  const trusts = (AWS: string) => policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
  test.each<[principal: string, expected: string]>([
    [ROLE.roleArn, "allowed"],
    [SESSION, "allowed"],
    [ROOT, "allowed"],
    [ACCOUNT, "allowed"],
    ["*", "allowed"],
    [`${ROLE.roleArn}2`, "denied"],
    [SESSION.replace("job", "other"), "denied"],
    [OTHER_ACCOUNT, "denied"],
  ])("%s: %s", (principal, expected) => {
    const assume = needFormula({ actions: ["sts:AssumeRole"], resources: [`arn:aws:iam::${ACCOUNT}:role/b`] });
    const caller = { ...ROLE, session: "job" };
    expect(covers(assume, trustFormula([trusts(principal)], contextOf({}, "absent"), caller)).verdict).toBe(expected);
  });
});

describe("a service that calls for itself", () => {
  const bucket = (sameAccount: boolean, ...more: readonly object[]): Partial<AccessInput> => ({
    caller: MEDIACONVERT,
    identity: [],
    resourcePolicy: {
      documents: [policy(allow("s3:*", "*", { Principal: { Service: MEDIACONVERT.service } }), ...more)],
      sameAccount,
    },
  });
  const everything = policy(allow("*", "*"));

  test.each<[what: string, input: Partial<AccessInput>, expected: string]>([
    ["the resource's policy names it", bucket(true), "allowed"],
    ["a service is of no account", bucket(false), "allowed"],
    [
      "it names nobody",
      { caller: MEDIACONVERT, identity: [], resourcePolicy: { documents: [], sameAccount: true } },
      "denied",
    ],
    ["the resource's policy denies", bucket(true, deny("s3:*", "*", { Principal: "*" })), "denied"],
    // They are the policies of a role, which a service is not.
    [
      "policies of identities do not give it anything",
      { caller: MEDIACONVERT, identity: [everything], resourcePolicy: { documents: [], sameAccount: true } },
      "denied",
    ],
    [
      "nor do they take anything away, or boundaries",
      { ...bucket(true), identity: [policy(deny("*", "*"))], boundary: policy(deny("*", "*")) },
      "allowed",
    ],
  ])("%s: %s", (_, input, expected) => {
    expect(verdict(plain(input), request("s3:GetObject", OBJECT))).toBe(expected);
  });
});

describe("what is not known is said", () => {
  const aboutOf = (formula: Formula): readonly string[] =>
    atomsOf(formula).flatMap((atom) => (atom.kind === "opaque" ? [atom.about] : []));

  test("whose the resource is", () => {
    const input = plain({ resourcePolicy: { documents: [], sameAccount: "unknown" } });
    expect(aboutOf(accessFormula(input, contextOf({})).formula)).toContain(
      "whether the resource is in the role's account",
    );
  });

  test("whether everyone is a service as well", () => {
    const document = policy({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
    expect(aboutOf(trustFormula([document], contextOf({}), MEDIACONVERT))).toEqual([
      "whether * in a trust policy includes services",
    ]);
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
describe("what follows from who calls", () => {
  const asks = (input: Partial<AccessInput>, operator: string, key: string, value: string): string => {
    const statement = allow("s3:GetObject", "*", { Condition: { [operator]: { [key]: value } } });
    const context = contextOf({}, "absent");
    const need = needFormula({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::in/a"], context });
    return covers(need, accessFormula(plain({ identity: [policy(statement)], ...input }), context).formula).verdict;
  };

  test.each([
    ["ArnEquals", "aws:PrincipalArn", ROLE.roleArn, "allowed"],
    ["ArnEquals", "aws:PrincipalArn", `${ROLE.roleArn}s`, "denied"],
    ["StringEquals", "aws:PrincipalAccount", ACCOUNT, "allowed"],
    ["StringEquals", "aws:PrincipalAccount", OTHER_ACCOUNT, "denied"],
    ["StringEquals", "aws:PrincipalType", "AssumedRole", "allowed"],
    ["StringEquals", "aws:PrincipalType", "User", "denied"],
    ["Bool", "aws:PrincipalIsAWSService", "false", "allowed"],
    ["Bool", "aws:PrincipalIsAWSService", "true", "denied"],
    ["StringEquals", "kms:CallerAccount", ACCOUNT, "denied"],
  ])("of a role: %s %s %s", (operator, key, value, verdict) => {
    expect(asks({}, operator, key, value)).toBe(verdict);
  });

  test.each([
    ["Bool", "aws:PrincipalIsAWSService", "true", "allowed"],
    ["Bool", "aws:PrincipalIsAWSService", "false", "denied"],
    ["StringEquals", "aws:PrincipalServiceName", MEDIACONVERT.service, "allowed"],
    ["StringEquals", "aws:PrincipalServiceName", "ec2.amazonaws.com", "denied"],
  ])("of a service: %s %s %s", (operator, key, value, verdict) => {
    const document = policy({
      Effect: "Allow",
      Principal: { Service: MEDIACONVERT.service },
      Action: "sts:AssumeRole",
      Condition: { [operator]: { [key]: value } },
    });
    const assume = needFormula({ actions: ["sts:AssumeRole"], resources: [ROLE.roleArn] });
    expect(covers(assume, trustFormula([document], contextOf({}, "absent"), MEDIACONVERT)).verdict).toBe(verdict);
  });
});

describe("covers: needs that are sets", () => {
  const context = contextOf({ "kms:ViaService": { glob: "s3.*.amazonaws.com" } });
  const ask = (identity: ReturnType<typeof policy>, actions: readonly string[], resources: readonly string[]) =>
    covers(
      needFormula({ actions, resources, context }),
      accessFormula(plain({ identity: [identity] }), context).formula,
    );

  test("a pattern lies in the union of two", () => {
    const both = policy(allow("s3:*", "arn:aws:s3:::in/a*"), {
      Effect: "Allow",
      Action: "s3:*",
      NotResource: "arn:aws:s3:::in/a*",
    });
    expect(ask(both, ["s3:GetObject"], ["arn:aws:s3:::in/*"]).verdict).toBe("allowed");
  });

  test("a gap is shown", () => {
    expect(ask(policy(allow("s3:GetObject", "arn:aws:s3:::in/a/*")), ["s3:GetObject"], ["arn:aws:s3:::in/*"])).toEqual({
      verdict: "denied",
      witness: {
        values: {
          action: "s3:getobject",
          resource: "arn:aws:s3:::in/x",
          "context:kms:viaservice": "s3..amazonaws.com",
        },
        assumed: [],
      },
    });
  });

  test("a pattern of a condition's value", () => {
    const via = (values: unknown) =>
      policy(allow("s3:*", "*", { Condition: { StringLike: { "kms:ViaService": values } } }));
    expect(ask(via("s3.*"), ["s3:GetObject"], ["*"]).verdict).toBe("allowed");
    expect(ask(via("s3.eu-*.amazonaws.com"), ["s3:GetObject"], ["*"]).verdict).toBe("denied");
  });

  test("what is not known makes it unknown, and is named", () => {
    const found = ask(
      policy(
        allow("s3:*", "*", {
          Condition: { Bool: { "aws:SecureTransport": "true" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
        }),
      ),
      ["s3:GetObject"],
      ["*"],
    );
    expect(found).toMatchObject({ verdict: "unknown" });
    expect(found.verdict === "unknown" && [...found.about].sort()).toEqual([
      "condition IpAddress on aws:SourceIp (10.0.0.0/8)",
      "the value of aws:securetransport",
      "the value of aws:sourceip",
    ]);
  });

  test("a denial is a denial whatever is unknown", () => {
    const document = policy(allow("s3:GetObject", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } }));
    expect(ask(document, ["s3:GetObject", "s3:PutObject"], ["*"])).toMatchObject({
      verdict: "denied",
      witness: { values: { action: "s3:putobject" } },
    });
  });

  test("an allowance is one whatever is unknown", () => {
    const tls = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
    const notTls = { Condition: { StringNotEquals: { "aws:SecureTransport": "true" } } };
    expect(ask(policy(allow("s3:*", "*", tls), allow("s3:*", "*", notTls)), ["s3:GetObject"], ["*"]).verdict).toBe(
      "allowed",
    );
  });

  test("an escaped star is a star, and a variable whoever it is", () => {
    const escaped = "arn:aws:s3:::in/${*}";
    expect(ask(policy(allow("s3:*", escaped)), ["s3:GetObject"], [escaped]).verdict).toBe("allowed");
    expect(ask(policy(allow("s3:*", escaped)), ["s3:GetObject"], ["arn:aws:s3:::in/*"]).verdict).toBe("denied");
    const own = "arn:aws:s3:::in/${aws:username}";
    expect(ask(policy(allow("s3:*", own)), ["s3:GetObject"], [own]).verdict).toBe("allowed");
  });

  test("a need of Terraform's text is met by the same text only", () => {
    const resource = "${aws_s3_bucket.in.arn}/*";
    expect(ask(policy(allow("s3:*", resource)), ["s3:GetObject"], [resource]).verdict).toBe("allowed");
    expect(ask(policy(allow("s3:*", "${aws_s3_bucket.out.arn}/*")), ["s3:GetObject"], [resource]).verdict).toBe(
      "unknown",
    );
    expect(ask(policy(allow("s3:*", "*")), ["s3:GetObject"], [resource]).verdict).toBe("allowed");
  });
});

describe("blame and explain", () => {
  test("the statement that allows, and the one that denies", () => {
    const documents = [
      namedPolicy("a", allow("s3:*", "*", { Sid: "All" }), allow("kms:*", "*")),
      namedPolicy(
        "b",
        deny("s3:Get*", "arn:aws:s3:::in/*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ),
    ];
    const all = { document: "a", index: 0, sid: "All" };
    expect(explain(documents, request("s3:GetObject", OBJECT, { "aws:SecureTransport": { value: "false" } }))).toEqual({
      allowedBy: [all],
      deniedBy: [{ document: "b", index: 0 }],
      possiblyAllowedBy: [],
      possiblyDeniedBy: [],
    });
    expect(explain(documents, request("s3:GetObject", OBJECT, {}, "unknown"))).toMatchObject({
      allowedBy: [all],
      deniedBy: [],
      possiblyDeniedBy: [{ document: "b", index: 0 }],
    });
  });

  test("a condition that nothing can meet denies, although its key is not known", () => {
    const never = { Condition: { StringEquals: { "x:k": "a" }, StringNotEquals: { "x:k": "a" } } };
    const input = plain({ identity: [policy(allow("s3:*", "*", never))] });
    expect(verdict(input, request("s3:GetObject", OBJECT, {}, "unknown"))).toBe("denied");
  });

  test("the layer that is missing", () => {
    const asked = request("s3:GetObject", OBJECT);
    const missing = (input: Partial<AccessInput>) => blame(plain(input), asked).missing;
    expect(missing({})).toEqual([]);
    expect(missing({ boundary: policy(allow("kms:*", "*")) })).toEqual([["boundary"]]);
    expect(missing({ identity: [none] })).toEqual([["identity"], ["resource"]]);
    expect(missing({ identity: [none], resourcePolicy: { documents: [], sameAccount: false } })).toEqual([
      ["identity", "resource"],
      ["identity", "account"],
    ]);
    expect(missing({ identity: [READ, policy(deny("*", "*"))] })).toEqual([]);
  });

  test("who denies", () => {
    const input = plain({
      identity: [READ],
      boundary: namedPolicy("boundary", allow("*", "*"), deny("s3:*", "*", { Sid: "No" })),
      resourcePolicy: { documents: [namedPolicy("bucket", deny("s3:*", "*", { Principal: "*" }))], sameAccount: true },
    });
    const found = blame(input, request("s3:GetObject", OBJECT));
    expect(found.deniedBy).toEqual([
      { document: "boundary", index: 1, sid: "No" },
      { document: "bucket", index: 0 },
    ]);
    expect(found.layers).toMatchObject({ identity: "yes", boundary: "yes", denies: "yes" });
  });

  test("who denies, by a condition on who calls", () => {
    const to = (arn: string) => ({ Condition: { ArnEquals: { "aws:PrincipalArn": arn } } });
    const input = plain({
      identity: [
        READ,
        namedPolicy("own", deny("s3:*", "*", to(ROLE.roleArn)), deny("s3:*", "*", to(`${ROLE.roleArn}s`))),
      ],
      resourcePolicy: {
        documents: [namedPolicy("bucket", deny("s3:*", "*", { Principal: "*", ...to(ROLE.roleArn) }))],
        sameAccount: true,
      },
    });
    expect(blame(input, request("s3:GetObject", OBJECT)).deniedBy).toEqual([
      { document: "own", index: 0 },
      { document: "bucket", index: 0 },
    ]);
  });

  test("a key's policy that neither allows nor delegates", () => {
    const input: AccessInput = {
      kind: "kms",
      caller: ROLE,
      identity: [policy(allow("kms:*", "*"))],
      resourcePolicy: { documents: [], sameAccount: true },
    };
    expect(blame(input, request("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1")).missing).toEqual([
      ["resource"],
      ["account"],
      ["grants"],
    ]);
  });
});
