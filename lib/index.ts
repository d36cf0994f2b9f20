/** The public API. */

export { MediaConvertRole } from "./constructs/mediaconvert-role";
export { MediaConvertRoleStack } from "./constructs/mediaconvert-role-stack";
export type { MediaConvertRoleOptions, ProvidersByRegion } from "./constructs/role-options";
export { readRolesFile } from "./files/settings-file";
export { SettingsError, type Problem } from "./problem";
export { DEFAULT_DESCRIPTION, DEFAULT_ROLE_NAME } from "./settings/defaults";
export type { Condition, PolicyDocument, Principal, Statement } from "./policy/model";
export type { OutputAcl, OwnedBucket, OwnedKey, OwnerDocuments, OwnerGrant } from "./policy/owner-documents";
export type {
  Access,
  ApiEndpoint,
  BucketFacts,
  ConditionValue,
  ConfiguredAccess,
  CustomAccess,
  ExtraStatement,
  FullAccess,
  InputLocation,
  JobsAccess,
  KeyUse,
  KmsKey,
  Location,
  MediaConvertRoleProps,
  OutputLocation,
  Secret,
  TamsConnection,
  TrustProps,
  WholePolicy,
} from "./props";
export type {
  AssumeRole,
  AssumeRoleWithWebIdentity,
  BackendArguments,
  BackendProps,
  BackendValue,
  Endpoints,
  MediaConvertRoleStackProps,
  ProviderProps,
  PartialStack,
  RolesFile,
  Stacks,
} from "./stack-props";
