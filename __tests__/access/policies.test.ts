import { NOTHING_KNOWN } from "../../lib/access/context";
import { ACTION, type Formula, RESOURCE, and, atomsOf, matches, not } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";
import { actionFormula, resourceFormula } from "../../lib/access/patterns";
import { contributions, effects, resourceEffects } from "../../lib/access/policies";
import { namedAtAll } from "../../lib/access/principals";
import { solve } from "../../lib/access/solve";
import { ROLE, allow, deny, namedPolicy, policy } from "./support";

const opaques = (formula: Formula) => atomsOf(formula).flatMap((atom) => (atom.kind === "opaque" ? [atom] : []));

const pieces = (text: string) => parsePattern(text, "2012-10-17");

/** Whether a value passes: yes, no, or it depends on what is not known. */
const passes = (formula: Formula, dimension: string, value: string): "yes" | "no" | "maybe" => {
  const one = matches(dimension, globOf(parsePattern(value, "2012-10-17", false)));
  if (solve(and(formula, one)).kind === "none") return "no";
  return solve(and(not(formula), one)).kind === "none" ? "yes" : "maybe";
};

describe("a policy that is not read", () => {
  const unread = { name: "of the key", unread: true } as const;

  test("may allow and deny anything, for whoever has it", () => {
    const all = contributions([unread], NOTHING_KNOWN);
    expect(all.map(({ statement, effect }) => [statement, effect])).toEqual([
      [{ document: "of the key" }, "Allow"],
      [{ document: "of the key" }, "Deny"],
    ]);
    const { allow: allowed, deny: denied } = effects([unread], NOTHING_KNOWN);
    expect(opaques(allowed)).toMatchObject([{ about: "what the policy of the key says" }]);
    expect(opaques(denied)).toMatchObject([{ about: "what the policy of the key says" }]);
    expect(opaques(allowed)[0]?.id).not.toBe(opaques(denied)[0]?.id);
    expect(all.map(({ named }) => named.direct)).toEqual([
      { kind: "constant", value: true },
      { kind: "constant", value: true },
    ]);
  });

  test("may name a caller in each of the ways, or not", () => {
    const [one] = contributions([unread], NOTHING_KNOWN, ROLE);
    const ids = one && opaques(namedAtAll(one.named)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const found = resourceEffects([unread], NOTHING_KNOWN, ROLE);
    for (const part of [found.allowRole, found.allowSession, found.allowEveryone, found.allowAccount]) {
      expect(opaques(part)).toHaveLength(2);
    }
  });
});

test("statements are told by document, place and Sid", () => {
  const document = namedPolicy("p", allow("s3:GetObject", "*", { Sid: "A" }), deny("s3:PutObject", "*"));
  const all = contributions([document], NOTHING_KNOWN).map(({ statement, effect }) => [statement, effect]);
  expect(all).toEqual([
    [{ document: "p", index: 0, sid: "A" }, "Allow"],
    [{ document: "p", index: 1 }, "Deny"],
  ]);
  expect(Object.keys((all[1] as readonly object[])[0] ?? {})).toEqual(["document", "index"]);
});

test("what a resource's policy denies it does not allow", () => {
  const found = resourceEffects([policy(deny("*", "*", { Principal: "*" }))], NOTHING_KNOWN, ROLE);
  expect(found.allowEveryone).toEqual({ kind: "constant", value: false });
  expect(found.deny).toEqual({ kind: "constant", value: true });
});

describe("patterns", () => {
  test.each([
    ["s3:Get*", "s3:getobject", "yes"],
    ["S3:GETOBJECT", "s3:getobject", "yes"],
    ["s3:Get*", "s3:putobject", "no"],
    ["s3:${var.verb}", "s3:getobject", "maybe"],
    ["s3:${var.verb}", "sqs:x", "no"],
  ])("actions: %s, %s", (pattern, value, result) => {
    expect(passes(actionFormula(ACTION, pieces(pattern)), ACTION, value)).toBe(result);
  });

  test.each([
    ["arn:aws:s3:::in/a*", "arn:aws:s3:::in/ab:c", "yes"],
    ["arn:aws:s3:::in", "arn:aws:s3:::in", "yes"],
    ["arn:aws:s3:::in", "arn:aws:s3:::inn", "no"],
    // How far a wildcard before a colon reaches, IAM's reference leaves open.
    ["arn:aws:*3:::in", "arn:aws:s3:::in", "yes"],
    ["arn:aws:*3:::in", "arn:aws:x:s3:::in", "maybe"],
    ["arn:aws:*3:::in", "arn:aws:x:s4:::in", "no"],
    ["${var.bucket}/a", "arn:aws:s3:::in/a", "maybe"],
    ["${var.bucket}/a", "arn:aws:s3:::in/b", "no"],
  ])("resources: %s, %s", (pattern, value, result) => {
    expect(passes(resourceFormula(RESOURCE, pieces(pattern)), RESOURCE, value)).toBe(result);
  });

  test.each<[name: string, formula: () => Formula, about: string, varies: boolean]>([
    [
      "an action",
      () => actionFormula(ACTION, pieces("s3:${var.verb}X")),
      "whether the action matches s3:${var.verb}X",
      false,
    ],
    [
      "an action of the request's own",
      () => actionFormula(ACTION, pieces("s3:${aws:username}")),
      "whether the action matches s3:${aws:username}",
      true,
    ],
    [
      "a resource",
      () => resourceFormula(RESOURCE, pieces("${var.bucket}/a")),
      "whether the resource matches ${var.bucket}/a",
      false,
    ],
    [
      "a resource of the request's own",
      () => resourceFormula(RESOURCE, pieces("arn:${aws:username}")),
      "whether the resource matches arn:${aws:username}",
      true,
    ],
    [
      "a wildcard before a colon",
      () => resourceFormula(RESOURCE, pieces("arn:aws:*3:::in")),
      "whether the resource matches arn:aws:*3:::in",
      false,
    ],
  ])("what is not known of %s", (_, formula, about, varies) => {
    expect(opaques(formula()).map((atom) => [atom.about, atom.varies === true])).toEqual([[about, varies]]);
  });

  test.each(["*", "arn:aws:s3:::in", "arn:aws:s3:::in/*", "arn:aws:s3:::in/a?c", "arn:aws:sns:*:111122223333:t"])(
    "of %s all is known",
    (pattern) => {
      expect(opaques(resourceFormula(RESOURCE, pieces(pattern)))).toEqual([]);
    },
  );

  test("in whatever case, an action is the same", () => {
    const id = (pattern: string) => opaques(actionFormula(ACTION, pieces(pattern)))[0]?.id;
    expect(id("s3:${var.Verb}GET")).toBe(id("S3:${var.Verb}Get"));
    expect(id("s3:${var.a}")).not.toBe(id("s3:${var.b}"));
  });
});
