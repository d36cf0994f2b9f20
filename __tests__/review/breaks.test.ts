/** Findings by which jobs may stop working. */
import type { Finding } from "../../lib/review/report";
import { reviewOf } from "../../lib/review/review";
import type { RoleFacts } from "../../lib/roles/facts";
import type { Moment, ObjectFate } from "../../lib/roles/sides";
import { TRUST, documentOf, roleOf, roleWith, roleWithout, sidesOf } from "./sides-of";
import { KEY, SERVICE } from "./names";

const ADDRESS = "aws_iam_role.media";
const POLICY = "aws_iam_role_policy.p";
const OUT = "arn:aws:s3:::acme-out/*";
const DEFAULT = "MediaConvert_Default_Role";

const findingsOf = (before: Partial<Moment>, after: Partial<Moment>, fate?: ObjectFate): readonly Finding[] => {
  const compared = { kind: "plan", before: "", after: "" } as const;
  const fates = new Map(fate === undefined ? [] : [[ADDRESS, fate]]);
  return reviewOf(sidesOf(before, after, { fates }), { compared, suppressions: [], showSensitive: false }).findings;
};

/** MediaConvert may do anything with the role. */
const anyTrust = (): NonNullable<RoleFacts["trust"]> => ({
  name: ADDRESS,
  document: documentOf({ Principal: { Service: SERVICE }, Action: "*" }),
});

/** `subject: what is said`, of the findings of one rule. */
const told = (rule: string, findings: readonly Finding[]): readonly string[] =>
  findings.filter((finding) => finding.rule === rule).map(({ subject, says }) => `${subject}: ${says}`);

const rolesOf = (role: RoleFacts | undefined): Partial<Moment> => ({ roles: role === undefined ? [] : [role] });

const on = (Action: string | readonly string[], Resource: string | readonly string[]): object => ({ Action, Resource });

