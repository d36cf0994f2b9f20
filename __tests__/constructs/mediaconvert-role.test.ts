import { CloudwatchEventConnection } from "@cdktf/provider-aws/lib/cloudwatch-event-connection";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack, TerraformVariable, Token } from "cdktf";
import fc from "fast-check";
import {
  type ConfiguredAccess,
  MediaConvertRole,
  type MediaConvertRoleProps,
  type WholePolicy,
  SettingsError,
} from "../../lib";
import { roleProps } from "../support/arbitrary";
import { newFolder } from "../support/e2e";
import { KEY, OTHER_KEY } from "../support/pure";
import { addresses, only, synthesize, synthesizeRole } from "../support/synth";

const EXAMPLE: MediaConvertRoleProps = {
  access: {
    mode: "configured",
    inputs: [{ location: "s3://acme-in/", kmsKeyArn: KEY }],
    outputs: ["s3://acme-out/"],
  },
  kmsKeys: [{ keyArn: OTHER_KEY, use: ["client-side"] }],
  managedPolicyArns: ["arn:aws:iam::111122223333:policy/extra"],
};

describe("addresses are a contract", () => {
  test("they are these", () => {
    expect(addresses(synthesizeRole(EXAMPLE))).toEqual([
      "aws_iam_policy.role_policy_391A1A04",
      "aws_iam_role.role_3D9F059D",
      "aws_iam_role_policy_attachment.role_attachment-managed-0dcbd71c_FE95A53F",
      "aws_iam_role_policy_attachment.role_attachment_D783CDBA",
      "aws_kms_grant.role_grant-1c861dad_A10CAA2C",
      "aws_kms_grant.role_grant-da89cca8_71DA813B",
    ]);
  });

  test("full has these", () => {
    expect(addresses(synthesizeRole({ access: { mode: "full" } }))).toEqual([
      "aws_iam_role.role_3D9F059D",
      "aws_iam_role_policy_attachment.role_attachment-AmazonAPIGatewayInvokeFullAccess_8154616B",
      "aws_iam_role_policy_attachment.role_attachment-AmazonS3FullAccess_A54B75BB",
    ]);
  });

  test("one location more changes no address and no content but the policy's", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        if (props.access.mode !== "configured") return;
        const access: ConfiguredAccess = {
          ...props.access,
          inputs: ["s3://acme-new/", ...(props.access.inputs ?? [])],
        };
        const before = synthesizeRole(props);
        const after = synthesizeRole({ ...props, access });
        expect(addresses(after)).toEqual(addresses(before));
        expect({ ...after.resource, aws_iam_policy: {} }).toEqual({ ...before.resource, aws_iam_policy: {} });
      }),
      { numRuns: 15 },
    );
  });

  test("the order of lists changes nothing at all", () => {
    const swapped = {
      ...EXAMPLE,
      access: { ...EXAMPLE.access, inputs: ["s3://acme-b/", "s3://acme-a/"] },
    } as MediaConvertRoleProps;
    const straight = {
      ...EXAMPLE,
      access: { ...EXAMPLE.access, inputs: ["s3://acme-a/", "s3://acme-b/"] },
    } as MediaConvertRoleProps;
    expect(synthesizeRole(swapped)).toEqual(synthesizeRole(straight));
  });
});

