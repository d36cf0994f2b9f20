import type { JobsAccess, MediaConvertRoleProps } from "../../lib/props";
import type { Assumptions } from "../../lib/requests/access-input";
import { type CheckedRequest, checkRequests } from "../../lib/requests/check";
import { type DescribedJobs, describeJobs } from "../../lib/requests/described-jobs";
import { viewOf } from "../../lib/requests/role-view";
import { trustRequests } from "../../lib/requests/trust-requests";
import type { Statement } from "../../lib/policy/model";
import { type RolePolicies, allOf } from "../../lib/policy/role-policies";
import type { RoleFacts } from "../../lib/roles/facts";
import { IRELAND } from "./pure";

export const ACCOUNT = "111122223333";

type Job = { readonly [key: string]: unknown };

/** Props of mode `jobs` in which everything that these jobs leave open is answered. */
export const answered = (jobs: readonly Job[], more: Partial<JobsAccess> = {}): MediaConvertRoleProps => ({
  accountId: ACCOUNT,
  access: {
    mode: "jobs",
    jobs,
    granularity: "object",
    buckets: { "*": {} },
    inputs: [],
    outputs: [],
    apiGateway: "none",
    ...more,
  },
});

/** The role and requests of jobs that are right. */
export const describedJobs = (props: MediaConvertRoleProps): DescribedJobs => {
  const { described, problems } = describeJobs(props, IRELAND);
  if (described === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return described;
};

/** One policy; none without a statement, since IAM has no such policy. */
const documentsOf = (statements: readonly Statement[]): RoleFacts["identity"] =>
  statements.length === 0 ? [] : [{ name: "policy", document: { Version: "2012-10-17", Statement: statements } }];

/** A role whose documents are these policies. */
export const factsOfPolicies = ({
  trust,
  statements,
  grants,
}: Pick<RolePolicies, "trust" | "statements" | "grants">): RoleFacts => ({
  where: "test",
  roleName: "MediaConvert_Default_Role",
  path: "/",
  accountId: ACCOUNT,
  partition: "aws",
  trust: { name: "trust", document: trust },
  identity: documentsOf(allOf(statements)),
  grants: grants.map(({ name, keyArn, operations, constraint }) => ({
    name,
    keyArn,
    operations,
    ...(constraint === undefined ? {} : { [constraint.kind]: constraint.context }),
  })),
  buckets: {},
  keys: {},
  gaps: [],
});

export const NOTHING_ASSUMED: Assumptions = { owners: {}, keysDelegate: false };

/** The answers for every request of the jobs, trust included. */
export const checkOf = (
  { description, requests, site }: DescribedJobs,
  facts: RoleFacts,
  assumptions: Assumptions = NOTHING_ASSUMED,
): readonly CheckedRequest[] => {
  const { view, problems } = viewOf(facts, site, { roleName: "MediaConvert_Default_Role", path: "/", isSaid: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const trust = trustRequests(description.checked.jobs?.needs ?? [], view.caller.roleArn, site);
  return checkRequests([...trust, ...requests], view, assumptions);
};
