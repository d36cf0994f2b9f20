import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { DataResource, type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { policyTooLargeAtPlan } from "../errors";
import type { RoleDocument } from "../packing/pack";
import { LARGEST_POLICY, policyJson } from "../policy/model";
import type { RoleSettings } from "../policy/role-settings";
import { POLICY_DESCRIPTION } from "../settings/defaults";
import { terraformPolicy, terraformText, terraformValue } from "./terraform-text";

/** Attaches a policy to the role. */
export type Attach = (id: string, policyArn: string) => IamRolePolicyAttachment;

/** The policies made for a role. */
export interface MadePolicies {
  readonly arns: readonly string[];
  readonly attachments: readonly IamRolePolicyAttachment[];
  /** Done when they all are. */
  readonly last: readonly ITerraformDependable[];
}

/**
 * Makes and attaches the policies of a role.
 *
 * Where there are several, no entry leaves one before another carries it: each changes once those that may take from it
 * are attached, and one whose bound changes is made anew, and the earlier one goes at the end, once
 * `terraform_data.policies` has seen that all others are done.
 *
 */
export const makePolicies = (
  scope: Construct,
  settings: RoleSettings,
  documents: readonly RoleDocument[],
  attach: Attach,
): MadePolicies => {
  const several = documents.length > 1;
  const earlier: IamRolePolicyAttachment[] = [];
  const arns = documents.map(({ place, suffix, document }) => {
    const end = place === "" ? "" : `-${place}`;
    const lifecycle = {
      ...(several ? { createBeforeDestroy: true } : {}),
      ...(Token.isUnresolved(policyJson(document)) ? { postcondition: [FITS] } : {}),
    };
    const policy = new MeasuredPolicy(scope, `policy${end}`, {
      name: terraformText(`${settings.roleName}-access${suffix}`, scope),
      path: terraformText(settings.policyPath, scope),
      description: POLICY_DESCRIPTION,
      policy: terraformPolicy(document, scope),
      ...(Object.keys(settings.tags).length === 0 ? {} : { tags: terraformValue({ ...settings.tags }, scope) }),
      ...(earlier.length === 0 ? {} : { dependsOn: [...earlier] }),
      ...(Object.keys(lifecycle).length === 0 ? {} : { lifecycle }),
    });
    const attachment = attach(`attachment${end}`, policy.arn);
    if (several) attachment.lifecycle = { createBeforeDestroy: true };
    earlier.push(attachment);
    return policy.arn;
  });
  return { arns, attachments: earlier, last: several ? [barrier(scope, documents, earlier)] : [] };
};

/** CDKTF writes conditions of a lifecycle in a way that is no HCL: there, only IAM measures what was not known. */
class MeasuredPolicy extends IamPolicy {
  override toHclTerraform(): unknown {
    const whole = this.lifecycle;
    if (whole?.postcondition === undefined) return super.toHclTerraform();
    const { createBeforeDestroy = false } = whole;
    this.lifecycle = { createBeforeDestroy };
    const written: unknown = super.toHclTerraform();
    this.lifecycle = whole;
    return written;
  }
}

/** Where a value is not known before Terraform runs: the size is measured as soon as it is. */
const FITS = {
  condition: `\${length(self.policy) <= ${String(LARGEST_POLICY)}}`,
  errorMessage: policyTooLargeAtPlan("${length(self.policy)}", LARGEST_POLICY),
};

/** It depends on all policies, and changes whenever one is made anew or goes: what goes, goes after it. */
const barrier = (
  scope: Construct,
  documents: readonly RoleDocument[],
  dependsOn: ITerraformDependable[],
): ITerraformDependable =>
  new DataResource(scope, "policies", {
    input: { names: documents.map(({ suffix }) => `access${suffix}`) },
    dependsOn,
  });