describe("tokens", () => {
  const withBuckets = (noise: number) =>
    synthesize((stack) => {
      const names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];
      // Each read of an attribute makes a token and takes a number.
      for (let index = 0; index < noise; index += 1) Token.asString({ noise: index });
      const buckets = names.map((name) => new S3Bucket(stack, name, { bucket: `acme-${name}` }));
      const keys = ["a", "b"].map((name) => new KmsKey(stack, `key-${name}`, {}));
      new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: {
          mode: "configured",
          inputs: buckets.map(({ bucket }, index) => ({ bucket, kmsKeyArn: keys[index % 2]?.arn ?? "" })),
        },
      });
    });

  test("addresses and order do not depend on what else the program makes", () => {
    expect(withBuckets(7)).toEqual(withBuckets(0));
    expect(addresses(withBuckets(0)).filter((address) => address.startsWith("aws_kms_grant"))).toHaveLength(2);
  });

  test("a policy with tokens is jsonencode, one without is JSON", () => {
    const literal = only(synthesizeRole(EXAMPLE), "aws_iam_policy")["policy"];
    expect(JSON.parse(String(literal))).toMatchObject({ Version: "2012-10-17" });
    expect(only(withBuckets(0), "aws_iam_policy")["policy"]).toMatch(/^\$\{jsonencode\(\{/);
  });

  test.each<[string, (bucket: S3Bucket, variable: TerraformVariable) => string | object, string]>([
    ["a name in an s3:// URI", (b) => `s3://${b.bucket}/m/`, "arn:aws:s3:::${aws_s3_bucket.b.bucket}/m/*"],
    [
      "a name",
      (b) => ({ bucket: b.bucket, prefix: "m/" }),
      'arn:aws:s3:::${trimprefix(aws_s3_bucket.b.bucket, "arn:aws:s3:::")}/m/*',
    ],
    [
      "an ARN as bucket",
      (b) => ({ bucket: b.arn }),
      'arn:aws:s3:::${trimprefix(aws_s3_bucket.b.arn, "arn:aws:s3:::")}/*',
    ],
    [
      "an ARN with a prefix",
      (b) => `${b.arn}/m?/`,
      'arn:aws:s3:::${trimprefix(aws_s3_bucket.b.arn, "arn:aws:s3:::")}/m$${?}/*',
    ],
    [
      "a variable in the prefix",
      (_, v) => `s3://acme-in/\${x}${v.stringValue}*/`,
      "arn:aws:s3:::acme-in/$${$}{x}${var.v}$${*}/*",
    ],
    [
      "a token in a pattern",
      (b, v) => ({ bucket: b.bucket, pattern: `*/\${*}\${x}é動${v.stringValue}?` }),
      'arn:aws:s3:::${trimprefix(aws_s3_bucket.b.bucket, "arn:aws:s3:::")}/*/$${*}$${x}é動${var.v}?',
    ],
  ])("%s", (_, location, resource) => {
    const { resource: made } = synthesize((stack) => {
      const bucket = new S3Bucket(stack, "b", { bucket: "acme-b" });
      const variable = new TerraformVariable(stack, "v", { type: "string" });
      const inputs = [location(bucket, variable)] as NonNullable<ConfiguredAccess["inputs"]>;
      new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "1".repeat(12),
        access: { mode: "configured", inputs },
      });
    });
    expect(Object.values(made?.["aws_iam_policy"] ?? {})[0]?.["policy"]).toContain(`"Resource" = ["${resource}"]`);
  });

  test("checks skip what a token hides, and see what stands beside it", () => {
    const build = (more: object) =>
      synthesize((stack) => {
        const v = new TerraformVariable(stack, "v", { type: "string" }).stringValue;
        new MediaConvertRole(stack, "role", {
          roleName: v,
          path: v,
          description: v,
          permissionsBoundary: v,
          partition: v,
          accountId: v,
          region: v,
          tags: { team: v },
          managedPolicyArns: [v],
          secrets: [v],
          tamsConnections: [v],
          inferenceFeeds: [v],
          elementalInference: true,
          access: { mode: "configured", inputs: [{ bucket: v, kmsKeyArn: v }], apiGateway: [v] },
          trust: { sourceAccount: v, queues: [v, "Default"] },
          ...more,
        });
      });
    expect(addresses(build({})).filter((address) => address.startsWith("data."))).toEqual([]);
    expect(() => build({ maxSessionDuration: 1 })).toThrow(/maxSessionDuration: 1 is outside/);
  });

  test("a connection made in the same stack gives its own secret, and nothing is asked of the provider for it", () => {
    const made = synthesize((stack) => {
      const { arn } = new CloudwatchEventConnection(stack, "tams", {
        name: "tams",
        authorizationType: "API_KEY",
        authParameters: { apiKey: { key: "k", value: "v" } },
      });
      new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: { mode: "custom" },
        tamsConnections: [{ connectionArn: arn, kmsKeyArn: KEY }],
        kmsAuthorization: "policy",
      });
    });
    const arn = "aws_cloudwatch_event_connection.tams.arn";
    const field = (index: number): string => `\${element(split(":", ${arn}), ${String(index)})}`;
    const name = `\${element(split("/", ${arn}), 1)}`;
    const secret = `arn:${field(1)}:secretsmanager:${field(3)}:${field(4)}:secret:events!connection/${name}/*`;
    const policy = only(made, "aws_iam_policy")["policy"];
    expect(policy).toContain(`"Action" = ["events:RetrieveConnectionCredentials"], "Resource" = ["\${${arn}}"]`);
    expect(policy).toContain(
      `"Action" = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], "Resource" = ["${secret}"]`,
    );
    expect(policy).toContain(`{"kms:EncryptionContext:SecretARN" = ["${secret}"]}`);
    expect(addresses(made).filter((address) => address.startsWith("data."))).toEqual([]);
  });

  test("a connection's token twice is a repeat, and its key has no grant", () => {
    const build = (more: object) => () =>
      synthesize((stack) => {
        const arn = new TerraformVariable(stack, "connection", { type: "string" }).stringValue;
        new MediaConvertRole(stack, "role", {
          access: { mode: "custom" },
          tamsConnections: [arn, { connectionArn: arn, kmsKeyArn: KEY }],
          ...more,
        });
      });
    expect(build({ kmsAuthorization: "policy" })).toThrow(/tamsConnections\[1\]: .* is also at tamsConnections\[0\]/);
    expect(build({})).toThrow(/tamsConnections\[1\]: a grant for the key of connection .* set "kmsAuthorization"/);
  });

  test("a number may be a token", () => {
    const made = synthesize((stack) => {
      const seconds = new TerraformVariable(stack, "v", { type: "number" }).numberValue;
      new MediaConvertRole(stack, "role", { access: { mode: "full" }, maxSessionDuration: seconds });
    });
    expect(only(made, "aws_iam_role")["max_session_duration"]).toBe("${var.v}");
  });

  test("a URL cannot be one", () => {
    expect(() =>
      synthesize((stack) => {
        const v = new TerraformVariable(stack, "v", { type: "string" }).stringValue;
        const access: ConfiguredAccess = {
          mode: "configured",
          inputs: ["s3://acme-in"],
          apiGateway: [`https://${v}/prod`],
        };
        new MediaConvertRole(stack, "role", { access });
      }),
    ).toThrow(/access\.apiGateway\[0\]: a URL must be written out/);
  });

  test("text that only looks like an expression is text", () => {
    const role = only(
      synthesizeRole({ access: { mode: "full" }, description: '${file("x")} %{ if true }' }),
      "aws_iam_role",
    );
    expect(role["description"]).toBe('$${file("x")} %%{ if true }');
  });
});

