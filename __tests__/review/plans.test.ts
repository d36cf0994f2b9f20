import type { Verdict } from "../../lib/review/report";
import { planSidesOf } from "../../lib/roles/sides";
import { type Item, KEY, TRUST, change, configured, references } from "../roles/plans";
import {
  ACCOUNT,
  HELD_TRUST,
  IN,
  OTHER_ACCOUNT,
  OUT,
  SERVICE,
  type Told,
  allow,
  created,
  deleted,
  deny,
  findingOf,
  forgotten,
  kept,
  keptRole,
  onlyOf,
  onlyRole,
  planOf,
  policy,
  policyArn,
  policyValues,
  refusal,
  replaced,
  review,
  reviewPlan,
  reviewStacks,
  roleArn,
  roleValues,
  told,
  trust,
  turned,
  updated,
  within,
} from "./changes";

const ROLE = "aws_iam_role.media";
const INLINE = "aws_iam_role_policy.jobs";
const POLICY = "aws_iam_policy.jobs";
const ATTACHMENT = "aws_iam_role_policy_attachment.jobs";

const MEDIA = keptRole(ROLE, "media");
const READS = allow("s3:GetObject", IN);
const WRITES = allow("s3:PutObject", OUT);

const inline = (document: string, more: object = {}): object => ({
  id: "media:jobs",
  name: "jobs",
  role: "media",
  policy: document,
  ...more,
});

const attached = (arn: string, role = "media"): object => ({ id: `${role}/${arn}`, role, policy_arn: arn });

const mirrored: { readonly [verdict in Verdict]: Verdict } = {
  wider: "narrower",
  narrower: "wider",
  both: "both",
  same: "same",
  unknown: "unknown",
};

/** Both ways of a change whose values are all known. */
const bothWays = (
  changes: readonly Item[],
  there: Partial<Told>,
  back: Partial<Told>,
  resources: readonly object[] = [],
): void => {
  const one = review(changes, resources);
  const other = review(changes.map(turned), resources);
  expect(told(one)).toMatchObject(there);
  expect(told(other)).toMatchObject(back);
  expect(other.verdict).toBe(mirrored[one.verdict]);
  const byAddress = (lines: readonly string[]): readonly string[] => [...lines].sort();
  expect(byAddress(other.roles.map(({ address, gains, losses }) => `${address} ${losses} ${gains}`))).toEqual(
    byAddress(one.roles.map(({ address, gains, losses }) => `${address} ${gains} ${losses}`)),
  );
};

