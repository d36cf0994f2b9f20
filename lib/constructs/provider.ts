import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { PROVIDER_VERSIONS } from "../settings/defaults";
import type { CheckedProvider } from "../settings/stack";
import { terraformValue } from "./terraform-text";

/** Gives the stack its AWS provider. With an account id, credentials of any other account are refused. */
export const addProvider = (
  stack: TerraformStack,
  region: string,
  provider: CheckedProvider,
  accountId: string | undefined,
): void => {
  const { assumeRole, assumeRoleWithWebIdentity, defaultTags, endpoints, skipMetadataApiCheck, ...flat } = provider;
  const allowedAccountIds =
    accountId === undefined || provider.skipRequestingAccountId === true ? undefined : [accountId];
  const config = {
    region,
    ...(allowedAccountIds === undefined ? {} : { allowedAccountIds }),
    ...flat,
    ...(skipMetadataApiCheck === undefined ? {} : { skipMetadataApiCheck: String(skipMetadataApiCheck) }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
    ...(assumeRoleWithWebIdentity === undefined ? {} : { assumeRoleWithWebIdentity: [assumeRoleWithWebIdentity] }),
    ...(defaultTags === undefined ? {} : { defaultTags: [{ tags: defaultTags }] }),
    ...(endpoints === undefined ? {} : { endpoints: [endpoints] }),
  };
  new AwsProvider(stack, "aws", terraformValue<unknown>(config, stack) as AwsProviderConfig);
  stack.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
};
