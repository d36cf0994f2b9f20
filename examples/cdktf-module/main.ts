import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformHclModule, TerraformOutput, TerraformStack } from "cdktf";

// Elsewhere "./node_modules/cdktf-mediaconvert-role/modules/mediaconvert-role", or a git address.
const MODULE = "../../modules/mediaconvert-role";

const app = new App();
// Has CDKTF copy the module into cdktf.out/; a git address needs no such line.
app.node.setContext("cdktfRelativeModules", [MODULE]);
const stack = new TerraformStack(app, "media");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");

const key = new KmsKey(stack, "key", { description: "Masters", deletionWindowInDays: 7 });

const role = new TerraformHclModule(stack, "mediaconvert_role", {
  source: MODULE,
  variables: {
    access_mode: "configured",
    inputs: { masters: { bucket: "amzn-s3-demo-source-bucket", prefix: "masters/", kms_key: "masters" } },
    outputs: { vod: { bucket: "amzn-s3-demo-destination-bucket", prefix: "vod/" } },
    kms_keys: { masters: { arn: key.arn } },
  },
});

new TerraformOutput(stack, "role_arn", { value: role.getString("role_arn") });
app.synth();
