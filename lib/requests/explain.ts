import { covers } from "../jobs/scopes";
import type { Condition, Statement } from "../policy/model";
import { type RolePolicies, allOf } from "../policy/role-policies";
import type { Grant } from "../policy/keys";
import type { JobRequest, RequestValue } from "./request";

/** One action on one resource that the role allows, and the requests that need it. */
export interface Line {
  readonly action: string;
  readonly resource: string;
  /** The statement's Sid, or the grant's name. */
  readonly by: string;
  readonly kind: "statement" | "grant";
  readonly condition?: Condition;
  /** Empty: no job needs it; the settings ask for it. */
  readonly requests: readonly JobRequest[];
}

/** Every action and resource of the role's policies and grants, in their order. */
export const linesOf = ({ statements, grants }: RolePolicies, requests: readonly JobRequest[]): readonly Line[] => [
  ...allOf(statements).flatMap((statement) => linesOfStatement(statement, requests)),
  ...grants.flatMap((grant) => linesOfGrant(grant, requests)),
];

const linesOfStatement = (
  { Sid = "", Effect, Action = [], Resource = [], Condition }: Statement,
  requests: readonly JobRequest[],
): readonly Line[] =>
  Effect === "Deny"
    ? []
    : Action.flatMap((action) =>
        Resource.map((resource) => ({
          action,
          resource,
          by: Sid,
          kind: "statement" as const,
          ...(Condition === undefined ? {} : { condition: Condition }),
          requests: requests.filter((request) => request.action === action && covers(resource, request.resource)),
        })),
      );

const linesOfGrant = (
  { name, keyArn, operations, constraint }: Grant,
  requests: readonly JobRequest[],
): readonly Line[] =>
  operations.map((operation) => ({
    action: `kms:${operation}`,
    resource: keyArn,
    by: name,
    kind: "grant",
    requests: requests.filter(
      (request) =>
        request.action === `kms:${operation}` &&
        request.resource === keyArn &&
        Object.entries(constraint?.context ?? {}).every(([key, value]) =>
          carriedBy(request, `kms:EncryptionContext:${key}`).some((one) => "value" in one && one.value === value),
        ),
    ),
  }));

/** The values that a condition key of a request can have. */
const carriedBy = ({ context, either }: JobRequest, key: string): readonly RequestValue[] =>
  either?.key === key ? either.values : context[key] === undefined ? [] : [context[key]];
