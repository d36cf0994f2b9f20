import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { MediaConvertRole, type MediaConvertRoleProps } from "../../lib";
import { terraformPolicy, terraformText, untypedText } from "../../lib/constructs/terraform-text";
import type { PolicyDocument } from "../../lib/policy/model";
import { ACCOUNT, REGION } from "./e2e";

/** The characters that Terraform, HCL and JSON each treat in their own way. */
export const HOSTILE_TEXT =
  'a ${file("x")} %{ if true }b%{ endif } $${c} %%{d} $$${e} "quoted" \\ C:\\new\nsecond line\tEOF ${} 100% $5 }';

/** Text that CDKTF takes for something else when it writes HCL. */
export const LOOKS_TYPED = {
  looks_like_a_list: '[file("x")]',
  looks_like_an_object: '{ a = "b" }',
  looks_like_a_number: "111122223333",
  looks_like_no_number: "NaN",
  looks_quoted: '"quoted"',
};

export interface Keys {
  readonly first: string;
  readonly second: string;
  readonly signing: string;
}

/** What a stack knows; without it the construct asks the provider. */
const HERE = { partition: "aws", accountId: ACCOUNT, region: REGION };

/** One role for each thing that the construct can make, by construct id. */
export const allModes = ({ first, second, signing }: Keys): { readonly [id: string]: MediaConvertRoleProps } => ({
  full: { roleName: "Full", access: { mode: "full" }, kmsKeys: [{ keyArn: first, use: ["input", "output"] }] },
  configured: {
    roleName: "Configured",
    ...HERE,
    path: "/service-role/",
    description: "Media jobs",
    maxSessionDuration: 7200,
    permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
    forceDetachPolicies: true,
    tags: { Team: "video", "cost:center": "42" },
    access: {
      mode: "configured",
      inputs: [
        { location: "s3://acme-in/masters/", kmsKeyArn: first },
        { bucket: "acme-fonts", listBucket: false },
        { bucket: "acme-keyed", kmsKeyArn: second, bucketKey: true },
      ],
      outputs: [
        { location: "s3://acme-out/vod/", kmsKeyArn: first, acl: true, listBucket: true },
        { bucket: "acme-out", pattern: "*/${*}${$}{live}-?/*" },
      ],
      apiGateway: ["https://abc123.execute-api.eu-west-1.amazonaws.com/prod/speke"],
    },
    secrets: [`arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:kantar-a1b2c3`, "c2pa-certificate"],
    tamsConnections: [`arn:aws:events:${REGION}:${ACCOUNT}:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab`],
    inferenceFeeds: [`arn:aws:elemental-inference:${REGION}:${ACCOUNT}:feed/abc123`],
    kmsKeys: [
      { keyArn: second, use: ["client-side"] },
      { keyArn: signing, use: ["signing"] },
    ],
    trust: { queues: ["Default", `arn:aws:mediaconvert:eu-west-1:${ACCOUNT}:queues/fast`] },
  },
  byPolicy: {
    roleName: "ByPolicy.a+b=c,d@e-f",
    kmsAuthorization: "both",
    kmsEncrypt: true,
    access: {
      mode: "configured",
      inputs: [{ location: "s3://acme-in/", kmsKeyArn: first }],
      outputs: ["s3://acme-out/"],
    },
    elementalInference: true,
    kmsKeys: [{ keyArn: second, use: ["output", "client-side"] }],
  },
  custom: {
    roleName: "Custom",
    ...HERE,
    description: HOSTILE_TEXT,
    trust: { confusedDeputyProtection: false },
    access: { mode: "custom" },
    managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    statements: [
      {
        Sid: "Home",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-in/${aws:PrincipalTag/team}/*",
        Condition: { StringEquals: { "aws:PrincipalTag/motto": ['${file("x")} "true" \\', "<&>"] } },
      },
    ],
  },
});

/** A document that holds the text in every place where a policy can hold text. */
export const hostileDocument = (more: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [`arn:aws:s3:::${more}/${HOSTILE_TEXT}`, `${HOSTILE_TEXT}${more}${HOSTILE_TEXT}`],
      Condition: { StringLike: { [`aws:PrincipalTag/${HOSTILE_TEXT}`]: [HOSTILE_TEXT, more] } },
    },
  ],
});

/** A stack with all of them, its state beside it. Its outputs show text and documents without an API in between. */
export const allModesApp = (
  outdir: string,
  keys: Keys,
): { readonly app: App; readonly roles: Map<string, MediaConvertRole> } => {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "modes");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  new AwsProvider(stack, "aws", { region: REGION });
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
  const roles = Object.entries(allModes(keys)).map(
    ([id, props]) => [id, new MediaConvertRole(stack, id, props)] as const,
  );
  const token = new DataAwsCallerIdentity(stack, "caller").accountId;
  const output = (id: string, value: string): TerraformOutput => new TerraformOutput(stack, id, { value });
  output("literal_text", terraformText(HOSTILE_TEXT, stack));
  for (const [name, text] of Object.entries(LOOKS_TYPED)) output(name, untypedText(text, stack));
  output("token_text", terraformText(`${HOSTILE_TEXT}${token}${HOSTILE_TEXT}`, stack));
  output("literal_document", terraformPolicy(hostileDocument("x"), stack));
  output("token_document", terraformPolicy(hostileDocument(token), stack));
  app.synth();
  return { app, roles: new Map(roles) };
};
