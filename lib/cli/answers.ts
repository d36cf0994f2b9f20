import type { JobsAccess, KmsKey, MediaConvertRoleProps, Secret, TamsConnection } from "../props";

/** Flags that say what jobs leave open. Each may stand several times. */
export interface AnswerFlags {
  readonly bucket?: readonly string[];
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly api?: readonly string[];
  readonly secret?: readonly string[];
  readonly clientSideKey?: readonly string[];
  readonly granularity?: string;
  readonly account?: string;
  readonly roleName?: string;
  readonly kmsAuthorization?: MediaConvertRoleProps["kmsAuthorization"];
}

/** The word that says that there is nothing. */
export const NONE = "none";

/** Text before and behind the first `=`; without one, all of it and nothing. */
const pair = (text: string): readonly [string, string] => {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

/** A flag's values as a list; `none` alone is the empty one; left out where the flag is. */
const listed = (values: readonly string[] | undefined): readonly string[] | undefined =>
  values?.filter((value) => value !== NONE);

const bucketFacts = (values: readonly string[]): JobsAccess["buckets"] =>
  Object.fromEntries(
    values.map((value) => {
      const [name, keys] = pair(value);
      return [name, keys === NONE ? {} : { kmsKeyArn: keys.split(",") }];
    }),
  );

const withKey = <T extends Secret | TamsConnection>(
  values: readonly string[],
  isOf: (name: string) => boolean,
  make: (name: string) => T,
): readonly (string | T)[] =>
  values
    .map(pair)
    .filter(([name]) => isOf(name))
    .map(([name, key]) => (key === NONE ? name : { ...make(name), kmsKeyArn: key }));

const isConnection = (name: string): boolean => name.includes(":connection/");

/**
 * The settings that the flags stand for, over those of a file. A flag goes before the same setting of the file; buckets,
 * secrets and keys join those of the file.
 */
export const withFlags = (
  base: MediaConvertRoleProps & { readonly access: JobsAccess },
  flags: AnswerFlags,
): MediaConvertRoleProps => {
  const { access } = base;
  const { bucket = [], secret = [], clientSideKey = [], granularity, account, roleName, kmsAuthorization } = flags;
  const inputs = listed(flags.input);
  const outputs = listed(flags.output);
  const apis = listed(flags.api);
  const secrets = [
    ...(base.secrets ?? []),
    ...withKey<Secret>(
      secret,
      (name) => !isConnection(name),
      (name) => ({ secret: name }),
    ),
  ];
  const connections = [
    ...(base.tamsConnections ?? []),
    ...withKey<TamsConnection>(secret, isConnection, (name) => ({ connectionArn: name })),
  ];
  const keys: readonly KmsKey[] = [
    ...(base.kmsKeys ?? []),
    ...clientSideKey.map((keyArn): KmsKey => ({ keyArn, use: ["client-side"] })),
  ];
  return {
    ...base,
    ...(account === undefined ? {} : { accountId: account }),
    ...(roleName === undefined ? {} : { roleName }),
    ...(kmsAuthorization === undefined ? {} : { kmsAuthorization }),
    access: {
      ...access,
      ...(granularity === undefined ? {} : { granularity: granularity as JobsAccess["granularity"] & string }),
      ...(bucket.length === 0 ? {} : { buckets: { ...access.buckets, ...bucketFacts(bucket) } }),
      ...(inputs === undefined ? {} : { inputs }),
      ...(outputs === undefined ? {} : { outputs }),
      ...(apis === undefined ? {} : { apiGateway: apis.length === 0 ? "none" : apis }),
    },
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(connections.length === 0 ? {} : { tamsConnections: connections }),
    ...(keys.length === 0 ? {} : { kmsKeys: keys }),
  };
};
