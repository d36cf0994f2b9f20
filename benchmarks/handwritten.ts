import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";

/** The stack of roles.json as one would write it by hand: the same resources, all text literal. The yardstick. */
const app = new App();
const stack = new TerraformStack(app, "mediaconvert-role");
new LocalBackend(stack, { path: "../../../terraform.mediaconvert-role.tfstate" });
new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
const role = new IamRole(stack, "role", {
  name: "MediaConvert_Default_Role",
  path: "/",
  description: "Assumed by AWS Elemental MediaConvert to run transcoding jobs",
  assumeRolePolicy:
    '{"Version":"2012-10-17","Statement":[{"Sid":"MediaConvert","Effect":"Allow","Principal":{"Service":["mediaconvert.amazonaws.com"]},"Action":["sts:AssumeRole"],"Condition":{"ArnLike":{"aws:SourceArn":["arn:aws:mediaconvert:*:111122223333:queues/*"]},"StringEquals":{"aws:SourceAccount":["111122223333"]}}}]}',
});
const policy = new IamPolicy(stack, "policy", {
  name: "MediaConvert_Default_Role-access",
  path: "/",
  description: "What AWS Elemental MediaConvert jobs may do with this role",
  policy:
    '{"Version":"2012-10-17","Statement":[{"Sid":"ReadInputs","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::amzn-s3-demo-source-bucket/masters/*"]},{"Sid":"ListInputBuckets","Effect":"Allow","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::amzn-s3-demo-source-bucket"]},{"Sid":"WriteOutputs","Effect":"Allow","Action":["s3:PutObject"],"Resource":["arn:aws:s3:::amzn-s3-demo-destination-bucket/vod/*"]}]}',
});
new IamRolePolicyAttachment(stack, "attachment", { role: role.name, policyArn: policy.arn });
const grant = new KmsGrant(stack, "grant", {
  name: "MediaConvert_Default_Role/f387171976e15c43",
  keyId: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  granteePrincipal: role.arn,
  operations: ["Decrypt"],
});
new TerraformOutput(stack, "role_arn", { value: role.arn, description: "ARN of the MediaConvert service role" });
new TerraformOutput(stack, "role_name", { value: role.name, description: "Name of the MediaConvert service role" });
new TerraformOutput(stack, "policy_arns", {
  value: [policy.arn],
  description: "ARNs of the policies made for the role",
});
new TerraformOutput(stack, "grant_ids", {
  value: { grant: grant.grantId },
  description: "KMS grants of the role: the end of the address to the grant id",
});
new TerraformOutput(stack, "pass_role_policy_json", {
  value:
    '{"Version":"2012-10-17","Statement":[{"Sid":"PassMediaConvertRole","Effect":"Allow","Action":["iam:PassRole"],"Resource":["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"],"Condition":{"StringEquals":{"iam:PassedToService":["mediaconvert.amazonaws.com"]}}}]}',
  description: "Policy for those who submit jobs with the role",
});
app.synth();
