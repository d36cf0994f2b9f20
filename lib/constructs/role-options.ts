import type { TerraformProvider } from "cdktf";

/** What the construct works with beside its props: things of the app, which no settings file can hold. */
export interface MediaConvertRoleOptions {
  /**
   * Providers by Region, for grants on keys in other Regions than the stack's own provider.
   *
   * @default - a key of another Region is an error where its grant would be made in the wrong one
   */
  readonly providers?: ProvidersByRegion;
}

/** The provider of a Region: a record, or a function that makes it when it is first asked for. */
export type ProvidersByRegion =
  { readonly [region: string]: TerraformProvider } | ((region: string) => TerraformProvider | undefined);
