import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import type { CheckedProvider } from "../settings/stack";
import { terraformText } from "./terraform-text";

/**
 * Provider versions that the resources here are known to work with, instead of the one that the bindings were made
 * from.
 */
export const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

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
  new AwsProvider(stack, "aws", escaped(config, stack) as AwsProviderConfig);
  stack.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
};

const escaped = (value: unknown, stack: TerraformStack): unknown => {
  if (typeof value === "string") return terraformText(value, stack);
  if (Array.isArray(value)) return value.map((item) => escaped(item, stack));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item, stack)]));
};
