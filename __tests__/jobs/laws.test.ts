import fc from "fast-check";
import type { JobsAccess } from "../../lib";
import { FIELDS } from "../../lib/jobs/fields";
import { type Derived, derive, needsOf } from "../../lib/jobs/derive";
import { readDocuments } from "../../lib/jobs/documents";
import type { Origin } from "../../lib/jobs/need";
import { at } from "../../lib/jobs/tree";
import {
  type Job,
  type Named,
  type NamedJob,
  PROBES,
  atPaths,
  linesOf,
  matchesInIam,
  namedJobs,
  roleOf,
} from "../support/jobs";
import { KEY, outcomeOf, policiesOf } from "../support/pure";

const jobsIn = (named: readonly NamedJob[]): readonly Job[] => named.map(({ job }) => job);
const some = fc.array(namedJobs, { minLength: 1, maxLength: 4 });
const granularity = fc.constantFrom<NonNullable<JobsAccess["granularity"]>[]>("object", "prefix", "bucket");
const buckets: fc.Arbitrary<NonNullable<JobsAccess["buckets"]>> = fc.constantFrom(
  { "*": {} },
  { "*": {}, "acme-a": { kmsKeyArn: KEY } },
  { "*": { kmsKeyArn: KEY, bucketKey: true }, "acme-a": {} },
);

type Objects = (bucket: string, key: string) => boolean;

/** The objects on which the lines of a role allow an action. */
const allowed = (lines: readonly string[], action: string): Objects => {
  const start = `${action} arn:aws:s3:::`;
  const patterns = lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
  return (bucket, key) => patterns.some((pattern) => matchesInIam(pattern, `${bucket}/${key}`));
};

/** Probes that the one allows and the other does not. */
const beyond = (one: Objects, other: Objects): readonly unknown[] =>
  PROBES.filter((probe) => one(...probe) && !other(...probe));

const OBJECT_ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"];

/** The objects that belong to places. */
const objectsOf =
  (places: readonly Named[]): Objects =>
  (bucket, key) =>
    places.some((place) => place.bucket === bucket && place.holds(key));

/** Examples of the places that are not allowed. */
const missing = (places: readonly Named[], objects: Objects): readonly unknown[] =>
  places.flatMap(({ bucket, examples }) =>
    examples.filter((key) => !objects(bucket, key)).map((key) => `${bucket}/${key}`),
  );

const derivedOf = (jobs: readonly Job[], how: NonNullable<JobsAccess["granularity"]>): Derived => {
  const documents = jobs.flatMap((job, index) => readDocuments(job, `${String(index)}.json`).documents);
  return derive(needsOf(documents).jobs, {
    granularity: how,
    bucket: () => ({ keyArns: [KEY], bucketKey: false, listBucket: true }),
    inputsListed: true,
    outputsListed: true,
    secrets: new Set(),
    clientSideRegions: new Set<string>(),
  });
};

