import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { Annotations, type TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import * as errors from "../errors";
import { ARN_REGION } from "../policy/arn";
import type { Grant } from "../policy/keys";
import type { AnyPolicy, PolicyDocument, Statement } from "../policy/model";
import type { OwnerDocuments } from "../policy/owner-documents";
import { ownerDocuments } from "../policy/owners";
import type { InlinePolicy, ManagedPolicy, RoleSettings } from "../policy/role-settings";
import { type Problem, SettingsError, problemLine } from "../problem";
import type { MediaConvertRoleProps } from "../props";
import { warnOfTaken } from "../requests/refinement";
import { newReport, text } from "../settings/check";
import { type RoleDescription, describeRole } from "../settings/describe";
import { submitter } from "../settings/submitters";
import { keepOnly } from "./exclusive";
import { ImportBlocks, type TakenOver } from "./import-blocks";
import { inlinePolicy } from "./inline-policy";
import { makePolicies } from "./policies";
import { grantsIn, providerIn } from "./providers-by-region";
import type { MediaConvertRoleOptions } from "./role-options";
import { passRolePolicy } from "./submitters";
import { providerSurroundings, readJobFiles } from "./surroundings";
import { terraformPolicy, terraformText, terraformValue } from "./terraform-text";
import { tokensIn } from "./tokens";

/**
 * The service role of AWS Elemental MediaConvert: the role, its trust policy, its policies and its KMS grants.
 *
 * Strings are text; only CDKTF tokens become Terraform expressions.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html
 */
export class MediaConvertRole extends Construct {
  /** ARN of the role; reading it makes the reader depend on the role. */
  readonly arn: string;
  /** Name of the role; reading it makes the reader depend on the role. */
  readonly name: string;
  /** The role's trust policy as data. */
  readonly trustDocument: AnyPolicy;
  /** The policies made for the role, as data; empty where there is nothing to grant. */
  readonly documents: readonly PolicyDocument[];
  /** What whoever submits jobs needs: `iam:PassRole` on this role, for MediaConvert only. */
  readonly passRoleStatement: Statement;
  /** What is worth a look; also annotated on the construct. */
  readonly warnings: readonly Problem[];
  /** ARNs of the policies made for the role. */
  readonly policyArns: readonly string[];
  /** Each grant's name in its address (`grant-…`) → the grant's id. */
  readonly grantIds: { readonly [name: string]: string };
  /** The resource, for what has no prop: `lifecycle`, `dependsOn`, overrides. */
  readonly role: IamRole;

  private readonly description: RoleDescription;
  private readonly takenOver: TakenOver[] = [];

  /**
   * @param options providers for keys of other Regions
   * @throws SettingsError with every problem of the props
   */
  constructor(scope: Construct, id: string, props: MediaConvertRoleProps, options: MediaConvertRoleOptions = {}) {
    super(scope, id);
    const report = newReport(tokensIn(this));
    const around = { jobFiles: readJobFiles, ...grantsIn(options.providers) };
    const described = describeRole(props, "", around, providerSurroundings(this), report);
    if (described === undefined || report.problems.length > 0) {
      throw new SettingsError(this.subject, report.problems);
    }
    warnOfTaken(described, {}, "", report);
    const { settings, policies, documents } = described;
    this.warnings = report.warnings;
    for (const warning of report.warnings) Annotations.of(this).addWarning(problemLine(warning));
    this.trustDocument = policies.trust;
    this.documents = documents.map(({ document }) => document);
    this.passRoleStatement = policies.passRole;
    this.description = described;

    this.role = this.makeRole(settings);
    this.arn = this.role.arn;
    this.name = this.role.name;
    const made = makePolicies(this, settings, documents, (id, arn) => this.attach(id, arn));
    this.policyArns = made.arns;
    const attached = policies.managedPolicies.map((policy) => this.attachManaged(policy, settings));
    const inline = settings.inlinePolicies.map((policy) => this.writeInline(policy, settings));
    if (settings.exclusive) {
      const kept = { inline, attachments: [...made.attachments, ...attached], after: made.last };
      const guards = keepOnly(this, this.role, kept);
      if (settings.adopt) for (const guard of guards) this.takeOver(guard, settings.roleName);
    }
    if (this.takenOver.length > 0) new ImportBlocks(this, "imports", this.takenOver);
    for (const submitter of settings.submitters) passRolePolicy(this, described, submitter);
    this.grantIds = Object.fromEntries(
      policies.grants.map((grant) => [grant.id, this.makeGrant(grant, options).grantId]),
    );
  }

  /**
   * What other accounts must add to buckets and keys of theirs, account by account: those of locations with
   * `ownerAccount`, and keys whose ARN names another account.
   */
  get ownerDocuments(): readonly OwnerDocuments[] {
    const { settings, policies } = this.description;
    return ownerDocuments(settings, policies, tokensIn(this));
  }

  /** A policy with these statements, as JSON for an argument of a resource: text stays text, tokens are filled in. */
  policyJson(statements: readonly Statement[]): string {
    return terraformPolicy({ Version: "2012-10-17", Statement: statements }, this);
  }

  /**
   * Statements for a bucket's own policy, needed where another account owns the bucket.
   *
   * @param bucket name or ARN, as it was given in a location
   * @throws SettingsError where no location is in that bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
   */
  bucketPolicyStatements(bucket: string): readonly Statement[] {
    const { settings, policies } = this.description;
    const asGiven = [bucket, tokensIn(this).bucketName(bucket, settings.partition)];
    return this.admitting(
      asGiven.map((name) => `arn:${settings.partition}:s3:::${name}`),
      policies.bucketPolicies,
    );
  }

  /**
   * Statements for a key's own policy, needed where another account owns the key and there is no grant.
   *
   * @param keyArn the key, as it was given in the settings
   * @throws SettingsError where the role does not use that key
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
   */
  keyPolicyStatements(keyArn: string): readonly Statement[] {
    return this.admitting([keyArn], this.description.policies.keyPolicies);
  }

  /**
   * Lets a role submit jobs with this one: an inline policy with {@link passRoleStatement}. The role also needs
   * `mediaconvert:CreateJob` on the queues, templates and presets that it uses.
   *
   * @param principalRoleName name of a role of the same account; of one that is made in the same workspace, its `name`
   * @returns the policy; the same one for the same name
   * @throws SettingsError where that is no role's name
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
   */
  grantPassRole(principalRoleName: string): IamRolePolicy {
    const report = newReport(tokensIn(this));
    text(submitter(this.description.settings.roleName))(principalRoleName, "principalRoleName", report);
    if (report.problems.length > 0) throw new SettingsError(this.subject, report.problems);
    return passRolePolicy(this, this.description, principalRoleName);
  }

  private admitting(
    arns: readonly string[],
    known: { readonly [arn: string]: readonly Statement[] },
  ): readonly Statement[] {
    const { identity } = tokensIn(this);
    const wanted = arns.map(identity);
    const found = Object.entries(known).find(([one]) => wanted.includes(identity(one)));
    if (found === undefined) {
      const [, named = wanted[0] ?? ""] = wanted;
      throw new SettingsError(this.subject, [errors.notOfThisRole(named, Object.keys(known).map(identity))]);
    }
    return found[1];
  }

  private get subject(): string {
    return `MediaConvertRole ${JSON.stringify(this.node.path)}`;
  }

  private makeRole(settings: RoleSettings): IamRole {
    const { permissionsBoundary, maxSessionDuration, forceDetachPolicies, preventDestroy, adopt } = settings;
    const role = new IamRole(this, "role", {
      name: terraformText(settings.roleName, this),
      path: terraformText(settings.path, this),
      description: terraformText(settings.description, this),
      assumeRolePolicy: terraformPolicy(this.trustDocument, this),
      ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: terraformText(permissionsBoundary, this) }),
      ...(forceDetachPolicies ? { forceDetachPolicies } : {}),
      ...this.tags(settings),
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
    });
    if (adopt) this.takeOver(role, settings.roleName);
    return role;
  }

  private attachManaged({ id, arn }: ManagedPolicy, { roleName, adopt }: RoleSettings): IamRolePolicyAttachment {
    const attachment = this.attach(`attachment-${id}`, terraformText(arn, this));
    if (adopt) this.takeOver(attachment, `${roleName}/${arn}`);
    return attachment;
  }

  private takeOver(resource: TerraformResource, id: string): void {
    this.takenOver.push({ resource, id: terraformText(id, this) });
  }

  private writeInline({ name, document }: InlinePolicy, { roleName, adopt }: RoleSettings): IamRolePolicy {
    const { isKnown, digest, identity } = tokensIn(this);
    const policy = inlinePolicy(this, `inline-${isKnown(name) ? name : digest([identity(name)]).slice(0, 8)}`, {
      role: this.role.name,
      name: terraformText(name, this),
      policy: terraformPolicy(document, this),
    });
    if (adopt) this.takeOver(policy, `${roleName}:${name}`);
    return policy;
  }

  private attach(id: string, policyArn: string): IamRolePolicyAttachment {
    return new IamRolePolicyAttachment(this, id, { role: this.role.name, policyArn });
  }

  private makeGrant(grant: Grant, { providers }: MediaConvertRoleOptions): KmsGrant {
    const { id, name, keyArn, operations, constraint } = grant;
    const provider = Token.isUnresolved(keyArn)
      ? undefined
      : providerIn(providers, keyArn.split(":")[ARN_REGION] ?? "");
    return new KmsGrant(this, id, {
      ...(provider === undefined ? {} : { provider }),
      name: terraformText(name, this),
      keyId: terraformText(keyArn, this),
      granteePrincipal: this.role.arn,
      operations: [...operations],
      ...(constraint === undefined
        ? {}
        : {
            constraints: [
              constraint.kind === "equals"
                ? { encryptionContextEquals: terraformValue(constraint.context, this) }
                : { encryptionContextSubset: terraformValue(constraint.context, this) },
            ],
          }),
    });
  }

  private tags({ tags }: RoleSettings): { readonly tags?: { [key: string]: string } } {
    return Object.keys(tags).length === 0 ? {} : { tags: terraformValue({ ...tags }, this) };
  }
}
