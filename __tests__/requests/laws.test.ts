import type { MediaConvertRoleProps } from "../../lib";
import fc from "fast-check";
import type { Statement } from "../../lib/policy/model";
import { type RolePolicies, allOf } from "../../lib/policy/role-policies";
import { entryOf } from "../../lib/settings/entry";
import { linesOf } from "../../lib/requests/explain";
import { namedJobs } from "../support/jobs";
import { policiesOf } from "../support/pure";
import { NOTHING_ASSUMED, answered, checkOf, describedJobs, factsOfPolicies } from "../support/requests";

const KEYS = ["1111", "2222"].map(
  (start) => `arn:aws:kms:eu-west-1:111122223333:key/${start}abcd-12ab-34cd-56ef-1234567890ab`,
);

/** One to four random jobs, with answers to everything that they leave open. */
const roles = fc
  .record({
    jobs: fc.array(namedJobs, { minLength: 1, maxLength: 4 }),
    granularity: fc.constantFrom("object" as const, "prefix" as const, "bucket" as const),
    keys: fc.subarray(KEYS),
    bucketKey: fc.boolean(),
    kmsAuthorization: fc.constantFrom("grant" as const, "policy" as const),
  })
  .map(({ jobs, granularity, keys, bucketKey, kmsAuthorization }) => {
    const buckets = { "*": keys.length === 0 ? {} : { kmsKeyArn: keys, bucketKey } };
    const props = {
      ...answered(
        jobs.map(({ job }) => job),
        { granularity, buckets },
      ),
      kmsAuthorization,
    };
    const isEncrypted = (describedJobs(props).description.checked.jobs?.derived.clientSide ?? []).length > 0;
    return isEncrypted ? { ...props, kmsKeys: [{ keyArn: KEYS[0] ?? "", use: ["client-side" as const] }] } : props;
  });

const ASSUMED = { ...NOTHING_ASSUMED, keysDelegate: true };

/** Requests that the policies do not allow; of one action only where that is all that can change. */
const notAllowed = (role: ReturnType<typeof describedJobs>, policies: RolePolicies, action?: string) =>
  checkOf(
    { ...role, requests: role.requests.filter((request) => action === undefined || request.action === action) },
    factsOfPolicies(policies),
    ASSUMED,
  )
    .filter(({ verdict }) => verdict !== "allowed")
    .map(({ request, verdict }) => `${verdict} ${request.action} ${request.resource}`);

/** The statements without one action on one resource, in whichever they stand. */
const without = (statements: readonly Statement[], action: string, resource: string): readonly Statement[] =>
  statements.flatMap((statement) => {
    const { Action = [], Resource = [] } = statement;
    if (!Action.includes(action) || !Resource.includes(resource)) return [statement];
    const parts: Statement[] = [
      { ...statement, Action: Action.filter((one) => one !== action) },
      { ...statement, Action: [action], Resource: Resource.filter((one) => one !== resource) },
    ];
    return parts.filter((part) => part.Action?.length !== 0 && part.Resource?.length !== 0);
  });

describe("the role derived from jobs", () => {
  test("lets them run", () => {
    fc.assert(
      fc.property(roles, (props) => {
        const role = describedJobs(props);
        expect(notAllowed(role, role.description.policies)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("cannot do without any action on any resource", () => {
    fc.assert(
      fc.property(roles, (props) => {
        const role = describedJobs(props);
        const { policies } = role.description;
        const statements = allOf(policies.statements);
        for (const pair of new Set(pairsOf(policies))) {
          const [, action = "", resource = ""] = pair.split(" ");
          const less = without(statements, action, resource);
          const found = notAllowed(role, { ...policies, statements: { own: less, extra: [] } }, action);
          expect([pair, found.length > 0]).toEqual([pair, true]);
        }
      }),
      { numRuns: 20 },
    );
  }, 240_000);

  test("cannot do without any operation of a grant", () => {
    fc.assert(
      fc.property(roles, (props) => {
        const role = describedJobs(props);
        const { policies } = role.description;
        policies.grants.forEach((grant, at) => {
          for (const operation of grant.operations) {
            const less = { ...grant, operations: grant.operations.filter((one) => one !== operation) };
            const grants = [...policies.grants.slice(0, at), less, ...policies.grants.slice(at + 1)];
            const found = notAllowed(role, { ...policies, grants }, `kms:${operation}`);
            // A grant without a constraint covers one with it, on the same key.
            const isCovered = policies.grants.some(
              ({ keyArn, constraint, operations }, other) =>
                other !== at && keyArn === grant.keyArn && constraint === undefined && operations.includes(operation),
            );
            if (!isCovered) expect(found).not.toEqual([]);
          }
        });
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  test("is explained line by line: each action and resource by a field of a job", () => {
    fc.assert(
      fc.property(roles, (props) => {
        const { description, requests } = describedJobs(props);
        for (const { action, resource, requests: found } of linesOf(description.policies, requests)) {
          expect([action, resource, found.length > 0]).toEqual([action, resource, true]);
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test("is the role of the settings that are printed for it", () => {
    fc.assert(
      fc.property(roles, (props) => {
        const { description, site } = describedJobs({ ...props, kmsAuthorization: "grant" });
        const entry = entryOf(description.checked, {
          partition: "aws",
          keyArn: (id) => `arn:aws:kms:${site.region}:${site.accountId}:key/${id}`,
          given: { ...props, kmsAuthorization: "grant" },
        });
        const printed = policiesOf(JSON.parse(JSON.stringify(entry)) as MediaConvertRoleProps);
        expect(pairsOf(printed)).toEqual(pairsOf(description.policies));
        expect(operationsOf(printed)).toEqual(operationsOf(description.policies));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

/** What grants give; a second key of a place loses its constraint in printed settings. */
const operationsOf = ({ grants }: RolePolicies): readonly string[] =>
  [
    ...new Set(grants.flatMap(({ keyArn, operations }) => operations.map((operation) => `${operation} ${keyArn}`))),
  ].sort();

/** Every action on every resource, in whatever statement. */
const pairsOf = ({ statements }: Pick<RolePolicies, "statements">): readonly string[] =>
  allOf(statements)
    .flatMap(({ Effect, Action = [], Resource = [] }) =>
      Action.flatMap((action) => Resource.map((resource) => `${Effect} ${action} ${resource}`)),
    )
    .sort();