describe("laws", () => {
  test("everything that a job names is covered, by each granularity", () => {
    fc.assert(
      fc.property(some, granularity, (named, how) => {
        const lines = linesOf(roleOf(jobsIn(named), { granularity: how }));
        const reads = named.flatMap((one) => one.reads);
        expect(missing(reads, allowed(lines, "s3:GetObject"))).toEqual([]);
        for (const { bucket } of reads) expect(lines).toContain(`s3:ListBucket arn:aws:s3:::${bucket}`);
        expect(
          missing(
            named.flatMap((one) => one.writes),
            allowed(lines, "s3:PutObject"),
          ),
        ).toEqual([]);
      }),
    );
  });

  test("nothing that no job names is covered, object by object", () => {
    fc.assert(
      fc.property(some, (named) => {
        const lines = linesOf(roleOf(jobsIn(named)));
        const reads = named.flatMap((one) => one.reads);
        const writes = named.flatMap((one) => one.writes);
        expect(beyond(allowed(lines, "s3:GetObject"), objectsOf(reads))).toEqual([]);
        expect(beyond(allowed(lines, "s3:PutObject"), objectsOf(writes))).toEqual([]);
        for (const bucket of ["acme-a", "acme-b.media"]) {
          const isRead = reads.some((place) => place.bucket === bucket);
          expect(lines.includes(`s3:ListBucket arn:aws:s3:::${bucket}`)).toBe(isRead);
        }
      }),
    );
  });

  test("a coarser granularity covers what a finer one does", () => {
    fc.assert(
      fc.property(some, (named) => {
        const by = (how: NonNullable<JobsAccess["granularity"]>): readonly string[] =>
          linesOf(roleOf(jobsIn(named), { granularity: how }));
        const [fine, middle, coarse] = [by("object"), by("prefix"), by("bucket")];
        for (const action of OBJECT_ACTIONS) {
          expect(beyond(allowed(fine, action), allowed(middle, action))).toEqual([]);
          expect(beyond(allowed(middle, action), allowed(coarse, action))).toEqual([]);
        }
      }),
    );
  });

  test("an ACL is allowed where a group asks for it, and nowhere else", () => {
    fc.assert(
      fc.property(some, (named) => {
        const objects = allowed(linesOf(roleOf(jobsIn(named))), "s3:PutObjectAcl");
        const asking = named.flatMap(({ job, writes }) => {
          const { OutputGroups } = job["Settings"] as { readonly OutputGroups: readonly Job[] };
          return writes.filter((_, index) => JSON.stringify(OutputGroups[index]).includes("CannedAcl"));
        });
        expect(missing(asking, objects)).toEqual([]);
        expect(beyond(objects, objectsOf(asking))).toEqual([]);
      }),
    );
  });

  test("a job more never takes anything away", () => {
    fc.assert(
      fc.property(some, namedJobs, buckets, granularity, (named, more, facts, how) => {
        const access = { buckets: facts, granularity: how };
        const before = linesOf(roleOf(jobsIn(named), access));
        const after = linesOf(roleOf(jobsIn([...named, more]), access));
        for (const action of OBJECT_ACTIONS) {
          expect(beyond(allowed(before, action), allowed(after, action))).toEqual([]);
        }
        const lists = (lines: readonly string[]): readonly string[] =>
          lines.filter((one) => one.includes(":ListBucket"));
        expect(lists(after)).toEqual(expect.arrayContaining([...lists(before)]));
        for (const line of before.filter((one) => !one.startsWith("s3:") && !one.startsWith("grant "))) {
          expect(after).toContain(line);
        }
        for (const line of before.filter((one) => one.startsWith("grant "))) {
          const [, operations = "", keyArn = "", ...constraint] = line.split(" ");
          const same = after.filter((one) => {
            const [kind, , key, ...constrained] = one.split(" ");
            // A grant without a constraint allows what one with it does.
            return (
              kind === "grant" &&
              key === keyArn &&
              (constrained.length === 0 || constrained.join() === constraint.join())
            );
          });
          const allowed = same.flatMap((one) => one.split(" ")[1]?.split("+") ?? []);
          expect(allowed).toEqual(expect.arrayContaining(operations.split("+")));
        }
      }),
    );
  });

  test("the order of jobs, inputs and groups never changes a byte of the policies", () => {
    const reordered = ({ job }: NamedJob): Job => {
      const settings = job["Settings"] as { readonly Inputs: readonly Job[]; readonly OutputGroups: readonly Job[] };
      const { Inputs, OutputGroups, ...others } = settings;
      return {
        ...job,
        Settings: { ...others, OutputGroups: [...OutputGroups].reverse(), Inputs: [...Inputs].reverse() },
      };
    };
    fc.assert(
      fc.property(
        some.chain((named) => fc.tuple(fc.constant(named), fc.shuffledSubarray(named, { minLength: named.length }))),
        buckets,
        granularity,
        ([named, shuffled], facts, how) => {
          const access = { buckets: facts, granularity: how };
          const before = JSON.stringify(policiesOf(roleOf(jobsIn(named), access)));
          expect(JSON.stringify(policiesOf(roleOf(jobsIn(shuffled), access)))).toBe(before);
          expect(JSON.stringify(policiesOf(roleOf(shuffled.map(reordered), access)))).toBe(before);
          expect(JSON.stringify(policiesOf(roleOf([...jobsIn(named), ...jobsIn(named)], access)))).toBe(before);
        },
      ),
    );
  });

  test("no resource is the asterisk alone, but for feeds that are made", () => {
    fc.assert(
      fc.property(some, buckets, granularity, (named, facts, how) => {
        const { documents } = policiesOf(roleOf(jobsIn(named), { buckets: facts, granularity: how }));
        const statements = documents.flatMap(({ Statement }) => Statement);
        for (const { Action = [], Resource = [] } of statements) {
          for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
          if (Resource.includes("*")) expect([Action, Resource]).toEqual([["elemental-inference:CreateFeed"], ["*"]]);
        }
      }),
    );
  });

  test("what comes over http(s) needs nothing of S3 or KMS", () => {
    fc.assert(
      fc.property(namedJobs, fc.constantFrom("http", "https"), buckets, (named, scheme, facts) => {
        const settings = named.job["Settings"] as { readonly OutputGroups: readonly Job[] };
        const text = JSON.stringify({ ...settings, OutputGroups: [] }).replaceAll("s3://", `${scheme}://`);
        const elsewhere = { ...(JSON.parse(text) as Job), OutputGroups: settings.OutputGroups };
        const withoutInputs = { OutputGroups: settings.OutputGroups };
        expect(linesOf(roleOf([{ Settings: elsewhere }], { buckets: facts }))).toEqual(
          linesOf(roleOf([{ Settings: withoutInputs }], { buckets: facts })),
        );
      }),
    );
  });

  test("each resource is a place, and inference is traced to its switch", () => {
    const valueAt = (jobs: readonly Job[], { place }: Origin): unknown => {
      const [source = "", path = ""] = at(place).split(/: (.*)/s);
      return path
        .split(/[.[\]]+/)
        .filter((step) => step !== "")
        .reduce<unknown>((value, step) => (value as Job)[step], jobs[Number.parseInt(source, 10)]);
    };
    fc.assert(
      fc.property(some, granularity, (named, how) => {
        const jobs = jobsIn(named);
        const { inputs, outputs, inference } = derivedOf(jobs, how);
        for (const origin of inference) expect(valueAt(jobs, origin)).toBe("SMART_CROP");

        const lines = linesOf(roleOf(jobs, { granularity: how }));
        const places = [...inputs, ...outputs].map(({ bucket, pattern }) => `arn:aws:s3:::${bucket}/${pattern}`);
        for (const line of lines.filter((one) => /^s3:(Get|Put)/.test(one))) {
          expect(places).toContain(line.slice(line.indexOf(" ") + 1));
        }
        expect(lines.some((line) => line.includes("inference"))).toBe(inference.length > 0);
      }),
    );
  });

  test("whatever stands in a field, it is read or named in a problem, and nothing throws", () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constantFrom("s3://", "s3:///", "https://", "arn:", "${", "s3://acme-in/\u0000", "__proto__", "INCLUDE", KEY),
      fc.string().map((text) => `s3://acme-in/${text}`),
      fc.string().map((text) => `https://abc123.execute-api.eu-west-1.amazonaws.com/${text}`),
    );
    const paths = fc.constantFrom(...FIELDS.map(({ path }) => path));
    fc.assert(
      fc.property(fc.dictionary(paths, odd, { minKeys: 1, maxKeys: 6, noNullPrototype: true }), (values) => {
        const { policies, problems } = outcomeOf(roleOf([atPaths(values)]));
        for (const { path } of problems) expect(path).toMatch(/^access\.jobs/);
        expect(policies !== undefined || problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("jobs are never changed", () => {
    fc.assert(
      fc.property(some, (named) => {
        const before = JSON.stringify(jobsIn(named));
        policiesOf(roleOf(jobsIn(named)));
        expect(JSON.stringify(jobsIn(named))).toBe(before);
      }),
    );
  });
});

describe("many jobs", () => {
  test("a thousand that share two buckets take no time to speak of", () => {
    const jobs = Array.from({ length: 1000 }, (_, index): Job => {
      const id = String(index);
      return {
        Settings: {
          Inputs: ["a", "b", "c"].map((name) => ({ FileInput: `s3://acme-in/${id}/${name}.mxf` })),
          OutputGroups: [
            { OutputGroupSettings: { FileGroupSettings: { Destination: `s3://acme-out/$fn$/${id}/x` } } },
            { OutputGroupSettings: { HlsGroupSettings: { Destination: `s3://acme-out/${id}/$dt$/` } } },
          ],
        },
      };
    });
    const before = process.cpuUsage();
    const { inputs, outputs } = derivedOf(jobs, "object");
    const { user } = process.cpuUsage(before);
    expect([inputs.length, outputs.length]).toEqual([3000, 2000]);
    expect(user / 1e6).toBeLessThan(10);
  });
});
