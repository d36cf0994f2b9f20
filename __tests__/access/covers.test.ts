import { DEFAULT_BUDGET } from "../../lib/access/budget";
import { covers } from "../../lib/access/covers";
import { ACTION, FALSE, type Formula, RESOURCE, TRUE, and, matches, not, opaque, or } from "../../lib/access/formula";
import { globOf } from "../../lib/access/glob";
import { parsePattern } from "../../lib/access/pattern";

const text = (dimension: string, pattern: string): Formula =>
  matches(dimension, globOf(parsePattern(pattern, "2012-10-17")));
const get = (): Formula => text(ACTION, "s3:getobject");
const fact = (id: string): Formula => opaque(id, `about ${id}`);
const holds = (id: string, value: boolean) => ({ id, about: `about ${id}`, holds: value });

describe("a need that depends on what is not known", () => {
  test("is met only if it is in each case", () => {
    expect(covers(and(get(), or(fact("a"), fact("b"))), and(get(), fact("a")))).toEqual({
      verdict: "denied",
      witness: { values: { action: "s3:getobject" }, assumed: [holds("a", false), holds("b", true)] },
    });
    expect(covers(and(get(), or(fact("a"), fact("b"))), and(get(), or(fact("b"), fact("a"))))).toEqual({
      verdict: "allowed",
    });
  });

  test("in what is allowed, the same is the same", () => {
    expect(covers(and(get(), fact("a")), and(get(), fact("a")))).toEqual({ verdict: "allowed" });
    expect(covers(and(get(), not(fact("a"))), and(get(), fact("a")))).toEqual({
      verdict: "denied",
      witness: { values: { action: "s3:getobject" }, assumed: [holds("a", false)] },
    });
  });

  test("that nobody can have is met", () => {
    expect(covers(FALSE, FALSE)).toEqual({ verdict: "allowed" });
    expect(covers(and(fact("a"), not(fact("a"))), FALSE)).toEqual({ verdict: "allowed" });
  });
});

describe("what would have to be known", () => {
  test.each<[name: string, open: () => Formula, about: readonly string[]]>([
    ["a fact", () => fact("a"), ["about a"]],
    ["a condition key", () => text("context:aws:sourceip", "10.*"), ["the value of aws:sourceip"]],
    [
      "each once",
      () => or(and(fact("a"), text("context:k", "v")), and(not(fact("a")), text("context:k", "w"))),
      ["about a", "the value of k"],
    ],
  ])("%s", (_, open, about) => {
    const found = covers(get(), and(get(), open()));
    expect(found).toMatchObject({ verdict: "unknown", witness: { values: { action: "s3:getobject" }, assumed: [] } });
    expect(found.verdict === "unknown" && [...found.about].sort()).toEqual(about);
  });

  test("who asks, where nothing says who", () => {
    const found = covers(get(), and(get(), text("principal", "aws/111122223333/*")));
    expect(found).toMatchObject({ verdict: "unknown", about: ["the value of principal"] });
  });
});

test("a denial is looked for beyond what is not known", () => {
  const need = and(or(get(), text(ACTION, "s3:putobject")), text(RESOURCE, "arn:a"));
  expect(covers(need, and(get(), fact("a")))).toMatchObject({
    verdict: "denied",
    witness: { values: { action: "s3:putobject", resource: "arn:a" } },
  });
});

test("a witness is one of the examples", () => {
  const examples = { [ACTION]: ["s3:GetObject", "s3:PutObject"] };
  expect(covers(text(ACTION, "s3:*"), text(ACTION, "s3:get*"), DEFAULT_BUDGET, examples)).toMatchObject({
    verdict: "denied",
    witness: { values: { action: "s3:PutObject" } },
  });
  expect(covers(text(ACTION, "s3:*"), TRUE, DEFAULT_BUDGET, examples)).toEqual({ verdict: "allowed" });
});
