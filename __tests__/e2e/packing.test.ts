import { App } from "cdktf";
import { join } from "node:path";
import { MediaConvertRoleStack } from "../../lib";
import { placeOf, quarterOf } from "../../lib/packing/rank";
import type { PolicyDocument } from "../../lib/policy/model";
import { linesIn } from "../packing/support";
import { ACCOUNT, Cloud, REGION, changes, describeE2e, newFolder } from "../support/e2e";

jest.setTimeout(300_000);

const NAME = "Packed";

/** Locations of the buckets from one number to another. */
const buckets = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => `s3://acme-${String(from + index).padStart(30, "0")}/`);

/** Some of the buckets of a quarter. */
const ofQuarter = (quarter: number, count: number): readonly string[] =>
  buckets(0, 1000)
    .filter((uri) => quarterOf({ high: placeOf(uri.slice("s3://".length, -1)), low: 0 }) === quarter)
    .slice(0, count);

const OUTGROWN = [...ofQuarter(0, 75), ...ofQuarter(1, 75)];

/** Each set of locations follows on the one before: what is common to both must not be missed for a moment. */
const CHANGES: readonly (readonly [name: string, inputs: readonly string[]])[] = [
  ["some", buckets(0, 150)],
  ["others in place of a third", [...buckets(0, 100), ...buckets(300, 360)]],
  ["fewer than fill a document", buckets(60, 90)],
  [
    "two quarters that share a document, beside two that outgrew theirs",
    [...OUTGROWN, ...ofQuarter(2, 10), ...ofQuarter(3, 30)],
  ],
  // The document that keeps its name stays as it is, and no other depended on the one that goes: only the barrier waits.
  ["one of the two without an entry, the other outgrown too", [...OUTGROWN, ...ofQuarter(3, 90)]],
];

const synth = (outdir: string, inputs: readonly string[]): void => {
  const app = new App({ outdir });
  new MediaConvertRoleStack(app, "packed", {
    region: REGION,
    backend: { local: { path: "terraform.tfstate" } },
    role: { accountId: ACCOUNT, roleName: NAME, maxAttachedPolicies: 20, access: { mode: "configured", inputs } },
  });
  app.synth();
};

const allowed = (documents: readonly unknown[]): ReadonlySet<string> =>
  new Set((documents as readonly PolicyDocument[]).flatMap(({ Statement }) => linesIn(Statement)));

interface Outcome {
  /** Lines that were there before and after, and at some moment were not. */
  readonly missed: readonly string[];
  readonly looks: number;
  readonly documents: number;
  /** Lines that the role should have, and does not, or the other way round. */
  readonly wrong: readonly string[];
  readonly again: object;
}

describeE2e("a role of many documents", () => {
  const outcomes = new Map<string, Outcome>();
  let left: { readonly roles: readonly string[]; readonly policies: readonly string[] };

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      const outdir = newFolder("packed");
      const folder = join(outdir, "stacks", "packed");
      let before: ReadonlySet<string> = new Set();
      for (const [name, inputs] of CHANGES) {
        synth(outdir, inputs);
        if (outcomes.size === 0) await cloud.terraform(folder, ["init", "-input=false"]);
        const seen: ReadonlySet<string>[] = [];
        const apply = { runs: true };
        const watch = (async () => {
          while (apply.runs) seen.push(allowed(await cloud.aws.attachedDocuments(NAME)));
        })();
        try {
          await cloud.terraform(folder, ["apply", "-input=false", "-auto-approve"]);
        } finally {
          apply.runs = false;
          await watch;
        }
        const documents = await cloud.aws.attachedDocuments(NAME);
        const after = allowed(documents);
        const kept = [...before].filter((line) => after.has(line));
        const expected = new Set(
          inputs.flatMap((uri) => {
            const arn = `arn:aws:s3:::${uri.slice("s3://".length, -1)}`;
            return [`Allow s3:GetObject ${arn}/* {} `, `Allow s3:ListBucket ${arn} {} `];
          }),
        );
        outcomes.set(name, {
          missed: kept.filter((line) => seen.some((moment) => !moment.has(line))),
          looks: seen.length,
          documents: documents.length,
          wrong: [
            ...[...expected].filter((line) => !after.has(line)),
            ...[...after].filter((line) => !expected.has(line)),
          ],
          again: outcomes.size === CHANGES.length - 1 ? changes(await cloud.plan(folder)) : {},
        });
        before = after;
      }
      await cloud.terraform(folder, ["destroy", "-input=false", "-auto-approve"]);
      left = await cloud.aws.names();
    } finally {
      await cloud.stop();
    }
  });

  test.each(CHANGES.map(([name]) => name))("%s: the role allows what it should, and kept what it keeps", (name) => {
    const { missed, wrong, looks } = outcomes.get(name) ?? { missed: ["no outcome"], wrong: [], looks: 0 };
    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
    expect(looks).toBeGreaterThan(20);
  });

  test("goes from several documents to one and back", () => {
    const counts = [...outcomes.values()].map(({ documents }) => documents);
    expect(counts[2]).toBe(1);
    expect(Math.min(...counts.filter((_, index) => index !== 2))).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBe(5);
  });

  test("the plan after apply is empty, and destroy leaves nothing", () => {
    expect(outcomes.get("one of the two without an entry, the other outgrown too")?.again).toEqual({});
    expect(left).toEqual({ roles: [], policies: [] });
  });
});
