import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { MediaConvertRole, type MediaConvertRoleProps } from "../../lib";
import type { AnyPolicy, PolicyDocument } from "../../lib/policy/model";
import { readRoles } from "../../lib/roles/source";
import { roleProps } from "../support/arbitrary";
import { newFolder } from "../support/e2e";
import { KEY } from "../support/pure";
import { synthesize, synthesizeStack } from "../support/synth";

const only = (stack: unknown) => {
  const { roles, kind, problems } = readRoles(stack, "cdk.tf.json");
  expect({ kind, problems }).toEqual({ kind: "stack", problems: [] });
  const [facts, ...others] = roles;
  if (facts === undefined || others.length > 0) throw new Error(`${String(roles.length)} roles`);
  return facts;
};

const parsed = (document: unknown): unknown => (typeof document === "string" ? JSON.parse(document) : document);

/** A stack as it is read, and the construct in it. */
const synthesized = (props: MediaConvertRoleProps) => {
  const made: { trust?: AnyPolicy; documents?: readonly PolicyDocument[] } = {};
  const stack = synthesize((scope) => {
    const role = new MediaConvertRole(scope, "role", {
      partition: "aws",
      accountId: "111122223333",
      region: "eu-west-1",
      ...props,
    });
    made.trust = role.trustDocument;
    made.documents = role.documents;
  });
  return { facts: only(stack), ...made };
};

