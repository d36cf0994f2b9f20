import { Inquiry } from "../access/budget";
import type { Context } from "../access/context";
import { parseDocument } from "../access/document";
import { type Formula, not, or } from "../access/formula";
import { type PolicySource, contributions } from "../access/policies";
import type { RoleCaller } from "../access/principals";
import { union } from "../jobs/need";
import { groupsOf, ordered } from "../jobs/order";
import { at } from "../jobs/tree";
import type { Placeholders } from "../placeholders";
import { type Problem, childPath, itemPath } from "../problem";
import type { WholePolicy } from "../props";
import * as errors from "../refine-errors";
import { managedPolicy } from "../roles/managed-policies";
import type { Surroundings } from "../settings/arns";
import type { RoleDescription } from "../settings/describe";
import { Asking, type Taken, worstOf } from "./asking";
import { siteOf } from "./described-jobs";
import { factsOf } from "./facts";
import { requestsOf } from "./requests";
import type { RoleView } from "./role-view";
import { shutOut } from "./shut-out";
import type { Site } from "./site";

/**
 * What the refinements of a role in mode `jobs` take from its jobs: a warning for each statement that denies, and for a
 * permissions boundary that is known, and each action that the jobs need.
 *
 * - where it is sure, the warning says so; where it depends on what is not known of the request, it says on what
 * - requests that jobs run without (`s3:ListBucket`) are left out
 * - one budget for all of it
 * - a trust policy given whole is looked at too
 */
export const takenFromJobs = (
  description: RoleDescription,
  around: Surroundings,
  path: string,
  placeholders: Placeholders,
): readonly Problem[] => {
  const { jobs } = description.checked;
  const limits = limitsOf(description, path, placeholders);
  const { trustPolicy } = description.settings;
  if (jobs === undefined || (limits.length === 0 && trustPolicy === undefined)) return [];
  const site = placeOf(description, around, placeholders);
  const view = viewOfPlace(description, site);
  const shut = shutOut(description, view, site, path, placeholders);
  if (limits.length === 0) return shut;
  const requests = requestsOf(
    jobs.needs,
    factsOf(description.checked, site, () => undefined),
    site,
  )
    .filter(({ advised }) => !advised)
    .map((request) => ({ ...request, resource: placeholders.identity(request.resource) }));
  const inquiry = new Inquiry(BUDGET);
  const { roleName, path: rolePath } = description.settings;
  const hidden: Context["keys"] = placeholders.isKnown(roleName + rolePath) ? {} : { "aws:principalarn": "unknown" };
  const byAction = groupsOf(requests, ({ action }) => action);
  const taken = limits.flatMap((limit) =>
    byAction.flatMap(([action, some]) => {
      if (limit.sparesKeys && action.startsWith("kms:")) return [];
      const found = worstOf(some, new Asking(limit.taken, action, { view, hidden, inquiry }));
      if (found === "too-intricate") return [errors.refinementTooIntricate(limit.path, action)];
      return found === undefined ? [] : [limit.tell(told(found))];
    }),
  );
  return [...shut, ...taken];
};

/** Something in the settings that takes requests from the role. */
interface Limit {
  readonly path: string;
  /** The requests that it takes. */
  readonly taken: (context: Context) => Formula;
  /** It does not touch what a grant gives. */
  readonly sparesKeys: boolean;
  readonly tell: (request: errors.TakenRequest) => Problem;
}

