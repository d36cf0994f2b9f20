import fc from "fast-check";
import { type PolicySet, compare } from "../../lib/access/compare";
import { policy } from "./support";

const action = fc.constantFrom("s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "kms:Decrypt", "*");
const resource = fc.constantFrom(
  "*",
  "arn:aws:s3:::a/*",
  "arn:aws:s3:::a/b*",
  "arn:aws:s3:::?",
  "arn:aws:s3*:a",
  "arn:aws:s3:::${aws:username}/*",
  "${aws_s3_bucket.a.arn}/*",
);
const condition = fc.constantFrom(
  {},
  { StringEquals: { "x:k": ["a", "b"] } },
  { StringNotLike: { "x:k": "a*" } },
  { StringEqualsIfExists: { "x:k": "a" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { Null: { "x:k": "true" } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
  { NotIpAddress: { "aws:SourceIp": "10.1.0.0/16" } },
  { "ForAnyValue:StringEquals": { "x:l": ["a", "b"] } },
  { "ForAllValues:StringEquals": { "x:l": ["a"] } },
  { NumericLessThan: { "s3:max-keys": "10" } },
);
const list = <T>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { minLength: 1, maxLength: 3 });

interface Plain {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition: object;
}

const statementOf = (Effect: fc.Arbitrary<Plain["Effect"]>): fc.Arbitrary<Plain> =>
  fc
    .tuple(Effect, list(action), list(resource), condition, fc.nat(5), fc.nat(5))
    .map(([effect, actions, resources, Condition, a, r]) => ({
      Effect: effect,
      ...(a === 0 ? { NotAction: actions } : { Action: actions }),
      ...(r === 0 ? { NotResource: resources } : { Resource: resources }),
      Condition,
    }));

const statement = statementOf(fc.constantFrom("Allow", "Allow", "Deny"));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
const set = (all: readonly Plain[]): PolicySet => ({ identity: [policy(...all)] });
const verdict = (before: readonly Plain[], after: readonly Plain[]) => compare(set(before), set(after)).verdict;

const RUNS = { numRuns: 150 };

describe("laws of comparison", () => {
  test("a policy is the same as itself", () => {
    fc.assert(
      fc.property(statements, (all) => {
        expect(verdict(all, all)).toBe("same");
      }),
      RUNS,
    );
  });

  test("an Allow more never narrows, a Deny more never widens", () => {
    fc.assert(
      fc.property(
        statements,
        statementOf(fc.constant("Allow")),
        statementOf(fc.constant("Deny")),
        (all, more, less) => {
          expect(["same", "widened"]).toContain(verdict(all, [...all, more]));
          expect(["same", "narrowed"]).toContain(verdict(all, [...all, less]));
        },
      ),
      RUNS,
    );
  });

  test("splitting, merging, reordering and renaming change nothing", () => {
    fc.assert(
      fc.property(statements, fc.nat(), (all, at) => {
        expect(verdict(all, [...all].reverse())).toBe("same");
        expect(
          verdict(
            all,
            all.map((one, index) => ({ ...one, Sid: `S${String(index)}` })),
          ),
        ).toBe("same");
        const one = all[at % all.length];
        if (one === undefined) return;
        // Not…: the complement of a union is no union of complements.
        const split = [
          ...all.filter((other) => other !== one),
          ...(one.Action ?? [undefined]).flatMap((a) =>
            (one.Resource ?? [undefined]).map((r) => ({
              ...one,
              ...(a === undefined ? {} : { Action: [a] }),
              ...(r === undefined ? {} : { Resource: [r] }),
            })),
          ),
        ];
        expect(verdict(all, split)).toBe("same");
        expect(verdict(split, all)).toBe("same");
        const [first, ...rest] = all;
        expect(
          compare({ identity: [policy(...all)] }, { identity: [policy(...rest), policy(...(first ? [first] : []))] })
            .verdict,
        ).toBe("same");
      }),
      RUNS,
    );
  });

  test("widened one way is narrowed the other way", () => {
    fc.assert(
      fc.property(statements, statements, (before, after) => {
        const there = compare(set(before), set(after));
        const back = compare(set(after), set(before));
        expect(back.widened).toEqual(there.narrowed);
        expect(back.narrowed).toEqual(there.widened);
      }),
      RUNS,
    );
  });

  test("a boundary never widens", () => {
    fc.assert(
      fc.property(statements, statements, (all, limit) => {
        expect(["same", "narrowed"]).toContain(compare(set(all), { ...set(all), boundary: policy(...limit) }).verdict);
      }),
      RUNS,
    );
  });

  test("not widened from a to b and from b to c: not from a to c", () => {
    fc.assert(
      fc.property(statements, statements, statements, (a, b, c) => {
        const widens = (from: readonly Plain[], to: readonly Plain[]) =>
          compare(set(from), set(to)).widened.kind !== "none";
        if (!widens(a, b) && !widens(b, c)) expect(widens(a, c)).toBe(false);
      }),
      RUNS,
    );
  });
});