describe("a stack of this package is read back", () => {
  test("the documents are those of the construct, whatever the settings", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        const { facts, trust, documents } = synthesized(props);
        expect(parsed(facts.trust?.document)).toEqual(trust);
        const own = facts.identity.filter(({ name }) => name.startsWith("aws_iam_policy."));
        expect(own.map(({ document }) => parsed(document))).toEqual(documents);
      }),
      { numRuns: 40 },
    );
  });

  test("IAM's own variables and Terraform's escapes arrive as text", () => {
    const { facts, documents } = synthesized({
      access: { mode: "configured", inputs: ["s3://acme-in/${aws:username}/%{x}/"] },
      statements: [{ Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::acme/${aws:username}/*" }],
    });
    expect(facts.identity.map(({ document }) => parsed(document))).toEqual(documents);
    expect(JSON.stringify(documents)).toContain("acme/${aws:username}/*");
  });

  test("grants, boundary, attached policies, names", () => {
    const { facts } = synthesized({
      roleName: "Media",
      path: "/service-role/",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/pb",
      access: { mode: "configured", outputs: [{ location: "s3://acme-out/", kmsKeyArn: KEY, bucketKey: true }] },
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    });
    expect(facts).toMatchObject({ roleName: "Media", path: "/service-role/" });
    expect(facts.grants.map(({ keyArn, operations, subset }) => ({ keyArn, operations, subset }))).toEqual([
      { keyArn: KEY, operations: ["Decrypt", "GenerateDataKey"], subset: { "aws:s3:arn": "arn:aws:s3:::acme-out" } },
    ]);
    expect(facts.identity.map(({ name }) => name)).toContain("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    expect(facts.gaps).toEqual([
      {
        where: "arn:aws:iam::111122223333:policy/pb",
        of: "boundary",
        what: "contents of the permissions boundary are not in the stack",
        closedBy: "arn:aws:iam::111122223333:policy/pb",
      },
    ]);
  });

  test("jsonencode: names in the stack are filled in, the rest stays open", () => {
    const stack = synthesize((scope) => {
      const bucket = new S3Bucket(scope, "in", { bucket: "acme-in" });
      const key = new KmsKey(scope, "key", {});
      const variable = new TerraformVariable(scope, "v", { type: "string" });
      new MediaConvertRole(scope, "role", {
        partition: "aws",
        accountId: "111122223333",
        region: "eu-west-1",
        access: {
          mode: "configured",
          inputs: [{ bucket: bucket.bucket, prefix: 'a"b\\/', kmsKeyArn: key.arn }, { bucket: variable.stringValue }],
        },
      });
    });
    const facts = only(stack);
    expect(facts.gaps).toEqual([]);
    expect(facts.identity.map(({ document }) => document)).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReadInputs",
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: ['arn:aws:s3:::acme-in/a"b\\/*', "arn:aws:s3:::${trimprefix(var.v, 'arn:aws:s3:::')}/*"],
          },
          {
            Sid: "ListInputBuckets",
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: ["arn:aws:s3:::acme-in", "arn:aws:s3:::${trimprefix(var.v, 'arn:aws:s3:::')}"],
          },
        ],
      },
    ]);
    const [keyArn] = Object.keys(facts.keys);
    expect(keyArn).toMatch(/^\$\{aws_kms_key\.key\.arn\}$/);
    expect(facts.grants).toMatchObject([{ keyArn, operations: ["Decrypt"] }]);
  });

  test("the provider tells account and Region, else they stay open", () => {
    const role = { access: { mode: "configured", inputs: ["s3://acme-in/"] } } as const;
    const told = only(synthesizeStack({ region: "eu-west-1", role: { ...role, accountId: "111122223333" } }));
    expect(told).toMatchObject({ accountId: "111122223333", region: "eu-west-1", partition: "aws" });
    expect(JSON.stringify(told.trust)).toContain("arn:aws:mediaconvert:*:111122223333:queues/*");
    const open = only(synthesizeStack({ region: "eu-west-1", role }));
    expect(open.accountId).toBeUndefined();
    expect(JSON.stringify(open.trust)).toMatch(/\$\{data\.aws_caller_identity\.\w+\.account_id\}/);
  });

  test("the file with its comments is read as well", () => {
    const outdir = newFolder("synth");
    const app = new App({ outdir, skipValidation: true });
    new MediaConvertRole(new TerraformStack(app, "test"), "role", { access: { mode: "full" }, partition: "aws" });
    app.synth();
    const file = JSON.parse(readFileSync(`${outdir}/stacks/test/cdk.tf.json`, "utf8")) as unknown;
    expect(only(file).identity.map(({ name }) => name)).toEqual([
      "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
      "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    ]);
  });
});

describe("a stack of others", () => {
  const stack = (policy: string, more: object = {}) => ({
    provider: { aws: [{ region: "us-gov-west-1", allowed_account_ids: ["111122223333"] }] },
    resource: {
      aws_iam_role: { r: { name: "media", assume_role_policy: "{}" } },
      aws_iam_role_policy: { p: { role: "${aws_iam_role.r.id}", policy } },
      ...more,
    },
    data: {
      aws_caller_identity: { c: {} },
      aws_iam_policy_document: {
        d: {
          statement: [
            { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::${aws_s3_bucket.b.bucket}/&{aws:username}"] },
          ],
        },
      },
    },
  });

  test("holes stay in literal JSON without breaking it", () => {
    const facts = only(
      stack('{"Statement":[{"Resource":["${join("/", [var.a, "}"])}","${data.aws_caller_identity.c.account_id}"]}]}'),
    );
    expect(parsed(facts.identity[0]?.document)).toEqual({
      Statement: [
        { Resource: [expect.stringMatching(/^\$\{join\('\/', \[var\.a, '\)'\]\)…[0-9a-f]{32}\}$/), "111122223333"] },
      ],
    });
  });

  test("a name that is filled in does not break the JSON around it", () => {
    const bucket = { aws_s3_bucket: { b: { bucket: 'a"b\\' } } };
    const facts = only(stack('{"Statement":[{"Resource":"arn:aws:s3:::${aws_s3_bucket.b.id}"}]}', bucket));
    expect(parsed(facts.identity[0]?.document)).toEqual({ Statement: [{ Resource: 'arn:aws:s3:::a"b\\' }] });
  });

  test("a policy document out of a data source", () => {
    const facts = only(stack("${data.aws_iam_policy_document.d.json}"));
    expect(facts.identity[0]?.document).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::${aws_s3_bucket.b.bucket}/${aws:username}"],
        },
      ],
    });
  });

  test.each([
    ["${var.policy}", "var.policy"],
    ['${file("policy.json")}', '${file("policy.json")}'],
    [
      '${replace(data.aws_iam_policy_document.d.json, "a", "b")}',
      '${replace(data.aws_iam_policy_document.d.json, "a", "b")}',
    ],
    ["${jsonencode(local.policy)}", "${jsonencode(local.policy)}"],
    ['${jsonencode({"Statement" = [for a in var.b : a]})}', '${jsonencode({"Statement" = [for a in var.b : a]})}'],
    ["${jsonencode(merge({}, var.a))}", "${jsonencode(merge({}, var.a))}"],
    ["%{ if true }{}%{ endif }", ""],
  ])("%s is a gap", (policy, because) => {
    const facts = only(stack(policy));
    expect(facts.identity).toEqual([]);
    const what = `the policy is known only after apply${because === "" ? "" : `, because of ${because}`}`;
    expect(facts.gaps).toEqual([{ where: "aws_iam_role_policy.p", of: "identity", what }]);
  });

  test("what a module makes cannot be seen", () => {
    const module = { m: { source: "./m" } };
    expect(only({ ...stack("{}"), module }).gaps).toMatchObject([{ where: "module.m", of: "identity" }]);
    const { problems } = readRoles({ resource: { aws_sns_topic: { t: {} } }, module }, "cdk.tf.json");
    expect(problems).toMatchObject([{ message: expect.stringContaining("terraform show -json") }]);
  });
});
