import type { TerraformProvider } from "cdktf";
import type { Surroundings } from "../settings/arns";
import type { ProvidersByRegion } from "./role-options";

/** The provider that makes grants in a Region; undefined: the one that makes everything else. */
export const providerIn = (providers: ProvidersByRegion | undefined, region: string): TerraformProvider | undefined => {
  if (typeof providers === "function") return providers(region);
  return providers !== undefined && Object.hasOwn(providers, region) ? providers[region] : undefined;
};

/** What the checks need to know of them. */
export const grantsIn = (providers: ProvidersByRegion | undefined): Pick<Surroundings, "grantsIn"> =>
  providers === undefined ? {} : { grantsIn: (region) => providerIn(providers, region) !== undefined };