const WHOLE: WholePolicy = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "S3:Get*", Resource: 'arn:aws:s3:::a/${aws:username}/"<&>"' },
};

describe("the construct", () => {
  test("the role has AWS's name unless told otherwise", () => {
    expect(only(synthesizeRole({ access: { mode: "full" } }), "aws_iam_role")).toEqual({
      name: "MediaConvert_Default_Role",
      path: "/",
      description: "Assumed by AWS Elemental MediaConvert to run transcoding jobs",
      assume_role_policy: expect.any(String),
    });
  });

  test("every attribute of the role is where Terraform looks for it", () => {
    const made = synthesizeRole({
      access: { mode: "full" },
      roleName: "Media",
      path: "/service-role/",
      maxSessionDuration: 7200,
      permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
      forceDetachPolicies: true,
      tags: { Team: "video" },
    });
    expect(only(made, "aws_iam_role")).toMatchObject({
      name: "Media",
      path: "/service-role/",
      max_session_duration: 7200,
      permissions_boundary: "arn:aws:iam::111122223333:policy/boundary",
      force_detach_policies: true,
      tags: { Team: "video" },
    });
  });

  test("a grant goes to the role's ARN, so that a new role gets a new grant", () => {
    const made = synthesizeRole({ access: { mode: "full" }, kmsKeys: [{ keyArn: KEY, use: ["client-side"] }] });
    expect(only(made, "aws_kms_grant")).toEqual({
      name: expect.stringMatching(/^MediaConvert_Default_Role\/[0-9a-f]{16}$/),
      key_id: KEY,
      grantee_principal: "${aws_iam_role.role_3D9F059D.arn}",
      operations: ["Decrypt"],
      constraints: [{ encryption_context_equals: { service: "mediaconvert.amazonaws.com" } }],
    });
  });

  test("a secret made in the same stack can have its key granted", () => {
    const made = synthesize((stack) => {
      const arn = new TerraformVariable(stack, "secret", { type: "string" }).stringValue;
      new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: { mode: "custom" },
        secrets: [{ secret: arn, kmsKeyArn: KEY }],
      });
    });
    expect(only(made, "aws_kms_grant")["constraints"]).toEqual([
      { encryption_context_subset: { SecretARN: "${var.secret}" } },
    ]);
  });

  test("asks the provider for partition and account, and for the Region only where it is needed", () => {
    const dataOf = (props: MediaConvertRoleProps) =>
      addresses(synthesize((stack) => new MediaConvertRole(stack, "role", props)))
        .filter((address) => address.startsWith("data."))
        .map((address) => address.split(".")[1]);
    const CUSTOM = { access: { mode: "custom" } } as const;
    expect(dataOf(CUSTOM)).toEqual(["aws_caller_identity", "aws_partition"]);
    for (const regional of [{ secrets: ["kantar"] }, { elementalInference: true }]) {
      expect(dataOf({ ...CUSTOM, ...regional })).toEqual(["aws_caller_identity", "aws_partition", "aws_region"]);
    }
    expect(dataOf({ ...CUSTOM, partition: "aws", accountId: "111122223333" })).toEqual([]);
  });

  test("the policy has the role's path, where a policy can", () => {
    const pathOf = (props: object) => only(synthesizeRole({ ...EXAMPLE, ...props }), "aws_iam_policy")["path"];
    expect(pathOf({})).toBe("/");
    expect(pathOf({ path: "/service-role/" })).toBe("/service-role/");
    expect(pathOf({ path: "/a!b/" })).toBe("/");
    expect(pathOf({ path: "/service-role/", policyPath: "/media/" })).toBe("/media/");
  });

  test("a role that is there already is imported with what is named of it, and nothing else", () => {
    const made = synthesizeRole({
      access: { mode: "full" },
      adopt: true,
      managedPolicyArns: ["arn:aws:iam::111122223333:policy/own"],
      inlinePolicies: { "by.hand": WHOLE },
      statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
      kmsKeys: [{ keyArn: KEY, use: ["input"] }],
      exclusive: true,
    });
    const name = "MediaConvert_Default_Role";
    expect(made.import?.map(({ id, to }) => [to.replace(/_[0-9A-F]{8}$/, ""), id])).toEqual([
      ["aws_iam_role.role", name],
      [
        "aws_iam_role_policy_attachment.role_attachment-AmazonAPIGatewayInvokeFullAccess",
        `${name}/arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess`,
      ],
      [
        "aws_iam_role_policy_attachment.role_attachment-AmazonS3FullAccess",
        `${name}/arn:aws:iam::aws:policy/AmazonS3FullAccess`,
      ],
      [
        expect.stringMatching(/^aws_iam_role_policy_attachment\.role_attachment-managed-[0-9a-f]{8}$/),
        `${name}/arn:aws:iam::111122223333:policy/own`,
      ],
      ["aws_iam_role_policy.role_inline-byhand", `${name}:by.hand`],
      ["aws_iam_role_policies_exclusive.role_only-inline", name],
      ["aws_iam_role_policy_attachments_exclusive.role_only-attached", name],
    ]);
    expect(only(made, "aws_iam_role")["path"]).toBe("/service-role/");
    expect(synthesizeRole({ access: { mode: "full" }, exclusive: true }).import).toBeUndefined();
  });

  test("whole documents arrive as they are given, texts as texts", () => {
    const trust = {
      Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:*", Condition: { Null: { a: "%{b}" } } },
    };
    const made = synthesizeRole({ access: { mode: "full" }, inlinePolicies: { a: WHOLE }, trust: { policy: trust } });
    const { policy, ...inline } = only(made, "aws_iam_role_policy");
    expect(inline).toEqual({ name: "a", role: "${aws_iam_role.role_3D9F059D.name}" });
    expect(JSON.parse(String(policy).replaceAll("$${", "${"))).toEqual(WHOLE);
    expect(String(policy)).toContain("$${aws:username}");
    expect(JSON.parse(String(only(made, "aws_iam_role")["assume_role_policy"]).replaceAll("%%{", "%{"))).toEqual(trust);
  });

  test("tokens in whole documents are filled in", () => {
    const made = synthesize((stack) => {
      const v = new TerraformVariable(stack, "v", { type: "string" }).stringValue;
      new MediaConvertRole(stack, "role", {
        ...EXAMPLE,
        inlinePolicies: { a: { Statement: { Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${v}` } } },
      });
    });
    expect(only(made, "aws_iam_role_policy")["policy"]).toBe(
      '${jsonencode({"Statement" = {"Effect" = "Allow", "Action" = "s3:*", "Resource" = "arn:aws:s3:::${var.v}"}})}',
    );
  });

  test("an exclusive role keeps what is named, once all of that is there", () => {
    const made = synthesizeRole({ access: EXAMPLE.access, exclusive: true, inlinePolicies: { a: WHOLE } });
    const role = "${aws_iam_role.role_3D9F059D.name}";
    expect(only(made, "aws_iam_role_policies_exclusive")).toEqual({
      role_name: role,
      policy_names: [expect.stringMatching(/^\$\{aws_iam_role_policy\.role_inline-a_[0-9A-F]{8}\.name\}$/)],
    });
    expect(only(made, "aws_iam_role_policy_attachments_exclusive")).toEqual({
      role_name: role,
      policy_arns: [
        expect.stringMatching(/^\$\{aws_iam_role_policy_attachment\.role_attachment_[0-9A-F]{8}\.policy_arn\}$/),
      ],
    });
    const none = synthesizeRole({ access: { mode: "custom" }, exclusive: true });
    expect(only(none, "aws_iam_role_policies_exclusive")["policy_names"]).toEqual([]);
    expect(only(none, "aws_iam_role_policy_attachments_exclusive")["policy_arns"]).toEqual([]);
  });

  test("of several policies the exclusive list waits for all: it takes the old ones away", () => {
    const inputs = Array.from({ length: 120 }, (_, index) => `s3://acme-${String(index).padStart(40, "0")}/`);
    const made = synthesizeRole({ access: { mode: "configured", inputs }, maxAttachedPolicies: 25, exclusive: true });
    for (const type of ["aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive"]) {
      expect(only(made, type)["depends_on"]).toEqual([expect.stringMatching(/^terraform_data\.role_policies_/)]);
    }
  });

  test("preventDestroy is a lifecycle of the role, and of nothing else", () => {
    const made = synthesizeRole({ ...EXAMPLE, preventDestroy: true });
    expect(only(made, "aws_iam_role")["lifecycle"]).toEqual({ prevent_destroy: true });
    expect(JSON.stringify(made).match(/prevent_destroy/g)).toHaveLength(1);
    expect(JSON.stringify(synthesizeRole(EXAMPLE))).not.toContain("prevent_destroy");
  });

  test("no description is none", () => {
    expect(only(synthesizeRole({ ...EXAMPLE, description: "" }), "aws_iam_role")["description"]).toBe("");
  });

  test("tags are on role and policy", () => {
    const made = synthesizeRole({ ...EXAMPLE, tags: { Team: "video" } });
    expect(only(made, "aws_iam_role")["tags"]).toEqual({ Team: "video" });
    expect(only(made, "aws_iam_policy")["tags"]).toEqual({ Team: "video" });
  });

  test("two roles live in one stack", () => {
    const made = synthesize((stack) => {
      for (const id of ["a", "b"])
        new MediaConvertRole(stack, id, { ...EXAMPLE, roleName: id, partition: "aws", accountId: "111122223333" });
    });
    expect(addresses(made)).toHaveLength(12);
  });

  test("problems name the construct", () => {
    expect(() => synthesizeRole({ access: { mode: "configured" } })).toThrow(
      'problem in MediaConvertRole "test/role":\n  access: names no location',
    );
  });

  test("props are left as they are, frozen or not", () => {
    const frozen = Object.freeze({ ...EXAMPLE, access: Object.freeze({ ...EXAMPLE.access }) });
    expect(() => synthesizeRole(frozen)).not.toThrow();
  });

  test("warnings are annotated", () => {
    const app = new App({ outdir: newFolder("warnings"), skipValidation: true });
    const stack = new TerraformStack(app, "test");
    const role = new MediaConvertRole(stack, "role", { access: { mode: "full" }, path: "/media/" });
    expect(role.warnings.map(({ path }) => path)).toEqual(["path"]);
    expect(role.node.metadata.map(({ data }) => String(data))).toEqual([expect.stringContaining("path: error 1432")]);
  });

  test("what other accounts must add is found by bucket and key, token or not", () => {
    synthesize((stack) => {
      const bucket = new S3Bucket(stack, "b", { bucket: "acme-b" });
      const other = new S3Bucket(stack, "c", { bucket: "acme-c" });
      const role = new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: {
          mode: "configured",
          outputs: [`s3://${other.bucket}/out/`],
          inputs: [
            { bucket: bucket.bucket },
            { bucket: bucket.bucket, prefix: "x/" },
            { bucket: "acme-a", kmsKeyArn: KEY },
          ],
        },
      });
      expect(role.bucketPolicyStatements(bucket.bucket).map(({ Sid }) => Sid)).toEqual([
        "ReadInputs",
        "ListInputBuckets",
      ]);
      expect(role.bucketPolicyStatements(other.bucket)).toMatchObject([{ Action: ["s3:PutObject"] }]);
      expect(role.bucketPolicyStatements("acme-a")).toEqual(role.bucketPolicyStatements("arn:aws:s3:::acme-a"));
      expect(role.keyPolicyStatements(KEY)).toMatchObject([{ Action: ["kms:Decrypt"], Resource: ["*"] }]);
      expect(() => role.bucketPolicyStatements("acme-z")).toThrow(SettingsError);
      expect(() => role.keyPolicyStatements(OTHER_KEY)).toThrow(/do not name .*; they name "arn:aws:kms/);
    });
  });
});