describe("policies of a role", () => {
  test("an inline policy gets a statement, and loses it", () => {
    bothWays(
      [MEDIA, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))],
      {
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      },
      {
        verdict: "narrower",
        outcome: "clean",
        subjects: [`${ROLE} unchanged narrower`],
        changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
        findings: ["access-lost medium breaks"],
      },
    );
  });

  test("what was allowed before is told beside", () => {
    const vod = allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/*");
    bothWays(
      [MEDIA, updated(INLINE, inline(policy(vod)), inline(policy(WRITES)))],
      { changes: ["can now `s3:PutObject` on `acme-out/*` (was `acme-out/vod/*`)"] },
      { changes: ["can no longer `s3:PutObject` on `acme-out/*` (now only `acme-out/vod/*`)"] },
    );
  });

  test("a finding says where to look, and its subject says exactly what", () => {
    const found = review([MEDIA, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))]);
    expect(findingOf(found, "write-widened")).toMatchObject({
      subject: `${ROLE}: s3:PutObject on ${OUT}`,
      of: ROLE,
      where: INLINE,
      says: "can now `s3:PutObject` on `acme-out/*`",
    });
    expect(onlyRole(found).changes).toMatchObject([
      {
        direction: "gain",
        certain: true,
        part: "permissions",
        severity: "high",
        actions: ["s3:PutObject"],
        resources: [OUT],
        statement: { document: INLINE, index: 1 },
        example: { action: "s3:PutObject", resource: "arn:aws:s3:::acme-out/x", context: {} },
      },
    ]);
  });

  test("something is gained and something else is lost", () => {
    bothWays(
      [MEDIA, updated(INLINE, inline(policy(READS)), inline(policy(WRITES)))],
      {
        verdict: "both",
        outcome: "findings",
        changes: ["can now `s3:PutObject` on `acme-out/*`", "can no longer `s3:GetObject` on `acme-in/*`"],
      },
      {
        verdict: "both",
        outcome: "findings",
        changes: ["can now `s3:GetObject` on `acme-in/*`", "can no longer `s3:PutObject` on `acme-out/*`"],
        findings: ["read-widened medium widens", "access-lost medium breaks"],
      },
    );
  });

  test("a new statement that an untouched policy covers changes nothing", () => {
    bothWays(
      [
        MEDIA,
        kept("aws_iam_role_policy.base", inline(policy(allow("s3:*", ["arn:aws:s3:::acme-*"])), { name: "base" })),
        updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES))),
      ],
      { verdict: "same", outcome: "clean", changes: [], findings: ["same-in-other-words info informs"] },
      { verdict: "same", outcome: "clean", changes: [], findings: ["same-in-other-words info informs"] },
    );
  });

  test("a statement that two untouched policies cover together changes nothing", () => {
    const found = review([
      MEDIA,
      kept("aws_iam_role_policy.a", inline(policy(allow("s3:GetObject", "*")), { name: "a" })),
      kept("aws_iam_role_policy.b", inline(policy(allow("s3:Put*", OUT)), { name: "b" })),
      created(INLINE, inline(policy(allow(["s3:GetObject", "s3:PutObject"], OUT)))),
    ]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", changes: [] });
  });

  test("the same in other words", () => {
    const before = inline(policy(allow(["s3:GetObject", "s3:ListBucket"], ["*"], { Sid: "One" })));
    const after = inline(policy(allow("s3:listbucket", "*"), allow("s3:GetObject", ["*"], { Sid: "Other" })));
    const found = review([MEDIA, updated(INLINE, before, after)]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} unchanged same`],
      findings: ["same-in-other-words info informs"],
    });
    expect(findingOf(found, "same-in-other-words").says).toBe(
      `the policies of \`${ROLE}\` say the same in other words`,
    );
  });

  test("nothing changes", () => {
    const found = review([MEDIA, kept(INLINE, inline(policy(READS)))]);
    expect(told(found)).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
    expect(found.unchangedRoles).toBe(1);
  });

  test("what a role repeats of a policy that changes is outdated", () => {
    const live = keptRole(ROLE, "media", { inline_policy: [{ name: "jobs", policy: policy(READS, WRITES) }] });
    const found = review([live, updated(INLINE, inline(policy(READS, WRITES)), inline(policy(READS)))]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
    });
    const gone = review([live, deleted(INLINE, inline(policy(READS, WRITES)))]);
    expect(told(gone)).toMatchObject({ verdict: "narrower" });
    expect(onlyRole(gone).losses).toBe("yes");
  });

  test("what a role has and Terraform does not look after covers a new statement", () => {
    const live = keptRole(ROLE, "media", { inline_policy: [{ name: "by-hand", policy: policy(WRITES) }] });
    expect(told(review([live, created(INLINE, inline(policy(WRITES)))]))).toMatchObject({
      verdict: "same",
      outcome: "clean",
    });
  });

  test("blocks in the role", () => {
    const role = (document: string) => roleValues("media", { inline_policy: [{ name: "a", policy: document }] });
    bothWays(
      [updated(ROLE, role(policy(READS)), role(policy(READS, WRITES)))],
      { verdict: "wider", subjects: [`${ROLE} updated wider`], findings: ["write-widened high widens"] },
      { verdict: "narrower", findings: ["access-lost medium breaks"] },
      [configured(ROLE, { inline_policy: [{ name: { constant_value: "a" }, policy: {} }] })],
    );
    const found = review([updated(ROLE, role(policy(READS)), role(policy(READS, WRITES)))]);
    expect(findingOf(found, "write-widened").where).toBe(`${ROLE}.inline_policy[0]`);
  });

  test("ARNs in the role", () => {
    const role = (...arns: readonly string[]) => roleValues("media", { managed_policy_arns: arns });
    bothWays(
      [updated(ROLE, role(), role("arn:aws:iam::aws:policy/AmazonS3FullAccess"))],
      { verdict: "wider", subjects: [`${ROLE} updated wider`], findings: ["privilege-escalation critical widens"] },
      { verdict: "narrower" },
    );
  });

  test("an attachment is deleted at one address and created at another: the role keeps it", () => {
    const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const live = keptRole(ROLE, "media", { managed_policy_arns: [arn] });
    const found = review([live, deleted(ATTACHMENT, attached(arn)), created(`${ATTACHMENT}2`, attached(arn))]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean" });
    expect(told(review([live, deleted(ATTACHMENT, attached(arn))])).verdict).toBe("narrower");
  });

  test("a policy goes from one role to another", () => {
    const other = keptRole("aws_iam_role.other", "other");
    bothWays(
      [MEDIA, other, replaced(INLINE, inline(policy(WRITES)), inline(policy(WRITES), { role: "other" }))],
      { verdict: "both", subjects: ["aws_iam_role.other unchanged wider", `${ROLE} unchanged narrower`] },
      { verdict: "both", subjects: [`${ROLE} unchanged wider`, "aws_iam_role.other unchanged narrower"] },
    );
  });

  test("a managed policy changes that is attached by its ARN", () => {
    const [before, after] = [policyValues("jobs", policy(READS)), policyValues("jobs", policy(READS, WRITES))];
    bothWays(
      [MEDIA, updated(POLICY, before, after), kept(ATTACHMENT, attached(policyArn("jobs")))],
      {
        verdict: "wider",
        subjects: [`${ROLE} unchanged wider`],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      },
      { verdict: "narrower", findings: ["access-lost medium breaks"] },
    );
    expect(
      findingOf(
        review([MEDIA, updated(POLICY, before, after), kept(ATTACHMENT, attached(policyArn("jobs")))]),
        "write-widened",
      ).where,
    ).toBe(POLICY);
  });

  test("a managed policy is made again, so that it is known by reference alone which one is attached", () => {
    const found = review(
      [
        MEDIA,
        replaced(
          POLICY,
          policyValues("jobs", policy(READS)),
          { name: "jobs2", path: "/", policy: policy(READS, WRITES) },
          { arn: true, id: true },
        ),
        replaced(ATTACHMENT, attached(policyArn("jobs")), { role: "media" }, { id: true, policy_arn: true }),
      ],
      [
        configured(ATTACHMENT, {
          role: references("aws_iam_role.media.name", "aws_iam_role.media"),
          policy_arn: references("aws_iam_policy.jobs.arn", "aws_iam_policy.jobs"),
        }),
      ],
    );
    expect(told(found)).toEqual({
      verdict: "wider",
      outcome: "findings",
      subjects: [`${ROLE} unchanged wider`],
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
      findings: ["write-widened high widens"],
    });
  });

  test("a statement moves from an inline policy into a managed one", () => {
    const found = review(
      [
        MEDIA,
        deleted(INLINE, inline(policy(READS))),
        created(POLICY, { name: "jobs", path: "/", policy: policy(READS) }, { arn: true, id: true }),
        created(ATTACHMENT, { role: "media" }, { policy_arn: true, id: true }),
      ],
      [configured(ATTACHMENT, { policy_arn: references("aws_iam_policy.jobs.arn", "aws_iam_policy.jobs") })],
    );
    expect(told(found)).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} unchanged same`],
      changes: [],
      findings: ["same-in-other-words info informs"],
    });
  });

  test("another policy is attached: all that both policies give is compared", () => {
    const wide = policyValues("wide", policy(READS, WRITES));
    const narrow = policyValues("narrow", policy(allow("s3:GetObject", "arn:aws:s3:::acme-*")));
    bothWays(
      [
        MEDIA,
        kept("aws_iam_policy.wide", wide),
        kept("aws_iam_policy.narrow", narrow),
        replaced(ATTACHMENT, attached(policyArn("wide")), attached(policyArn("narrow"))),
      ],
      {
        verdict: "both",
        changes: [
          "can now `s3:GetObject` on `acme-*` (was `acme-in/*`)",
          "can no longer `s3:PutObject` on `acme-out/*` (now only `s3:GetObject`)",
        ],
      },
      {
        verdict: "both",
        changes: [
          "can now `s3:PutObject` on `acme-out/*` (was `s3:GetObject`)",
          "can no longer `s3:GetObject` on `acme-*` (now only `acme-in/*`)",
        ],
      },
    );
  });

  test("an attachment of several roles loses one", () => {
    const arn = policyArn("jobs");
    const roles = (...names: readonly string[]) => ({
      name: "all",
      policy_arn: arn,
      roles: names,
      users: [],
      groups: [],
    });
    bothWays(
      [
        MEDIA,
        keptRole("aws_iam_role.other", "other"),
        kept(POLICY, policyValues("jobs", policy(READS))),
        updated("aws_iam_policy_attachment.all", roles("media", "other"), roles("media")),
      ],
      { verdict: "narrower", subjects: ["aws_iam_role.other unchanged narrower"] },
      { verdict: "wider", subjects: ["aws_iam_role.other unchanged wider"] },
    );
  });

  test("an AWS managed policy whose contents are known is attached", () => {
    const arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    bothWays(
      [MEDIA, created(ATTACHMENT, attached(arn))],
      {
        verdict: "wider",
        outcome: "findings",
        changes: ["can now `s3:*` and `s3-object-lambda:*` on `*`"],
        findings: ["privilege-escalation critical widens"],
      },
      { verdict: "narrower", outcome: "clean", findings: ["access-lost medium breaks"] },
    );
    expect(findingOf(review([MEDIA, created(ATTACHMENT, attached(arn))]), "privilege-escalation").where).toBe(arn);
  });

  describe("a policy whose contents are not in the plan", () => {
    const arn = policyArn("shared");
    const what = "contents of the attached policy are not in the plan";

    test("is attached", () => {
      const found = review([MEDIA, created(ATTACHMENT, attached(arn))]);
      expect(told(found)).toEqual({
        verdict: "unknown",
        outcome: "undecided",
        subjects: [`${ROLE} unchanged unknown`],
        changes: [],
        findings: ["unknown-policy high unknown"],
      });
      expect(onlyRole(found)).toMatchObject({
        gains: "maybe",
        unknown: [{ where: arn, what, side: "after" }],
      });
      expect(findingOf(found, "unknown-policy")).toMatchObject({
        subject: `${ROLE}: ${arn}: ${what}`,
        where: arn,
        says: `\`${arn}\`: ${what}`,
      });
    });

    test("is detached", () => {
      const found = review([MEDIA, deleted(ATTACHMENT, attached(arn))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided", changes: [] });
      expect(onlyRole(found)).toMatchObject({
        losses: "maybe",
        unknown: [{ where: arn, what, side: "before" }],
      });
      expect(findingOf(found, "unknown-policy").says).toBe(`\`${arn}\`: ${what} (before)`);
    });

    test("stays: it changes nothing", () => {
      const stays = [MEDIA, kept(ATTACHMENT, attached(arn))];
      expect(told(review(stays))).toEqual({
        verdict: "same",
        outcome: "clean",
        subjects: [],
        changes: [],
        findings: [],
      });
      bothWays(
        [...stays, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))],
        {
          verdict: "wider",
          outcome: "findings",
          changes: ["can now `s3:PutObject` on `acme-out/*`"],
          findings: ["write-widened high widens"],
        },
        { verdict: "narrower", outcome: "clean", findings: ["access-lost medium breaks"] },
      );
    });

    test("gives way to another of the kind", () => {
      const found = review([MEDIA, replaced(ATTACHMENT, attached(arn), attached(policyArn("other")))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "maybe" });
    });

    const widened = updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)));

    test("may deny what is widened beside it", () => {
      const found = review([MEDIA, created(ATTACHMENT, attached(arn)), widened]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(findingOf(found, "write-widened")).toMatchObject({
        effect: "unknown",
        says: "perhaps: can now `s3:PutObject` on `acme-out/*`",
      });
    });

    test("may deny what the role could: nothing is said to be lost for certain", () => {
      const found = review([MEDIA, created(ATTACHMENT, attached(arn)), kept(INLINE, inline(policy(READS)))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(found.findings.filter(({ effect }) => effect === "breaks")).toEqual([]);
      expect(told(found, { failOnLoss: true }).outcome).toBe("undecided");
    });

    test("of another role does not hide what is widened for certain", () => {
      const other = keptRole("aws_iam_role.other", "other");
      const found = review([MEDIA, other, created(ATTACHMENT, attached(arn, "other")), widened]);
      expect(told(found)).toMatchObject({
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`, "aws_iam_role.other unchanged unknown"],
        findings: ["write-widened high widens", "unknown-policy high unknown"],
      });
    });
  });

  test("instances and modules are told apart by their keys", () => {
    const place = 'module.media["eu.west/1"]';
    const at = (item: Item, index: number): Item => {
      const [, type, name] = /(aws_\w+)\.(\w+)/.exec(String(item["address"])) ?? [];
      return { ...item, module_address: place, mode: "managed", type, name, index };
    };
    const document = (role: string, ...more: readonly object[]) =>
      inline(policy(READS, ...more.map((one) => ({ ...one }))), { role });
    const found = review([
      at(keptRole(`${place}.aws_iam_role.r[0]`, "zero"), 0),
      at(keptRole(`${place}.aws_iam_role.r[1]`, "one"), 1),
      keptRole('module.media["b"].aws_iam_role.r[0]', "b"),
      at(kept(`${place}.aws_iam_role_policy.p[0]`, document("zero")), 0),
      at(updated(`${place}.aws_iam_role_policy.p[1]`, document("one"), document("one", WRITES)), 1),
    ]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${place}.aws_iam_role.r[1] unchanged wider`],
    });
    expect(found.unchangedRoles).toBe(2);
    expect(findingOf(found, "write-widened").where).toBe(`${place}.aws_iam_role_policy.p[1]`);
  });
});

describe("a permissions boundary", () => {
  const LIMIT = "aws_iam_policy.limit";
  const limit = kept(LIMIT, policyValues("limit", policy(READS)));
  const has = kept(INLINE, inline(policy(READS, WRITES)));
  const bounded = (name: string) => roleValues("media", { permissions_boundary: policyArn(name) });
  const unbounded = roleValues("media");

  test("is added and removed, its contents known", () => {
    bothWays(
      [limit, has, updated(ROLE, unbounded, bounded("limit"))],
      {
        verdict: "narrower",
        outcome: "clean",
        subjects: [`${ROLE} updated narrower`],
        changes: [
          `can no longer \`s3:PutObject\` on \`acme-out/*\`, which the permissions boundary \`${LIMIT}\` does not allow`,
        ],
        findings: ["access-lost medium breaks"],
      },
      {
        verdict: "wider",
        outcome: "findings",
        changes: [
          `can now \`s3:PutObject\` on \`acme-out/*\`, which the permissions boundary \`${LIMIT}\` did not allow`,
        ],
        findings: ["boundary-removed critical widens"],
      },
    );
  });

  test("is another one", () => {
    const wide = kept("aws_iam_policy.wide", policyValues("wide", policy(allow("s3:*", "*"))));
    bothWays(
      [limit, wide, has, updated(ROLE, bounded("limit"), bounded("wide"))],
      { verdict: "wider", findings: ["boundary-removed critical widens"] },
      { verdict: "narrower", findings: ["access-lost medium breaks"] },
    );
  });

  test("itself changes", () => {
    const before = policyValues("limit", policy(READS));
    const after = policyValues("limit", policy(READS, WRITES));
    bothWays(
      [kept(ROLE, bounded("limit")), has, updated(LIMIT, before, after)],
      { verdict: "wider", subjects: [`${ROLE} unchanged wider`], findings: ["boundary-removed critical widens"] },
      { verdict: "narrower", findings: ["access-lost medium breaks"] },
    );
  });

  test("that held nothing back is removed", () => {
    const wide = kept("aws_iam_policy.wide", policyValues("wide", policy(allow("s3:*", "*"))));
    expect(told(review([wide, has, updated(ROLE, bounded("wide"), unbounded)]))).toMatchObject({
      verdict: "same",
      outcome: "clean",
      changes: [],
    });
  });

  const what = "contents of the permissions boundary are not in the plan";

  test("is added whose contents are not known: it can only take away", () => {
    const found = review([has, updated(ROLE, unbounded, bounded("shared"))]);
    expect(told(found)).toEqual({
      verdict: "unknown",
      outcome: "undecided",
      subjects: [`${ROLE} updated unknown`],
      changes: expect.any(Array) as unknown,
      findings: expect.not.arrayContaining([expect.stringContaining("widens")]) as unknown,
    });
    expect(onlyRole(found)).toMatchObject({
      gains: "no",
      losses: "maybe",
      unknown: [{ where: policyArn("shared"), what, side: "after" }],
    });
  });

  test("is removed whose contents are not known", () => {
    const found = review([has, updated(ROLE, bounded("shared"), unbounded)]);
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "findings" });
    expect(findingOf(found, "boundary-removed")).toMatchObject({
      severity: "critical",
      effect: "widens",
      subject: `${ROLE}: permissions boundary`,
      where: ROLE,
      says: "the permissions boundary is removed, and it is not known what it held back",
    });
    expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "no" });
  });

  test("gives way to another, and neither is known", () => {
    const found = review([has, updated(ROLE, bounded("shared"), bounded("other"))]);
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "maybe" });
  });

  test("that is not known stays: what it lets through is taken to be widened", () => {
    const stays = kept(ROLE, bounded("shared"));
    bothWays(
      [stays, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))],
      { verdict: "wider", outcome: "findings", findings: ["write-widened high widens"] },
      { verdict: "narrower", outcome: "clean" },
    );
  });

  test("is known only after apply", () => {
    const found = review(
      [
        has,
        updated(ROLE, unbounded, roleValues("media", { permissions_boundary: undefined }), {
          permissions_boundary: true,
        }),
      ],
      [configured(ROLE, { permissions_boundary: references("var.boundary") })],
    );
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(onlyRole(found).unknown).toEqual([
      {
        where: ROLE,
        what: "it is known only after apply which policy the permissions boundary is, because of var.boundary",
        side: "after",
      },
    ]);
  });
});

describe("trust", () => {
  const role = (document: string) => roleValues("media", { assume_role_policy: document });
  const cases: readonly [string, string, string, Partial<Told>, Partial<Told>][] = [
    [
      "everyone",
      HELD_TRUST,
      policy(...(JSON.parse(HELD_TRUST) as { Statement: object[] }).Statement.map((one) => ({ ...one })), {
        Effect: "Allow",
        Principal: "*",
        Action: "sts:AssumeRole",
      }),
      {
        verdict: "wider",
        outcome: "findings",
        changes: ["everyone (`*`) can now assume the role"],
        findings: ["trust-opened critical widens"],
      },
      {
        verdict: "narrower",
        outcome: "clean",
        changes: ["everyone (`*`) can no longer assume the role"],
        findings: [],
      },
    ],
    [
      "another account instead of the service",
      HELD_TRUST,
      trust({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }),
      {
        verdict: "both",
        changes: [
          `\`arn:aws:iam::${OTHER_ACCOUNT}:root\` can now assume the role`,
          `\`${SERVICE}\` can no longer assume the role`,
        ],
        findings: ["trust-opened critical widens", "mediaconvert-not-trusted high breaks"],
      },
      { verdict: "both", findings: ["access-widened low widens"] },
    ],
    [
      "another service as well",
      trust({ Service: SERVICE }),
      trust({ Service: [SERVICE, "ec2.amazonaws.com"] }),
      {
        verdict: "wider",
        changes: ["`ec2.amazonaws.com` can now assume the role"],
        findings: ["trust-opened critical widens"],
      },
      { verdict: "narrower", changes: ["`ec2.amazonaws.com` can no longer assume the role"] },
    ],
    [
      "without the condition",
      HELD_TRUST,
      TRUST,
      {
        verdict: "wider",
        changes: [`\`${SERVICE}\` can now assume the role without \`aws:SourceAccount\` = \`${ACCOUNT}\``],
        findings: ["trust-condition-dropped critical widens"],
      },
      {
        verdict: "narrower",
        outcome: "clean",
        changes: [`\`${SERVICE}\` can assume the role only with \`aws:SourceAccount\` = \`${ACCOUNT}\``],
        findings: [],
      },
    ],
  ];

  test.each(cases)("%s", (_, before, after, there, back) => {
    bothWays([updated(ROLE, role(before), role(after))], there, back);
  });

  test("a role of the own account is less than one of another", () => {
    const found = review([updated(ROLE, role(HELD_TRUST), role(trust({ AWS: roleArn("ops") })))]);
    expect(findingOf(found, "trust-opened")).toMatchObject({
      severity: "high",
      subject: `${ROLE}: sts:AssumeRole for ${roleArn("ops")}`,
    });
  });

  test("the trust policy is known only after apply", () => {
    const found = review(
      [
        updated(ROLE, role(HELD_TRUST), roleValues("media", { assume_role_policy: undefined }), {
          assume_role_policy: true,
        }),
      ],
      [configured(ROLE, { assume_role_policy: references("aws_sqs_queue.q.arn", "aws_sqs_queue.q") })],
    );
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(onlyRole(found).unknown).toEqual([
      { where: ROLE, what: "the policy is known only after apply, because of aws_sqs_queue.q.arn", side: "after" },
    ]);
    expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "maybe" });
  });
});

describe("grants", () => {
  const GRANT = "aws_kms_grant.media";
  const grant = (more: object = {}) => ({
    key_id: KEY,
    grantee_principal: roleArn("media"),
    operations: ["Decrypt"],
    constraints: [],
    ...more,
  });
  const context = (form: "equals" | "subset", pairs: object) => ({
    constraints: [
      { encryption_context_equals: null, encryption_context_subset: null, [`encryption_context_${form}`]: pairs },
    ],
  });
  const PAIRS = { "aws:s3:arn": "arn:aws:s3:::acme-in" };

  test("one is created and deleted", () => {
    bothWays(
      [MEDIA, created(GRANT, grant())],
      {
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`],
        changes: [`can now \`kms:Decrypt\` on \`${KEY}\` by a grant`],
        findings: ["grant-widened high widens"],
      },
      {
        verdict: "narrower",
        outcome: "clean",
        changes: [`can no longer \`kms:Decrypt\` on \`${KEY}\` by a grant`],
        findings: ["access-lost medium breaks"],
      },
    );
  });

  test("one that exists is made again with its arguments known", () => {
    const before = { ...grant(), grant_id: "g1", id: `${KEY}:g1` };
    expect(
      told(review([MEDIA, replaced(GRANT, before, grant(), { grant_id: true, grant_token: true, id: true })])),
    ).toMatchObject({ verdict: "same", outcome: "clean", changes: [] });
  });

  test("its constraint goes and comes", () => {
    bothWays(
      [MEDIA, replaced(GRANT, grant(context("equals", PAIRS)), grant())],
      {
        verdict: "wider",
        changes: [
          `\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``,
        ],
        findings: ["grant-widened high widens"],
      },
      {
        verdict: "narrower",
        changes: [`\`kms:Decrypt\` on \`${KEY}\` by a grant now requires \`aws:s3:arn\` = \`arn:aws:s3:::acme-in\``],
      },
    );
  });

  test("a constraint by subset admits more than one by equals", () => {
    bothWays(
      [MEDIA, replaced(GRANT, grant(context("equals", PAIRS)), grant(context("subset", PAIRS)))],
      { verdict: "wider", outcome: "findings", findings: ["grant-widened high widens"] },
      { verdict: "narrower", outcome: "clean" },
    );
  });

  test("it gives another operation", () => {
    bothWays(
      [MEDIA, replaced(GRANT, grant(), grant({ operations: ["Decrypt", "GenerateDataKey"] }))],
      { verdict: "wider", changes: [`can now \`kms:GenerateDataKey\` on \`${KEY}\` by a grant`] },
      { verdict: "narrower" },
    );
  });

  test("to grant further is an escalation", () => {
    expect(told(review([MEDIA, created(GRANT, grant({ operations: ["CreateGrant"] }))])).findings).toEqual([
      "privilege-escalation critical widens",
    ]);
  });

  test("it goes from one role to another", () => {
    const other = keptRole("aws_iam_role.other", "other");
    bothWays(
      [MEDIA, other, replaced(GRANT, grant(), grant({ grantee_principal: roleArn("other") }))],
      { verdict: "both", subjects: ["aws_iam_role.other unchanged wider", `${ROLE} unchanged narrower`] },
      { verdict: "both", subjects: [`${ROLE} unchanged wider`, "aws_iam_role.other unchanged narrower"] },
    );
  });

  test("its grantee is a session of the role", () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/media/job`;
    expect(told(review([MEDIA, created(GRANT, grant({ grantee_principal: session }))]))).toMatchObject({
      verdict: "wider",
      outcome: "findings",
    });
  });

  test.each([
    ["another account", `arn:aws:iam::${OTHER_ACCOUNT}:root`],
    ["a role of another account", `arn:aws:iam::${OTHER_ACCOUNT}:role/media`],
    ["a user", `arn:aws:iam::${ACCOUNT}:user/anna`],
  ])("%s gets one: it is no access of the role, and access all the same", (_, grantee) => {
    const found = review([MEDIA, created(GRANT, grant({ grantee_principal: grantee }))]);
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
    expect(found.roles.map(({ address }) => address)).not.toContain(ROLE);
  });

  test("its grantee is a new role, known by reference", () => {
    const found = review(
      [
        created(ROLE, { name: "media", path: "/", assume_role_policy: HELD_TRUST }, { arn: true, id: true }),
        created(GRANT, grant({ grantee_principal: undefined }), { grantee_principal: true, grant_id: true }),
      ],
      [configured(GRANT, { grantee_principal: references("aws_iam_role.media.arn", "aws_iam_role.media") })],
    );
    expect(told(found)).toMatchObject({ subjects: [`${ROLE} created wider`] });
    expect(findingOf(found, "grant-widened").of).toBe(ROLE);
  });

  test.each([
    ["the role's", roleArn("media")],
    ["another account's", `arn:aws:iam::${OTHER_ACCOUNT}:root`],
  ])("%s constraints are known only after apply", (_, grantee) => {
    const before = grant({ ...context("equals", PAIRS), grantee_principal: grantee });
    const after = grant({ constraints: undefined, grantee_principal: grantee });
    const found = review([MEDIA, replaced(GRANT, before, after, { constraints: true })]);
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect([...found.roles, ...found.resources].map(({ gains }) => gains)).toEqual(["maybe"]);
  });
});

describe("policies of buckets and keys", () => {
  const BUCKET = "aws_s3_bucket_policy.in";
  const bucketPolicy = (document: string) => ({ id: "acme-in", bucket: "acme-in", policy: document });
  const to = (principal: unknown, actions: string | readonly string[], resources: string, more: object = {}) =>
    allow(actions, resources, { Principal: principal, ...more });
  const owner = to({ AWS: `arn:aws:iam::${ACCOUNT}:role/owner` }, "s3:*", IN);

  test("a bucket policy lets the role in", () => {
    const role = to({ AWS: roleArn("media") }, "s3:GetObject", IN);
    bothWays(
      [MEDIA, updated(BUCKET, bucketPolicy(policy(owner)), bucketPolicy(policy(owner, role)))],
      {
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`],
        findings: ["read-widened medium widens"],
      },
      { verdict: "narrower", subjects: [`${ROLE} unchanged narrower`], findings: ["access-lost medium breaks"] },
    );
  });

  test("what others have by the same policy is not told as the role's", () => {
    const role = to({ AWS: roleArn("media") }, "s3:GetObject", IN);
    const found = review([MEDIA, updated(BUCKET, bucketPolicy(policy(owner)), bucketPolicy(policy(owner, role)))]);
    expect(told(found).changes).toEqual(["can now `s3:GetObject` on `acme-in/*`"]);
  });

  test("whom the policy let in before does not stand where the resource was", () => {
    const other = to({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, "s3:GetObject", IN);
    const found = review([updated(BUCKET, bucketPolicy(policy(owner)), bucketPolicy(policy(owner, other)))]);
    expect(told(found).changes).toEqual([
      `\`arn:aws:iam::${OTHER_ACCOUNT}:root\` can now \`s3:GetObject\` on \`acme-in/*\``,
    ]);
  });

  test("a bucket policy lets in others", () => {
    const root = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
    const lists = to({ AWS: roleArn("owner") }, "s3:ListBucket", "arn:aws:s3:::acme-in");
    const reads = to({ AWS: root }, "s3:GetObject", IN);
    const changes = [MEDIA, updated(BUCKET, bucketPolicy(policy(lists)), bucketPolicy(policy(lists, reads)))];
    bothWays(
      changes,
      {
        verdict: "wider",
        outcome: "findings",
        subjects: [`${BUCKET} updated wider`],
        changes: [`\`${root}\` can now \`s3:GetObject\` on \`acme-in/*\``],
        findings: ["resource-policy-opened high widens"],
      },
      {
        verdict: "narrower",
        outcome: "clean",
        subjects: [`${BUCKET} updated narrower`],
        changes: [`\`${root}\` can no longer \`s3:GetObject\` on \`acme-in/*\``],
        findings: [],
      },
    );
    const found = review(changes);
    expect(onlyOf(found.resources)).toMatchObject({ kind: "bucket", name: "acme-in", isMediaConvert: false });
    expect(found.unchangedRoles).toBe(1);
  });

  test("everyone is let in", () => {
    const all = to("*", "s3:GetObject", IN);
    const found = review([MEDIA, created(BUCKET, bucketPolicy(policy(all)))]);
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
    expect(onlyOf(found.resources)).toMatchObject({ address: BUCKET, fate: "created", gains: "yes" });
    expect(findingOf(found, "resource-policy-opened")).toMatchObject({
      severity: "critical",
      subject: `${BUCKET}: s3:GetObject on ${IN} for *`,
      says: "everyone (`*`) can now `s3:GetObject` on `acme-in/*`",
    });
  });

  test("a deny goes and comes", () => {
    const secret = "arn:aws:s3:::acme-in/private/*";
    const guard = deny("s3:*", secret, { Principal: "*", Sid: "NoPrivate" });
    const has = kept(INLINE, inline(policy(READS)));
    bothWays(
      [MEDIA, has, updated(BUCKET, bucketPolicy(policy(owner, guard)), bucketPolicy(policy(owner)))],
      {
        verdict: "wider",
        outcome: "findings",
        findings: ["deny-removed critical widens", "deny-removed critical widens"],
      },
      { verdict: "narrower", outcome: "clean" },
    );
    const found = review([
      MEDIA,
      has,
      updated(BUCKET, bucketPolicy(policy(owner, guard)), bucketPolicy(policy(owner))),
    ]);
    expect(onlyRole(found).changes.map(({ says }) => says)).toEqual([
      `can now \`s3:GetObject\` on \`acme-in/private/*\`: no longer denied by statement \`NoPrivate\` of \`${BUCKET}\``,
    ]);
  });

  test("the bucket policy is deleted with a deny that held the role back", () => {
    const guard = deny("s3:*", IN, { Principal: "*", Sid: "Nobody" });
    const has = kept(INLINE, inline(policy(READS)));
    const bucket = kept("aws_s3_bucket.in", { bucket: "acme-in", id: "acme-in", arn: "arn:aws:s3:::acme-in" });
    bothWays(
      [MEDIA, has, bucket, deleted(BUCKET, bucketPolicy(policy(guard)))],
      { verdict: "wider", findings: ["deny-removed critical widens"], subjects: [`${ROLE} unchanged wider`] },
      { verdict: "narrower", findings: ["access-lost medium breaks"], subjects: [`${ROLE} unchanged narrower`] },
    );
  });

  test("a bucket policy that is known only after apply", () => {
    const has = kept(INLINE, inline(policy(READS)));
    const found = review(
      [
        MEDIA,
        has,
        updated(BUCKET, bucketPolicy(policy(owner)), { bucket: "acme-in", id: "acme-in" }, { policy: true }),
      ],
      [configured(BUCKET, { policy: references("aws_iam_role.new.arn", "aws_iam_role.new") })],
    );
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
  });

  const KEY_POLICY = "aws_kms_key_policy.media";
  const keyPolicy = (document: string) => ({ id: KEY, key_id: KEY, policy: document });
  const root = to({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, "kms:*", "*");

  test("a key policy lets the role in", () => {
    const role = to({ AWS: roleArn("media") }, "kms:Decrypt", "*");
    const changes = [MEDIA, updated(KEY_POLICY, keyPolicy(policy(root)), keyPolicy(policy(root, role)))];
    bothWays(
      changes,
      { verdict: "wider", outcome: "findings", subjects: [`${ROLE} unchanged wider`] },
      { verdict: "narrower", outcome: "clean", subjects: [`${ROLE} unchanged narrower`] },
    );
    // `*` in the policy of a key is that key.
    expect(told(review(changes)).findings).not.toContain("wildcard-resource high widens");
  });

  test("a key's own policy lets the role in", () => {
    const key = (...statements: readonly ReturnType<typeof to>[]) => ({
      arn: KEY,
      key_id: KEY.slice(-36),
      policy: policy(root, ...statements),
    });
    bothWays(
      [MEDIA, updated("aws_kms_key.k", key(), key(to({ AWS: roleArn("media") }, "kms:Decrypt", "*")))],
      { verdict: "wider", outcome: "findings", subjects: [`${ROLE} unchanged wider`] },
      { verdict: "narrower", outcome: "clean", subjects: [`${ROLE} unchanged narrower`] },
    );
  });

  test("a key policy is deleted: the resource that goes is the place to look at", () => {
    const admin = to({ AWS: roleArn("admin") }, "kms:*", "*");
    const found = review([MEDIA, deleted(KEY_POLICY, keyPolicy(policy(admin)))]);
    expect(told(found)).toMatchObject({ verdict: "both", outcome: "findings" });
    expect(onlyOf(found.resources)).toMatchObject({ kind: "key", address: KEY_POLICY, name: KEY });
    for (const { where } of found.findings) expect(where).toBe(KEY_POLICY);
  });

  test("a bucket's own policy, as it was written before", () => {
    const other = to({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, "s3:GetObject", IN);
    const bucket = (document: string) => ({ bucket: "acme-in", id: "acme-in", policy: document });
    bothWays(
      [MEDIA, updated("aws_s3_bucket.in", bucket(""), bucket(policy(other)))],
      { verdict: "wider", findings: ["resource-policy-opened high widens"] },
      { verdict: "narrower" },
    );
  });

  test("the policy of a new bucket, whose name only AWS knows", () => {
    const found = review(
      [
        created("aws_s3_bucket.in", { bucket_prefix: "acme-" }, { bucket: true, id: true, arn: true }),
        created(BUCKET, { policy: policy(to("*", "s3:GetObject", "*")) }, { bucket: true }),
      ],
      [configured(BUCKET, { bucket: references("aws_s3_bucket.in.id", "aws_s3_bucket.in") })],
    );
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${BUCKET} created wider`],
      findings: ["resource-policy-opened critical widens"],
    });
  });

  test.each([
    ["bucket", BUCKET, { policy: policy(owner) }, { bucket: true }],
    ["key", KEY_POLICY, { policy: policy(owner) }, { key_id: true }],
  ])("it is not known whose a %s policy is", (_, address, values, unknown) => {
    expect(told(review([MEDIA, created(address, values, unknown)]))).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
    });
  });

  test("what the account gives itself by a new bucket's policy is no news", () => {
    const found = review([
      keptRole(ROLE, "media"),
      created("aws_s3_bucket.in", { bucket: "acme-in" }, { id: true, arn: true }),
      created(BUCKET, bucketPolicy(policy(to({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, "s3:*", IN)))),
    ]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", subjects: [] });
  });

  describe("a deny goes that the role meets, however its policy writes the bucket", () => {
    const guard = bucketPolicy(policy(deny("s3:*", IN, { Principal: "*" })));
    const meets = (document: string) => [MEDIA, kept(INLINE, inline(document)), deleted(BUCKET, guard)];
    const reads = (resource: string) => policy(allow("s3:GetObject", resource));

    test.each([
      "*",
      "arn:aws:s3:::*",
      "arn:aws:s3:::acme-*",
      "arn:aws:s3:::acme-i?/*",
      "arn:aws:s3:::*/*",
      "arn:*:s3:::acme-in/*",
      "arn:aws:s3:*:*:acme-in/*",
      "arn:aws:*:*:*:*",
      "arn:aws:s3:::acme-in/${aws:PrincipalTag/team}/*",
    ])("%s", (resource) => {
      expect(told(review(meets(reads(resource))))).toMatchObject({
        verdict: "wider",
        findings: ["deny-removed critical widens"],
      });
    });

    test.each(["arn:aws:s3:::${aws:PrincipalTag/team}/*", "arn:aws:s3:::acme-${aws:PrincipalTag/team}/*"])(
      "%s, perhaps",
      (resource) => {
        expect(told(review(meets(reads(resource)))).outcome).not.toBe("clean");
      },
    );

    test("NotResource", () => {
      const all = { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::other/*" };
      expect(told(review(meets(policy(all)))).verdict).toBe("wider");
    });

    test.each<[string, string]>([
      ["a star", reads("*").replace('"*"', '"\\u002a"')],
      ["a letter", reads(IN).replace("acme-in", "\\u0061cme-in")],
      ["all of the policy", encodeURIComponent(reads(IN))],
      ["no part, with spaces", JSON.stringify(JSON.parse(reads("*")), undefined, 2)],
    ])("%s is escaped", (_, document) => {
      expect(told(review(meets(document))).verdict).toBe("wider");
    });

    test("a bucket with a name as they were allowed once", () => {
      const objects = "arn:aws:s3:::Acme_In/*";
      const old = { bucket: "Acme_In", policy: policy(deny("s3:*", objects, { Principal: "*" })) };
      const found = review([MEDIA, kept(INLINE, inline(reads(objects))), deleted(BUCKET, old)]);
      expect(told(found).verdict).toBe("wider");
    });

    test.each(["arn:aws:s3:::acme-input/*", "arn:aws:s3:::other-*", "arn:aws-cn:s3:::acme-in/*"])(
      "%s is another",
      (resource) => {
        expect(told(review(meets(reads(resource))))).toMatchObject({ verdict: "same", outcome: "clean" });
      },
    );
  });

  describe("the role is let in, however the bucket's policy writes it", () => {
    const lets = (principal: unknown, more: object = {}) => policy(to(principal, "s3:GetObject", IN, more));

    test.each<[string, string]>([
      ["its ARN", lets({ AWS: roleArn("media") })],
      ["a session of it", lets({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/media/job` })],
      ["an escaped slash", lets({ AWS: roleArn("media") }).replace("role/media", "role\\/media")],
      ["an escaped letter", lets({ AWS: roleArn("media") }).replace("role/media", "role/\\u006dedia")],
      [
        "everyone, under a condition",
        lets("*", { Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("media") } } }),
      ],
    ])("%s", (_, document) => {
      const found = review([MEDIA, created(BUCKET, bucketPolicy(document))]);
      expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
    });
  });

  test("a key policy leaves the key to the account's policies, or not: the role gets what its own policies say", () => {
    const has = kept(INLINE, inline(policy(allow("kms:Decrypt", KEY))));
    const admin = to({ AWS: roleArn("admin") }, "kms:*", "*");
    const found = review([MEDIA, has, updated(KEY_POLICY, keyPolicy(policy(admin)), keyPolicy(policy(root)))]);
    expect(onlyRole(found)).toMatchObject({ verdict: "wider", gains: "yes", losses: "no" });
    expect(onlyRole(found).changes.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["kms:Decrypt"], [KEY]],
    ]);
    const back = review([MEDIA, has, updated(KEY_POLICY, keyPolicy(policy(root)), keyPolicy(policy(admin)))]);
    expect(onlyRole(back)).toMatchObject({ verdict: "narrower", gains: "no", losses: "yes" });
    expect(onlyRole(back).changes.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["kms:Decrypt"], [KEY]],
    ]);
  });

  test.each(["*", "arn:aws:kms:*:*:*", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`, "arn:aws:kms:*:*:key/1234abcd-*"])(
    "a key that the role's policy writes as %s is left to it",
    (resource) => {
      const has = kept(INLINE, inline(policy(allow("kms:Decrypt", resource))));
      const admin = to({ AWS: roleArn("admin") }, "kms:*", "*");
      const change = updated(KEY_POLICY, keyPolicy(policy(admin)), keyPolicy(policy(root)));
      expect(onlyRole(review([MEDIA, has, change]))).toMatchObject({ verdict: "wider", gains: "yes" });
      expect(onlyRole(review([MEDIA, has, turned(change)]))).toMatchObject({ verdict: "narrower", losses: "yes" });
    },
  );

  test("a key policy lets in others", () => {
    const other = to({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, "kms:Decrypt", "*");
    const found = review([MEDIA, updated(KEY_POLICY, keyPolicy(policy(root)), keyPolicy(policy(root, other)))]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${KEY_POLICY} updated wider`],
      findings: ["resource-policy-opened high widens"],
    });
    expect(onlyOf(found.resources)).toMatchObject({ kind: "key", name: KEY });
  });
});

describe("what becomes of a role", () => {
  test("it is moved", () => {
    const found = review([
      { ...MEDIA, previous_address: "aws_iam_role.old" },
      { ...kept(INLINE, inline(policy(READS))), previous_address: "aws_iam_role_policy.old" },
    ]);
    expect(told(found)).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} unchanged same`],
      changes: [],
      findings: [],
    });
    expect(onlyRole(found).movedFrom).toBe("aws_iam_role.old");
  });

  test("it is moved into a module, and its policy changes", () => {
    const address = "module.a.aws_iam_role.media";
    const found = review([
      { ...keptRole(address, "media"), previous_address: ROLE },
      {
        ...updated("module.a.aws_iam_role_policy.jobs", inline(policy(READS)), inline(policy(READS, WRITES))),
        previous_address: INLINE,
      },
    ]);
    expect(told(found)).toMatchObject({ verdict: "wider", subjects: [`${address} unchanged wider`] });
    expect(onlyRole(found).movedFrom).toBe(ROLE);
  });

  const DEFAULT = "MediaConvert_Default_Role";
  const newRole = (name: string, more: object = {}): object => ({
    name,
    path: "/",
    assume_role_policy: HELD_TRUST,
    permissions_boundary: null,
    ...more,
  });
  const UNKNOWN = { arn: true, id: true, unique_id: true, inline_policy: true, managed_policy_arns: true };

  test("it is made again under another name", () => {
    const role = within(replaced(ROLE, roleValues(DEFAULT), newRole("media"), UNKNOWN), { replace_paths: [["name"]] });
    const own = replaced(INLINE, inline(policy(READS), { role: DEFAULT }), inline(policy(READS)), { id: true });
    const found = review([role, own]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} replaced same`],
      changes: [],
    });
    expect(told(found).findings.filter((finding) => !finding.startsWith("same-"))).toEqual([
      "default-role-renamed high breaks",
      "role-replaced high breaks",
    ]);
    expect(told(found, { failOnLoss: true }).outcome).toBe("findings");
    expect(onlyRole(found)).toMatchObject({ name: "media", nameBefore: DEFAULT, isMediaConvert: true });
    expect(findingOf(found, "default-role-renamed")).toMatchObject({
      subject: `${ROLE}: ${DEFAULT}`,
      where: ROLE,
      says: `\`${DEFAULT}\` becomes \`media\``,
    });
    expect(findingOf(found, "role-replaced").says).toBe(`the role \`${DEFAULT}\` is deleted and made again`);
  });

  test("no policy's text changed where a role is only made again", () => {
    const role = replaced(ROLE, roleValues(DEFAULT), newRole("media"), UNKNOWN);
    const own = replaced(INLINE, inline(policy(READS), { role: DEFAULT }), inline(policy(READS)), { id: true });
    expect(told(review([role, own])).findings).not.toContain("same-in-other-words info informs");
  });

  test("its new name is known only after apply", () => {
    const role = replaced(
      ROLE,
      roleValues(DEFAULT),
      { ...newRole(""), name: undefined, name_prefix: "media-" },
      { ...UNKNOWN, name: true },
    );
    const own = replaced(INLINE, inline(policy(READS), { role: DEFAULT }), inline(policy(READS), { role: undefined }), {
      role: true,
      id: true,
    });
    const found = review(
      [role, own],
      [configured(INLINE, { role: references("aws_iam_role.media.id", "aws_iam_role.media") })],
    );
    expect(told(found)).toMatchObject({ verdict: "same", subjects: [`${ROLE} replaced same`] });
    expect(findingOf(found, "default-role-renamed").says).toBe(
      `\`${DEFAULT}\` gets a name that is known only after apply`,
    );
  });

  test("its path changes", () => {
    const role = replaced(ROLE, roleValues("media"), newRole("media", { path: "/team/x/" }), UNKNOWN);
    const found = review([role, kept(INLINE, inline(policy(READS)))]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", subjects: [`${ROLE} replaced same`] });
    expect(findingOf(found, "role-path")).toMatchObject({
      severity: "high",
      effect: "breaks",
      subject: `${ROLE}: /team/x/`,
      says: "the role's path is `/team/x/`",
    });
    expect(findingOf(found, "role-replaced").effect).toBe("breaks");
    expect(told(found, { failOnLoss: true }).outcome).toBe("findings");
  });

  test("paths that MediaConvert is known to take", () => {
    const role = replaced(ROLE, roleValues("media"), newRole("media", { path: "/service-role/" }), UNKNOWN);
    expect(told(review([role])).findings).not.toContain("role-path high breaks");
  });

  test("it is deleted", () => {
    const found = review([deleted(ROLE, roleValues("media")), deleted(INLINE, inline(policy(READS)))]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${ROLE} deleted narrower`],
      findings: ["role-replaced high breaks", "access-lost medium breaks"],
    });
    expect(findingOf(found, "role-replaced").says).toBe("the role `media` is deleted");
    expect(told(found, { failOnLoss: true }).outcome).toBe("findings");
  });

  test("the default role is deleted", () => {
    const found = review([deleted(ROLE, roleValues(DEFAULT))]);
    expect(findingOf(found, "default-role-renamed").says).toBe(`\`${DEFAULT}\` is deleted`);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      findings: ["default-role-renamed high breaks"],
    });
  });

  test("the default role is MediaConvert's by its name", () => {
    const other = roleValues(DEFAULT, { assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) });
    expect(onlyRole(review([deleted(ROLE, other)])).isMediaConvert).toBe(true);
    expect(onlyRole(review([deleted(ROLE, { ...other, name: "other" })])).isMediaConvert).toBe(false);
  });

  test("it is created", () => {
    const role = created(ROLE, newRole("media"), UNKNOWN);
    const found = review([role, created(INLINE, inline(policy(READS, WRITES)), { id: true })]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      subjects: [`${ROLE} created wider`],
      changes: expect.arrayContaining([
        "can now `s3:GetObject` on `acme-in/*`",
        "can now `s3:PutObject` on `acme-out/*`",
        `\`${SERVICE}\` can now assume the role`,
      ]) as unknown,
      findings: ["write-widened high widens", "read-widened medium widens", "access-widened low widens"],
    });
    expect(told(found, { failOn: "risky" }).outcome).toBe("findings");
  });

  test.each([
    ["it is what a new role is for that its service comes", "ec2.amazonaws.com", "access-widened low widens"],
    ["MediaConvert comes for whoever calls it", SERVICE, "trust-opened high widens"],
  ])("%s", (_, service, finding) => {
    const role = created(ROLE, newRole("media", { assume_role_policy: trust({ Service: service }) }), UNKNOWN);
    expect(told(review([role])).findings).toEqual([finding]);
  });

  test("a new role for buckets of the same plan is no risk", () => {
    const role = created(ROLE, newRole("media"), UNKNOWN);
    const buckets = ["in", "out"].map((name) =>
      created(`aws_s3_bucket.${name}`, { bucket: `acme-${name}` }, { arn: true, id: true }),
    );
    const found = review([role, ...buckets, created(INLINE, inline(policy(READS, WRITES)))]);
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
    expect(new Set(told(found).findings)).toEqual(new Set(["access-widened low widens"]));
    expect(told(found, { failOn: "risky" }).outcome).toBe("clean");
  });

  test("a role is created whose name only AWS makes", () => {
    const role = created(ROLE, { ...newRole(""), name: undefined, name_prefix: "media-" }, { ...UNKNOWN, name: true });
    const own = created(INLINE, inline(policy(READS), { role: undefined }), { role: true, id: true });
    const link = configured(INLINE, { role: references("aws_iam_role.media.id", "aws_iam_role.media") });
    const found = review([role, own], [link]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${ROLE} created wider`],
      findings: ["read-widened medium widens", "access-widened low widens"],
    });
    expect(onlyRole(found).name).toBeUndefined();
  });

  test("it is deleted at one address and created at another under the same name", () => {
    const found = review([
      deleted("aws_iam_role.old", roleValues("media")),
      created(ROLE, newRole("media"), UNKNOWN),
      deleted("aws_iam_role_policy.old", inline(policy(READS))),
      created(INLINE, inline(policy(READS, WRITES)), { id: true }),
    ]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${ROLE} replaced wider`],
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
    });
    expect(onlyRole(found).movedFrom).toBe("aws_iam_role.old");
  });

  test("names that differ in their case are one name", () => {
    const found = review([deleted("aws_iam_role.old", roleValues("Media")), created(ROLE, newRole("media"), UNKNOWN)]);
    expect(told(found)).toMatchObject({ verdict: "same", subjects: [`${ROLE} replaced same`] });
    expect(onlyRole(found)).toMatchObject({ name: "media", nameBefore: "Media" });
  });

  test("it is imported as it is", () => {
    const found = review([within(MEDIA, { importing: { id: "media" } })]);
    expect(told(found)).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} imported same`],
      changes: [],
      findings: [],
    });
  });

  test("it is imported and changed: what is there counts", () => {
    const wide = roleValues("media", { assume_role_policy: trust("*") });
    const found = review([within(updated(ROLE, wide, roleValues("media")), { importing: { identity: {} } })]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${ROLE} imported narrower`],
    });
  });

  test("no import is no import", () => {
    const found = review([within(updated(ROLE, roleValues("media"), roleValues("media")), { importing: null })]);
    expect(told(found)).toMatchObject({ verdict: "same", subjects: [] });
  });

  test("Terraform forgets it with its policy: it loses nothing", () => {
    const found = review([forgotten(ROLE, roleValues("media")), forgotten(INLINE, inline(policy(READS)))]);
    expect(told(found)).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} forgotten same`],
      changes: [],
      findings: ["no-longer-managed info informs", "no-longer-managed info informs"],
    });
    expect(found.findings.map(({ where }) => where)).toEqual([ROLE, INLINE]);
    expect(found.findings[0]?.says).toBe(`\`${ROLE}\` stays in AWS as it is, and Terraform no longer looks after it`);
  });

  test("Terraform forgets a policy of it: it keeps what the policy gives", () => {
    const found = review([MEDIA, forgotten(INLINE, inline(policy(READS)))]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      findings: ["no-longer-managed info informs"],
    });
  });

  test("Terraform forgets a policy, and a new one that says the same changes nothing", () => {
    const found = review([
      MEDIA,
      forgotten("aws_iam_role_policy.old", inline(policy(WRITES), { name: "old" })),
      created(INLINE, inline(policy(WRITES))),
    ]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean" });
  });

  test("Terraform forgets a grant, an attachment and a bucket policy", () => {
    const found = review([
      MEDIA,
      kept(POLICY, policyValues("jobs", policy(READS))),
      forgotten(ATTACHMENT, attached(policyArn("jobs"))),
      forgotten("aws_kms_grant.g", { key_id: KEY, grantee_principal: roleArn("media"), operations: ["Decrypt"] }),
      forgotten("aws_s3_bucket_policy.b", {
        bucket: "acme-in",
        policy: policy(allow("s3:GetObject", IN, { Principal: { AWS: roleArn("media") } })),
      }),
    ]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      changes: [],
      findings: Array(3).fill("no-longer-managed info informs"),
    });
  });

  test("Terraform forgets it and makes another at its address", () => {
    const found = review([
      change(ROLE, newRole("media2"), UNKNOWN, { actions: ["create", "forget"], before: roleValues("media") }),
      kept(INLINE, inline(policy(READS))),
    ]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${ROLE} created wider`, `${ROLE} (object that stays) forgotten same`],
    });
    expect(told(found).findings).toEqual(["access-widened low widens", "no-longer-managed info informs"]);
    expect(found.roles.map(({ name }) => name)).toEqual(["media2", "media"]);
  });

  const deposed = (item: Item): Item => ({ ...item, deposed: "1a2b3c4d" });

  test.each([
    ["before", true],
    ["behind", false],
  ])("what is left of an interrupted replacement goes: %s the current object", (_, isFirst) => {
    const left = deposed(deleted(INLINE, inline(policy(WRITES), { name: "old" })));
    const current = kept(INLINE, inline(policy(READS)));
    const found = review([MEDIA, ...(isFirst ? [left, current] : [current, left])]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
    });
  });

  test("what is left goes, and the current object changes", () => {
    const left = deposed(deleted(INLINE, inline(policy(READS), { name: "old" })));
    const current = updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)));
    expect(told(review([MEDIA, left, current]))).toMatchObject({
      verdict: "wider",
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
    });
  });

  test("a role that is left over goes beside the current one", () => {
    const found = review([deposed(deleted(ROLE, roleValues("old"))), MEDIA]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      subjects: [`${ROLE} (deposed object 1a2b3c4d) deleted narrower`],
    });
    expect(found.unchangedRoles).toBe(1);
  });

  test("a role that is left over is forgotten", () => {
    const found = review([deposed(forgotten(ROLE, roleValues("old"))), MEDIA]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      subjects: [`${ROLE} (deposed object 1a2b3c4d) forgotten same`],
    });
  });
});

describe("changes outside Terraform", () => {
  const drift = (...items: readonly Item[]) => ({ resource_drift: items });
  const narrow = inline(policy(READS));
  const wide = inline(policy(READS, WRITES));

  test("what had been widened is taken back", () => {
    const found = review([MEDIA, updated(INLINE, wide, narrow)], [], drift(updated(INLINE, narrow, wide)));
    expect(told(found)).toEqual({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${ROLE} unchanged narrower`],
      changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
      findings: ["access-lost medium breaks", "changed-outside medium informs"],
    });
    expect(findingOf(found, "changed-outside")).toMatchObject({
      subject: ROLE,
      of: ROLE,
      where: ROLE,
      says: "outside Terraform, the role was changed: can now `s3:PutObject` on `acme-out/*`",
    });
  });

  test("what had been widened stays", () => {
    const found = review([MEDIA, kept(INLINE, wide)], [], drift(updated(INLINE, narrow, wide)));
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      subjects: [],
      findings: ["changed-outside medium informs"],
    });
  });

  test("what had been narrowed is put back", () => {
    const found = review([MEDIA, updated(INLINE, narrow, wide)], [], drift(updated(INLINE, wide, narrow)));
    expect(told(found)).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      findings: ["write-widened high widens", "changed-outside info informs"],
    });
  });

  test("what had been deleted is made again", () => {
    const found = review([MEDIA, created(INLINE, narrow)], [], drift(deleted(INLINE, narrow)));
    expect(told(found)).toMatchObject({
      verdict: "wider",
      findings: ["read-widened medium widens", "changed-outside info informs"],
    });
    expect(findingOf(found, "changed-outside").says).toBe(
      "outside Terraform, the role was changed: can no longer `s3:GetObject` on `acme-in/*`",
    );
  });

  test("a policy was added by hand, which the role shows", () => {
    const live = roleValues("media", { inline_policy: [{ name: "by-hand", policy: policy(WRITES) }] });
    const found = review([kept(ROLE, live)], [], drift(updated(ROLE, roleValues("media"), live)));
    expect(told(found)).toMatchObject({ verdict: "same", findings: ["changed-outside medium informs"] });
  });

  test("the trust policy was opened and is closed again", () => {
    const open = roleValues("media", { assume_role_policy: trust("*") });
    const found = review(
      [updated(ROLE, open, roleValues("media"))],
      [],
      drift(updated(ROLE, roleValues("media"), open)),
    );
    expect(told(found)).toMatchObject({ verdict: "narrower", outcome: "clean" });
    expect(findingOf(found, "changed-outside")).toMatchObject({
      severity: "medium",
      says: "outside Terraform, the role was changed: everyone (`*`) can now assume the role",
    });
  });

  test("what says the same in other words is no finding", () => {
    const turnedRound = inline(policy(WRITES, READS));
    const found = review([MEDIA, kept(INLINE, turnedRound)], [], drift(updated(INLINE, wide, turnedRound)));
    expect(told(found)).toMatchObject({ verdict: "same", findings: [] });
  });

  test("an object that is left over is another one", () => {
    const left = { ...deleted(INLINE, inline(policy(WRITES), { name: "old" })), deposed: "1a2b3c4d" };
    const lists = inline(policy(READS, allow("s3:ListBucket", "arn:aws:s3:::acme-in")));
    const found = review([MEDIA, left, kept(INLINE, lists)], [], drift(updated(INLINE, narrow, lists)));
    expect(findingOf(found, "changed-outside").says).toBe(
      "outside Terraform, the role was changed: can now `s3:ListBucket` on `acme-in`",
    );
  });

  test("what has no bearing on access is no finding", () => {
    const tagged = roleValues("media", { tags: { a: "b" } });
    const found = review([kept(ROLE, tagged)], [], drift(updated(ROLE, roleValues("media"), tagged)));
    expect(told(found)).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
  });
});

describe("what is known only after apply", () => {
  const link = configured(INLINE, { policy: references("aws_s3_bucket.in.arn", "aws_s3_bucket.in") });
  const hidden = { id: "media:jobs", name: "jobs", role: "media" };
  const newBucket = created("aws_s3_bucket.in", { bucket: "acme-in" }, { arn: true, id: true });
  const what = "the policy is known only after apply, because of aws_s3_bucket.in.arn";

  test.each<[string, Item]>([
    ["a new policy", created(INLINE, { name: "jobs", role: "media" }, { id: true, policy: true })],
    ["a policy that changes", updated(INLINE, inline(policy(READS)), hidden, { policy: true })],
  ])("%s", (_, item) => {
    const found = review([MEDIA, newBucket, item], [link]);
    expect(told(found)).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
      subjects: [`${ROLE} unchanged unknown`],
    });
    expect(new Set(told(found).findings)).toEqual(new Set(["unknown-policy high unknown"]));
    expect(onlyRole(found)).toMatchObject({ gains: "maybe", unknown: [{ where: INLINE, what, side: "after" }] });
    expect(findingOf(found, "unknown-policy")).toMatchObject({
      subject: `${ROLE}: ${INLINE}: ${what}`,
      where: INLINE,
      says: `\`${INLINE}\`: ${what}`,
    });
  });

  test("a managed policy that is attached", () => {
    const found = review(
      [
        MEDIA,
        newBucket,
        updated(
          POLICY,
          policyValues("jobs", policy(READS)),
          { ...policyValues("jobs", ""), policy: undefined },
          { policy: true },
        ),
        kept(ATTACHMENT, attached(policyArn("jobs"))),
      ],
      [configured(POLICY, { policy: references("aws_s3_bucket.in.arn", "aws_s3_bucket.in") })],
    );
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(onlyRole(found).unknown).toEqual([{ where: POLICY, what, side: "after" }]);
  });

  describe("with the synthesized stack", () => {
    const stack = (document: string) => ({
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: {
        aws_s3_bucket: { in: { bucket: "acme-in" } },
        aws_iam_role: { media: { name: "media", assume_role_policy: HELD_TRUST } },
        aws_iam_role_policy: { jobs: { name: "jobs", role: "media", policy: document } },
      },
    });
    const plan = planOf([MEDIA, newBucket, updated(INLINE, inline(policy(READS)), hidden, { policy: true })], [link]);

    test("its statements are found, with names that the stack has", () => {
      const written = policy(allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*"), WRITES);
      const found = reviewPlan(plan, { synth: stack(written) });
      expect(told(found)).toEqual({
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      });
    });

    test("it may be the same as before", () => {
      const written = policy(allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*"));
      expect(told(reviewPlan(plan, { synth: stack(written) }))).toMatchObject({ verdict: "same", outcome: "clean" });
    });

    test("references that the plan knows by now are filled in", () => {
      const bucket = kept("aws_s3_bucket.out", { bucket: "acme-out", arn: "arn:aws:s3:::acme-out" });
      const written = stack(
        policy(allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*"), allow("s3:PutObject", "${aws_s3_bucket.out.arn}/*")),
      );
      const { resource } = written;
      const synth = {
        ...written,
        resource: { ...resource, aws_s3_bucket: { ...resource.aws_s3_bucket, out: { bucket_prefix: "acme-out" } } },
      };
      const item = updated(INLINE, inline(policy(READS)), hidden, { policy: true });
      expect(told(reviewPlan(planOf([MEDIA, newBucket, bucket, item], [link]), { synth }))).toMatchObject({
        verdict: "wider",
        outcome: "findings",
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
      });
    });

    test("so are names that only the plan tells", () => {
      const bucket = created("aws_s3_bucket.out", { bucket: "acme-out" }, { id: true, arn: true });
      const written = stack(
        policy(
          allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*"),
          allow("s3:PutObject", "arn:aws:s3:::${aws_s3_bucket.out.bucket}/*"),
        ),
      );
      const { resource } = written;
      const synth = {
        ...written,
        resource: { ...resource, aws_s3_bucket: { ...resource.aws_s3_bucket, out: { bucket: "${var.out}" } } },
      };
      const item = updated(INLINE, inline(policy(READS)), hidden, { policy: true });
      expect(told(reviewPlan(planOf([MEDIA, newBucket, bucket, item], [link]), { synth }))).toMatchObject({
        verdict: "wider",
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
      });
    });

    test("so are data sources, which a plan has read before", () => {
      const data = {
        address: "data.aws_partition.current",
        mode: "data",
        type: "aws_partition",
        name: "current",
        values: { id: "aws", partition: "aws", dns_suffix: "amazonaws.com" },
      };
      const written = stack(
        policy(allow("s3:GetObject", "arn:${data.aws_partition.current.partition}:s3:::acme-in/*")),
      );
      const synth = { ...written, provider: { aws: [{}] }, data: { aws_partition: { current: {} } } };
      const item = updated(INLINE, inline(policy(READS)), hidden, { policy: true });
      const prior = { prior_state: { values: { root_module: { resources: [data] } } } };
      expect(told(reviewPlan(planOf([MEDIA, newBucket, item], [link], prior), { synth }))).toMatchObject({
        verdict: "same",
        outcome: "clean",
      });
    });

    test("what stays unknown may be anything that fits", () => {
      const found = reviewPlan(plan, { synth: stack(policy(allow("s3:GetObject", "${aws_s3_bucket.other.arn}/*"))) });
      expect(told(found)).toMatchObject({
        verdict: "unknown",
        outcome: "undecided",
        findings: expect.arrayContaining(["read-widened medium unknown"]) as unknown,
      });
      expect(onlyRole(found)).toMatchObject({ gains: "maybe" });
    });

    test("a stack that does not know the resource does not help", () => {
      const found = reviewPlan(plan, { synth: { resource: { aws_iam_role: { other: { name: "x" } } } } });
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    });

    test("what the plan knows goes before what the stack says", () => {
      const known = planOf([MEDIA, newBucket, updated(INLINE, inline(policy(READS)), inline(policy(WRITES)))], [link]);
      expect(told(reviewPlan(known, { synth: stack(policy(allow("*", "*"))) })).changes).toEqual([
        "can now `s3:PutObject` on `acme-out/*`",
        "can no longer `s3:GetObject` on `acme-in/*`",
      ]);
    });
  });

  describe("a policy document that is read at apply", () => {
    const DATA = "data.aws_iam_policy_document.jobs";
    const deferred = (statement: readonly object[], unknown: readonly object[]): Item => ({
      ...change(
        DATA,
        { statement, version: null },
        { id: true, json: true, minified_json: true, statement: unknown },
        { actions: ["read"], action_reason: "read_because_config_unknown" },
      ),
    });
    const one = (actions: readonly string[], resources: readonly (string | null)[]) => ({
      actions,
      resources,
      effect: "Allow",
      condition: [],
      principals: [],
      not_principals: [],
      not_actions: null,
      not_resources: null,
      sid: null,
    });
    const from = [configured(INLINE, { policy: references(`${DATA}.json`, DATA) })];
    const item = updated(INLINE, inline(policy(READS)), hidden, { policy: true });

    test("shows the statements that are known", () => {
      const found = review(
        [
          MEDIA,
          newBucket,
          item,
          deferred(
            [one(["s3:GetObject"], [IN]), one(["s3:PutObject"], [OUT])],
            [{ resources: [false] }, { resources: [false] }],
          ),
        ],
        from,
      );
      expect(told(found)).toEqual({
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} unchanged wider`],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      });
    });

    test("and tells that a resource is not", () => {
      const found = review(
        [
          MEDIA,
          newBucket,
          item,
          deferred([one(["s3:GetObject"], [IN]), one(["s3:PutObject"], [null])], [{}, { resources: [true] }]),
        ],
        from,
      );
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "no" });
    });
  });

  describe("a policy that cannot be read", () => {
    const what = expect.stringMatching(/^the policy cannot be read: /) as unknown;

    test("on one side", () => {
      const found = review([MEDIA, updated(INLINE, inline(policy(READS)), inline("no JSON"))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(onlyRole(found).unknown).toEqual([{ where: INLINE, what, side: "after" }]);
      const back = review([MEDIA, updated(INLINE, inline("no JSON"), inline(policy(READS)))]);
      expect(told(back)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(onlyRole(back).unknown).toEqual([{ where: INLINE, what, side: "before" }]);
    });

    test("on both sides, another one each", () => {
      const found = review([MEDIA, updated(INLINE, inline("no JSON"), inline("none either"))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    });

    test("that stays", () => {
      const stays = [MEDIA, kept("aws_iam_role_policy.odd", inline("no JSON", { name: "odd" }))];
      expect(told(review(stays))).toMatchObject({ verdict: "same", outcome: "clean" });
      expect(told(review([...stays, created(INLINE, inline(policy(WRITES)))]))).toMatchObject({
        verdict: "wider",
        outcome: "findings",
      });
    });

    test("of nobody, on one side", () => {
      const found = review([updated(POLICY, policyValues("jobs", "no JSON"), policyValues("jobs", policy(READS)))]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(onlyOf(found.resources).unknown).toEqual([{ where: POLICY, what, side: "before" }]);
    });
  });

  test("a grant of which neither the key nor the grantee is known", () => {
    const unknown = { grantee_principal: true, key_id: true };
    const found = review([MEDIA, created("aws_kms_grant.g", { operations: ["Decrypt"] }, unknown)]);
    expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(onlyRole(found)).toMatchObject({ gains: "maybe", losses: "no" });
  });

  test("a grant that may be anybody's", () => {
    const found = review([
      MEDIA,
      created("aws_kms_grant.g", { key_id: KEY, operations: ["Decrypt"] }, { grantee_principal: true }),
    ]);
    expect(found.verdict).toBe("unknown");
    expect(told(found).outcome).toBe("undecided");
  });
});

describe("plans that are not whole", () => {
  const narrower = [MEDIA, updated(INLINE, inline(policy(READS, WRITES)), inline(policy(READS)))];
  const wider = narrower.map(turned);
  const ERRORED = "Terraform stopped with an error while it planned (errored: true)";
  const PART = "the plan leaves out parts (complete: false), by -target or deferred changes";

  test.each([
    ["complete: false", { complete: false }, PART],
    ["errored: true", { errored: true }, ERRORED],
  ])("%s", (_, more, incomplete) => {
    const found = review(narrower, [], more);
    expect(told(found)).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
      subjects: [`${ROLE} unchanged narrower`],
    });
    expect(found.incomplete).toBe(incomplete);
    expect(findingOf(found, "incomplete-plan")).toMatchObject({ effect: "unknown", says: incomplete });
    expect(told(review([MEDIA], [], more))).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(told(review(wider, [], more))).toMatchObject({ verdict: "wider", outcome: "findings" });
  });

  test("a whole plan", () => {
    const found = review(narrower, [], { complete: true, errored: false, applyable: true });
    expect(told(found)).toMatchObject({ verdict: "narrower", outcome: "clean" });
    expect(found.incomplete).toBeUndefined();
  });
});

describe("what is read", () => {
  const items = [MEDIA, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))];

  test.each(["0.1", "0.2", "1.0", "1.2", "1.9", "1.10"])("version %s", (version) => {
    expect(review(items, [], { format_version: version }).verdict).toBe("wider");
  });

  test.each<[string, unknown, string]>([
    [
      "none",
      undefined,
      "plan.json has no format_version; terraform show -json of Terraform 1 writes 1.x, which can be read",
    ],
    [
      "2.0",
      "2.0",
      'plan.json has format_version "2.0"; terraform show -json of Terraform 1 writes 1.x, which can be read',
    ],
    [
      "a number",
      1.2,
      "plan.json has format_version 1.2; terraform show -json of Terraform 1 writes 1.x, which can be read",
    ],
    [
      "0.0",
      "0.0",
      'plan.json has format_version "0.0"; terraform show -json of Terraform 1 writes 1.x, which can be read',
    ],
  ])("version %s is refused", (_, version, message) => {
    expect(refusal(planSidesOf(planOf(items, [], { format_version: version }), "plan.json"))).toBe(message);
  });

  test("properties that are not known are ignored", () => {
    const more = {
      format_version: "1.9",
      something_new: [{ resource_changes: "no" }],
      relevant_attributes: [null, 1],
      resource_changes: [...items.map((item) => ({ ...item, what_else: { is: ["there"] } }))],
      prior_state: [],
    };
    expect(told(review([], [], more))).toMatchObject({ verdict: "wider", subjects: [`${ROLE} unchanged wider`] });
  });

  test("a plan without any change", () => {
    expect(told(review([]))).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
    expect(told(reviewPlan({ format_version: "1.2", terraform_version: "1.11.4", planned_values: {} }))).toMatchObject({
      verdict: "same",
      outcome: "clean",
    });
  });

  test.each<[string, unknown, string]>([
    [
      "a state",
      { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources: [] } } },
      "plan.json is a state, which does not say what will change; give terraform show -json of a plan",
    ],
    [
      "a synthesized stack",
      { resource: { aws_iam_role: { r: {} } } },
      "plan.json is a synthesized stack, which says nothing of before; give two, with --from and --to",
    ],
    [
      "a list",
      [],
      "plan.json is no object; give terraform show -json of a plan, or two synthesized stacks with --from and --to",
    ],
    [
      "something else",
      { a: 1 },
      "plan.json is no plan; give terraform show -json of a plan, or two synthesized stacks with --from and --to",
    ],
  ])("%s is no plan", (_, value, message) => {
    expect(refusal(planSidesOf(value, "plan.json"))).toBe(message);
  });

  test("the stack beside a plan has to be one", () => {
    const synth = { value: planOf([]), name: "cdk.tf.json" };
    expect(refusal(planSidesOf(planOf(items), "plan.json", synth))).toBe(
      "cdk.tf.json is no synthesized stack (cdk.tf.json)",
    );
  });
});

describe("roles beside one that changes", () => {
  const OTHER = "aws_iam_role.other";
  const changes = [MEDIA, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))];
  const other = keptRole(OTHER, "other");
  const own = (document: string, name = "own") => inline(document, { role: "other", name });
  const OWN = "aws_iam_role_policy.own";

  test.each<[string, readonly Item[]]>([
    ["alone", [other]],
    ["with a policy", [other, kept(OWN, own(policy(READS)))]],
    ["with an attached policy", [other, kept(ATTACHMENT, attached(policyArn("shared"), "other"))]],
    [
      "with a policy that is attached to several",
      [other, kept("aws_iam_policy_attachment.all", { roles: ["other"], policy_arn: policyArn("shared") })],
    ],
    [
      "with a grant",
      [other, kept("aws_kms_grant.g", { key_id: KEY, grantee_principal: roleArn("other"), operations: ["Decrypt"] })],
    ],
    [
      "with a list of its policies",
      [other, kept("aws_iam_role_policies_exclusive.e", { role_name: "other", policy_names: [] })],
    ],
  ])("are unchanged and counted once: %s", (_, items) => {
    for (const all of [
      [...changes, ...items],
      [...items, ...changes],
    ]) {
      const found = review(all);
      expect(told(found)).toMatchObject({
        verdict: "wider",
        subjects: [`${ROLE} unchanged wider`],
        findings: ["write-widened high widens"],
      });
      expect(found.unchangedRoles).toBe(1);
    }
  });

  test.each<[string, readonly Item[], object, string]>([
    ["is imported", [within(other, { importing: { id: "other" } })], {}, `${OTHER} imported same`],
    ["is moved", [{ ...other, previous_address: "aws_iam_role.old" }], {}, `${OTHER} unchanged same`],
    ["is forgotten", [forgotten(OTHER, roleValues("other"))], {}, `${OTHER} forgotten same`],
    ["is deleted", [deleted(OTHER, roleValues("other"))], {}, `${OTHER} deleted narrower`],
    ["loses a policy", [other, deleted(OWN, own(policy(READS)))], {}, `${OTHER} unchanged narrower`],
    [
      "loses a policy that was left over",
      [other, kept(OWN, own(policy(READS))), { ...deleted(OWN, own(policy(WRITES), "old")), deposed: "1a2b3c4d" }],
      {},
      `${OTHER} unchanged narrower`,
    ],
    [
      "gets a policy by reference",
      [other, created(OWN, inline(policy(WRITES), { role: undefined, name: "own" }), { role: true })],
      {},
      `${OTHER} unchanged wider`,
    ],
    [
      "gets more by a policy that is attached",
      [
        other,
        kept(ATTACHMENT, attached(policyArn("jobs"), "other")),
        updated(POLICY, policyValues("jobs", policy(READS)), policyValues("jobs", policy(READS, WRITES))),
      ],
      {},
      `${OTHER} unchanged wider`,
    ],
    [
      "gets a policy of another role",
      [other, replaced(OWN, own(policy(WRITES)), inline(policy(WRITES), { role: "media", name: "own" }))],
      {},
      `${OTHER} unchanged narrower`,
    ],
  ])("one that %s is told", (_, items, more, subject) => {
    const link = configured(OWN, { role: references("aws_iam_role.other.id", "aws_iam_role.other") });
    expect(told(review([...changes, ...items], [link], more)).subjects).toContain(subject);
    expect(told(review([...items, ...changes], [link], more)).subjects).toContain(subject);
  });

  test("one that was changed outside Terraform is told", () => {
    const wide = own(policy(READS, WRITES));
    const more = { resource_drift: [updated(OWN, own(policy(READS)), wide)] };
    expect(findingOf(review([...changes, other, kept(OWN, wide)], [], more), "changed-outside").of).toBe(OTHER);
  });
});

describe("roles outside the plan", () => {
  test("a policy for a role that exists elsewhere", () => {
    bothWays(
      [created(INLINE, inline(policy(WRITES), { role: "existing" }))],
      {
        verdict: "wider",
        outcome: "findings",
        subjects: ["role existing unchanged wider"],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      },
      { verdict: "narrower", outcome: "clean", subjects: ["role existing unchanged narrower"] },
    );
    const found = review([created(INLINE, inline(policy(WRITES), { role: "existing" }))]);
    expect(onlyRole(found)).toMatchObject({ kind: "role", address: "role existing", name: "existing" });
    expect(onlyRole(found).nameBefore).toBeUndefined();
  });

  test.each<[string, Item]>([
    ["an attachment", created(ATTACHMENT, attached(policyArn("jobs"), "existing"))],
    [
      "an attachment of several",
      created("aws_iam_policy_attachment.all", { roles: ["existing"], policy_arn: policyArn("jobs") }),
    ],
  ])("%s", (_, item) => {
    const found = review([kept(POLICY, policyValues("jobs", policy(WRITES))), item]);
    expect(told(found)).toMatchObject({ verdict: "wider", subjects: ["role existing unchanged wider"] });
  });

  test("a grant, with the role's path", () => {
    const item = created("aws_kms_grant.g", {
      key_id: KEY,
      grantee_principal: roleArn("existing", "/service-role/"),
      operations: ["Decrypt"],
    });
    expect(told(review([item]))).toMatchObject({
      verdict: "wider",
      subjects: ["role existing unchanged wider"],
      findings: ["grant-widened high widens"],
    });
  });

  test("a grant to a role of another account", () => {
    const item = created("aws_kms_grant.g", {
      key_id: KEY,
      grantee_principal: `arn:aws:iam::${OTHER_ACCOUNT}:role/existing`,
      operations: ["Decrypt"],
    });
    expect(told(review([item]))).toMatchObject({ verdict: "wider", outcome: "findings" });
  });

  test("a policy that is unchanged is no news", () => {
    expect(told(review([kept(INLINE, inline(policy(WRITES), { role: "existing" }))]))).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [],
      changes: [],
      findings: [],
    });
  });

  test("a role that a data source reads", () => {
    const data = {
      address: "data.aws_iam_role.existing",
      mode: "data",
      type: "aws_iam_role",
      name: "existing",
      values: { name: "existing", arn: roleArn("existing"), path: "/", assume_role_policy: HELD_TRUST },
    };
    const prior = { prior_state: { values: { root_module: { resources: [data] } } } };
    const item = created(INLINE, inline(policy(WRITES), { role: "existing" }));
    const found = review([item], [], prior);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      subjects: ["data.aws_iam_role.existing unchanged wider"],
    });
    expect(onlyRole(found)).toMatchObject({ name: "existing", isMediaConvert: true });
    expect(told(review([turned(item)], [], prior))).toMatchObject({ verdict: "narrower" });
  });

  describe("a role that a data source reads at apply", () => {
    const read = change(
      "data.aws_iam_role.existing",
      { name: "existing" },
      { arn: true, id: true, path: true, assume_role_policy: true },
      { actions: ["read"], action_reason: "read_because_dependency_pending" },
    );
    const own = (document: string) => inline(document, { role: "existing" });

    test("is no new role", () => {
      const found = review([read, kept(INLINE, own(policy(READS)))]);
      expect(told(found)).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
    });

    test("gets what its policy newly gives", () => {
      const found = review([read, updated(INLINE, own(policy(READS)), own(policy(READS, WRITES)))]);
      expect(told(found)).toMatchObject({
        verdict: "wider",
        outcome: "findings",
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      });
    });
  });

  test("a role whose policy the plan takes away and whose object stays is one role", () => {
    const found = review([
      MEDIA,
      updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES))),
      created("aws_iam_role_policy.extra", inline(policy(WRITES), { name: "extra" })),
    ]);
    expect(found.roles.map(({ address }) => address)).toEqual([ROLE]);
  });
});

describe("roles of one name in several accounts", () => {
  const providers = {
    aws: { name: "aws", expressions: { allowed_account_ids: { constant_value: [ACCOUNT] } } },
    "aws.two": { name: "aws", alias: "two", expressions: { allowed_account_ids: { constant_value: [OTHER_ACCOUNT] } } },
  };
  const of = (provider: string, address: string, expressions: object = {}): object =>
    configured(address, expressions, { provider_config_key: provider });
  const across = (changes: readonly Item[], resources: readonly object[]) =>
    reviewPlan({
      ...planOf(changes),
      configuration: { provider_config: providers, root_module: { resources } },
    });
  const two = keptRole("aws_iam_role.two", "media", { arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/media` });

  test("a policy is the one's that its provider makes", () => {
    const found = across(
      [MEDIA, two, updated(INLINE, inline(policy(READS)), inline(policy(READS, WRITES)))],
      [of("aws", ROLE), of("aws.two", "aws_iam_role.two"), of("aws", INLINE)],
    );
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings", subjects: [`${ROLE} unchanged wider`] });
  });

  test("a bucket of another account has to let the role in, and the role's own policy has to", () => {
    const lets = (...principals: readonly string[]) => ({
      bucket: "acme-in",
      policy: policy(allow("s3:GetObject", IN, { Principal: { AWS: principals } })),
    });
    const bucket = kept("aws_s3_bucket.in", { bucket: "acme-in", id: "acme-in", arn: "arn:aws:s3:::acme-in" });
    const owner = `arn:aws:iam::${OTHER_ACCOUNT}:role/owner`;
    const resources = [
      of("aws", ROLE),
      of("aws", INLINE),
      of("aws.two", "aws_s3_bucket.in"),
      of("aws.two", "aws_s3_bucket_policy.in"),
    ];
    const reads = created(INLINE, inline(policy(READS)));
    const closed = kept("aws_s3_bucket_policy.in", lets(owner));
    expect(told(across([MEDIA, bucket, closed, reads], resources)).verdict).toBe("same");
    const opens = updated("aws_s3_bucket_policy.in", lets(owner), lets(owner, roleArn("media")));
    expect(told(across([MEDIA, bucket, opens], resources)).verdict).toBe("same");
    expect(told(across([MEDIA, bucket, opens, reads], resources))).toMatchObject({
      verdict: "wider",
      subjects: [`${ROLE} unchanged wider`],
    });
  });

  test("what is known of a policy counts even where it is not known whose it is", () => {
    const found = review([MEDIA, two, updated(INLINE, inline(policy(READS)), inline(policy(allow("*", "*"))))]);
    expect(told(found).outcome).not.toBe("clean");
  });
});

describe("policies of no role", () => {
  test("one that is widened may be anybody's", () => {
    const changes = [updated(POLICY, policyValues("jobs", policy(READS)), policyValues("jobs", policy(READS, WRITES)))];
    const found = review(changes);
    expect(told(found)).toEqual({
      verdict: "wider",
      outcome: "findings",
      subjects: [`${POLICY} updated wider`],
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
      findings: ["write-widened high widens"],
    });
    expect(onlyOf(found.resources)).toMatchObject({ kind: "policy", address: POLICY, isMediaConvert: false });
    expect(found.findings).toMatchObject([{ subject: `${POLICY}: s3:PutObject on ${OUT}`, of: POLICY, where: POLICY }]);
    expect(told(review(changes.map(turned)))).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${POLICY} updated narrower`],
    });
  });

  test("one that a role has is told of the role alone", () => {
    const found = review([
      MEDIA,
      updated(POLICY, policyValues("jobs", policy(READS)), policyValues("jobs", policy(READS, WRITES))),
      kept(ATTACHMENT, attached(policyArn("jobs"))),
    ]);
    expect(found.resources).toEqual([]);
  });

  test("one that is known only after apply", () => {
    const found = review(
      [
        updated(
          POLICY,
          policyValues("jobs", policy(READS)),
          { ...policyValues("jobs", ""), policy: undefined },
          { policy: true },
        ),
      ],
      [configured(POLICY, { policy: references("aws_sqs_queue.q.arn", "aws_sqs_queue.q") })],
    );
    expect(told(found)).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
      subjects: [`${POLICY} updated unknown`],
      findings: ["unknown-policy high unknown"],
    });
    expect(findingOf(found, "unknown-policy").says).toContain("because of aws_sqs_queue.q.arn");
  });

  test.each<[string, string, object]>([
    ["a role", "awscc_iam_role", { role_name: "media" }],
    ["a policy of a role", "awscc_iam_role_policy", { role_name: "media" }],
    ["a managed policy", "awscc_iam_managed_policy", {}],
    ["a key", "awscc_kms_key", {}],
    ["a bucket's policy", "awscc_s3_bucket_policy", {}],
    ["a role by its type's name", "aws_cloudcontrolapi_resource", { type_name: "AWS::IAM::Role" }],
  ])("what the Cloud Control API makes is not read, and so is unknown: %s", (_, type, values) => {
    const address = `${type}.x`;
    for (const item of [
      created(address, values),
      updated(address, values, { ...values, description: "x" }),
      deleted(address, values),
    ]) {
      const found = review([MEDIA, item]);
      expect(told(found)).toMatchObject({ verdict: "unknown", outcome: "undecided" });
      expect(found.findings.map(({ rule, where, effect }) => [rule, where, effect])).toEqual([
        ["unknown-policy", address, "unknown"],
      ]);
    }
    expect(told(review([MEDIA, kept(address, values)]))).toMatchObject({ verdict: "same", outcome: "clean" });
    const stack = (more: object) => ({
      terraform: {},
      resource: { aws_iam_role: {}, [type]: { x: { ...values, ...more } } },
    });
    expect(told(reviewStacks(stack({}), stack({ description: "x" }))).outcome).toBe("undecided");
    expect(told(reviewStacks(stack({}), stack({}))).outcome).toBe("clean");
  });

  test("what else that API makes is nobody's access", () => {
    const values = { type_name: "AWS::Logs::LogGroup" };
    const items = [created("aws_cloudcontrolapi_resource.x", values), created("awscc_s3_bucket.b", {})];
    expect(told(review([MEDIA, ...items]))).toMatchObject({ verdict: "same", outcome: "clean" });
  });

  test("a condition on the role's own name comes true when the role is renamed", () => {
    const itself = (name: string) => ({ ArnEquals: { "aws:PrincipalArn": roleArn(name) } });
    const document = policy(READS, allow("s3:PutObject", OUT, { Condition: itself("studio") }));
    const renamed = (item: typeof replaced) => [
      item(ROLE, roleValues("media"), roleValues("studio")),
      item(INLINE, { ...inline(document), role: "media" }, { ...inline(document), role: "studio" }),
    ];
    const found = review(renamed(replaced));
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
    expect(
      onlyRole(found)
        .changes.map(({ says }) => says)
        .join(),
    ).toContain("s3:PutObject");
    expect(review(renamed(replaced).map(turned)).verdict).toBe("narrower");
  });

  test("users and groups are a remark", () => {
    const found = review([
      MEDIA,
      created("aws_iam_user_policy.u", { user: "anna", name: "u", policy: policy(allow("*", "*")) }),
      updated(
        "aws_iam_group_policy.g",
        { group: "ops", policy: policy(READS) },
        { group: "ops", policy: policy(WRITES) },
      ),
      deleted("aws_iam_user_policy.gone", { user: "anna", policy: policy(READS) }),
      kept("aws_iam_user_policy.kept", { user: "anna", policy: policy(READS) }),
    ]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", findings: [] });
    expect(found.remarks).toEqual(["users and groups are not reviewed: aws_iam_user_policy.u, aws_iam_group_policy.g"]);
  });

  test("so are attachments to users and groups, of whatever type", () => {
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const found = review([
      created("aws_iam_policy_attachment.all", {
        name: "all",
        users: ["anna"],
        groups: [],
        roles: [],
        policy_arn: arn,
      }),
      created("aws_iam_group_policy_attachment.g", { group: "ops", policy_arn: arn }),
      created("aws_iam_user_group_membership.m", { user: "anna", groups: ["ops"] }),
    ]);
    for (const address of [
      "aws_iam_policy_attachment.all",
      "aws_iam_group_policy_attachment.g",
      "aws_iam_user_group_membership.m",
    ]) {
      expect(found.remarks.join("\n")).toContain(address);
    }
  });
});

describe("resources that take away what they do not list", () => {
  const EXCLUSIVE = "aws_iam_role_policies_exclusive.media";
  const listed = { role_name: "media", policy_names: ["jobs"] };
  const has = kept(INLINE, inline(policy(READS)));

  test("one begins", () => {
    const found = review([MEDIA, has, created(EXCLUSIVE, listed)]);
    expect(told(found)).toMatchObject({
      verdict: "same",
      outcome: "clean",
      findings: ["unlisted-removed info informs"],
    });
    expect(findingOf(found, "unlisted-removed")).toMatchObject({
      subject: EXCLUSIVE,
      where: EXCLUSIVE,
      says: `\`${EXCLUSIVE}\` takes away whatever policies \`media\` has beside those that it lists`,
    });
  });

  test("one begins, and what it takes away can be seen", () => {
    const live = keptRole(ROLE, "media", { inline_policy: [{ name: "by-hand", policy: policy(WRITES) }] });
    const found = review([live, has, created(EXCLUSIVE, listed)]);
    expect(told(found)).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
    });
  });

  test("one of attachments begins for a role that is known by reference", () => {
    const found = review(
      [MEDIA, created("aws_iam_role_policy_attachments_exclusive.media", { policy_arns: [] }, { role_name: true })],
      [
        configured("aws_iam_role_policy_attachments_exclusive.media", {
          role_name: references("aws_iam_role.media.name", "aws_iam_role.media"),
        }),
      ],
    );
    expect(findingOf(found, "unlisted-removed").says).toContain("takes away whatever policies the role has");
  });

  test.each<[string, Item]>([
    ["is there already", kept(EXCLUSIVE, listed)],
    ["ends", deleted(EXCLUSIVE, listed)],
  ])("one %s", (_, item) => {
    expect(told(review([MEDIA, has, item])).findings).toEqual([]);
  });
});

describe("jobs that may stop working", () => {
  const key = (...actions: readonly string[]) => allow(actions, KEY);

  test("a key for outputs that cannot be decrypted with", () => {
    const found = review([
      MEDIA,
      updated(
        INLINE,
        inline(policy(key("kms:GenerateDataKey", "kms:Decrypt"))),
        inline(policy(key("kms:GenerateDataKey"))),
      ),
    ]);
    expect(told(found).outcome).toBe("clean");
    expect(findingOf(found, "decrypt-missing")).toMatchObject({
      severity: "high",
      effect: "breaks",
      subject: `${ROLE}: ${KEY}`,
      where: INLINE,
      says: `the role may \`kms:GenerateDataKey\` with \`${KEY}\`, but not \`kms:Decrypt\``,
    });
    expect(told(found, { failOnLoss: true }).outcome).toBe("findings");
  });

  test("a grant for outputs without Decrypt", () => {
    const grant = (...operations: readonly string[]) =>
      created("aws_kms_grant.g", { key_id: KEY, grantee_principal: roleArn("media"), operations });
    const rules = (item: Item) => review([MEDIA, item]).findings.map(({ rule }) => rule);
    expect(rules(grant("GenerateDataKey"))).toContain("decrypt-missing");
    expect(rules(grant("GenerateDataKey", "Decrypt"))).not.toContain("decrypt-missing");
    expect(rules(grant("Decrypt"))).not.toContain("decrypt-missing");
  });

  test("an ACL in a bucket without ACLs", () => {
    const owned = kept("aws_s3_bucket_ownership_controls.out", {
      bucket: "acme-out",
      rule: [{ object_ownership: "BucketOwnerEnforced" }],
    });
    const acl = policy(allow(["s3:PutObject", "s3:PutObjectAcl"], OUT));
    const items = [MEDIA, updated(INLINE, inline(policy(WRITES)), inline(acl))];
    expect(findingOf(review([...items, owned]), "acl-with-enforced-ownership")).toMatchObject({
      severity: "medium",
      effect: "breaks",
      subject: `${ROLE}: acme-out`,
      where: INLINE,
      says: "the role may `s3:PutObjectAcl` in bucket `acme-out`, which has no ACLs",
    });
    const preferred = kept("aws_s3_bucket_ownership_controls.out", {
      bucket: "acme-out",
      rule: [{ object_ownership: "BucketOwnerPreferred" }],
    });
    expect(told(review([...items, preferred])).findings).toEqual(["write-widened high widens"]);
    expect(told(review([...items.map(turned), owned])).findings).toEqual(["access-lost medium breaks"]);
    expect(told(review([MEDIA, created(INLINE, inline(policy(WRITES))), owned])).findings).toEqual([
      "write-widened high widens",
    ]);
  });

  test("MediaConvert is no longer trusted", () => {
    const found = review([
      updated(
        ROLE,
        roleValues("media"),
        roleValues("media", { assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) }),
      ),
    ]);
    expect(findingOf(found, "mediaconvert-not-trusted")).toMatchObject({
      severity: "high",
      effect: "breaks",
      where: ROLE,
      says: `the trust policy does not let \`${SERVICE}\` assume the role`,
    });
  });

  test("access is lost that jobs may need", () => {
    const found = review([MEDIA, updated(INLINE, inline(policy(READS, WRITES)), inline(policy(READS)))]);
    expect(findingOf(found, "access-lost")).toMatchObject({
      subject: `${ROLE}: s3:PutObject on ${OUT}`,
      of: ROLE,
      where: INLINE,
      says: "can no longer `s3:PutObject` on `acme-out/*`",
    });
    expect(told(found, { failOnLoss: true }).outcome).toBe("findings");
  });

  test("jobs need nothing of other services", () => {
    const logs = allow("logs:PutLogEvents", "*");
    expect(told(review([MEDIA, updated(INLINE, inline(policy(READS, logs)), inline(policy(READS)))])).findings).toEqual(
      [],
    );
  });

  test("roles for others have no jobs", () => {
    const role = keptRole(ROLE, "media", { assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) });
    expect(told(review([role, updated(INLINE, inline(policy(READS, WRITES)), inline(policy(READS)))]))).toMatchObject({
      verdict: "narrower",
      findings: [],
    });
    expect(
      told(
        review([deleted(ROLE, roleValues("media", { assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) }))]),
      ).findings,
    ).toEqual([]);
  });

  test("a permission that no request can use", () => {
    const found = review([
      MEDIA,
      updated(INLINE, inline(policy(READS)), inline(policy(READS, allow("s3:GetObject", "arn:aws:s3:::acme-out")))),
    ]);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", changes: [] });
    expect(findingOf(found, "dead-permission")).toMatchObject({ severity: "info", effect: "informs", of: ROLE });
  });
});

describe("names that mean something to JavaScript", () => {
  const parsed = (text: string): object => JSON.parse(text) as object;

  test.each(["__proto__", "constructor", "hasOwnProperty", "toString"])("%s as an address and a key", (name) => {
    const address = `aws_iam_role.${name}["${name}"]`;
    const found = review([
      keptRole(address, name),
      updated(
        `aws_iam_role_policy.${name}["${name}"]`,
        inline(policy(READS), { role: name }),
        inline(policy(READS, WRITES), { role: name }),
      ),
    ]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${address} unchanged wider`],
      findings: ["write-widened high widens"],
    });
  });

  test.each(["constructor", "__proto__"])("%s as a role that is elsewhere", (name) => {
    const found = review([created(INLINE, inline(policy(WRITES), { role: name }))]);
    expect(told(found)).toMatchObject({ verdict: "wider", subjects: [`role ${name} unchanged wider`] });
  });

  test.each(["constructor", "__proto__", "valueof"])("%s as a bucket", (name) => {
    const objects = `arn:aws:s3:::${name}/*`;
    const text = (actions: string) =>
      policy(allow(actions, objects, { Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` } }));
    const found = review([
      MEDIA,
      updated(
        "aws_s3_bucket_policy.b",
        { bucket: name, policy: text("s3:GetObject") },
        { bucket: name, policy: text("s3:*Object") },
      ),
    ]);
    expect(told(found)).toMatchObject({ verdict: "wider", subjects: ["aws_s3_bucket_policy.b updated wider"] });
    expect(onlyOf(found.resources).name).toBe(name);
  });

  test("as condition keys, of policies and of grants", () => {
    const held = policy(
      allow("s3:GetObject", IN, { Condition: parsed('{"StringEquals":{"__proto__":"x","constructor":"y"}}') }),
    );
    const found = review([MEDIA, updated(INLINE, inline(held), inline(policy(READS)))]);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      findings: ["condition-dropped high widens"],
    });
    expect(onlyRole(found).changes[0]?.says).toContain("`__proto__` = `x`");
    const grant = (constraints: unknown) => ({
      key_id: KEY,
      grantee_principal: roleArn("media"),
      operations: ["Decrypt"],
      constraints,
    });
    const pairs = [{ encryption_context_equals: parsed('{"__proto__":"x"}'), encryption_context_subset: null }];
    expect(told(review([MEDIA, replaced("aws_kms_grant.g", grant(pairs), grant([]))]))).toMatchObject({
      verdict: "wider",
      changes: [`\`kms:Decrypt\` on \`${KEY}\` by a grant no longer requires \`__proto__\` = \`x\``],
    });
  });

  test.each(["constructor", "__proto__", "kms:constructor", "constructor:*"])("%s as an action", (action) => {
    const found = review([MEDIA, created(INLINE, inline(policy(allow(action, "*"))))]);
    expect(found.verdict).toBe("wider");
    const verbs = onlyRole(found).picture.what.flatMap((node) => [...node.verbs]);
    for (const verb of verbs) expect(typeof verb).toBe("string");
  });

  test("as members of the plan and of its values", () => {
    const role = {
      ...MEDIA,
      change: parsed(
        `{"__proto__":{"after":{}},"actions":["no-op"],"before":${JSON.stringify(roleValues("media"))},"after":${JSON.stringify(roleValues("media"))}}`,
      ),
    };
    expect(
      told(review([role, kept(INLINE, inline(policy(READS)))], [], parsed('{"__proto__":{"complete":false}}'))),
    ).toEqual({
      verdict: "same",
      outcome: "clean",
      subjects: [],
      changes: [],
      findings: [],
    });
  });
});
