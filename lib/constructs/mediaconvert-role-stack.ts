import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { join, relative } from "node:path";
import type { Statement } from "../policy/model";
import { SettingsError } from "../problem";
import type { MediaConvertRoleStackProps } from "../stack-props";
import { newReport } from "../settings/check";
import { checkStack, surroundingsOfStack } from "../settings/stack";
import { addBackend } from "./backend";
import { MediaConvertRole } from "./mediaconvert-role";
import { addProvider } from "./provider";
import { terraformPolicy, untypedText } from "./terraform-text";
import { tokensIn } from "./tokens";

/**
 * A Terraform stack with one MediaConvert service role, its provider, its backend and its outputs.
 *
 * Outputs: `role_arn`, `role_name`, `policy_arns`, `grant_ids` (end of the address → id), `pass_role_policy_json`; where
 * other accounts have to add something, `bucket_policies_json` (bucket → JSON) and `key_policies_json` (key ARN → JSON).
 * A grant on a key of another Region is made by a provider with that Region as alias.
 */
export class MediaConvertRoleStack extends TerraformStack {
  readonly role: MediaConvertRole;

  /** @throws SettingsError with every problem of the props */
  constructor(scope: Construct, id: string, props: MediaConvertRoleStackProps) {
    super(scope, id);
    const report = newReport(tokensIn(this));
    const stack = checkStack(props, "", report);
    if (stack === undefined || report.problems.length > 0) {
      throw new SettingsError(`stack ${JSON.stringify(id)}`, report.problems);
    }
    addBackend(this, stack.backend ?? {}, this.localStatePath());
    const providers = addProvider(this, stack.region, stack.provider, props.role.accountId);
    const role = { ...surroundingsOfStack(stack.region), ...props.role };
    this.role = new MediaConvertRole(this, "role", role, { providers });
    this.addOutputs();
  }

  /** R-XA-BUCKET, R-XA-KEY: only where other accounts have something to add. */
  private addOwnerOutputs(output: (id: string, description: string, value: unknown) => void): void {
    const owners = this.role.ownerDocuments;
    const policies = (found: readonly (readonly [string, readonly Statement[]])[]): { [name: string]: string } =>
      Object.fromEntries(found.map(([name, statements]) => [name, this.policyJson(statements)]));
    const buckets = owners.flatMap((owner) =>
      owner.buckets.map(({ bucket, statements }) => [bucket, statements] as const),
    );
    const keys = owners.flatMap((owner) =>
      owner.keys.filter(({ isNeeded }) => isNeeded).map(({ keyArn, statements }) => [keyArn, statements] as const),
    );
    if (buckets.length > 0) {
      output(
        "bucket_policies_json",
        "Buckets of other accounts: name to the policy that admits the role",
        policies(buckets),
      );
    }
    if (keys.length > 0) {
      output("key_policies_json", "Keys of other accounts: ARN to what the key's policy has to add", policies(keys));
    }
  }

  private policyJson(statements: readonly Statement[]): string {
    return terraformPolicy({ Version: "2012-10-17", Statement: statements }, this, untypedText);
  }

  /** The state lies beside the app, as with CDKTF's default, but no machine's folder is written into the stack. */
  private localStatePath(): string {
    const stackFolder = join(App.of(this).outdir, "stacks", this.node.id);
    return relative(stackFolder, `terraform.${this.node.id}.tfstate`).replaceAll("\\", "/");
  }

  private addOutputs(): void {
    const { role } = this;
    const output = (id: string, description: string, value: unknown): void => {
      new TerraformOutput(this, id, { value, description });
    };
    output("role_arn", "ARN of the MediaConvert service role", role.arn);
    output("role_name", "Name of the MediaConvert service role", role.name);
    output("policy_arns", "ARNs of the policies made for the role", role.policyArns);
    output("grant_ids", "KMS grants of the role: the end of the address to the grant id", role.grantIds);
    output(
      "pass_role_policy_json",
      "Policy for those who submit jobs with the role",
      this.policyJson([role.passRoleStatement]),
    );
    this.addOwnerOutputs(output);
  }
}
