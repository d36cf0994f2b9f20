import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { MediaConvertRole } from "cdktf-mediaconvert-role";

const app = new App();
const stack = new TerraformStack(app, "media");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");

const key = new KmsKey(stack, "key", { description: "Masters", deletionWindowInDays: 7 });
const masters = new S3Bucket(stack, "masters", { bucket: "amzn-s3-demo-source-bucket" });

const role = new MediaConvertRole(stack, "role", {
  access: {
    mode: "configured",
    inputs: [{ bucket: masters.bucket, prefix: "masters/", kmsKeyArn: key.arn }],
    outputs: ["s3://amzn-s3-demo-destination-bucket/vod/"],
  },
});

new TerraformOutput(stack, "role_arn", { value: role.arn });
app.synth();
