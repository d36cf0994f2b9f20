import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import fc from "fast-check";

/** A role as somebody makes it by hand. */
export interface HandMade {
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  readonly maxSessionDuration?: number;
  readonly hasBoundary: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly trust: object;
  readonly inline: { readonly [name: string]: object };
  /** Names of AWS's policies, and of ours that begin with `Own`. */
  readonly attached: readonly string[];
}

const CONSOLE_TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** As the MediaConvert console makes them: full permissions, and configured ones. */
export const OF_CONSOLE: readonly HandMade[] = [
  {
    name: "MediaConvert_Default_Role",
    path: "/service-role/",
    description: "Allows MediaConvert service to call S3 APIs and API Gateway on your behalf.",
    hasBoundary: false,
    tags: {},
    trust: CONSOLE_TRUST,
    inline: {},
    attached: ["AmazonS3FullAccess", "AmazonAPIGatewayInvokeFullAccess"],
  },
  {
    name: "MediaConvert_Configured",
    path: "/service-role/",
    description: "Allows MediaConvert service to call S3 APIs and API Gateway on your behalf.",
    hasBoundary: false,
    tags: {},
    trust: CONSOLE_TRUST,
    inline: {
      "MediaConvert-S3": {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: ["arn:aws:s3:::acme-in/*"] },
          { Effect: "Allow", Action: ["s3:Put*"], Resource: ["arn:aws:s3:::acme-out/*"] },
        ],
      },
      "MediaConvert-ApiGateway": {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["execute-api:Invoke", "execute-api:ManageConnections"],
            Resource: "arn:aws:execute-api:*:*:*",
          },
        ],
      },
    },
    attached: [],
  },
];

/** Policies of the account, and the boundary of those that have one. */
const OWN = ["Own-a", "Own-b"] as const;

const trust = fc.constantFrom<object>(
  CONSOLE_TRUST,
  {
    Version: "2008-10-17",
    Id: "by hand",
    Statement: [
      {
        Sid: "MediaConvert",
        Effect: "Allow",
        Principal: { Service: ["mediaconvert.amazonaws.com", "mediaconvert.eu-west-1.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
      },
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" },
    ],
  },
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "MediaConvert",
        Effect: "Allow",
        Principal: { Service: ["mediaconvert.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
        Condition: {
          ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:111122223333:queues/*"] },
          StringEquals: { "aws:SourceAccount": ["111122223333"] },
        },
      },
    ],
  },
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "MediaConvert",
        Effect: "Allow",
        Principal: { Service: "mediaconvert.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  },
);

const oneOrMany = <T>(of: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(fc.constantFrom(...of), fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 }));

const statement = fc
  .record(
    {
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: oneOrMany(["s3:GetObject", "S3:Put*", "kms:Decrypt", "execute-api:Invoke", "*"]),
      Resource: oneOrMany([
        "*",
        "arn:aws:s3:::acme-in/*",
        "arn:aws:s3:::acme-${aws:PrincipalTag/team}/%{a}/<b>&\u00e9*",
      ]),
      Condition: fc.constantFrom(
        { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } },
        { Bool: { "aws:SecureTransport": "true" }, NumericLessThan: { "s3:max-keys": "10" } },
      ),
    },
    { requiredKeys: ["Effect", "Action", "Resource"] },
  )
  .chain((one) => fc.constantFrom<object>(one, { Sid: "ByHand", ...one }));

const document = fc
  .tuple(statement, fc.boolean())
  // The emulator takes no older version; the provider compares versions as texts.
  .map(([one, alone]) => ({ Version: "2012-10-17", Statement: alone ? one : [one] }));

const handMade: fc.Arbitrary<Omit<HandMade, "name">> = fc.record(
  {
    path: fc.constantFrom("/", "/service-role/", "/media/prod/", "/a.b,c+d=e@f_g-h/"),
    description: fc.constantFrom(
      "Media",
      'R\u00f4le "${x}" %{if}\ttwo\nlines',
      "Assumed by AWS Elemental MediaConvert to run transcoding jobs",
    ),
    maxSessionDuration: fc.constantFrom(3600, 7200, 43200),
    hasBoundary: fc.boolean(),
    tags: fc.constantFrom({}, { team: "video" }, { "cost:center/a b": "", "\u00fc": "1=2+3" }),
    trust,
    inline: fc.dictionary(fc.constantFrom("S3", "by.hand_1", "a+=,@-b"), document, { noNullPrototype: true }),
    attached: fc.uniqueArray(
      fc.constantFrom("AmazonS3FullAccess", "AmazonAPIGatewayInvokeFullAccess", "AmazonS3ReadOnlyAccess", ...OWN),
    ),
  },
  { requiredKeys: ["path", "hasBoundary", "tags", "trust", "inline", "attached"] },
);

/** Roles of all kinds, each with its own name. */
export const handMadeRoles = (count: number, seed: number): readonly HandMade[] =>
  fc.sample(handMade, { numRuns: count, seed }).map((role, index) => ({ ...role, name: `By.hand_${String(index)}` }));

/** Makes roles as the AWS CLI does. */
export class RoleMaker {
  private readonly iam: IAMClient;

  constructor(
    endpoint: string,
    private readonly account: string,
  ) {
    this.iam = new IAMClient({
      endpoint,
      region: "eu-west-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
  }

  async makePolicies(): Promise<void> {
    const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    for (const PolicyName of OWN) await this.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  }

  async make({
    name,
    path,
    description,
    maxSessionDuration,
    hasBoundary,
    tags,
    trust,
    inline,
    attached,
  }: HandMade): Promise<void> {
    await this.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        ...(description === undefined ? {} : { Description: description }),
        ...(maxSessionDuration === undefined ? {} : { MaxSessionDuration: maxSessionDuration }),
        ...(hasBoundary ? { PermissionsBoundary: this.arn(OWN[0]) } : {}),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    for (const [policy, document] of Object.entries(inline)) await this.write(name, policy, document);
    for (const policy of attached) await this.attach(name, policy);
  }

  async write(RoleName: string, PolicyName: string, document: object): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await this.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  async attach(RoleName: string, policy: string): Promise<void> {
    await this.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: this.arn(policy) }));
  }

  close(): void {
    this.iam.destroy();
  }

  private arn(policy: string): string {
    return `arn:aws:iam::${policy.startsWith("Own") ? this.account : "aws"}:policy/${policy}`;
  }
}
