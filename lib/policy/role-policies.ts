import type { Placeholders } from "../placeholders";
import { type Grant, keyGrants, keyStatements } from "./keys";
import {
  type AnyPolicy,
  type Statement,
  canonicalStatement,
  policyDocument,
  sortedBy,
  sortedSet,
  terraformJson,
} from "./model";
import {
  CREATE_FEED,
  INVOKE_API,
  LOCATION_STATEMENTS,
  READ_CONNECTION_SECRET,
  READ_FEED,
  READ_SECRET,
  SERVICE_PRINCIPAL,
  USE_CONNECTION,
  USE_FEED,
} from "./permissions";
import type { ManagedPolicy, Place, RoleSettings } from "./role-settings";

/** Everything that a role consists of, as data. */
export interface RolePolicies {
  readonly arn: string;
  readonly trust: AnyPolicy;
  /** What the role may do. */
  readonly statements: Statements;
  /** Existing managed policies to attach. */
  readonly managedPolicies: readonly ManagedPolicy[];
  readonly grants: readonly Grant[];
  /** R-CALLER-PASS: what a job submitter needs. */
  readonly passRole: Statement;
  /** R-XA-BUCKET: bucket ARN → what the bucket's policy needs where another account owns the bucket. */
  readonly bucketPolicies: { readonly [bucketArn: string]: readonly Statement[] };
  /** R-XA-KEY: key ARN → what the key's policy needs where another account owns the key. */
  readonly keyPolicies: { readonly [keyArn: string]: readonly Statement[] };
}

/** Statements of the tables, and those that were given as they are; each in canonical form. */
export interface Statements {
  readonly own: readonly Statement[];
  readonly extra: readonly Statement[];
}

/** All statements, in the order in which they stand in a policy. */
export const allOf = ({ own, extra }: Statements): readonly Statement[] => [...own, ...extra];

/**
 * Arranges settings into policies.
 *
 * - the same settings in another order give the same result
 * - statements without a resource are left out
 * - every action stands in `permissions.ts` or was given as an extra statement
 */
export const rolePolicies = (settings: RoleSettings, placeholders: Placeholders): RolePolicies => {
  const { identity } = placeholders;
  const arn = `arn:${settings.partition}:iam::${settings.accountId}:role${settings.path}${settings.roleName}`;
  return {
    arn,
    trust: settings.trustPolicy ?? policyDocument([trustStatement(settings)], identity),
    statements: accessStatements(settings, placeholders),
    managedPolicies: sortedBy(settings.managedPolicies, ({ id }) => id),
    grants: settings.authorizeKeysBy.grant ? keyGrants(settings, placeholders) : [],
    passRole: canonicalStatement(passRoleStatement(arn), identity),
    bucketPolicies: bucketPolicies(settings, arn, placeholders),
    keyPolicies: keyPolicies(settings, arn, placeholders),
  };
};

/**
 * R-TRUST, R-TRUST-SOURCE.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
 */
const trustStatement = ({ trust }: RoleSettings): Statement => ({
  Sid: "MediaConvert",
  Effect: "Allow",
  Principal: { Service: [SERVICE_PRINCIPAL] },
  Action: ["sts:AssumeRole"],
  ...(trust === undefined
    ? {}
    : {
        Condition: {
          ArnLike: { "aws:SourceArn": trust.sourceArns },
          StringEquals: { "aws:SourceAccount": [trust.sourceAccount] },
        },
      }),
});

/** R-CALLER-PASS. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
const passRoleStatement = (roleArn: string): Statement => ({
  Sid: "PassMediaConvertRole",
  Effect: "Allow",
  Action: ["iam:PassRole"],
  Resource: [roleArn],
  Condition: { StringEquals: { "iam:PassedToService": [SERVICE_PRINCIPAL] } },
});

/**
 * Name of the inline policy of a submitter: within IAM's 128 characters, and no other for a role of another name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export const passRolePolicyName = (roleName: string): string => `${roleName}-pass-role`;

/** A statement that allows, or nothing where there is no resource. */
const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): readonly Statement[] =>
  Resource.length === 0 ? [] : [{ Sid, Effect: "Allow", Action, Resource }];

const locationStatements = (locations: Pick<RoleSettings, "inputs" | "outputs">): readonly Statement[] =>
  LOCATION_STATEMENTS.flatMap(({ sid, actions, of, resource, where }) => {
    const places = locations[of].filter((place) => (where === undefined ? place.covered !== true : place[where]));
    return allow(
      sid,
      actions,
      places.map((place) => place[resource]),
    );
  });

const accessStatements = (settings: RoleSettings, placeholders: Placeholders): Statements => {
  const { identity } = placeholders;
  const secrets = settings.secrets.map(({ resource }) => resource);
  const { connections, feeds, namedFeeds } = settings;
  const keys = settings.authorizeKeysBy.policy ? keyStatements(settings, placeholders) : [];
  const extra = settings.statements.map((statement) => canonicalStatement(statement, identity));
  const own = [
    ...locationStatements(settings),
    ...allow(INVOKE_API.sid, INVOKE_API.actions, settings.endpoints),
    ...allow(READ_SECRET.sid, READ_SECRET.actions, secrets),
    ...allow(
      USE_CONNECTION.sid,
      USE_CONNECTION.actions,
      connections.map(({ connectionArn }) => connectionArn),
    ),
    ...allow(
      READ_CONNECTION_SECRET.sid,
      READ_CONNECTION_SECRET.actions,
      connections.map(({ secret }) => secret.resource),
    ),
    ...(feeds === undefined ? [] : allow(CREATE_FEED.sid, CREATE_FEED.actions, ["*"])),
    ...(feeds === undefined ? [] : allow(USE_FEED.sid, USE_FEED.actions, [feeds])),
    ...allow(READ_FEED.sid, READ_FEED.actions, namedFeeds),
    ...keys.map(({ statement }) => statement),
  ];
  return {
    own: own.map((statement) => canonicalStatement(statement, identity)),
    extra: sortedBy(extra, (statement) => identity(terraformJson(statement))),
  };
};

const bucketPolicies = (
  { inputs, outputs }: RoleSettings,
  roleArn: string,
  { identity }: Placeholders,
): RolePolicies["bucketPolicies"] => {
  const buckets = [...inputs, ...outputs].map(({ bucketArn }) => bucketArn);
  return Object.fromEntries(
    sortedSet(buckets, identity).map((bucketArn) => {
      const inBucket = (places: readonly Place[]): readonly Place[] =>
        places.filter((place) => identity(place.bucketArn) === identity(bucketArn));
      const statements = locationStatements({ inputs: inBucket(inputs), outputs: inBucket(outputs) });
      return [bucketArn, statements.map((statement) => admit(statement, roleArn, identity))];
    }),
  );
};

const keyPolicies = (
  settings: RoleSettings,
  roleArn: string,
  placeholders: Placeholders,
): RolePolicies["keyPolicies"] => {
  const { identity } = placeholders;
  const all = keyStatements(settings, placeholders);
  return Object.fromEntries(
    sortedSet(
      all.map(({ keyArn }) => keyArn),
      identity,
    ).map((keyArn) => [
      keyArn,
      all
        .filter((entry) => identity(entry.keyArn) === identity(keyArn))
        // In a key policy `*` is the key itself.
        .map(({ statement }) => admit({ ...statement, Resource: ["*"] }, roleArn, identity)),
    ]),
  );
};

/** The statement as it stands in a resource's policy, for this role. */
const admit = (statement: Statement, roleArn: string, identity: Placeholders["identity"]): Statement =>
  canonicalStatement({ ...statement, Principal: { AWS: [roleArn] } }, identity);
