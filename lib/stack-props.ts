import type { MediaConvertRoleProps } from "./props";

/** The documented input of the stack and of the settings file, beside the role: provider, backend, stacks. */

/** A role that the provider assumes. */
export interface AssumeRole {
  /** ARN of the role. */
  readonly roleArn: string;
  /**
   * Name of the session.
   *
   * @default - chosen by the provider
   */
  readonly sessionName?: string;
  /**
   * External id that the role asks for.
   *
   * @default - none
   */
  readonly externalId?: string;
  /**
   * A Go duration such as `1h30m`.
   *
   * @default - one hour
   */
  readonly duration?: string;
  /**
   * Source identity of the session.
   *
   * @default - none
   */
  readonly sourceIdentity?: string;
  /**
   * Policy that narrows the session, as JSON.
   *
   * @default - none
   */
  readonly policy?: string;
  /**
   * Managed policies that narrow the session.
   *
   * @default - none
   */
  readonly policyArns?: readonly string[];
  /**
   * Session tags.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Session tags that pass on to roles assumed later.
   *
   * @default - none
   */
  readonly transitiveTagKeys?: readonly string[];
}

/** A role that the provider assumes with a token, as pipelines do. */
export interface AssumeRoleWithWebIdentity {
  /** ARN of the role. */
  readonly roleArn: string;
  /**
   * Name of the session.
   *
   * @default - chosen by the provider
   */
  readonly sessionName?: string;
  /**
   * A Go duration such as `1h30m`.
   *
   * @default - one hour
   */
  readonly duration?: string;
  /**
   * Policy that narrows the session, as JSON.
   *
   * @default - none
   */
  readonly policy?: string;
  /**
   * Managed policies that narrow the session.
   *
   * @default - none
   */
  readonly policyArns?: readonly string[];
  /**
   * File that holds the token.
   *
   * @default - the environment's AWS_WEB_IDENTITY_TOKEN_FILE
   */
  readonly webIdentityTokenFile?: string;
}

/** URLs of the services that the stack calls. */
export interface Endpoints {
  /**
   * URL of IAM.
   *
   * @default - AWS's own
   */
  readonly iam?: string;
  /**
   * URL of KMS.
   *
   * @default - AWS's own
   */
  readonly kms?: string;
  /**
   * URL of STS.
   *
   * @default - AWS's own
   */
  readonly sts?: string;
}

/**
 * Settings of the AWS provider. Credentials are not among them: they come from the environment, a profile or a role.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export interface ProviderProps {
  /**
   * Profile of the shared configuration.
   *
   * @default - the environment's
   */
  readonly profile?: string;
  /**
   * Role to assume, or a chain of roles.
   *
   * @default - no role: the credentials are used as they are
   */
  readonly assumeRole?: AssumeRole | readonly AssumeRole[];
  /**
   * Role to assume with a web identity token.
   *
   * @default - none
   */
  readonly assumeRoleWithWebIdentity?: AssumeRoleWithWebIdentity;
  /**
   * Tags of every resource that can have tags.
   *
   * @default - none
   */
  readonly defaultTags?: { readonly [key: string]: string };
  /**
   * Where the services are called, for VPC endpoints and emulators.
   *
   * @default - AWS's own endpoints
   */
  readonly endpoints?: Endpoints;
  /**
   * Accounts that the provider works in, and no other.
   *
   * @default - the role's `accountId`, where it is given
   */
  readonly allowedAccountIds?: readonly string[];
  /**
   * Accounts that the provider refuses to work in.
   *
   * @default - none
   */
  readonly forbiddenAccountIds?: readonly string[];
  /**
   * Paths of AWS configuration files.
   *
   * @default - the environment's
   */
  readonly sharedConfigFiles?: readonly string[];
  /**
   * Paths of AWS credentials files.
   *
   * @default - the environment's
   */
  readonly sharedCredentialsFiles?: readonly string[];
  /**
   * File with the certificates of the authorities to trust.
   *
   * @default - the system's
   */
  readonly customCaBundle?: string;
  /**
   * URL of the proxy for http.
   *
   * @default - the environment's
   */
  readonly httpProxy?: string;
  /**
   * URL of the proxy for https.
   *
   * @default - the environment's
   */
  readonly httpsProxy?: string;
  /**
   * Hosts that are reached without a proxy, separated by commas.
   *
   * @default - the environment's
   */
  readonly noProxy?: string;
  /**
   * How often a failed call is tried again, 0–100.
   *
   * @default - the provider's
   */
  readonly maxRetries?: number;
  /**
   * How retries are spread.
   *
   * @default - the provider's
   */
  readonly retryMode?: "standard" | "adaptive";
  /**
   * Region of the STS endpoint.
   *
   * @default - the provider's Region
   */
  readonly stsRegion?: string;
  /**
   * Whether to call the FIPS endpoints of AWS.
   *
   * @default false
   */
  readonly useFipsEndpoint?: boolean;
  /**
   * Whether to call endpoints that also answer over IPv6.
   *
   * @default false
   */
  readonly useDualstackEndpoint?: boolean;
  /**
   * Whether to accept any TLS certificate.
   *
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Whether to start without checking the credentials with STS.
   *
   * @default false
   */
  readonly skipCredentialsValidation?: boolean;
  /**
   * Whether to look for no credentials in the EC2 instance's metadata.
   *
   * @default false
   */
  readonly skipMetadataApiCheck?: boolean;
  /**
   * Whether to accept a Region that the provider does not know.
   *
   * @default false
   */
  readonly skipRegionValidation?: boolean;
  /**
   * Whether not to ask for the account id; then no other account is refused.
   *
   * @default false
   */
  readonly skipRequestingAccountId?: boolean;
}

