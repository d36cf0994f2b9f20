import * as errors from "../errors";
import { isFullSecretArn } from "../policy/arn";
import { childPath } from "../problem";
import type { KmsKey, Secret, TamsConnection } from "../props";
import { type Surroundings, arn, keyArn } from "./arns";
import { type Check, type Rule, list, oneOf, record, reportRepeats, text, textOr } from "./check";
import { CONNECTION_ARN, FEED_ARN, SECRET_ARN, SECRET_NAME } from "../policy/patterns";

/** A secret, and where it stands in the input. */
export interface CheckedSecret {
  readonly path: string;
  readonly secret: string;
  readonly kmsKeyArn?: string;
}

/** A key entry, and where it stands in the input. */
export interface CheckedKey {
  readonly path: string;
  readonly keyArn: string;
  readonly use: KmsKey["use"];
}

export const KEY_USES = ["input", "output", "client-side", "signing"] as const;
export const KEY_AUTHORIZATIONS = ["grant", "policy", "both"] as const;

const secretText =
  (surroundings: Surroundings): Rule<string> =>
  (value, path, report) => {
    if (value.startsWith("arn:")) {
      arn("secret", SECRET_ARN, surroundings)(value, path, report);
    } else if (!SECRET_NAME.test(value)) {
      report.problem(errors.secretName(path, value));
    }
  };

/** Reads `secrets`. */
export const secrets = (surroundings: Surroundings): Check<readonly CheckedSecret[]> => {
  const name = text(secretText(surroundings));
  const one: Check<CheckedSecret> = textOr(
    (value, path, report) => {
      const secret = name(value, path, report);
      return secret === undefined ? undefined : { path, secret };
    },
    (value, path, report) => {
      const given = record<Secret>({ secret: name, kmsKeyArn: keyArn(surroundings) }, ["secret"])(value, path, report);
      return given?.secret === undefined ? undefined : { ...given, path, secret: given.secret };
    },
  );
  return (value, path, report) => {
    const given = list(one)(value, path, report);
    const { identity } = report.placeholders;
    reportRepeats(
      given ?? [],
      ({ secret }) => identity(secret),
      ({ path: at, secret }, first) => errors.duplicate(at, secret, first.path),
      report,
    );
    return given;
  };
};

/** An EventBridge connection, and where it stands in the input. */
export interface CheckedConnection {
  readonly path: string;
  readonly connectionArn: string;
  readonly kmsKeyArn?: string;
}

/** Reads `tamsConnections`. */
export const connections = (surroundings: Surroundings): Check<readonly CheckedConnection[]> => {
  const arnText = text(arn("connection", CONNECTION_ARN, surroundings));
  const one: Check<CheckedConnection> = textOr(
    (value, path, report) => {
      const connectionArn = arnText(value, path, report);
      return connectionArn === undefined ? undefined : { path, connectionArn };
    },
    (value, path, report) => {
      const given = record<TamsConnection>({ connectionArn: arnText, kmsKeyArn: keyArn(surroundings) }, [
        "connectionArn",
      ])(value, path, report);
      return given?.connectionArn === undefined ? undefined : { ...given, path, connectionArn: given.connectionArn };
    },
  );
  return (value, path, report) => {
    const given = list(one)(value, path, report);
    reportRepeats(
      given ?? [],
      ({ connectionArn }) => report.placeholders.identity(connectionArn),
      ({ path: at, connectionArn }, first) => errors.duplicate(at, connectionArn, first.path),
      report,
    );
    return given;
  };
};

/** Whether a grant can name the secret in its constraint: a pattern it cannot. */
export const isExactSecret = (secret: string, isKnown: (value: unknown) => boolean): boolean =>
  !isKnown(secret) || (secret.startsWith("arn:") && isFullSecretArn(secret));

/** Reads `kmsKeys`. */
export const kmsKeys = (surroundings: Surroundings): Check<readonly CheckedKey[]> => {
  const one: Check<CheckedKey> = (value, path, report) => {
    const given = record<KmsKey>(
      {
        keyArn: keyArn(surroundings),
        use: list(oneOf(...KEY_USES), { nonEmpty: true }),
      },
      ["keyArn", "use"],
    )(value, path, report);
    return given?.keyArn === undefined || given.use === undefined
      ? undefined
      : { path, keyArn: given.keyArn, use: [...new Set(given.use)] };
  };
  return (value, path, report) => {
    const given = list(one)(value, path, report);
    const { identity } = report.placeholders;
    reportRepeats(
      given ?? [],
      (key) => identity(key.keyArn),
      ({ path: at }, first) => errors.duplicateKeyEntry(at, first.path),
      report,
    );
    return given;
  };
};

/** Every key that the settings name, with where, and whether it signs or encrypts. */
export interface NamedKey {
  readonly path: string;
  readonly keyArn: string;
  readonly signs: boolean;
  readonly encrypts: boolean;
}

/** The keys of locations, secrets, connections and `kmsKeys` in one list. */
export const namedKeys = (settings: {
  /** Locations, secrets and connections. */
  readonly users: readonly { readonly path: string; readonly kmsKeyArn?: string }[];
  readonly kmsKeys: readonly CheckedKey[];
}): readonly NamedKey[] => [
  ...settings.users.flatMap(({ path, kmsKeyArn }) =>
    kmsKeyArn === undefined
      ? []
      : [{ path: childPath(path, "kmsKeyArn"), keyArn: kmsKeyArn, signs: false, encrypts: true }],
  ),
  ...settings.kmsKeys.map(({ path, keyArn: key, use }) => ({
    path: childPath(path, "keyArn"),
    keyArn: key,
    signs: use.includes("signing"),
    encrypts: use.some((purpose) => purpose !== "signing"),
  })),
];

/** Reads a list of ARNs, each of which stands there once. */
export const arns =
  (arnText: Check<string>): Check<readonly string[]> =>
  (value, path, report) => {
    const one: Check<{ readonly found: string; readonly at: string }> = (item, at, inner) => {
      const found = arnText(item, at, inner);
      return found === undefined ? undefined : { found, at };
    };
    const given = list(one)(value, path, report);
    reportRepeats(
      given ?? [],
      ({ found }) => report.placeholders.identity(found),
      ({ found, at }, first) => errors.duplicate(at, found, first.at),
      report,
    );
    return given?.map(({ found }) => found);
  };

/** Reads `inferenceFeeds`. */
export const feeds = (surroundings: Surroundings): Check<readonly string[]> =>
  arns(text(arn("feed", FEED_ARN, surroundings)));
