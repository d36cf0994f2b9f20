import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { MediaConvertRole } from "cdktf-mediaconvert-role";

const ARCHIVE_ACCOUNT = "444455556666";

const app = new App();
const stack = new TerraformStack(app, "media");
stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");

// MediaConvert runs in this account. The outputs belong to the other one.
new AwsProvider(stack, "aws", { region: "eu-west-1" });
const archive = new AwsProvider(stack, "archive", {
  alias: "archive",
  region: "eu-west-1",
  assumeRole: [{ roleArn: `arn:aws:iam::${ARCHIVE_ACCOUNT}:role/deploy` }],
});

const key = new KmsKey(stack, "key", { provider: archive, description: "Archive", deletionWindowInDays: 7 });
const bucket = new S3Bucket(stack, "bucket", { provider: archive, bucket: "amzn-s3-demo-archive-bucket" });

const role = new MediaConvertRole(stack, "role", {
  access: {
    mode: "configured",
    inputs: ["s3://amzn-s3-demo-source-bucket/"],
    outputs: [
      // A new bucket enforces its owner's ownership: outputs need no ACL.
      { bucket: bucket.bucket, prefix: "vod/", acl: false, kmsKeyArn: key.arn, ownerAccount: ARCHIVE_ACCOUNT },
    ],
  },
  // The key's owner makes the grant, so nobody here needs kms:CreateGrant there.
  kmsAuthorization: "policy",
});

// What the other account must add, made with its own credentials. The principal has to be there first.
for (const { buckets, keys } of role.ownerDocuments) {
  buckets.forEach(({ bucket: name, statements }, index) => {
    new S3BucketPolicy(stack, `bucket-policy-${String(index)}`, {
      provider: archive,
      dependsOn: [role.role],
      bucket: name,
      policy: role.policyJson(statements),
    });
  });
  for (const { id, name, keyArn, operations, constraint } of keys.flatMap(({ grants }) => grants)) {
    const context = constraint?.kind === "equals" ? "encryptionContextEquals" : "encryptionContextSubset";
    new KmsGrant(stack, id, {
      provider: archive,
      name,
      keyId: keyArn,
      granteePrincipal: role.arn,
      operations: [...operations],
      ...(constraint === undefined ? {} : { constraints: [{ [context]: constraint.context }] }),
    });
  }
}

new TerraformOutput(stack, "role_arn", { value: role.arn });
app.synth();
