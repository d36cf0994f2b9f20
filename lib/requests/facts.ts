import type { CheckedRole } from "../settings/role";
import type { RequestFacts } from "./requests";
import type { Site } from "./site";

/** What the settings of a role in mode `jobs` say beside its jobs. */
export const factsOf = (role: CheckedRole, site: Site, bucketKeyNow: RequestFacts["bucketKeyNow"]): RequestFacts => {
  const { secrets = [], tamsConnections = [], kmsKeys = [], jobs } = role;
  const keys = new Map([
    ...secrets.map(({ secret, kmsKeyArn }) => [secret, kmsKeyArn] as const),
    ...tamsConnections.map(({ connectionArn, kmsKeyArn }) => [connectionArn, kmsKeyArn] as const),
  ]);
  return {
    bucket: (name) => jobs?.answers.bucket(name),
    bucketKeyNow,
    secretKey: (secret) => keys.get(secret),
    clientSideKeys: kmsKeys.filter(({ use }) => use.includes("client-side")).map(({ keyArn }) => keyArn),
    endpoint: (url) => jobs?.urls.get(url)?.(site),
  };
};
