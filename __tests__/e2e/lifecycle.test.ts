import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, LocalBackend, TerraformStack, TerraformVariable } from "cdktf";
import { join } from "node:path";
import { MediaConvertRole, MediaConvertRoleStack } from "../../lib";
import type { DeployedRole } from "../../tools/aws";
import { ACCOUNT, Cloud, type Plan, REGION, changes, describeE2e, newFolder } from "../support/e2e";

jest.setTimeout(300_000);

/** Buckets and keys of the same stack, by every kind of token that people have at hand. */
const tokenApp = (outdir: string): void => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "tokens");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  new AwsProvider(stack, "aws", { region: REGION, s3UsePathStyle: true });
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  const input = new S3Bucket(stack, "input", { bucket: "acme-token-in", forceDestroy: true });
  const output = new S3Bucket(stack, "output", { bucket: "acme-token-out", forceDestroy: true });
  const key = new KmsKey(stack, "key", { description: "media" });
  const team = new TerraformVariable(stack, "team", { type: "string", default: 'a"b$' });
  new MediaConvertRole(stack, "role", {
    roleName: `Tokens-${input.bucket}`,
    description: `Jobs of ${team.stringValue} in \${this} account`,
    access: {
      mode: "configured",
      inputs: [
        { location: `s3://${input.bucket}/masters/`, kmsKeyArn: key.arn },
        { bucket: output.arn, prefix: "again*/" },
      ],
      outputs: [{ location: `${output.arn}/vod/`, kmsKeyArn: key.arn }],
    },
    statements: [{ Effect: "Deny", Action: "s3:*", Resource: `arn:aws:s3:::${team.stringValue}/\${aws:username}` }],
    kmsAuthorization: "both",
  });
  app.synth();
};

describeE2e("buckets and keys made in the same stack", () => {
  let first: Plan;
  let again: Plan;
  let role: DeployedRole;
  let operations: unknown;
  let keyArn: string;

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      const outdir = newFolder("tokens");
      tokenApp(outdir);
      const folder = join(outdir, "stacks", "tokens");
      await cloud.terraform(folder, ["init", "-input=false"]);
      first = await cloud.plan(folder);
      await cloud.terraform(folder, ["apply", "-input=false", "p.tfplan"]);
      again = await cloud.plan(folder);
      role = await cloud.aws.role("Tokens-acme-token-in");
      keyArn = String((await cloud.state(folder)).find(({ type }) => type === "aws_kms_key")?.values["arn"]);
      operations = (await cloud.aws.grants(keyArn)).map(({ Operations }) => [...(Operations ?? [])].sort());
      await cloud.terraform(folder, ["destroy", "-input=false", "-auto-approve"]);
    } finally {
      await cloud.stop();
    }
  });

  test("are applied in one go, and stay", () => {
    expect(new Set(Object.values(changes(first)).flat())).toEqual(new Set(["create"]));
    expect(changes(again)).toEqual({});
  });

  test("give the role exactly what was meant", () => {
    expect(role.description).toBe('Jobs of a"b$ in ${this} account');
    const kms = { Effect: "Allow", Resource: [keyArn] };
    const via = ["s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com.cn"];
    expect(Object.values(role.policies)).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReadInputs",
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: ["arn:aws:s3:::acme-token-in/masters/*", "arn:aws:s3:::acme-token-out/again${*}/*"],
          },
          {
            Sid: "ListInputBuckets",
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: ["arn:aws:s3:::acme-token-in", "arn:aws:s3:::acme-token-out"],
          },
          {
            Sid: "WriteOutputs",
            Effect: "Allow",
            Action: ["s3:PutObject"],
            Resource: ["arn:aws:s3:::acme-token-out/vod/*"],
          },
          {
            ...kms,
            Sid: expect.stringMatching(/^DecryptInputs[0-9a-f]{8}$/) as string,
            Action: ["kms:Decrypt"],
            Condition: {
              StringEquals: { "kms:ViaService": via },
              StringLike: {
                "kms:EncryptionContext:aws:s3:arn": [
                  "arn:aws:s3:::acme-token-in",
                  "arn:aws:s3:::acme-token-in/masters/*",
                ],
              },
            },
          },
          {
            ...kms,
            Sid: expect.stringMatching(/^EncryptOutputs[0-9a-f]{8}$/) as string,
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Condition: {
              StringEquals: { "kms:ViaService": via },
              StringLike: {
                "kms:EncryptionContext:aws:s3:arn": [
                  "arn:aws:s3:::acme-token-out",
                  "arn:aws:s3:::acme-token-out/vod/*",
                ],
              },
            },
          },
          { Effect: "Deny", Action: ["s3:*"], Resource: ['arn:aws:s3:::a"b$/${aws:username}'] },
        ],
      },
    ]);
  });

  test("have one grant with the union of operations", () => {
    expect(operations).toEqual([["Decrypt", "GenerateDataKey"]]);
  });
});

describeE2e("an apply that is interrupted", () => {
  let interrupted: string;
  let afterInterrupt: Plan;
  let afterSecond: Plan;

  beforeAll(async () => {
    const cloud = await Cloud.start({ provider: "own" }); // Terraform interrupts its provider too
    try {
      const outdir = newFolder("interrupted");
      const key = await cloud.aws.createKey();
      const app = new App({ outdir });
      new MediaConvertRoleStack(app, "halfway", {
        region: REGION,
        backend: { local: { path: "terraform.tfstate" } },
        role: {
          accountId: ACCOUNT,
          access: {
            mode: "configured",
            inputs: [{ location: "s3://acme-in/", kmsKeyArn: key }],
            outputs: ["s3://acme-out/"],
          },
        },
      });
      app.synth();
      const folder = join(outdir, "stacks", "halfway");
      await cloud.terraform(folder, ["init", "-input=false"]);
      let told = false;
      interrupted = await cloud.terraform(folder, ["apply", "-input=false", "-auto-approve", "-parallelism=1"], {
        code: 1,
        onOutput: (soFar, child) => {
          if (told || !soFar.includes("Creation complete")) return;
          told = true;
          child.kill("SIGTERM");
        },
      });
      afterInterrupt = await cloud.plan(folder, "rest.tfplan");
      await cloud.terraform(folder, ["apply", "-input=false", "rest.tfplan"]);
      afterSecond = await cloud.plan(folder, "none.tfplan");
    } finally {
      await cloud.stop();
    }
  });

  test("leaves a part, and the next apply makes the rest", () => {
    expect(interrupted).toContain("execution halted");
    const rest = Object.values(changes(afterInterrupt)).flat();
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.length).toBeLessThan(4);
    expect(new Set(rest)).toEqual(new Set(["create"]));
    expect(changes(afterSecond)).toEqual({});
  });
});
