import { stackSidesOf } from "../../lib/roles/sides";
import type { Verdict } from "../../lib/review/report";
import { KEY, configured, references } from "../roles/plans";
import {
  ACCOUNT,
  HELD_TRUST,
  IN,
  OTHER_ACCOUNT,
  OUT,
  SERVICE,
  allow,
  created,
  deny,
  findingOf,
  keptRole,
  kept,
  onlyOf,
  onlyRole,
  planOf,
  policy,
  policyArn,
  refusal,
  reviewPlan,
  reviewStacks,
  roleArn,
  told,
  trust,
  updated,
} from "./changes";

const ROLE = "aws_iam_role.media";
const INLINE = "aws_iam_role_policy.jobs";
const READS = allow("s3:GetObject", IN);
const WRITES = allow("s3:PutObject", OUT);

type Blocks = { readonly [type: string]: { readonly [name: string]: object } };

/** A stack as CDKTF writes it. */
const stack = (resource: Blocks, more: object = {}): object => ({
  "//": { metadata: { backend: "local", stackName: "media", version: "0.21.0" } },
  terraform: { required_providers: { aws: { source: "aws", version: "5.100.0" } } },
  provider: { aws: [{ region: "eu-west-1" }] },
  resource,
  ...more,
});

const media = { name: "media", assume_role_policy: HELD_TRUST };
const jobs = (document: string): object => ({ name: "jobs", role: "${aws_iam_role.media.name}", policy: document });

/** A stack with one role and its policy. */
const withPolicy = (document: string, more: Blocks = {}): object =>
  stack({ aws_iam_role: { media }, aws_iam_role_policy: { jobs: jobs(document) }, ...more });

const MIRRORED: { readonly [verdict in Verdict]: Verdict } = {
  wider: "narrower",
  narrower: "wider",
  both: "both",
  same: "same",
  unknown: "unknown",
};

