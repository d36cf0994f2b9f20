import {
  AzurermBackend,
  type AzurermBackendConfig,
  CloudBackend,
  GcsBackend,
  type GcsBackendConfig,
  HttpBackend,
  type HttpBackendConfig,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type S3BackendConfig,
  TaggedCloudWorkspaces,
  type TerraformStack,
} from "cdktf";
import type { BackendArguments, BackendProps } from "../stack-props";
import { terraformValue, untypedText } from "./terraform-text";

/**
 * Gives the stack its backend: CDKTF's class with the arguments as they are.
 *
 * @param localStatePath state file of the local backend when no path is given
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export const addBackend = (stack: TerraformStack, backend: BackendProps, localStatePath: string): void => {
  const args = (given: BackendArguments): unknown => terraformValue<unknown>(given, stack, untypedText);
  const { local, s3, http, gcs, azurerm, cloud } = backend;
  if (s3 !== undefined) new S3Backend(stack, args(s3) as S3BackendConfig);
  else if (http !== undefined) new HttpBackend(stack, args(http) as HttpBackendConfig);
  else if (gcs !== undefined) new GcsBackend(stack, args(gcs) as GcsBackendConfig);
  else if (azurerm !== undefined) new AzurermBackend(stack, args(azurerm) as AzurermBackendConfig);
  else if (cloud !== undefined) addCloud(stack, args(cloud) as CloudArguments);
  else new LocalBackend(stack, { path: localStatePath, ...(args(local ?? {}) as object) });
};

interface CloudArguments {
  readonly organization: string;
  readonly hostname?: string;
  readonly token?: string;
  readonly workspaces: { readonly name: string; readonly project?: string } | { readonly tags: string[] };
}

const addCloud = (stack: TerraformStack, { workspaces, ...rest }: CloudArguments): void => {
  new CloudBackend(stack, {
    ...rest,
    workspaces:
      "name" in workspaces
        ? new NamedCloudWorkspace(workspaces.name, workspaces.project)
        : new TaggedCloudWorkspaces(workspaces.tags),
  });
};