const limitsOf = (
  { checked, settings }: RoleDescription,
  path: string,
  { identity, isKnown }: Placeholders,
): readonly Limit[] => {
  const { statements = [], permissionsBoundary } = checked;
  const all = childPath(path, "statements");
  const denies = [
    ...statements.map((statement, index) => ({ statement: { ...statement }, at: itemPath(all, index) })),
    ...settings.inlinePolicies.flatMap(({ name, document }) =>
      inlineStatements(document, childPath(childPath(path, "inlinePolicies"), name)),
    ),
  ].flatMap(({ statement, at }): readonly Limit[] => {
    const document = statement.Effect === "Deny" ? documentOf([withIdentity(statement, identity)]) : undefined;
    return document === undefined
      ? []
      : [
          {
            path: at,
            taken: (context) => or(...contributions([document], context).map(({ applies }) => applies)),
            sparesKeys: false,
            tell: (request) => errors.takenByStatement(at, request),
          },
        ];
  });
  const known =
    permissionsBoundary !== undefined && isKnown(permissionsBoundary) ? managedPolicy(permissionsBoundary) : undefined;
  const boundary = known && documentOf(known.document.Statement);
  if (boundary === undefined) return denies;
  const at = childPath(path, "permissionsBoundary");
  const limit: Limit = {
    path: at,
    taken: (context) => not(or(...contributions([boundary], context).map(({ applies }) => applies))),
    sparesKeys: settings.authorizeKeysBy.grant,
    tell: (request) => errors.takenByBoundary(at, permissionsBoundary ?? "", request),
  };
  return [...denies, limit];
};

/** Statements of a whole policy. */
const inlineStatements = (
  { Statement: given }: WholePolicy,
  path: string,
): readonly { readonly statement: GivenStatement; readonly at: string }[] => {
  const at = childPath(path, "Statement");
  return Array.isArray(given)
    ? (given as readonly GivenStatement[]).map((statement, index) => ({ statement, at: itemPath(at, index) }))
    : [{ statement: given as GivenStatement, at }];
};

/** A statement in IAM's words, of ours or as it was given. */
interface GivenStatement {
  readonly Effect?: unknown;
}

const documentOf = (statements: readonly object[]): PolicySource | undefined =>
  parseDocument({ Version: "2012-10-17", Statement: statements }, "settings").document;

/** Placeholders as the expressions that they stand for, which the engine takes for text that it does not know. */
const withIdentity = (statement: object, identity: (text: string) => string): object =>
  JSON.parse(JSON.stringify(statement), (_, value: unknown) =>
    typeof value === "string" ? identity(value) : value,
  ) as object;

/** What is known of the place without a placeholder; the jobs' own ARNs say the rest. */
const placeOf = ({ checked, settings }: RoleDescription, around: Surroundings, { isKnown }: Placeholders): Site => {
  const written = (value: string | undefined): string | undefined =>
    value !== undefined && isKnown(value) ? value : undefined;
  const partition = written(settings.partition);
  const accountId = written(checked.accountId ?? around.accountId);
  const region = written(checked.region ?? around.region);
  // All of it is looked at only where it can say something.
  const needs = accountId !== undefined && region !== undefined ? [] : (checked.jobs?.needs ?? []);
  return siteOf(
    {
      ...(partition === undefined ? {} : { partition }),
      ...(accountId === undefined ? {} : { accountId }),
      ...(region === undefined ? {} : { region }),
    },
    union(needs.map((job) => job.need)),
    {},
  );
};

/** For all questions about a role. Nearly all have an answer that costs nothing. */
const BUDGET = { steps: 500_000 };

/** The role as the caller; nothing is known of what it calls. */
const viewOfPlace = ({ settings }: RoleDescription, { partition, accountId }: Site): RoleView => {
  const { roleName, path } = settings;
  const caller: RoleCaller = {
    roleArn: `arn:${partition}:iam::${accountId}:role${path}${roleName}`,
    roleName,
    accountId,
    partition,
  };
  return {
    caller,
    trust: [],
    hasTrust: false,
    identity: [],
    grants: [],
    bucket: () => undefined,
    key: () => undefined,
    gaps: [],
  };
};

const told = ({ request, how }: Taken): errors.TakenRequest => {
  const [first, ...others] = ordered(request.because);
  return {
    action: request.action,
    resource: request.resource,
    where: first === undefined ? "the settings" : at(first.place),
    more: others.length,
    ...(request.errorCode === undefined ? {} : { errorCode: request.errorCode }),
    how,
  };
};
