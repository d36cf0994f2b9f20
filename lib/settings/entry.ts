import { literalStart, literalText } from "../jobs/scopes";
import type {
  ApiEndpoint,
  ConfiguredAccess,
  ExtraStatement,
  InputLocation,
  KmsKey,
  MediaConvertRoleProps,
  OutputLocation,
} from "../props";
import type { CheckedLocation } from "./location";
import type { CheckedRole } from "./role";

/** What the entry needs to know beside the role. */
interface Around {
  readonly partition: string;
  /** ARN of a key of the role's account and Region, from its id. */
  readonly keyArn: (id: string) => string;
  /** The role's settings as they were given, for what is passed on as it is. */
  readonly given: MediaConvertRoleProps;
}

/**
 * The role of mode `jobs` as settings that name everything themselves: what `roles.json` would say without the jobs.
 *
 * They give a role with the same policies and grants, in form of grants; as policy statements, keys of a second kind for
 * one place are not narrowed to it.
 */
export const entryOf = (role: CheckedRole, { partition, keyArn, given }: Around): MediaConvertRoleProps => {
  const { access, secrets = [], tamsConnections = [], inferenceFeeds = [] } = role;
  const inputs = access.inputs.filter(stands).map((location) => inputOf(location));
  const outputs = access.outputs.filter(stands).map((location) => outputOf(location));
  const apiGateway = endpointsOf(role);
  const keys = keysOf(role, keyArn);
  const statements = [...(given.statements ?? []), ...aclStatements(access.outputs, partition)];
  return {
    ...given,
    access:
      inputs.length + outputs.length === 0 && apiGateway === undefined
        ? { mode: "custom" }
        : {
            mode: "configured",
            ...(inputs.length === 0 ? {} : { inputs }),
            ...(outputs.length === 0 ? {} : { outputs }),
            ...(apiGateway === undefined ? {} : { apiGateway }),
          },
    ...(statements.length === 0 ? {} : { statements }),
    ...(secrets.length === 0
      ? {}
      : {
          secrets: secrets.map(({ secret, kmsKeyArn }) => (kmsKeyArn === undefined ? secret : { secret, kmsKeyArn })),
        }),
    ...(tamsConnections.length === 0
      ? {}
      : {
          tamsConnections: tamsConnections.map(({ connectionArn, kmsKeyArn }) =>
            kmsKeyArn === undefined ? connectionArn : { connectionArn, kmsKeyArn },
          ),
        }),
    ...(role.elementalInference === true ? { elementalInference: true } : {}),
    ...(inferenceFeeds.length === 0 ? {} : { inferenceFeeds }),
    ...(keys.length === 0 ? {} : { kmsKeys: keys }),
  };
};

/** Places that another covers stand in other settings. */
const stands = ({ covered }: CheckedLocation): boolean => covered !== true;

/** Characters that a prefix takes literally, and warns about. */
const ODD = /[*?%]/;

const place = ({
  bucket,
  pattern,
}: CheckedLocation): { readonly bucket: string; readonly prefix?: string; readonly pattern?: string } => {
  const start = literalStart(pattern);
  const prefix = start === undefined ? undefined : literalText(start);
  if (prefix === undefined || ODD.test(prefix)) return { bucket, pattern };
  return prefix === "" ? { bucket } : { bucket, prefix };
};

/** Text where that says it all. */
const shortest = <T extends InputLocation>(location: T): string | T => {
  const { bucket, prefix, ...more } = location;
  return Object.keys(more).length === 0 ? `s3://${bucket ?? ""}/${prefix ?? ""}` : location;
};

const withKey = ({
  kmsKeyArn,
  bucketKey,
  ownerAccount,
}: CheckedLocation): Pick<InputLocation, "kmsKeyArn" | "bucketKey" | "ownerAccount"> => ({
  ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
  ...(bucketKey ? { bucketKey } : {}),
  ...(ownerAccount === undefined ? {} : { ownerAccount }),
});

const inputOf = (location: CheckedLocation): string | InputLocation =>
  shortest({ ...place(location), ...withKey(location), ...(location.listBucket ? {} : { listBucket: false }) });

const outputOf = (location: CheckedLocation): string | OutputLocation =>
  shortest({
    ...place(location),
    ...withKey(location),
    ...(location.listBucket ? { listBucket: true } : {}),
    ...(location.acl ? { acl: true } : location.aclIsSaid === true ? { acl: false } : {}),
  });

/** Endpoints as they were given, and those of the jobs. */
const endpointsOf = (role: CheckedRole): ConfiguredAccess["apiGateway"] => {
  const listed = role.jobs?.given;
  if (listed === "all") return "all";
  const derived = (role.jobs?.derived.endpoints ?? []).map(({ what: { url, method } }): string | ApiEndpoint =>
    method === "POST" ? url : { url, method },
  );
  const all = [...(listed === undefined || listed === "none" ? [] : listed), ...derived];
  return all.length === 0 ? undefined : all;
};

/** Keys beside those of the places: given ones, signing keys, and second keys of a place. */
const keysOf = (role: CheckedRole, keyArn: (id: string) => string): readonly KmsKey[] => {
  const uses = new Map<string, Set<KmsKey["use"][number]>>();
  const add = (key: string, use: KmsKey["use"][number]): void => {
    uses.set(key, (uses.get(key) ?? new Set()).add(use));
  };
  for (const { keyArn: key, use } of role.kmsKeys ?? []) for (const one of use) add(key, one);
  for (const id of role.signingKeyIds ?? []) add(keyArn(id), "signing");
  for (const of of ["inputs", "outputs"] as const) {
    for (const { covered, kmsKeyArn } of role.access[of]) {
      if (covered === true && kmsKeyArn !== undefined) add(kmsKeyArn, of === "inputs" ? "input" : "output");
    }
  }
  return [...uses].map(([key, use]) => ({ keyArn: key, use: [...use] }));
};

/** An ACL on part of a place that is written anyway. */
const aclStatements = (outputs: readonly CheckedLocation[], partition: string): readonly ExtraStatement[] => {
  const resources = outputs
    .filter(({ covered, acl }) => covered === true && acl)
    .map(({ bucket, pattern }) => `arn:${partition}:s3:::${bucket}/${pattern}`);
  return resources.length === 0 ? [] : [{ Effect: "Allow", Action: ["s3:PutObjectAcl"], Resource: resources }];
};