const LAMBDA_TRUST = {
  name: ADDRESS,
  document: documentOf({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
};

describe("a role is for MediaConvert", () => {
  const losing = (more: Partial<RoleFacts>): readonly Finding[] =>
    findingsOf(rolesOf({ ...roleWith(on("s3:GetObject", OUT)), ...more }), rolesOf(roleOf(more)));

  test.each<[string, Partial<RoleFacts>, boolean]>([
    ["which it trusts", {}, true],
    ["which it trusts, in text", { trust: { name: ADDRESS, document: JSON.stringify(TRUST) } }, true],
    ["by the name of the console's default role", { roleName: DEFAULT, trust: LAMBDA_TRUST }, true],
    ["and not where it trusts another service", { trust: LAMBDA_TRUST }, false],
    [
      "and not where it trusts another one, in text",
      { trust: { name: ADDRESS, document: JSON.stringify(LAMBDA_TRUST.document) } },
      false,
    ],
    ["and not where nothing is known", { trust: { name: ADDRESS, document: undefined } }, false],
  ])("%s", (_, more, isOne) => {
    expect(told("access-lost", losing(more))).toHaveLength(isOne ? 1 : 0);
  });
});

describe("access is lost", () => {
  test.each<[string, readonly object[], readonly string[]]>([
    [
      "to objects",
      [on("s3:GetObject", OUT)],
      [`s3:GetObject on ${OUT}: can no longer \`s3:GetObject\` on \`acme-out/*\``],
    ],
    [
      "to several",
      [on(["s3:GetObject", "s3:PutObject"], [OUT, "arn:aws:s3:::acme-in/*"])],
      [
        `s3:GetObject, s3:PutObject on ${OUT}, arn:aws:s3:::acme-in/*: can no longer \`s3:GetObject\` and \`s3:PutObject\` on \`acme-out/*\` and \`acme-in/*\``,
      ],
    ],
    ["to a key", [on("kms:Decrypt", KEY)], [`kms:Decrypt on ${KEY}: can no longer \`kms:Decrypt\` on \`${KEY}\``]],
    ["to anything", [on("*", "*")], ["* on *: can no longer `*` on `*`"]],
    [
      "to what jobs need, among others",
      [on(["sqs:SendMessage", "events:PutEvents"], "*")],
      ["sqs:SendMessage, events:PutEvents on *: can no longer `sqs:SendMessage` and `events:PutEvents` on `*`"],
    ],
    ["to what no job needs", [on("sqs:SendMessage", "*")], []],
    ["to a service whose name only ends like one", [on("my-s3:GetObject", "*")], []],
    [
      "to all but something",
      [{ NotAction: "iam:*", Resource: OUT }],
      [` on ${OUT}: can no longer do everything but \`iam:*\` on \`acme-out/*\``],
    ],
  ])("%s", (_, before, expected) => {
    const found = findingsOf(rolesOf(roleWith(...before)), rolesOf(roleOf()));
    expect(told("access-lost", found)).toEqual(expected.map((one) => `${ADDRESS}: ${one}`));
    expect(
      found.filter(({ rule }) => rule === "access-lost").every(({ where, of }) => where === POLICY && of === ADDRESS),
    ).toBe(true);
  });

  test("and not to the role itself, nor gained, nor perhaps", () => {
    const unknown = roleOf({ gaps: [{ where: "w", what: "not in the plan", of: "identity" }] });
    const reading = roleWith(on("s3:GetObject", OUT));
    const found = [
      findingsOf(rolesOf(roleOf({ trust: anyTrust() })), rolesOf(roleOf({ trust: LAMBDA_TRUST }))),
      findingsOf(rolesOf(roleOf()), rolesOf(reading)),
      findingsOf(rolesOf(reading), rolesOf(unknown)),
    ];
    expect(found.flatMap((findings) => told("access-lost", findings))).toEqual([]);
  });
});

describe("the role is another one", () => {
  const named = (roleName: string | undefined): RoleFacts =>
    roleName === undefined ? roleWithout("roleName") : roleOf({ roleName });
  const REPLACED: ObjectFate = { actions: ["delete", "create"], isImported: false };
  const DELETED: ObjectFate = { actions: ["delete"], isImported: false };

  test.each<[string, RoleFacts, RoleFacts | undefined, ObjectFate | undefined, readonly string[]]>([
    ["of another name", named(DEFAULT), named("media"), undefined, [`${DEFAULT}: \`${DEFAULT}\` becomes \`media\``]],
    [
      "of a name not known yet",
      named(DEFAULT),
      named(undefined),
      undefined,
      [`${DEFAULT}: \`${DEFAULT}\` gets a name that is known only after apply`],
    ],
    ["or none", named(DEFAULT), undefined, DELETED, [`${DEFAULT}: \`${DEFAULT}\` is deleted`]],
    ["of the same name", named(DEFAULT), named(DEFAULT), REPLACED, []],
    ["that was not the default role", named("media"), named("other"), REPLACED, []],
  ])("than the console's default role: %s", (_, before, after, fate, expected) => {
    const found = told("default-role-renamed", findingsOf(rolesOf(before), rolesOf(after), fate));
    expect(found).toEqual(expected.map((one) => `${ADDRESS}: ${one}`));
  });

  test.each<[string, RoleFacts | undefined, RoleFacts | undefined, ObjectFate | undefined, readonly string[]]>([
    ["made again", named("media"), named("media"), REPLACED, ["media: the role `media` is deleted and made again"]],
    [
      "made again, under the default name",
      named(DEFAULT),
      named(DEFAULT),
      REPLACED,
      [`${DEFAULT}: the role \`${DEFAULT}\` is deleted and made again`],
    ],
    ["deleted", named("media"), undefined, DELETED, ["media: the role `media` is deleted"]],
    ["deleted, of a name that is not known", named(undefined), undefined, DELETED, ["role: the role is deleted"]],
    ["deleted, and told of by its name already", named(DEFAULT), undefined, DELETED, []],
    [
      "changed",
      named("media"),
      { ...named("media"), identity: roleWith(on("s3:GetObject", OUT)).identity },
      { actions: ["update"], isImported: false },
      [],
    ],
    ["new", undefined, named("media"), { actions: ["create"], isImported: false }, []],
  ])("as far as AWS is concerned: %s", (_, before, after, fate, expected) => {
    const found = told("role-replaced", findingsOf(rolesOf(before), rolesOf(after), fate));
    expect(found).toEqual(expected.map((one) => `${ADDRESS}: ${one}`));
  });
});

describe("MediaConvert cannot use the role", () => {
  test.each<[string, string | undefined, boolean]>([
    ["for any other path", "/media/", true],
    ["for a path below it", "/service-role/media/", true],
    ["and can at the root", "/", false],
    ["and can for service roles", "/service-role/", false],
    ["and may where the path is not known", undefined, false],
  ])("%s", (_, path, isTold) => {
    const { path: usual, ...role } = roleWith(on("s3:GetObject", OUT));
    expect(usual).toBe("/");
    const found = findingsOf({}, rolesOf(path === undefined ? role : { ...role, path }));
    expect(told("role-path", found)).toEqual(
      isTold ? [`${ADDRESS}: ${path ?? ""}: the role's path is \`${path ?? ""}\``] : [],
    );
  });

  const trusting = (principals: object, more: Partial<RoleFacts> = {}): RoleFacts =>
    roleOf({ trust: { name: ADDRESS, document: documentOf({ ...principals, Action: "sts:AssumeRole" }) }, ...more });
  const NOT_LET = `${ADDRESS}: media: the trust policy does not let \`${SERVICE}\` assume the role`;

  test.each<[string, RoleFacts | undefined, readonly string[]]>([
    ["that it trusts no longer", roleOf({ trust: LAMBDA_TRUST }), [NOT_LET]],
    [
      "that it lets do something else",
      roleOf({
        trust: { name: ADDRESS, document: documentOf({ Principal: { Service: SERVICE }, Action: "sts:TagSession" }) },
      }),
      [NOT_LET],
    ],
    ["that trusts only the other of two", trusting({ Principal: { Service: "lambda.amazonaws.com" } }), [NOT_LET]],
    ["of which the trust policy is not known", undefined, []],
    ["that trusts it beside another", trusting({ Principal: { Service: [SERVICE, "lambda.amazonaws.com"] } }), []],
    ["that trusts it without a condition", trusting({ Principal: { Service: SERVICE } }), []],
    ["that trusts everyone but another", trusting({ NotPrincipal: { Service: "lambda.amazonaws.com" } }), []],
  ])("for a role %s", (_, after, expected) => {
    const found = findingsOf(rolesOf(roleOf()), rolesOf(after ?? roleWithout("trust")));
    expect(told("mediaconvert-not-trusted", found)).toEqual(expected);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["only lost", [SERVICE, "lambda.amazonaws.com"], ["lambda.amazonaws.com"]],
    ["only gained", ["lambda.amazonaws.com"], ["lambda.amazonaws.com", "ec2.amazonaws.com"]],
  ])("for a role of which trust is %s", (_, before, after) => {
    const [was, is] = [before, after].map((Service) => trusting({ Principal: { Service } }, { roleName: DEFAULT }));
    const found = told("mediaconvert-not-trusted", findingsOf(rolesOf(was), rolesOf(is)));
    expect(found).toEqual([NOT_LET.replace(" media:", ` ${DEFAULT}:`)]);
  });

  test("for a role whose name is not known, which has none in the subject", () => {
    const after = roleWithout("roleName", { trust: LAMBDA_TRUST });
    const found = findingsOf(rolesOf(roleOf()), rolesOf(after));
    expect(told("mediaconvert-not-trusted", found)).toEqual([NOT_LET.replace(" media:", " role:")]);
  });

  test("for a new role of the default name that trusts nobody", () => {
    const document = documentOf({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" });
    const found = findingsOf({}, rolesOf(roleOf({ roleName: DEFAULT, trust: { name: ADDRESS, document } })));
    expect(told("mediaconvert-not-trusted", found)).toEqual([NOT_LET.replace(" media:", ` ${DEFAULT}:`)]);
  });

  test("and that was so before", () => {
    const before = { ...roleOf({ trust: LAMBDA_TRUST }), roleName: DEFAULT };
    const after = { ...before, identity: roleWith(on("s3:GetObject", OUT)).identity };
    expect(told("mediaconvert-not-trusted", findingsOf(rolesOf(before), rolesOf(after)))).toEqual([]);
  });
});

describe("outputs are encrypted and cannot be read", () => {
  const MISSING = `${ADDRESS}: ${KEY}: the role may \`kms:GenerateDataKey\` with \`${KEY}\`, but not \`kms:Decrypt\``;

  test.each<[string, readonly object[], readonly string[]]>([
    ["with a key that only encrypts", [on("kms:GenerateDataKey", KEY)], [MISSING]],
    ["in other letters", [on(["kms:DescribeKey", "KMS:generatedatakey"], KEY)], [MISSING]],
    [
      "with one of two keys",
      [on("kms:GenerateDataKey", [KEY, KEY.replace("1234", "4321")]), on("kms:Decrypt", KEY.replace("1234", "4321"))],
      [MISSING],
    ],
    ["and can with both", [on(["kms:GenerateDataKey", "kms:Decrypt"], KEY)], []],
    ["and can by another statement", [on("kms:GenerateDataKey", KEY), on("kms:Decrypt", "*")], []],
    [
      "and are not, since that is denied",
      [on(["kms:DescribeKey", "kms:GenerateDataKey"], KEY), { ...on("kms:GenerateDataKey", KEY), Effect: "Deny" }],
      [],
    ],
    ["and are not, without plain text", [on("kms:GenerateDataKeyWithoutPlaintext", KEY)], []],
    ["and are not with what is no key", [on("kms:GenerateDataKey", "*")], []],
  ])("%s", (_, after, expected) => {
    const found = findingsOf(rolesOf(roleOf()), rolesOf(roleWith(...after)));
    expect(told("decrypt-missing", found)).toEqual(expected);
    expect(found.filter(({ rule }) => rule === "decrypt-missing").every(({ where }) => where === POLICY)).toBe(true);
  });

  test("and that was so before", () => {
    const before = roleWith(on("kms:GenerateDataKey", KEY));
    const after = roleWith(on("kms:GenerateDataKey", KEY), on("s3:GetObject", OUT));
    expect(told("decrypt-missing", findingsOf(rolesOf(before), rolesOf(after)))).toEqual([]);
  });

  test("among other changes", () => {
    const after = roleWith(on("s3:GetObject", OUT), on("kms:GenerateDataKey", KEY));
    expect(told("decrypt-missing", findingsOf(rolesOf(roleOf()), rolesOf(after)))).toEqual([MISSING]);
  });
});

describe("ACLs are set where there are none", () => {
  const ACL = `${ADDRESS}: acme-out: the role may \`s3:PutObjectAcl\` in bucket \`acme-out\`, which has no ACLs`;
  const at = (withoutAcls: boolean, ...statements: readonly object[]): Partial<Moment> => ({
    ...rolesOf(roleWith(...statements)),
    withoutAcls: new Set(withoutAcls ? ["acme-out"] : []),
  });
  const writes = on("s3:PutObject", OUT);
  const acls = (objects: string | readonly string[]): object => on(["s3:PutObject", "s3:PutObjectAcl"], objects);

  test.each<[string, Partial<Moment>, Partial<Moment>, readonly string[]]>([
    ["by a new permission", at(true, writes), at(true, acls(OUT)), [ACL]],
    ["by a new role", {}, at(true, acls(OUT)), [ACL]],
    [
      "by a new role, in a bucket that has had none",
      { withoutAcls: new Set(["acme-out"]) },
      at(true, acls(OUT)),
      [ACL],
    ],
    [
      "and are denied in this bucket",
      {},
      at(true, acls(["arn:aws:s3:::acme-in/*", OUT]), { ...on("s3:PutObjectAcl", OUT), Effect: "Deny" }),
      [],
    ],
    ["in a part of the bucket", at(true, writes), at(true, acls("arn:aws:s3:::acme-out/vod/*")), [ACL]],
    ["in one of two buckets", at(true, writes), at(true, acls(["arn:aws:s3:::acme-in/*", OUT])), [ACL]],
    ["in China", at(true, writes), at(true, acls("arn:aws-cn:s3:::acme-out/*")), [ACL]],
    ["in any partition", at(true, writes), at(true, acls("arn:*:s3:::acme-out/*")), [ACL]],
    ["in a bucket that had some", at(false, acls(OUT)), at(true, acls(OUT), on("s3:GetObject", OUT)), [ACL]],
    ["as before", at(true, acls(OUT)), at(true, acls(OUT), on("s3:GetObject", OUT)), []],
    ["where there are some", at(false, writes), at(false, acls(OUT)), []],
    ["in another bucket", at(true, writes), at(true, acls("arn:aws:s3:::acme-out-2/*"), writes), []],
    ["by a role that goes", at(true, acls(OUT)), {}, []],
    ["without the permission", {}, at(true, writes), []],
  ])("%s", (_, before, after, expected) => {
    expect(told("acl-with-enforced-ownership", findingsOf(before, after))).toEqual(expected);
  });
});

describe("nothing else is found", () => {
  test.each<[string, RoleFacts | undefined, RoleFacts, readonly string[]]>([
    ["about a new role", undefined, roleOf(), ["access-widened"]],
    ["about a permission more", roleOf(), roleWith(on("s3:GetObject", OUT)), ["read-widened"]],
    [
      "about a key that can be read with",
      roleOf(),
      roleWith(on(["kms:GenerateDataKey", "kms:Decrypt"], KEY)),
      ["write-widened"],
    ],
  ])("%s", (_, before, after, expected) => {
    const found = findingsOf(rolesOf(before), rolesOf(after)).map(({ rule }) => rule);
    expect([...found].sort()).toEqual(expected);
  });

  test("about trust that is held less", () => {
    const document = documentOf({ Principal: { Service: SERVICE }, Action: "sts:AssumeRole" });
    const found = findingsOf(rolesOf(roleOf()), rolesOf(roleOf({ trust: { name: ADDRESS, document } })));
    expect(found.map(({ rule }) => rule)).toEqual(["trust-condition-dropped"]);
  });

  test("about ACLs that were set before", () => {
    const moment = { ...rolesOf(roleWith(on("s3:PutObjectAcl", OUT))), withoutAcls: new Set(["acme-out"]) };
    const after = { ...moment, ...rolesOf(roleWith(on("s3:PutObjectAcl", OUT), on("s3:GetObject", OUT))) };
    expect(findingsOf(moment, after).map(({ rule }) => rule)).toEqual(["read-widened"]);
  });
});
