import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import {
  CreateKeyCommand,
  type GrantListEntry,
  KMSClient,
  type KeySpec,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";

// The tests run on the oldest Node that the project supports, and say nothing about it.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** A role as the AWS API returns it, with its documents parsed. */
export interface DeployedRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: string | undefined;
  readonly tags: { readonly [key: string]: string };
  readonly trust: unknown;
  /** ARN → document, by ARN. Managed policies of AWS are named only. */
  readonly policies: { readonly [arn: string]: unknown };
}

/** What the tests and the local deployment ask AWS, or an emulator of it. */
export class Aws {
  private readonly iam: IAMClient;
  private readonly kms: KMSClient;
  private readonly s3: S3Client;

  constructor(
    endpoint: string,
    private readonly region: string,
  ) {
    const config = {
      endpoint,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: { requestTimeout: 30_000, connectionTimeout: 5_000, throwOnRequestTimeout: true },
    };
    this.iam = new IAMClient(config);
    this.kms = new KMSClient(config);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
  }

  /** Every role and policy of the account, as the API returns them. */
  async accountDetails(): Promise<object> {
    return this.iam.send(new GetAccountAuthorizationDetailsCommand({}));
  }

  /** Documents of the customer managed policies that are attached to a role, as of one moment. */
  async attachedDocuments(roleName: string): Promise<readonly unknown[]> {
    const { RoleDetailList = [], Policies = [] } = await this.iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ["Role", "LocalManagedPolicy"] }),
    );
    const role = RoleDetailList.find((one) => one.RoleName === roleName);
    const attached = new Set((role?.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn));
    return Policies.filter(({ Arn }) => attached.has(Arn)).flatMap(({ PolicyVersionList = [] }) =>
      PolicyVersionList.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ Document }) => parsed(Document)),
    );
  }

  async createBucket(name: string): Promise<void> {
    const place = this.region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: this.region } };
    await this.s3.send(new CreateBucketCommand({ Bucket: name, ...place } as { Bucket: string }));
  }

  /** Deletes an empty bucket. */
  async deleteBucket(name: string): Promise<void> {
    await this.s3.send(new DeleteBucketCommand({ Bucket: name }));
  }

  /** Has a key deleted after the shortest time that AWS allows. */
  async deleteKey(arn: string): Promise<void> {
    const id = arn.slice(arn.lastIndexOf("/") + 1); // moto fails on the ARN
    await this.kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  }

  /** @returns the key's ARN */
  async createKey(spec: KeySpec = "SYMMETRIC_DEFAULT"): Promise<string> {
    const usage = spec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY";
    const { KeyMetadata } = await this.kms.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }));
    return KeyMetadata?.Arn ?? "";
  }

  async role(name: string): Promise<DeployedRole> {
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName: name }));
    const { AttachedPolicies = [] } = await this.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
    const arns = AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn).sort();
    const policies: [string, unknown][] = [];
    for (const arn of arns) policies.push([arn, await this.document(arn)]);
    return {
      arn: Role?.Arn ?? "",
      name: Role?.RoleName ?? "",
      path: Role?.Path ?? "",
      description: Role?.Description,
      maxSessionDuration: Role?.MaxSessionDuration,
      permissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      trust: parsed(Role?.AssumeRolePolicyDocument),
      policies: Object.fromEntries(policies),
    };
  }

  async grants(keyArn: string): Promise<readonly GrantListEntry[]> {
    const { Grants = [] } = await this.kms.send(new ListGrantsCommand({ KeyId: keyArn }));
    return [...Grants].sort((a, b) => (a.Name ?? "").localeCompare(b.Name ?? ""));
  }

  /** Names of all roles and of all policies that are not AWS's own. */
  async names(): Promise<{ readonly roles: readonly string[]; readonly policies: readonly string[] }> {
    const { Roles = [] } = await this.iam.send(new ListRolesCommand({}));
    const { Policies = [] } = await this.iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    return {
      roles: Roles.map(({ RoleName = "" }) => RoleName).sort(),
      policies: Policies.map(({ PolicyName = "" }) => PolicyName).sort(),
    };
  }

  close(): void {
    this.iam.destroy();
    this.kms.destroy();
    this.s3.destroy();
  }

  private async document(arn: string): Promise<unknown> {
    if (/^arn:[a-z-]+:iam::aws:/.test(arn)) return "managed by AWS";
    const { Policy } = await this.iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const version = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? "v1" });
    const { PolicyVersion } = await this.iam.send(version);
    return parsed(PolicyVersion?.Document);
  }
}

const parsed = (document: string | undefined): unknown => JSON.parse(decodeURIComponent(document ?? "null"));
