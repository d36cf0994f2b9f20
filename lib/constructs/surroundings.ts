import type { Construct } from "constructs";
import type { ReadJobFiles } from "../jobs/job-file";
import type { Deployment } from "../settings/resolve";

/**
 * Partition, account and Region of the provider, as Terraform data sources of the construct.
 *
 * Each is made when it is first asked for, and its module is loaded then: a stack that says them needs none.
 */
export const providerSurroundings = (scope: Construct): Deployment => {
  const once = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded on demand: most stacks need none of them */
  return {
    partition: once(() => {
      const { DataAwsPartition } =
        require("@cdktf/provider-aws/lib/data-aws-partition") as typeof import("@cdktf/provider-aws/lib/data-aws-partition");
      return new DataAwsPartition(scope, "partition").partition;
    }),
    accountId: once(() => {
      const { DataAwsCallerIdentity } =
        require("@cdktf/provider-aws/lib/data-aws-caller-identity") as typeof import("@cdktf/provider-aws/lib/data-aws-caller-identity");
      return new DataAwsCallerIdentity(scope, "account").accountId;
    }),
    region: once(() => {
      const { DataAwsRegion } =
        require("@cdktf/provider-aws/lib/data-aws-region") as typeof import("@cdktf/provider-aws/lib/data-aws-region");
      // `id` is the name in provider 5 and in provider 6; `name` is deprecated in 6, `region` unknown in 5.
      return new DataAwsRegion(scope, "region").id;
    }),
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
};

/** Job files, relative to the working directory. */
export const readJobFiles: ReadJobFiles = (pattern) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- needed only where jobs are named
  const { jobFilesIn } = require("../files/job-files") as typeof import("../files/job-files");
  return jobFilesIn("")(pattern);
};
