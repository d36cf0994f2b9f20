import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { PROVIDER_VERSIONS } from "../settings/defaults";
import type { CheckedProvider } from "../settings/stack";
import type { Endpoints } from "../stack-props";
import { terraformValue } from "./terraform-text";

/**
 * Gives the stack its AWS provider. With an account id, credentials of any other account are refused.
 *
 * @returns the provider of another Region, made when it is first asked for: the same settings under an alias
 */
export const addProvider = (
  stack: TerraformStack,
  region: string,
  provider: CheckedProvider,
  accountId: string | undefined,
): ((otherRegion: string) => AwsProvider | undefined) => {
  const { assumeRole, assumeRoleWithWebIdentity, defaultTags, endpoints, skipMetadataApiCheck, ...flat } = provider;
  const allowedAccountIds =
    accountId === undefined || provider.skipRequestingAccountId === true ? undefined : [accountId];
  const make = (id: string, place: AwsProviderConfig, urls: Endpoints | undefined): AwsProvider => {
    const config = {
      ...place,
      ...(allowedAccountIds === undefined ? {} : { allowedAccountIds }),
      ...flat,
      ...(skipMetadataApiCheck === undefined ? {} : { skipMetadataApiCheck: String(skipMetadataApiCheck) }),
      ...(assumeRole === undefined ? {} : { assumeRole }),
      ...(assumeRoleWithWebIdentity === undefined ? {} : { assumeRoleWithWebIdentity: [assumeRoleWithWebIdentity] }),
      ...(defaultTags === undefined ? {} : { defaultTags: [{ tags: defaultTags }] }),
      ...(urls === undefined ? {} : { endpoints: [urls] }),
    };
    return new AwsProvider(stack, id, terraformValue<unknown>(config, stack) as AwsProviderConfig);
  };
  make("aws", { region }, endpoints);
  stack.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
  const others = new Map<string, AwsProvider>();
  return (other) => {
    if (other === region) return undefined;
    const made =
      others.get(other) ?? make(`aws-${other}`, { region: other, alias: other }, elsewhere(endpoints, region));
    others.set(other, made);
    return made;
  };
};

/** An endpoint that names the Region, as those of VPCs do, serves no other. */
const elsewhere = (endpoints: Endpoints | undefined, region: string): Endpoints | undefined => {
  const rest = Object.entries(endpoints ?? {}).filter(([, url]) => typeof url !== "string" || !url.includes(region));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
};