/** Arguments of a Terraform backend in camelCase, passed on as they are. */
export interface BackendArguments {
  readonly [argument: string]: BackendValue;
}

/** A value that a backend argument can have. */
export type BackendValue =
  string | number | boolean | readonly BackendValue[] | { readonly [key: string]: BackendValue };

/**
 * Where Terraform keeps the state: one backend and its arguments.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export interface BackendProps {
  /** `{ "path": … }`; a relative path is relative to the folder of the synthesized stack. */
  readonly local?: BackendArguments;
  /** `{ "bucket": …, "key": …, "region": … }` and what else the s3 backend takes, such as `"useLockfile": true`. */
  readonly s3?: BackendArguments;
  /** `{ "address": … }` and what else the http backend takes. */
  readonly http?: BackendArguments;
  /** `{ "bucket": …, "prefix": … }` and what else the gcs backend takes. */
  readonly gcs?: BackendArguments;
  /** `{ "storageAccountName": …, "containerName": …, "key": … }` and what else the azurerm backend takes. */
  readonly azurerm?: BackendArguments;
  /** `{ "organization": …, "workspaces": { "name": … } }`, or `{ "tags": […] }` for the workspaces. */
  readonly cloud?: BackendArguments;
}

/** Input of `MediaConvertRoleStack` and of each entry of `stacks` in the settings file. */
export interface MediaConvertRoleStackProps {
  /** AWS Region of the provider, for example `eu-west-1`. IAM is global; keys and grants are in this Region. */
  readonly region: string;
  /**
   * Where Terraform keeps the state.
   *
   * @default - local: `terraform.STACK.tfstate` in the folder where the app runs
   */
  readonly backend?: BackendProps;
  /**
   * Settings of the AWS provider.
   *
   * @default - what the environment says
   */
  readonly provider?: ProviderProps;
  /** The role. */
  readonly role: MediaConvertRoleProps;
}

/** Settings of a stack that may be incomplete: what is shared, or what is filled in from what is shared. */
export interface PartialStack extends Partial<Omit<MediaConvertRoleStackProps, "role">> {
  /**
   * The role.
   *
   * @default - what the other place says of it
   */
  readonly role?: Partial<MediaConvertRoleProps>;
}

/** The settings file, `roles.json`. */
export interface RolesFile {
  /** Where editors find the schema of this file. */
  readonly $schema?: string;
  /**
   * What every stack has unless it says otherwise. Objects are filled in key by key; a list, `role.access`, `role.trust`
   * and a backend of another kind go in place of the default as a whole.
   *
   * @default - each stack says everything itself
   */
  readonly defaults?: PartialStack;
  /** Name of the CDKTF stack → its settings. A name has letters, digits, `-` and `_`. */
  readonly stacks: { readonly [name: string]: MediaConvertRoleStackProps | PartialStack };
}

/** What a settings file comes to: stacks with its defaults filled in. */
export interface Stacks {
  /** Name of the stack → its settings. */
  readonly stacks: { readonly [name: string]: MediaConvertRoleStackProps };
}