describe("two synthesized stacks", () => {
  test("a statement comes and goes", () => {
    const [from, to] = [withPolicy(policy(READS)), withPolicy(policy(READS, WRITES))];
    expect(told(reviewStacks(from, to))).toEqual({
      verdict: "wider",
      outcome: "findings",
      subjects: [`${ROLE} unchanged wider`],
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
      findings: ["write-widened high widens"],
    });
    expect(told(reviewStacks(to, from))).toEqual({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${ROLE} unchanged narrower`],
      changes: ["can no longer `s3:PutObject` on `acme-out/*`"],
      findings: ["access-lost medium breaks"],
    });
  });

  test("what was compared is told", () => {
    const found = reviewStacks(withPolicy(policy(READS)), withPolicy(policy(READS)));
    expect(found.compared).toEqual({ kind: "stacks", before: "old.tf.json", after: "new.tf.json" });
    expect(told(found)).toEqual({ verdict: "same", outcome: "clean", subjects: [], changes: [], findings: [] });
    expect(found.unchangedRoles).toBe(1);
    expect(found.remarks).toEqual([]);
  });

  test.each<[string, object, object, Verdict]>([
    ["a managed policy", { policy: policy(READS) }, { policy: policy(READS, WRITES) }, "wider"],
    ["the same in other words", { policy: policy(READS, WRITES) }, { policy: policy(WRITES, READS) }, "same"],
    ["another statement", { policy: policy(READS) }, { policy: policy(WRITES) }, "both"],
  ])("%s that is attached by reference", (_, before, after, verdict) => {
    const made = (values: object) =>
      stack({
        aws_iam_role: { media },
        aws_iam_policy: { p: { name: "p", ...values } },
        aws_iam_role_policy_attachment: {
          a: { role: "${aws_iam_role.media.name}", policy_arn: "${aws_iam_policy.p.arn}" },
        },
      });
    expect(reviewStacks(made(before), made(after)).verdict).toBe(verdict);
    expect(reviewStacks(made(after), made(before)).verdict).toBe(MIRRORED[verdict]);
  });

  test("a boundary, a grant and an attached policy of AWS", () => {
    const base = { aws_iam_role: { media }, aws_iam_role_policy: { jobs: jobs(policy(WRITES)) } };
    const bounded = {
      ...base,
      aws_iam_role: { media: { ...media, permissions_boundary: "${aws_iam_policy.limit.arn}" } },
      aws_iam_policy: { limit: { name: "limit", policy: policy(READS) } },
    };
    expect(told(reviewStacks(stack(bounded), stack(base)))).toMatchObject({
      verdict: "wider",
      findings: expect.arrayContaining(["boundary-removed critical widens"]) as unknown,
    });
    const granted = {
      ...base,
      aws_kms_grant: {
        g: { key_id: KEY, grantee_principal: "${aws_iam_role.media.arn}", operations: ["Decrypt"] },
      },
    };
    expect(told(reviewStacks(stack(base), stack(granted)))).toMatchObject({
      verdict: "wider",
      changes: [`can now \`kms:Decrypt\` on \`${KEY}\` by a grant`],
    });
    const full = {
      ...base,
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.media.name}", policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
      },
    };
    expect(told(reviewStacks(stack(base), stack(full)))).toMatchObject({
      verdict: "wider",
      findings: ["privilege-escalation critical widens"],
    });
    expect(told(reviewStacks(stack(full), stack(base)))).toMatchObject({ verdict: "narrower" });
  });

  test("trust", () => {
    const trusting = (document: string) =>
      stack({ aws_iam_role: { media: { ...media, assume_role_policy: document } } });
    const found = reviewStacks(trusting(HELD_TRUST), trusting(trust({ Service: SERVICE })));
    expect(told(found)).toMatchObject({
      verdict: "wider",
      changes: [`\`${SERVICE}\` can now assume the role without \`aws:SourceAccount\` = \`${ACCOUNT}\``],
      findings: ["trust-condition-dropped critical widens"],
    });
    expect(onlyRole(found).fate).toBe("updated");
  });

  test("a role comes, and goes", () => {
    const without = stack({ aws_s3_bucket: { b: { bucket: "acme-in" } } });
    const found = reviewStacks(without, withPolicy(policy(READS)));
    expect(told(found)).toMatchObject({
      verdict: "wider",
      subjects: [`${ROLE} created wider`],
      findings: ["read-widened medium widens", "access-widened low widens"],
    });
    expect(told(reviewStacks(withPolicy(policy(READS)), without))).toMatchObject({
      verdict: "narrower",
      outcome: "clean",
      subjects: [`${ROLE} deleted narrower`],
      findings: ["role-replaced high breaks", "access-lost medium breaks"],
    });
  });

  test("a role at another construct id is the same role by its name", () => {
    const moved = stack({
      aws_iam_role: { media_role_1A2B: media },
      aws_iam_role_policy: { jobs: { ...jobs(policy(READS)), role: "${aws_iam_role.media_role_1A2B.name}" } },
    });
    const found = reviewStacks(withPolicy(policy(READS)), moved);
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", changes: [] });
    expect(onlyRole(found)).toMatchObject({ address: "aws_iam_role.media_role_1A2B", movedFrom: ROLE, name: "media" });
  });

  test("a role with another id and more to do is wider, and no new role", () => {
    const moved = stack({
      aws_iam_role: { other: media },
      aws_iam_role_policy: { jobs: { ...jobs(policy(READS, WRITES)), role: "${aws_iam_role.other.name}" } },
    });
    const found = reviewStacks(withPolicy(policy(READS)), moved);
    expect(told(found)).toMatchObject({
      verdict: "wider",
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
      findings: ["write-widened high widens"],
    });
    expect(onlyRole(found).movedFrom).toBe(ROLE);
  });

  test("a role with another name is made again", () => {
    const named = (name: string) => stack({ aws_iam_role: { media: { ...media, name } } });
    const found = reviewStacks(named("MediaConvert_Default_Role"), named("media"));
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean" });
    expect(onlyRole(found)).toMatchObject({ name: "media", nameBefore: "MediaConvert_Default_Role", fate: "replaced" });
    expect(findingOf(found, "default-role-renamed").says).toBe("`MediaConvert_Default_Role` becomes `media`");
    expect(findingOf(found, "role-replaced").effect).toBe("breaks");
  });

  test("a role at another path is made again", () => {
    const at = (path: string) => stack({ aws_iam_role: { media: { ...media, path } } });
    const found = reviewStacks(at("/"), at("/team/x/"));
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", subjects: [`${ROLE} replaced same`] });
    expect(findingOf(found, "role-path").says).toBe("the role's path is `/team/x/`");
    expect(findingOf(found, "role-replaced").effect).toBe("breaks");
  });

  test("a bucket policy lets in others", () => {
    const root = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
    const made = (...statements: readonly object[]) =>
      stack({
        aws_iam_role: { media },
        aws_s3_bucket: { in: { bucket: "acme-in" } },
        aws_s3_bucket_policy: {
          in: {
            bucket: "${aws_s3_bucket.in.id}",
            policy: policy(
              allow("s3:ListBucket", "${aws_s3_bucket.in.arn}", { Principal: { AWS: roleArn("owner") } }),
              ...statements.map((one) => ({ ...one })),
            ),
          },
        },
      });
    const found = reviewStacks(
      made(),
      made(allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*", { Principal: { AWS: root } })),
    );
    expect(told(found)).toMatchObject({
      verdict: "wider",
      changes: [`\`${root}\` can now \`s3:GetObject\` on \`acme-in/*\``],
      findings: ["resource-policy-opened high widens"],
    });
    expect(onlyOf(found.resources)).toMatchObject({ kind: "bucket", name: "acme-in", fate: "updated" });
  });
});

describe("tokens", () => {
  const NEW = { aws_s3_bucket: { in: { bucket_prefix: "acme-in-" }, out: { bucket_prefix: "acme-out-" } } };
  const reads = allow("s3:GetObject", "${aws_s3_bucket.in.arn}/*");

  test("an ARN that follows from a name is that ARN", () => {
    const bucket = { aws_s3_bucket: { in: { bucket: "acme-in" } } };
    const found = reviewStacks(withPolicy(policy(READS), bucket), withPolicy(policy(reads), bucket));
    expect(told(found)).toMatchObject({ verdict: "same", outcome: "clean", changes: [] });
  });

  test("the same on both sides cancels", () => {
    expect(told(reviewStacks(withPolicy(policy(reads), NEW), withPolicy(policy(reads), NEW)))).toMatchObject({
      verdict: "same",
      outcome: "clean",
      subjects: [],
    });
    const found = reviewStacks(withPolicy(policy(reads), NEW), withPolicy(policy(WRITES, reads), NEW));
    expect(told(found)).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      changes: ["can now `s3:PutObject` on `acme-out/*`"],
    });
    const back = reviewStacks(withPolicy(policy(WRITES, reads), NEW), withPolicy(policy(reads), NEW));
    expect(told(back)).toMatchObject({ verdict: "narrower", outcome: "clean" });
  });

  test("one that comes gives what is not known yet", () => {
    const both = allow(["s3:GetObject", "s3:PutObject"], "${aws_s3_bucket.in.arn}/*");
    const found = reviewStacks(withPolicy(policy(reads), NEW), withPolicy(policy(both), NEW));
    expect(told(found).outcome).not.toBe("clean");
    expect(onlyRole(found).changes.map(({ actions }) => actions)).toEqual([["s3:PutObject"]]);
    expect(onlyRole(found).losses).toBe("no");
  });

  test("one that goes takes what is not known yet: nothing is gained", () => {
    const both = policy(reads, allow("s3:PutObject", "${aws_s3_bucket.out.arn}/*"));
    const found = reviewStacks(withPolicy(both, NEW), withPolicy(policy(reads), NEW));
    expect(onlyRole(found).gains).toBe("no");
    expect(onlyRole(found).losses).not.toBe("no");
    expect(told(found).findings).not.toContain(expect.stringContaining("widens"));
  });

  test("a bucket is found by the token that stands for it", () => {
    const guarded = (...statements: readonly ReturnType<typeof deny>[]) =>
      withPolicy(policy(reads), {
        ...NEW,
        aws_s3_bucket_policy: {
          in: { bucket: "${aws_s3_bucket.in.id}", policy: policy(...statements) },
        },
      });
    const guard = deny("s3:*", "${aws_s3_bucket.in.arn}/*", { Principal: "*" });
    const other = deny("s3:*", "${aws_s3_bucket.in.arn}/none", { Principal: "*" });
    const found = reviewStacks(guarded(guard, other), guarded(other));
    expect(told(found).outcome).not.toBe("clean");
    const gone = reviewStacks(guarded(guard), withPolicy(policy(reads), NEW));
    expect(told(gone).outcome).not.toBe("clean");
    const comes = reviewStacks(withPolicy(policy(reads), NEW), guarded(guard));
    expect(comes.verdict).not.toBe("same");
  });

  test("another in its place may be anything", () => {
    const other = allow("s3:GetObject", "${aws_s3_bucket.out.arn}/*");
    const found = reviewStacks(withPolicy(policy(reads), NEW), withPolicy(policy(other), NEW));
    expect(told(found).outcome).not.toBe("clean");
    expect(onlyRole(found).gains).not.toBe("no");
  });

  test("a policy that is written as an expression", () => {
    const encoded = (action: string) =>
      withPolicy(
        `\${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = "${action}", "Resource" = "${IN}"}]})}`,
      );
    expect(told(reviewStacks(encoded("s3:GetObject"), encoded("s3:*")))).toMatchObject({
      verdict: "wider",
      findings: ["write-widened high widens"],
    });
    expect(told(reviewStacks(encoded("s3:GetObject"), withPolicy(policy(READS)))).verdict).toBe("same");
  });

  test("a policy document as a data source", () => {
    const made = (...actions: readonly string[]) =>
      stack(
        {
          aws_iam_role: { media },
          aws_iam_role_policy: { jobs: jobs("${data.aws_iam_policy_document.d.json}") },
        },
        {
          data: {
            aws_iam_policy_document: { d: { statement: [{ actions, effect: "Allow", resources: [IN] }] } },
          },
        },
      );
    expect(told(reviewStacks(made("s3:GetObject"), made("s3:GetObject", "s3:PutObject")))).toMatchObject({
      verdict: "wider",
      changes: ["can now `s3:PutObject` on `acme-in/*` (was `s3:GetObject`)"].map(
        () => expect.stringContaining("can now `s3:PutObject` on `acme-in/*`") as unknown,
      ),
    });
    expect(reviewStacks(made("s3:GetObject", "s3:PutObject"), made("s3:GetObject")).verdict).toBe("narrower");
    expect(reviewStacks(withPolicy(policy(READS)), made("s3:GetObject")).verdict).toBe("same");
  });

  test("a policy that cannot be read is unknown, unless it stays", () => {
    const file = (name: string) => withPolicy(`\${file("${name}.json")}`);
    expect(told(reviewStacks(file("a"), withPolicy(policy(READS))))).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
    });
    expect(told(reviewStacks(withPolicy(policy(READS)), file("a")))).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
    });
    expect(told(reviewStacks(file("a"), file("a")))).toMatchObject({ verdict: "same", outcome: "clean" });
  });
});

describe("the same token for something else", () => {
  const statement = (resource: string) => policy(allow("s3:GetObject", resource));
  const attaching = (arn: string) =>
    stack({
      aws_iam_role: { media },
      aws_iam_role_policy_attachment: { a: { role: "media", policy_arn: arn } },
    });
  const document = (...actions: readonly string[]) => ({
    data: {
      aws_iam_policy_document: {
        base: { statement: [{ actions: ["s3:GetObject"], resources: [IN] }] },
        d: {
          source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
          statement: [{ actions, resources: [IN] }],
        },
      },
    },
  });

  test.each<[string, object, object]>([
    [
      "a local value",
      { ...withPolicy(statement("${local.in}")), locals: { in: IN } },
      { ...withPolicy(statement("${local.in}")), locals: { in: "*" } },
    ],
    [
      "another output of another state",
      withPolicy("${data.terraform_remote_state.base.outputs.narrow}"),
      withPolicy("${data.terraform_remote_state.base.outputs.wide}"),
    ],
    [
      "a local value that is all of a policy",
      { ...withPolicy("${local.policy}"), locals: { policy: policy(READS) } },
      { ...withPolicy("${local.policy}"), locals: { policy: policy(allow("*", "*")) } },
    ],
    [
      "a local value that names a policy",
      { ...attaching("${local.arn}"), locals: { arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" } },
      { ...attaching("${local.arn}"), locals: { arn: "arn:aws:iam::aws:policy/AdministratorAccess" } },
    ],
    [
      "a variable with another default",
      { ...withPolicy(statement("${var.in}")), variable: { in: { default: IN } } },
      { ...withPolicy(statement("${var.in}")), variable: { in: { default: "*" } } },
    ],
    [
      "a policy document that takes in another",
      { ...withPolicy("${data.aws_iam_policy_document.d.json}"), ...document("s3:GetObject") },
      { ...withPolicy("${data.aws_iam_policy_document.d.json}"), ...document("s3:*") },
    ],
    ["another file", withPolicy('${file("a.json")}'), withPolicy('${file("b.json")}')],
    [
      "another template with the same variables",
      withPolicy('${templatefile("a.json", { x = var.x })}'),
      withPolicy('${templatefile("b.json", { x = var.x })}'),
    ],
    ...[1, 120].map((length): [string, object, object] => {
      const ofMany = (last: string) => {
        const attachments = Array.from({ length }, (_, at) => [
          `a${String(at)}`,
          { role: "${var.role}", policy_arn: `\${var.p${at === length - 1 ? last : String(at)}}` },
        ]);
        return stack({
          aws_iam_role: { media },
          aws_iam_role_policy_attachment: Object.fromEntries(attachments) as { readonly [name: string]: object },
        });
      };
      return [`another of ${String(length)} attachments that may be any role's`, ofMany("x"), ofMany("y")];
    }),
    ...[1, 120].map((length): [string, object, object] => {
      const ofMany = (last: string) => {
        const grants = Array.from({ length }, (_, at) => [
          `g${String(at)}`,
          {
            grantee_principal: "${var.role}",
            key_id: `\${var.k${at === length - 1 ? last : String(at)}}`,
            operations: ["Decrypt"],
          },
        ]);
        return stack({
          aws_iam_role: { media },
          aws_kms_grant: Object.fromEntries(grants) as { readonly [name: string]: object },
        });
      };
      return [`another of ${String(length)} grants that may be any role's`, ofMany("x"), ofMany("y")];
    }),
    ...["a", "b", "c", "d", "e"].map((_, at): [string, object, object] => {
      const ofSeven = (last: string) => {
        const names = ["a", "b", "c", "d", "e", "f", "g"].map((name, index) => (index === at + 2 ? last : name));
        return withPolicy(names.map((name) => `\${var.${name}}`).join(""));
      };
      return [`another of many references, the ${String(at + 3)}th`, ofSeven("x"), ofSeven("y")];
    }),
    ...[210, 310, 1000, 3000].flatMap((length): readonly [string, object, object][] => {
      const [one, other] = ["1", "2"].map((end) => `${"x".repeat(length)}${end}`);
      const pair = (of: (key: string) => object): [object, object] => [of(one ?? ""), of(other ?? "")];
      return [
        [`another file, by ${String(length)} letters`, ...pair((key) => withPolicy(`\${file("${key}")}`))],
        [`another entry, by ${String(length)} letters`, ...pair((key) => withPolicy(`\${var.p["${key}"]}`))],
        [
          `another bucket, by ${String(length)} letters`,
          ...pair((key) => withPolicy(statement(`\${var.b["${key}"]}/*`))),
        ],
        [`another policy, by ${String(length)} letters`, ...pair((key) => attaching(`\${var.a["${key}"]}`))],
        [
          `another resource's name, by ${String(length)} letters`,
          ...pair((key) => withPolicy(`\${data.terraform_remote_state.base.outputs.${key}}`)),
        ],
      ];
    }),
    [
      "a bucket policy from another file, of no role's business",
      stack({ aws_s3_bucket_policy: { b: { bucket: "acme-in", policy: '${file("a.json")}' } } }),
      stack({ aws_s3_bucket_policy: { b: { bucket: "acme-in", policy: '${file("b.json")}' } } }),
    ],
    [
      "a bucket policy from another file",
      withPolicy(policy(READS), {
        aws_s3_bucket_policy: { b: { bucket: "acme-in", policy: '${file("a.json")}' } },
      }),
      withPolicy(policy(READS), {
        aws_s3_bucket_policy: { b: { bucket: "acme-in", policy: '${file("b.json")}' } },
      }),
    ],
    [
      "a trust policy from another file",
      stack({ aws_iam_role: { media: { ...media, assume_role_policy: '${file("a.json")}' } } }),
      stack({ aws_iam_role: { media: { ...media, assume_role_policy: '${file("b.json")}' } } }),
    ],
  ])("%s is not taken to be the same", (_, before, after) => {
    expect(told(reviewStacks(before, after)).outcome).not.toBe("clean");
    expect(reviewStacks(before, after).verdict).not.toBe("same");
    expect(told(reviewStacks(before, before))).toMatchObject({ verdict: "same", outcome: "clean" });
  });
});

describe("modules", () => {
  const MODULE = { module: { media: { source: "./modules/media", name: "x" } } };

  test("what they make cannot be seen", () => {
    const found = reviewStacks(withPolicy(policy(READS)), { ...withPolicy(policy(READS)), ...MODULE });
    expect(told(found)).toEqual({
      verdict: "unknown",
      outcome: "undecided",
      subjects: [],
      changes: [],
      findings: ["unknown-policy high unknown"],
    });
    expect(findingOf(found, "unknown-policy")).toMatchObject({
      subject: "module.media",
      where: "module.media",
      says: "what `module.media` makes is not in the stack",
    });
    expect(found.remarks).toEqual(["modules are seen in terraform show -json of a plan only"]);
  });

  test("on either side, once", () => {
    const one = { ...withPolicy(policy(READS)), ...MODULE };
    expect(told(reviewStacks(one, one)).findings).toEqual(["unknown-policy high unknown"]);
    expect(told(reviewStacks(one, withPolicy(policy(READS)))).findings).toEqual(["unknown-policy high unknown"]);
  });

  test("do not hide what is widened for certain", () => {
    const found = reviewStacks(withPolicy(policy(READS)), { ...withPolicy(policy(READS, WRITES)), ...MODULE });
    expect(told(found)).toMatchObject({ verdict: "wider", outcome: "findings" });
  });
});

describe("what is no stack", () => {
  const good = { value: withPolicy(policy(READS)), name: "good.tf.json" };

  test.each<[string, unknown, string]>([
    ["a plan", planOf([]), "x.json is a plan, which has both sides; give it alone"],
    ["a list", [], "x.json is no synthesized stack (cdk.tf.json)"],
    ["nothing", null, "x.json is no synthesized stack (cdk.tf.json)"],
    ["a policy", JSON.parse(policy(READS)), "x.json is no synthesized stack (cdk.tf.json)"],
    ["no resource", { resource: {} }, "x.json is no synthesized stack (cdk.tf.json)"],
  ])("%s", (_, value, message) => {
    const bad = { value, name: "x.json" };
    expect(refusal(stackSidesOf(bad, good))).toBe(message);
    expect(refusal(stackSidesOf(good, bad))).toBe(message);
    expect(refusal(stackSidesOf(bad, bad))).toBe(`${message}\n${message}`);
  });
});

describe("names that mean something to JavaScript", () => {
  test.each(["__proto__", "constructor", "toString"])("%s as an id", (name) => {
    const made = (document: string): object =>
      JSON.parse(JSON.stringify(withPolicy(document)).replaceAll("media", name).replaceAll("jobs", name)) as object;
    const found = reviewStacks(made(policy(READS)), made(policy(READS, WRITES)));
    expect(told(found)).toMatchObject({ verdict: "wider" });
    expect(onlyRole(found).address).toBe(`aws_iam_role.${name}`);
  });
});

describe("a plan that its stack completes", () => {
  const MEDIA = keptRole(ROLE, "media");

  test("a trust policy", () => {
    const values = { name: "media", path: "/", arn: roleArn("media"), assume_role_policy: HELD_TRUST };
    const plan = planOf([
      updated(ROLE, values, { ...values, assume_role_policy: undefined }, { assume_role_policy: true }),
    ]);
    const synth = stack({ aws_iam_role: { media: { ...media, assume_role_policy: trust({ Service: SERVICE }) } } });
    expect(told(reviewPlan(plan))).toMatchObject({ verdict: "unknown", outcome: "undecided" });
    expect(told(reviewPlan(plan, { synth }))).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      findings: ["trust-condition-dropped critical widens"],
    });
    expect(told(reviewPlan(plan, { synth: stack({ aws_iam_role: { media } }) })).verdict).toBe("same");
  });

  test("what links a new policy, a new boundary and a new grant to the role is not lost", () => {
    const attachment = "aws_iam_role_policy_attachment.a";
    const plan = planOf(
      [
        updated(
          ROLE,
          { name: "media", path: "/", arn: roleArn("media"), assume_role_policy: HELD_TRUST, permissions_boundary: "" },
          { name: "media", path: "/", arn: roleArn("media"), assume_role_policy: HELD_TRUST },
          { permissions_boundary: true },
        ),
        created("aws_iam_policy.p", { name: "p", path: "/", policy: policy(READS, WRITES) }, { arn: true }),
        created(
          "aws_iam_policy.limit",
          { name: "limit", path: "/", policy: policy(allow("s3:PutObject", OUT)) },
          { arn: true },
        ),
        created(attachment, { role: "media" }, { policy_arn: true }),
      ],
      [
        configured(attachment, { policy_arn: references("aws_iam_policy.p.arn", "aws_iam_policy.p") }),
        configured(ROLE, { permissions_boundary: references("aws_iam_policy.limit.arn", "aws_iam_policy.limit") }),
      ],
    );
    const synth = stack({
      aws_iam_role: { media: { ...media, permissions_boundary: "${aws_iam_policy.limit.arn}" } },
      aws_iam_policy: {
        p: { name: "p", policy: policy(READS, WRITES) },
        limit: { name: "limit", policy: policy(allow("s3:PutObject", OUT)) },
      },
      aws_iam_role_policy_attachment: { a: { role: "media", policy_arn: "${aws_iam_policy.p.arn}" } },
    });
    for (const how of [{}, { synth }]) {
      expect(told(reviewPlan(plan, how))).toMatchObject({
        verdict: "wider",
        outcome: "findings",
        subjects: [`${ROLE} updated wider`],
        changes: ["can now `s3:PutObject` on `acme-out/*`"],
        findings: ["write-widened high widens"],
      });
    }
  });

  test("a grant's key and grantee", () => {
    const plan = planOf([
      MEDIA,
      kept("aws_kms_key.k", {
        arn: KEY,
        key_id: KEY.slice(-36),
        policy: policy(allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
      }),
      created(
        "aws_kms_grant.g",
        { operations: ["Decrypt"] },
        { key_id: true, grantee_principal: true, constraints: false },
      ),
    ]);
    const synth = stack({
      aws_iam_role: { media },
      aws_kms_grant: {
        g: {
          key_id: "${aws_kms_key.k.key_id}",
          grantee_principal: "${aws_iam_role.media.arn}",
          operations: ["Decrypt"],
        },
      },
    });
    expect(told(reviewPlan(plan)).outcome).toBe("undecided");
    expect(told(reviewPlan(plan, { synth }))).toMatchObject({
      verdict: "wider",
      outcome: "findings",
      findings: ["grant-widened high widens"],
    });
  });

  test("text from the plan stays text: it does not end the string that it stands in", () => {
    const name = 'x","Action":"*';
    const plan = planOf([
      MEDIA,
      kept("aws_s3_bucket.b", { bucket: name, arn: `arn:aws:s3:::${name}` }),
      updated(
        INLINE,
        { name: "jobs", role: "media", policy: policy(READS) },
        { name: "jobs", role: "media" },
        { policy: true },
      ),
    ]);
    const synth = stack({
      aws_s3_bucket: { b: { bucket_prefix: "x" } },
      aws_iam_role_policy: {
        jobs: { name: "jobs", role: "media", policy: policy(allow("s3:PutObject", "${aws_s3_bucket.b.arn}")) },
      },
    });
    const found = reviewPlan(plan, { synth });
    expect(onlyRole(found).changes.flatMap(({ actions }) => actions)).not.toContain("*");
  });

  test("instances are not told apart in a stack: they stay unknown", () => {
    const item = updated(
      `${INLINE}[0]`,
      { name: "jobs", role: "media", policy: policy(READS) },
      { name: "jobs", role: "media" },
      { policy: true },
    );
    const synth = stack({
      aws_iam_role: { media },
      aws_iam_role_policy: { jobs: { count: 1, name: "jobs", role: "media", policy: policy(READS) } },
    });
    expect(told(reviewPlan(planOf([MEDIA, item]), { synth }))).toMatchObject({
      verdict: "unknown",
      outcome: "undecided",
    });
  });

  test("before is never taken from the stack", () => {
    const attached = "aws_iam_role_policy_attachment.a";
    const plan = planOf([MEDIA, created(attached, { role: "media", policy_arn: policyArn("shared") })]);
    const synth = stack({ aws_iam_role: { media }, aws_iam_policy: { p: { name: "shared", policy: policy(READS) } } });
    expect(told(reviewPlan(plan, { synth }))).toMatchObject({ verdict: "unknown", outcome: "undecided" });
  });
});
